"""A lesson is made beside the real pages, tried, saved, opened again, and travels in a link."""

import json
import re

import axe
from playwright.sync_api import Page, expect

from playground.lessons.lesson_file import read_lesson

RECORDER = "Recorder"
# What a browser says of a server that is away.
AWAY = re.compile(
    "ERR_CONNECTION_REFUSED|Failed to connect to Bokeh server|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET"
    "|Unexpected response code: 403|Failed to load resource"
)
GRAPH = "?page=graph&expression=u*v%2Bw"


def recorder(page: Page):
    return page.get_by_role("complementary", name=RECORDER)


def lesson(page: Page):
    return page.get_by_role("complementary", name="Lesson")


def node(page: Page, name: str):
    return page.locator(f'.card[data-node="{name}"]')


def place(page: Page):
    return page.get_by_role("slider", name="Step", exact=True)


def press(page: Page, name: str):
    recorder(page).get_by_role("button", name=name, exact=True).click()


def write(page: Page, field: str, text: str):
    recorder(page).get_by_role("textbox", name=field, exact=True).fill(text)


def steps(page: Page):
    return recorder(page).locator("li[data-step]")


def turn_to(page: Page, name: str):
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")


def begin(page: Page):
    turn_to(page, "Lessons")
    page.get_by_role("button", name="Make a lesson").click()
    expect(recorder(page)).to_be_visible()


def record_three(page: Page):
    """Two steps on the page of graphs, one of them at a place in the trace, and one on the page of digits."""
    begin(page)
    expect(node(page, "u")).to_be_visible()
    write(page, "Title", "My own gates")
    write(page, "What one can do afterwards", "You can pass a gradient on.")
    press(page, "Add this as a step")
    expect(steps(page)).to_have_count(1)
    recorder(page).locator("li").get_by_role("textbox", name="Title").fill("All at rest")
    write(page, "Text (Markdown)", "Nothing has been **computed** yet. <script>alert(1)</script>")
    for _ in range(3):
        page.get_by_role("button", name="Step forward").click()
    press(page, "Add this as a step")
    expect(steps(page)).to_have_count(2)
    recorder(page).locator("li").get_by_role("textbox", name="Title").fill("Three steps on")
    recorder(page).get_by_label("Add a question").select_option("number")
    write(page, "Question", 'kind = "number"\nask = "What is f?"\nanswer = "value f"\nway = ["It is below."]')
    turn_to(page, "Digits")
    expect(page).to_have_url(re.compile("page=digits.*lesson="))
    press(page, "Add this as a step")
    expect(steps(page)).to_have_count(3)
    recorder(page).locator("li").get_by_role("textbox", name="Title").fill("A digit")


def walk(page: Page, titles: dict[str, str]):
    """Plays the three steps, in this order: each shows its moment."""
    for number, (title, shown) in enumerate(titles.items(), 1):
        expect(lesson(page)).to_contain_text(f"Step {number} of 3")
        expect(lesson(page).get_by_role("heading", name=title)).to_be_visible()
        if shown == "digits":
            expect(page.get_by_role("application", name="Pad")).to_be_visible()
        else:
            expect(node(page, "u")).to_be_visible()
            expect(place(page)).to_have_value(shown)
        if number < 3:
            lesson(page).get_by_role("button", name="Next", exact=True).click()


def saved(page: Page) -> tuple[str, str]:
    with page.expect_download() as download:
        press(page, "Save the file")
    return download.value.suggested_filename, download.value.path().read_text(encoding="utf-8")


