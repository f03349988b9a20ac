"""Datasets are chosen, made noisy and split; points placed, dragged and removed; files read or refused."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

GOOD = "width,height,kind\n" + "".join(f"{row},{row * row % 7},{'ab'[row % 2]}\n" for row in range(40))
VALUES = "x;y;price\n" + "".join(f"{row},5;{row % 5};{row / 3}\n" for row in range(30))

BAD_FILES = {
    "empty": (b"", "the file is empty"),
    "not text": (b"1,2,a\n\x00\x00", "not text"),
    "too few columns": (b"1\n3\n5\n7\n", "row 1 has 1 column"),
    "a row too long": (b"1,2,a\n3,4,b\n5,6,a,9\n7,8,b\n", "row 3 has 4 columns"),
    "a word for a number": (b"1,2,a\n3,four,b\n5,6,a\n7,8,b\n", "row 2, column 'x2': 'four' is not a number"),
    "an empty cell": (b"1,2,a\n3,,b\n5,6,a\n7,8,b\n", "3 rows without an empty cell"),
    "infinity": (b"1,2,a\n3,inf,b\n5,6,a\n7,8,b\n", "not a finite number"),
    "a constant column": (b"1,2,a\n3,2,b\n5,2,a\n7,2,b\n", "the same value in every row"),
    "one class": (b"1,2,a\n3,4,a\n5,6,a\n7,8,a\n", "only one class"),
    "a column of words": (
        "".join(f"{n},{n * n},word{n}\n" for n in range(20)).encode(),
        "20 different words",
    ),
    "two rows": (b"1,2,a\n3,4,b\n", "at least 4 are needed"),
    "too many rows": (
        b"".join(b"%d,%d,%d\n" % (n, n % 9, n % 2) for n in range(10_002)),
        "more than 10,000 rows",
    ),
    "an open quote": (b'1,2,a\n3,"4,b\n5,6,a\n7,8,b\n', "malformed"),
}


def plot(page: Page) -> Locator:
    return page.locator(".boundary .plot")


def points(page: Page) -> list[list[float]]:
    """(coordinates..., target) of every point; there are as many numbers only up to 64 points."""
    return json.loads(plot(page).get_attribute("data-value") or "[]")


def pixel(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a place of the plot is on the page."""
    box = plot(page).bounding_box()
    (left, right), (low, high) = json.loads(plot(page).get_attribute("data-domain") or "")
    assert box is not None
    return (
        box["x"] + (x - left) / (right - left) * box["width"],
        box["y"] + (high - y) / (high - low) * box["height"],
    )


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).check()


def few(page: Page) -> list[list[float]]:
    """Twenty points of two classes."""
    page.get_by_label("Samples").fill("20")
    expect(plot(page)).to_have_attribute("data-points", "20")
    return points(page)


def upload(page: Page, data: bytes, name: str = "mine.csv") -> None:
    page.get_by_label("CSV file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})


def near(one: list[float], other: list[float], within: float = 0.1) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


# Datasets


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
    expect(page.locator(".arithmetic .words")).to_contain_text(
        re.compile("^Sample .*: petal length = .*, sepal width = .* Scaled for the network: petal length = ")
    )


def test_pointing_at_the_map_tells_all_probabilities_and_every_digit_can_be_copied(page: Page) -> None:
    choose(page, "blobs")
    expect(page.locator(".legend b")).to_have_count(3)
    box = plot(page).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 12, box["y"] + 30)
    odds = page.locator(".odds span")
    expect(odds).to_have_count(3)
    shares = odds.evaluate_all("lines => lines.map(line => Number(line.dataset.value))")
    assert abs(sum(shares) - 1) < 1e-6
    readout = page.locator(".boundary .readout")
    names = page.locator(".legend b").all_text_contents()
    expect(readout).to_contain_text(f": {names[shares.index(max(shares))]}")
    readout.hover()
    digits = page.locator("#exactly output")
    expect(digits).to_contain_text(re.compile(r"\(−5\.\d{6,}"))


