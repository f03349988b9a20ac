"""The left column of the Graph page: typed, dragged, grown, refused."""

import re
from collections.abc import Callable

import pytest
from graph_pages import cell, choose, editor, expect_figure
from playwright.sync_api import Locator, Page, expect
from serving import Server

from playground.graph.examples import find_example

OpenPage = Callable[..., Page]
TouchDrag = Callable[..., None]


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    page = open_page("?page=graph")
    expect(editor(page)).to_have_value("(x + y) * z")
    return page


def drag(page: Page, what: Locator, pixels: int) -> None:
    box = what.bounding_box()
    assert box is not None
    x, y = box["x"] + min(20, box["width"] / 2), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for part in range(1, 11):
        page.mouse.move(x + pixels * part / 10, y)


# The text


def test_the_graph_is_drawn_as_one_types_several_lines_too_and_functions_are_inserted_at_the_caret(
    page: Page,
) -> None:
    editor(page).focus()
    page.keyboard.press("Tab")
    expect(editor(page)).not_to_be_focused()
    expect(editor(page)).to_have_value("(x + y) * z")
    editor(page).fill("")
    editor(page).press_sequentially("a * b + exp(c)")
    expect(page.locator(".card[data-node='c']")).to_be_attached()
    expect(cell(page, "a")).to_be_visible()
    expect(page.get_by_role("combobox", name="Example", exact=True)).to_have_value("")
    expect(page).to_have_url(re.compile("expression="))
    editor(page).fill("sum = 1")
    editor(page).fill("total = x + y\nout = total * z")
    expect(page.locator(".card[data-node='out']")).to_be_attached()
    expect(page.locator(".makes")).to_have_text("→ out")
    editor(page).fill("x + ")
    expect(editor(page)).to_have_attribute(
        "aria-invalid", "true"
    )  # what is missing is told, above the functions
    editor(page).press("End")
    page.get_by_role("button", name="Functions", exact=True).click()
    for name in ("leaky_relu", "logsumexp", "cross_entropy", "transpose"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    page.get_by_role("button", name="exp", exact=True).click()
    expect(editor(page)).to_have_value("x + exp()")
    page.keyboard.type("y")
    expect(editor(page)).to_have_value("x + exp(y)")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="exp", exact=True)).to_be_hidden()


def test_what_is_typed_while_the_server_is_slow_stays(open_page: OpenPage, own_server: Server) -> None:
    page = open_page("?page=graph", server=own_server)
    editor(page).fill("u")
    expect(cell(page, "u")).to_be_visible()
    own_server.hold()
    try:
        editor(page).press_sequentially(" * v + w", delay=150)
    finally:
        own_server.go_on()
    editor(page).press_sequentially(" + last", delay=20)
    expect(cell(page, "last")).to_be_visible()
    expect(editor(page)).to_have_value("u * v + w + last")


def test_a_mistake_is_underlined_or_told_the_last_good_graph_stays_and_paper_is_written_as_it_is_read(
    page: Page,
) -> None:
    editor(page).fill("q = x + y\nq * foo(z)")
    told = page.locator(".told")
    expect(told).to_contain_text("Line 2, column 5: there is no function 'foo'")
    expect(told).to_contain_text("The last valid graph is still shown.")
    expect(page.locator(".editor mark")).to_have_text("foo")
    expect(editor(page)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".card[data-node]")).to_have_count(5)
    # The unseen text under the field breaks its lines as the field does, so the underline is under the word.
    mark, field = page.locator(".editor mark").bounding_box(), editor(page).bounding_box()
    assert mark is not None
    assert field is not None
    line, above = editor(page).evaluate(
        "one => ['lineHeight', 'paddingTop'].map((name) => parseFloat(getComputedStyle(one)[name]))"
    )
    assert 1 < (mark["y"] + mark["height"] / 2 - field["y"] - above) / line < 2, "in the second line"
    editor(page).fill("q = x + y\nq * cos(z)")
    expect(told).to_be_hidden()
    expect(page.locator(".editor mark")).to_have_count(0)
    expect(editor(page)).to_have_attribute("aria-invalid", "false")
    editor(page).fill("x +")
    expect(told).to_contain_text("Column 4")
    expect(page.locator(".editor mark.missing")).to_be_attached()
    editor(page).fill("x" + " + x" * 3000)
    expect(told).to_contain_text("longer than")
    expect_figure(page, "z", -4)
    editor(page).fill("cross_entropy([1, 2], 4)")
    expect(told).to_have_text(re.compile("^There is no class 4"))

    # What is typed as on paper is written as it is read when one leaves the field, not while one types.
    editor(page).fill("3x² + |y|")
    expect(page.locator(".read_as")).to_have_text("Read as 3*x**2 + abs(y)")
    expect(editor(page)).to_have_value("3x² + |y|")
    editor(page).blur()
    expect(editor(page)).to_have_value("3*x**2 + abs(y)")
    expect(page.locator(".read_as")).to_have_text("")
    editor(page).fill("e^x")
    expect(page.locator(".read_as")).to_contain_text("To make it an input, add a line such as e = 2.")


