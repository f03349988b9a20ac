"""A question of a lesson on paper, with room for the answer; in the key with the right one, and the way to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import Any

from engine.problem import Problem
from playground.lessons.markdown import Prose
from playground.lessons.measures import said
from playground.lessons.printed_text import printed
from playground.lessons.questions import (
    ChoiceQuestion,
    ClickQuestion,
    GoalQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
)
from playground.lessons.right_answers import RightAnswer, right_answer
from playground.shared.arrays_on_paper import lost
from playground.shared.measures import Live
from playground.shared.written_numbers import short

ROOM = '<span class="room"></span>'  # a line to write on
HOW = MappingProxyType(
    {
        "number": "Your answer",
        "choice": "Tick one",
        "order": "Number them in the right order",
        "click": "Mark the node in the drawing",
        "goal": "In the playground, until this is so",
    }
)
# What says how: a question, and the right answer to it, or None on the sheet that is handed out.
Form = Callable[[Any, RightAnswer | None], str]


def asked(question: Question) -> str:
    """The question with room for the answer."""
    return _block(question, FORMS[question.kind](question, None), "")


def answered(question: Question, live: Live) -> str:
    """The same with the right answer, as the engine has it, and the way to it."""
    answer, problem = RightAnswer(None), ""
    if not isinstance(question, GoalQuestion):
        try:
            answer = right_answer(question, live)
        except Problem as reason:
            problem = f'<p class="way">{escape(str(reason))}</p>'
    form = FORMS[question.kind](question, None if problem else answer)
    return _block(question, form, problem + way(question))


def answer_alone(question: Question, live: Live) -> str:
    """The right answer and the way to it, without the question: for a page where the question stands above."""
    if isinstance(question, GoalQuestion):
        return way(question)
    try:
        answer = right_answer(question, live)
    except Problem as reason:
        return f'<p class="way">{escape(str(reason))}</p>'
    return f"{FORMS[question.kind](question, answer)}{way(question)}"


def way(question: Question) -> str:
    """The way to the answer, and what is said of those that are wrong."""
    steps = "".join(f"<li>{printed(one)}</li>" for one in question.way)
    told = f'<div class="way"><b>The way to the answer</b><ol>{steps}</ol></div>' if steps else ""
    return told + _of_wrong(question)


def _of_wrong(question: Question) -> str:
    if not isinstance(question, ChoiceQuestion) or not question.hints:
        return ""
    pairs = zip(question.shown, question.hints, strict=True)
    told = [
        f"<li>{printed(option)}: <em>{printed(hint)}</em></li>"
        for number, (option, hint) in enumerate(pairs, 1)
        if number != question.right
    ]
    return f'<div class="way"><b>What is said of the others</b><ul>{"".join(told)}</ul></div>'


def _block(question: Question, form: str, after: str) -> str:
    return (
        f'<div class="question {question.kind}"><p class="ask">{printed(question.ask)}</p>'
        f'<p class="how">{HOW[question.kind]}</p>{form}{after}</div>'
    )


def _number(question: NumberQuestion, answer: RightAnswer | None) -> str:
    if answer is None or answer.truth is None:
        return f'<div class="rooms">{ROOM}{ROOM}</div>'
    text = short(answer.truth)
    return f'<p class="answer"><b>{escape(text)}</b>{lost(text, answer.truth)}</p>'


def _choice(question: ChoiceQuestion, answer: RightAnswer | None) -> str:
    right = None if answer is None else answer.answer
    return _boxes(_texts(question.shown), ["✓" if one == right else "" for one in _numbers(question.shown)])


def _order(question: OrderQuestion, answer: RightAnswer | None) -> str:
    if answer is None or not isinstance(answer.answer, list):
        return _boxes(_texts(question.shown), [""] * len(question.shown))
    places = [str(answer.answer.index(number) + 1) for number in _numbers(question.shown)]
    return _boxes(_texts(question.shown), places)


def _click(question: ClickQuestion, answer: RightAnswer | None) -> str:
    return "" if answer is None else f'<p class="answer"><code>{escape(question.node)}</code></p>'


def _goal(question: GoalQuestion, answer: RightAnswer | None) -> str:
    conditions = [escape(said(one)) for one in question.conditions]
    return _boxes(conditions, [""] * len(conditions)) + ("" if answer else f'<div class="rooms">{ROOM}</div>')


def _numbers(entries: Sequence[Prose]) -> range:
    return range(1, len(entries) + 1)


def _texts(entries: Sequence[Prose]) -> list[str]:
    return [printed(one) for one in entries]


def _boxes(entries: Sequence[str], marks: Sequence[str]) -> str:
    """Entries of HTML, each with a box before it and what stands in that."""
    listed = "".join(
        f'<li><span class="box">{mark}</span><span>{entry}</span></li>'
        for entry, mark in zip(entries, marks, strict=True)
    )
    return f'<ul class="boxes">{listed}</ul>'


FORMS: Mapping[str, Form] = MappingProxyType(
    {"number": _number, "choice": _choice, "order": _order, "click": _click, "goal": _goal}
)
