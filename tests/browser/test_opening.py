"""The playground opens: the page is drawn, whole, and without help from outside."""

import re
import urllib.request
from urllib.parse import urlsplit

from conftest import forget
from playwright.sync_api import expect
from serving import Server


def test_the_network_is_drawn_without_scrolling_and_no_other_host_is_asked_or_may_be(page, watch):
    overflow = page.evaluate(
        "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
    )
    assert max(overflow) <= 0
    for width, height in ((1280, 720), (1920, 1080), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator("[data-neuron]").first).to_be_visible()
        expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
    asked = {urlsplit(address).hostname for address in watch.requests} - {None}
    assert asked == {"localhost"}
    for asking in ASKING.values():
        with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
            page.evaluate(f"() => void ({asking})")
    watch.outside.clear()
    watch.errors.clear()


def test_the_server_says_that_it_is_alive(server: Server):
    with urllib.request.urlopen(f"{server.base}/liveness", timeout=60) as answer:
        assert answer.status == 200


def test_a_page_opened_at_another_of_the_machines_addresses_works_too(new_context, server, watch):
    page = new_context().new_page()
    page.goto(server.url.replace("localhost", "127.0.0.1"))
    page.locator("[data-neuron]:visible").first.wait_for()
    assert not watch.errors


ASKING = {
    "fetch": "fetch('http://192.0.2.1/').catch(() => null)",
    "image": "new Image().src = 'https://example.org/a.png'",
    "websocket": "new WebSocket('ws://example.org')",
}


def test_no_other_host_can_be_reached_and_asking_one_is_noted(open_page, watch):
    """Nor would the browser of these tests find one, if the page might ask."""
    page = open_page(bypass_csp=True)
    for asking in ASKING.values():
        with page.expect_event("console", lambda said: re.search("ERR_NAME_NOT_RESOLVED", said.text)):
            page.evaluate(f"() => void ({asking})")
        asked = re.search(r"//([\w.]+)", asking)[1]
        assert [urlsplit(address).hostname for address in watch.outside] == [asked]
        watch.outside.clear()
    watch.errors.clear()


def test_nothing_of_one_test_is_left_for_the_next(page, profile, server, watch):
    page.evaluate(
        """() => {
          localStorage.setItem("left", "1");
          sessionStorage.setItem("left", "1");
          document.cookie = "left=1";
          indexedDB.open("left");
        }"""
    )
    forget(profile, watch.requests, keep_tab=True)
    assert profile.pages[1] is page, "the next test has the same tab"
    page.goto(server.url)
    left = """async () => [localStorage.left, sessionStorage.left, document.cookie,
      (await indexedDB.databases()).some((one) => one.name === "left"), history.length]"""
    assert page.evaluate(left) == [None, None, "", False, 2]
