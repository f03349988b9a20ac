"""What stands around a digit: the bars of a walk, the pictures that are judged, the way along a gradient, the curves;
and where they stand on a projector and on a phone."""

import json
import re
from collections.abc import Callable
from typing import Any

import pads
import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect
from serving import Server
from waiting import STAGE, next_frame, tap, until

OpenPage = Callable[..., Page]

INDEX = 60_042  # a test digit, a 4
PROJECTOR = "?page=digits&projector=on"


@pytest.fixture
def digits(open_page: OpenPage) -> Page:
    page = open_page("?page=digits", reduced_motion="reduce")  # no digit draws itself
    pads.empty(page)
    return page


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def pad(page: Page) -> Locator:
    return page.get_by_role("application", name="Pad")


def pick(page: Page, index: int = INDEX) -> None:
    field = page.get_by_label("Digit number")
    field.fill(str(index))
    field.press("Enter")
    expect(page.get_by_text(re.compile(f"digit {index:,}, labelled"))).to_be_visible()


def label(page: Page, digit: int) -> Locator:
    return page.get_by_role("radiogroup", name="Label").get_by_role("radio", name=str(digit), exact=True)


def model(page: Page, name: str) -> Locator:
    return page.get_by_role("radiogroup", name="Model").get_by_role("radio", name=re.compile(name))


def box(place: Locator) -> FloatRect:
    found = place.bounding_box()
    assert found is not None, f"{place} is not on the page"
    return found


def stroke(page: Page, *points: tuple[float, float]) -> None:
    """Drawn with the mouse, from 0 to 1 at the pad's edges, and beyond them."""
    there = box(pad(page))
    for number, (x, y) in enumerate(points):
        page.mouse.move(there["x"] + x * there["width"], there["y"] + y * there["height"])
        if not number:
            page.mouse.down()
    page.mouse.up()


def train_one_epoch(page: Page) -> None:
    model(page, "Softmax").click()
    epochs = page.get_by_label("Epochs", exact=True)
    epochs.fill("1")
    epochs.press("Enter")
    button(page, "Train").click()
    # That it has begun brings the templates into sight, once.
    expect(page.get_by_role("progressbar", name="Progress")).not_to_have_attribute("data-epoch", "0")
    tab(page, "Curves")
    expect(page.get_by_role("img", name=re.compile("^Accuracy after 1 epoch:"))).to_be_visible()


class TestWalking:
    def test_the_overview_covers_no_input_and_the_probabilities_come_with_the_softmax(self, digits):
        pick(digits)
        button(digits, "Step through").click()
        overview = digits.locator(".graph .overview")
        expect(overview).to_be_visible()
        assert overlapping([box(overview), box(digits.locator('[data-node="x"] .plate'))]) == []
        node = digits.locator('[data-node="a3"][data-value]')
        scores, probabilities = digits.locator("[data-score]"), digits.locator("[data-probability]")
        read = digits.locator(".bars .read")
        for _ in range(20):
            button(digits, "Step forward").click()
            if scores.count():
                break
        expect(scores).to_have_count(10)
        expect(node).to_have_count(0)
        expect(probabilities).to_have_count(0)
        expect(read).to_be_empty()
        button(digits, "Step forward").click()
        expect(probabilities).to_have_count(10)
        expect(read).to_have_text("read as 4")
        shown = probabilities.evaluate_all("rows => rows.map(row => Number(row.dataset.probability))")
        assert shown == json.loads(node.get_attribute("data-value") or "null"), "the node's own numbers"

    def test_a_label_stays_where_it_was_put(self, digits):
        pick(digits)
        button(digits, "Step through").click()
        button(digits, "To end").click()
        expect(digits.locator(".bars[data-loss]")).to_have_count(1)
        # Every label that is marked on the way, whenever it changes.
        digits.locator(".bars").evaluate(
            """bars => { window.marked = [];
              const note = () => window.marked.push(bars.dataset.label);
              new MutationObserver(note).observe(bars, { attributeFilter: ["data-label"], attributes: true }); }"""
        )
        label(digits, 7).check()
        expect(digits.get_by_role("heading", name="Gradient for label 7")).to_be_visible()
        expect(digits.locator(".bars[data-loss]")).to_have_attribute("data-label", "7")
        marked = digits.evaluate("window.marked")
        assert set(marked[marked.index("7") :]) == {"7"}, (
            "what is drawn before it is heard may bear the old one"
        )
        # Of two that are chosen one after the other, what is heard of the first takes nothing from the second.
        digits.evaluate("window.marked.length = 0")
        label(digits, 8).evaluate(
            "(eight, three) => { eight.click(); three.click(); }", label(digits, 3).element_handle()
        )
        expect(digits.get_by_role("heading", name="Gradient for label 3")).to_be_visible()
        expect(digits.locator(".bars[data-loss]")).to_have_attribute("data-label", "3")
        marked = digits.evaluate("window.marked")
        assert marked[-1] == "3"
        assert "8" not in marked[marked.index("3") :]

    def test_a_drawing_has_no_next_sample(self, digits):
        stroke(digits, (0.5, 0.15), (0.5, 0.85))
        expect(digits.locator("[data-probability]")).to_have_count(10)
        button(digits, "Step through").click()
        expect(button(digits, "Close")).to_be_visible()
        expect(button(digits, "Next sample")).to_be_hidden()
        button(digits, "Close").click()
        pick(digits)
        button(digits, "Step through").click()
        expect(button(digits, "Next sample")).to_be_visible()

    def test_on_a_phone_the_graph_comes_into_sight(self, open_page):
        page = open_page(
            "?page=digits", reduced_motion="reduce", width=390, height=844, touch=True, is_mobile=True
        )
        pick(page)
        tap(button(page, "Step through"))
        expect(page.get_by_role("group", name="Computational graph")).to_be_in_viewport(ratio=0.95)
        expect(button(page, "Step forward")).to_be_in_viewport(ratio=0.99)
        below = box(page.get_by_role("region", name="Probabilities"))
        assert below["y"] > box(button(page, "Step forward"))["y"], "the bars stand below what is stepped"


