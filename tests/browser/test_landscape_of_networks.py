"""Landscapes of what is learned: of a model with two parameters on real points, and of the networks themselves."""

import json
import re

import pytest
from playwright.sync_api import expect
from test_landscape import button, landscape, start
from waiting import until

pytestmark = pytest.mark.still


def value(cell):
    return json.loads(cell.get_attribute("data-value"))


def place_of(page, name):
    row = page.locator("section.walkers .gone tr").filter(has_text=name)
    return value(row.locator("td").last)


def test_a_model_of_two_parameters_learns_its_points_and_its_line_moves(open_page):
    page = open_page(
        "?page=compare&compare_view=landscape&landscape=line&landscape_optimizers=SGD&samples=60&noise=0"
    )
    section = landscape(page)
    expect(page.get_by_text("Loss =")).to_be_visible()
    expect(section.locator(".model .points path")).not_to_have_count(0)
    before = section.locator(".model .line").first.get_attribute("d")
    start(page).focus()
    start(page).press("ArrowRight")
    expect(page.get_by_text("The gradient is")).to_be_visible()
    for _ in range(2):
        button(page, "One step").click()
    expect(section).to_have_attribute("data-step", "2")
    expect(section.locator(".model .line").first).not_to_have_attribute("d", before)


def test_networks_begin_where_one_clicks_on_the_plane_through_their_weights(open_page):
    page = open_page(
        "?page=compare&compare_view=landscape&landscape=runs&layers=3&activations=tanh&samples=60"
        '&compare_by=optimizer&compare_values=["SGD","Adam"]'
    )
    section = landscape(page)
    button(page, "One epoch").click()
    expect(section).not_to_have_attribute("data-step", "0")
    until(page, lambda: start(page).get_attribute("data-x") is not None, "a start on the map")

    # What the next step is made of is told of whom one points at, and what its optimizer keeps is set beside it.
    page.locator("select").filter(has=page.locator("option", has_text="Optimizer Adam")).select_option(
        "Optimizer Adam"
    )
    steps = page.get_by_role("table", name="Next step")
    expect(steps.get_by_text("the move", exact=True)).to_be_visible()
    expect(steps.get_by_text("memory")).to_be_visible()
    expect(page.locator(".arrows path.memory")).to_be_attached()

    # A click is another start for all, which are at step 0 there.
    box = page.locator("canvas.shade").bounding_box()
    page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
    expect(section).to_have_attribute("data-step", "0")
    at = [float(start(page).get_attribute(f"data-{axis}")) for axis in "xy"]
    until(page, lambda: place_of(page, "Adam") == pytest.approx(at, abs=1e-5), "all at the new start")
    assert place_of(page, "SGD") == pytest.approx(at, abs=1e-5)
    expect(page).to_have_url(re.compile("compare_start="))
    page.keyboard.press("Control+z")
    expect(section).not_to_have_attribute("data-step", "0")


def test_the_map_is_saved_with_the_ways_and_whose_they_are(open_page):
    page = open_page("?page=compare&compare_view=landscape&landscape=bowl&landscape_optimizers=SGD,Adam")
    landscape(page)
    button(page, "One step").click()
    expect(page.locator("section.landscape")).to_have_attribute("data-step", "1")
    with page.expect_download() as saved:
        button(page, "Map as SVG").click()
    assert saved.value.suggested_filename == "landscape.svg"
    text = saved.value.path().read_text()
    for part in ("<image", 'data-way="Adam"', ">SGD<", ">Adam<", "clip-path"):
        assert part in text, part
    with page.expect_download() as saved:
        button(page, "Map as PNG").click()
    picture = saved.value.path().read_bytes()
    assert picture[:4] == b"\x89PNG"
    assert len(picture) > 10_000
