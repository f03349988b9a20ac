"""Composite gates: which groups of gates can be folded into one, folding them, and opening them again.

The folded gate has the name of the group's last node, so everything outside keeps its name and its
gradient, and a group that is opened again has the very nodes it had.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine import ops
from engine.graphs.block_patterns import layer_norm, lstm_cell
from engine.graphs.composite_op import Folded
from engine.graphs.composite_patterns import PATTERNS as SMALLER
from engine.graphs.composite_patterns import Pattern, Seen
from engine.graphs.decompositions import decomposition
from engine.graphs.graph import Graph, Node, with_copies
from engine.ops import Array, Op, Shape

LIKE: dict[str, Op] = {"sigmoid": ops.SIGMOID, "tanh": ops.TANH, "softplus": ops.SOFTPLUS}
SYMBOLS = {
    "sigmoid": "σ", "tanh": "tanh", "softplus": "softplus", "softmax": "softmax", "logsumexp": "logsumexp",
    "norm": "‖x‖", "squared norm": "‖x‖²", "softmax with cross-entropy": "softmax + cross-entropy",
    "attention": "attention", "layer norm": "layer norm", "LSTM cell": "LSTM cell",
}  # fmt: skip
# The larger before the smaller that they contain.
PATTERNS: Mapping[str, Pattern] = {"layer norm": layer_norm, "LSTM cell": lstm_cell, **SMALLER}


@dataclass(frozen=True)
class Fold:
    """A group of gates that can be drawn as one. `kind` is what it is ("sigmoid", "layer", ...), `nodes` the
    nodes inside, the last, `output`, among them, `inputs` what it reads from outside, in order; `name` is
    the name of the folded gate, that of `output`."""

    name: str
    kind: str
    nodes: tuple[str, ...]
    output: str
    inputs: tuple[str, ...]


def folds(graph: Graph) -> list[Fold]:
    """The foldable groups, in topological order of their outputs; of two that overlap the one nearer to the
    output."""
    found: list[Fold] = []
    used: set[str] = set()
    seen = Seen(graph)
    for node in reversed(graph.operations):
        for kind, pattern in PATTERNS.items():
            matched = pattern(seen, node)
            group = matched and seen.group(node, *matched)
            if group and used.isdisjoint(group[0]):
                found.append(Fold(node.name, kind, group[0], node.name, group[1]))
                used.update(group[0])
                break
    return found[::-1]


def fold(graph: Graph, fold: Fold) -> Graph:
    """The graph with the group folded into one gate. KeyError when the group is not in this graph."""
    inner = set(fold.nodes)
    for name in (*fold.nodes, *fold.inputs):
        graph[name]
    inside = _inside(graph, fold)
    last = graph[fold.output]
    symbol = SYMBOLS.get(fold.kind, "layer")
    if fold.kind == "layer" and last.op is not None and last.op.name != "add":
        symbol = f"layer, {last.op.symbol}"
    op = Folded(fold.kind, symbol, inside, fold.inputs, LIKE.get(fold.kind))
    gate = replace(last, op=op, inputs=fold.inputs, label=symbol)
    nodes = [gate if node is last else node for node in graph.nodes if node is last or node.name not in inner]
    return Graph(tuple(nodes), graph.output, _defaults(graph, nodes))


def can_unfold(node: Node) -> bool:
    """Whether `unfold` opens this node."""
    return isinstance(node.op, Folded) or (
        node.op is not None and decomposition(node.op, len(node.inputs)) is not None
    )


def unfold(graph: Graph, name: str, shapes: Mapping[str, Shape] | None = None) -> Graph:
    """The graph with a composite gate opened into the gates that it stands for.

    A folded gate gives back the nodes it was made of. A gate that was typed (sigmoid(x), softmax,
    cross_entropy, norm, softplus, tanh, logsumexp, ...) gives nodes called after it: s_negated, s_exp, ...
    and s itself, the last. With the `shapes` of a trace, what only a batch needs is left out for a vector.
    Raises KeyError when there is no such node, ValueError when it cannot be opened.
    """
    node = graph[name]
    if isinstance(node.op, Folded):
        nodes, defaults = _opened(graph, node, node.op)
    else:
        made = None if node.op is None else decomposition(node.op, len(node.inputs))
        if made is None:
            raise ValueError(f"{name} is a single gate: there is nothing to open")
        nodes, defaults = _decomposed(graph, node, made, shapes)
    position = graph.nodes.index(node)
    everything = (*graph.nodes[:position], *nodes, *graph.nodes[position + 1 :])
    return Graph(with_copies(everything, graph.output), graph.output, {**graph.defaults, **defaults})


def _opened(graph: Graph, node: Node, op: Folded) -> tuple[list[Node], dict[str, Array]]:
    """The nodes inside a folded gate; its inputs may have other names by now than when it was folded."""
    renamed = dict(zip(op.inputs, node.inputs, strict=True))
    nodes, defaults = [], {}
    for inner in op.inside.nodes:
        if inner.name in renamed:
            continue
        if inner.op is None:
            if inner.name in graph:
                continue  # a number that others outside use too
            defaults[inner.name] = op.inside.defaults[inner.name]
        nodes.append(replace(inner, inputs=tuple(renamed.get(one, one) for one in inner.inputs)))
    return nodes, defaults


def _decomposed(
    graph: Graph,
    node: Node,
    lines: Sequence[tuple[str, Op, tuple[int | float | str, ...]]],
    shapes: Mapping[str, Shape] | None,
) -> tuple[list[Node], dict[str, Array]]:
    nodes: list[Node] = []
    defaults: dict[str, Array] = {}
    names: dict[str, str] = {}
    source = node.inputs[0]
    while shapes is not None and source not in shapes and graph[source].op is ops.COPY:
        source = graph[source].inputs[0]  # a copy gate that came with what was opened before
    single = shapes is not None and source in shapes and len(shapes[source]) < 2

    def free(stem: str) -> str:
        name = f"{node.name}_{stem}"
        while name in graph or name in defaults:
            name += "_"
        return name

    def resolve(argument: int | float | str) -> str:
        if isinstance(argument, str):
            return names[argument]
        if isinstance(argument, int):
            return node.inputs[argument]
        name = free({1.0: "one", 2.0: "two", 0.5: "half"}[argument])
        defaults[name] = np.array(argument)
        nodes.append(Node(name, kind="constant", label=f"{argument:g}", text=f"{argument:g}"))
        return name

    if (
        single
        and len(lines) > 1
        and lines[-1][0] == ""
        and lines[-1][1] is ops.MEAN
        and lines[-2][0] == "each"
    ):
        lines = [*lines[:-2], ("", *lines[-2][1:])]
    for stem, op, arguments in lines:
        inputs = tuple(resolve(argument) for argument in arguments)
        names[stem] = free(stem) if stem else node.name
        place, text = (node.place, node.text) if not stem else (None, "")
        nodes.append(Node(names[stem], op, inputs, "op", op.symbol, place, text))
    return nodes, defaults


def _inside(graph: Graph, fold: Fold) -> Graph:
    """The group as a graph of its own."""
    readers = {name for one in fold.nodes for name in graph[one].inputs}
    nodes: list[Node] = []
    defaults: dict[str, Array] = {}
    for node in graph.nodes:
        if node.name in fold.nodes:
            nodes.append(node)
            if node.name in graph.defaults:
                defaults[node.name] = graph.defaults[node.name]
        elif node.name in fold.inputs:
            constant = node.kind == "constant"
            nodes.append(Node(node.name, kind="constant" if constant else "leaf", label=node.label))
        elif node.name in readers:  # a number that others outside use too
            source = node
            while source.inputs:
                source = graph[source.inputs[0]]
            nodes.append(replace(node, op=None, inputs=(), kind="constant"))
            defaults[node.name] = graph.defaults[source.name]
    return Graph(tuple(nodes), fold.output, defaults)


def _defaults(graph: Graph, nodes: Sequence[Node]) -> dict[str, Array]:
    return {node.name: graph.defaults[node.name] for node in nodes if node.name in graph.defaults}
