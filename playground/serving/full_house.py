"""A server has as many pages open as it has room for; one more takes the place of one that is missed least.

Bokeh makes a session for whoever comes, and keeps it for as long as a line into it stands. Each costs 1 MB before
anything was done in it and more after, so one visitor with hundreds of lines, or tabs, takes the memory of all.

A session is in use while it is heard: a page that is looked at says something every few seconds, one in a tab behind
others says nothing. When the house is full,

- a page that its visitor has closed goes, or else one that is not in use: of the address that has most pages, one
  without a line first, and of those that are left the one that has been silent longest. Who has many already takes no
  place from one who has fewer;
- where all are in use, so does one of an address that has far more than others. What a class needs, its SHARE, nobody
  takes from an address: a school has one for all behind it;
- if nobody's may go, the newcomer gets a page that says so and tries again by itself.

A page that was let go says so, and opens again when it is looked at; its work is in its address and in its browser.
Tried with Bokeh 3.9.2, read in Bokeh 3.10.0.
"""

import logging
import math
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from enum import IntEnum
from typing import Any

from bokeh.server import session as bokehs
from bokeh.server.contexts import ApplicationContext
from bokeh.server.session import ServerSession
from bokeh.server.views.ws import WSHandler

from playground.serving.wrapping import wrap

log = logging.getLogger(__name__)

SETTING = "PLAYGROUND_MOST_PAGES"
MOST = 300  # thirty students with ten tabs each, or ten classes that open the page together
SHARE = 1 / 5  # of them: thirty students with two tabs each
IN_USE = 30_000  # ms, from when a session was last heard: a page that is looked at says something every 5 s
LET_GO = 4001  # the websocket's code by which a page knows: static/frame/connection.js


class Use(IntEnum):
    """Of a session; those that are missed less come first."""

    CLOSED = 0  # its visitor has closed the page, or left it for another
    UNUSED = 1
    USED = 2


def install() -> None:
    """Notes when each session is heard. Raises ValueError where the setting is no number of pages."""
    most()
    wrap(WSHandler, "on_message", _note)


def most() -> int:
    """How many pages may be open."""
    asked = os.environ.get(SETTING, "").strip() or str(MOST)
    if not (asked.isascii() and asked.isdecimal() and int(asked)):
        raise ValueError(f"{SETTING} is a number of pages like {MOST}, not {asked}")
    return int(asked)


async def admit(
    context: ApplicationContext, address: str, make: Callable[[], Awaitable[ServerSession]]
) -> ServerSession | None:
    """The session that is made for an address, when there is room for it or room was made; None if it cannot be.
    Called for one at a time."""
    sessions = list(context.sessions)
    if len(sessions) >= most():
        missed_least = dispensable(sessions, address)
        log.warning("As many pages are open as %s says, %d.", SETTING, most())
        if missed_least is None:
            return None
        await _let_go(context, missed_least)
    session = await make()
    vars(session)["address"] = address
    return session


def dispensable(sessions: Iterable[Any], newcomer: str) -> Any | None:
    """Which session is let go for one more of an address; None for none."""
    several = list(sessions)
    has = Counter([newcomer, *map(_address, several)])
    own, share = has[newcomer], SHARE * most()

    def may_go(one: Any) -> bool:
        if one.expiration_blocked:  # it is at work
            return False
        its, use = has[_address(one)], _use(one)
        return use is Use.CLOSED or (its > max(own, share) if use is Use.USED else its >= own or own <= share)

    return min(
        filter(may_go, several),
        key=lambda one: (_use(one), -has[_address(one)], one.connection_count > 0, -_silent(one)),
        default=None,
    )


def _address(session: Any) -> str:
    return str(vars(session).get("address", ""))  # "": it was asked for by nobody over the network


def _silent(session: Any) -> float:
    """Milliseconds since it was heard, or since its last line was closed, or since it was made."""
    heard: float = vars(session).get("heard", -math.inf)
    left: float = session.milliseconds_since_last_unsubscribe
    return min(left, bokehs.current_time() - heard)


def _use(session: Any) -> Use:
    if not session.connection_count and vars(session).get("was_closed"):
        return Use.CLOSED
    return Use.USED if _silent(session) < IN_USE else Use.UNUSED


async def _let_go(context: ApplicationContext, session: Any) -> None:
    for connection in list(session._subscribed_connections):
        line = connection._socket
        line.close(LET_GO)
        line.connection = None  # it hears and says no more
        line.application.client_lost(connection)
    await context._discard_session(session, lambda _: True)


def _note(hear: Callable[..., Awaitable[None]], handler: Any, piece: str | bytes) -> Awaitable[None]:
    if handler.connection is not None and handler.connection._session is not None:
        vars(handler.connection._session)["heard"] = bokehs.current_time()
    return hear(handler, piece)
