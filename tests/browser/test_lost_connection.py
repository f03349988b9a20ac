"""A line that is lost, a server that is away, and what a page keeps meanwhile."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.still

REFUSED = re.compile(
    "ERR_CONNECTION_REFUSED|Failed to connect to Bokeh server|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET"
    # A server that has begun anew knows none of the sessions of the one before it.
    "|Unexpected response code: 403"
)


def field(page, name):
    return page.get_by_label(name, exact=True)


def test_a_lost_connection_is_told_and_a_new_server_brings_everything_back(open_page, own_server, watch):
    page = open_page("?rate=0.07&layers=3,3&activations=tanh,tanh", server=own_server)
    page.get_by_role("button", name="One epoch").click()
    page.wait_for_url("**weights=**")
    weights = page.locator("[data-weight]").evaluate_all("all => all.map(one => one.dataset.value)")
    own_server.stop()
    expect(page.get_by_role("alert").filter(has_text="connection to the server is lost")).to_be_visible()
    page.evaluate("window.stillTheSamePage = true")
    own_server.start()
    page.wait_for_function("() => !window.stillTheSamePage")
    page.locator("[data-neuron]:visible").first.wait_for()
    expect(page.get_by_text("connection to the server is lost")).to_be_hidden()
    expect(field(page, "Learning rate")).to_have_value("0.07")
    again = page.locator("[data-weight]").evaluate_all("all => all.map(one => one.dataset.value)")
    assert again == weights
    watch.errors[:] = [error for error in watch.errors if not REFUSED.search(error)]
    # What the browser says of a request that found no server names no reason.
    watch.errors[:] = [error for error in watch.errors if "Failed to load resource" not in error]


def test_a_short_break_keeps_the_session(new_context, server, watch):
    """The line breaks, within a message, and the server does not: the page is not loaded again, and goes on where it
    was."""
    page = new_context().new_page()
    lines = []

    class Line:
        """Carries what the server says until it is to break: then all but a last piece, the numbers of a message."""

        def __init__(self, near):
            self.near, self.far, self.breaks, self.broken = near, near.connect_to_server(), False, False
            self.far.on_message(self.carry)
            lines.append(self)

        def carry(self, piece):
            self.broken = self.broken or (self.breaks and isinstance(piece, bytes))
            if self.broken:
                self.far.close()
                self.near.close()
            else:
                self.near.send(piece)

    page.route_web_socket(re.compile(r"/ws(\?|$)"), Line)
    page.goto(server.url)
    page.locator("[data-neuron]:visible").first.wait_for()
    page.evaluate("window.stillTheSamePage = true")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.locator("[data-epoch]")).not_to_have_text("0")
    # What the banner says goes by itself: it is written down.
    page.locator(".connection[role=alert]:not(.refused, .stayed)").evaluate(
        """banner => { window.told = [];
          const note = () => window.told.push(banner.textContent);
          new MutationObserver(note).observe(banner, { subtree: true, childList: true, characterData: true }); }"""
    )
    lines[-1].breaks = True
    page.wait_for_function("() => told.some((words) => words.includes('Connected again'))")
    assert page.evaluate("window.stillTheSamePage")
    # It trains on, or can be told to.
    reached = page.locator("[data-step]").inner_text()
    page.get_by_role("button", name="One step", exact=True).click()
    expect(page.locator("[data-step]")).not_to_have_text(reached)
    watch.errors.clear()


def test_settings_rest_while_the_server_is_away(open_page, own_server, watch):
    page = open_page(server=own_server)
    own_server.stop()
    expect(page.get_by_text("connection to the server is lost")).to_be_visible()
    expect(page.locator(".settings")).to_have_js_property("inert", True)
    page.close()  # it would go on knocking, and the browser on saying that nobody opens
    watch.errors.clear()


def test_files_that_cannot_be_fetched_are_said_to_be_missing_until_they_are_there(page, watch):
    files = "**/playground-kept/*"
    page.route(files, lambda route: route.fulfill(status=503))
    page.goto(page.url.split("?")[0] + "?page=digits")
    missing = page.get_by_role("status").filter(has_text="Some pictures of this page cannot be fetched")
    expect(missing).to_be_visible()
    # It stands over nothing: under the header, and over the page, which has the rest of the window.
    bar, banner, shown = (
        one.bounding_box() for one in (page.get_by_role("banner"), missing, page.get_by_role("main"))
    )
    assert bar is not None
    assert banner is not None
    assert shown is not None
    assert banner["y"] >= bar["y"] + bar["height"]
    assert shown["y"] >= banner["y"] + banner["height"]
    assert round(shown["y"] + shown["height"]) <= page.evaluate("innerHeight")
    page.unroute(files)
    missing.get_by_role("button", name="Try now").click()
    expect(missing).to_be_hidden()
    # It can be closed
    page.route(files, lambda route: route.fulfill(status=503))
    page.reload()
    expect(missing).to_be_visible()
    missing.get_by_role("button", name="Close").click()
    expect(missing).to_be_hidden()
    page.unroute_all(behavior="wait")
    watch.errors[:] = [error for error in watch.errors if "Failed to load resource" not in error]
