"""Classes of points in the plane: circle, xor, two gaussians, spiral, moons, blobs.

Each generator takes a random generator, the number of samples and the noise (0 to 1) and returns the points
(n, 2) and the number of each one's class (n,). Classes take turns, so that they are of equal size (to one).
The same numbers are drawn at every noise, so a point moves smoothly as the noise is turned up, and its class
is the one it was made for.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.intp]
Random = np.random.Generator

EDGE = 6.0


def circle(random: Random, samples: int, noise: float) -> tuple[Array, Labels]:
    """A disc of radius 2.4 (class 1) in a ring from 3.4 to 5 (class 0)."""
    label = _take_turns(samples, 2)
    share = random.random(samples)
    # The square root spreads the points evenly over the area.
    radius = np.where(label == 1, 2.4 * np.sqrt(share), np.sqrt(3.4**2 + share * (5.0**2 - 3.4**2)))
    angle = 2 * np.pi * random.random(samples)
    points = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return scatter(random, points, 0.9 * noise), label


def xor(random: Random, samples: int, noise: float) -> tuple[Array, Labels]:
    """Four squares: class 1 where exactly one of the coordinates is positive."""
    quadrant = _take_turns(samples, 4)
    signs = np.stack([np.where(quadrant < 2, 1, -1), np.where(quadrant % 2 == 0, 1, -1)], axis=1)
    # Clear of the axes at no noise, so that the classes can be told apart.
    points = signs * (0.35 + 4.85 * random.random((samples, 2)))
    return scatter(random, points, 0.9 * noise), (signs[:, 0] != signs[:, 1]).astype(np.intp)


def two_gaussians(random: Random, samples: int, noise: float) -> tuple[Array, Labels]:
    """Two round clouds, class 0 around (-2.2, -2.2) and class 1 around (2.2, 2.2); noise makes them wider."""
    label = _take_turns(samples, 2)
    centre = np.where(label == 1, 2.2, -2.2)[:, None]
    return scatter(random, np.repeat(centre, 2, axis=1), 0.8 + 1.2 * noise), label


def spiral(random: Random, samples: int, noise: float, arms: int = 2) -> tuple[Array, Labels]:
    """Arms that wind around each other, 1.75 turns for two; more arms wind less, so that their distance
    stays.
    """
    label = _take_turns(samples, arms)
    along = (np.arange(samples) // arms + 0.5) / max(-(-samples // arms), 1)
    angle = 2 * np.pi * (3.5 / arms * along + label / arms)
    points = (5.2 * along)[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return scatter(random, points, 0.6 * noise), label


def moons(random: Random, samples: int, noise: float) -> tuple[Array, Labels]:
    """Two half circles of radius 3.4, each with one end inside the other."""
    label = _take_turns(samples, 2)
    side = np.where(label == 0, 1.0, -1.0)
    angle = np.pi * random.random(samples)
    points = side[:, None] * np.stack([3.4 * np.cos(angle) - 1.7, 3.4 * np.sin(angle) - 0.85], axis=1)
    return scatter(random, points, 0.9 * noise), label


def blobs(random: Random, samples: int, noise: float, classes: int = 3) -> tuple[Array, Labels]:
    """Round clouds at the corners of a regular polygon, the first on top; noise makes them wider."""
    label = _take_turns(samples, classes)
    angle = np.pi / 2 - 2 * np.pi * label / classes
    points = 3.6 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return scatter(random, points, 0.6 + 1.0 * noise), label


def _take_turns(samples: int, classes: int) -> Labels:
    return np.arange(samples) % classes


def scatter(random: Random, points: Array, width: float) -> Array:
    """The points, each moved by a normal step of that standard deviation, and mirrored back in at the plot's
    edge.
    """
    moved = points + width * random.standard_normal(points.shape)
    # Mirrored, since clipping would pile points up on the edge; clipped after that for the one in a billion
    # beyond.
    return np.clip(np.where(np.abs(moved) > EDGE, 2 * EDGE * np.sign(moved) - moved, moved), -EDGE, EDGE)
