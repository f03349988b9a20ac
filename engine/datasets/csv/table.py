"""The text of a file -> its rows of cells, in whatever dialect of CSV it is written."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from itertools import islice

from engine.datasets.base import DataError
from engine.datasets.csv.bounds import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from engine.datasets.csv.numbers import Evidence, number, weigh
from engine.datasets.csv.text import text_of

SEPARATORS = (",", ";", "\t", "|")
_TRIED = 50  # rows
_SAID = re.compile(r'"?sep=([^"\w\r\n])"?[ \t,;]*(?:\r\n|\r|\n)', re.IGNORECASE)
_MOST_SEPARATORS = 10 * MOST_COLUMNS  # in a line: some may stand in a quoted text
_MOST_LINES = 20 * MOST_ROWS  # most of them blank
_PIECE = 500  # rows between two looks at the clock
# What is written for a number or a word that nobody knows.
_MISSING = frozenset(("", "na", "n/a", "#n/a", "nan", "null", "?"))


def is_missing(cell: str) -> bool:
    return len(cell) < 5 and cell.casefold() in _MISSING


@dataclass(frozen=True)
class Table:
    """Rows of equally many cells, the first of which may be the names; empty ones are not among them."""

    rows: list[tuple[int, list[str]]]  # (the row's number in the file, its cells)
    width: int
    numbers: Evidence  # how they are written
    guessed: bool  # the encoding


def read(data: bytes | str) -> Generator[float, None, Table]:
    """Yields the share that is done. Raises DataError, naming the row, for what is no table."""
    text, guessed = text_of(data)
    if text.count("\n") + text.count("\r") > _MOST_LINES:
        raise DataError("too_many_rows", most=MOST_ROWS)
    said = _SAID.match(text)
    first = 1
    if said:
        separator, text, first = said[1], text[said.end() :], 2
    else:
        separator = _separator(text)
    yield 0.1
    rows: list[tuple[int, list[str]]] = []
    row = first - 1
    cells = 0
    try:
        for row, found in enumerate(_reader(text, separator, strict=True), first):
            stripped = [cell.strip() for cell in found]
            if any(
                stripped
            ):  # else a blank line, or a row of empty cells as spreadsheets leave them at the end
                rows.append((row, stripped))
                cells += len(stripped)
                if len(rows) > MOST_ROWS + 1:  # one of them may be the header
                    raise DataError("too_many_rows", most=MOST_ROWS)
                if cells > MOST_CELLS:
                    raise DataError("too_many_cells", most=MOST_CELLS)
            if row % _PIECE == 0:
                yield min(0.8, 0.1 + 0.7 * row / MOST_ROWS)
    except csv.Error:
        raise DataError("row_malformed", row=row + 1) from None
    if not rows:
        raise DataError("file_without_data")
    width = _level(rows)
    yield 0.8
    return Table(rows, width, weigh(cell for _, found in rows for cell in found), guessed)


def _reader(text: str, separator: str, strict: bool = False) -> Generator[list[str], None, None]:
    lines = _lines(text, separator)
    yield from csv.reader(lines, delimiter=separator, strict=strict, skipinitialspace=True)


def _lines(text: str, separator: str) -> Generator[str, None, None]:
    """A line ends as on Unix, Windows or an old Mac, and nowhere else. Raises DataError for one of so many cells that
    Python's reader, which makes all of a row before anybody else has a turn, would take long."""
    for line in io.StringIO(text, newline=None):
        if line.count(separator) > _MOST_SEPARATORS:
            raise DataError("too_many_columns", most=MOST_COLUMNS)
        yield line


def _level(rows: list[tuple[int, list[str]]]) -> int:
    """Gives all rows the width that most have; empty cells at the end of longer ones go. Raises DataError."""
    width = Counter(len(cells) for _, cells in rows).most_common(1)[0][0]
    for row, cells in rows:
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) != width:
            if width == 1:
                raise DataError("row_with_one_column", row=rows[0][0])
            raise DataError("row_with_columns", row=row, count=len(cells), needed=width)
    if width == 1:
        raise DataError("row_with_one_column", row=rows[0][0])
    if width > MOST_COLUMNS:
        raise DataError("too_many_columns", most=MOST_COLUMNS)
    return width


def _separator(text: str) -> str:
    """The separator that makes equally many cells of most of the first rows, and of them numbers, or words without
    another separator in them: `0,5;0,25` has three commas at its commas and two numbers at its semicolon."""

    def score(separator: str) -> tuple[float, int]:
        try:
            found = list(islice(_reader(text, separator), _TRIED))
        except csv.Error:
            return (0, 0)
        except DataError:
            return (0, 2)  # its row of too many cells is what is to be told
        rows = [row for row in found if any(cell.strip() for cell in row)]
        widths = Counter(map(len, rows))
        if not widths:
            return (0, 0)
        width, count = widths.most_common(1)[0]
        if width == 1:
            return (0, 1)
        cells = [cell.strip() for row in rows if len(row) == width for cell in row]
        return (count / len(rows) * sum(map(_is_whole, cells)) / len(cells), width)

    return max(SEPARATORS, key=score)


def _is_whole(cell: str) -> bool:
    """Whether a cell is a number or a word, and not two of them."""
    return (
        not any(sign in cell for sign in SEPARATORS)
        or number(cell, "either") is not None
        or (number(cell, "point") is not None)
    )
