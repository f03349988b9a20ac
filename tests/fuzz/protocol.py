"""Pieces of Bokeh's protocol, in order or in none, as a websocket that is no page could send them.

What the gate lets through Bokeh can decode; all else is refused, and nothing else is raised.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

import hostile_values
from bokeh.core.serialization import Buffer, Deserializer
from mutations import damaged
from tally import Tally

from playground.serving.protocol import Broken, Gate, Refused

PIECES = (
    '"',
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "null",
    "9" * 30,
    "1e999",
    "NaN",
    "map",
    "bytes",
    "ndarray",
    "\\u0000",
    "\ud800",
)
MODELS = {"channel": "ChannelView", "header": "HeaderView", "box": "Column"}
TYPES = (
    "map",
    "number",
    "bytes",
    "ndarray",
    "typed_array",
    "set",
    "object",
    "slice",
    "symbol",
    "value",
    "field",
    "expr",
)


def draw(random: Random) -> Any:
    """Pieces of one to three messages, mostly whole ones, some of them damaged, lost or exchanged."""
    pieces = [piece for _ in range(random.randint(1, 3)) for piece in message(random)]
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        at = random.randrange(len(pieces))
        piece = pieces[at]
        match random.randrange(4):
            case 0:
                pieces[at] = damaged(
                    random, piece, PIECES if isinstance(piece, str) else (b"\x1f\x8b", b"\x00", b"{}")
                )
            case 1:
                pieces.insert(at, piece)
            case 2:
                pieces[at] = (
                    piece.encode(errors="replace") if isinstance(piece, str) else piece.decode("latin-1")
                )
            case _:
                random.shuffle(pieces)
    return {"messages": pieces}


def message(random: Random) -> list[str | bytes]:
    """Header, metadata, content and buffers."""
    buffers = [f"b{number}" for number in range(random.choice((0, 0, 1, 2, 9)))]
    kind = random.choice(
        (
            "PATCH-DOC",
            "PATCH-DOC",
            "PATCH-DOC",
            "PULL-DOC-REQ",
            "PUSH-DOC",
            random.choice(hostile_values.TEXTS),
        )
    )
    header = {"msgid": "1000", "msgtype": kind, "num_buffers": len(buffers)}
    if not buffers and random.random() < 0.5:
        del header["num_buffers"]
    if random.random() < 0.1:
        header[random.choice(list(header))] = hostile_values.value(random)
    content: Any = {"events": [event(random, buffers) for _ in range(random.choice((1, 1, 1, 2, 60)))]}
    if kind == "PULL-DOC-REQ" and random.random() < 0.8:
        content = {}
    elif random.random() < 0.05:
        content = hostile_values.value(random)
    pieces: list[str | bytes] = [
        text(one) for one in (header, {} if random.random() < 0.95 else {"a": 1}, content)
    ]
    for name in buffers:
        pieces += [text({"id": name}), random.randbytes(random.randint(0, 40))]
    return pieces


def event(random: Random, buffers: list[str]) -> Any:
    """What a view says, a change of a model, or anything."""
    if random.random() < 0.05:
        return hostile_values.value(random)
    model = {"id": random.choice((*MODELS, *MODELS, "unknown", 7))}
    if random.random() < 0.3:
        names = ("inner_width", "dark_mode", "language", "esm", "visible", 3)
        value = (
            hostile_values.value(random) if random.random() < 0.5 else random.choice((640, True, "de", None))
        )
        return {"kind": "ModelChanged", "model": model, "attr": random.choice(names), "new": value}
    data = coded(random, buffers, 3)
    if random.random() < 0.7:
        key = random.choice(("topic", "ping"))
        data = {"type": "map", "entries": [[key, "ready"], ["value", data]]}
    name, entries = "data_event", [["model", model], ["data", data]]
    if random.random() < 0.2:
        name, entries = random.choice((("document_ready", []), ("button_click", entries), (None, entries)))
    said = {"type": "event", "name": name, "values": {"type": "map", "entries": entries}}
    return {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": said}


def coded(random: Random, buffers: list[str], depth: int) -> Any:
    """A value in Bokeh's encoding, or nearly one."""
    kind = random.randrange(8 if depth else 4)
    if kind < 2:
        return hostile_values.value(random, 0)
    if kind == 2:
        return {"type": "number", "value": random.choice(("nan", "+inf", "-inf", "1", None))}
    if kind == 3:
        return {
            "type": "bytes",
            "data": random.choice(({"id": random.choice([*buffers, "b7"])}, "H4sIAAAA", None)),
        }
    if kind < 6:
        entries = [[random.choice(hostile_values.TEXTS), coded(random, buffers, depth - 1)] for _ in range(2)]
        return {"type": "map", "entries": entries}
    if kind == 6:
        return {
            "type": random.choice(TYPES),
            "array": [1],
            "dtype": "float64",
            "shape": [10**9],
            "order": "little",
        }
    return [coded(random, buffers, depth - 1) for _ in range(random.choice((0, 1, 3)))]


def text(value: Any) -> str:
    return json.dumps(value, default=lambda other: type(other).__name__)


async def run(case: Any, tally: Tally) -> None:
    """Each piece is taken, or refused with a reason, and what comes through can be decoded."""
    gate = Gate(lambda name: MODELS.get(name) if isinstance(name, str) else None)
    for piece in case["messages"]:
        with tally.one(piece):
            try:
                pieces = gate.take(piece)
            except Refused as refused:
                told, pieces = str(refused), []
            except Broken:
                return  # the connection is closed
            else:
                told = "heard"
        assert told
        if pieces:
            decode(pieces)


def decode(pieces: list[Any]) -> None:
    """As Bokeh does with what it is given."""
    header, _, content = map(json.loads, pieces[:3])
    assert header["msgtype"] in ("PATCH-DOC", "PULL-DOC-REQ")
    buffers = [
        Buffer(json.loads(name)["id"], data) for name, data in zip(pieces[3::2], pieces[4::2], strict=True)
    ]
    for one in content.get("events", ()):
        if one["kind"] == "MessageSent":
            for key, value in one["msg_data"]["values"].get("entries", ()):
                if key == "data":
                    assert isinstance(Deserializer().decode(value, buffers), dict)
