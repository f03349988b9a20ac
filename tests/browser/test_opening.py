"""The playground opens: the page is drawn, whole, and without help from outside."""

import urllib.request
from urllib.parse import urlsplit

import pytest
from serving import Server


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (390, 844)])
def test_the_network_is_drawn_and_no_other_host_is_asked(open_page, watch, width, height):
    page = open_page(width=width, height=height)
    assert page.locator("[data-neuron]").count() > 0
    assert page.get_by_role("button", name="Train", exact=True).is_visible()
    asked = {urlsplit(address).hostname for address in watch.requests} - {None}
    assert asked == {"localhost"}


def test_what_is_in_reach_fits_a_projector_without_scrolling(page):
    overflow = page.evaluate(
        "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
    )
    assert max(overflow) <= 0


def test_the_server_says_that_it_is_alive(server: Server):
    with urllib.request.urlopen(f"{server.base}/liveness", timeout=5) as answer:
        assert answer.status == 200


def test_a_page_opened_at_another_of_the_machines_addresses_works_too(new_context, own_server, watch):
    page = new_context().new_page()
    page.goto(own_server.url.replace("localhost", "127.0.0.1"))
    page.locator("[data-neuron]").first.wait_for(state="attached")
    assert not watch.errors
