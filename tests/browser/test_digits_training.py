"""The network that reads digits: its layers dragged, trained live, looked into and judged, and the lecture's route."""

import json
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pads
import pytest
from playwright.sync_api import Locator, Page, expect
from waiting import next_frame, until

from engine.datasets.mnist import mnist
from engine.digits.shipped_models import shipped
from engine.training import metrics

OpenPage = Callable[..., Page]

LECTURE = 0.8358
SEVEN = 60_000  # the first test digit, a 7


@pytest.fixture
def digits(open_page: OpenPage) -> Page:
    page = open_page("?page=digits", reduced_motion="reduce")  # no digit draws itself
    expect(layer(page, 2)).to_be_attached()
    pads.empty(page)
    return page


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def layer(page: Page, number: int) -> Locator:
    return page.get_by_role("group", name=re.compile(f"^Hidden layer {number}:"))


def handle(page: Page, number: int) -> Locator:
    return page.get_by_role("button", name=f"Resize hidden layer {number}")


def total(page: Page) -> Locator:
    return page.get_by_label("Parameters", exact=True)


def model(page: Page, name: str) -> Locator:
    return page.get_by_role("radiogroup", name="Model").get_by_role("radio", name=re.compile(name))


def cells(page: Page, number: int) -> Locator:
    return page.locator(f'canvas[data-layer="{number - 1}"]')


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None, f"{place} is not on the page"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, place: Locator, right: float, down: float) -> None:
    x, y = middle(place)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=2)
    page.mouse.up()


def value(place: Locator) -> Any:
    """What it shows, once it does."""
    expect(place).to_have_attribute("data-value", re.compile("."))
    return json.loads(place.get_attribute("data-value") or "")


def epoch(page: Page) -> float:
    return float(page.get_by_role("progressbar", name="Progress").get_attribute("data-epoch") or 0)


def take_a_seven(page: Page) -> None:
    button(page, "Take a 7").click()
    expect(cells(page, 1)).to_have_attribute("data-shape", "[128]")


@pytest.fixture(scope="module")
def counts() -> np.ndarray:
    """How the network that came along reads the test digits."""
    every = mnist()
    read = shipped("network").predict(every.X[every.test]).argmax(axis=1)
    return np.asarray(metrics.confusion(every.labels[every.test], read, 10))


class TestLayers:
    def test_a_width_is_dragged_and_no_wider_than_allowed(self, digits):
        expect(total(digits)).to_contain_text("109,386 parameters = 785*128 + 129*64 + 65*10")
        drag(digits, handle(digits, 1), 0, -60)  # one neuron a pixel
        expect(layer(digits, 1)).to_have_accessible_name("Hidden layer 1: 68 neurons, relu")
        expect(total(digits)).to_contain_text("58,446 parameters = 785*68 + 69*64 + 65*10")
        expect(model(digits, "Your own")).to_be_checked()
        drag(digits, handle(digits, 1), 0, 400)
        expect(layer(digits, 1)).to_have_accessible_name("Hidden layer 1: 256 neurons, relu")

    def test_the_cells_follow_the_width_and_the_digit(self, digits):
        expect(cells(digits, 1)).to_have_accessible_name(re.compile("no digit has been read yet"))
        take_a_seven(digits)
        x = mnist().X[SEVEN][None]
        second = shipped("network").forward(x)[1][1][0]
        until(
            digits,
            lambda: value(cells(digits, 2)) == pytest.approx(second.tolist(), abs=1e-4),
            "what the seven makes of them",
        )
        handle(digits, 2).press("ArrowUp")
        expect(cells(digits, 2)).to_have_attribute("data-shape", "[63]")

    def test_layers_are_inserted_moved_and_removed(self, digits):
        button(digits, "Insert a layer after hidden layer 2").click()
        expect(layer(digits, 3)).to_have_accessible_name("Hidden layer 3: 64 neurons, relu")
        drag(digits, layer(digits, 1).locator(".head b"), 150, 0)
        expect(layer(digits, 1)).to_have_accessible_name("Hidden layer 1: 64 neurons, relu")
        expect(layer(digits, 2)).to_have_accessible_name("Hidden layer 2: 128 neurons, relu")
        for count in (2, 1, 0):
            button(digits, "Remove hidden layer 1").click()
            expect(digits.get_by_role("group", name=re.compile("^Hidden layer"))).to_have_count(count)
        expect(total(digits)).to_contain_text("7,850 parameters = 785*10")

    def test_a_width_is_dragged_with_a_finger(self, open_page, touch_drag):
        page = open_page("?page=digits", reduced_motion="reduce", width=390, height=844, touch=True)
        handle(page, 2).scroll_into_view_if_needed()
        x, y = middle(handle(page, 2))
        touch_drag(page, (x, y), (x, y - 40))
        expect(layer(page, 2)).to_have_accessible_name("Hidden layer 2: 24 neurons, relu")

    def test_nothing_stands_out_of_the_page(self, digits):
        for width, height in ((1280, 720), (1920, 1080), (390, 844)):
            digits.set_viewport_size({"width": width, "height": height})
            next_frame(digits)
            wide = digits.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"the page is {wide} px wide"


