"""The ways of the keyboard and what is heard: skip links, tab stops, what is announced, plots by their words."""

import re
from collections.abc import Callable

import pytest
from graph_pages import editor
from playwright.sync_api import Locator, Page, expect

OpenPage = Callable[..., Page]
FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.getAttribute("aria-label") || at?.textContent?.trim() || at?.localName || "";
}"""
MOST_STOPS = 70  # of a page, its header among them


def stops(page: Page, until: str, most: int = MOST_STOPS) -> list[str]:
    """What the Tab key comes to, from the beginning of the page to what has this name."""
    found: list[str] = []
    while len(found) < most and until not in found[-1:]:
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found


def heard(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator(".heard")).to_have_text(words)


def test_a_skip_link_is_the_first_stop_and_leads_to_training(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.get_by_role("button", name="Skip to training", exact=True)
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    skip.press("Enter")
    train = page.get_by_role("button", name="Train", exact=True)
    expect(train).to_be_focused()
    train.press("Enter")
    heard(page, "Training has started.")
    page.get_by_role("button", name="Pause training", exact=True).press("Enter")
    heard(page, re.compile(r"^Training is paused after [\d.]+ epochs?\.$"))
    expect(page.get_by_role("img", name=re.compile(r"^Loss after [\d.]+ epochs?: training"))).to_be_visible()


def test_tab_goes_from_the_header_into_the_page(page: Page) -> None:
    assert "Noise" in stops(page, "Noise")


def test_the_features_are_one_stop_that_the_arrows_walk(page: Page) -> None:
    switches = page.get_by_role("group", name="Features", exact=True).get_by_role("switch")
    expect(switches.and_(page.locator("[tabindex='0']"))).to_have_count(1)
    switches.first.focus()
    page.keyboard.press("ArrowDown")
    expect(switches.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(switches.last).to_be_focused()
    page.keyboard.press("Space")
    expect(switches.last).to_have_attribute("aria-checked", "true")
    expect(switches.and_(page.locator("[tabindex='0']"))).to_have_count(1)


def test_other_data_and_a_step_that_opens_and_closes_are_heard(page: Page) -> None:
    page.get_by_role("radio", name="xor", exact=True).check(force=True)
    heard(page, re.compile(r"^Data: .+, \d+ points\.$"))
    page.get_by_role("button", name="Step through", exact=True).press("Enter")
    heard(
        page, re.compile(r"^Stepping through sample \d+, \d+ steps\. The arrow keys step, Escape closes\.$")
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Step through", exact=True)).to_be_focused()


def test_a_page_that_is_turned_to_begins_at_its_beginning(page: Page) -> None:
    page.get_by_role("link", name="Compare", exact=True).press("Enter")
    expect(page.get_by_role("group", name="Compare page", exact=True)).to_be_focused()
    expect(page.locator("button.train:visible")).to_be_enabled()  # all of it is there
    assert not {"Skip to training", "Network"} & set(stops(page, "Train", 3))


def test_an_expression_that_is_taken_is_heard_and_skipped_to(open_page: OpenPage) -> None:
    page = open_page("?page=graph")
    page.get_by_role("button", name="Skip to the expression", exact=True).press("Enter")
    expect(editor(page)).to_be_focused()
    editor(page).fill("a * b")
    heard(page, "The expression is taken: f is a number.")


def focused_node(page: Page) -> Locator:
    return page.locator(".card:focus")


def test_the_nodes_of_a_graph_are_one_stop_and_who_came_by_tab_walks_them(open_page: OpenPage) -> None:
    page = open_page("?page=graph&example=add-then-multiply")
    slider = page.get_by_role("slider", name="Step", exact=True)
    page.get_by_role("button", name="Zoom out (−)", exact=True).focus()
    page.keyboard.press("Shift+Tab")
    expect(focused_node(page)).to_have_attribute("data-node", "x")
    for key, node in (
        ("ArrowRight", "q"),
        ("ArrowRight", "f"),
        ("ArrowLeft", "q"),
        ("Home", "x"),
        ("End", "f"),
    ):
        page.keyboard.press(key)
        expect(focused_node(page)).to_have_attribute("data-node", node)
    page.keyboard.press("Home")
    walked = ["x"]
    for _ in range(page.locator(".card").count() - 1):
        page.keyboard.press("ArrowDown")
        walked.append(focused_node(page).get_attribute("data-node") or "")
    assert len(set(walked)) == page.locator(".card").count()
    expect(slider).to_have_value("0")
    page.keyboard.press("Space")  # Space plays, wherever the keys are
    page.get_by_role("button", name="To start", exact=True).click()
    page.keyboard.press("ArrowRight")  # after a click the arrows step
    expect(slider).to_have_value("1")
    page.keyboard.press("Enter")  # and again go from node to node
    page.keyboard.press("Home")
    expect(focused_node(page)).to_have_attribute("data-node", "x")
    expect(slider).to_have_value("1")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Zoom out (−)", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Zoom in (+)", exact=True)).to_be_focused()
    expect(page.locator(".tools button:visible").and_(page.locator("[tabindex='0']"))).to_have_count(1)


def test_a_node_that_goes_leaves_the_focus_to_another_and_one_that_stays_keeps_it(
    open_page: OpenPage,
) -> None:
    page = open_page("?page=graph&expression=a = sigmoid(x)&inputs={%22x%22:1}")
    cards = page.locator(".card")
    many = cards.count()
    page.get_by_role("button", name="Fold sigmoid").or_(
        page.get_by_role("button", name="Unfold sigmoid")
    ).first.press("Enter")
    expect(cards.and_(page.locator(":not(.leaving)"))).not_to_have_count(many)
    cards.first.focus()
    page.keyboard.press("End")
    expect(cards.last).to_be_focused()
    page.keyboard.press("Control+z")
    expect(cards).to_have_count(many)
    expect(focused_node(page)).to_have_count(1)


@pytest.mark.parametrize(("query", "most"), [("?page=network", 32), ("?page=digits", 24)])
def test_who_steps_through_a_sample_is_few_stops_from_the_bar(
    open_page: OpenPage, query: str, most: int
) -> None:
    page = open_page(query)
    if "digits" in query:
        heard(page, re.compile("^Read as 3"))
    page.get_by_role("button", name="Step through", exact=True).press("Enter")
    expect(page.get_by_role("slider", name="Step", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_focused()
    page.evaluate("() => document.body.insertAdjacentHTML('afterbegin', '<button>Before all</button>')")
    page.get_by_role("button", name="Before all", exact=True).focus()
    found = stops(page, "Play")
    assert found[-1] == "Play"
    assert len(found) < most, found
    for group in ("[data-node]", "[data-neuron], [data-input]"):
        expect(page.locator(group).and_(page.locator("[tabindex='0']"))).to_have_count(
            1 if page.locator(group).count() else 0
        )


# What a screen reader would say by itself: every writing in a region that is live, in whichever shadow root.
LISTEN = """() => {
  globalThis.live = [];
  const regions = "[role=status], [role=alert], [aria-live]:not([aria-live=off]), output";
  const heard = (one) => one.closest(regions) && one.closest("[aria-live]")?.getAttribute("aria-live") !== "off";
  const watch = (root) => {
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const at = target.nodeType === 1 ? target : target.parentElement;
        const text = at && heard(at) && at.textContent.trim();
        if (text) globalThis.live.push(text);
      }
    }).observe(root, { subtree: true, childList: true, characterData: true });
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot) watch(one.shadowRoot);
  };
  watch(document);
}"""


def test_while_a_network_trains_only_its_start_and_its_rest_are_heard(page: Page) -> None:
    page.evaluate(LISTEN)
    page.get_by_role("button", name="Train", exact=True).press("Enter")
    expect(page.locator("[data-epoch]")).to_have_text(re.compile(r"\d{2}"))
    page.get_by_role("button", name="Pause training", exact=True).press("Enter")
    heard(page, re.compile(r"^Training is paused"))
    said = page.evaluate("() => live")
    assert [one for one in said if not re.match(r"Training (has started|is paused)", one)] == []


@pytest.mark.parametrize("name", ["network", "digits"])
def test_at_an_update_its_numbers_are_heard_and_not_what_one_may_do_there(
    open_page: OpenPage, name: str
) -> None:
    page = open_page(f"?page={name}")
    if name == "digits":
        heard(page, re.compile("^Read as 3"))  # the example with which the page begins
    page.get_by_role("button", name="Step through", exact=True).press("Enter")
    heard(page, re.compile(r"^Stepping through"))
    slider = page.get_by_role("slider", name="Step", exact=True)
    page.evaluate(LISTEN)
    if name == "digits":  # the walk goes to the pixels, and nothing is updated
        slider.press("ArrowRight")
        heard(page, re.compile(r"^Step 1 of \d+\. .*the largest: "))
    else:
        slider.press("End")
        heard(page, re.compile(r"^Step (\d+) of \1\. SGD updates b3"))
        slider.press("ArrowLeft")
        heard(page, re.compile(r"^Step \d+ of \d+\. SGD updates W3, shape 1×4, element 1, 1\. "))
        expect(page.get_by_label("Arithmetic of the step")).to_contain_text("choose another of its numbers")
    said = page.evaluate("() => live")
    assert [one for one in said if not re.match(r"Step \d+ of \d+\. ", one) or "choose another" in one] == []


def test_the_runs_that_are_compared_are_one_stop_and_the_arrows_walk_between_them(
    open_page: OpenPage,
) -> None:
    page = open_page("?page=compare&compare_values=[0.03,0.1,0.3]")
    runs = page.locator(".cell")
    expect(runs).to_have_count(3)
    runs.first.focus()
    page.keyboard.press("ArrowRight")
    expect(runs.nth(1)).to_be_focused()
    for name in ("Learning rate: value 2", "Learning rate: remove 0.1", "Open Learning rate 0.1"):
        page.keyboard.press("Tab")
        expect(page.get_by_label(name, exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Learning rate: add a value")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("Open Learning rate 0.1", exact=True)).to_be_focused()
    runs.nth(1).press("End")
    expect(runs.nth(2)).to_be_focused()
