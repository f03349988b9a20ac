"""What a name or a part of a text stands for while it is read: a node of the graph, or something that makes nodes."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.graphs.python_subset.random_streams import Stream
from engine.ops import Array, Op, Shape


@dataclass(frozen=True)
class Literal:
    """A number, a vector or a matrix as it is written. It becomes a constant where something is computed with it; with
    others that `fold` (the number of a turn of a loop, a size) it is one number at once, without gates.

    Random numbers are never a constant: they become an input, which is called `drawn` where no line names it.
    """

    value: Array
    fold: bool = False
    drawn: str = ""

    @property
    def shape(self) -> Shape:
        return self.value.shape


@dataclass(frozen=True)
class Declared:
    """A name that a line gave a value, and that nothing has read yet: where it is read it becomes an input."""

    name: str
    literal: Literal


@dataclass(frozen=True)
class Several:
    """A list or a tuple of Python."""

    items: tuple[Value, ...]


@dataclass(frozen=True)
class Defined:
    """A function of the text's own: each call reads its body once more, with the arguments."""

    name: str
    arguments: tuple[str, ...]
    defaults: Mapping[str, ast.expr]
    body: ast.expr | Sequence[ast.stmt]


@dataclass(frozen=True)
class Class:
    """A class of the text's own: its functions, by name, each with the object itself as its first argument."""

    name: str
    functions: Mapping[str, Defined]


@dataclass(frozen=True)
class Instance:
    """What a call of a class gives: what its functions have noted of it, by name."""

    made_of: Class
    noted: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Layer:
    """What is called with an input: a linear map with weights of its own, an op, or several after one another.

    The weights become inputs named `weight` and `bias` when the layer is first called.
    """

    op: Op | None = None
    parts: tuple[Layer | Instance, ...] = ()
    sizes: tuple[int, int] | None = None
    weight: str = ""
    bias: str | None = None
    slope: float | None = None  # of what is below 0


@dataclass(frozen=True)
class Unread:
    """Something that changes nothing here: what is printed, a seed, an optimizer."""


Value = str | Literal | Declared | Several | Defined | Class | Instance | Layer | Stream | Unread
Scope = dict[str, Value]


@dataclass
class Found:
    """What the text tells of its names before it is read: those that functions of its own are called by, those given a
    value that a later line changes, those that say how many or which."""

    called: set[str] = field(default_factory=set)
    summed: set[str] = field(default_factory=set)
    counting: set[str] = field(default_factory=set)
    top: set[str] = field(default_factory=set)