class TestTraining:
    def test_train_pause_and_stop_early(self, digits):
        drag(digits, handle(digits, 1), 0, -96)
        expect(layer(digits, 1)).to_have_accessible_name("Hidden layer 1: 32 neurons, relu")
        epochs = digits.get_by_label("Epochs", exact=True)
        epochs.fill("20")
        epochs.press("Enter")
        expect(button(digits, "Stop early")).to_be_disabled()
        button(digits, "Train").click()
        pause = button(digits, "Pause training")
        expect(pause).to_be_visible()
        expect(digits.get_by_text(re.compile(r"^\d.* left$"))).to_be_visible()
        # The first training of a visit brings the curves into sight.
        expect(digits.get_by_role("img", name=re.compile("^Accuracy after"))).to_be_visible()
        expect(digits.get_by_role("group", name="Training")).to_contain_text(re.compile(r"validation 9\d"))
        pause.click()
        expect(button(digits, "Train")).to_be_visible()
        paused = epoch(digits)
        assert 0 < paused < 20
        button(digits, "Train").click()
        digits.wait_for_function(
            """before => { const find = (at) => { for (const one of at.querySelectorAll("*")) {
              if (one.matches(".track")) return one;
              const inside = one.shadowRoot && find(one.shadowRoot); if (inside) return inside; } };
              return Number(find(document).dataset.epoch) > before; }""",
            arg=paused,
        )
        button(digits, "Stop early").click()
        expect(
            digits.get_by_text(re.compile("^Training has stopped. The best weights, from epoch"))
        ).to_be_visible()
        expect(digits.locator(".digits_curves .best")).to_have_count(2)
        expect(button(digits, "Train")).to_be_visible()
        expect(model(digits, "Your own")).to_contain_text(re.compile(r"784-32-64-10: 9\d\.\d\d %"))
        button(digits, "Reset").click()
        expect(digits.get_by_text("Epoch 0 of 20")).to_be_visible()

    def test_templates_take_shape_at_a_pace_that_can_be_watched(self, digits):
        model(digits, "Softmax").click()
        expect(model(digits, "Softmax")).to_be_checked()
        tab(digits, "Mistakes")
        speeds = digits.get_by_role("radiogroup", name="Speed")
        expect(speeds.get_by_role("radio", name="1 epoch in 4 s")).to_be_checked()
        button(digits, "Train").click()
        # The first training of a visit brings into sight what is to be seen of it.
        templates = digits.get_by_role("listbox", name="Templates")
        expect(templates.get_by_role("option").first).to_be_visible()
        picture = "listbox => listbox.querySelector('canvas').toDataURL()"
        before = templates.evaluate(picture)
        until(digits, lambda: templates.evaluate(picture) != before, "other templates")
        assert epoch(digits) < 3, "it is over before anybody has seen it"
        speeds.get_by_role("radio", name="fastest").check()
        digits.wait_for_url("**digits_speed=fastest**")
        expect(digits.get_by_role("group", name="Training")).to_contain_text("Trained for 3 epochs.")

    def test_a_setting_that_cannot_be_is_refused_and_models_are_chosen_by_keyboard(self, digits):
        epochs = digits.get_by_label("Epochs", exact=True)
        epochs.fill("0")
        epochs.press("Enter")
        expect(digits.get_by_role("alert").filter(has_text="between 1 and 50")).to_be_visible()
        expect(epochs).to_have_value("3")
        expect(model(digits, "Softmax")).to_contain_text("lecture 83.58 %")
        model(digits, "Network").press("ArrowRight")
        expect(model(digits, "Softmax")).to_be_checked()
        expect(total(digits)).to_contain_text("7,850 parameters")


class TestLookingInside:
    def test_the_first_layer_and_the_templates(self, digits):
        take_a_seven(digits)
        pictures = digits.get_by_role("listbox", name="First layer").get_by_role("option")
        expect(pictures).to_have_count(128)
        first = shipped("network").forward(mnist().X[SEVEN][None])[0][1][0]
        assert value(pictures.nth(5)) == pytest.approx(float(first[5]), abs=1e-4)
        pictures.first.press("ArrowRight")
        expect(pictures.nth(1)).to_be_focused()
        digits.get_by_role("radio", name="Templates").click()
        expect(digits.get_by_role("listbox", name="Templates").get_by_role("option")).to_have_count(10)

    def test_a_template_stands_with_its_score(self, digits):
        model(digits, "Softmax").click()
        button(digits, "Take a 7").click()
        templates = digits.get_by_role("listbox", name="Templates").get_by_role("option")
        expect(templates.nth(7)).to_have_accessible_name(re.compile("^Template of 7: .*, the score"))
        scores = shipped("softmax").forward(mnist().X[SEVEN][None])[-1][0][0]
        assert [value(templates.nth(at)) for at in range(10)] == pytest.approx(scores.tolist(), abs=1e-3)


