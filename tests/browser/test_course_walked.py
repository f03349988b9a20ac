"""Every lesson of the course from its first step to its last, as somebody walks through it: each step on its page, each
question answered wrong, and then right by the answer that the engine has. What is trained for a goal is trained once a
page in a chapter: that each goal is reached so, tests/playground/lessons/test_course.py finds out without a browser."""

import re

import own_loop
import pytest
from desks import Desk
from playwright.sync_api import Locator, Page, expect
from shipped_course import LIBRARY
from waiting import PATIENCE

from playground.lessons.lesson import Lesson
from playground.lessons.moment import Moment
from playground.lessons.questions import (
    ChoiceQuestion,
    ClickQuestion,
    GoalQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
)

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
    if question.solution is None:
        press(page, "Put it back")  # whatever the steps before have trained
    else:
        address = question.solution.with_settings(lesson=lesson.id, lesson_step=str(at))
        page.goto(f"{page.url.partition('?')[0]}?{address}")
        expect(panel(page)).to_be_visible()
    if question.epochs:
        train(page, question.epochs)


def train(page: Page, epochs: int) -> None:
    # Other pages of the walk are there too, unseen.
    speed, more = page.get_by_label("Speed", exact=True), page.get_by_role("button", name="More")
    speed, until = (one.locator("visible=true") for one in (speed, page.get_by_label("Until epoch")))
    expect(speed.or_(more).first).to_be_visible()
    if not speed.is_visible():  # the bar has no room for it
        more.click()
    speed.select_option("fastest")
    until.fill(str(epochs))
    until.press("Enter")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(verdict(page)).to_have_text("Done.", timeout=3 * PATIENCE)


ANSWERS = {"number": number, "choice": choice, "order": order, "click": click, "goal": goal}


def kinds(lesson: Lesson) -> set[tuple[str, str]]:
    """What is asked in it, and on which pages."""
    return {(step.moment.page, step.question.kind) for step in lesson.steps if step.question is not None}


def answers(page: Page, lesson: Lesson, at: int, question: Question, trained: set[str]) -> bool:
    """Whether the question is answered: what is trained for is trained once a page."""
    if isinstance(question, GoalQuestion):
        press(page, "Hint")
        expect(verdict(page)).to_have_text(re.compile(r"\w"))
        if question.epochs:
            on = lesson.steps[at - 1].moment.page
            if on in trained:
                return False
            trained.add(on)
    ANSWERS[question.kind](page, lesson, at, question)
    expect(verdict(page)).to_have_text("Done." if question.kind == "goal" else "Right.")
    return True


def test_a_question_of_each_kind_is_answered_by_hand():
    asked = set[str]()
    for chapter in LIBRARY.chapters:
        asked |= {kind for _, kind in kinds(max(chapter.lessons, key=lambda lesson: len(kinds(lesson))))}
    assert asked == set(ANSWERS)


@CHAPTERS
def test_each_lesson_of_a_chapter_is_walked_to_its_end(open_page, chapter):
    page = open_page("?page=lessons", reduced_motion="reduce")
    by_hand = max(chapter.lessons, key=lambda lesson: len(kinds(lesson)))
    trained = set[str]()
    told = dict[str, str]()  # what the card of a lesson says afterwards
    page.get_by_role("link", name=re.compile(f"^{re.escape(chapter.lessons[0].title)}")).click()
    for lesson in chapter.lessons:
        answered, steps = 0, len(lesson.steps)
        for at, step in enumerate(lesson.steps, 1):
            there(page, lesson, at)
            # That a node can be clicked, it alone finds out.
            if step.question is not None and (lesson is by_hand or step.question.kind == "click"):
                answered += answers(page, lesson, at, step.question, trained)
            if at < steps:  # by key, for which no frame is waited as for a click on what might still move
                panel(page).get_by_role("button", name="Next", exact=True).press("Enter")
        whole = answered == lesson.questions
        so_far = f"This was the last step. Answered so far: {answered} of {lesson.questions} question"
        expect(panel(page)).to_contain_text("The lesson is done." if whole else so_far)
        done, begun = f"Done, {answered} of {answered} question", f"Begun, step {steps} of {steps}"
        told[lesson.title] = done if whole else begun
        if lesson is not chapter.lessons[-1]:
            panel(page).get_by_role("button", name="Next lesson: ").click()
    press(page, "Leave the lesson")
    for title, said in told.items():
        expect(page.get_by_role("link", name=re.compile(f"^{re.escape(title)}"))).to_contain_text(said)
