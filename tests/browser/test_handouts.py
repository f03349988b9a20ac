"""What a teacher takes along of a lesson: a handout, its key and the whole of it as one file, each opened again where
there is no server."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.still

OpenPage = Callable[..., Page]
NewContext = Callable[..., BrowserContext]


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page("?page=lessons")


def opener(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"Print or export: {title}", exact=True)


def take(page: Page, title: str, kind: str, folder: Path) -> Path:
    """Chooses a file in the menu of a lesson and saves it under the name that is proposed."""
    return taken(page, opener(page, title), kind, folder)


def taken(page: Page, button: Locator, kind: str, folder: Path) -> Path:
    button.click()
    with page.expect_download() as found:
        page.get_by_role("menuitem", name=kind, exact=True).click()
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    expect(page.get_by_text(f"Saved {path.name}", exact=True).locator("visible=true").first).to_be_visible()
    return path


def opened_offline(new_context: NewContext, path: Path) -> Page:
    """The file in a browser that has no network."""
    context = new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    return page


def test_a_handout_and_its_key_are_printed_without_a_server(page, new_context, tmp_path):
    handout = opened_offline(new_context, take(page, "One gate at a time", "Handout", tmp_path))
    expect(handout.get_by_role("heading", level=1)).to_have_text("One gate at a time")
    expect(handout.get_by_role("img", name="The computational graph")).to_have_count(5)
    expect(handout.locator(".answer")).to_have_count(0)
    key = opened_offline(new_context, take(page, "One gate at a time", "Key", tmp_path))
    expect(key.get_by_role("heading", level=1)).to_have_text("Key: One gate at a time")
    expect(key.locator(".answer")).to_have_text(["−12", "3", "−4"])
    key.get_by_role("link", name="chain rule").first.click()
    expect(key.locator("#word-chain-rule")).to_be_in_viewport()
    for sheet in (handout, key):
        for size in ("A4", "Letter"):
            pdf = sheet.pdf(format=size, print_background=True)
            assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 7


def test_a_lesson_is_one_file_that_steps_without_a_server(page, new_context, tmp_path):
    file = opened_offline(new_context, take(page, "One gate at a time", "One HTML file", tmp_path))
    expect(file.get_by_role("heading", level=1)).to_have_text("One gate at a time")
    step = file.get_by_role("slider", name="Step", exact=True)
    expect(file.get_by_role("heading", name="1. A sum, then a product")).to_be_visible()
    expect(step).to_have_value("0")
    expect(file.get_by_role("button", name="Back", exact=True)).to_be_disabled()
    file.get_by_role("button", name="Next", exact=True).click()
    expect(file.get_by_role("heading", name="2. The question that is asked backwards")).to_be_visible()
    expect(file.get_by_role("heading", name="1. A sum, then a product")).to_be_hidden()
    expect(step).to_have_value("3")
    file.get_by_role("button", name="Step forward", exact=True).click()
    expect(step).to_have_value("4")
    file.get_by_role("button", name="Put it back", exact=True).click()
    expect(step).to_have_value("3")
    for _ in range(2):
        file.get_by_role("button", name="Next", exact=True).click()
    answer = file.locator("#words section:visible p.answer")
    expect(answer).to_be_hidden()
    file.get_by_text("The answer, and the way to it").locator("visible=true").click()
    expect(answer).to_have_text("3")


def test_from_its_panel_a_lesson_is_a_file_in_which_a_sample_plays_and_what_is_no_trace_is_a_picture(
    open_page, new_context, tmp_path
):
    page = open_page("?lesson=mini-batch")
    panel = page.get_by_role("complementary", name="Lesson")
    expect(panel).to_contain_text("Step 1 of 6")
    button = panel.get_by_role("button", name="Print or export this lesson", exact=True)
    file = opened_offline(new_context, taken(page, button, "One HTML file", tmp_path))
    step = file.get_by_role("slider", name="Step", exact=True)
    network = file.get_by_role("img", name="The network", exact=True)
    expect(step).to_have_value("17")
    expect(file.locator('.card[data-node="W1"]')).to_have_attribute("data-gradient", re.compile(r"\d"))
    expect(network).to_be_visible()  # beside its trace
    expect(file.get_by_role("button", name="Close", exact=True)).to_be_hidden()
    expect(file.get_by_role("button", name="Next sample", exact=True)).to_be_hidden()
    file.get_by_role("button", name="Operations", exact=True).click()
    expect(step).to_have_value("0")
    file.get_by_role("button", name="Step forward", exact=True).click()
    expect(step).to_have_value("1")
    for _ in range(5):
        file.get_by_role("button", name="Next", exact=True).click()
    expect(file.get_by_role("heading", name="6. Steps and epochs")).to_be_visible()
    expect(file.get_by_text("This step is on the Network page").locator("visible=true")).to_have_count(1)
    expect(network).to_be_visible()
    expect(step).to_be_hidden()


def test_the_menu_of_a_lesson_opens_by_keys_and_leads_back(page):
    button = opener(page, "A neuron, gate by gate")
    button.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Handout", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Key", exact=True)).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("menuitem", name="One HTML file", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_no_heading_stands_alone_at_the_foot_of_a_page(page, new_context, tmp_path):
    """On paper a picture stays with its text, and a heading with what follows it."""
    sheet = opened_offline(new_context, take(page, "One gate at a time", "Handout", tmp_path))
    rules = sheet.evaluate(
        """() => [".look", ".picture", ".question"].map(
          (name) => getComputedStyle(document.querySelector(name)).breakInside)"""
    )
    assert rules == ["avoid", "avoid", "avoid"]
    assert sheet.evaluate("getComputedStyle(document.querySelector('h2')).breakAfter") == "avoid"
    assert sheet.evaluate("document.documentElement.scrollWidth <= innerWidth")
