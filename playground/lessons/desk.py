"""One visitor's running lesson: which it is, at what step, and what was answered."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator

from engine.problem import Problem
from playground.lessons.lesson import Lesson, LessonStep
from playground.lessons.lesson_file import MOST_STEPS
from playground.lessons.library import Library
from playground.lessons.link import OF_LINK
from playground.lessons.markdown import line
from playground.lessons.measures import said
from playground.lessons.questions import (
    ChoiceQuestion,
    GoalQuestion,
    OrderQuestion,
    Question,
    Verdict,
)
from playground.messages import Message, recorder
from playground.messages import lessons as messages
from playground.session import PageName
from playground.shared.measures import Live
from playground.shared.refused import Refused

log = logging.getLogger(__name__)

RECORDER, TRIAL = "-recorder", "-trial"  # as lessons of these names, which no file can have
TRIES = 2  # wrong answers after which the way to the right one is shown
RIGHT = "Right."
REACHED = "Done."


class LessonDesk:
    """`library` has the lessons, `tell` takes a message for the panel that stands beside the page, and `sketch` draws a
    moment of a page."""

    def __init__(
        self,
        library: Callable[[], Library],
        tell: Callable[[Message], None],
        sketch: Callable[[PageName, str], messages.Sketch],
    ) -> None:
        self._library, self._tell, self._sketch = library, tell, sketch
        self._lesson: Lesson | None = None
        self._held: Lesson | None = None  # one that is in no folder: that of a link, or of the recorder
        self._place: tuple[str, int] | None = None
        self._wrong: dict[int, int] = {}  # by step: how many answers were wrong
        self._right: set[int] = set()  # the steps whose question has been answered
        self._parts: tuple[bool, ...] = ()  # what of this step's goal is told to hold

    @property
    def at(self) -> tuple[str, int] | None:
        """The lesson that runs, and its step, counted from 1; or that of the recorder, where that is open."""
        return self._place

    @property
    def recording(self) -> bool:
        """Whether the recorder is open."""
        return self._place is not None and self._place[0] == RECORDER

    @property
    def waiting(self) -> bool:
        """Whether the lesson is still to be given by the browser, which alone has it."""
        return self._place is not None and self._lesson is None and not self.recording

    @property
    def _step(self) -> int:
        return 1 if self._place is None else self._place[1]

    @property
    def moment(self) -> tuple[str, str]:
        """The page of this step, and the query that opens its moment there."""
        assert self._lesson is not None
        return self.step.moment.page, self._lesson.query(self._step)

    @property
    def arrives(self) -> bool:
        """Whether this step opens a moment of its own; else what is on the page stays."""
        return self.step.arrives

    @property
    def step(self) -> LessonStep:
        assert self._lesson is not None
        return self._lesson.steps[self._step - 1]

    @property
    def running(self) -> bool:
        """Whether a lesson is there to be shown."""
        return self._lesson is not None

    def find(self, lesson: str) -> Lesson | None:
        """A lesson by its name: of a folder, or the one that is in none."""
        found = self._library().lessons.get(lesson)
        if found is None and self._held is not None and self._held.id == lesson:
            found = self._held
        return found

    def go(self, lesson: str, step: int, elsewhere: bool = False) -> None:
        """Opens a lesson at one of its steps, or where it has none such at its first. `elsewhere`: or the recorder, or
        a lesson for which the browser is to be asked. Raises Refused for what there is not."""
        found = self.find(lesson)
        if found is None and not (elsewhere and (lesson in (RECORDER, TRIAL) or lesson.startswith(OF_LINK))):
            raise Refused("lesson_unknown")
        if found is not self._lesson:
            self._forget()
        self._lesson = found
        count = MOST_STEPS if found is None else len(found.steps)
        self._place = (lesson, step if 1 <= step <= count else 1)
        self._parts = ()

    def hold(self, lesson: Lesson) -> None:
        """Has a lesson that is in no folder, in the place of one that it had before."""
        self._held = lesson
        if self._place is not None and self._place[0] == lesson.id:
            self.go(*self._place)

    def _forget(self) -> None:
        self._wrong.clear()
        self._right.clear()

    def leave(self) -> None:
        self._lesson = self._place = None

    # What is told

    def show(self) -> None:
        """Tells all that the panel shows."""
        shown = None if self._lesson is None else self._shown(self._lesson)
        lessons = self._library().lessons.values() if self.recording else ()
        others: list[messages.LessonNamed] = [{"id": one.id, "title": one.title} for one in lessons]
        self._tell(messages.Lesson(topic="lesson", shown=shown, recording=self.recording, others=others))
        if self.waiting and self._place is not None:
            lesson, step = self._place
            self._tell(recorder.LessonWanted(topic="lesson_wanted", lesson=lesson, step=step))

    def _shown(self, lesson: Lesson) -> messages.ShownLesson:
        step = self.step
        return {
            "id": lesson.id,
            "comes_from": _comes_from(lesson),
            "title": lesson.title,
            "chapter": lesson.chapter,
            "can": lesson.can,
            "step": self._step,
            "count": len(lesson.steps),
            "heading": step.title,
            "before": step.before.html,
            "after": step.after.html,
            "question": None if step.question is None else _asked(step.question, step.moment.page),
            "asked": lesson.asked,
            "words": self._words(step),
            "following": self._following(lesson),
        }

    def _words(self, step: LessonStep) -> list[messages.GlossaryEntry]:
        """The words of the glossary in the texts of a step, and in what is said of these."""
        question = step.question
        texts = [step.before, step.after, *((question.ask, *question.way) if question else ())]
        return [
            {
                "word": word.word,
                "text": word.text.html,
                "query": word.moment.query if word.moment else "",
                "sketch": self._sketch(word.moment.page, word.moment.query) if word.moment else None,
            }
            for word in self._library().explained(texts)
        ]

    def _following(self, lesson: Lesson) -> messages.LessonNamed | None:
        """The lesson after this one, in the order of the map."""
        names = [one.id for chapter in self._library().chapters for one in chapter.lessons]
        if lesson.id not in names:
            return None
        place = names.index(lesson.id) + 1
        if place == len(names):
            return None
        return {"id": names[place], "title": self._library().lessons[names[place]].title}

    # Answers

    def answer(self, step: int, answer: object, live: Live, page: str) -> None:
        """Judges an answer to this step's question by what is on the page now; a goal is looked at."""
        question = self._question
        if question is None or step != self._step or isinstance(question, GoalQuestion):
            return
        try:
            if page != self.step.moment.page:
                raise Refused("lesson_elsewhere", page=self.step.moment.page.capitalize())
            verdict = question.judge(answer, live)
        except Problem as problem:
            self._judged(None, line(problem.sentence).html)
            return
        self._take(question, verdict)

    def _take(self, question: Question, verdict: Verdict) -> None:
        if verdict.right:
            self._right.add(self._step)
            self._judged(True, RIGHT, verdict)
            return
        tries = self._wrong[self._step] = self._wrong.get(self._step, 0) + 1
        way = [one.html for one in question.way] if tries >= TRIES else []
        self._judged(False, verdict.hint.html if verdict.hint else "", verdict, way)

    @property
    def _question(self) -> Question | None:
        return None if self._lesson is None else self.step.question

    def has_goal(self, step: int) -> bool:
        """Whether the lesson is at this step, and that asks for a goal."""
        return step == self._step and isinstance(self._question, GoalQuestion)

    def looking(self, live: Live, page: str, anyway: bool = False) -> Generator[float, None, None]:
        """Whether the goal of this step is reached, by what is on the page now; what has changed of it is told.
        `anyway`: somebody asks what is missing. Yields the share that is looked at: of a large network each condition
        takes a while."""
        question = self._question
        if not isinstance(question, GoalQuestion) or self._step in self._right:
            return
        try:
            elsewhere = page != self.step.moment.page
            verdict = Verdict(False) if elsewhere else (yield from question.judging(live))
        except Problem:
            verdict = Verdict(False)  # what it asks about is not there yet
        except Exception:
            log.exception("a goal could not be judged")
            verdict = Verdict(False)
        if self._question is not question:
            return  # another step is shown meanwhile
        if verdict.right:
            self._right.add(self._step)
            self._judged(True, REACHED, verdict)
        elif anyway:
            self._take(question, verdict)
        elif verdict.parts != self._parts:
            self._judged(None, "", verdict)
        self._parts = verdict.parts

    def _judged(
        self, right: bool | None, said: str, verdict: Verdict | None = None, way: list[str] | None = None
    ) -> None:
        assert self._lesson is not None
        self._tell(
            messages.LessonJudged(
                topic="lesson_judged",
                lesson=self._lesson.id,
                step=self._step,
                right=right,
                said=said,
                parts=list(verdict.parts) if verdict else [],
                way=way or [],
                tries=self._wrong.get(self._step, 0),
            )
        )


def _comes_from(lesson: Lesson) -> messages.ComesFrom:
    if lesson.id == TRIAL:
        return "recorder"
    return "link" if lesson.id.startswith(OF_LINK) else "folder"


def _asked(question: Question, page: str) -> messages.LessonQuestion:
    shown = question.shown if isinstance(question, ChoiceQuestion | OrderQuestion) else ()
    conditions = question.conditions if isinstance(question, GoalQuestion) else ()
    return {
        "kind": question.kind,
        "ask": question.ask.html,
        "entries": [one.html for one in shown],
        "conditions": [said(one) for one in conditions],
        "page": page,
    }
