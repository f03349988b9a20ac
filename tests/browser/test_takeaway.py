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


def check_worksheet(sheet: Page) -> None:
    """It fits the paper, and has blanks, then answers."""
    expect(sheet.locator(".exercise span.blank").first).to_be_visible()
    assert sheet.locator(".key .blank").count() == 0
    expect(sheet.locator(".key")).to_contain_text("−12")
    expect(sheet.locator(".exercise")).not_to_contain_text("12")
    printed = sheet.pdf(prefer_css_page_size=True)
    assert re.findall(rb"/Count (\d+)", printed) == [b"2"]


def check_picture(path: Path) -> None:
    """It is all of the graph on white, whatever the page showed."""
    root = ET.parse(path).getroot()
    ground = root.find(f"{SVG}rect")
    assert ground is not None
    assert ground.get("fill") == "#ffffff"
    assert "rgb(21, 24, 30)" in {one.get("fill") for one in root.iter(f"{SVG}text")}
    left, top, width, height = map(float, (root.get("viewBox") or "").split())
    for one in root.iter():
        place = re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", one.get("transform", ""))
        if one.get("data-node") and place:
            assert left < float(place[1]) < left + width
            assert top < float(place[2]) < top + height


def check_code(path: Path) -> None:
    """It runs, and has the engine's numbers of the sigmoid neuron."""
    example = find_example("sigmoid-neuron")
    assert example is not None
    trace = engine.backpropagate(engine.parse(example.expression), example.inputs)
    names = [f"d{name}" for name in trace.graph.leaves]
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True)
    printed = dict(line.split(" = ") for line in done.stdout.splitlines())
    assert list(printed) == ["f", *names]
    expected = [trace.output, *(trace.gradients[name] for name in trace.graph.leaves)]
    assert np.allclose([float(one) for one in printed.values()], np.array(expected), rtol=1e-12)


