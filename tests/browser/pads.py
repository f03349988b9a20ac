"""The pad of the Digits page, on which a digit draws itself when the page opens."""

import math
import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

import engine
from engine.digits.shipped_models import shipped

Point = tuple[float, float]
Stroke = Sequence[Point]
INDEX = 60_042  # a test digit
# The straight strokes of digits, from 0 at the left and the top of the pad to 1.
DIGITS: dict[int, list[Stroke]] = {
    0: [[(0.5 + 0.2 * math.sin(t / 2), 0.5 - 0.32 * math.cos(t / 2)) for t in range(14)]],
    1: [[(0.5, 0.15), (0.5, 0.85)]],
    3: [
        [(0.32, 0.2), (0.5, 0.14), (0.66, 0.26), (0.6, 0.42), (0.45, 0.48)],
        [(0.45, 0.48), (0.66, 0.58), (0.68, 0.74), (0.52, 0.86), (0.32, 0.8)],
    ],
    4: [[(0.35, 0.15), (0.28, 0.5), (0.7, 0.5)], [(0.64, 0.18), (0.62, 0.88)]],
    7: [[(0.25, 0.2), (0.75, 0.2), (0.6, 0.5), (0.45, 0.86)]],
}
SEVEN = DIGITS[7]


def empty(page: Page) -> None:
    """Takes what has drawn itself away, as somebody would who wants an empty pad."""
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="There is nothing to read yet.")).to_be_visible()
    expect(page.locator("[data-probability]")).to_have_count(0)


def ink(page: Page) -> Locator:
    return page.get_by_role("application", name="Pad")


def picture(page: Page) -> Locator:
    return page.locator(".pixels canvas")


def place(page: Page, point: Point) -> Point:
    """Where a place of the pad is on the page."""
    box = ink(page).bounding_box()
    assert box is not None
    return box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"]


def draw(page: Page, strokes: Sequence[Stroke]) -> None:
    for stroke in strokes:
        page.mouse.move(*place(page, stroke[0]))
        page.mouse.down()
        for point in stroke[1:]:
            page.mouse.move(*place(page, point))
        page.mouse.up()


def draw_and_read(page: Page, digit: int) -> None:
    """Until the whole drawing is read: it comes into the address when nothing of it is on its way any more."""
    draw(page, DIGITS[digit])
    expect_read(page, digit)
    page.wait_for_url("**digits_drawing=*")


def expect_read(page: Page, digit: int) -> None:
    expect(page.locator(".bars .read b")).to_have_text(str(digit))


def numbers(page: Page, name: str) -> list[float]:
    """What the ten rows carry under data-NAME, once they do."""
    expect(page.locator(f"[data-digit][data-{name}]")).to_have_count(10)
    texts = page.locator("[data-digit]").evaluate_all(f"rows => rows.map(row => row.dataset.{name})")
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
