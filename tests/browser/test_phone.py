"""On a phone: what one looks at and presses comes first, and nothing is cut."""

import re
from collections.abc import Callable

import pytest
from graph_pages import choose
from playwright.sync_api import Locator, Page, expect
from waiting import next_frame, tap, until

PHONE = {"width": 390, "height": 844, "touch": True, "is_mobile": True}
FOLDED = ("Training settings", "Noise, samples, your own function or file")

# Every visible element that reaches beyond the page, but for what stands in a row that can be scrolled.
BEYOND = """() => {
  const found = [];
  (function look(root, scrolled) {
    for (const one of root.children) {
      const box = one.getBoundingClientRect();
      const style = getComputedStyle(one);
      const hidden = !box.width || style.visibility === "hidden" || style.clipPath !== "none";
      const beyond = box.right > innerWidth + 0.5 || box.left < -0.5;
      if (!scrolled && !hidden && beyond) found.push(one.outerHTML.slice(0, 80));
      const inside = scrolled || style.overflowX !== "visible";
      look(one, inside);
      if (one.shadowRoot) look(one.shadowRoot, inside);
    }
  })(document.body, false);
  return found;
}"""


def top(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]


def bottom(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def summary(page: Page, words: str) -> Locator:
    return page.locator("summary").filter(has_text=words)


def test_data_network_training_map_and_settings_follow_each_other_whole_and_train_shows_the_boundary(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(**PHONE)
    order = (
        page.get_by_role("radio", name="circle", exact=True),
        summary(page, FOLDED[1]),
        page.get_by_role("button", name="Insert a layer after the inputs"),
        page.get_by_role("button", name="Train", exact=True),
        page.locator(".boundary .plot"),
        page.locator("[data-number=train_loss]"),
        summary(page, FOLDED[0]),
    )
    tops = [top(place) for place in order]
    assert tops == sorted(tops)
    for place in order[:4]:
        expect(place).to_be_in_viewport(ratio=0.99)
    assert page.evaluate(BEYOND) == []
    # The theme in use can be read whole: a list of choices that is narrower than its longest one cuts it.
    missing = page.get_by_label("Theme").evaluate(
        """list => {
          const whole = list.cloneNode(true);
          whole.style.cssText = "position: absolute; max-width: none; width: auto";
          list.after(whole);
          const missing = whole.offsetWidth - list.offsetWidth;
          whole.remove();
          return missing;
        }"""
    )
    assert missing <= 0

    loss = page.locator("[data-loss]").locator("visible=true")
    before = loss.inner_text()
    tap(page.get_by_role("button", name="Train", exact=True))
    expect(page.locator(".boundary .plot")).to_be_in_viewport(ratio=0.99)
    expect(page.locator("[data-number=train_loss]")).to_be_in_viewport(ratio=0.99)
    expect(loss).to_be_in_viewport(ratio=0.99)
    expect(loss).not_to_have_text(before)
    expect(loss).to_have_text(re.compile(r"^\d"))
    bar = page.get_by_role("group", name="Training", exact=True)
    until(page, lambda: bottom(bar) <= top(page.get_by_text("Network output")), "the map's heading in sight")
    tap(page.get_by_role("button", name="Pause training"))


def test_what_is_set_seldom_is_folded_until_it_is_wanted_and_what_is_wrong_with_it_is_seen(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("?dataset=step", **PHONE)
    # The chosen dataset is in sight in the row of tiles.
    expect(page.get_by_role("radio", name="step", exact=True)).to_be_in_viewport(ratio=0.99)
    for name, words in (("Learning rate", FOLDED[0]), ("Noise", FOLDED[1])):
        place = page.get_by_label(name, exact=True)
        expect(place).to_be_hidden()
        tap(summary(page, words))
        expect(place).to_be_visible()
    tops = page.locator(".settings > .setting").evaluate_all(
        "all => all.map(one => Math.round(one.getBoundingClientRect().top))"
    )
    assert len(tops) == 12
    assert min(tops.count(row) for row in tops) > 1  # none stands alone in its row
    more = page.get_by_role("button", name="More ways to train")
    expect(page.get_by_role("button", name="One epoch")).to_be_hidden()
    tap(more)
    expect(page.get_by_role("button", name="One epoch")).to_be_visible()
    expect(page.get_by_label("Speed", exact=True)).to_be_visible()
    expect(more).to_have_attribute("aria-expanded", "true")

    page.get_by_label("Your own function").fill("x3 +")
    tap(summary(page, FOLDED[1]))
    page.locator("form.own").evaluate("form => form.requestSubmit()")
    expect(page.locator('.problem[data-field="own_function"]')).to_be_visible()


def test_where_there_is_room_nothing_is_folded_and_a_slider_that_is_held_explains_nothing(page: Page) -> None:
    for words in FOLDED:
        expect(summary(page, words)).to_be_hidden()
    for name in ("Learning rate", "Noise"):
        expect(page.get_by_label(name, exact=True)).to_be_visible()
    noise, said = page.get_by_label("Noise"), page.locator(".slider[data-name=noise] .explanation")
    noise.hover()
    expect(said).to_be_visible()
    page.mouse.down()
    expect(said).to_be_hidden()
    page.mouse.up()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_label("Learning rate", exact=True)).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.get_by_label("Learning rate", exact=True)).to_be_visible()


def test_three_hidden_layers_fit_and_none_of_their_buttons_lie_on_each_other(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("?layers=4,16,8&activations=tanh,softplus,relu", **PHONE)
    overflow = page.locator(".network .scroller").evaluate("one => one.scrollWidth - one.clientWidth")
    assert overflow <= 0
    overlapping = page.locator(".network.tiered").evaluate(
        """root => {
          const boxes = [...root.querySelectorAll(".head, .gap, .activation, .handle")]
            .map((one) => [one.className, one.getBoundingClientRect()]);
          const found = [];
          boxes.forEach(([name, a], at) => boxes.slice(at + 1).forEach(([other, b]) => {
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (across > 1 && down > 1) found.push([name, other]);
          }));
          return found;
        }"""
    )
    assert overlapping == []


def test_nothing_of_three_layers_reaches_beyond_the_page_and_one_that_will_be_removed_says_so_whole(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("?dataset=sine&layers=4,4,4&activations=tanh,tanh,tanh", **PHONE)
    next_frame(page)
    assert page.evaluate(BEYOND) == []
    head = page.locator(".layer .head").nth(1)
    head.scroll_into_view_if_needed()
    box = head.bounding_box()
    assert box is not None
    x, y = box["x"] + 12, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    flag = page.locator(".going .flag")
    for right, down in ((0, 110), (-160, 70), (160, -70)):
        page.mouse.move(x + right / 2, y + down / 2)
        page.mouse.move(x + right, y + down)
        expect(flag).to_be_in_viewport(ratio=0.99)
        sheet, said = page.locator(".network .scroller").bounding_box(), flag.bounding_box()
        assert sheet is not None
        assert said is not None
        for edge, size in (("x", "width"), ("y", "height")):
            assert sheet[edge] <= said[edge]
            assert said[edge] + said[size] <= sheet[edge] + sheet[size]
        page.mouse.move(x, y)  # back where it was, it stays
        expect(flag).to_be_hidden()
    page.mouse.up()


def expect_graph_and_sum_over_the_bar(page: Page, doing: str) -> None:
    graph, sum_, bar = (
        page.locator(".graph:has(> .drawing)"),
        page.locator(".arithmetic .main"),
        page.locator(".transport[role=group]"),
    )

    def together() -> bool:
        last = sum_.locator("> :visible").evaluate_all(
            "all => Math.max(...all.filter((one) => one.textContent).map((one) => one.getBoundingClientRect().bottom))"
        )
        return top(graph) > -1 and last <= top(bar) + 1 and bool(top(bar) < page.evaluate("innerHeight - 40"))

    until(page, together, f"graph and sum over the bar: {doing}")
    expect(graph).to_be_in_viewport(ratio=0.9)
    cut = sum_.locator(".words, .line, .element, .rule").evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML.slice(0, 80))"
    )
    assert cut == [], doing
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), doing


