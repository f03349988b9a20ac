"""Functions of every element, the activations among them, and max and min of several inputs."""

from __future__ import annotations

from collections.abc import Sequence

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
    cases,
    is_broadcast,
    unbroadcast,
)  # fmt: skip

EXP = Elementwise(
    "exp", "exp", np.exp, "np.exp({0})",
    Slot(lambda x, out: out, "d/dx exp(x) = exp(x)", "{u} * {out}", "{out}", "exp({0})"),
    plain="exp({0})",
)  # fmt: skip

LOG = Elementwise(
    "log", "log", np.log, "np.log({0})",
    Slot(lambda x, out: 1.0 / x, "d/dx log(x) = 1/x", "{u} / {0}", "1.0 / {0}", "1/{0}"),
    plain="log({0})",
)  # fmt: skip

SQRT = Elementwise(
    "sqrt", "√", np.sqrt, "np.sqrt({0})",
    Slot(lambda x, out: 0.5 / out, "d/dx √x = 1/(2√x)", "{u} * 0.5 / {out}", "0.5 / {out}",
         "1/(2·{out})"),
    plain="sqrt({0})",
)  # fmt: skip

ABS = Elementwise(
    "abs", "|x|", np.abs, "np.abs({0})",
    Slot(lambda x, out: np.sign(x), "d/dx |x| = sign(x)", "{u} * np.sign({0})", "sign({0})", "sign({0})"),
    plain="abs({0})",
)  # fmt: skip

SIN = Elementwise(
    "sin", "sin", np.sin, "np.sin({0})",
    Slot(lambda x, out: np.cos(x), "d/dx sin(x) = cos(x)", "{u} * np.cos({0})", "cos({0})", "cos({0})"),
    plain="sin({0})",
)  # fmt: skip

COS = Elementwise(
    "cos", "cos", np.cos, "np.cos({0})",
    Slot(lambda x, out: -np.sin(x), "d/dx cos(x) = −sin(x)", "-{u} * np.sin({0})", "-sin({0})", "−sin({0})"),
    plain="cos({0})",
)  # fmt: skip

TAN = Elementwise(
    "tan", "tan", np.tan, "np.tan({0})",
    Slot(lambda x, out: 1.0 + out * out, "d/dx tan(x) = 1 + tan²(x)", "{u} * (1 + {out} ** 2)",
         "1.0 + {out} * {out}", "1 + {out}²"),
    plain="tan({0})",
)  # fmt: skip

ARCTAN = Elementwise(
    "arctan", "arctan", np.arctan, "np.arctan({0})",
    Slot(lambda x, out: 1.0 / (1.0 + x * x), "d/dx arctan(x) = 1/(1 + x²)", "{u} / (1 + {0} ** 2)",
         "1.0 / (1.0 + {0} * {0})", "1/(1 + {0}²)"),
    plain="atan({0})",
)  # fmt: skip

SINH = Elementwise(
    "sinh", "sinh", np.sinh, "np.sinh({0})",
    Slot(lambda x, out: np.cosh(x), "d/dx sinh(x) = cosh(x)", "{u} * np.cosh({0})", "cosh({0})", "cosh({0})"),
    plain="sinh({0})",
)  # fmt: skip

COSH = Elementwise(
    "cosh", "cosh", np.cosh, "np.cosh({0})",
    Slot(lambda x, out: np.sinh(x), "d/dx cosh(x) = sinh(x)", "{u} * np.sinh({0})", "sinh({0})", "sinh({0})"),
    plain="cosh({0})",
)  # fmt: skip

# exp(x) − 1 and log(1 + x) as they are, without the digits that 1 takes away.
EXPM1 = Elementwise(
    "expm1", "exp − 1", np.expm1, "np.expm1({0})",
    Slot(lambda x, out: out + 1.0, "d/dx (exp(x) − 1) = exp(x)", "{u} * ({out} + 1)", "{out} + 1.0",
         "exp({0})"),
    plain="expm1({0})",
)  # fmt: skip

LOG1P = Elementwise(
    "log1p", "log(1+x)", np.log1p, "np.log1p({0})",
    Slot(lambda x, out: 1.0 / (1.0 + x), "d/dx log(1 + x) = 1/(1 + x)", "{u} / (1 + {0})", "1.0 / (1.0 + {0})",
         "1/(1 + {0})"),
    plain="log1p({0})",
)  # fmt: skip

