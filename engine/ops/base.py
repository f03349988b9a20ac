"""What an op is: its forward, its vjp, its local gradient and the words for them, beside each other.

An op is stateless: it is given the arrays it works on. All arrays are float64, of 0, 1 or 2 dimensions.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Shape = tuple[int, ...]
Shapes = Sequence[Shape] | None

Summed = Literal["", "broadcast", "rows", "columns", "bias", "placed", "part", "parts"]


@dataclass(frozen=True)
class Form:
    """How the local gradient meets the upstream gradient: the factors of downstream, in order, with signs between them.

    A factor is "upstream" or "local", with ᵀ where it is transposed. `summed` says what happens to the product then: it
    is summed over "broadcast" axes or, for a "bias", over the rows of a batch; it is taken by "rows" or "columns"; it
    is "placed" where the input was read, zeros elsewhere, or the "part" of it that belongs to the input is taken; or,
    with no factors, the "parts" that arrive are added up.
    """

    factors: tuple[str, ...]
    summed: Summed = ""

    def __str__(self) -> str:
        text = " ".join(self.factors)
        for spaced, close in (("( ", "("), (" )", ")"), ("[ ", "["), (" ]", "]"), (" ,", ",")):
            text = text.replace(spaced, close)
        return text + SUMMED_WORDS[self.summed]

    def over(self, summed: Summed) -> Form:
        """The same, and summed."""
        return Form(self.factors, summed)


SUMMED_WORDS: Mapping[Summed, str] = MappingProxyType(
    {
        "": "",
        "broadcast": ", summed over the broadcast axes",
        "rows": ", row by row",
        "columns": ", column by column",
        "bias": ", summed to b's shape",
        "placed": ", put where it was read, zeros elsewhere",
        "part": ", the part that belongs to it",
        "parts": "sum of the parts",
    }
)
PRODUCT = Form(("upstream", "×", "local"))
BROADCAST = PRODUCT.over("broadcast")


class Named(NamedTuple):
    """The local gradient with the names of a graph: {0} and {1} stand for those of the inputs, {out} for the output's.

    It is `formula` `where` that holds, else `otherwise`; `where` without the other says why it is so here. `each`: it
    is said of an element ᵢ of the output and one ⱼ of the input.
    """

    formula: str
    where: str = ""
    otherwise: str = ""
    each: bool = False


OUTPUT = -1


def parts_of(text: str) -> list[str | int]:
    """What stands in such a text, in order: signs as they are, an input by its number, the output as OUTPUT."""
    parts: list[str | int] = []
    for signs, name, _, _ in Formatter().parse(text):
        parts += [signs] if signs else []
        if name is not None:
            parts.append(OUTPUT if name == "out" else int(name))
    return parts


def unbroadcast(gradient: Array, shape: Shape) -> Array:
    """Sum `gradient` over the axes along which a value of `shape` was broadcast: broadcasting is copying."""
    if gradient.shape == shape:
        return gradient
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1 and gradient.shape[axis] != 1)
    return np.asarray(gradient.sum(axis=stretched, keepdims=True) if stretched else gradient)


def cases(formula: str, where: str, otherwise: str, elsewhere: str, holds: bool | None) -> Named:
    """A rule of two cases; of a single number, of which it is known which `holds`, only that one."""
    if holds is None:
        return Named(formula, where, otherwise)
    return Named(formula, where) if holds else Named(otherwise, elsewhere)


def is_broadcast(index: int, inputs: Sequence[Array]) -> bool:
    """Whether inputs[index] is stretched to the shape that elementwise inputs have together."""
    shapes = {value.shape for value in inputs}
    return len(shapes) > 1 and inputs[index].shape != np.broadcast_shapes(*shapes)


class Op(ABC):
    """One gate of a computational graph.

    `name` is unique among ops, `symbol` is what is drawn in the node, `pattern` is what the gate does to a
    gradient ("distributes", "swaps", "routes", "adds") or None when it has no such name.
    """

    name: str
    symbol: str
    pattern: str | None = None
    broadcasts: bool = False  # elementwise: an input may be smaller than the output

    @abstractmethod
    def forward(self, *inputs: Array) -> Array:
        """The output. Raises ValueError (NumPy's, or a plainer one) when the shapes do not fit together."""

    @abstractmethod
    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        """The local gradient d output / d inputs[index]; `form` says how it meets the upstream gradient."""

    @abstractmethod
    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        """The downstream gradient dL/d inputs[index], of the shape of inputs[index]."""

    def back(
        self, index: int, upstream: Array, inputs: Sequence[Array], output: Array
    ) -> tuple[Array, Array]:
        """`local` and `vjp` together, for ops that need the one for the other."""
        return self.local(index, inputs, output), self.vjp(index, upstream, inputs, output)

    @abstractmethod
    def rule(self, index: int) -> str:
        """The rule of calculus behind `local`, as text."""

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        """The same rule, to be said with the names of a graph; None where numbers only move."""
        return None

    def form(self, index: int, *inputs: Array) -> Form:
        """How `local` meets the upstream gradient; given the inputs, exact for their shapes."""
        return PRODUCT

    def differentiable(self, index: int) -> bool:
        """Whether a gradient flows to inputs[index] at all; labels, targets and what is compared have none."""
        return True

    def labelled(self, index: int) -> bool:
        """Whether inputs[index] is a label or a target, of which no gradient is asked. What is compared is none: its
        gradient is zero."""
        return not self.differentiable(index)

    @abstractmethod
    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        """What `vjp` needs in memory: which of its `count` inputs it reads; whether it reads the output."""

    def written(self, *names: str) -> str:
        """The forward pass as one types it: q ** 2, sum(x, axis=0)."""
        return f"{self.name}({', '.join(names)})"

    @abstractmethod
    def code(self, *names: str) -> str:
        """The forward pass as a NumPy expression of the variables `names`."""

    @abstractmethod
    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        """The vjp as a NumPy expression, before broadcast axes are summed; `shapes` are the inputs'."""

    def plain(self, *names: str) -> str | None:
        """The forward pass of single numbers as an expression of Python floats and the functions that
        `engine.graphs.straight_line_code` knows; None when there is none."""
        return None

    def plain_once(self, names: Sequence[str], output: str) -> str | None:
        """What the local gradients at all inputs have in common, so that it is computed once; None without such."""
        return None

    def plain_local(self, index: int, names: Sequence[str], output: str, once: str = "") -> str | None:
        """The local gradient likewise; downstream is upstream times this. `once` is the variable of `plain_once`."""
        return None


@dataclass(frozen=True)
class Slot:
    """What an elementwise op does at one of its inputs.

    `local(*inputs, output)` is the local gradient, `rule` says why, `code` is the downstream gradient as code
    of {u} (upstream), {0}, {1} (inputs) and {out}; `plain` is the local gradient of single numbers, if there is a
    shorter way to them, `named` the rule with the names of a graph, and where it has two cases the condition of the
    first, the other, and its condition.
    """

    local: Callable[..., Any]
    rule: str
    code: str
    plain: str | None
    named: str | tuple[str, str, str, str]
    holds: Callable[..., Any] = bool  # of (*inputs, output): whether the first case does


class Elementwise(Op):
    """An op that works element by element, with NumPy's broadcasting: downstream = upstream × local."""

    broadcasts = True

    def __init__(
        self,
        name: str,
        symbol: str,
        function: Callable[..., Any],
        code: str,
        *slots: Slot,
        pattern: str | None = None,
        plain: str | None = None,
        written: str = "",
    ) -> None:
        self.name, self.symbol, self.pattern = name, symbol, pattern
        self._written = written
        self._function, self._code, self._slots, self._plain = function, code, slots, plain
        # The mirror line names exactly the arrays that the backward pass needs.
        self._reads = [
            (
                tuple(sorted({int(digit) for digit in re.findall(r"\{(\d)\}", slot.code)})),
                "{out}" in slot.code,
            )
            for slot in slots
        ]

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(self._function(*inputs), dtype=np.float64)

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        local = np.asarray(self._slots[index].local(*inputs, output), dtype=np.float64)
        return local if local.shape == output.shape else np.broadcast_to(local, output.shape)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        return self.back(index, upstream, inputs, output)[1]

    def back(
        self, index: int, upstream: Array, inputs: Sequence[Array], output: Array
    ) -> tuple[Array, Array]:
        local = self.local(index, inputs, output)
        return local, unbroadcast(np.asarray(upstream * local), inputs[index].shape)

    def rule(self, index: int) -> str:
        return self._slots[index].rule

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        slot = self._slots[index]
        if isinstance(slot.named, str):
            return Named(slot.named)
        return cases(*slot.named, None if output.ndim else bool(slot.holds(*inputs, output)))

    def written(self, *names: str) -> str:
        return self._written.format(*names) if self._written else super().written(*names)

    def form(self, index: int, *inputs: Array) -> Form:
        return BROADCAST if is_broadcast(index, inputs) else PRODUCT

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return self._reads[index]

    def code(self, *names: str) -> str:
        return self._code.format(*names)

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return self._slots[index].code.format(*names, u=upstream, out=output)

    def plain(self, *names: str) -> str | None:
        return self._plain and self._plain.format(*names)

    def plain_local(self, index: int, names: Sequence[str], output: str, once: str = "") -> str | None:
        plain = self._slots[index].plain
        return plain and plain.format(*names, out=output)
