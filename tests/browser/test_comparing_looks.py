"""What is looked at in the cells of the Compare page: chosen, seen, told in the address, and brought ready-made."""

import re

from playwright.sync_api import expect
from waiting import next_frame

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
