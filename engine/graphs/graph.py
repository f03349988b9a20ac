"""Graphs of ops: nodes in topological order, ordered inputs, and an explicit copy gate at every fan-out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np

from engine.numbers_in_words import plain
from engine.ops import COPY, Array, Op

Kind = Literal["leaf", "parameter", "constant", "op"]
Place = tuple[str | int, ...]
Move = tuple[str, str, str | None, int | None]  # phase, node, input and its index: a step without its numbers
Made = TypeVar("Made")


@dataclass(frozen=True)
class Node:
    """One node: a leaf (`op` is None) or an op applied to the nodes named in `inputs`, in that order.

    `kind` is "leaf" (an input), "parameter" (a leaf that an optimizer updates), "constant" (a number or a
    target: it gets no gradient) or "op". `label` is what is drawn in it, `place` where it sits in a
    network, `text` the piece of typed expression that it came from.
    """

    name: str
    op: Op | None = None
    inputs: tuple[str, ...] = ()
    kind: Kind = "op"
    label: str = ""
    place: Place | None = None
    text: str = ""

    @property
    def is_fan_out(self) -> bool:
        """Whether this is the copy gate of a value with several readers (not another name for it)."""
        return self.op is COPY and not self.text


@dataclass(frozen=True)
class Graph:
    """Nodes in topological order, the name of the output among them, and `defaults`, the values of constants
    and of those leaves that come with one."""

    nodes: tuple[Node, ...]
    output: str
    defaults: Mapping[str, Array] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Graph(loss of x, W1, b1: 9 nodes)"""
        return f"Graph({self.output} of {', '.join(self.leaves) or 'numbers'}: {len(self.nodes)} nodes)"

    def __getitem__(self, name: str) -> Node:
        """The node of that name; raises KeyError."""
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    @cached_property
    def _by_name(self) -> dict[str, Node]:
        return {node.name: node for node in self.nodes}

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The inputs and parameters, in order of first use."""
        return tuple(node.name for node in self.nodes if node.kind in ("leaf", "parameter"))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The nodes that nothing computes: leaves and constants, in order."""
        return tuple(node.name for node in self.nodes if node.op is None)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        return tuple(node.name for node in self.nodes if node.kind == "parameter")

    @cached_property
    def operations(self) -> tuple[Node, ...]:
        """The nodes that compute, in topological order."""
        return tuple(node for node in self.nodes if node.op is not None)

    @cached_property
    def edges(self) -> tuple[tuple[str, str, int], ...]:
        """(from, to, position among the inputs of `to`)."""
        return tuple((name, node.name, i) for node in self.nodes for i, name in enumerate(node.inputs))

    @cached_property
    def walk(self) -> tuple[tuple[Node, Op, tuple[int, ...]], ...]:
        """The way of the reverse pass: (node, its op, the positions of the inputs that get a gradient), in
        reverse topological order, for every node between the leaves and the output."""
        return tuple(reversed(_gradient_flow(self.nodes, self.output)))

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The steps of a pass without their numbers, forward and backward."""
        forward: list[Move] = [("forward", node.name, None, None) for node in self.operations]
        seed: Move = ("backward", self.output, None, None)
        edges: list[Move] = [
            ("backward", node.name, node.inputs[i], i) for node, _, positions in self.walk for i in positions
        ]
        return (*forward, seed, *edges)

    def derived(self, make: Callable[[Graph], Made]) -> Made:
        """What `make` makes of this graph: made once, and kept as long as the graph is. It depends on the graph alone,
        like its compiled passes, of which a graph itself need know nothing."""
        if make not in self._derived:
            self._derived[make] = make(self)
        made: Made = self._derived[make]
        return made

    @cached_property
    def _derived(self) -> dict[Callable[[Graph], Any], Any]:
        return {}

    @cached_property
    def untouched(self) -> tuple[str, ...]:
        """The leaves that do not touch the output: their gradient is zero. Labels are not among them."""
        touched = {self.output, *(node.inputs[i] for node, _, positions in self.walk for i in positions)}
        return tuple(name for name in self.leaves if name not in touched and name not in self.labels)

    @cached_property
    def labels(self) -> frozenset[str]:
        """The nodes that are read as labels or targets, and those that such a one is computed from."""
        found: set[str] = set()
        for node in reversed(self.operations):
            for i, name in enumerate(node.inputs):
                if node.name in found or (node.op is not None and node.op.labelled(i)):
                    found.add(name)
        return frozenset(found)


def _gradient_flow(nodes: Sequence[Node], output: str) -> list[tuple[Node, Op, tuple[int, ...]]]:
    moving = set()  # the nodes that some leaf can move
    for node in nodes:
        if node.op is None:
            if node.kind != "constant":
                moving.add(node.name)
        elif any(name in moving and node.op.differentiable(i) for i, name in enumerate(node.inputs)):
            moving.add(node.name)
    flow = []
    reached = {output} & moving
    for node in reversed(nodes):
        if node.op is None or node.name not in reached:
            continue
        op = node.op
        carrying = tuple(i for i, name in enumerate(node.inputs) if name in moving and op.differentiable(i))
        reached.update(node.inputs[i] for i in carrying)
        flow.append((node, op, carrying))
    return flow[::-1]


class GraphBuilder:
    """Adds nodes one by one, each after its inputs, and makes a Graph of them with its copy gates."""

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}
        self._defaults: dict[str, Array] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._nodes

    def __len__(self) -> int:
        return len(self._nodes)

    def leaf(
        self,
        name: str,
        value: Any = None,
        kind: Kind = "leaf",
        label: str | None = None,
        place: Place | None = None,
        text: str = "",
    ) -> str:
        """Add an input, a parameter or a constant, and return its name."""
        if value is not None:
            self._defaults[name] = np.array(value, dtype=np.float64)
        return self._add(Node(name, None, (), kind, name if label is None else label, place, text))

    def constant(self, value: float, text: str = "") -> str:
        """Add a number, named c1, c2, ..."""
        return self.leaf(self.fresh("c"), value, "constant", label=plain(value), text=text)

    def apply(
        self,
        op: Op,
        *inputs: str,
        name: str,
        label: str | None = None,
        place: Place | None = None,
        text: str = "",
    ) -> str:
        """Add `op` of the nodes named `inputs`, and return its name."""
        return self._add(Node(name, op, inputs, "op", op.symbol if label is None else label, place, text))

    def fresh(self, stem: str) -> str:
        """A name that is not taken: the stem and a number."""
        number = 1
        while f"{stem}{number}" in self._nodes:
            number += 1
        return f"{stem}{number}"

    def is_leaf(self, name: str) -> bool:
        """Whether a node is an input or a parameter; raises KeyError when there is no such node."""
        return self._nodes[name].kind in ("leaf", "parameter")

    def is_constant(self, name: str) -> bool:
        """Whether a node is a number or an array that is no input."""
        return self._nodes[name].kind == "constant"

    def has_value(self, name: str) -> bool:
        """Whether a node comes with a value."""
        return name in self._defaults

    def give(self, name: str, value: Any) -> None:
        """The value that an input comes with."""
        self._defaults[name] = np.array(value, dtype=np.float64)

    def build(self, output: str) -> Graph:
        """The graph. Raises KeyError when `output` is not a node."""
        if output not in self._nodes:
            raise KeyError(output)
        return Graph(with_copies(tuple(self._nodes.values()), output), output, self._defaults)

    def _add(self, node: Node) -> str:
        if node.name in self._nodes:
            raise ValueError(f"there is a node named {node.name} already")
        for name in node.inputs:
            if name not in self._nodes:
                raise KeyError(name)
        self._nodes[node.name] = node
        return node.name


def with_copies(nodes: Sequence[Node], output: str) -> tuple[Node, ...]:
    """Where gradients come back to one value along several edges, put a copy gate before its first reader."""
    carrying = {node.name: positions for node, _, positions in _gradient_flow(nodes, output)}
    uses = Counter(node.inputs[i] for node in nodes for i in carrying.get(node.name, ()))
    taken = {node.name for node in nodes}
    by_name = {node.name: node for node in nodes}
    copies: dict[str, str] = {}
    result: list[Node] = []
    for node in nodes:
        inputs = list(node.inputs)
        for i in carrying.get(node.name, ()):
            source = node.inputs[i]
            if uses[source] < 2 or by_name[source].is_fan_out:
                continue
            if source not in copies:
                name = f"{source}_copy"
                while name in taken:
                    name += "_"
                taken.add(name)
                copies[source] = name
                place = by_name[source].place
                copy_place = None if place is None else ("copy", *place)
                result.append(Node(name, COPY, (source,), "op", COPY.symbol, copy_place))
            inputs[i] = copies[source]
        result.append(replace(node, inputs=tuple(inputs)) if inputs != list(node.inputs) else node)
    return tuple(result)
