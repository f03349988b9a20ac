"""Losses of predictions (or logits) against targets, each one gate, and the penalties on weights.

Targets get no gradient. A loss takes one sample (vectors); cross-entropy and hinge, which can be typed,
also take a batch (rows) and average over it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import numpy as np

from engine.ops.base import Array, Named, Op, Shapes, cases
from engine.problem import LabelError, ShapeError, size_text

# One-hot targets, given as they are or as the index of a class: the helper of generated code too.
ONE_HOT = '''\
def one_hot(label, scores):
    """The targets as 0 and 1, from targets of the shape of the scores or from the index of a class."""
    if np.shape(label) == np.shape(scores):
        return label
    return np.eye(np.shape(scores)[-1])[np.asarray(label, dtype=int)]
'''


def one_hot(label: Array, scores: Array) -> Array:
    """Targets of the shape of `scores`; `label` has that shape already or holds the index of a class a row.

    Raises ValueError when it is neither, or when the scores are a single number.
    """
    if scores.ndim == 0:
        raise ShapeError("scores_not_vector")
    if label.shape == scores.shape:
        return label
    classes = scores.shape[-1]
    if label.shape != scores.shape[:-1]:
        raise ShapeError("label_shape", label=size_text(label.shape), scores=size_text(scores.shape))
    index = np.asarray(label, dtype=np.int64)
    outside = (index != label) | (index < 0) | (index >= classes)
    if np.any(outside):
        raise no_class(label[outside], classes)
    return np.asarray(np.eye(classes)[index])


def no_class(labels: Array, classes: int) -> LabelError:
    """That there is no class with the first of these numbers."""
    return LabelError(
        "label_not_class", label=f"{float(labels.flat[0]):g}", classes=classes, last=classes - 1
    )


def rows(scores: Array) -> int:
    """The number of samples: 1 for a vector."""
    return scores.shape[0] if scores.ndim > 1 else 1


def targets(scores: Array, label: Array) -> str:
    """How targets of the shape of the scores are called: by their name, or by what makes them of a class's number."""
    return "{1}" if label.shape == scores.shape else "one_hot({1})"


def over(text: str, count: int) -> str:
    """A mean of so many."""
    return text if count == 1 else f"{text}/{count}"


class Loss(Op):
    """A loss of (scores, targets): a single number; `local` is its gradient, of the shape of the scores."""

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(upstream * self.local(index, inputs, output))

    def differentiable(self, index: int) -> bool:
        return index == 0

    def written(self, *names: str) -> str:
        return f"{self.name.replace('-', '_').replace(' ', '_')}({', '.join(names)})"

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (0, 1), False

    @abstractmethod
    def gradient_code(self, a: str, y: str) -> str:
        """The local gradient for one sample as code."""

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"{upstream} * {self.gradient_code(*names)}"


class BinaryCrossEntropy(Loss):
    """softplus((1 − 2y) z) of the logit z and the label y in {0, 1}: −log of the probability that the right
    answer got (Goodfellow et al., Deep Learning, section 6.2.2.2)."""

    name, symbol = "binary cross-entropy", "binary cross-entropy"

    def forward(self, *inputs: Array) -> Array:
        z, y = inputs
        return np.asarray(np.logaddexp(0.0, (1.0 - 2.0 * y) * z).sum())

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        z, y = inputs
        sign = 1.0 - 2.0 * y
        return np.asarray(sign / (1.0 + np.exp(-sign * z)))

    def rule(self, index: int) -> str:
        return "d/dz softplus((1 − 2y)·z) = σ(z) − y"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named("σ({0}) − {1}")

    def code(self, *names: str) -> str:
        z, y = names
        return f"np.sum(np.logaddexp(0, (1 - 2 * {y}) * {z}))"

    def gradient_code(self, a: str, y: str) -> str:
        return f"(1 / (1 + np.exp(-{a})) - {y})"


class CrossEntropy(Loss):
    """logsumexp(z) − z_y of logits z, the mean over the rows of a batch: −log softmax(z)_y."""

    name, symbol = "cross-entropy", "cross-entropy"

    def forward(self, *inputs: Array) -> Array:
        z, y = inputs[0], one_hot(inputs[1], inputs[0])
        return np.asarray(np.mean(np.logaddexp.reduce(z, axis=-1) - np.sum(z * y, axis=-1)))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        z, y = inputs[0], one_hot(inputs[1], inputs[0])
        return np.asarray((np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True)) - y) / rows(z))

    def rule(self, index: int) -> str:
        return "d/dz (logsumexp(z) − z_y) = softmax(z) − y"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        difference, count = f"softmax({{0}}) − {targets(*inputs)}", rows(inputs[0])
        return Named(difference if count == 1 else f"({difference})/{count}")

    def code(self, *names: str) -> str:
        z, y = names
        return f"np.mean(np.logaddexp.reduce({z}, axis=-1) - np.sum({z} * one_hot({y}, {z}), axis=-1))"

    def gradient_code(self, a: str, y: str) -> str:
        softmax = f"np.exp({a} - np.logaddexp.reduce({a}, axis=-1, keepdims=True))"
        return f"({softmax} - one_hot({y}, {a})) / (np.size({a}) // np.shape({a})[-1])"