def test_a_lesson_is_recorded_tried_saved_opened_and_played_with_the_same_moments(open_page, tmp_path):
    page = open_page(GRAPH, reduced_motion="reduce")
    expect(node(page, "u")).to_be_visible()
    record_three(page)
    recorded = {"All at rest": "0", "Three steps on": "3", "A digit": "digits"}

    # Tried, from the step that is open; then all is there as it was
    recorder(page).get_by_role("button", name=re.compile("^1 All at rest")).click()
    expect(node(page, "u")).to_be_visible()
    expect(place(page)).to_have_value("0")
    press(page, "Try it")
    walk(page, recorded)
    expect(lesson(page).get_by_role("heading", name="A digit")).to_be_visible()
    lesson(page).get_by_role("button", name="Back to the recorder").click()
    expect(steps(page)).to_have_count(3)
    expect(page).to_have_url(re.compile("page=digits.*lesson=-recorder"))

    # Shared meanwhile is what is on the page: the lesson is in this browser alone
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog", name="The address of what you see")
    expect(dialog).to_contain_text("The lesson that you are making is not in it")
    address = dialog.get_by_role("textbox", name="Address")
    expect(address).to_have_value(re.compile("page=digits"))
    expect(address).not_to_have_value(re.compile("lesson="))
    dialog.get_by_role("button", name="Close").click()

    # Moved, and saved
    recorder(page).get_by_role("button", name="Move up: A digit").click()
    expect(steps(page).nth(1)).to_contain_text("A digit")
    name, text = saved(page)
    assert name == "my-own-gates.md"
    read, _ = read_lesson(name, text.encode())
    assert [step.title for step in read.steps] == ["All at rest", "A digit", "Three steps on"]
    assert read.steps[2].moment.settings["cursor"] == "3"

    # Begun anew, and opened again: from a file with a mistake nothing is opened
    press(page, "Begin anew")
    expect(steps(page)).to_have_count(0)
    chosen = recorder(page).get_by_label("Lesson file")
    broken = tmp_path / "broken.md"
    broken.write_text(text.replace("minutes = 5", "minutes = 500"))
    chosen.set_input_files(broken)
    expect(recorder(page).get_by_role("status")).to_contain_text(
        "“broken.md” is not opened. Line 5: minutes must be a whole number from 1 to 60."
    )
    file = tmp_path / name
    file.write_text(text)
    chosen.set_input_files(file)
    expect(steps(page)).to_have_count(3)
    press(page, "Try it")
    walk(page, {"All at rest": "0", "A digit": "digits", "Three steps on": "3"})
    lesson(page).get_by_role("textbox", name="What is f?").fill("-5.5")
    lesson(page).get_by_role("button", name="Check").click()
    expect(lesson(page).get_by_role("status")).to_have_text("Right.")

    # Left, the page is the visitor's own as it was
    lesson(page).get_by_role("button", name="Back to the recorder").click()
    press(page, "Close")
    turn_to(page, "Graph")
    expect(node(page, "u")).to_be_visible()
    expect(page).not_to_have_url(re.compile("lesson="))


