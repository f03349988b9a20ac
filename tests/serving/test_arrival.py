"""What comes of a page to a browser that is slow to say that it has drawn the document: all of it."""

import asyncio
from collections.abc import Iterator
from typing import Any

import own_loop
import pytest
from raw_visitor import PATIENCE, RawVisitor

from playground.app import PAGES_BY_NAME


def views_in(value: Any) -> Iterator[str]:
    """The class names of the views that a message brings."""
    if isinstance(value, dict):
        attributes = value.get("attributes", {})
        if isinstance(attributes, dict) and "class_name" in attributes:
            yield attributes["class_name"]
        for one in value.values():
            yield from views_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from views_in(one)


async def brought(visitor: RawVisitor) -> list[str]:
    """The views that have come by the time that the page is said to be whole."""
    views: list[str] = []
    while True:
        _, content = await visitor.message()
        for one in content.get("events", ()):
            views += views_in(one)
            if one.get("attr") == "css_classes" and one["new"] == ["page"]:
                return views


@pytest.mark.parametrize("page", PAGES_BY_NAME)
def test_the_whole_page_comes_before_the_browser_says_that_all_is_drawn(server, page):
    async def open_it() -> list[str]:
        visitor = await RawVisitor(server, f"?page={page}").arrive(drawn=False)
        visitor.say("ready")
        views = await asyncio.wait_for(brought(visitor), PATIENCE)
        visitor.line.close()
        return views

    kinds = [kind.__name__ for kind in PAGES_BY_NAME[page].whole.views()]
    assert sorted(own_loop.run(open_it())) == sorted(kinds)
