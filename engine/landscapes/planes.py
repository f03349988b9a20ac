"""Planes through the space of a network's parameters, and where weights lie on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.landscapes.surface import Domain, Numbers
from engine.networks.network import Network

MARGIN = 0.15  # around the ways, of their extent
LEVEL = 1e-9  # of the larger extent: what is narrower is what rounding leaves of ways along a line
FAR = 10.0  # times as far from its beginning as the others go: what a way has there would leave no room for them


class Plane(NamedTuple):
    """The parameters origin + x directions[0] + y directions[1]. origin (P,); directions (2, P), of length 1 and at
    right angles; shares: how much of what the ways spread lies along each, 0 to 1; domain: what shows all of them."""

    origin: Numbers
    directions: Numbers
    names: tuple[str, str]
    domain: Domain
    shares: tuple[float, float] = (1.0, 1.0)

    def parameters(self, points: Numbers) -> Numbers:
        """(m, P) for points (m, 2)."""
        return np.asarray(self.origin + np.asarray(points) @ self.directions)

    def points(self, parameters: Numbers) -> Numbers:
        """The points (m, 2) of the plane that are closest to parameters (m, P)."""
        return np.asarray((np.asarray(parameters, np.float64) - self.origin) @ self.directions.T)


def plane_of_two_parameters(network: Network, reach: float = 6.0) -> Plane:
    """All of a network that has two parameters. ValueError when it has more or fewer."""
    if network.parameter_count != 2:
        raise ValueError(
            f"this network has {network.parameter_count} parameters, not two: choose a plane through them"
        )
    return plane_of_weights(network, 0, 1, reach)


def plane_of_weights(network: Network, first: int, second: int, reach: float = 6.0) -> Plane:
    """Two chosen parameters, by their place among the flat ones, from -reach to reach, the others as they are: a point
    is the values of the two. ValueError for places that are none or the same."""
    count = network.parameter_count
    if first == second or not (0 <= first < count and 0 <= second < count):
        raise ValueError(
            f"two different parameters are needed, from 0 to {count - 1}, not {first} and {second}"
        )
    origin = network.parameters.astype(np.float64)
    origin[[first, second]] = 0
    directions = np.zeros((2, count))
    directions[0, first] = directions[1, second] = 1
    names = parameter_names(network)
    return Plane(origin, directions, (names[first], names[second]), ((-reach, reach), (-reach, reach)))


def parameter_names(network: Network) -> list[str]:
    """What each of the flat parameters is called: "w1_12" for the weight of layer 1 from input 2 to unit 1, "b1_1"."""
    names: list[str] = []
    for number, (rows, _) in enumerate(network.shapes, 1):
        for row in range(1, rows + 1):
            inputs = network.dense[number - 1].inputs
            wide = max(row, inputs) >= 10
            names += [f"w{number}_{row}{'_' * wide}{column}" for column in range(1, inputs + 1)]
            names += [f"b{number}_{row}"] * network.bias
    return names


def near(ways: Sequence[Numbers]) -> list[Numbers]:
    """Ways, each (moments, P), without what of them lies far out: farther from where each began than FAR times as far
    as the others go, of whom the one in the middle counts (the nearer of two). Each keeps its beginning."""
    distances = [np.linalg.norm(np.asarray(way, np.float64) - way[0], axis=1) for way in ways if len(way)]
    reaches = sorted(reach for one in distances if (reach := float(one.max())) > 0)
    most = FAR * reaches[(len(reaches) - 1) // 2] if reaches else 0.0
    found = [np.asarray(way, np.float64) for way in ways if len(way)]
    return [way[one <= most] for way, one in zip(found, distances, strict=True)]


def plane_of_ways(ways: Sequence[Numbers]) -> Plane:
    """The plane in which the ways of runs, each (moments, P), spread the most: through their mean, along the two first
    principal directions (Li et al. 2018, for the way of one run). What `near` leaves out counts for nothing, unless the
    others lie on one line: then it gives the second direction. Where all spread in fewer than two, another at a right
    angle is taken. ValueError when there are no weights, or fewer than two."""
    points = np.concatenate(near(ways)) if len(ways) else np.empty((0, 0))
    if len(points) == 0 or points.shape[1] < 2:
        raise ValueError("a plane needs the weights of at least one run, two of them or more")
    origin = points.mean(axis=0)
    about = points - origin
    sizes, directions = _principal(about, np.abs(about).max())
    spread = float((sizes**2).sum())
    found = list(directions[:2])
    if len(found) < 2:
        everything = np.concatenate([np.asarray(way, np.float64) for way in ways]) - origin
        beside = everything - sum(np.outer(everything @ row, row) for row in found)
        found += list(_principal(beside, np.abs(everything).max())[1][: 2 - len(found)])
    for at in range(points.shape[1]):  # two or three of them: all at once would be an array (P, P)
        if len(found) == 2:
            break
        axis = np.zeros(points.shape[1])
        axis[at] = 1
        rest = axis - sum((axis @ row) * row for row in found)
        if np.linalg.norm(rest) > 0.5:
            found.append(rest / np.linalg.norm(rest))
    # A direction and its opposite are the same to the mathematics: the one whose largest number is positive is drawn.
    two = np.array([row * np.sign(row[np.abs(row).argmax()]) for row in found])
    shares = [float(size**2 / spread) for size in sizes[:2]] + [0.0, 0.0]
    return Plane(
        origin, two, ("direction 1", "direction 2"), _domain(points, origin, two), (shares[0], shares[1])
    )


def _principal(points: Numbers, scale: float) -> tuple[Numbers, Numbers]:
    """The principal directions (k, P) of points (m, P) about 0, the longest first, and how far the points spread along
    each; without those along which numbers of that scale spread no farther than rounding takes them."""
    _, sizes, directions = np.linalg.svd(points, full_matrices=False)
    real = sizes > max(LEVEL * scale, 1e-150)
    return sizes[real], directions[real]


def _domain(points: Numbers, origin: Numbers, directions: Numbers) -> Domain:
    """What shows all points, with a margin; along a direction in which they lie level, as much as along the other."""
    places = (points - origin) @ directions.T
    low, high = places.min(axis=0), places.max(axis=0)
    extent = high - low
    largest = float(extent.max())
    level = extent <= LEVEL * largest
    edge = np.where(level, (0.5 + MARGIN) * largest or 1.0, MARGIN * extent)
    (left, bottom), (right, top) = (low - edge).tolist(), (high + edge).tolist()
    return (left, right), (bottom, top)
