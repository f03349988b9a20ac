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
    found = [one for activation, z in _hidden(network, X) if (one := _saturated(activation, z)) is not None]
    count = sum(one.size for one in found)
    return sum(int(one.sum()) for one in found) / count if count else 0.0


def layer_states(network: Network, X: ArrayLike) -> list[tuple[float, float]]:
    """Of each layer with weights the share of its units that are dead, and of its activations for samples X
    (n, inputs) that are saturated; NaN where its function has none such, and of the output."""
    with np.errstate(all="ignore"):
        passed = network.forward(np.asarray(X, network.dtype))
    states = []
    for (z, _), dense in zip(passed[:-1], network.dense[:-1], strict=True):
        z64, activation = np.asarray(z, np.float64), dense.activation
        saturated = _saturated(activation, z64) if activation.elementwise else None
        dead = float((z64 <= 0).all(axis=0).mean()) if isinstance(activation, ReLU) else math.nan
        states.append((dead, math.nan if saturated is None else float(saturated.mean())))
    return [*states, (math.nan, math.nan)]


def _saturated(activation: Activation, z: Array) -> Array | None:
    """Where an activation is saturated, of z; None of one that never is, and of one that has no slope anywhere."""
    if not all(map(math.isfinite, activation.range)):
        return None
    slopes, steepest = _slopes(activation, z), _slopes(activation, np.zeros(1))[0]
    return np.asarray(np.abs(slopes) < SATURATED * steepest) if steepest > 0 else None


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
        return np.broadcast_to(activation.op.local(0, [z], activation.op.forward(z)), z.shape)
