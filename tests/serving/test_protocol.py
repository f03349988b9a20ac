"""The server hears what the playground's pages say and nothing else of Bokeh's protocol."""

import asyncio
import base64
import gzip
import json
from types import SimpleNamespace

import pytest
from bokeh.core.serialization import Deserializer
from bokeh.document import Document
from bokeh.server.views.ws import WSHandler
from raw_visitor import RawVisitor, as_map, event

from playground.frame.channel import ChannelView
from playground.frame.header import HeaderView
from playground.serving import protocol
from playground.serving.protocol import Broken, Gate, Late, Refused, kind_in
from playground.shared.view import Column

KINDS = {"channel": "ChannelView", "header": "HeaderView", "box": "Column"}
INFLATING = {"type": "bytes", "data": base64.b64encode(gzip.compress(bytes(10))).decode()}


def message(content, kind="PATCH-DOC", buffers=(), metadata=None, **header):
    header = {"msgid": "1", "msgtype": kind, **({"num_buffers": len(buffers)} if buffers else {}), **header}
    pieces = [json.dumps(header), json.dumps(metadata or {}), json.dumps(content)]
    for number, buffer in enumerate(buffers):
        pieces += [json.dumps({"id": str(number)}), buffer]
    return pieces


def heard(pieces, gate=None):
    """What of a message reaches Bokeh."""
    gate = gate or Gate(KINDS.get)
    found = []
    for piece in pieces:
        assert found == [], "a message is heard before it is whole"
        found = gate.take(piece)
    return found


def said(value, model="channel", key="topic"):
    return event("data_event", [["model", {"id": model}], ["data", as_map({key: "set", "value": value})]])


def change(model, attribute, value):
    return {"events": [{"kind": "ModelChanged", "model": {"id": model}, "attr": attribute, "new": value}]}


def nested(value, depth):
    for _ in range(depth):
        value = [value]
    return value


SENT_BY_PAGES = {
    "the document is asked for": message({}, "PULL-DOC-REQ"),
    "the page is there": message(event("document_ready")),
    "the page has its line again": message(event("client_reconnected")),
    "the page is there, without entries": message(
        {
            "events": [
                {
                    "kind": "MessageSent",
                    "msg_type": "bokeh_event",
                    "msg_data": {"type": "event", "name": "document_ready", "values": {"type": "map"}},
                }
            ]
        }
    ),
    "a wish": message(said([1, 2.5, "x", None, True, as_map({"layer": 1})])),
    "no number": message(said({"type": "number", "value": "nan"})),
    "infinity": message(said([{"type": "number", "value": sign + "inf"} for sign in "+-"])),
    "a file": message(said({"type": "bytes", "data": {"id": "0"}}), buffers=[bytes(1000)]),
    "the largest file": message(
        said({"type": "bytes", "data": {"id": "0"}}), buffers=[bytes(protocol.MOST_BYTES)]
    ),
    "is the server there": message(said("x", model="header", key="ping")),
    "as many values as there may be": message(said([0] * (protocol.MOST_ITEMS - 4))),
    "as deep as it may be": message(said(nested(1, protocol.MOST_DEPTH - 1))),
}