class TestFollowing:
    @pytest.fixture
    def followed(self, digits):
        pick(digits)
        label(digits, 8).check()
        button(digits, "Follow the gradient").click()
        expect(digits.locator(".bars .read")).to_have_text(re.compile(r"^step \d+: 8$"))
        return digits

    def expect_the_digit_itself(self, page):
        expect(page.get_by_role("slider", name="Step along the gradient")).to_be_hidden()
        expect(button(page, "Follow the gradient")).to_be_enabled()
        expect(page.locator(".bars .read")).to_have_text("read as 4")
        expect(page.locator("[data-score]")).to_have_count(10)

    def test_it_goes_to_a_label_by_a_model_that_were_chosen_a_moment_before(self, digits):
        """All are asked for before the first is answered."""
        pick(digits)
        follow, softmax = (
            one.element_handle()
            for one in (button(digits, "Follow the gradient"), model(digits, "Softmax classifier"))
        )
        label(digits, 8).evaluate(
            "(radio, [softmax, follow]) => { radio.click(); softmax.click(); follow.click(); }",
            [softmax, follow],
        )
        expect(digits.locator(".bars .read")).to_have_text(re.compile(r"^step \d+: 8$"))
        expect(digits.get_by_role("heading", name="Moving towards label 8")).to_be_visible()

    def test_another_model_ends_it_and_so_do_other_layers(self, followed):
        model(followed, "Softmax").click()
        self.expect_the_digit_itself(followed)
        model(followed, "Network").click()
        button(followed, "Follow the gradient").click()
        expect(followed.locator(".bars .read")).to_have_text(re.compile(r"^step \d+: 8$"))
        button(followed, "Remove hidden layer 2").click()
        expect(followed.get_by_role("slider", name="Step along the gradient")).to_be_hidden()
        expect(followed.locator("[data-score]")).to_have_count(10)


class TestPad:
    def test_a_stroke_ends_at_the_edge(self, digits):
        stroke(digits, (0.5, 0.5), (1.3, 0.5), (1.3, 0.9), (0.6, 0.9))
        expect(pad(digits)).to_have_attribute("data-strokes", "2")
        dark = pad(digits).evaluate(
            """pad => { const { width, height } = pad;
              const column = pad.getContext("2d").getImageData(width - 3, 0, 1, height).data;
              return [0.5, 0.7, 0.9].map((y) => column[4 * Math.round(y * height) + 3] > 0); }"""
        )
        assert dark == [True, False, True], "ink where the edge was crossed, none between"

    def test_what_is_no_whole_number_is_refused_but_thousands_may_be_set_apart(self, digits):
        field = digits.get_by_label("Digit number")
        refusal = digits.get_by_text("Digits are numbered from 0 to 69999.")
        for text in ("3.5", "3,5", "1e3", "60.042", "6 0"):
            field.fill(text)
            field.press("Enter")
            expect(field, text).to_have_attribute("aria-invalid", "true")
            expect(refusal, text).to_be_visible()
            field.fill("60042")  # a good one takes the refusal away
            field.press("Enter")
            expect(refusal, text).to_be_hidden()
        for text in ("60,042", "60 042"):
            digits.get_by_label("Digit number").fill(text)
            digits.get_by_label("Digit number").press("Enter")
            expect(digits.get_by_text("Test digit 60,042, labelled 4")).to_be_visible()
            button(digits, "Clear").click()
            expect(digits.get_by_text("Test digit 60,042, labelled 4")).to_be_hidden()


