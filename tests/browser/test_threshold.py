"""Threshold units: a formula makes a network of them, and their weights are set by hand on the lines."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_a_formula_is_typed_and_built_and_stepping_says_why_nothing_flows_back(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("?page=network&dataset=and")
    field = page.get_by_label("Your own function or formula")
    field.fill("A ^ B")
    field.press("Enter")
    expect(page.locator(".about")).to_contain_text("The 4 rows of its truth table.")
    page.get_by_role("button", name="Build the network").click()
    expect(page.locator('[data-weight="1/0/0"]')).to_have_attribute("data-value", "1")
    expect(page.locator('[data-weight="1/0/bias"]')).to_have_attribute("data-value", "-1.5")
    expect(page.get_by_role("alert").filter(has_text="Built from the formula: 2-2-1")).to_be_visible()
    page.get_by_role("button", name="Step through").click()
    expect(page.get_by_role("region", name="Update")).to_contain_text("The output is a threshold unit")


def test_a_weight_is_drawn_up_on_its_line_and_turned_by_keys(open_page: Callable[..., Page]) -> None:
    page = open_page("?page=network&dataset=and&layers=&activations=&output=threshold&loss=mean squared")
    for key, value in [("0/0/0", 1.0), ("0/0/1", 1.0), ("0/0/bias", -1.5)]:
        line = page.locator(f'[data-weight="{key}"]')
        began = round(float(line.get_attribute("data-value") or "nan"), 1)
        box = line.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y - 40 * (value - began), steps=3)
        expect(page.locator(".note")).to_contain_text(f"{value:g}".replace("-", "−"))
        page.mouse.up()
        expect(line).to_have_attribute("data-value", f"{value:g}")
        expect(page.locator(".editor")).to_be_hidden()  # it was no click
    expect(page.get_by_role("region", name="Losses and accuracy")).to_contain_text("100")
    line = page.locator('[data-weight="0/0/0"]')
    line.focus()
    for _ in range(5):
        page.keyboard.press("-")
    expect(line).to_have_attribute("data-value", "0.5")
