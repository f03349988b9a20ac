"""Features: the functions of a point that a network may be given as inputs."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MOST = 8  # coordinates of a point


def _column(at: int, points: Array) -> Array:
    column: Array = points[:, at]
    return column


# A name, and the function that makes its column (n,) from the points (n, dimensions). Names with x1 and x2
# are for points of the plane, names with x for points of a line. Nothing is rescaled: x1^2 is what it says.
FEATURES: MappingProxyType[str, Callable[[Array], Array]] = MappingProxyType(
    {
        "x1": lambda points: points[:, 0],
        "x2": lambda points: points[:, 1],
        "x1^2": lambda points: points[:, 0] ** 2,
        "x2^2": lambda points: points[:, 1] ** 2,
        "x1*x2": lambda points: points[:, 0] * points[:, 1],
        "sin(x1)": lambda points: np.sin(points[:, 0]),
        "sin(x2)": lambda points: np.sin(points[:, 1]),
        "x": lambda points: points[:, 0],
        "x^2": lambda points: points[:, 0] ** 2,
        "sin(x)": lambda points: np.sin(points[:, 0]),
        # Points of more coordinates than can be drawn are given as they are.
        **{f"x{at + 1}": partial(_column, at) for at in range(2, MOST)},
    }
)

_BY_DIMENSIONS = MappingProxyType(
    {
        1: ("x", "x^2", "sin(x)"),
        2: ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"),
        **{count: tuple(f"x{at + 1}" for at in range(count)) for count in range(3, MOST + 1)},
    }
)


def available(dimensions: int) -> tuple[str, ...]:
    """Names of the features of points with that many coordinates, in the order in which they are shown."""
    return _BY_DIMENSIONS.get(dimensions, ())


def spoken(name: str, axes: Sequence[str]) -> str:
    """A feature by the names that the coordinates have in a file: of the axes sepal and petal "x1*x2" is sepal·petal
    and "x1^2" is sepal². What is no feature of points is as it is."""
    if name not in FEATURES:
        return name
    typeset = name.replace("^2", "²").replace("*", "·")
    return re.sub("x[1-8]?", lambda axis: axes[int(axis[0][1:] or 1) - 1], typeset)


def expand(X: Array, names: Sequence[str]) -> Array:
    """The chosen features of the points `X` (n, dimensions), a column a name in that order: (n, len(names)).

    Raises ValueError for an unknown name, a name that is for points of other dimensions, a name given twice,
    or none.
    """
    points = np.asarray(X, dtype=np.float64)
    if points.ndim != 2:
        raise ValueError(
            f"the points must be an array (n, dimensions), not one of {points.ndim} dimension(s)"
        )
    known = available(points.shape[1])
    for name in names:
        if name not in known:
            raise ValueError(
                f"there is no feature {name!r} of these points; there are {', '.join(known) or 'none'}"
            )
    if len(set(names)) != len(names):
        raise ValueError("a feature is named twice")
    if not names:
        raise ValueError("choose at least one feature")
    return np.stack([FEATURES[name](points) for name in names], axis=1)
