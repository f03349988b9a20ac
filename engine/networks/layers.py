"""Layers of a network: each knows its shape, its part of the network's flat parameters, and its forward pass.

A network is a list of them, and passes through it are made in a mode: while "training" a layer may do something else
than while "evaluating". Dropout does; Dense is the same in both.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine.activations import Activation
from engine.bound_calls import Array

Mode = Literal["training", "evaluating"]


class Dense:
    """a = f(W x + b) for `units` units of `inputs` inputs; `rows` is their number, twice that for maxout (its first
    pieces above its second).

    A network gives it a `block` of its parameters, (rows, inputs + 1) with the bias as its last column, or (rows,
    inputs) without biases. weights: a view (rows, inputs); biases: a view (rows,), or None.
    """

    weights: Array
    biases: Array | None

    def __init__(self, inputs: int, units: int, activation: Activation, bias: bool) -> None:
        self.inputs, self.units, self.activation, self.bias = inputs, units, activation, bias
        self.rows = activation.pieces * units

    @property
    def shape(self) -> tuple[int, int]:
        """Shape of the block."""
        return self.rows, self.inputs + self.bias

    def attach(self, block: Array) -> None:
        """Works on this part of the parameters from now on."""
        self.weights = block[:, : self.inputs]
        self.biases = block[:, -1] if self.bias else None

    def forward(self, x: Array) -> tuple[Array, Array]:
        """z (n, rows) and a (n, units) for x (n, inputs): the readable path."""
        z = x @ self.weights.T
        if self.biases is not None:
            z = z + self.biases
        return z, np.asarray(self.activation(z))

    def __repr__(self) -> str:
        return f"Dense({self.inputs} -> {self.units}, {self.activation.name})"


class Dropout:
    """Drops each of `units` activations with the probability `share` while training, and divides those that stay by
    1 - share, so that what the next layer gets is the same on average (Srivastava et al. 2014, in its inverted form).
    While evaluating it does nothing. It has no parameters. ValueError unless 0 <= share < 1.

    Which ones are dropped follows from uniform numbers that a network draws: see engine.networks.masks.
    """

    def __init__(self, units: int, share: float) -> None:
        if not 0 <= share < 1:
            raise ValueError(f"the share of dropout must be at least 0 and below 1, not {share}")
        self.units, self.share = units, float(share)

    def mask(self, uniform: Array) -> Array:
        """What activations are multiplied by, 0 or 1 / (1 - share), for uniform numbers from 0 to 1 of any shape."""
        return np.asarray(np.where(uniform >= self.share, 1 / (1 - self.share), 0.0))

    def __repr__(self) -> str:
        return f"Dropout({self.units}, {self.share:g})"
