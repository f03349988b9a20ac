"""One neuron for one sample: its sum term by term, and its activation's curve and derivative about that sum."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.networks.network import Network
from engine.ops import Op

Numbers = NDArray[np.float64]
REACH = 4.0  # of the curve at least, on both sides of 0
PLACES = 81


class Neuron(NamedTuple):
    """`products` (inputs,) are weights times inputs, and with the bias they sum up to `z`. `slope` is the local
    gradient da/dz; `places`, `curve` and `slopes` (n,) are the activation and its derivative about z. Of a function of
    several sums (softmax) all four are None, and of one of several pieces (maxout) all is of the one that is let
    through, the number `piece`."""

    weights: Numbers
    inputs: Numbers
    products: Numbers
    bias: float | None
    z: float
    a: float
    piece: int
    slope: float | None
    places: Numbers | None
    curve: Numbers | None
    slopes: Numbers | None


def neuron_of(network: Network, layer: int, unit: int, x: ArrayLike) -> Neuron:
    """The unit of a layer (the last is the output) for the sample x (inputs,). IndexError where there is none."""
    if not (0 <= layer < len(network.dense) and 0 <= unit < network.widths[layer + 1]):
        raise IndexError(f"there is no unit {unit} in layer {layer}")
    dense, width = network.dense[layer], network.widths[layer + 1]
    passed = network.forward(np.asarray(x, network.dtype)[None])
    below = np.asarray(x, np.float64) if layer == 0 else passed[layer - 1][1][0].astype(np.float64)
    z, a = (values[0].astype(np.float64) for values in passed[layer])
    piece = int(np.argmax(z[unit::width])) if dense.activation.pieces > 1 else 0
    row = unit + piece * width
    weights = dense.weights[row].astype(np.float64)
    bias = None if dense.biases is None else float(dense.biases[row])
    sum_ = float(z[row])
    slope, places, curve, slopes = None, None, None, None
    if dense.activation.elementwise:
        reach = max(REACH, 1.25 * abs(sum_))
        places = np.linspace(-reach, reach, PLACES)
        curve = np.asarray(dense.activation(places[None])[0])
        slopes, slope = (
            _slopes(dense.activation.op, places),
            float(_slopes(dense.activation.op, np.asarray(sum_))),
        )
    return Neuron(
        weights, below, weights * below, bias, sum_, float(a[unit]), piece, slope, places, curve, slopes
    )


def _slopes(op: Op | None, places: Numbers) -> Numbers:
    """The derivative at each place; without an op, that of a = z."""
    return np.ones_like(places) if op is None else np.asarray(op.local(0, [places], op.forward(places)))
