"""Pages are switched in one document: each is as it was left, and what trains goes on."""

import re

from playwright.sync_api import Page, expect


def turn_to(page: Page, title: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=title).click()


def mark(page: Page) -> None:
    page.evaluate("window.marker = 'this very document'")


def expect_same_document(page: Page) -> None:
    assert page.evaluate("window.marker") == "this very document"


def test_a_page_is_turned_to_in_the_same_document(page):
    mark(page)
    turn_to(page, "Graph")
    expect(page.locator("[data-node]:visible").first).to_be_visible()
    expect(page.locator("[data-neuron]:visible")).to_have_count(0)
    expect(page).to_have_url(re.compile("page=graph"))
    expect(page).to_have_title("Graph · Backprop playground")
    expect(page.get_by_role("link", name="Graph")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("link", name="Network")).not_to_have_attribute("aria-current", "page")
    turn_to(page, "Digits")
    expect(page.get_by_role("button", name="Clear").first).to_be_visible()
    turn_to(page, "Network")
    expect(page.locator("[data-neuron]:visible").first).to_be_visible()
    expect(page.locator("[data-node]:visible")).to_have_count(0)
    expect_same_document(page)


def test_what_trains_goes_on_while_another_page_is_shown(page):
    mark(page)
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.locator("[data-epoch]:visible")).not_to_have_text("0")
    turn_to(page, "Graph")
    expect(page.locator("[data-node]:visible").first).to_be_visible()
    before = page.locator("[data-epoch]").text_content()
    page.go_back()
    expect(page.get_by_role("button", name="Pause training")).to_be_visible()
    expect(page.locator("[data-epoch]:visible")).not_to_have_text(before)
    page.go_forward()
    expect(page.locator("[data-node]:visible").first).to_be_visible()
    expect_same_document(page)
