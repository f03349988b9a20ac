"""Where a step brings more numbers than can be read, the sum of one of them stands in full beside the picture: the
largest, or the one that is pointed at, tapped, or chosen by keys."""

from collections.abc import Callable
from urllib.parse import quote

from graph_pages import choose
from playwright.sync_api import Locator, Page, expect
from waiting import next_frame, tap

OpenPage = Callable[..., Page]

# The twelve numbers of x are -0.9, -0.7, ... 1.3, those of q twice as large.
NUMBERS = ", ".join(f"{-0.9 + 0.2 * at:.1f}" for at in range(12))
ADDRESS = "?page=graph&expression=" + quote(f"x = [{NUMBERS}]\nq = x * 2\nL = sum(q)")


def at_the_first_step(open_page: OpenPage, **options: object) -> Page:
    page = open_page(ADDRESS, **options)
    page.get_by_role("button", name="Step forward", exact=True).click()
    return page


def told(page: Page) -> Locator:
    return page.locator(".arithmetic .element")


def strip(page: Page) -> Locator:
    return page.get_by_role("slider", name="Element whose sum is shown")


def middle_of(page: Page, element: int) -> tuple[float, float]:
    """Where an element of the result stands: it is a column of twelve."""
    box = strip(page).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * (element - 0.5) / 12


def test_the_sum_of_the_largest_stands_there_whole_and_of_another_that_is_pointed_at_or_chosen_by_keys(
    open_page: OpenPage,
) -> None:
    page = at_the_first_step(open_page, reduced_motion="reduce")
    expect(told(page)).to_have_text("element 12, the largest:1.30×2=2.60")
    # It is told what stands there, in full, as of every number.
    told(page).locator(".result").hover()
    expect(page.locator("#exactly output")).to_have_text("2.6")
    page.mouse.move(*middle_of(page, 1))
    expect(told(page)).to_have_text("element 1:−0.900×2=−1.80")
    page.mouse.move(*middle_of(page, 5))
    expect(told(page)).to_have_text("element 5:−0.100×2=−0.200")
    page.mouse.move(400, 300)  # it stays when the pointer goes to the sum
    expect(told(page)).to_have_text("element 5:−0.100×2=−0.200")

    page.locator(".arithmetic .cell, .arithmetic .number").first.focus()
    for _ in range(30):
        if strip(page).evaluate("one => one.matches(':focus')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("End")
    expect(told(page)).to_have_text("element 12, the largest:1.30×2=2.60")
    page.keyboard.press("ArrowUp")
    expect(told(page)).to_have_text("element 11:1.10×2=2.20")
    page.keyboard.press("ArrowLeft")
    expect(told(page)).to_have_text("element 10:0.900×2=1.80")
    page.keyboard.press("Home")
    expect(told(page)).to_have_text("element 1:−0.900×2=−1.80")
    expect(strip(page)).to_be_focused()
    expect(strip(page)).to_have_attribute("aria-valuetext", "element 1: −1.8")
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("1")  # no step was made

    page.get_by_role("button", name="Step forward", exact=True).click()
    # Of many terms the largest stand there, and what the others come to.
    expect(told(page)).to_have_text("−1.80+2.20+2.60+the other 9:1.80=4.80")
    page.get_by_role("button", name="To end", exact=True).click()
    # Going back, the upstream gradient meets the local one.
    expect(told(page)).to_have_text("element 1, the largest:1×2=2")
    for projector in ("off", "on"):
        if projector == "on":
            page.keyboard.press("f")
            page.get_by_role("button", name="To end", exact=True).click()
        expect(page.locator("html")).to_have_attribute("data-projector", projector)
        for _ in range(2):
            expect(told(page)).to_be_visible()
            next_frame(page)
            cut = told(page).evaluate(
                "one => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().bottom"
                " > one.closest('.arithmetic').getBoundingClientRect().bottom"
            )
            assert not cut, told(page).inner_text()
            page.get_by_role("button", name="Step back", exact=True).click()


def test_small_arrays_are_numbers_and_have_no_such_line_and_none_begins_with_a_bracket_that_closes(
    open_page: OpenPage,
) -> None:
    page = open_page("?page=graph&example=softmax-classifier-on-digits", width=390, height=844)
    page.get_by_role("button", name="Step forward", exact=True).click()
    expect(told(page)).to_contain_text("exp(")
    pieces = told(page).locator("> *").all_inner_texts()
    assert len(pieces) > 3
    assert [one for one in pieces if one.lstrip().startswith(")")] == []

    page.set_viewport_size({"width": 1280, "height": 720})
    choose(page, "relu-vector")
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("0")
    page.get_by_role("button", name="Step forward", exact=True).click()
    expect(page.locator(".arithmetic .cell").first).to_be_visible()
    expect(told(page)).to_be_hidden()


def test_another_element_is_chosen_by_a_finger(open_page: OpenPage, touch_drag: Callable[..., None]) -> None:
    page = at_the_first_step(open_page, width=390, height=844, touch=True)
    strip(page).scroll_into_view_if_needed()
    page.touchscreen.tap(*middle_of(page, 9))
    expect(told(page)).to_have_text("element 9:0.700×2=1.40")
    box = strip(page).bounding_box()
    assert box is not None
    assert box["width"] >= 32  # a finger finds it, and goes along it to an element smaller than its tip
    touch_drag(page, middle_of(page, 9), middle_of(page, 3))
    expect(told(page)).to_have_text("element 3:−0.500×2=−1")


def test_the_weight_whose_update_is_shown_is_chosen_by_a_finger_and_no_line_is_covered(
    open_page: OpenPage,
) -> None:
    page = open_page("?sample=7&optimizer=Adam", width=390, height=844, touch=True)
    tap(page.get_by_role("button", name="To end", exact=True))
    tap(page.get_by_role("button", name="Step back", exact=True))
    cell = page.locator(".arithmetic .chooses .cell").nth(1)
    tap(cell)
    expect(page.locator(".arithmetic .words")).to_contain_text("element 1, 2")
    expect(page.locator("#exactly output")).to_have_text(cell.get_attribute("data-full") or "no digits")
    told_at, chosen = page.locator("#exactly").bounding_box(), cell.bounding_box()
    assert told_at is not None
    assert chosen is not None
    assert told_at["y"] + told_at["height"] <= chosen["y"]
