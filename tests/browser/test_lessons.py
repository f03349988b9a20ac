"""A lesson from the map to its last step: words beside the real pages, questions judged by what is on them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from serving import Server
from waiting import next_frame

pytestmark = pytest.mark.still

LESSON = """+++
title = "A lesson to walk"
chapter = "Walked"
can = "You can walk through a lesson."
minutes = 3
words = ["chosen node"]
+++

## What stands here
```moment
page=graph
example=add-then-multiply
cursor=3
```
The gate that adds is the [[chosen node]].

```question
kind = "number"
ask = "What is df/dz?"
answer = "gradient z"
way = ["It is q.", "So it is 3."]
```

## Which is it?
```question
kind = "click"
ask = "Click the gate that adds."
node = "q"
hint = "It has two inputs, x and y."
```

## In order
```question
kind = "order"
ask = "Put them in order."
items = ["forward", "backward"]
```

## Make it so
```moment
page=network
dataset=xor
layers=2
activations=tanh
```
```question
kind = "goal"
ask = "Train for two steps."
until = ["steps >= 2"]
hint = "Press One step."
```

## One of several
```question
kind = "choice"
ask = "How many hidden layers are there?"
options = ["none", "one"]
right = 2
hints = ["There is one.", ""]
```
"""
WORD = '+++\nword = "chosen node"\n+++\nThe node that is meant.\n'


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server with a teacher's own folder, in which one file has a mistake."""
    folder: Path = tmp_path_factory.mktemp("lessons")
    (folder / "glossary").mkdir()
    (folder / "01-walked.md").write_text(LESSON)
    (folder / "02-broken.md").write_text("+++\ntitle = 3\n+++\n")
    (folder / "glossary" / "chosen-node.md").write_text(WORD)
    with Server(environment={"PLAYGROUND_LESSONS": str(folder)}) as running:
        yield running


def panel(page: Page):
    return page.get_by_role("complementary", name="Lesson")


def node(page: Page, name: str):
    return page.locator(f'.card[data-node="{name}"]')


def step(page: Page, number: int):
    expect(panel(page)).to_contain_text(f"Step {number} of 5")


def press(page: Page, name: str):
    panel(page).get_by_role("button", name=name, exact=True).click()


def own_expression(page: Page, text: str):
    field = page.get_by_role("textbox", name="Expression")
    field.fill(text)
    expect(page).to_have_url(re.compile("expression="))


def test_an_answer_that_is_begun_is_there_after_the_page_was_loaded_anew(open_page):
    page = open_page("?lesson=walked")
    answer = panel(page).get_by_role("textbox", name="What is df/dz?")
    answer.fill("12")
    page.reload()
    expect(answer).to_have_value("12")
    answer.fill("3")
    press(page, "Check")
    expect(panel(page).get_by_role("status")).to_have_text("Right.")
    page.reload()
    expect(answer).to_have_value("")

    press(page, "Next")
    step(page, 2)
    press(page, "Next")
    step(page, 3)
    expect(page).to_have_url(re.compile("lesson_step=3"))
    press(page, "Move up: forward")
    first = panel(page).locator("ol.order > li").first
    expect(first).to_contain_text("forward")
    page.reload()
    expect(first).to_contain_text("forward")
    expect(first.get_by_role("button", name="Move up: forward")).to_be_disabled()

    press(page, "Next")
    step(page, 4)
    press(page, "Next")
    step(page, 5)
    expect(page).to_have_url(re.compile("lesson_step=5"))
    panel(page).get_by_role("radio", name="none").check()
    page.reload()
    expect(panel(page).get_by_role("radio", name="none")).to_be_checked()


