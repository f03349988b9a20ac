"""CSV files: two feature columns, then a label or a value. Nothing in the file is trusted."""

import csv
import io
import re
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from engine.datasets.base import DataError, Dataset, Kind, make

Array = NDArray[np.float64]

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
FEWEST_ROWS = 4
MOST_CLASSES = 10
COLUMNS = 3
SEPARATORS = (",", ";", "\t")
REACH = 5.0  # the features are scaled to [-5, 5], inside a plot of [-6, 6]

_SEPARATORS_ONLY = re.compile(r'[\s,;"]*')
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True)
class _Table:
    names: tuple[str, str, str]
    rows: list[tuple[int, list[str]]]  # (the row's number in the file, its three cells)
    decimal_comma: bool


def from_csv(data: bytes | str, name: str = "csv", split: float = 0.5, seed: int = 0) -> Dataset:
    """The Dataset in a CSV file of three columns: two features, then a label or a value.

    Separators are comma, semicolon or tab; a header is detected; text is UTF-8, with or without its byte
    order mark. A last column of words is classes (2 to 10), so is one of two numbers, or of 3 to 10 whole
    numbers; any other is regression. Features are scaled to [-5, 5] and a regression target to [-1, 1]; the
    dataset's `offset`, `scale`, `target_offset` and `target_scale` lead back to the file's units, `axes` are
    its column names. Raises DataError, naming row and column, on anything else.
    """
    table = _read(_text(data))
    features, offset, scale = _features(table)
    kind, target, classes = _target(table)
    target_offset, target_scale = 0.0, 1.0
    if kind == "regression":
        target, target_offset, target_scale = _fit(target, 1.0, table.names[2])
    made = make(_shown(name), kind, features, target, split, seed, classes)
    return replace(
        made,
        axes=table.names[:2],
        target_name=table.names[2],
        offset=offset,
        scale=scale,
        target_offset=target_offset,
        target_scale=target_scale,
    )


def _text(data: bytes | str) -> str:
    if len(data) > MOST_BYTES:
        raise DataError("file_too_large", megabytes=MOST_BYTES // 1024**2)
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8")
        except UnicodeDecodeError:
            raise DataError("file_not_utf8") from None
    if "\0" in data:
        raise DataError("file_not_text")
    if not data.removeprefix("\ufeff").strip():
        raise DataError("file_empty")
    if _SEPARATORS_ONLY.fullmatch(data.removeprefix("\ufeff")):
        raise DataError("file_without_data")
    return data.removeprefix("\ufeff")


def _read(text: str) -> _Table:
    separator = _separator(text)
    decimal_comma = separator != ","
    rows: list[tuple[int, list[str]]] = []
    number = 0
    reader = csv.reader(_lines(text), delimiter=separator, strict=True, skipinitialspace=True)
    try:
        for number, cells in enumerate(reader, 1):
            stripped = [cell.strip() for cell in cells]
            if not any(stripped):
                continue  # a blank line, or a row of empty cells as spreadsheets leave them at the end
            if len(stripped) != COLUMNS:
                if len(stripped) == 1:
                    raise DataError("row_with_one_column", row=number, needed=COLUMNS)
                raise DataError("row_with_columns", row=number, count=len(stripped), needed=COLUMNS)
            rows.append((number, stripped))
            if len(rows) > MOST_ROWS + 1:  # one of them may be the header
                break
    except csv.Error:
        raise DataError("row_malformed", row=number + 1) from None

    names = ("x1", "x2", "y")
    first = rows[0][1]
    # A row is the header if neither feature is a number; if only one is not, it is a mistake, told later.
    if all(_number(cell, decimal_comma) is None for cell in first[:2]):
        names = tuple(_shown(cell) or name for cell, name in zip(first, names, strict=True))  # type: ignore[assignment]
        rows = rows[1:]
    if len(rows) > MOST_ROWS:
        raise DataError("too_many_rows", most=MOST_ROWS)
    if len(rows) < FEWEST_ROWS:
        if len(rows) == 1:
            raise DataError("one_row", fewest=FEWEST_ROWS)
        raise DataError("too_few_rows", count=len(rows), fewest=FEWEST_ROWS)
    return _Table(names, rows, decimal_comma)


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline=None)  # a line ends as on Unix, Windows or an old Mac, and nowhere else


