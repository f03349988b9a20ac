"""Which hidden units hardly pass a gradient on: dead ones, and saturated ones."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from engine.activations import Activation, ReLU
from engine.bound_calls import Array
from engine.networks.network import Network

SATURATED = (
    0.05  # of the slope at 0, which is the steepest: a unit whose slope is less hardly passes a gradient on
)


def dead_units(network: Network, X: ArrayLike) -> int:
    """How many hidden units with a ReLU are 0 for every sample of X (n, inputs): no gradient flows back."""
    return sum(
        int((z <= 0).all(axis=0).sum())
        for activation, z in _hidden(network, X)
        if isinstance(activation, ReLU)
    )


def saturated_share(network: Network, X: ArrayLike) -> float:
    """The share, 0 to 1, of hidden units that are saturated, counted for every sample of X: those of sigmoid, tanh and
    whatever else is bounded on both sides. 0 where there are none such."""
    saturated = count = 0
    for activation, z in _hidden(network, X):
        if not all(map(math.isfinite, activation.range)):
            continue
        slopes, steepest = _slopes(activation, z), _slopes(activation, np.zeros(1))[0]
        if steepest > 0:
            saturated += int((np.abs(slopes) < SATURATED * steepest).sum())
            count += z.size
    return saturated / count if count else 0.0


def _hidden(network: Network, X: ArrayLike) -> Iterator[tuple[Activation, Array]]:
    """The activation of each hidden layer, with what goes into it, where it is one of each number by itself."""
    with np.errstate(all="ignore"):
        passed = network.forward(np.asarray(X, network.dtype))
    for (z, _), dense in zip(passed[:-1], network.dense[:-1], strict=True):
        if dense.activation.elementwise:
            yield dense.activation, np.asarray(z, np.float64)


def _slopes(activation: Activation, z: Array) -> Array:
    if activation.op is None:
        return np.ones_like(z)
    with np.errstate(all="ignore"):
        return np.asarray(activation.op.local(0, [z], activation.op.forward(z)))
