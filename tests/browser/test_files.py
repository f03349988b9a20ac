"""Files of points: read, their columns chosen, kept, or refused."""

import re
from collections.abc import Callable

from data_pages import GOOD, VALUES, choose, few, plot, points, upload
from playwright.sync_api import Page, expect
from waiting import until

# What is wrong with a file is said in tests/engine/datasets; here, that it is read beside the field.
BAD_FILES = {
    "empty": (b"", "the file is empty"),
    "not text": (b"1,2,a\n\x00\x00", "not text"),
    "a word for a number": (b"1,2,a\n3,four,b\n5,6,a\n7,8,b\n", "row 2, column 'x2': 'four' is not a number"),
    "too many rows": (
        b"".join(b"%d,%d,%d\n" % (n, n % 9, n % 2) for n in range(10_002)),
        "more than 10,000 rows",
    ),
}

# How many the browser keeps.
KEPT_FILES = """async () => {
    const all = await indexedDB.databases();
    if (!all.some(({ name }) => name === "backprop-playground.files")) return 0;
    const open = indexedDB.open("backprop-playground.files");
    await new Promise((resolve) => (open.onsuccess = resolve));
    const kept = open.result.transaction("files").objectStore("files").count();
    await new Promise((resolve) => (kept.onsuccess = resolve));
    open.result.close();
    return kept.result;
}"""


def test_a_file_is_read_survives_a_reload_and_is_forgotten_with_other_data_but_for_a_way_back(
    page: Page,
) -> None:
    upload(page, GOOD.encode(), "flowers.csv")
    expect(plot(page)).to_have_attribute("data-points", "40")
    about, said = page.locator(".data .about"), page.get_by_role("list", name="How the file was read")
    expect(about).to_have_text("flowers.csv 40 rows, 2 classes")
    expect(page.locator(".boundary .legend b")).to_have_text(["a", "b"])
    expect(plot(page)).to_have_attribute("aria-label", re.compile("width and height"))
    expect(said.get_by_role("listitem")).to_have_text(
        [
            "The first row was taken as the names of the columns. Take it as data",
            "The network is given the features scaled, from −5 to 5: (width − 19.5) / 3.9, (height − 2) / 0.4.",
        ]
    )
    choose(page, "moons")
    expect(plot(page)).to_have_attribute("data-points", "400")
    page.get_by_role("button", name="Back to flowers.csv").click()
    expect(plot(page)).to_have_attribute("data-points", "40")

    page.get_by_role("button", name="One step").click()
    expect(page).to_have_url(re.compile("dataset=csv.*file=|file=.*dataset=csv"))
    address = page.url
    until(page, lambda: page.evaluate(KEPT_FILES) == 1, "the file, kept")
    page.reload()
    expect(about).to_have_text("flowers.csv 40 rows, 2 classes")
    expect(plot(page)).to_have_attribute("data-points", "40")
    expect(said).to_contain_text("Take it as data")
    choose(page, "moons")
    until(page, lambda: page.evaluate(KEPT_FILES) == 0, "the file, forgotten")
    page.goto(address)
    expect(page.get_by_text("Choose the file again")).to_be_visible()


def test_of_many_columns_one_chooses_what_each_is_can_choose_again_and_over_which_two_the_map_is(
    page: Page,
) -> None:
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
    page.get_by_role("button", name="Choose columns…").click()
    dialog.get_by_label("Use kind as").select_option("target")
    dialog.get_by_label("Use length as").select_option("feature")
    dialog.get_by_label("Use width as").select_option("feature")
    dialog.get_by_role("button", name="Use these columns").click()
    expect(page.locator(".axes .name")).to_have_text(["length", "width"])
    expect(page.locator(".over-two")).to_contain_text("the other at the mean")
    page.get_by_label("Vertical axis").select_option("<b>depth</b>")
    expect(page.locator(".axes .name")).to_have_text(["length", "<b>depth</b>"])
    page.get_by_label("Vertical axis").select_option("length")
    expect(page.locator(".axes .name")).to_have_text(["<b>depth</b>", "length"])
    page.get_by_role("button", name="Step through").click()
    expect(page.locator(".over-two")).to_contain_text("the other as in sample")
    expect(page.get_by_role("button", name="Step forward")).to_be_visible()
    page.keyboard.press("Escape")
    choose(page, "moons")
    expect(page.locator(".over-two")).to_be_hidden()


def test_the_first_row_is_taken_for_the_other_values_are_a_regression_and_few_rows_are_not_divided(
    page: Page,
) -> None:
    upload(page, GOOD.replace("width,height,kind", "0,1,2").replace("a", "0").replace("b", "1").encode())
    expect(plot(page)).to_have_attribute("data-points", "40")
    page.get_by_role("button", name="Take it as data").click()
    expect(plot(page)).to_have_attribute("data-points", "41")
    expect(page.locator(".taken")).to_contain_text("The first row was taken as data.")

    upload(page, VALUES.encode(), "prices.csv")
    expect(page.locator(".data .about")).to_have_text("prices.csv 30 rows, a value to predict in each")
    expect(page.locator(".boundary .scale")).to_have_text("09.7")  # in the units of the file
    expect(page.get_by_label("Training split")).to_be_enabled()

    upload(page, b"0,0,0\n0,1,1\n1,0,1\n1,1,0\n", "xor.csv")
    expect(page.locator(".taken")).to_contain_text("All 4 rows are used both for training and for validation")
    expect(page.get_by_label("Training split")).to_be_disabled()


