"""A moment as a lesson writes it: an address, or one setting a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast
from urllib.parse import parse_qsl, urlencode

from playground import address
from playground.lessons.file_problems import FileProblem, LessonError
from playground.session import PageName
from playground.shared.measures import MEASURES

LONGEST = 20_000  # characters
MOST_NAMES = 200
# What an address says besides of how one looks at it and of the lesson that runs: a lesson does not set that.
LEFT_OUT = frozenset(("theme", "projector", "lesson", "lesson_step"))
SAFE = ',:*^()[]{}"'  # as in playground/address.py


@dataclass(frozen=True)
class Moment:
    """The settings of a page as its address has them, by name, "page" among them."""

    settings: Mapping[str, str]

    @property
    def page(self) -> PageName:
        return cast(PageName, self.settings["page"])

    @property
    def query(self) -> str:
        """The query of its address, without a question mark."""
        return self.with_settings()

    def with_settings(self, **more: str) -> str:
        """The same, with these besides."""
        return urlencode({**self.settings, **more}, safe=SAFE)


def moment_of(path: str, line: int, text: str) -> Moment:
    """The moment that a text spells, which stands at this line of a file. Raises LessonError for one that an address
    could not open as it is."""
    if len(text) > LONGEST:
        raise LessonError(path, line, FileProblem("moment_too_long", most=LONGEST))
    settings: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, name, value in _pairs(path, line, text):
        if name in settings:
            raise LessonError(path, number, FileProblem("moment_name_twice", name=name[:40]))
        settings[name], lines[name] = value, number
    settings = {name: value for name, value in settings.items() if name not in LEFT_OUT}
    if settings.get("page") not in MEASURES:
        raise LessonError(
            path, lines.get("page", line), FileProblem("moment_page", known=", ".join(MEASURES))
        )
    for problem in address.faults(settings):
        raise LessonError(
            path, _line_of(settings, lines, line), FileProblem("moment_unusable", reason=problem)
        )
    return Moment(MappingProxyType(settings))


def _line_of(settings: Mapping[str, str], lines: Mapping[str, int], first: int) -> int:
    """The line of the first setting that is wrong by itself."""
    wrong = (lines[name] for name, value in settings.items() if address.faults({name: value}))
    return next(wrong, first)


def _pairs(path: str, line: int, text: str) -> list[tuple[int, str, str]]:
    """Each line, name and value."""
    lines = [(line + number, one.strip()) for number, one in enumerate(text.split("\n")) if one.strip()]
    if not lines:
        raise LessonError(path, line, FileProblem("moment_empty"))
    first, start = lines[0]
    if "?" in start.partition("=")[0]:  # an address, be it with what stands before its question mark
        query = "".join(one for _, one in lines).partition("?")[2]
        try:
            pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_NAMES)
        except ValueError:
            raise LessonError(path, first, FileProblem("moment_too_long", most=LONGEST)) from None
        return [(first, name, value) for name, value in pairs]
    found = []
    for number, one in lines[: MOST_NAMES + 1]:
        name, sign, value = one.partition("=")
        if not sign or not name.strip():
            raise LessonError(path, number, FileProblem("moment_line", text=one[:60]))
        found.append((number, name.strip(), value.strip()))
    return found
