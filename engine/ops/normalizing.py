"""logsumexp, softmax and its logarithm; the maximum is taken out, so nothing overflows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.ops.base import Array, Form, Named, Op, Shapes
from engine.ops.reductions import Reduction, vector


class LogSumExp(Reduction):
    """log Σ exp(x) along one axis, the last if not given, with the maximum taken out so that nothing overflows."""

    name, symbol = "logsumexp", "logsumexp"

    def __init__(self, axis: int = -1, keep: bool = False) -> None:
        super().__init__(axis, keep)

    def forward(self, *inputs: Array) -> Array:
        return super().forward(vector(inputs[0]))

    def reduce(self, x: Array) -> Array:
        axis = -1 if self.axis is None else self.axis
        found = np.asarray(np.logaddexp.reduce(x, axis=axis))
        return np.expand_dims(found, axis) if self.keep else found

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(np.exp(inputs[0] - self.spread(output)))

    def rule(self, index: int) -> str:
        return "d/dxᵢ log Σ exp(x) = softmax(x)ᵢ"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named(f"softmax({{0}}{self._other_axis()})")

    def written(self, *names: str) -> str:
        return f"logsumexp({names[0]}{self._other_axis()})"

    def _other_axis(self) -> str:
        return "" if self.axis in (None, -1) else f", axis={self.axis}"

    def code(self, *names: str) -> str:
        return f"np.logaddexp.reduce({names[0]}{self._axis()})"

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

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named(f"exp({{{index}}} − {{out}})")

    def written(self, *names: str) -> str:
        return f"logsumexp({', '.join(names)})"

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
    """exp(x) / Σ exp(x) along one axis, the last if not given; nothing overflows. Its Jacobian diag(p) − p pᵀ is dense;
    the vjp multiplies by it without forming it."""

    name, symbol = "softmax", "softmax"

    def __init__(self, axis: int = -1) -> None:
        self.axis = axis

    def _lines(self, values: Array) -> Array:
        """With the axis last."""
        return np.moveaxis(values, self.axis, -1)

    def forward(self, *inputs: Array) -> Array:
        x = vector(inputs[0])
        return np.asarray(np.exp(x - np.logaddexp.reduce(x, axis=self.axis, keepdims=True)))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        p = self._lines(output)[..., None]
        return np.asarray(p * np.eye(p.shape[-2]) - p * self._lines(output)[..., None, :])

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(output * (upstream - np.sum(upstream * output, axis=self.axis, keepdims=True)))

    def rule(self, index: int) -> str:
        return "d pᵢ/d xⱼ = pᵢ·([i = j] − pⱼ)"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named("{out}ᵢ·([i = j] − {out}ⱼ)", each=True)

    def written(self, *names: str) -> str:
        return f"{self.name}({names[0]}{'' if self.axis == -1 else f', axis={self.axis}'})"

    def form(self, index: int, *inputs: Array) -> Form:
        if not inputs or inputs[0].ndim < 2:
            return Form(("localᵀ", "@", "upstream"))
        return Form(("localᵀ", "@", "upstream"), "columns" if self.axis == 0 else "rows")

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), True

    def code(self, *names: str) -> str:
        return f"np.exp({names[0]} - np.logaddexp.reduce({names[0]}, axis={self.axis}, keepdims=True))"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"{output} * ({upstream} - np.sum({upstream} * {output}, axis={self.axis}, keepdims=True))"


class LogSoftmax(Softmax):
    """x − log Σ exp(x) along one axis: the logarithm of the softmax, finite where a probability is rounded to 0."""

    name, symbol = "log_softmax", "log softmax"

    def forward(self, *inputs: Array) -> Array:
        x = vector(inputs[0])
        return np.asarray(x - np.logaddexp.reduce(x, axis=self.axis, keepdims=True))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        p = self._lines(np.exp(output))
        return np.asarray(np.eye(p.shape[-1]) - np.broadcast_to(p[..., None, :], (*p.shape, p.shape[-1])))

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return np.asarray(upstream - np.exp(output) * np.sum(upstream, axis=self.axis, keepdims=True))

    def rule(self, index: int) -> str:
        return "d log pᵢ/d xⱼ = [i = j] − pⱼ"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named("[i = j] − exp({out}ⱼ)", each=True)

    def code(self, *names: str) -> str:
        return f"{names[0]} - np.logaddexp.reduce({names[0]}, axis={self.axis}, keepdims=True)"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"{upstream} - np.exp({output}) * np.sum({upstream}, axis={self.axis}, keepdims=True)"


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

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        if index == self._place:
            return Named("{out}·(1 − {out})")
        places = range(len(inputs)) if len(inputs) < 4 else (0, 1, None, len(inputs) - 1)
        total = " + ".join("…" if place is None else f"exp({{{place}}})" for place in places)
        return Named(f"−{{out}}·exp({{{index}}})/({total})")

    def written(self, *names: str) -> str:
        return f"softmax([{', '.join(names)}])[{self._place}]"

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


LOGSUMEXP, LOGSUMEXP_OF, SOFTMAX, LOG_SOFTMAX = LogSumExp(), LogSumExpOf(), Softmax(), LogSoftmax()
