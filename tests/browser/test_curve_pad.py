"""A curve is drawn by mouse, by finger and by keys, and networks learn it: on the Network and the Compare page."""

import re

import pytest
from playwright.sync_api import expect
from waiting import tap, until

pytestmark = pytest.mark.still

SINE = "dataset=sine&features=x&output=linear&loss=mean squared&noise=0&layers=4&activations=tanh"


def pad(page):
    return page.get_by_role("application", name="Draw a curve")


def drawn(page):
    """The heights that the pad shows, left, in the middle and right, of 100 from top to bottom."""
    numbers = [
        float(one) for one in re.findall(r"[\d.]+", pad(page).locator(".curve").get_attribute("d") or "")
    ]
    heights = [height / 1.2 for height in numbers[1::2]]
    return heights and [round(heights[at]) for at in (0, len(heights) // 2, -1)]


def draw(page, *shares):
    pad(page).scroll_into_view_if_needed()
    box = pad(page).bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in shares]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=5)
    page.mouse.up()


def near(page, *wanted):
    def found():
        now = drawn(page)
        return bool(now) and all(abs(one - other) <= 3 for one, other in zip(now, wanted, strict=True))

    until(page, found, f"a curve of heights {wanted}")


def test_on_the_network_page_a_curve_is_drawn_and_a_stroke_is_taken_back(open_page):
    page = open_page(f"?page=network&{SINE}")
    page.get_by_text("Draw a curve", exact=True).click()
    expect(pad(page)).not_to_have_attribute("data-drawn", "")
    draw(page, (0.01, 0.9), (0.5, 0.1), (0.99, 0.9))
    expect(page.locator(".data .about")).to_contain_text("Drawn by hand")
    near(page, 90, 10, 90)
    expect(page).to_have_url(re.compile("dataset=drawn.*curve="))
    link = page.url.split("?")[1]
    draw(page, (0.5, 0.5), (0.99, 0.5))
    near(page, 90, 50, 50)
    page.keyboard.press("Control+z")
    near(page, 90, 10, 90)
    again = open_page("?" + link)
    near(again, 90, 10, 90)
    page.get_by_role("radio", name="circle", exact=True).check()
    expect(pad(page)).to_be_hidden()


def test_on_the_compare_page_all_runs_learn_what_is_drawn_by_keys_or_typed(open_page):
    page = open_page(f"?page=compare&{SINE}&compare_values=[0.01,0.1]")
    page.get_by_text("Your own curve").click()
    pad(page).focus()
    page.keyboard.press("Space")
    for key in ["ArrowRight"] * 8 + ["ArrowUp"] * 4 + ["ArrowRight"] * 2:
        page.keyboard.press(key)
    page.keyboard.press("Space")
    near(page, 50, 30, 30)
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(pad(page)).not_to_have_attribute("data-drawn", "")
    draw(page, (0.01, 0.2), (0.99, 0.8))
    near(page, 20, 50, 80)
    page.get_by_label("Typed", exact=True).fill("x1*x2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="x alone")).to_be_visible()
    page.get_by_label("Typed", exact=True).fill("x**2 + 2*x + 2")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("dataset=function"))
    expect(pad(page)).not_to_have_attribute("data-drawn", "")
    page.get_by_role("button", name="One step", exact=True).click()
    expect(page.locator("[data-step]").locator("visible=true").last).to_have_text("1")


def test_with_a_finger_on_a_phone(open_page):
    page = open_page(f"?page=compare&{SINE}", width=390, height=844, touch=True)
    tap(page.get_by_text("Your own curve"))
    pad(page).scroll_into_view_if_needed()
    box = pad(page).bounding_box()
    touch = page.context.new_cdp_session(page)
    for kind, share in (("touchStart", 0.05), ("touchMove", 0.5), ("touchMove", 0.95), ("touchEnd", None)):
        place = (
            []
            if share is None
            else [{"x": box["x"] + share * box["width"], "y": box["y"] + 0.25 * box["height"]}]
        )
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": place})
    near(page, 25, 25, 25)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
