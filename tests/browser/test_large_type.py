"""In projector mode nothing is small or squeezed, and what is needed is there."""

from collections.abc import Callable

import legible
import pytest
from data_pages import VALUES, upload
from playwright.sync_api import Page, expect
from waiting import next_frame, until

OpenPage = Callable[..., Page]
LEAST = 18  # px
EIGHT = "?layers=4,4,4,4,4,4,4,4&activations=" + ",".join(["tanh"] * 8)
CLOSER = 1.25  # how much wider a new number would be, that is set closer to show in what digit it is new

SQUEEZED = (
    "(closer) => {"
    + legible.ROOTS
    + """
  const found = [];
  for (const root of roots)
    for (const one of root.querySelectorAll("[textLength]")) {
      const set = one.getComputedTextLength();
      const twin = one.cloneNode(true);
      twin.removeAttribute("textLength");
      one.after(twin);
      if (twin.getComputedTextLength() > closer * set) found.push(one.textContent);
      twin.remove();
    }
  return found;
}"""
)


# How much of a part is scrolled away in what holds it.
SCROLLED = """one => {
  let most = 0;
  for (let at = one; at; at = at.parentElement ?? at.getRootNode().host)
    if (getComputedStyle(at).overflowY === "auto") most = Math.max(most, at.scrollHeight - at.clientHeight);
  return most;
}"""


def expect_large(page: Page, doing: str) -> None:
    next_frame(page)
    written = legible.texts(page)
    small = {(one["text"], one["where"], one["size"]) for one in written if 0 < one["size"] < LEAST - 0.1}
    assert not small, doing
    assert page.evaluate(SQUEEZED, CLOSER) == [], doing


def expect_all_data(page: Page, fields: list[str]) -> None:
    """What one chooses of the data is in sight, and nothing of it to be scrolled to."""
    for field in fields:
        expect(page.get_by_label(field)).to_be_in_viewport(ratio=0.99)
    assert page.locator("section.data").evaluate(SCROLLED) == 0


def step(page: Page, doing: str) -> None:
    slider = page.get_by_role("slider", name="Step", exact=True)
    expect(slider).to_be_visible()
    for share in (0.3, 0.7, 1.0):
        slider.fill(str(round(share * int(slider.get_attribute("max") or 0))))
        expect_large(page, f"{doing}, {share:.0%} of the way")


@pytest.mark.parametrize("name", ["network", "graph", "digits", "compare"])
def test_nothing_is_small_or_squeezed(open_page: OpenPage, name: str) -> None:
    page = open_page(f"?page={name}&projector=on", reduced_motion="reduce")
    expect_large(page, "at rest")
    if name == "network":
        expect_all_data(page, ["Your own function", "Noise", "Samples", "Training split", "CSV file"])
        upload(page, VALUES.encode())
        expect(page.locator(".data .about")).to_contain_text("mine")
        expect_all_data(page, ["Your own function", "Training split", "CSV file"])
        expect(page.get_by_role("button", name="Choose columns…")).to_be_in_viewport(ratio=0.99)
        expect_large(page, "with a file")
    if name in ("network", "compare"):
        page.get_by_role("button", name="One epoch", exact=True).click()
        expect_large(page, "after an epoch")
    for tab in ("Curves", "Mistakes", "Look inside") if name == "digits" else ():
        page.get_by_role("tab", name=tab, exact=True).click()
        if tab == "Mistakes":
            expect(page.get_by_role("grid", name="Confusion matrix")).to_be_visible()
        expect_large(page, tab)
    for _ in range(5 if name == "digits" else 0):
        page.get_by_role("button", name="Next", exact=True).click()
        expect_large(page, "in the lesson")
    for width, height in ((1920, 1080), (1280, 720)) if name == "digits" else ():
        page.set_viewport_size({"width": width, "height": height})
        next_frame(page)
        epoch = page.get_by_text("Epoch 0 of 3", exact=True)
        assert epoch.evaluate("one => one.scrollWidth - one.clientWidth") <= 0, f"cut at {width}x{height}"
    if name == "compare":
        return
    if name != "graph":
        page.get_by_role("button", name="Step through", exact=True).first.click()
    step(page, "stepping")


