"""Every sign tells what it means where it stands: to the pointer, to a finger, to the keys; what stays empty, why."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect
from serving import Server
from waiting import tap

OpenPage = Callable[..., Page]
NEURON = "?dataset=circle&sample=7&cursor=999"
NONE = "a3 gets no gradient: sigmoid and the loss are computed as one function"


def words(page: Page) -> Locator:
    return page.locator("#exactly p")


def digits(page: Page) -> Locator:
    return page.locator("#exactly output")


def line(page: Page, neuron: str, at: int) -> Locator:
    return page.locator(f"[data-neuron='{neuron}'] .line").nth(at)


def test_the_signs_of_a_neuron_tell_what_they_are_with_every_digit_or_why_there_is_none_and_keys_come_to_each(
    open_page: OpenPage,
) -> None:
    page = open_page(NEURON)
    for at, said in enumerate(
        ("z of neuron 2", "a of neuron 2", "da is dL/da of neuron 2", "dz is dL/dz of neuron 2")
    ):
        line(page, "0/1", at).hover()
        expect(words(page)).to_contain_text(said)
        full = line(page, "0/1", at).get_attribute("data-full")
        assert full is not None
        expect(digits(page)).to_have_text(full)
        expect(page.get_by_role("tooltip").filter(has_text="weighted sum")).to_be_hidden()
    page.locator("[data-input='0'] .line").last.hover()
    expect(words(page)).to_contain_text("d is dL/dx₁")
    named = page.locator(".card .row-name").first
    expect(named).to_have_attribute("data-says", "x₁: an element of x, what goes into the network.")

    empty = line(page, "2/0", 2)
    expect(empty).to_have_text("da–")
    empty.hover()
    expect(words(page)).to_contain_text(NONE)
    expect(digits(page)).to_be_hidden()
    card = page.locator(".card[data-node=a3]")
    expect(card).to_have_attribute("aria-label", re.compile(NONE))

    page.locator("[data-neuron='0/0']").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-input='0']")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-neuron='0/1']")).to_be_focused()
    expect(page.locator("[data-neuron][tabindex='0'], [data-input][tabindex='0']")).to_have_count(1)
    note = page.get_by_role("tooltip").filter(has_text="Neuron 2 of hidden layer 1")
    expect(note).to_contain_text("dL/dz, gradient of z")


def test_a_finger_is_told_what_a_sign_means(open_page: OpenPage) -> None:
    page = open_page(NEURON, width=390, height=844, touch=True)
    number = page.locator("[data-neuron='2/0'] .line").last
    tap(number)
    expect(words(page)).to_contain_text("dz is dL/dz of the output")
    expect(words(page)).to_contain_text("Tap again for the neuron's sum and its curve.")
    tap(number)
    card = page.get_by_role("dialog", name="The output")
    expect(card).to_be_visible()
    expect(words(page)).to_be_hidden()
    tap(card.get_by_role("button", name="Close the card"))
    page.locator(".arithmetic .leaves").scroll_into_view_if_needed()
    tap(page.locator(".arithmetic .leaves"))
    expect(words(page)).to_contain_text("stay in memory from the first step to the last")


def test_the_foot_of_the_drawing_says_that_numbers_on_lines_are_left_out_and_where_to_see_them(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page("?dataset=circle&layers=2&sample=7&cursor=10")
    foot = page.locator(".foot .shown")
    expect(page.locator("text[data-on='0/0/0']")).to_be_visible()
    expect(foot).to_be_empty()  # each line has its number
    cut = "one => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().bottom > innerHeight"
    for layers in ("8,8", "16,16"):
        page.goto(f"{server.url}?dataset=circle&layers={layers}&sample=7&cursor=10")
        expect(foot).to_contain_text("oint at a line")  # in a short sentence where a whole one is too long
        assert not foot.evaluate(cut)


def test_the_signs_of_a_graph_its_sum_and_its_counts_tell_what_they_mean_to_pointer_and_keys(
    open_page: OpenPage,
) -> None:
    page = open_page("?page=graph&example=softmax-loss&cursor=12")
    expect(page.locator(".arithmetic .words")).to_contain_text("Multiply gate of q3 sends")
    for sign, said in {
        ".card[data-node=p] .symbol": "Divide gate: p = e / q.",
        ".card[data-node=p] .name": "The result of this gate is called p, a vector of 3 numbers.",
        ".card[data-node=p] .value .cell": "The value of p.",
        ".card[data-node=p] .gradient .cell": "dloss/dp: how fast loss changes with each element of p.",
        ".arithmetic .tag": "The upstream gradient dloss/dq3",
        ".arithmetic .total": "The memory in use at this step",
        ".arithmetic .peak": "The most memory in use at any step: 184 B, at step 15.",
        ".arithmetic .leaves": "The leaves (scores and y) stay in memory from the first step to the last.",
        ".arithmetic .chip.new": "computed at this step",
        ".label.now": "The local gradient, a vector of 3 numbers: how fast q3 changes with y.",
    }.items():
        page.locator(sign).first.hover()
        expect(words(page)).to_contain_text(said)

    page.locator(".arithmetic .tag").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(words(page)).to_contain_text("The upstream gradient dloss/dq3")
    expect(page.locator("#exactly button")).to_be_hidden()  # a word has no digits to copy
    page.keyboard.press("Escape")
    expect(words(page)).to_be_hidden()

    page.get_by_role("tab", name="Count").click()
    page.get_by_text("With table", exact=True).hover()
    expect(words(page)).to_contain_text("each gate is computed once")
    page.locator(".nodes [data-node=e]").hover()
    expect(words(page)).to_contain_text("is computed once with the table and 14 times without it.")
