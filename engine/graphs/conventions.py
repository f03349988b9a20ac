"""What is taken for the slope where a function has none: one convention for all that mean the same.

ReLU's slope at 0 is 0, and so is that of max(x, 0) and max(0, x): where both are equal, max leaves the gradient to the
number, and min leaves it to x, so that the two together have the slope 1 that x has. Of inputs or elements that are
equal the first takes all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine import ops
from engine.graphs.graph import Graph, Node
from engine.graphs.kinks import sides
from engine.graphs.trace import Trace
from engine.ops import Array, Op
from engine.problem import Problem

SLOPES: Mapping[Op, str] = {
    ops.RELU: "0",
    ops.LEAKY_RELU: "0.1",
    ops.ABS: "0",
    ops.THRESHOLD: "0",
}  # where the input is 0


def ordered(op: Op, inputs: Sequence[str], fixed: Sequence[bool]) -> list[str]:
    """The inputs of a gate in the order in which they win where they are equal: of max numbers first, of min last."""
    if not isinstance(op, ops.Extreme):
        return list(inputs)
    last = op is ops.MINIMUM
    return [name for _, name in sorted(zip(fixed, inputs, strict=True), key=lambda pair: pair[0] == last)]


def conventions(trace: Trace) -> dict[str, Problem]:
    """What is taken for the slope of each gate that is exactly at a kink."""
    with np.errstate(all="ignore"):
        at_kink = {
            name: at.distance == 0
            for name, _, at in sides(trace.graph, trace.values)
            if np.any(at.distance == 0)
        }
    found = {}
    for name, where in at_kink.items():
        if name in trace.graph:
            told = _told(trace.graph, trace.graph[name], trace.values, where)
            if told is not None:
                found[name] = told
    return found


def _told(graph: Graph, node: Node, values: Mapping[str, Array], where: Array) -> Problem | None:
    op = node.op
    name = _called(graph, node.inputs[0])
    array = bool(values[node.inputs[0]].ndim)
    assert op is not None  # a gate
    if op in SLOPES:
        if array:
            return Problem("kink_in_array", input=name, gate=op.symbol, slope=SLOPES[op])
        return Problem("kink_at_zero", input=name, gate=op.symbol, slope=SLOPES[op])
    if isinstance(op, ops.Extreme):
        return _tie(graph, node)
    if isinstance(op, ops.Largest | ops.MaxPool) or op is ops.MAXOUT_HALVES:
        return Problem("tie_of_elements")
    if isinstance(op, ops.Clip):
        low = op.low is not None and bool(np.any(values[node.inputs[0]] == op.low))
        return Problem("kink_at_low", input=name) if low else Problem("kink_at_high", input=name)
    if isinstance(op, ops.AbsoluteError):
        return Problem("kink_of_error", gate=op.symbol)
    if isinstance(op, ops.Norm):
        return Problem("kink_of_norm", input=name)
    return None


def _tie(graph: Graph, node: Node) -> Problem:
    assert node.op is not None
    names = list(dict.fromkeys(_called(graph, name) for name in node.inputs))
    numbers = [name for name in node.inputs if graph[name].kind == "constant"]
    if len(node.inputs) == 2 and len(numbers) == 1:
        other = next(_called(graph, name) for name in node.inputs if name not in numbers)
        if node.op is ops.MINIMUM:
            return Problem("tie_to_input", input=other, number=_called(graph, numbers[0]))
        return Problem("tie_to_number", input=other, number=_called(graph, numbers[0]), gate=node.op.symbol)
    return Problem("tie_to_first", first=names[0])


def _called(graph: Graph, name: str) -> str:
    """What a value is called: a number by itself, a copy as what it is of."""
    node = graph[name]
    if node.kind == "constant":
        return node.label
    return _called(graph, node.inputs[0]) if node.is_fan_out else name
