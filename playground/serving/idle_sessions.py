"""A session is kept for as long as its page may come back, and no longer.

Bokeh keeps every session without a line for the same time, which it looks at every 17 s. But a page that lost its line,
because the lid was closed or the radio lost, comes back within half a minute and longer, and needs the very session; a
page that was closed does not; and of a page that was fetched and has never opened its line, a browser's will open it
soon, and a script's never will. Such sessions cost 1 MB each. So each kind has its own time.

`--unused-session-lifetime` says how long a page may be away, and `--check-unused-sessions` how often it is looked at.
Tried with Bokeh 3.9.2, read in Bokeh 3.10.0.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from bokeh.server.contexts import ApplicationContext
from bokeh.server.session import ServerSession
from bokeh.server.tornado import BokehTornado
from bokeh.server.views.ws import WSHandler

from playground.serving.wrapping import wrap

# Milliseconds
LOOKED_AT = 5_000
LOST = 60_000  # the page has lost its line: it tries again at 0, 2, 6, 14 and 30 s
CLOSED = 15_000  # the page was closed, or left for another
NEVER = 30_000  # the page was fetched and has never opened its line: a slow browser loads 2 MB before it does
NEVER_AMONG_MANY = 10_000  # the same, when there are more than MANY of these

MANY = 60
CLOSED_CODES = {1000, 1001}  # by which a browser says that a page is going away


def install() -> None:
    """Gives each kind of session its time."""
    wrap(BokehTornado, "__init__", _look_often)
    wrap(WSHandler, "on_close", _note)
    wrap(ApplicationContext, "_cleanup_sessions", _let_go)


def _look_often(make: Callable[..., None], server: BokehTornado, *given: Any, **named: Any) -> None:
    named.setdefault("check_unused_sessions_milliseconds", LOOKED_AT)
    named.setdefault("unused_session_lifetime_milliseconds", LOST)
    make(server, *given, **named)


def _note(close: Callable[[Any], None], handler: Any) -> None:
    connection = handler.connection
    session = connection._session if connection is not None else None
    if session is not None:
        session.was_closed = handler.close_code in CLOSED_CODES
    close(handler)


async def _let_go(clean: Callable[..., Awaitable[None]], context: ApplicationContext, longest: float) -> None:
    unused = [session for session in context.sessions if not session.connection_count]
    many = sum(not hasattr(session, "was_closed") for session in unused) > MANY
    for session in unused:
        # Bokeh's own way to let a session go at the next look. It is said anew each time, for one that has come back
        # and is lost again.
        session._expiration_requested = session.milliseconds_since_last_unsubscribe > kept(session, many)
    await clean(context, longest)


def kept(session: ServerSession, many: bool) -> float:
    """For how many milliseconds a session without a line is kept, if Bokeh does not let it go sooner; `many`: whether
    there are many that have never had one."""
    if not hasattr(session, "was_closed"):
        return NEVER_AMONG_MANY if many else NEVER
    return CLOSED if session.was_closed else float("inf")
