"""From many numbers to fewer: sums, means, products, the largest and smallest, the spread, the norm, maxout."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import numpy as np

from engine.ops.base import Array, Form, Named, Op, Shapes
from engine.problem import ShapeError


class Reduction(Op):
    """A reduction whose `local` has the shape of the input; the upstream gradient is spread over it."""

    def __init__(self, axis: int | None = None, keep: bool = False) -> None:
        self.axis, self.keep = axis, keep

    def forward(self, *inputs: Array) -> Array:
        """AxisError where there is no such axis: NumPy itself lets some pass for a single number."""
        if self.axis is not None and not -np.ndim(inputs[0]) <= self.axis < np.ndim(inputs[0]):
            raise np.exceptions.AxisError(self.axis, np.ndim(inputs[0]))
        return np.asarray(self.reduce(inputs[0]))

    @abstractmethod
    def reduce(self, x: Array) -> Array:
        """The forward pass along an axis that there is."""

    def spread(self, reduced: Array) -> Array:
        """`reduced` with the reduced axis back, of size 1, so that it broadcasts over the input."""
        return reduced if self.axis is None or self.keep else np.expand_dims(reduced, self.axis)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(self.spread(upstream) * self.local(index, inputs, output))

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (index,), True

    def _spread(self, name: str) -> str:
        return name if self.axis is None or self.keep else f"np.expand_dims({name}, {self.axis})"

    def written(self, *names: str) -> str:
        return f"{self.name.split()[0]}({names[0]}{self._axis()})"

    def _axis(self) -> str:
        return ("" if self.axis is None else f", axis={self.axis}") + ", keepdims=True" * self.keep


class Sum(Reduction):
    """The sum of all elements, or along one axis (which `keep` keeps, of size 1). Every element gets the
    upstream gradient."""

    name, symbol, pattern = "sum", "Σ", "distributes"

    def reduce(self, x: Array) -> Array:
        return np.asarray(np.sum(x, axis=self.axis, keepdims=self.keep))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.ones_like(inputs[0])

    def rule(self, index: int) -> str:
        return "d/dxᵢ Σ x = 1"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named("1")

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

    def reduce(self, x: Array) -> Array:
        return np.asarray(np.mean(x, axis=self.axis, keepdims=self.keep))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.full_like(inputs[0], output.size / inputs[0].size)

    def rule(self, index: int) -> str:
        return "d/dxᵢ mean(x) = 1/n"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named(f"1/{inputs[0].size // max(output.size, 1)}")

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
    """The largest (or smallest) element of all, or along one axis. It routes: that element takes all of the upstream
    gradient, the first of them when several are equal."""

    pattern = "routes"

    def __init__(self, name: str, largest: bool, axis: int | None = None, keep: bool = False) -> None:
        super().__init__(axis, keep)
        self.name = self.symbol = name
        self.largest = largest

    def reduce(self, x: Array) -> Array:
        extreme = np.max if self.largest else np.min
        return np.asarray(extreme(x, axis=self.axis, keepdims=self.keep))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        x, local = inputs[0], np.zeros_like(inputs[0])
        place = np.argmax(x, self.axis) if self.largest else np.argmin(x, self.axis)
        if self.axis is None:
            local.flat[place] = 1.0
        else:
            np.put_along_axis(local, np.expand_dims(place, self.axis), 1.0, self.axis)
        return local

    def rule(self, index: int) -> str:
        return f"d/dxᵢ {self.name.split()[0]}(x) = 1 at the {self.name.split()[0]}imum, else 0"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named("1", "{0} = {out}", "0")

    def code(self, *names: str) -> str:
        return f"np.{self.name.split()[0]}({names[0]}{self._axis()})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        x, which = names[0], self.name.split()[0]
        if self.axis is None:
            return f"{upstream} * (np.arange(np.size({x})) == np.arg{which}({x})).reshape(np.shape({x}))"
        places = f"np.arange(np.shape({x})[{self.axis}])"
        if self.axis == 0:
            places = f"{places}.reshape(-1, *np.ones(np.ndim({x}) - 1, int))"
        winner = f"np.arg{which}({x}, axis={self.axis}, keepdims=True)"
        return f"{self._spread(upstream)} * ({places} == {winner})"

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (index,), False


class Norm(Reduction):
    """The Euclidean norm √(Σ x²) of all elements (for a matrix, the Frobenius norm), or along one axis. At x = 0 its
    gradient is taken as 0."""

    name, symbol = "norm", "‖x‖"

    def reduce(self, x: Array) -> Array:
        return np.asarray(np.linalg.norm(x, axis=self.axis, keepdims=self.keep))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(inputs[0] / self.spread(np.where(output == 0, 1.0, output)))

    def rule(self, index: int) -> str:
        return "d/dx ‖x‖ = x/‖x‖"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named("{0}/{out}")

    def code(self, *names: str) -> str:
        return f"np.linalg.norm({names[0]}{self._axis()})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        if self.axis is None and not self.keep:
            return f"{upstream} * {names[0]} / ({output} or 1)"
        length = self._spread(f"np.where({output} == 0, 1, {output})")
        return f"{self._spread(upstream)} * {names[0]} / {length}"


class Product(Reduction):
    """The product of all elements, or along one axis. Each element's local gradient is the product of the others, which
    stays right where one of them is 0."""

    name, symbol, pattern = "prod", "Π", "swaps"

    def reduce(self, x: Array) -> Array:
        return np.asarray(np.prod(x, axis=self.axis, keepdims=self.keep))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        x = inputs[0]
        lines = (
            x.reshape(-1, 1)
            if self.axis is None
            else np.moveaxis(x, self.axis, 0).reshape(x.shape[self.axis], -1)
        )
        others = np.where(np.eye(len(lines), dtype=bool)[:, :, None], 1.0, lines)
        products = np.prod(others, axis=1)
        if self.axis is None:
            return np.asarray(products.reshape(x.shape))
        return np.moveaxis(products.reshape(np.moveaxis(x, self.axis, 0).shape), 0, self.axis)

    def rule(self, index: int) -> str:
        return "d/dxᵢ Π x = the product of the others"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named("∏ⱼ≠ᵢ {0}ⱼ")

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (index,), False

    def code(self, *names: str) -> str:
        return f"np.prod({names[0]}{self._axis()})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"{self._spread(upstream)} * product_of_others({names[0]}, {self.axis})"


# The product of the others does not fit on one line; generated code that uses it begins with this.
PRODUCT_OF_OTHERS = '''\
def product_of_others(x, axis):
    """For every element the product of the others, along the axis or of all."""
    if axis is None:
        return product_of_others(np.reshape(x, -1), 0).reshape(np.shape(x))
    x = np.moveaxis(x, axis, 0)
    others = [np.prod(np.delete(x, i, axis=0), axis=0) for i in range(len(x))]
    return np.moveaxis(np.array(others), 0, axis)
'''


class Variance(Reduction):
    """The mean of (x − mean)², of all elements or along one axis; divided by n − 1 instead of n with `fewer` = 1."""

    name, symbol = "var", "var"

    def __init__(self, axis: int | None = None, keep: bool = False, fewer: int = 0) -> None:
        super().__init__(axis, keep)
        self.fewer = fewer

    def _count(self, x: Array) -> int:
        return (x.size if self.axis is None else x.shape[self.axis]) - self.fewer

    def reduce(self, x: Array) -> Array:
        return np.asarray(np.var(x, axis=self.axis, keepdims=self.keep, ddof=self.fewer))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        x = inputs[0]
        return np.asarray(2.0 * (x - np.mean(x, axis=self.axis, keepdims=True)) / self._count(x))

    def rule(self, index: int) -> str:
        return f"d/dxᵢ var(x) = 2·(xᵢ − mean(x))/{self._n()}"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named(f"2·({{0}} − mean({{0}}{self._along()}))/{self._count(inputs[0])}")

    def _along(self) -> str:
        return "" if self.axis is None else f", axis={self.axis}"

    def _n(self) -> str:
        return f"(n − {self.fewer})" if self.fewer else "n"

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (index,), False

    def code(self, *names: str) -> str:
        return f"np.{self.name}({names[0]}{self._axis()}{f', ddof={self.fewer}' if self.fewer else ''})"

    def _centred(self, x: str) -> str:
        return f"({x} - np.mean({x}, axis={self.axis}, keepdims=True))"

    def _size(self, x: str) -> str:
        size = f"np.size({x})" if self.axis is None else f"np.shape({x})[{self.axis}]"
        return f"({size} - {self.fewer})" if self.fewer else size

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"{self._spread(upstream)} * 2 * {self._centred(names[0])} / {self._size(names[0])}"


class Deviation(Variance):
    """The standard deviation, the root of the variance. Where all elements are equal its gradient is taken as 0."""

    name, symbol = "std", "std"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.sqrt(super().forward(*inputs)))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        width = self.spread(np.where(output == 0, 1.0, output))
        return np.asarray(super().local(index, inputs, output) / (2.0 * width))

    def rule(self, index: int) -> str:
        return f"d/dxᵢ std(x) = (xᵢ − mean(x))/({self._n()}·std(x))"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named(f"({{0}} − mean({{0}}{self._along()}))/({self._count(inputs[0])}·{{out}})")

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (index,), True

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        width = self._spread(f"np.where({output} == 0, 1, {output})")
        return f"{self._spread(upstream)} * {self._centred(names[0])} / {self._size(names[0])} / {width}"


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

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named("1", "{0} = [{out}, {out}]", "0")

    def written(self, *names: str) -> str:
        return f"maxout({', '.join(names)})"

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
PROD, VARIANCE, DEVIATION = Product(), Variance(), Deviation()
LARGEST, SMALLEST = Largest("max of elements", largest=True), Largest("min of elements", largest=False)
