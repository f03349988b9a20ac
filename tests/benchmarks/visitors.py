"""A visitor without a browser: who fetches a page, opens its websocket, then says and answers what the page would.

A browser paints too slowly to be a load; these clients hear what it would hear, and draw nothing.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

from serving import Server

QUERY = "?layers=8,8&activations=tanh,tanh"
THINKING = 2.0  # seconds between a visitor's clicks, on average
ARRIVAL = 180.0  # seconds that all may take to have their page
MEGABYTE = 2**20
HEAD = 4096  # bytes within which the description of a chunk of frames ends


class Visitor:
    """One page: its session, its websocket, and what it has received."""

    query = QUERY

    def __init__(self, server: Server, number: int) -> None:
        self.server = server
        self.random = random.Random(number)
        self.ready = asyncio.Event()
        self.chunks: list[tuple[float, int, int]] = []  # arrival, frames, bytes
        self.numbers: list[int] = []  # of the chunks, as the server counts them
        self.answers: list[float] = []
        self.refused = ""
        self.training = False
        self.acknowledges = True
        self.probe: dict[str, int] | None = None
        self.asked: tuple[str, Any, float] | None = None
        self.answered = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []
        self.messages = 0
        self.received = 0  # bytes, since it forgot

    # Coming and going

    async def arrive(self) -> None:
        """Opens the page, and waits until there is something to see."""
        address = self.server.url + self.query
        page = (await AsyncHTTPClient().fetch(HTTPRequest(address, request_timeout=ARRIVAL))).body.decode()
        found = re.search(r'"token"\s*:\s*"([^"]+)"', page)
        if found is None:
            raise RuntimeError("the page has no session: the app has failed")
        line = HTTPRequest(
            self.server.url.replace("http", "ws", 1) + "/ws" + self.query,
            headers={"Origin": self.server.base},
            request_timeout=ARRIVAL,
        )
        self.line: WebSocketClientConnection = await websocket_connect(
            line, subprotocols=["bokeh", found[1]], max_message_size=64 * MEGABYTE
        )
        assert self.line.protocol is not None
        assert self.line.protocol.stream is not None
        self.line.protocol.stream.set_nodelay(True)  # as browsers do; else every other message waits 40 ms
        await self._message()  # ACK
        self._write("PULL-DOC-REQ", {})
        reply = await self._message()
        assert reply is not None
        self.model = next(
            entry["id"]
            for entry in _objects(reply)
            if entry.get("attributes", {}).get("class_name") == "ChannelView"
        )
        self._write("PATCH-DOC", _event("document_ready", []))
        self.tell("ready")
        self.tasks.append(asyncio.create_task(self._listen()))
        await asyncio.wait_for(self.ready.wait(), ARRIVAL)

    async def leave(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.line.close()

    def forget(self) -> None:
        """Counts from now on."""
        self.chunks, self.answers, self.received = [], [], 0

    # What the page says

    def tell(self, topic: str, **detail: Any) -> None:
        buffers: list[bytes] = []
        data = _as_sent({"topic": topic, **detail}, buffers)
        self._write(
            "PATCH-DOC", _event("data_event", [["model", {"id": self.model}], ["data", data]]), buffers
        )

    def train(self) -> None:
        self.tell("train")

    def click(self) -> None:
        """Looks at another neuron, or edits a weight: both are answered with a frame."""
        if self.random.random() < 0.5:
            probe = {"layer": self.random.randrange(2), "unit": self.random.randrange(8)}
            if probe == self.probe:
                probe["unit"] = (probe["unit"] + 1) % 8
            self.probe = probe
            self.asked = ("probe", probe, time.perf_counter())
            self.tell("probe", **probe)
        else:
            self.asked = ("weight", None, time.perf_counter())
            place = {"layer": 1, "row": self.random.randrange(8), "column": self.random.randrange(8)}
            self.tell("weight", **place, value=round(self.random.uniform(-1, 1), 3))

    async def click_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(self.random.uniform(0.5, 1.5) * THINKING)
            self.answered.clear()
            self.click()
            await self.answered.wait()

    # What the server says

    async def _listen(self) -> None:
        while (content := await self._message()) is not None:
            for entry in content.get("events", ()):
                if entry["kind"] == "MessageSent":
                    values = dict(entry["msg_data"]["values"]["entries"])
                    if "data" in values:
                        self._hear(self._opened(dict(values["data"]["entries"])))

    def _opened(self, message: dict[str, Any]) -> dict[str, Any]:
        """The message as it was before it was deflated, without the arrays, which nobody looks at here."""
        if "deflated" not in message:
            return message
        body = self.buffers[message["deflated"]["data"]["id"]]
        head = zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, HEAD)
        opened: dict[str, Any] = json.loads(head[: head.index(b"\n")])
        return opened

    def _hear(self, message: dict[str, Any]) -> None:
        topic = message["topic"]
        if message.get("acknowledge") and self.acknowledges:
            self.tell("ack", id=message["acknowledge"])
        if topic == "frames":
            now = time.perf_counter()
            if message["id"]:
                self.numbers.append(message["id"])
                self.chunks.append((now, message["frames"], self.size))
                if self.acknowledges:
                    self.tell("ack", id=message["id"])
            if self.asked and self._answers(message):
                self.answers.append(now - self.asked[2])
                self.asked = None
                self.answered.set()
            self.ready.set()
        elif topic == "moment_wanted":
            self.tell("kept", of=message["of"], blob=None)
        elif topic == "status":
            self.training = message["training"]
        elif topic == "error":
            self.refused = message["text"] or self.refused

    def _answers(self, message: dict[str, Any]) -> bool:
        assert self.asked is not None
        kind, probe, _ = self.asked
        if kind == "weight":
            return bool(message["id"] == 0)
        shown = message["probe"]
        return bool(shown == probe)

    # The websocket

    def _write(self, kind: str, content: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        self.messages += 1
        header = {"msgid": f"{id(self):x}{self.messages}", "msgtype": kind, "num_buffers": len(buffers)}
        for part in (header, {}, content):
            self.line.write_message(json.dumps(part))
        for number, buffer in enumerate(buffers):
            self.line.write_message(json.dumps({"id": str(number)}))
            self.line.write_message(buffer, binary=True)

    async def _message(self) -> dict[str, Any] | None:
        """Content of the next message, of `size` bytes with all that goes with it; None when the line is closed."""
        header, metadata, content = [await self.line.read_message() for _ in range(3)]
        if header is None or metadata is None or content is None:
            return None
        self.size = len(header) + len(metadata) + len(content)
        self.buffers: dict[str, bytes] = {}
        for _ in range(json.loads(header).get("num_buffers", 0)):
            name, body = await self.line.read_message(), await self.line.read_message()
            if name is None or not isinstance(body, bytes):
                return None
            self.size += len(name) + len(body)
            self.buffers[json.loads(name)["id"]] = body
        self.received += self.size
        decoded: dict[str, Any] = json.loads(content)
        return decoded


def _event(name: str, entries: list[Any]) -> dict[str, Any]:
    data = {"type": "event", "name": name, "values": {"type": "map", "entries": entries}}
    return {"events": [{"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": data}]}


def _as_sent(value: Any, buffers: list[bytes]) -> Any:
    """As Bokeh writes it; bytes go beside the message, for within it they are refused."""
    if isinstance(value, bytes):
        buffers.append(value)
        return {"type": "bytes", "data": {"id": str(len(buffers) - 1)}}
    if isinstance(value, dict):
        return {"type": "map", "entries": [[key, _as_sent(part, buffers)] for key, part in value.items()]}
    return [_as_sent(part, buffers) for part in value] if isinstance(value, (list, tuple)) else value


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value.get("type") == "object":
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _objects(part)
