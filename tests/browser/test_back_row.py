"""From the back row: in projector mode the graph and the sum of the step are the largest things on the page."""

import re
from collections.abc import Callable

import legible
import pytest
from playwright.sync_api import Page, expect
from waiting import STAGE, next_frame, until

OpenPage = Callable[..., Page]

SMALL, LARGE = (1280, 720), (1920, 1080)
LEAST = {
    SMALL: {"sum": 32, "node": 22, "beside": 18},
    LARGE: {"sum": 44, "node": 28, "beside": 24},
}  # px
WORDS = 18  # px, anywhere in the graph

# Scalars, vectors, matrices that are tall, matrices that are wide, pictures, a frame over a neighbour, a long chain.
EXAMPLES = (
    "sigmoid-neuron",
    "relu-vector",
    "xor-linear-fails",
    "matrix-multiply",
    "convolution",
    "hinge-loss",
    "lstm-cell",
    "three-layer-forward",
)

# The sizes on the screen of what is written in the sum, beside it and in the graph, what of the sum is cut off, what
# lies over the drawing of the graph, and what in it lies over something else. Beside pictures the sum of one element
# stands in full; what is left of the numbers there is as large as in the graph.
LOOK = """() => {
  const roots = [document];
  for (const root of roots)
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot) roots.push(one.shadowRoot);
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)])
    .filter((one) => one.checkVisibility({ opacityProperty: true }))
    .filter((one) => one.textContent || one.matches("div, svg, rect"));
  const size = (one) => Number.parseFloat(getComputedStyle(one).fontSize) * (one.getScreenCTM?.().a ?? 1);
  const box = (one) => one.getBoundingClientRect();
  const least = (selector) => Math.min(...all(selector).map(size));
  const apart = (a, b) =>
    a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
  const inside = (a, b) =>
    a.left >= b.left - 2 && a.right <= b.right + 2 && a.top >= b.top - 2 && a.bottom <= b.bottom + 2;
  const [drawing] = all(".graph > svg.drawing");
  const window = box(drawing);
  const sum = all(".arithmetic .line")[0];
  const picture = Boolean(sum.querySelector(".heat"));
  const cards = all(".graph .card");
  const plates = cards.map((one) => box(one.querySelector(".plate")));
  const lying = all(".graph .label:not(.leader), .graph .frame text, .graph .knob").map((one) => box(one));
  return {
    sum: least(picture ? ".arithmetic .element .number" : ".arithmetic .line :is(.number, .cell)"),
    strip: picture ? least(".arithmetic .line :is(.number, .cell)") : Infinity,
    node: least(".card :is(.value, .gradient, .next) text, .card text.update"),
    words: Math.min(least(".graph text"), least(".arithmetic :is(.law, .words, .rule)")),
    beside: least(".arithmetic :is(.words, .rule, .total, .peak, .chip)"),
    cut: [sum, sum.closest(".arithmetic")].some((one) =>
      one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 4),
    under: all(".network .sheet").some((one) => box(one).bottom > box(sum.closest(".arithmetic")).top + 1),
    over: all(".graph :is(.tools, .overview), .arithmetic").filter((one) => !apart(box(one), window)).length,
    away: cards.filter((one, at) => one.matches(".active") && !inside(plates[at], window)).length
      === cards.filter((one) => one.matches(".active")).length && cards.some((one) => one.matches(".active")),
    headless: cards.filter((one, at) => one.matches(".active") && !apart(plates[at], window)).filter((one) => {
      const head = box(one.querySelector(".head .symbol"));
      return head.top < window.top - 1 || head.bottom > window.bottom + 1;
    }).length,
    spilt: cards.filter((one, at) =>
      [...one.querySelectorAll("text")].some((text) => text.textContent && !inside(box(text), plates[at]))).length,
    touching: plates.filter((one, at) => plates.slice(at + 1).some((other) => !apart(one, other))).length,
    hidden: cards.flatMap((one) => [...one.querySelectorAll("text")].filter((text) => text.textContent))
      .filter((text) => lying.some((other) => !apart(box(text), other))).length,
    off: all(".graph .label.now").filter((one) => !inside(box(one), window)).length,
    lost: all(".graph .overview").some((map) => {
      const [whole, frame] = [box(map), box(map.querySelector(".frame"))];
      const nodes = [...map.querySelectorAll("g rect")];
      return nodes.length !== cards.length || nodes.some((one) => !inside(box(one), whole)) || apart(frame, whole);
    }),
    graph: window.width * window.height,
  };
}"""


