"""Every digit of a number: by pointing, by touch and by keys; a click copies it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from waiting import tap, until

EXAMPLE = "?page=graph&example=sigmoid-neuron&cursor=8"
OpenPage = Callable[..., Page]
RESULT = ".arithmetic .result"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
DIGITS = "0.7310585786300049"  # 1 / (1 + exp(-1))


def digits(page: Page) -> Locator:
    return page.locator("#exactly output")


def copied(page: Page) -> object:
    return page.evaluate("navigator.clipboard.readText()")


def covers(page: Page, number: Locator) -> bool:
    one, other = (place.bounding_box() for place in (page.locator("#exactly"), number))
    assert one is not None
    assert other is not None
    apart = any(
        a[side] + a[size] <= b[side]
        for a, b in ((one, other), (other, one))
        for side, size in (("x", "width"), ("y", "height"))
    )
    return not apart


@pytest.fixture
def result(open_page: OpenPage) -> Callable[..., tuple[Page, Locator]]:
    def opened(**options: Any) -> tuple[Page, Locator]:
        page = open_page(EXAMPLE, **options)
        number = page.locator(RESULT)
        expect(number).to_have_attribute("data-full", DIGITS)
        return page, number

    return opened


def test_pointing_tells_every_digit_covers_nothing_and_a_click_copies_or_keys_do_until_the_step_is_left(
    result: Any,
) -> None:
    page, number = result()
    page.context.grant_permissions(CLIPBOARD)
    expect(number).to_have_text("0.731")
    number.hover()
    expect(digits(page)).to_be_visible()
    expect(digits(page)).to_have_text(DIGITS)
    assert not covers(page, number)
    page.keyboard.press("Escape")
    expect(digits(page)).to_be_hidden()
    card = page.locator(".card[data-node=f] .value text")
    card.hover()
    expect(digits(page)).to_be_visible()
    expect(digits(page)).to_have_text(DIGITS)
    assert not covers(page, card)
    page.mouse.move(4, 4)
    expect(digits(page)).to_be_hidden()

    number.click()
    expect(page.locator("#exactly button")).to_have_text("Copied")
    assert copied(page) == DIGITS
    page.mouse.move(4, 4)
    page.keyboard.press("Escape")
    expect(digits(page)).to_be_hidden()

    number.press("Shift+Tab")
    expect(digits(page)).to_have_text("1.3678794411714423")  # 1 + exp(-1), of which it is computed
    page.keyboard.press("Tab")
    expect(number).to_be_focused()
    expect(digits(page)).to_have_text(DIGITS)
    for key in ("Enter", "Control+c"):
        page.evaluate("navigator.clipboard.writeText('something else')")
        page.keyboard.press(key)
        until(page, lambda: copied(page) == DIGITS, f"the digits copied by {key}")
    page.keyboard.press("Escape")
    expect(digits(page)).to_be_hidden()
    expect(number).to_be_visible()  # Escape closed the digits and nothing else

    number.hover()
    expect(digits(page)).to_have_text(DIGITS)
    page.keyboard.press("Home")  # digits of a step that is left go with it
    expect(digits(page)).to_be_hidden()


def test_a_finger_is_told_every_digit_and_copies_by_the_button(result: Any) -> None:
    page, number = result(width=390, height=844, touch=True)
    page.context.grant_permissions(CLIPBOARD)
    number.scroll_into_view_if_needed()
    tap(number)
    expect(digits(page)).to_have_text(DIGITS)
    assert not covers(page, number)
    tap(page.locator("#exactly button"))
    expect(page.locator("#exactly button")).to_have_text("Copied")
    assert copied(page) == DIGITS
    tap(page.locator(".transport .phase"))
    expect(digits(page)).to_be_hidden()


def test_a_number_on_a_line_of_the_network_tells_every_digit(open_page: OpenPage) -> None:
    page = open_page("?sample=7", width=1920, height=1080)
    page.context.grant_permissions(CLIPBOARD)
    page.get_by_role("button", name="To end", exact=True).click()
    label = page.locator(".labels text").first
    expect(label).to_have_attribute("data-full", re.compile(r"^−?\d\.\d{5,}$"))
    told = label.get_attribute("data-full") or ""
    label.hover()
    expect(digits(page)).to_have_text(told)
    expect(page.locator("#exactly p")).to_contain_text("as it is after the update")
    label.click()
    expect(page.locator("#exactly button")).to_have_text("Copied")
    assert copied(page) == told.replace("−", "-")
    page.mouse.move(4, 4)
    expect(digits(page)).to_be_hidden()
    page.locator("[data-weight='0/0/0']").focus()
    for key in (
        "Tab",
        "Shift+Tab",
        "ArrowRight",
    ):  # after a click the arrows step, for who came by Tab they walk
        page.keyboard.press(key)
    weight = page.locator("[data-weight='1/0/0']")  # by keys one comes to the line itself
    expect(weight).to_be_focused()
    expect(digits(page)).to_have_text(weight.get_attribute("data-full") or "no digits")
    page.keyboard.press("Control+c")
    expect(page.locator("#exactly button")).to_have_text("Copied")
    page.keyboard.press("Escape")
    expect(digits(page)).to_be_hidden()


def test_what_a_button_does_is_told_to_keys_and_to_a_finger_that_rests_on_it(
    result: Any,
) -> None:
    page, _ = result(touch=True)
    words = page.locator("#exactly p")
    onward = page.get_by_role("button", name="Step forward", exact=True)
    page.get_by_role("button", name="Play", exact=True).focus()
    page.keyboard.press("Tab")
    expect(onward).to_be_focused()
    expect(words).to_have_text("Step forward (→)")
    page.keyboard.press("ArrowRight")  # it steps, and what is told is out of the way
    expect(words).to_be_hidden()
    slider = page.get_by_role("slider", name="Step", exact=True)
    expect(slider).to_have_value("9")
    box = onward.bounding_box()
    assert box is not None
    finger = page.context.new_cdp_session(page)
    place = [{"x": box["x"] + 9, "y": box["y"] + 9}]
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": place})
    expect(words).to_be_visible()
    expect(words).to_have_text("Step forward (→)")
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(slider).to_have_value("9")  # it was not pressed
    tap(onward)
    expect(slider).to_have_value("10")


def test_what_a_button_does_is_told_to_a_pointer_that_rests_on_it(page: Page) -> None:
    words = page.locator("#exactly p")
    for where, told in (
        (
            page.get_by_role("button", name="One step", exact=True),
            "One mini-batch: one update of the weights",
        ),
        (
            page.get_by_role("button", name="Undo", exact=True),
            "There is nothing to undo.",
        ),  # also when it rests
        (
            page.locator("label", has=page.get_by_label("Add", exact=True)),
            re.compile("^Click where you want a new point"),
        ),
        (page.locator("label.set", has=page.get_by_label("spiral", exact=True)), re.compile("^Spiral: ")),
        (page.locator(".boundary .scale"), re.compile("^The colours of the map: network output, from ")),
    ):
        where.hover()
        expect(words).to_be_visible()
        expect(words).to_have_text(told)
        assert not covers(page, where)
    page.mouse.move(640, 4)
    expect(words).to_be_hidden()
    train = page.get_by_role("button", name="Train", exact=True)
    train.hover()
    expect(words).to_have_text("Train or pause (T)")
    train.click()  # it is done, and what is told is out of the way
    expect(words).to_be_hidden()
    tile = page.get_by_label("xor", exact=True)
    tile.focus()
    tile.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(words).to_have_text(re.compile(r"^\w.+: "))  # of the data set that is chosen