def test_a_finger_is_told_what_is_answered_where_it_taps(open_page: Callable[..., Page]) -> None:
    page = open_page(width=390, height=844, touch=True)
    plot(page).tap(position={"x": 20, "y": 20})
    readout = page.locator(".boundary .readout")
    expect(readout).to_have_attribute("data-full", re.compile(r"\): 0\.\d{7,}"))
    readout.tap()
    expect(page.locator("#exactly output")).to_have_text(readout.get_attribute("data-full") or "nothing")


def test_a_place_of_two_classes_is_told_as_the_network_answers_there(page: Page) -> None:
    box = plot(page).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    readout = page.locator(".boundary .readout")
    expect(readout).to_have_attribute("data-full", re.compile(r"\): 0\.\d{7,}"))
    expect(page.locator(".odds")).to_be_hidden()
    page.mouse.move(4, 4)
    expect(readout).to_have_text("Click a point to follow it")


def test_a_dataset_is_chosen_by_its_thumbnail(page: Page) -> None:
    for name, count in (("xor", "400"), ("and", "4"), ("spiral", "400"), ("blobs", "400"), ("plane", "400")):
        choose(page, name)
        expect(plot(page)).to_have_attribute("data-points", count)
        expect(page.get_by_role("radio", name=name, exact=True)).to_be_checked()
        expect(page).to_have_url(re.compile(f"dataset={name}\\b"))


def test_a_curve_is_drawn_over_one_axis(page: Page) -> None:
    choose(page, "sine")
    expect(plot(page)).to_have_class(re.compile("flat"))
    expect(plot(page)).to_have_attribute("aria-label", re.compile("Network output over x, 400 points"))
    expect(page.locator(".boundary .legend")).to_contain_text("target")


def test_arms_make_more_classes(page: Page) -> None:
    choose(page, "spiral")
    choose(page, "5 arms")
    expect(page.locator(".boundary .legend b")).to_have_text(["0", "1", "2", "3", "4"])
    expect(plot(page)).to_have_attribute("data-points", "400")


def test_keys_go_from_one_dataset_to_the_next(page: Page) -> None:
    page.get_by_role("radio", name="circle", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="xor", exact=True)).to_be_checked()
    expect(page).to_have_url(re.compile("dataset=xor"))


def test_noise_moves_the_points_and_the_share_divides_them(page: Page) -> None:
    before = few(page)
    page.get_by_label("Noise").fill("0.9")
    expect(plot(page)).not_to_have_attribute("data-value", json.dumps(before, separators=(",", ":")))
    assert len(points(page)) == 20
    page.get_by_label("Training split").fill("0.9")
    expect(page.locator(".data output").nth(2)).to_have_text("90%")
    expect(page).to_have_url(re.compile("split=0.9"))


def test_a_slider_is_dragged_with_the_mouse(page: Page) -> None:
    box = page.get_by_label("Samples").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 80, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"], box["y"] + box["height"] / 2, steps=15)
    page.mouse.up()
    expect(plot(page)).to_have_attribute("data-points", "1000")
    expect(page.locator(".data output").nth(1)).to_have_text("1000")


def test_noise_and_size_mean_nothing_to_a_truth_table(page: Page) -> None:
    choose(page, "nand")
    for label in ("Noise", "Samples", "Training split"):
        expect(page.get_by_label(label)).to_be_disabled()
    expect(plot(page)).to_have_attribute("data-points", "4")
    assert sorted(points(page)) == [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 0]]


# Points


def test_a_point_is_placed_dragged_and_removed_with_the_mouse(page: Page) -> None:
    few(page)
    choose(page, "Add")
    choose(page, "Class 0")
    page.mouse.click(*pixel(page, -5.5, 5.5))
    expect(plot(page)).to_have_attribute("data-points", "21")
    assert near(points(page)[-1], [-5.5, 5.5, 0])

    choose(page, "Move")
    page.mouse.move(*pixel(page, -5.5, 5.5))
    page.mouse.down()
    page.mouse.move(*pixel(page, 5.6, 5.6), steps=12)
    page.mouse.up()
    expect(plot(page)).to_have_attribute("data-value", re.compile(r"\[5\.[567]\d*,5\.[567]\d*,0\]\]$"))

    choose(page, "Remove")
    page.mouse.click(*pixel(page, *points(page)[-1][:2]))
    expect(plot(page)).to_have_attribute("data-points", "20")


