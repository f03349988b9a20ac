"""The server hears what the playground's pages say and nothing else of Bokeh's protocol."""

import asyncio
from types import SimpleNamespace

import pytest
from bokeh.core.serialization import Deserializer
from bokeh.document import Document
from bokeh.server.views.ws import WSHandler
from raw_visitor import RawVisitor
from said_to_bokeh import BROKEN, BURDENS, HOSTILE, INFLATING, KINDS, SENT_BY_PAGES, change, message, said
from visitors import Visitor

from playground.frame.channel import ChannelView
from playground.frame.header import HeaderView
from playground.serving import protocol
from playground.serving.protocol import Broken, Gate, Late, Refused, kind_in
from playground.shared.view import Column


def heard(pieces, gate=None):
    """What of a message reaches Bokeh."""
    gate = gate or Gate(KINDS.get)
    found = []
    for piece in pieces:
        assert found == [], "a message is heard before it is whole"
        found = gate.take(piece)
    return found


@pytest.mark.parametrize("pieces", SENT_BY_PAGES.values(), ids=SENT_BY_PAGES)
def test_what_pages_send_is_heard_as_it_came(pieces):
    assert heard(pieces) == pieces


def test_what_a_visitor_of_the_benchmarks_says_is_heard_with_its_file():
    visitor, told = Visitor(SimpleNamespace(), 0), []
    visitor.model = "channel"
    visitor.line = SimpleNamespace(write_message=lambda piece, binary=False: told.append(piece))
    visitor.tell("set", name="points.csv", bytes=b"x,y", also=[{"blob": b"z"}])
    assert heard(told) == told
    assert told[4::2] == [b"x,y", b"z"]


@pytest.mark.parametrize("pieces", HOSTILE.values(), ids=HOSTILE)
def test_what_no_page_sends_is_refused_and_the_next_message_is_heard(pieces):
    gate = Gate(KINDS.get)
    for piece in pieces[:-1]:
        assert gate.take(piece) == []
    with pytest.raises(Refused):
        gate.take(pieces[-1])
    assert gate.refused == 1
    assert heard(SENT_BY_PAGES["a wish"], gate) == SENT_BY_PAGES["a wish"]


@pytest.mark.parametrize("pieces", BROKEN.values(), ids=BROKEN)
def test_pieces_that_cannot_be_told_apart_break_the_line(pieces):
    gate = Gate(KINDS.get)
    for piece in pieces[:-1]:
        assert gate.take(piece) == []
    with pytest.raises(Broken):
        gate.take(pieces[-1])


@pytest.mark.parametrize(("pieces", "raised"), BURDENS.values(), ids=BURDENS)
def test_what_would_be_a_burden_to_others_is_not_heard(pieces, raised):
    with pytest.raises(raised):
        heard(pieces)


def test_a_message_has_so_many_bytes_in_all_and_the_next_one_again():
    """To the byte: nothing of one message counts in the next."""
    gate, most = Gate(KINDS.get), protocol.MOST_TEXT + protocol.MOST_BYTES
    for _ in range(2):
        first = message(said(1), num_buffers=2)
        names = '{"id":"0"}', '{"id":"1"}'
        rest = most - protocol.MOST_BYTES - sum(map(len, (*first, *names)))
        pieces = [*first, names[0], bytes(protocol.MOST_BYTES), names[1], bytes(rest)]
        assert sum(map(len, pieces)) == most
        assert heard(pieces, gate) == pieces
    with pytest.raises(Broken):
        heard([*pieces[:-1], pieces[-1] + b"x"], gate)


def test_nothing_of_a_message_that_is_refused_anyway_is_kept():
    gate = Gate(KINDS.get)
    for piece in message({"x": "x" * 1000}, "PUSH-DOC", num_buffers=2):
        gate.take(piece)
    gate.take('{"id":"0"}')
    gate.take(bytes(1000))
    assert not any(gate.pieces)


def test_the_document_is_not_given_again_and_again():
    gate = Gate(KINDS.get)
    assert 1 <= protocol.MOST_PULLS < 10
    for _ in range(protocol.MOST_PULLS):
        assert heard(message({}, "PULL-DOC-REQ"), gate)
    with pytest.raises(Refused):
        heard(message({}, "PULL-DOC-REQ"), gate)


def test_a_model_that_was_taken_off_the_page_meanwhile_is_nobodys_fault():
    def gone(name):
        raise Late("gone")

    gate = Gate(gone)
    with pytest.raises(Late):
        heard(message(said(1)), gate)
    assert gate.refused == 0


def test_models_are_known_by_what_they_are():
    document, box = Document(), Column().get_root()
    channel, header = ChannelView().get_root(), HeaderView(page="network").get_root()
    for model in (box, channel, header):
        document.add_root(model)
    assert [kind_in(document, model.id) for model in (box, channel, header)] == [
        "Column",
        "ChannelView",
        "HeaderView",
    ]
    assert kind_in(document, "nobody") is None
    document.remove_root(box)
    with pytest.raises(Late):
        kind_in(document, box.id)


