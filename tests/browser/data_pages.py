"""What tests of data share: files that are good, the map, and what a visitor does with the data column."""

import json

from playwright.sync_api import Locator, Page, expect

GOOD = "width,height,kind\n" + "".join(f"{row},{row * row % 7},{'ab'[row % 2]}\n" for row in range(40))
VALUES = "x;y;price\n" + "".join(f"{row},5;{row % 5};{row / 3}\n" for row in range(30))


def plot(page: Page) -> Locator:
    return page.locator(".boundary .plot")


def points(page: Page) -> list[list[float]]:
    """(coordinates..., target) of every point; there are as many numbers only up to 64 points."""
    return json.loads(plot(page).get_attribute("data-value") or "[]")


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).check()


def upload(page: Page, data: bytes, name: str = "mine.csv") -> None:
    page.get_by_label("CSV file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})


def few(page: Page) -> list[list[float]]:
    """Twenty points of two classes."""
    page.get_by_label("Samples").fill("20")
    expect(plot(page)).to_have_attribute("data-points", "20")
    return points(page)
