"""What one visitor asks of the recorder. Nothing of a draft stays here: the browser has it, and sends it along."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from typing import Any

from engine.problem import Problem
from playground.lessons.desk import TRIAL
from playground.lessons.draft import Draft, draft_of
from playground.lessons.draft import told as draft_told
from playground.lessons.draft_check import Checked, Mistake, checking
from playground.lessons.draft_file import read_draft, write
from playground.lessons.file_problems import FileProblem, LessonError
from playground.lessons.lesson import Lesson
from playground.lessons.lesson_file import reading
from playground.lessons.library import Library
from playground.lessons.link import MOST_LETTERS, name_of, packed, unpacked
from playground.lessons.trial import MakePage
from playground.messages import Message
from playground.messages.recorder import (
    DraftMistake,
    LessonGiven,
    RecorderCheck,
    RecorderChecked,
    RecorderCopy,
    RecorderLink,
    RecorderOpened,
    RecorderPack,
    RecorderRead,
    RecorderTry,
    RecorderWrite,
    RecorderWritten,
    Wanted,
)
from playground.session import PageName
from playground.shared.refused import Refused
from playground.shared.work import Line

Handler = Callable[[Any], None]
MOST_MISTAKES = 60  # that are told at once
FILE = "lesson.md"  # what a file is called while it is only read


class Recorder:
    """`tell` takes a message for the panel, `refuse` what is wrong with what was asked under a topic, `play` a lesson
    to be opened at a step, or where it is waited for."""

    def __init__(
        self,
        library: Callable[[], Library],
        pages: Mapping[PageName, MakePage],
        tell: Callable[[Message], None],
        refuse: Callable[[str, Problem], None],
        play: Callable[[Lesson, int], None],
    ) -> None:
        self._library, self._pages = library, pages
        self._tell, self._refuse, self._play = tell, refuse, play
        self._line = Line()
        self.topics: Mapping[str, Handler] = {
            "recorder_check": self._check,
            "recorder_try": self._try,
            "recorder_write": self._write,
            "recorder_read": self._read,
            "recorder_copy": self._copy,
            "recorder_pack": self._pack,
            "lesson_given": self._given,
        }

    def close(self) -> None:
        self._line.close()

    # Mistakes

    def _check(self, message: RecorderCheck) -> None:
        self._checked("check", message, lambda draft, checked: None)

    def _checked(
        self,
        asked: Wanted,
        message: RecorderCheck | RecorderTry | RecorderPack,
        then: Callable[[Draft, Checked], None],
    ) -> None:
        """Has a draft looked through; `then` hears what came of it, after its mistakes were told."""
        draft = draft_of(message["draft"])
        number = message["id"]

        def found(checked: Checked) -> None:
            mistakes = [_told(one) for one in checked.mistakes[:MOST_MISTAKES]]
            self._tell(RecorderChecked(topic="recorder_checked", id=number, asked=asked, mistakes=mistakes))
            then(draft, checked)

        words = self._library().glossary.keys()
        self._line.ask(
            asked,
            lambda: checking(FILE, draft, words, self._pages),
            found,
            lambda problem: self._failed(f"recorder_{asked}", problem),
        )

    def _failed(self, topic: str, problem: Exception) -> None:
        if not isinstance(problem, Problem):
            raise problem
        self._refuse(topic, problem)

    def _try(self, message: RecorderTry) -> None:
        def then(draft: Draft, checked: Checked) -> None:
            if checked.lesson is not None:
                self._play(replace(checked.lesson, id=TRIAL), message["step"])

        self._checked("try", message, then)

    # Files

    def _write(self, message: RecorderWrite) -> None:
        draft = draft_of(message["draft"])
        name, text = file_name(draft), write(draft).text
        self._tell(RecorderWritten(topic="recorder_written", name=name, text=text))

    def _read(self, message: RecorderRead) -> None:
        self._open(message["name"], lambda: message["bytes"])

    def _copy(self, message: RecorderCopy) -> None:
        lesson = self._library().lessons.get(message["lesson"])
        if lesson is None or lesson.file is None:
            raise Refused("lesson_unknown")
        self._open(lesson.title, lesson.file.read_bytes)

    def _open(self, name: str, read: Callable[[], bytes]) -> None:
        """Has a file worked on."""

        def told(draft: Draft | None, line: int = 0, text: str = "") -> None:
            sent = draft if draft is None else draft_told(draft)
            self._tell(RecorderOpened(topic="recorder_opened", name=name, draft=sent, line=line, text=text))

        def failed(problem: Exception) -> None:
            if isinstance(problem, OSError):
                problem = LessonError(FILE, 0, FileProblem("lesson_unreadable"))
            if isinstance(problem, LessonError):
                told(None, problem.line, str(problem.cause))
            else:
                self._failed("recorder_read", problem)

        self._line.ask("read", lambda: read_draft(FILE, read()), told, failed)

    # Links

    def _pack(self, message: RecorderPack) -> None:
        def then(draft: Draft, checked: Checked) -> None:
            if checked.lesson is None:
                return
            text = checked.written.text
            letters = packed(text)
            fits = len(letters) <= MOST_LETTERS
            page = checked.lesson.steps[0].moment.page
            self._tell(
                RecorderLink(
                    topic="recorder_link",
                    query=f"page={page}&lesson={name_of(text.encode())}",
                    letters=letters if fits else None,
                    count=len(letters),
                    most=MOST_LETTERS,
                )
            )

        self._checked("link", message, then)

    def _given(self, message: LessonGiven) -> None:
        """A lesson out of a link, from whoever has made it."""
        letters = message["letters"]
        if letters is None:
            raise Refused("lesson_not_kept")
        words = self._library().glossary.keys()

        def work() -> Generator[float, None, Lesson]:
            file = unpacked(letters)
            read = yield from reading(FILE, file, words)
            if read.lesson is None:
                raise Refused("lesson_link_unusable", reason=read.mistakes[0].cause)
            return replace(read.lesson, id=name_of(file))

        self._line.ask(
            "given",
            work,
            lambda lesson: self._play(lesson, 1),
            lambda problem: self._failed("lesson_given", problem),
        )


def _told(mistake: Mistake) -> DraftMistake:
    return {
        "step": mistake.step,
        "field": mistake.field,
        "line": mistake.line,
        "text": str(mistake.cause),
        "blocks": mistake.blocks,
        "empty": mistake.empty,
    }


def file_name(draft: Draft) -> str:
    """What its file is called, by its title."""
    letters = re.sub(r"[^a-z0-9]+", "-", draft.title.lower()).strip("-0123456789")[:50].strip("-")
    return f"{letters or 'my-lesson'}.md"
