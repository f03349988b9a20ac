"""A browser gets its page whole, in one piece.

It asks for its document once its line is open. What is put into a page later travels as one change after another, and a
browser builds and lays out anew for each: a third of a second of its time in an opening. So who fills a document says
so here, begins when it is asked for, and the answer waits until all is there; others have their turns meanwhile.
Tried with Bokeh 3.9.2 and Panel 1.9.4.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from bokeh.document import Document
from bokeh.server.session import ServerSession
from panel.io.state import set_curdoc

from playground.serving.wrapping import wrap

FILLING = "filling"  # on a document
LONGEST = 5.0  # seconds that a browser waits; what is not there by then comes later

Fill = Callable[[Callable[[], None]], None]


def install() -> None:
    """Fills a document before it is sent."""
    wrap(ServerSession, "_handle_pull", _fill_first)


def fill_when_asked_for(document: Document, fill: Fill) -> None:
    """Calls `fill` when the document is first asked for; it calls what it is given once all is there."""
    vars(document)[FILLING] = fill


async def _fill_first(
    handle: Callable[..., Awaitable[Any]], session: ServerSession, *given: Any, **named: Any
) -> Any:
    document = session.document
    fill: Fill | None = vars(document).pop(FILLING, None)
    if fill is not None and not session.destroyed:
        there = asyncio.Event()

        def whole() -> None:
            document.add_next_tick_callback(there.set)  # behind what Panel has put off until then

        def begin() -> None:
            with set_curdoc(document):
                fill(whole)

        locked: Any = session.with_document_locked  # Bokeh says that it waits for nothing
        # Bokeh goes through all models of a document for those that are new in it: once, and not after each part.
        with document.models.freeze():
            await locked(begin)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(there.wait(), LONGEST)
    return await handle(session, *given, **named)
