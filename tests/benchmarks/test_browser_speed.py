"""How soon the page answers, in Chromium: one visitor, his server on the same machine.

Times are taken in the page, from the click to the change of the document and to the frame that paints it. `make bench`
runs them, and `pytest tests/benchmarks/test_browser_speed.py -s` alone. A machine that is busy with other work fails
them without being slow itself; then the longest frame, which is printed too, is far above 33 ms.
"""

import math
import re
import statistics
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import find_chromium
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from serving import Server

import engine

ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
pytestmark = pytest.mark.browser

STEP = 33.0  # ms, two frames
SETTING = 80.0  # ms
STROKE = 50.0  # ms
TYPED = {20: 80.0, 60: 200.0}  # nodes: ms
PAINTS = {
    "boundary": 25.0,
    "network": 25.0,
    "curves": 5.0,
}  # a second; curves gain nothing to the eye by more
STEPS = 60
CHANGES = 30
SECONDS = 6.0

# Everything that the page is asked to do and to measure. `find` looks into shadow roots.
PROBE = """
window.probe = (() => {
  function* roots(root = document) {
    yield root;
    for (const element of root.querySelectorAll("*")) if (element.shadowRoot) yield* roots(element.shadowRoot);
  }
  const all = (selector) => [...roots()].flatMap((root) => [...root.querySelectorAll(selector)]);
  const find = (selector) => all(selector)[0];
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  // At any phase of a frame, and not in the wake of what was asked before.
  const settle = (ms) => new Promise((done) => setTimeout(done, ms + 20 * Math.random()));

  // From `act` until a change in `where` that `counts`, and until the frame after it: milliseconds.
  async function timed(where, counts, act, rest = 60) {
    await settle(rest);
    const changed = new Promise((done) => {
      const observer = new MutationObserver((records) => {
        if (!records.some(counts)) return;
        observer.disconnect();
        done(performance.now());
      });
      observer.observe(where, { subtree: true, childList: true, characterData: true, attributes: true });
      setTimeout(() => (observer.disconnect(), done(NaN)), 2000);
    });
    const began = performance.now();
    act();
    const dom = (await changed) - began;
    await frame();
    return [dom, performance.now() - began];
  }

  async function steps(count) {
    const button = find('button[aria-label="Step forward"]');
    const drawing = find(".card[data-node]").getRootNode();
    const text = (record) => {
      const element = record.target.nodeType === 3 ? record.target.parentElement : record.target;
      return record.type !== "attributes" && element?.closest?.(".card[data-node]");
    };
    const times = [];
    for (let index = 0; index < count && !button.disabled; index += 1)
      times.push(await timed(drawing, text, () => button.click()));
    return times;
  }

  // The shadow root of the network's drawing: to look through all of the page at each change would be slow itself.
  const network = () => find("[data-neuron]").getRootNode();

  async function widths(count) {
    const times = [];
    const drawing = network();
    const neurons = () => drawing.querySelectorAll("[data-neuron]").length;
    for (let index = 0; index < count; index += 1) {
      const layer = drawing.querySelector('[aria-label^="Hidden layer 1:"]');
      const key = index % 2 ? "-" : "+";
      const before = neurons();
      layer.focus();
      times.push(
        await timed(drawing, () => neurons() !== before, () =>
          layer.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true })),
          250,
        ),
      );
    }
    return times;
  }

  // A letter more at the end of the expression, then a letter less: another leaf, and the graph is drawn anew.
  async function letters(count) {
    const editor = find('textarea[aria-label="Expression"]');
    const drawing = find(".card[data-node]").getRootNode();
    const drawn = () => drawing.querySelector('.card[data-node="ab"]') !== null;
    const times = [];
    editor.focus();
    editor.setSelectionRange(editor.value.length, editor.value.length);
    for (let index = 0; index < count; index += 1) {
      const press = () => document.execCommand(...(index % 2 ? ["delete"] : ["insertText", false, "b"]));
      times.push(await timed(drawing, () => drawn() === (index % 2 === 0), press, 250));
    }
    return times;
  }

  // From each move of a pointer that draws until a bar has another length, and until the frame after it.
  function strokes() {
    const times = [];
    const bars = find(".row[data-digit]").getRootNode();
    find("canvas.ink").addEventListener("pointermove", (event) => {
      if (event.buttons !== 1) return;
      const began = performance.now();
      const time = [NaN, NaN];
      times.push(time);
      const observer = new MutationObserver(async () => {
        observer.disconnect();
        time[0] = performance.now() - began;
        await frame();
        time[1] = performance.now() - began;
      });
      observer.observe(bars, { subtree: true, attributeFilter: ["style"] });
    }, true);
    return times;
  }

  // Canvases: in how many frames each was painted, and how many frames there were.
  const painted = new Map();
  let frames = 0;
  let counting = false;
  let awaited = null;
  for (const name of ["putImageData", "drawImage", "stroke", "fill", "clearRect"]) {
    const original = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...parts) {
      if (awaited?.(this.canvas)) awaited = null;
      if (counting && this.canvas.isConnected) {
        if (!painted.has(this.canvas)) painted.set(this.canvas, new Set());
        painted.get(this.canvas).add(frames);
      }
      return original.apply(this, parts);
    };
  }
  // The curves are an SVG, whose shapes are all put in the place of others.
  const replaceChildren = Element.prototype.replaceChildren;
  Element.prototype.replaceChildren = function (...parts) {
    if (counting && this.ownerSVGElement) {
      if (!painted.has(this)) painted.set(this, new Set());
      painted.get(this).add(frames);
    }
    return replaceChildren.apply(this, parts);
  };
  const place = (element) => {
    const names = [];
    for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) names.push(...at.classList);
    return names.join(" ");
  };

  // From `act` until a canvas of that part of the page is painted, and until the frame after it.
  async function timedPaint(part, act) {
    await settle(250);
    const drawn = new Promise((done) => {
      awaited = (canvas) => canvas.isConnected && place(canvas).includes(part) && (done(performance.now()), true);
      setTimeout(() => done(NaN), 2000);
    });
    const began = performance.now();
    act();
    const first = (await drawn) - began;
    await frame();
    return [first, performance.now() - began];
  }

  async function datasets(count) {
    const times = [];
    for (let index = 0; index < count; index += 1) {
      const choice = find(`input[type=radio][aria-label="${index % 2 ? "circle" : "xor"}"]`);
      times.push(await timedPaint("boundary", () => choice.click()));
    }
    return times;
  }

  async function activations(count) {
    const times = [];
    const choice = find('select[aria-label="Activation of hidden layer 1"]');
    for (let index = 0; index < count; index += 1) {
      const change = () => {
        choice.value = index % 2 ? "tanh" : "relu";
        choice.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
      };
      times.push(await timedPaint("network", change));
    }
    return times;
  }

  async function paints(seconds) {
    painted.clear();
    frames = 0;
    counting = true;
    const began = performance.now();
    const late = [];
    let last = began;
    while (performance.now() - began < 1000 * seconds) {
      await frame();
      frames += 1;
      late.push(performance.now() - last);
      last = performance.now();
    }
    counting = false;
    const passed = (performance.now() - began) / 1000;
    const canvases = [...painted].map(([canvas, which]) => [place(canvas), which.size / passed]);
    return { frames: frames / passed, worst: Math.max(...late), canvases };
  }

  return { steps, widths, letters, strokes, datasets, activations, paints };
})();
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium.find()
    if path is None:
        pytest.fail(find_chromium.ADVICE, pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Callable[[str], Page]]:
    pages: list[Page] = []

    def open_one(query: str = "") -> Page:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        pages.append(page)
        page.add_init_script(PROBE)
        page.goto(server.url + query)
        page.locator("[data-neuron]:visible, [data-node]:visible, [data-digit]:visible").first.wait_for()
        page.wait_for_timeout(1000)  # what is still being laid out is not what is measured
        return page

    yield open_one
    for page in pages:
        page.close()


def report(name: str, times: list[list[float]], bound: float) -> None:
    """Prints the times to the document's change and to the frame after it, and holds the first to the bound."""
    changed, painted = (sorted(column) for column in zip(*times, strict=True))
    assert all(time == time for time in changed), f"{name}: {sum(t != t for t in changed)} without an answer"
    print(
        f"\n  {name}: median {statistics.median(changed):.1f} ms, p95 {share(changed):.1f} ms (at most {bound:g});"
        f" to the next frame {statistics.median(painted):.1f} ms, {share(painted):.1f} ms; {len(changed)} times"
    )
    assert share(changed) <= bound, f"{name}: p95 {share(changed):.1f} ms"


