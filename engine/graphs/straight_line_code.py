"""A graph of single numbers compiled once into straight-line code, for many passes with new inputs.

The source is written from the graph's nodes: variables are v0, v1, ..., and each line is the `plain` form
of an op, so nothing that anybody typed gets into it.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from engine.graphs.backprop import backward, forward
from engine.graphs.graph import Graph
from engine.ops import Array


def sign(x: float) -> float:
    """−1, 0 or 1; NaN for NaN."""
    return x if x == 0.0 or math.isnan(x) else math.copysign(1.0, x)


def logsumexp(*values: float) -> float:
    """log Σ exp(x), the maximum taken out."""
    largest = max(values)
    return largest + math.log(math.fsum(math.exp(value - largest) for value in values))


def place(value: float, *values: float) -> float:
    """The first place at which `value` stands among `values`. ValueError when it does not: it is NaN."""
    return float(values.index(value))


# What the plain forms of ops may call.
KNOWN: dict[str, Callable[..., float]] = {
    "abs": abs, "atan": math.atan, "cos": math.cos, "cosh": math.cosh, "erf": math.erf, "exp": math.exp,
    "expm1": math.expm1, "log": math.log, "log1p": math.log1p, "logsumexp": logsumexp, "max": max, "min": min,
    "place": place, "pow": math.pow, "sign": sign, "sin": math.sin, "sinh": math.sinh, "sqrt": math.sqrt,
    "tan": math.tan, "tanh": math.tanh,
}  # fmt: skip


class CompiledGraph:
    """The passes of one graph of single numbers, each a call of generated code.

    `leaves` are the nodes without an op, constants too, in order; `edges` those that a gradient walks, in
    the order of the backward steps, as (node, input, index). After `run`, `values` holds the value of every
    node, `gradients` of every node of `with_gradient`, and `upstream`, `local`, `downstream` the numbers of
    each edge: flat float64 arrays, overwritten by the next run. They are parts of `numbers`.

    Raises ValueError when an op of the graph has no form for single numbers.
    """

    def __init__(self, graph: Graph) -> None:
        program = Program(graph)
        self.graph, self.program = graph, program
        self.leaves = tuple(node.name for node in graph.nodes if node.op is None)
        self.edges = tuple((node, target, index) for phase, node, target, index in graph.moves
                           if phase == "backward" and target is not None)  # fmt: skip
        self.with_gradient = tuple(program.gradients)
        self._defaults = [float(graph.defaults[name]) if name in graph.defaults and not graph.defaults[name].ndim
                          else math.nan for name in self.leaves]  # fmt: skip
        self._places = {name: place for place, name in enumerate(self.leaves)}
        parts = [
            [program.values[node.name] for node in graph.nodes], list(program.gradients.values()),
            program.upstream, program.local, program.downstream,
        ]  # fmt: skip
        self._order = np.array([place for part in parts for place in part], dtype=np.intp)
        self._distinct = np.zeros(program.count)
        self.numbers: Array = np.zeros(len(self._order))
        ends = np.cumsum([len(part) for part in parts])[:-1]
        self.values, self.gradients, self.upstream, self.local, self.downstream = np.split(self.numbers, ends)

    def run(self, inputs: Mapping[str, float] | Sequence[float] = (), upstream: float = 1.0) -> Array:
        """Run forward and backward, and return `numbers`.

        `inputs` are new values by name, the others staying at the graph's own; or the values of all of
        `leaves` in order. KeyError for a name that is no leaf.
        """
        given: Sequence[float]
        if isinstance(inputs, list):
            given = inputs
        elif isinstance(inputs, Mapping):
            given = self._defaults.copy()
            for name, value in inputs.items():
                given[self._places[name]] = value
        else:
            given = list(inputs) or self._defaults
        self.program.run(given, upstream, self._distinct)
        self._distinct.take(self._order, None, self.numbers, "clip")
        return self.numbers


class Program:
    """Straight-line code for one graph, and where among its distinct numbers each quantity of a trace stands.

    Most quantities are another one under a new name (the local gradient of a product is the other factor):
    such a number is computed and kept once. `values` and `gradients` map a node to its place, `upstream`,
    `local` and `downstream` hold a place for each backward edge, `gathered` what has gathered at the edge's
    input after it.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._lines: list[str] = []
        self._made: dict[str, int] = {}  # an expression -> the variable that is it
        self.count = 0
        self.values: dict[str, int] = {}
        self.gradients: dict[str, int] = {}
        self.upstream: list[int] = []
        self.local: list[int] = []
        self.downstream: list[int] = []
        self.gathered: list[int] = []
        self.leaves = [node.name for node in graph.nodes if node.op is None]
        for name in self.leaves:
            self.values[name] = self._variable()
        self.seed = self._variable()
        self._forward()
        self._backward()
        variables = [f"v{place}" for place in range(self.count)]
        self.source = "\n    ".join([
            f"def run(pack, buffer, {', '.join(variables[: self.seed + 1])}):", *self._lines,
            f"pack(buffer, 0, {', '.join(variables)})",
        ])  # fmt: skip
        space: dict[str, Any] = {**KNOWN, "__builtins__": {}}
        exec(compile(self.source, "<graph>", "exec"), space)
        self._run: Callable[..., None] = space["run"]
        self._pack = struct.Struct(f"{self.count}d").pack_into
        self._zeros = np.zeros(self.count)
        # These compare: with a NaN among their inputs they may go another way than NumPy's.
        self._loses_nan = any(word in self.source for word in ("max(", "min(", "logsumexp("))

    def run(self, leaves: Sequence[float], upstream: float, numbers: Array) -> None:
        """Write the distinct numbers of a pass into `numbers`, float64 of (count,). `leaves`: plain floats for
        the nodes without an op, in order."""
        try:
            self._run(self._pack, numbers, *leaves, upstream)
        except (ArithmeticError, ValueError):  # where NumPy goes on with an infinity or a NaN, math refuses
            self._slowly(leaves, upstream, numbers)
            return
        # 0 times an infinity or a NaN is NaN. (vdot, because dot warns of it.)
        if self._loses_nan and np.vdot(numbers, self._zeros) != 0.0:
            self._slowly(leaves, upstream, numbers)

    def _slowly(self, leaves: Sequence[float], upstream: float, numbers: Array) -> None:
        """The same numbers by the ops themselves."""
        values = {name: np.array(float(value)) for name, value in zip(self.leaves, leaves, strict=True)}
        gradients: dict[str, Array] = {}
        numbers.fill(0.0)
        numbers[self.seed] = upstream
        with np.errstate(all="ignore"):
            for _ in forward(self._graph, values):
                pass
            steps = list(backward(self._graph, values, gradients, np.array(upstream)))[1:]
        for name, place in self.values.items():
            numbers[place] = values[name]
        for number, step in enumerate(steps):
            numbers[self.local[number]] = step.local
            numbers[self.downstream[number]] = step.downstream
            numbers[self.gathered[number]] = step.gradient

    def _variable(self) -> int:
        self.count += 1
        return self.count - 1

    def _number(self, expression: str | None) -> int:
        """The place of the number that an expression is: a variable already there, or a new line."""
        if expression is None:
            raise ValueError("this graph is not one of single numbers")
        if expression.startswith("v") and expression[1:].isdigit():
            return int(expression[1:])
        if expression not in self._made:
            self._made[expression] = self._variable()
            self._lines.append(f"v{self._made[expression]} = {expression}")
        return self._made[expression]

    def _forward(self) -> None:
        for node in self._graph.operations:
            if node.op is not None:
                names = [f"v{self.values[name]}" for name in node.inputs]
                self.values[node.name] = self._number(node.op.plain(*names))

    def _backward(self) -> None:
        self.gradients[self._graph.output] = self.seed
        for node, op, positions in self._graph.walk:
            names = [f"v{self.values[name]}" for name in node.inputs]
            arriving = self.gradients[node.name]
            output = f"v{self.values[node.name]}"
            shared = op.plain_once(names, output)
            once = "" if shared is None else f"v{self._number(shared)}"
            for index in positions:
                name = node.inputs[index]
                local = op.plain_local(index, names, output, once)
                downstream = self._number(
                    {"1.0": f"v{arriving}", "-1.0": f"-v{arriving}"}.get(
                        local or "", f"v{arriving} * v{self._number(local)}"
                    )
                )
                before = self.gradients.get(name)
                gathered = downstream if before is None else self._number(f"v{before} + v{downstream}")
                self.gradients[name] = gathered
                self.upstream.append(arriving)
                self.local.append(self._number(local))
                self.downstream.append(downstream)
                self.gathered.append(gathered)
        for name in self._graph.untouched:
            self.gradients[name] = self._number("0.0")
