"""Of Bokeh's protocol the server hears only what the playground's pages say.

Bokeh decodes whatever a browser sends before anyone is asked: half a megabyte inflates to 400, a kilobyte asks for an
array of 270, a pushed document of 20,000 models takes 14 s, and any property of any model may be patched, a view's
script too. The pages need little of this, and it is all written down here:

- MESSAGES: a page asks for its document when it opens; all else is a patch with EVENTS in it.
- EVENTS: Bokeh's own when the page is there or has its line again, and what a view says by `model.send_msg`.
- SPEAKERS: the views which may say something, with the key that all of theirs has. A view that is to speak for itself
  and not through the channel gets a line here.
- `_read`: what a value may be made of. Numbers in bulk travel as an ArrayBuffer, which arrives as a buffer of bytes: a
  plain array has at most MOST_ITEMS.

A message is looked at piece by piece as it arrives, and reaches Bokeh when it is whole and nothing in it is refused.
One that is refused is dropped with a line in the log and the visitor goes on; a connection that sends many, or pieces
that cannot be told apart any more, is closed. Tried with Bokeh 3.9.2 (Panel 1.9.4), read in Bokeh 3.10.0.
"""

import asyncio
import functools
import json
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from bokeh.server.views.ws import WSHandler

from engine.datasets.csv.bounds import MOST_BYTES
from playground.serving.wrapping import wrap

log = logging.getLogger(__name__)

MOST_TEXT = 2**20  # bytes of a message's JSON; the pages' own have a few hundred
MOST_HEADER = 1000  # bytes of the JSON before it, which has 70, and before a buffer
MOST_BUFFERS = 8
MOST_ITEMS = 20_000  # values in a message, all lists and maps counted through
MOST_DEPTH = 12
MOST_EVENTS = 50  # in one patch
MOST_PULLS = 3  # of the document, by one connection: a page that opens needs one
MOST_REFUSED = 20  # messages, before the connection is closed
POLICY = 1008  # the websocket's code for what breaks the house's rules

HEADER = {"msgid", "msgtype", "num_buffers"}
MESSAGES = {"PULL-DOC-REQ", "PATCH-DOC"}
EVENTS = {"document_ready": set(), "client_reconnected": set(), "data_event": {"model", "data"}}
SPEAKERS = {"ChannelView": "topic", "HeaderView": "ping"}

Fragment = str | bytes


class Refused(Exception):
    """A message that the server does not hear, with the reason; it is dropped."""


class Late(Refused):
    """A message for a model that was taken off the page meanwhile; it is dropped, and nobody's fault."""


class Broken(Exception):
    """Pieces of which it cannot be told any more where a message ends; the connection is closed."""


@dataclass
class Gate:
    """What one connection has sent of a message, and of what kind it is.

    `kind_of` answers, for a model's id, what it is in SPEAKERS, or None.
    """

    kind_of: Callable[[object], str | None]
    pieces: list[Fragment] = field(default_factory=list)
    whole: int = field(
        init=False
    )  # pieces, of which the header tells: itself, metadata, content, two a buffer
    size: int = 0
    pulls: int = 0
    reason: str = ""  # why the message will be refused, when that is known before it is whole
    refused: int = 0  # messages so far

    def take(self, piece: Fragment) -> list[Fragment]:
        """The pieces of a message that is now whole and may be heard; none until then. Raises Refused at the end of
        one that may not, and Broken."""
        place = len(self.pieces)
        binary = place > 3 and place % 2 == 0
        if isinstance(piece, bytes) != binary:
            raise Broken("a text and a binary piece were exchanged")
        self.size += len(piece)
        if binary or place == 2:
            if self.size > MOST_TEXT + MOST_BYTES:
                raise Broken("too many bytes in one message")
        elif len(piece) > MOST_HEADER:
            raise Broken("a header that long")
        if place == 0:
            self._header(piece)
        self.pieces.append("" if self.reason else piece)
        if len(self.pieces) < self.whole:
            return []
        pieces, reason = self.pieces, self.reason
        self.pieces, self.size, self.reason = [], 0, ""
        try:
            if reason:
                raise Refused(reason)
            self._check(pieces)
        except Late:
            raise
        except Refused:
            self.refused += 1
            raise
        return pieces

    def _header(self, piece: Fragment) -> None:
        try:
            header = _parsed(piece)
        except Refused:
            header = None
        if not isinstance(header, dict) or not isinstance(header.get("msgid"), str):
            raise Broken("not a header")
        count = header.get("num_buffers", 0)
        if type(count) is not int or not 0 <= count <= MOST_BUFFERS:
            raise Broken("too many buffers")
        self.whole = 3 + 2 * count
        if str(header.get("msgtype")) not in MESSAGES or not set(header) <= HEADER:
            self.reason = "a kind of message that no page sends"

    def _check(self, pieces: list[Fragment]) -> None:
        if len(pieces[2]) > MOST_TEXT:
            raise Refused("too long")
        header: Any  # a table with a msgtype: `_header` has looked at it
        header, metadata, content = (_parsed(piece) for piece in pieces[:3])
        buffers = set()
        for piece in pieces[3::2]:
            described = _parsed(piece)
            if (
                not isinstance(described, dict)
                or set(described) != {"id"}
                or type(described["id"]) is not str
            ):
                raise Refused("a buffer without a name")
            buffers.add(described["id"])
        if metadata != {}:
            raise Refused("metadata, which no page sends")
        if header["msgtype"] == "PULL-DOC-REQ":
            self.pulls += 1
            if content != {} or self.pulls > MOST_PULLS:
                raise Refused("asked for the document more often than a page does")
            return
        if not isinstance(content, dict) or set(content) != {"events"}:
            raise Refused("not a patch")
        events = content["events"]
        if not isinstance(events, list) or not 0 < len(events) <= MOST_EVENTS:
            raise Refused("not a patch")
        for event in events:
            self._event(event, buffers)

    def _event(self, event: object, buffers: Collection[str]) -> None:
        if not isinstance(event, dict):
            raise Refused("not an event")
        if set(event) == {"kind", "msg_type", "msg_data"} and event["kind"] == "MessageSent":
            if event["msg_type"] != "bokeh_event":
                raise Refused("a message of another kind")
            self._said(event["msg_data"], buffers)
        else:
            raise Refused("a patch of another kind")

    def _said(self, said: object, buffers: Collection[str]) -> None:
        if not isinstance(said, dict) or set(said) != {"type", "name", "values"} or said["type"] != "event":
            raise Refused("not an event")
        named = EVENTS.get(said["name"]) if isinstance(said["name"], str) else None
        values = dict(_entries(said["values"]))
        if set(values) != named:
            raise Refused("an event that no page sends, or with other values")
        if "model" not in values:
            return
        key = SPEAKERS.get(self.kind_of(_reference(values["model"])) or "")
        if key is None:
            raise Refused("a view that does not speak")
        data = _entries(values["data"])
        if key not in dict(data):
            raise Refused("not what that view says")
        _read(values["data"], buffers)


