"""The pad, the ten bars and the gradient on the pixels: digits are drawn with mouse, finger and keys and read, and
what stands beside them is the engine's."""

import math
import re
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pads
import pytest
from pads import (
    DIGITS,
    INDEX,
    SEVEN,
    Stroke,
    choose_label,
    draw,
    draw_and_read,
    expect_read,
    ink,
    numbers,
    pick,
    picture,
    place,
)
from playwright.sync_api import BrowserContext, Locator, Page, WebSocket, expect
from serving import Server
from waiting import tap, until

from engine.datasets.mnist import mnist
from playground.address import read
from playground.digits.strokes import unpack
from playground.session import Session

OpenPage = Callable[..., Page]

PATIENCE = 1.0  # seconds after which static/digits/pad.js gives an answer up
NOTHING = "There is nothing to read yet. Draw a digit."


@pytest.fixture
def pad(open_page: OpenPage) -> Page:
    page = open_page("?page=digits", reduced_motion="reduce")  # no digit draws itself
    pads.empty(page)
    return page


def row(page: Page, digit: int) -> Locator:
    return page.locator(f'[data-digit="{digit}"]')


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def put(strokes: Sequence[Stroke], size: float, left: float, top: float) -> list[Stroke]:
    """The same digit, of another size and elsewhere."""
    return [[(left + size * x, top + size * y) for x, y in stroke] for stroke in strokes]


def expect_nothing(page: Page, why: str | re.Pattern[str] = NOTHING) -> None:
    expect(page.get_by_role("status").filter(has_text=why)).to_be_visible()
    expect(page.locator("[data-probability]")).to_have_count(0)


# The digit that draws itself


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_page_begins_with_a_digit_that_is_drawn_and_read(open_page: OpenPage, motion: str) -> None:
    page = open_page("?page=digits", reduced_motion=motion)
    expect_read(page, 3)
    expect(ink(page)).to_have_attribute("data-example", "")
    expect(page.get_by_text("Your turn: draw here")).to_be_visible()
    expect(row(page, 3)).to_have_attribute("data-probability", re.compile(r"^0\.9|^1"))
    assert "digits_drawing" not in page.url
    # Gone with the first touch; undo brings back what the visitor drew and nothing else.
    draw(page, DIGITS[1])
    expect_read(page, 1)
    expect(ink(page)).to_have_attribute("data-strokes", "1")
    expect(ink(page)).not_to_have_attribute("data-example", "")
    page.wait_for_url("**digits_drawing=*")
    button(page, "Take back").click()
    expect_nothing(page)
    expect(button(page, "Take back")).to_be_disabled()


SLOWLY = """globalThis.times = 1 / 50;
const onFrame = globalThis.requestAnimationFrame.bind(globalThis);
globalThis.requestAnimationFrame = (act) => onFrame((now) => act(now * globalThis.times));"""


