"""However much one visitor sends, and however many pages are opened at once, the others are answered in between.

Tornado reads as fast as a line sends, before 6.6 without giving way to anything else, and Bokeh makes a session, which
takes half a second, for whoever comes, one right after the other: meanwhile the server answers nobody.

- Frames, of which a message has three or more, are read no faster than a page can need, by line and by address. What is
  too fast waits in the sender's own line; nothing is dropped. A school has one address for all behind it, so its bound
  is what a server can do at all, and within it who has sent least goes first.
- Sessions are made one at a time, with room for all other work in between, and as many as full_house.py lets in. Who
  cannot be let in soon gets a page that says so and tries again by itself; a line is closed with the code that means
  the same.

Who has left while waiting is passed over. Tried with Bokeh 3.9.2 and Tornado 6.6, read in Bokeh 3.10.0.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bokeh.server.contexts import ApplicationContext
from bokeh.server.views.ws import WSHandler
from panel.io.server import DocHandler
from tornado.web import HTTPError
from tornado.websocket import WebSocketProtocol13

from playground.serving.full_house import admit
from playground.serving.networks import network_of
from playground.serving.turns import Bucket, Buckets, Flow, Turns
from playground.serving.wrapping import wrap

# Frames, at once and then a second. By line: a drag by mouse sends 60 to 120 messages a second for a while. By address:
# sixty who train send 330 messages a second together, and more than 400 no server can answer.
LINE = (600, 300)
ADDRESS = (3000, 1200)
IN_A_ROW = (
    32  # frames of one line, before all else has a turn; cheap ones, for a whole message gives way by itself
)

# New sessions of one address, at once and then a second: ten classes that open the page together.
SESSIONS = (300, 1)
MOST_WAITING = 200  # for a session, in all
MOST_WAITING_EACH = 100  # of one address: over a minute's worth

# Seconds between a session that is made and its page that is written: what another asks meanwhile takes several turns
# of the server's loop.
REST = 0.005
TRY_AGAIN = 5  # seconds
TRY_AGAIN_LATER = 1013  # the websocket's code for it
MANY_COME = "Many people are opening the playground right now."
FULL = "As many people have the playground open as this server has room for."


class Busy(HTTPError):
    """No session can be made just now; `why` is read on the page that is shown instead."""

    def __init__(self, why: str = MANY_COME) -> None:
        super().__init__(503, reason="Busy")
        self.why = why


def busy_page(why: str) -> str:
    """What is shown instead of the playground."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="{TRY_AGAIN}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The server is busy</title>
<style>body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 30em; margin: 20vh auto; padding: 0 1em; }}</style>
</head>
<body>
<h1>The server is busy</h1>
<p role="status">{why} This page tries again every {TRY_AGAIN} seconds.</p>
</body>
</html>
"""


class Door:
    """Through which new visitors come in."""

    def __init__(self) -> None:
        self.supplies = Buckets(*SESSIONS)
        self.turns = Turns(MOST_WAITING, MOST_WAITING_EACH)


def install() -> None:
    """Gives everybody a turn."""
    wrap(WebSocketProtocol13, "_receive_frame", _read_in_turn)
    wrap(ApplicationContext, "create_session_if_needed", _let_in)
    wrap(DocHandler, "write_error", _say_busy)
    wrap(WSHandler, "_async_open", _open_or_say_busy)


async def _read_in_turn(read: Callable[..., Awaitable[None]], protocol: WebSocketProtocol13) -> None:
    handler: Any = protocol.handler
    if isinstance(handler, WSHandler):
        line = vars(handler).get("line")
        if line is None:
            line = vars(handler)["line"] = Line(
                handler.application, network_of(str(handler.request.remote_ip))
            )
        await line.take()
    await read(protocol)


class Line:
    """What one websocket may still send."""

    def __init__(self, application: Any, address: str) -> None:
        flows = vars(application).setdefault("flows", {})
        if address not in flows:
            if len(flows) >= 1000:
                flows.clear()  # who floods from here on begins anew
            flows[address] = Flow(*ADDRESS)
        self._flow = flows[address]
        self._supply = Bucket(*LINE)
        self._frames = 0

    async def take(self) -> None:
        """Waits until one more frame may be read."""
        self._frames += 1
        if self._frames % IN_A_ROW == 0:
            await asyncio.sleep(0)
        await self._flow.take(self._supply)


async def _let_in(
    create: Callable[..., Awaitable[Any]],
    context: Any,
    session_id: str,
    request: Any = None,
    token: str | None = None,
) -> Any:
    if request is None or session_id in context._sessions or session_id in context._pending_sessions:
        return await create(context, session_id, request, token)
    if "door" not in vars(context):
        context.door = Door()
    door = context.door
    network = network_of(str(request.remote_ip))
    supply = door.supplies.of(network)
    if supply.wait or door.turns.full(supply):
        raise Busy
    supply.take()

    async def make() -> Any:
        if _has_left(request):
            raise Busy
        session = await admit(context, network, lambda: create(context, session_id, request, token))
        if session is None:
            raise Busy(FULL)
        await asyncio.sleep(REST)  # before the page is written, which takes a moment again
        return session

    return await door.turns.take(supply, make)


def _has_left(request: Any) -> bool:
    """Whether nobody is there any more whom an answer would reach."""
    line = getattr(request, "line", None)
    if line is not None:
        return line.ws_connection is None or line.ws_connection.is_closing()
    stream = getattr(request.connection, "stream", None)
    return stream is not None and stream.closed()


def _say_busy(write: Callable[..., None], handler: DocHandler, status: int, **named: Any) -> None:
    error = named.get("exc_info", (None, None, None))[1]
    if not isinstance(error, Busy):
        write(handler, status, **named)
        return
    handler.set_header("Retry-After", str(TRY_AGAIN))
    handler.set_header("Cache-Control", "no-store")
    handler.set_header("Content-Type", "text/html; charset=utf-8")
    handler.finish(busy_page(error.why))


async def _open_or_say_busy(open_line: Callable[..., Awaitable[None]], handler: Any, token: str) -> None:
    handler.request.line = handler
    try:
        await open_line(handler, token)
    except Busy:
        handler.close(TRY_AGAIN_LATER)