def look_at_steps(page: Page, size: tuple[int, int], what: str) -> set[float]:
    """Looks at four of them, or at all. Returns the rooms that the graph had in these."""
    rooms = set()
    slider = page.get_by_role("slider", name="Step", exact=True)
    count = int(slider.get_attribute("max") or 0)
    # The sums of single numbers are as high as each other: the graph is not laid out anew on the way.
    shares = (0.2, 0.5, 0.75, 1.0) if what != EXAMPLES[0] else [at / count for at in range(1, count + 1)]
    for share in shares:
        step = str(round(share * count))
        slider.fill(step)
        next_frame(page)
        seen = page.evaluate(LOOK)
        where = f"{what}, step {step} at {size}: {seen}"
        assert seen["sum"] >= LEAST[size]["sum"], where
        assert seen["node"] >= LEAST[size]["node"] - 0.1, where
        assert seen["strip"] >= LEAST[size]["node"], where
        assert seen["words"] >= WORDS - 0.1, where
        assert seen["beside"] >= LEAST[size]["beside"], where
        assert not seen["cut"], where
        assert not seen["under"], f"the neurons reach under the sum: {where}"
        assert seen["over"] == 0, f"neither a tool nor the sum lies over the drawing: {where}"
        assert not seen["away"], f"a card that is at work is seen whole: {where}"
        assert seen["headless"] == 0, f"a card that is at work says which it is: {where}"
        assert seen["spilt"] == 0, f"what is written in a card stays in it: {where}"
        assert seen["touching"] == 0, f"no two cards touch: {where}"
        assert seen["hidden"] == 0, f"nothing lies over a number or a name: {where}"
        assert not seen["lost"], f"the map in the corner shows all nodes, and the part that is seen: {where}"
        assert seen["off"] == 0, f"the label is seen whole: {where}"
        rooms.add(seen["graph"])
    return rooms