# It is flat wherever it has a slope; at 0, where it jumps, its gradient is taken as 0 too.
SIGN = Elementwise(
    "sign", "sign", np.sign, "np.sign({0})",
    Slot(lambda x, out: 0.0, "d/dx sign(x) = 0", "{u} * 0.0", "0.0", "0"),
    plain="sign({0})",
)  # fmt: skip

# The unit of McCulloch and Pitts: flat on both sides of its jump, so that no gradient ever comes through it.
THRESHOLD = Elementwise(
    "threshold", "step", lambda x: np.heaviside(x, 0.0), "np.heaviside({0}, 0)",
    Slot(lambda x, out: 0.0, "d/dx threshold(x) = 0: flat on both sides of the jump", "{u} * 0.0", "0.0", "0"),
    plain="1.0 if {0} > 0.0 else 0.0", written="threshold({0})",
)  # fmt: skip

# log(exp(a) + exp(b)), the larger of the two taken out.
LOGADDEXP = Elementwise(
    "logaddexp", "log(eᵃ+eᵇ)", np.logaddexp, "np.logaddexp({0}, {1})",
    Slot(lambda a, b, out: np.exp(a - out), "d/da log(eᵃ + eᵇ) = eᵃ/(eᵃ + eᵇ)", "{u} * np.exp({0} - {out})",
         "exp({0} - {out})", "exp({0} − {out})"),
    Slot(lambda a, b, out: np.exp(b - out), "d/db log(eᵃ + eᵇ) = eᵇ/(eᵃ + eᵇ)", "{u} * np.exp({1} - {out})",
         "exp({1} - {out})", "exp({1} − {out})"),
    plain="logsumexp({0}, {1})",
)  # fmt: skip

# exp(-x) may overflow to infinity, and 1/inf is the right 0: this form loses no digits anywhere.
SIGMOID = Elementwise(
    "sigmoid", "σ", lambda x: 1.0 / (1.0 + np.exp(-x)), "1 / (1 + np.exp(-{0}))",
    Slot(lambda x, out: (1.0 - out) * out, "d/dx σ(x) = (1 − σ)·σ", "{u} * (1 - {out}) * {out}",
         "(1.0 - {out}) * {out}", "(1 − {out})·{out}"),
    plain="1.0 / (1.0 + exp(-{0}))",
)  # fmt: skip

TANH = Elementwise(
    "tanh", "tanh", np.tanh, "np.tanh({0})",
    Slot(lambda x, out: 1.0 - out * out, "d/dx tanh(x) = 1 − tanh²(x)", "{u} * (1 - {out} ** 2)",
         "1.0 - {out} * {out}", "1 − {out}²"),
    plain="tanh({0})",
)  # fmt: skip

RELU = Elementwise(
    "relu", "ReLU", lambda x: np.maximum(x, 0.0), "np.maximum({0}, 0)",
    Slot(lambda x, out: x > 0, "d/dx max(0, x) = 1 where x > 0, else 0", "{u} * ({0} > 0)",
         "1.0 if {0} > 0.0 else 0.0", ("1", "{0} > 0", "0", "{0} ≤ 0"), lambda x, out: x > 0),
    pattern="routes", plain="0.0 if {0} <= 0.0 else {0}",
)  # fmt: skip

LEAKY_RELU = Elementwise(
    "leaky relu", "leaky ReLU", lambda x: np.maximum(0.1 * x, x), "np.maximum(0.1 * {0}, {0})",
    Slot(lambda x, out: np.where(x > 0, 1.0, 0.1), "d/dx max(0.1x, x) = 1 where x > 0, else 0.1",
         "{u} * np.where({0} > 0, 1, 0.1)", "1.0 if {0} > 0.0 else 0.1",
         ("1", "{0} > 0", "0.1", "{0} ≤ 0"), lambda x, out: x > 0),
    plain="0.1 * {0} if {0} <= 0.0 else {0}", written="leaky_relu({0})",
)  # fmt: skip

ELU = Elementwise(
    "elu", "ELU", lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0.0))),
    "np.where({0} > 0, {0}, np.expm1(np.minimum({0}, 0)))",
    Slot(lambda x, out: np.where(out > 0, 1.0, out + 1.0), "d/dx elu(x) = 1 where x > 0, else exp(x)",
         "{u} * np.where({out} > 0, 1, {out} + 1)", "1.0 if {out} > 0.0 else {out} + 1.0",
         ("1", "{0} > 0", "exp({0})", "{0} ≤ 0"), lambda x, out: x > 0),
    plain="expm1({0}) if {0} <= 0.0 else {0}",
)  # fmt: skip