# Has a file be dropped in the middle of what is seen, as by hand; returns whether the browser was kept from opening it.
DROP = """([name, text]) => {
    const files = new DataTransfer();
    files.items.add(new File([Uint8Array.from(text, (letter) => letter.charCodeAt(0))], name));
    const usual = { dataTransfer: files, bubbles: true, cancelable: true, composed: true };
    const under = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
    return ["dragenter", "dragover", "drop"].every((type) => !under.dispatchEvent(new DragEvent(type, usual)));
}"""


def test_a_dropped_file_is_shared_with_all_in_one_file_that_is_opened_on_any_page(page: Page) -> None:
    about = page.locator(".data .about")
    assert page.evaluate(DROP, ["flowers.csv", GOOD])
    expect(about).to_have_text("flowers.csv 40 rows, 2 classes")
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
    expect(about).to_have_text("flowers.csv 40 rows, 2 classes")
    expect(plot(page)).to_have_attribute("data-points", "40")
    expect(problem).to_be_hidden()

    choose(page, "moons")
    expect(plot(page)).to_have_attribute("data-points", "400")
    page.get_by_role("button", name="Step through", exact=True).click()
    expect(about).to_be_hidden()  # so that what is wrong with a file is not said there
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert page.evaluate(DROP, ["bad.csv", "1\n2\n3\n4\n"])
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(page.get_by_role("alert").filter(has_text="bad.csv: row 1 has 1 column")).to_be_visible()
    page.get_by_role("link", name="Graph", exact=True).click()
    expect(page.get_by_role("textbox", name="Expression", exact=True)).to_be_visible()
    assert page.evaluate(DROP, ["flowers.csv", GOOD])
    expect(page.get_by_role("alert").filter(has_text="flowers.csv cannot be opened here.")).to_be_visible()
    assert page.evaluate(DROP, ["session.backprop", whole.decode("latin-1")])
    expect(about).to_have_text("flowers.csv 40 rows, 2 classes")
    expect(page).to_have_url(re.compile("page=network"))


def test_a_file_that_is_dropped_while_the_columns_of_another_are_chosen_takes_its_place(page: Page) -> None:
    rows = "".join(f"{row},{row % 7},{row % 5},{'ab'[row % 2]}\n" for row in range(30))
    dialog = page.get_by_role("dialog")
    problem = page.locator('.data [data-field="csv"]')
    for name, text, about in (
        ("flowers.csv", GOOD, "flowers.csv 40 rows, 2 classes"),
        ("bad.csv", "1\n2\n", "flowers.csv 40 rows, 2 classes"),
    ):
        assert page.evaluate(DROP, ["plants.csv", f"id,length,width,kind\n{rows}"])
        expect(dialog).to_contain_text("Columns of plants.csv")
        assert page.evaluate(DROP, [name, text])
        expect(dialog).to_be_hidden()
        expect(page.locator(".data .about")).to_have_text(about)
    expect(problem).to_contain_text("bad.csv: row 1 has 1 column")


# Counts the bytes that the page sends.
COUNT_SENT = """() => {
    const send = WebSocket.prototype.send;
    window.sentBytes = 0;
    WebSocket.prototype.send = function (data) {
        window.sentBytes += data.byteLength ?? data.length;
        return send.call(this, data);
    };
}"""


def test_a_bad_file_is_refused_beside_the_field_whole_one_too_large_is_not_even_sent_and_the_data_stay(
    page: Page,
) -> None:
    before = few(page)
    problem = page.locator('.data [data-field="csv"]')
    for number, (kind, (data, reason)) in enumerate(BAD_FILES.items()):
        upload(page, data, f"{number}.csv")
        expect(problem, kind).to_contain_text(f"{number}.csv: ")
        expect(problem, kind).to_contain_text(reason)
        expect(page.get_by_role("radio", name="circle", exact=True)).to_be_checked()
        assert points(page) == before, kind
    page.evaluate(COUNT_SENT)
    upload(page, b"1,2,a\n" * 900_000, "huge.csv")
    expect(problem).to_contain_text("huge.csv is 5.1 MB; a file may be at most 5 MB")
    assert page.evaluate("window.sentBytes") < 100_000
    page.keyboard.press("f")  # read from the back row
    expect(page.get_by_role("button", name="Projector")).to_have_attribute("aria-pressed", "true")
    upload(page, b"1,2,a\n", "bad.csv")
    expect(problem).to_contain_text("bad.csv: ")
    expect(problem).to_be_in_viewport(ratio=0.99)

    upload(page, GOOD.encode())
    expect(plot(page)).to_have_attribute("data-points", "40")
    expect(problem).to_be_hidden()


def test_a_file_of_one_visitor_is_not_anothers(open_page: Callable[..., Page]) -> None:
    mine, other = open_page(), open_page()
    upload(mine, GOOD.encode())
    expect(plot(mine)).to_have_attribute("data-points", "40")
    upload(mine, b"", "bad.csv")
    expect(mine.locator('.data [data-field="csv"]')).to_be_visible()
    expect(plot(other)).to_have_attribute("data-points", "400")
    expect(other.locator('.data [data-field="csv"]')).to_be_hidden()
