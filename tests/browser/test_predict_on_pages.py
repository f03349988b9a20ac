"""Predict where a network is stepped through: on the Network page, on the Digits page, and beside a lesson."""

import re
from collections.abc import Callable

import pytest
from graph_pages import figure
from playwright.sync_api import Locator, Page, expect
from said import all_that_is_said
from waiting import next_frame

pytestmark = pytest.mark.still

OpenPage = Callable[..., Page]

NETWORK = "?page=network&layers=2&activations=tanh&sample=7"
DIGITS = "?page=digits&digits_index=60003&digits_stepping=on"
SOFTMAX = f"{DIGITS}&digits_model=softmax"
# What is passed on as it is stands there already: dL/db1 = dL/dz1.
PASSED_ON = re.compile(
    r"Hint: (dL/d\w+ = dL/d\w+( where .*)?|\w+ = (relu\(\w+\)|\w+ \+ \w+)|the gradient .*)\. Try"
)


def predict(page: Page) -> Locator:
    page.get_by_role("switch", name="Predict", exact=True).check()
    answer = page.locator(".predict .answer")
    expect(answer).to_be_focused()
    return answer


def to_step(page: Page, index: int) -> None:
    slider = page.get_by_role("slider", name="Step", exact=True)
    slider.fill(str(index))
    expect(slider).to_have_value(str(index))


def reply(answer: Locator, number: float | str) -> None:
    answer.fill(str(number))
    answer.press("Enter")


def numbers(page: Page, node: str, which: str = "value") -> list[float]:
    """An array of the graph, as its card has it; a matrix row after row."""
    found = figure(page, node, which)
    assert isinstance(found, list)
    return [float(one) for row in found for one in (row if isinstance(row, list) else [row])]


def first_product(page: Page) -> float:
    """Element 2 of W1 @ x, from the numbers on the page."""
    weights = numbers(page, "W1")[2:]
    return sum(w * x for w, x in zip(weights, numbers(page, "x"), strict=True))


def test_an_answer_on_the_network_page_is_tried_twice_with_the_hint_that_fits_and_a_right_one_makes_the_step(
    open_page: OpenPage,
) -> None:
    page = open_page(NETWORK)
    answer, verdict = predict(page), page.locator(".predict .verdict")
    expect(page.locator(".predict .question")).to_have_text("What is the value of W1x, element 2?")
    right = first_product(page)
    reply(answer, f"{-right:.4f}")
    expect(verdict).to_contain_text("The size is right, but not the sign. Try once more.")
    assert figure(page, "W1x") is None
    height = page.locator(".predict").evaluate("part => part.clientHeight")
    reply(answer, f"{right:.4f}")
    expect(page.locator(".predict .score")).to_have_text("1 right of 1 (1 on the second try)")
    expect(verdict).to_contain_text("✓ Right. W1x, element 2 = ")
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("1")
    assert numbers(page, "W1x")[1] == pytest.approx(right)
    assert page.locator(".predict").evaluate("part => part.clientHeight") == height
    verdict_box, question_box = verdict.bounding_box(), page.locator(".predict .question").bounding_box()
    assert verdict_box
    assert question_box
    assert verdict_box["y"] + verdict_box["height"] <= question_box["y"] + 1
    # The next question, for which one goes on typing, and which is answered right at once.
    expect(page.locator(".predict .question")).to_have_text("What is the value of z1, element 1?")
    expect(answer).to_be_focused()
    expect(answer).to_have_value("")
    reply(answer, numbers(page, "W1x")[0] + numbers(page, "b1")[0])
    expect(page.locator(".predict .score")).to_have_text("2 right of 2 (1 on the second try)")
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("2")


