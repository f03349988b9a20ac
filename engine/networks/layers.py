"""Layers of a network: each knows its shape, its part of the network's flat parameters, and its forward pass."""

from __future__ import annotations

import numpy as np

from engine.activations import Activation
from engine.bound_calls import Array


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
