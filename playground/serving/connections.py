"""Connections that say nothing, or little, keep nobody out.

Each takes a descriptor, of which a process commonly has 1,024. Tornado lets one that has not said yet what it wants
stand for an hour, and a page may open as many lines into its session as it likes: when all descriptors are taken,
nobody gets in any more, and the server is busy finding that out. So

- as many descriptors are asked for as the playground can use and the system gives;
- of the connections that are no line, MOST may stand, in half of the descriptors at most. One more, and another is
  closed: of the network that has most of them, in the older half of these, the oldest to which nothing is being
  answered. Browsers ask again by themselves where it was one that they had kept for later; and nobody can keep those
  out who have just come, not by asking much either and taking no answer;
- a session has MOST_LINES lines; one more closes its oldest, at once: Tornado lets a line stand for five seconds that
  it has closed and whose other end says nothing. A page has one, and one that it has lost may stand for a while.

Tried with Tornado 6.6 and Bokeh 3.9.2.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bokeh.server.views.ws import WSHandler
from bokeh.util.token import get_session_id
from tornado.httpserver import HTTPServer

from playground.serving.networks import network_of
from playground.serving.wrapping import wrap

try:
    import resource
except ImportError:  # Windows, where sockets are not counted so
    resource = None  # type: ignore[assignment]

DESCRIPTORS = 8192
MOST = 600  # connections; so many of the longest heads or bodies, of 64 kB each, are 40 MB
MOST_LINES = 3
REPLACED = 1008  # the websocket's code for what breaks the house's rules


@dataclass(frozen=True)
class Open:
    """A connection that is no line, and the request that is read from it or answered, as Tornado has it."""

    connection: Any
    network: str
    request: Any

    @property
    def is_answered(self) -> bool:
        """Whether it has said all that it asks for, and does not have all of the answer yet."""
        return bool(self.request._read_finished and not self.request._finish_future.done())


@dataclass(frozen=True)
class Line:
    """A line, the session that it leads into, and what it is closed by, as Tornado has it."""

    session: str
    way: Any


def install() -> None:
    """Every server made from now on lets go of connections that keep others out."""
    ask_for_descriptors()
    wrap(HTTPServer, "start_request", _take_in)
    wrap(HTTPServer, "on_close", _forget)
    wrap(WSHandler, "open", _keep_few_lines)
    wrap(WSHandler, "on_close", _forget_line)
    wrap(WSHandler, "_async_open", _let_go_of_lost)


def ask_for_descriptors() -> None:
    """Has the system give this process as many as it may have, up to DESCRIPTORS."""
    if resource is not None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            with suppress(ValueError, OSError):  # some systems give less than they say
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def most() -> int:
    """How many connections that are no line may stand."""
    if resource is None:
        return MOST
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if soft == resource.RLIM_INFINITY else min(MOST, soft // 2)


def dispensable(all_open: Iterable[Open]) -> Open:
    """Which one of them, the oldest first, is let go."""
    several = list(all_open)
    held = Counter(one.network for one in several)
    candidates = [one for one in several if held[one.network] == max(held.values())]
    older = candidates[: (len(candidates) + 1) // 2]
    return min(older, key=lambda one: one.is_answered)


def _known(owner: Any) -> dict[Any, Any]:
    """What stands, the oldest first: of an HTTP server its connections, of an application its lines."""
    known: dict[Any, Any] = vars(owner).setdefault("open", {})
    return known


def _take_in(start: Callable[..., Any], server: HTTPServer, connection: Any, request: Any) -> Any:
    """Before each request of a connection; the last in the table is who was heard last."""
    known = _known(server)
    known.pop(connection, None)
    known[connection] = Open(connection, network_of(str(connection.context.remote_ip)), request)
    if len(known) > most():
        other = dispensable(known.values()).connection
        del known[other]
        other.stream.close()
    return start(server, connection, request)


def _forget(close: Callable[..., None], server: HTTPServer, connection: Any) -> None:
    _known(server).pop(connection, None)
    close(server, connection)


def _keep_few_lines(open_line: Callable[[Any], None], handler: Any) -> None:
    open_line(handler)  # an error where it may not be opened
    lines: dict[Any, Line] = _known(handler.application)
    lines[handler] = Line(get_session_id(handler._token), handler.ws_connection)
    same = [line.way for line in lines.values() if line.session == lines[handler].session]
    for way in same[:-MOST_LINES]:
        way.close(REPLACED)
        way.stream.close()


def _forget_line(close: Callable[[Any], None], handler: Any) -> None:
    _known(handler.application).pop(handler, None)
    close(handler)


async def _let_go_of_lost(open_line: Callable[..., Awaitable[None]], handler: Any, token: str) -> None:
    """Who has left before the session was there would be counted as its visitor, and the session be kept for ever."""
    await open_line(handler, token)
    is_counted = handler.connection is not None and handler.connection._session is not None
    if handler._on_close_called and is_counted:
        handler.on_close()
