"""Activation functions, each one object: its formula, values, derivative, gate, and the calls that training binds.

Slopes at a kink: relu'(0) = 0, leaky relu'(0) = 0.1, elu'(0) = 1; threshold is 0 at 0, and so is
its slope, there as everywhere; maxout routes a tie to its first piece. leaky relu is max(0.1 x, x); elu has alpha 1.

To add one: a subclass of `Elementwise` here, and its name in ACTIVATIONS, OUTPUTS or both; of `Activation`, with
`elementwise` and not `in_place`, where the slope of a number is not to be had from a alone, as of z sigmoid(z). What it
is called in an expression, how a network trains with it and how its graph is drawn follow from the object.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from engine import ops
from engine.bound_calls import Array, Call, bind, scalar
from engine.ops import Op

LEAK = 0.1
Range = tuple[float, float]


class Activation(ABC):
    """a = f(z). Layers hold z feature-major, (rows, batch), and a (width, batch); a unit has `pieces` rows.

    `name` is what settings and addresses hold, `formula` and `derivative` are read by people, `range` bounds a.
    `op` is the gate of a graph, or None where z itself is the activation; `function` is what it is called in an
    expression, "" where it has no name there. `in_place` says that its calls may be given one buffer for z and a, and
    one for dz and da; where it is not, its slope may be found from z. `flat` says that it has no slope anywhere.
    """

    name: ClassVar[str]
    function: ClassVar[str] = ""
    formula: ClassVar[str]
    derivative: ClassVar[str]
    range: ClassVar[Range] = (-math.inf, math.inf)
    op: ClassVar[Op | None] = None
    pieces: ClassVar[int] = 1
    elementwise: ClassVar[bool] = False
    in_place: ClassVar[bool] = True
    flat: ClassVar[bool] = False

    @abstractmethod
    def __call__(self, z: Array) -> Array:
        """a (n, width) for z (n, rows), one sample a row: the readable form."""

    @abstractmethod
    def forward_calls(self, z: Array, a: Array) -> list[Call]:
        """Calls that fill a (width, batch) from z (rows, batch). They may be one buffer where it works `in_place`; then
        what changes nothing needs no call."""

    @abstractmethod
    def backward_calls(self, z: Array, a: Array, da: Array, dz: Array) -> list[Call]:
        """Calls that fill dz (rows, batch) with dL/dz from da (width, batch), dL/da, which may be one buffer where it
        works `in_place`, and of which nothing is read afterwards."""

    def gates(self, z: Sequence[str]) -> list[tuple[Op, tuple[str, ...]]]:
        """The gate of each unit, with what it reads, in a graph of single numbers whose rows are the nodes z."""
        op = self.op
        return [] if op is None else [(op, (row,)) for row in z]

    def __repr__(self) -> str:
        return f"<activation {self.name}: {self.formula}>"


class Elementwise(Activation):
    """An activation of each number by itself, whose slope f'(z) is written in a alone: one pass over the activations
    of several layers gives the slopes of them all."""

    elementwise = True

    @abstractmethod
    def slope_calls(self, a: Array, slope: Array) -> list[Call]:
        """Calls that fill slope with f'(z), from a, of any shape."""

    def backward_calls(self, z: Array, a: Array, da: Array, dz: Array) -> list[Call]:
        slope = np.empty_like(a)
        return [*self.slope_calls(a, slope), bind(np.multiply, da, slope, dz)]


class Linear(Elementwise):
    name, formula, derivative = "linear", "z", "1"

    def __call__(self, z: Array) -> Array:
        return z

    def forward_calls(self, z: Array, a: Array) -> list[Call]:
        return [] if a is z else [bind(np.copyto, a, z)]

    def slope_calls(self, a: Array, slope: Array) -> list[Call]:
        return [bind(slope.fill, 1)]

    def backward_calls(self, z: Array, a: Array, da: Array, dz: Array) -> list[Call]:
        return [] if dz is da else [bind(np.copyto, dz, da)]  # times a slope of 1


