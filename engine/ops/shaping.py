"""Ops that compute nothing new but take, join and arrange what is there: indexing, joining, reshaping, cumulative sums.

Going backward, each number goes back to where it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import EllipsisType

import numpy as np
from numpy.typing import NDArray

from engine.ops.base import Array, Form, Named, Op, Shape, Shapes
from engine.ops.losses import no_class
from engine.problem import LabelError, ShapeError, size_text

Place = int | slice | EllipsisType | None
PLACED, PART, ON = Form(("upstream",), "placed"), Form(("upstream",), "part"), Form(("upstream",))


def written(place: Place) -> str:
    """One place of an index, as code."""
    if not isinstance(place, slice):
        return "..." if place is ... else str(place)
    ends = ["" if end is None else str(end) for end in (place.start, place.stop)]
    return ":".join(ends if place.step is None else [*ends, str(place.step)])


class Index(Op):
    """x[places]: the elements at fixed places. Its gradient is the upstream put back there, zeros elsewhere."""

    name, symbol, pattern = "index", "x[i]", "routes"

    def __init__(self, *places: Place) -> None:
        self.places = places
        self._written = ", ".join(map(written, places))
        self.symbol = f"[{self._written}]"

    def forward(self, *inputs: Array) -> Array:
        try:
            found = inputs[0][self.places]
        except IndexError:
            raise ShapeError("place_outside", places=self._written, size=size_text(inputs[0].shape)) from None
        if found.ndim > 2:
            raise ShapeError("array_too_deep")
        return np.array(found, dtype=np.float64)

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.ones_like(output)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        gradient = np.zeros_like(inputs[0])
        gradient[self.places] = upstream
        return gradient

    def rule(self, index: int) -> str:
        return f"d/dxᵢ x[{self._written}] = 1 for what was read, else 0"

    def written(self, *names: str) -> str:
        return f"{names[0]}[{self._written}]"

    def form(self, index: int, *inputs: Array) -> Form:
        return PLACED

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), False

    def code(self, *names: str) -> str:
        return f"{names[0]}[{self._written}]"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"put_back({upstream}, np.s_[{self._written}], {names[0]})"


# These do not fit on one line; generated code that uses one begins with it.
PUT_BACK = '''\
def put_back(upstream, places, x):
    """The gradient of x[places]: what arrives stands where it was read, zeros elsewhere."""
    gradient = np.zeros(np.shape(x))
    np.add.at(gradient, places, upstream)
    return gradient
'''


class Rows(Op):
    """Rows of a table by number, (numbers, table): an embedding. A row that was read several times gets the sum of what
    comes back to it; the numbers get no gradient."""

    name, symbol, pattern = "rows", "row i", "routes"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(inputs[1][self._numbers(inputs)])

    @staticmethod
    def _numbers(inputs: Sequence[Array]) -> NDArray[np.int64]:
        numbers, table = inputs
        if not table.ndim or numbers.ndim + table.ndim > 3:
            raise ShapeError("rows_needed")
        whole = np.asarray(numbers, dtype=np.int64)
        outside = (whole != numbers) | (whole < -len(table)) | (whole >= len(table))
        if np.any(outside):
            row = float(numbers[outside].flat[0])
            raise LabelError("row_number_outside", row=row, rows=len(table), last=len(table) - 1)
        return whole

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.ones_like(output)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        gradient = np.zeros_like(inputs[1])
        np.add.at(gradient, self._numbers(inputs), upstream)
        return gradient

    def differentiable(self, index: int) -> bool:
        return index == 1

    def rule(self, index: int) -> str:
        return "d/dx x[i] = 1 for the row that was read, else 0"

    def written(self, *names: str) -> str:
        return f"embedding({names[0]}, {names[1]})"

    def form(self, index: int, *inputs: Array) -> Form:
        return PLACED

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (0,), False

    def code(self, *names: str) -> str:
        return f"{names[1]}[np.asarray({names[0]}, dtype=int)]"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"put_back({upstream}, np.asarray({names[0]}, dtype=int), {names[1]})"


class OneHot(Op):
    """A vector of 0 with a 1 at the class whose number is given; of several, a row each. A number has no gradient."""

    name, symbol = "one_hot", "one-hot"

    def __init__(self, classes: int) -> None:
        self.classes = classes

    def forward(self, *inputs: Array) -> Array:
        whole = np.asarray(inputs[0], dtype=np.int64)
        outside = (whole < 0) | (whole >= self.classes) | (whole != inputs[0])
        if np.any(outside):
            raise no_class(inputs[0][outside], self.classes)
        if inputs[0].ndim > 1:
            raise ShapeError("array_too_deep")
        return np.asarray(np.eye(self.classes)[whole])

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.zeros_like(output)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.zeros_like(inputs[0])

    def differentiable(self, index: int) -> bool:
        return False

    def rule(self, index: int) -> str:
        return "the number of a class has no gradient"

    def written(self, *names: str) -> str:
        return f"one_hot({names[0]}, {self.classes})"

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), False

    def code(self, *names: str) -> str:
        return f"np.eye({self.classes})[np.asarray({names[0]}, dtype=int)]"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"np.zeros(np.shape({names[0]}))"


class Reshape(Op):
    """The same numbers in another shape, in which -1 stands for what is left. The gradient takes the old one."""

    name, symbol = "reshape", "reshape"

    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def forward(self, *inputs: Array) -> Array:
        try:
            return np.asarray(inputs[0].reshape(self.shape))
        except ValueError:
            raise ShapeError("reshape_sizes", count=inputs[0].size, size=size_text(self.shape)) from None

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.ones_like(output)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(upstream.reshape(inputs[0].shape))

    def rule(self, index: int) -> str:
        return "the gradient passes unchanged, in the shape of the input"

    def written(self, *names: str) -> str:
        return f"reshape({names[0]}, {self.shape!r})"

    def form(self, index: int, *inputs: Array) -> Form:
        return ON

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), False

    def code(self, *names: str) -> str:
        return f"np.reshape({names[0]}, {self.shape!r})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"np.reshape({upstream}, np.shape({names[0]}))"


class Join(Op):
    """Several arrays as one: along an axis that they have, or `stacked` along a new one. Each gets its part back."""

    pattern = "routes"

    def __init__(self, axis: int = 0, stacked: bool = False) -> None:
        self.axis, self.stacked = axis, stacked
        self.name = self.symbol = "stack" if stacked else "concatenate"

    def forward(self, *inputs: Array) -> Array:
        joined = (np.stack if self.stacked else np.concatenate)(inputs, axis=self.axis)
        if joined.ndim > 2:
            raise ShapeError("array_too_deep")
        return np.asarray(joined)

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.ones_like(inputs[index])

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        if self.stacked:
            return np.asarray(np.take(upstream, index, axis=self.axis))
        ends = np.cumsum([value.shape[self.axis] for value in inputs])[:-1]
        return np.asarray(np.split(upstream, ends, axis=self.axis)[index])

    def rule(self, index: int) -> str:
        return "each element's gradient goes back to where it came from"

    def written(self, *names: str) -> str:
        return f"{self.name}([{', '.join(names)}]{f', axis={self.axis}' if self.axis else ''})"

    def form(self, index: int, *inputs: Array) -> Form:
        return PART

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), False

    def code(self, *names: str) -> str:
        return f"np.{self.name}([{', '.join(names)}], axis={self.axis})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        if self.stacked:
            return f"np.take({upstream}, {index}, axis={self.axis})"
        ends = ", ".join(f"np.shape({name})[{self.axis}]" for name in names[:-1])
        return f"np.split({upstream}, np.cumsum([{ends}], dtype=int), axis={self.axis})[{index}]"


class CumulativeSum(Op):
    """The running sum along one axis, the last if not given: yᵢ = x₁ + … + xᵢ. Each x gets the sum of the gradients of
    all y that it went into: the running sum from the other end."""

    name, symbol, pattern = "cumsum", "running Σ", "distributes"

    def __init__(self, axis: int = -1) -> None:
        self.axis = axis

    def forward(self, *inputs: Array) -> Array:
        if not inputs[0].ndim:
            raise ShapeError("vector_needed")
        return np.asarray(np.cumsum(inputs[0], axis=self.axis))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.tril(np.ones((output.shape[self.axis],) * 2))

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.flip(np.cumsum(np.flip(upstream, self.axis), axis=self.axis), self.axis)

    def rule(self, index: int) -> str:
        return "d yᵢ/d xⱼ = 1 where j ≤ i, else 0"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named("1", "j ≤ i", "0", each=True)

    def written(self, *names: str) -> str:
        return f"cumsum({names[0]}{'' if self.axis == -1 else f', axis={self.axis}'})"

    def form(self, index: int, *inputs: Array) -> Form:
        if not inputs or inputs[0].ndim < 2:
            return Form(("localᵀ", "@", "upstream"))
        return Form(("localᵀ", "@", "upstream"), "columns" if self.axis == 0 else "rows")

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), False

    def code(self, *names: str) -> str:
        return f"np.cumsum({names[0]}, axis={self.axis})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"np.flip(np.cumsum(np.flip({upstream}, {self.axis}), axis={self.axis}), {self.axis})"


ROWS, CUMSUM = Rows(), CumulativeSum()
