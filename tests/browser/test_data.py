"""Datasets are chosen, made noisy and split; points placed, dragged and removed."""

import json
import re
from collections.abc import Callable

from data_pages import choose, few, plot, points, upload
from playwright.sync_api import Page, expect
from waiting import STAGE, tap


def pixel(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a place of the plot is on the page."""
    box = plot(page).bounding_box()
    (left, right), (low, high) = json.loads(plot(page).get_attribute("data-domain") or "")
    assert box is not None
    return (
        box["x"] + (x - left) / (right - left) * box["width"],
        box["y"] + (high - y) / (high - low) * box["height"],
    )


def near(one: list[float], other: list[float], within: float = 0.1) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


def move_with_mouse(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*pixel(page, *start))
    page.mouse.down()
    page.mouse.move(*pixel(page, *end), steps=4)
    page.mouse.up()


# Datasets


def test_a_dataset_stays_chosen_while_another_setting_is_answered(page: Page) -> None:
    """The answer to what was asked before comes first, and knows of the old one."""
    chosen = page.get_by_role("radio", name="moons", exact=True).evaluate(
        f"""(moons) => {{
            const stage = {STAGE};
            moons.click();
            stage.publish("settings", {{ ...stage.latest("settings"), noise: 0.2 }});
            return moons.checked;
        }}"""
    )
    assert chosen
    expect(plot(page)).to_have_attribute("data-points", "400")
    expect(page.locator(".data .about b")).to_have_text("Moons.")


def test_a_slider_that_has_gone_on_is_heard_when_what_was_told_before_is_taken(page: Page) -> None:
    slider = page.get_by_role("slider", name="Noise")
    slider.evaluate(
        f"""(slider) => {{
            const stage = {STAGE};
            for (const value of ["0.3", "0.7"]) {{
              slider.value = value;
              slider.dispatchEvent(new Event("input", {{ bubbles: true }}));
            }}
            stage.publish("error", {{ field: "noise", code: "", arguments: {{}}, text: "" }});
        }}"""
    )
    expect(page).to_have_url(re.compile("noise=0.7"))
    expect(slider).to_have_value("0.7")


def test_the_names_of_a_file_stand_whole_wherever_they_are_spoken_of(page: Page) -> None:
    kinds = ("setosa", "versicolor", "virginica")
    rows = [f"{at % 7 + 10 * kind},{at},{kinds[kind]}" for kind in range(3) for at in range(8)]
    upload(page, "\n".join(["petal length,sepal width,species", *rows]).encode())
    expect(plot(page)).to_have_attribute("data-points", "24")
    expect(page.get_by_role("switch", name="petal length", exact=True)).to_have_text("petal length")
    expect(page.locator(".neuron .title")).to_have_text(kinds)
    expect(page.locator(".legend b")).to_have_text(kinds)
    expect(page.locator(".axes .name")).to_have_text(["petal length", "sepal width"])
    page.get_by_role("button", name="Step through").click()
    expect(page.locator("[data-input='0'] .soft").first).to_have_text("petal length")
    expect(page.locator(".neuron.card .title")).to_have_text(kinds)
    expect(page.locator(".card[data-node=x] .row-name")).to_have_text(["petal length", "sepal width"])
    page.get_by_role("button", name="Step forward", exact=True).click()
    expect(page.locator(".arithmetic .cell[data-owner=x]").nth(1)).to_have_attribute(
        "data-says", re.compile("^sepal width: ")
    )
    page.get_by_role("button", name="Step back", exact=True).click()
    expect(page.locator(".arithmetic .words")).to_have_text(
        re.compile("^Sample .*, as it stands in the file and as the network is given it$")
    )
    expect(page.locator(".arithmetic .term")).to_have_text(
        [re.compile(r"^petal length scaled =.* − .*/ .*="), re.compile(r"^sepal width scaled =.* − .*/ .*=")]
    )


def test_pointing_at_the_map_tells_what_the_network_answers_there_and_every_digit_can_be_copied(
    page: Page,
) -> None:
    readout = page.locator(".boundary .readout")
    page.mouse.move(*pixel(page, -5.9, 5.9))
    expect(readout).to_have_text(re.compile(r"^\(−5\.9\d?, 5\.\d+\): 0\.\d{3}$"))
    box = plot(page).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    expect(readout).to_have_attribute("data-full", re.compile(r"\): 0\.\d{7,}"))
    expect(page.locator(".odds")).to_be_hidden()
    page.mouse.move(4, 4)
    expect(readout).to_have_text("Click a point to follow it")

    choose(page, "blobs")
    expect(page.locator(".legend b")).to_have_count(3)
    # A place whose coordinates are no round numbers, however many pixels wide the plot is.
    x, y = pixel(page, -5.4321987, 4.5678912)
    page.mouse.move(x, y)
    odds = page.locator(".odds span")
    expect(odds).to_have_count(3)  # all probabilities
    shares = odds.evaluate_all("lines => lines.map(line => Number(line.dataset.value))")
    assert abs(sum(shares) - 1) < 1e-6
    names = page.locator(".legend b").all_text_contents()
    winner = names[shares.index(max(shares))]
    expect(readout).to_have_text(f"(−5.43, 4.57): {winner}")
    readout.hover()
    digits = page.locator("#exactly output")
    expect(digits).to_have_text(re.compile(rf"^\(−5\.43\d{{5,}}, 4\.56\d{{5,}}\): {re.escape(winner)}$"))
    assert digits.text_content() == readout.get_attribute("data-full")


def test_a_dataset_is_chosen_by_key_or_thumbnail_with_its_axes_and_fields_and_the_sliders_change_it(
    page: Page,
) -> None:
    page.get_by_role("radio", name="circle", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="xor", exact=True)).to_be_checked()
    expect(page).to_have_url(re.compile("dataset=xor"))
    choose(page, "sine")
    expect(plot(page)).to_have_class(re.compile("flat"))
    expect(plot(page)).to_have_attribute("aria-label", re.compile("Network output over x, 400 points"))
    expect(page.locator(".boundary .legend")).to_contain_text("target")
    choose(page, "spiral")
    choose(page, "5 arms")
    expect(page.locator(".boundary .legend b")).to_have_text(["0", "1", "2", "3", "4"])
    expect(plot(page)).to_have_attribute("data-points", "400")
    choose(page, "nand")
    for label in ("Noise", "Samples", "Training split"):
        expect(page.get_by_label(label)).to_be_disabled()
    expect(plot(page)).to_have_attribute("data-points", "4")
    assert sorted(points(page)) == [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
    choose(page, "plane")
    expect(plot(page)).to_have_attribute("data-points", "400")
    expect(page.get_by_role("radio", name="plane", exact=True)).to_be_checked()
    expect(page).to_have_url(re.compile(r"dataset=plane\b"))

    before = few(page)
    page.get_by_label("Noise").fill("0.9")
    expect(plot(page)).not_to_have_attribute("data-value", json.dumps(before, separators=(",", ":")))
    assert len(points(page)) == 20
    choose(page, "Add")
    value, problem = page.get_by_label("Value of the new point"), page.locator(".boundary .problem")
    for text, why in (("much", "“much” is not a number."), ("2", "must be between −1 and 1.")):
        value.fill("−1/4")
        value.press("Enter")
        expect(problem).to_be_hidden()
        value.fill(text)
        value.press("Enter")
        expect(problem).to_have_text(re.compile(rf"{re.escape(why)} The value stays −0\.25\.$"))
        expect(value).to_have_value("-0.25")
    choose(page, "Move")
    expect(problem).to_be_hidden()
    choose(page, "Add")
    page.mouse.click(*pixel(page, -5.5, 5.5))
    expect(plot(page)).to_have_attribute("data-points", "21")
    assert points(page)[-1][2] == -0.25
    page.get_by_label("Training split").fill("0.9")
    expect(page.locator(".data output").nth(2)).to_have_text("90%")
    expect(page).to_have_url(re.compile("split=0.9"))
    box = page.get_by_label("Samples").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 80, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"], box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    expect(plot(page)).to_have_attribute("data-points", "1000")
    expect(page.locator(".data output").nth(1)).to_have_text("1000")


# Points


def test_points_are_placed_moved_and_removed_with_keys_and_the_mouse_and_one_clicked_is_stepped_through(
    page: Page,
) -> None:
    before = few(page)
    choose(page, "Add")
    plot(page).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(plot(page)).to_have_attribute("data-points", "21")
    assert near(points(page)[-1][:2], [0.2, 0.2])

    choose(page, "Move")
    plot(page).focus()
    page.keyboard.press("End")
    expect(plot(page)).to_have_attribute("data-chosen", "20")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    expect(plot(page)).to_have_attribute("data-value", re.compile(r"\[-1(\.0\d*)?,0\.2\d*,[01]\]\]$"))

    choose(page, "Remove")
    plot(page).focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(plot(page)).to_have_attribute("data-points", "20")

    choose(page, "Add")
    choose(page, "Class 0")
    page.mouse.click(*pixel(page, -5.5, 5.5))
    expect(plot(page)).to_have_attribute("data-points", "21")
    assert near(points(page)[-1], [-5.5, 5.5, 0])
    choose(page, "Move")
    move_with_mouse(page, (-5.5, 5.5), (5.6, 5.6))
    expect(plot(page)).to_have_attribute("data-value", re.compile(r"\[5\.[567]\d*,5\.[567]\d*,0\]\]$"))
    choose(page, "Remove")
    page.mouse.click(*pixel(page, *points(page)[-1][:2]))
    expect(plot(page)).to_have_attribute("data-points", "20")

    # A generated point keeps its class, and the others their places.
    assert points(page) == before
    x, y, target = max(before, key=lambda point: point[0])  # clear of the others
    index = before.index([x, y, target])
    choose(page, "Move")
    move_with_mouse(page, (x, y), (-5.7, -5.7))
    expect(plot(page)).to_have_attribute("data-value", re.compile(r"\[-5\.[678]\d*,-5\.[678]\d*,"))
    assert near(points(page)[index], [-5.7, -5.7, target])
    others = [point for at, point in enumerate(points(page)) if at != index]
    assert others == [point for at, point in enumerate(before) if at != index]

    choose(page, "Pick")
    plot(page).focus()
    page.keyboard.press("Home")  # the arrows go from point to point
    expect(plot(page)).to_have_attribute("data-chosen", "0")
    above = json.loads(plot(page).get_attribute("data-place") or "")
    page.keyboard.press("ArrowDown")
    below = json.loads(plot(page).get_attribute("data-place") or "")
    assert below[1] < above[1]
    page.mouse.click(*pixel(page, *points(page)[3][:2]))
    expect(page.locator(".boundary .ring.traced")).to_have_count(1)
    expect(page.get_by_role("button", name="Step forward")).to_be_visible()


def test_a_finger_is_told_what_is_answered_where_it_taps_and_places_drags_and_removes_a_point(
    open_page: Callable[..., Page], touch_drag: Callable[..., None]
) -> None:
    page = open_page(touch=True)
    plot(page).tap(position={"x": 20, "y": 20})
    readout = page.locator(".boundary .readout")
    expect(readout).to_have_attribute("data-full", re.compile(r"\): 0\.\d{7,}"))
    tap(readout)
    expect(page.locator("#exactly output")).to_have_text(readout.get_attribute("data-full") or "nothing")

    few(page)
    choose(page, "Add")
    page.touchscreen.tap(*pixel(page, 5.5, -5.5))
    expect(plot(page)).to_have_attribute("data-points", "21")
    choose(page, "Move")
    touch_drag(page, pixel(page, 5.5, -5.5), pixel(page, -5.5, -5.5), steps=4)
    expect(plot(page)).to_have_attribute("data-value", re.compile(r"\[-5\.[456]\d*,-5\.[456]\d*,[01]\]\]$"))
    choose(page, "Remove")
    page.touchscreen.tap(*pixel(page, -5.5, -5.5))
    expect(plot(page)).to_have_attribute("data-points", "20")
