"""Which buffers a pass holds in memory, step by step.

A value is held from the step that computes it until the last step that reads it, forward or backward
(each op says what its vjp reads); a gradient from the step that begins it until its node's edges are
walked, a leaf's gradient until the parameter is updated, or to the end. Leaves and results (nodes that
nobody reads) are held throughout. A copy gate has no buffer of its own: its value is the one it copies,
and the parts gather in the gradient of that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from engine.graphs.graph import Graph, Move, Node
from engine.ops import COPY, Array


class Holding(NamedTuple):
    """The names of the buffers held after a step, of those new at it, and of those freed at its end."""

    held: tuple[str, ...]
    taken: tuple[str, ...]
    freed: tuple[str, ...]


def holdings(nodes: Sequence[Node], moves: Sequence[Move]) -> tuple[Holding, ...]:
    """What is held after each of the moves: this depends on the graph alone, not on its numbers."""
    by_name = {node.name: node for node in nodes}
    source = sources(nodes)
    read = {source[name] for node in nodes if node.op is not COPY for name in node.inputs}
    kept = {node.name for node in nodes if node.op is None or source[node.name] not in read}
    for phase, _, target, _ in moves:
        if phase == "backward" and target is not None and by_name[source[target]].op is None:
            kept.add("d" + source[target])
    kept.difference_update("d" + node for phase, node, _, _ in moves if phase == "update")

    touched = [_touched(by_name, move, source) for move in moves]
    last_use = {name: number for number, names in enumerate(touched) for name in names}
    # The names of values and of gradients could meet ("dx" beside "x"): a set of one name would then
    # count once, which only a typed graph that is named to provoke it can show.
    held: dict[str, None] = dict.fromkeys(node.name for node in nodes if node.op is None)
    result = []
    for number, names in enumerate(touched):
        taken = tuple(name for name in names if name not in held)
        held.update(dict.fromkeys(taken))
        freed = tuple(name for name in names if last_use[name] == number and name not in kept)
        for name in freed:
            del held[name]
        result.append(Holding(tuple(held), taken, freed))
    return tuple(result)


def graph_holdings(graph: Graph) -> tuple[Holding, ...]:
    """What is held after each step of a forward and a backward pass."""
    return holdings(graph.nodes, graph.moves)


def last_uses(nodes: Sequence[Node], moves: Sequence[Move]) -> dict[str, int]:
    """For each buffer the number of the last move that writes or reads it."""
    by_name, source = {node.name: node for node in nodes}, sources(nodes)
    return {name: number for number, move in enumerate(moves) for name in _touched(by_name, move, source)}


def held_bytes(nodes: Sequence[Node], holding: Sequence[Holding], values: Mapping[str, Array]) -> list[int]:
    """The bytes held after each step, a gradient being of the size of its value."""
    source = sources(nodes)
    sizes = {name: values[source[name]].nbytes for name in source}
    sizes.update({"d" + name: size for name, size in list(sizes.items())})
    held = sum(sizes[node.name] for node in nodes if node.op is None)
    result = []
    for _, taken, freed in holding:
        held += sum(map(sizes.__getitem__, taken)) - sum(map(sizes.__getitem__, freed))
        result.append(held)
    return result


def sources(nodes: Sequence[Node]) -> dict[str, str]:
    """For each node the one whose buffer its value is: itself, but for copy gates."""
    source: dict[str, str] = {}
    for node in nodes:
        source[node.name] = source[node.inputs[0]] if node.op is COPY else node.name
    return source


def _touched(by_name: Mapping[str, Node], move: Move, source: Mapping[str, str]) -> list[str]:
    """The buffers that a move writes or reads, each once."""
    phase, name, target, index = move
    node = by_name[name]
    if phase == "update":
        return [name, "d" + name]
    if phase == "forward":
        return list(dict.fromkeys(source[name] for name in (*node.inputs, name)))
    names = ["d" + source[name]]
    if target is not None and index is not None and node.op is not None:
        positions, output = node.op.reads(index, len(node.inputs))
        names += [source[node.inputs[i]] for i in positions] + [source[name]] * output
        names.append("d" + source[target])
    return list(dict.fromkeys(names))
