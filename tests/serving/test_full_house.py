"""As many pages are open as there is room for; who is in the playground stays in it."""

import asyncio
import inspect
from types import SimpleNamespace

import pytest
from bokeh.application.application import Application
from bokeh.server import session as bokehs
from bokeh.server.contexts import ApplicationContext
from bokeh.server.session import ServerSession
from bokeh.server.views.ws import WSHandler
from raw_visitor import RawVisitor
from serving import Server
from unwrapped import unwrapped

from playground.serving import floods, full_house
from playground.serving.floods import Door
from playground.serving.full_house import IN_USE, LET_GO, MOST, SETTING, SHARE, dispensable
from playground.serving.turns import Turns

NOW = 1e6  # ms
LONG = IN_USE + 1


@pytest.fixture(autouse=True)
def now(monkeypatch):
    clock = SimpleNamespace(value=NOW)
    monkeypatch.setattr(bokehs, "current_time", lambda: clock.value)
    return clock


def one(name, address, silent=0, lines=1, *, since=2 * LONG, blocked=False, **more):
    """A session as Bokeh keeps it, heard `silent` ms ago and left or made `since` ms ago."""
    return SimpleNamespace(
        id=name,
        address=address,
        heard=NOW - silent,
        milliseconds_since_last_unsubscribe=since,
        connection_count=lines,
        expiration_blocked=blocked,
        **more,
    )


def goes(sessions, newcomer):
    gone = dispensable(sessions, newcomer)
    return gone and gone.id


@pytest.mark.parametrize(
    ("sessions", "newcomer", "expected"),
    [
        pytest.param([one("a", "1"), one("b", "1")], "1", None, id="in use, of one's own"),
        pytest.param([one("a", "1"), one("b", "1", LONG)], "1", "b", id="the one that is not in use"),
        pytest.param([one("a", "1", IN_USE - 1)], "1", None, id="just in use"),
        pytest.param([one("a", "1", IN_USE)], "1", "a", id="not in use any more"),
        pytest.param([one("a", "1", LONG), one("b", "1", LONG + 1)], "1", "b", id="silent longest"),
        pytest.param([one("a", "1", LONG, since=0)], "1", None, id="its line was lost just now"),
        pytest.param([one("a", "1", 9 * LONG), one("b", "1", LONG, lines=0)], "1", "b", id="no line first"),
        pytest.param([one("a", "1", 0, lines=0)], "1", None, id="no line, but just left"),
        pytest.param([one("a", "1", 0, 0, was_closed=True)], "1", "a", id="closed by its visitor"),
        pytest.param(
            [one("a", "1", LONG), one("b", "1", 0, 0, was_closed=True)], "1", "b", id="that one first"
        ),
        pytest.param(
            [*[one("a", "1")] * 6, one("b", "2", 0, 0, was_closed=True)], "1", "b", id="that one for all"
        ),
        pytest.param([one("a", "1", 0, 0, was_closed=False)], "1", None, id="lost by its visitor"),
        pytest.param([one("a", "1", 0, 1, was_closed=True)], "1", None, id="closed, and back"),
        pytest.param([one("a", "1", LONG, blocked=True)], "1", None, id="at work"),
        pytest.param(
            [one("a", "1", 9 * LONG), one("b", "2", LONG), one("c", "2", LONG + 1)],
            "3",
            "c",
            id="of who has most",
        ),
        pytest.param(
            [one("a", "1", 9 * LONG, lines=0), one("b", "2", LONG), one("c", "2")],
            "3",
            "b",
            id="before no line",
        ),
        pytest.param([one("a", "1", LONG), *[one("b", "2")] * 3], "3", "a", id="who has most has all in use"),
    ],
)
def test_who_is_missed_least_goes(monkeypatch, sessions, newcomer, expected):
    monkeypatch.setenv(SETTING, "20")  # of which four are a share
    assert goes(sessions, newcomer) == expected


FEW = 4
of_many = [one(f"m{number}", "many", number) for number in range(FEW + 1)]


