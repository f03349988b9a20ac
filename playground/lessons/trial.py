"""Tries a lesson out on the pages that it leads to, without a browser: what only a page can know to be wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from engine import Problem
from playground import address
from playground.lessons.file_problems import FileProblem, LessonError
from playground.lessons.lesson import Lesson, LessonStep
from playground.lessons.moment import Moment
from playground.lessons.questions import GoalQuestion, NumberQuestion
from playground.messages import Message
from playground.session import PageName, Session
from playground.shared.controller import Controller

MakePage = Callable[[Session, Callable[[Message], None], list[Problem]], Controller]
# What a page says of a measure that it will never have; others it may have once something has been trained or opened.
OF_NODES = ("measure_node_unknown", "measure_edge_unknown", "measure_no_gradient")
NEVER = frozenset((*OF_NODES, "measure_element", "measure_needs_element", "cell_of_comparison_unknown"))


def mistakes(lesson: Lesson, pages: Mapping[PageName, MakePage]) -> list[LessonError]:
    """What is wrong with the moments of a lesson, and with what it asks of them; `pages` makes the controllers."""
    found: list[LessonError] = []
    for step in lesson.steps:
        for problem in of_step(step, pages):
            cause = FileProblem("step_unusable", title=step.title, reason=problem)
            mistake = LessonError(lesson.path, step.line, cause)
            if str(mistake) not in map(str, found):
                found.append(mistake)
    return found


def of_step(step: LessonStep, pages: Mapping[PageName, MakePage]) -> Iterator[Problem]:
    """What is wrong with the moment of a step; and what it asks for that its page will never have."""
    controller, told = _opened(step.moment, pages)
    try:
        yield from told
        for words in _measures(step):
            try:
                controller.measure(words)
            except Problem as problem:
                if problem.code in NEVER:
                    yield problem
    finally:
        controller.close()


def _opened(moment: Moment, pages: Mapping[PageName, MakePage]) -> tuple[Controller, Sequence[Problem]]:
    session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
    told = address.read(session, moment.settings)
    controller = pages[moment.page](session, lambda message: None, told)
    return controller, list(controller.problems)


def _measures(step: LessonStep) -> list[str]:
    if isinstance(step.question, NumberQuestion):
        return [step.question.measure]
    return (
        [one.measure for one in step.question.conditions] if isinstance(step.question, GoalQuestion) else []
    )
