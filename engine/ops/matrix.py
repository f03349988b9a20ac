"""Matrix products, the outer product, the transpose and the trace.

Vectors are 1-D arrays: columns on the right of @, rows on its left.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.ops.base import PRODUCT, Array, Form, Named, Op, Shapes
from engine.problem import ShapeError, size_text


class MatMul(Op):
    """a @ b for vectors and matrices; dL/da = upstream @ bᵀ and dL/db = aᵀ @ upstream.

    `local` is the matrix (or vector) that multiplies the upstream gradient; the Jacobian is never formed.
    """

    pattern = "swaps"

    def __init__(self, name: str, symbol: str) -> None:
        self.name, self.symbol = name, symbol

    def forward(self, *inputs: Array) -> Array:
        a, b = inputs
        if not (a.ndim and b.ndim):
            raise ShapeError("product_of_numbers")
        if a.shape[-1] != b.shape[0]:
            raise ShapeError("inner_sizes_differ", left=size_text(a.shape), right=size_text(b.shape))
        return np.asarray(a @ b)

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return inputs[1 - index]

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        a, b = inputs
        if index == 0:
            return np.asarray(upstream @ b.T if b.ndim == 2 else np.multiply.outer(upstream, b))
        return np.asarray(a.T @ upstream if a.ndim == 2 else np.multiply.outer(a, upstream))

    def rule(self, index: int) -> str:
        return ("dL/da = dL/dy @ bᵀ", "dL/db = aᵀ @ dL/dy")[index] + " for y = a @ b"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named(f"{{{1 - index}}}")

    def written(self, *names: str) -> str:
        return f" {self.symbol} ".join(names)

    def form(self, index: int, *inputs: Array) -> Form:
        if inputs and inputs[0].ndim == inputs[1].ndim == 1:
            return PRODUCT
        row = bool(inputs) and inputs[0].ndim == 1
        if index == 0:
            return Form(("local", "@", "upstream") if row else ("upstream", "@", "localᵀ"))
        return Form(("local", "@", "upstreamᵀ") if row else ("localᵀ", "@", "upstream"))

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (1 - index,), False

    def code(self, *names: str) -> str:
        return f"np.dot({names[0]}, {names[1]})" if self.name == "dot" else f"{names[0]} @ {names[1]}"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        a, b = names
        if shapes is None:
            return f"matmul_{'left' if index == 0 else 'right'}({upstream}, {(b, a)[index]})"
        if len(shapes[0]) == len(shapes[1]) == 1:
            return f"{upstream} * {(b, a)[index]}"
        if index == 0:
            return f"{upstream} @ {b}.T" if len(shapes[1]) == 2 else f"np.outer({upstream}, {b})"
        return f"{a}.T @ {upstream}" if len(shapes[0]) == 2 else f"np.outer({a}, {upstream})"


class Transpose(Op):
    """Rows become columns; the gradient is turned back."""

    name, symbol = "transpose", "xᵀ"

    def forward(self, *inputs: Array) -> Array:
        return inputs[0].T

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.ones_like(output)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return upstream.T

    def rule(self, index: int) -> str:
        return "the gradient is transposed back"

    def written(self, *names: str) -> str:
        return f"{names[0]}.T"

    def form(self, index: int, *inputs: Array) -> Form:
        return Form(("upstreamᵀ",))

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), False

    def code(self, *names: str) -> str:
        return f"np.transpose({names[0]})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"np.transpose({upstream})"


class Outer(Op):
    """Every element of one vector times every element of the other: a matrix of products."""

    name, symbol, pattern = "outer", "⊗", "swaps"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.outer(*inputs))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(inputs[1 - index].ravel())

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        other = inputs[1 - index].ravel()
        gradient = upstream @ other if index == 0 else other @ upstream
        return np.asarray(gradient.reshape(inputs[index].shape))

    def rule(self, index: int) -> str:
        return ("dL/da = dL/dy @ b", "dL/db = a @ dL/dy")[index] + " for y = outer(a, b)"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named(f"{{{1 - index}}}")

    def form(self, index: int, *inputs: Array) -> Form:
        return Form(("upstream", "@", "local") if index == 0 else ("local", "@", "upstream"))

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (1 - index,), False

    def code(self, *names: str) -> str:
        return f"np.outer({names[0]}, {names[1]})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        other = f"np.ravel({names[1 - index]})"
        product = f"{upstream} @ {other}" if index == 0 else f"{other} @ {upstream}"
        return f"np.reshape({product}, np.shape({names[index]}))"


class Trace(Op):
    """The sum of the diagonal. Its elements get the upstream gradient, the others none."""

    name, symbol, pattern = "trace", "trace", "distributes"

    def forward(self, *inputs: Array) -> Array:
        if inputs[0].ndim != 2:
            raise ShapeError("matrix_needed", size=size_text(inputs[0].shape))
        return np.asarray(np.trace(inputs[0]))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.eye(*inputs[0].shape)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(upstream * np.eye(*inputs[0].shape))

    def rule(self, index: int) -> str:
        return "d/dxᵢⱼ trace(x) = 1 where i = j, else 0"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named(f"eye({', '.join(map(str, dict.fromkeys(inputs[0].shape)))})")

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), False

    def code(self, *names: str) -> str:
        return f"np.trace({names[0]})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"{upstream} * np.eye(*np.shape({names[0]}))"


MATMUL = MatMul("matmul", "@")
DOT = MatMul("dot", "·")
TRANSPOSE = Transpose()
OUTER, TRACE = Outer(), Trace()
