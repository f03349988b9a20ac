"""Connections that say nothing keep nobody out."""

import asyncio
import importlib.util
import inspect
import sys
from types import SimpleNamespace

import pytest
from bokeh.server.views.ws import WSHandler
from in_process import is_let_go
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from unwrapped import unwrapped

from playground.serving import connections
from playground.serving.bodies import MOST_BODY
from playground.serving.connections import MOST, Open, dispensable

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


def test_tornado_and_bokeh_themselves_still_bound_neither():
    """Where one of them does, half of this file may go."""
    parameters = set(inspect.signature(unwrapped(HTTPServer, "initialize")).parameters)
    assert not any("connections" in name for name in parameters)
    for name in ("open", "_async_open"):
        assert "connection_count" not in inspect.getsource(unwrapped(WSHandler, name))
