"""The pad, the ten bars and the gradient on the pixels: digits are drawn with mouse, finger and keys and read, and
what stands beside them is the engine's."""

import math
import re
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect
from serving import Server
from waiting import until

import engine
from engine.datasets.mnist import mnist
from engine.digits.pixel_gradient import pixel_gradient
from engine.digits.shipped_models import shipped

OpenPage = Callable[..., Page]
Point = tuple[float, float]
Stroke = Sequence[Point]

INDEX = 60_042  # a test digit
PATIENCE = 1.0  # seconds after which static/digits/pad.js gives an answer up
NOTHING = "There is nothing to read yet."
# The straight strokes of digits, from 0 at the left and the top of the pad to 1.
DIGITS: dict[int, list[Stroke]] = {
    0: [[(0.5 + 0.2 * math.sin(t / 5), 0.5 - 0.32 * math.cos(t / 5)) for t in range(33)]],
    1: [[(0.5, 0.15), (0.5, 0.85)]],
    3: [
        [(0.32, 0.2), (0.5, 0.14), (0.66, 0.26), (0.6, 0.42), (0.45, 0.48)],
        [(0.45, 0.48), (0.66, 0.58), (0.68, 0.74), (0.52, 0.86), (0.32, 0.8)],
    ],
    4: [[(0.35, 0.15), (0.28, 0.5), (0.7, 0.5)], [(0.64, 0.18), (0.62, 0.88)]],
    7: [[(0.25, 0.2), (0.75, 0.2), (0.6, 0.5), (0.45, 0.86)]],
}
SEVEN = DIGITS[7]


@pytest.fixture
def pad(open_page: OpenPage) -> Page:
    return open_page("?page=digits")


def ink(page: Page) -> Locator:
    return page.get_by_role("application", name="Pad")


def row(page: Page, digit: int) -> Locator:
    return page.locator(f'[data-digit="{digit}"]')


def picture(page: Page) -> Locator:
    return page.locator(".pixels canvas")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def place(page: Page, point: Point) -> Point:
    """Where a place of the pad is on the page."""
    box = ink(page).bounding_box()
    assert box is not None
    return box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"]


def put(strokes: Sequence[Stroke], size: float, left: float, top: float) -> list[Stroke]:
    """The same digit, of another size and elsewhere."""
    return [[(left + size * x, top + size * y) for x, y in stroke] for stroke in strokes]


def draw(page: Page, strokes: Sequence[Stroke]) -> None:
    for stroke in strokes:
        page.mouse.move(*place(page, stroke[0]))
        page.mouse.down()
        for point in stroke[1:]:
            page.mouse.move(*place(page, point), steps=6)
        page.mouse.up()


def draw_and_read(page: Page, digit: int) -> None:
    """Until the whole drawing is read: it comes into the address when nothing of it is on its way any more."""
    draw(page, DIGITS[digit])
    expect_read(page, digit)
    page.wait_for_url("**digits_drawing=*")


def expect_read(page: Page, digit: int) -> None:
    expect(page.locator(".bars .read b")).to_have_text(str(digit))


def expect_nothing(page: Page, why: str | re.Pattern[str] = NOTHING) -> None:
    expect(page.get_by_role("status").filter(has_text=why)).to_be_visible()
    expect(page.locator("[data-probability]")).to_have_count(0)


def numbers(page: Page, name: str) -> list[float]:
    """What the ten rows carry under data-NAME."""
    texts = page.locator("[data-digit]").evaluate_all(f"rows => rows.map(row => row.dataset.{name})")
    assert all(text is not None for text in texts), texts
    return [float(text) for text in texts]


def choose_label(page: Page, digit: int) -> None:
    page.get_by_role("radiogroup", name="Label").get_by_role("radio", name=str(digit), exact=True).check()


