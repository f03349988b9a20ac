"""A browser that leaves in the middle of a message leaves no traceback in the log."""

import asyncio
import gc

import pytest
from panel.io import document
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError, WebSocketHandler, WebSocketProtocol13
from unwrapped import unwrapped

from playground.serving import closed_lines


class Line(WebSocketProtocol13):
    """Writes its first frame, which is never taken; then the browser is gone."""

    _compressor = None
    _message_bytes_out = 0
    frames = 0

    def __init__(self):
        pass

    def is_closing(self):
        return False

    def _write_frame(self, *_given, **_named):
        self.frames += 1
        if self.frames > 1:
            raise StreamClosedError
        frame = asyncio.get_running_loop().create_future()
        frame.set_exception(StreamClosedError())
        frame.exception()  # as Tornado's own stream does
        return frame


class Socket(WebSocketHandler):
    def __init__(self):
        self.ws_connection = Line()


class Connection:
    def __init__(self):
        self._socket = Socket()


class Message:
    header_json = metadata_json = content_json = "{}"
    _buffers = ()


@pytest.fixture(autouse=True)
def as_they_are(monkeypatch):
    """Tornado and Panel without what other tests may have put around them."""
    monkeypatch.setattr(WebSocketProtocol13, "write_message", unwrapped(WebSocketProtocol13, "write_message"))
    monkeypatch.setattr(document, "dispatch_tornado", unwrapped(document, "dispatch_tornado"))


def logged(task):
    """What asyncio would log of it."""
    found = []

    async def run():
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: found.append(context))
        await task()
        while len(asyncio.all_tasks()) > 1:
            await asyncio.sleep(0)
        gc.collect()

    asyncio.run(run())
    return found


async def leave_unwaited():
    Line().write_message("said")


async def wait_for_it():
    with pytest.raises(WebSocketClosedError):
        await Line().write_message("said")


async def dispatch_message():
    assert document.dispatch_tornado(Connection(), msg=Message()) == []


async def dispatch_as_panel_does():
    with pytest.raises(WebSocketClosedError):
        document.dispatch_tornado(Connection(), msg=Message())


def test_a_frame_that_nobody_waits_for_is_not_logged():
    closed_lines.install()
    assert logged(leave_unwaited) == []


def test_who_waits_for_a_frame_hears_that_it_was_not_written():
    closed_lines.install()
    assert logged(wait_for_it) == []


def test_a_message_is_given_up_where_the_line_ends_within_it():
    closed_lines.install()
    assert logged(dispatch_message) == []


def test_a_frame_that_was_given_up_is_let_be():
    async def give_up():
        Line().write_message("said").cancel()

    closed_lines.install()
    assert logged(give_up) == []


def test_tornado_and_panel_themselves_still_make_an_error_of_it():
    reason = "it is no error any more: playground/serving/closed_lines.py can go"
    assert len(logged(leave_unwaited)) == 1, reason
    assert len(logged(dispatch_as_panel_does)) == 1, reason