class TestJudging:
    def test_the_confusion_matrix_is_that_of_the_test_digits_and_walked_by_keyboard(self, digits, counts):
        tab(digits, "Mistakes")
        expect(digits.locator("[data-cell]")).to_have_count(100)
        shown = digits.locator("[data-cell]").evaluate_all(
            "all => all.map((cell) => Number(cell.dataset.value))"
        )
        assert np.array_equal(np.reshape(shown, (10, 10)), counts)
        right = digits.locator("[data-class]").evaluate_all(
            "all => all.map((one) => Number(one.dataset.value))"
        )
        assert right == pytest.approx((np.diagonal(counts) / counts.sum(axis=1)).tolist(), abs=1e-6)
        digits.locator('[data-cell="0,0"]').press("ArrowDown")
        expect(digits.locator('[data-cell="1,0"]')).to_be_focused()
        digits.locator('[data-cell="1,0"]').press("End")
        expect(digits.locator('[data-cell="1,9"]')).to_be_focused()

    def test_a_cell_opens_its_digits_and_one_of_them_is_walked_through(self, digits, counts):
        tab(digits, "Mistakes")
        off = np.where(np.eye(10, dtype=bool), 0, counts)
        truth, said = np.unravel_index(off.argmax(), off.shape)
        digits.locator(f'[data-cell="{truth},{said}"]').click()
        name = f"{truth} read as {said}: {counts[truth, said]} digits"
        opened = digits.get_by_role("group", name=name).get_by_role("button")
        expect(opened).to_have_count(int(counts[truth, said]))
        index = int(opened.first.get_attribute("data-index") or -1)
        assert mnist().labels[index] == truth
        opened.first.click()
        expect(button(digits, "Step forward")).to_be_visible()
        expect(digits.locator('[data-node="x"]')).to_be_attached()
        expect(digits).to_have_url(re.compile(f"digits_index={index}\\b"))


def test_the_lectures_route(digits):
    """From the one-hot label to a classifier that is trained and passes the lecture's accuracy."""
    route = digits.get_by_role("region", name="The lecture's route")
    figure = route.get_by_role("img")
    follow = button(digits, "Next")

    button(digits, "Take a 7").click()
    expect(figure).to_have_attribute(
        "data-value", json.dumps([0, 0, 0, 0, 0, 0, 0, 1, 0, 0], separators=(",", ":"))
    )

    follow.click()
    button(digits, "Use the softmax classifier").click()
    expect(model(digits, "Softmax")).to_be_checked()
    passed = shipped("softmax").forward(mnist().X[SEVEN][None])[-1]
    scores, probabilities = passed[0][0], passed[1][0]
    largest = f"digit 7 has the largest: 0: {scores[0]:.1f},"
    expect(figure).to_have_accessible_name(re.compile(largest))
    assert value(figure) == pytest.approx(scores.tolist(), abs=1e-3)

    follow.click()
    expect(figure).to_have_count(2)
    assert value(figure.last) == pytest.approx(probabilities.tolist(), abs=1e-5)

    follow.click()
    button(digits, "Label it 3").click()
    loss = route.locator(".answer")
    expect(figure).to_have_accessible_name(re.compile("the label is 3"))
    assert value(loss) == pytest.approx(-math.log(probabilities[3]), rel=1e-4)
    button(digits, "Use the true label").click()
    expect(figure).to_have_accessible_name(re.compile("the label is 7"))

    follow.click()
    button(digits, "Momentum, rate 0.01, batch 64").click()
    expect(digits.get_by_label("Optimizer", exact=True)).to_have_value("momentum")
    expect(digits.get_by_label("Learning rate", exact=True)).to_have_value("0.01")
    expect(route).to_contain_text("momentum")

    follow.click()
    expect(follow).to_be_disabled()
    button(digits, "Fresh weights").click()
    expect(model(digits, "Your own")).to_be_checked()
    expect(route).to_contain_text("not trained yet")
    button(digits, "Train it now").click()
    expect(button(digits, "Pause training")).to_be_visible()
    expect(route).to_contain_text("Better than the lecture's 83.58 %")
    expect(button(digits, "Train")).to_be_visible()
    expect(route).to_contain_text("of the test digits")
    assert value(loss) > LECTURE
    expect(model(digits, "Your own")).to_contain_text(re.compile(r"784-10: 9\d\.\d\d %"))
