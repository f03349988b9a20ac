"""One training step, compiled once into a flat list of bound NumPy calls.

For tiny networks nearly all the time is the overhead of calls, so there are few of them: 5L + 4 for L layers
of tanh trained by SGD. Arrays are feature-major, (features + 1, batch), with the constant 1 that multiplies
the biases as the last row. Every buffer is allocated once and stays contiguous: a strided operand of `dot`
costs a copy. The activations of all hidden layers lie one after another in memory, so that the slopes of
neighbouring layers of the same kind are one call.

Several runs of one shape are one pass: their samples lie side by side as columns, (rows, runs * batch), so that all
but the products of matrices is the same calls; `Products` are one network's, `StackedProducts` each run's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

import numpy as np
from numpy.typing import DTypeLike

from engine.activations import Activation, Elementwise
from engine.bound_calls import Array, Call, bind, scalar
from engine.losses import Loss
from engine.networks.layers import Mode


class Products:
    """The three products of a layer with the matrix `block` (rows, inputs + 1), one call each."""

    def forward(self, block: Array, x: Array, z: Array) -> list[Call]:
        """z (rows, batch) = block x, for x (inputs + 1, batch)."""
        return [bind(block.dot, x, z)]

    def back(self, block: Array, delta: Array, into: Array) -> list[Call]:
        """into (inputs + 1, batch) = block^T delta, for delta (rows, batch)."""
        return [bind(block.T.dot, delta, into)]

    def gradient(self, delta: Array, x: Array, into: Array) -> list[Call]:
        """into (rows, inputs + 1) = delta x^T: the gradient of the block."""
        return [bind(delta.dot, x.T, into)]


class StackedProducts(Products):
    """The same for `runs` runs: blocks (runs, rows, inputs + 1), columns run by run (rows, runs * batch). An x that all
    runs share is (inputs + 1, batch), one that each has of its own (runs, inputs + 1, batch)."""

    def __init__(self, runs: int) -> None:
        self.runs = runs

    def _by_run(self, columns: Array) -> Array:
        return columns.reshape(len(columns), self.runs, -1).transpose(1, 0, 2)

    def _is_shared(self, x: Array, columns: Array) -> bool:
        return x.ndim == 2 and x.shape[1] * self.runs == columns.shape[1] and self.runs > 1

    def forward(self, block: Array, x: Array, z: Array) -> list[Call]:
        if self._is_shared(
            x, z
        ):  # then one product is less than `runs` small ones, the copy of the weights included
            runs, rows, inputs = block.shape
            together = np.empty((rows, runs, inputs), block.dtype)
            return [
                bind(np.copyto, together, block.transpose(1, 0, 2)),
                bind(together.reshape(-1, inputs).dot, x, z.reshape(rows * runs, -1)),
            ]
        return [bind(np.matmul, block, x if x.ndim == 3 else self._by_run(x), self._by_run(z))]

    def back(self, block: Array, delta: Array, into: Array) -> list[Call]:
        return [bind(np.matmul, block.transpose(0, 2, 1), self._by_run(delta), self._by_run(into))]

    def gradient(self, delta: Array, x: Array, into: Array) -> list[Call]:
        if self._is_shared(x, delta):
            runs, rows, inputs = into.shape
            together = np.empty((rows, runs, inputs), into.dtype)
            return [
                bind(delta.reshape(rows * runs, -1).dot, x.T, together.reshape(-1, inputs)),
                bind(np.copyto, into, together.transpose(1, 0, 2)),
            ]
        x = x if x.ndim == 3 else self._by_run(x)
        return [bind(np.matmul, self._by_run(delta), x.transpose(0, 2, 1), into)]


PRODUCTS = Products()


class Buffers:
    """Everything a pass over `batch` samples writes, for a network of these widths and hidden activations. `dropped`
    says of each hidden layer whether dropout follows it; then `mask` holds what its activations are multiplied by while
    training, and `kept` what the next layer gets."""

    def __init__(
        self,
        widths: Sequence[int],
        activations: Sequence[Activation],
        bias: bool,
        batch: int,
        dtype: DTypeLike,
        dropped: Sequence[bool] = (),
    ) -> None:
        hidden = widths[1:-1]
        self.batch = batch
        self.activations = list(activations)
        self.widths = list(hidden)
        self.starts = np.cumsum([0] + [(width + bias) * batch for width in hidden]).tolist()
        self.flat = np.ones(self.starts[-1], dtype)
        self.slopes = np.empty_like(self.flat)
        back = np.empty_like(self.flat)
        self.a_ones = self._split(self.flat)  # (width + 1, batch): the last row stays 1
        self.slope = self._split(self.slopes)
        self.back_ones = self._split(back)  # dL/da, and a last row that nobody reads
        self.a = [rows[:width] for rows, width in zip(self.a_ones, hidden, strict=True)]
        self.da = [rows[:width] for rows, width in zip(self.back_ones, hidden, strict=True)]
        # Where the function works in place, z and a are one buffer, and so are dL/dz and dL/da.
        self.z = [self._rows(a, one) for a, one in zip(self.a, activations, strict=True)]
        self.dz = [self._rows(da, one) for da, one in zip(self.da, activations, strict=True)]
        self.dropped = list(dropped) or [False] * len(hidden)
        self.mask = self._split(np.ones_like(self.flat)) if any(self.dropped) else []
        self.kept = [
            np.ones_like(a) if drops else a for a, drops in zip(self.a_ones, self.dropped, strict=True)
        ]
        self.z_out = np.empty((widths[-1], batch), dtype)
        self.delta = np.empty_like(self.z_out)

    def _split(self, flat: Array) -> list[Array]:
        return [
            flat[start:stop].reshape(-1, self.batch)
            for start, stop in zip(self.starts, self.starts[1:], strict=False)
        ]

    def _rows(self, a: Array, activation: Activation) -> Array:
        return a if activation.in_place else np.empty((activation.pieces * len(a), self.batch), a.dtype)


def compile_forward(
    blocks: Sequence[Array],
    buffers: Buffers,
    x: Array,
    mode: Mode = "evaluating",
    products: Products = PRODUCTS,
) -> list[Call]:
    """Calls that fill the hidden activations and the logits. blocks: [W b] of each layer, (rows, inputs + 1);
    x: (inputs + 1, batch)."""
    calls: list[Call] = []
    for i, activation in enumerate(buffers.activations):
        z = buffers.z[i]
        calls += products.forward(blocks[i], x, z)
        calls += activation.forward_calls(z, buffers.a[i])
        x = buffers.a_ones[i]
        if mode == "training" and buffers.dropped[i]:
            calls.append(bind(np.multiply, x, buffers.mask[i], buffers.kept[i]))
            x = buffers.kept[i]
    return [*calls, *products.forward(blocks[-1], x, buffers.z_out)]


def compile_gradient(
    blocks: Sequence[Array],
    gradients: Sequence[Array],
    buffers: Buffers,
    output: Activation,
    loss: Loss,
    x: Array,
    target: Array,
    factor: Array | None = None,
    products: Products = PRODUCTS,
) -> tuple[list[Call], float]:
    """Calls that fill `gradients` (shaped like blocks) with the gradient of the batch's mean loss, and 1.

    x (inputs + 1, batch), target (outputs, batch) encoded by the loss. With a `factor`, 0-d or of the shape of target,
    the gradient is that of the sum of the losses times factor / unit, where `unit` is what is returned with the calls:
    the rate of plain SGD costs nothing when it is multiplied into the few numbers of dL/dz.
    """
    calls = compile_forward(blocks, buffers, x, "training", products)
    delta = buffers.delta
    loss_calls, unit = loss.delta_calls(output, buffers.z_out, target, delta)
    calls += loss_calls
    if factor is None:
        factor, unit = scalar(unit / buffers.batch, delta.dtype), 1.0
    calls.append(bind(np.multiply, delta, factor, delta))
    calls += _slopes(buffers)
    for i in range(len(buffers.activations), 0, -1):
        calls += products.gradient(delta, buffers.kept[i - 1], gradients[i])
        calls += products.back(blocks[i], delta, buffers.back_ones[i - 1])
        delta = buffers.dz[i - 1]
        calls += _through(buffers, i - 1)
    return [*calls, *products.gradient(delta, x, gradients[0])], unit


def _slopes(buffers: Buffers) -> list[Call]:
    """The slopes of all hidden layers, one pass for each run of neighbours with the same activation."""
    calls: list[Call] = []
    first = 0
    for i, activation in enumerate(buffers.activations):
        if i + 1 == len(buffers.activations) or buffers.activations[i + 1] is not activation:
            if _has_slope(activation):
                span = slice(buffers.starts[first], buffers.starts[i + 1])
                calls += activation.slope_calls(buffers.flat[span], buffers.slopes[span])
            first = i + 1
    return calls


def _through(buffers: Buffers, i: int) -> list[Call]:
    """dL/d of what the next layer gets from hidden layer i becomes dL/dz."""
    activation, da, width = buffers.activations[i], buffers.da[i], buffers.widths[i]
    calls: list[Call] = []
    if buffers.dropped[i]:
        calls.append(bind(np.multiply, da, buffers.mask[i][:width], da))
    if _has_slope(activation):
        return [*calls, bind(np.multiply, da, buffers.slope[i][:width], da)]
    return [*calls, *activation.backward_calls(buffers.z[i], buffers.a[i], da, buffers.dz[i])]


def _has_slope(activation: Activation) -> TypeGuard[Elementwise]:
    """Whether dL/da is multiplied by a slope: not where that is 1 everywhere."""
    return isinstance(activation, Elementwise) and activation.op is not None