@pytest.mark.parametrize(
    ("sessions", "newcomer", "expected"),
    [
        pytest.param(of_many, "few", f"m{FEW}", id="in use, of more than a share: silent longest"),
        pytest.param(of_many[:-1], "few", None, id="in use, of a share"),
        pytest.param(of_many, "many", None, id="in use, of one's own"),
        pytest.param([*of_many, *[one("f", "few")] * FEW], "few", None, id="of who will have as many"),
        pytest.param([*of_many, *[one("f", "few")] * (FEW - 1)], "few", f"m{FEW}", id="of who has more"),
        pytest.param([*of_many, one("f", "few", LONG)], "few", "f", id="not in use comes before in use"),
        pytest.param(
            [*of_many, one("f", "few", LONG)], "many", None, id="who has many takes from nobody with fewer"
        ),
        pytest.param([*[one("f", "few")] * 3, one("g", "one", LONG)], "few", "g", id="up to a share one may"),
        pytest.param([*[one("f", "few")] * FEW, one("g", "one", LONG)], "few", None, id="beyond, not"),
        pytest.param(
            [*[one("f", "few")] * FEW, *[one("g", "one", LONG)] * 5], "few", "g", id="from as many, one may"
        ),
    ],
)
def test_an_address_keeps_its_share_and_takes_from_nobody_who_has_less(
    monkeypatch, sessions, newcomer, expected
):
    monkeypatch.setenv(SETTING, str(round(FEW / SHARE)))
    assert goes(sessions, newcomer) == expected


class Line:
    """Stands for a websocket, for its connection, and for the server that it belongs to."""

    def __init__(self, session):
        self.connection = self.application = self._socket = self
        self._session, self.code = session, None
        session.subscribe(self)

    def close(self, code):
        self.code = code

    def client_lost(self, connection):
        connection._session.unsubscribe(connection)


@pytest.fixture
def context(monkeypatch):
    """Sessions of an app that does nothing, with room for two."""
    monkeypatch.setenv(SETTING, "2")
    floods.install()
    context = ApplicationContext(Application())
    context._loop = SimpleNamespace()
    context.door = Door()
    context.door.turns = Turns(9, 9, rest=0)
    return context


async def arrive(context, name, address="1"):
    stream = SimpleNamespace(closed=lambda: False)
    request = SimpleNamespace(remote_ip=address, connection=SimpleNamespace(stream=stream), arguments={})
    return await context.create_session_if_needed(name, request)


def test_one_more_takes_the_place_of_the_one_that_is_silent_longest(context, now):
    async def go():
        lines = []
        for name in "abc":
            session = await arrive(context, name)
            lines.append(Line(session))
            lines.append(Line(session))
            now.value += LONG
        return lines, sorted(context._sessions)

    (first, second, *others), left = asyncio.run(go())
    assert left == ["b", "c"]
    assert (first.code, second.code) == (LET_GO, LET_GO)
    assert (first.connection, second.connection) == (None, None)
    assert [line.code for line in others] == [None] * 4


def test_where_nobody_may_go_the_newcomer_reads_that_the_server_is_full(context, monkeypatch):
    logged = []
    monkeypatch.setattr(full_house.log, "warning", lambda words, *values: logged.append(words % values))

    async def go():
        await arrive(context, "a")
        await arrive(context, "b")
        assert not logged
        with pytest.raises(floods.Busy) as told:
            await arrive(context, "c")
        return told.value.why, sorted(context._sessions)

    why, left = asyncio.run(go())
    assert left == ["a", "b"]
    assert why == floods.FULL
    assert why in floods.busy_page(why)
    assert floods.Busy().why != why
    assert logged == [f"As many pages are open as {SETTING} says, 2."]


def test_who_has_more_addresses_of_one_network_counts_as_one(context):
    async def go():
        for name in "ab":
            await arrive(context, name, f"2001:db8::{name}")
        with pytest.raises(floods.Busy):
            await arrive(context, "c", "2001:db8::c")
        await arrive(context, "d", "2001:db8:0:1::d")
        return sorted(context._sessions)

    assert asyncio.run(go()) == ["b", "d"]


