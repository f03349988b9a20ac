"""What a file is taken for: its columns with their roles, and what has to be said or asked about it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from engine.datasets.base import DataError
from engine.datasets.csv.bounds import FEWEST_DIVIDED, FEWEST_ROWS, MOST_CLASSES, MOST_INPUTS, MOST_ROWS
from engine.datasets.csv.choices import Choices, ColumnKind, Role, Style, TargetAs
from engine.datasets.csv.columns import Content, contents, has_header, names_of, only_counts
from engine.datasets.csv.numbers import number
from engine.datasets.csv.table import Table

_TARGETS = frozenset(
    (
        "target",
        "label",
        "labels",
        "class",
        "y",
        "species",
        "output",
        "outcome",
        "result",
        "price",
        "diagnosis",
    )
)
_MOST_APART = 20  # between the least and the largest number of a class


@dataclass(frozen=True)
class Column:
    name: str
    content: Content
    counts: bool  # it only numbers the rows


@dataclass(frozen=True)
class Survey:
    """`choices` are settled: none of them is None, but for the style where it is not asked. `unclear` is a number that
    could mean two. `body` are the rows of data, with their numbers in the file."""

    table: Table
    choices: Choices
    columns: tuple[Column, ...]
    body: list[tuple[int, list[str]]]
    style: Style
    unclear: str

    @property
    def is_plain(self) -> bool:
        """Whether there is little to choose: two or three columns, all of them used, and every number clear."""
        return not self.unclear and len(self.columns) <= 3 and not any(one.counts for one in self.columns)

    @property
    def roles(self) -> tuple[Role, ...]:
        assert self.choices.roles is not None
        return self.choices.roles

    @property
    def kinds(self) -> tuple[ColumnKind, ...]:
        assert self.choices.kinds is not None
        return self.choices.kinds

    @property
    def features(self) -> list[int]:
        return [at for at, role in enumerate(self.roles) if role == "feature"]

    @property
    def target(self) -> int:
        """The first, where there are several; -1 where there is none."""
        return self.roles.index("target") if "target" in self.roles else -1

    def inputs_of(self, at: int) -> int:
        """How many numbers a network is given of a column: of a category of three or more, one for each."""
        if self.kinds[at] == "number":
            return 1
        different = len(self.columns[at].content.values)
        return 1 if different <= 2 else different


def survey(table: Table, choices: Choices) -> Generator[float, None, Survey]:
    """Yields the share that is done. Raises DataError where the choices are those of another file."""
    style: Style = choices.style or table.numbers.style
    unclear = "" if choices.style else table.numbers.unclear
    below = yield from contents(table, style)
    first = table.rows[0][1]
    header = has_header(first, below, style) if choices.header is None else choices.header
    if header:
        columns, body = below, table.rows[1:]
    else:
        columns = [one.with_first(cell, style) for one, cell in zip(below, first, strict=True)]
        body = table.rows
    if len(body) > MOST_ROWS:
        raise DataError("too_many_rows", most=MOST_ROWS)
    if len(body) < FEWEST_ROWS:
        if len(body) == 1:
            raise DataError("one_row", fewest=FEWEST_ROWS)
        raise DataError("too_few_rows", count=len(body), fewest=FEWEST_ROWS)
    counting = [
        only_counts(first[at] if header else None, one, table.width) for at, one in enumerate(columns)
    ]
    roles = choices.roles or _roles(first if header else None, columns, counting)
    if len(roles) != table.width or (choices.kinds and len(choices.kinds) != table.width):
        raise DataError("columns_differ", count=table.width)
    kinds = choices.kinds or tuple(_kind(one, role) for one, role in zip(columns, roles, strict=True))
    names = names_of(first if header else None, table.width)
    if not header:
        names = _usual_names(names, roles)
    found = Survey(
        table,
        Choices(header, choices.style, roles, kinds, choices.target_as, choices.undivided),
        tuple(map(Column, names, columns, counting)),
        body,
        style,
        unclear,
    )
    return replace(
        found,
        choices=replace(
            found.choices,
            target_as=_target_as(found) if choices.target_as is None else choices.target_as,
            undivided=len(body) < FEWEST_DIVIDED if choices.undivided is None else choices.undivided,
        ),
    )


def _roles(
    first: Sequence[str] | None, columns: Sequence[Content], counting: Sequence[bool]
) -> tuple[Role, ...]:
    """What is proposed: the last column is the target, unless one is called so; of the others numbers are features."""
    filled = [at for at, one in enumerate(columns) if one.values]
    usable = [at for at in filled if not counting[at]]
    if len(usable) < 2:
        usable = filled
    called = [at for at in usable if first and first[at].casefold() in _TARGETS]
    target = called[-1] if called else usable[-1] if usable else len(columns) - 1
    others = [at for at in usable if at != target]
    if len(others) > 2:
        others = [at for at in others if not columns[at].is_constant] or others
    numeric = [at for at in others if columns[at].is_numeric]
    if len(others) > 2:
        others = numeric or others
    features = others[:MOST_INPUTS]
    return tuple(
        "target" if at == target else "feature" if at in features else "ignored" for at in range(len(columns))
    )


def _kind(column: Content, role: Role) -> ColumnKind:
    if role == "target" and column.words and len(column.values) <= MOST_CLASSES:
        return "category"
    return "number" if column.is_numeric else "category"


def _usual_names(names: Sequence[str], roles: Sequence[Role]) -> list[str]:
    """Of columns without names the features are x1, x2, ..., or x where there is one, and the target y."""
    features = [at for at, role in enumerate(roles) if role == "feature"]
    called = {at: "x" if len(features) == 1 else f"x{place}" for place, at in enumerate(features, 1)}
    called |= {at: "y" for at, role in enumerate(roles) if role == "target"}
    return [called.get(at, name) for at, name in enumerate(names)]


def _target_as(found: Survey) -> TargetAs:
    """Two different numbers are classes, and up to ten whole ones that lie close together: prices do not."""
    if found.target < 0 or found.kinds[found.target] == "category":
        return "classes"
    column = found.columns[found.target].content
    if len(found.features) == 1 and found.inputs_of(found.features[0]) == 1:
        return "values"  # along a curve
    values = {number(cell, found.style) for cell in column.values}
    if len(values) == 2:
        return "classes"
    whole = all(value is not None and value.is_integer() for value in values)
    near = column.high - column.low <= _MOST_APART
    return "classes" if whole and near and len(values) <= MOST_CLASSES else "values"
