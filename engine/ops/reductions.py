"""From many numbers to fewer: sums, means, the largest and smallest, the norm, maxout of two halves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.ops.base import Array, Form, Op, Shapes
from engine.problem import ShapeError


class Reduction(Op):
    """A reduction whose `local` has the shape of the input; the upstream gradient is spread over it."""

    def __init__(self, axis: int | None = None, keep: bool = False) -> None:
        self.axis, self.keep = axis, keep

    def spread(self, reduced: Array) -> Array:
        """`reduced` with the reduced axis back, of size 1, so that it broadcasts over the input."""
        return reduced if self.axis is None or self.keep else np.expand_dims(reduced, self.axis)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(self.spread(upstream) * self.local(index, inputs, output))

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (index,), True

    def _spread(self, name: str) -> str:
        return name if self.axis is None or self.keep else f"np.expand_dims({name}, {self.axis})"

    def _axis(self) -> str:
        return ("" if self.axis is None else f", axis={self.axis}") + ", keepdims=True" * self.keep


class Sum(Reduction):
    """The sum of all elements, or along one axis (which `keep` keeps, of size 1). Every element gets the
    upstream gradient."""

    name, symbol, pattern = "sum", "Σ", "distributes"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.sum(inputs[0], axis=self.axis, keepdims=self.keep))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.ones_like(inputs[0])

    def rule(self, index: int) -> str:
        return "d/dxᵢ Σ x = 1"

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), False  # the shape is enough

    def code(self, *names: str) -> str:
        return f"np.sum({names[0]}{self._axis()})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"{self._spread(upstream)} * np.ones(np.shape({names[0]}))"


class Mean(Reduction):
    """The mean of all elements, or along one axis. Every element gets its share of the upstream gradient."""

    name, symbol, pattern = "mean", "mean", "distributes"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.mean(inputs[0], axis=self.axis))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.full_like(inputs[0], output.size / inputs[0].size)

    def rule(self, index: int) -> str:
        return "d/dxᵢ mean(x) = 1/n"

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), False

    def code(self, *names: str) -> str:
        return f"np.mean({names[0]}{self._axis()})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        count = f"np.size({names[0]})" if self.axis is None else f"np.shape({names[0]})[{self.axis}]"
        return f"{self._spread(upstream)} * np.ones(np.shape({names[0]})) / {count}"


class Largest(Reduction):
    """The largest (or smallest) element. It routes: that element takes all of the upstream gradient, the
    first of them when several are equal."""

    pattern = "routes"

    def __init__(self, name: str, largest: bool) -> None:
        super().__init__()
        self.name = self.symbol = name
        self._largest = largest

    def _place(self, values: Array) -> int:
        return int(np.argmax(values) if self._largest else np.argmin(values))

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(inputs[0].flat[self._place(inputs[0])])

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        local = np.zeros_like(inputs[0])
        local.flat[self._place(inputs[0])] = 1.0
        return local

    def rule(self, index: int) -> str:
        return f"d/dxᵢ {self.name.split()[0]}(x) = 1 at the {self.name.split()[0]}imum, else 0"

    def code(self, *names: str) -> str:
        return f"np.{self.name.split()[0]}({names[0]})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        x, which = names[0], self.name.split()[0]
        return f"{upstream} * (np.arange(np.size({x})) == np.arg{which}({x})).reshape(np.shape({x}))"

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (index,), False


class Norm(Reduction):
    """The Euclidean norm √(Σ x²) of all elements (for a matrix, the Frobenius norm). At x = 0 its gradient is
    taken as 0."""

    name, symbol = "norm", "‖x‖"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.linalg.norm(inputs[0]))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(inputs[0] / (output or 1.0))

    def rule(self, index: int) -> str:
        return "d/dx ‖x‖ = x/‖x‖"

    def code(self, *names: str) -> str:
        return f"np.linalg.norm({names[0]})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"{upstream} * {names[0]} / ({output} or 1)"


def vector(values: Array) -> Array:
    """`values`, a vector or a matrix; ValueError for a single number."""
    if values.ndim == 0:
        raise ShapeError("vector_needed")
    return values


class MaxoutHalves(Op):
    """max(first half, second half) of a vector along the last axis: a maxout layer of two pieces. It routes;
    a tie goes to the first half. Raises ValueError for an odd size."""

    name, symbol, pattern = "maxout of halves", "maxout", "routes"

    def forward(self, *inputs: Array) -> Array:
        size = vector(inputs[0]).shape[-1]
        if size % 2:
            raise ShapeError("two_pieces_needed", count=size)
        return np.maximum(inputs[0][..., : size // 2], inputs[0][..., size // 2 :])

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        width = output.shape[-1]
        first = inputs[0][..., :width] >= inputs[0][..., width:]
        return np.concatenate([first, ~first], axis=-1).astype(np.float64)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(np.concatenate([upstream, upstream], axis=-1) * self.local(index, inputs, output))

    def rule(self, index: int) -> str:
        return "d/dx max(x, y) = 1 where x is the maximum, else 0"

    def form(self, index: int, *inputs: Array) -> Form:
        return Form(("[", "upstream", ",", "upstream", "]", "×", "local"))

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (index,), False

    def code(self, *names: str) -> str:
        return f"np.max(np.split({names[0]}, 2, axis=-1), axis=0)"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        first = f"np.argmax(np.split({names[0]}, 2, axis=-1), axis=0) == 0"
        return f"np.concatenate([{upstream} * ({first}), {upstream} * ~({first})], axis=-1)"


SUM, MEAN, NORM, MAXOUT_HALVES = Sum(), Mean(), Norm(), MaxoutHalves()
LARGEST, SMALLEST = Largest("max of elements", largest=True), Largest("min of elements", largest=False)
