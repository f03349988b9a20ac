"""Messages of Bokeh's protocol, piece by piece: what pages send, and what none does."""

import base64
import gzip
import json

from raw_visitor import as_map, event

from playground.serving import protocol
from playground.serving.protocol import Broken, Refused

KINDS = {"channel": "ChannelView", "header": "HeaderView", "box": "Column"}
INFLATING = {"type": "bytes", "data": base64.b64encode(gzip.compress(bytes(10))).decode()}


def message(content, kind="PATCH-DOC", buffers=(), metadata=None, **header):
    header = {"msgid": "1", "msgtype": kind, **({"num_buffers": len(buffers)} if buffers else {}), **header}
    pieces = [json.dumps(header), json.dumps(metadata or {}), json.dumps(content)]
    for number, buffer in enumerate(buffers):
        pieces += [json.dumps({"id": str(number)}), buffer]
    return pieces


def said(value, model="channel", key="topic"):
    return event("data_event", [["model", {"id": model}], ["data", as_map({key: "set", "value": value})]])


def sent(**details):
    """A patch with one message of Bokeh's own, but for these details."""
    return {"events": [{**event("document_ready")["events"][0], **details}]}


def told(**details):
    """The same, where these are details of the event in it."""
    return sent(msg_data={**event("document_ready")["events"][0]["msg_data"], **details})


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
    "an empty table": message(said({"type": "map"})),
    "no number": message(said({"type": "number", "value": "nan"})),
    "infinity": message(said([{"type": "number", "value": sign + "inf"} for sign in "+-"])),
    "a file": message(said({"type": "bytes", "data": {"id": "0"}}), buffers=[bytes(1000)]),
    "two files": message(
        said([{"type": "bytes", "data": {"id": name}} for name in "10"]), buffers=[b"one", b"other"]
    ),
    "as many buffers as there may be": message(said(1), buffers=[b""] * protocol.MOST_BUFFERS),
    "as many events as there may be": message(
        {"events": event("document_ready")["events"] * protocol.MOST_EVENTS}
    ),
    "a header as long as it may be": [
        message({})[0].ljust(protocol.MOST_HEADER),
        *message(event("document_ready"))[1:],
    ],
    "a text as long as it may be": [
        *message({})[:2],
        json.dumps(event("document_ready")).ljust(protocol.MOST_TEXT),
    ],
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
    "a list that names events": message(["events"]),
    "a number of events": message({"events": 1}),
    "a patch with models": message({**event("document_ready"), "references": []}),
    "no events": message({"events": []}),
    "too many events": message({"events": event("document_ready")["events"] * (protocol.MOST_EVENTS + 1)}),
    "an event that is none": message({"events": [1]}),
    "an event of another kind": message({"events": [{"kind": "RootAdded", "model": {"id": "channel"}}]}),
    "columns": message({"events": [{"kind": "ColumnDataChanged", "model": {"id": "box"}, "attr": "data"}]}),
    "a message of another kind": message(
        {"events": [{"kind": "MessageSent", "msg_type": "x", "msg_data": {}}]}
    ),
    "a message of another kind that is an event": message(sent(msg_type="x")),
    "an event that is called otherwise": message(sent(kind="x")),
    "an event with more beside it": message(sent(x=1)),
    "an event that says nothing of itself": message({"events": [{}]}),
    "an event of no type": message(told(type="x")),
    "an event with more in it": message(told(x=1)),
    "an event that is a list": message(sent(msg_data=["type", "name", "values"])),
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
    "a view that is named without its id": message(
        event("data_event", [["model", "channel"], ["data", as_map({"topic": "set"})]])
    ),
    "a view whose id is no text": message(said(1, model=["channel"])),
    "a view whose id is not all": message(
        event(
            "data_event", [["model", {"id": "channel", "type": "object"}], ["data", as_map({"topic": "set"})]]
        )
    ),
    "an event without its values": message(event("data_event")),
    "a view that does not speak": message(said(1, model="box")),
    "a wish without a topic": message(said(1, key="other")),
    "data that is no map": message(
        event("data_event", [["model", {"id": "channel"}], ["data", ["topic", "set"]]])
    ),
    "a map with numbers for keys": message(said({"type": "map", "entries": [[1, 2]]})),
    "a map whose entries are none": message(said({"type": "map", "entries": {}})),
    "values that are no map": message(told(values={"type": "set", "entries": []})),
    "a map with more": message(said({"type": "map", "entries": [], "x": 1})),
    "a map of which an entry is a text": message(said({"type": "map", "entries": ["ab"]})),
    "a number with more": message(said({"type": "number", "value": "nan", "x": 1})),
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
    "a buffer that is a list": [*message(event("document_ready"), num_buffers=1), '["id"]', b""],
    "a buffer that says more": [*message(event("document_ready"), num_buffers=1), '{"id": "0", "x": 1}', b""],
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

# What no page sends by far. The bounds themselves may be moved a little, but not so far.
BURDENS = {
    "a header of 5,000 signs": (['{"msgid":"' + "x" * 5_000 + '"}'], Broken),
    "30 buffers": ([message({}, num_buffers=30)[0]], Broken),
    "100,000 values": (message(said([0] * 100_000)), Refused),
    "60 lists in one another": (message(said(nested(1, 60))), Refused),
    "300 events": (message({"events": event("document_ready")["events"] * 300}), Refused),
    "5 MB of JSON": (message(said("x" * 5_000_000)), Refused),
}
