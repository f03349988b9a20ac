"""Folding and unfolding on the Graph page: the same gradients outside, the same step, and nothing that jumps."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect
from waiting import STAGE, until

OpenPage = Callable[..., Page]
Boxes = dict[str, dict[str, float]]

OUTSIDE = {"w0", "x0", "w1", "x1", "w2", "q", "q2", "q3", "q4", "f"}  # all but what is inside the sigmoid
INSIDE = {"c", "q5", "q6", "q7"}

# Where every card is on the screen, now.
WHERE = """graph => Object.fromEntries([...graph.querySelectorAll(".card[data-node]")].map(card => {
    const { x, y, width, height } = card.querySelector(".plate").getBoundingClientRect();
    return [card.dataset.node, { x, y, width, height }];
}))"""
# Remembers where every card is when the drawing first changes, before anything has been painted; and who is who.
WATCH = (
    """graph => {
    const where = """
    + WHERE
    + """;
    for (const card of graph.querySelectorAll(".card[data-node]")) card.was = card.dataset.node;
    new MutationObserver((_, observer) => {
        if (!graph.querySelectorAll(".card.leaving, .card:not([data-value])").length
            && graph.querySelectorAll(".card[data-node]").length === graph.count) return;
        graph.first = where(graph);
        observer.disconnect();
    }).observe(graph.querySelector(".cards"), { childList: true, subtree: true });
    graph.count = graph.querySelectorAll(".card[data-node]").length;
}"""
)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The neuron with its sigmoid spelled out, all steps made."""
    page = open_page("?page=graph&example=sigmoid-neuron")
    if button(page, "Unfold sigmoid").count():
        button(page, "Unfold sigmoid").click()
    expect(button(page, "Fold sigmoid")).to_be_visible()
    at_end(page)
    return page


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def at_end(page: Page) -> None:
    button(page, "To end").click()
    rested(page)


def rested(page: Page) -> None:
    """Until nothing moves: the same places at five frames on end; what moves does so at each."""
    page.locator(".graph:has(> svg.drawing)").evaluate(
        """async graph => {
        const world = graph.querySelector(".world");
        for (let was = "", same = 0; same < 5; ) {
            await new Promise(done => requestAnimationFrame(done));
            const now = world.innerHTML + world.getAttribute("transform");
            same = now === was ? same + 1 : 0;
            was = now;
        }
    }"""
    )


def where(page: Page) -> Boxes:
    boxes: Boxes = page.locator(".graph:has(> svg.drawing)").evaluate(WHERE)
    return boxes


def gradients(page: Page) -> dict[str, Any]:
    cards = page.locator(".card[data-node]").evaluate_all(
        "cards => cards.map(card => [card.dataset.node, card.dataset.gradient])"
    )
    return {name: json.loads(text) for name, text in cards if text is not None}


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Step", exact=True)


def words(page: Page) -> str:
    """What the arithmetic says of the step."""
    return page.locator(".arithmetic .words").inner_text()


def scale(page: Page) -> str:
    transform = page.locator(".world").get_attribute("transform") or ""
    return transform.partition("scale(")[2]


def test_the_gradients_outside_are_the_same_and_the_page_says_so(page: Page) -> None:
    before = gradients(page)
    assert set(before) == OUTSIDE | INSIDE - {"c"}
    # What is announced makes way for what comes next, so all of it is noted.
    page.evaluate(
        f"""() => {{ window.announced = [];
            {STAGE}.subscribe("announce", ({{ text }}) => window.announced.push(text)); }}"""
    )
    button(page, "Fold sigmoid").click()
    expect(page.locator(".card[data-node=q6]")).to_have_count(0)
    expect(page.locator(".unchanged")).to_have_text(["unchanged"])
    folded = gradients(page)
    assert set(folded) == OUTSIDE
    for name in OUTSIDE:
        assert folded[name] == pytest.approx(before[name], rel=1e-9)
    said = "The gradients of all 9 nodes outside are unchanged."
    until(page, lambda: any(said in text for text in page.evaluate("window.announced")), said)
    button(page, "Unfold sigmoid").click()
    expect(page.locator(".card[data-node=q6]")).to_be_attached()
    rested(page)
    assert gradients(page) == pytest.approx(before, rel=1e-9)
    expect(page.locator(".unchanged")).to_have_count(0)  # the mark goes by itself


@pytest.mark.parametrize("unfold", [False, True])
def test_nothing_jumps(page: Page, unfold: bool) -> None:
    if unfold:
        button(page, "Fold sigmoid").click()
        expect(page.locator(".card[data-node=q6]")).to_have_count(0)
        rested(page)
    before = where(page)
    page.locator(".graph:has(> svg.drawing)").evaluate(WATCH)
    button(page, "Unfold sigmoid" if unfold else "Fold sigmoid").click()
    expect(page.locator(".card[data-node=q6]")).to_have_count(1 if unfold else 0)
    rested(page)
    first: Boxes = page.locator(".graph:has(> svg.drawing)").evaluate("graph => graph.first")
    after = where(page)
    for name in OUTSIDE:
        for side in ("x", "y", "width", "height"):
            assert first[name][side] == pytest.approx(before[name][side], abs=1), f"{side} of {name} jumps"
    assert any(abs(after[name]["x"] - before[name]["x"]) > 5 for name in OUTSIDE), "nothing has moved"
    if unfold:  # what was folded grows out of the one gate
        gate = before["f"]
        for name in INSIDE:
            x = first[name]["x"] + first[name]["width"] / 2
            y = first[name]["y"] + first[name]["height"] / 2
            assert gate["x"] <= x <= gate["x"] + gate["width"]
            assert gate["y"] <= y <= gate["y"] + gate["height"]
    # The same elements: a focus, a hover or a screen reader's place outlasts the folding.
    kept = page.locator(".card[data-node]").evaluate_all(
        "cards => cards.map(card => [card.dataset.node, card.was])"
    )
    for name, was in kept:
        assert was == (name if name in OUTSIDE else None)


