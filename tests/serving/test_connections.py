"""Connections that say nothing keep nobody out."""

import asyncio
import importlib.util
import inspect
import sys
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from asking import token_of
from bokeh.server.contexts import ApplicationContext
from bokeh.server.views.ws import WSHandler
from bokeh.util.token import generate_jwt_token, generate_session_id
from in_process import started
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from tornado.websocket import websocket_connect
from unwrapped import unwrapped

from playground.serving import connections
from playground.serving.bodies import MOST_BODY
from playground.serving.connections import MOST, MOST_LINES, REPLACED, Open, dispensable

# What hangs where something is wrong fails after so many seconds, on a slow machine too.
PATIENCE = 60
ASKED = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def request(has_said_all=True, is_answered=False):
    """As Tornado has it."""
    return SimpleNamespace(
        _read_finished=has_said_all, _finish_future=SimpleNamespace(done=lambda: is_answered)
    )


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        (request(has_said_all=False), False),
        (request(), True),
        (request(is_answered=True), False),
        (request(has_said_all=False, is_answered=True), False),  # refused before all was said
    ],
)
def test_who_has_asked_waits_for_an_answer_until_all_of_it_has_gone(asked, waits):
    assert Open("a", "1", asked).is_answered is waits


def one(name, network, is_answered=False):
    return Open(name, network, request(is_answered=not is_answered))


@pytest.mark.parametrize(
    ("standing", "goes"),
    [
        ([one("a", "1"), one("b", "2"), one("c", "2")], "b"),
        ([one("a", "2", True), one("b", "2"), one("c", "2"), one("d", "2"), one("e", "1")], "b"),
        ([one("a", "1"), one("b", "2", True), one("c", "2", True)], "b"),
        ([one("a", "1"), one("b", "1")], "a"),
        ([one("a", "1")], "a"),
    ],
)
def test_who_goes_is_of_the_network_with_most_and_waits_for_no_answer_if_there_is_such(standing, goes):
    assert dispensable(standing).connection == goes


@pytest.mark.parametrize("networks", ["11", "12", "11111", "12345"])
def test_nobody_who_has_just_come_goes_for_those_who_are_being_answered_and_take_nothing(networks):
    *those, new = (one(str(number), network, True) for number, network in enumerate(networks))
    assert dispensable([*those, one("new", new.network)]).connection == "0"


def test_who_waits_for_an_answer_stays_where_as_many_of_other_networks_are_silent():
    assert dispensable([one("a", "1", True), one("b", "2"), one("c", "3"), one("d", "4")]).connection == "b"


class Standing:
    """Stands for a connection to an HTTP server."""

    def __init__(self, address="192.0.2.1"):
        self.context = SimpleNamespace(remote_ip=address)
        self.stream = self
        self.closed = 0

    def close(self):
        self.closed += 1


@pytest.fixture
def for_two(monkeypatch):
    """An HTTP server that has two connections at most."""
    monkeypatch.setattr(connections, "MOST", 2)
    connections.install()
    return HTTPServer(lambda request: None)


def test_each_that_is_too_many_lets_another_go_before_the_server_hears_that_it_has_gone(for_two):
    standing = [Standing() for _ in range(4)]
    begun = [for_two.start_request(each, request(has_said_all=False)) for each in standing]
    assert all(begun)  # who hears what is asked, as Tornado has it
    assert [each.closed for each in standing] == [1, 1, 0, 0]
    for_two._connections = set(standing)
    for each in standing:
        for_two.on_close(each)
    assert not for_two._connections
    assert vars(for_two)["open"] == {}


def test_who_says_more_is_no_longer_the_oldest(for_two):
    first, second, third = (Standing() for _ in range(3))
    for each in (first, second, first, third):
        for_two.start_request(each, request(has_said_all=False))
    assert (first.closed, second.closed, third.closed) == (0, 1, 0)


def test_addresses_of_one_network_count_together(for_two):
    standing = [Standing("192.0.2.1"), Standing("2001:db8::1"), Standing("2001:db8::2")]
    for each in standing:
        for_two.start_request(each, request(has_said_all=False))
    assert [each.closed for each in standing] == [0, 1, 0]