def test_a_network_and_its_graph_are_large_and_whole_and_of_a_card_too_high_the_new_weights_are_seen(
    open_page: OpenPage,
) -> None:
    page = open_page("?sample=7&optimizer=Adam&projector=on", reduced_motion="reduce")
    expect(page.get_by_text("step 0 of 32", exact=True)).to_be_visible()
    expect(page.locator(".connection.refused")).to_be_hidden()
    step = page.evaluate(
        f"1 + {STAGE}.latest('trace').steps.findIndex((one) => one.phase === 'update' && one.node === 'W1')"
    )
    page.get_by_role("slider", name="Step", exact=True).fill(str(step))
    next_frame(page)
    beyond = page.locator(".drawing").evaluate(
        """(drawing) => {
          const { top, bottom } = drawing.getBoundingClientRect();
          const cells = [...drawing.querySelectorAll('.card[data-node="W1"] .next text')];
          const boxes = cells.filter((one) => one.textContent).map((one) => one.getBoundingClientRect());
          return [boxes.length, boxes.filter((one) => one.top < top || one.bottom > bottom).length];
        }"""
    )
    assert beyond == [8, 0]
    for size in (SMALL, LARGE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        look_at_steps(page, size, "network")


def test_what_is_said_of_the_numbers_on_lines_takes_no_height_from_the_neurons(open_page: OpenPage) -> None:
    page = open_page("?layers=8,8&sample=7&projector=on", reduced_motion="reduce")
    beyond = """(all) => {
      const { bottom } = all[0].getRootNode().querySelector('.scroller').getBoundingClientRect();
      return [all.length, all.filter((one) => one.getBoundingClientRect().bottom > bottom + 1).length];
    }"""
    for step in (21, 22, 28):  # with a sum of more lines, and with fewer
        page.get_by_role("slider", name="Step", exact=True).fill(str(step))
        for _ in range(4):
            next_frame(page)
            assert page.locator("[data-neuron]").evaluate_all(beyond) == [17, 0], step
        assert page.evaluate(LOOK)["headless"] == 0, (
            f"a card that is too high keeps its head in sight: {step}"
        )
    expect(page.locator(".foot .shown")).to_have_text("Point at a line to see its number.")


def test_the_sum_and_the_numbers_in_the_graph_are_large_and_whole_and_what_is_beside_it_folds_to_a_rail(
    open_page: OpenPage,
) -> None:
    page = open_page(f"?page=graph&example={EXAMPLES[0]}&projector=on", reduced_motion="reduce")
    expect(page.locator(".connection.refused")).to_be_hidden()  # nothing stands over the page
    field = page.get_by_role("textbox", name="Expression", exact=True)
    rail = page.get_by_role("button", name="Expression and inputs", exact=True)
    expect(field).to_be_hidden()
    folded = page.evaluate(LOOK)["graph"]
    rail.press("Enter")
    expect(field).to_be_visible()
    expect(rail).to_have_attribute("aria-expanded", "true")
    until(page, lambda: page.evaluate(LOOK)["graph"] < folded, "the graph makes room")
    rail.click()
    expect(field).to_be_hidden()

    opened = f"{STAGE}.latest('trace')"
    for size in (SMALL, LARGE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for example in EXAMPLES:
            page.evaluate(
                f"() => {{ window.before = {opened}; {STAGE}.ask('example', {{ id: '{example}' }}); }}"
            )
            if example != EXAMPLES[0] or size == LARGE:
                until(page, lambda: page.evaluate(f"window.before !== {opened}"), f"{example} is opened")
            next_frame(page)
            rooms = look_at_steps(page, size, example)
            assert example != EXAMPLES[0] or len(rooms) == 1, f"{rooms} at {size}"
    page.keyboard.press("f")  # without large type nothing is folded, and there is no rail
    expect(field).to_be_visible()
    expect(rail).to_be_hidden()


# Which of the cards that the current step takes its numbers from, or brings one to, are not whole in the window.
CUT = (
    "() => {"
    + legible.ROOTS
    + f"""
  const {{ step, trace }} = {STAGE}.latest("cursor");
  const {{ inputs }} = trace.nodes.find(({{ name }}) => name === step.node);
  const drawing = roots.flatMap((root) => [...root.querySelectorAll(".graph > svg.drawing")])
    .find((one) => one.checkVisibility());
  const window = drawing.getBoundingClientRect();
  return [step.node, ...inputs].filter((name) => {{
    const card = drawing.querySelector(`.card[data-node="${{name}}"] .plate`).getBoundingClientRect();
    return card.top < window.top || card.bottom > window.bottom;
  }});
}}"""
)


@pytest.mark.still
def test_all_cards_of_a_step_are_whole_where_they_fit_the_window_together(open_page: OpenPage) -> None:
    page = open_page("?page=graph&example=layer-norm&projector=on")
    slider = page.get_by_role("slider", name="Step", exact=True)

    def whole(steps: tuple[int, ...], what: str) -> None:
        for step in steps:
            slider.fill(str(step))
            until(page, lambda: not page.evaluate(CUT), f"{what}, step {step}: all its cards whole")

    whole(
        (13, 18, 20, 28), "layer norm"
    )  # the second operand stood beyond the edge of the window, or was cut by it
    page.goto(f"{page.url.split('?')[0]}?layers=4,2&sample=7&projector=on")
    whole((2, 23, 24), "4-2")


TERMS = """rows => rows.map((row) => [...row.children].map((one) => {
  const { left, right } = one.getBoundingClientRect();
  return [Math.max(-left, right - innerWidth), Number.parseFloat(getComputedStyle(one).fontSize)];
})).flat()"""


def test_on_a_phone_the_lines_of_an_optimizer_wrap_and_none_is_small(open_page: OpenPage) -> None:
    page = open_page("?sample=7&optimizer=Adam", width=390, height=844)
    page.get_by_role("slider", name="Step", exact=True).fill("27")  # beside a matrix they are the tallest
    expect(page.locator(".arithmetic .words")).to_contain_text("Adam updates W1")
    page.locator(".graph:has(> .drawing)").evaluate("one => one.scrollIntoView({ block: 'start' })")

    def over_the_bar() -> bool:
        bar, last = (
            page.locator(".transport[role=group]").bounding_box(),
            page.locator(".term").last.bounding_box(),
        )
        return bar is not None and last is not None and last["y"] + last["height"] <= bar["y"] + 1

    until(page, over_the_bar, "the graph leaves the lines their room over the bar")
    page.get_by_role("button", name="To end", exact=True).click()
    page.locator(".arithmetic .update.result").scroll_into_view_if_needed()
    for size in ({"width": 390, "height": 844}, {"width": 1280, "height": 720}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        next_frame(page)
        rows = page.locator(".arithmetic .term")
        expect(rows).to_have_count(5)
        for over, letters in rows.evaluate_all(TERMS):
            assert over <= 0, "all of it is on the screen"
            assert letters >= 14


@pytest.mark.parametrize(("lesson", "step"), [("down-to-the-pixels", 5), ("mini-batch", 1)])
def test_beside_a_lesson_the_graph_has_its_share_and_the_bar_its_buttons(
    open_page: OpenPage, lesson: str, step: int
) -> None:
    page = open_page(f"?lesson={lesson}&lesson_step={step}&projector=on")
    bar = page.locator(".transport[data-phase]:visible")
    expect(bar.get_by_role("slider", name="Step", exact=True)).to_be_visible()
    expect(page.locator(".graph .card.active").first).to_be_visible()
    graph, stage = page.locator(".graph[data-phase]:visible").bounding_box(), bar.bounding_box()
    assert graph is not None
    assert stage is not None
    assert graph["height"] >= 0.3 * SMALL[1]
    for button in bar.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None, button
        assert stage["x"] <= box["x"], button.inner_text()
        assert box["x"] + box["width"] <= stage["x"] + stage["width"], button.inner_text()


def test_beside_a_lesson_six_runs_are_in_sight_with_their_names(open_page: OpenPage) -> None:
    page = open_page("?lesson=optimizers&lesson_step=4&projector=on")
    runs, names = page.locator(".cell"), page.get_by_label(re.compile("^Optimizer: value"))
    expect(runs).to_have_count(6)
    page.mouse.move(1, 1)  # what is pointed at shows what moves and removes it
    cut = "fields => fields.filter((field) => field.scrollWidth > field.clientWidth + 1).length"
    until(page, lambda: names.evaluate_all(cut) == 0, "the whole names of six runs")
    for run in runs.all():
        expect(run).to_be_in_viewport(ratio=0.99)
