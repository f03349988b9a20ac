"""A curve drawn by hand as data: strokes over the line make a function of one number.

The line has PLACES places, evenly apart. A stroke gives a height to each place that it passes over, the latest stroke
the one that counts; between the places, and over those that no stroke has passed, the function runs straight. Before
the first place that was drawn and after the last it stays as high as there.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.datasets.base import LINE, DataError, Dataset, make
from engine.datasets.regression import along, noisy

Array = NDArray[np.float64]

PLACES = 121  # a tenth apart
MOST_POINTS = 400  # of one stroke
NAME = "drawn curve"
LINE_PLACES = np.linspace(*LINE[0], PLACES)
LINE_PLACES.setflags(write=False)


def empty() -> Array:
    """The heights (PLACES,) of what nobody has drawn yet: nan."""
    return np.full(PLACES, np.nan)


def with_stroke(heights: Array, stroke: Array) -> Array:
    """The heights with a stroke (points, 2) over them, x and y; where it turns back, the later piece counts.

    Raises DataError for a stroke of no points, of too many, or of what is no finite number. What lies beyond the line
    or [-1, 1] counts as its edge.
    """
    points = np.asarray(stroke, np.float64)
    if points.ndim != 2 or points.shape[1:] != (2,) or not 1 <= len(points) <= MOST_POINTS:
        raise DataError("stroke_points", most=MOST_POINTS)
    if not np.isfinite(points).all():
        raise DataError("stroke_not_finite")
    points = np.clip(points, (LINE[0][0], -1.0), (LINE[0][1], 1.0))
    drawn = np.array(heights, np.float64)
    drawn[_nearest(points[0, 0])] = points[0, 1]
    for (x, y), (to_x, to_y) in pairwise(points):
        low, high = (x, to_x) if x <= to_x else (to_x, x)
        first, last = np.searchsorted(LINE_PLACES, (low - 1e-9, high + 1e-9))
        if first < last:
            share = (LINE_PLACES[first:last] - x) / (to_x - x) if to_x != x else 1.0
            drawn[first:last] = y + np.clip(share, 0, 1) * (to_y - y)
    drawn[_nearest(points[-1, 0])] = points[-1, 1]
    return drawn


def curve(heights: Array, places: Array) -> Array:
    """The function's values (n,) at places (n,). Raises DataError where nothing is drawn."""
    known = np.flatnonzero(np.isfinite(heights))
    if len(heights) != PLACES or not len(known):
        raise DataError("curve_missing")
    return np.interp(places, LINE_PLACES[known], np.clip(np.asarray(heights)[known], -1, 1))


def from_curve(
    heights: Array, samples: int = 500, noise: float = 0.1, seed: int = 0, split: float = 0.5
) -> Dataset:
    """The Dataset of a drawn curve: `samples` points between -6 and 6, their values strewn by `noise` as others are.
    Raises DataError where nothing is drawn."""
    random = np.random.default_rng(seed)
    points = along(random, samples)
    return make(NAME, "regression", points, noisy(random, curve(heights, points[:, 0]), noise), split, seed)


def _nearest(x: float) -> int:
    return int(np.abs(LINE_PLACES - x).argmin())