def test_the_digit_takes_shape_while_it_is_read(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_context().new_page()
    page.add_init_script(SLOWLY)  # however slow the machine is, half of it is seen
    page.goto(f"{server.url}?page=digits")
    read = page.locator(".bars .read b")
    expect(read).to_have_text(re.compile(r"^[^3]$"))  # half of it is another digit
    page.evaluate("globalThis.times = 1")
    expect(read).to_have_text("3")


def test_what_is_asked_while_it_draws_itself_comes_after_it(open_page: OpenPage) -> None:
    page = open_page("?page=digits")
    expect(ink(page)).to_have_attribute("data-example", "")
    pick(page)
    expect(ink(page)).not_to_have_attribute("data-example", "")
    expect_read(page, int(mnist().labels[INDEX]))
    button(page, "Clear").click()
    expect_nothing(page)


# Asks for a digit as soon as the page stands, as a quick visitor on a slow line would.
QUICK = f"""(function look() {{
  const find = (root, selector) => root.querySelector(selector)
    ?? [...root.querySelectorAll("*")].map((one) => one.shadowRoot && find(one.shadowRoot, selector)).find(Boolean);
  const form = find(document, "form.pick");
  if (!form || !find(document, "[data-digit]")) return requestAnimationFrame(look);
  form.querySelector("input").value = "{INDEX}";
  document.dispatchEvent(new KeyboardEvent("keydown", {{ key: "Enter" }}));
  form.requestSubmit();
}})();"""


def test_what_is_asked_before_it_draws_itself_stays(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_context().new_page()
    page.add_init_script(QUICK)
    page.goto(f"{server.url}?page=digits")
    expect_read(page, int(mnist().labels[INDEX]))
    expect(page.get_by_text(re.compile(f"digit {INDEX:,}, labelled"))).to_be_visible()
    expect(ink(page)).not_to_have_attribute("data-example", "")


def test_a_link_to_a_digit_shows_that_digit(open_page: OpenPage) -> None:
    page = open_page(f"?page=digits&digits_index={INDEX}")
    expect(page.get_by_text(re.compile(f"digit {INDEX:,}, labelled"))).to_be_visible()
    expect(ink(page)).not_to_have_attribute("data-example", "")


# The pad


def test_a_digit_is_drawn_with_keys_or_with_the_mouse_and_read(pad: Page) -> None:
    ink(pad).focus()
    pad.keyboard.press("Space")
    for _ in range(12):
        pad.keyboard.press("ArrowDown")
    pad.keyboard.press("Space")
    expect_read(pad, 1)
    pad.keyboard.press("Backspace")
    expect_nothing(pad)
    for digit, strokes in DIGITS.items():
        draw(pad, strokes)
        expect_read(pad, digit)
        # At one moment: the last of the stroke may still be on its way.
        both = """rows => rows.map((row) => [row.dataset.probability,
          row.querySelector('[role="meter"]').getAttribute("aria-valuenow")].map(Number))"""
        probabilities, meters = np.transpose(pad.locator("[data-digit]").evaluate_all(both))
        assert sum(probabilities) == pytest.approx(1, abs=1e-5)
        assert probabilities[digit] > 0.5
        assert meters == pytest.approx(probabilities, abs=1e-6)  # written without powers of ten
        expect(pad.get_by_role("meter", name=f"Probability of {digit}")).to_be_attached()
        button(pad, "Clear").click()
        expect_nothing(pad)


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


def test_a_thick_digit_and_a_small_one_in_a_corner_are_read_like_a_big_one(pad: Page) -> None:
    draw_and_read(pad, 7)
    before = numbers(pad, "score")
    pad.get_by_label("Thickness").fill("0.12")
    expect(row(pad, 0)).not_to_have_attribute("data-score", str(before[0]))
    expect_read(pad, 7)
    button(pad, "Clear").click()
    expect_nothing(pad)
    pad.get_by_label("Thickness").fill("0.04")
    for size, x, y in ((0.25, 0.7, 0.72), (0.3, 0.02, 0.02), (0.6, 0.38, 0.02)):
        draw(pad, put(SEVEN, size, x, y))
        expect_read(pad, 7)
        button(pad, "Clear").click()
        expect_nothing(pad)


def test_a_digit_is_drawn_with_a_finger(open_page: OpenPage, touch_drag: Callable[..., None]) -> None:
    page = open_page(
        "?page=digits", reduced_motion="reduce", width=390, height=844, touch=True, is_mobile=True
    )
    ink(page).scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    touch_drag(page, place(page, (0.25, 0.2)), place(page, (0.75, 0.2)))
    touch_drag(page, place(page, (0.75, 0.2)), place(page, (0.45, 0.86)))
    expect_read(page, 7)
    expect(ink(page)).to_have_attribute("data-strokes", "2")
    assert page.evaluate("scrollY") == before, "the page moved under the finger"
    tap(page.get_by_role("button", name="Take back"))
    expect(ink(page)).to_have_attribute("data-strokes", "1")
    tap(page.get_by_role("button", name="Take back"))
    expect_nothing(page)


def test_undo_and_clear(pad: Page) -> None:
    expect(button(pad, "Take back")).to_be_disabled()
    expect(button(pad, "Clear")).to_be_disabled()
    draw_and_read(pad, 4)
    read = numbers(pad, "probability")
    button(pad, "Take back").click()
    expect(ink(pad)).to_have_attribute("data-strokes", "1")
    button(pad, "Clear").click()
    expect_nothing(pad)
    expect(button(pad, "Clear")).to_be_disabled()
    button(pad, "Take back").click()  # clearing is taken back too
    expect(pad.locator("[data-probability]")).to_have_count(10)
    expect(ink(pad)).to_have_attribute("data-strokes", "1")
    draw(pad, DIGITS[4][1:])
    until(pad, lambda: np.allclose(numbers(pad, "probability"), read, atol=0.02), "the same reading")
    ink(pad).press("Control+z")
    ink(pad).press("Control+z")
    expect_nothing(pad)
    expect(ink(pad)).to_have_attribute("data-strokes", "0")
    button(pad, "Redo").click()
    expect(ink(pad)).to_have_attribute("data-strokes", "1")
    button(pad, "Redo").click()
    until(pad, lambda: np.allclose(numbers(pad, "probability"), read, atol=0.02), "the same reading")


def test_two_digits_a_dot_and_a_full_pad_are_told_and_not_read_as_one(pad: Page) -> None:
    draw(pad, [[(0.35, 0.2), (0.35, 0.8)], [(0.6, 0.2), (0.6, 0.8)]])
    expect(
        pad.get_by_role("status").filter(has_text="These look like two digits side by side.")
    ).to_be_visible()
    expect(pad.locator("[data-probability]")).to_have_count(0)
    button(pad, "Clear").click()
    expect_nothing(pad)
    draw(pad, [[(0.5, 0.5)]])
    expect_nothing(pad, re.compile("nothing to read|dot", re.IGNORECASE))
    button(pad, "Clear").click()
    pad.get_by_label("Thickness").fill("0.15")
    there, back = (0.02, 0.98), (0.98, 0.02)
    draw(pad, [[(x, 0.05 + 0.1 * line) for line in range(10) for x in (back if line % 2 else there)]])
    expect_nothing(pad, re.compile("whole pad", re.IGNORECASE))
    button(pad, "Take back").click()
    expect_nothing(pad)


def test_any_digit_of_mnist_can_be_picked_and_is_read_as_the_engine_reads_it(pad: Page) -> None:
    button(pad, "Pick a test digit").click()
    expect(pad.get_by_text(re.compile(r"Test digit 6\d,\d{3}, labelled \d"))).to_be_visible()
    expect(pad.locator("[data-probability]")).to_have_count(10)
    button(pad, "Clear").click()
    expect_nothing(pad)
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
        expect(pad.get_by_text("Digits are numbered from 0 to 69999.")).to_be_visible()
    draw(pad, SEVEN)  # a drawing takes its place
    expect_read(pad, 7)
    expect(field).to_have_value("")


def test_one_drawing_is_in_flight_and_the_newest_wins(open_page: OpenPage, own_server: Server) -> None:
    sent: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(str(frame)))

    page = open_page("?page=digits", own_server, reduced_motion="reduce")
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
    page.mouse.move(*place(page, (0.75, 0.2)), steps=10)
    page.mouse.move(*place(page, (0.45, 0.86)), steps=10)
    page.mouse.up()
    waiting = [frame for frame in sent if re.search(r'"draw"', frame)]
    # An answer that does not come is given up after a while: on a slow machine that happens more than once.
    given_up = (time.monotonic() - held) / PATIENCE
    own_server.go_on()
    expect_read(page, 7)
    assert 1 <= len(waiting) <= 2 + given_up, f"{len(waiting)} drawings were sent while none was answered"


def test_pad_bars_and_gradient_are_in_sight(open_page: OpenPage) -> None:
    page = open_page("?page=digits", reduced_motion="reduce")
    draw(page, SEVEN)
    choose_label(page, 3)
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        for part in (ink(page), row(page, 0), row(page, 9), picture(page), button(page, "Step through")):
            expect(part).to_be_in_viewport(ratio=0.99)
        seen: Any = page.locator(".pad .seen").bounding_box()
        drawn: Any = ink(page).bounding_box()
        assert seen["x"] >= drawn["x"] + drawn["width"], "what the network sees stands beside the pad"
        expect(picture(page)).to_have_attribute("data-gradient", "[28,28]")


def strokes_in(address: str) -> int:
    """How many strokes the drawing has that an address brings."""
    session = Session()
    read(session, dict(parse_qsl(urlsplit(address).query)))
    return len(unpack(session.digits_drawing)[0]) if session.digits_drawing else 0


def test_a_drawing_is_in_the_address_and_comes_back_from_it(pad: Page, open_page: OpenPage) -> None:
    draw(pad, DIGITS[4])
    expect_read(pad, 4)
    pad.wait_for_url(lambda address: strokes_in(address) == len(DIGITS[4]))
    again = open_page("?" + pad.url.partition("?")[2])
    expect_read(again, 4)
    expect(ink(again)).to_have_attribute("data-strokes", "2")
    button(again, "Take back").click()
    expect(ink(again)).to_have_attribute("data-strokes", "0")
    again.wait_for_url(lambda address: "digits_drawing" not in address)
