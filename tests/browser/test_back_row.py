"""From the back row: in projector mode the graph and the sum of the step are the largest things on the page."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from waiting import next_frame, until

OpenPage = Callable[..., Page]

SMALL, LARGE = (1280, 720), (1920, 1080)
LEAST = {SMALL: {"sum": 32, "node": 22}, LARGE: {"sum": 44, "node": 28}}  # px
WORDS = 18  # px, anywhere in the graph

# The sizes on the screen of what is written in the sum and in the graph, what of the sum is cut off, and what lies over
# the drawing of the graph.
LOOK = """() => {
  const roots = [document];
  for (const root of roots)
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot) roots.push(one.shadowRoot);
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)])
    .filter((one) => one.checkVisibility() && (one.textContent || one.matches("div, svg")));
  const size = (one) => Number.parseFloat(getComputedStyle(one).fontSize) * (one.getScreenCTM?.().a ?? 1);
  const box = (one) => one.getBoundingClientRect();
  const apart = (a, b) =>
    a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
  const [drawing] = all(".graph > svg.drawing");
  const sum = all(".arithmetic .line")[0];
  return {
    sum: Math.min(...all(".arithmetic .line :is(.number, .cell)").map(size)),
    node: Math.min(...all(".card :is(.value, .gradient, .next) text, .card > text.update").map(size)),
    words: Math.min(...all(".graph text").map(size)),
    pictures: all(".arithmetic .heat").length,
    cut: [sum, sum.closest(".arithmetic")].some((one) =>
      one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 4),
    under: all(".network .sheet").some((one) => box(one).bottom > box(sum.closest(".arithmetic")).top + 1),
    over: all(".graph :is(.tools, .overview)").filter((one) => !apart(box(one), box(drawing))).length,
    graph: box(drawing).width * box(drawing).height,
  };
}"""


def look_at_steps(page: Page) -> list[dict[str, Any]]:
    slider = page.get_by_role("slider", name="Step", exact=True)
    count = int(slider.get_attribute("max") or 0)
    seen = []
    for share in (0.5, 0.8, 1.0):
        slider.fill(str(round(share * count)))
        next_frame(page)
        seen.append(page.evaluate(LOOK))
    return seen


@pytest.mark.parametrize(
    "query",
    [
        "?page=graph&example=relu-vector",
        "?page=graph&example=three-layer-forward",
        "?page=graph&example=sigmoid-neuron",
        "?sample=7&optimizer=Adam",
    ],
    ids=["vector", "matrices", "scalars", "network"],
)
def test_the_sum_and_the_numbers_in_the_graph_are_large_and_whole(open_page: OpenPage, query: str) -> None:
    page = open_page(f"{query}&projector=on", reduced_motion="reduce")
    expect(page.locator(".connection.refused")).to_be_hidden()  # nothing stands over the page
    for size in (SMALL, LARGE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for seen in look_at_steps(page):
            assert seen["sum"] >= LEAST[size]["sum"]
            assert seen["node"] >= LEAST[size]["node"] - 0.1
            assert seen["words"] >= WORDS - 0.1
            assert seen["pictures"] == 0, "so few numbers are numbers"
            assert not seen["cut"]
            assert not seen["under"], "the neurons reach under the sum"
            assert seen["over"] == 0, "no tool lies over the drawing"


def test_what_stands_beside_the_graph_folds_to_a_rail_and_comes_at_a_press(open_page: OpenPage) -> None:
    page = open_page("?page=graph&projector=on")
    field = page.get_by_role("textbox", name="Expression", exact=True)
    rail = page.get_by_role("button", name="Expression and inputs", exact=True)
    expect(field).to_be_hidden()
    folded = page.evaluate(LOOK)["graph"]
    rail.press("Enter")
    expect(field).to_be_visible()
    expect(rail).to_have_attribute("aria-expanded", "true")
    until(page, lambda: page.evaluate(LOOK)["graph"] < folded, "the graph makes room")
    rail.click()
    expect(field).to_be_hidden()
    page.keyboard.press("f")  # without large type nothing is folded, and there is no rail
    expect(field).to_be_visible()
    expect(rail).to_be_hidden()


TERMS = """rows => rows.map((row) => [...row.children].map((one) => {
  const { left, right } = one.getBoundingClientRect();
  return [Math.max(-left, right - innerWidth), Number.parseFloat(getComputedStyle(one).fontSize)];
})).flat()"""


def test_on_a_phone_the_lines_of_an_optimizer_wrap_and_none_is_small(open_page: OpenPage) -> None:
    page = open_page("?sample=7&optimizer=Adam", width=390, height=844)
    page.get_by_role("button", name="To end", exact=True).click()
    page.locator(".arithmetic .update.result").scroll_into_view_if_needed()
    for size in ({"width": 390, "height": 844}, {"width": 1280, "height": 720}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        next_frame(page)
        rows = page.locator(".arithmetic .term")
        expect(rows).to_have_count(5)
        for over, letters in rows.evaluate_all(TERMS):
            assert over <= 0, "all of it is on the screen"
            assert letters >= 14