def test_the_cursor_stays_at_its_step(page: Page) -> None:
    slider(page).fill(str(int(slider(page).input_value()) - 3))
    said = words(page)
    button(page, "Fold sigmoid").click()
    expect(page.locator(".card[data-node=q6]")).to_have_count(0)
    assert words(page) == said
    button(page, "Unfold sigmoid").click()
    expect(page.locator(".card[data-node=q6]")).to_have_count(1)
    assert words(page) == said


def test_a_step_inside_becomes_the_last_one_before_it(page: Page) -> None:
    slider(page).fill("0")
    while "q6" not in words(page):
        button(page, "Step forward").click()
    button(page, "Fold sigmoid").click()
    expect(page.locator(".card[data-node=q6]")).to_have_count(0)
    assert "q4" in words(page)
    assert page.locator(".card[data-node=f]").get_attribute("data-value") is None


def test_the_graph_is_fitted_to_the_room_again_but_for_a_zoom_that_was_chosen(page: Page) -> None:
    before = scale(page)
    button(page, "Fold sigmoid").click()
    expect(page.locator(".card[data-node=q6]")).to_have_count(0)
    rested(page)
    assert float(scale(page)[:-1]) > float(before[:-1])  # there is less to show
    button(page, "Zoom in (+)").click()
    rested(page)
    before = scale(page)
    button(page, "Unfold sigmoid").press("Enter")
    expect(page.locator(".card[data-node=q6]")).to_have_count(1)
    rested(page)
    assert scale(page) == before


def test_by_key_and_the_focus_stays(page: Page) -> None:
    button(page, "Fold sigmoid").focus()
    page.keyboard.press("Enter")
    expect(button(page, "Unfold sigmoid")).to_be_focused()
    page.keyboard.press("Space")
    expect(button(page, "Fold sigmoid")).to_be_focused()


def test_no_motion_for_those_who_want_none(open_page: OpenPage) -> None:
    page = open_page("?page=graph&example=sigmoid-neuron", reduced_motion="reduce")
    moved = page.locator(".graph:has(> svg.drawing)").evaluate(
        """async graph => {
        const cards = graph.querySelector(".cards");
        const places = () => [...cards.children].map(card => card.getAttribute("transform")).join();
        const seen = new Set([places()]);
        graph.querySelector(".fold").dispatchEvent(new MouseEvent("click", { bubbles: true }));
        for (let after = 0; after < 20; after += seen.size > 1) {
            await new Promise(done => requestAnimationFrame(done));
            seen.add(places());
        }
        return seen.size;
    }"""
    )
    assert moved == 2  # before and after
    expect(page.locator(".leaving")).to_have_count(0)


def test_a_gate_that_was_typed_opens_and_closes(open_page: OpenPage) -> None:
    page = open_page("?page=graph&expression=" + quote("softplus(x) * y") + '&inputs={"x": 0.5, "y": 2}')
    at_end(page)
    count = page.locator(".card[data-node]").count()
    before = gradients(page)
    button(page, "Unfold softplus").click()
    expect(button(page, "Fold softplus")).to_be_visible()
    assert page.locator(".card[data-node]").count() > count
    opened = gradients(page)
    for name in before:
        assert opened[name] == pytest.approx(before[name], rel=1e-9)
    button(page, "Fold softplus").click()
    expect(page.locator(".card[data-node]")).to_have_count(count)


def test_another_value_moves_no_card_and_no_cursor(page: Page) -> None:
    slider(page).fill("12")
    before, said = where(page), words(page)
    page.locator('input[data-input="w0"]').fill("2.5")
    page.keyboard.press("Enter")
    expect(page.locator(".card[data-node=w0]")).to_have_attribute("data-value", "2.5")
    rested(page)
    assert where(page) == before
    assert words(page) == said
    assert slider(page).input_value() == "12"


def test_stepping_moves_no_graph_that_is_all_in_sight(page: Page) -> None:
    button(page, "To start").click()
    rested(page)
    world = page.locator(".world")
    before = world.get_attribute("transform") or ""
    for _ in range(int(slider(page).get_attribute("max") or 0)):
        button(page, "Step forward").click()
        expect(world).to_have_attribute("transform", before)


def test_a_page_without_samples_notes_the_cursor_and_offers_no_next_one(page: Page) -> None:
    slider(page).fill("7")
    page.wait_for_url("**cursor=7**")
    for name in ("Next sample", "Close", "Operations"):
        expect(button(page, name)).to_be_hidden()
