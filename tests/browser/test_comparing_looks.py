"""What is looked at in the cells of the Compare page: chosen, seen, told in the address, and brought ready-made."""

import re

import pytest
from playwright.sync_api import expect
from waiting import addressed, next_frame, until

pytestmark = pytest.mark.still

PICTURES = "cells => cells.map((cell) => cell.querySelector('canvas').toDataURL())"


def cells(page):
    return page.locator("[data-cell]:is([role=listitem])")


def test_one_looks_into_the_cells_and_the_address_tells_what_is_looked_at(open_page):
    page = open_page("?page=compare&compare_values=[0.03,0.3]&layers=3,2")
    expect(page.get_by_label("In each cell")).to_have_value("answers")
    next_frame(page)
    answers = cells(page).evaluate_all(PICTURES)
    page.get_by_label("In each cell").select_option("weights")
    expect(cells(page).first).to_contain_text("0 of 14 nearly 0")
    expect(page.get_by_text("Each bar is a weight")).to_be_visible()
    page.wait_for_url(re.compile("compare_look=weights"))
    page.get_by_label("In each cell").select_option("signals and gradients")
    expect(cells(page).nth(1)).to_contain_text("Gradient: first")
    next_frame(page)
    start = cells(page).evaluate_all(PICTURES)
    assert start != answers
    page.get_by_role("button", name="One epoch", exact=True).click()
    expect(cells(page).nth(1)).to_have_attribute("data-step", "20")
    next_frame(page)
    assert cells(page).evaluate_all(PICTURES) != start
    addressed(page)
    page.reload()
    expect(cells(page).first).to_contain_text("Gradient: first")


def test_the_ensemble_has_a_cell_for_the_mean_of_its_members(open_page):
    page = open_page("?page=compare")
    page.get_by_label("Ready-made").select_option("Five seeds and their mean")
    mean = page.get_by_role("listitem", name="Mean of all")
    expect(mean).to_be_visible()
    expect(cells(page)).to_have_count(5)
    page.get_by_role("button", name="One epoch", exact=True).click()
    expect(mean).to_have_attribute("data-step", "5")
    expect(mean.locator(".accuracy")).to_contain_text("%")
    drawn = mean.locator("canvas").evaluate(
        "canvas => new Set(canvas.getContext('2d').getImageData(0, 0, 40, 40).data).size"
    )
    assert drawn > 2
    page.get_by_label("Ready-made").select_option("Layers without activations")
    expect(mean).to_have_count(0)
    expect(cells(page).nth(2)).to_contain_text("W = [")


def test_what_the_runs_have_come_to_is_drawn_over_their_values(open_page):
    page = open_page("?page=compare")
    page.get_by_label("Ready-made").select_option("How many units a parabola needs")
    expect(cells(page).nth(1)).to_contain_text("2 units")
    expect(page.locator("circle.dot")).to_have_count(6)
    cells(page).nth(2).hover()
    expect(page.locator("circle.dot[data-cell='2']")).to_have_attribute("opacity", "1")
    expect(page.locator("circle.dot[data-cell='1']")).to_have_attribute("opacity", "0.3")
    page.get_by_label("against", exact=True).select_option("epochs")
    expect(page.locator("circle.dot")).to_have_count(0)


def test_cells_curves_and_table_use_the_room_that_there_is(open_page):
    page = open_page("?page=compare&compare_values=[0.003,0.03,0.3]", width=1920, height=1080)
    table, add = page.locator("section.results"), page.get_by_label("Learning rate: add a value")
    top, foot = (
        f"element => Math.round(element.getBoundingClientRect().{side})" for side in ("top", "bottom")
    )

    def is_full():
        gap = page.locator("section.bar").evaluate(top) - add.evaluate(foot)
        return gap < 60 and table.evaluate(foot) > 1060

    def is_whole():
        return table.locator(".scrolled").evaluate(
            "box => box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1"
        )

    until(page, lambda: is_full() and is_whole(), "three cells without a gap under them")
    expect(table.locator("tbody tr").nth(2)).to_be_in_viewport()
    add.fill("30")
    add.press("Enter")
    expect(cells(page)).to_have_count(4)
    until(page, lambda: is_full() and is_whole(), "four cells without a gap under them")
    curves, side = page.locator("section.curves"), cells(page).first.evaluate("cell => cell.clientWidth")
    assert curves.evaluate(top) > side, "which are larger over their curves than beside them"

    page.set_viewport_size({"width": 1280, "height": 720})
    page.get_by_role("button", name="Projector").click()
    until(
        page,
        lambda: table.locator(".scrolled").evaluate("box => box.scrollWidth <= box.clientWidth + 1"),
        "on a projector nothing of the table is cut sideways",
    )
    expect(table.get_by_role("button", name="Accuracy")).to_be_in_viewport(ratio=1)


