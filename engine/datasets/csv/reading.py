"""A file, and what its columns are taken for -> the Dataset in it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.datasets.base import DataError, Dataset, Kind, make
from engine.datasets.csv.bounds import FEWEST_ROWS, MOST_CLASSES, MOST_INPUTS, shown
from engine.datasets.csv.choices import Choices, Origin
from engine.datasets.csv.notes import notes
from engine.datasets.csv.numbers import number
from engine.datasets.csv.survey import Survey, survey
from engine.datasets.csv.table import is_missing, read

Array = NDArray[np.float64]
Rows = list[tuple[int, list[str]]]
Result = TypeVar("Result")

REACH = 5.0  # the features are scaled to [-5, 5], inside a plot of [-6, 6]
_PROPOSED = Choices()


def from_csv(
    data: bytes | str, name: str = "csv", split: float = 0.5, seed: int = 0, choices: Choices = _PROPOSED
) -> Dataset:
    """The Dataset in a CSV file: one to eight features, and a label or a value.

    Separators are comma, semicolon, tab or |, or what a first line `sep=` says; the encoding is UTF-8, UTF-16 or that
    of Windows; numbers may have a decimal comma. A row of names is detected, and a column that only counts the rows;
    where `choices` say nothing, the last column, or one that is called so, is the target and the numbers before it are
    features. Rows with a missing cell in one of these are left out. A target of words is classes (2 to 10), so is one
    of two numbers, or of 3 to 10 whole numbers that lie close together; any other is regression. Features are scaled to
    [-5, 5] and a regression target to [-1, 1]; the dataset's `offset`, `scale`, `target_offset` and `target_scale` lead
    back to the file's units, `axes` are its column names; `origin` has what it was taken for, and notes in words.
    Fewer than 12 rows are not divided. Raises DataError, naming row and column, on anything else.
    """
    return finish(reading(data, name, split, seed, choices))


def surveying(data: bytes | str, choices: Choices = _PROPOSED) -> Generator[float, None, Survey]:
    """What a file is taken for. Yields the share that is done. Raises DataError."""
    table = yield from read(data)
    return (yield from survey(table, choices))


def reading(
    data: bytes | str, name: str, split: float, seed: int, choices: Choices = _PROPOSED
) -> Generator[float, None, Dataset]:
    """The same as from_csv, a little at a time. Yields the share that is done."""
    found = yield from surveying(data, choices)
    return (yield from building(found, data, name, split, seed))


def finish(work: Generator[float, None, Result]) -> Result:
    """What such work returns, for who waits for it."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Result = end.value
            return result


def building(
    found: Survey, data: bytes | str, name: str, split: float, seed: int
) -> Generator[float, None, Dataset]:
    """The dataset of what a file is taken for. Raises DataError, naming row and column, where it cannot be that."""
    features, target = found.features, found.target
    _check(found)
    used = (*features, target)
    rows = [row for row in found.body if not any(is_missing(row[1][at]) for at in used)]
    left_out = len(found.body) - len(rows)
    if len(rows) < FEWEST_ROWS:
        raise DataError("too_few_full_rows", count=len(rows), fewest=FEWEST_ROWS)
    names: list[str] = []
    columns: list[tuple[Array, float, float]] = []
    for at in features:
        for called, values in _inputs(found, rows, at):
            names.append(called)
            columns.append(_fit(values, REACH, called))
        yield 0.9
    kind, values, classes = _target(found, rows)
    target_name = found.columns[target].name
    target_offset, target_scale = 0.0, 1.0
    if kind == "regression":
        values, target_offset, target_scale = _fit(values, 1.0, target_name)
    points = np.stack([column[0] for column in columns], axis=1)
    made = make(shown(name), kind, points, values, split, seed, classes)
    everything = np.arange(len(points))
    scalings = [(called, offset, scale) for called, (_, offset, scale) in zip(names, columns, strict=True)]
    scaled = (target_name, target_offset, target_scale) if kind == "regression" else None
    said = notes(found, left_out, len(rows), scalings, scaled)
    return replace(
        made,
        axes=tuple(names),
        target_name=target_name,
        offset=tuple(column[1] for column in columns),
        scale=tuple(column[2] for column in columns),
        target_offset=target_offset,
        target_scale=target_scale,
        undivided=bool(found.choices.undivided),
        train=everything if found.choices.undivided else made.train,
        validation=everything.copy() if found.choices.undivided else made.validation,
        origin=Origin(data, found.choices, said, left_out),
    )


def _check(found: Survey) -> None:
    """Raises DataError where the roles do not make data."""
    if found.unclear:
        raise DataError("thousands_unclear", text=shown(found.unclear))
    if found.roles.count("target") != 1:
        raise DataError("one_target_needed")
    if not found.features:
        raise DataError("feature_column_needed")
    inputs = sum(map(found.inputs_of, found.features))
    if inputs > MOST_INPUTS:
        worst = max(found.features, key=found.inputs_of)
        if found.inputs_of(worst) > MOST_INPUTS:
            raise DataError(
                "too_many_categories",
                column=found.columns[worst].name,
                count=found.inputs_of(worst),
                most=MOST_INPUTS,
            )
        raise DataError("too_many_inputs", count=inputs, most=MOST_INPUTS)
    if inputs == 1 and (found.kinds[found.target] == "category" or found.choices.target_as == "classes"):
        raise DataError("classes_along_curve", column=found.columns[found.target].name)


def _inputs(found: Survey, rows: Rows, at: int) -> list[tuple[str, Array]]:
    """What a network is given of a column, and what it is called: its numbers, or of each word whether it is there."""
    name = found.columns[at].name
    if found.kinds[at] == "number":
        return [(name, _numbers(found, rows, at))]
    words = [cells[at] for _, cells in rows]
    different = sorted(set(words))
    shown_of = different[1:] if len(different) == 2 else different
    return [
        (shown(f"{name} = {word}"), np.array([one == word for one in words], np.float64)) for word in shown_of
    ]


def _numbers(found: Survey, rows: Rows, at: int) -> Array:
    return np.array([_finite(found, row, cells[at], at) for row, cells in rows])


def _finite(found: Survey, row: int, cell: str, at: int) -> float:
    name = found.columns[at].name
    value = number(cell, found.style)
    if value is None:
        raise DataError("cell_not_number", row=row, column=name, text=shown(cell))
    if not np.isfinite(value):
        raise DataError("cell_not_finite", row=row, column=name, text=shown(cell))
    return value


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


def _target(found: Survey, rows: Rows) -> tuple[Kind, Array, tuple[str, ...]]:
    """Kind, class number or value a row, and the names of the classes."""
    at = found.target
    name = found.columns[at].name
    if found.kinds[at] == "category":
        words = [cells[at] for _, cells in rows]
        distinct = sorted(set(words))
        _classes_fit(len(distinct), name)
        index = {word: place for place, word in enumerate(distinct)}
        target = np.array([index[word] for word in words], dtype=np.float64)
        return _kind(len(distinct)), target, tuple(map(shown, distinct))
    values = _numbers(found, rows, at)
    if found.choices.target_as == "values":
        return "regression", values, ()
    different, place = np.unique(values, return_inverse=True)
    _classes_fit(len(different), name)
    return _kind(len(different)), place.astype(np.float64), tuple(f"{value:.12g}" for value in different)


def _kind(classes: int) -> Kind:
    return "binary" if classes == 2 else "classes"


def _classes_fit(count: int, name: str) -> None:
    if count < 2:
        raise DataError("one_class", column=name)
    if count > MOST_CLASSES:
        raise DataError("too_many_classes", column=name, count=count, most=MOST_CLASSES)
