"""Stepping through a sample: every number on the screen at every step is the engine's, by whichever way one came.

What must be known after k steps is worked out here from the engine's own trace of the same network.
"""

import json
import math
import random
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from waiting import tap

import engine
from playground import address
from playground.network.experiment import Experiment
from playground.session import Session

OpenPage = Callable[..., Page]
Known = dict[str, dict[str, Any]]
SAMPLE = 7

READ = """cards => Object.fromEntries(cards.map(card => [card.dataset.node, {
    value: card.dataset.value, gradient: card.dataset.gradient, update: card.dataset.update }]))"""
READ_EDGES = (
    """edges => edges.map(edge => [edge.dataset.edge, edge.dataset.local, edge.dataset.downstream])"""
)


# Two units have every kind of operation, each of which is a node of its own.
SMALL = {"layers": "2", "activations": "tanh"}


def query(level: str, network: dict[str, str]) -> dict[str, str]:
    return {"sample": str(SAMPLE), "level": level, **network}


def network_trace(level: str, network: dict[str, str]) -> engine.Trace:
    """The engine's trace of the network that a page with this address has."""
    session = Session()
    address.read(session, query(level, network))
    experiment = Experiment(session)
    data, network = experiment.trainer.data, experiment.network
    graph = network.graph(data.X[SAMPLE], data.y[SAMPLE], experiment.trainer.loss, None, level)
    return engine.trace_update(engine.backpropagate(graph), experiment.trainer.optimizer)


def known_after(trace: engine.Trace, index: int) -> Known:
    """What is known of each node after `index` steps."""
    known: Known = {node.name: {} for node in trace.graph.nodes}
    for node in trace.graph.nodes:
        if node.op is None:
            known[node.name]["value"] = trace.values[node.name]
    for step in trace.steps[:index]:
        if step.phase == "forward":
            known[step.node]["value"] = step.value
        elif step.phase == "backward":
            known[step.input or step.node]["gradient"] = step.gradient
        else:
            known[step.node]["update"] = step.value
    return known


def check(page: Page, trace: engine.Trace, index: int) -> None:
    shown = page.locator(".card[data-node]").evaluate_all(READ)
    expected = known_after(trace, index)
    assert shown.keys() == expected.keys()
    for name, figures in expected.items():
        for which in ("value", "gradient", "update"):
            text = shown[name].get(which)
            where = f"{which} of {name} after {index} steps"
            if which not in figures:
                assert text is None, f"{where} is shown too early"
                continue
            assert text is not None, f"{where} is missing"
            told, figure = json.loads(text), figures[which]
            if np.ndim(figure) == 0 and math.isclose(told, float(figure), rel_tol=2e-6, abs_tol=1e-7):
                continue  # as below, but soon: most figures are single numbers, and they are looked at often
            np.testing.assert_allclose(told, figure, rtol=2e-6, atol=1e-7, err_msg=where)


def at_step(page: Page, index: int) -> None:
    slider = page.get_by_role("slider", name="Step", exact=True)
    expect(slider).to_have_value(str(index))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def stepping(open_page: OpenPage) -> Callable[..., Page]:
    def open_trace(level: str = "layer", network: dict[str, str] | None = None, **options: Any) -> Page:
        page = open_page(f"?{urlencode(query(level, network or {}))}", **options)
        at_step(page, 0)
        return page

    return open_trace


def test_every_step_forth_and_back_by_button_and_by_itself_and_nothing_travels_for_those_who_want_no_motion(
    stepping: Callable[..., Page],
) -> None:
    page, trace = stepping("layer", reduced_motion="reduce"), network_trace("layer", {})
    check(page, trace, 0)
    for index in range(1, len(trace.steps) + 1):
        press(page, "Step forward")
        check(page, trace, index)
        assert page.locator(".pill, .dot").count() == 0
    expect(page.get_by_role("button", name="Step forward", exact=True)).to_be_disabled()
    for index in range(len(trace.steps) - 1, -1, -1):
        press(page, "Step back")
        check(page, trace, index)
    expect(page.get_by_role("button", name="Step back", exact=True)).to_be_disabled()

    page.get_by_role("slider", name="Step speed").fill("100")
    press(page, "Play")
    at_step(page, len(trace.steps))
    check(page, trace, len(trace.steps))
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.get_by_role("slider", name="Step speed").fill("0")
    press(page, "Play")  # at the end: from the start again
    press(page, "Pause")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    index = int(page.get_by_role("slider", name="Step", exact=True).input_value())
    assert 1 <= index < len(trace.steps)
    check(page, trace, index)


