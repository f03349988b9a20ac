"""The question before a step of the Graph page, and its answer."""

import re
from collections.abc import Callable

import pytest
from graph_pages import choose, editor, expect_figure, figure
from playwright.sync_api import Locator, Page, expect
from waiting import addressed

OpenPage = Callable[..., Page]

RIGHT = [
    "3",
    "-12",
    "1",
    "-8/2",
    "3",
    "-4.0",
    "−4",
]  # what each step of (x + y) * z brings, as people may type it


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    page = open_page("?page=graph")
    expect(editor(page)).to_have_value("(x + y) * z")
    return page


def predict(page: Page) -> Locator:
    page.get_by_role("switch", name="Predict", exact=True).check()
    return page.locator(".predict .answer")


def test_every_step_is_predicted_and_then_revealed(page: Page) -> None:
    answer = predict(page)
    questions = ["the value of q", "the value of f", "df/df", "df/dq", "df/dz", "df/dx", "df/dy"]
    for number, (question, right) in enumerate(zip(questions, RIGHT, strict=True), start=1):
        expect(page.locator(".predict .question")).to_have_text(f"What is {question}?")
        answer.fill(right)
        answer.press("Enter")
        expect(page.locator(".predict .verdict")).to_contain_text("Right")
        expect(page.locator(".predict .score")).to_have_text(f"{number} right of {number}")
        expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value(str(number))
    expect(page.locator(".predict .nothing")).to_contain_text("Everything has been shown")
    assert figure(page, "y", "gradient") == -4


def test_the_number_is_nowhere_before_it_is_answered(page: Page) -> None:
    answer = predict(page)
    assert figure(page, "q") is None
    for _ in range(2):
        answer.fill("99")
        answer.press("Enter")
    assert figure(page, "q") == 3


def test_a_wrong_answer_gets_a_hint_with_the_names_of_the_graph_and_a_second_try(page: Page) -> None:
    answer = predict(page)
    verdict, score = page.locator(".predict .verdict"), page.locator(".predict .score")
    question = page.locator(".predict .question")
    for typed in ("3", "-12", "1", "4"):
        answer.fill(typed)
        answer.press("Enter")
    # The hint is the one that fits the mistake; where none does, it is how the number is made.
    expect(verdict).to_have_text("✗ Not 4. The size is right, but not the sign. Try once more.")
    page.get_by_role("button", name="Step back", exact=True).click()
    page.get_by_role("button", name="Step forward", exact=True).click()
    answer.fill("77")
    answer.press("Enter")
    expect(verdict).to_have_text("✗ Not 77. Hint: df/dq = df/df × ∂f/∂q, where ∂f/∂q = z. Try once more.")
    expect(score).to_have_text("3 right of 3")
    expect(question).to_have_text("What is df/dq?")
    assert figure(page, "q", "gradient") is None
    height = page.locator(".predict").evaluate("part => part.clientHeight")
    answer.fill("5")
    answer.press("Enter")
    expect(verdict).to_contain_text("✗ Not 5. df/dq = −4: df/dq = df/df × ∂f/∂q")
    expect(score).to_have_text("3 right of 4")
    # The next question stands under what is said of the last answer, and nothing has moved.
    expect(question).to_have_text("What is df/dz?")
    assert page.locator(".predict").evaluate("part => part.clientHeight") == height
    verdict_box, question_box = verdict.bounding_box(), question.bounding_box()
    assert verdict_box
    assert question_box
    assert verdict_box["y"] + verdict_box["height"] <= question_box["y"] + 1
    for typed in ("4", "3"):
        answer.fill(typed)
        answer.press("Enter")
    expect(score).to_have_text("4 right of 5 (1 on the second try)")


def test_what_the_gradient_of_the_output_is_by_itself_is_asked_once_in_a_browser(page: Page) -> None:
    answer = predict(page)
    for typed in ("3", "-12", "1"):
        answer.fill(typed)
        answer.press("Enter")
    expect(page.locator(".predict .verdict")).to_contain_text("df/df = 1")
    addressed(page)
    page.reload()
    slider = page.get_by_role("slider", name="Step", exact=True)
    slider.fill("2")
    expect(page.locator(".predict .nothing")).to_contain_text(
        "Next, the backward pass begins at f, with df/df."
    )
    page.locator(".predict .nothing button").click()
    expect(page.locator(".predict .question")).to_have_text("What is df/dq?")


