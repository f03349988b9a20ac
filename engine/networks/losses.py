"""Losses of a sample: the readable form, and their gradients by the logits z as bound calls.

binary cross-entropy: softplus((1 - 2y) z), on the logit z of a sigmoid output; y is 0 or 1
cross-entropy:        logsumexp(z) - z_k, on the logits of a softmax output; k is the labelled class
mean squared:         mean over outputs of (a - y)**2
half squared:         1/2 sum (a - y)**2
l1:                   sum |a - y|
hinge:                one output: max(0, 1 - (2y - 1) a); several: sum over j != k of max(0, a_j - a_k + 1)
The loss of a batch is the mean over its samples.
"""

from __future__ import annotations

import numpy as np

from engine.networks.activations import OUTPUTS, check, compile_activation, compile_slope
from engine.networks.calls import Array, Call, bind, scalar

LOSSES = ("binary cross-entropy", "cross-entropy", "mean squared", "half squared", "l1", "hinge")
LABELS = ("binary cross-entropy", "cross-entropy", "hinge")  # losses of labels, not of real targets


def allowed(loss: str, output: str, outputs: int) -> str | None:
    """None when loss, output activation and number of outputs go together, else the reason in plain
    English."""
    if loss not in LOSSES:
        return f"There is no loss called {loss!r}; choose one of {', '.join(LOSSES)}."
    if output not in OUTPUTS:
        return f"There is no output called {output!r}; choose one of {', '.join(OUTPUTS)}."
    if output == "softmax" and outputs < 2:
        return "Softmax shares out the probability among classes, so it needs at least two outputs."
    if loss == "binary cross-entropy" and outputs != 1:
        return (
            "Binary cross-entropy answers yes or no with one output; for several classes use cross-entropy."
        )
    if loss == "binary cross-entropy" and output != "sigmoid":
        return "Binary cross-entropy needs a probability: choose the sigmoid output."
    if loss == "cross-entropy" and output != "softmax":
        return "Cross-entropy needs probabilities that sum to one: choose the softmax output."
    if loss == "hinge" and output not in ("linear", "tanh"):
        return "Hinge needs scores on both sides of zero: choose the linear or the tanh output."
    return None


def value(loss: str, z: Array, a: Array, y: Array) -> Array:
    """Loss of every sample, (n,), from logits z, activations a and targets y, each (n, outputs)."""
    if loss == "binary cross-entropy":
        return np.asarray(np.logaddexp(0, (1 - 2 * y) * z)[:, 0])
    if loss == "cross-entropy":
        top = z.max(axis=1, keepdims=True)
        return np.asarray(np.log(np.exp(z - top).sum(axis=1)) + top[:, 0] - (y * z).sum(axis=1))
    if loss == "mean squared":
        return np.asarray(np.square(a - y).mean(axis=1))
    if loss == "half squared":
        return np.asarray(0.5 * np.square(a - y).sum(axis=1))
    if loss == "l1":
        return np.asarray(np.abs(a - y).sum(axis=1))
    if loss == "hinge":
        if y.shape[1] == 1:
            return np.asarray(np.maximum(0, 1 - (2 * y - 1) * a)[:, 0])
        labelled = (y * a).sum(axis=1, keepdims=True)
        return np.asarray(np.maximum(0, a - labelled + 1).sum(axis=1) - 1)  # the labelled class itself gave 1
    raise ValueError(f"unknown loss {loss!r}")


def encode(loss: str, y: Array) -> Array:
    """Targets (n, outputs) as the compiled gradient wants them: -1 and 1 where the formula has 2y - 1."""
    if loss == "binary cross-entropy" or (loss == "hinge" and y.shape[1] == 1):
        return np.asarray(2 * y - 1)
    return y


def compile_delta(loss: str, output: str, z: Array, target: Array, delta: Array) -> tuple[list[Call], float]:
    """Calls that fill delta with (dL/dz) / unit for every sample, and the constant `unit`.

    z, target (encoded) and delta are (outputs, batch). The unit is left out so that it can be folded into a
    multiplication that happens anyway.
    """
    if loss == "binary cross-entropy":
        # sigmoid(z) - y = (tanh(z/2) - (2y - 1)) / 2
        half = scalar(0.5, z.dtype)
        calls = [bind(np.multiply, z, half, delta), bind(np.tanh, delta, delta)]
        return [*calls, bind(np.subtract, delta, target, delta)], 0.5
    if loss == "cross-entropy":
        return [*compile_activation("softmax", z, delta), bind(np.subtract, delta, target, delta)], 1.0
    a = z if output == "linear" else np.empty_like(z)
    forward = compile_activation(output, z, a)
    backward, unit = _by_activation(loss, a, target, delta)
    return forward + backward + _through(output, a, delta), unit


def _by_activation(loss: str, a: Array, target: Array, delta: Array) -> tuple[list[Call], float]:
    """dL/da, without the constant that is returned."""
    check(loss, LOSSES, "loss")
    if loss == "mean squared":
        return [bind(np.subtract, a, target, delta)], 2.0 / len(a)
    if loss == "half squared":
        return [bind(np.subtract, a, target, delta)], 1.0
    if loss == "l1":
        return [bind(np.subtract, a, target, delta), bind(np.sign, delta, delta)], 1.0
    one, none = scalar(1, a.dtype), scalar(0, a.dtype)
    if len(a) == 1:  # -(2y - 1) where 1 - (2y - 1) a > 0
        return [
            bind(np.multiply, target, a, delta),
            bind(np.subtract, one, delta, delta),
            bind(np.heaviside, delta, none, delta),
            bind(np.multiply, delta, target, delta),
        ], -1.0
    # One for every class that comes within the margin; the labelled class gets minus their number.
    part, row, ones = np.empty_like(a), np.empty((1, a.shape[1]), a.dtype), np.ones((1, len(a)), a.dtype)
    return [
        bind(np.multiply, target, a, part),
        bind(ones.dot, part, row),
        bind(np.subtract, a, row, delta),
        bind(np.add, delta, one, delta),
        bind(np.heaviside, delta, none, delta),  # 1 for the labelled class too: it cancels below
        bind(ones.dot, delta, row),
        bind(np.multiply, target, row, part),
        bind(np.subtract, delta, part, delta),
    ], 1.0


def _through(output: str, a: Array, delta: Array) -> list[Call]:
    """delta = dL/da becomes dL/dz, in place."""
    if output == "linear":
        return []
    if output == "softmax":  # the Jacobian diag(a) - a a^T, never formed: a (g - sum a g)
        part, row, ones = np.empty_like(a), np.empty((1, a.shape[1]), a.dtype), np.ones((1, len(a)), a.dtype)
        return [
            bind(np.multiply, delta, a, part),
            bind(ones.dot, part, row),
            bind(np.subtract, delta, row, delta),
            bind(np.multiply, delta, a, delta),
        ]
    slope = np.empty_like(a)
    return [*compile_slope(output, a, slope), bind(np.multiply, delta, slope, delta)]