def test_who_is_heard_is_in_use(context, now, monkeypatch):
    heard = []

    async def hear(handler, piece):
        heard.append(piece)

    monkeypatch.setattr(WSHandler, "on_message", hear)
    full_house.install()

    async def go():
        session = await arrive(context, "a")
        await arrive(context, "b")
        now.value += LONG
        handler = SimpleNamespace(connection=SimpleNamespace(_session=session))
        await WSHandler.on_message(handler, "piece")
        await arrive(context, "c")
        return sorted(context._sessions)

    assert asyncio.run(go()) == ["a", "c"]
    assert heard == ["piece"]


@pytest.mark.parametrize("connection", [None, SimpleNamespace(_session=None)])
def test_what_comes_on_a_line_without_a_session_is_nobodys(connection):
    heard = []
    full_house._note(
        lambda handler, piece: heard.append(piece), SimpleNamespace(connection=connection), "piece"
    )
    assert heard == ["piece"]


def test_a_session_that_nobody_asked_for_over_the_network_may_go_too(context, now):
    async def go():
        await context.create_session_if_needed("a")
        await arrive(context, "b")
        now.value += LONG
        await arrive(context, "c")
        return len(context._sessions)

    assert asyncio.run(go()) == 2


@pytest.mark.parametrize(("asked", "most"), [(None, MOST), ("", MOST), (" 40 ", 40), ("1", 1)])
def test_an_administrator_says_how_many(monkeypatch, asked, most):
    monkeypatch.delenv(SETTING, raising=False)
    if asked is not None:
        monkeypatch.setenv(SETTING, asked)
    assert full_house.most() == most


@pytest.mark.parametrize("asked", ["0", "-1", "many", "1.5", "²", "٣"])
def test_what_is_no_number_of_pages_is_told_at_the_start(monkeypatch, asked):
    monkeypatch.setenv(SETTING, asked)
    with pytest.raises(ValueError, match=SETTING):
        full_house.install()


def test_classes_have_room_and_the_memory_of_a_small_server_holds_them():
    assert MOST * SHARE >= 2 * 30
    assert 10 * 30 <= MOST <= floods.SESSIONS[0] <= 600
    page = 2  # MB, of a page in which nothing was done
    assert MOST * page <= 600
    asked_after, seconds = 5, 1000  # of silence a page asks whether the server is there
    assert 4 * asked_after * seconds <= IN_USE <= 60 * seconds
    assert 4000 <= LET_GO <= 4999  # those that a server may choose


def test_visitors_of_other_addresses_get_in_though_one_holds_all_and_a_page_says_that_it_was_let_go():
    """And who was let in is answered."""

    async def visit(server):
        greedy = [await RawVisitor(server).arrive() for _ in range(3)]
        with pytest.raises(Exception, match="Busy"):
            await RawVisitor(server).arrive()
        for visitor in greedy[:2]:
            assert await visitor.is_answered()
        other = await RawVisitor(server, address="192.0.2.1").arrive()
        assert await other.is_answered()
        assert await greedy[2].is_shut_out()
        assert greedy[2].line.close_code == LET_GO
        for visitor in greedy[:2]:
            assert await visitor.is_answered()

    with Server(environment={SETTING: "3"}, options=("--use-xheaders",)) as server:
        asyncio.run(visit(server))
        assert "Traceback" not in server.log.read_text()


def test_bokeh_itself_still_makes_sessions_without_end_and_notes_no_use_of_them():
    """Where it bounds them, this file may go."""
    made = inspect.getsource(unwrapped(ApplicationContext, "create_session_if_needed"))
    assert "len(self._sessions)" not in made
    assert not {"heard", "last_used", "last_message"} & vars(ServerSession).keys()
    assert "session" not in inspect.getsource(unwrapped(WSHandler, "on_message"))