def test_eight_layers_fit_with_the_output_and_all_their_buttons(open_page: OpenPage) -> None:
    page = open_page(f"{EIGHT}&projector=on", reduced_motion="reduce")
    scroller = page.locator(".network .scroller")
    assert scroller.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    expect(page.get_by_role("combobox", name="Output activation")).to_be_in_viewport(ratio=0.99)
    for place in page.locator(".network .foot > :visible, .network .gap, .network .remove").all():
        expect(place).to_be_in_viewport(ratio=0.99)
    expect_large(page, "eight layers")
    page.get_by_role("button", name="Step through", exact=True).first.click()
    step(page, "stepping through eight layers")
    expect(page.locator("[data-weight='8/0/bias']")).to_be_in_viewport()  # what the last step has updated


# What is chosen in a menu, or stands over a field, and has less room than it needs.
CUT = (
    "() => {"
    + legible.ROOTS
    + """
  const seen = (root, what) => [...root.querySelectorAll(what)].filter((one) => one.checkVisibility());
  const found = [];
  for (const root of roots) {
    for (const menu of seen(root, ".settings select:not(.quick)")) {
      const twin = menu.cloneNode();
      twin.append(menu.selectedOptions[0].cloneNode(true));
      Object.assign(twin.style, { position: "absolute", width: "auto", minWidth: "0" });
      menu.after(twin);
      if (twin.offsetWidth > menu.offsetWidth) found.push(twin.textContent);
      twin.remove();
    }
    const labels = seen(root, ".settings label").filter((one) => one.scrollWidth > one.clientWidth + 1);
    found.push(...labels.map((one) => one.textContent));
  }
  return found;
}"""
)


def test_beside_a_lesson_the_buttons_stand_within_their_column_and_the_map_is_large(
    open_page: OpenPage,
) -> None:
    lesson = "&projector=on&lesson=one-gate&lesson_step=1"
    page = open_page(f"?page=network{lesson}")
    paste = page.get_by_role("button", name="Paste code", exact=True)
    expect(paste).to_be_visible()
    right = "one => one.getBoundingClientRect().right"
    assert paste.evaluate(right) <= page.locator(".network .foot").evaluate(right)
    page.goto(page.url.split("?")[0] + f"?page=compare&compare_view=landscape{lesson}")
    expect(page.locator(".start[aria-label]")).to_be_visible()
    # It is drawn anew at each size that it has on the way.
    side = page.locator(".landscape .axes").evaluate
    until(page, lambda: side("one => one.querySelector('.edge').getBBox().width") > 200, "a large map")
    for name in ("Map as SVG", "Map as PNG"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport()


def test_no_setting_is_cut_and_where_one_plot_has_room_the_accuracy_is_drawn_when_it_is_pressed(
    page: Page,
) -> None:
    loss, accuracy = (page.locator(f"svg[data-quantity={which}]") for which in ("loss", "accuracy"))
    choice = page.get_by_role("button", name="Accuracy", exact=True)
    expect(accuracy).to_be_visible()
    expect(choice).to_be_disabled()  # both are there
    page.keyboard.press("f")
    expect(accuracy).to_be_hidden()
    choice.click()
    expect(accuracy).to_be_visible()
    expect(loss).to_be_hidden()
    expect(choice).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Loss", exact=True)).to_have_value("binary cross-entropy")
    for width, height in ((1280, 720), (1600, 900), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        next_frame(page)
        assert page.evaluate(CUT) == [], f"at {width}x{height}"
    page.set_viewport_size({"width": 1280, "height": 720})
    page.keyboard.press("f")
    expect(loss).to_be_visible()
    expect(accuracy).to_be_visible()
    # Where the window leaves less, too, and nothing lies over the way back in time.
    page.set_viewport_size({"width": 1280, "height": 670})
    expect(loss).to_be_hidden()
    expect(choice).to_have_attribute("aria-pressed", "true")
    plots, past = (page.locator(part).bounding_box() for part in (".curves .plots", "section.past"))
    assert plots is not None
    assert past is not None
    assert plots["y"] + plots["height"] <= past["y"]