def test_a_gradient_without_what_arrives_from_above_is_told_as_that(open_page: OpenPage) -> None:
    page = open_page(f"{NETWORK}&cursor=11")
    answer = predict(page)
    expect(page.locator(".predict .question")).to_have_text("What is dL/dW2, row 1, column 1?")
    reply(answer, numbers(page, "a1")[0])
    expect(page.locator(".predict .verdict")).to_contain_text(
        "This is the local gradient alone. Multiply it by the upstream gradient. Try once more."
    )
    reply(answer, "1000")
    expect(page.locator(".predict .verdict")).to_contain_text("dL/dW2, row 1, column 1 = ")
    expect(page.locator(".predict .score")).to_have_text("0 right of 1")
    shown = page.locator(".predict .verdict b").get_attribute("data-full")
    assert shown == str(numbers(page, "W2", "gradient")[0]).replace("-", "−")


def test_the_switch_takes_no_height_and_stands_beside_the_words(open_page: OpenPage) -> None:
    page = open_page(f"{NETWORK}&cursor=12")
    words = page.locator(".arithmetic .words")
    expect(words).to_contain_text("gate")
    for projector in ("off", "on"):
        if projector == "on":
            page.keyboard.press("f")
        expect(page.locator("html")).to_have_attribute("data-projector", projector)
        next_frame(page)
        switch, said = page.locator(".predict .switch").bounding_box(), words.bounding_box()
        sheet = page.locator(".arithmetic").bounding_box()
        assert switch
        assert said
        assert sheet
        assert switch["x"] + switch["width"] <= said["x"]
        assert abs(switch["y"] + switch["height"] / 2 - said["y"] - said["height"] / 2) < 8
        assert switch["y"] >= sheet["y"] - 1


@pytest.mark.parametrize("query", [NETWORK, SOFTMAX])
def test_the_number_is_nowhere_on_the_page_before_it_is_answered(open_page: OpenPage, query: str) -> None:
    page = open_page(query)
    answer, verdict = predict(page), page.locator(".predict .verdict")
    slider = page.get_by_role("slider", name="Step", exact=True)
    count = int(slider.get_attribute("max") or 0)
    looked, told = 0, set[str]()
    for index in range(count):
        expect(slider).to_have_value(str(index))
        if answer.is_hidden():
            page.locator(".predict .nothing button").click()
            continue
        before = all_that_is_said(page)
        reply(answer, "1e9")
        expect(verdict).to_contain_text("Not 1000000000")
        hint = verdict.inner_text()
        reply(answer, "1e9")
        expect(slider).to_have_value(str(index + 1))
        number = (page.locator(".predict .verdict b").get_attribute("data-full") or "").replace("−", "-")
        if PASSED_ON.search(hint) is None and len(number) > 8 and number not in told:
            looked += 1
            assert number not in before, f"step {index}: {hint}"
        told.add(number)
    assert looked >= 4
    expect(page.locator(".predict .nothing")).to_contain_text("Everything has been shown")


def test_the_card_of_a_neuron_and_the_map_do_not_tell_what_is_asked(open_page: OpenPage) -> None:
    page = open_page(NETWORK)
    answer = predict(page)
    plot = page.locator(".boundary .plot")
    plot.hover(position={"x": 8, "y": 8})
    readout = page.locator(".boundary .readout")
    expect(readout).to_have_text(re.compile(r"\): hidden$"))
    expect(readout).to_have_attribute("data-full", re.compile(r": hidden$"))
    page.mouse.move(4, 4)
    page.locator('[data-neuron="0/0"]').click()
    card = page.get_by_role("dialog", name="Neuron 1 of hidden layer 1")
    expect(card).to_contain_text("not reached yet")
    before = all_that_is_said(page)
    page.keyboard.press("Escape")
    for _ in range(2):
        reply(answer, "1e9")
    number = page.locator(".predict .verdict b").get_attribute("data-full") or ""
    assert number.replace("−", "-") not in before
    # Once the pass forward is through, the map tells again.
    to_step(page, 7)
    plot.hover(position={"x": 10, "y": 8})
    expect(readout).to_have_attribute("data-full", re.compile(r"\): 0\.\d{5,}$"))


ON_THE_EDGE = """path => {
    const point = path.getPointAtLength(0.2 * path.getTotalLength()).matrixTransform(path.getScreenCTM());
    return [point.x, point.y];
}"""


