"""A page whose room others need says so, and is there again, with its work, when somebody wants it."""

import pytest
from playwright.sync_api import expect
from serving import Server

from playground.serving.full_house import SETTING

pytestmark = pytest.mark.still


def test_a_page_that_makes_room_says_so_and_comes_back_with_its_work(new_context, watch):
    with Server(environment={SETTING: "3"}, options=("--use-xheaders",)) as server:

        def open_page(query="", *, clock=False, **options):
            page = new_context(**options).new_page()
            if clock:
                page.clock.install()
            page.goto(server.url + query)
            return page

        def is_ready(page):
            page.locator("[data-neuron]:visible").first.wait_for()

        quiet = [open_page(f"?rate={rate}", clock=True) for rate in (0.07, 0.08)]
        stays = open_page()
        for page in (*quiet, stays):
            is_ready(page)
            page.evaluate("window.stillTheSamePage = true")
        stays.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
        full = open_page()
        expect(full.get_by_role("status")).to_contain_text(
            "as this server has room for. This page tries again"
        )
        full.close()
        for page in quiet:  # they say nothing any more, and the other does
            page.clock.pause_at(page.evaluate("Date.now() + 60_000"))
        stays.get_by_role("button", name="One epoch").click()
        expect(stays.locator("[data-epoch]")).to_have_text("1")
        others = [open_page(extra_http_headers={"X-Real-Ip": f"192.0.2.{number}"}) for number in (1, 2)]
        said = [
            page.get_by_role("alert").filter(has_text="and has closed this page") for page in (*quiet, stays)
        ]
        for words in said[:2]:
            expect(words).to_be_visible()
        expect(said[2]).to_be_hidden()
        for page in others:
            is_ready(page)
            page.close()
        opened = []
        for page in quiet:
            page.on("websocket", lambda line: opened.append(line.url))
            page.clock.resume()
        # The other one is turned away from, and then looked at again.
        quiet[1].evaluate(
            "() => Object.defineProperty(document, 'hidden', { value: true, configurable: true })"
        )
        quiet[1].evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
        for page in quiet:
            page.evaluate(
                "() => new Promise((done) => setTimeout(done))"
            )  # what Bokeh has put off comes before
            assert page.evaluate("window.stillTheSamePage")
        assert opened == []
        said[0].get_by_role("button", name="Try now").click()
        quiet[1].evaluate("() => delete document.hidden")
        quiet[1].evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
        for page, rate in zip(quiet, ("0.07", "0.08"), strict=True):
            page.wait_for_function("() => !window.stillTheSamePage")
            expect(page.get_by_label("Learning rate", exact=True)).to_have_value(rate)
        assert stays.evaluate("window.stillTheSamePage")
        for page in (*quiet, stays):
            page.close()
    # What the browser says of the page that was full.
    watch.errors[:] = [error for error in watch.errors if "status of 503" not in error]
