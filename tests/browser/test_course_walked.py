"""Every lesson of the course from its first step to its last, as somebody walks through it: each step on its page, each
question answered wrong, and then right by the answer that the engine has."""

import re

import own_loop
import pytest
from desks import Desk
from playwright.sync_api import Locator, Page, expect
from waiting import PATIENCE

from playground.lessons.lesson import Lesson
from playground.lessons.library import COURSE, GLOSSARY, read_library
from playground.lessons.moment import Moment
from playground.lessons.questions import (
    ChoiceQuestion,
    ClickQuestion,
    GoalQuestion,
    NumberQuestion,
    OrderQuestion,
)

LIBRARY = read_library(COURSE, GLOSSARY)
CHAPTERS = pytest.mark.parametrize(
    "chapter", LIBRARY.chapters, ids=[chapter.title for chapter in LIBRARY.chapters]
)


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Lesson")


def press(page: Page, name: str) -> None:
    panel(page).get_by_role("button", name=name, exact=True).click()


def verdict(page: Page) -> Locator:
    return panel(page).locator("form.question").get_by_role("status")


def there(page: Page, lesson: Lesson, number: int) -> None:
    """The step stands in the panel, and its page beside it."""
    step = lesson.steps[number - 1]
    expect(panel(page)).to_contain_text(f"Step {number} of {len(lesson.steps)}")
    expect(panel(page).get_by_role("heading", level=2)).to_have_text(step.title)
    link = page.get_by_role("link", name=step.moment.page.capitalize(), exact=True)
    expect(link).to_have_attribute("aria-current", "page")


def engines_answer(moment: Moment, measure: str) -> float:
    async def opened() -> object:
        desk = Desk(moment.settings)
        desk.ask("ready")
        await desk.answered()
        answer = desk.controller.measure(measure)
        desk.close()
        return answer

    return float(own_loop.run(opened()))


def number(page: Page, lesson: Lesson, at: int, question: NumberQuestion) -> None:
    truth = engines_answer(lesson.steps[at - 1].moment, question.measure)
    field = panel(page).locator("input.answer")
    field.fill(repr(truth + abs(truth) + 1))
    press(page, "Check")
    expect(verdict(page)).to_have_text(re.compile(r"\w.* Try again\."))
    field.fill(f"{truth:.6g}")
    press(page, "Check")


def choice(page: Page, lesson: Lesson, at: int, question: ChoiceQuestion) -> None:
    options = panel(page).locator("form.question").get_by_role("radio")
    options.nth(question.right % len(question.shown)).check()
    press(page, "Check")
    expect(verdict(page)).to_have_text(re.compile(r"\w.* Try again\."))
    options.nth(question.right - 1).check()
    press(page, "Check")


def order(page: Page, lesson: Lesson, at: int, question: OrderQuestion) -> None:
    press(page, "Check")
    expect(verdict(page)).to_have_text(re.compile(r"\w.* Try again\."))
    entries = panel(page).locator("ol.order > li")
    for place, item in enumerate(question.items):
        shown = question.shown.index(item) + 1
        up = panel(page).locator(f'ol.order > li[data-place="{shown}"] button').first
        while entries.nth(place).get_attribute("data-place") != str(shown):
            up.click()
    press(page, "Check")


def click(page: Page, lesson: Lesson, at: int, question: ClickQuestion) -> None:
    cards = page.locator(".card[data-node]:visible")
    cards.first.wait_for()
    names = [card.get_attribute("data-node") for card in cards.all()]
    wrong = next(name for name in names if name != question.node)
    for name, said in ((wrong, "Try again."), (question.node, "Right.")):
        card = page.locator(f'.card[data-node="{name}"]')
        card.focus()
        page.keyboard.press("Enter")
        expect(verdict(page)).to_contain_text(said)


def goal(page: Page, lesson: Lesson, at: int, question: GoalQuestion) -> None:
    press(page, "Hint")
    expect(verdict(page)).to_have_text(re.compile(r"\w"))
    reached = question.solution or lesson.steps[at - 1].moment
    address = reached.with_settings(lesson=lesson.id, lesson_step=str(at))
    page.goto(f"{page.url.partition('?')[0]}?{address}")
    expect(panel(page)).to_be_visible()
    if question.epochs:
        train(page, question.epochs)


def train(page: Page, epochs: int) -> None:
    speed, more = page.get_by_label("Speed", exact=True), page.get_by_role("button", name="More")
    expect(speed.or_(more).locator("visible=true").first).to_be_visible()
    if not speed.is_visible():  # the bar has no room for it
        more.click()
    speed.select_option("fastest")
    page.get_by_label("Until epoch").fill(str(epochs))
    page.get_by_label("Until epoch").press("Enter")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(verdict(page)).to_have_text("Done.", timeout=3 * PATIENCE)


ANSWERS = {"number": number, "choice": choice, "order": order, "click": click, "goal": goal}


@CHAPTERS
def test_each_lesson_of_a_chapter_is_walked_to_its_end(open_page, chapter):
    page = open_page("?page=lessons")
    for lesson in chapter.lessons:
        page.get_by_role("link", name=re.compile(f"^{re.escape(lesson.title)}")).click()
        for at, step in enumerate(lesson.steps, 1):
            there(page, lesson, at)
            if step.question is not None:
                ANSWERS[step.question.kind](page, lesson, at, step.question)
                expect(verdict(page)).to_have_text("Done." if step.question.kind == "goal" else "Right.")
            if at < len(lesson.steps):
                press(page, "Next")
        expect(panel(page)).to_contain_text("The lesson is done.")
        press(page, "Leave the lesson")
        card = page.get_by_role("link", name=re.compile(f"^{re.escape(lesson.title)}"))
        expect(card).to_contain_text(f"Done, {lesson.questions} of {lesson.questions} question")
