"""What comes of a page to a browser when it asks for its document: all of it, at once."""

import asyncio
import json
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


@pytest.mark.parametrize("page", PAGES_BY_NAME)
def test_the_whole_page_comes_with_the_document(server, page):
    async def open_it() -> list[str]:
        visitor = RawVisitor(server, f"?page={page}")
        await visitor.fetch()
        await visitor.connect()
        await visitor.message()
        visitor.write("PULL-DOC-REQ", {})
        kind, document = await asyncio.wait_for(visitor.message(), PATIENCE)
        assert kind == "PULL-DOC-REPLY"
        assert '"arriving"' not in json.dumps(document)
        visitor.line.close()
        return list(views_in(document))

    kinds = [kind.__name__ for kind in PAGES_BY_NAME[page].whole.views()]
    found = own_loop.run(open_it())
    assert sorted(set(found) & set(kinds)) == sorted(set(kinds))
    assert sorted(one for one in found if one in kinds) == sorted(kinds)


@pytest.mark.parametrize("page", PAGES_BY_NAME)
def test_what_the_page_is_told_comes_to_a_browser_that_is_slow_to_say_that_it_has_drawn(server, page):
    async def open_it() -> None:
        visitor = await RawVisitor(server, f"?page={page}").arrive(drawn=False)
        visitor.say("ready")
        while True:
            _, content = await asyncio.wait_for(visitor.message(), PATIENCE)
            if "settings" in json.dumps(content, default=str):
                return

    own_loop.run(open_it())


def test_what_a_browser_says_is_heard_where_the_loop_of_the_server_runs(server):
    """What a worker finds out for it comes back to that loop: the models of digits have been tested by one."""

    async def open_it() -> None:
        visitor = await RawVisitor(server, "?page=digits").arrive()
        visitor.say("ready")
        for _ in ("as the page opens", "tested"):
            await asyncio.wait_for(visitor.hear("digits"), PATIENCE)

    own_loop.run(open_it())