def test_from_the_back_row_six_runs_have_the_room_and_their_names_are_whole(open_page):
    page = open_page("?page=compare&projector=on")
    ready, fold = page.get_by_label("Ready-made"), page.get_by_role("button", name="Set up", exact=True)
    expect(ready).to_be_hidden()
    fold.click()
    ready.select_option("Six optimizers, own rates")
    expect(cells(page)).to_have_count(6)
    expect(page.get_by_text("How far apart are they")).to_be_visible()
    fold.click()
    expect(ready).to_be_hidden()
    page.mouse.move(1, 1)  # what is pointed at shows what moves and removes it
    # Whole in its line, or in two of them over the field.
    cut = """fields => fields.filter((field) => {
      const shown = field.closest("[data-folded]")?.querySelector(".whole") ?? field;
      return shown.scrollWidth > shown.clientWidth + 1 || shown.scrollHeight > shown.clientHeight + 1;
    }).length"""
    names = page.get_by_label(re.compile("^Optimizer and rate: value"))
    expect(names).to_have_count(6)
    until(page, lambda: names.evaluate_all(cut) == 0, "the whole names of six runs")

    # What the bar says lies over no number, and the table tells the runs by their values alone.
    page.get_by_label("Until epoch").fill("1")
    page.get_by_label("Until epoch").press("Enter")
    page.get_by_role("button", name="Train", exact=True).click()
    said = page.get_by_role("alert").filter(has_text="Epoch 1 has been reached.")
    expect(said).to_be_visible()
    top = said.evaluate("one => one.getBoundingClientRect().top")
    numbers = page.locator(".cell .numbers").evaluate_all(
        "all => Math.max(...all.map((one) => one.getBoundingClientRect().bottom))"
    )
    assert numbers <= top + 1
    row = page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="Optimizer and rate Adam 0.03")
    )
    expect(row.locator("th")).to_have_text("Adam 0.03")


def test_columns_that_have_no_room_give_way_and_the_table_says_where_they_are(open_page):
    page = open_page("?page=compare")
    table = page.locator("section.results")
    page.get_by_label("Ready-made").select_option("Capacity and regularization")
    expect(cells(page)).to_have_count(9)
    page.get_by_role("button", name="One step", exact=True).click()
    until(
        page,
        lambda: table.locator(".scrolled").evaluate("box => box.scrollWidth <= box.clientWidth + 1"),
        "no column is cut",
    )
    expect(table.get_by_role("button", name="Parameters")).to_be_in_viewport(ratio=1)
    expect(table.get_by_role("button", name="Best")).to_have_count(1)
    expect(table.get_by_text("Copy and Save table have more columns.")).to_be_visible()
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect(table.get_by_role("button", name="Best")).to_have_count(2)
    expect(table.get_by_text("Copy and Save table have more columns.")).to_be_hidden()


BOX = """one => {
  const {x, y, width, height} = one.getBoundingClientRect();
  return [x, y, width, height].map(Math.round);
}"""


# Of each cell: whether its loss and its accuracy are there whole, beside or under each other.
BOTH_NUMBERS = """all => all.map((cell) => {
  const box = cell.querySelector(".numbers").getBoundingClientRect();
  return [".loss", ".accuracy"].every((name) => {
    const part = cell.querySelector(name);
    const { right, bottom, width } = part.getBoundingClientRect();
    return width > 0 && part.scrollWidth <= part.clientWidth + 1 && right <= box.right + 1 && bottom <= box.bottom + 1;
  });
})"""


