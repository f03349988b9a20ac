"""The Compare page as a teacher uses it: values on the margins, one bar for all runs, the way back, and to the Network
page and back."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from waiting import addressed, next_frame, until

pytestmark = pytest.mark.still


@pytest.fixture(scope="module")
def pictures():
    """What a canvas shows, as text."""
    return "cells => cells.map((cell) => cell.querySelector('canvas').toDataURL())"


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def cells(page):
    return page.locator("[data-cell]:is([role=listitem])")


def step(page):
    return page.locator("[data-step]").first.get_attribute("data-step")


def at_step(page, number):
    for cell in cells(page).all():
        expect(cell).to_have_attribute("data-step", str(number))


def test_a_teacher_compares_learning_rates(open_page, pictures):
    page = open_page("?page=compare&compare_values=[0.03,0.3]")
    expect(cells(page)).to_have_count(2)

    # A value is typed, one more is added, and what is no value is refused beside it.
    first = page.get_by_label("Learning rate: value 1")
    first.fill("0.01")
    first.press("Enter")
    expect(page.get_by_role("listitem", name="Learning rate 0.01")).to_be_visible()
    expect(page.get_by_label("Learning rate: value 1")).to_be_focused()
    page.get_by_label("Learning rate: add a value").fill("1")
    page.get_by_label("Learning rate: add a value").press("Enter")
    expect(cells(page)).to_have_count(3)
    page.get_by_label("Learning rate: value 2").fill("fast")
    page.get_by_label("Learning rate: value 2").press("Enter")
    refused = page.get_by_role("alert").filter(has_text="must be a number")
    expect(refused).to_be_visible()
    expect(page.get_by_label("Learning rate: value 2")).to_have_value("0.3")
    page.get_by_label("Learning rate: value 1").fill("slow")
    page.get_by_label("Learning rate: value 1").press("Enter")
    expect(page.get_by_label("Learning rate: value 1")).to_have_attribute("aria-invalid", "true")
    expect(refused).to_have_count(1)  # what was refused before is said no longer
    expect(page.get_by_label("Learning rate: value 1")).to_have_value("0.01")
    page.get_by_label("Learning rate: value 3").press("Alt+ArrowLeft")
    expect(page.get_by_label("Learning rate: value 2")).to_have_value("1")
    page.get_by_label("Learning rate: remove 1").click()
    expect(cells(page)).to_have_count(2)

    # All runs are at one step, and go back to one.
    for number in (1, 2, 3):
        button(page, "One step").click()
        at_step(page, number)
    next_frame(page)
    then = cells(page).evaluate_all(pictures)
    button(page, "One epoch").click()
    at_step(page, 20)
    next_frame(page)
    assert cells(page).evaluate_all(pictures) != then
    slider = page.get_by_role("slider", name="Moment")
    slider.focus()
    slider.press("ArrowLeft")
    expect(page.locator(".scrubber output")).to_have_text("Step 3 of 20")
    slider.fill("3")
    at_step(page, 3)
    next_frame(page)
    assert cells(page).evaluate_all(pictures) == then
    button(page, "Now").click()
    at_step(page, 20)

    # A curve and its cell light up together.
    cells(page).nth(1).hover()
    expect(page.locator("path.line[data-cell='1']")).to_have_attribute("stroke-width", "4")
    page.locator("tbody tr").first.hover()
    expect(cells(page).nth(0)).to_have_attribute("data-lit", "")

    # The table is sorted, and saved.
    page.get_by_role("button", name="Training loss").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Training loss")
    expect(page.locator("#exactly p")).to_have_text("At the last recorded step")
    number = page.locator("tbody tr").first.locator("td").first
    expect(number).to_have_attribute("data-full", number.get_attribute("data-value") or "")
    with page.expect_download() as table:
        button(page, "Save table").click()
    assert table.value.suggested_filename == "results.csv"
    with page.expect_download() as records:
        button(page, "Save curves").click()
    assert records.value.suggested_filename == "curves.csv"
    assert Path(records.value.path()).read_text().startswith("step,name,seed,epoch,train_loss,")
    with page.expect_download() as plot:
        button(page, "Plot as SVG").click()
    assert plot.value.suggested_filename == "curves.svg"

    # A cell goes on on the Network page, and its set-up comes back.
    page.get_by_role("button", name="Open Learning rate 0.3").click()
    expect(page.get_by_role("link", name="Network")).to_have_attribute("aria-current", "page")
    expect(page.get_by_label("Learning rate", exact=True)).to_have_value("0.3")
    expect(page.locator("[data-step]:visible").first).to_have_text("20")
    assert "page=network" in page.url
    button(page, "Compare this").click()
    expect(page.get_by_role("link", name="Compare")).to_have_attribute("aria-current", "page")
    at_step(page, 0)
    page.go_back()
    expect(page.get_by_role("link", name="Network")).to_have_attribute("aria-current", "page")


def test_a_ready_made_comparison_is_one_click_and_its_diverging_run_says_so(open_page):
    page = open_page("?page=compare")
    page.get_by_label("Ready-made").select_option("Four learning rates")
    expect(page.get_by_text("which diverges?")).to_be_visible()
    expect(page.get_by_text("0.0003 is too low")).to_be_hidden()
    page.get_by_text("Answer", exact=True).click()
    expect(page.get_by_text("0.0003 is too low")).to_be_visible()
    page.get_by_label("Speed").select_option("fastest")
    expect(page.get_by_label("Speed")).to_have_value("fastest")
    page.keyboard.press("t")
    expect(cells(page).nth(3)).to_have_attribute("data-state", "diverged")
    expect(cells(page).nth(3)).to_contain_text("Diverged and stopped")
    expect(page.get_by_role("alert").filter(has_text="Epoch 60 has been reached.")).to_be_visible()
    until(page, lambda: step(page) == "1200", "the last step")
    expect(cells(page).nth(2)).to_contain_text("Leads")
    page.keyboard.press("r")
    at_step(page, 0)
    expect(cells(page).nth(3)).to_have_attribute("data-state", "")


def test_on_a_phone_one_cell_is_seen_at_a_time(open_page):
    page = open_page("?page=compare&compare_and=noise", width=390, height=844, touch=True)
    expect(cells(page)).to_have_count(12)
    for name in ("Learning rate: value 4", "Noise: value 1"):  # over the cells
        expect(page.get_by_label(name)).to_be_in_viewport(ratio=1)
    assert page.locator(".handle").first.bounding_box()["width"] > 30  # for a finger
    first, second = (cells(page).nth(n).bounding_box() for n in (0, 1))
    assert first["width"] > 300
    assert second["x"] >= first["x"] + first["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    cells(page).nth(5).scroll_into_view_if_needed()
    expect(cells(page).nth(5)).to_be_in_viewport()
    expect(cells(page).nth(5)).to_contain_text("Learning rate 0.03, Noise 0.1")
    expect(page.get_by_label("Noise: value 1")).to_be_in_viewport(ratio=1)


def test_cells_are_saved_as_a_picture_changes_are_taken_back_and_a_reload_goes_on(open_page):
    page = open_page("?page=compare&compare_values=[0.03,0.3]")
    expect(button(page, "Undo")).to_be_disabled()
    for number in (1, 2):
        button(page, "One step").click()
        at_step(page, number)

    with page.expect_download() as saved:
        button(page, "Cells as SVG").click()
    assert saved.value.suggested_filename == "cells.svg"
    text = saved.value.path().read_text()
    assert text.count("<image") == 2
    assert ">Learning rate 0.03<" in text
    with page.expect_download() as saved:
        button(page, "Cells as PNG").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    expect(page.locator("svg image")).to_have_count(0)

    # What is taken back comes with what the runs had come to.
    page.get_by_label("Learning rate: remove 0.3").click()
    expect(cells(page)).to_have_count(1)
    at_step(page, 0)
    expect(button(page, "Undo")).to_have_attribute(
        "aria-description", "Undo: Learning rate 0.3 removed. (Ctrl+Z)"
    )
    page.locator("h2.title").first.press("ControlOrMeta+z")
    expect(cells(page)).to_have_count(2)
    at_step(page, 2)
    button(page, "Redo").click()
    expect(cells(page)).to_have_count(1)
    button(page, "Undo").click()
    at_step(page, 2)

    # The runs are there after a reload; those that were trained are asked whether to go on.
    addressed(page)
    page.reload()
    at_step(page, 2)
    page.get_by_label("Speed", exact=True).select_option("1 step/s")
    button(page, "Train").click()
    until(page, lambda: int(page.locator(".counters [data-step]").inner_text()) > 3, "some steps")
    until(page, lambda: page.evaluate("sessionStorage.length") > 0, "what is kept")
    page.reload()
    expect(page.get_by_text("Training was interrupted at step")).to_be_visible()
    button(page, "Go on").click()
    expect(button(page, "Pause training")).to_be_visible()
