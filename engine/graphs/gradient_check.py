"""The gradients of a graph checked against central differences, (f(x + h) − f(x − h)) / 2h."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.graphs.backprop import forward
from engine.graphs.graph import Graph
from engine.graphs.kinks import Kink, Sides, sides
from engine.graphs.straight_line_passes import straight_line_passes
from engine.graphs.trace import Trace, backpropagate
from engine.ops import Array

FLOOR = 1e-8  # gradients below this are compared absolutely: rounding alone moves a difference by 1e-11 or so
STEPS = tuple(float(f"{m}e-{e}") for e in range(1, 13) for m in (1, 0.3))[:-1]  # 1e-1, 3e-2, ..., 1e-12
Evaluate = Callable[[Mapping[str, Array]], Mapping[str, Array]]


@dataclass(frozen=True)
class Sweep:
    """The relative error of each leaf's gradient for each h, and the kinks that the largest h comes near to.

    `errors[leaf]` has one number an h of `h`, which fall from 1e-1 to 1e-12. On the side of large h the
    differences are wrong by truncation, which grows as h²; on that of small h by rounding, which grows as
    1/h.
    """

    h: tuple[float, ...]
    errors: Mapping[str, Array]
    kinks: tuple[Kink, ...]

    def best(self, leaf: str) -> float:
        """The h with the smallest error."""
        return self.h[int(np.nanargmin(self.errors[leaf]))]


def numerical_gradients(
    graph: Graph, inputs: Mapping[str, Any] | None = None, h: float = 1e-5, upstream: Any = None
) -> dict[str, Array]:
    """Central differences of the output (times the upstream gradient, summed) by every element of every leaf.

    Raises ValueError as `backpropagate` does, and when h is not above 0.
    """
    return _Differences(backpropagate(graph, inputs, upstream)).gradients(h)


def check_gradients(
    graph: Graph, inputs: Mapping[str, Any] | None = None, h: float = 1e-5, upstream: Any = None
) -> dict[str, float]:
    """{leaf: relative error}: the largest difference between the analytic and the numerical gradient of a
    leaf, relative to the larger of the two. Truncation grows as h², rounding as 1/h. Labels are not
    checked.

    Raises ValueError as `backpropagate` does, and when h is not above 0.
    """
    return _Differences(backpropagate(graph, inputs, upstream)).errors(h)


def sweep_gradients(
    graph: Graph,
    inputs: Mapping[str, Any] | None = None,
    upstream: Any = None,
    steps: Sequence[float] = STEPS,
) -> Sweep:
    """The check for every h from 1e-1 to 1e-12, two to a decade. Raises as `check_gradients`."""
    differences = _Differences(backpropagate(graph, inputs, upstream))
    errors = [differences.errors(h) for h in steps]
    return Sweep(
        tuple(steps),
        {leaf: np.array([one[leaf] for one in errors]) for leaf in differences.leaves},
        tuple(differences.kinks(max(steps))),
    )


def find_kinks(
    graph: Graph, inputs: Mapping[str, Any] | None = None, h: float = 1e-5, upstream: Any = None
) -> list[Kink]:
    """The gates that sit at a kink, within h of one, or that get across one when an input moves by h, so that
    their differences mean little. Raises ValueError as `check_gradients` does."""
    return list(_Differences(backpropagate(graph, inputs, upstream)).kinks(h))


class _Differences:
    """Passes through a traced graph with one element of one leaf moved."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._sources = {name: trace.values[name] for name in trace.graph.sources}
        self._evaluate = _of_numbers(trace) or self._of_arrays
        # A label that is moved by h is the number of no class any more, even where it is a value as well.
        labels = trace.graph.labels
        self.leaves = [name for name in trace.graph.leaves if name in trace.gradients and name not in labels]

    def gradients(self, h: float) -> dict[str, Array]:
        if not h > 0:
            raise ValueError(f"h must be above 0, not {h}")
        gradients = {name: np.empty_like(self._sources[name]) for name in self.leaves}
        with np.errstate(all="ignore"):
            for name, gradient in gradients.items():
                for index in np.ndindex(gradient.shape):
                    gradient[index] = (self._output(name, index, h) - self._output(name, index, -h)) / (2 * h)
        return gradients

    def errors(self, h: float) -> dict[str, float]:
        errors = {}
        for name, numerical in self.gradients(h).items():
            analytic = self._trace.gradients[name]
            size = max(float(np.max(np.abs(g), initial=FLOOR)) for g in (numerical, analytic))
            errors[name] = float(np.max(np.abs(numerical - analytic), initial=0.0)) / size
        return errors

    def kinks(self, h: float) -> list[Kink]:
        if not h > 0:
            raise ValueError(f"h must be above 0, not {h}")
        graph = self._trace.graph
        with np.errstate(all="ignore"):
            here = list(sides(graph, self._trace.values))
            if not here:
                return []
            crossed = self._crossed(here, h)
            found = []
            for number, (node, op, at) in enumerate(here):
                for element in np.ndindex(at.distance.shape):
                    by = tuple(name for name, hit in crossed if hit[number][element])
                    distance = float(at.distance[element])
                    if distance <= h or by:
                        found.append(Kink(node, op.name, element, distance, by))
        return found

    def _crossed(self, here: Sequence[tuple[str, Any, Sides]], h: float) -> list[tuple[str, list[Array]]]:
        """For each leaf, the elements of each gate that change sides when one of its elements moves by h."""
        result = []
        for name in self.leaves:
            hit = [np.zeros(at.side.shape, dtype=bool) for _, _, at in here]
            for index in np.ndindex(self._sources[name].shape):
                for by in (h, -h):
                    there = sides(self._trace.graph, self._evaluate(self._moved(name, index, by)))
                    for one, (_, _, at), (_, _, after) in zip(hit, here, there, strict=True):
                        one |= at.side != after.side
            result.append((name, hit))
        return result

    def _moved(self, name: str, index: tuple[int, ...], by: float) -> dict[str, Array]:
        values = dict(self._sources)
        values[name] = values[name].copy()
        values[name][index] += by
        return values

    def _output(self, name: str, index: tuple[int, ...], by: float) -> float:
        output = self._trace.graph.output
        values = self._evaluate(self._moved(name, index, by))
        return float(np.sum(values[output] * self._trace.gradients[output]))

    def _of_arrays(self, sources: Mapping[str, Array]) -> Mapping[str, Array]:
        values = dict(sources)
        for _ in forward(self._trace.graph, values):
            pass
        return values


def _of_numbers(trace: Trace) -> Evaluate | None:
    """The same by the compiled passes, where the graph has them and all its leaves are single numbers."""
    passes = trace.graph.derived(straight_line_passes)
    if passes is None or any(trace.values[name].ndim for name in trace.graph.sources):
        return None

    def evaluate(sources: Mapping[str, Array]) -> Mapping[str, Array]:
        return passes.run([float(sources[name]) for name in trace.graph.sources], 1.0)[0]

    return evaluate