def pick(page: Page, index: int = INDEX) -> engine.Network:
    """A digit of MNIST on the pad; what reads it."""
    field = page.get_by_label("Digit number")
    field.fill(str(index))
    field.press("Enter")
    expect(page.get_by_text(re.compile(f"digit {index:,}, labelled"))).to_be_visible()
    return shipped("network")


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_is_drawn_with_the_mouse_and_read(pad: Page, digit: int) -> None:
    draw(pad, DIGITS[digit])
    expect_read(pad, digit)
    # At one moment: the last of the stroke may still be on its way.
    both = """rows => rows.map((row) => [row.dataset.probability,
      row.querySelector('[role="meter"]').getAttribute("aria-valuenow")].map(Number))"""
    probabilities, meters = np.transpose(pad.locator("[data-digit]").evaluate_all(both))
    assert sum(probabilities) == pytest.approx(1, abs=1e-5)
    assert probabilities[digit] > 0.5
    assert meters == pytest.approx(probabilities)
    expect(pad.get_by_role("meter", name=f"Probability of {digit}")).to_be_attached()


def test_the_bars_follow_while_the_stroke_is_drawn(pad: Page) -> None:
    pad.mouse.move(*place(pad, (0.25, 0.2)))
    pad.mouse.down()
    pad.mouse.move(*place(pad, (0.75, 0.2)), steps=6)
    expect(pad.locator("[data-probability]")).to_have_count(10)  # nothing has been lifted yet
    before = numbers(pad, "probability")
    pad.mouse.move(*place(pad, (0.45, 0.86)), steps=10)
    expect_read(pad, 7)
    assert numbers(pad, "probability") != before
    pad.mouse.up()
    expect_read(pad, 7)


@pytest.mark.parametrize(
    "where", [(0.25, 0.7, 0.72), (0.3, 0.02, 0.02), (0.6, 0.38, 0.02)], ids=["corner", "small", "right"]
)
def test_a_small_digit_in_a_corner_is_read_like_a_big_one(
    pad: Page, where: tuple[float, float, float]
) -> None:
    pad.get_by_label("Thickness").fill("0.04")
    draw(pad, put(SEVEN, *where))
    expect_read(pad, 7)


def test_a_digit_is_drawn_with_a_finger(open_page: OpenPage, touch_drag: Callable[..., None]) -> None:
    page = open_page("?page=digits", width=390, height=844, touch=True, is_mobile=True)
    ink(page).scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    touch_drag(page, place(page, (0.25, 0.2)), place(page, (0.75, 0.2)))
    touch_drag(page, place(page, (0.75, 0.2)), place(page, (0.45, 0.86)))
    expect_read(page, 7)
    expect(ink(page)).to_have_attribute("data-strokes", "2")
    assert page.evaluate("scrollY") == before, "the page moved under the finger"
    page.get_by_role("button", name="Undo").tap()
    expect(ink(page)).to_have_attribute("data-strokes", "1")
    page.get_by_role("button", name="Undo").tap()
    expect_nothing(page)


def test_a_digit_is_drawn_with_keys(pad: Page) -> None:
    ink(pad).focus()
    pad.keyboard.press("Space")
    for _ in range(12):
        pad.keyboard.press("ArrowDown")
    pad.keyboard.press("Space")
    expect_read(pad, 1)
    pad.keyboard.press("Backspace")
    expect_nothing(pad)


def test_undo_and_clear(pad: Page) -> None:
    expect(button(pad, "Undo")).to_be_disabled()
    expect(button(pad, "Clear")).to_be_disabled()
    draw_and_read(pad, 4)
    read = numbers(pad, "probability")
    button(pad, "Undo").click()
    expect(ink(pad)).to_have_attribute("data-strokes", "1")
    button(pad, "Clear").click()
    expect_nothing(pad)
    expect(button(pad, "Clear")).to_be_disabled()
    button(pad, "Undo").click()  # clearing is taken back too
    expect(pad.locator("[data-probability]")).to_have_count(10)
    expect(ink(pad)).to_have_attribute("data-strokes", "1")
    draw(pad, DIGITS[4][1:])
    until(pad, lambda: np.allclose(numbers(pad, "probability"), read, atol=0.02), "the same reading")
    ink(pad).press("Control+z")
    ink(pad).press("Control+z")
    expect_nothing(pad)
    expect(ink(pad)).to_have_attribute("data-strokes", "0")


