"""A server in the test's own process, with an empty page: it is there in a moment, and a test sees into it."""

import asyncio
import http.client
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import Message

from asking import fetch
from bokeh.application import Application
from bokeh.server.server import Server
from bokeh.server.tornado import create_static_handler
from tornado.httpclient import HTTPRequest, HTTPResponse
from tornado.ioloop import IOLoop


@asynccontextmanager
async def started() -> AsyncIterator[Server]:
    """Serves with what was installed before; the page is at /."""
    server = Server({"/": Application()}, port=0, io_loop=IOLoop.current())
    server.start()
    try:
        yield server
    finally:
        server.unlisten()
        server.stop()


async def get(server: Server, path: str, method: str = "GET") -> HTTPResponse:
    return await fetch(HTTPRequest(f"http://localhost:{server.port}{path}", method=method))


def ask(path: str, method: str = "GET") -> HTTPResponse:
    """What a server that is made for this one request answers."""

    async def go() -> HTTPResponse:
        async with started() as server:
            return await get(server, path, method)

    return asyncio.run(go())


async def is_let_go(reader: asyncio.StreamReader) -> bool:
    """Whether a connection is closed by the server, and not answered."""
    try:
        return await reader.read(1) == b""
    except ConnectionError:  # in the middle of what it said
        return True


def ask_as_it_is(
    path: str, method: str = "GET", app: Application | None = None, prefix: str = "", **headers: str
) -> tuple[int, Message, bytes]:
    """Status, headers and body of the answer, which is not decompressed; the app, an empty one by itself, is at /app.
    Header names are written with underscores."""
    app = app or Application()

    async def served() -> tuple[int, Message, bytes]:
        server = Server({"/app": app}, port=0, prefix=prefix)
        if app.static_path:  # as Bokeh itself makes it, whatever a test before has made of all servers
            server._tornado.wildcard_router.add_rules([create_static_handler(prefix, "/app", app)])
        server.start()
        try:
            return await asyncio.to_thread(answered, server.port)
        finally:
            server.stop()
            server.unlisten()

    def answered(port: int) -> tuple[int, Message, bytes]:
        connection = http.client.HTTPConnection("localhost", port, timeout=30)
        connection.request(method, path, headers={name.replace("_", "-"): v for name, v in headers.items()})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    return asyncio.run(served())
