"""A node of the graph that is in the way is taken elsewhere, its edges follow, and it comes back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from waiting import until

OpenPage = Callable[..., Page]
EXAMPLE = "?page=graph&example=sigmoid-neuron"


def card(page: Page, name: str) -> Locator:
    return page.locator(f'.card[data-node="{name}"]')


def place(page: Page, name: str) -> tuple[float, float]:
    box = card(page, name).bounding_box()
    assert box is not None
    return box["x"], box["y"]


def way(page: Page, edge: str) -> str | None:
    return page.locator(f'.edge[data-edge="{edge}"] .line').get_attribute("d")


def put_back(page: Page) -> Locator:
    return page.get_by_role("button", name="Put back all nodes in their places")


def a_node_of(page: Page) -> tuple[str, str]:
    """A gate in the middle of the graph, and the edge that leads into it."""
    edge = page.locator(".edge").nth(4).get_attribute("data-edge")
    assert edge is not None
    return edge.split("->")[1], edge


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    page = open_page(EXAMPLE)
    expect(page.locator(".card").first).to_be_visible()
    return page


def drag(page: Page, name: str, right: float, down: float) -> None:
    x, y = place(page, name)
    page.mouse.move(x + 12, y + 12)
    page.mouse.down()
    page.mouse.move(x + 12 + right, y + 12 + down, steps=4)
    page.mouse.up()


def test_a_node_is_dragged_by_the_mouse_or_moved_by_keys_its_edges_follow_and_it_is_put_back_or_forgotten(
    page: Page,
) -> None:
    name, edge = a_node_of(page)
    other = page.locator(".card").first.get_attribute("data-node")
    assert other is not None
    (x, y), was, stays = place(page, name), way(page, edge), place(page, other)
    expect(put_back(page)).to_be_hidden()
    card(page, name).focus()
    page.keyboard.press("Alt+ArrowLeft")
    until(page, lambda: place(page, name)[0] < x - 5, "the node further left")
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("0")
    put_back(page).click()
    until(page, lambda: way(page, edge) == was, "the edge as it was")
    expect(put_back(page)).to_be_hidden()
    until(page, lambda: abs(place(page, name)[0] - x) < 1, "the node where it was")

    drag(page, name, -30, 0)
    until(page, lambda: abs(place(page, name)[0] - x + 30) < 3, "the node where it was taken")
    assert abs(place(page, name)[1] - y) < 1
    assert way(page, edge) != was
    assert place(page, other) == pytest.approx(stays, abs=0.5)  # the window has stayed
    for tool in ("Zoom out (−)", "Zoom in (+)"):  # "Put back" makes them no room under "Export"
        page.get_by_role("button", name=tool, exact=True).click(trial=True)
    page.get_by_role("button", name="Step forward", exact=True).click()
    assert abs(place(page, name)[0] - x + 30) < 3
    card(page, name).dblclick(position={"x": 12, "y": 12})
    until(page, lambda: abs(place(page, name)[0] - x) < 1, "the node where it was")
    expect(put_back(page)).to_be_hidden()

    page.get_by_role("button", name="To end", exact=True).click()
    # The number beside an edge tells all its digits.
    expect(page.locator(".label.now .local")).to_have_attribute("data-full", "2")
    card(page, name).focus()
    page.keyboard.press("Alt+ArrowLeft")
    expect(put_back(page)).to_be_visible()
    page.get_by_role("button", name="Next example").click()
    expect(put_back(page)).to_be_hidden()


def test_a_finger_takes_a_tapped_node_elsewhere_it_stays_through_folding_and_undo_leaves_it(
    open_page: OpenPage, touch_drag: Callable[..., None]
) -> None:
    page = open_page(EXAMPLE, touch=True)
    name = page.locator(".card").first.get_attribute("data-node")
    assert name is not None
    expect(card(page, name)).to_be_visible()
    x, y = place(page, name)
    page.touchscreen.tap(x + 14, y + 12)
    expect(card(page, name)).to_be_focused()
    touch_drag(page, (x + 14, y + 12), (x + 54, y + 42))
    until(page, lambda: abs(place(page, name)[1] - y) > 5, "the node where it was taken")
    expect(put_back(page)).to_be_visible()
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    was = put_where(page, name)
    fold = page.get_by_role("button", name="Fold sigmoid").or_(
        page.get_by_role("button", name="Unfold sigmoid")
    )
    for _ in range(2):
        cards = page.locator(".card").count()
        fold.first.press("Enter")
        until(page, lambda before=cards: page.locator(".card").count() != before, "it folded, or unfolded")  # type: ignore[misc]
        expect(put_back(page)).to_be_visible()
    until(page, lambda: put_where(page, name) == pytest.approx(was, abs=1), "the node where it was put")


def put_where(page: Page, name: str) -> list[float]:
    """Where a card stands beside another, whatever the window shows of the graph."""
    last = page.locator(".card").last.get_attribute("data-node")
    assert last is not None
    (x, y), (left, top) = place(page, name), place(page, last)
    return [x - left, y - top]
