"""logsumexp and softmax, of a vector or of several inputs; the maximum is taken out, so nothing overflows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.ops.base import Array, Form, Op, Shapes
from engine.ops.reductions import Reduction, vector


class LogSumExp(Reduction):
    """log Σ exp(x) along the last axis, computed with the maximum taken out so that nothing overflows."""

    name, symbol = "logsumexp", "logsumexp"

    def __init__(self) -> None:
        super().__init__(axis=-1)

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.logaddexp.reduce(vector(inputs[0]), axis=-1))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(np.exp(inputs[0] - self.spread(output)))

    def rule(self, index: int) -> str:
        return "d/dxᵢ log Σ exp(x) = softmax(x)ᵢ"

    def code(self, *names: str) -> str:
        return f"np.logaddexp.reduce({names[0]}, axis=-1)"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"{self._spread(upstream)} * np.exp({names[0]} - {self._spread(output)})"


class LogSumExpOf(Op):
    """log Σ exp of several inputs, element by element: LogSumExp with one input a number."""

    name, symbol, broadcasts = "logsumexp of inputs", "logsumexp", False

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.logaddexp.reduce(inputs, axis=0))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(np.exp(inputs[index] - output))

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(upstream * self.local(index, inputs, output))

    def rule(self, index: int) -> str:
        return "d/dxᵢ log Σ exp(x) = softmax(x)ᵢ"

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (index,), True

    def code(self, *names: str) -> str:
        return f"np.logaddexp.reduce([{', '.join(names)}])"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"{upstream} * np.exp({names[index]} - {output})"

    def plain(self, *names: str) -> str | None:
        return f"logsumexp({', '.join(names)})"

    def plain_local(self, index: int, names: Sequence[str], output: str, once: str = "") -> str | None:
        return f"exp({names[index]} - {output})"


class Softmax(Op):
    """exp(x) / Σ exp(x) along the last axis, nothing overflows. Its Jacobian diag(p) − p pᵀ is dense; the
    vjp multiplies by it without forming it."""

    name, symbol = "softmax", "softmax"

    def forward(self, *inputs: Array) -> Array:
        x = vector(inputs[0])
        return np.asarray(np.exp(x - np.logaddexp.reduce(x, axis=-1, keepdims=True)))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        p = output[..., None]
        return np.asarray(p * np.eye(output.shape[-1]) - p * output[..., None, :])

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(output * (upstream - np.sum(upstream * output, axis=-1, keepdims=True)))

    def rule(self, index: int) -> str:
        return "d pᵢ/d xⱼ = pᵢ·([i = j] − pⱼ)"

    def form(self, index: int, *inputs: Array) -> Form:
        return Form(("localᵀ", "@", "upstream"), "rows" if inputs and inputs[0].ndim > 1 else "")

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), True

    def code(self, *names: str) -> str:
        return f"np.exp({names[0]} - np.logaddexp.reduce({names[0]}, axis=-1, keepdims=True))"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"{output} * ({upstream} - np.sum({upstream} * {output}, axis=-1, keepdims=True))"


class SoftmaxAt(Op):
    """One probability of a softmax over several inputs, each a single number: exp(x_k) / Σ exp(x)."""

    symbol = "softmax"

    def __init__(self, place: int) -> None:
        self.name, self._place = f"softmax at {place + 1}", place

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.exp(inputs[self._place] - np.logaddexp.reduce(inputs, axis=0)))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        share = np.exp(inputs[index] - np.logaddexp.reduce(inputs, axis=0))
        return np.asarray(output * (float(index == self._place) - share))

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(upstream * self.local(index, inputs, output))

    def rule(self, index: int) -> str:
        k = self._place + 1
        return f"d p{k}/d x{index + 1} = p{k}·({int(index == self._place)} − p{index + 1})"

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return tuple(range(count)), True

    def code(self, *names: str) -> str:
        return f"np.exp({names[self._place]} - np.logaddexp.reduce([{', '.join(names)}]))"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        share = f"np.exp({names[index]} - np.logaddexp.reduce([{', '.join(names)}]))"
        return f"{upstream} * {output} * ({int(index == self._place)} - {share})"

    def plain(self, *names: str) -> str | None:
        return f"exp({names[self._place]} - logsumexp({', '.join(names)}))"

    def plain_local(self, index: int, names: Sequence[str], output: str, once: str = "") -> str | None:
        share = f"exp({names[index]} - logsumexp({', '.join(names)}))"
        return f"{output} * ({float(index == self._place)} - {share})"


LOGSUMEXP, LOGSUMEXP_OF, SOFTMAX = LogSumExp(), LogSumExpOf(), Softmax()
