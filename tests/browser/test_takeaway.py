"""What is taken along of the Graph page: each file is opened again, where there is no server and no network."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from conftest import Watch
from playwright.sync_api import BrowserContext, Locator, Page, expect

import engine
from playground.graph.examples import find_example
from playground.graph.worksheet import worksheet

OpenPage = Callable[..., Page]
NewContext = Callable[..., BrowserContext]

KINDS = {
    "Picture (SVG)": ".svg",
    "Picture (PNG)": ".png",
    "Code (Python)": ".py",
    "Worksheet": "-worksheet.html",
    "One HTML file": ".html",
}
PRODUCT = ("(x + y) * z", {"x": -2, "y": 5, "z": -4})
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page("?page=graph&example=add-then-multiply")


def opener(page: Page) -> Locator:
    return page.get_by_role("button", name="Export", exact=True)


def take(page: Page, kind: str, folder: Path) -> Path:
    """Chooses a file in the menu and saves it under the name that is proposed."""
    opener(page).click()
    with page.expect_download() as found:
        page.get_by_role("menuitem", name=kind, exact=True).click()
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    return path


def to_end(page: Page) -> None:
    page.get_by_role("button", name="To end", exact=True).click()
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_attribute(
        "aria-valuetext", re.compile(r"step (\d+) of \1,")
    )


def open_from_disk(new_context: NewContext, path: Path) -> Page:
    """The file as somebody opens it who has nothing else: no server, no network."""
    context = new_context()
    context.set_offline(True)
    page = context.new_page()
    page.goto(path.as_uri())
    return page


def drawn(page: Page, which: str) -> dict[str, Any]:
    """data-value or data-gradient of every node that has one."""
    nodes = page.locator("[data-node]")
    found = nodes.evaluate_all(f"nodes => nodes.map((one) => [one.dataset.node, one.dataset.{which}])")
    return {name: json.loads(text) for name, text in found if text is not None}


def assert_agree(page: Page, trace: engine.Trace) -> None:
    values, gradients = drawn(page, "value"), drawn(page, "gradient")
    assert values.keys() == trace.values.keys()
    for name, value in values.items():
        assert np.array_equal(value, trace.values[name]), name
    for name, gradient in gradients.items():
        assert np.array_equal(gradient, trace.gradients[name]), name
    assert gradients.keys() >= set(trace.graph.leaves) & trace.gradients.keys()


class TestMenu:
    def test_is_reached_and_left_with_the_keyboard(self, page: Page) -> None:
        opener(page).focus()
        page.keyboard.press("Enter")
        items = page.get_by_role("menuitem")
        expect(items).to_have_count(len(KINDS))
        expect(items.nth(0)).to_be_focused()
        expect(opener(page)).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        expect(items.nth(1)).to_be_focused()
        page.keyboard.press("End")
        page.keyboard.press("ArrowDown")
        expect(items.nth(0)).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(items.nth(len(KINDS) - 1)).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("menu")).to_be_hidden()
        expect(opener(page)).to_be_focused()
        expect(opener(page)).to_have_attribute("aria-expanded", "false")

    def test_its_keys_do_not_move_the_cursor(self, page: Page) -> None:
        slider = page.get_by_role("slider", name="Step", exact=True)
        before = slider.input_value()
        opener(page).focus()
        for key in ("ArrowDown", "End", "Home", "ArrowDown", "Escape"):
            page.keyboard.press(key)
        assert slider.input_value() == before

    def test_a_file_is_saved_by_the_keyboard_and_announced(self, page: Page) -> None:
        opener(page).focus()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        with page.expect_download() as found:
            page.keyboard.press("Enter")
        assert found.value.suggested_filename == "add-then-multiply-worksheet.html"
        expect(page.locator(".heard")).to_have_text("Saved add-then-multiply-worksheet.html")

    def test_closes_by_a_press_beside_it_or_on_its_button(self, page: Page) -> None:
        menu = page.get_by_role("menu")
        for outside in (lambda: opener(page).click(), lambda: page.mouse.click(640, 400)):
            opener(page).click()
            expect(menu).to_be_visible()
            outside()
            expect(menu).to_be_hidden()

    def test_lies_within_the_page(self, page: Page) -> None:
        for projector in ("off", "on"):
            if projector == "on":
                page.keyboard.press("f")
            expect(page.locator("html")).to_have_attribute("data-projector", projector)
            for width, height in ((1280, 720), (390, 844)):
                page.set_viewport_size({"width": width, "height": height})
                opener(page).click()
                box = page.get_by_role("menu").bounding_box()
                assert box is not None
                assert box["x"] >= 0
                assert box["y"] >= 0
                assert box["x"] + box["width"] <= width
                assert box["y"] + box["height"] <= height
                tools = page.get_by_role("button", name="Zoom out").bounding_box()
                button = opener(page).bounding_box()
                assert tools is not None
                assert button is not None
                assert button["x"] >= 0
                left, above = (
                    button["x"] + button["width"] <= tools["x"],
                    button["y"] + button["height"] <= tools["y"],
                )
                assert left or above
                page.keyboard.press("Escape")
                expect(page.get_by_role("menu")).to_be_hidden()

    def test_files_are_called_by_the_example_or_the_expression(self, page: Page, tmp_path: Path) -> None:
        assert {kind: take(page, kind, tmp_path).name for kind in KINDS} == {
            kind: f"add-then-multiply{ending}" for kind, ending in KINDS.items()
        }
        page.get_by_role("textbox", name="Expression", exact=True).fill("a * b")
        expect(page.locator('[data-node="b"]')).to_be_visible()
        for kind in ("Picture (SVG)", "One HTML file"):
            assert take(page, kind, tmp_path).name == f"a-times-b{KINDS[kind]}"


class TestHtmlFile:
    @pytest.mark.parametrize("example", ["add-then-multiply", "sigmoid-neuron", "norm-of-matrix-vector"])
    def test_steps_to_the_end_with_the_engines_numbers(
        self, open_page: OpenPage, new_context: NewContext, watch: Watch, tmp_path: Path, example: str
    ) -> None:
        chosen = find_example(example)
        assert chosen is not None
        path = take(open_page(f"?page=graph&example={example}"), "One HTML file", tmp_path)
        watch.requests.clear()
        page = open_from_disk(new_context, path)
        expect(page.get_by_role("heading", name=chosen.title)).to_be_visible()
        trace = engine.backpropagate(engine.parse(chosen.expression), chosen.inputs, chosen.upstream)
        slider = page.get_by_role("slider", name="Step", exact=True)
        expect(slider).to_have_attribute("max", str(len(trace.steps)))
        page.get_by_role("button", name="Step forward", exact=True).click()
        expect(slider).to_have_value("1")
        to_end(page)
        assert_agree(page, trace)
        assert [one for one in watch.requests if not one.startswith(("file:", "data:", "blob:"))] == []

    def test_opens_at_the_start_and_plays(self, page: Page, new_context: NewContext, tmp_path: Path) -> None:
        for _ in range(3):
            page.get_by_role("button", name="Step forward", exact=True).click()
        alone = open_from_disk(new_context, take(page, "One HTML file", tmp_path))
        slider = alone.get_by_role("slider", name="Step", exact=True)
        expect(slider).to_have_value("0")
        alone.get_by_role("slider", name="Step speed").fill("100")
        alone.get_by_role("button", name="Play", exact=True).click()
        expect(slider).to_have_value("7")
        assert_agree(alone, engine.backpropagate(engine.parse(PRODUCT[0]), PRODUCT[1]))

    def test_folds_shows_the_code_and_asks(
        self, open_page: OpenPage, new_context: NewContext, tmp_path: Path
    ) -> None:
        path = take(open_page("?page=graph&example=sigmoid-neuron"), "One HTML file", tmp_path)
        alone = open_from_disk(new_context, path)
        expect(alone.get_by_text("q6 = np.exp(q5)", exact=True)).to_be_visible()
        alone.get_by_role("switch", name="Predict", exact=True).check()
        expect(alone.get_by_text("What is the value of q?", exact=True)).to_be_visible()
        alone.get_by_role("textbox", name="What is the value of q?", exact=True).fill("-2")
        alone.keyboard.press("Enter")
        expect(alone.get_by_text("✓ Right.")).to_be_visible()
        nodes = alone.locator("[data-node]")
        before = nodes.count()
        alone.get_by_role("button", name="Fold sigmoid", exact=True).press("Enter")
        expect(alone.get_by_role("button", name="Unfold sigmoid", exact=True)).to_be_visible()
        expect(alone.get_by_text("q6 = np.exp(q5)", exact=True)).to_have_count(0)
        assert nodes.count() < before
        alone.get_by_role("button", name="Unfold sigmoid", exact=True).press("Enter")
        expect(nodes).to_have_count(before)

    def test_another_elements_sum_is_chosen_in_it(
        self, open_page: OpenPage, new_context: NewContext, tmp_path: Path
    ) -> None:
        numbers = ", ".join(f"{-0.9 + 0.2 * at:.1f}" for at in range(12))
        query = urlencode({"page": "graph", "expression": f"x = [{numbers}]\nq = x * 2\nL = sum(q)"})
        alone = open_from_disk(new_context, take(open_page(f"?{query}"), "One HTML file", tmp_path))
        alone.get_by_role("button", name="Step forward", exact=True).click()
        told = alone.locator(".arithmetic .element")
        expect(told).to_have_text("element 12, the largest:1.30×2=2.60")
        strip = alone.get_by_role("slider", name="Element whose sum is shown")
        box = strip.bounding_box()
        assert box is not None
        for number, said in ((5, "−0.100×2=−0.200"), (1, "−0.900×2=−1.80")):
            alone.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * (number - 0.5) / 12)
            expect(told).to_have_text(f"element {number}:{said}")

    def test_hostile_text_is_shown_and_not_run(
        self, open_page: OpenPage, new_context: NewContext, tmp_path: Path
    ) -> None:
        text = (
            "a * b # </script><img src=x onerror=document.title='run'><script>document.title='run'</script>"
        )
        query = urlencode({"page": "graph", "expression": text})
        page = open_page(f"?{query}")
        expect(page.locator('[data-node="a"]')).to_be_visible()
        for kind in ("One HTML file", "Worksheet"):
            alone = open_from_disk(new_context, take(page, kind, tmp_path))
            expect(alone.get_by_role("heading", level=1).first).to_contain_text("a * b # </script>")
            assert alone.locator("img").count() == 0
            assert "</script>" in alone.title()


class TestPictures:
    def test_the_svg_holds_every_node_with_its_numbers(self, page: Page, tmp_path: Path) -> None:
        to_end(page)
        trace = engine.backpropagate(engine.parse(PRODUCT[0]), PRODUCT[1])
        root = ET.parse(take(page, "Picture (SVG)", tmp_path)).getroot()
        nodes = {one.get("data-node"): one for one in root.iter() if one.get("data-node")}
        assert nodes.keys() == trace.values.keys()
        for name, one in nodes.items():
            assert float(one.get("data-value", "nan")) == trace.values[name]
            assert float(one.get("data-gradient", "nan")) == trace.gradients[name]
        assert root.findtext(f"{SVG}title") == getattr(find_example("add-then-multiply"), "title", "")
        text = ET.tostring(root, encoding="unicode")
        assert not re.search(r"var\(|class=|url\(|<style|color-mix|http:(?!//www\.w3\.org)", text)

    def test_it_is_all_of_the_graph_on_white_whatever_the_page_shows(
        self, open_page: OpenPage, tmp_path: Path
    ) -> None:
        page = open_page("?page=graph&example=sigmoid-neuron&theme=dark")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        for _ in range(4):
            page.get_by_role("button", name="Zoom in").click()
        root = ET.parse(take(page, "Picture (SVG)", tmp_path)).getroot()
        ground = root.find(f"{SVG}rect")
        assert ground is not None
        assert ground.get("fill") == "#ffffff"
        ink = {one.get("fill") for one in root.iter(f"{SVG}text")}
        assert "rgb(21, 24, 30)" in ink
        assert page.locator("html").get_attribute("data-theme") == "dark"
        left, top, width, height = map(float, (root.get("viewBox") or "").split())
        for one in root.iter():
            place = re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", one.get("transform", ""))
            if one.get("data-node") and place:
                assert left < float(place[1]) < left + width
                assert top < float(place[2]) < top + height

    def test_the_png_is_twice_the_size_of_the_svg(self, page: Page, tmp_path: Path) -> None:
        root = ET.parse(take(page, "Picture (SVG)", tmp_path)).getroot()
        data = take(page, "Picture (PNG)", tmp_path).read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        size = [int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")]
        assert size == [2 * int(root.get(side) or 0) for side in ("width", "height")]
        assert len(data) > 5000  # something is painted on it


class TestSaved:
    def test_what_was_saved_goes_away_with_the_example_it_was_of(self, page: Page, tmp_path: Path) -> None:
        saved = page.get_by_text("Saved add-then-multiply.svg").and_(page.locator("output"))
        take(page, "Picture (SVG)", tmp_path)
        expect(saved).to_be_visible()
        page.get_by_role("textbox", name="Expression", exact=True).fill("a * b")
        expect(saved).to_be_hidden()


class TestCode:
    def test_runs_and_has_the_same_numbers(self, open_page: OpenPage, tmp_path: Path) -> None:
        chosen = find_example("sigmoid-neuron")
        assert chosen is not None
        path = take(open_page("?page=graph&example=sigmoid-neuron"), "Code (Python)", tmp_path)
        trace = engine.backpropagate(engine.parse(chosen.expression), chosen.inputs)
        names = [f"d{name}" for name in trace.graph.leaves]
        done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True)
        printed = dict(line.split(" = ") for line in done.stdout.splitlines())
        assert list(printed) == ["f", *names]
        expected = [trace.output, *(trace.gradients[name] for name in trace.graph.leaves)]
        assert np.allclose([float(one) for one in printed.values()], np.array(expected), rtol=1e-12)


class TestWorksheet:
    def test_fits_the_paper_and_has_blanks_then_answers(
        self, page: Page, new_context: NewContext, tmp_path: Path
    ) -> None:
        path = take(page, "Worksheet", tmp_path)
        sheet = open_from_disk(new_context, path)
        expect(sheet.locator(".exercise span.blank").first).to_be_visible()
        assert sheet.locator(".key .blank").count() == 0
        expect(sheet.locator(".key")).to_contain_text("−12")
        expect(sheet.locator(".exercise")).not_to_contain_text("12")
        printed = sheet.pdf(prefer_css_page_size=True)
        assert re.findall(rb"/Count (\d+)", printed) == [b"2"]

    def test_the_answers_of_a_neuron_need_one_page_beside_the_two_to_write_on(
        self, new_context: NewContext, tmp_path: Path
    ) -> None:
        example = find_example("sigmoid-neuron")
        assert example is not None
        trace = engine.backpropagate(engine.parse(example.expression), example.inputs)
        path = tmp_path / "sheet.html"
        path.write_text(worksheet(example.title, example.expression, trace, example.questions), "utf-8")
        printed = open_from_disk(new_context, path).pdf(prefer_css_page_size=True)
        assert re.findall(rb"/Count (\d+)", printed) == [b"3"]