class Sigmoid(Elementwise):
    name, function, formula, derivative = "sigmoid", "sigmoid", "1 / (1 + exp(-z))", "a (1 - a)"
    range, op = (0.0, 1.0), ops.SIGMOID

    def __call__(self, z: Array) -> Array:
        small = np.exp(-np.abs(z))  # exp of a number that is never positive cannot overflow
        return np.asarray(np.where(z >= 0, 1 / (1 + small), small / (1 + small)))

    def forward_calls(self, z: Array, a: Array) -> list[Call]:
        half = scalar(0.5, z.dtype)  # 1/(1 + exp(-z)) = (1 + tanh(z/2))/2, which never overflows
        return [
            bind(np.multiply, z, half, a),
            bind(np.tanh, a, a),
            bind(np.multiply, a, half, a),
            bind(np.add, a, half, a),
        ]

    def slope_calls(self, a: Array, slope: Array) -> list[Call]:
        return [bind(np.multiply, a, a, slope), bind(np.subtract, a, slope, slope)]


class Tanh(Elementwise):
    name, function, formula, derivative = "tanh", "tanh", "tanh(z)", "1 - a**2"
    range, op = (-1.0, 1.0), ops.TANH

    def __call__(self, z: Array) -> Array:
        return np.tanh(z)

    def forward_calls(self, z: Array, a: Array) -> list[Call]:
        return [bind(np.tanh, z, a)]

    def slope_calls(self, a: Array, slope: Array) -> list[Call]:
        return [bind(np.multiply, a, a, slope), bind(np.subtract, scalar(1, a.dtype), slope, slope)]


class ReLU(Elementwise):
    name, function, formula, derivative = "relu", "relu", "max(0, z)", "1 where z > 0, else 0"
    range, op = (0.0, math.inf), ops.RELU

    def __call__(self, z: Array) -> Array:
        return np.maximum(z, 0)

    def forward_calls(self, z: Array, a: Array) -> list[Call]:
        return [bind(np.maximum, z, scalar(0, z.dtype), out=a)]

    def slope_calls(self, a: Array, slope: Array) -> list[Call]:
        return [bind(np.sign, a, slope)]


class LeakyReLU(Elementwise):
    name, function, formula, derivative = (
        "leaky relu", "leaky_relu", "max(0.1 z, z)", "1 where z > 0, else 0.1",
    )  # fmt: skip
    op = ops.LEAKY_RELU

    def __call__(self, z: Array) -> Array:
        return np.maximum(z * LEAK, z)

    def forward_calls(self, z: Array, a: Array) -> list[Call]:
        part = np.empty_like(z)
        return [bind(np.multiply, z, scalar(LEAK, z.dtype), part), bind(np.maximum, part, z, out=a)]

    def slope_calls(self, a: Array, slope: Array) -> list[Call]:
        return [bind(np.sign, a, slope), bind(np.maximum, slope, scalar(LEAK, a.dtype), out=slope)]


class ELU(Elementwise):
    name, function, formula, derivative = (
        "elu", "elu", "z where z > 0, else exp(z) - 1", "1 where z > 0, else a + 1",
    )  # fmt: skip
    range, op = (-1.0, math.inf), ops.ELU

    def __call__(self, z: Array) -> Array:
        return np.maximum(z, np.expm1(np.minimum(z, 0)))

    def forward_calls(self, z: Array, a: Array) -> list[Call]:
        part = np.empty_like(z)
        return [
            bind(np.minimum, z, scalar(0, z.dtype), out=part),
            bind(np.expm1, part, part),
            bind(np.maximum, z, part, out=a),
        ]

    def slope_calls(self, a: Array, slope: Array) -> list[Call]:
        return [
            bind(np.minimum, a, scalar(0, a.dtype), out=slope),
            bind(np.add, slope, scalar(1, a.dtype), slope),
        ]


class Threshold(Elementwise):
    """The unit of McCulloch and Pitts and of the perceptron. Its slope is 0 on both sides of the jump, so that training
    changes none of the weights below it: they are set by hand."""

    name, function, formula, derivative = (
        "threshold", "threshold", "1 where z > 0, else 0", "0: flat on both sides of the jump",
    )  # fmt: skip
    range, flat, op = (0.0, 1.0), True, ops.THRESHOLD

    def __call__(self, z: Array) -> Array:
        return np.heaviside(z, 0)

    def forward_calls(self, z: Array, a: Array) -> list[Call]:
        return [bind(np.heaviside, z, scalar(0, z.dtype), a)]

    def slope_calls(self, a: Array, slope: Array) -> list[Call]:
        return [bind(slope.fill, 0)]


