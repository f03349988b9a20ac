"""What cannot be written because the browser has left is no error.

Panel writes a message in several frames and waits for them one after another. Where the line ends between two of them,
writing the next one raises at once, up to whoever had something to say, and nobody waits any more for those before it:
asyncio then writes a traceback into the log, of a visitor who has done no more than close the page. Bokeh hears by
itself that the line has ended. Read in Tornado 6.5 and Panel 1.9.4.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from panel.io import document
from tornado.websocket import WebSocketClosedError, WebSocketProtocol13

from playground.serving.wrapping import wrap


def install() -> None:
    """Has a frame that was not written be told to those alone who wait for it."""
    wrap(WebSocketProtocol13, "write_message", _write)
    wrap(document, "dispatch_tornado", _dispatch)


def _write(write: Callable[..., "asyncio.Future[None]"], *given: Any, **named: Any) -> "asyncio.Future[None]":
    frame = write(*given, **named)
    frame.add_done_callback(_look_at)
    return frame


def _look_at(frame: "asyncio.Future[None]") -> None:
    """An exception that was looked at is not written into the log; who waits for the frame gets it all the same."""
    if not frame.cancelled():
        frame.exception()


def _dispatch(
    dispatch: Callable[..., Sequence[Any]], *given: Any, **named: Any
) -> Sequence["asyncio.Future[None]"]:
    try:
        return dispatch(*given, **named)
    except WebSocketClosedError:
        return []