def test_a_dot_and_a_full_pad_are_nothing_to_read(pad: Page) -> None:
    draw(pad, [[(0.5, 0.5)]])
    expect_nothing(pad, re.compile("nothing to read|dot", re.IGNORECASE))
    button(pad, "Clear").click()
    pad.get_by_label("Thickness").fill("0.15")
    there, back = (0.02, 0.98), (0.98, 0.02)
    draw(pad, [[(x, 0.05 + 0.1 * line) for line in range(10) for x in (back if line % 2 else there)]])
    expect_nothing(pad, re.compile("full", re.IGNORECASE))
    button(pad, "Undo").click()
    expect_nothing(pad)


def test_thickness_changes_what_is_read(pad: Page) -> None:
    draw_and_read(pad, 7)
    before = numbers(pad, "score")
    pad.get_by_label("Thickness").fill("0.12")
    expect(row(pad, 0)).not_to_have_attribute("data-score", str(before[0]))
    expect_read(pad, 7)


def test_a_digit_of_mnist_is_read_as_the_engine_reads_it(pad: Page) -> None:
    network = pick(pad)
    x = mnist().X[INDEX]
    np.testing.assert_allclose(numbers(pad, "probability"), network.predict(x[None])[0], rtol=1e-4, atol=1e-7)
    truth = int(mnist().labels[INDEX])
    expect(pad.get_by_role("radio", name=str(truth), exact=True)).to_be_checked()
    loss = float(pad.locator(".bars[data-loss]").get_attribute("data-loss") or "nan")
    assert loss == pytest.approx(-math.log(numbers(pad, "probability")[truth]), rel=1e-3, abs=1e-6)
    field = pad.get_by_label("Digit number")
    for wrong in ("70000", "seven", "-1", ""):
        field.fill(wrong)
        field.press("Enter")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(pad.get_by_text("Digits go by the numbers 0 to 69999.")).to_be_visible()
    draw(pad, SEVEN)  # a drawing takes its place
    expect_read(pad, 7)
    expect(field).to_have_value("")


def test_any_test_digit(pad: Page) -> None:
    button(pad, "Pick a test digit").click()
    expect(pad.get_by_text(re.compile(r"Test digit 6\d,\d{3}, labelled \d"))).to_be_visible()
    expect(pad.locator("[data-probability]")).to_have_count(10)
    button(pad, "Clear").click()
    expect_nothing(pad)


def test_a_label_brings_the_loss_and_the_gradient(pad: Page) -> None:
    draw(pad, SEVEN)
    expect_read(pad, 7)
    expect(pad.locator("[data-loss]")).to_have_count(0)
    expect(picture(pad)).not_to_have_attribute("data-gradient", re.compile("."))
    expect(button(pad, "Follow the gradient")).to_be_disabled()
    choose_label(pad, 3)
    expect(pad.locator("[data-loss]")).to_have_count(1)
    expect(picture(pad)).to_have_attribute("data-gradient", "[28,28]")
    expect(pad.get_by_role("heading", name="More of a 3")).to_be_visible()
    with_gradient = picture(pad).evaluate("canvas => canvas.toDataURL()")
    pad.get_by_role("switch", name="Gradient over the picture").uncheck()
    assert picture(pad).evaluate("canvas => canvas.toDataURL()") != with_gradient
    button(pad, "No label").click()
    expect(pad.locator("[data-loss]")).to_have_count(0)
    expect(picture(pad)).not_to_have_attribute("data-gradient", re.compile("."))


