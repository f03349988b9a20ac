"""Contour lines of a map: where its height has a round value."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.landscapes.surface import Map, Numbers

COUNT = 12
DIGITS = 2  # significant ones of a level

# The corners of a square between four heights are a below left, b below right, c above right and d above left; its
# edges are numbered below 0, right 1, above 2, left 3. Which corners are high (a 1, b 2, c 4, d 8) -> the edges that
# the line goes between. With two that are high and opposite there are two lines: each cuts off a high corner.
WAYS = (
    *((), ((3, 0),), ((0, 1),), ((3, 1),), ((1, 2),), ((3, 0), (1, 2)), ((0, 2),), ((3, 2),)),
    *(((2, 3),), ((0, 2),), ((0, 1), (2, 3)), ((1, 2),), ((3, 1),), ((0, 1),), ((3, 0),), ()),
)


class Contour(NamedTuple):
    """A level, and where the height has it: pieces (n, 2, 2), each from one point to another, x before y."""

    level: float
    pieces: Numbers


def contours(found: Map, count: int = COUNT) -> list[Contour]:
    """The lines of a map at its `round_levels`, from the lowest on; a level that no line is found for is left out.
    Where a height is not finite there is none."""
    drawn = (level_line(found, level) for level in round_levels(found.heights, count))
    return [contour for contour in drawn if len(contour.pieces)]


def level_line(found: Map, level: float) -> Contour:
    """The line of a map at one level, be it round or not; without pieces where the map does not reach it."""
    return Contour(level, _pieces(found, level))


def round_levels(heights: NDArray[np.floating], count: int = COUNT) -> list[float]:
    """So many round heights at most, with about as much of the map between each two: evenly spaced ones would all lie
    on the steep walls. None for a map that is flat, or has no finite height. ValueError for a count below 1."""
    if count < 1:
        raise ValueError(f"there is at least one level, not {count}")
    finite = np.asarray(heights, np.float64)[np.isfinite(heights)]
    if not finite.size:
        return []
    low, high = float(finite.min()), float(finite.max())
    shares = np.quantile(finite, np.arange(1, count + 1) / (count + 1)).tolist()
    return sorted({level for level in map(_rounded, shares) if low < level < high})


def _rounded(height: float) -> float:
    """With two significant digits."""
    if height == 0:
        return 0.0
    return round(height, DIGITS - 1 - math.floor(math.log10(abs(height))))


def _pieces(found: Map, level: float) -> Numbers:
    z = np.asarray(found.heights, np.float64)
    a, b, c, d = z[:-1, :-1], z[:-1, 1:], z[1:, 1:], z[1:, :-1]
    known = np.isfinite(a) & np.isfinite(b) & np.isfinite(c) & np.isfinite(d)
    high = sum((corner >= level).astype(int) << bit for bit, corner in enumerate((a, b, c, d)))
    left, right = np.meshgrid(found.x[:-1], found.y[:-1]), np.meshgrid(found.x[1:], found.y[1:])
    (x0, y0), (x1, y1) = left, right
    with np.errstate(
        all="ignore"
    ):  # an edge that no line crosses has no such place, and is not asked for one
        edges = np.stack(
            [
                np.stack([_between(x0, x1, a, b, level), y0], axis=-1),
                np.stack([x1, _between(y0, y1, b, c, level)], axis=-1),
                np.stack([_between(x0, x1, d, c, level), y1], axis=-1),
                np.stack([x0, _between(y0, y1, a, d, level)], axis=-1),
            ]
        )
    pieces = []
    for corners, ways in enumerate(WAYS):
        here = known & (high == corners)
        pieces += [np.stack([edges[begin][here], edges[end][here]], axis=1) for begin, end in ways]
    return np.concatenate(pieces)


def _between(begin: Numbers, end: Numbers, low: Numbers, high: Numbers, level: float) -> Numbers:
    """Where the height is the level, on the way from one corner to the next."""
    return begin + (end - begin) * (level - low) / (high - low)
