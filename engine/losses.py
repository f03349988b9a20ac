"""Losses of a sample, each one object: its formula, values, gate, what it goes with, and the calls that training binds.

binary cross-entropy: softplus((1 - 2y) z), on the logit z of a sigmoid output; y is 0 or 1
cross-entropy:        logsumexp(z) - z_k, on the logits of a softmax output; k is the labelled class
mean squared:         mean over outputs of (a - y)**2
half squared:         1/2 sum (a - y)**2
l1:                   sum |a - y|
hinge:                one output: max(0, 1 - (2y - 1) a); several: sum over j != k of max(0, a_j - a_k + 1)
The loss of a batch is the mean over its samples.

To add one: a subclass here (of `OfActivations` where it reads the outputs, not the logits), and its name in LOSSES.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from engine import ops
from engine.activations import EVERY, OUTPUTS, Activation
from engine.bound_calls import Array, Call, bind, scalar
from engine.graphs.graph import GraphBuilder
from engine.ops import Op

FACTORS = (
    8  # each at most 2; with more of them a row of a few hundred is cut into pieces that are short for NumPy
)


class Loss(ABC):
    """A loss from the logits z, activations a and targets y of the output layer.

    `name` is what settings and addresses hold, `formula` is read by people, `op` is its gate in a graph. `labels` says
    that targets are classes and not numbers; `on_logits` that its gate reads z and not a; `threshold` is the activation
    above which one output says yes; `error` what its `distance` is called, in full and in short,
    nothing where it measures no distance.
    """

    name: ClassVar[str]
    formula: ClassVar[str]
    op: ClassVar[Op]
    labels: ClassVar[bool] = False
    on_logits: ClassVar[bool] = False
    threshold: ClassVar[float] = 0.5
    error: ClassVar[str] = ""
    error_short: ClassVar[str] = ""

    def refusal(self, output: str, outputs: int) -> str | None:
        """Why it does not fit this output activation and number of outputs, in plain English; or None."""
        return None

    @abstractmethod
    def value(self, z: Array, a: Array, y: Array) -> Array:
        """Loss of every sample, (n,), from z, a and y, each (n, outputs)."""

    def distance(self, loss: float) -> float:
        """By how much one output is off, in the targets' own unit, when this is the mean of its loss over samples."""
        return math.nan

    def means(self, z: Array, a: Array, y: Array) -> Array:
        """The mean loss over the samples of many networks, (m,): z and a (outputs, m, n), y (outputs, 1, n)."""
        m, n = z.shape[1:]
        columns = [array.reshape(len(z), m * n).T for array in (z, a, np.broadcast_to(y, z.shape))]
        return np.asarray(self.value(*columns).reshape(m, n).mean(axis=1))

    def encode(self, y: Array) -> Array:
        """Targets (n, outputs) as `delta_calls` wants them: -1 and 1 where the formula has 2y - 1."""
        return y

    @abstractmethod
    def delta_calls(
        self, output: Activation, z: Array, target: Array, delta: Array
    ) -> tuple[list[Call], float]:
        """Calls that fill delta with (dL/dz) / unit for every sample, and the constant `unit`.

        z, target (encoded) and delta are (outputs, batch). The unit is left out so that it can be folded into a
        multiplication that happens anyway.
        """

    @abstractmethod
    def gates(self, add: ScalarLoss, scores: Sequence[str], targets: Sequence[str], y: Array) -> None:
        """Adds the loss to a graph of single numbers, whose nodes are the scores (logits or activations) and the
        targets, with the values y (outputs,). The last gate is called "loss"."""

    def __repr__(self) -> str:
        return f"<loss {self.name}: {self.formula}>"


