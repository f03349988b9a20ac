"""The gradients of a graph checked against central differences, (f(x + h) − f(x − h)) / 2h."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from engine.graphs.backprop import forward
from engine.graphs.graph import Graph
from engine.graphs.kinks import Kink, Sides, sides
from engine.graphs.straight_line_passes import StraightLinePasses, straight_line_passes
from engine.graphs.trace import Trace, backpropagate
from engine.ops import Array

FLOOR = 1e-8  # gradients below this are compared absolutely: rounding alone moves a difference by 1e-11 or so
STEPS = tuple(float(f"{m}e-{e}") for e in range(1, 13) for m in (1, 0.3))[:-1]  # 1e-1, 3e-2, ..., 1e-12
Result = TypeVar("Result")


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


@dataclass(frozen=True)
class Comparison:
    """The analytic gradients beside the numerical ones at the step h: `numeric` by leaf, their relative `errors`, and
    the `kinks` that h comes near to; and how it is at other steps, in `sweep`."""

    h: float
    numeric: Mapping[str, Array]
    errors: Mapping[str, float]
    kinks: tuple[Kink, ...]
    sweep: Sweep


def compare_gradients(
    graph: Graph,
    inputs: Mapping[str, Any] | None = None,
    h: float = 1e-5,
    upstream: Any = None,
    steps: Sequence[float] = STEPS,
) -> Generator[float, None, Comparison]:
    """All that a check says, in pieces: yields after every pair of passes the share that is done, from 0 to 1, and
    returns the Comparison. Raises ValueError as `check_gradients` does."""
    differences = _Differences(backpropagate(graph, inputs, upstream))
    each = max(1, sum(differences.size(name) for name in differences.leaves))
    whole, done = each * (len(steps) + 3), 0  # each step, the chosen one, and kinks near both

    def counted(pieces: Generator[None, None, Result]) -> Generator[float, None, Result]:
        nonlocal done
        while True:
            try:
                next(pieces)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            done += 1
            yield min(1.0, done / whole)

    numeric = yield from counted(differences.gradients(h))
    errors = []
    for step in steps:
        errors.append(differences.errors((yield from counted(differences.gradients(step)))))
    near = yield from counted(differences.kinks(h))
    further = yield from counted(differences.kinks(max(steps)))
    sweep = Sweep(
        tuple(steps),
        {leaf: np.array([one[leaf] for one in errors]) for leaf in differences.leaves},
        tuple(further),
    )
    return Comparison(h, numeric, differences.errors(numeric), tuple(near), sweep)


def numerical_gradients(
    graph: Graph, inputs: Mapping[str, Any] | None = None, h: float = 1e-5, upstream: Any = None
) -> dict[str, Array]:
    """Central differences of the output (times the upstream gradient, summed) by every element of every leaf.

    Raises ValueError as `backpropagate` does, and when h is not above 0.
    """
    return _finished(_Differences(backpropagate(graph, inputs, upstream)).gradients(h))


def check_gradients(
    graph: Graph, inputs: Mapping[str, Any] | None = None, h: float = 1e-5, upstream: Any = None
) -> dict[str, float]:
    """{leaf: relative error}: the largest difference between the analytic and the numerical gradient of a
    leaf, relative to the larger of the two. Truncation grows as h², rounding as 1/h. Labels are not
    checked.

    Raises ValueError as `backpropagate` does, and when h is not above 0.
    """
    differences = _Differences(backpropagate(graph, inputs, upstream))
    return differences.errors(_finished(differences.gradients(h)))


def sweep_gradients(
    graph: Graph,
    inputs: Mapping[str, Any] | None = None,
    upstream: Any = None,
    steps: Sequence[float] = STEPS,
) -> Sweep:
    """The check for every h from 1e-1 to 1e-12, two to a decade. Raises as `check_gradients`."""
    return _finished(compare_gradients(graph, inputs, max(steps), upstream, steps)).sweep


def find_kinks(
    graph: Graph, inputs: Mapping[str, Any] | None = None, h: float = 1e-5, upstream: Any = None
) -> list[Kink]:
    """The gates that sit at a kink, within h of one, or that get across one when an input moves by h, so that
    their differences mean little. Raises ValueError as `check_gradients` does."""
    return _finished(_Differences(backpropagate(graph, inputs, upstream)).kinks(h))


def _finished(pieces: Generator[Any, None, Result]) -> Result:
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


class _Differences:
    """Passes through a traced graph with one element of one leaf moved. What takes many passes is a generator that
    yields after every two."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._sources = {name: trace.values[name] for name in trace.graph.sources}
        self._numbers = _numbers(trace)
        # A label that is moved by h is the number of no class any more, even where it is a value as well.
        labels = trace.graph.labels
        self.leaves = [name for name in trace.graph.leaves if name in trace.gradients and name not in labels]

    def size(self, leaf: str) -> int:
        return self._sources[leaf].size

    def gradients(self, h: float) -> Generator[None, None, dict[str, Array]]:
        if not h > 0:
            raise ValueError(f"h must be above 0, not {h}")
        gradients = {name: np.empty_like(self._sources[name]) for name in self.leaves}
        for name, gradient in gradients.items():
            for index in np.ndindex(gradient.shape):
                with np.errstate(all="ignore"):
                    above, below = self._output(name, index, h), self._output(name, index, -h)
                    gradient[index] = (above - below) / (2 * h)
                yield
        return gradients

    def errors(self, gradients: Mapping[str, Array]) -> dict[str, float]:
        errors = {}
        with np.errstate(all="ignore"):
            for name, numerical in gradients.items():
                analytic = self._trace.gradients[name]
                size = max(float(np.max(np.abs(g), initial=FLOOR)) for g in (numerical, analytic))
                errors[name] = float(np.max(np.abs(numerical - analytic), initial=0.0)) / size
        return errors

    def kinks(self, h: float) -> Generator[None, None, list[Kink]]:
        if not h > 0:
            raise ValueError(f"h must be above 0, not {h}")
        with np.errstate(all="ignore"):
            here = list(sides(self._trace.graph, self._trace.values))
        if not here:
            return []
        crossed = yield from self._crossed(here, h)
        found = []
        for number, (node, op, at) in enumerate(here):
            for element in np.ndindex(at.distance.shape):
                by = tuple(name for name, hit in crossed if hit[number][element])
                distance = float(at.distance[element])
                # What is no number is at no kink: something else is wrong, further up.
                if np.isfinite(distance) and (distance <= h or by):
                    found.append(Kink(node, op.name, element, distance, by))
            yield
        return found

    def _crossed(
        self, here: Sequence[tuple[str, Any, Sides]], h: float
    ) -> Generator[None, None, list[tuple[str, list[Array]]]]:
        """For each leaf, the elements of each gate that change sides when one of its elements moves by h."""
        result = []
        for name in self.leaves:
            hit = [np.zeros(at.side.shape, dtype=bool) for _, _, at in here]
            for index in np.ndindex(self._sources[name].shape):
                with np.errstate(all="ignore"):
                    for by in (h, -h):
                        there = sides(self._trace.graph, self._evaluate(self._moved(name, index, by)))
                        for one, (_, _, at), (_, _, after) in zip(hit, here, there, strict=True):
                            one |= (at.side != after.side) & np.isfinite(after.distance)
                yield
            result.append((name, hit))
        return result

    def _moved(self, name: str, index: tuple[int, ...], by: float) -> dict[str, Array]:
        values = dict(self._sources)
        values[name] = values[name].copy()
        values[name][index] += by
        return values

    def _output(self, name: str, index: tuple[int, ...], by: float) -> float:
        output = self._trace.graph.output
        if self._numbers is not None:
            return self._numbers.output(name, by)
        values = self._evaluate(self._moved(name, index, by))
        return float(np.sum(values[output] * self._trace.gradients[output]))

    def _evaluate(self, sources: Mapping[str, Array]) -> Mapping[str, Array]:
        if self._numbers is not None:
            return self._numbers.values(sources)
        values = dict(sources)
        for _ in forward(self._trace.graph, values):
            pass
        return values


