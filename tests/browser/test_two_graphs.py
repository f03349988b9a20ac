"""Drawings stand by themselves: two graphs in one document know nothing of each other, and one that goes leaves
nothing behind. There is no server and no Panel here, only what any page could do."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

import engine
from playground.graph.html_export import MODULES
from playground.shared import assets, bundle
from playground.shared.trace_payload import trace_message

DOCUMENT = """<!DOCTYPE html>
<html lang="en" data-theme="light"><meta charset="utf-8"><title>Two graphs</title>
<style>{theme} section {{ height: 340px; }}</style>
<script type="importmap">{importmap}</script>
<section id="first"></section><section id="second"></section>
<script type="module">
import {{ createContext }} from "shared/context.js";
import {{ draw as drawGraph }} from "shared/stepping/graph.js";
import {{ draw as drawTransport }} from "shared/stepping/transport.js";
const traces = {traces};
const shown = {{}};
for (const [id, trace] of Object.entries(traces)) {{
  const context = createContext();
  const parts = [drawGraph, drawTransport].map((draw) => {{
    const host = document.createElement("div");
    host.style.height = draw === drawGraph ? "260px" : "80px";
    document.getElementById(id).append(host);
    const shadow = host.attachShadow({{ mode: "open" }});
    shadow.innerHTML = "<style>{widgets}</style><div style='height: 100%'></div>";
    return draw(shadow.lastChild, context);
  }});
  context.stage.publish("trace", {{ ...trace, numbers: Float64Array.from(trace.numbers) }});
  shown[id] = {{ context, leave: () => parts.forEach((leave) => leave()) }};
}}
window.shown = shown;
</script></html>
"""


def trace_of(expression: str, inputs: dict[str, float]) -> dict[str, object]:
    message = trace_message(engine.backpropagate(engine.parse(expression), inputs), level="", levels=[])
    return {**message, "numbers": list(message["numbers"])}


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], tmp_path: Path) -> Page:
    files = assets.current()
    traces = {
        "first": trace_of("x * y", {"x": 2.0, "y": 3.0}),
        "second": trace_of("a + b", {"a": 5.0, "b": 7.0}),
    }
    path = tmp_path / "two.html"
    path.write_text(
        DOCUMENT.format(
            theme=files.text("theme.css"),
            widgets=files.text("shared/stepping/graph.css")
            .replace('"', "'")
            .replace("\n", " ")
            .replace("\\", "\\\\"),
            importmap=json.dumps({"imports": bundle.imports(files, MODULES)}),
            traces=json.dumps(traces),
        )
    )
    page = new_context(height=900).new_page()
    page.goto(path.as_uri())
    page.wait_for_function("() => window.shown")
    return page


def forward(part: Locator) -> Locator:
    return part.get_by_role("button", name="Step forward", exact=True)


def step(part: Locator) -> Locator:
    return part.get_by_role("slider", name="Step", exact=True)


def test_each_graph_has_its_own_trace_place_and_lights_and_one_that_has_gone_hears_nothing_more(
    page: Page,
) -> None:
    first, second = page.locator("#first"), page.locator("#second")
    forward(first).click()
    expect(step(first)).to_have_value("1")
    expect(step(second)).to_have_value("0")
    expect(first.locator('[data-node="x"]')).to_have_attribute("data-value", "2")
    expect(second.locator('[data-node="x"]')).to_have_count(0)
    expect(second.locator('[data-node="a"]')).to_have_attribute("data-value", "5")
    for _ in range(3):
        forward(second).click()
    expect(step(second)).to_have_value("3")
    expect(step(first)).to_have_value("1")
    page.evaluate("() => shown.first.context.stage.publish('hover', {nodes: ['x', 'a'], places: []})")
    expect(page.locator('#first [data-node="x"]')).to_contain_class("lit")
    expect(page.locator('#second [data-node="a"]')).not_to_contain_class("lit")

    pictures = page.evaluate(
        """async () => {
          const taken = await Promise.all(["first", "second"].map((id) => shown[id].context.picture.take(id)));
          shown.first.leave();
          return [...taken.map(({text}) => text), await shown.first.context.picture.take("gone")];
        }"""
    )
    assert 'data-node="x"' in pictures[0]
    assert 'data-node="a"' in pictures[1]
    assert 'data-node="x"' not in pictures[1]
    assert pictures[2] is None

    page.evaluate("() => { shown.first.context.playback.move(2); shown.second.context.playback.move(2); }")
    expect(step(second)).to_have_value("2")
    expect(step(first)).to_have_value("1")
    # Nor do the keys of the document move it.
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("End")
    expect(step(second)).not_to_have_value("2")
    assert page.evaluate("() => shown.first.context.stage.latest('cursor').index") == 2
