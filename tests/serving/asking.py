"""Asking a server what a browser never would: another method, another name, somebody else's token."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from serving import Server
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.httputil import HTTPHeaders
from tornado.websocket import websocket_connect

# What the server behind a proxy is given.
SECRET = "a secret that only these tests and their server know"
PUBLIC = "play.school.example"
FRAMER = "https://moodle.school.example"


@dataclass
class Served:
    """A server, the routes that it has told of, how many things it keeps for good, and ways to ask it."""

    server: Server
    routes: Mapping[str, list[str]] = field(default_factory=dict)
    kept: int = 0

    def ask(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        """The answer, whatever its status; redirects are not followed. Header names are written with underscores."""
        request = HTTPRequest(
            f"http://localhost:{self.server.port}{path}",
            method=method,
            headers=_named(headers),
            follow_redirects=False,
            allow_nonstandard_methods=True,
        )
        return asyncio.run(fetch(request))

    def page(self, query: str = "", **headers: str) -> str:
        answer = self.ask(f"{self.path}{query}", **headers)
        assert answer.code == 200
        return answer.body.decode()

    @property
    def path(self) -> str:
        return self.server.url.removeprefix(f"http://localhost:{self.server.port}")

    def open_line(self, token: str, **headers: str) -> str | int:
        """The first message of a line opened with this token, or the status with which it is refused."""
        return asyncio.run(_open(self.line(**headers), token))

    def line(self, **headers: str) -> HTTPRequest:
        """The request for a line, as the page's own, but for these headers."""
        return HTTPRequest(
            f"{self.server.url.replace('http', 'ws', 1)}/ws",
            headers=_named({"Origin": f"http://localhost:{self.server.port}", **headers}),
        )


def token_of(page: str) -> str:
    found = re.search(r'"token"\s*:\s*"([^"]+)"', page)
    assert found, "the page has no session"
    return found[1]


def _named(headers: Mapping[str, str]) -> HTTPHeaders:
    return HTTPHeaders({name.replace("_", "-"): value for name, value in headers.items()})


async def fetch(request: HTTPRequest) -> HTTPResponse:
    """The answer, whatever its status."""
    return await AsyncHTTPClient(force_instance=True).fetch(request, raise_error=False)


async def _open(request: HTTPRequest, token: str) -> str | int:
    try:
        line = await websocket_connect(request, subprotocols=["bokeh", token])
    except HTTPClientError as refusal:
        return int(refusal.code)
    message = await line.read_message()
    line.close()
    assert message is not None, "the line was opened and closed at once"
    return str(json.loads(message)["msgtype"])
