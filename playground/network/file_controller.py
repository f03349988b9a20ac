"""How points are brought along in a file: read, looked at, and its columns chosen."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from engine import Problem, datasets
from engine.datasets.csv import Choices
from engine.datasets.csv.bounds import MOST_INPUTS, PREVIEWED, shown
from engine.datasets.csv.reading import building, surveying
from engine.datasets.csv.survey import Survey
from playground.messages import Message, files
from playground.network.address_controller import AddressController
from playground.run_settings import UPLOADED
from playground.session import Session
from playground.shared.chosen_data import seed_of_points
from playground.shared.refused import Refused, told

SMALL_FILE = 20_000  # bytes that are read while others wait
# What another choice of columns mends, so that it is offered at once.
OF_COLUMNS = frozenset(("too_many_inputs", "too_many_categories", "classes_along_curve"))


class File(NamedTuple):
    name: str
    data: bytes | str


class Read(NamedTuple):
    """A file as it was read: what stands in it, and the data, or why there are none."""

    found: Survey
    data: datasets.Dataset | None
    problem: Problem | None


class FileController(AddressController):
    """Makes a file the data of the session's `experiment`; the Network page's controller says what follows."""

    def __init__(self, session: Session, send: Callable[[Message], None], problems: list[Problem]) -> None:
        super().__init__(session, send, problems)
        self._file: File | None = None  # whose columns are being chosen
        self.topics |= {
            "csv": self.csv,
            "file_open": self.file_open,
            "file_header": self.file_header,
            "file_columns": self.file_columns,
        }

    def csv(self, message: files.Csv) -> None:
        file = File(message["name"], message["bytes"])

        def heard(read: Read) -> None:
            by_columns = read.problem is not None and read.problem.code in OF_COLUMNS
            if read.found.is_plain and not by_columns:
                self._take(read, message)
                self.accept("csv")
            else:
                self._file = file
                self.accept("csv")
                self.send(file_read(file, read))

        self._read("csv", file, Choices(), heard)

    def file_open(self, message: files.FileOpen) -> None:
        file, choices = self._of_the_data()

        def heard(read: Read) -> None:
            self._file = file
            self.send(file_read(file, read))

        self._read("csv", file, choices, heard)

    def file_header(self, message: files.FileHeader) -> None:
        file, choices = self._of_the_data()
        chosen = replace(choices, header=message["header"], undivided=None)

        def heard(read: Read) -> None:
            self._take(read, message)
            self.accept("csv")

        self._read("csv", file, chosen, heard)

    def file_columns(self, message: files.FileColumns) -> None:
        file = self._file
        if file is None:
            raise Refused("choose_file_first")
        choices = Choices(
            message["header"],
            message["style"],
            tuple(message["roles"]),
            tuple(message["kinds"]),
            message["target_as"],
            message["undivided"],
        )

        def heard(read: Read) -> None:
            if message["use"]:
                self._take(read, message)
                self.accept("file_columns")
            else:
                self.send(file_read(file, read, message["id"]))

        self._read("file_columns", file, choices, heard)

    def _of_the_data(self) -> tuple[File, Choices]:
        """The file that the data are from, or could be gone back to. Raises Refused where there is none."""
        data = self.experiment.uploaded
        if data is None or data.origin is None:
            raise Refused("choose_file_first")
        return File(data.name, data.origin.data), data.origin.choices

    def _read(self, field: str, file: File, choices: Choices, then: Callable[[Read], None]) -> None:
        work = partial(reading, file, choices, self.session.split, seed_of_points(self.session))
        self.change(field, work, then, len(file.data) > SMALL_FILE)

    def _take(self, read: Read, message: Message) -> None:
        """The file becomes the data. Raises the problem where it cannot."""
        if read.data is None:
            assert read.problem is not None
            raise read.problem
        with self.step(message):
            self.experiment.uploaded = read.data
            self._forget_point_edits()
            self.session.dataset = UPLOADED
            self.experiment.new_data()
            self._changed()

    def _forget_point_edits(self) -> None:
        self.session.update(points_added=[], points_moved={}, points_removed=[])


def reading(file: File, choices: Choices, split: float, seed: int) -> Generator[float, None, Read]:
    """Work that reads a file. Raises DataError for one of which there is nothing to choose."""
    found = yield from surveying(file.data, choices)
    try:
        data = yield from building(found, file.data, file.name, split, seed)
    except datasets.DataError as problem:
        return Read(found, None, problem)
    return Read(found, data, None)


def file_read(file: File, read: Read, id: int = 0) -> files.FileRead:
    """What stands in a file, for the page to show."""
    found, choices = read.found, read.found.choices
    header, target_as, undivided = choices.header, choices.target_as, choices.undivided
    # A survey has settled them.
    assert header is not None
    assert target_as is not None
    assert undivided is not None
    rows = [cells for _, cells in found.body[:PREVIEWED]]
    notes = () if read.data is None or read.data.origin is None else read.data.origin.notes
    return {
        "topic": "file_read",
        "id": id,
        "name": shown(file.name),
        "rows": len(found.body),
        "header": header,
        "example": shown(found.table.numbers.unclear),
        "style": choices.style,
        "target_as": target_as,
        "undivided": undivided,
        "columns": [
            {
                "name": column.name,
                "role": found.roles[at],
                "kind": found.kinds[at],
                "missing": column.content.missing,
                "different": len(column.content.values),
                "cells": [shown(cells[at]) for cells in rows],
            }
            for at, column in enumerate(found.columns)
        ],
        "inputs": sum(map(found.inputs_of, found.features)),
        "most": MOST_INPUTS,
        "problem": None if read.problem is None else told(read.problem),
        "notes": [told(note) for note in notes],
    }