def test_the_gradients_of_a_weight_in_its_batch_stay_hidden_until_its_own_is_there(
    open_page: OpenPage,
) -> None:
    page = open_page(f"{NETWORK}&cursor=16")
    page.mouse.click(*page.locator('path[data-weight="0/1/0"]').first.evaluate(ON_THE_EDGE))
    batch = page.locator(".batch")
    expect(batch.locator(".bar").first).to_be_visible()
    answer = predict(page)
    expect(page.locator(".predict .question")).to_have_text(re.compile(r"^What is dL/dW1, row"))
    expect(batch).to_contain_text("stay hidden until the backward pass has reached it")
    expect(batch.locator(".bar")).to_have_count(0)
    expect(batch.locator(".mean")).to_be_empty()
    for _ in range(2):
        reply(answer, "1e9")
    expect(batch.locator(".bar").first).to_be_visible()
    expect(batch.locator(".mean")).to_contain_text("mean")


def test_of_a_layer_of_a_large_network_the_element_of_the_sum_shown_is_asked_for(
    open_page: OpenPage,
) -> None:
    page = open_page(DIGITS)
    answer, verdict = predict(page), page.locator(".predict .verdict")
    question = page.locator(".predict .question")
    expect(question).to_have_text(re.compile(r"^What is the value of W1x, element \d+\?$"))
    asked = re.findall(r"element (\d+)", question.inner_text())[0]
    reply(answer, "1e9")
    expect(verdict).to_have_text("✗ Not 1000000000. Hint: W1x = W1 @ x. Try once more.")
    reply(answer, "1e9")
    expect(page.locator(".arithmetic .element")).to_contain_text(f"element {asked}, the largest")
    shown = page.locator(".predict .verdict b").inner_text()
    expect(page.locator(".arithmetic .element")).to_contain_text(f"= {shown}".replace("= ", ""))
    # The gradient of the first matrix, 128 by 784, is not even sent: of it too one element is asked for.
    to_step(page, 24)
    expect(question).to_have_text(re.compile(r"^What is dL/dW1, row \d+, column \d+\?$"))
    for _ in range(2):
        reply(answer, "1e9")
    expect(verdict).to_contain_text("dL/dW1 = dL/dW1x @ xᵀ")
    expect(page.locator(".predict .score")).to_have_text("0 right of 2")


def test_a_right_answer_on_the_digits_page_and_one_with_the_other_sign(open_page: OpenPage) -> None:
    page = open_page(f"{SOFTMAX}&cursor=5")
    answer, verdict = predict(page), page.locator(".predict .verdict")
    question = page.locator(".predict .question")
    expect(question).to_have_text(re.compile(r"^What is dL/dz1, element \d+\?$"))
    element = int(re.findall(r"element (\d+)", question.inner_text())[0]) - 1
    right = numbers(page, "a1")[element] - numbers(page, "y")[element]
    reply(answer, -right)
    expect(verdict).to_contain_text("The size is right, but not the sign.")
    reply(answer, right)
    expect(verdict).to_contain_text("✓ Right.")
    expect(page.locator(".predict .score")).to_have_text("1 right of 1 (1 on the second try)")


def test_beside_a_lesson_one_predicts_and_goes_on_predicting_at_its_next_step(open_page: OpenPage) -> None:
    lesson = "lesson=probability-and-loss&lesson_step=3"
    page = open_page(
        f"?page=digits&{lesson}&digits_index=60000&digits_model=softmax&digits_stepping=on&cursor=5"
    )
    # There the question has the room of the memory, and the graph keeps its own.
    expect(page.locator(".memory")).to_be_visible()
    before = page.locator(".predict").bounding_box()
    answer = predict(page)
    expect(page.locator(".memory")).to_be_hidden()
    after = page.locator(".predict").bounding_box()
    assert before
    assert after
    assert after["y"] >= before["y"] - 40
    reply(answer, "1e9")
    expect(page.locator(".predict .verdict")).to_contain_text("Hint: dL/dz1 = dL/dL × ∂L/∂z1")
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(".predict .verdict")).to_contain_text("Predict the result of the next step")
    expect(page.get_by_role("switch", name="Predict", exact=True)).to_be_checked()
