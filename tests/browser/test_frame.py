"""What stands around the drawings: header, keys, theme, projector mode, settings, and a connection that breaks."""

import json
import re

import pytest
from playwright.sync_api import expect
from waiting import STAGE

from playground.session import Session


def theme_of(page):
    return page.evaluate("document.documentElement.dataset.theme")


def projector_of(page):
    return page.evaluate("document.documentElement.dataset.projector")


def field(page, name):
    return page.get_by_label(name, exact=True)


def type_into(page, name, text):
    field(page, name).fill(text)
    page.keyboard.press("Enter")


def complaint(page, setting):
    return page.locator(f'[data-setting="{setting}"] .complaint')


def contrast(page, ink, paper):
    """The ratio of two of the theme's colours, by WCAG."""
    read = "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()"

    def luminance(name):
        text = page.evaluate(read, name)
        channels = [int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# Header and keys


def test_the_header_names_the_pages_and_the_keys_are_those_of_the_page_that_is_open(page):
    pages = page.get_by_role("navigation", name="Pages").get_by_role("link")
    expect(pages).to_have_text(["Network", "Graph", "Digits", "Compare", "Lessons"])
    expect(pages.first).to_have_attribute("aria-current", "page")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Projector mode")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("?")
    for words in ("Train or pause", "Remove the layer", "Move it towards the output", "Show all"):
        expect(dialog).to_contain_text(words)
    expect(dialog).not_to_contain_text("On the pad for digits")
    page.keyboard.press("?")

    train = page.get_by_role("button", name="Train", exact=True).locator("visible=true")
    pause = page.get_by_role("button", name="Pause training").locator("visible=true")
    page.keyboard.press("t")
    expect(pause).to_be_visible()
    # What trains unseen on another page is none of this one's business.
    page.get_by_role("link", name="Digits", exact=True).click()
    page.locator("[data-digit]:visible").first.wait_for()
    page.keyboard.press("T")
    expect(pause).to_be_visible()
    page.keyboard.press("t")
    expect(train).to_be_visible()
    page.get_by_role("link", name="Network", exact=True).click()
    page.locator("[data-neuron]:visible").first.wait_for()
    page.keyboard.press("t")
    expect(train).to_be_visible()

    page.get_by_role("link", name="Graph", exact=True).click()
    page.locator("[data-node]:visible").first.wait_for()
    page.keyboard.press("?")
    expect(dialog).to_contain_text("On the focused graph")
    expect(dialog).not_to_contain_text("Train or pause")


def test_the_theme_follows_the_system_until_it_is_chosen_can_be_read_and_outlives_the_visit_as_projector_mode_does(
    open_page,
):
    page = open_page(color_scheme="dark")
    assert theme_of(page) == "dark"
    inks = set()
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-theme", scheme)
        ink = page.evaluate("getComputedStyle(document.body).color")
        expect(page.get_by_role("heading", name="backprop playground")).to_have_css("color", ink)
        inks.add(ink)
    assert len(inks) == 2

    chosen, projector = page.get_by_label("Theme"), page.get_by_role("button", name="Projector")
    for theme, key, pressed in (
        ("light", "f", "true"),
        ("dark", "", "true"),
        ("dark", "F", "false"),
        ("light", "", "false"),
    ):
        chosen.select_option(theme)
        if key:
            page.keyboard.press(key)
        expect(projector).to_have_attribute("aria-pressed", pressed)
        assert (theme_of(page), projector_of(page)) == (theme, "on" if pressed == "true" else "off")
        if key == "f":
            page.wait_for_url("**projector=on**")
        for ink in ("--ink", "--ink-soft", "--error", "--forward", "--backward", "--update", "--accent"):
            for paper in ("--surface", "--paper"):
                assert contrast(page, ink, paper) >= 4.5, (theme, pressed, ink, paper)
        assert contrast(page, "--accent-ink", "--accent") >= 4.5
    chosen.select_option("dark")
    projector.click()
    page.goto(page.url.split("?")[0])
    page.locator("[data-neuron]:visible").first.wait_for()
    assert (theme_of(page), projector_of(page)) == ("dark", "on")


# The components whose ink is not the theme's.
OTHER_INKS = """() => {
  const found = [];
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "var(--ink)";
  const ink = getComputedStyle(probe).color;
  const walk = (node) => {
    for (const child of node.children ?? []) {
      const color = child.shadowRoot ? getComputedStyle(child).color : ink;
      if (color !== ink) found.push(`${child.className}: ${color}`);
      if (child.shadowRoot) walk(child.shadowRoot);
      walk(child);
    }
  };
  walk(document.body);
  probe.remove();
  return found;
}"""
# What is written in the frame in type of less than 18 pixels.
SMALL = """() => {
  const found = [];
  const walk = (node) => {
    for (const child of node.children ?? []) {
      if (child.shadowRoot) walk(child.shadowRoot);
      walk(child);
      const own = [...child.childNodes].some((text) => text.nodeType === 3 && text.data.trim());
      const box = child.getBoundingClientRect();
      if (!own || box.width < 2 || child.closest("svg, option, dialog, style, script")) continue;
      if (parseFloat(getComputedStyle(child).fontSize) < 18) found.push(child.textContent.trim());
    }
  };
  for (const name of [".bar", ".settings", ".curves"]) {
    const find = (root) => {
      for (const el of root.querySelectorAll("*")) {
        if (el.shadowRoot) {
          for (const part of el.shadowRoot.querySelectorAll(name)) walk(part);
          find(el.shadowRoot);
        }
      }
    };
    find(document);
  }
  return found;
}"""


def test_the_address_decides_theme_and_projector_and_all_components_have_its_ink_and_the_frame_its_size(
    open_page,
):
    page = open_page("?theme=dark&projector=on", color_scheme="light")
    assert (theme_of(page), projector_of(page)) == ("dark", "on")
    assert page.evaluate(SMALL) == []
    assert page.evaluate(OTHER_INKS) == []
    for name, drawn in (("Graph", "node"), ("Digits", "digit")):
        page.get_by_role("link", name=name, exact=True).click()
        page.locator(f"[data-{drawn}]:visible").first.wait_for()
        assert page.evaluate(OTHER_INKS) == [], name


# Settings


def test_every_setting_is_in_sight_with_the_choices_of_the_session_and_waits_until_it_means_something(page):
    names = (
        *("Learning rate", "Optimizer", "Batch size", "Loss", "Regularization", "Regularization rate"),
        *("Initializer", "Seed", "Decay", "Decay rate", "Biases", "Speed"),
    )
    for name in names:
        control = page.get_by_role("switch", name=name) if name == "Biases" else field(page, name)
        expect(control).to_be_in_viewport(ratio=0.99)
    # What the browser checks with is what the server checks with.
    told = json.loads(page.evaluate(f"() => JSON.stringify({STAGE}.latest('setting_choices').choices)"))
    for name, choice in told.items():
        parameter = Session.param[name]
        assert choice["label"] == parameter.label
        if choice["kind"] == "number":
            assert [choice["low"], choice["high"]] == list(parameter.bounds)
    expect(field(page, "Regularization rate")).to_be_disabled()
    expect(field(page, "Decay rate")).to_be_disabled()
    field(page, "Regularization").select_option("L2")
    field(page, "Decay").select_option("exponential")
    expect(field(page, "Regularization rate")).to_be_enabled()
    expect(field(page, "Decay rate")).to_be_enabled()
    # A refusal by the server stands beside the field too: the page checks first, but here it does not know the bounds.
    page.evaluate(f"async () => {STAGE}.ask('set', {{name: 'batch', value: 123456}})")
    expect(complaint(page, "batch")).to_contain_text("between 1 and 10,000")
    expect(field(page, "Batch size")).to_have_value("10")

    binary = field(page, "Loss").locator("option", has_text="binary cross-entropy")
    expect(binary).to_have_count(1)
    page.get_by_role("radio", name="plane", exact=True).check()  # only losses that fit the data are offered
    expect(binary).to_have_count(0)
    expect(field(page, "Loss").locator("option", has_text="mean squared error")).to_have_count(1)


def test_a_field_takes_a_common_value_keeps_its_keys_refuses_bad_input_and_says_what_is_usual(page):
    page.get_by_label("Learning rate, common values").select_option("0.3")
    expect(field(page, "Learning rate")).to_have_value("0.3")
    page.wait_for_url("**rate=0.3**")
    field(page, "Seed").click()
    page.keyboard.type("fr?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    assert projector_of(page) == "off"
    type_into(page, "Seed", "0")

    for name, setting, text, stays, words in (
        ("Learning rate", "rate", "abc", "0.3", "“abc” is not a number"),
        ("Learning rate", "rate", "1,000", "0.3", "“1,000” can be read in two ways: write 1000 or 1.000."),
        ("Learning rate", "rate", "1e9", "0.3", "between 0.000001 and 100"),
        ("Learning rate", "rate", "-1", "0.3", "between"),
        ("Learning rate", "rate", "", "0.3", "must be a number"),
        ("Learning rate", "rate", "NaN", "0.3", "is not a number"),
        ("Learning rate", "rate", "__import__('os')", "0.3", "is not a number"),
        ("Batch size", "batch", "20000", "10", "between 1 and 10,000"),
        ("Batch size", "batch", "2.5", "10", "whole number"),
        ("Seed", "seed", "-3", "0", "between 0 and 999,999"),
        ("Until epoch", "target_epochs", "0", "", "between 1 and"),
    ):
        type_into(page, name, text)
        expect(complaint(page, setting), text).to_contain_text(words)
        expect(field(page, name), text).to_have_value(stays)
        expect(field(page, name), text).to_have_attribute("aria-invalid", "true")
        expect(complaint(page, setting), text).to_be_in_viewport(ratio=0.99)
        # What is good takes the complaint away, so that the next one is seen to come.
        good = stays or "7"
        type_into(page, name, good)
        expect(complaint(page, setting), text).to_be_hidden()
    type_into(page, "Until epoch", "1,000")  # what is whole has no decimal comma
    expect(field(page, "Until epoch")).to_have_value("1000")
    type_into(page, "Until epoch", "7")

    said = page.locator('[data-setting="rate"] .explanation')
    expect(said).to_be_hidden()
    field(page, "Learning rate").focus()
    expect(said).to_be_visible()
    expect(said).to_contain_text("0.01 to 0.1 is usual with SGD")
    expect(field(page, "Learning rate")).to_have_accessible_description(
        re.compile("The size of (a|each) step")
    )
    page.get_by_label("Noise").press("ArrowRight")
    expect(said).to_be_hidden()
    words = page.locator('.slider[data-name="noise"] .explanation')
    expect(words).to_be_visible()
    assert words.evaluate(
        "words => words.offsetWidth <= words.parentElement.clientWidth"
    )  # the column cuts the rest
    # Seen or not, they make no page wider: on a narrow screen the words of the last column hang to the left.
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("summary").filter(has_text="Training settings").click()
    page.mouse.move(0, 0)  # a field that has come to lie under the pointer says its own words
    for name in ("Learning rate", "Optimizer", "Batch size"):
        field(page, name).focus()
        expect(page.locator(".explanation").locator("visible=true")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name


def test_settings_go_to_the_address_that_share_copies_and_to_another_visitor_only_with_it(page, open_page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    other = open_page()
    type_into(page, "Learning rate", "1e-3")
    field(page, "Optimizer").select_option("Adam")
    page.get_by_role("switch", name="Biases").click()
    page.wait_for_url(re.compile(r"(?=.*rate=0\.001)(?=.*optimizer=Adam)(?=.*bias=off)"))
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("button", name="Address copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    type_into(page, "Batch size", "nonsense")
    expect(complaint(page, "batch")).to_be_visible()
    # What has been sent to all would be there before the answer to a wish of the other's own.
    type_into(other, "Until epoch", "50")
    other.wait_for_url("**target_epochs=50**")
    expect(field(other, "Learning rate")).to_have_value("0.03")
    expect(complaint(other, "batch")).to_be_hidden()

    other.goto(copied)
    expect(field(other, "Learning rate")).to_have_value("0.001")
    expect(field(other, "Optimizer")).to_have_value("Adam")
    expect(other.get_by_role("switch", name="Biases")).not_to_be_checked()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?page=digits&digits_rate=abc", ["Learning rate in the address cannot be used"]),
        ("?page=graph&step_size=abc", ["h in the address cannot be used"]),
        ("?projector=true", ["Projector in the address cannot be used"]),
        (
            "?rate=abc&learning_rate=0.3",
            ["Learning rate in the address cannot be used", "did you mean 'rate'?"],
        ),
    ],
)
def test_what_is_wrong_with_an_address_is_said_until_it_is_closed(open_page, query, words):
    page = open_page(query)
    told = page.get_by_role("alert").filter(has_text=words[0]).filter(has_text=words[-1])
    expect(told).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-projector", "off")  # what is refused does nothing
    told.get_by_role("button").click()
    expect(told).to_be_hidden()
