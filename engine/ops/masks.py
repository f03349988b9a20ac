"""Comparisons, whose result is a mask of ones and zeros without a gradient, and what chooses or cuts by them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.numbers_in_words import plain
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
    cases,
    is_broadcast,
    unbroadcast,
)


class Comparison(Elementwise):
    """a > b and the like, element by element: 1 where it is true, else 0. It is flat, so that no gradient goes on."""

    def __init__(self, name: str, sign: str, function: Callable[..., Any]) -> None:
        flat = Slot(
            lambda a, b, out: 0.0, f"a {sign} b has slope 0: no gradient flows back", "{u} * 0.0", None, "0"
        )
        super().__init__(name, sign, function, f"({{0}} {sign} {{1}}) * 1.0", flat, flat,
                         plain=f"1.0 if {{0}} {sign} {{1}} else 0.0", written=f"{{0}} {sign} {{1}}")  # fmt: skip

    def differentiable(self, index: int) -> bool:
        return False

    def labelled(self, index: int) -> bool:
        return False


class Detach(Elementwise):
    """The value itself, and no gradient: what stands before it is taken as given."""

    def __init__(self) -> None:
        flat = Slot(lambda x, out: 0.0, "no gradient flows back from here", "{u} * 0.0", None, "0")
        super().__init__("detach", "detach", lambda x: x, "1.0 * {0}", flat, plain="{0}")

    def differentiable(self, index: int) -> bool:
        return False

    def labelled(self, index: int) -> bool:
        return False


class Where(Op):
    """a where the mask is not 0, else b. It routes: each gets the upstream gradient where it was chosen."""

    name, symbol, pattern, broadcasts = "where", "where", "routes", True

    def forward(self, *inputs: Array) -> Array:
        mask, a, b = inputs
        return np.asarray(np.where(mask != 0, a, b))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        if index == 0:
            return np.zeros_like(output)
        chosen = (inputs[0] != 0) == (index == 1)
        return np.asarray(np.broadcast_to(chosen, output.shape), dtype=np.float64)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return unbroadcast(np.asarray(upstream * self.local(index, inputs, output)), inputs[index].shape)

    def differentiable(self, index: int) -> bool:
        return index > 0

    def labelled(self, index: int) -> bool:
        return False

    def rule(self, index: int) -> str:
        return ("a mask has slope 0: no gradient flows back", "d/da = 1 where the mask is 1, else 0",
                "d/db = 1 where the mask is 0, else 0")[index]  # fmt: skip

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        signs = ("≠", "=") if index == 1 else ("=", "≠")
        holds = None if output.ndim else bool(self.local(index, inputs, output))
        return cases("1", f"{{0}} {signs[0]} 0", "0", f"{{0}} {signs[1]} 0", holds)

    def form(self, index: int, *inputs: Array) -> Form:
        return BROADCAST if is_broadcast(index, inputs) else PRODUCT

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (0,), False

    def code(self, *names: str) -> str:
        return f"np.where({', '.join(names)})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"{upstream} * ({names[0]} {'!=' if index == 1 else '=='} 0)"


class Clip(Elementwise):
    """x kept between `low` and `high`, either of which may be None. The gradient goes on where nothing was cut; at the
    bounds it is that of min(max(x, low), high): 0 at the lower one and 1 at the upper one."""

    def __init__(self, low: float | None, high: float | None) -> None:
        self.low, self.high = low, high
        inside = " & ".join(
            [f"({{0}} > {low!r})"] * (low is not None) + [f"({{0}} <= {high!r})"] * (high is not None)
        )
        bounds = ("" if low is None else f"{plain(low)} < ", "" if high is None else f" ≤ {plain(high)}")
        outside = [
            f"{{0}} {sign} {plain(bound)}" for sign, bound in (("≤", low), (">", high)) if bound is not None
        ]
        super().__init__(
            "clip", "clip", lambda x: np.clip(x, low, high), f"np.clip({{0}}, {low!r}, {high!r})",
            Slot(self._inside, "d/dx clip(x) = 1 where x is within the bounds, else 0", f"{{u}} * ({inside})", None,
                 ("1", f"{bounds[0]}{{0}}{bounds[1]}", "0", " or ".join(outside)), self._inside),
            pattern="routes",
        )  # fmt: skip

    def _inside(self, x: Array, out: Array) -> Array:
        above = True if self.low is None else x > self.low
        return np.asarray(above & (True if self.high is None else x <= self.high), dtype=np.float64)


GREATER = Comparison("greater", ">", np.greater)
GREATER_EQUAL = Comparison("greater or equal", ">=", np.greater_equal)
LESS = Comparison("less", "<", np.less)
LESS_EQUAL = Comparison("less or equal", "<=", np.less_equal)
EQUAL = Comparison("equal", "==", np.equal)
NOT_EQUAL = Comparison("not equal", "!=", np.not_equal)
WHERE, DETACH = Where(), Detach()
