"""The gradient of a digit's pixels: shown, followed, walked."""

import re
from collections.abc import Callable

import numpy as np
import pads
import pytest
from pads import INDEX, SEVEN, choose_label, draw, draw_and_read, expect_read, numbers, pick, picture
from playwright.sync_api import Locator, Page, expect

from engine.datasets.mnist import mnist
from engine.digits.pixel_gradient import pixel_gradient

OpenPage = Callable[..., Page]


@pytest.fixture
def pad(open_page: OpenPage) -> Page:
    page = open_page("?page=digits", reduced_motion="reduce")  # no digit draws itself
    pads.empty(page)
    return page


def row(page: Page, digit: int) -> Locator:
    return page.locator(f'[data-digit="{digit}"]')


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


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


def test_a_label_brings_the_loss_and_the_gradient(pad: Page) -> None:
    draw(pad, SEVEN)
    expect_read(pad, 7)
    expect(pad.locator("[data-loss]")).to_have_count(0)
    expect(picture(pad)).not_to_have_attribute("data-gradient", re.compile("."))
    expect(button(pad, "Follow the gradient")).to_be_disabled()
    choose_label(pad, 3)
    expect(pad.locator("[data-loss]")).to_have_count(1)
    expect(picture(pad)).to_have_attribute("data-gradient", "[28,28]")
    expect(pad.get_by_role("heading", name="Gradient for label 3")).to_be_visible()
    with_gradient = picture(pad).evaluate("canvas => canvas.toDataURL()")
    pad.get_by_role("switch", name="Gradient over the picture").uncheck()
    assert picture(pad).evaluate("canvas => canvas.toDataURL()") != with_gradient
    button(pad, "No label").click()
    expect(pad.locator("[data-loss]")).to_have_count(0)
    expect(picture(pad)).not_to_have_attribute("data-gradient", re.compile("."))


def test_the_gradient_of_every_pixel_is_the_engines(pad: Page) -> None:
    network = pick(pad)
    choose_label(pad, 3)
    expect(pad.get_by_role("heading", name="Gradient for label 3")).to_be_visible()
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
        shown = float((picture(pad).get_attribute("data-full") or "").replace("−", "-"))
        assert shown == pytest.approx(float(expected[at]), rel=1e-3, abs=1e-6)


# What a button says from now on.
LISTEN = """button => { globalThis.said = [];
  new MutationObserver(() => said.push(button.textContent)).observe(button, { childList: true }); }"""


def test_the_gradient_is_followed_step_by_step_and_at_once_by_who_wants_no_motion(pad: Page) -> None:
    draw_and_read(pad, 7)
    choose_label(pad, 3)
    expect(picture(pad)).to_have_attribute("data-gradient", "[28,28]")
    loss = pad.locator("[data-loss]")
    before, drawn = float(loss.get_attribute("data-loss") or "nan"), numbers(pad, "probability")
    pad.emulate_media(reduced_motion="no-preference")
    button(pad, "Follow the gradient").evaluate(LISTEN)
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
    assert "Stop following" in pad.evaluate("said.splice(0)")
    pad.emulate_media(reduced_motion="reduce")
    button(pad, "Follow the gradient").click()
    expect(slider).to_have_value(last)
    expect(button(pad, "Back to the digit")).to_be_visible()
    assert "Stop following" not in pad.evaluate("said")


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
    button(pad, "Stop stepping").click()
    expect(button(pad, "Step through")).to_be_visible()
    assert numbers(pad, "probability") == probabilities
