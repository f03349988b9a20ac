"""The copy gate, explicit at every fan-out: where a value is used several times its gradients add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.ops.base import Array, Form, Op, Shapes


class Copy(Op):
    """The value itself, for several readers; backward, `upstream` is the sum of what they sent back."""

    name, symbol, pattern = "copy", "copy", "adds"

    def forward(self, *inputs: Array) -> Array:
        return inputs[0]

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.ones_like(output)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return upstream

    def rule(self, index: int) -> str:
        return "a value used in several places: the gradients add up"

    def written(self, *names: str) -> str:
        return names[0]

    def form(self, index: int, *inputs: Array) -> Form:
        return Form((), "parts")

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), False

    def code(self, *names: str) -> str:
        return names[0]

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return upstream

    def plain(self, *names: str) -> str | None:
        return names[0]

    def plain_local(self, index: int, names: Sequence[str], output: str, once: str = "") -> str | None:
        return "1.0"


COPY = Copy()