class ScalarLoss:
    """Where a loss puts its gates: a graph of single numbers that is being built."""

    def __init__(self, add: GraphBuilder) -> None:
        self._add = add

    def number(self, value: float) -> str:
        """A constant."""
        return self._add.constant(value)

    def piece(self, op: Op, *inputs: str, stem: str) -> str:
        """A gate on the way, named after what it is."""
        return self._add.apply(op, *inputs, name=self._add.fresh(stem), place=("loss", stem, len(self._add)))

    def last(self, op: Op, *inputs: str) -> None:
        """The gate whose value is the loss."""
        self._add.apply(op, *inputs, name="loss", place=("loss",))

    def labelled(self, scores: Sequence[str], targets: Sequence[str]) -> str:
        """The score of the labelled class: the targets pick it out."""
        picked = [self.piece(ops.MULTIPLY, t, s, stem="pick") for t, s in zip(targets, scores, strict=True)]
        return self.piece(ops.ADD, *picked, stem="picked")


class BinaryCrossEntropy(Loss):
    name, formula, op = "binary cross-entropy", "softplus((1 - 2y) z)", ops.BINARY_CROSS_ENTROPY
    labels = on_logits = True

    def refusal(self, output: str, outputs: int) -> str | None:
        if outputs != 1:
            return "Binary cross-entropy needs a single output; for several classes, use cross-entropy."
        if output != "sigmoid":
            return "Binary cross-entropy needs a probability: choose sigmoid as the output activation."
        return None

    def value(self, z: Array, a: Array, y: Array) -> Array:
        return np.asarray(np.logaddexp(0, (1 - 2 * y) * z)[:, 0])

    def means(self, z: Array, a: Array, y: Array) -> Array:
        # softplus(t) = (t + |t|) / 2 + log(1 + exp(-|t|)). The logarithms of a few samples are that of one product,
        # whose factors lie between 1 and 2: no number is too large, and few logarithms are taken, which cost the most.
        t = (1 - 2 * y[0]) * z[0]
        total = t.sum(axis=1)
        np.abs(t, out=t)
        total = (total + t.sum(axis=1)) / 2
        np.exp(np.negative(t, out=t), out=t)
        t += 1
        width = -(-t.shape[1] // FACTORS)
        product, others = t[:, :width], range(width, t.shape[1], width)
        for start in others:
            some = t[:, start : start + width]
            product[:, : some.shape[1]] *= some
        total += np.log(product, out=product).sum(axis=1)
        return np.asarray(total / t.shape[1])

    def encode(self, y: Array) -> Array:
        return np.asarray(2 * y - 1)

    def delta_calls(
        self, output: Activation, z: Array, target: Array, delta: Array
    ) -> tuple[list[Call], float]:
        half = scalar(0.5, z.dtype)  # sigmoid(z) - y = (tanh(z/2) - (2y - 1)) / 2
        calls: list[Call] = [bind(np.multiply, z, half, delta), bind(np.tanh, delta, delta)]
        return [*calls, bind(np.subtract, delta, target, delta)], 0.5

    def gates(self, add: ScalarLoss, scores: Sequence[str], targets: Sequence[str], y: Array) -> None:
        doubled = add.piece(ops.MULTIPLY, add.number(2), targets[0], stem="double")
        sign = add.piece(ops.SUBTRACT, add.number(1), doubled, stem="sign")
        add.last(ops.SOFTPLUS, add.piece(ops.MULTIPLY, sign, scores[0], stem="signed"))


class CrossEntropy(Loss):
    name, formula, op = "cross-entropy", "logsumexp(z) - z_k", ops.CROSS_ENTROPY
    labels = on_logits = True

    def refusal(self, output: str, outputs: int) -> str | None:
        if output != "softmax":
            return (
                "Cross-entropy needs probabilities that add up to 1: choose softmax as the output activation."
            )
        return None

    def value(self, z: Array, a: Array, y: Array) -> Array:
        top = z.max(axis=1, keepdims=True)
        return np.asarray(np.log(np.exp(z - top).sum(axis=1)) + top[:, 0] - (y * z).sum(axis=1))

    def delta_calls(
        self, output: Activation, z: Array, target: Array, delta: Array
    ) -> tuple[list[Call], float]:
        return [*EVERY["softmax"].forward_calls(z, delta), bind(np.subtract, delta, target, delta)], 1.0

    def gates(self, add: ScalarLoss, scores: Sequence[str], targets: Sequence[str], y: Array) -> None:
        total = add.piece(ops.LOGSUMEXP_OF, *scores, stem="logsumexp")
        add.last(ops.SUBTRACT, total, add.labelled(scores, targets))


class OfActivations(Loss):
    """A loss of the outputs themselves, whatever their activation: its gradient goes on through that."""

    @abstractmethod
    def activation_calls(self, a: Array, target: Array, delta: Array) -> tuple[list[Call], float]:
        """Calls that fill delta with (dL/da) / unit, and the constant `unit`."""

    def delta_calls(
        self, output: Activation, z: Array, target: Array, delta: Array
    ) -> tuple[list[Call], float]:
        a = z if output.op is None else np.empty_like(z)
        calls, unit = self.activation_calls(a, target, delta)
        return [*output.forward_calls(z, a), *calls, *output.backward_calls(z, a, delta, delta)], unit


class MeanSquared(OfActivations):
    name, formula, op = "mean squared", "mean((a - y)**2)", ops.MEAN_SQUARED
    error, error_short = "root mean squared error", "RMSE"

    def distance(self, loss: float) -> float:
        return math.sqrt(loss)

    def means(self, z: Array, a: Array, y: Array) -> Array:
        errors = a - y
        return np.asarray(np.einsum("kmn,kmn->m", errors, errors) / (len(z) * z.shape[2]))

    def value(self, z: Array, a: Array, y: Array) -> Array:
        return np.asarray(np.square(a - y).mean(axis=1))

    def activation_calls(self, a: Array, target: Array, delta: Array) -> tuple[list[Call], float]:
        return [bind(np.subtract, a, target, delta)], 2.0 / len(a)

    def gates(self, add: ScalarLoss, scores: Sequence[str], targets: Sequence[str], y: Array) -> None:
        _scaled_sum(add, ops.SQUARE, 1.0 / len(scores), scores, targets)


class HalfSquared(OfActivations):
    name, formula, op = "half squared", "1/2 sum((a - y)**2)", ops.HALF_SQUARED
    error, error_short = "root mean squared error", "RMSE"

    def distance(self, loss: float) -> float:
        return math.sqrt(2.0 * loss)

    def value(self, z: Array, a: Array, y: Array) -> Array:
        return np.asarray(0.5 * np.square(a - y).sum(axis=1))

    def activation_calls(self, a: Array, target: Array, delta: Array) -> tuple[list[Call], float]:
        return [bind(np.subtract, a, target, delta)], 1.0

    def gates(self, add: ScalarLoss, scores: Sequence[str], targets: Sequence[str], y: Array) -> None:
        _scaled_sum(add, ops.SQUARE, 0.5, scores, targets)


class AbsoluteError(OfActivations):
    name, formula, op = "l1", "sum |a - y|", ops.L1_LOSS
    error, error_short = "mean absolute error", "MAE"

    def distance(self, loss: float) -> float:
        return loss

    def value(self, z: Array, a: Array, y: Array) -> Array:
        return np.asarray(np.abs(a - y).sum(axis=1))

    def activation_calls(self, a: Array, target: Array, delta: Array) -> tuple[list[Call], float]:
        return [bind(np.subtract, a, target, delta), bind(np.sign, delta, delta)], 1.0

    def gates(self, add: ScalarLoss, scores: Sequence[str], targets: Sequence[str], y: Array) -> None:
        if len(scores) == 1:
            add.last(ops.ABS, add.piece(ops.SUBTRACT, scores[0], targets[0], stem="error"))
        else:
            add.last(ops.ADD, *_costs(add, ops.ABS, scores, targets))


class Hinge(OfActivations):
    name, formula, op = "hinge", "max(0, 1 - (2y - 1) a)", ops.HINGE_LOSS
    labels, threshold = True, 0.0  # its scores are signed

    def refusal(self, output: str, outputs: int) -> str | None:
        if output not in ("linear", "tanh"):
            return "The hinge loss needs scores that can be negative: choose linear or tanh as the output activation."
        return None

    def value(self, z: Array, a: Array, y: Array) -> Array:
        if y.shape[1] == 1:
            return np.asarray(np.maximum(0, 1 - (2 * y - 1) * a)[:, 0])
        labelled = (y * a).sum(axis=1, keepdims=True)
        return np.asarray(np.maximum(0, a - labelled + 1).sum(axis=1) - 1)  # the labelled class itself gave 1

    def encode(self, y: Array) -> Array:
        return np.asarray(2 * y - 1) if y.shape[1] == 1 else y

    def activation_calls(self, a: Array, target: Array, delta: Array) -> tuple[list[Call], float]:
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

    def gates(self, add: ScalarLoss, scores: Sequence[str], targets: Sequence[str], y: Array) -> None:
        if len(scores) == 1:
            doubled = add.piece(ops.MULTIPLY, add.number(2), targets[0], stem="double")
            sign = add.piece(ops.SUBTRACT, doubled, add.number(1), stem="sign")
            signed = add.piece(ops.MULTIPLY, sign, scores[0], stem="signed")
            add.last(ops.RELU, add.piece(ops.SUBTRACT, add.number(1), signed, stem="margin"))
            return
        right, one = add.labelled(scores, targets), add.number(1)
        costs = []
        for k, score in enumerate(scores):
            if k != int(np.argmax(y)):
                ahead = add.piece(ops.SUBTRACT, score, right, stem="ahead")
                costs.append(add.piece(ops.RELU, add.piece(ops.ADD, ahead, one, stem="margin"), stem="cost"))
        add.last(ops.ADD, *costs)


def _costs(add: ScalarLoss, gate: Op, scores: Sequence[str], targets: Sequence[str]) -> list[str]:
    """What each output's error costs."""
    costs = []
    for score, target in zip(scores, targets, strict=True):
        error = add.piece(ops.SUBTRACT, score, target, stem="error")
        costs.append(add.piece(gate, error, stem="cost"))
    return costs


def _scaled_sum(
    add: ScalarLoss, gate: Op, share: float, scores: Sequence[str], targets: Sequence[str]
) -> None:
    """share times the sum of what each output's error costs."""
    costs = _costs(add, gate, scores, targets)
    total = costs[0] if len(costs) == 1 else add.piece(ops.ADD, *costs, stem="sum")
    add.last(ops.MULTIPLY, add.number(share), total)


LOSSES: Mapping[str, Loss] = MappingProxyType(
    {
        loss.name: loss
        for loss in (
            BinaryCrossEntropy(), CrossEntropy(), MeanSquared(), HalfSquared(), AbsoluteError(), Hinge(),
        )
    }
)  # fmt: skip


def find(loss: str | Loss) -> Loss:
    """The loss of that name, or the one that was given. ValueError, with the choices, on an unknown name."""
    if isinstance(loss, Loss):
        return loss
    if loss not in LOSSES:
        raise ValueError(f"There is no loss called {loss!r}; choose one of {', '.join(LOSSES)}.")
    return LOSSES[loss]


def allowed(loss: str | Loss, output: str | Activation, outputs: int) -> str | None:
    """None when loss, output activation and number of outputs go together, else the reason in plain English."""
    if isinstance(loss, str) and loss not in LOSSES:
        return f"There is no loss called {loss!r}; choose one of {', '.join(LOSSES)}."
    if isinstance(output, Activation):
        output = output.name
    elif output not in OUTPUTS:
        return f"There is no output called {output!r}; choose one of {', '.join(OUTPUTS)}."
    if output == "softmax" and outputs < 2:
        return "Softmax divides the probability among several classes, so it needs at least two outputs."
    return find(loss).refusal(output, outputs)
