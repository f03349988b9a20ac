"""What a text of PyTorch or Keras is made of: layers, activations, what goes in, the loss; and what parts of it say."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from engine.networks.pasted_names import KnownLoss


@dataclass(frozen=True)
class Activated:
    """An activation, by our name for it and as it was `written`; `slope` where one was given."""

    at: ast.expr
    name: str
    written: str
    slope: float | None = None


@dataclass(frozen=True)
class Full:
    """A layer each of whose neurons sees all that goes in; `inputs` is None where the text does not say."""

    at: ast.expr
    width: int
    inputs: int | None
    bias: bool = True
    activation: Activated | None = None


@dataclass(frozen=True)
class Dropped:
    """A share of what comes before it that is left out in training."""

    at: ast.expr
    share: float


@dataclass(frozen=True)
class Entry:
    """How many numbers go into the network."""

    at: ast.expr
    inputs: int


@dataclass(frozen=True)
class Unread:
    """What no layer is made of."""

    at: ast.expr


@dataclass(frozen=True)
class WrittenLoss:
    at: ast.expr
    known: KnownLoss
    written: str


Piece = Activated | Full | Dropped | Entry


@dataclass
class Row:
    """Pieces one behind the other. `single`: each is one of the things that the text puts in the row, so that the text
    may say which it means by its place."""

    pieces: list[Piece] = field(default_factory=list)
    single: bool = False


Known = int | Row | Piece | Unread | None  # what a name stands for; None for what changes nothing


def name_of(node: ast.expr) -> str:
    """The last word of a path such as tf.keras.layers.Dense; "" for what is none."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def key_of(node: ast.expr) -> str:
    """What a plain name, or a name after a plain one, is known by: "model", "self.fc1"; "" for anything else."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def argument_of(call: ast.Call, place: int | None, *names: str) -> ast.expr | None:
    """What a call is given at a place, or by a name."""
    for keyword in call.keywords:
        if keyword.arg in names:
            return keyword.value
    if place is not None and place < len(call.args) and not isinstance(call.args[place], ast.Starred):
        return call.args[place]
    return None


def is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def is_false(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
