"""The landscape of the Compare page as a teacher uses it: by mouse, by keys and on a phone."""

import json

import pytest
from playwright.sync_api import expect
from waiting import STAGE, until

pytestmark = pytest.mark.still
PIXEL = 0.03  # of the smallest map, from -3 to 3


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def landscape(page):
    """The map, once it is there."""
    section = page.locator("section.landscape[data-map]")
    expect(section).to_be_visible()
    return section


def start(page):
    return page.get_by_role("button", name="Start at")


def start_at(page):
    return [float(start(page).get_attribute(f"data-{axis}")) for axis in "xy"]


def place_of(page, name):
    row = page.get_by_role("row").filter(has=page.get_by_label(f"Learning rate of {name}"))
    return json.loads(row.locator("td").last.get_attribute("data-value"))


def at(page, x, y):
    """The pixel of a place of a map from -3 to 3."""
    box = page.locator("canvas.shade").bounding_box()
    return box["x"] + box["width"] * (x + 3) / 6, box["y"] + box["height"] * (3 - y) / 6


def test_a_teacher_has_optimizers_go_over_a_landscape(open_page):
    page = open_page("?page=compare")
    page.get_by_role("tab", name="Landscape").click()
    landscape(page)
    expect(page.get_by_role("tab", name="Landscape")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_label("Compare", exact=True)).to_be_hidden()
    until(page, lambda: "compare_view=landscape" in page.url, "the view in the address")

    # A click is another start for all, and one step leads each away from it.
    page.mouse.click(*at(page, 1.5, -2))
    until(page, lambda: start_at(page) == pytest.approx([1.5, -2], abs=PIXEL), "the start where one clicked")
    button(page, "One step").click()
    expect(page.locator("section.landscape")).to_have_attribute("data-step", "1")
    assert place_of(page, "Adam") == pytest.approx([1.4, -1.9], abs=PIXEL)
    assert place_of(page, "SGD") != place_of(page, "momentum")

    # The start is moved by keys, and the gradient there is told.
    start(page).focus()
    start(page).press("ArrowUp")
    expect(start(page)).not_to_have_attribute("data-y", "-2")
    expect(page.get_by_text("The gradient is")).to_be_visible()
    expect(page.locator("path.gradient")).to_be_attached()

    # Whose row is pointed at, of that the next step is shown, on the map and in numbers.
    for _ in range(2):
        button(page, "One step").click()
    page.get_by_label("Learning rate of Adam").hover()
    expect(page.get_by_label("Next step of")).to_have_value("Adam")
    expect(page.get_by_role("table", name="Next step").get_by_text("the move", exact=True)).to_be_visible()
    for part in ("memory", "fresh", "move"):
        expect(page.locator(f".arrows path.{part}")).to_be_attached()

    # The way back to the networks leaves them as they were.
    page.get_by_role("tab", name="Networks").click()
    expect(page.locator("[data-cell]:is([role=listitem])")).to_have_count(4)
    expect(page.locator("section.landscape")).to_be_hidden()
    expect(page.locator("[data-step]").locator("visible=true").last).to_have_text("0")


def test_a_landscape_is_typed_and_what_is_none_is_refused_beside_it(open_page):
    page = open_page("?page=compare&compare_view=landscape&landscape=bowl")
    landscape(page)
    height = page.get_by_label("Height", exact=True)
    height.fill("x**2 + z*y")
    height.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="this has 3: x, y, z")).to_be_visible()
    expect(page.get_by_label("Landscape", exact=True).locator("visible=true").last).to_have_value("bowl")
    height.fill("x**2 + 4*y**2")
    height.press("Enter")
    expect(page.locator("section.landscape")).to_have_attribute("data-name", "expression")
    expect(page.get_by_text("f(x, y) = x**2 + 4*y**2")).to_be_visible()
    until(page, lambda: "landscape_expression" in page.url, "the expression in the address")

    page.get_by_label("Learning rate of SGD").fill("0")
    page.get_by_label("Learning rate of SGD").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="above 0")).to_be_visible()
    expect(page.get_by_label("Learning rate of SGD")).to_have_value("0.05")
    page.get_by_role("checkbox", name="Nesterov").check()
    expect(page.locator("[data-way=Nesterov]")).to_be_attached()


def test_ways_are_drawn_while_all_go_and_a_dragged_start_begins_them_anew(open_page):
    page = open_page("?page=compare&compare_view=landscape&landscape=bowl&speed=30 epochs/s")
    landscape(page)
    button(page, "Train").click()
    way = page.locator("[data-way=Adam]")
    until(page, lambda: (way.get_attribute("d") or "").count("L") > 4, "a way of several places")
    button(page, "Pause training").click()
    expect(button(page, "Train")).to_be_visible()
    handle = start(page).bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(*at(page, 0, 0), steps=4)
    page.mouse.move(*at(page, 1, 2), steps=4)
    page.mouse.up()
    until(page, lambda: start_at(page) == pytest.approx([1, 2], abs=PIXEL), "the start where it was put down")
    expect(page.locator("section.landscape")).to_have_attribute("data-step", "0")
    until(page, lambda: place_of(page, "Adam") == start_at(page), "the new start")


def test_on_a_phone_nothing_of_it_is_wider_than_the_screen(open_page):
    page = open_page("?page=compare&compare_view=landscape", width=390, height=844)
    landscape(page)
    box = page.locator("canvas.shade").bounding_box()
    assert box["width"] > 250
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_after_a_reload_the_bar_counts_the_steps_over_the_surface_and_not_those_of_the_runs(open_page):
    page = open_page("?page=compare&compare_values=[0.01,0.1]&samples=60")
    step = page.get_by_label("Progress").locator("[data-step]")
    button(page, "One epoch").click()
    expect(step).not_to_have_text("0")
    trained = step.inner_text()
    page.get_by_role("tab", name="Landscape").click()
    landscape(page)
    expect(step).to_have_text("0")
    until(page, lambda: "compare_view=landscape" in page.url, "the view in the address")
    page.reload()
    landscape(page)
    recorded = f"{STAGE}?.latest('compared_history')?.steps.length"
    until(page, lambda: (page.evaluate(recorded) or 0) > 1, "the runs are back")
    expect(step).to_have_text("0")
    page.get_by_role("tab", name="Networks").click()
    expect(step).to_have_text(trained)


def test_the_map_is_of_shades_alone_from_light_to_dark(open_page):
    page = open_page("?page=compare&compare_view=landscape")
    landscape(page)
    light, dark, leap = page.locator("canvas.shade").evaluate("""(canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const red = (x, y) => data[4 * (y * canvas.width + x)];
      let leap = 0;
      for (let y = 0; y < canvas.height; y += 1)
        for (let x = 1; x < canvas.width; x += 1) leap = Math.max(leap, Math.abs(red(x, y) - red(x - 1, y)));
      return [red(canvas.width >> 1, canvas.height >> 1), red(0, 0), leap];
    }""")
    assert light > dark + 50
    assert leap < 10  # the ravine is gentle from west to east: whatever stood over it would be a leap
