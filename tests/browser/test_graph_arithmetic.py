"""The arithmetic under the graph of an expression: every figure and every rule is whole, and what learns learns."""

from collections.abc import Callable

from graph_pages import choose
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


FIRST, *OTHERS = (
    *("sigmoid-neuron", "gate-patterns", "matrix-multiply", "linear-layer-relu", "xor-linear-fails"),
    "hinge-loss",
)


def test_nothing_of_the_arithmetic_is_cut_off_in_four_rows_from_the_last_row_too(open_page: OpenPage) -> None:
    page = open_page(f"?page=graph&example={FIRST}", reduced_motion="reduce")
    step_through_all(page, FIRST)
    for lesson in OTHERS:
        choose(page, lesson)
        step_through_all(page, lesson)
    for lesson in ("relu-vector", "matrix-multiply"):
        choose(page, lesson)
        page.keyboard.press("f")  # in the last row four rows are numbers, and whole
        expect(page.locator("html")).to_have_attribute("data-projector", "on")
        step_through_all(page, lesson)
        expect(page.locator(".arithmetic .heat")).to_have_count(0)
        page.keyboard.press("f")


def step_through_all(page: Page, lesson: str) -> None:
    slider = page.get_by_role("slider", name="Step", exact=True)
    expect(slider).to_have_value("0")  # which it was not in the lesson before
    for number in range(1, int(slider.get_attribute("max") or 0) + 1):
        page.keyboard.press("ArrowRight")
        expect(slider).to_have_value(str(number))
        next_frame(page)
        assert page.evaluate(CUT) == "", lesson


def test_weights_that_learn_are_updated_on_the_way_and_what_is_not_a_number_is_told_and_not_painted_black(
    open_page: OpenPage,
) -> None:
    page = open_page("?page=graph&example=one-dimensional-network", reduced_motion="reduce")
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

    choose(page, "stable-softmax")
    naive = page.locator('.card[data-node="naive"]')
    expect(naive).to_be_visible()
    page.get_by_role("button", name="To end", exact=True).click()
    expect(naive.get_by_text("NaN", exact=True)).to_have_count(3)

    choose(page, "norm-of-matrix-vector")  # a column here and an element there go together
    page.get_by_role("button", name="Add a column to W", exact=True).click()
    expect(page.locator(".array-problem:visible")).to_contain_text("the inner sizes must be equal")
    page.get_by_role("button", name="Add an element to x", exact=True).click()
    expect(page.locator(".array-problem:visible")).to_have_count(0)
    expect(page.locator('.card[data-node="W"]')).to_contain_text("2×3")
