"""The right column of the Graph page: code, check, Jacobian and count, and what they say as one steps."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from graph_pages import cell, editor
from playwright.sync_api import Page, expect
from waiting import until

import engine

OpenPage = Callable[..., Page]
TABS = ("Code", "Check", "Jacobian", "Descend", "Count")
X, Y, Z = -2.0, 5.0, -4.0
# What is written in a panel in type of less than 18 pixels.
SMALL = """panel => [...panel.querySelectorAll("*")].filter(one =>
    [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()) &&
    one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < 18).map(one => one.textContent)"""


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    expect(page.get_by_role("tabpanel", name=name, exact=True)).to_be_visible()


def press(page: Page, name: str, times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def graph(open_page: OpenPage) -> Callable[..., Page]:
    """graph("matrix-multiply", tab="Jacobian"): the Graph page with that example, and a tab open."""

    def open_one(example: str = "add-then-multiply", tab: str = "Code", **options: Any) -> Page:
        page = open_page(f"?page=graph&example={example}", **options)
        open_tab(page, tab)
        return page

    return open_one


def test_one_panel_is_shown_and_the_arrows_choose_another(graph: Callable[..., Page]) -> None:
    page = graph()
    page.keyboard.press("Tab")  # by keys, since after a click the arrows step
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("tab", name="Code")).to_be_focused()
    for key, name in (
        ("ArrowRight", "Check"),
        ("End", "Count"),
        ("ArrowRight", "Code"),
        ("ArrowLeft", "Count"),
    ):
        page.keyboard.press(key)
        chosen = page.get_by_role("tab", name=name, exact=True)
        expect(chosen).to_be_focused()
        expect(chosen).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("tabpanel")).to_have_count(1)
        expect(page.get_by_role("tabpanel", name=name, exact=True)).to_be_visible()
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("0")  # the arrows did not step


def test_the_panels_follow_the_cursor_and_the_inputs_and_stay_open_with_another_example(
    graph: Callable[..., Page],
) -> None:
    page = graph(tab="Count", reduced_motion="reduce")
    trace = engine.backpropagate(engine.parse("(x + y) * z"), {"x": X, "y": Y, "z": Z})
    for step in trace.steps:
        press(page, "Step forward")
        expect(page.locator(".held")).to_have_attribute("data-held", str(step.held_bytes))
    expect(page.locator(".counts .chart")).to_contain_text(f"peak {trace.peak_bytes}\u00a0B")
    example = page.get_by_label("Example", exact=True)
    example.select_option("sigmoid-neuron")
    expect(page.locator(".nodes [data-node]")).to_have_count(8)
    expect(page.get_by_role("tabpanel", name="Count", exact=True)).to_be_visible()

    example.select_option("add-then-multiply")
    open_tab(page, "Check")
    of_x = page.locator("tr.leaf[data-leaf=x]")
    expect(of_x.locator("td").first).to_have_text("−4")
    expect(of_x).to_have_attribute("data-error", re.compile(r"\d"))
    page.get_by_role("switch", name="Predict").click()  # then no gradient is given away
    expect(of_x.locator("td").first).to_have_text("?")
    expect(of_x).not_to_have_attribute("data-error", re.compile(r"\d"))
    page.get_by_role("switch", name="Predict").click()
    example.select_option("sigmoid-neuron")
    expect(page.locator("tr.leaf[data-leaf=w0]")).to_be_visible()


class TestCode:
    def test_the_line_of_the_step_is_lit_and_its_number_stands_beside_it_and_of_later_steps_nowhere(
        self, graph: Callable[..., Page]
    ) -> None:
        page = graph()
        lit = page.locator('.line[aria-current="step"]')
        expect(lit).to_have_count(0)
        for line, number in (("q = x + y", "3"), ("f = q * z", "−12"), ("df = 1.0", "1")):
            press(page, "Step forward")
            expect(lit.locator("code")).to_have_text(line)
            expect(lit.locator(".result")).to_have_text(number)
            if line == "q = x + y":
                expect(page.locator(".code .line .result:not(:empty)")).to_have_count(1)
        press(page, "Step back")
        expect(lit.locator("code")).to_have_text("f = q * z")
        # A line lights its nodes and leads to its step.
        line = page.locator(".line", has_text="dz = df * q")
        line.hover()
        expect(page.locator(".card.lit[data-node=f]")).to_be_attached()
        expect(page.locator(".card.lit[data-node=z]")).to_be_attached()
        line.click()
        expect(line).to_have_attribute("aria-current", "step")

    def test_copy_takes_the_program_that_runs_or_selects_it_where_the_clipboard_is_forbidden(
        self, graph: Callable[..., Page]
    ) -> None:
        page = graph()
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        press(page, "Copy")
        expect(page.get_by_text(re.compile("lines copied"))).to_be_visible()
        known: dict[str, Any] = {}
        exec(page.evaluate("navigator.clipboard.readText()"), known)
        assert (known["f"], known["dx"], known["dz"]) == (-12, -4, 3)
        page.evaluate("""() => {
            Object.defineProperty(navigator, "clipboard", { value: undefined });
            document.execCommand = () => false;
        }""")
        press(page, "Copy")
        expect(page.get_by_text("Press Ctrl+C")).to_be_visible()
        program = page.get_by_role("textbox", name="The whole program")
        expect(program).to_be_focused()
        assert "dq = df * z" in program.input_value()

    def test_every_step_of_a_graph_with_copies_lights_a_line_and_of_a_long_sum_the_last_one_is_seen(
        self, graph: Callable[..., Page]
    ) -> None:
        page = graph("softmax-loss", reduced_motion="reduce")
        lit = page.locator('.line[aria-current="step"]')
        count = int(page.get_by_role("slider", name="Step", exact=True).get_attribute("max") or 0)
        assert count > 10
        for _ in range(count):
            press(page, "Step forward")
            expect(lit.last).to_be_in_viewport(ratio=0.9)
        editor(page).fill("*".join(["x"] * 30))
        expect(page.locator(".card[data-node=x]")).to_be_visible()
        press(page, "To end")
        expect(lit).to_have_count(30)
        expect(lit.last).to_be_in_viewport(ratio=0.9)


class TestCheck:
    def test_both_gradients_and_the_error_of_each_leaf_with_its_line_and_the_errors_follow_h(
        self, graph: Callable[..., Page]
    ) -> None:
        page = graph("sigmoid-neuron", tab="Check")
        expect(page.locator("tr.leaf")).to_have_count(5)
        row = page.locator("tr.leaf[data-leaf=w0]")
        expect(row.locator("td").nth(0)).to_have_text("−0.196612")
        expect(row.locator("td").nth(1)).to_have_text("−0.196612")
        assert float(row.get_attribute("data-error") or "nan") < 1e-8
        expect(page.locator(".check .verdict")).to_contain_text("They agree")
        lines = page.locator(".plot g[data-leaf]")
        expect(lines).to_have_count(5)
        dashes = lines.locator(".line").evaluate_all(
            "lines => lines.map(line => line.getAttribute('stroke-dasharray'))"
        )
        assert len(set(dashes)) == 5
        expect(page.locator(".plot")).to_contain_text("rounding")
        expect(page.locator(".plot")).to_contain_text("truncation")
        slider = page.get_by_role("slider", name="Step h")
        expect(slider).to_have_value("-5")
        page.keyboard.press("Tab")  # by keys, since after a click they step
        slider.focus()
        page.keyboard.press("End")
        expect(slider).to_have_attribute("aria-valuetext", "1e-1")
        expect(page.locator(".check .verdict")).to_contain_text("truncation")
        page.keyboard.press("Home")
        expect(slider).to_have_attribute("aria-valuetext", "1e-12")
        expect(page.locator(".check .verdict")).to_contain_text("rounding")
        expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("0")

    def test_a_row_opens_on_every_element_and_a_kink_is_said_in_words(
        self, graph: Callable[..., Page]
    ) -> None:
        page = graph("norm-of-matrix-vector", tab="Check")
        row = page.locator("tr.leaf[data-leaf=W]")
        page.keyboard.press("Tab")
        row.focus()
        page.keyboard.press("Enter")
        expect(page.locator("tr.leaf[data-leaf=W]")).to_have_attribute("aria-expanded", "true")
        expect(page.locator(".every .pair")).to_have_count(4)
        kinks = page.get_by_role("list", name="Kinks").get_by_role("listitem")
        expect(kinks).to_have_count(0)
        editor(page).fill("relu(u)")
        cell(page, "u").fill("0")
        cell(page, "u").press("Enter")
        expect(kinks).to_have_count(1)


class TestJacobian:
    def matrix(self, page: Page) -> Any:
        shown = page.locator(".explicit .cell").evaluate_all("cells => cells.map(cell => cell.dataset.full)")
        return np.array([float(text.replace("−", "-")) for text in shown])

    def test_it_is_empty_until_its_edge_is_walked_and_its_product_is_said_with_the_names_of_the_graph(
        self, graph: Callable[..., Page]
    ) -> None:
        page = graph("relu-vector", tab="Jacobian")
        expect(page.locator(".explicit .cell")).to_have_count(16)
        expect(page.locator(".explicit .cell[data-full], .implicit .cell[data-full]")).to_have_count(0)
        press(page, "To end")
        expect(page.locator(".explicit .cell[data-full]")).to_have_count(16)
        assert self.matrix(page).reshape(4, 4).tolist() == np.diag([1, 0, 1, 0]).tolist()
        expect(page.locator(".explicit .cell.zero")).to_have_count(14)

        page.get_by_label("Example", exact=True).select_option("softmax-loss")
        expect(page.locator(".card[data-node=loss]")).to_be_visible()
        press(page, "To end")
        page.get_by_label("Edge", exact=True).select_option(label="dp/de  (÷)")
        expect(page.locator(".implicit .form")).to_have_text("dloss/de = dloss/dp × 1/q")
        expect(page.locator(".implicit .law")).to_have_text("In general: upstream × local.")
        expect(page.locator(".implicit .tag")).to_have_text(["upstream", "local", "dloss/de"])
        page.locator(".implicit .tag").nth(1).hover()
        expect(page.locator("#exactly p")).to_contain_text(
            "The local gradient, a vector of 3 numbers: how fast p"
        )

    def test_its_memory_the_step_that_it_follows_and_the_row_of_y_that_an_element_of_x_touches(
        self, graph: Callable[..., Page]
    ) -> None:
        page = graph("matrix-multiply", tab="Jacobian")
        rows = page.locator(".memory tbody tr")
        # Both ways read dL/dy (2×4) and w (3×4) and make dL/dx (2×3): 26 numbers of 8 bytes.
        expect(rows).to_have_text(
            [
                "the Jacobian384\u00a0Bnone",
                "what both need208\u00a0B208\u00a0B",
                "together592\u00a0B208\u00a0B",
                re.compile("4096.*256\u00a0GiB66\u00a0MiB"),
            ]
        )
        press(page, "Step forward", 3)
        expect(page.locator(".jacobian")).to_have_attribute("data-edge", "x->y")
        press(page, "Step forward")
        expect(page.locator(".jacobian")).to_have_attribute("data-edge", "w->y")
        expect(page.locator(".explicit h3")).to_contain_text("8 × 12")
        edge = page.get_by_label("Edge", exact=True)
        edge.select_option(label="dy/dx  (@)")
        element = page.get_by_role("option", name=re.compile("Input x, element 1, 2"))
        element.hover()
        touched = page.get_by_role("img", name=re.compile("^Output y")).locator('[data-lit="touched"]')
        expect(touched).to_have_count(4)
        assert touched.evaluate_all("cells => cells.map(cell => cell.dataset.at)") == ["0", "1", "2", "3"]
        total = page.locator(".sum .total")
        assert float(total.get_attribute("data-value") or "nan") == 16  # 2·2 + 3·1 − 3·3 + 9·2
        expect(page.locator(".sum .term")).to_have_count(4)
        page.keyboard.press("Tab")
        element.focus()
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("option", name=re.compile("Input x, element 2, 2"))).to_be_focused()
        expect(total).to_have_attribute("data-value", "9")
        expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("4")


def test_a_jacobian_too_large_shows_its_size_and_says_why_and_evaluations_are_counted_without_the_table(
    open_page: OpenPage,
) -> None:
    side = [[1.0] * 12] * 12
    page = open_page("?page=graph&expression=sum(A @ B)&inputs=" + json.dumps({"A": side, "B": side}))
    open_tab(page, "Jacobian")
    page.get_by_label("Edge", exact=True).select_option(label="dq/dA  (@)")
    expect(page.locator(".jacobian .reason")).to_contain_text("144 x 144")
    expect(page.locator(".memory tbody tr").first).to_contain_text("162\u00a0KiB")

    expression = "q = exp(x)\nf = exp(q)"
    open_tab(page, "Count")
    editor(page).fill(expression)
    expect(page.locator(".total [data-kept]")).to_have_attribute("data-kept", "2")
    counted = engine.count_evaluations(engine.parse(expression))
    expect(page.locator(".total [data-again]")).to_have_attribute("data-again", str(counted.without_table))
    for name, times in counted.times.items():
        expect(page.locator(f".nodes [data-node={name}]")).to_have_attribute("data-without", str(times))


def test_nothing_is_wider_than_its_column(open_page: OpenPage) -> None:
    page = open_page("?page=graph&example=sigmoid-neuron")
    press(page, "To end")
    for projector in ("off", "on"):
        if projector == "on":  # in large type the column is folded to a rail
            page.keyboard.press("f")
            press(page, "Code, checks and counts")
        for tab in TABS:
            open_tab(page, tab)
            panel = page.get_by_role("tabpanel", name=tab, exact=True)
            expect(panel).to_be_in_viewport(ratio=0.99)
            assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth"), tab
            if projector == "on":
                assert panel.evaluate(SMALL) == [], tab


def test_on_a_phone_the_end_of_a_panel_can_be_reached(open_page: OpenPage) -> None:
    page = open_page("?page=graph&example=matrix-multiply", width=390, height=844, touch=True)
    open_tab(page, "Jacobian")
    press(page, "To end")
    memory = page.locator("table.memory")

    def end_is_seen() -> bool:
        # Again and again: its rows are made anew with every answer, and there are more of them then.
        memory.scroll_into_view_if_needed()
        return bool(
            memory.evaluate(
                """table => {
                    const end = table.tBodies[0]?.lastElementChild?.getBoundingClientRect();
                    return Boolean(end) && end.top >= 0 && end.bottom <= innerHeight;
                }"""
            )
        )

    until(page, end_is_seen, "the last row, wholly in sight")


def test_a_check_that_takes_long_shows_how_far_it_is_and_can_be_cancelled(open_page: OpenPage) -> None:
    rows = json.dumps({"A": [[0.1] * 12] * 12})
    page = open_page("?" + urlencode({"page": "graph", "expression": "@".join(["A"] * 400), "inputs": rows}))
    open_tab(page, "Check")
    bar = page.get_by_role("progressbar", name="Checking")
    expect(bar).to_have_attribute("aria-valuenow", re.compile(r"\d+"))
    expect(bar).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(bar).to_be_hidden()
    expect(page.get_by_role("tabpanel", name="Check")).to_contain_text("The check was cancelled")
