"""A Boolean formula of one's own, and its truth table as data.

    formula = read_formula("((A & !X & Z) | (A & !Y)) & ((X & Y) | (!X & Z))")
    formula.names, formula.table()      # ("A", "X", "Y", "Z"), 16 answers

It is read by a parser of its own, a letter at a time: nothing is evaluated. Signs and words mean the same: ! ~ ¬ not
bind closest, then & && ∧ and, then ^ ⊕ ⊻ xor, then | || ∨ or.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.datasets.base import DataError, Dataset

Bits = NDArray[np.bool_]
Kind = Literal["name", "not", "and", "or", "xor"]

LONGEST = 300  # characters
DEEPEST = 40  # parentheses and negations within one another
MOST_NAMES = 6
_TOKEN = re.compile(r"\s*(?:(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<sign>&&?|\|\|?|[!~¬∧∨⊕⊻^()]))")
_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("!", "~", "¬", "not"), "not"),
        **dict.fromkeys(("&", "&&", "∧", "and"), "and"),
        **dict.fromkeys(("|", "||", "∨", "or"), "or"),
        **dict.fromkeys(("^", "⊕", "⊻", "xor"), "xor"),
        "(": "(",
        ")": ")",
    }
)
_LOOSEST_FIRST: tuple[Kind, ...] = ("or", "xor", "and")
LONGEST_NAME = 12
_SPARE = ("B", "A")  # a second variable, where a formula has one alone


class Gate(NamedTuple):
    """A variable by its name, or what joins the gates below it: one of not, two or more of the others."""

    kind: Kind
    name: str = ""
    below: tuple[Gate, ...] = ()

    def holds(self, values: Mapping[str, Bits]) -> Bits:
        """Where it is true, of values by name that are arrays of one shape."""
        if self.kind == "name":
            return values[self.name]
        parts = [gate.holds(values) for gate in self.below]
        if self.kind == "not":
            return np.logical_not(parts[0])
        join = {"and": np.logical_and, "or": np.logical_or, "xor": np.logical_xor}[self.kind]
        return np.asarray(join.reduce(parts))

    def names(self) -> Iterator[str]:
        if self.kind == "name":
            yield self.name
        for gate in self.below:
            yield from gate.names()


@dataclass(frozen=True)
class Formula:
    """What a text spells; `names` are its variables in the order of the alphabet."""

    text: str
    names: tuple[str, ...]
    root: Gate

    def values(self, rows: Bits) -> Bits:
        """(n,) answers to rows (n, variables)."""
        return self.root.holds(dict(zip(self.names, np.asarray(rows, bool).T, strict=True)))

    def table(self) -> Bits:
        """(2**variables,) answers to all rows, in the order of `rows_of`."""
        return self.values(rows_of(len(self.names)))


class _Token(NamedTuple):
    kind: str  # "name", a kind of gate, "(", ")" or "end"
    text: str
    column: int  # from 1


def rows_of(variables: int) -> Bits:
    """Every row of a truth table, (2**variables, variables): the last variable changes the most often."""
    return np.array(list(product((False, True), repeat=variables)), bool).reshape(-1, variables)


def is_like_formula(text: str, surely: bool = False) -> bool:
    """Whether a text has signs or words of a formula; `surely`: such as nothing else has, not even a power or |x|."""
    words = {word.lower() for word in re.findall(r"[A-Za-z]+", text[:LONGEST])}
    signs = r"[&!~¬∧∨⊕⊻]" if surely else r"[&!~¬∧∨⊕⊻^|]"
    return bool(re.search(signs, text[:LONGEST]) or words & {"and", "or", "not", "xor"})


def read_formula(text: str) -> Formula:
    """The formula that a text spells. Raises DataError, with the column counted from 1, on what is none."""
    if len(text) > LONGEST:
        raise DataError("formula_too_long", most=LONGEST)
    root = _Reader(text).whole()
    names = tuple(sorted(set(root.names())))
    if len(names) > MOST_NAMES:
        raise DataError("formula_too_many_names", most=MOST_NAMES, count=len(names))
    return Formula(text.strip(), names, root)


def from_formula(text: str) -> Dataset:
    """The truth table of a formula: a row is a point, a variable a coordinate, all rows for training and for
    validation. A formula of one variable gets a second one, which changes nothing, so that there is a plane to look at.
    Raises DataError as read_formula does."""
    formula = read_formula(text)
    names = formula.names
    if len(names) == 1:
        names = (*names, next(name for name in _SPARE if name != names[0]))
    points = rows_of(len(names)).astype(np.float64)
    answers = formula.values(points[:, : len(formula.names)].astype(bool))
    rows = np.arange(len(points))
    return Dataset(
        name=formula.text,
        kind="binary",
        X=points,
        y=answers.astype(np.float64)[:, None],
        points=points,
        train=rows,
        validation=rows,
        classes=("0", "1"),
        input_names=tuple(f"x{at + 1}" for at in range(len(names))),
        domain=((-0.5, 1.5),) * len(names),
        axes=names,
        offset=(0.0,) * len(names),
        scale=(1.0,) * len(names),
        undivided=True,
    )


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            column = at + len(text[at:]) - len(text[at:].lstrip()) + 1
            raise DataError("formula_sign_unknown", sign=text[column - 1], column=column)
        word = match.group("name") or match.group("sign")
        column = match.end() - len(word) + 1
        if len(word) > LONGEST_NAME:
            raise DataError("formula_name_too_long", most=LONGEST_NAME, column=column)
        found.append(_Token(_SIGNS.get(word.lower(), "name"), word, column))
        at = match.end()
    return [*found, _Token("end", "", len(text) + 1)]


class _Reader:
    """Goes over the tokens once, from the loosest sign down to variables and parentheses."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    def whole(self) -> Gate:
        if len(self._tokens) == 1:
            raise DataError("formula_empty")
        gate = self._level(0)
        if self._next.kind == ")":
            raise DataError("formula_not_opened", column=self._next.column)
        if self._next.kind != "end":
            raise DataError("formula_sign_missing", name=self._next.text, column=self._next.column)
        return gate

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _level(self, level: int) -> Gate:
        """Gates of one kind, of what binds closer."""
        if level == len(_LOOSEST_FIRST):
            return self._single()
        kind, parts = _LOOSEST_FIRST[level], [self._level(level + 1)]
        while self._next.kind == kind:
            self._take()
            parts.append(self._level(level + 1))
        return parts[0] if len(parts) == 1 else Gate(kind, below=tuple(parts))

    def _single(self) -> Gate:
        token = self._take()
        if token.kind == "name":
            return Gate("name", token.text)
        if token.kind == "end":
            raise DataError("formula_ends")
        if token.kind not in ("not", "("):
            raise DataError("formula_sign_misplaced", sign=token.text, column=token.column)
        self._depth += 1
        if self._depth > DEEPEST:
            raise DataError("formula_too_deep", most=DEEPEST)
        if token.kind == "not":
            gate = Gate("not", below=(self._single(),))
        else:
            gate = self._level(0)
            if self._next.kind != ")":
                raise DataError("formula_not_closed", column=token.column)
            self._take()
        self._depth -= 1
        return gate