def test_a_generated_point_is_dragged_and_keeps_its_class(page: Page) -> None:
    before = few(page)
    x, y, target = max(before, key=lambda point: point[0])  # clear of the others
    index = before.index([x, y, target])
    choose(page, "Move")
    page.mouse.move(*pixel(page, x, y))
    page.mouse.down()
    page.mouse.move(*pixel(page, -5.7, -5.7), steps=12)
    page.mouse.up()
    expect(plot(page)).to_have_attribute("data-value", re.compile(r"\[-5\.[678]\d*,-5\.[678]\d*,"))
    assert near(points(page)[index], [-5.7, -5.7, target])
    others = [point for at, point in enumerate(points(page)) if at != index]
    assert others == [point for at, point in enumerate(before) if at != index]


def test_a_point_is_placed_dragged_and_removed_with_a_finger(
    open_page: Callable[..., Page], touch_drag: Callable[..., None]
) -> None:
    page = open_page(touch=True)
    few(page)
    choose(page, "Add")
    page.touchscreen.tap(*pixel(page, 5.5, -5.5))
    expect(plot(page)).to_have_attribute("data-points", "21")
    choose(page, "Move")
    touch_drag(page, pixel(page, 5.5, -5.5), pixel(page, -5.5, -5.5))
    expect(plot(page)).to_have_attribute("data-value", re.compile(r"\[-5\.[456]\d*,-5\.[456]\d*,[01]\]\]$"))
    choose(page, "Remove")
    page.touchscreen.tap(*pixel(page, -5.5, -5.5))
    expect(plot(page)).to_have_attribute("data-points", "20")


def test_points_are_placed_moved_and_removed_with_keys(page: Page) -> None:
    few(page)
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


def test_arrows_on_the_map_go_from_point_to_point(page: Page) -> None:
    few(page)
    plot(page).focus()
    page.keyboard.press("Home")
    expect(plot(page)).to_have_attribute("data-chosen", "0")
    before = json.loads(plot(page).get_attribute("data-place") or "")
    page.keyboard.press("ArrowDown")
    after = json.loads(plot(page).get_attribute("data-place") or "")
    assert after[1] < before[1]


def test_what_the_map_says_under_the_pointer(page: Page) -> None:
    page.mouse.move(*pixel(page, -5.9, 5.9))
    expect(page.locator(".boundary .readout")).to_have_text(re.compile(r"^\(−5\.9\d?, 5\.\d+\): 0\.\d{3}$"))


def test_a_point_that_is_clicked_is_stepped_through(page: Page) -> None:
    before = few(page)
    page.mouse.click(*pixel(page, *before[3][:2]))
    expect(page.locator(".boundary .ring.traced")).to_have_count(1)
    expect(page.get_by_role("button", name="Step forward")).to_be_visible()


# Files

# Whether the browser keeps so many.
KEPT_FILES = """async (count) => {
    const all = await indexedDB.databases();
    if (!all.some(({ name }) => name === "backprop-playground.files")) return count === 0;
    const open = indexedDB.open("backprop-playground.files");
    await new Promise((resolve) => (open.onsuccess = resolve));
    const kept = open.result.transaction("files").objectStore("files").count();
    await new Promise((resolve) => (kept.onsuccess = resolve));
    open.result.close();
    return kept.result === count;
}"""


def test_a_file_is_read(page: Page) -> None:
    upload(page, GOOD.encode(), "flowers.csv")
    expect(plot(page)).to_have_attribute("data-points", "40")
    expect(page.locator(".data .about")).to_have_text("flowers.csv 40 rows, 2 classes")
    expect(page.locator(".boundary .legend b")).to_have_text(["a", "b"])
    expect(plot(page)).to_have_attribute("aria-label", re.compile("width and height"))
    said = page.get_by_role("list", name="How the file was read").get_by_role("listitem")
    expect(said).to_have_text(
        [
            "The first row was taken as the names of the columns. Take it as data",
            "The network is given the features scaled, from −5 to 5: (width − 19.5) / 3.9, (height − 2) / 0.4.",
        ]
    )


