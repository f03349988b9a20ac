"""A visit in Firefox: every page is opened, a network trained, samples stepped through, a digit drawn, an expression
typed. Left out only where no Firefox is installed."""

import json
from collections.abc import Iterator

import find_firefox
import pytest
from firefox import Firefox
from pads import SEVEN
from serving import Server

TEXT = "(a + b) * c"
STEP = 'deep("input[aria-label=Step]").find((one) => one.checkVisibility())'


@pytest.fixture(scope="module")
def browser() -> Iterator[Firefox]:
    path = find_firefox.find()
    if path is None:
        pytest.skip(find_firefox.MISSING)
    with Firefox(path) as running:
        yield running


@pytest.fixture
def firefox(browser: Firefox) -> Iterator[Firefox]:
    yield browser
    errors, outside = browser.errors[:], browser.outside[:]
    browser.errors.clear()
    browser.outside.clear()
    assert not errors, f"errors on the console: {errors}"
    assert not outside, f"the page asked another host: {outside}"


def open_page(firefox: Firefox, server: Server, name: str, drawn: str) -> None:
    """By its link where the playground is open: another document would be most of what a test costs."""
    if str(firefox.evaluate("location.href")).startswith(server.url):
        firefox.click(name)
    else:
        firefox.goto(f"{server.url}?page={name.lower()}")
    firefox.until(f"deep({json.dumps(drawn)}).some((one) => one.checkVisibility())", f"{name} with {drawn}")


def stands(firefox: Firefox, step: str) -> None:
    """The walk is at this step: a number, or "max"."""
    firefox.until(f"{STEP}?.value === String({STEP}.{step})", f"step {step}")


def walk(firefox: Firefox) -> None:
    """Forward and backward by keys and by the bar's buttons."""
    firefox.until(STEP, "the bar")
    firefox.press("Home")
    stands(firefox, "min")
    for key, value in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2)):
        firefox.press(key)
        firefox.until(f'{STEP}.value === "{value}"', f"step {value}")
    firefox.click("Step forward")
    firefox.until(f'{STEP}.value === "3"', "step 3")
    firefox.click("Step back")
    firefox.until(f'{STEP}.value === "2"', "step 2")
    firefox.press("End")
    stands(firefox, "max")
    firefox.until(
        'deep(".card[data-gradient]").some((one) => one.checkVisibility())', "gradients on the nodes"
    )


def test_a_network_is_trained_and_a_sample_stepped_through(firefox: Firefox, server: Server) -> None:
    open_page(firefox, server, "Network", "[data-neuron]")
    firefox.click("Train")
    firefox.until('Number(deep("[data-epoch]")[0].textContent.replace(/,/g, "")) >= 2', "two epochs")
    firefox.click("Pause training")
    firefox.until('named("Train")', "the button to train again")
    firefox.click("Step through")
    walk(firefox)
    firefox.press("Escape")
    firefox.until('named("Train")', "the training bar")


def test_an_expression_is_typed_and_stepped_through(firefox: Firefox, server: Server) -> None:
    open_page(firefox, server, "Graph", "[data-node]")
    firefox.click("Expression")
    firefox.press("Control", "a")
    firefox.write(TEXT)
    nodes = 'deep(".card:not(.leaving)").map((one) => one.dataset.node)'
    firefox.until(f'["a", "b", "c"].every((name) => {nodes}.includes(name))', f"the graph of {TEXT}")
    x, y, *_ = firefox.place_of('deep("svg.drawing").find((one) => one.checkVisibility())', "the drawing")
    firefox.draw([(x, y)])  # from now on the keys are the walk's, not the field's
    walk(firefox)


def test_a_digit_is_drawn_read_trained_on_and_stepped_through(firefox: Firefox, server: Server) -> None:
    open_page(firefox, server, "Digits", "[data-digit]")
    firefox.click("Clear")
    firefox.until('deep("[data-probability]").length === 0', "an empty pad")
    x, y, width, height = firefox.place_of('deep("canvas.ink")[0]', "the pad")
    for stroke in SEVEN:
        firefox.draw([(x + (at - 0.5) * width, y + (down - 0.5) * height) for at, down in stroke])
    firefox.until(
        """deep("[data-probability]").reduce((best, one) =>
             Number(one.dataset.probability) > Number(best?.dataset.probability ?? 0) ? one : best, null)
           ?.dataset.digit === "7" """,
        "the drawing read as a 7",
    )
    firefox.click("Step through")
    walk(firefox)
    firefox.press("Escape")
    firefox.click("Train")
    firefox.until('Number(named("Progress")?.dataset.epoch) > 0', "some training")
    firefox.click("Pause training")
    firefox.until('named("Train")', "the button to train again")


def test_runs_are_compared_and_the_lessons_opened(firefox: Firefox, server: Server) -> None:
    open_page(firefox, server, "Compare", "[data-cell][data-step]")
    firefox.click("Train")
    firefox.until(
        'deep("[data-cell][data-step]").every((one) => Number(one.dataset.step) > 0)', "steps in every run"
    )
    firefox.click("Pause training")
    firefox.until('named("Train")', "the button to train again")
    open_page(firefox, server, "Lessons", "a[data-card], [data-card] a, a.card")
    firefox.evaluate('void deep("a.card")[0].setAttribute("aria-label", "The first lesson")')
    firefox.click("The first lesson")
    firefox.until(
        'deep("[data-node]").some((one) => one.checkVisibility()) && deep("[aria-label=Lesson]").length > 0',
        "a lesson",
    )


def test_what_goes_wrong_on_a_page_is_heard_of(browser: Firefox, server: Server) -> None:
    """Else the tests above would find no fault in anything."""
    open_page(browser, server, "Lessons", "a.card")
    browser.evaluate('void console.error("written by a page")')
    browser.evaluate('void setTimeout(() => { throw new Error("thrown by a page"); })')
    for words in ("written", "thrown"):
        until_heard(browser, f"{words} by a page")
    browser.errors.clear()


def until_heard(browser: Firefox, words: str) -> None:
    """Each question that is answered gives the browser time to tell what has happened."""
    for _ in range(1000):
        if any(words in one for one in browser.errors):
            return
        browser.evaluate("await new Promise(requestAnimationFrame)")
    raise AssertionError(f"in vain: {words}; {browser.errors}")