def test_a_lesson_is_walked_from_its_card_to_its_end_and_the_own_page_is_as_it_was(open_page):
    page = open_page("?page=graph")
    own_expression(page, "u * v")
    expect(node(page, "u")).to_be_visible()
    page.get_by_role("link", name="Lessons", exact=True).click()
    expect(page.get_by_text("Mistakes in lesson files")).to_be_visible()
    # Each lesson has a picture of its own moment, which comes as a file
    expect(page.locator('[data-card="ten-templates"] .sketch image')).to_have_count(2)
    expect(page.locator('[data-card="walked"] .sketch :is(.known, .reached)')).to_have_count(2)
    expect(page.get_by_text(re.compile(r"02-broken\.md, line \d"))).to_be_visible()
    page.get_by_role("link", name=re.compile("A lesson to walk")).click()
    step(page, 1)
    expect(node(page, "q")).to_be_visible()
    expect(page).to_have_url(re.compile("page=graph&.*lesson=walked"))

    # A word explains itself
    press(page, "chosen node")
    expect(panel(page).get_by_role("note")).to_contain_text("The node that is meant.")
    page.keyboard.press("Escape")
    expect(panel(page).get_by_role("note")).to_be_hidden()

    # A number: the hint that fits the mistake, then another try
    answer = panel(page).get_by_role("textbox", name="What is df/dz?")
    answer.fill("-3")
    answer.press("Enter")
    verdict = panel(page).get_by_role("status")
    expect(verdict).to_have_text("The size is right, but not the sign. Try again.")
    answer.fill("2")
    press(page, "Check")
    expect(panel(page)).to_contain_text("So it is 3.")
    answer.fill("3")
    press(page, "Check")
    expect(verdict).to_have_text("Right.")

    # What was changed is put back
    z = page.get_by_role("button", name="Expression and inputs")
    z.click()
    field = page.get_by_role("textbox", name="Expression")
    field.fill("a + b")
    expect(node(page, "a")).to_be_visible()
    press(page, "Put it back")
    expect(node(page, "q")).to_be_visible()
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("3")

    # A node that is clicked
    press(page, "Next")
    step(page, 2)
    node(page, "f").click()
    expect(verdict).to_have_text("It has two inputs, x and y. Try again.")
    node(page, "q").click()
    expect(verdict).to_have_text("Right.")

    # An order, by the keyboard
    press(page, "Next")
    step(page, 3)
    panel(page).get_by_role("button", name="Move up: forward").focus()
    page.keyboard.press("Enter")
    press(page, "Check")
    expect(verdict).to_have_text("Right.")

    # A goal, judged while it is worked for, on another page
    press(page, "Next")
    step(page, 4)
    expect(page.get_by_role("link", name="Network", exact=True)).to_have_attribute("aria-current", "page")
    more = page.get_by_role("button", name="More")
    one_step = page.get_by_role("button", name="One step")
    expect(one_step.or_(more).first).to_be_visible()  # the page is there
    if more.is_visible():
        more.click()
    one_step.click()
    one_step.click()
    expect(verdict).to_have_text("Done.")
    press(page, "Next")
    step(page, 5)
    panel(page).get_by_role("radio", name="none").check()
    press(page, "Check")
    expect(verdict).to_contain_text("There is one.")
    panel(page).get_by_role("radio", name="one", exact=True).check()
    press(page, "Check")
    expect(panel(page)).to_contain_text(
        "All 5 questions are answered, 2 at the first try. The lesson is done."
    )

    # Left: the map knows of it, and the own page is as it was
    press(page, "Leave the lesson")
    expect(panel(page)).to_be_hidden()
    expect(page.get_by_role("link", name=re.compile("A lesson to walk"))).to_contain_text(
        "Done, 5 of 5 questions"
    )
    expect(page).not_to_have_url(re.compile("lesson="))
    page.get_by_role("button", name="Summary").click()
    sheet = page.frame_locator("iframe")
    expect(sheet.get_by_role("row", name=re.compile("A lesson to walk"))).to_contain_text("What stands here")
    page.get_by_role("link", name="Graph", exact=True).click()
    expect(node(page, "u")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(node(page, "q")).to_be_visible()


def test_a_reload_goes_on_and_the_way_back_leads_out_of_the_lesson_and_in_again(open_page):
    page = open_page("?page=lessons")
    page.get_by_role("link", name=re.compile("A lesson to walk")).click()
    step(page, 1)
    press(page, "Next")
    step(page, 2)
    expect(page).to_have_url(re.compile("lesson_step=2"))
    page.reload()
    step(page, 2)
    expect(node(page, "q")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Lessons")).to_be_visible()
    expect(panel(page)).to_be_hidden()
    expect(page.get_by_role("link", name=re.compile("A lesson to walk"))).to_contain_text(
        "Begun, step 2 of 5"
    )
    page.go_forward()
    step(page, 2)
    expect(node(page, "q")).to_be_visible()
    # Another page in the lesson is the lesson's too
    page.get_by_role("link", name="Digits", exact=True).click()
    expect(page).to_have_url(re.compile("page=digits.*lesson=walked"))
    step(page, 2)
    press(page, "Put it back")
    expect(page.get_by_role("link", name="Graph", exact=True)).to_have_attribute("aria-current", "page")


def test_on_a_phone_the_panel_stands_over_the_page_and_folds(open_page):
    page = open_page("?lesson=walked", width=390, height=844, touch=True)
    step(page, 1)
    expect(page).to_have_url(re.compile("page=graph"))  # the page of its moment, though the link names none
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    answer = panel(page).get_by_role("textbox", name="What is df/dz?")
    expect(answer).to_be_visible()
    below = panel(page).bounding_box()
    graph = node(page, "q").bounding_box()
    assert below["y"] + below["height"] <= graph["y"]
    # What the step speaks of is in sight under its words, before what one would begin with.
    expect(node(page, "q")).to_be_in_viewport()
    assert graph["y"] < page.get_by_role("textbox", name="Expression", exact=True).bounding_box()["y"]
    press(page, "Fold the lesson away")
    expect(answer).to_be_hidden()
    press(page, "Next")
    step(page, 2)
    press(page, "Open the lesson")
    expect(panel(page)).to_contain_text("Click the gate that adds.")
    # And so it is where the step goes through a sample.
    page.goto(f"{page.url.partition('?')[0]}?lesson=mini-batch&lesson_step=2")
    expect(node(page, "b2")).to_be_visible()
    expect(panel(page).get_by_role("heading", name="What one point would do")).to_be_in_viewport()
    # The list of all is no wider than a small phone, or a large one at 400 %.
    page.set_viewport_size({"width": 320, "height": 640})
    page.get_by_role("navigation").get_by_role("link", name="Lessons", exact=True).click()
    expect(page.get_by_role("button", name="Summary", exact=True)).to_be_visible()
    next_frame(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_a_lesson_speaks_of_is_in_sight_beside_it_on_the_page_of_digits(open_page):
    page = open_page(
        "?page=digits&digits_index=60000&digits_model=softmax&lesson=ten-templates&lesson_step=2"
    )
    expect(panel(page)).to_contain_text("Step 2 of 6")
    expect(page.get_by_text("Template of 0")).to_be_in_viewport(ratio=0.9)
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_in_viewport(ratio=0.9)


def test_a_link_to_a_lesson_alone_shows_the_digit_of_its_moment_after_a_reload_too(open_page):
    page = open_page("?lesson=ten-templates")
    expect(panel(page)).to_contain_text("Step 1 of 6")
    for _ in range(2):
        expect(page.get_by_label("Digit number")).to_have_value("60000")
        expect(page).to_have_url(re.compile("digits_index=60000"))
        expect(page.locator("[data-example]")).to_have_count(0)  # the digit that draws itself
        page.reload()


def test_a_node_that_is_asked_for_is_come_to_and_answered_by_keys_alone(open_page):
    page = open_page("?lesson=walked&lesson_step=2")
    expect(panel(page)).to_contain_text("Click the gate that adds.")
    nodes = page.locator(".card[data-node]:visible")
    expect(nodes.and_(page.locator("[tabindex='0']"))).to_have_count(1)
    focused = page.locator(".card[data-node]:focus")
    panel(page).locator("div.words").focus()
    for _ in range(60):  # stops of the Tab key: the nodes are one of them
        page.keyboard.press("Tab")
        if focused.count():
            break
    expect(focused).to_have_count(1)
    verdict = panel(page).get_by_role("status")
    page.keyboard.press("End")  # the last node is the output
    expect(node(page, "f")).to_be_focused()
    page.keyboard.press("Enter")
    expect(verdict).to_have_text("It has two inputs, x and y. Try again.")
    expect(node(page, "f")).to_be_focused()  # so that one goes on from there
    page.keyboard.press("ArrowLeft")
    expect(focused).to_have_attribute("data-node", re.compile("^[qz]$"))
    if node(page, "q").and_(focused).count() == 0:  # of its two inputs the one that stands at its height
        page.keyboard.press("ArrowUp")
    expect(node(page, "q")).to_be_focused()
    page.keyboard.press("Enter")
    expect(verdict).to_have_text("Right.")


def test_who_goes_on_by_key_stays_at_the_button_when_a_step_opens_a_trace(open_page):
    page = open_page("?lesson=probability-and-loss&lesson_step=2")
    on = panel(page).get_by_role("button", name="Next", exact=True)
    on.press("Enter")
    expect(panel(page)).to_contain_text("Step 3 of 5")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    next_frame(page)
    expect(on).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page)).to_contain_text("Step 4 of 5")


def test_a_long_title_has_the_width_of_the_panel_for_itself_on_a_projector(open_page):
    page = open_page("?lesson=shapes&projector=on")
    title = panel(page).locator(".title")
    expect(title).to_have_text("A gradient has the shape of its variable")
    leave = panel(page).get_by_role("button", name="Leave the lesson")
    words, button = title.bounding_box(), leave.bounding_box()
    assert words["y"] + words["height"] <= button["y"] + 1
    assert words["width"] > 0.75 * panel(page).bounding_box()["width"]


def test_where_words_are_out_of_sight_a_button_says_so_and_leads_to_them(open_page):
    page = open_page("?lesson=any-curve&lesson_step=5&projector=on", reduced_motion="reduce")
    below = page.get_by_role("button", name="More below")
    end = page.get_by_text("This was the last step.")
    expect(end).not_to_be_in_viewport()
    for _ in range(4):
        if below.is_visible():
            below.click()
            next_frame(page)
    expect(end).to_be_in_viewport()
    expect(below).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 1400})  # all has room
    expect(page.get_by_role("heading", name="The theorem, and what it leaves open")).to_be_in_viewport()
    expect(below).to_be_hidden()
