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


def test_the_focus_is_on_the_page_that_was_turned_to(page):
    """A keyboard goes on there, and a reader begins there."""
    turn_to(page, "Digits")
    expect(page.get_by_role("button", name="Clear").first).to_be_visible()
    page.wait_for_function(
        """() => { let at = document.activeElement;
          while (at && !at.matches(".page")) at = at.shadowRoot?.activeElement;
          return at && !at.hasAttribute("data-away"); }"""
    )


def test_keys_are_heard_by_the_page_that_is_shown_alone(page):
    page.get_by_role("button", name="Step through").click()
    own = page.get_by_role("slider", name="Step", exact=True).locator("visible=true")
    expect(own).to_have_value("0")
    turn_to(page, "Graph")
    expect(page.get_by_role("textbox", name="Expression")).to_be_visible()
    reached = page.get_by_role("slider", name="Step", exact=True).locator("visible=true")
    before = reached.input_value()
    page.keyboard.press("ArrowRight")
    expect(reached).not_to_have_value(before)
    turn_to(page, "Network")
    expect(reached).to_have_value("0")


def test_a_page_is_as_it_was_left_and_the_theme_is_the_same_on_all(page):
    mark(page)
    page.get_by_label("Theme").select_option("dark")
    page.get_by_role("textbox", name="Learning rate").fill("0.5")
    page.keyboard.press("Enter")
    page.wait_for_url("**rate=0.5**")
    turn_to(page, "Digits")
    expect(page.get_by_role("button", name="Clear").first).to_be_visible()
    expect(page).to_have_url(re.compile("page=digits"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert "rate=0.5" not in page.url
    page.get_by_label("Theme").select_option("light")
    turn_to(page, "Network")
    expect(page).to_have_url(re.compile("rate=0.5"))
    expect(page.get_by_role("textbox", name="Learning rate")).to_have_value("0.5")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    expect_same_document(page)


def test_a_reload_opens_the_page_that_was_shown_and_the_way_back_leads_to_the_other(page):
    page.get_by_role("textbox", name="Learning rate").fill("0.5")
    page.keyboard.press("Enter")
    page.wait_for_url("**rate=0.5**")
    turn_to(page, "Graph")
    expect(page.locator("[data-node]:visible").first).to_be_visible()
    page.reload()
    expect(page.locator("[data-node]:visible").first).to_be_visible()
    page.go_back()
    expect(page.locator("[data-neuron]:visible").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Learning rate")).to_have_value("0.5")


def test_a_page_opens_in_a_tab_of_its_own_where_that_is_wanted(page):
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Graph").click(modifiers=["ControlOrMeta"])
    other = opened.value
    expect(other.locator("[data-node]:visible").first).to_be_visible()
    expect(page.locator("[data-neuron]:visible").first).to_be_visible()
    assert "page=graph" not in page.url


def test_what_an_address_says_wrongly_is_said_when_its_page_is_turned_to(page):
    page.evaluate("history.pushState(null, '', '?page=graph&expression=x%20%2B')")
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    expect(page.locator("[data-node]:visible").first).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="graph in the address cannot be drawn")).to_be_visible()


def test_what_stands_side_by_side_begins_at_one_height(page: Page) -> None:
    """Panel's boxes have a hidden button of their own, beside which there must be no gap."""
    columns = {
        "the data": page.locator(".bk-Row.page > *, .data"),
        "the network": page.locator(".run-settings"),
        "the boundary": page.get_by_role("tablist", name="Beside the network"),  # it begins with its tabs
    }
    tops = {
        name: column.locator("visible=true").first.evaluate("(one) => one.getBoundingClientRect().top")
        for name, column in columns.items()
    }
    assert len({round(top) for top in tops.values()}) == 1, tops


def test_a_choice_says_what_is_set_also_where_its_settings_have_come_before_it(page):
    turn_to(page, "Compare")
    curves = page.get_by_role("combobox", name="Curves")
    expect(curves).to_be_visible()
    expect(curves).to_have_value("validation_loss")
    expect(page.get_by_role("combobox", name="against")).to_have_value("steps")
