"""The arithmetic under the graph of an expression: every figure and every rule is whole, and what learns learns."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from waiting import next_frame

OpenPage = Callable[..., Page]

# Of the step that is shown: whether anything of its heading, of the figures or of the words below them is cut off, or a
# chip in two.
CUT = """() => {
  const roots = [document];
  for (const root of roots)
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot) roots.push(one.shadowRoot);
  const find = (selector) => roots.map((root) => root.querySelector(selector)).find(Boolean);
  const [head, line, rule, chips] = [".words", ".line", ".rule", "ul.chips"].map((part) => find(`.arithmetic ${part}`));
  const over = (one, slack) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + slack;
  return over(head, 4) || over(line, 4) || over(rule, 2) || over(chips, 1) ? find(".arithmetic").innerText : "";
}"""


@pytest.mark.parametrize(
    "lesson",
    [
        "sigmoid-neuron",
        "gate-patterns",
        "matrix-multiply",
        "linear-layer-relu",
        "xor-linear-fails",
        "hinge-loss",
    ],
)
def test_nothing_of_the_arithmetic_is_cut_off(open_page: OpenPage, lesson: str) -> None:
    step_through_all(open_page(f"?page=graph&example={lesson}"))


@pytest.mark.parametrize("lesson", ["relu-vector", "matrix-multiply"])
def test_four_rows_are_numbers_and_whole_in_the_last_row_too(open_page: OpenPage, lesson: str) -> None:
    page = open_page(f"?page=graph&example={lesson}&projector=on")
    step_through_all(page)
    expect(page.locator(".arithmetic .heat")).to_have_count(0)


def step_through_all(page: Page) -> None:
    onward = page.get_by_role("button", name="Step forward", exact=True)
    while onward.is_enabled():
        onward.click()
        next_frame(page)
        assert page.evaluate(CUT) == ""


def test_weights_that_learn_are_updated_on_the_way(open_page: OpenPage) -> None:
    page = open_page("?page=graph&example=one-dimensional-network")
    page.get_by_role("button", name="To end", exact=True).click()
    expect(page.locator('.card[data-node="w0"]')).to_have_attribute("data-update", "-0.16000000000000014")
    expect(page.locator(".code .lit")).to_contain_text("w0 = w0 - 0.03 * dw0")
    page.get_by_role("button", name="To start", exact=True).click()
    phases = []
    onward = page.get_by_role("button", name="Step forward", exact=True)
    while onward.is_enabled():
        onward.click()
        phases.append(page.locator(".arithmetic").get_attribute("data-phase"))
    first = phases.index("update")
    assert phases[first + 1 :].count("backward") > 4  # what is before it in the network goes on
    assert phases.count("update") == 3


def test_what_is_not_a_number_is_told_and_not_painted_black(open_page: OpenPage) -> None:
    page = open_page("?page=graph&example=stable-softmax")
    page.get_by_role("button", name="To end", exact=True).click()
    cells = page.locator('.card[data-node="naive"]').get_by_text("NaN", exact=True)
    expect(cells).to_have_count(3)


def test_a_column_here_and_an_element_there_go_together(open_page: OpenPage) -> None:
    page = open_page("?page=graph&example=norm-of-matrix-vector")
    page.get_by_role("button", name="Add a column to W", exact=True).click()
    expect(page.locator(".array-problem:visible")).to_contain_text("the inner sizes must be equal")
    page.get_by_role("button", name="Add an element to x", exact=True).click()
    expect(page.locator(".array-problem:visible")).to_have_count(0)
    expect(page.locator('.card[data-node="W"]')).to_contain_text("2×3")
