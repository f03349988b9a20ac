"""How many evaluations of gates the table of intermediate values saves.

A pass computes every gate once and keeps the value. Written out as one formula, each use of a value computes
it again: forward wherever it is read, and backward in every local gradient of every path from the output to
a leaf. For f(f(f(w))) the chain rule f'(f(f(w))) · f'(f(w)) · f'(w) computes f(w) twice, beside the forward
pass (Goodfellow et al., Deep Learning, section 6.4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from engine.graphs.graph import Graph
from engine.ops import COPY


@dataclass(frozen=True)
class Counts:
    """Evaluations of gates; copy gates compute nothing and are not counted.

    `with_table`: each gate of the output once, for both passes. `forward_without`: for the output without a
    table; `backward_without`: for all the gradients of the leaves (or of the one asked for), beside that.
    `times`: how often each gate is evaluated without a table, in both passes together. `paths`: the number
    of paths from the output to the leaves.
    """

    with_table: int
    forward_without: int
    backward_without: int
    times: Mapping[str, int]
    paths: int

    @property
    def without_table(self) -> int:
        return self.forward_without + self.backward_without


def count_evaluations(graph: Graph, leaf: str | None = None) -> Counts:
    """The counts for a graph's output and its gradients by all leaves, or by one. KeyError when there is no
    such leaf."""
    if leaf is not None:
        graph[leaf]
    wanted: Counter[str] = Counter({graph.output: 1})  # how often a value is asked for
    forward = _evaluated(graph, wanted)

    up: Counter[str] = Counter({graph.output: 1})  # paths from the output to a node
    for node, _, positions in graph.walk:
        for index in positions:
            up[node.inputs[index]] += up[node.name]
    down = dict.fromkeys(graph.leaves if leaf is None else [leaf], 1)  # paths from a node to the leaves
    for node, _, positions in reversed(graph.walk):
        down[node.name] = sum(down.get(node.inputs[index], 0) for index in positions)
    read: Counter[str] = Counter()
    for node, op, positions in graph.walk:
        for index in positions:
            along = up[node.name] * down.get(node.inputs[index], 0)
            inputs, output = op.reads(index, len(node.inputs))
            for name in [*(node.inputs[i] for i in inputs), *[node.name] * output]:
                read[name] += along
    backward = _evaluated(graph, read)
    return Counts(
        sum(1 for name, times in forward.items() if times),
        sum(forward.values()),
        sum(backward.values()),
        {name: forward[name] + backward[name] for name in forward},
        down.get(graph.output, 0),
    )


def _evaluated(graph: Graph, asked: Counter[str]) -> dict[str, int]:
    """How often each gate is computed when the values of `asked` are, and nothing is kept."""
    times = Counter(asked)
    for node in reversed(graph.operations):
        for name in node.inputs:
            times[name] += times[node.name]
    return {node.name: times[node.name] for node in graph.operations if node.op is not COPY}