def test_the_link_opens_the_lesson_in_a_browser_that_knows_nothing_and_still_after_a_reload(open_page):
    page = open_page(GRAPH, reduced_motion="reduce")
    expect(node(page, "u")).to_be_visible()
    record_three(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, "Copy link")
    expect(recorder(page).get_by_role("status")).to_contain_text("The link is copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert len(link) < 1_500

    student = open_page("?" + link.split("?")[1], reduced_motion="reduce")
    walk(student, {"All at rest": "0", "Three steps on": "3", "A digit": "digits"})
    lesson(student).get_by_role("button", name="Back", exact=True).click()
    expect(lesson(student)).to_contain_text("Step 2 of 3")
    expect(student).to_have_url(re.compile(r"cursor=3.*lesson=-link-.*#lesson="))
    student.reload()
    expect(lesson(student)).to_contain_text("Step 2 of 3")
    expect(place(student)).to_have_value("3")
    # Its pages are links, and a tab that opens one is in the lesson too
    there = student.get_by_role("link", name="Graph", exact=True).get_attribute("href")
    assert "#" not in there
    other = student.context.new_page()
    other.goto(student.url.split("?")[0] + there)
    expect(lesson(other)).to_contain_text("Step 2 of 3")
    other.close()
    lesson(student).get_by_role("button", name="Leave the lesson").click()
    expect(student).not_to_have_url(re.compile("lesson=-link"))

    # What somebody has damaged is told, and the page is there
    student.goto(student.url.split("?")[0] + "?page=graph#lesson=AAAA")
    expect(student.get_by_role("alert").filter(has_text="The lesson in this link is damaged")).to_be_visible()
    expect(node(student, "x")).to_be_visible()


def test_a_reload_finds_what_was_recorded_what_is_deleted_comes_back_and_mistakes_are_led_to(open_page):
    page = open_page(GRAPH, reduced_motion="reduce")
    expect(node(page, "u")).to_be_visible()
    record_three(page)
    page.reload()
    expect(steps(page)).to_have_count(3)
    expect(page.get_by_role("application", name="Pad")).to_be_visible()
    recorder(page).get_by_role("button", name=re.compile("^2 Three steps on")).click()
    expect(place(page)).to_have_value("3")
    recorder(page).get_by_role("button", name="Delete: Three steps on").click()
    expect(steps(page)).to_have_count(2)
    page.keyboard.press("Enter")  # Undo has the focus
    expect(steps(page)).to_have_count(3)
    expect(recorder(page).get_by_role("textbox", name="Question", exact=True)).to_have_value(
        re.compile("value f")
    )
    # Another moment in its place
    page.get_by_role("button", name="Step forward").click()
    press(page, "Put this moment here")
    expect(recorder(page).get_by_role("status")).to_contain_text("shows this moment now")
    recorder(page).get_by_role("button", name=re.compile("^1 All at rest")).click()
    expect(place(page)).to_have_value("0")
    recorder(page).get_by_role("button", name=re.compile("^2 Three steps on")).click()
    expect(place(page)).to_have_value("4")
    kept = page.evaluate("localStorage.getItem('backprop-playground.recorder')")
    assert len(json.loads(kept)["draft"]["steps"]) == 3

    # Mistakes stand at their fields, and the first is led to
    recorder(page).get_by_role("button", name=re.compile("^2 Three steps on")).click()
    question = recorder(page).get_by_role("textbox", name="Question", exact=True)
    question.fill('kind = "number"\nask = "What is f?"\nanswer = "value g"')
    expect(question).to_have_accessible_description("The graph has no node 'g'.")
    question.fill('kind = "number"\nask = ')
    expect(question).to_have_accessible_description(re.compile("^Line 2: This is not TOML"))
    expect(question).to_have_attribute("aria-invalid", "true")
    recorder(page).get_by_role("button", name=re.compile("^1 All at rest")).click()
    press(page, "Try it")
    expect(question).to_be_focused()
    expect(recorder(page).get_by_role("status")).to_have_text("It cannot be tried yet. Look at step 2.")
    assert not axe.violations(page)
    question.fill('kind = "number"\nask = "What is f?"\nanswer = "value f"')
    expect(question).to_have_attribute("aria-invalid", "false")
    expect(recorder(page).get_by_text("It cannot be tried yet.")).to_be_hidden()  # what has been mended


def test_a_tab_that_is_left_keeps_what_another_one_has_made_meanwhile(open_page):
    page = open_page(GRAPH, reduced_motion="reduce")
    expect(node(page, "u")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    expect(node(other, "u")).to_be_visible()
    begin(other)
    press(other, "Add this as a step")
    expect(steps(other)).to_have_count(1)
    other.close()
    page.reload()
    expect(node(page, "u")).to_be_visible()
    begin(page)
    expect(steps(page)).to_have_count(1)


def test_what_is_written_while_the_server_is_away_is_there_when_it_is_back(open_page, own_server, watch):
    page = open_page(GRAPH, server=own_server, reduced_motion="reduce")
    expect(node(page, "u")).to_be_visible()
    begin(page)
    press(page, "Add this as a step")
    expect(steps(page)).to_have_count(1)
    own_server.stop()
    expect(page.get_by_role("alert").filter(has_text="connection to the server is lost")).to_be_visible()
    write(page, "Text (Markdown)", "Written meanwhile.")
    page.evaluate("window.stillTheSamePage = true")
    own_server.start()
    page.wait_for_function("() => !window.stillTheSamePage")
    expect(recorder(page).get_by_role("textbox", name="Text (Markdown)")).to_have_value("Written meanwhile.")
    watch.errors[:] = [error for error in watch.errors if not AWAY.search(error)]


def test_each_kind_of_question_begins_with_an_example_that_can_be_tried(open_page):
    page = open_page(GRAPH, reduced_motion="reduce")
    expect(node(page, "u")).to_be_visible()
    begin(page)
    write(page, "Title", "Questions")
    write(page, "What one can do afterwards", "You can answer them.")
    for number, kind in enumerate(("number", "choice", "order", "click", "goal"), 1):
        press(page, "Add this as a step")
        expect(steps(page)).to_have_count(number)
        recorder(page).get_by_label("Add a question").select_option(kind)
        question = recorder(page).get_by_role("textbox", name="Question", exact=True)
        expect(question).to_be_focused()
        assert question.evaluate("field => [field.selectionStart, field.scrollLeft]") == [0, 0]
        press(page, "Try it")
        expect(lesson(page).locator("form.question")).to_have_attribute("data-kind", kind)
        lesson(page).get_by_role("button", name="Back to the recorder").click()


def test_on_a_phone_the_recorder_stands_over_the_page_and_folds(open_page):
    page = open_page(GRAPH, reduced_motion="reduce", width=390, height=844, touch=True)
    begin(page)
    press(page, "Add this as a step")
    expect(steps(page)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    press(page, "Fold the recorder away")
    expect(steps(page)).to_be_hidden()
    press(page, "Add this as a step")
    press(page, "Open the recorder")
    expect(steps(page)).to_have_count(2)
