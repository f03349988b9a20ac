"""The hints of a first visit: from Train to a step to the Graph page, one at a time, each once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from waiting import until

pytestmark = pytest.mark.still

OpenPage = Callable[..., Page]


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True).locator("visible=true")


def choose(page: Page, dataset: str) -> None:
    page.get_by_role("radio", name=dataset, exact=True).check()


def turn_to(page: Page, name: str, drawn: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    page.locator(f"{drawn}:visible").first.wait_for()


def hint(page: Page) -> Locator:
    return page.get_by_role("button").and_(page.locator(".hint"))


def test_three_hints_lead_from_train_to_a_step_to_the_graph_page_cover_nothing_and_none_comes_back(
    page: Page,
) -> None:
    expect(hint(page)).to_contain_text("Press Train")
    place = hint(page).bounding_box()
    assert place is not None
    foot = page.get_by_label("Parameters", exact=True).bounding_box()
    below = button(page, "Train").bounding_box()
    assert foot is not None
    assert below is not None
    assert foot["y"] + foot["height"] <= place["y"]
    assert place["y"] + place["height"] <= below["y"]
    expect(button(page, "Reset")).to_be_in_viewport(ratio=0.99)
    button(page, "Train").click()
    expect(hint(page)).to_contain_text("Step through")
    button(page, "Pause training").click()
    button(page, "Step through").click()
    expect(hint(page)).to_be_hidden()
    button(page, "Close").click()
    expect(hint(page)).to_contain_text("Graph page")
    turn_to(page, "Graph", "[data-node]")
    turn_to(page, "Network", "[data-neuron]")
    expect(hint(page)).to_be_hidden()
    page.goto(page.url.split("?")[0])
    page.locator("[data-neuron]:visible").first.wait_for()
    expect(button(page, "Train")).to_be_visible()
    expect(hint(page)).to_be_hidden()


def test_a_hint_that_is_clicked_gives_way_to_the_next(page: Page) -> None:
    for words in ("Press Train", "Step through", "Graph page"):
        expect(hint(page)).to_contain_text(words)
        hint(page).click()
    expect(hint(page)).to_be_hidden()
    page.reload()
    page.locator("[data-neuron]:visible").first.wait_for()
    expect(button(page, "Train")).to_be_visible()
    expect(hint(page)).to_be_hidden()


def test_what_was_done_before_is_not_hinted_at(page: Page) -> None:
    button(page, "Step through").click()
    button(page, "Close").click()
    expect(hint(page)).to_contain_text("Press Train")
    hint(page).click()
    expect(hint(page)).to_contain_text("Graph page")


def test_who_follows_a_link_and_a_class_before_a_projector_see_no_hints(open_page: OpenPage) -> None:
    linked = open_page("?dataset=spiral")
    expect(button(linked, "Train")).to_be_visible()
    expect(hint(linked)).to_be_hidden()
    page = open_page("?theme=dark")
    expect(hint(page)).to_be_visible()
    page.keyboard.press("f")
    expect(hint(page)).to_be_hidden()
    page.keyboard.press("f")
    expect(hint(page)).to_be_visible()


def test_a_truth_tables_curves_speak_of_no_second_set_in_their_tooltip(page: Page) -> None:
    choose(page, "xor table")
    expect(page.locator(".boundary .plot")).to_have_attribute("data-points", "4")
    button(page, "One epoch").click()
    button(page, "One epoch").click()
    expect(page.locator("[data-epoch]")).to_have_text("2")
    box = page.locator("[data-quantity=loss]").bounding_box()
    assert box is not None
    said = page.get_by_text(re.compile(r"^\s*Epoch \d+\s*Training")).locator("visible=true")

    def pointed() -> bool:
        page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.4)
        page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5)
        return said.count() > 0

    until(page, pointed, "a tooltip")
    assert "Training" in said.first.inner_text()
    assert "Validation" not in said.first.inner_text()
