"""Back in time on the Network page: by mouse, finger and keys, to the pixel, and on from there."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect
from waiting import next_frame, until


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def moment(page: Page) -> Locator:
    return page.get_by_role("slider", name="Moment")


def said(page: Page) -> Locator:
    return page.locator(".scrubber output")


def trained(page: Page, epochs: int) -> None:
    for number in range(epochs):
        button(page, "One epoch").click()
        expect(page.locator("[data-epoch]")).to_have_text(str(number + 1))


# A digest of the pixels of each, before it of which moment and how fine it is, if it is of the map.
PIXELS = """all => Promise.all(all.map(async (one) => {
  const { moment, grid } = one.closest(".plot")?.dataset ?? {};
  const copy = new OffscreenCanvas(one.width || 1, one.height || 1).getContext("2d");
  copy.drawImage(one, 0, 0);
  const { data } = copy.getImageData(0, 0, copy.canvas.width, copy.canvas.height);
  return [moment, grid, new Uint8Array(await crypto.subtle.digest("SHA-256", data)).join()];
}))"""


def picture(page: Page) -> list[Any]:
    """The pixels of all canvases and the shapes of all other drawings, once they have come to rest with the fine map of
    the moment that is counted: until it has come, the fine map of the moment before is there, and then a coarse one,
    which rests too; and who asks for the moment that is there is sent the coarse one again. (Of what has not changed, a
    browser may paint the edges in another grey when it paints beside it.)"""
    found: list[Any] = []
    fine = [page.locator("[data-step]").inner_text(), "256"]

    def at_rest() -> bool:
        nonlocal found
        next_frame(page)
        before = found
        found = page.locator("canvas:visible").evaluate_all(PIXELS)
        is_fine = any(one[:2] == fine for one in found)
        found += page.locator("svg:visible").evaluate_all("all => all.map((one) => one.outerHTML)")
        return is_fine and before == found

    until(page, at_rest, "a picture that rests")
    return found


def test_to_and_fro_gives_the_same_pictures_to_the_pixel(open_page: Callable[..., Page]) -> None:
    page = open_page()
    trained(page, 4)
    moment(page).focus()
    seen: dict[int, list[Any]] = {}
    for place in (4, 1, 3):
        moment(page).fill(str(place))
        expect(said(page)).to_have_text(f"Epoch {place} of 4" if place < 4 else "Epoch 4")
        expect(page.locator("[data-epoch]")).to_have_text(str(place))
        seen[place] = picture(page)
    assert seen[4] != seen[1] != seen[3] != seen[4]
    address = page.url  # that of what was trained, which has come before what was asked for after it
    for place, key in ((2, "ArrowLeft"), (1, "ArrowLeft"), (0, "Home"), (4, "End"), (3, "ArrowLeft")):
        page.keyboard.press(key)
        expect(moment(page)).to_have_value(str(place))
        expect(page.locator("[data-epoch]")).to_have_text(str(place))
        if place in seen:
            until(page, lambda place=place: picture(page) == seen[place], f"the picture of epoch {place}")
        assert page.url == address


def test_it_is_dragged_a_sample_is_stepped_as_it_was_and_one_returns_to_now_or_goes_on_from_then(
    page: Page,
) -> None:
    weight = page.locator("[data-weight]").first
    trained(page, 4)
    now = weight.get_attribute("data-value")
    box: Any = moment(page).bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 6, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, y, steps=6)
    expect(page.locator("[data-epoch]")).to_have_text("2")
    page.mouse.move(box["x"] - 20, y, steps=6)
    page.mouse.up()
    expect(page.locator("[data-epoch]")).to_have_text("0")
    expect(said(page)).to_have_text("Epoch 0 of 4")

    moment(page).fill("1")
    expect(page.locator("[data-epoch]")).to_have_text("1")
    expect(weight).not_to_have_attribute("data-value", str(now))
    then = weight.get_attribute("data-value")
    button(page, "Step through").click()
    node = page.locator("[data-node=W1]")
    expect(node).to_be_visible()
    button(page, "To end").click()
    expect(node).to_have_attribute("data-value")
    moment(page).fill("4")  # the sample stays, the weights are those of now
    expect(said(page)).to_have_text("Epoch 4")
    button(page, "Close").click()
    expect(weight).to_have_attribute("data-value", str(now))
    moment(page).fill("1")
    expect(weight).to_have_attribute("data-value", str(then))
    button(page, "Now").click()
    expect(weight).to_have_attribute("data-value", str(now))
    expect(button(page, "Now")).to_be_disabled()
    expect(button(page, "Go on from here")).to_be_disabled()

    page.get_by_label("Speed", exact=True).select_option("1 step/s")
    moment(page).fill("1")
    expect(said(page)).to_have_text("Epoch 1 of 4")
    button(page, "Go on from here").click()
    expect(moment(page)).to_be_disabled()
    until(page, lambda: int(page.locator("[data-step]").inner_text()) > 20, "a step")
    button(page, "Pause training").click()
    expect(moment(page)).to_be_enabled()
    page.keyboard.press("ControlOrMeta+z")  # brings back what came after
    expect(page.locator("[data-epoch]")).to_have_text("4")
    expect(said(page)).to_have_text("Epoch 4")
    expect(moment(page)).to_have_attribute("max", "4")
    expect(button(page, "Redo")).to_have_attribute(
        "aria-description", "Redo: training continued from epoch 1. (Ctrl+Shift+Z)"
    )


def test_on_a_phone_it_is_dragged_by_a_finger(
    open_page: Callable[..., Page], touch_drag: Callable[..., None]
) -> None:
    page = open_page(width=390, height=844, touch=True)
    page.keyboard.press("t")
    until(page, lambda: int(page.locator("[data-epoch]").inner_text()) > 1, "some epochs")
    page.keyboard.press("t")
    expect(moment(page)).to_be_enabled()
    for projector in ("off", "on"):
        if projector == "on":
            moment(page).press("End")
            expect(said(page)).not_to_contain_text("of")
            page.keyboard.press("f")
        expect(page.locator("html")).to_have_attribute("data-projector", projector)
        moment(page).scroll_into_view_if_needed()
        box: Any = moment(page).bounding_box()
        assert box["height"] >= 24
        y = box["y"] + box["height"] / 2
        touch_drag(page, (box["x"] + box["width"] - 10, y), (box["x"] + 2, y), steps=5)
        expect(page.locator("[data-epoch]")).to_have_text("0")
        expect(said(page)).to_contain_text("Epoch 0 of")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