class System:
    RLIMIT_NOFILE, RLIM_INFINITY = "files", -1

    def __init__(self, soft, hard, gives=True):
        self.limit, self.gives = (soft, hard), gives

    def getrlimit(self, _):
        return self.limit

    def setrlimit(self, _, limit):
        if not self.gives:
            raise ValueError
        self.limit = limit


@pytest.mark.parametrize(
    ("system", "limit", "most"),
    [
        (System(1024, 4096), (4096, 4096), MOST),
        (System(1024, 2**20), (8192, 2**20), MOST),
        (System(256, -1), (8192, -1), MOST),
        (System(256, -1, gives=False), (256, -1), 128),
        (System(1000, 1000), (1000, 1000), 500),
        (System(20_000, 30_000), (20_000, 30_000), MOST),
        (System(-1, -1), (-1, -1), MOST),
    ],
)
def test_as_many_descriptors_as_there_are_and_connections_in_half_of_them(monkeypatch, system, limit, most):
    monkeypatch.setattr(connections, "resource", system)
    connections.ask_for_descriptors()
    assert system.limit == limit
    assert connections.most() == most


def test_a_server_asks_for_descriptors_when_it_is_made(monkeypatch):
    monkeypatch.setattr(connections, "resource", System(256, 1024))
    connections.install()
    assert connections.resource.limit == (1024, 1024)


def test_a_system_that_counts_no_sockets_is_not_asked(monkeypatch):
    monkeypatch.setattr(connections, "resource", None)
    connections.ask_for_descriptors()
    assert connections.most() == MOST


def test_so_it_is_on_windows(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    spec = importlib.util.spec_from_file_location("on_windows", connections.__file__)
    on_windows = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "on_windows", on_windows)
    spec.loader.exec_module(on_windows)
    assert on_windows.resource is None


def test_the_longest_heads_and_bodies_of_all_that_may_stand_are_within_what_one_visitor_may_take():
    assert MOST * max(2**16, MOST_BODY) < 50e6


class Visitors:
    """Connections to a server on which an answer waits until `may_answer`."""

    def __init__(self):
        self.may_answer = asyncio.Event()
        self.asked = asyncio.Semaphore(0)
        self.writers = []  # one that nobody holds is closed
        visitors = self

        class Slow(RequestHandler):
            async def get(self):
                visitors.asked.release()
                await visitors.may_answer.wait()
                self.write("here")

        self.server = HTTPServer(Application([("/", Slow)]))
        socket, self.port = bind_unused_port()
        self.server.add_sockets([socket])

    async def come(self, said=b""):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writers.append(writer)
        writer.write(said)
        while not any(str(writer.get_extra_info("sockname")[1]) == port for port in self.ports()):
            await asyncio.sleep(0)
        return reader, writer

    def ports(self):
        """Of which visitors the server has taken a connection and not let go."""
        sockets = [one.stream.socket for one in vars(self.server).get("open", {})]
        return [str(socket.getpeername()[1]) for socket in sockets if socket]


async def is_let_go(reader):
    try:
        return await reader.read(1) == b""
    except ConnectionError:  # in the middle of what it said
        return True


@pytest.fixture(autouse=True)
def installed():
    connections.install()


@pytest.fixture
def three(monkeypatch):
    monkeypatch.setattr(connections, "MOST", 3)


def test_where_there_are_too_many_the_oldest_that_says_nothing_goes_and_who_asks_is_answered(three):
    async def go():
        visitors = Visitors()
        asking, _ = await visitors.come(ASKED)
        await visitors.asked.acquire()
        first, _ = await visitors.come(ASKED[:9])
        second, _ = await visitors.come()
        await visitors.come()
        assert await is_let_go(first)
        await visitors.come()
        assert await is_let_go(second)
        visitors.may_answer.set()
        assert (await asking.readline()).startswith(b"HTTP/1.1 200")
        assert len(visitors.ports()) == 3

    asyncio.run(asyncio.wait_for(go(), PATIENCE))


def test_who_was_answered_has_said_nothing_since_and_is_oldest_by_its_last_words(three):
    async def go():
        visitors = Visitors()
        visitors.may_answer.set()
        again, writer = await visitors.come(ASKED)
        assert (await again.readuntil(b"here")).startswith(b"HTTP/1.1 200")
        silent, _ = await visitors.come()
        writer.write(ASKED)
        await again.readuntil(b"here")
        await visitors.come()
        await visitors.come()
        assert await is_let_go(silent)
        await visitors.come()
        assert await is_let_go(again)

    asyncio.run(asyncio.wait_for(go(), PATIENCE))


