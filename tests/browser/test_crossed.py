"""A number has a clear ground of its own: no line runs through it, and no dash before it reads as a minus."""

from collections.abc import Callable

import crossed
import pytest
from graph_pages import choose
from playwright.sync_api import BrowserContext, Page, expect
from waiting import next_frame

OpenPage = Callable[..., Page]
PLACES = (0.3, 0.75, 1.0)  # of a trace

SPECIMEN = """
<body style="margin: 20px; background: #fff">
<svg width="400" height="100"><g class="edges"><path d="M4 40 H400" stroke="#c00" stroke-dasharray="7 3"/></g>
<rect x="PLATE" y="28" width="WIDTH" height="24" fill="#fff"/><text x="180" y="46">0.22</text></svg>
"""


def test_a_dash_close_to_a_number_is_found(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context().new_page()
    for plate, width, found in (("179", "32", ["0.22"]), ("172", "50", [])):
        page.set_content(SPECIMEN.replace("PLATE", plate).replace("WIDTH", width))
        assert crossed.crossed(page) == found


def look(page: Page, doing: str) -> None:
    slider = page.get_by_role("slider", name="Step", exact=True)
    expect(slider).to_be_visible()
    for share in PLACES:
        slider.fill(str(round(share * int(slider.get_attribute("max") or 0))))
        next_frame(page)
        assert crossed.crossed(page) == [], f"{doing}, {share:.0%} of the way"


@pytest.mark.parametrize("query", ["?theme=light", "?theme=dark&layers=2&activations=relu"])
def test_no_line_runs_through_a_number_of_the_network(open_page: OpenPage, query: str) -> None:
    page = open_page(query, width=1900, height=1000, reduced_motion="reduce")
    page.get_by_role("button", name="Step through", exact=True).first.click()
    if "light" in query:  # a colour moves no line, and on the projector the numbers have the least room
        look(page, "stepping")
        expect(page.locator(".labels text").first).to_be_visible()
    page.keyboard.press("f")
    expect(page.locator("html")).to_have_attribute("data-projector", "on")
    look(page, "in projector mode")


def test_no_line_runs_through_a_number_of_a_graph(open_page: OpenPage) -> None:
    page = open_page("?page=graph&theme=light&example=add-then-multiply", reduced_motion="reduce")
    look(page, "add-then-multiply")
    for example, node in (("sigmoid-neuron", "w0"), ("lstm-cell", "c2")):
        choose(page, example)
        expect(page.locator(f".card[data-node={node}]")).to_be_visible()
        look(page, example)
