"""Who has left leaves nothing that garbage has to be looked for to be freed."""

import asyncio
import gc
import weakref

import own_loop
import pytest

from playground.app import PAGES_BY_NAME
from playground.session import Session


@pytest.fixture
def unswept():
    """Nobody looks for garbage."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("page", PAGES_BY_NAME)
def test_who_has_left_is_heard_no_more_and_is_freed_at_once(page, unswept):
    sent = []

    async def visit():
        controller = PAGES_BY_NAME[page].controller(Session(page=page), sent.append, [])
        controller.receive({"topic": "ready"})
        controller.close()
        sent.clear()
        controller.receive({"topic": "ready"})
        assert sent == []
        left = weakref.ref(controller)
        del controller
        async with asyncio.timeout(30):
            while left() is not None:
                await asyncio.sleep(0.01)  # a worker ends what it has begun

    own_loop.run(visit())
