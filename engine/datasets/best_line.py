"""How well a straight line can part two classes in the plane: what no linear model can surpass."""

import numpy as np
from numpy.typing import ArrayLike

DIRECTIONS = 180  # that are tried, a degree apart
MOST_POINTS = 1000  # that are looked at, evenly out of more


def best_line_accuracy(points: ArrayLike, labels: ArrayLike) -> float:
    """The largest share of `points` (n, 2), each with a label 0 or 1 (n,), that one straight line puts on the right
    sides, the whole plane on one side of it included.

    Along each direction the points are put in order, and every gap between two of them is tried. Between two directions
    there may be a line that is better by a few points. ValueError without points, or on another shape.
    """
    places, ones = np.asarray(points, np.float64), np.asarray(labels).ravel().astype(bool)
    if places.ndim != 2 or places.shape[1] != 2 or len(places) != len(ones) or not len(ones):
        raise ValueError("points must be an array (n, 2) with a label each, n at least 1")
    if len(places) > MOST_POINTS:
        picked = np.linspace(0, len(places) - 1, MOST_POINTS).round().astype(int)
        places, ones = places[picked], ones[picked]
    angles = np.arange(DIRECTIONS) * (np.pi / DIRECTIONS)
    along = places @ np.stack([np.cos(angles), np.sin(angles)])
    order = np.argsort(along, axis=0)
    along = np.take_along_axis(along, order, axis=0)
    before = np.cumsum(ones[order], axis=0)  # ones on this side of a line behind the point
    count, total = len(ones), int(ones.sum())
    right = np.arange(1, count + 1)[:, None] - before + (total - before)  # zeros on this side, ones beyond
    right = np.maximum(right, count - right)
    right[:-1][np.isclose(along[1:], along[:-1], rtol=0, atol=1e-9)] = 0  # no line runs between these two
    return float(right.max() / count)
