"""Surfaces that are written as an expression of two variables, and those that everybody knows by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from engine.graphs.backprop import forward
from engine.graphs.expression import parse
from engine.graphs.graph import Graph
from engine.graphs.trace import backpropagate
from engine.graphs.work import Limits, count_work
from engine.landscapes.surface import MOST_AT_ONCE, Domain, Numbers, Surface
from engine.ops import COPY
from engine.problem import Problem

GATES_OF_A_SLICE = 2000  # done one by one; each takes about 10 microseconds
NUMBERS_OF_A_GATE = 1000  # of arrays, that take as long as a gate

SQUARE: Domain = ((-3.0, 3.0), (-3.0, 3.0))


class Named(NamedTuple):
    """A surface by name: what it is, where it is drawn, a start that shows what is hard about it, its lowest points,
    and a rate with which plain gradient descent goes down from that start."""

    text: str
    domain: Domain
    start: tuple[float, float]
    lowest: tuple[tuple[float, float], ...]
    rate: float


NAMED: Mapping[str, Named] = MappingProxyType(
    {
        "bowl": Named("x**2 + y**2", SQUARE, (-2.0, 2.0), ((0.0, 0.0),), 0.05),
        "ravine": Named("x**2 / 2 + 10*y**2", SQUARE, (-2.5, 1.0), ((0.0, 0.0),), 0.09),
        "saddle": Named("x**2 - y**2", SQUARE, (-2.5, 0.001), (), 0.05),
        "Rosenbrock": Named(
            "(1 - x)**2 + 100*(y - x**2)**2", ((-2.0, 2.0), (-1.0, 3.0)), (-1.5, 2.5), ((1.0, 1.0),), 0.0008
        ),
        "Himmelblau": Named(
            "(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
            ((-5.0, 5.0), (-5.0, 5.0)),
            (0.0, 0.0),
            ((3.0, 2.0), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)),
            0.005,
        ),
        "Beale": Named(
            "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
            ((-4.5, 4.5), (-4.5, 4.5)),
            (1.0, 1.5),
            ((3.0, 0.5),),
            0.002,
        ),
        "plateaus": Named(
            "2 - exp(-((x - 1)**2 + y**2)) - exp(-((x + 2)**2 + (y + 1)**2) / 2) / 2",
            ((-5.0, 5.0), (-5.0, 5.0)),
            (3.5, 2.0),
            ((1.0, 0.0),),
            0.5,
        ),
    }
)


class ExpressionSurface(Surface):
    """The value of an expression of two variables, in the language of `engine.parse`, or of a graph; the first of their
    names in the alphabet is drawn to the right. A variable that has a value of its own starts there, another at 1.
    work: what a pass through its graph is made of.

    ExpressionError as parse raises it; Problem when it has not exactly two variables, when one of them is a label, or
    when its value is no number.
    """

    def __init__(self, text: str | Graph, domain: Domain = SQUARE, limits: Limits | None = None) -> None:
        self.domain = domain
        self.graph = graph = text if isinstance(text, Graph) else parse(text, limits)
        names = sorted(graph.leaves)
        if len(names) != 2:
            raise _not_two(names)
        if graph.labels:
            raise Problem("landscape_of_labels", name=min(graph.labels))
        self.names = names[0], names[1]
        given = [graph.defaults.get(name, np.array(1.0)) for name in names]
        if any(value.ndim for value in given):
            raise Problem("landscape_of_arrays")
        self.start = np.array([value.item() for value in given])
        # Gates that work element by element take many points at once.
        self._at_once = all(
            node.op is COPY or (node.op is not None and node.op.broadcasts) for node in graph.operations
        ) and all(value.ndim == 0 for value in graph.defaults.values())
        if np.shape(backpropagate(graph, dict(zip(names, self.start, strict=True))).output) != ():
            raise Problem("landscape_not_one_number")
        shapes = {name: np.shape(value) for name, value in self._values(self.start).items()}
        self.work = count_work(graph, shapes)
        each = max(1, len(graph.operations) + self.work.numbers // NUMBERS_OF_A_GATE)
        alone = max(1, min(MOST_AT_ONCE, GATES_OF_A_SLICE // each))
        self.at_once = MOST_AT_ONCE if self._at_once else alone

    def heights(self, points: Numbers) -> Numbers:
        if not self._at_once:
            return np.array([self._values(point)[self.graph.output].item() for point in points])
        heights = self._values(np.asarray(points, np.float64).T)[self.graph.output]
        return np.array(np.broadcast_to(heights, len(points)))

    def gradient(self, point: Numbers) -> Numbers:
        gradients = backpropagate(self.graph, dict(zip(self.names, point, strict=True))).gradients
        return np.array([gradients[name].item() for name in self.names])

    def _values(self, point: Numbers) -> dict[str, Numbers]:
        """The values of all nodes for x and y, which may be arrays (m,)."""
        values = dict(self.graph.defaults)
        values |= {name: np.asarray(value) for name, value in zip(self.names, point, strict=True)}
        with np.errstate(all="ignore"):
            for _ in forward(self.graph, values):
                pass
        return values


def _not_two(names: Sequence[str]) -> Problem:
    if not names:
        return Problem("landscape_without_variables")
    return Problem("landscape_variables", count=len(names), names=", ".join(names))


def named(name: str) -> ExpressionSurface:
    """The surface of that name, drawn where it is usually drawn. ValueError, with the choices, on another name."""
    if name not in NAMED:
        raise ValueError(f"there is no surface {name!r}; there are {', '.join(NAMED)}")
    surface = ExpressionSurface(NAMED[name].text, NAMED[name].domain)
    surface.start = np.array(NAMED[name].start)
    return surface
