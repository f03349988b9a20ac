"""Smooth relatives of ReLU, x times a curve from 0 to 1, and the error function that one of them is made of."""

from __future__ import annotations

import math

import numpy as np

from engine.ops.base import Array, Elementwise, Slot

ROOT = math.sqrt(2.0 / math.pi)

# NumPy has no error function; generated code that uses it begins with this.
ERF = '''\
def erf(x):
    """The error function of every element."""
    from math import erf
    return np.vectorize(erf, otypes=[float])(x)
'''


def erf(x: Array) -> Array:
    """The error function 2/√π ∫ exp(−t²) dt from 0 to x, of every element."""
    return np.asarray(np.vectorize(math.erf, otypes=[np.float64])(x))


def _sigmoid(x: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def _slope_of_silu(x: Array, out: Array) -> Array:
    return np.asarray(_sigmoid(x) * (1.0 + x - out))


def _normal(x: Array) -> Array:
    """The share of a normal distribution that lies below x."""
    return np.asarray(0.5 * (1.0 + erf(x / math.sqrt(2.0))))


def _slope_of_gelu(x: Array, out: Array) -> Array:
    return np.asarray(_normal(x) + x * np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi))


def _bend(x: Array) -> Array:
    return np.asarray(np.tanh(ROOT * (x + 0.044715 * x**3)))


def _slope_of_gelu_tanh(x: Array, out: Array) -> Array:
    bend = _bend(x)
    return np.asarray(0.5 * (1.0 + bend) + 0.5 * x * (1.0 - bend * bend) * ROOT * (1.0 + 0.134145 * x * x))


ERROR_FUNCTION = Elementwise(
    "erf", "erf", erf, "erf({0})",
    Slot(lambda x, out: 2.0 / math.sqrt(math.pi) * np.exp(-x * x), "d/dx erf(x) = 2/√π · exp(−x²)",
         "{u} * 2 / np.sqrt(np.pi) * np.exp(-{0} ** 2)", f"{2.0 / math.sqrt(math.pi)!r} * exp(-{{0}} * {{0}})",
         "2/√π·exp(−{0}²)"),
    plain="erf({0})",
)  # fmt: skip

# x·σ(x), also called swish.
SILU = Elementwise(
    "silu", "x·σ(x)", lambda x: x * _sigmoid(x), "{0} / (1 + np.exp(-{0}))",
    Slot(_slope_of_silu, "d/dx x·σ(x) = σ(x)·(1 + x − x·σ(x))", "{u} / (1 + np.exp(-{0})) * (1 + {0} - {out})",
         "1.0 / (1.0 + exp(-{0})) * (1.0 + {0} - {out})", "σ({0})·(1 + {0} − {out})"),
    plain="{0} * (1.0 / (1.0 + exp(-{0})))",
)  # fmt: skip

# x·Φ(x), with Φ the normal distribution, and the form with tanh that is nearly the same (Hendrycks and Gimpel, 2016).
GELU = Elementwise(
    "gelu", "GELU", lambda x: x * _normal(x), "{0} * 0.5 * (1 + erf({0} / np.sqrt(2)))",
    Slot(_slope_of_gelu, "d/dx x·Φ(x) = Φ(x) + x·exp(−x²/2)/√(2π)",
         "{u} * (0.5 * (1 + erf({0} / np.sqrt(2))) + {0} * np.exp(-0.5 * {0} ** 2) / np.sqrt(2 * np.pi))", None,
         "Φ({0}) + {0}·exp(−{0}²/2)/√(2π)"),
)  # fmt: skip

GELU_TANH = Elementwise(
    "gelu with tanh", "GELU", lambda x: 0.5 * x * (1.0 + _bend(x)),
    "0.5 * {0} * (1 + np.tanh(np.sqrt(2 / np.pi) * ({0} + 0.044715 * {0} ** 3)))",
    Slot(_slope_of_gelu_tanh, "d/dx ½x·(1 + t) = ½(1 + t) + ½x·(1 − t²)·√(2/π)·(1 + 3·0.044715·x²) "
         "where t = tanh(√(2/π)·(x + 0.044715·x³))",
         "{u} * (0.5 * (1 + np.tanh(np.sqrt(2 / np.pi) * ({0} + 0.044715 * {0} ** 3))) + 0.5 * {0} * (1 - np.tanh("
         "np.sqrt(2 / np.pi) * ({0} + 0.044715 * {0} ** 3)) ** 2) * np.sqrt(2 / np.pi) * (1 + 0.134145 * {0} ** 2))",
         None, "gelu′({0})"),
    written="gelu({0})",
)  # fmt: skip
