"""The one writer of lesson files, and the way back: a file opened to be worked on, mistakes in its steps and all."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from playground.lessons.draft import Draft, StepDraft, as_written
from playground.lessons.file_problems import LessonError
from playground.lessons.lesson_file import (
    FENCE,
    MOMENT,
    QUESTION,
    Body,
    Section,
    head_of,
    parted,
    sections_of,
    text_of,
    texts_of,
)
from playground.messages.recorder import DraftField

HEAD = 0  # the place of what stands before the first step
OF_HEAD: tuple[DraftField, ...] = ("title", "chapter", "can", "minutes", "needs", "words")
TICKS = re.compile(r"^[ \t]*(`{3,})", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """A field of a draft: of a step, counted from 1, or of the head; and the line of the file where it begins."""

    line: int
    step: int
    field: DraftField


@dataclass(frozen=True)
class Written:
    """A file, and where in it each field stands."""

    text: str
    places: tuple[Place, ...]

    def place(self, line: int) -> Place:
        """The field in which a line stands."""
        return next((one for one in reversed(self.places) if one.line <= line), self.places[0])


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.places: list[Place] = []

    def put(self, step: int, field: DraftField, *texts: str, within: int = 0) -> None:
        """The lines of a field, whose own begin so many lines on."""
        self.places.append(Place(len(self.lines) + 1 + within, step, field))
        self.lines += "\n".join(texts).split("\n")


def write(draft: Draft) -> Written:
    """The file of a lesson, in the form of those of the course."""
    draft = as_written(draft)
    to = _Writer()
    to.put(HEAD, "title", FENCE, f"title = {_toml(draft.title)}", within=1)
    to.put(HEAD, "chapter", f"chapter = {_toml(draft.chapter)}")
    to.put(HEAD, "can", f"can = {_toml(draft.can)}")
    to.put(HEAD, "minutes", f"minutes = {draft.minutes}")
    lists: tuple[tuple[DraftField, tuple[str, ...]], ...] = (("needs", draft.needs), ("words", draft.words))
    for name, several in lists:
        if several:
            to.put(HEAD, name, f"{name} = [{', '.join(map(_toml, several))}]")
    to.lines.append(FENCE)
    for number, step in enumerate(draft.steps, 1):
        _write_step(to, number, step)
    return Written("\n".join(to.lines) + "\n", tuple(to.places))


def _write_step(to: _Writer, number: int, step: StepDraft) -> None:
    to.lines.append("")
    to.put(number, "title", f"## {step.title}".rstrip())
    if step.moment:
        _write_block(to, number, MOMENT, step.moment)
    if step.before:
        to.put(number, "before", step.before)
    if step.question:
        to.lines += [""] if step.before else []
        _write_block(to, number, QUESTION, step.question)
    if step.after:
        to.lines.append("")
        to.put(number, "after", step.after)


def _write_block(to: _Writer, number: int, name: DraftField, text: str) -> None:
    fence = "`" * max(3, *(len(ticks) + 1 for ticks in TICKS.findall(text)), 0)
    to.put(number, name, f"{fence}{name}", text, fence, within=1)


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_draft(path: str, data: bytes) -> Draft:
    """A file to be worked on. Raises LessonError where its head or its steps cannot be told; what is wrong within one
    step stays as it stands."""
    wrong: list[LessonError] = []
    block, body = parted(path, text_of(path, data))
    head = head_of(block, wrong.append)
    if wrong:
        raise wrong[0]
    steps = tuple(_step_of(body, section) for section in sections_of(body))
    return as_written(Draft(*head, steps))


def _step_of(body: Body, section: Section) -> StepDraft:
    moment, question = (
        section.blocks[name][0].content if name in section.blocks else "" for name in (MOMENT, QUESTION)
    )
    before, after = texts_of(body, section)
    return StepDraft(section.title, moment, before, question, after)