def _parsed(piece: Fragment) -> object:
    """What a piece of JSON says. Its size is bounded before. Raises Refused."""
    try:
        parsed: object = json.loads(piece)
    except (ValueError, RecursionError):
        raise Refused("not JSON") from None
    return parsed


def _reference(value: object) -> object:
    """The id in a reference to a model. Raises Refused, also for one that brings a new model along."""
    if not isinstance(value, dict) or set(value) != {"id"} or not isinstance(value["id"], str):
        raise Refused("not a reference to a model")
    return value["id"]


def _entries(value: object) -> list[tuple[str, object]]:
    """The pairs of an encoded map, whose keys are texts. Raises Refused."""
    if not isinstance(value, dict) or value.get("type") != "map" or not set(value) <= {"type", "entries"}:
        raise Refused("not a map")
    entries = value.get("entries", [])
    if not isinstance(entries, list):
        raise Refused("not a map")
    for entry in entries:
        if not isinstance(entry, list) or len(entry) != 2 or not isinstance(entry[0], str):
            raise Refused("a map whose keys are not texts")
    return entries


def _read(value: object, buffers: Collection[str]) -> None:
    """Walks through an encoded value. Raises Refused for any type that a page does not send, and for too much."""
    waiting = [(value, 1)]
    items = 0
    while waiting:
        value, depth = waiting.pop()
        inside: list[object] = []
        if isinstance(value, list):
            inside = value
        else:
            match value:
                case {"type": "map"}:
                    inside = [part for entry in _entries(value) for part in entry]
                case {"type": "number", "value": "nan" | "+inf" | "-inf", **more} if not more:
                    pass
                case {"type": "bytes", "data": {"id": str(name)}, **more} if name in buffers and not more:
                    pass  # as they came: bytes within the JSON would be inflated
                case _:
                    raise Refused("a type that no page sends")
        items += len(inside)
        if items > MOST_ITEMS or depth > MOST_DEPTH:
            raise Refused("too many values, or too deep")
        waiting.extend((part, depth + 1) for part in inside if isinstance(part, (list, dict)))


def kind_in(document: Any, name: object) -> str | None:
    """What a model of a document is, as SPEAKERS names it; None when there was never such a model. Raises
    Late when there is no longer."""
    model = document.models.get_by_id(name)
    if model is None:
        if document.models.seen(name):
            raise Late("a model that was taken off the page")
        return None
    return str(getattr(model, "class_name", "")) or type(model).__name__


def install() -> None:
    """Puts a gate before each websocket. Raises RuntimeError when Bokeh's websocket is of another shape."""
    wrap(WSHandler, "on_message", _hear)
    # One piece, into however many frames it is split, has as many bytes as the largest file that is taken.
    WSHandler.max_message_size = property(_most_bytes)  # type: ignore[method-assign, assignment]  # it is a property


def _most_bytes(handler: WSHandler) -> int:
    most: int = handler.settings.get("websocket_max_message_size", MOST_BYTES)
    return min(MOST_BYTES, most)


async def _hear(
    hear: Callable[[WSHandler, Fragment], Awaitable[None]], handler: Any, piece: Fragment
) -> None:
    if handler.ws_connection is None:
        return  # closed from here; what was on its way is not heard any more
    if handler.connection is None or handler.connection._session is None:
        # A page waits until it has been greeted; what comes earlier, or after the end, is from no page.
        handler.close(POLICY)
        return
    gate = vars(handler).get("gate")
    if gate is None:
        handler.gate = gate = Gate(functools.partial(kind_in, handler.connection.session.document))
    try:
        pieces = gate.take(piece)
    except Refused as refused:
        log.warning("Refused a message from %s: %s.", handler.request.remote_ip, refused)
        if gate.refused >= MOST_REFUSED:
            handler.close(POLICY)
        return
    except Broken as broken:
        log.warning("Closed the connection to %s: %s.", handler.request.remote_ip, broken)
        handler.close(POLICY)
        return
    for piece in pieces:
        await hear(handler, piece)
    if pieces:
        await asyncio.sleep(0)  # Tornado would go on to this line's next one while everybody else waits
