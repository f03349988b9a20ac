"""A neuron's card: its sum, its curve and the tangent, by mouse and by keys; at the product it says the terms."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_a_tap_opens_the_card_of_a_neuron_and_escape_gives_the_focus_back(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("?page=network&layers=4,2&activations=tanh,tanh")
    neuron = page.locator('[data-neuron="0/1"]')
    neuron.click()
    card = page.get_by_role("dialog", name="Neuron 2 of hidden layer 1")
    expect(card.get_by_role("row")).to_have_count(4)  # two inputs, the bias and the sum
    expect(card).to_contain_text("The tangent there has the slope")
    expect(card.locator(".tangent")).to_have_count(1)
    expect(card.get_by_role("img", name="Its derivative, with the point at z =")).to_be_visible()
    expect(card.locator(".point")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("f")  # in large type too the way out stands within it
    expect(page.locator("html")).to_have_attribute("data-projector", "on")
    neuron.focus()
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    away = page.get_by_role("button", name="Close the card")
    whole, button = card.bounding_box(), away.bounding_box()
    assert whole is not None
    assert button is not None
    assert button["x"] + button["width"] <= whole["x"] + whole["width"]
    away.click()
    expect(card).to_be_hidden()


def test_at_the_product_it_says_the_terms_and_no_more_than_has_been_reached(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("?page=network&layers=4,2&activations=tanh,tanh&sample=3&cursor=1")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(page.get_by_text("step 1 of 32", exact=True)).to_be_visible()
    page.locator('[data-neuron="0/1"]').click()
    card = page.get_by_role("dialog", name="Neuron 2 of hidden layer 1")
    expect(card.get_by_role("row").first).to_contain_text("=")
    expect(card).to_contain_text("not reached yet")
    expect(card.locator(".tangent")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("End")
    expect(page.get_by_text("step 32 of 32", exact=True)).to_be_visible()
    page.locator('[data-neuron="0/1"]').focus()
    page.keyboard.press("Enter")
    expect(card).to_contain_text("dL/dz = dL/da × da/dz")
    # Its numbers tell every digit to the keys and to the mouse, and are copied there.
    sum_ = card.get_by_role("row", name="z, their sum").locator("code")
    digits, copy = page.locator("#exactly output"), page.locator("#exactly button")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(card.locator("code").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(copy).to_have_text("Copied")
    sum_.hover()
    expect(digits).to_have_text(sum_.get_attribute("data-full") or "none")
    copy.click()
    expect(copy).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == (digits.text_content() or "").replace("−", "-")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    # On the neuron a number is told where one points; a click opens the card, as it does anywhere on it.
    line = page.locator('[data-neuron="0/1"] .line').first
    line.hover()
    expect(digits).to_have_text(line.get_attribute("data-full") or "none")
    expect(page.locator("#exactly p")).to_contain_text("Click for the neuron's sum and its curve.")
    line.click()
    expect(card).to_be_visible()
    expect(digits).to_be_hidden()