def test_of_many_columns_one_chooses_what_each_is_and_can_choose_again(page: Page) -> None:
    rows = "".join(f"{row},{row % 7},{row % 5},{row % 3},{'ab'[row % 2]}\n" for row in range(30))
    upload(page, f"id,length,width,<b>depth</b>,kind\n{rows}".encode(), "plants.csv")
    dialog = page.get_by_role("dialog", name="Columns of plants.csv")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Use id as")).to_have_value("ignored")
    expect(dialog.get_by_role("row", name="<b>depth</b>")).to_contain_text("01201")
    expect(plot(page)).to_have_attribute("data-points", "400")
    dialog.get_by_label("Use length as").select_option("ignored")
    dialog.get_by_label("Use width as").select_option("ignored")
    dialog.get_by_label("Use <b>depth</b> as").select_option("ignored")
    expect(dialog.get_by_role("alert")).to_have_text("Choose at least one column as a feature.")
    expect(dialog.get_by_role("button", name="Use these columns")).to_be_disabled()
    dialog.get_by_label("Use <b>depth</b> as").select_option("feature")
    dialog.get_by_label("Use length as").select_option("target")
    expect(dialog.get_by_label("Use kind as")).to_have_value("ignored")
    expect(dialog.get_by_label("Values")).to_be_checked()  # along a curve
    dialog.get_by_role("button", name="Use these columns").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".data .about")).to_have_text("plants.csv 30 rows, a value to predict in each")
    page.get_by_role("button", name="Choose columns…").click()
    expect(dialog.get_by_label("Use length as")).to_have_value("target")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_of_more_features_than_two_one_chooses_over_which_the_map_is(page: Page) -> None:
    rows = "".join(f"{row % 7},{row % 5},{row % 3},{'ab'[row % 2]}\n" for row in range(30))
    upload(page, f"length,width,depth,kind\n{rows}".encode(), "plants.csv")
    page.get_by_role("button", name="Use these columns").click()
    expect(page.locator(".axes .name")).to_have_text(["length", "width"])
    expect(page.locator(".over-two")).to_contain_text("the other at the mean")
    page.get_by_label("Vertical axis").select_option("depth")
    expect(page.locator(".axes .name")).to_have_text(["length", "depth"])
    page.get_by_label("Vertical axis").select_option("length")
    expect(page.locator(".axes .name")).to_have_text(["depth", "length"])
    page.get_by_role("button", name="Step through").click()
    expect(page.locator(".over-two")).to_contain_text("the other as in sample")
    page.keyboard.press("Escape")
    choose(page, "moons")
    expect(page.locator(".over-two")).to_be_hidden()


def test_the_first_row_is_taken_for_the_other_with_a_click(page: Page) -> None:
    upload(page, GOOD.replace("width,height,kind", "0,1,2").replace("a", "0").replace("b", "1").encode())
    expect(plot(page)).to_have_attribute("data-points", "40")
    page.get_by_role("button", name="Take it as data").click()
    expect(plot(page)).to_have_attribute("data-points", "41")
    expect(page.locator(".taken")).to_contain_text("The first row was taken as data.")


def test_so_few_rows_that_they_are_not_divided_have_no_share_to_set(page: Page) -> None:
    upload(page, b"0,0,0\n0,1,1\n1,0,1\n1,1,0\n", "xor.csv")
    expect(page.locator(".taken")).to_contain_text("All 4 rows are used both for training and for validation")
    expect(page.get_by_label("Training split")).to_be_disabled()


def test_sharing_says_that_the_address_does_not_hold_the_file_and_saves_all_in_one_file(page: Page) -> None:
    upload(page, GOOD.encode(), "flowers.csv")
    expect(page).to_have_url(re.compile("dataset=csv"))  # with it comes what it lacks
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="The address of what you see")
    expect(dialog).to_contain_text("It does not contain your file flowers.csv")
    with page.expect_download() as saved:
        dialog.get_by_role("button", name="Save this session").click()
    expect(dialog).to_be_hidden()
    assert saved.value.suggested_filename == "session.backprop"
    whole = saved.value.path().read_bytes()
    choose(page, "moons")
    expect(plot(page)).to_have_attribute("data-points", "400")
    upload(page, whole[:-9], "session.backprop")
    problem = page.locator('.data [data-field="csv"]')
    expect(problem).to_contain_text("This saved session cannot be opened. It is damaged.")
    expect(plot(page)).to_have_attribute("data-points", "400")
    upload(page, whole, "session.backprop")
    expect(page.locator(".data .about")).to_have_text("flowers.csv 40 rows, 2 classes")
    expect(plot(page)).to_have_attribute("data-points", "40")
    expect(problem).to_be_hidden()