class _Numbers:
    """The passes of a graph of single numbers, compiled: a difference takes one call and two numbers of it."""

    def __init__(self, trace: Trace, passes: StraightLinePasses) -> None:
        self._passes, self._program = passes, passes.program
        self._leaves = [float(trace.values[name]) for name in trace.graph.sources]
        self._places = {name: place for place, name in enumerate(trace.graph.sources)}
        self._output = self._program.values[trace.graph.output]
        self._upstream = float(trace.gradients[trace.graph.output])
        self._distinct = np.zeros(self._program.count)

    def output(self, leaf: str, by: float) -> float:
        """The output times its upstream gradient, with a leaf moved."""
        place = self._places[leaf]
        before = self._leaves[place]
        self._leaves[place] = before + by
        self._program.run(self._leaves, 1.0, self._distinct)
        self._leaves[place] = before
        return float(self._distinct[self._output]) * self._upstream

    def values(self, sources: Mapping[str, Array]) -> Mapping[str, Array]:
        return self._passes.run([float(sources[name]) for name in self._places], 1.0)[0]


def _numbers(trace: Trace) -> _Numbers | None:
    """The compiled passes, where the graph has them and all its leaves are single numbers."""
    passes = trace.graph.derived(straight_line_passes)
    if passes is None or any(trace.values[name].ndim for name in trace.graph.sources):
        return None
    return _Numbers(trace, passes)