# Examples


def test_every_example_is_picked_with_all_it_has_fits_the_width_and_a_shape_that_does_not_fit_is_not_lost(
    open_page: OpenPage,
) -> None:
    page = open_page("?page=graph", reduced_motion="reduce")
    picker = page.get_by_role("combobox", name="Example", exact=True)
    expect(page.get_by_role("button", name="Previous example")).to_be_disabled()
    page.get_by_role("button", name="Next example").click()
    expect(picker).to_have_value("sigmoid-neuron")
    page.get_by_role("button", name="Previous example").click()
    expect(picker).to_have_value("add-then-multiply")
    expect(editor(page)).to_have_value("(x + y) * z")

    names = picker.locator("option").evaluate_all("options => options.map(one => one.value).filter(Boolean)")
    assert len(names) >= 20
    for name in names:
        choose(page, name)
        example = find_example(name)
        assert example is not None
        expect(editor(page)).to_have_value(example.expression)
        expect(picker).to_have_value(name)
        wide = page.locator("section.expression").evaluate("one => one.scrollWidth - one.clientWidth")
        assert wide <= 0, name
    assert page.evaluate("document.documentElement.scrollHeight") <= 720

    choose(page, "matrix-multiply")
    expect(editor(page)).to_have_value("y = x @ w")
    expect(page.locator(".erratum")).to_contain_text("the correct value is [[−1, −1, 2, 6], [5, 2, 11, 7]]")
    expect(cell(page, "w/2/3")).to_have_value("-2")
    expect(cell(page, "upstream/1/0")).to_have_value("-8")
    page.get_by_text("2 questions").click()
    expect(page.locator(".lesson li")).to_have_count(2)
    expect(page).to_have_url(re.compile("example=matrix-multiply"))
    page.get_by_role("button", name="Add a column to x").click()
    problem = page.locator(".array-problem:visible")
    expect(problem).to_contain_text("inner sizes")
    expect(cell(page, "x/1/3")).to_have_value("0")
    expect_figure(page, "x", [[2, 1, -3], [-3, 4, 2]])
    page.get_by_role("button", name="Back to the last valid x").click()
    expect(cell(page, "x/1/3")).to_have_count(0)
    expect(problem).to_have_count(0)


# Inputs


def test_a_number_is_typed_changed_by_arrows_and_dragged_and_what_is_none_is_refused_beside_its_field(
    page: Page,
) -> None:
    cell(page, "x").fill("two")
    cell(page, "x").press("Enter")
    expect(page.locator(".array-problem:visible")).to_contain_text("not a number. The value stays -2.")
    expect(cell(page, "x")).to_have_value("two")
    expect_figure(page, "x", -2)
    cell(page, "x").press("Escape")
    expect(cell(page, "x")).to_have_value("-2")
    expect(page.locator(".array-problem:visible")).to_have_count(0)
    cell(page, "x").fill("1,000")
    cell(page, "x").press("Enter")
    expect(page.locator(".array-problem:visible")).to_contain_text(
        "“1,000” can be read in two ways: write 1000 or 1.000. The value stays -2."
    )
    expect_figure(page, "x", -2)
    cell(page, "x").press("Escape")

    slider = page.get_by_role("slider", name="Drag x", exact=True)
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect_figure(page, "x", -1.9)
    page.keyboard.press("Shift+ArrowLeft")
    expect_figure(page, "x", -1.91)
    cell(page, "x").focus()
    page.keyboard.press("ArrowDown")
    expect_figure(page, "x", -2.01)
    drag(page, page.get_by_role("slider", name="Drag y", exact=True), 60)
    expect(cell(page, "y")).to_have_value("7")
    expect_figure(page, "y", 7)  # while the button is still down
    page.mouse.up()
    expect(page.get_by_role("slider", name="Drag y", exact=True)).to_have_attribute("aria-valuenow", "7")

    page.keyboard.down("Shift")  # finely
    drag(page, cell(page, "z"), 30)
    expect(cell(page, "z")).to_have_value("-3.9")
    page.keyboard.up("Shift")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect_figure(page, "z", -4)
    expect(cell(page, "z")).to_have_value("-4")
    cell(page, "x").fill("1/3")
    expect_figure(page, "x", 1 / 3)
    expect(cell(page, "x")).to_have_value("1/3")
    cell(page, "y").fill("2e-1")
    expect_figure(page, "y", 0.2)
    cell(page, "z").click()
    expect(cell(page, "z")).to_be_focused()
    page.keyboard.type("0.5")
    expect_figure(page, "z", 0.5)