def test_bokeh_itself_still_inflates_what_it_is_sent():
    assert Deserializer().decode(INFLATING) == bytes(10), (
        "Bokeh refuses it: see what protocol.py is still for"
    )


def test_a_message_has_as_many_bytes_as_the_largest_file_and_an_administrator_may_allow_less(monkeypatch):
    protocol.install()
    handler = object.__new__(WSHandler)
    for configured, allowed in ((2**40, protocol.MOST_BYTES), (1000, 1000)):
        monkeypatch.setattr(WSHandler, "settings", {"websocket_max_message_size": configured})
        assert handler.max_message_size == allowed


GREETED = SimpleNamespace(_session=True, session=SimpleNamespace(document=Document()))


class Line:
    """Stands for a websocket; GREETED is its connection once its session is there."""

    ws_connection = object()
    request = SimpleNamespace(remote_ip="1.2.3.4")

    def __init__(self, connection=GREETED):
        self.connection, self.codes = connection, []

    def close(self, code):
        self.codes.append(code)


@pytest.mark.parametrize("connection", [None, SimpleNamespace(_session=None)])
def test_who_speaks_before_being_greeted_is_shut_out_and_not_heard(connection):
    heard_by_bokeh, line = [], Line(connection)

    async def hear(handler, piece):
        heard_by_bokeh.append(piece)

    for piece in SENT_BY_PAGES["the page is there"]:
        asyncio.run(protocol._hear(hear, line, piece))
    assert set(line.codes) == {protocol.POLICY}
    assert heard_by_bokeh == []


def test_what_is_on_its_way_when_a_line_is_closed_is_not_heard():
    line = Line(None)
    line.ws_connection = None
    asyncio.run(protocol._hear(None, line, "{}"))
    assert line.codes == []


async def hear_nothing(handler, piece):
    raise AssertionError(f"{piece} reached Bokeh")


def test_a_message_that_is_refused_is_logged_and_the_line_stays_open_until_there_were_many(capsys):
    async def go():
        line = Line()
        for number in range(1, protocol.MOST_REFUSED + 1):
            assert line.codes == []
            for piece in message({}, "PUSH-DOC"):
                await protocol._hear(hear_nothing, line, piece)
            assert line.gate.refused == number
        return line.codes

    assert asyncio.run(go()) == [1008]
    assert "Refused a message from 1.2.3.4: a kind of message that no page sends." in capsys.readouterr().err


def test_a_line_that_is_broken_is_closed_and_logged(capsys):
    line = Line()
    asyncio.run(protocol._hear(hear_nothing, line, b"{}"))
    assert line.codes == [1008]
    told = "Closed the connection to 1.2.3.4: a text and a binary piece were exchanged."
    assert told in capsys.readouterr().err


def test_others_have_a_turn_after_each_message():
    """Tornado goes on to the next piece of the same line as soon as this one is heard."""

    async def go():
        line, turns = Line(), []

        async def hear(handler, piece):
            turns.append(piece)

        pieces = SENT_BY_PAGES["the page is there"]
        asyncio.get_running_loop().call_soon(turns.append, "others")
        for piece in pieces:
            await protocol._hear(hear, line, piece)
        return list(turns) == [*pieces, "others"]

    assert asyncio.run(go())


# With a server


def test_who_sends_what_is_refused_goes_on_and_so_does_everybody_else(server):
    async def visit():
        one, other = await RawVisitor(server).arrive(), await RawVisitor(server).arrive()
        script = change(one.models["ChannelView"], "esm", "alert(1)")
        one.write("PUSH-DOC", {"doc": {"roots": [], "title": "", "version": "3.9.2"}})
        one.write("PATCH-DOC", script)
        one.write("PATCH-DOC", one.said({"topic": "set", "name": "rate", "value": INFLATING}))
        assert await one.is_answered()
        assert await other.is_answered()

    asyncio.run(visit())


def test_who_sends_many_that_are_refused_is_shut_out_and_nobody_else(server):
    async def visit():
        one, other = await RawVisitor(server).arrive(), await RawVisitor(server).arrive()
        assert protocol.MOST_REFUSED < 100
        for _ in range(protocol.MOST_REFUSED):
            one.write("PUSH-DOC", {})
        assert await one.is_shut_out()
        assert one.line.close_code == 1008
        assert await other.is_answered()

    asyncio.run(visit())


@pytest.mark.parametrize(
    "piece", [b"{}", "x" * (protocol.MOST_BYTES + 1)], ids=["of a wrong kind", "too large"]
)
def test_who_sends_a_piece_that_is_none_is_shut_out_and_nobody_else(server, piece):
    async def visit():
        one, other = await RawVisitor(server).arrive(), await RawVisitor(server).arrive()
        sent = one.line.write_message(piece, binary=isinstance(piece, bytes))
        assert await one.is_shut_out()
        await asyncio.gather(sent, return_exceptions=True)  # it may have been shut out in the middle of it
        assert await other.is_answered()

    asyncio.run(visit())
