"""Each session is kept for as long as its page may come back."""

import asyncio
from types import SimpleNamespace

import pytest
from bokeh.application.application import Application
from bokeh.document import Document
from bokeh.server import session as bokehs
from bokeh.server.contexts import ApplicationContext
from bokeh.server.session import ServerSession
from bokeh.server.tornado import (
    DEFAULT_CHECK_UNUSED_MS,
    DEFAULT_UNUSED_LIFETIME_MS,
    BokehTornado,
)
from bokeh.server.views.ws import WSHandler

from playground.serving import idle_sessions
from playground.serving.idle_sessions import CLOSED, LOST, NEVER, NEVER_AMONG_MANY

SOONER = 1000.0  # ms
LOST_BY_NETWORK, GONE = 1006, 1001


@pytest.fixture
def now(monkeypatch):
    """Milliseconds; a test sets `now.value`."""
    clock = SimpleNamespace(value=0.0)
    monkeypatch.setattr(bokehs, "current_time", lambda: clock.value)
    return clock


class Connection:
    """Stands for a page's line to its session."""

    def __init__(self, session):
        self.session = self._session = session


class House:
    """An app's sessions, and lines that open and close."""

    def __init__(self):
        idle_sessions.install()
        self.context = ApplicationContext(Application())
        self.context._loop = SimpleNamespace()

    async def fetch(self, name):
        return await self.context.create_session_if_needed(name)

    def open(self, session):
        connection = Connection(session)
        session.subscribe(connection)
        return connection

    def close(self, connection, code):
        handler = object.__new__(WSHandler)
        handler.close_code, handler.close_reason, handler.connection = code, None, connection
        handler.application = SimpleNamespace(client_lost=lambda lost: lost.session.unsubscribe(lost))
        handler.on_close()

    async def look(self):
        await self.context._cleanup_sessions(LOST)
        return sorted(self.context._sessions)


def visits(now, *steps):
    """Runs `steps`, each a coroutine function of a house; returns what the last one does."""

    async def go():
        house, answer = House(), None
        for step in steps:
            answer = await step(house)
        return answer

    return asyncio.run(go())


def left(code):
    async def step(house):
        house.close(house.open(await house.fetch("page")), code)

    return step


def after(now, milliseconds):
    async def step(house):
        now.value = milliseconds
        return await house.look()

    return step


async def fetched(house):
    await house.fetch("page")


@pytest.mark.parametrize(
    ("step", "time"),
    [
        pytest.param(fetched, NEVER, id="fetched, without a line"),
        pytest.param(left(LOST_BY_NETWORK), LOST, id="line lost"),
        pytest.param(left(None), LOST, id="line lost without a word"),
        pytest.param(left(GONE), CLOSED, id="page left"),
        pytest.param(left(1000), CLOSED, id="page closed"),
    ],
)
def test_each_kind_is_kept_for_its_time(now, step, time):
    assert visits(now, step, after(now, time - SOONER)) == ["page"]
    now.value = 0.0
    assert visits(now, step, after(now, time + SOONER)) == []


def test_of_many_that_were_only_fetched_none_is_kept_long(now, monkeypatch):
    monkeypatch.setattr(idle_sessions, "MANY", 3)  # Bokeh looks through the memory for each that it lets go

    async def flood(house):
        for number in range(4):
            await house.fetch(str(number))

    assert len(visits(now, flood, after(now, NEVER_AMONG_MANY - SOONER))) == 4
    now.value = 0.0
    assert visits(now, flood, after(now, NEVER_AMONG_MANY + SOONER)) == []


def test_so_many_that_were_only_fetched_are_not_many_yet_and_others_do_not_count(now, monkeypatch):
    monkeypatch.setattr(idle_sessions, "MANY", 3)

    async def come(house):
        for name in "abc":
            await house.fetch(name)
        for name in "de":
            house.close(house.open(await house.fetch(name)), LOST_BY_NETWORK)
        for name in "fg":
            house.open(await house.fetch(name))

    assert visits(now, come, after(now, NEVER_AMONG_MANY + SOONER)) == list("abcdefg")


def test_who_is_there_is_not_let_go(now):
    async def stay(house):
        house.open(await house.fetch("page"))

    assert visits(now, stay, after(now, 100 * LOST)) == ["page"]


def test_who_comes_back_in_the_last_moment_has_the_whole_time_again(now):
    async def go():
        house = House()
        session = await house.fetch("page")
        house.close(house.open(session), GONE)
        now.value = CLOSED + SOONER
        session.block_expiration()  # somebody is at work with it, so it is not let go at this look
        await house.look()
        session.unblock_expiration()
        connection = house.open(session)
        house.close(connection, LOST_BY_NETWORK)
        now.value += LOST - SOONER
        return await house.look()

    assert asyncio.run(go()) == ["page"]


def test_what_nobody_comes_back_for_is_not_kept_long_nor_in_great_number():
    assert NEVER_AMONG_MANY < CLOSED < NEVER < LOST
    assert idle_sessions.MANY <= 100
    assert idle_sessions.LOOKED_AT <= NEVER_AMONG_MANY


def test_a_lid_closed_for_half_a_minute_costs_nothing():
    assert LOST >= 2 * 30_000
    assert LOST <= DEFAULT_UNUSED_LIFETIME_MS * 4


def test_a_line_that_closes_before_it_has_a_session_is_no_matter():
    told = []
    for connection in (None, SimpleNamespace(_session=None)):
        idle_sessions._note(told.append, SimpleNamespace(connection=connection))
    assert len(told) == 2


def test_an_administrators_own_times_are_kept():
    made = []

    def make(server, *given, **named):
        made.append(named)

    idle_sessions._look_often(make, None)
    idle_sessions._look_often(
        make, None, unused_session_lifetime_milliseconds=1, check_unused_sessions_milliseconds=2
    )
    assert [sorted(named.values()) for named in made] == [[idle_sessions.LOOKED_AT, LOST], [1, 2]]


def test_a_server_is_made_with_these_times():
    idle_sessions.install()
    server = BokehTornado({"/": Application()})
    assert server._check_unused_sessions_milliseconds == idle_sessions.LOOKED_AT
    assert server._unused_session_lifetime_milliseconds == LOST


def test_bokeh_itself_still_has_one_time_for_all():
    assert (DEFAULT_UNUSED_LIFETIME_MS, DEFAULT_CHECK_UNUSED_MS) == (15_000, 17_000)
    session = ServerSession("a", Document())
    assert not hasattr(session, "was_closed")
    assert hasattr(session, "_expiration_requested")
    assert BokehTornado.__init__
