"""At 200 % and 400 % of a laptop's screen: nothing is cut or reached sideways only, and no bar takes the view."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from test_phone import BEYOND
from waiting import next_frame

OpenPage = Callable[..., Page]

# What part of the view is taken by what stays in it when the page is scrolled, and what of the header is not in it.
STAYS = """() => {
  const roots = [document];
  for (const root of roots)
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot) roots.push(one.shadowRoot);
  const all = roots.flatMap((root) => [...root.querySelectorAll("*")]);
  const kept = all.filter((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position))
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map((one) => one.getBoundingClientRect())
    .filter((box) => box.width > innerWidth / 2 && box.bottom > 0 && box.top < innerHeight);
  const covered = kept.reduce((sum, { top, bottom }) => sum + Math.min(bottom, innerHeight) - Math.max(top, 0), 0);
  return covered / innerHeight;
}"""


# Where links begin and end.
ENDS = "all => all.map((one) => one.getBoundingClientRect()).map(({ left, right }) => [left, right])"
SIZES = ((640, 360), (320, 180), (320, 640))


def test_nothing_is_cut_and_no_bar_takes_the_view(open_page: OpenPage) -> None:
    page = open_page("?page=network", width=640, height=360, reduced_motion="reduce")
    for name in ("network", "graph", "digits", "compare"):
        if name != "network":
            link = page.get_by_role("navigation").get_by_role("link", name=name.capitalize(), exact=True)
            link.click()
            # Until then the page before is there, with nodes and a slider of its own.
            expect(link).to_have_attribute("aria-current", "page")
            drawn = {"graph": "[data-node]", "digits": "[data-digit]", "compare": "[data-cell][data-step]"}[
                name
            ]
            expect(page.locator(drawn).locator("visible=true").first).to_be_attached()
        expect_whole(page, name)
        if name == "compare":
            continue
        if name != "graph":
            page.get_by_role("button", name="Step through", exact=True).first.click()
        slider = page.get_by_role("slider", name="Step", exact=True)
        expect(slider).to_be_visible()
        slider.fill(str(round(0.7 * int(slider.get_attribute("max") or 0))))
        expect_whole(page, f"{name}, stepping")
        page.evaluate("scrollTo(0, 0)")


def expect_whole(page: Page, doing: str) -> None:
    for width, height in SIZES:
        where = f"{doing} at {width}x{height}"
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        next_frame(page)
        assert page.evaluate(BEYOND) == [], where
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
        links = page.get_by_role("navigation").get_by_role("link").evaluate_all(ENDS)
        assert all(left >= 0 and right <= width for left, right in links), where
        for share in (0.0, 0.5):
            page.evaluate(f"scrollTo(0, {share} * document.documentElement.scrollHeight)")
            assert page.evaluate(STAYS) <= 1 / 3, where
