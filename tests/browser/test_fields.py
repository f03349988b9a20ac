"""Every field says in a sentence what it does and what is usual for it, while one looks at it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from waiting import until

# In the browser: what can be filled in or chosen on the page that is shown, and the words that it is described by.
FIELDS = """() => {
  const found = [];
  const walk = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) walk(one.shadowRoot);
      if (!one.matches("input, select, textarea, [role=radio]") || one.closest("header")) continue;
      if (!one.checkVisibility()) continue;
      const ids = (one.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
      const said = ids.map((id) => root.getElementById(id)).filter((el) => el?.role === "tooltip");
      const words = [...said.map((el) => el.textContent), one.getAttribute("aria-description") ?? ""];
      const label = one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.outerHTML;
      found.push([label, words.join(" ").trim()]);
    }
  };
  walk(document);
  return found;
}"""


@pytest.mark.parametrize(
    ("query", "some"),
    [
        (
            "?page=graph&expression=W+@+x",
            {"Expression", "Example", "W, row 1, column 1", "Kind of x", "Step", "Step speed", "Predict"},
        ),
        (
            "?page=digits&digits_index=60000",
            {"Learning rate", "Thickness", "Digit number", "3", "Gradient over the picture"},
        ),
        ("?page=network", {"Noise", "Learning rate", "or loss below", "Moment", "circle", "Pick"}),
        ("?page=compare", {"Compare", "and", "Ready-made", "Learning rate: value 1", "Moment"}),
        ("?page=compare&compare_view=landscape", {"Landscape", "Height", "Adam", "Learning rate of Adam"}),
    ],
)  # fmt: skip
def test_no_field_of_the_pages_is_without_its_sentence(open_page: Any, query: str, some: set[str]) -> None:
    page: Page = open_page(query)
    if "graph" in query:
        for name in ("Check", "Jacobian"):
            page.get_by_role("tab", name=name).click()
            _all_have_words(page)
        page.get_by_role("tab", name="Code").click()
        page.get_by_role("switch", name="Predict").check()
    until(page, lambda: some <= _all_have_words(page), "all of these are there")


def _all_have_words(page: Page) -> set[str]:
    fields = [field for field in page.evaluate(FIELDS) if field[0] not in ("Theme", "Address")]
    assert [label for label, words in fields if not (len(words) > 20 and words.endswith("."))] == []
    return {label.strip() for label, _ in fields}


def test_the_sentence_of_a_field_is_seen_while_one_looks_at_it_above_it_at_the_foot_and_not_while_one_types(
    open_page: Any,
) -> None:
    page: Page = open_page("?page=graph", reduced_motion="reduce")
    words = page.get_by_role("tooltip").filter(has_text="An input: type a number")
    expect(words.locator("visible=true")).to_have_count(0)
    field = page.locator('[data-input="x"]')
    field.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(words.locator("visible=true")).to_have_count(1)
    field.press_sequentially("3")
    expect(words.locator("visible=true")).to_have_count(0)
    page.get_by_label("Example", exact=True).hover()
    expect(
        page.get_by_role("tooltip").filter(has_text="A worked example").locator("visible=true")
    ).to_have_count(1)

    page.mouse.move(4, 4)
    said = page.get_by_role("tooltip").locator("visible=true")
    for at, (width, height) in enumerate(((1280, 720), (1920, 1080), (390, 844)), 1):
        page.set_viewport_size({"width": width, "height": height})
        page.get_by_role("button", name="To end", exact=True).focus()
        page.keyboard.press("Tab")
        expect(said).to_have_count(1)
        expect(said).to_be_in_viewport(ratio=0.99)
        page.keyboard.press("ArrowRight")  # and out of the way of the numbers that come
        expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value(str(at))
        expect(said).to_have_count(0)