def _separator(text: str) -> str:
    """The separator that makes three columns of most of the first rows; else the most columns."""

    def score(separator: str) -> tuple[int, int]:
        try:
            rows = list(islice(csv.reader(_lines(text), delimiter=separator, skipinitialspace=True), 20))
        except csv.Error:
            return (0, 0)
        widths = [len(row) for row in rows if any(row)]
        return (widths.count(COLUMNS), max(widths, default=0))

    return max(SEPARATORS, key=score)


def _features(table: _Table) -> tuple[Array, tuple[float, ...], tuple[float, ...]]:
    columns, offsets, scales = [], [], []
    for column in range(2):
        values = np.array([_finite(table, row, cells[column], column) for row, cells in table.rows])
        fitted, offset, scale = _fit(values, REACH, table.names[column])
        columns.append(fitted)
        offsets.append(offset)
        scales.append(scale)
    return np.stack(columns, axis=1), tuple(offsets), tuple(scales)


def _fit(values: Array, reach: float, name: str) -> tuple[Array, float, float]:
    """The values moved and scaled to [-reach, reach], with the offset and the scale that lead back."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        raise DataError("column_constant", column=name)
    offset = low / 2 + high / 2
    scale = (high / 2 - low / 2) / reach  # halved first, so that the largest numbers do not overflow
    with np.errstate(all="ignore"):
        fitted = (values - offset) / scale if scale > 0 else np.full_like(values, np.nan)
    if not np.all(np.abs(fitted) <= reach * 1.001):
        raise DataError("column_not_drawable", column=name)
    return fitted, offset, scale


def _target(table: _Table) -> tuple[Kind, Array, tuple[str, ...]]:
    """Kind, class number or value a row, and the names of the classes."""
    name = table.names[2]
    numbers = [_number(cells[2], table.decimal_comma) for _, cells in table.rows]
    for row, cells in table.rows:
        if not cells[2]:
            raise DataError("cell_empty", row=row, column=name)
    if any(number is None for number in numbers):
        words = [cells[2] for _, cells in table.rows]
        distinct = sorted(set(words))
        if len(distinct) > MOST_CLASSES and any(number is not None for number in numbers):
            at = next(index for index, number in enumerate(numbers) if number is None)
            _finite(table, *_cell(table, at), 2)  # raises: numbers with a word among them
        _classes_fit(len(distinct), name)
        index = {word: place for place, word in enumerate(distinct)}
        target = np.array([index[word] for word in words], dtype=np.float64)
        return _kind(len(distinct)), target, tuple(_shown(word) for word in distinct)

    values = np.array([_finite(table, *_cell(table, at), 2) for at in range(len(table.rows))])
    distinct_values, place = np.unique(values, return_inverse=True)
    count = len(distinct_values)
    whole = bool(np.all(distinct_values == np.round(distinct_values)))
    if count > 2 and (count > MOST_CLASSES or not whole):
        return "regression", values, ()
    _classes_fit(count, name)
    return _kind(count), place.astype(np.float64), tuple(f"{value:.12g}" for value in distinct_values)


def _cell(table: _Table, at: int) -> tuple[int, str]:
    row, cells = table.rows[at]
    return row, cells[2]


def _kind(classes: int) -> Kind:
    return "binary" if classes == 2 else "classes"


def _classes_fit(count: int, name: str) -> None:
    if count < 2:
        raise DataError("one_class", column=name)
    if count > MOST_CLASSES:
        raise DataError("too_many_classes", column=name, count=count, most=MOST_CLASSES)


def _finite(table: _Table, row: int, cell: str, column: int) -> float:
    name = table.names[column]
    if not cell:
        raise DataError("cell_empty", row=row, column=name)
    value = _number(cell, table.decimal_comma)
    if value is None:
        raise DataError("cell_not_number", row=row, column=name, text=_shown(cell))
    if not np.isfinite(value):
        raise DataError("cell_not_finite", row=row, column=name, text=_shown(cell))
    return value


def _number(cell: str, decimal_comma: bool) -> float | None:
    """The number in a cell, or None. With a separator other than the comma, 1,5 is one and a half."""
    if decimal_comma and _DECIMAL_COMMA.fullmatch(cell):
        cell = cell.replace(",", ".")
    if "_" in cell or not cell.isascii():  # float() would take 1_000 and the digits of other scripts
        return None
    try:
        return float(cell)
    except ValueError:
        return None


def _shown(text: str) -> str:
    """Text out of the file as it may be shown: printable, and short."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text[:200]).strip()
    return printable if len(printable) <= 40 else printable[:39] + "…"