HOSTILE = {
    "a document is pushed": message({"doc": {"roots": []}}, "PUSH-DOC"),
    "an unknown kind": message({}, "WHATEVER"),
    "a kind that is no text": message({}, ["PATCH-DOC"]),
    "the server is asked what it is": message({}, "SERVER-INFO-REQ"),
    "pulling with more": message({"x": 1}, "PULL-DOC-REQ"),
    "metadata": message(event("document_ready"), metadata={"x": 1}),
    "more in the header": message(event("document_ready"), reqid="1"),
    "not JSON": ['{"msgid":"1","msgtype":"PATCH-DOC"}', "{}", "{"],
    "very deep JSON": ['{"msgid":"1","msgtype":"PATCH-DOC"}', "{}", "[" * 100_000],
    "a number of 100,000 digits": ['{"msgid":"1","msgtype":"PATCH-DOC"}', "{}", "1" * 100_000],
    "not a patch": message([]),
    "a patch with models": message({**event("document_ready"), "references": []}),
    "no events": message({"events": []}),
    "too many events": message({"events": event("document_ready")["events"] * (protocol.MOST_EVENTS + 1)}),
    "an event that is none": message({"events": [1]}),
    "an event of another kind": message({"events": [{"kind": "RootAdded", "model": {"id": "channel"}}]}),
    "columns": message({"events": [{"kind": "ColumnDataChanged", "model": {"id": "box"}, "attr": "data"}]}),
    "a message of another kind": message(
        {"events": [{"kind": "MessageSent", "msg_type": "x", "msg_data": {}}]}
    ),
    "a script in place of a view's": message(change("channel", "esm", "alert(1)")),
    "a view's data": message(change("channel", "data", {"id": "channel"})),
    "a view's room": message(change("channel", "width", 243)),
    "a model that there never was": message(change("nobody", "visible", True)),
    "a model brought along": message(
        {
            "events": [
                {
                    "kind": "ModelChanged",
                    "model": {"type": "object", "name": "Div", "id": "9"},
                    "attr": "text",
                    "new": "",
                }
            ]
        }
    ),
    "where a box is scrolled to": message(change("box", "scroll_position", 3)),
    "another event": message(event("button_click", [["model", {"id": "channel"}]])),
    "an event whose name is no text": message(event(["document_ready"])),
    "an event without its values": message(event("data_event")),
    "a view that does not speak": message(said(1, model="box")),
    "a wish without a topic": message(said(1, key="other")),
    "data that is no map": message(
        event("data_event", [["model", {"id": "channel"}], ["data", ["topic", "set"]]])
    ),
    "a map with numbers for keys": message(said({"type": "map", "entries": [[1, 2]]})),
    "a map with more": message(said({"type": "map", "entries": [], "x": 1})),
    "a map of which an entry is none": message(said({"type": "map", "entries": [["x"]]})),
    "a plain object": message(said({"x": 1})),
    "a model as a value": message(said({"id": "channel"})),
    "bytes to inflate": message(said(INFLATING)),
    "bytes of another message": message(said({"type": "bytes", "data": {"id": "1"}}), buffers=[b""]),
    "bytes with more": message(said({"type": "bytes", "data": {"id": "0"}, "x": 1}), buffers=[b""]),
    "an array": message(
        said(
            {
                "type": "ndarray",
                "array": {"type": "bytes", "data": {"id": "0"}},
                "shape": [1],
                "dtype": "S300000000",
                "order": "little",
            }
        ),
        buffers=[b""],
    ),
    "a typed array": message(
        said({"type": "typed_array", "array": [1], "dtype": "uint8", "order": "little"})
    ),
    "a set": message(said({"type": "set", "entries": [1]})),
    "a slice": message(said({"type": "slice", "start": 0, "stop": 1, "step": None})),
    "a number that is another text": message(said({"type": "number", "value": "1" * 1000})),
    "a model among the values": message(said([{"type": "object", "name": "Div", "id": "x"}])),
    "one value too many": message(said([0] * (protocol.MOST_ITEMS - 3))),
    "one too deep": message(said(nested([], protocol.MOST_DEPTH))),
    "too long": message(said("x" * protocol.MOST_TEXT)),
    "a buffer that is no object": [*message(event("document_ready"), num_buffers=1), "[]", b""],
    "a buffer whose name is none": [*message(event("document_ready"), num_buffers=1), '{"id": []}', b""],
}

BROKEN = {
    "bytes for a header": [b"{}"],
    "a header that is no JSON": ["{"],
    "a header that is no object": ["[]"],
    "a header without its number": ['{"msgtype": "PATCH-DOC"}'],
    "a long header": ['{"msgid":"' + "x" * protocol.MOST_HEADER + '"}'],
    "long metadata": [message({})[0], " " * (protocol.MOST_HEADER + 1)],
    "bytes for the content": [*message({})[:2], b"{}"],
    "text for a buffer": [*message({}, num_buffers=1), '{"id":"0"}', "x"],
    "too many buffers": [message({}, num_buffers=protocol.MOST_BUFFERS + 1)[0]],
    "fewer buffers than none": [message({}, num_buffers=-1)[0]],
    "half a buffer": [message({}, num_buffers=0.5)[0]],
    "true buffers": [message({}, num_buffers=True)[0]],
    "too many bytes in all": message(
        {}, "PULL-DOC-REQ", buffers=[bytes(protocol.MOST_BYTES), bytes(protocol.MOST_TEXT)]
    ),
}


@pytest.mark.parametrize("pieces", SENT_BY_PAGES.values(), ids=SENT_BY_PAGES)
def test_what_pages_send_is_heard_as_it_came(pieces):
    assert heard(pieces) == pieces


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


def test_buffers_of_a_message_that_is_refused_anyway_are_not_kept():
    gate = Gate(KINDS.get)
    for piece in message({}, "PUSH-DOC", num_buffers=2):
        gate.take(piece)
    gate.take('{"id":"0"}')
    gate.take(bytes(1000))
    assert sum(len(piece) for piece in gate.pieces if isinstance(piece, bytes)) == 0


def test_the_document_is_not_given_again_and_again():
    gate = Gate(KINDS.get)
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
        for _ in range(protocol.MOST_REFUSED):
            one.write("PUSH-DOC", {})
        assert await one.is_shut_out()
        assert one.line.close_code == protocol.POLICY
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


class Line:
    """Stands for a websocket before its session is there."""

    ws_connection = object()

    def __init__(self, connection):
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