class Pick(Op):
    """The element of the labelled class, of each row of a batch: y·z along the last axis. It routes."""

    name, symbol, pattern = "pick", "pick", "routes"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.sum(inputs[0] * one_hot(inputs[1], inputs[0]), axis=-1))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return one_hot(inputs[1], inputs[0])

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(upstream[..., None] * self.local(index, inputs, output))

    def differentiable(self, index: int) -> bool:
        return index == 0

    def rule(self, index: int) -> str:
        return "d/dzᵢ z_y = 1 where i = y, else 0"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named(targets(*inputs))

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (1,), False

    def code(self, *names: str) -> str:
        return f"np.sum({names[0]} * one_hot({names[1]}, {names[0]}), axis=-1)"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"np.expand_dims({upstream}, -1) * one_hot({names[1]}, {names[0]})"


class MeanSquared(Loss):
    """The mean over the outputs of (a − y)²."""

    name, symbol = "mean squared", "mean (a−y)²"

    def forward(self, *inputs: Array) -> Array:
        a, y = inputs
        return np.asarray(np.mean((a - y) ** 2))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        a, y = inputs
        return np.asarray(2.0 * (a - y) / a.size)

    def rule(self, index: int) -> str:
        return "d/da mean((a − y)²) = 2·(a − y)/n"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named(over("2·({0} − {1})", inputs[0].size))

    def code(self, *names: str) -> str:
        return f"np.mean(({names[0]} - {names[1]}) ** 2)"

    def gradient_code(self, a: str, y: str) -> str:
        return f"2 * ({a} - {y}) / np.size({a})"


class HalfSquared(Loss):
    """½ Σ (a − y)² of one sample."""

    name, symbol = "half squared", "½ Σ(a−y)²"

    def forward(self, *inputs: Array) -> Array:
        a, y = inputs
        return np.asarray(0.5 * np.sum((a - y) ** 2))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        a, y = inputs
        return np.asarray(a - y)

    def rule(self, index: int) -> str:
        return "d/da ½(a − y)² = a − y"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named("{0} − {1}")

    def code(self, *names: str) -> str:
        return f"0.5 * np.sum(({names[0]} - {names[1]}) ** 2)"

    def gradient_code(self, a: str, y: str) -> str:
        return f"({a} - {y})"


class AbsoluteLoss(Loss):
    """Σ |a − y| of one sample; at a = y the gradient is 0."""

    name, symbol = "l1", "Σ|a−y|"

    def forward(self, *inputs: Array) -> Array:
        a, y = inputs
        return np.asarray(np.sum(np.abs(a - y)))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        a, y = inputs
        return np.asarray(np.sign(a - y))

    def rule(self, index: int) -> str:
        return "d/da |a − y| = sign(a − y)"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named("sign({0} − {1})")

    def code(self, *names: str) -> str:
        return f"np.sum(np.abs({names[0]} - {names[1]}))"

    def gradient_code(self, a: str, y: str) -> str:
        return f"np.sign({a} - {y})"


