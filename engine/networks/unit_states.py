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
    dead: dict[int, Array] = {}
    for place, activation, z in _hidden(network, X):
        if isinstance(activation, ReLU):
            dead[place] = np.asarray((z <= 0).all(axis=0) & dead.get(place, True))
    return sum(int(units.sum()) for units in dead.values())


def saturated_share(network: Network, X: ArrayLike) -> float:
    """The share, 0 to 1, of hidden units that are saturated, counted for every sample of X: those of sigmoid, tanh and
    whatever else is bounded on both sides. 0 where there are none such."""
    count = saturated = 0
    for _, activation, z in _hidden(network, X):
        if (found := _saturated(activation, z)) is not None:
            count, saturated = count + found.size, saturated + int(found.sum())
    return saturated / count if count else 0.0


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


def _hidden(network: Network, X: ArrayLike) -> Iterator[tuple[int, Activation, Array]]:
    """Of some samples after others: the place and the activation of each hidden layer, with what goes into it, where it
    is one of each number by itself."""
    samples, most = np.asarray(X, network.dtype), network.most_samples
    for start in range(0, max(1, len(samples)), most):
        with np.errstate(all="ignore"):
            passed = network.forward(samples[start : start + most])
        for place, ((z, _), dense) in enumerate(zip(passed[:-1], network.dense[:-1], strict=True)):
            if dense.activation.elementwise:
                yield place, dense.activation, np.asarray(z, np.float64)


def _slopes(activation: Activation, z: Array) -> Array:
    if activation.op is None:
        return np.ones_like(z)
    with np.errstate(all="ignore"):
        return np.broadcast_to(activation.op.local(0, [z], activation.op.forward(z)), z.shape)
