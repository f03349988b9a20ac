"""Folding and unfolding on the Graph page: the same gradients outside, the same step, and nothing that jumps."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from graph_pages import editor
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
def sigmoid(open_page: OpenPage) -> Callable[..., Page]:
    """The neuron with its sigmoid spelled out, all steps made."""

    def open_one(**options: Any) -> Page:
        page = open_page("?page=graph&example=sigmoid-neuron", **options)
        if button(page, "Unfold sigmoid").count():
            button(page, "Unfold sigmoid").click()
        expect(button(page, "Fold sigmoid")).to_be_visible()
        at_end(page)
        return page

    return open_one


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


def test_the_gradients_outside_are_the_same_and_the_page_says_so_and_the_cursor_stays_or_steps_out(
    sigmoid: Callable[..., Page],
) -> None:
    page = sigmoid(reduced_motion="reduce")
    fold, unfold = button(page, "Fold sigmoid"), button(page, "Unfold sigmoid")
    inside = page.locator(".card[data-node=q6]")
    before = gradients(page)
    assert set(before) == OUTSIDE | INSIDE - {"c"}
    # What is announced makes way for what comes next, so all of it is noted.
    page.evaluate(
        f"""() => {{ window.announced = [];
            {STAGE}.subscribe("announce", ({{ text }}) => window.announced.push(text)); }}"""
    )
    fold.click()
    expect(inside).to_have_count(0)
    expect(page.locator(".unchanged")).to_have_text(["unchanged"])
    folded = gradients(page)
    assert set(folded) == OUTSIDE
    for name in OUTSIDE:
        assert folded[name] == pytest.approx(before[name], rel=1e-9)
    said = "The gradients of all 9 nodes outside are unchanged."
    until(page, lambda: any(said in text for text in page.evaluate("window.announced")), said)
    unfold.click()
    expect(inside).to_be_attached()
    rested(page)
    assert gradients(page) == pytest.approx(before, rel=1e-9)
    expect(page.locator(".unchanged")).to_have_count(0)  # the mark goes by itself

    slider(page).fill(str(int(slider(page).input_value()) - 3))
    step = words(page)
    fold.focus()  # by key, and the focus stays
    page.keyboard.press("Enter")
    expect(unfold).to_be_focused()
    expect(inside).to_have_count(0)
    assert words(page) == step
    page.keyboard.press("Space")
    expect(fold).to_be_focused()
    expect(inside).to_have_count(1)
    assert words(page) == step

    slider(page).fill("0")
    while "q6" not in words(page):
        button(page, "Step forward").click()
    fold.click()
    expect(inside).to_have_count(0)
    assert "q4" in words(page)  # a step inside becomes the last one before it
    assert page.locator(".card[data-node=f]").get_attribute("data-value") is None


def test_nothing_jumps_and_the_graph_is_fitted_to_the_room_again_but_for_a_zoom_that_was_chosen(
    sigmoid: Callable[..., Page],
) -> None:
    page = sigmoid()
    graph, inside = page.locator(".graph:has(> svg.drawing)"), page.locator(".card[data-node=q6]")
    unfolded = float(scale(page)[:-1])
    for name in ("Fold sigmoid", "Unfold sigmoid"):
        unfold = name.startswith("Unfold")
        before = where(page)
        graph.evaluate(WATCH)
        button(page, name).click()
        expect(inside).to_have_count(1 if unfold else 0)
        rested(page)
        first: Boxes = graph.evaluate("graph => graph.first")
        after = where(page)
        for node in OUTSIDE:
            for side in ("x", "y", "width", "height"):
                assert first[node][side] == pytest.approx(before[node][side], abs=1), (
                    f"{side} of {node} jumps"
                )
        assert any(abs(after[node]["x"] - before[node]["x"]) > 5 for node in OUTSIDE), "nothing has moved"
        if unfold:  # what was folded grows out of the one gate
            gate = before["f"]
            for node in INSIDE:
                x = first[node]["x"] + first[node]["width"] / 2
                y = first[node]["y"] + first[node]["height"] / 2
                assert gate["x"] <= x <= gate["x"] + gate["width"]
                assert gate["y"] <= y <= gate["y"] + gate["height"]
        else:
            assert float(scale(page)[:-1]) > unfolded  # there is less to show
        # The same elements: a focus, a hover or a screen reader's place outlasts the folding.
        kept = page.locator(".card[data-node]").evaluate_all(
            "cards => cards.map(card => [card.dataset.node, card.was])"
        )
        for node, was in kept:
            assert was == (node if node in OUTSIDE else None)

    button(page, "Zoom in (+)").click()
    rested(page)
    chosen = scale(page)
    button(page, "Fold sigmoid").press("Enter")
    expect(inside).to_have_count(0)
    rested(page)
    assert scale(page) == chosen


def test_without_motion_all_is_there_at_once_and_neither_steps_nor_values_move_a_card(
    open_page: OpenPage,
) -> None:
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

    world = page.locator(".world")
    before = world.get_attribute("transform") or ""
    for _ in range(int(slider(page).get_attribute("max") or 0)):  # all of it is in sight
        button(page, "Step forward").click()
        expect(world).to_have_attribute("transform", before)

    slider(page).fill("7")
    page.wait_for_url("**cursor=7**")
    for name in ("Next sample", "Close", "Operations"):  # a page without samples offers no next one
        expect(button(page, name)).to_be_hidden()
    places, said = where(page), words(page)
    page.locator('input[data-input="w0"]').fill("2.5")
    page.keyboard.press("Enter")
    expect(page.locator(".card[data-node=w0]")).to_have_attribute("data-value", "2.5")
    rested(page)
    assert where(page) == places
    assert words(page) == said
    assert slider(page).input_value() == "7"

    editor(page).fill("softplus(x) * y")  # a gate that was typed opens and closes
    expect(button(page, "Unfold softplus")).to_be_visible()
    at_end(page)
    count, known = page.locator(".card[data-node]").count(), gradients(page)
    button(page, "Unfold softplus").click()
    expect(button(page, "Fold softplus")).to_be_visible()
    assert page.locator(".card[data-node]").count() > count
    opened = gradients(page)
    assert known
    for name, gradient in known.items():
        assert opened[name] == pytest.approx(gradient, rel=1e-9)
    button(page, "Fold softplus").click()
    expect(page.locator(".card[data-node]")).to_have_count(count)
