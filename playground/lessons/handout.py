"""A lesson on paper: its steps with their pictures as they stand, its questions with room for the answers, and the
words that it uses. As a key, with the right answers and the ways to them."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from html import escape

from engine.problem import Problem
from playground.lessons.handout_page import PAGE, STEPS
from playground.lessons.lesson import Lesson, LessonStep
from playground.lessons.library import Library
from playground.lessons.moment import Moment
from playground.lessons.printed_question import answered, asked
from playground.lessons.printed_text import glossary, printed, words_of
from playground.lessons.questions import GoalQuestion, Question
from playground.shared.paper_look import LETTERS, style
from playground.shared.refused import Refused
from playground.shared.still import Still, Stills

# Letters of all pictures of a file; one of the largest network has 580,000.
MOST_PICTURED = 2_000_000
NO_ROOM = "The pictures of this lesson are too large together, so this one is left out."
WHO = '<div class="who">Name <span></span> Date <span class="short"></span></div>'


def write_handout(lesson: Lesson, library: Library, stills: Stills, key: bool) -> Generator[float, None, str]:
    """The lesson as one HTML page without script; yields the share that is written."""
    album = Album(stills)
    sections = []
    shown_before: Moment | None = None
    for number, step in enumerate(lesson.steps):
        still = yield from album.of(step.moment, number / len(lesson.steps))
        again = step.moment == shown_before
        shown_before = step.moment
        question = ""
        if step.question is not None:
            question = answered(step.question, still) if key else asked(step.question)
            if key:
                question += yield from _reached(album, step.question, number / len(lesson.steps))
        sections.append(section_of(number + 1, step, "" if again else framed(still), question))
        yield (number + 1) / len(lesson.steps)
    needs = [library.lessons[need].title for need in lesson.needs if need in library.lessons]
    return PAGE.substitute(
        kind="Key" if key else "Handout",
        title=escape(lesson.title),
        heading=escape(f"Key: {lesson.title}" if key else lesson.title),
        chapter=escape(lesson.chapter),
        look=style(),
        steps=STEPS,
        letters=LETTERS,
        who="" if key else WHO,
        can=escape(lesson.can),
        needs=f'<p class="about">Before it: {escape("; ".join(needs))}</p>' if needs else "",
        body="".join(sections),
        glossary=glossary(words_of(lesson, library)),
    )


def section_of(number: int, step: LessonStep, picture: str, question: str) -> str:
    """A step: its heading, what is said, what is seen, what is asked, and what is said after that."""
    after = f'<div class="words">{printed(step.after)}</div>' if step.after.html else ""
    return (
        f'<section class="step"><div class="look"><h2>{number}. {escape(step.title)}</h2>'
        f'<div class="words">{printed(step.before)}</div>{picture}</div>{question}{after}</section>'
    )


def framed(still: Still) -> str:
    """A picture and what it shows."""
    return f'<div class="picture">{still.picture}<p class="caption">{escape(still.caption)}</p></div>'


def _reached(album: Album, question: Question, share: float) -> Generator[float, None, str]:
    """What it looks like where a goal is reached, if no training leads there: judged by the same rule."""
    if not isinstance(question, GoalQuestion) or question.solution is None or question.epochs:
        return ""
    still = yield from album.of(question.solution, share)
    try:
        right = question.judge(None, still).right
    except Problem:
        right = False
    return f'<div class="example"><p>For example:</p>{framed(still)}</div>' if right else ""


class Album:
    """The stills of one lesson. Only the newest is kept, for the steps that stay at its moment: each holds all that is
    on its page, and forty of large networks together are 380 MB."""

    def __init__(self, stills: Stills) -> None:
        self._stills = stills
        self._newest: tuple[str, Still] | None = None
        self._room = MOST_PICTURED

    def of(self, moment: Moment, share: float) -> Generator[float, None, Still]:
        """The still of a moment; in words where it cannot be made. Yields `share` meanwhile."""
        if self._newest is None or self._newest[0] != moment.query:
            self._newest = None  # before the next is made
            self._newest = moment.query, self._fitting((yield from self._made(moment, share)))
        return self._newest[1]

    def _fitting(self, still: Still) -> Still:
        """With its picture, if the file has room for it."""
        letters = len(still.picture) + len(still.beside)
        if letters > self._room:
            return replace(still, picture="", beside="", caption=f"{still.caption} {NO_ROOM}")
        self._room -= letters
        return still

    def _made(self, moment: Moment, share: float) -> Generator[float, None, Still]:
        making = self._stills(moment.page, moment.settings)
        try:
            while True:
                next(making)
                yield share
        except StopIteration as end:
            made: Still = end.value
            return made
        except Problem as problem:
            return Still("", str(problem), _nothing)


def _nothing(words: str) -> float:
    raise Refused("measure_not_here", words=words[:40])