def test_the_gradient_of_every_pixel_is_the_engines(pad: Page) -> None:
    network = pick(pad)
    choose_label(pad, 3)
    expect(pad.get_by_role("heading", name="More of a 3")).to_be_visible()
    expect(picture(pad)).to_have_attribute("data-gradient", "[28,28]")
    expected = pixel_gradient(network, mnist().X[INDEX], 3)
    picture(pad).focus()
    readout = pad.locator(".pixels .readout")
    at = 14 * 28 + 14  # the keys begin in the middle
    for key, step in [("ArrowRight", 1), ("ArrowDown", 28), ("ArrowUp", -28), ("ArrowLeft", -1)] * 2:
        for _ in range(3):
            pad.keyboard.press(key)
            at += step
        expect(readout).to_contain_text(f"row {at // 28 + 1}, column {at % 28 + 1}:")
        shown = float((readout.get_attribute("title") or "").replace("−", "-"))
        assert shown == pytest.approx(float(expected[at]), rel=1e-3, abs=1e-6)


def test_the_gradient_is_followed(pad: Page) -> None:
    draw_and_read(pad, 7)
    choose_label(pad, 3)
    expect(picture(pad)).to_have_attribute("data-gradient", "[28,28]")
    loss = pad.locator("[data-loss]")
    before, drawn = float(loss.get_attribute("data-loss") or "nan"), numbers(pad, "probability")
    button(pad, "Follow the gradient").click()
    slider = pad.get_by_role("slider", name="Step along the gradient")
    expect(button(pad, "Back to the digit")).to_be_visible()
    last = slider.get_attribute("max") or ""
    assert int(last) > 10
    expect(slider).to_have_value(last)
    expect_read(pad, 3)
    assert float(loss.get_attribute("data-loss") or "nan") < before
    slider.fill("0")
    expect(picture(pad)).to_have_attribute("data-followed", "0")
    expect_read(pad, 7)
    np.testing.assert_allclose(numbers(pad, "probability"), drawn, rtol=1e-3, atol=1e-6)
    button(pad, "Back to the digit").click()
    expect(slider).to_be_hidden()
    expect(picture(pad)).to_have_attribute("data-gradient", "[28,28]")
    assert numbers(pad, "probability") == drawn


def test_following_does_not_move_for_who_asks_for_no_motion(open_page: OpenPage) -> None:
    page = open_page("?page=digits", reduced_motion="reduce")
    draw(page, SEVEN)
    expect_read(page, 7)
    choose_label(page, 3)
    button(page, "Follow the gradient").click()
    slider = page.get_by_role("slider", name="Step along the gradient")
    expect(slider).to_have_value(slider.get_attribute("max") or "")
    expect(button(page, "Stop following")).to_have_count(0)


def test_a_new_stroke_ends_the_way_along_the_gradient(pad: Page) -> None:
    draw(pad, SEVEN)
    expect_read(pad, 7)
    choose_label(pad, 3)
    button(pad, "Follow the gradient").click()
    expect(pad.get_by_role("slider", name="Step along the gradient")).to_be_visible()
    draw(pad, [[(0.3, 0.5), (0.7, 0.5)]])
    expect(pad.get_by_role("slider", name="Step along the gradient")).to_be_hidden()
    expect(button(pad, "Follow the gradient")).to_be_enabled()


