"""Points and plane as a hidden layer sees them: by its two units, or in the plane where they spread the most."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.bound_calls import Array
from engine.networks.network import Network
from engine.networks.straight_lines import zero_line

Numbers = NDArray[np.float64]
FAR = 1e30  # beyond which nothing is drawn
AIR = 0.08  # of the width of what is drawn, on each side of it


class Space(NamedTuple):
    """`points` (n, 2) and `grid` (m, 2) in the space of a layer; `box` (4,) is the least and the most of both axes,
    with air around all of them. `share` is how much of the spread of the points lies in the plane of two directions: 1
    where the layer has no more than two units. `line` (4,) has the ends of the straight line on which the output turns,
    NaN where it is none."""

    points: Numbers
    grid: Numbers
    box: Numbers
    share: float
    line: Numbers


def space_of(network: Network, layer: int, X: Array, grid: Array) -> Space:
    """What the hidden layer number `layer` (from 0) answers to points X (n, inputs) and to places of the plane
    (m, inputs), both as the network is given them. Of more than two units it is the plane of the two principal
    directions of the points, turned so that it lies as near as it can to the first two units: so it does not spin while
    the network learns. IndexError where there is no such layer."""
    if not 0 <= layer < len(network.dense) - 1:
        raise IndexError(f"there is no hidden layer {layer}")
    with np.errstate(all="ignore"):  # weights just before a run diverges
        points, places = (network.forward(some)[layer][1].astype(np.float64) for some in (X, grid))
    points, places = (np.clip(np.nan_to_num(some), -FAR, FAR) for some in (points, places))
    width, share = points.shape[1], 1.0
    if width == 1:
        points, places = (np.column_stack([some, np.zeros(len(some))]) for some in (points, places))
    elif width > 2:
        middle = points.mean(axis=0)
        directions, share = _plane(points - middle)
        points, places = (points - middle) @ directions, (places - middle) @ directions
    return Space(
        points, places, _box(network, layer, points, places), share, _line(network, layer, points, places)
    )


def winners_at(network: Network, X: Array) -> tuple[NDArray[np.uint8], Numbers]:
    """The class that wins at each of X (n, inputs), (n,), and by how much its weighted sum leads the next one's, (n,).
    Before a softmax that is the logarithm of how many times as likely it is. It is linear in the last hidden layer: on
    the way from one class to another they are level where its two leads divide the way."""
    with np.errstate(all="ignore"):  # weights just before a run diverges
        sums = network.forward(X)[-1][0].astype(np.float64)
    sums = np.clip(np.nan_to_num(sums), -FAR, FAR)
    second, best = np.partition(sums, -2, axis=1)[:, -2:].T
    return sums.argmax(axis=1).astype(np.uint8), best - second


def _plane(spread: Numbers) -> tuple[Numbers, float]:
    """The two principal directions (units, 2) of points about 0, turned within their plane, and their share."""
    _, sizes, rows = np.linalg.svd(spread, full_matrices=False)
    if len(rows) < 2:  # of one point
        return np.eye(spread.shape[1])[:, :2], 1.0
    directions = rows[:2].T
    total = float(np.square(sizes).sum())
    share = float(np.square(sizes[:2]).sum()) / total if total > 0 else 1.0
    left, _, right = np.linalg.svd(directions[:2])  # the nearest turn of the plane to the first two axes
    return directions @ (left @ right).T, share


def _box(network: Network, layer: int, points: Numbers, places: Numbers) -> Numbers:
    """The range of the activation where that has ends and its two units are drawn, else that of all there is."""
    low, high = network.dense[layer].activation.range
    width = network.widths[layer + 1]
    everything = np.concatenate([points, places])
    ends = np.stack([everything.min(axis=0), everything.max(axis=0)])
    if width <= 2 and math.isfinite(low) and math.isfinite(high):
        ends = np.array([[low, low], [high, high]], np.float64)
        if width == 1:
            ends[:, 1] = -1, 1
    room = np.maximum(ends[1] - ends[0], 1e-6) * AIR
    if width > 2:  # both axes in one unit: it is one space that is looked at from the side
        middle, half = ends.mean(axis=0), float(max(ends[1] - ends[0])) / 2 or 1.0
        ends, room = np.stack([middle - half, middle + half]), np.full(2, 2 * half * AIR)
    return np.ravel(np.stack([ends[0] - room, ends[1] + room]).T)


def _line(network: Network, layer: int, points: Numbers, places: Numbers) -> Numbers:
    """Where the one output turns, seen from the last hidden layer, if that has two units: a straight line, whatever the
    layers before have bent."""
    last = network.dense[-1]
    if layer != len(network.dense) - 2 or network.widths[-2:] != [2, 1] or last.activation.pieces > 1:
        return np.full(4, math.nan)
    bias = 0.0 if last.biases is None else float(last.biases[0])
    left, right, bottom, top = _box(network, layer, points, places)
    return zero_line(last.weights[0], bias, ((left, right), (bottom, top)))
