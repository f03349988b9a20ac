"""The gradients of a graph checked against central differences, (f(x + h) − f(x − h)) / 2h."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.backprop import forward
from engine.graph import Graph
from engine.ops import Array
from engine.trace import backpropagate

FLOOR = 1e-8  # gradients below this are compared absolutely: rounding alone moves a difference by 1e-11 or so


def numerical_gradients(
    graph: Graph, inputs: Mapping[str, Any] | None = None, h: float = 1e-5, upstream: Any = None
) -> dict[str, Array]:
    """Central differences of the output (times the upstream gradient, summed) by every element of every leaf.

    Raises ValueError as `backpropagate` does, and when h is not above 0.
    """
    return _numerical(graph, inputs, h, upstream)[0]


def check_gradients(
    graph: Graph, inputs: Mapping[str, Any] | None = None, h: float = 1e-5, upstream: Any = None
) -> dict[str, float]:
    """{leaf: relative error}: the largest difference between the analytic and the numerical gradient of a
    leaf, relative to the larger of the two. Truncation grows as h², rounding as 1/h. Labels are not
    checked.

    Raises ValueError as `backpropagate` does, and when h is not above 0.
    """
    numerical, analytic = _numerical(graph, inputs, h, upstream)
    errors = {}
    for name, gradient in numerical.items():
        size = max(float(np.max(np.abs(g), initial=FLOOR)) for g in (gradient, analytic[name]))
        errors[name] = float(np.max(np.abs(gradient - analytic[name]), initial=0.0)) / size
    return errors


def _numerical(
    graph: Graph, inputs: Mapping[str, Any] | None, h: float, upstream: Any
) -> tuple[dict[str, Array], Mapping[str, Array]]:
    if not h > 0:
        raise ValueError(f"h must be above 0, not {h}")
    trace = backpropagate(graph, inputs, upstream)
    arriving = trace.gradients[graph.output]
    leaves = {node.name: trace.values[node.name] for node in graph.nodes if node.op is None}

    def moved(name: str, index: tuple[int, ...], by: float) -> float:
        values = dict(leaves)
        values[name] = leaves[name].copy()
        values[name][index] += by
        for _ in forward(graph, values):
            pass
        return float(np.sum(values[graph.output] * arriving))

    gradients = {}
    with np.errstate(all="ignore"):
        for name in graph.leaves:
            if name not in trace.gradients:
                continue
            gradients[name] = np.empty_like(leaves[name])
            for index in np.ndindex(leaves[name].shape):
                gradients[name][index] = (moved(name, index, h) - moved(name, index, -h)) / (2 * h)
    return gradients, trace.gradients