def test_who_leaves_makes_room(three):
    async def go():
        visitors = Visitors()
        stays, stayer = await visitors.come()
        for _ in range(5):
            _, leaver = await visitors.come()
            leaver.close()
            while len(visitors.ports()) > 1:
                await asyncio.sleep(0)
        visitors.may_answer.set()
        stayer.write(ASKED)
        assert (await stays.readline()).startswith(b"HTTP/1.1 200")
        visitors.server.stop()
        stayer.close()
        while vars(visitors.server)["open"] or visitors.server._connections:
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(go(), PATIENCE))


def test_those_who_ask_and_take_no_answer_keep_nobody_out(three):
    async def go():
        visitors = Visitors()
        hogs = []
        for _ in range(3):
            hogs.append(await visitors.come(ASKED))
            await visitors.asked.acquire()
        new, _ = await visitors.come(ASKED)
        await visitors.asked.acquire()
        assert await is_let_go(hogs[0][0])
        visitors.may_answer.set()
        assert (await new.readline()).startswith(b"HTTP/1.1 200")

    asyncio.run(asyncio.wait_for(go(), PATIENCE))


def test_a_session_has_a_few_lines_and_one_more_closes_its_oldest(served):
    async def go(token):
        lines = []
        for _ in range(MOST_LINES + 2):
            lines.append(await websocket_connect(served.line(), subprotocols=["bokeh", token]))
            assert "ACK" in await lines[-1].read_message()
        for line in lines[:2]:
            while await line.read_message() is not None:
                pass
            assert line.close_code == connections.REPLACED
        for line in lines[2:]:
            assert line.close_code is None
            line.close()

    asyncio.run(asyncio.wait_for(go(token_of(served.page())), PATIENCE))


class Opening:
    """Stands for what hears a line, and for the line; writes down what becomes of it."""

    def __init__(self, application, session, said):
        self.application, self._token = application, generate_jwt_token(session)
        self.ws_connection = SimpleNamespace(close=said.append, stream=self)
        self.connection = self.close_code = self.close_reason = None
        self.said = said

    def close(self):
        self.said.append("cut")


def test_lines_are_known_from_when_they_are_open_until_they_end():
    application, said = SimpleNamespace(), [[] for _ in range(MOST_LINES + 2)]
    sessions = ["a"] * (MOST_LINES + 1) + ["b"]
    lines = [Opening(application, *each) for each in zip(sessions, said, strict=True)]
    for line in lines:
        connections._keep_few_lines(lambda line: line.said.append("open"), line)
    assert said == [["open", REPLACED, "cut"], *[["open"]] * (MOST_LINES + 1)]
    *those, last = lines
    for line in those:
        connections._forget_line(lambda line: line.said.append("ended"), line)
    assert [what[-1] for what in said] == [*["ended"] * len(those), "open"]
    WSHandler.on_close(last)
    assert vars(application) == {"open": {}}


@pytest.mark.parametrize(
    ("has_ended", "connection", "is_let_go"),
    [
        (False, SimpleNamespace(_session="a session"), False),
        (True, SimpleNamespace(_session="a session"), True),
        (True, SimpleNamespace(_session=None), False),  # it has ended a moment later, and Bokeh has heard it
        (True, None, False),  # another has let it go
    ],
)
def test_a_line_that_has_ended_is_let_go_of_once(has_ended, connection, is_let_go):
    done = []

    async def open_line(handler, token):
        done.append(token)

    handler = SimpleNamespace(_on_close_called=has_ended, connection=connection)
    handler.on_close = lambda: done.append("let go")
    asyncio.run(connections._let_go_of_lost(open_line, handler, "token"))
    assert done == ["token", *["let go"] * is_let_go]


