"""What is seen inside the runs that are compared: signals and gradients by layer, weights, pieces, products."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.bound_calls import Array
from engine.networks.network import Network
from engine.networks.straight_lines import weighted_sum
from engine.training.trainer import Trainer

Numbers = NDArray[np.float64]


class LayerSizes(NamedTuple):
    """By layer with weights, first to last, each (L,). signals: how far a unit's activations for different samples lie
    apart (their standard deviation, the mean over the units): 0 where the layer answers the same to every sample.
    gradients: the root of the mean square of dL/dw over the layer's weights, biases left out."""

    signals: Numbers
    gradients: Numbers


def layer_sizes(run: Trainer, rows: Sequence[int] | NDArray[np.intp]) -> LayerSizes:
    """Of a run as it is now, over these rows of its data. ValueError when there are none."""
    network = run.network
    with np.errstate(all="ignore"):  # weights just before a run diverges
        gradients = [
            np.sqrt(np.mean(np.square(block[:, : one.weights.shape[1]], dtype=np.float64)))
            for block, one in zip(network.blocks(run.gradient(rows)), network.dense, strict=True)
        ]
        passed = network.forward(run.data.X[np.asarray(rows, np.intp)])
        signals = [a.astype(np.float64).std(axis=0).mean() for _, a in passed]
    return LayerSizes(np.array(signals), np.array(gradients))


def ordered_weights(network: Network, most: int) -> Numbers:
    """All weights, biases left out, from the largest to the lowest; where there are more than `most`, so many of them
    from evenly spaced places of that order, the first and the last among them."""
    weights = np.sort(np.concatenate([one.ravel() for one in network.weights]).astype(np.float64))[::-1]
    if len(weights) <= most:
        return weights
    return np.asarray(weights[np.linspace(0, len(weights) - 1, most).round().astype(int)])


def pieces(network: Network, X: Array) -> Numbers:
    """What each unit of the last hidden layer adds to the weighted sum z of the first output, for X (n, inputs):
    (units, n), its activation times its outgoing weight. With the bias they sum up to z. Without a hidden layer there
    are no units: (0, n)."""
    if len(network.dense) < 2:
        return np.empty((0, len(X)))
    activation = network.forward(X)[-2][1].astype(np.float64)
    return np.asarray(activation.T * network.dense[-1].weights[0][:, None])


def product(network: Network) -> tuple[Numbers, Numbers] | None:
    """The one matrix (outputs, inputs) and the one bias (outputs,) that do what the layers of a network without hidden
    activations do one after the other. None where a hidden layer bends, or a layer has pieces."""
    last = len(network.dense) - 1
    found = [weighted_sum(network, last, unit) for unit in range(network.widths[-1])]
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return None
    return np.array([weights for weights, _ in known]), np.array([bias for _, bias in known])


def distance(run: Trainer) -> float:
    """How far the parameters lie from where the run began: the Euclidean length of the way, as the crow flies."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.linalg.norm(run.network.parameters.astype(np.float64) - run.start))
