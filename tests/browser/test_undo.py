"""Undo and redo, by button and by key; an expression of one's own that comes back; and the browser's way back."""

import re

from playwright.sync_api import Page, expect
from waiting import until

from playground.shared.history import ONE_MOVE

PLAYGROUND = re.compile("/playground")
UNDO, REDO = "ControlOrMeta+z", "ControlOrMeta+Shift+z"


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def weights(page: Page) -> list[str]:
    return page.locator("[data-weight]").evaluate_all("all => all.map(one => one.dataset.value)")


def layer(page: Page, number: int):
    return page.get_by_role("group", name=re.compile(f"^Hidden layer {number}"))


def remove_layer(page: Page, number: int) -> None:
    layer(page, number).focus()
    page.keyboard.press("Delete")


def heard(page: Page):
    return page.locator(".heard")


def drag(page: Page, name: str, share: float, held: bool = False, let_go: bool = True) -> None:
    """A slider drawn from where it is, in several moves of the mouse; `held`: it has not been let go of before."""
    slider = page.get_by_role("slider", name=name)
    box = slider.bounding_box()
    assert box
    value, most = float(slider.input_value()), float(slider.get_attribute("max") or 1)
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * value / most, y)
    if not held:
        page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * share, y, steps=8)
    if let_go:
        page.mouse.up()


class TestNetwork:
    def test_buttons_and_keys_take_back_and_make_again_but_in_a_field_or_over_a_list_the_keys_do_not(
        self, page: Page
    ) -> None:
        undo, redo, optimizer = button(page, "Undo"), button(page, "Redo"), page.get_by_label("Optimizer")
        for one in (undo, redo):
            expect(one).to_be_disabled()
        expect(undo).to_have_attribute("aria-description", "There is nothing to undo.")
        optimizer.select_option("Adam")
        words = "Optimizer changed from SGD to Adam."
        expect(undo).to_have_attribute("aria-description", f"Undo: {words} (Ctrl+Z)")
        undo.click()
        expect(optimizer).to_have_value("SGD")
        expect(redo).to_have_attribute("aria-description", f"Redo: {words} (Ctrl+Shift+Z)")
        redo.click()
        expect(optimizer).to_have_value("Adam")
        expect(redo).to_be_disabled()

        # The keyboard goes to the other button where one can do nothing more.
        undo.focus()
        page.keyboard.press("Enter")
        expect(redo).to_be_focused()
        page.keyboard.press("Enter")
        expect(undo).to_be_focused()

        optimizer.focus()  # of a choice that has the focus they are keys too
        for again in ("ControlOrMeta+y", REDO):
            expect(undo).to_be_enabled()
            page.keyboard.press(UNDO)
            expect(optimizer).to_have_value("SGD")
            expect(redo).to_be_enabled()
            page.keyboard.press(again)
            expect(optimizer).to_have_value("Adam")

        field = page.get_by_role("textbox", name="Learning rate")
        field.click()
        page.keyboard.press("End")
        page.keyboard.type("5")
        expect(field).to_have_value("0.035")
        page.keyboard.press(UNDO)
        expect(field).to_have_value("0.03")
        expect(optimizer).to_have_value("Adam")

        undo.focus()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Ctrl+Shift+Z")
        page.keyboard.press(UNDO)
        page.keyboard.press("Escape")
        button(page, "One step").click()
        expect(page.locator("[data-step]")).to_have_text("1")
        expect(optimizer).to_have_value("Adam")

    def test_the_key_takes_back_what_was_changed_this_very_moment(self, page: Page) -> None:
        optimizer = page.get_by_label("Optimizer")
        # In one task: nothing of the change can have been told by the server before the key is pressed.
        optimizer.evaluate(
            """one => {
                one.value = "Adam";
                one.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
                document.body.dispatchEvent(
                    new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true, cancelable: true }));
            }"""
        )
        expect(button(page, "Redo")).to_be_enabled()
        expect(optimizer).to_have_value("SGD")

    def test_a_slider_that_is_dragged_is_one_step_and_so_is_one_on_which_the_hand_rests(
        self, page: Page
    ) -> None:
        slider = page.get_by_role("slider", name="Noise")
        before = slider.input_value()
        drag(page, "Noise", 0.8)
        expect(button(page, "Undo")).to_be_enabled()
        page.wait_for_url(re.compile(r"noise=0\.[78]"))
        page.keyboard.press(UNDO)
        expect(slider).to_have_value(before)
        expect(button(page, "Undo")).to_be_disabled()

        drag(page, "Noise", 0.4, let_go=False)
        page.wait_for_url(re.compile(r"noise=0\.[34]"))
        rested = f"(began) => performance.now() - began > {1000 * ONE_MOVE}"
        page.wait_for_function(rested, arg=page.evaluate("performance.now()"), polling=100)
        drag(page, "Noise", 0.8, held=True)
        page.wait_for_url(re.compile(r"noise=0\.[78]"))
        page.keyboard.press(UNDO)
        expect(slider).to_have_value(before)
        expect(button(page, "Undo")).to_be_disabled()


