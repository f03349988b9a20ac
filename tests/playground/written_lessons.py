"""Lessons written for tests: what is needed and no more, with a part of it put in another way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playground.lessons.lesson import Lesson
from playground.lessons.lesson_file import read_lesson
from playground.shared.refused import Refused

HEAD = 'title = "A title"\nchapter = "A chapter"\ncan = "You can do it."\nminutes = 5'
MOMENT = "page=graph\nexample=add-then-multiply\ncursor=3"
NUMBER = 'kind = "number"\nask = "What is df/dz?"\nanswer = "gradient z"'


def lesson_text(head: str = HEAD, moment: str = MOMENT, question: str = NUMBER, text: str = "Words.") -> str:
    asked = f"```question\n{question}\n```\n" if question else ""
    shown = f"```moment\n{moment}\n```\n" if moment else ""
    return f"+++\n{head}\n+++\n\n## A step\n{shown}{text}\n\n{asked}"


def lesson_of(text: str, path: str = "01-a.md", glossary: Sequence[str] = ()) -> Lesson:
    return read_lesson(path, text.encode(), glossary)[0]


class Page:
    """A page that has these numbers."""

    def __init__(
        self, numbers: Mapping[str, float], slips: Mapping[str, Sequence[float]] | None = None
    ) -> None:
        self.numbers, self.made = numbers, slips or {}

    def measure(self, words: str) -> float:
        if words not in self.numbers:
            raise Refused("measure_not_here", words=words)
        return self.numbers[words]

    def slips(self, words: str) -> Mapping[str, Sequence[Any]]:
        return self.made
