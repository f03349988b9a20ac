"""Plus, minus, times, divided by, to the power of: element by element, with broadcasting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce

import numpy as np

from engine.ops.base import (
    BROADCAST,
    PRODUCT,
    Array,
    Elementwise,
    Form,
    Named,
    Op,
    Shapes,
    Slot,
    is_broadcast,
    unbroadcast,
)  # fmt: skip


class Add(Op):
    """The sum of two or more inputs. It distributes: every input gets the upstream gradient unchanged."""

    name, symbol, pattern, broadcasts = "add", "+", "distributes", True

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(reduce(np.add, inputs))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.ones_like(output)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return unbroadcast(upstream, inputs[index].shape)

    def rule(self, index: int) -> str:
        return "d/dx (x + …) = 1"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named("1")

    def written(self, *names: str) -> str:
        return " + ".join(names)

    def form(self, index: int, *inputs: Array) -> Form:
        return BROADCAST if is_broadcast(index, inputs) else PRODUCT

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (), False

    def code(self, *names: str) -> str:
        return " + ".join(names)

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return upstream

    def plain(self, *names: str) -> str | None:
        return " + ".join(names)

    def plain_local(self, index: int, names: Sequence[str], output: str, once: str = "") -> str | None:
        return "1.0"


ADD = Add()

SUBTRACT = Elementwise(
    "subtract", "−", np.subtract, "{0} - {1}",
    Slot(lambda a, b, out: 1.0, "d/da (a − b) = 1", "{u}", "1.0", "1"),
    Slot(lambda a, b, out: -1.0, "d/db (a − b) = −1", "-{u}", "-1.0", "−1"),
    pattern="distributes", plain="{0} - {1}", written="{0} − {1}",
)  # fmt: skip

MULTIPLY = Elementwise(
    "multiply", "×", np.multiply, "{0} * {1}",
    Slot(lambda a, b, out: b, "d/da (a·b) = b", "{u} * {1}", "{1}", "{1}"),
    Slot(lambda a, b, out: a, "d/db (a·b) = a", "{u} * {0}", "{0}", "{0}"),
    pattern="swaps", plain="{0} * {1}", written="{0} × {1}",
)  # fmt: skip

DIVIDE = Elementwise(
    "divide", "÷", np.divide, "{0} / {1}",
    Slot(lambda a, b, out: 1.0 / b, "d/da (a/b) = 1/b", "{u} / {1}", "1.0 / {1}", "1/{1}"),
    Slot(lambda a, b, out: -out / b, "d/db (a/b) = −a/b²", "-{u} * {out} / {1}", "-{out} / {1}", "−{0}/{1}²"),
    plain="{0} / {1}", written="{0} / {1}",
)  # fmt: skip

RECIPROCAL = Elementwise(
    "reciprocal", "1/x", lambda x: 1.0 / x, "1 / {0}",
    Slot(lambda x, out: -out * out, "d/dx 1/x = −1/x²", "-{u} * {out} ** 2", "-{out} * {out}", "−1/{0}²"),
    plain="1.0 / {0}", written="1 / {0}",
)  # fmt: skip

NEGATE = Elementwise(
    "negate", "−x", np.negative, "-{0}",
    Slot(lambda x, out: -1.0, "d/dx (−x) = −1", "-{u}", "-1.0", "−1"),
    plain="-{0}", written="−{0}",
)  # fmt: skip


class Power(Elementwise):
    """a to the power of b. Where b is 0 it is 1 whatever a is, so that its slope in a is 0 there, also at a = 0."""

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        exponent = names[1]
        if index == 0 and re.fullmatch(r"\d+(\.\d+)?", exponent):  # as it stands in a lecture's code
            if float(exponent) == 0.0:
                return f"{upstream} * 0.0"
            return f"{upstream} * {exponent} * {names[0]} ** ({exponent} - 1)"
        return super().mirror(index, upstream, names, output, shapes)


POWER = Power(
    "power", "aᵇ", np.power, "{0} ** {1}",
    Slot(lambda a, b, out: np.where(b == 0, 0.0, b * a ** np.where(b == 0, 0.0, b - 1)), "d/da aᵇ = b·aᵇ⁻¹",
         "{u} * {1} * {0} ** np.where({1} == 0, 0, {1} - 1)",
         "{1} * pow({0}, {1} - 1.0 if {1} else 0.0)", "{1}·{0} ** ({1} − 1)"),
    # log(0) is not read where the base is 0: there the power stays 0 whatever the exponent does.
    Slot(lambda a, b, out: out * np.log(np.where(a == 0, 1.0, a)), "d/db aᵇ = aᵇ·log a",
         "{u} * {out} * np.log(np.where({0} == 0, 1.0, {0}))", "{out} * log({0} or 1.0)", "{out}·log({0})"),
    plain="pow({0}, {1})", written="{0} ** {1}",
)  # fmt: skip

SQUARE = Elementwise(
    "square", "x²", np.square, "{0} ** 2",
    Slot(lambda x, out: 2.0 * x, "d/dx x² = 2x", "{u} * 2 * {0}", "2.0 * {0}", "2·{0}"),
    plain="{0} * {0}", written="{0} ** 2",
)  # fmt: skip
