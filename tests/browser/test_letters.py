"""The letters in which everything is written: there before the drawings measure them, and figures of one width."""

import pytest
from waiting import until

WIDTH = """([text, font]) => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  return pen.measureText(text).width;
}"""
FACES = """() =>
  [...document.fonts].filter((face) => face.family.includes("Source Sans Pro")).map((face) => face.status)
"""


@pytest.mark.parametrize("name", ["network", "graph"])
def test_they_are_there_when_the_page_is_drawn_and_all_figures_have_one_width(open_page, name):
    page = open_page(f"?page={name}")
    assert page.evaluate(FACES) == ["loaded", "loaded"]
    family = page.evaluate("getComputedStyle(document.body).fontFamily")
    own = page.evaluate(WIDTH, ["Backpropagation", f"20px {family}"])
    assert own == page.evaluate(WIDTH, ["Backpropagation", '20px "Source Sans Pro"'])
    assert own != page.evaluate(WIDTH, ["Backpropagation", "20px sans-serif"])
    if name != "network":
        return

    family = page.locator('[data-number="train_loss"]').first.evaluate(
        "(one) => getComputedStyle(one).fontFamily"
    )
    for weight in (400, 600, 700):
        widths = {page.evaluate(WIDTH, [figure * 3, f"{weight} 20px {family}"]) for figure in "0123456789"}
        assert len(widths) == 1, weight

    def written_in_them():  # what is drawn anew meanwhile is written in none
        fonts = page.locator("[data-quantity] text").evaluate_all(
            "all => all.map((one) => getComputedStyle(one).fontFamily)"
        )
        return fonts and all(font.startswith('"Source Sans Pro"') for font in fonts)

    until(page, written_in_them, "axes written in the page's letters")


def test_a_page_whose_letters_cannot_be_fetched_is_drawn_all_the_same(new_context, server, watch):
    context = new_context()
    context.route("**/fonts/*.ttf", lambda route: route.abort())
    page = context.new_page()
    page.goto(server.url)
    page.locator("[data-neuron]").first.wait_for(state="attached")
    assert page.evaluate(FACES) == ["error", "error"]
    page.close()
    watch.errors.clear()  # which tell of the two files, whenever they came
