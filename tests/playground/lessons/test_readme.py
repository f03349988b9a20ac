"""What README.md says of how a lesson is written."""

import re
from pathlib import Path

import pytest
from desks import Desk
from shipped_course import LIBRARY
from written_lessons import lesson_of

from playground.app import PAGES_BY_NAME
from playground.lessons.questions import KINDS
from playground.lessons.trial import mistakes
from playground.shared.measures import MEASURES
from playground.shared.mistakes import HINTS

SECTION = (
    (Path(__file__).resolve().parents[3] / "README.md")
    .read_text(encoding="utf-8")
    .partition("## Write a lesson\n")[2]
    .partition("\n## What")[0]
)


def test_its_example_is_a_lesson_that_can_be_done():
    text = SECTION.partition("````markdown\n")[2].partition("````")[0]
    lesson = lesson_of(text, "01-two-inputs.md", list(LIBRARY.glossary))
    assert mistakes(lesson, {name: page.controller for name, page in PAGES_BY_NAME.items()}) == []
    assert lesson.words == ("local gradient",)
    assert set(lesson.needs) <= set(LIBRARY.lessons)
    desk = Desk(lesson.steps[0].moment.settings)
    number, goal = (step.question for step in lesson.steps)
    assert number.judge("-3", desk.controller).right
    assert number.judge("2", desk.controller).hint.markdown.startswith("That is the gradient of b.")
    assert not goal.judge(None, desk.controller).right
    desk.ask("input", name="b", value=1)
    assert goal.judge(None, desk.controller).right


@pytest.mark.parametrize("page", MEASURES)
def test_it_names_every_measure(page):
    [row] = re.findall(rf"^\| {page} \| (.*) \|$", SECTION, re.MULTILINE)
    assert set(re.findall(r"`([a-z_]+)", row)) == set(MEASURES[page])


def test_it_names_every_kind_of_question():
    assert re.findall(r'^\| `"(\w+)"` \|', SECTION, re.MULTILINE) == list(KINDS)


def test_it_names_every_slip_that_has_a_hint():
    row = next(line for line in SECTION.splitlines() if line.startswith('| `"number"`'))
    assert set(re.findall("`([a-z]+)`", row.partition("slip:")[2])) == set(HINTS)