def share(ordered: list[float]) -> float:
    """What 95 of 100 do not exceed."""
    return ordered[round(0.95 * (len(ordered) - 1))]


@pytest.mark.parametrize("level", ["layer", "scalar"])
def test_a_step_is_there_within_two_frames_whether_the_server_runs_or_not(
    open_page: Callable[[str], Page], server: Server, level: str
) -> None:
    page = open_page(f"?sample=7&level={level}")
    page.get_by_role("button", name="Step forward", exact=True).wait_for()
    report(f"step forward, {level}, server running", page.evaluate("n => probe.steps(n)", STEPS), STEP)
    page.get_by_role("button", name="To start", exact=True).click()
    server.hold()
    try:
        report(f"step forward, {level}, server stopped", page.evaluate("n => probe.steps(n)", STEPS), STEP)
    finally:
        server.go_on()


@pytest.mark.parametrize("what", ["widths", "activations", "datasets"])
def test_a_setting_redraws_the_network_soon(open_page: Callable[[str], Page], what: str) -> None:
    times = open_page("").evaluate(f"n => probe.{what}(n)", CHANGES)
    report(f"changed {what}", times, SETTING)


@pytest.mark.parametrize("nodes", TYPED)
def test_a_graph_is_redrawn_soon_after_a_key(open_page: Callable[[str], Page], nodes: int) -> None:
    products = " + ".join(f"w{index}*x{index}" for index in range(nodes // 4))  # 4 nodes each, but the first
    expression = f"{products} + a"
    assert len(engine.parse(expression).nodes) >= nodes
    times = open_page("?" + urlencode({"page": "graph", "expression": expression})).evaluate(
        "n => probe.letters(n)", CHANGES
    )
    report(f"a key, {nodes} nodes", times, TYPED[nodes])


def test_the_bars_follow_the_pen(open_page: Callable[[str], Page]) -> None:
    page = open_page("?page=digits")
    times = page.evaluate_handle("probe.strokes()")
    pad = page.locator("canvas.ink").bounding_box()
    assert pad is not None
    x, y, reach = pad["x"] + pad["width"] / 2, pad["y"] + pad["height"] / 2, pad["width"] / 3
    page.mouse.move(x, y)
    page.mouse.down()
    for move in range(1, STEPS + 1):  # a spiral
        angle, radius = move / 6, reach * (0.4 + 0.6 * move / STEPS)
        page.mouse.move(x + radius * math.cos(angle), y + radius * math.sin(angle))
        page.wait_for_timeout(110 + 7 * (move % 5))  # at any phase of a frame, each answered before the next
    page.mouse.up()
    report("a pen's move to the bars", times.json_value(), STROKE)


def test_training_paints_boundary_thumbnails_and_curves(open_page: Callable[[str], Page]) -> None:
    page = open_page("")
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_timeout(2000)
    result: dict[str, Any] = page.evaluate("seconds => probe.paints(seconds)", SECONDS)
    print(f"\n  frames of the browser: {result['frames']:.1f} a second, the longest {result['worst']:.0f} ms")
    rates = dict.fromkeys(PAINTS, 0.0)
    for place, rate in result["canvases"]:
        for name in rates:
            if re.search(rf"(^|\s){name}(\s|$)", place):
                rates[name] = max(rates[name], rate)
    for name, rate in rates.items():
        print(f"  {name}: painted {rate:.1f} times a second (at least {PAINTS[name]:g})")
    assert all(rate >= PAINTS[name] for name, rate in rates.items()), rates
