"""A function of one's own as data: a curve, a surface, or two classes on either side of one.

It is typed in the language of graphs, whose parser evaluates nothing; its gates are then applied to the points, all at
once, as long as each of them works element by element.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from engine.datasets.base import PLANE, DataError, Dataset, make
from engine.datasets.planar import scatter
from engine.datasets.regression import along, noisy
from engine.graphs.expression import ExpressionError, parse
from engine.graphs.graph import Graph
from engine.graphs.work import Limits
from engine.ops import COPY

Array = NDArray[np.float64]

LONGEST = 200  # characters
LIMITS = Limits(operations=100, inputs=10, edges=400)
VARIABLES = {("x",): 1, ("x1",): 2, ("x2",): 2, ("x1", "x2"): 2}
COMPARISON = re.compile(r"[<>]=?")
EDGE = PLANE[0][1]
FINE = 201  # places along a line, and FINE // 4 each way over the plane, at which a function is measured


@dataclass(frozen=True)
class OwnFunction:
    """A function of points with `dimensions` coordinates: of one graph the value, of two whether the first is the
    larger one."""

    text: str
    dimensions: int
    sides: tuple[Graph, ...]

    def values(self, points: Array) -> Array:
        """(n,) values at points (n, dimensions), or 0 and 1. Raises DataError where there is no finite one."""
        values = [_evaluate(side, points) for side in self.sides]
        if len(values) == 1:
            return values[0]
        return np.asarray(values[0] > values[1], np.float64)

    def curve(self, places: Array) -> Array:
        """(n,) what is to be learned at places along the line (n,), in the dataset's own units."""
        offset, scale = _spread(self)
        return (self.values(places[:, None]) - offset) / scale


def read_function(text: str) -> OwnFunction:
    """The function that a text spells: of x a curve, of x1 and x2 a surface, with one < or > two classes.

    Raises DataError, with the column counted from 1, on what is no such function.
    """
    if len(text) > LONGEST:
        raise DataError("function_too_long", most=LONGEST)
    text = re.sub(r"[\r\n]", " ", text)
    signs = _comparisons(text)
    if len(signs) > 1:
        raise DataError("function_two_comparisons", column=signs[1].start() + 1)
    starts = [0, *(sign.end() for sign in signs)]
    ends = [*(sign.start() for sign in signs), len(text)]
    sides = [_side(text[start:end], start) for start, end in zip(starts, ends, strict=True)]
    if signs and signs[0].group().startswith("<"):
        sides.reverse()
    names = tuple(sorted({name for side in sides for name in side.leaves if name not in side.defaults}))
    if names not in VARIABLES:
        _refuse_names(names)
    if signs and VARIABLES[names] == 1:
        raise DataError("function_classes_of_line")
    return OwnFunction(text.strip(), VARIABLES[names], tuple(sides))


def from_function(
    text: str, samples: int = 500, noise: float = 0.1, seed: int = 0, split: float = 0.5
) -> Dataset:
    """The Dataset of a function of one's own: `samples` points between -6 and 6, strewn by `noise` as others are.

    Values are fitted to [-1, 1]; `target_offset` and `target_scale` lead back to the function's own. Raises DataError
    on a text that is no function, one without a finite value somewhere, and one with all points on one side.
    """
    function = read_function(text)
    random = np.random.default_rng(seed)
    on_line = function.dimensions == 1
    points = along(random, samples) if on_line else random.uniform(-EDGE, EDGE, (samples, 2))
    values = function.values(points)
    if len(function.sides) == 2:
        if values.min() == values.max():
            raise DataError("function_one_class")
        moved = scatter(random, points, 0.9 * noise)
        return make(function.text, "binary", moved, values, split, seed, ("0", "1"))
    offset, scale = _spread(function)
    target = noisy(random, (values - offset) / scale, noise)
    made = make(function.text, "regression", points, target, split, seed)
    return replace(made, target_offset=offset, target_scale=scale)


def _comparisons(text: str) -> list[re.Match[str]]:
    """The signs < and > that stand in no parentheses."""
    deep, depth = [], 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        deep.append(depth)
    return [sign for sign in COMPARISON.finditer(text) if deep[sign.start()] == 0]


def _side(text: str, start: int) -> Graph:
    """The graph of a piece of the text that begins at the column `start`, from 0."""
    try:
        graph = parse(text, LIMITS)
    except ExpressionError as problem:
        raise DataError("function_unreadable", reason=problem, column=start + problem.column) from None
    for node in graph.operations:
        if node.op is not COPY and not (node.op and node.op.broadcasts):
            raise DataError("function_not_of_points", gate=node.text or node.name)
    return graph


def _refuse_names(names: tuple[str, ...]) -> NoReturn:
    unknown = [name for name in names if name not in ("x", "x1", "x2")]
    if unknown:
        raise DataError("function_variable_unknown", name=unknown[0])
    if names:
        raise DataError("function_variables_mixed")
    raise DataError("function_constant")


def _evaluate(graph: Graph, points: Array) -> Array:
    columns = dict(zip(("x",) if points.shape[1] == 1 else ("x1", "x2"), points.T, strict=True))
    known: dict[str, Any] = {**graph.defaults, **columns}
    with np.errstate(all="ignore"):
        for node in graph.operations:
            assert node.op is not None
            known[node.name] = node.op.forward(*(np.asarray(known[name]) for name in node.inputs))
    values = np.broadcast_to(np.asarray(known[graph.output], np.float64), len(points))
    lost = np.flatnonzero(~np.isfinite(values))
    if len(lost):
        place = ", ".join(f"{name} = {column[lost[0]]:.3g}" for name, column in columns.items())
        raise DataError("function_not_finite", place=place)
    return np.array(values)


def _spread(function: OwnFunction) -> tuple[float, float]:
    """The middle of the values, and how far they go from it: of the function itself, whatever the points."""
    along_one = np.linspace(-EDGE, EDGE, FINE if function.dimensions == 1 else FINE // 4)
    grid = np.stack(np.meshgrid(*[along_one] * function.dimensions), axis=-1).reshape(-1, function.dimensions)
    values = function.values(grid)
    low, high = float(values.min()), float(values.max())
    # Halved first, so that the largest numbers do not overflow; a function that is the same everywhere has no spread.
    return low / 2 + high / 2, high / 2 - low / 2 or 1.0
