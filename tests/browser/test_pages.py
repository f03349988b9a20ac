"""Pages are switched in one document: each is as it was left, and what trains goes on."""

import re

from playwright.sync_api import Page, expect


def turn_to(page: Page, title: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=title).click()


def mark(page: Page) -> None:
    page.evaluate("window.marker = 'this very document'")


def expect_same_document(page: Page) -> None:
    assert page.evaluate("window.marker") == "this very document"


def test_pages_are_turned_to_in_one_document_each_as_it_was_left_with_one_theme_and_a_reload_opens_the_last(
    page: Page,
) -> None:
    mark(page)
    rate = page.get_by_role("textbox", name="Learning rate")
    page.get_by_label("Theme").select_option("dark")
    rate.fill("0.5")
    page.keyboard.press("Enter")
    page.wait_for_url("**rate=0.5**")

    turn_to(page, "Compare")
    # The focus is on the page that was turned to: a keyboard goes on there, and a reader begins there.
    page.wait_for_function(
        """() => { let at = document.activeElement;
          while (at && !at.matches(".page")) at = at.shadowRoot?.activeElement;
          return at && !at.hasAttribute("data-away"); }"""
    )
    # A choice says what is set, also where its settings have come before it.
    curves = page.get_by_role("combobox", name="Curves")
    expect(curves).to_be_visible()
    expect(curves).to_have_value("validation_loss")
    expect(page.get_by_role("combobox", name="against")).to_have_value("steps")
    expect(page).to_have_url(re.compile("page=compare"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert "rate=0.5" not in page.url
    page.get_by_label("Theme").select_option("light")

    turn_to(page, "Network")
    expect(page.locator("[data-neuron]:visible").first).to_be_visible()
    expect(page).to_have_url(re.compile("rate=0.5"))
    expect(rate).to_have_value("0.5")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")

    turn_to(page, "Graph")
    expect(page.locator("[data-node]:visible").first).to_be_visible()
    expect(page.locator("[data-neuron]:visible")).to_have_count(0)
    expect(page).to_have_url(re.compile("page=graph"))
    expect(page).to_have_title("Graph · Backprop playground")
    expect(page.get_by_role("link", name="Graph")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("link", name="Network")).not_to_have_attribute("aria-current", "page")
    expect_same_document(page)

    page.reload()
    expect(page.locator("[data-node]:visible").first).to_be_visible()
    page.go_back()
    expect(page.locator("[data-neuron]:visible").first).to_be_visible()
    expect(rate).to_have_value("0.5")


def test_keys_are_heard_by_the_page_that_is_shown_alone_and_what_trains_goes_on_while_another_is(
    page: Page,
) -> None:
    mark(page)
    page.get_by_role("button", name="Step through").click()
    reached = page.get_by_role("slider", name="Step", exact=True).locator("visible=true")
    expect(reached).to_have_value("0")
    turn_to(page, "Graph")
    expect(page.get_by_role("textbox", name="Expression")).to_be_visible()
    before = reached.input_value()
    page.keyboard.press("ArrowRight")
    expect(reached).not_to_have_value(before)
    turn_to(page, "Network")
    expect(reached).to_have_value("0")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Train", exact=True).click()
    epoch = page.locator("[data-epoch]")
    expect(epoch.locator("visible=true")).not_to_have_text("0")
    turn_to(page, "Graph")
    expect(page.locator("[data-node]:visible").first).to_be_visible()
    before = epoch.text_content() or ""
    page.go_back()
    expect(page.get_by_role("button", name="Pause training")).to_be_visible()
    expect(epoch.locator("visible=true")).not_to_have_text(before)
    page.go_forward()
    expect(page.locator("[data-node]:visible").first).to_be_visible()
    expect_same_document(page)


def test_columns_begin_at_one_height_and_a_page_opens_in_a_tab_of_its_own_or_says_what_its_address_has_wrong(
    page: Page,
) -> None:
    # Panel's boxes have a hidden button of their own, beside which there must be no gap.
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

    # A link that is to be opened in a tab of its own is left to the browser. It goes no further here: Chromium's
    # headless shell crashes now and then as a page has it open a tab.
    page.evaluate(
        """addEventListener("click", (click) => {
            document.documentElement.dataset.left = String(!click.defaultPrevented);
            click.preventDefault();
        }, { once: true })"""
    )
    link = page.get_by_role("link", name="Graph")
    link.click(modifiers=["ControlOrMeta"])
    expect(page.locator("html")).to_have_attribute("data-left", "true")
    other = page.context.new_page()
    other.goto(link.evaluate("link => link.href"))
    expect(other.locator("[data-node]:visible").first).to_be_visible()
    expect(page.locator("[data-neuron]:visible").first).to_be_visible()
    assert "page=graph" not in page.url

    page.evaluate("history.pushState(null, '', '?page=graph&expression=x%20%2B')")
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    expect(page.locator("[data-node]:visible").first).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="graph in the address cannot be drawn")).to_be_visible()
