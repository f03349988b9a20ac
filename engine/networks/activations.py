"""Activation functions: the readable form, and the same as bound calls on feature-major buffers.

Each slope is written in terms of the activation `a` alone, so that one pass over the activations of several
layers gives the slopes of them all. Slopes at a kink: relu'(0) = 0, leaky relu'(0) = 0.1, elu'(0) = 1; maxout
routes a tie to its first piece. leaky relu is max(0.1 x, x); elu has alpha 1.
"""

from __future__ import annotations

import numpy as np

from engine.networks.calls import Array, Call, bind, scalar

ACTIVATIONS = ("linear", "sigmoid", "tanh", "relu", "leaky relu", "elu", "maxout")
OUTPUTS = ("sigmoid", "softmax", "linear", "relu", "tanh")
LEAK = 0.1


def pieces(name: str) -> int:
    """Rows of weights a unit has: 2 for maxout, 1 otherwise."""
    return 2 if name == "maxout" else 1


def check(name: str, names: tuple[str, ...], what: str) -> None:
    """ValueError with the choices, unless `name` is one of `names`."""
    if name not in names:
        raise ValueError(f"unknown {what} {name!r}; choose one of {', '.join(names)}")


def activate(name: str, z: Array) -> Array:
    """a = f(z) for z (n, rows), one sample a row; (n, width). softmax and maxout work along the row."""
    if name == "linear":
        return z
    if name == "sigmoid":
        # exp of a number that is never positive cannot overflow.
        small = np.exp(-np.abs(z))
        return np.asarray(np.where(z >= 0, 1 / (1 + small), small / (1 + small)))
    if name == "tanh":
        return np.tanh(z)
    if name == "relu":
        return np.maximum(z, 0)
    if name == "leaky relu":
        return np.maximum(z * LEAK, z)
    if name == "elu":
        return np.maximum(z, np.expm1(np.minimum(z, 0)))
    if name == "maxout":
        half = z.shape[-1] // 2
        return np.maximum(z[..., :half], z[..., half:])
    if name == "softmax":
        power = np.exp(z - z.max(axis=-1, keepdims=True))
        return np.asarray(power / power.sum(axis=-1, keepdims=True))
    raise ValueError(f"unknown activation {name!r}")


def compile_activation(name: str, z: Array, a: Array) -> list[Call]:
    """Calls for a = f(z), feature-major: z (rows, batch), a (width, batch). z and a may be one buffer where
    the function has one piece; `linear` then needs no call."""
    if name == "linear":
        return [] if a is z else [bind(np.copyto, a, z)]
    if name == "sigmoid":
        # 1/(1 + exp(-z)) = (1 + tanh(z/2))/2, which never overflows.
        half = scalar(0.5, z.dtype)
        return [
            bind(np.multiply, z, half, a),
            bind(np.tanh, a, a),
            bind(np.multiply, a, half, a),
            bind(np.add, a, half, a),
        ]
    if name == "tanh":
        return [bind(np.tanh, z, a)]
    if name == "relu":
        return [bind(np.maximum, z, scalar(0, z.dtype), out=a)]
    if name == "leaky relu":
        part = np.empty_like(z)
        return [bind(np.multiply, z, scalar(LEAK, z.dtype), part), bind(np.maximum, part, z, out=a)]
    if name == "elu":
        part = np.empty_like(z)
        return [
            bind(np.minimum, z, scalar(0, z.dtype), out=part),
            bind(np.expm1, part, part),
            bind(np.maximum, z, part, out=a),
        ]
    if name == "maxout":
        width = len(a)
        return [bind(np.maximum, z[:width], z[width:], out=a)]
    if name == "softmax":
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
    raise ValueError(f"unknown activation {name!r}")


def compile_slope(name: str, a: Array, slope: Array) -> list[Call]:
    """Calls for slope = f'(z), written in a. Any shape; empty for linear, whose slope of 1 is never
    multiplied. Not for maxout and softmax, whose gradients are not elementwise."""
    dtype = a.dtype
    if name == "linear":
        return []
    if name == "sigmoid":
        return [bind(np.multiply, a, a, slope), bind(np.subtract, a, slope, slope)]
    if name == "tanh":
        return [bind(np.multiply, a, a, slope), bind(np.subtract, scalar(1, dtype), slope, slope)]
    if name == "relu":
        return [bind(np.sign, a, slope)]
    if name == "leaky relu":
        return [bind(np.sign, a, slope), bind(np.maximum, slope, scalar(LEAK, dtype), out=slope)]
    if name == "elu":
        return [
            bind(np.minimum, a, scalar(0, dtype), out=slope),
            bind(np.add, slope, scalar(1, dtype), slope),
        ]
    raise ValueError(f"{name!r} has no elementwise slope")