class Hinge(Loss):
    """The SVM loss. One score: max(0, 1 − (2y − 1) a) with y in {0, 1}. Several: Σ over the wrong classes j
    of max(0, a_j − a_k + 1), k the labelled class (Weston and Watkins, 1999). Mean over a batch."""

    name, symbol = "hinge", "hinge"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.maximum(self._margins(inputs), 0.0).sum() / rows(inputs[0]))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        a, y = inputs
        active = (self._margins(inputs) > 0).astype(np.float64)
        if self._single(a):
            return np.asarray(active * (1.0 - 2.0 * y) / rows(a))
        return np.asarray((active - one_hot(y, a) * active.sum(axis=-1, keepdims=True)) / rows(a))

    @staticmethod
    def _single(a: Array) -> bool:
        return a.ndim == 0 or a.shape[-1] == 1

    def _margins(self, inputs: Sequence[Array]) -> Array:
        a, y = inputs
        if self._single(a):
            if y.shape not in (a.shape, ()):
                raise ShapeError("label_not_number")
            return np.asarray(1.0 - (2.0 * y - 1.0) * a)
        y = one_hot(y, a)
        # The labelled class itself is no wrong class: its margin, always 1, is taken out.
        return np.asarray((a - np.sum(a * y, axis=-1, keepdims=True) + 1.0) * (1.0 - y))

    def rule(self, index: int) -> str:
        return "d/da max(0, m) = dm/da where the margin m > 0, else 0"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        a, y = inputs
        if self._single(a):
            holds = None if a.size > 1 else bool(self._margins(inputs).item() > 0)
            return cases(
                over("(1 − 2·{1})", rows(a)), "(2·{1} − 1)·{0} < 1", "0", "(2·{1} − 1)·{0} ≥ 1", holds
            )
        wrong, label = "[{0} + 1 > {0}ₖ]", targets(a, y)  # k: the labelled class
        return Named(over(f"({wrong} − {label}·Σ{wrong})", rows(a)))

    def code(self, *names: str) -> str:
        return f"hinge({names[0]}, {names[1]})[0]"

    def gradient_code(self, a: str, y: str) -> str:
        return f"hinge({a}, {y})[1]"


# The hinge loss does not fit on one line; generated code that uses it begins with this.
HINGE = (
    ONE_HOT
    + '''

def hinge(a, y):
    """The hinge loss and its gradient."""
    single = np.ndim(a) == 0 or np.shape(a)[-1] == 1
    rows = np.shape(a)[0] if np.ndim(a) > 1 else 1
    if single:
        margin = 1 - (2 * y - 1) * a
        return np.sum(np.maximum(margin, 0)) / rows, (margin > 0) * (1 - 2 * y) / rows
    y = one_hot(y, a)
    margin = (a - np.sum(a * y, axis=-1, keepdims=True) + 1) * (1 - y)
    wrong = (margin > 0) * 1.0
    return np.sum(np.maximum(margin, 0)) / rows, (wrong - y * np.sum(wrong, axis=-1, keepdims=True)) / rows
'''
)


class Penalty(Op):
    """strength · Σ over all the weights of |w| (L1) or w² (L2). The first input is the strength."""

    def __init__(self, name: str, squared: bool) -> None:
        self.name, self._squared = name, squared
        self.symbol = "λ·Σw²" if squared else "λ·Σ|w|"

    def forward(self, *inputs: Array) -> Array:
        strength, *weights = inputs
        sizes = (np.sum(w * w) if self._squared else np.sum(np.abs(w)) for w in weights)
        return np.asarray(strength * sum(sizes))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        if index == 0:
            return np.asarray(output / inputs[0])
        return np.asarray(inputs[0] * (2.0 * inputs[index] if self._squared else np.sign(inputs[index])))

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(upstream * self.local(index, inputs, output))

    def differentiable(self, index: int) -> bool:
        return index > 0

    def rule(self, index: int) -> str:
        return "d/dw λ·w² = 2λ·w" if self._squared else "d/dw λ·|w| = λ·sign(w)"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        weight = f"{{{index}}}"
        return Named(f"2·{{0}}·{weight}" if self._squared else f"{{0}}·sign({weight})")

    def written(self, *names: str) -> str:
        one = "sum({} ** 2)" if self._squared else "sum(abs({}))"
        return f"{names[0]} × ({' + '.join(one.format(name) for name in names[1:])})"

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (0, index), False

    def code(self, *names: str) -> str:
        one = "np.sum({} ** 2)" if self._squared else "np.sum(np.abs({}))"
        return f"{names[0]} * ({' + '.join(one.format(name) for name in names[1:])})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        local = f"2 * {names[index]}" if self._squared else f"np.sign({names[index]})"
        return f"{upstream} * {names[0]} * {local}"

    def plain(self, *names: str) -> str | None:
        sizes = (f"{name} * {name}" if self._squared else f"abs({name})" for name in names[1:])
        return f"{names[0]} * ({' + '.join(sizes)})"

    def plain_local(self, index: int, names: Sequence[str], output: str, once: str = "") -> str | None:
        return f"{names[0]} * " + (f"(2.0 * {names[index]})" if self._squared else f"sign({names[index]})")


BINARY_CROSS_ENTROPY, CROSS_ENTROPY, PICK = BinaryCrossEntropy(), CrossEntropy(), Pick()
MEAN_SQUARED, HALF_SQUARED, L1_LOSS, HINGE_LOSS = MeanSquared(), HalfSquared(), AbsoluteLoss(), Hinge()
L1_PENALTY, L2_PENALTY = Penalty("L1 penalty", squared=False), Penalty("L2 penalty", squared=True)
