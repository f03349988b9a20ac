"""Signs are told without hue: what is negative is hatched, wherever colours tell a sign."""

import math
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect
from serving import Server
from waiting import until

OpenPage = Callable[..., Page]

# Of small squares of pictures that are orange all over, and of those that are blue: how many there are, and how much
# the grey of one changes within it, from 0 to 255, in the middle one of all. Hue is only asked for its sign.
GREYS = """async (pictures) => {
  const squares = {orange: [], blue: []};
  for (const one of pictures) {
    const picture = one.href ? Object.assign(new Image(), {src: one.href.baseVal}) : one;
    await picture.decode?.();
    const copy = document.createElement("canvas").getContext("2d");
    const [wide, high] = [picture.naturalWidth ?? picture.width, picture.naturalHeight ?? picture.height];
    Object.assign(copy.canvas, {width: wide, height: high});
    copy.drawImage(picture, 0, 0);
    const {data} = copy.getImageData(0, 0, wide, high);
    const SIDE = SIDE_OF_SQUARES;
    for (let top = 0; top + SIDE <= high; top += 4) {
      for (let left = 0; left + SIDE <= wide; left += 4) {
        const greys = [];
        let [orange, blue] = [true, true];
        for (let y = top; y < top + SIDE; y += 1) {
          for (let x = left; x < left + SIDE; x += 1) {
            const [r, g, b, a] = data.subarray(4 * (y * wide + x), 4 * (y * wide + x) + 4);
            orange &&= a === 255 && r - b > 45;
            blue &&= a === 255 && b - r > 45;
            greys.push(0.2126 * r + 0.7152 * g + 0.0722 * b);
          }
        }
        if (!orange && !blue) continue;
        squares[orange ? "orange" : "blue"].push(Math.max(...greys) - Math.min(...greys));
      }
    }
  }
  const middle = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? null;
  return Object.fromEntries(Object.entries(squares).map(([sign, found]) => [sign, {
    count: found.length,
    change: middle(found),
  }]));
}"""


def is_hatched(pictures: Locator, side: int = 9) -> None:
    """That where a picture is negative, and only there, the grey goes up and down."""
    page = pictures.page
    found = {}

    def both() -> bool:
        found.update(pictures.evaluate_all(GREYS.replace("SIDE_OF_SQUARES", str(side))))
        return bool(found["orange"]["count"] and found["blue"]["count"])

    until(page, both, f"both signs in {pictures}")
    negative, positive = found["orange"], found["blue"]
    assert negative["change"] > 14, found
    assert negative["change"] > 1.5 * positive["change"], found


def in_both_themes(page: Page) -> Iterator[str]:
    for theme in ("light", "dark"):
        page.get_by_label("Theme", exact=True).select_option(theme)
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        yield theme


def test_maps_of_a_network_are_hatched_where_they_are_negative(open_page: OpenPage) -> None:
    page = open_page("?page=network")
    for _ in in_both_themes(page):
        is_hatched(page.locator("canvas.maps"), 6)  # of features and neurons
    page.locator("[data-neuron]").first.hover()
    expect(page.locator(".boundary .title")).not_to_have_text("Network output")
    for _ in in_both_themes(page):
        page.locator("[data-neuron]").first.hover()
        expect(page.locator(".boundary .title")).not_to_have_text("Network output")
        is_hatched(page.locator(".boundary canvas.map"))
    expect(page.locator(".boundary .scale")).to_have_attribute(
        "data-says", re.compile("What is nearer to the left one is hatched")
    )


def test_pictures_of_arrays_are_hatched_where_they_are_negative(open_page: OpenPage) -> None:
    rows = [[round(math.sin(row + column / 3), 2) for column in range(12)] for row in range(8)]
    query = urlencode({"page": "graph", "expression": f"W = {rows}\nf = sum(W)"})
    page = open_page(f"?{query}")
    page.get_by_role("button", name="To end").click()
    for _ in in_both_themes(page):
        is_hatched(page.locator("[data-node=W] image"), 6)


def test_weights_of_digits_and_cells_of_comparisons_are_hatched_where_they_are_negative(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page("?page=digits")
    page.get_by_role("radio", name="Templates").click()
    is_hatched(page.locator(".chosen canvas"), 6)
    page.goto(f"{server.url}?page=compare&compare_values=[0.03,0.3]")
    page.get_by_role("button", name="One epoch", exact=True).click()
    is_hatched(page.locator("[data-cell] canvas"))
