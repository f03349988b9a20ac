"""Which buffers a pass holds in memory, step by step.

A value is held from the step that computes it until the last step that reads it, forward or backward
(each op says what its vjp reads); a gradient from the step that begins it until its node's edges are
walked, a leaf's gradient until the parameter is updated, or to the end. Leaves and results (nodes that
nobody reads) are held throughout. A copy gate has no buffer of its own: its value is the one it copies,
and the parts gather in the gradient of that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.backprop import Step
from engine.graph import Graph
from engine.ops import COPY, Array


def with_memory(graph: Graph, steps: Sequence[Step], values: Mapping[str, Array]) -> tuple[Step, ...]:
    """The steps with `held`, `freed` and `held_bytes` filled in."""
    source: dict[str, str] = {}  # the node whose buffer a node's value is
    for node in graph.nodes:
        source[node.name] = source[node.inputs[0]] if node.op is COPY else node.name
    read = {source[name] for node in graph.operations for name in node.inputs if node.op is not COPY}
    kept = {node.name for node in graph.nodes if node.op is None or source[node.name] not in read}
    last_use: dict[str, int] = {}
    touched = [_touched(graph, step, source) for step in steps]
    for number, names in enumerate(touched):
        last_use.update(dict.fromkeys(names, number))
    for step in steps:
        if step.phase == "backward" and step.input is not None and graph[source[step.input]].op is None:
            kept.add("d" + source[step.input])
    for step in steps:
        if step.phase == "update":
            kept.discard("d" + step.node)
    sizes = {name: values[source[name]].nbytes for name in source}
    sizes.update({"d" + name: size for name, size in list(sizes.items())})

    # The names of values and of gradients could meet ("dx" beside "x"): a set of one name would then
    # count once, which only a typed graph that is named to provoke it can show.
    held: dict[str, None] = dict.fromkeys(node.name for node in graph.nodes if node.op is None)
    held_bytes = sum(sizes[name] for name in held)
    result = []
    for number, (step, names) in enumerate(zip(steps, touched, strict=True)):
        for name in names:
            if name not in held:
                held[name] = None
                held_bytes += sizes[name]
        freed = tuple(name for name in names if last_use[name] == number and name not in kept)
        for name in freed:
            del held[name]
            held_bytes -= sizes[name]
        result.append(replace(step, held=tuple(held), freed=freed, held_bytes=held_bytes))
    return tuple(result)


def _touched(graph: Graph, step: Step, source: Mapping[str, str]) -> list[str]:
    """The buffers that a step writes or reads, each once."""
    node = graph[step.node]
    if step.phase == "update":
        return [step.node, "d" + step.node]
    if step.phase == "forward":
        return list(dict.fromkeys(source[name] for name in (*node.inputs, node.name)))
    names = ["d" + source[step.node]]
    if step.input is not None and step.index is not None and node.op is not None:
        positions, output = node.op.reads(step.index, len(node.inputs))
        names += [source[node.inputs[i]] for i in positions] + [source[node.name]] * output
        names.append("d" + source[step.input])
    return list(dict.fromkeys(names))
