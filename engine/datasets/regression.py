"""Values to be fitted: over the plane (plane, multi-gaussian) and over a line (line, parabola, sine, step).

Each generator takes a random generator, the number of samples and the noise (0 to 1) and returns the points
(n, 2) or (n, 1) and their values (n,), which lie in about [-1, 1]. Noise is added to the value, 0.3 times a
normal number at most.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Random = np.random.Generator

EDGE = 6.0


def plane(random: Random, samples: int, noise: float) -> tuple[Array, Array]:
    """(x1 + x2) / 12: a tilted plane."""
    points = random.uniform(-EDGE, EDGE, (samples, 2))
    return points, noisy(random, points.sum(axis=1) / (2 * EDGE), noise)


def multi_gaussian(random: Random, samples: int, noise: float) -> tuple[Array, Array]:
    """Six hills and hollows of height 1, in two rows of three, signs alternating as on a chessboard."""
    points = random.uniform(-EDGE, EDGE, (samples, 2))
    value = np.zeros(samples)
    for column, x1 in enumerate((-4.0, 0.0, 4.0)):
        for row, x2 in enumerate((-2.8, 2.8)):
            squared = (points[:, 0] - x1) ** 2 + (points[:, 1] - x2) ** 2
            value += (-1.0) ** (column + row) * np.exp(-squared / 2.0)
    return points, noisy(random, value, noise)


def line(random: Random, samples: int, noise: float) -> tuple[Array, Array]:
    """x / 6."""
    x = along(random, samples)
    return x, noisy(random, x[:, 0] / EDGE, noise)


def parabola(random: Random, samples: int, noise: float) -> tuple[Array, Array]:
    """x^2 / 18 - 1."""
    x = along(random, samples)
    return x, noisy(random, x[:, 0] ** 2 / 18 - 1, noise)


def sine(random: Random, samples: int, noise: float) -> tuple[Array, Array]:
    """sin(x): nearly two periods."""
    x = along(random, samples)
    return x, noisy(random, np.sin(x[:, 0]), noise)


def step(random: Random, samples: int, noise: float) -> tuple[Array, Array]:
    """-1 below zero, 1 from zero on."""
    x = along(random, samples)
    return x, noisy(random, np.where(x[:, 0] < 0, -1.0, 1.0), noise)


def along(random: Random, samples: int) -> Array:
    """(n, 1): one point drawn in each of n equal pieces of the line, so that there are no holes."""
    return ((np.arange(samples) + random.random(samples)) / samples * 2 * EDGE - EDGE)[:, None]


def noisy(random: Random, value: Array, noise: float) -> Array:
    return value + 0.3 * noise * random.standard_normal(value.shape)
