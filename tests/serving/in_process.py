"""A server in the test's own process, with an empty page: it is there in a moment, and a test sees into it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from asking import fetch
from bokeh.application import Application
from bokeh.server.server import Server
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