def test_a_file_survives_a_reload_and_other_data_forget_it(page: Page) -> None:
    upload(page, GOOD.encode(), "flowers.csv")
    expect(plot(page)).to_have_attribute("data-points", "40")
    page.get_by_role("button", name="One step").click()
    expect(page).to_have_url(re.compile("dataset=csv.*file=|file=.*dataset=csv"))
    address = page.url
    page.wait_for_function(KEPT_FILES, arg=1)
    page.reload()
    expect(page.locator(".data .about")).to_have_text("flowers.csv 40 rows, 2 classes")
    expect(plot(page)).to_have_attribute("data-points", "40")
    expect(page.get_by_role("list", name="How the file was read")).to_contain_text("Take it as data")
    choose(page, "moons")
    page.wait_for_function(KEPT_FILES, arg=0)
    page.goto(address)
    expect(page.get_by_text("Choose the file again")).to_be_visible()


def test_a_file_of_values_is_a_regression(page: Page) -> None:
    upload(page, VALUES.encode(), "prices.csv")
    expect(page.locator(".data .about")).to_have_text("prices.csv 30 rows, a value to predict in each")
    expect(page.locator(".boundary .scale")).to_have_text("09.7")  # in the units of the file


def test_there_is_a_way_back_to_the_file(page: Page) -> None:
    upload(page, GOOD.encode(), "flowers.csv")
    expect(plot(page)).to_have_attribute("data-points", "40")
    choose(page, "moons")
    expect(plot(page)).to_have_attribute("data-points", "400")
    page.get_by_role("button", name="Back to flowers.csv").click()
    expect(plot(page)).to_have_attribute("data-points", "40")


def test_a_bad_file_is_refused_beside_the_field_and_the_data_stay(page: Page) -> None:
    before = few(page)
    problem = page.locator('.data [data-field="csv"]')
    for number, (kind, (data, reason)) in enumerate(BAD_FILES.items()):
        upload(page, data, f"{number}.csv")
        expect(problem, kind).to_contain_text(f"{number}.csv: ")
        expect(problem, kind).to_contain_text(reason)
        expect(page.get_by_role("radio", name="circle", exact=True)).to_be_checked()
        assert points(page) == before, kind

    upload(page, GOOD.encode())
    expect(plot(page)).to_have_attribute("data-points", "40")
    expect(problem).to_be_hidden()


def test_what_is_wrong_with_a_file_is_read_whole_from_the_back_row(open_page: Callable[..., Page]) -> None:
    page = open_page("?projector=on")
    upload(page, b"1,2,a\n", "bad.csv")
    expect(page.locator('.data [data-field="csv"]')).to_be_in_viewport(ratio=0.99)


def test_a_file_that_is_too_large_is_not_even_sent(page: Page) -> None:
    page.evaluate(
        """() => {
          const send = WebSocket.prototype.send;
          window.sentBytes = 0;
          WebSocket.prototype.send = function (data) {
            window.sentBytes += data.byteLength ?? data.length;
            return send.call(this, data);
          };
        }"""
    )
    upload(page, b"1,2,a\n" * 900_000, "huge.csv")
    expect(page.locator('.data [data-field="csv"]')).to_contain_text(
        "huge.csv is 5.1 MB; a file may be at most 5 MB"
    )
    assert page.evaluate("window.sentBytes") < 100_000


def test_a_file_of_one_visitor_is_not_anothers(open_page: Callable[..., Page]) -> None:
    mine, other = open_page(), open_page()
    upload(mine, GOOD.encode())
    expect(plot(mine)).to_have_attribute("data-points", "40")
    upload(mine, b"", "bad.csv")
    expect(mine.locator('.data [data-field="csv"]')).to_be_visible()
    expect(plot(other)).to_have_attribute("data-points", "400")
    expect(other.locator('.data [data-field="csv"]')).to_be_hidden()