class Page:
    """A server without a page, in this process, and lines into one of its sessions."""

    def __init__(self, server):
        self.server, self.application = server, server._tornado
        signing = {"secret_key": self.application.secret_key, "signed": self.application.sign_sessions}
        self.token = generate_jwt_token(generate_session_id(**signing), **signing)

    async def open_line(self, token=None):
        """Reads and writes what a browser's websocket does, but says only what it is told to."""
        reader, writer = await asyncio.open_connection("localhost", self.server.port)
        fields = {
            "Host": f"localhost:{self.server.port}",
            "Origin": f"http://localhost:{self.server.port}",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Protocol": f"bokeh, {token or self.token}",
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        writer.write(f"GET /ws HTTP/1.1\r\n{head}\r\n".encode())
        self.writers = [*getattr(self, "writers", []), writer]  # one that nobody holds is closed
        await reader.readuntil(b"\r\n\r\n")
        return reader, writer

    @property
    def lines(self):
        return vars(self.application).get("open", {})

    @property
    def sessions(self):
        return self.application.get_sessions("/")


@asynccontextmanager
async def page():
    async with started() as server:
        yield Page(server)


def test_a_session_has_a_few_lines_and_one_more_closes_its_oldest_at_once():
    async def go():
        async with page() as here:
            opened, ways = [], []
            for number in range(1, 6):
                opened.append(await here.open_line())
                await opened[-1][0].readuntil(b"ACK")
                ways.append(list(here.lines.values())[-1].way)
                assert [way.stream.closed() for way in ways] == [way in ways[:-3] for way in ways]
                assert not ways[number - 1].is_closing()
            for reader, _ in opened[:2]:
                assert (await reader.read()).endswith(b"\x88\x02\x03\xf0")  # closed, by 1008
            await here.open_line(Page(here.server).token)
            assert not any(way.is_closing() for way in ways[2:])  # another session's

    asyncio.run(asyncio.wait_for(go(), PATIENCE))


def test_a_line_that_has_ended_makes_room():
    async def go():
        async with page() as here:
            kept, _ = await here.open_line()
            await kept.readuntil(b"ACK")
            for _ in range(5):
                reader, writer = await here.open_line()
                await reader.readuntil(b"ACK")
                writer.close()
                while len(here.lines) > 1:
                    await asyncio.sleep(0)
            assert not next(iter(here.lines.values())).way.is_closing()
            (session,) = here.sessions
            assert session.connection_count == 1

    asyncio.run(asyncio.wait_for(go(), PATIENCE))


def test_a_line_that_is_not_let_in_closes_no_other():
    async def go():
        async with page() as here:
            await here.open_line()
            for _ in range(4):
                reader, _ = await here.open_line("a token from elsewhere")
                await is_let_go(reader)
            assert len(here.lines) == 1

    asyncio.run(asyncio.wait_for(go(), PATIENCE))


@pytest.fixture
def slowly(monkeypatch):
    """Has a session be made once it may be."""
    may_be_made = asyncio.Event()
    create = unwrapped(ApplicationContext, "create_session_if_needed")

    async def wait_and_create(*given):
        await may_be_made.wait()
        return await create(*given)

    monkeypatch.setattr(ApplicationContext, "create_session_if_needed", wait_and_create)
    return may_be_made


async def connected_to_whom_left(may_be_made):
    """How many lines a session has that was made for one which had ended."""
    async with page() as here:
        _, writer = await here.open_line()
        assert len(here.lines) == 1
        writer.close()
        while here.lines:
            await asyncio.sleep(0)
        may_be_made.set()
        for _ in range(100):
            await asyncio.sleep(0)
        (session,) = here.sessions
        return session.connection_count


def test_a_session_that_was_made_for_a_line_which_has_ended_is_not_kept_for_it(slowly):
    assert asyncio.run(asyncio.wait_for(connected_to_whom_left(slowly), PATIENCE)) == 0


def test_tornado_and_bokeh_themselves_still_bound_neither():
    """Where one of them does, half of this file may go."""
    parameters = set(inspect.signature(unwrapped(HTTPServer, "initialize")).parameters)
    assert not any("connections" in name for name in parameters)
    for name in ("open", "_async_open"):
        assert "connection_count" not in inspect.getsource(unwrapped(WSHandler, name))


def test_bokeh_itself_still_keeps_a_session_for_who_has_left(slowly, monkeypatch):
    monkeypatch.setattr(WSHandler, "_async_open", unwrapped(WSHandler, "_async_open"))
    reason = "_let_go_of_lost can go from playground/serving/connections.py"
    assert asyncio.run(asyncio.wait_for(connected_to_whom_left(slowly), PATIENCE)) == 1, reason
