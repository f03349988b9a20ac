"""A visitor without a browser: fetches a page, opens its line to the server, and says on it whatever a test wants."""

import asyncio
import json
import re
from typing import Any, Self

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

PATIENCE = 300.0  # seconds; much, for a slow machine


class RawVisitor:
    """`await RawVisitor(server).arrive()`, then `say` and `hear`. The models' ids are in `models`, by class name.
    `address` is where a proxy says that it comes from."""

    def __init__(self, server: Any, query: str = "", address: str | None = None) -> None:
        self.server = server
        self.headers = {} if address is None else {"X-Real-Ip": address}
        self.query = query
        self.number = 0

    async def fetch(self) -> str:
        """The page, and in `token` what its line is opened with."""
        address = self.server.url + self.query
        answer = await AsyncHTTPClient().fetch(
            HTTPRequest(address, headers=self.headers, request_timeout=PATIENCE)
        )
        page = answer.body.decode()
        found = re.search(r'"token"\s*:\s*"([^"]+)"', page)
        assert found, "the page has no session"
        self.token = found[1]
        return page

    async def connect(self) -> None:
        request = HTTPRequest(
            self.server.url.replace("http", "ws", 1) + "/ws",
            headers={"Origin": self.server.base, **self.headers},
            request_timeout=PATIENCE,
        )
        self.line: WebSocketClientConnection = await websocket_connect(
            request, subprotocols=["bokeh", self.token], max_message_size=2**26
        )

    async def arrive(self, drawn: bool = True) -> Self:
        """Opens the page as a browser does, until the page's own first words."""
        await self.fetch()
        await self.connect()
        kind, _ = await self.message()
        assert kind == "ACK"
        self.write("PULL-DOC-REQ", {})
        _, document = await self.message()
        self.models = dict(_models(document))
        if drawn:
            self.write("PATCH-DOC", event("document_ready"))
        return self

    def say(self, topic: str, **detail: Any) -> None:
        self.write("PATCH-DOC", self.said({"topic": topic, **detail}))

    def said(self, data: dict[str, Any]) -> dict[str, Any]:
        """The patch by which the page says something on its channel."""
        entries = [["model", {"id": self.models["ChannelView"]}], ["data", as_map(data)]]
        return event("data_event", entries)

    def write(self, kind: str, content: object, *buffers: bytes) -> None:
        """A message of Bokeh's protocol; each buffer's name is its number."""
        self.number += 1
        header = {"msgid": f"{id(self):x}{self.number}", "msgtype": kind}
        if buffers:
            header["num_buffers"] = len(buffers)
        for part in (header, {}, content):
            self.line.write_message(part if isinstance(part, str) else json.dumps(part))
        for number, buffer in enumerate(buffers):
            self.line.write_message(json.dumps({"id": str(number)}))
            self.line.write_message(buffer, binary=True)

    async def message(self) -> tuple[str, Any]:
        """Kind and content of the next message; an AssertionError when the line is closed."""
        header = await self.line.read_message()
        await self.line.read_message()
        content = await self.line.read_message()
        assert header is not None, "the line was closed"
        assert content is not None, "the line was closed"
        parsed = json.loads(header)
        for _ in range(2 * parsed.get("num_buffers", 0)):
            await self.line.read_message()
        return parsed["msgtype"], json.loads(content)

    async def hear(self, topic: str) -> dict[str, Any]:
        """The next message of a topic, as pairs of names and encoded values."""
        while True:
            kind, content = await self.message()
            for one in content.get("events", ()) if kind == "PATCH-DOC" else ():
                values = dict(one.get("msg_data", {}).get("values", {}).get("entries", ()))
                if "data" in values and dict(values["data"]["entries"]).get("topic") == topic:
                    return dict(values["data"]["entries"])

    async def is_answered(self) -> bool:
        """Whether what the page asks is still answered."""
        self.say("set", name="rate", value=-1)
        while (await self.hear("error"))["field"] != "rate":
            pass
        return True

    async def is_shut_out(self) -> bool:
        """Reads to the end of the line; a TimeoutError where it does not end."""

        async def read() -> None:
            while await self.line.read_message() is not None:
                pass

        await asyncio.wait_for(read(), PATIENCE)
        return True


def event(name: str, entries: list[Any] | None = None) -> dict[str, Any]:
    data = {"type": "event", "name": name, "values": {"type": "map", "entries": entries or []}}
    return {"events": [{"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": data}]}


def as_map(data: dict[str, Any]) -> dict[str, Any]:
    return {"type": "map", "entries": [[name, value] for name, value in data.items()]}


def _models(value: Any) -> Any:
    """(class name, id) of all models in a document."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if value.get("type") == "object":
                yield value.get("attributes", {}).get("class_name") or value["name"], value["id"]
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
