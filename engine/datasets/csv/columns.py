"""What stands in the columns of a table, whether its first row are their names, and which of them only count."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from engine.datasets.csv.bounds import shown
from engine.datasets.csv.choices import Style
from engine.datasets.csv.numbers import number
from engine.datasets.csv.table import Table, is_missing

FEW = 10  # different values, each of which is there twice or more: kinds of something
_COUNTING = frozenset(
    ("", "id", "index", "idx", "row", "no", "no.", "nr", "nr.", "#", "number", "level_0", "unnamed: 0")
)


@dataclass(frozen=True)
class Content:
    """What the cells of one column are, from some row on."""

    numbers: int
    words: int
    missing: int
    decimals: int  # of the numbers
    values: frozenset[str]  # that are not missing
    low: float
    high: float
    rising: bool  # whole numbers, each larger than the one before
    first: float  # of the numbers, nan if there is none
    last: float

    @property
    def is_numeric(self) -> bool:
        return self.numbers > 0 and self.numbers >= self.words

    @property
    def repeats(self) -> bool:
        return 0 < len(self.values) <= FEW and self.numbers + self.words >= 2 * len(self.values)

    @property
    def is_constant(self) -> bool:
        return len(self.values) < 2 or (self.words == 0 and self.low == self.high)

    @property
    def is_consecutive(self) -> bool:
        """0, 1, 2, ... or 1, 2, 3, ..."""
        return self.rising and self.first in (0, 1) and self.last - self.first == self.numbers - 1

    def with_first(self, cell: str, style: Style) -> Content:
        """The same with one cell before it."""
        one = content((cell,), style)
        return Content(
            self.numbers + one.numbers,
            self.words + one.words,
            self.missing + one.missing,
            self.decimals + one.decimals,
            self.values | one.values,
            min(self.low, one.low),
            max(self.high, one.high),
            self.rising and one.rising and one.first < self.first,
            one.first if one.numbers else self.first,
            self.last,
        )


def content(cells: Sequence[str], style: Style) -> Content:
    numbers = words = missing = decimals = 0
    low, high, first, last = math.inf, -math.inf, math.nan, math.nan
    rising = True
    values = set()
    for cell in cells:
        if is_missing(cell):
            missing += 1
            rising = False
            continue
        values.add(cell)
        value = number(cell, style)
        if value is None:
            words += 1
            rising = False
            continue
        if not numbers:
            first = value
        elif not last < value:
            rising = False
        numbers += 1
        if not value.is_integer() or "." in cell:
            decimals += 1
            rising = False
        low, high, last = min(low, value), max(high, value), value
    return Content(numbers, words, missing, decimals, frozenset(values), low, high, rising, first, last)


def contents(table: Table, style: Style) -> Generator[float, None, list[Content]]:
    """Of every column below the first row. Yields the share that is done."""
    found = []
    for at in range(table.width):
        found.append(content([cells[at] for _, cells in table.rows[1:]], style))
        yield (at + 1) / table.width
    return found


def has_header(first: Sequence[str], below: Sequence[Content], style: Style) -> bool:
    """Whether the first row are names: it is unlike what stands below it. A row of the numbers of the columns, which is
    what an array without names is written with, are names where they cannot be a row of values."""
    if not any(column.values for column in below):
        return all(number(cell, style) is None for cell in first)
    named = alike = unlike = 0
    for cell, column in zip(first, below, strict=True):
        if is_missing(cell):
            continue
        is_number = number(cell, style) is not None
        if column.is_numeric != is_number:
            named += 1
        elif cell in column.values:
            alike += 1
        elif column.repeats or (is_number and 2 * column.decimals > column.numbers and cell.isdigit()):
            unlike += 1
        elif is_number:
            alike += 1
    if _counts_columns(first):
        return named + unlike > 0
    if _counts_years(first, below):
        return True
    return named > alike or (unlike > 0 and named == alike == 0 and not any(one.numbers for one in below))


def _counts_columns(cells: Sequence[str]) -> bool:
    numbers = list(range(len(cells)))
    return [*cells] in ([str(at) for at in numbers], [str(at + 1) for at in numbers])


def _counts_years(cells: Sequence[str], below: Sequence[Content]) -> bool:
    """Whether they count on by ones, each far from all that stands below it, as 2019, 2020, 2021 over amounts."""
    if len(cells) < 2 or not all(cell.isdigit() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return counted and all(
        one.is_numeric and not 2 * one.low - one.high <= value <= 2 * one.high - one.low
        for value, one in zip(numbers, below, strict=True)
    )


def names_of(first: Sequence[str] | None, width: int) -> list[str]:
    """A name for each column, none of them twice."""
    names: list[str] = []
    for at in range(width):
        name = shown(first[at]) if first else ""
        name = name or f"column {at + 1}"
        same, count = name, 2
        while name in names:
            name, count = f"{same} ({count})", count + 1
        names.append(name)
    return names


def only_counts(name: str | None, column: Content, width: int) -> bool:
    """Whether a column numbers the rows. `name` is what the file calls it, None where it has no names."""
    if name is None:
        return width > 3 and column.is_consecutive and column.numbers > 2
    return name.casefold() in _COUNTING and column.rising and column.numbers > 2
