"""Losses of two arrays of one shape, as they are typed: both get their gradient. Means over all elements, or sums.

Their like in `losses` are those that networks train with, whose targets get none.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Literal

import numpy as np

from engine.ops.base import Array, Named, Op, Shapes
from engine.ops.losses import over
from engine.problem import ShapeError, size_text

Reduction = Literal["mean", "sum"]


class PairLoss(Op):
    """The mean, or the sum, of a loss of each pair of elements; `local` has the shape of the input."""

    def __init__(self, reduction: Reduction = "mean") -> None:
        self.reduction = reduction

    @abstractmethod
    def each(self, a: Array, y: Array) -> Array:
        """The loss of each pair."""

    @abstractmethod
    def slope(self, index: int, a: Array, y: Array) -> Array:
        """Its derivative by a (index 0) or y."""

    @abstractmethod
    def slope_named(self, index: int) -> str:
        """The same with the names of a graph: see Named."""

    @abstractmethod
    def each_code(self, a: str, y: str) -> str: ...

    @abstractmethod
    def slope_code(self, index: int, a: str, y: str) -> str: ...

    def forward(self, *inputs: Array) -> Array:
        a, y = inputs
        if a.shape != y.shape:
            raise ShapeError("equal_shapes_needed", left=size_text(a.shape), right=size_text(y.shape))
        return np.asarray(np.sum(self.each(a, y)) / self._count(a))

    def _count(self, a: Array) -> int:
        return a.size if self.reduction == "mean" else 1

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(self.slope(index, *inputs) / self._count(inputs[0]))

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(upstream * self.local(index, inputs, output))

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named(over(self.slope_named(index), self._count(inputs[0])))

    def written(self, *names: str) -> str:
        reduced = "" if self.reduction == "mean" else ', reduction="sum"'
        return (
            f"{self.name.split(' of ')[0].replace('-', '_').replace(' ', '_')}({', '.join(names)}{reduced})"
        )

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (0, 1), False

    def code(self, *names: str) -> str:
        return f"np.{self.reduction}({self.each_code(*names)})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        size = f" / np.size({names[0]})" if self.reduction == "mean" else ""
        return f"{upstream} * {self.slope_code(index, *names)}{size}"


class SquaredError(PairLoss):
    """(a − y)²."""

    name, symbol = "mse", "mean (a−y)²"

    def each(self, a: Array, y: Array) -> Array:
        return np.asarray((a - y) ** 2)

    def slope(self, index: int, a: Array, y: Array) -> Array:
        return np.asarray((2.0 - 4.0 * index) * (a - y))

    def rule(self, index: int) -> str:
        return ("d/da (a − y)² = 2·(a − y)", "d/dy (a − y)² = −2·(a − y)")[index] + ", over n in a mean"

    def slope_named(self, index: int) -> str:
        return ("2·({0} − {1})", "−2·({0} − {1})")[index]

    def each_code(self, a: str, y: str) -> str:
        return f"({a} - {y}) ** 2"

    def slope_code(self, index: int, a: str, y: str) -> str:
        return f"{(2, -2)[index]} * ({a} - {y})"


class AbsoluteError(PairLoss):
    """|a − y|; at a = y the gradient is 0."""

    name, symbol = "mae", "mean |a−y|"

    def each(self, a: Array, y: Array) -> Array:
        return np.asarray(np.abs(a - y))

    def slope(self, index: int, a: Array, y: Array) -> Array:
        return np.asarray((1.0 - 2.0 * index) * np.sign(a - y))

    def rule(self, index: int) -> str:
        return ("d/da |a − y| = sign(a − y)", "d/dy |a − y| = −sign(a − y)")[index] + ", over n in a mean"

    def slope_named(self, index: int) -> str:
        return ("sign({0} − {1})", "−sign({0} − {1})")[index]

    def each_code(self, a: str, y: str) -> str:
        return f"np.abs({a} - {y})"

    def slope_code(self, index: int, a: str, y: str) -> str:
        return f"{('', '-')[index]}np.sign({a} - {y})"


class Huber(PairLoss):
    """½ (a − y)² up to a distance of `delta`, beyond it a straight line, δ·(|a − y| − ½δ) (Huber, 1964)."""

    name, symbol = "huber", "Huber"

    def __init__(self, reduction: Reduction = "mean", delta: float = 1.0) -> None:
        super().__init__(reduction)
        self.delta = delta

    def each(self, a: Array, y: Array) -> Array:
        near = np.minimum(np.abs(a - y), self.delta)
        return np.asarray(near * (np.abs(a - y) - 0.5 * near))

    def slope(self, index: int, a: Array, y: Array) -> Array:
        return np.asarray((1.0 - 2.0 * index) * np.clip(a - y, -self.delta, self.delta))

    def rule(self, index: int) -> str:
        return ("d/da = a − y", "d/dy = −(a − y)")[index] + f", cut to ±{self.delta:g}, over n in a mean"

    def slope_named(self, index: int) -> str:
        return f"{('', '−')[index]}clip({{0}} − {{1}}, −{self.delta:g}, {self.delta:g})"

    def each_code(self, a: str, y: str) -> str:
        return f"huber({a}, {y})"  # one of several elements is never written

    def code(self, *names: str) -> str:
        return f"huber({names[0]}, {names[1]}, reduction={self.reduction!r}, delta={self.delta!r})"

    def slope_code(self, index: int, a: str, y: str) -> str:
        return f"{('', '-')[index]}np.clip({a} - {y}, {-self.delta!r}, {self.delta!r})"


class ProbabilityCrossEntropy(PairLoss):
    """−y log p − (1 − y) log(1 − p), of a probability p and a label y from 0 to 1."""

    name, symbol = "binary cross-entropy of p", "binary cross-entropy"

    def each(self, a: Array, y: Array) -> Array:
        return np.asarray(-(y * np.log(a) + (1.0 - y) * np.log1p(-a)))

    def slope(self, index: int, a: Array, y: Array) -> Array:
        return np.asarray((a - y) / (a * (1.0 - a)) if index == 0 else np.log1p(-a) - np.log(a))

    def rule(self, index: int) -> str:
        return ("d/dp = (p − y)/(p·(1 − p))", "d/dy = log(1 − p) − log p")[index] + ", over n in a mean"

    def slope_named(self, index: int) -> str:
        return ("({0} − {1})/({0}·(1 − {0}))", "(log(1 − {0}) − log({0}))")[index]

    def each_code(self, a: str, y: str) -> str:
        return f"-({y} * np.log({a}) + (1 - {y}) * np.log1p(-{a}))"

    def slope_code(self, index: int, a: str, y: str) -> str:
        return (f"({a} - {y}) / ({a} * (1 - {a}))", f"(np.log1p(-{a}) - np.log({a}))")[index]


class LogitCrossEntropy(PairLoss):
    """softplus(z) − y z: the binary cross-entropy of σ(z), of the logit z itself, so that nothing overflows."""

    name, symbol = "binary cross-entropy of z", "binary cross-entropy"

    def each(self, a: Array, y: Array) -> Array:
        return np.asarray(np.logaddexp(0.0, a) - y * a)

    def slope(self, index: int, a: Array, y: Array) -> Array:
        return np.asarray(1.0 / (1.0 + np.exp(-a)) - y if index == 0 else -a)

    def rule(self, index: int) -> str:
        return ("d/dz = σ(z) − y", "d/dy = −z")[index] + ", over n in a mean"

    def slope_named(self, index: int) -> str:
        return ("(σ({0}) − {1})", "−{0}")[index]

    def each_code(self, a: str, y: str) -> str:
        return f"np.logaddexp(0, {a}) - {y} * {a}"

    def slope_code(self, index: int, a: str, y: str) -> str:
        return (f"(1 / (1 + np.exp(-{a})) - {y})", f"-{a}")[index]


class CosineSimilarity(Op):
    """a·b/(‖a‖‖b‖) of two vectors, or of each row of two matrices: 1 where they point the same way, 0 where they are at
    right angles. Where one is 0 it is 0, and so is the gradient."""

    name, symbol = "cosine_similarity", "cos(a, b)"

    @staticmethod
    def _lengths(inputs: Sequence[Array]) -> tuple[Array, Array]:
        """Those of a and of b, the axis kept, with 1 for 0."""
        a, b = (np.linalg.norm(value, axis=-1, keepdims=True) for value in inputs)
        return np.asarray(np.where(a == 0, 1.0, a)), np.asarray(np.where(b == 0, 1.0, b))

    def forward(self, *inputs: Array) -> Array:
        a, b = inputs
        if a.shape != b.shape:
            raise ShapeError("equal_shapes_needed", left=size_text(a.shape), right=size_text(b.shape))
        if not a.ndim:
            raise ShapeError("vector_needed")
        first, second = self._lengths(inputs)
        return np.asarray(np.sum(a / first * (b / second), axis=-1))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        lengths = self._lengths(inputs)
        own, other = (value / length for value, length in zip(
            (inputs[index], inputs[1 - index]), (lengths[index], lengths[1 - index]), strict=True))  # fmt: skip
        return np.asarray((other - output[..., None] * own) / lengths[index])

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(upstream[..., None] * self.local(index, inputs, output))

    def rule(self, index: int) -> str:
        return ("d/da cos = (b/‖b‖ − cos·a/‖a‖)/‖a‖", "d/db cos = (a/‖a‖ − cos·b/‖b‖)/‖b‖")[index]

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        own, other = f"{{{index}}}", f"{{{1 - index}}}"
        return Named(f"({other}/‖{other}‖ − {{out}}·{own}/‖{own}‖)/‖{own}‖")

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (0, 1), True

    def code(self, *names: str) -> str:
        a, b = (f"unit({name})" for name in names)
        return f"np.sum({a} * {b}, axis=-1)"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        own, other = names[index], names[1 - index]
        turned = f"(unit({other}) - np.expand_dims({output}, -1) * unit({own})) / length({own})"
        return f"np.expand_dims({upstream}, -1) * {turned}"


# What generated code begins with that uses these: they do not fit on one line.
HUBER_LOSS = '''\
def huber(a, y, reduction, delta):
    """A square near 0 and a straight line beyond delta, the mean or the sum."""
    near = np.minimum(np.abs(a - y), delta)
    loss = near * (np.abs(a - y) - 0.5 * near)
    return np.mean(loss) if reduction == "mean" else np.sum(loss)
'''
UNIT = '''\
def length(x):
    """The length of a vector, or of each row, the axis kept; 1 where it is 0."""
    found = np.linalg.norm(x, axis=-1, keepdims=True)
    return np.where(found == 0, 1, found)


def unit(x):
    """A vector, or each row, of length 1."""
    return x / length(x)
'''

MSE, MAE, HUBER = SquaredError(), AbsoluteError(), Huber()
PROBABILITY_CROSS_ENTROPY, LOGIT_CROSS_ENTROPY = ProbabilityCrossEntropy(), LogitCrossEntropy()
COSINE_SIMILARITY = CosineSimilarity()
