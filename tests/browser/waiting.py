"""Waiting for what has no `expect` of Playwright's: from frame to frame, never for a time."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page

# In the browser: the stage of the page that is shown, or undefined while there is none.
STAGE = """[...(globalThis.Bokeh?.documents[0]?.all_models ?? [])]
  .map((model) => model[Symbol.for("backprop-playground.context")])
  .find((context) => context && !context.root.hasAttribute("data-away"))?.stage"""
PATIENCE = 60_000  # ms; much, for a slow machine: a test that passes does not wait for it


def next_frame(page: Page) -> None:
    """Until the browser has painted what it knows now."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def tap(place: Locator) -> None:
    """Puts a finger on it, once, when it rests. (Playwright's own tap tries again where what it taps has moved, and the
    click of the first may come all the same.)"""
    place.tap(trial=True)
    box = place.bounding_box()
    assert box is not None
    place.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def until(page: Page, is_so: Callable[[], bool], what: str) -> None:
    """Asks once a frame. Fails, saying what did not come, when the patience is at its end."""
    end = time.monotonic() + PATIENCE / 1000
    while not is_so():
        assert time.monotonic() < end, f"in vain: {what}"
        next_frame(page)


def addressed(page: Page) -> None:
    """Until the browser's address is that of what is shown: it rests between two changes, and a reload in that time
    opens the one before."""
    page.wait_for_function(
        """() => sessionStorage.getItem(
             `backprop-playground.page.${new URLSearchParams(location.search).get("page") ?? "network"}`
           ) === location.search"""
    )
