"""The network's drawing: layers built by dragging, features switched, weights changed in place."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect
from serving import Server
from waiting import next_frame, tap


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """With two hidden layers of 4 and 2 neurons."""
    return open_page("?layers=4,2")


def layer(page: Page, number: int) -> Locator:
    return page.get_by_role("group", name=re.compile(f"^Hidden layer {number}:"))


def header(page: Page, number: int) -> Locator:
    return layer(page, number).locator(".head b")


def handle(page: Page, number: int) -> Locator:
    return page.get_by_role("button", name=f"Resize hidden layer {number}")


def total(page: Page) -> Locator:
    return page.get_by_label("Parameters", exact=True)


def weight(page: Page, key: str) -> Locator:
    return page.locator(f'[data-weight="{key}"]')


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None, f"{place} is not on the page"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def take(page: Page, place: Locator, right: float, down: float) -> None:
    """Presses the mouse on a place and moves it; the button stays pressed."""
    x, y = middle(place)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=3)


def drag(page: Page, place: Locator, right: float, down: float) -> None:
    take(page, place, right, down)
    page.mouse.up()


def widths(page: Page, *expected: int) -> None:
    """The hidden layers have these widths, in the labels, in the drawing and in the formula."""
    expect(page.get_by_role("group", name=re.compile("^Hidden layer"))).to_have_count(len(expected))
    for number, width in enumerate(expected, start=1):
        expect(layer(page, number)).to_have_accessible_name(
            re.compile(rf"^Hidden layer {number}: {width} neurons?, ")
        )
        expect(page.locator(f'[data-neuron^="{number - 1}/"]')).to_have_count(width)
    every = [2, *expected, 1]
    terms = [f"{fan_in + 1}*{fan_out}" for fan_in, fan_out in pairwise(every)]
    count = sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(every))
    expect(total(page)).to_contain_text(f"{count} parameters = {' + '.join(terms)}")


def test_a_handle_widens_or_narrows_a_layer_that_keeps_its_weights_and_keys_build_too(page: Page) -> None:
    kept = {key: weight(page, key).get_attribute("data-value") or "" for key in ("0/0/0", "0/0/1", "2/0/0")}
    take(page, handle(page, 1), 0, 70)
    expect(page.locator(".ghost").first).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".ghost")).to_have_count(0)
    widths(page, 4, 2)
    take(page, handle(page, 1), 0, 70)
    expect(total(page)).to_contain_text("25 →")
    next_frame(page)
    drafted = page.locator(".ghost").count()
    assert drafted > 0, "the neurons to come are not drawn"
    expect(page.locator('[data-neuron^="0/"]')).to_have_count(4)
    page.mouse.up()
    widths(page, 4 + drafted, 2)
    expect(page.locator(".ghost")).to_have_count(0)
    drag(page, handle(page, 1), 0, -400)
    widths(page, 1, 2)
    for key, value in kept.items():
        expect(weight(page, key)).to_have_attribute("data-value", value)
    expect(weight(page, "0/1/0")).to_have_count(0)

    layer(page, 1).focus()
    for key in "+++-":
        page.keyboard.press(key)
    widths(page, 3, 2)
    page.keyboard.press("Alt+ArrowRight")
    widths(page, 2, 3)
    expect(layer(page, 2)).to_be_focused()
    page.keyboard.press("Delete")
    widths(page, 2)
    page.get_by_role("button", name="Insert a layer after hidden layer 1").focus()
    page.keyboard.press("Enter")
    widths(page, 2, 2)
    expect(layer(page, 2)).to_be_focused()
    for _ in range(4):
        page.keyboard.press("-")
    widths(page, 2, 1)  # a layer has at least one neuron


def test_a_new_layer_is_pulled_out_of_a_gap_a_click_on_one_inserts_another_and_eight_are_the_most(
    page: Page,
) -> None:
    gap = page.get_by_role("button", name="Insert a layer after hidden layer 1")
    take(page, gap, 0, 60)
    expect(page.locator(".ghost").first).to_be_attached()
    next_frame(page)
    drafted = page.locator(".ghost").count()
    assert drafted > 1
    page.mouse.up()
    widths(page, 4, drafted, 2)
    page.get_by_role("button", name="Insert a layer after the inputs").click()
    widths(page, 4, 4, drafted, 2)
    for number in range(4, 8):
        page.get_by_role("button", name=f"Insert a layer after hidden layer {number}").click()
        expect(layer(page, number + 1)).to_be_attached()
    expect(page.get_by_role("button", name="Insert a layer after the inputs")).to_be_disabled()


def test_a_layer_dragged_away_is_removed_and_says_so_before_brought_back_stays_and_sideways_changes_places(
    page: Page,
) -> None:
    take(page, header(page, 1), 10, 120)
    x, y = middle(header(page, 1))
    page.mouse.move(x, y - 118, steps=4)
    expect(page.get_by_text("release to remove").first).to_be_hidden()
    page.mouse.up()
    widths(page, 4, 2)
    (x1, _), (x2, _) = middle(header(page, 1)), middle(header(page, 2))
    drag(page, header(page, 1), x2 - x1 + 5, 6)
    widths(page, 2, 4)
    take(page, header(page, 2), 10, 120)
    expect(page.get_by_text("release to remove").locator("visible=true")).to_have_count(1)
    expect(total(page)).to_contain_text("23 → 9 parameters = 3*2 + 3*1")
    page.mouse.up()
    widths(page, 2)
    page.get_by_role("button", name="Remove hidden layer 1").click()
    widths(page)


def test_the_focus_stays_in_the_drawing_when_an_answer_comes_late_and_when_undo_takes_the_layer(
    open_page: Callable[..., Page], own_server: Server
) -> None:
    page = open_page("?layers=4,2", server=own_server)
    layer(page, 2).focus()
    own_server.hold()
    page.keyboard.press("Delete")
    expect(total(page).locator(".was")).to_have_count(0)  # the answer is not waited for any longer
    widths(page, 4, 2)
    own_server.go_on()
    widths(page, 4)
    expect(layer(page, 1)).to_be_focused()
    page.get_by_role("button", name="Insert a layer after hidden layer 1").press("Enter")
    widths(page, 4, 4)
    expect(layer(page, 2)).to_be_focused()
    page.keyboard.press("Control+z")
    widths(page, 4)
    expect(layer(page, 1)).to_be_focused()


def test_fingers_build_a_network(open_page: Callable[..., Page], touch_drag: Callable[..., None]) -> None:
    page = open_page("?layers=4,2", width=390, height=844, touch=True, is_mobile=True)

    def pull(place: Locator, right: float, down: float) -> None:
        place.scroll_into_view_if_needed()
        x, y = middle(place)
        touch_drag(page, (x, y), (x + right, y + down))

    pull(handle(page, 1), 0, -200)
    widths(page, 1, 2)
    gap = page.get_by_role("button", name="Insert a layer after hidden layer 1")
    tap(gap)
    widths(page, 1, 1, 2)
    (x2, _), (x3, _) = middle(header(page, 2)), middle(header(page, 3))
    pull(header(page, 3), x2 - x3 - 5, 4)
    widths(page, 1, 2, 1)
    pull(header(page, 2), 4, 110)
    widths(page, 1, 1)


def test_features_are_switched_and_dragged_in_and_out_and_each_layer_has_a_function_of_its_own(
    page: Page,
) -> None:
    square = page.get_by_role("switch", name="x1^2", exact=True)
    expect(square).not_to_be_checked()
    square.click()
    expect(square).to_be_checked()
    expect(total(page)).to_contain_text("29 parameters = 4*4 + 5*2 + 3*1")
    square.press("Enter")
    expect(square).not_to_be_checked()
    product = page.get_by_role("switch", name="x1*x2", exact=True)
    take(page, product, 40, -10)
    expect(total(page)).to_contain_text("25 → 29 parameters = 4*4")
    page.mouse.up()
    expect(product).to_be_checked()
    drag(page, product, -60, 0)
    expect(product).not_to_be_checked()
    drag(page, product, 3, 30)
    expect(product).not_to_be_checked()

    activation = page.get_by_label("Activation of hidden layer 2")
    activation.select_option("relu")
    expect(layer(page, 2)).to_have_accessible_name("Hidden layer 2: 2 neurons, relu")
    expect(layer(page, 1)).to_have_accessible_name("Hidden layer 1: 4 neurons, tanh")
    activation.select_option("maxout")  # both of its pieces have their weights
    expect(page.locator('[data-weight^="1/"]')).to_have_count(2 * 2 * (4 + 1))
    expect(total(page)).to_contain_text("35 parameters = 3*4 + 2*5*2 + 3*1")

    page.get_by_role("switch", name="x1", exact=True).click()
    expect(page.get_by_role("switch", name="x1", exact=True)).not_to_be_checked()
    last = page.get_by_role("switch", name="x2", exact=True)
    last.click()
    expect(page.get_by_text("The network needs at least one feature.")).to_be_visible()
    expect(last).to_be_checked()


def test_every_weight_has_its_name_and_shows_its_value_and_the_big_map_the_neuron_that_is_pointed_at(
    page: Page,
) -> None:
    expect(page.locator("[data-weight]")).to_have_count(25)
    for place in page.locator("[data-weight]").all():
        float(place.get_attribute("data-value") or "")
    expect(weight(page, "0/0/0")).to_have_accessible_name(
        re.compile("^Weight from x1 to neuron 1 of hidden layer 1: ")
    )
    expect(weight(page, "2/0/bias")).to_have_accessible_name("Bias of the output: 0")
    before = float(weight(page, "2/0/1").get_attribute("data-value") or "")
    x, y = middle(weight(page, "2/0/1"))
    page.mouse.move(x, y)
    note = page.get_by_role("tooltip").filter(has_text="Weight from neuron 2 of hidden layer 2 to the output")
    expect(note).to_contain_text(f"{abs(before):.5f}"[:-1])
    page.mouse.click(x, y)
    field = page.get_by_role("textbox", name=re.compile("^Weight from neuron 2"))
    expect(field).to_be_focused()
    field.fill("-1.25")
    field.press("Enter")
    expect(weight(page, "2/0/1")).to_have_attribute("data-value", "-1.25")
    expect(field).to_be_hidden()
    # What the keys point at says the new value at once, without a move of the mouse.
    weight(page, "2/0/1").focus()
    page.keyboard.press("Enter")
    field.fill("0")
    field.press("Enter")
    expect(weight(page, "2/0/1")).to_have_attribute("data-value", "0")
    expect(note.locator("code").first).to_have_text("0")

    expect(page.locator(".boundary .plot")).to_have_attribute("data-grid", "256")  # in full resolution
    first = page.locator('[data-neuron="0/0"]')
    first.hover()
    expect(first).to_have_class(re.compile("probed"))
    page.mouse.move(640, 10)
    expect(first).not_to_have_class(re.compile("probed"))
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator('[data-neuron="0/1"]')).to_have_class(re.compile("probed"))


def test_a_bias_is_changed_by_click_but_by_no_text_that_is_no_number_a_weight_by_keys_and_all_by_training(
    page: Page,
) -> None:
    weight(page, "2/0/bias").click()
    field = page.get_by_role("textbox", name="Bias of the output", exact=True)
    field.fill("0,5")
    field.press("Enter")
    expect(weight(page, "2/0/bias")).to_have_attribute("data-value", "0.5")
    expect(field).to_be_hidden()
    before = weight(page, "2/0/bias").get_attribute("data-value") or ""
    for text in ("abc", "", "1.2.3", "1e999", "--1", "1,000"):
        weight(page, "2/0/bias").click()
        field.fill(text)
        field.press("Enter")
        expect(page.get_by_role("alert").filter(has_text=re.compile("number|two ways")), text).to_be_visible()
        expect(field, text).to_have_value(text)
        expect(field, text).to_be_focused()
        field.press("Escape")
        expect(field, text).to_be_hidden()
        expect(weight(page, "2/0/bias")).to_have_attribute("data-value", before)
    weight(page, "0/0/0").focus()
    page.keyboard.press("ArrowDown")
    expect(weight(page, "0/0/1")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(weight(page, "0/0/1")).to_have_attribute("data-value", "2")
    expect(weight(page, "0/0/1")).to_be_focused()
    before = weight(page, "0/0/0").get_attribute("data-value") or ""
    page.get_by_role("button", name="One step", exact=True).click()
    expect(weight(page, "0/0/0")).not_to_have_attribute("data-value", before)


def test_stepping_fills_the_drawing_step_by_step_and_a_click_on_a_weight_shows_its_mini_batch(
    page: Page,
) -> None:
    page.get_by_role("button", name="Step through").click()
    forward = page.get_by_role("button", name="Step forward")
    expect(forward).to_be_enabled()
    hidden, output = page.locator('[data-neuron="0/0"]'), page.locator('[data-neuron="2/0"]')
    edge = weight(page, "0/0/0")
    for place in (hidden, output):
        assert place.get_attribute("data-value") is None
    for place in (hidden, output, edge):
        assert place.get_attribute("data-gradient") is None
    while hidden.get_attribute("data-value") is None:
        forward.click()
    assert output.get_attribute("data-value") is None
    page.get_by_role("button", name="To end").click()
    rate, gradient = 0.03, float(edge.get_attribute("data-gradient") or "")
    updated = float(edge.get_attribute("data-update") or "")
    assert updated == pytest.approx(float(edge.get_attribute("data-value") or "") - rate * gradient, abs=1e-6)
    page.get_by_role("button", name="To start").click()
    assert edge.get_attribute("data-update") is None
    weight(page, "0/0/bias").click()
    expect(page.get_by_text(re.compile("bias 1 of layer 1", re.IGNORECASE)).first).to_be_visible()
    expect(page.get_by_role("textbox", name=re.compile("^Bias of"))).to_have_count(0)