@pytest.mark.parametrize(
    "query",
    [
        "?page=graph&example=three-layer-forward",
        "?dataset=xor+table&layers=8,8&activations=tanh,relu",
        "?page=digits",
    ],
)
def test_nothing_reaches_beyond_the_page_and_while_one_steps_the_graph_and_the_sum_are_in_sight_over_the_bar(
    open_page: Callable[..., Page], query: str
) -> None:
    page = open_page(query, reduced_motion="reduce", **PHONE)
    next_frame(page)
    assert page.evaluate(BEYOND) == []
    own = "graph" in query
    for width, height in ((390, 844), (844, 390), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        if own:
            page.evaluate("scrollTo(0, 0)")
        else:
            tap(page.get_by_role("button", name="Step through", exact=True).first)
        slider = page.get_by_role("slider", name="Step", exact=True)
        count = int(slider.get_attribute("max") or 0)
        slider.fill("0")
        tap(page.get_by_role("button", name="Step forward", exact=True))
        for share in (0.2, 0.7, 1):
            slider.fill(str(round(share * count)))
            expect_graph_and_sum_over_the_bar(page, f"{width}x{height}, {share:.0%} of the way")
        for key in ("Home", "End") if own else ():
            page.evaluate("scrollTo(0, 0)")
            page.keyboard.press(key)
            expect_graph_and_sum_over_the_bar(page, f"{width}x{height}, by {key}")
        more = page.get_by_role("button", name="More of stepping")
        speed = page.get_by_role("slider", name="Step speed")
        expect(speed).to_be_hidden()
        tap(more)
        expect(speed).to_be_visible()
        tap(more)
        if not own:
            tap(page.get_by_role("button", name="Close", exact=True))


def test_the_bar_keeps_its_place_under_tall_sums_and_many_arrays_and_lies_over_nothing(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("?page=graph&example=two-layer-norm&cursor=8", reduced_motion="reduce", **PHONE)
    slider = page.get_by_role("slider", name="Step", exact=True)
    forward = page.get_by_role("button", name="Step forward", exact=True)
    tap(forward)
    expect(slider).to_have_value("9")
    line = page.locator(".arithmetic .line")
    expect(line.locator(".cell").first).to_be_visible()
    sizes = line.locator(".cell").evaluate_all(
        "all => all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize))"
    )
    words = page.locator(".arithmetic .words").evaluate(
        "one => Number.parseFloat(getComputedStyle(one).fontSize)"
    )
    assert min(sizes) >= words  # the numbers of a sum are no smaller than the words over it
    assert line.evaluate("one => one.scrollWidth <= one.clientWidth + 1")
    expect_graph_and_sum_over_the_bar(page, "a sum of matrices in two rows")

    bar, memory = (
        page.get_by_role("group", name="Step through the graph"),
        page.locator(".arithmetic .memory"),
    )
    count = page.locator(".transport .count")
    for example, first, last in (("hinge-loss", 17, 18), ("three-layer-forward", 17, 20)):
        choose(page, example)
        expect(slider).to_have_value("0")
        slider.fill(str(first - 1))
        page.evaluate("scrollTo(0, 0)")
        tap(forward)
        for step in range(first, last + 1):
            slider.fill(str(step))
            expect(count).to_contain_text(f"step {step} of")
            until(page, lambda: bottom(memory) <= top(bar) + 1, f"memory over the bar at step {step}")

    chips = page.locator(".arithmetic .chips")
    heights, most = set(), 0
    for step in range(1, int(slider.get_attribute("max") or 0) + 1):
        slider.fill(str(step))
        expect(count).to_contain_text(str(step))
        heights.add(round(chips.evaluate("one => one.getBoundingClientRect().height"), 1))
        until(
            page, lambda: chips.evaluate("one => one.scrollHeight <= one.clientHeight + 1"), "nothing is cut"
        )
        most = max(
            most, chips.evaluate("one => new Set([...one.children].map((chip) => chip.offsetTop)).size")
        )
    assert len(heights) == 1
    assert most > 1  # rows, or there would be nothing to try


def test_the_open_page_is_whole_in_the_header_and_a_card_out_of_sight_speaks_in_the_label_of_its_edge(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("?page=graph&example=layer-norm&cursor=17", reduced_motion="reduce", **PHONE)
    links = page.get_by_role("navigation", name="Pages")
    expect(links.get_by_role("link", name="Graph")).to_have_attribute("aria-current", "page")
    assert links.evaluate("one => one.scrollLeft") == 0  # it was in sight
    links.evaluate("one => one.scrollTo(1000, 0)")
    expect(links).to_have_attribute("style", re.compile("--begun: 16px"))  # what is cut is cut softly
    links.evaluate("one => one.scrollTo(0, 0)")
    expect(links).to_have_attribute("style", re.compile("--begun: 0px"))

    expect(page.locator(".graph .label.now .from")).to_have_text("from xhat: 1, 0, 1, 0")
    page.get_by_role("slider", name="Step", exact=True).fill("16")  # from one that is seen
    expect(page.locator(".graph .label.now .local")).to_be_visible()
    expect(page.locator(".graph .label.now .from")).to_have_count(0)

    choose(page, "add-then-multiply")
    expect(page.locator(".card[data-node=q]")).to_be_attached()
    graph, inputs = page.locator(".graph:has(> .drawing)"), page.locator(".expression .inputs")
    until(
        page, lambda: top(graph) - bottom(inputs) < 40, "nothing that gapes between the inputs and the graph"
    )
