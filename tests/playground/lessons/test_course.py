"""Every lesson of the course, without a browser: each moment opens as it says, each question is answered right by the
engine's own answer and wrong by another, and each goal is reached by what the lesson says to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import course_runs
import own_loop
import pytest
from desks import Desk, reasons
from shipped_course import LIBRARY

from playground.lessons.lesson import Lesson
from playground.lessons.library import COURSE, GLOSSARY
from playground.lessons.moment import Moment
from playground.lessons.questions import (
    ChoiceQuestion,
    ClickQuestion,
    GoalQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
)
from playground.shared.mistakes import near
from playground.shared.refused import Refused

LESSONS = pytest.mark.parametrize("lesson", LIBRARY.lessons.values(), ids=list(LIBRARY.lessons))
WORDS = [word for word in LIBRARY.glossary.values() if word.moment is not None]


def opened(moment: Moment) -> Desk:
    """The page of a moment, of which nothing is told that cannot be had."""
    desk = Desk(moment.settings)

    async def wait() -> None:
        desk.ask("ready")
        await desk.answered()

    own_loop.run(wait())
    told = [*desk.told, *desk.controller.problems]
    assert told == [], f"{moment.query}: {told}"
    refused = [reason["text"] for message in desk.sent for reason in reasons(message)]
    assert refused == [], f"{moment.query}: {refused}"
    assert desk.page == moment.page
    return desk


def test_every_file_of_the_course_is_a_lesson_and_has_no_mistake():
    assert [str(problem) for problem in LIBRARY.problems] == []
    files = {path.name for path in COURSE.rglob("*.md")}
    assert len(LIBRARY.lessons) == len(files)
    assert len(LIBRARY.glossary) == len(list(GLOSSARY.glob("*.md")))


@LESSONS
def test_a_lesson_is_short_and_asks_something(lesson):
    assert 3 <= lesson.minutes <= 8
    assert lesson.can.startswith("You can ")
    assert lesson.can.endswith(".")
    assert any(step.question for step in lesson.steps[-2:]), "it ends with no task that is checked"


@LESSONS
def test_each_moment_opens_as_it_says(lesson):
    """Those at which something is asked, the test of what is asked opens."""
    moments = {step.moment.query: step.moment for step in lesson.steps}
    asked = {step.moment.query for step in lesson.steps if step.question is not None}
    for query in moments.keys() - asked:
        opened(moments[query]).close()


@pytest.mark.parametrize("word", WORDS, ids=[word.word for word in WORDS])
def test_the_moment_of_a_word_opens(word):
    opened(word.moment).close()


@LESSONS
def test_each_question_is_answered_right_by_the_engine_and_wrong_by_another_answer(lesson):
    for number, step in enumerate(lesson.steps, 1):
        if step.question is not None:
            desk = opened(step.moment)
            try:
                CHECKS[step.question.kind](desk, step.question)
            except (AssertionError, Refused) as problem:
                raise AssertionError(f"{lesson.path}, step {number}, {step.title}: {problem}") from problem
            finally:
                desk.close()


@LESSONS
def test_the_way_to_an_answer_is_told(lesson):
    for step in lesson.steps:
        if isinstance(step.question, NumberQuestion | GoalQuestion):
            assert step.question.way, f"{lesson.path}: {step.title}"


def number(desk: Desk, question: Question) -> None:
    assert isinstance(question, NumberQuestion)
    truth = desk.controller.measure(question.measure)
    assert question.judge(repr(truth), desk.controller).right
    # As it is shown, in three digits.
    assert question.judge(f"{truth:.3g}", desk.controller).right
    wrong = question.judge(repr(truth + abs(truth) + 1), desk.controller)
    assert not wrong.right
    assert wrong.hint is not None
    for slip, several in desk.controller.slips(question.measure).items():
        for one in several:
            if near(one, truth, question.tolerance):
                continue
            verdict = question.judge(repr(one), desk.controller)
            assert not verdict.right
            assert verdict.mistake != "other", slip


def choice(desk: Desk, question: Question) -> None:
    assert isinstance(question, ChoiceQuestion)
    for at in range(1, len(question.shown) + 1):
        verdict = question.judge(at, desk.controller)
        assert verdict.right is (at == question.right)
        assert verdict.right or verdict.hint is not None


def order(desk: Desk, question: Question) -> None:
    assert isinstance(question, OrderQuestion)
    right = [question.shown.index(item) + 1 for item in question.items]
    assert question.judge(right, desk.controller).right
    assert not question.judge(right[::-1], desk.controller).right


def click(desk: Desk, question: Question) -> None:
    assert isinstance(question, ClickQuestion)
    names = drawn(desk)
    assert question.node in names
    assert question.judge(question.node, desk.controller).right
    assert not question.judge(next(name for name in names if name != question.node), desk.controller).right


def drawn(desk: Desk) -> list[str]:
    """The nodes that can be clicked."""
    controller: Any = desk.controller
    if desk.page == "graph":
        graph = controller.typed.graph
    elif desk.page == "network":
        assert desk.session.sample is not None, "no graph is drawn"
        graph = controller.experiment.trace(desk.session.sample, desk.session.level)[0].graph
    else:
        graph = controller.experiment.trace().graph
    return [node.name for node in graph.nodes]


def goal(desk: Desk, question: Question) -> None:
    assert isinstance(question, GoalQuestion)
    assert not question.judge(None, desk.controller).right, "it is so from the start"
    assert question.epochs or question.solution, "nothing is said of how it is reached"
    reached = desk if question.solution is None else opened(question.solution)
    trained(reached, question.epochs)
    values = {one.measure: told(reached, one.measure) for one in question.conditions}
    assert question.judge(None, reached.controller).right, f"not reached: {values}"


def told(desk: Desk, measure: str) -> object:
    try:
        return desk.controller.measure(measure)
    except Refused as problem:
        return str(problem)


def trained(desk: Desk, epochs: int) -> None:
    """After so many epochs of training."""
    controller: Any = desk.controller
    if not epochs:
        return
    if desk.page == "compare":
        course_runs.train(controller.runs, epochs)
        return
    assert desk.page == "network", f"nothing is trained on the page {desk.page} here"
    for _ in range(epochs):
        for _ in controller.experiment.finish_epoch():
            pass
        controller.experiment.record()


CHECKS: Mapping[str, Any] = {"number": number, "choice": choice, "order": order, "click": click, "goal": goal}


def test_the_course_begins_with_what_needs_nothing():
    first: Lesson = next(iter(LIBRARY.lessons.values()))
    assert first.needs == ()
    seen: set[str] = set()
    for lesson in LIBRARY.lessons.values():
        assert set(lesson.needs) <= seen, f"{lesson.path} needs what comes later"
        seen.add(lesson.id)


# Words of every day, or parts of others, that are met before the word of the glossary is: a step in a trace, a unit in
# which something is measured, a pre-activation; "tanh" and "linear" are said in plain words where they are met first.
ALSO_PLAIN = frozenset(("step", "unit", "path", "activation", "tanh", "linear", "parameter"))


def texts(lesson: Lesson) -> str:
    """All that is read in it, but hints."""
    found = [lesson.title, lesson.can]
    for step in lesson.steps:
        question = step.question
        found += [step.title, step.before.markdown, step.after.markdown]
        if question is not None:
            shown = question.shown if isinstance(question, ChoiceQuestion | OrderQuestion) else ()
            found += [one.markdown for one in (question.ask, *question.way, *shown)]
    return "\n".join(found)


def test_each_word_is_underlined_once_where_it_is_introduced_and_used_in_no_lesson_before():
    before = ""
    known: set[str] = set()
    for lesson in LIBRARY.lessons.values():
        text = texts(lesson)
        underlined = [word.lower() for word in re.findall(r"\[\[([A-Za-z][\w -]*)(?:\|[^\]]*)?\]\]", text)]
        assert sorted(underlined) == sorted(lesson.words), lesson.path
        assert not known & set(lesson.words), lesson.path
        for word in set(lesson.words) - ALSO_PLAIN:
            assert not re.search(rf"\b{re.escape(word)}(e?s)?\b", before, re.IGNORECASE), (
                f"{word}: {lesson.path}"
            )
        before += text
        known |= set(lesson.words)
    assert known == set(LIBRARY.glossary)
