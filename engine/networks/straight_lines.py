"""Where the answer of a linear unit is zero: a straight line over the plane, known exactly and not read off a map."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.networks.network import Network

Domain = Sequence[tuple[float, float]]


def weighted_sum(network: Network, layer: int, unit: int) -> tuple[NDArray[np.float64], float] | None:
    """Weights (inputs,) and bias with which the z of a unit is computed from the network's inputs at once.

    `layer` counts from 0, the first with weights. Layers without an activation are one matrix, whatever their number:
    W = W_l ... W_1, b = W_l(... b_1 ...) + b_l. None where a layer before the unit bends what it is given, or where the
    unit has several pieces (maxout). IndexError if there is no such unit."""
    dense = network.dense[: layer + 1]
    if any(one.activation.op is not None or one.activation.pieces > 1 for one in dense[:-1]):
        return None
    if dense[-1].activation.pieces > 1:
        return None
    weights, bias = np.eye(network.widths[0]), np.zeros(network.widths[0])
    for one in dense:
        matrix = one.weights.astype(np.float64)
        weights, bias = matrix @ weights, matrix @ bias
        if one.biases is not None:
            bias = bias + one.biases
    return weights[unit], float(bias[unit])


def zero_line(weights: ArrayLike, bias: float, domain: Domain) -> NDArray[np.float64]:
    """Ends (4,), x1 and x2 of the one and of the other, of the part of w1 x1 + w2 x2 + b = 0 that lies in the domain,
    ((low, high), (low, high)). NaN where none of it does, or where both weights are 0. The line is walked from its
    point nearest to 0, and each edge of the domain ends the walk (Liang and Barsky, 1984)."""
    nowhere = np.full(4, math.nan)
    normal = np.asarray(weights, np.float64)
    size = math.hypot(*normal)
    if not (0 < size < math.inf) or not math.isfinite(bias):
        return nowhere
    normal = normal / size
    nearest = -bias / size * normal
    way = np.array([-normal[1], normal[0]])
    first, last = -math.inf, math.inf
    for start, step, (low, high) in zip(nearest, way, domain, strict=True):
        if abs(step) < 1e-12:
            if not low <= start <= high:
                return nowhere
            continue
        enters, leaves = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, enters), min(last, leaves)
    if first >= last:
        return nowhere
    return np.concatenate([nearest + first * way, nearest + last * way])
