"""A page does not go mute: what was queued while a message was being written is sent without another event."""

import asyncio
import inspect

import pytest
from bokeh.document import Document
from panel.io import document

from playground.serving import write_block

PANELS_OWN = inspect.unwrap(document._dispatch_msgs)


class Lock:
    """Looks like the lock of a socket: `value` is 0 while somebody writes."""

    def __init__(self):
        self._block = self
        self._value = 1


class Socket:
    def __init__(self):
        self.write_lock = Lock()


class Protocol:
    @staticmethod
    def create(kind, events):
        return events[0]


class Connection:
    """A connection whose first message takes until `go_on` to be written."""

    protocol = Protocol

    def __init__(self):
        self._socket = Socket()
        self.sent = []
        self.writing = asyncio.Event()
        self.go_on = asyncio.Event()

    async def write(self, message):
        self.sent.append(message)
        self.writing.set()
        self._socket.write_lock._value = 0
        await self.go_on.wait()
        self._socket.write_lock._value = 1


def written(connection, events=None, msg=None):
    """Stands in the place of Panel's dispatch to a socket, with the arguments of either version."""
    return [connection.write(message) for message in ([msg] if msg is not None else events)]


async def second_comes_while_first_is_written():
    """What is sent of "first" and "second". The second one's own turn finds the socket busy and puts it back; then
    the first one's turn ends."""
    doc, connection = Document(), Connection()
    document.schedule_write_events(doc, [connection], ["first"])
    await connection.writing.wait()
    document.schedule_write_events(doc, [connection], ["second"])
    await asyncio.sleep(0)
    connection.go_on.set()
    while len(asyncio.all_tasks()) > 1:
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))
    return connection.sent


@pytest.mark.parametrize("waiting", [["second"], []])
def test_the_mark_stays_for_as_long_as_something_waits_and_no_longer(monkeypatch, waiting):
    doc, turns = Document(), []
    monkeypatch.setattr(write_block, "queue", lambda: {doc: waiting})

    async def dispatch(doc):
        turns.append(doc)

    asyncio.run(write_block._dispatch_all(dispatch, doc))
    assert turns == [doc]
    assert (doc in document._WRITE_BLOCK) is bool(waiting)


@pytest.mark.parametrize("name", ["_WRITE_MSGS", "_WRITE_EVENTS"])
def test_the_queue_of_either_version_is_known(monkeypatch, name):
    for known in ("_WRITE_MSGS", "_WRITE_EVENTS"):
        monkeypatch.delattr(document, known, raising=False)
    waiting = {}
    monkeypatch.setattr(document, name, waiting, raising=False)
    assert write_block.queue() is waiting


@pytest.fixture
def panel_as_it_is(monkeypatch):
    monkeypatch.setattr(document, "_dispatch_msgs", PANELS_OWN)
    monkeypatch.setattr(document, "dispatch_django", written)


@pytest.mark.usefixtures("panel_as_it_is")
def test_what_is_queued_while_another_is_written_is_sent_too():
    write_block.install()
    assert asyncio.run(second_comes_while_first_is_written()) == ["first", "second"]


@pytest.mark.usefixtures("panel_as_it_is")
def test_installing_twice_wraps_once():
    write_block.install()
    once = document._dispatch_msgs
    write_block.install()
    assert document._dispatch_msgs is once


@pytest.mark.usefixtures("panel_as_it_is")
def test_panel_itself_still_leaves_it_lying():
    sent = asyncio.run(second_comes_while_first_is_written())
    assert sent == ["first"], "Panel sends it now: playground/serving/write_block.py can go"


def test_a_panel_with_another_queue_is_not_passed_over_in_silence(monkeypatch):
    for name in ("_WRITE_MSGS", "_WRITE_EVENTS"):
        monkeypatch.delattr(document, name, raising=False)
    monkeypatch.setattr(document, "_dispatch_msgs", PANELS_OWN)
    with pytest.raises(RuntimeError, match="write_block"):
        write_block.install()