def test_a_digit_is_walked_to_the_loss_and_back_to_its_pixels(pad: Page) -> None:
    pick(pad)
    choose_label(pad, 3)
    expect(picture(pad)).to_have_attribute("data-gradient", "[28,28]")
    probabilities = numbers(pad, "probability")
    button(pad, "Step through").click()
    step = pad.get_by_role("slider", name="Step", exact=True)
    expect(step).to_have_value("0")
    # What the pass has not reached is absent.
    expect(pad.locator("[data-digit][data-score], [data-digit][data-probability]")).to_have_count(0)
    expect(pad.locator("[data-loss]")).to_have_count(0)
    expect(picture(pad)).not_to_have_attribute("data-gradient", re.compile("."))
    last = int(step.get_attribute("max") or 0)
    seen: dict[str, int] = {}
    for index in range(1, last + 1):
        button(pad, "Step forward").click()
        expect(step).to_have_value(str(index))
        known = pad.evaluate(KNOWN)
        for name, there in known.items():
            if there:
                seen.setdefault(name, index)
    assert list(seen) == ["scores", "probabilities", "loss", "slopes", "pixels"], (
        "forward to the loss, then back"
    )
    assert seen["pixels"] == last
    slopes = np.array(probabilities) - np.eye(10)[3]
    np.testing.assert_allclose(numbers(pad, "gradient"), slopes, atol=1e-5)
    expect(pad.locator('[data-node="x"]').first).to_be_attached()
    button(pad, "To start").click()
    expect(pad.locator("[data-loss]")).to_have_count(0)
    button(pad, "Leave the walk").click()
    expect(button(pad, "Step through")).to_be_visible()
    assert numbers(pad, "probability") == probabilities


KNOWN = """() => {
  const deep = (selector, from = document) => {
    for (const found of from.querySelectorAll("*")) {
      if (found.matches(selector)) return true;
      if (found.shadowRoot && deep(selector, found.shadowRoot)) return true;
    }
    return false;
  };
  return { scores: deep("[data-digit][data-score]"), probabilities: deep("[data-digit][data-probability]"),
    loss: deep(".bars[data-loss]"),
    slopes: deep("[data-digit][data-gradient]"), pixels: deep("canvas[data-gradient]") };
}"""


def test_one_drawing_is_in_flight_and_the_newest_wins(open_page: OpenPage, own_server: Server) -> None:
    sent: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(str(frame)))

    page = open_page("?page=digits", own_server)
    page.on("websocket", listen)
    page.reload()
    draw(page, DIGITS[1])
    expect_read(page, 1)
    button(page, "Clear").click()
    expect_nothing(page)
    own_server.hold()
    sent.clear()
    held = time.monotonic()
    page.mouse.move(*place(page, (0.25, 0.2)))
    page.mouse.down()
    page.mouse.move(*place(page, (0.75, 0.2)), steps=30)
    page.mouse.move(*place(page, (0.45, 0.86)), steps=30)
    page.mouse.up()
    waiting = [frame for frame in sent if re.search(r'"draw"', frame)]
    # An answer that does not come is given up after a while: on a slow machine that happens more than once.
    given_up = (time.monotonic() - held) / PATIENCE
    own_server.go_on()
    expect_read(page, 7)
    assert 1 <= len(waiting) <= 2 + given_up, f"{len(waiting)} drawings were sent while none was answered"


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_pad_bars_and_gradient_are_in_sight(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page("?page=digits", width=size[0], height=size[1])
    draw(page, SEVEN)
    choose_label(page, 3)
    for part in (ink(page), row(page, 0), row(page, 9), picture(page), button(page, "Step through")):
        expect(part).to_be_in_viewport(ratio=0.99)
    seen: Any = page.locator(".pad .seen").bounding_box()
    drawn: Any = ink(page).bounding_box()
    assert seen["x"] >= drawn["x"] + drawn["width"], "what the network sees stands beside the pad"
    expect(picture(page)).to_have_attribute("data-gradient", "[28,28]")


def test_a_drawing_is_in_the_address_and_comes_back_from_it(pad: Page, open_page: OpenPage) -> None:
    draw(pad, DIGITS[4])
    expect_read(pad, 4)
    pad.wait_for_url("**digits_drawing=*")
    again = open_page("?" + pad.url.partition("?")[2])
    expect_read(again, 4)
    expect(ink(again)).to_have_attribute("data-strokes", "2")
    button(again, "Undo").click()
    expect(ink(again)).to_have_attribute("data-strokes", "0")
    again.wait_for_url(lambda address: "digits_drawing" not in address)
