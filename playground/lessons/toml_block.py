"""A block of TOML in a lesson, the head or a question: its fields read one by one, each mistake with its line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.problem import Argument, Problem
from playground.lessons.file_problems import FileProblem, LessonError

SENTENCE = 400  # characters of one, at most
# The time that tomllib takes grows with the square of the parts of a key.
LONGEST = 8_000  # characters of a block
MANY_PARTS = re.compile(r"(?<![\w-])(?:[\w-]++\s*+\.\s*+){20}")
AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$|\s*\(at end of document\)$")


@dataclass
class TomlBlock:
    """`what` is what it is called, `line` the first of its lines in the file at `path`. What has been asked for is
    noted: `finish` refuses the rest."""

    path: str
    line: int
    what: str
    text: str
    values: Mapping[str, Any]
    asked: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: str, line: int, what: str, text: str) -> TomlBlock:
        """The block of a text. Raises LessonError where it is no TOML, or too long."""
        if len(text) > LONGEST:
            raise LessonError(path, line, FileProblem("block_too_long", block=what, most=LONGEST))
        if MANY_PARTS.search(text):
            raise LessonError(path, line, FileProblem("toml_too_deep"))
        try:
            values = tomllib.loads(text)
        except RecursionError:
            raise LessonError(path, line, FileProblem("toml_too_deep")) from None
        except ValueError as problem:  # tomllib's own, and that of a number with too many digits
            place = AT_LINE.search(str(problem))
            further = int(place[1]) - 1 if place and place[1] else 0
            reason = AT_LINE.sub("", str(problem)).strip().rstrip(".")[:100]
            raise LessonError(path, line + further, FileProblem("toml_malformed", reason=reason)) from None
        return cls(path, line, what, text, values)

    def line_of(self, name: str, entry: int = 0) -> int:
        """The line where a field stands, and in a list written one entry a line that of the entry."""
        for number, line in enumerate(self.text.split("\n")):
            if re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=|\s*\[\s*{re.escape(name)}\s*\]", line):
                return self.line + number
        return self.line

    def error(self, name: str, problem: Problem) -> LessonError:
        """A mistake in a field."""
        return LessonError(self.path, self.line_of(name), problem)

    def problem(self, name: str, code: str, **arguments: Argument) -> LessonError:
        """The same, of our own sentences."""
        return self.error(name, FileProblem(code, **arguments))

    def has(self, name: str) -> bool:
        """Whether the field is there; it may be."""
        self.asked.append(name)
        return name in self.values

    def _given(self, name: str) -> Any:
        if not self.has(name):
            raise LessonError(self.path, self.line, FileProblem("field_missing", block=self.what, field=name))
        return self.values[name]

    def sentence(self, name: str, most: int = SENTENCE) -> str:
        """A text that must be there."""
        return self._text(name, name, self._given(name), most)

    def _text(self, name: str, called: str, value: Any, most: int) -> str:
        if not isinstance(value, str):
            raise self.problem(name, "field_text", field=called)
        if not value.strip():
            raise self.problem(name, "field_empty", field=called)
        if len(value) > most:
            raise self.problem(name, "field_too_long", field=called, most=most)
        return value.strip()

    def sentences(self, name: str, low: int, high: int, blank: bool = False) -> tuple[str, ...]:
        """A list of texts; `blank` if one may be empty. Where `low` is 0 it may be left out."""
        if low == 0 and not self.has(name):
            return ()
        value = self._given(name)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.problem(name, "field_list", field=name)
        if not low <= len(value) <= high:
            raise self.problem(name, "field_entries", field=name, low=low, high=high)
        called = f"an entry of {name}"
        return tuple(
            "" if blank and not one.strip() else self._text(name, called, one, SENTENCE) for one in value
        )

    def whole(self, name: str, low: int, high: int) -> int:
        """A whole number that must be there."""
        value = self._given(name)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.problem(name, "field_whole", field=name, low=low, high=high)
        return value

    def number(self, name: str, low: float, high: float) -> float:
        """A number that must be there."""
        value = self._given(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.problem(name, "field_number", field=name, low=low, high=high)
        return float(value)

    def table(self, name: str) -> TomlBlock:
        """The fields within a field; none where it is left out."""
        value = self.values[name] if self.has(name) else {}
        if not isinstance(value, dict):
            raise self.problem(name, "field_table", field=name)
        return TomlBlock(self.path, self.line, f"table {name}", self.text, value)

    def finish(self) -> None:
        """All that is there has been asked for. Raises LessonError."""
        for name in self.values:
            if name not in self.asked:
                near = difflib.get_close_matches(name, self.asked, n=1)
                known = ", ".join(dict.fromkeys([*near, *self.asked]))
                raise self.problem(name, "field_unknown", block=self.what, field=name[:40], known=known)
