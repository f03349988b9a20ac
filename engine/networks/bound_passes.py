"""One training step, compiled once into a flat list of bound NumPy calls.

For tiny networks nearly all the time is the overhead of calls, so there are few of them: 5L + 4 for L layers
of tanh trained by SGD. Arrays are feature-major, (features + 1, batch), with the constant 1 that multiplies
the biases as the last row. Every buffer is allocated once and stays contiguous: a strided operand of `dot`
costs a copy. The activations of all hidden layers lie one after another in memory, so that the slopes of
neighbouring layers of the same kind are one call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

import numpy as np
from numpy.typing import DTypeLike

from engine.activations import Activation, Elementwise
from engine.bound_calls import Array, Call, bind, scalar
from engine.losses import Loss


class Buffers:
    """Everything a pass over `batch` samples writes, for a network of these widths and hidden activations."""

    def __init__(
        self,
        widths: Sequence[int],
        activations: Sequence[Activation],
        bias: bool,
        batch: int,
        dtype: DTypeLike,
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
        # Where the function has one piece, z and a are one buffer, and so are dL/dz and dL/da.
        self.z = [self._rows(a, one) for a, one in zip(self.a, activations, strict=True)]
        self.dz = [self._rows(da, one) for da, one in zip(self.da, activations, strict=True)]
        self.z_out = np.empty((widths[-1], batch), dtype)
        self.delta = np.empty_like(self.z_out)

    def _split(self, flat: Array) -> list[Array]:
        return [
            flat[start:stop].reshape(-1, self.batch)
            for start, stop in zip(self.starts, self.starts[1:], strict=False)
        ]

    def _rows(self, a: Array, activation: Activation) -> Array:
        pieces = activation.pieces
        return a if pieces == 1 else np.empty((pieces * len(a), self.batch), a.dtype)


def compile_forward(blocks: Sequence[Array], buffers: Buffers, x: Array) -> list[Call]:
    """Calls that fill the hidden activations and the logits. blocks: [W b] of each layer, (rows, inputs + 1);
    x: (inputs + 1, batch)."""
    calls: list[Call] = []
    for i, activation in enumerate(buffers.activations):
        z = buffers.z[i]
        calls.append(bind(blocks[i].dot, x, z))
        calls += activation.forward_calls(z, z if activation.pieces == 1 else buffers.a[i])
        x = buffers.a_ones[i]
    return [*calls, bind(blocks[-1].dot, x, buffers.z_out)]


def compile_gradient(
    blocks: Sequence[Array],
    gradients: Sequence[Array],
    buffers: Buffers,
    output: Activation,
    loss: Loss,
    x: Array,
    target: Array,
    factor: Array | None = None,
) -> tuple[list[Call], float]:
    """Calls that fill `gradients` (shaped like blocks) with the gradient of the batch's mean loss, and 1.

    x (inputs + 1, batch), target (outputs, batch) encoded by the loss. With a 0-d `factor` the
    gradient is that of the mean loss times factor / scale, where `scale` is what is returned with the calls:
    the rate of plain SGD costs nothing when it is multiplied into the few numbers of dL/dz.
    """
    calls = compile_forward(blocks, buffers, x)
    delta = buffers.delta
    loss_calls, unit = loss.delta_calls(output, buffers.z_out, target, delta)
    calls += loss_calls
    scale = unit / buffers.batch
    if factor is None:
        factor, scale = scalar(scale, delta.dtype), 1.0
    calls.append(bind(np.multiply, delta, factor, delta))
    calls += _slopes(buffers)
    for i in range(len(buffers.activations), 0, -1):
        calls.append(bind(delta.dot, buffers.a_ones[i - 1].T, gradients[i]))
        calls.append(bind(blocks[i].T.dot, delta, buffers.back_ones[i - 1]))
        delta = buffers.dz[i - 1]
        calls += _through(buffers, i - 1)
    return [*calls, bind(delta.dot, x.T, gradients[0])], scale


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
    """dL/da of hidden layer i becomes dL/dz."""
    activation, da = buffers.activations[i], buffers.da[i]
    if _has_slope(activation):
        return [bind(np.multiply, da, buffers.slope[i][: buffers.widths[i]], da)]
    return activation.backward_calls(buffers.z[i], buffers.a[i], da, buffers.dz[i])


def _has_slope(activation: Activation) -> TypeGuard[Elementwise]:
    """Whether dL/da is multiplied by a slope: not where that is 1 everywhere."""
    return isinstance(activation, Elementwise) and activation.op is not None