def check_edges(page: Page, trace: engine.Trace, index: int) -> None:
    """An edge shows its local and its downstream gradient once it has been walked, and not before."""
    walked = {
        f"{step.input}->{step.node}": step
        for step in trace.steps[:index]
        if step.phase == "backward" and step.input is not None
    }
    for name, local, downstream in page.locator("[data-edge]").evaluate_all(READ_EDGES):
        if name not in walked:
            assert (local, downstream) == (None, None)
            continue
        np.testing.assert_allclose(json.loads(local), walked[name].local, rtol=2e-6, atol=1e-7)
        np.testing.assert_allclose(json.loads(downstream), walked[name].downstream, rtol=2e-6, atol=1e-7)


def test_with_one_node_an_operation_every_step_by_key_and_any_place_by_slider_and_then_another_sample(
    stepping: Callable[..., Page],
) -> None:
    page, trace = stepping("scalar", SMALL, reduced_motion="reduce"), network_trace("scalar", SMALL)
    last = len(trace.steps)
    for index in range(1, last + 1):
        page.keyboard.press("ArrowRight")
        check(page, trace, index)
    page.keyboard.press("Home")
    check(page, trace, 0)
    page.keyboard.press("End")
    check(page, trace, last)
    page.keyboard.press("ArrowLeft")
    check(page, trace, last - 1)

    slider = page.get_by_role("slider", name="Step", exact=True)
    for index in (0, last // 2, last, *random.Random(5).sample(range(last + 1), 5)):
        slider.fill(str(index))
        check(page, trace, index)
        check_edges(page, trace, index)

    # The bar names the phase, and the arithmetic has the numbers.
    arithmetic = page.get_by_role("region", name="Arithmetic of the step")
    for phase, word in (("forward", "Forward"), ("backward", "Backward"), ("update", "Update")):
        index = next(at for at, step in enumerate(trace.steps) if step.phase == phase) + 2
        step = trace.steps[index - 1]
        slider.fill(str(index))
        expect(page.locator(".phase")).to_have_text(word)
        result = step.downstream if phase == "backward" else step.value
        shown = arithmetic.locator(".result").last.get_attribute("data-full")
        assert shown is not None
        assert float(shown.replace("−", "-")) == pytest.approx(float(result), rel=2e-6)  # type: ignore[arg-type]

    # The next sample begins at its beginning, and is seen there.
    press(page, "To end")
    for _ in range(4):
        page.get_by_role("button", name="Zoom in (+)").click()
    before = page.locator("[data-node=x1]").get_attribute("data-value")
    press(page, "Next sample")
    expect(page.locator("[data-node=x1]")).not_to_have_attribute("data-value", before or "")
    at_step(page, 0)
    expect(page.locator(".card[data-node=x1]")).to_be_in_viewport()


def test_keys_wait_for_a_sample_then_step_play_and_pause_and_leave_it_for_where_one_began(page: Page) -> None:
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    press(page, "Step through")
    at_step(page, 0)
    page.get_by_role("slider", name="Step", exact=True).focus()
    page.keyboard.press("ArrowRight")
    at_step(page, 1)
    press(page, "Step forward")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    press(page, "Step back")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Step through", exact=True)).to_be_focused()


def test_keys_step_wherever_the_last_click_was(open_page: OpenPage) -> None:
    page = open_page("?page=graph")
    examples = page.get_by_role("combobox", name="Example", exact=True)
    other = examples.locator("option").nth(2).get_attribute("value") or ""
    examples.dispatch_event("pointerdown")  # a list that drops down would take the keys of the test
    examples.focus()
    examples.select_option(other)
    expect(page.locator(".card[data-node=w0]")).to_be_visible()  # until then the graph is the one before
    at_step(page, 0)
    page.keyboard.press("ArrowRight")
    at_step(page, 1)
    expect(examples).to_have_value(other)
    page.get_by_role("button", name="Next example").click()
    expect(examples).not_to_have_value(other)
    expect(page.locator(".card[data-node=w0]")).to_have_count(0)
    at_step(page, 0)
    after = examples.input_value()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.keyboard.press("Home")
    page.get_by_role("tab").nth(1).click()
    page.keyboard.press("ArrowRight")
    at_step(page, 1)
    expect(page.get_by_role("tab").nth(1)).to_have_attribute("aria-selected", "true")
    expect(examples).to_have_value(after)


def test_the_text_is_there_when_the_click_has_been_handled_and_card_zoom_and_level_answer(
    stepping: Callable[..., Page],
) -> None:
    """The pulses take their time, the figures do not: they are in the document as soon as the handler returns."""
    page, trace = stepping("layer"), network_trace("layer", {})
    first = trace.steps[0].node
    shown = page.get_by_role("button", name="Step forward", exact=True).evaluate(
        """(button, name) => {
            button.click();
            const roots = [document];
            for (const root of roots) {
                const found = root.querySelector(`.card[data-node="${name}"]`);
                if (found) return [found.dataset.value, found.querySelector(".value text").textContent];
                roots.push(...[...root.querySelectorAll("*")].map(one => one.shadowRoot).filter(Boolean));
            }
        }""",
        first,
    )
    np.testing.assert_allclose(json.loads(shown[0]), trace.steps[0].value, rtol=2e-6)
    assert shown[1] != ""

    page.locator(".card[data-node=x]").hover()
    expect(page.locator(".card[data-node=x].lit")).to_be_attached()
    world = page.locator(".graph .world")
    before = world.get_attribute("transform")
    page.get_by_role("button", name="Zoom in (+)").click()
    expect(world).not_to_have_attribute("transform", before or "")

    press(page, "Operations")
    expect(page.locator("[data-node=w1_11]")).to_be_attached()
    press(page, "Layers")
    expect(page.locator("[data-node=W1]")).to_be_attached()
    press(page, "Close")
    expect(page.get_by_role("button", name="Step through", exact=True)).to_be_visible()


# Where edges leave their neuron they are apart; in the middle they cross.
EARLY_ON_THE_EDGE = """path => {
    const point = path.getPointAtLength(0.2 * path.getTotalLength()).matrixTransform(path.getScreenCTM());
    return [point.x, point.y];
}"""


def test_a_weight_shows_its_gradient_for_each_sample_of_the_batch(stepping: Callable[..., Page]) -> None:
    page, trainer = stepping("layer"), Experiment(Session()).trainer
    page.mouse.click(*page.locator('path[data-weight="0/1/0"]').first.evaluate(EARLY_ON_THE_EDGE))
    bars = page.locator(".batch .bar")
    expect(bars).to_have_count(len(trainer.next_batch))
    shown = bars.evaluate_all(
        "bars => bars.map(bar => [Number(bar.dataset.sample), Number(bar.dataset.gradient)])"
    )
    assert [sample for sample, _ in shown] == list(trainer.next_batch)
    columns = trainer.network.widths[0] + 1
    expected = trainer.sample_gradients(trainer.next_batch)[:, columns]  # row 1, column 0
    np.testing.assert_allclose([gradient for _, gradient in shown], expected, rtol=1e-5, atol=1e-7)
    bars.nth(1).hover()
    expect(page.locator("#exactly p")).to_contain_text(f"for sample {shown[1][0]} alone")
    expect(page.locator("#exactly output")).to_have_text(str(shown[1][1]).replace("-", "−"))
    before = page.locator("[data-node=x]").get_attribute("data-value")
    bars.nth(1).click()
    expect(page.locator("[data-node=x]")).not_to_have_attribute("data-value", before or "")


NUMBERS_AND_THEIR_ROOM = """lines => lines.filter(line => line.lastChild.textContent.length > 5).map(line => {
    const [name, number, frame] = [line.children[1], line.lastChild, line.parentNode.firstChild].map(
        (element) => element.getBoundingClientRect());
    return [number.left, name.width ? name.right : frame.left];
})"""


def test_long_numbers_stay_beside_their_names(open_page: Callable[..., Page]) -> None:
    # The gradients of this sample are some thousandths.
    page = open_page("?layers=2&activations=maxout")
    page.get_by_role("button", name="Step through").click()
    page.get_by_role("button", name="To end").click()
    lines = page.locator(".neuron .line")
    expect(lines.filter(has_text="0.00").first).to_be_visible()
    found = lines.evaluate_all(NUMBERS_AND_THEIR_ROOM)
    assert found
    assert all(number >= room for number, room in found), found


def test_on_a_phone_the_transport_bar_stays_in_sight_of_both_drawings(open_page: OpenPage) -> None:
    page = open_page(f"?sample={SAMPLE}", width=390, height=844, touch=True, is_mobile=True)
    forward = page.get_by_role("button", name="Step forward", exact=True)
    for drawing in (page.locator("[data-neuron]").first, page.locator(".card[data-node]").first):
        drawing.evaluate("drawing => drawing.scrollIntoView({ block: 'center' })")
        expect(forward).to_be_in_viewport(ratio=1)
        tap(forward)
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("2")
