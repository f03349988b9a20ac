"""The question before a step of the Graph page, and its answer."""

import re
from collections.abc import Callable

import pytest
from graph_pages import choose, editor, expect_figure, figure
from playwright.sync_api import Locator, Page, expect
from waiting import addressed

OpenPage = Callable[..., Page]

# What each step of (x + y) * z brings, as people may type it.
RIGHT = ["6/2", "-12", "1", "-8/2", "30e-1", "-4.0", "−4"]


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    page = open_page("?page=graph")
    expect(editor(page)).to_have_value("(x + y) * z")
    return page


def predict(page: Page) -> Locator:
    page.get_by_role("switch", name="Predict", exact=True).check()
    return page.locator(".predict .answer")


def test_every_step_is_predicted_and_then_revealed_and_the_score_outlives_a_reload(page: Page) -> None:
    answer = predict(page)
    slider = page.get_by_role("slider", name="Step", exact=True)
    verdict, score = page.locator(".predict .verdict"), page.locator(".predict .score")
    answer.fill("three")  # what is no number is not counted
    answer.press("Enter")
    expect(verdict).to_contain_text("“three” is not a number")
    expect(score).to_have_text("0 right of 0")
    expect(slider).to_have_value("0")

    asked = [
        *(("the value of q", "q", "value"), ("the value of f", "f", "value")),
        *((f"df/d{name}", name, "gradient") for name in "fqzxy"),
    ]
    for number, ((question, node, which), right) in enumerate(zip(asked, RIGHT, strict=True), start=1):
        expect(page.locator(".predict .question")).to_have_text(f"What is {question}?")
        assert figure(page, node, which) is None, question
        answer.fill(right)
        answer.press("Enter")
        expect(verdict).to_contain_text("Right")
        expect(score).to_have_text(f"{number} right of {number}")
        expect(slider).to_have_value(str(number))
        if node == "f" and which == "gradient":
            expect(verdict).to_contain_text("df/df = 1")
    nothing = page.locator(".predict .nothing")
    expect(nothing).to_contain_text("Everything has been shown")
    assert figure(page, "y", "gradient") == -4

    page.wait_for_url("**predict=on*")
    addressed(page)
    page.reload()
    expect(score).to_have_text("7 right of 7")
    # What the gradient of the output is by itself is asked once in a browser.
    slider.fill("2")
    expect(nothing).to_contain_text("Next, the backward pass begins at f, with df/df.")
    nothing.get_by_role("button").click()
    expect(page.locator(".predict .question")).to_have_text("What is df/dq?")


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


def test_a_skipped_step_counts_once_of_an_array_one_element_is_asked_and_of_a_sum_its_parts(
    page: Page,
) -> None:
    # The words of switch and answer do not lie over the verdict and the step.
    switch = page.get_by_role("switch", name="Predict", exact=True)
    words = page.locator(".switch > .explanation")
    switch.hover()
    expect(words).to_be_visible()
    switch.check()
    page.mouse.move(2, 2)
    switch.hover()
    expect(words).to_have_css("display", "none")
    answer, verdict = page.locator(".predict .answer"), page.locator(".predict .verdict")
    expect(answer).to_be_focused()
    expect(answer).to_have_accessible_description(re.compile("decimal or a fraction"))
    answer.hover()
    expect(verdict).to_contain_text("as a decimal or a fraction")
    expect(page.locator(".asking > .explanation")).to_have_css("display", "none")

    score = page.locator(".predict .score")
    page.get_by_role("button", name="Step forward", exact=True).click()
    expect(score).to_have_text("0 right of 0, 1 skipped")
    expect(verdict).to_contain_text("Skipped. q = 3: q = x + y.")
    page.get_by_role("button", name="Step back", exact=True).click()
    answer.fill("3")
    answer.press("Enter")
    expect(verdict).to_contain_text("Right")
    expect(score).to_have_text("0 right of 0, 1 skipped")

    question = page.locator(".predict .question")
    choose(page, "matrix-multiply")
    expect_figure(page, "x", [[2, 1, -3], [-3, 4, 2]])
    expect(question).to_have_text("What is the value of y, row 1, column 4?")
    for typed, said in (("6.08", "Not 6.08"), ("6.04", "Right")):  # it may be off by one in a hundred
        answer.fill(typed)
        answer.press("Enter")
        expect(verdict).to_contain_text(said)

    choose(page, "gate-patterns")  # a value is used twice
    expect_figure(page, "w", 4)
    seen: dict[str, str] = {}
    for _ in range(15):
        if question.is_hidden():  # a copy: there is nothing to find out
            page.locator(".predict .nothing button").click()
            continue
        asked = question.inner_text()
        for _ in range(2):
            answer.fill("1000")
            answer.press("Enter")
        expect(verdict).to_contain_text("Not 1000")
        seen[asked] = verdict.locator("b").inner_text()
    assert seen["What is the part of df/dw from f?"] == "1"
    assert seen["What is the part of df/dw from q2?"] == "2"
    assert seen["What is df/dw?"] == "3"
