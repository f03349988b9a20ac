"""A graph as flat code: runnable NumPy, one line an operation forward and its mirror line backward."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from engine.graphs.graph import Graph, Node
from engine.graphs.trace import backpropagate
from engine.ops import COPY, Array
from engine.ops.convolution import CONVOLVE, POOL
from engine.ops.losses import HINGE, ONE_HOT
from engine.ops.pair_losses import HUBER_LOSS, UNIT
from engine.ops.reductions import PRODUCT_OF_OTHERS
from engine.ops.shaping import PUT_BACK
from engine.ops.smooth_units import ERF

FIT = '''\
def fit(gradient, value):
    """Sum a gradient over the axes along which its value was broadcast."""
    while np.ndim(gradient) > np.ndim(value):
        gradient = np.sum(gradient, axis=0)
    stretched = tuple(axis for axis, size in enumerate(np.shape(value)) if size == 1)
    return np.sum(gradient, axis=stretched, keepdims=True)
'''
LEFT = '''\
def matmul_left(upstream, b):
    """The gradient of a in a @ b."""
    return upstream @ b.T if np.ndim(b) == 2 else np.multiply.outer(upstream, b)
'''
RIGHT = '''\
def matmul_right(upstream, a):
    """The gradient of b in a @ b."""
    return a.T @ upstream if np.ndim(a) == 2 else np.multiply.outer(a, upstream)
'''
HELPERS = (
    FIT,
    LEFT,
    RIGHT,
    HINGE,
    ONE_HOT,
    CONVOLVE,
    POOL,
    HUBER_LOSS,
    UNIT,
    PRODUCT_OF_OTHERS,
    PUT_BACK,
    ERF,
)


def helped(helper: str) -> list[str]:
    """The names of the functions that a helper defines."""
    return re.findall(r"^def (\w+)", helper, re.MULTILINE)


@dataclass(frozen=True)
class Line:
    """One line of flat code, and the step it is: phase, node and, backward, the input it sends a gradient to
    (the name that the edge has in the graph, so a line is found from a Step)."""

    text: str
    phase: str = ""
    node: str = ""
    input: str | None = None


def flat_code(graph: Graph, inputs: Mapping[str, Any] | None = None, upstream: Any = None) -> str:
    """Runnable NumPy source of the forward and the backward pass; a gradient of x is called dx.

    With `inputs` (or a graph that has its own) the numbers stand in the source; without, set the names of the
    inputs before it runs. Raises ValueError as `backpropagate` does when the inputs do not fit.
    """
    return "\n".join(line.text for line in code_lines(graph, inputs, upstream)) + "\n"


def code_lines(
    graph: Graph,
    inputs: Mapping[str, Any] | None = None,
    upstream: Any = None,
    updated: Sequence[str] = (),
    rate: float = 0.0,
    printed: bool = False,
) -> list[Line]:
    """The lines of `flat_code`, with the step that each one is; and a step of SGD for each leaf in `updated`. Where it
    is to be `printed`, the program ends by saying what came out: the output, and the gradients of the leaves."""
    known = inputs is not None or all(node.op or node.name in graph.defaults for node in graph.nodes)
    values = dict(backpropagate(graph, inputs, upstream).values) if known else None
    writer = _Writer(graph, values, upstream)
    prints = writer.prints() if printed else []
    return [*writer.lines(), *writer.updates(updated, rate), *prints]


class _Writer:
    def __init__(self, graph: Graph, values: Mapping[str, Array] | None, upstream: Any) -> None:
        self._graph, self._values, self._upstream = graph, values, upstream
        self._taken = {"np", *chain.from_iterable(map(helped, HELPERS)), *keyword.kwlist}
        constants = {node.name for node in graph.nodes if node.kind == "constant"}
        # Gates of constants alone: NumPy would go on with whole numbers, of which it takes no negative power.
        self._alone = {
            name for node in graph.operations if constants.issuperset(node.inputs) for name in node.inputs
        }
        self._variables: dict[str, str] = {}  # a node's name -> its variable, or the number it is
        for node in graph.nodes:
            self._variables[node.name] = self._variable(node)
        self._gradients: dict[str, str] = {}
        for node in graph.nodes:
            passes = _passes(node)
            self._gradients[node.name] = (
                self._gradients[node.inputs[0]] if passes else self._free("d" + re.sub(r"\W", "_", node.name))
            )

    def lines(self) -> list[Line]:
        body = [*self._leaves(), Line(""), Line("# forward"), *self._forward()]
        body += [Line(""), Line("# backward"), *self._backward()]
        # Line by line: one search of a long text keeps Python's lock, and whoever needs it waits as long.
        called = {name for line in body for name in re.findall(r"\b(\w+)\(", line.text)}
        helpers = [text for text in HELPERS if not called.isdisjoint(helped(text))]
        # The helper for hinge brings that for labels along.
        unwanted = ONE_HOT if "hinge" in called else HINGE
        helpers = [text for text in helpers if text is not unwanted]
        head = ["import numpy as np", ""]
        for text in helpers:
            head += ["", *text.splitlines(), ""]
        return [*(Line(text) for text in head), *body]

    def updates(self, names: Sequence[str], rate: float) -> list[Line]:
        """w = w - rate * dw, for the leaves that a gradient reaches."""
        reached = self._reached()
        lines = [
            Line(
                f"{self._variables[name]} = {self._variables[name]} - {rate!r} * {self._gradients[name]}",
                "update",
                name,
            )
            for name in names
            if self._gradients[name] in reached
        ]
        return [Line(""), Line("# update"), *lines] if lines else []

    def prints(self) -> list[Line]:
        """The output and the gradients of the leaves, each after its name."""
        reached = self._reached()
        names = [self._variables[self._graph.output]]
        names += [self._gradients[name] for name in self._graph.leaves if self._gradients[name] in reached]
        return [Line(""), *(Line(f'print("{name} =", {name})') for name in names)]

    def _reached(self) -> set[str]:
        """The gradients that the backward pass gives."""
        return {self._gradients[line.input] for line in self._backward() if line.input is not None}

    def _variable(self, node: Node) -> str:
        if node.kind == "constant" and node.label != node.name:
            value = self._graph.defaults.get(node.name)
            if value is not None and value.ndim == 0:
                whole = value == int(value) and abs(value) < 1e6 and node.name not in self._alone
                number = f"{int(value)}" if whole else repr(float(value))
                return f"({number})" if value < 0 else number
            if value is not None:
                return _array(value)
        if _passes(node):
            return self._variables[node.inputs[0]]
        return self._free(re.sub(r"\W", "_", node.name))

    def _free(self, name: str) -> str:
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name

    def _leaves(self) -> list[Line]:
        lines = []
        for node in self._graph.nodes:
            name = self._variables[node.name]
            if node.op is not None or not name.isidentifier():
                continue
            if self._values is None and node.name not in self._graph.defaults:
                lines.append(Line(f"{name} = np.asarray({name}, dtype=float)  # give {name} a value first"))
            else:
                value = (self._values or self._graph.defaults)[node.name]
                lines.append(Line(f"{name} = {_array(value)}"))
        return lines

    def _forward(self) -> list[Line]:
        lines = []
        for node in self._graph.operations:
            if node.op is not None and not _passes(node):
                names = [self._variables[name] for name in node.inputs]
                text = f"{self._variables[node.name]} = {node.op.code(*names)}"
                lines.append(Line(text, "forward", node.name))
        return lines

    def _backward(self) -> list[Line]:
        output = self._graph.output
        seed = f"np.ones(np.shape({self._variables[output]}))"
        if self._upstream is not None:
            given = self._upstream
            seed = _array(
                np.asarray(next(iter(given.values())) if isinstance(given, Mapping) else given, float)
            )
        elif self._values is not None and self._values[output].ndim == 0:
            # Python itself refuses to divide 1.0 by its own 0; NumPy does not.
            seed = "np.array(1.0)" if self._has_plain_zero(self._values) else "1.0"
        lines = [Line(f"{self._gradients[output]} = {seed}", "backward", output)]
        begun = {self._gradients[output]}
        for node, op, positions in self._graph.walk:
            if _passes(node):
                continue
            names = [self._variables[name] for name in node.inputs]
            shapes = None if self._values is None else [self._values[name].shape for name in node.inputs]
            for index in positions:
                target = self._gradients[node.inputs[index]]
                text = op.mirror(index, self._gradients[node.name], names, self._variables[node.name], shapes)
                text = self._fitted(node, index, text)
                # Not +=, which would change an array that another gradient may share.
                text = f"{target} = {target} + {text}" if target in begun else f"{target} = {text}"
                begun.add(target)
                lines.append(Line(text, "backward", node.name, node.inputs[index]))
        return lines

    def _has_plain_zero(self, values: Mapping[str, Array]) -> bool:
        """Whether a number that no input moves, so that it is Python's and not NumPy's, is 0."""
        plain: set[str] = set()
        for node in self._graph.nodes:
            written = node.op is None and not self._variables[node.name].isidentifier()
            if written or (node.op is not None and plain.issuperset(node.inputs)):
                plain.add(node.name)
        return any(values[name].ndim == 0 and values[name] == 0 for name in plain)

    def _fitted(self, node: Node, index: int, text: str) -> str:
        """`text` summed over the axes along which the input was, or may have been, broadcast."""
        if node.op is None or not node.op.broadcasts:
            return text
        source = node.inputs[index]
        if self._values is None:
            others = [name for name in node.inputs if self._variables[name].isidentifier()]
            return text if len(set(others)) <= 1 else f"fit({text}, {self._variables[source]})"
        shape, output = self._values[source].shape, self._values[node.name].shape
        if shape == output:
            return text
        if shape == ():
            return f"np.sum({text})"
        if shape == output[1:]:
            return f"np.sum({text}, axis=0)"
        return f"fit({text}, {self._variables[source]})"


def _passes(node: Node) -> bool:
    """Whether a node is a copy gate at a fan-out, which in code is just the variable read again."""
    return node.op is COPY and not node.text


def _array(value: Array) -> str:
    return f"np.array({np.asarray(value, np.float64).tolist()!r})".replace("nan", "np.nan").replace(
        "inf", "np.inf"
    )