@pytest.mark.parametrize(
    ("typed", "verdict"), [("3.02", "Right"), ("3.04", "Not 3.04"), ("6/2", "Right"), ("30e-1", "Right")]
)
def test_an_answer_may_be_off_by_one_in_a_hundred(page: Page, typed: str, verdict: str) -> None:
    answer = predict(page)
    answer.fill(typed)
    answer.press("Enter")
    expect(page.locator(".predict .verdict")).to_contain_text(verdict)


def test_what_is_no_number_is_not_counted(page: Page) -> None:
    answer = predict(page)
    answer.fill("three")
    answer.press("Enter")
    expect(page.locator(".predict .verdict")).to_contain_text("“three” is not a number")
    expect(page.locator(".predict .score")).to_have_text("0 right of 0")
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("0")


def test_a_step_without_an_answer_is_skipped_and_counts_once(page: Page) -> None:
    predict(page)
    page.get_by_role("button", name="Step forward", exact=True).click()
    expect(page.locator(".predict .score")).to_have_text("0 right of 0, 1 skipped")
    expect(page.locator(".predict .verdict")).to_contain_text("Skipped. q = 3: q = x + y.")
    page.get_by_role("button", name="Step back", exact=True).click()
    answer = page.locator(".predict .answer")
    answer.fill("3")
    answer.press("Enter")
    expect(page.locator(".predict .verdict")).to_contain_text("Right")
    expect(page.locator(".predict .score")).to_have_text("0 right of 0, 1 skipped")


def test_of_an_array_one_element_is_asked_for(page: Page) -> None:
    choose(page, "matrix-multiply")
    expect_figure(page, "x", [[2, 1, -3], [-3, 4, 2]])
    answer = predict(page)
    expect(page.locator(".predict .question")).to_have_text("What is the value of y, row 1, column 4?")
    answer.fill("6")
    answer.press("Enter")
    expect(page.locator(".predict .verdict")).to_contain_text("Right")


def test_where_a_value_is_used_twice_the_parts_are_asked_for_and_then_their_sum(page: Page) -> None:
    choose(page, "gate-patterns")
    expect_figure(page, "w", 4)
    answer = predict(page)
    seen: dict[str, str] = {}
    for _ in range(15):
        question = page.locator(".predict .question")
        if question.is_hidden():  # a copy: there is nothing to find out
            page.locator(".predict .nothing button").click()
            continue
        asked = question.inner_text()
        for _ in range(2):
            answer.fill("1000")
            answer.press("Enter")
        expect(page.locator(".predict .verdict")).to_contain_text("Not 1000")
        seen[asked] = page.locator(".predict .verdict b").inner_text()
    assert seen["What is the part of df/dw from f?"] == "1"
    assert seen["What is the part of df/dw from q2?"] == "2"
    assert seen["What is df/dw?"] == "3"


def test_the_score_outlives_a_reload(page: Page) -> None:
    answer = predict(page)
    answer.fill("3")
    answer.press("Enter")
    expect(page.locator(".predict .score")).to_have_text("1 right of 1")
    page.reload()
    expect(page.locator(".predict .score")).to_have_text("1 right of 1")


def test_the_words_of_switch_and_answer_do_not_lie_over_the_verdict_and_the_step(page: Page) -> None:
    switch = page.get_by_role("switch", name="Predict", exact=True)
    words = page.locator(".switch > .explanation")
    switch.hover()
    expect(words).to_be_visible()
    switch.check()
    page.mouse.move(2, 2)
    switch.hover()
    expect(words).to_have_css("display", "none")
    answer = page.locator(".predict .answer")
    expect(answer).to_be_focused()
    expect(answer).to_have_accessible_description(re.compile("decimal or a fraction"))
    answer.hover()
    expect(page.locator(".predict .verdict")).to_contain_text("as a decimal or a fraction")
    expect(page.locator(".asking > .explanation")).to_have_css("display", "none")
