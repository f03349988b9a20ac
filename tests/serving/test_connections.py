"""Connections that say nothing keep nobody out."""

import asyncio
import inspect
from types import SimpleNamespace

import pytest
from asking import token_of
from bokeh.server.views.ws import WSHandler
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from tornado.websocket import websocket_connect
from unwrapped import unwrapped

from playground.serving import connections
from playground.serving.connections import MOST, MOST_LINES, Open, dispensable

ASKED = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


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


@pytest.fixture
def three(monkeypatch):
    connections.install()
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

    asyncio.run(asyncio.wait_for(go(), 60))


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

    asyncio.run(asyncio.wait_for(go(), 60))


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

    asyncio.run(asyncio.wait_for(go(), 60))


def one(name, address, is_answered=False):
    finished = SimpleNamespace(done=lambda: not is_answered)
    return Open(name, address, SimpleNamespace(_read_finished=True, _finish_future=finished))


@pytest.mark.parametrize(
    ("standing", "goes"),
    [
        ([one("a", "1"), one("b", "2"), one("c", "2")], "b"),
        ([one("a", "1"), one("b", "2", True), one("c", "2")], "c"),
        ([one("a", "1"), one("b", "2", True), one("c", "2", True)], "b"),
        ([one("a", "1"), one("b", "1")], "a"),
    ],
)
def test_who_goes_is_of_the_address_with_most_and_waits_for_no_answer_if_there_is_such(standing, goes):
    assert dispensable(standing).connection == goes


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
        (System(1000, 1000, gives=False), (1000, 1000), 500),
        (System(20_000, 20_000, gives=False), (20_000, 20_000), MOST),
        (System(-1, -1, gives=False), (-1, -1), MOST),
    ],
)
def test_as_many_descriptors_as_there_are_and_connections_in_half_of_them(monkeypatch, system, limit, most):
    monkeypatch.setattr(connections, "resource", system)
    connections.ask_for_descriptors()
    assert system.limit == limit
    assert connections.most() == most


def test_a_system_that_counts_no_sockets_is_not_asked(monkeypatch):
    monkeypatch.setattr(connections, "resource", None)
    connections.ask_for_descriptors()
    assert connections.most() == MOST


def test_the_longest_heads_of_all_that_may_stand_are_within_what_one_visitor_may_take():
    assert MOST * 2**16 < 50e6


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

    asyncio.run(asyncio.wait_for(go(token_of(served.page())), 60))


@pytest.mark.parametrize("connection", [None, SimpleNamespace(_session=None)])
def test_a_line_that_was_not_let_in_closes_no_other(connection):
    async def opened(handler, token):
        pass

    handler = SimpleNamespace(connection=connection)
    asyncio.run(connections._keep_few_lines(opened, handler, ""))
    assert not hasattr(handler, "number")


def test_tornado_and_bokeh_themselves_still_bound_neither():
    """Where one of them does, half of this file may go."""
    parameters = set(inspect.signature(unwrapped(HTTPServer, "initialize")).parameters)
    assert not any("connections" in name for name in parameters)
    assert "connection_count" not in inspect.getsource(unwrapped(WSHandler, "_async_open"))