def test_a_grid_is_in_sight_whole_with_its_question_and_answer_and_nothing_moves_in_training(open_page):
    page = open_page("?page=compare")
    page.get_by_label("Ready-made").select_option("Capacity and regularization")
    expect(cells(page)).to_have_count(9)
    closed = cells(page).first.evaluate(BOX)
    page.get_by_text("Answer", exact=True).click()
    asked, grid = page.locator(".asking"), page.locator(".grid")
    expect(page.get_by_text("Those at 0.001, and the more")).to_be_in_viewport(ratio=0.99)
    assert cells(page).first.evaluate(BOX) == closed  # an answer moves nothing
    for projector in (False, True):
        if projector:
            page.keyboard.press("f")
        until(
            page,
            lambda: grid.evaluate("box => box.scrollHeight <= box.clientHeight + 1"),
            "all nine cells are in sight",
        )
        until(
            page,
            lambda: asked.evaluate("box => box.scrollHeight <= box.clientHeight + 1"),
            "and all of the answer",
        )
        assert cells(page).evaluate_all(BOTH_NUMBERS) == [True] * 9
        left = asked.evaluate("one => one.getBoundingClientRect().left")
        assert cells(page).evaluate_all(
            "(all, left) => all.every((one) => one.getBoundingClientRect().right <= left)", left
        )
    page.keyboard.press("f")

    parts = (".curves .plot", ".results", ".grid", ".bar", ".scrubber")
    places = [page.locator(part).first for part in parts]
    page.get_by_label("Until epoch").fill("40")
    page.get_by_label("Until epoch").press("Enter")
    page.get_by_label("Speed").select_option("fastest")
    expect(page.locator("section.results tbody tr")).to_have_count(9)
    until(
        page,
        lambda: cells(page).first.evaluate(BOX) == closed,
        "all are as they were",
    )
    next_frame(page)
    before = [place.evaluate(BOX) for place in places]
    page.get_by_role("button", name="Train", exact=True).click()
    for _ in range(10):
        next_frame(page)
        assert [place.evaluate(BOX) for place in places] == before
    expect(page.get_by_role("alert").filter(has_text="Epoch 40 has been reached.")).to_be_visible()
    assert [place.evaluate(BOX) for place in places] == before


def test_with_five_seeds_a_curve_is_a_median_with_its_band_and_the_table_says_who_won(open_page):
    page = open_page("?page=compare&compare_values=[0.003,0.3]&samples=60")
    expect(cells(page)).to_have_count(2)
    expect(page.locator("path.band")).to_have_count(0)
    page.get_by_text("Five seeds", exact=True).click()
    expect(page.get_by_role("button", name="Won", exact=True)).to_be_visible()
    page.get_by_role("button", name="One epoch", exact=True).click()
    expect(page.locator("path.band")).to_have_count(2)
    won = page.locator("td[data-column=won]")
    # At their start all runs are alike, and each has won with each seed.
    until(
        page,
        lambda: sum(int(one.get_attribute("data-value") or 0) for one in won.all()) == 5,
        "each seed has been won by one of them",
    )
    expect(page).to_have_url(re.compile("compare_seeds=on"))


@pytest.mark.parametrize("values", ["[0.03]", "[0.003,0.03,0.3,1]"])
def test_why_a_value_is_refused_is_read_whole_where_the_cells_end(open_page, values):
    page = open_page(f"?page=compare&compare_values={values}")
    add = page.get_by_label("Learning rate: add a value")
    add.fill("-3")
    add.press("Enter")
    said = page.get_by_role("alert").filter(has_text="Learning rate must be a number")
    expect(said).to_be_visible()
    box, bar = said.bounding_box(), page.get_by_role("group", name="Training").bounding_box()
    assert box["y"] + box["height"] <= bar["y"]
    assert said.evaluate(
        """(said) => {
          const { left, bottom } = said.getBoundingClientRect();
          return said === said.getRootNode().elementFromPoint(left + 9, bottom - 4);
        }"""
    )


def test_to_and_fro_gives_the_same_pictures_to_the_pixel(open_page):
    page = open_page("?page=compare&compare_values=[0.3,0.03]&samples=60", reduced_motion="reduce")
    step, moment = page.get_by_label("Progress").locator("[data-step]"), page.get_by_label("Moment")
    for trained in ("3", "6"):
        page.get_by_role("button", name="One epoch", exact=True).click()
        expect(step).to_have_text(trained)

    def pictures():
        return cells(page).evaluate_all(PICTURES)

    # A canvas that is read is brought from the graphics card into memory, where a colour may be rounded otherwise.
    for _ in range(4):
        pictures()
    seen = {}
    for key, at in (
        ("Home", "0"),
        ("ArrowRight", "3"),
        ("End", "6"),
        ("ArrowLeft", "3"),
        ("Home", "0"),
        ("End", "6"),
    ):
        before = pictures()
        moment.press(key)
        expect(step).to_have_text(at)
        if at in seen:
            until(page, lambda at=at: pictures() == seen[at], f"step {at} is drawn as it was")
            continue
        until(page, lambda before=before: pictures() != before, f"step {at} is drawn")
        for _ in range(3):
            next_frame(page)
        seen[at] = pictures()
    assert len(set(map(tuple, seen.values()))) == 3