class TestMenu:
    def test_is_reached_and_left_with_keys_that_move_no_cursor_or_by_a_press_beside_it_and_lies_within_the_page(
        self, page: Page
    ) -> None:
        slider = page.get_by_role("slider", name="Step", exact=True)
        before = slider.input_value()
        opener(page).focus()
        page.keyboard.press("Enter")
        menu, items = page.get_by_role("menu"), page.get_by_role("menuitem")
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
        page.keyboard.press("Home")
        page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
        expect(opener(page)).to_be_focused()
        expect(opener(page)).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        with page.expect_download() as found:
            page.keyboard.press("Enter")
        assert found.value.suggested_filename == "add-then-multiply-worksheet.html"
        expect(page.locator(".heard")).to_have_text("Saved add-then-multiply-worksheet.html")
        assert slider.input_value() == before

        for outside in (lambda: opener(page).click(), lambda: page.mouse.click(640, 400)):
            opener(page).click()
            expect(menu).to_be_visible()
            outside()
            expect(menu).to_be_hidden()

        for projector in ("off", "on"):
            if projector == "on":
                page.keyboard.press("f")
            expect(page.locator("html")).to_have_attribute("data-projector", projector)
            for width, height in ((1280, 720), (390, 844)):
                page.set_viewport_size({"width": width, "height": height})
                opener(page).click()
                box = menu.bounding_box()
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
                expect(menu).to_be_hidden()

    def test_files_are_called_by_the_graph_the_pictures_hold_all_of_it_the_page_plays_and_the_sheet_is_printed(
        self, page: Page, new_context: NewContext, tmp_path: Path
    ) -> None:
        to_end(page)
        files = {kind: take(page, kind, tmp_path) for kind in KINDS}
        assert {kind: path.name for kind, path in files.items()} == {
            kind: f"add-then-multiply{ending}" for kind, ending in KINDS.items()
        }

        trace = engine.backpropagate(engine.parse(PRODUCT[0]), PRODUCT[1])
        root = ET.parse(files["Picture (SVG)"]).getroot()
        nodes = {one.get("data-node"): one for one in root.iter() if one.get("data-node")}
        assert nodes.keys() == trace.values.keys()
        for name, one in nodes.items():
            assert float(one.get("data-value", "nan")) == trace.values[name]
            assert float(one.get("data-gradient", "nan")) == trace.gradients[name]
        assert root.findtext(f"{SVG}title") == getattr(find_example("add-then-multiply"), "title", "")
        text = ET.tostring(root, encoding="unicode")
        assert not re.search(r"var\(|class=|url\(|<style|color-mix|http:(?!//www\.w3\.org)", text)

        data = files["Picture (PNG)"].read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        size = [int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")]
        assert size == [2 * int(root.get(side) or 0) for side in ("width", "height")]
        assert len(data) > 5000  # something is painted on it

        # What was saved is said until the graph that it was of has gone.
        saved = page.get_by_text("Saved add-then-multiply.html").and_(page.locator("output"))
        expect(saved).to_be_visible()
        page.get_by_role("textbox", name="Expression", exact=True).fill("a * b")
        expect(saved).to_be_hidden()
        expect(page.locator('[data-node="b"]')).to_be_visible()
        for kind in ("Picture (SVG)", "One HTML file"):
            assert take(page, kind, tmp_path).name == f"a-times-b{KINDS[kind]}"

        alone = open_from_disk(new_context, files["One HTML file"])
        slider = alone.get_by_role("slider", name="Step", exact=True)
        expect(slider).to_have_value("0")  # from the start, wherever the page stood
        alone.get_by_role("slider", name="Step speed").fill("100")
        alone.get_by_role("button", name="Play", exact=True).click()
        expect(slider).to_have_value("7")
        assert_agree(alone, trace)
        alone.goto(files["Worksheet"].as_uri())
        check_worksheet(alone)


class TestFiles:
    def test_a_page_steps_with_the_engines_numbers_folds_and_asks_and_code_and_picture_stand_for_themselves(
        self, open_page: OpenPage, new_context: NewContext, watch: Watch, tmp_path: Path
    ) -> None:
        chosen = [find_example(name) for name in ("sigmoid-neuron", "norm-of-matrix-vector")]
        page = open_page("?page=graph&example=sigmoid-neuron&theme=dark")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        for _ in range(4):
            page.get_by_role("button", name="Zoom in").click()
        picture, code = take(page, "Picture (SVG)", tmp_path), take(page, "Code (Python)", tmp_path)
        assert page.locator("html").get_attribute("data-theme") == "dark"
        pages = [take(page, "One HTML file", tmp_path)]
        page.get_by_label("Example", exact=True).select_option("norm-of-matrix-vector")
        expect(page.locator(".card[data-node=W]")).to_be_visible()
        pages.append(take(page, "One HTML file", tmp_path))

        check_picture(picture)
        check_code(code)
        watch.requests.clear()
        alone = open_from_disk(new_context, pages[1])
        for example, path in zip(reversed(chosen), reversed(pages), strict=True):
            assert example is not None
            alone.goto(path.as_uri())
            expect(alone.get_by_role("heading", name=example.title)).to_be_visible()
            trace = engine.backpropagate(engine.parse(example.expression), example.inputs, example.upstream)
            slider = alone.get_by_role("slider", name="Step", exact=True)
            expect(slider).to_have_attribute("max", str(len(trace.steps)))
            alone.get_by_role("button", name="Step forward", exact=True).click()
            expect(slider).to_have_value("1")
            to_end(alone)
            assert_agree(alone, trace)

        alone.get_by_role("button", name="To start", exact=True).click()
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
        assert [one for one in watch.requests if not one.startswith(("file:", "data:", "blob:"))] == []

    def test_hostile_text_is_shown_and_not_run_and_another_elements_sum_is_chosen(
        self, open_page: OpenPage, new_context: NewContext, tmp_path: Path
    ) -> None:
        text = (
            "a * b # </script><img src=x onerror=document.title='run'><script>document.title='run'</script>"
        )
        page = open_page("?" + urlencode({"page": "graph", "expression": text}))
        expect(page.locator('[data-node="a"]')).to_be_visible()
        hostile = [take(page, kind, tmp_path) for kind in ("One HTML file", "Worksheet")]
        numbers = ", ".join(f"{-0.9 + 0.2 * at:.1f}" for at in range(12))
        editor = page.get_by_role("textbox", name="Expression", exact=True)
        editor.fill(f"x = [{numbers}]\nq = x * 2\nL = sum(q)")
        expect(page.locator('.card[data-node="L"]')).to_be_visible()
        alone = open_from_disk(new_context, take(page, "One HTML file", tmp_path))
        alone.get_by_role("button", name="Step forward", exact=True).click()
        told = alone.locator(".arithmetic .element")
        expect(told).to_have_text("element 12, the largest:1.30×2=2.60")
        strip = alone.get_by_role("slider", name="Element whose sum is shown")
        box = strip.bounding_box()
        assert box is not None
        for number, said in ((5, "−0.100×2=−0.200"), (1, "−0.900×2=−1.80")):
            alone.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * (number - 0.5) / 12)
            expect(told).to_have_text(f"element {number}:{said}")

        for path in hostile:
            alone.goto(path.as_uri())
            expect(alone.get_by_role("heading", level=1).first).to_contain_text("a * b # </script>")
            assert alone.locator("img").count() == 0
            assert "</script>" in alone.title()

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
