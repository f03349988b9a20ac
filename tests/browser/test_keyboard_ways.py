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


def test_tab_comes_to_a_skip_link_then_into_the_page_and_of_training_its_start_and_its_rest_are_heard(
    page: Page,
) -> None:
    page.keyboard.press("Tab")
    skip = page.get_by_role("button", name="Skip to training", exact=True)
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    assert "Noise" in stops(page, "Noise")

    page.evaluate(LISTEN)
    skip.press("Enter")
    train = page.get_by_role("button", name="Train", exact=True)
    expect(train).to_be_focused()
    train.press("Enter")
    heard(page, "Training has started.")
    expect(page.locator("[data-epoch]")).to_have_text(re.compile(r"\d{2}"))
    page.get_by_role("button", name="Pause training", exact=True).press("Enter")
    heard(page, re.compile(r"^Training is paused after [\d.]+ epochs?\.$"))
    said = page.evaluate("() => live")
    assert [one for one in said if not re.match(r"Training (has started|is paused)", one)] == []
    expect(page.get_by_role("img", name=re.compile(r"^Loss after [\d.]+ epochs?: training"))).to_be_visible()

    # The features are one stop that the arrows walk.
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


def focused_node(page: Page) -> Locator:
    return page.locator(".card:focus")


def test_the_nodes_of_a_graph_are_one_stop_walked_by_keys_and_an_expression_is_skipped_to_and_heard(
    open_page: OpenPage,
) -> None:
    page = open_page("?page=graph&example=add-then-multiply", reduced_motion="reduce")
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

    page.get_by_role("button", name="Skip to the expression", exact=True).press("Enter")
    expect(editor(page)).to_be_focused()
    editor(page).fill("a * b")
    heard(page, "The expression is taken: f is a number.")
    # A node that goes leaves the focus to another, and one that stays keeps it.
    editor(page).fill("a = sigmoid(x)")
    cards = page.locator(".card")
    expect(page.locator(".card[data-node=b]")).to_have_count(0)
    expect(page.locator(".card.leaving")).to_have_count(0)
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


@pytest.mark.parametrize(("name", "most"), [("network", 32), ("digits", 24)])
def test_who_steps_through_a_sample_is_few_stops_from_the_bar_and_hears_the_numbers_of_each_step(
    open_page: OpenPage, name: str, most: int
) -> None:
    # Without motion: the example with which the digits begin is there at once, and is read once.
    page = open_page(f"?page={name}", reduced_motion="reduce")
    if name == "digits":
        heard(page, re.compile("^Read as 3"))
    else:
        page.get_by_role("radio", name="xor", exact=True).check(force=True)
        heard(page, re.compile(r"^Data: .+, \d+ points\.$"))
    page.get_by_role("button", name="Step through", exact=True).press("Enter")
    heard(page, re.compile(r"^Stepping through .*\d+ steps\. The arrow keys step, Escape closes\.$"))
    slider = page.get_by_role("slider", name="Step", exact=True)
    expect(slider).to_be_visible()
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
    if name == "digits":
        return

    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Step through", exact=True)).to_be_focused()
    page.get_by_role("link", name="Compare", exact=True).press("Enter")  # which begins at its beginning
    expect(page.get_by_role("group", name="Compare page", exact=True)).to_be_focused()
    expect(page.locator("button.train:visible")).to_be_enabled()  # all of it is there
    assert not {"Skip to training", "Network"} & set(stops(page, "Train", 3))


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
