"""What stands on the Graph page, as tests find it."""

import json

from playwright.sync_api import Locator, Page, expect


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Expression", exact=True)


def cell(page: Page, place: str) -> Locator:
    """A number of the inputs: "x", "v/1" or "W/0/2"."""
    return page.locator(f'input[data-input="{place}"]')


def figure(page: Page, node: str, which: str = "value") -> object:
    text = page.locator(f'.card[data-node="{node}"]').get_attribute(f"data-{which}")
    return None if text is None else json.loads(text)


def expect_figure(page: Page, node: str, value: object) -> None:
    text = json.dumps(value, separators=(",", ":"))
    expect(page.locator(f'.card[data-node="{node}"]')).to_have_attribute("data-value", text)


def choose(page: Page, example: str) -> None:
    page.get_by_role("combobox", name="Example", exact=True).select_option(example)
