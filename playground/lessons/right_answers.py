"""The right answer to each question of a lesson, for who teaches it: found by the engine, and judged by what judges the
answers of learners."""

from __future__ import annotations

from dataclasses import dataclass

from playground.lessons.questions import (
    ChoiceQuestion,
    ClickQuestion,
    GoalQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
)
from playground.shared.measures import Live
from playground.shared.refused import Refused


@dataclass(frozen=True)
class RightAnswer:
    """`answer` is what a browser would send; `truth` the number, where one is asked for."""

    answer: object
    truth: float | None = None


def right_answer(question: Question, live: Live) -> RightAnswer:
    """The answer that is judged right by what is on the page. Raises Problem where there is none, or none is known: a
    goal is reached, not answered."""
    answer = _answer(question, live)
    verdict = question.judge(answer, live)
    if not verdict.right:
        raise Refused("answer_not_known")
    return RightAnswer(answer, verdict.truth)


def _answer(question: Question, live: Live) -> object:
    if isinstance(question, NumberQuestion):
        return repr(live.measure(question.measure))
    if isinstance(question, ChoiceQuestion):
        return question.right
    if isinstance(question, OrderQuestion):
        return [question.shown.index(item) + 1 for item in question.items]
    if isinstance(question, ClickQuestion):
        return question.node
    assert isinstance(question, GoalQuestion)
    return None