class TestGraph:
    def test_numbers_and_examples_are_taken_back_and_ones_own_expression_outlives_a_reload(
        self, open_page
    ) -> None:
        graph: Page = open_page("?page=graph")
        text, undo = graph.get_by_role("textbox", name="Expression"), button(graph, "Undo")
        picker = graph.get_by_label("Example", exact=True)
        u = graph.locator('[data-node="u"]')

        grip = graph.get_by_role("slider", name="Drag x")
        box = grip.bounding_box()
        assert box
        graph.mouse.move(box["x"] + 4, box["y"] + 8)
        graph.mouse.down()
        graph.mouse.move(box["x"] + 94, box["y"] + 8, steps=8)
        graph.mouse.up()
        expect(graph.locator('[data-node="x"]')).not_to_have_attribute("data-value", "-2")
        graph.keyboard.press(UNDO)
        expect(graph.locator('[data-node="x"]')).to_have_attribute("data-value", "-2")
        expect(undo).to_be_disabled()

        text.fill("u * v + 1")
        expect(u).to_have_count(1)
        graph.get_by_role("button", name="Next example").click()  # by accident
        expect(text).not_to_have_value("u * v + 1")
        undo.click()
        expect(text).to_have_value("u * v + 1")
        expect(u).to_have_count(1)
        undo.click()
        expect(text).to_have_value("(x + y) * z")
        expect(undo).to_be_disabled()
        graph.keyboard.press(REDO)
        expect(text).to_have_value("u * v + 1")
        expect(u).to_have_count(1)

        cell = graph.locator('[data-input="u"]')
        cell.fill("7")
        cell.press("Enter")
        expect(u).to_have_attribute("data-value", "7")
        picker.select_option("Sigmoid neuron")
        expect(text).not_to_have_value("u * v + 1")
        graph.wait_for_url(re.compile("example=sigmoid-neuron"))
        picker.select_option("Your own expression")
        expect(text).to_have_value("u * v + 1")
        expect(cell).to_have_value("7")
        picker.select_option("Sigmoid neuron")
        graph.wait_for_url(re.compile("example=sigmoid-neuron"))
        graph.reload()
        expect(picker.locator("option", has_text="Your own expression")).not_to_have_attribute("hidden", "")
        picker.select_option("Your own expression")
        expect(text).to_have_value("u * v + 1")
        expect(cell).to_have_value("7")


class TestWayBack:
    """The browser's Back goes from page to page, and not out of the playground with what was changed."""

    def test_with_nothing_changed_it_leaves_and_where_nothing_was_typed_nothing_is_offered(
        self, open_page
    ) -> None:
        page: Page = open_page("?page=graph")
        own = page.get_by_label("Example", exact=True).locator("option", has_text="Your own expression")
        expect(own).to_have_attribute("hidden", "")
        page.go_back()
        expect(page).not_to_have_url(PLAYGROUND)

    def test_a_trained_layer_comes_back_with_its_weights_and_after_a_change_only_another_time_back_leaves(
        self, page: Page
    ) -> None:
        for _ in range(3):
            button(page, "One epoch").click()
        expect(page.locator("[data-epoch]")).to_have_text("3")
        trained, loss = weights(page), page.locator('[data-number="train_loss"]').inner_text()
        remove_layer(page, 2)
        expect(layer(page, 2)).to_have_count(0)
        expect(page.locator("[data-epoch]")).to_have_text("0")
        expect(button(page, "Undo")).to_be_enabled()  # what can be undone is told after what has changed

        page.go_back()
        told = page.get_by_role("status").filter(has_text="You are still in the playground.")
        expect(told).to_be_visible()
        expect(layer(page, 1)).to_have_count(1)
        expect(layer(page, 2)).to_have_count(0)
        expect(page).to_have_url(re.compile("layers=4"))

        page.keyboard.press(UNDO)
        expect(layer(page, 2)).to_have_count(1)
        expect(page.locator("[data-epoch]")).to_have_text("3")
        expect(page.locator('[data-number="train_loss"]')).to_have_text(loss)
        until(page, lambda: weights(page) == trained, "the trained weights")
        expect(heard(page)).to_have_text("Undone: layer 2 removed. The run is back at epoch 3.")
        expect(button(page, "Undo")).to_be_disabled()

        page.keyboard.press(REDO)
        expect(layer(page, 2)).to_have_count(0)
        expect(heard(page)).to_have_text("Redone: layer 2 removed.")
        expect(button(page, "Undo")).to_be_enabled()
        page.go_back()
        expect(page.locator(".stayed")).to_be_visible()
        page.go_back()
        expect(page).not_to_have_url(PLAYGROUND)

    def test_it_goes_to_the_page_before_however_much_was_changed_and_each_has_changes_of_its_own(
        self, page: Page
    ) -> None:
        undo = button(page, "Undo")
        remove_layer(page, 2)
        expect(undo).to_be_enabled()
        page.get_by_role("link", name="Graph").click()
        text = page.get_by_role("textbox", name="Expression")
        expect(text).to_be_visible()
        expect(undo).to_be_disabled()
        for expression in ("u * v", "u * v + 1", "u + v"):
            text.fill(expression)
            expect(page.locator(".makes")).to_be_visible()
        expect(undo).to_be_enabled()
        page.go_back()
        expect(page.locator("[data-neuron]:visible").first).to_be_visible()
        expect(page).to_have_url(re.compile("layers=4"))
        expect(page.locator(".stayed")).to_be_hidden()
        expect(undo).to_be_enabled()
        page.keyboard.press(UNDO)
        expect(layer(page, 2)).to_have_count(1)
        page.go_forward()
        expect(text).to_have_value("u + v")