def test_a_finger_drags_a_number(open_page: OpenPage, touch_drag: TouchDrag) -> None:
    page = open_page("?page=graph", width=390, height=844, touch=True)
    slider = page.get_by_role("slider", name="Drag x", exact=True)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    x, y = box["x"] + 15, box["y"] + box["height"] / 2
    touch_drag(page, (x, y), (x + 60, y))
    expect(cell(page, "x")).to_have_value("0")
    expect_figure(page, "x", 0)


def test_a_number_becomes_a_vector_and_grows_numbers_are_pasted_and_the_given_gradient_is_typed(
    page: Page,
) -> None:
    editor(page).fill("relu(v)")
    page.get_by_role("combobox", name="Kind of v").select_option("vector")
    expect(cell(page, "v/1")).to_have_value("0")
    page.get_by_role("button", name="Add an element to v").click()
    cell(page, "v/2").fill("-5")
    expect_figure(page, "v", [2, 0, -5])
    expect(cell(page, "upstream/2")).to_have_value("1")
    page.get_by_role("button", name="Remove an element of v").click()
    expect_figure(page, "v", [2, 0])
    page.get_by_role("combobox", name="Kind of v").select_option("matrix")
    expect_figure(page, "v", [[2, 0]])
    page.get_by_role("button", name="Add a row to v").click()
    expect_figure(page, "v", [[2, 0], [0, 0]])

    choose(page, "linear-layer-relu")
    expect(cell(page, "X/2/1")).to_be_visible()
    cell(page, "X/0/0").evaluate(
        """(field) => { const data = new DataTransfer(); data.setData("text", "1\\t2\\n3\\t4\\n5\\t1/2");
           field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, cancelable: true })); }"""
    )
    expect_figure(page, "X", [[1, 2], [3, 4], [5, 0.5]])
    choose(page, "relu-vector")
    expect(cell(page, "upstream/3")).to_have_value("9")
    cell(page, "upstream/0").fill("40")
    page.get_by_role("button", name="To end", exact=True).click()
    expect(page.locator(".card[data-node='x']")).to_have_attribute("data-gradient", re.compile(r"^\[40,"))
    page.get_by_role("button", name="Ones", exact=True).click()
    expect(cell(page, "upstream/0")).to_have_value("1")
    expect(cell(page, "upstream/3")).to_have_value("1")


# What has no finite value, and what is no class


def test_what_is_not_a_number_says_why_beside_its_input_or_over_all_and_a_class_that_there_is_not_once(
    page: Page,
) -> None:
    why = "log(−3) is not a number: log needs a positive number"
    editor(page).fill("log(a) * b")
    cell(page, "a").fill("-3")
    expect(page.get_by_role("group", name="a", exact=True).locator(".cause")).to_have_text(f"{why}.")
    page.get_by_role("button", name="Step forward", exact=True).click()
    expect(page.locator(".arithmetic .cause")).to_have_text(f"{why}.")
    expect(page.locator(".card[data-node='q']")).to_have_attribute("aria-label", re.compile(re.escape(why)))
    expect(page.locator(".card[data-node='q']")).to_have_class(re.compile("not-finite"))
    expect(page.locator(".card[data-node='b']")).not_to_have_class(re.compile("not-finite"))
    cell(page, "a").fill("3")
    expect(page.locator(".cause:visible")).to_have_count(0)
    editor(page).fill("log(a * b)")
    cell(page, "a").fill("-3")
    expect(page.locator(".inputs > .cause")).to_contain_text("is not a number")

    editor(page).fill("h = relu(X @ W1 + b1); scores = h @ W2 + b2; loss = cross_entropy(scores, label)")
    cell(page, "label/0").fill("4")
    told = page.get_by_text(re.compile("^There is no class 4: there are 2 classes, counted from 0 to 1"))
    expect(told).to_have_count(1)
    expect(told).to_be_in_viewport()