class TestJudging:
    def test_a_digit_that_is_clicked_is_stepped_through(self, digits):
        tab(digits, "Mistakes")
        expect(digits.get_by_text("Click a digit to step through it.")).to_be_visible()
        worst = digits.get_by_role("group", name="The worst mistakes").get_by_role("button").first
        index = int(worst.get_attribute("data-index") or -1)
        worst.click()
        expect(digits.get_by_role("slider", name="Step", exact=True)).to_have_value("0")
        expect(digits.locator('[data-node="x"]')).to_be_attached()
        expect(digits).to_have_url(re.compile(f"digits_index={index}\\b"))

    def test_all_of_the_matrix_is_seen_from_the_back_of_the_room(self, open_page):
        page = open_page(PROJECTOR, reduced_motion="reduce")
        tab(page, "Mistakes")
        for cell in ("0,0", "9,9"):
            expect(page.locator(f'[data-cell="{cell}"]')).to_be_in_viewport(ratio=0.99)
        expect(page.get_by_text("of 10,000 test digits correct")).to_be_in_viewport(ratio=0.99)
        worst = page.get_by_role("group", name="The worst mistakes").get_by_role("button")
        for number in range(6):
            expect(worst.nth(number)).to_be_in_viewport(ratio=0.9)
        tab(page, "Look inside")
        expect(page.get_by_role("region", name="Layers")).to_be_in_viewport(ratio=0.99)

    def test_counts_stay_in_their_cells_and_the_pad_grows_where_there_is_room(self, open_page):
        page = open_page("?page=digits", reduced_motion="reduce")
        before = box(pad(page))["width"]
        page.set_viewport_size({"width": 1920, "height": 1080})
        until(page, lambda: box(pad(page))["width"] > before, "a larger pad")
        for last in (button(page, "Take a 7"), button(page, "Step through")):
            expect(last).to_be_in_viewport(ratio=0.99)
        tab(page, "Mistakes")
        expect(page.locator("[data-cell]")).to_have_count(100)
        wider = """cells => cells.filter((cell) => {
          const text = document.createRange();
          text.selectNodeContents(cell);
          return text.getBoundingClientRect().width > cell.getBoundingClientRect().width;
        }).map((cell) => cell.textContent)"""
        for width, height in ((390, 844), (1280, 720)):
            page.set_viewport_size({"width": width, "height": height})
            next_frame(page)
            assert page.locator("[data-cell]").evaluate_all(wider) == []


def overlapping(boxes: list[Any]) -> list[Any]:
    """Pairs of boxes that lie on each other."""

    def apart(one: Any, other: Any) -> bool:
        return bool(
            one["x"] + one["width"] <= other["x"]
            or other["x"] + other["width"] <= one["x"]
            or one["y"] + one["height"] <= other["y"]
            or other["y"] + other["height"] <= one["y"]
        )

    return [
        (one, other) for at, one in enumerate(boxes) for other in boxes[at + 1 :] if not apart(one, other)
    ]


class TestCurves:
    def test_nothing_lies_on_the_curves_and_their_axes_are_whole(self, open_page):
        page = open_page("?page=digits", reduced_motion="reduce")
        train_one_epoch(page)
        for projector in ("off", "on"):
            if projector == "on":
                page.keyboard.press("f")
            expect(page.locator("html")).to_have_attribute("data-projector", projector)
            next_frame(page)
            for name in ("Loss", "Accuracy"):
                drawing = page.get_by_role("img", name=re.compile(f"^{name} after"))
                figure = page.locator(".digits_curves figure").filter(has=drawing)
                named = figure.locator(".title, .title span")
                top = box(drawing)["y"]
                for number in range(named.count()):
                    words = box(named.nth(number))
                    assert words["y"] + words["height"] <= top + 1, f"{name}: the legend lies on the drawing"
                marks = drawing.locator("text").all_text_contents()
                assert "1" in marks, f"{name}: {marks}"
            assert {"100%", "0%"} <= set(marks)


def test_scores_stand_apart_under_their_templates(open_page):
    page = open_page(PROJECTOR, reduced_motion="reduce")
    model(page, "Softmax").click()
    pick(page)
    templates = page.get_by_role("listbox", name="Templates").get_by_role("option")
    expect(templates.nth(9).locator(".label")).to_have_text(re.compile(r"^9: "))
    for number in (4, 9):
        expect(templates.nth(number).locator(".label")).to_be_in_viewport(ratio=0.99)
    texts = templates.locator(".label").evaluate_all(
        """labels => labels.map((label) => { const text = document.createRange(); text.selectNodeContents(label);
          const { x, y, width, height } = text.getBoundingClientRect(); return { x, y, width, height }; })"""
    )
    assert overlapping(texts) == []


def test_a_label_that_is_chosen_stays_while_readings_of_the_one_before_come(
    open_page: OpenPage, own_server: Server
) -> None:
    page = open_page("?page=digits", own_server, reduced_motion="reduce")
    pick(page)
    expect(label(page, 4)).to_be_checked()
    own_server.hold()
    label(page, 3).check()
    page.evaluate(f"{STAGE}.publish('reading', {STAGE}.latest('reading'))")
    expect(label(page, 3)).to_be_checked()
    own_server.go_on()
    expect(page.locator(".bars")).to_have_attribute("data-loss", re.compile(r"\d"))
    expect(label(page, 3)).to_be_checked()