# log(1 + exp(x)) = logaddexp(0, x) does not overflow for large x.
SOFTPLUS = Elementwise(
    "softplus", "softplus", lambda x: np.logaddexp(0.0, x), "np.logaddexp(0, {0})",
    Slot(lambda x, out: 1.0 / (1.0 + np.exp(-x)), "d/dx log(1 + exp(x)) = σ(x)", "{u} / (1 + np.exp(-{0}))",
         "1.0 / (1.0 + exp(-{0}))", "σ({0})"),
    plain="max({0}, 0.0) + log1p(exp(-abs({0})))",
)  # fmt: skip

STRICT = str.maketrans("≥≤", "><")  # a tie goes to the first


class Extreme(Op):
    """The largest (or smallest) of two or more inputs, element by element. It routes: the winner takes all of
    the upstream gradient, the others none; a tie goes to the first."""

    pattern, broadcasts = "routes", True

    def __init__(self, name: str, symbol: str, largest: bool) -> None:
        self.name, self.symbol, self._largest = name, symbol, largest

    def forward(self, *inputs: Array) -> Array:
        stack = np.broadcast_arrays(*inputs)
        return np.asarray(np.max(stack, axis=0) if self._largest else np.min(stack, axis=0))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        stack = np.broadcast_arrays(*inputs)
        winner = np.argmax(stack, axis=0) if self._largest else np.argmin(stack, axis=0)
        return np.asarray(winner == index, dtype=np.float64)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return self.back(index, upstream, inputs, output)[1]

    def back(
        self, index: int, upstream: Array, inputs: Sequence[Array], output: Array
    ) -> tuple[Array, Array]:
        local = self.local(index, inputs, output)
        return local, unbroadcast(np.asarray(upstream * local), inputs[index].shape)

    def rule(self, index: int) -> str:
        extreme = "max" if self._largest else "min"
        return f"d/dx {extreme}(x, …) = 1 where x is the {extreme}imum, else 0"

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        wins, other, own = self.local(index, inputs, output), "{out}", f"{{{index}}}"
        holds = None if output.ndim else bool(wins)
        if len(inputs) == 2:
            other = f"{{{1 - index}}}"
        elif holds is False:  # it loses to this one
            find = np.argmax if self._largest else np.argmin
            other = f"{{{find([float(value) for value in inputs])}}}"
        over = "≥" if self._largest else "≤"
        if len(inputs) > 2:
            return cases("1", f"{own} = {{out}}", "0", f"{other} {over} {own}", holds)
        first, second = (over, over.translate(STRICT)) if index == 0 else (over.translate(STRICT), over)
        return cases("1", f"{own} {first} {other}", "0", f"{other} {second} {own}", holds)

    def written(self, *names: str) -> str:
        return f"{self.symbol}({', '.join(names)})"

    def form(self, index: int, *inputs: Array) -> Form:
        return BROADCAST if is_broadcast(index, inputs) else PRODUCT

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return tuple(range(count)), False

    def code(self, *names: str) -> str:
        several = f"(np.broadcast_arrays({', '.join(names)}), axis=0)"
        if self.name == "maxout":
            return f"np.amax{several}"
        if len(names) == 2:
            return f"np.{'maximum' if self._largest else 'minimum'}({names[0]}, {names[1]})"
        return f"np.{'max' if self._largest else 'min'}{several}"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        if len(names) == 2:
            ahead = (">" if self._largest else "<") + ("=" if index == 0 else "")
            return f"{upstream} * ({names[index]} {ahead} {names[1 - index]})"
        arg = "argmax" if self._largest else "argmin"
        return f"{upstream} * (np.{arg}(np.broadcast_arrays({', '.join(names)}), axis=0) == {index})"

    def plain(self, *names: str) -> str | None:
        return f"{'max' if self._largest else 'min'}({', '.join(names)})"

    def plain_once(self, names: Sequence[str], output: str) -> str | None:
        return f"place({output}, {', '.join(names)})"  # of the winner, the first where several are equal

    def plain_local(self, index: int, names: Sequence[str], output: str, once: str = "") -> str | None:
        return f"1.0 if {once} == {index}.0 else 0.0"


MAXIMUM = Extreme("max", "max", largest=True)
MINIMUM = Extreme("min", "min", largest=False)
MAXOUT = Extreme("maxout", "maxout", largest=True)