class Maxout(Activation):
    """The larger of two linear pieces (Goodfellow et al., 2013): rows (first pieces, then second pieces)."""

    name, function, formula, derivative = (
        "maxout", "maxout", "max(first z, second z)", "1 for the larger piece, 0 for the other",
    )  # fmt: skip
    pieces, in_place, op = 2, False, ops.MAXOUT_HALVES

    def __call__(self, z: Array) -> Array:
        half = z.shape[-1] // 2
        return np.maximum(z[..., :half], z[..., half:])

    def forward_calls(self, z: Array, a: Array) -> list[Call]:
        return [bind(np.maximum, z[: len(a)], z[len(a) :], out=a)]

    def gates(self, z: Sequence[str]) -> list[tuple[Op, tuple[str, ...]]]:
        width = len(z) // 2
        return [(ops.MAXOUT, (z[unit], z[width + unit])) for unit in range(width)]

    def backward_calls(self, z: Array, a: Array, da: Array, dz: Array) -> list[Call]:
        width = len(da)
        first, second = dz[:width], dz[width:]
        # All of it goes to the larger piece, a tie to the first.
        return [
            bind(np.subtract, z[width:], z[:width], second),
            bind(np.heaviside, second, scalar(0, z.dtype), second),
            bind(np.multiply, second, da, second),
            bind(np.subtract, da, second, first),
        ]


class Softmax(Activation):
    name, function, formula, derivative = (
        "softmax", "softmax", "exp(z) / sum(exp(z))", "da_i / dz_j = a_i ([i = j] - a_j)",
    )  # fmt: skip
    range, op = (0.0, 1.0), ops.SOFTMAX

    def __call__(self, z: Array) -> Array:
        power = np.exp(z - z.max(axis=-1, keepdims=True))
        return np.asarray(power / power.sum(axis=-1, keepdims=True))

    def forward_calls(self, z: Array, a: Array) -> list[Call]:
        top = np.empty((1, z.shape[1]), z.dtype)
        total = np.empty_like(top)
        ones = np.ones((1, len(z)), z.dtype)  # a row of ones times z sums its columns faster than add.reduce
        return [
            bind(np.maximum.reduce, z, 0, None, top, True),
            bind(np.subtract, z, top, a),
            bind(np.exp, a, a),
            bind(ones.dot, a, total),
            bind(np.divide, a, total, a),
        ]

    def gates(self, z: Sequence[str]) -> list[tuple[Op, tuple[str, ...]]]:
        return [(ops.SoftmaxAt(unit), tuple(z)) for unit in range(len(z))]

    def backward_calls(self, z: Array, a: Array, da: Array, dz: Array) -> list[Call]:
        # The Jacobian diag(a) - a a^T, never formed: a (g - sum a g).
        part, row, ones = np.empty_like(a), np.empty((1, a.shape[1]), a.dtype), np.ones((1, len(a)), a.dtype)
        return [
            bind(np.multiply, da, a, part),
            bind(ones.dot, part, row),
            bind(np.subtract, da, row, dz),
            bind(np.multiply, dz, a, dz),
        ]


EVERY: Mapping[str, Activation] = MappingProxyType(
    {
        activation.name: activation
        for activation in (
            Linear(), Sigmoid(), Tanh(), ReLU(), LeakyReLU(), ELU(), Threshold(), Maxout(), Softmax(),
        )
    }
)  # fmt: skip


def _of(*names: str) -> Mapping[str, Activation]:
    return MappingProxyType({name: EVERY[name] for name in names})


ACTIVATIONS = _of(
    "linear", "sigmoid", "tanh", "relu", "leaky relu", "elu", "threshold", "maxout"
)  # of hidden layers
OUTPUTS = _of("sigmoid", "softmax", "linear", "relu", "tanh", "threshold")  # of the last layer


def find(
    activation: str | Activation, among: Mapping[str, Activation] = EVERY, what: str = "activation"
) -> Activation:
    """The activation of that name, or the one that was given. ValueError, with the choices, on an unknown name."""
    if isinstance(activation, Activation):
        return activation
    if activation not in among:
        raise ValueError(f"unknown {what} {activation!r}; choose one of {', '.join(among)}")
    return among[activation]
