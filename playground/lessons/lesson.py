"""A lesson: steps of words, each beside a moment of the playground. Data only; nothing of it changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playground.lessons.markdown import Prose
from playground.lessons.moment import Moment
from playground.lessons.questions import Question


@dataclass(frozen=True)
class LessonStep:
    """`moment` is what the page shows: its own, or where `arrives` is False that of the step before, which then stays
    as it is. `before` and `after` are the text around the question, all of it `before` where nothing is asked."""

    title: str
    moment: Moment
    arrives: bool
    before: Prose
    question: Question | None
    after: Prose
    line: int = 0  # of the file, where its heading stands


@dataclass(frozen=True)
class Lesson:
    """`can` says what one is able to do afterwards, `needs` which lessons come before, `words` which words of the
    glossary it introduces. `own`: a teacher's, and not of the course."""

    id: str
    title: str
    chapter: str
    can: str
    minutes: int
    needs: tuple[str, ...]
    words: tuple[str, ...]
    steps: tuple[LessonStep, ...]
    path: str
    needs_line: int = 0  # of its file, where something is wrong with what it needs
    own: bool = False
    file: Path | None = field(default=None, compare=False)  # in which it stands

    @property
    def asked(self) -> list[int]:
        """Its steps that ask something, counted from 1."""
        return [place for place, step in enumerate(self.steps, 1) if step.question is not None]

    @property
    def questions(self) -> int:
        """How many these are."""
        return len(self.asked)

    def query(self, step: int) -> str:
        """The address of a step, counted from 1: that of its moment, and which it is."""
        return self.steps[step - 1].moment.with_settings(lesson=self.id, lesson_step=str(step))


@dataclass(frozen=True)
class GlossaryWord:
    """A word that explains itself: with a moment to open, or a drawn picture by its name, or neither."""

    word: str
    text: Prose
    moment: Moment | None = None
    picture: str = ""


@dataclass(frozen=True)
class Chapter:
    """Lessons in their order."""

    title: str
    lessons: tuple[Lesson, ...]
