"""What is wrong with a lesson that is being written, each mistake at its field; found step by step."""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Iterator, Mapping
from typing import NamedTuple

from engine.problem import Problem
from playground.lessons import markdown
from playground.lessons.draft import Draft
from playground.lessons.draft_file import HEAD, Written, write
from playground.lessons.file_problems import FileProblem, LessonError
from playground.lessons.lesson import Lesson
from playground.lessons.lesson_file import MOST_BYTES, NAMES, Reading, reading
from playground.lessons.trial import NEVER, MakePage, of_step
from playground.messages.recorder import DraftField
from playground.session import PageName

OF_FILE: DraftField = "file"  # the field of what is wrong with all of it
EMPTY = frozenset(("field_empty", "field_missing", "steps_missing", "step_untitled"))


class Mistake(NamedTuple):
    """`line`, counted from 1, is that of its field; `blocks`: it keeps the lesson from being one; `empty`: something is
    only not there yet."""

    step: int
    field: DraftField
    line: int
    cause: Problem
    blocks: bool = True

    @property
    def empty(self) -> bool:
        """Whether something is only not there yet."""
        return self.cause.code in EMPTY or (self.field == "minutes" and self.cause.code == "field_whole")


class Checked(NamedTuple):
    """`lesson` is what has come of a draft, where nothing keeps it from being one."""

    written: Written
    lesson: Lesson | None
    mistakes: list[Mistake]


def checking(
    path: str, draft: Draft, glossary: Collection[str], pages: Mapping[PageName, MakePage]
) -> Generator[float, None, Checked]:
    """Reads what is written of a draft, and tries its moments out; yields the share that is done."""
    written = write(draft)
    data = written.text.encode()
    if len(data) > MOST_BYTES:
        cause = FileProblem("lesson_too_large", most=MOST_BYTES)
        return Checked(written, None, [Mistake(HEAD, OF_FILE, 0, cause)])
    mistakes: list[Mistake] = []
    for number, one in enumerate(draft.steps, 1):
        yield 0.0
        mistakes += [*_of_text(number, "before", one.before), *_of_text(number, "after", one.after)]
    if mistakes:
        return Checked(written, None, mistakes)
    read: Reading = yield from reading(path, data, glossary)
    mistakes = [_placed(written, one) for one in read.mistakes]
    mistakes += [_placed(written, one)._replace(blocks=False) for one in read.remarks]
    for number, step in enumerate(read.lesson.steps if read.lesson else (), 1):
        yield number / len(draft.steps)
        for problem in of_step(step, pages):
            field: DraftField = "question" if problem.code in NEVER else "moment"
            if field == "question" or step.arrives:
                mistakes.append(Mistake(number, field, 0, problem, blocks=False))
    return Checked(written, read.lesson, mistakes)


def _placed(written: Written, mistake: LessonError) -> Mistake:
    if mistake.line == 0:
        return Mistake(HEAD, OF_FILE, 0, mistake.cause)
    place = written.place(mistake.line)
    return Mistake(place.step, place.field, max(1, mistake.line - place.line + 1), mistake.cause)


def _of_text(step: int, field: DraftField, text: str) -> Iterator[Mistake]:
    """What in a text would end its step, or swallow what comes after it."""
    lines = text.split("\n")
    for token in markdown.blocks(text):
        begin, end = token.map or (0, 0)
        if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2"):
            yield Mistake(step, field, begin + 1, FileProblem("heading_in_step"))
        elif token.type == "fence" and token.info.strip() in NAMES:
            yield Mistake(step, field, begin + 1, FileProblem("block_in_text", block=token.info.strip()))
        elif token.type == "fence" and token.level == 0:
            mark = re.escape(token.markup)
            closed = end - begin > 1 and re.fullmatch(rf" {{0,3}}{mark}{mark[-1]}*\s*", lines[end - 1])
            if not closed:
                yield Mistake(step, field, begin + 1, FileProblem("block_not_closed", block="block of code"))
