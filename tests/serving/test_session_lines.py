"""A session has a few lines, and none that has ended."""

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from asking import token_of
from bokeh.server.contexts import ApplicationContext
from bokeh.server.views.ws import WSHandler
from bokeh.util.token import generate_jwt_token, generate_session_id
from in_process import is_let_go, started
from tornado.websocket import websocket_connect
from unwrapped import unwrapped

from playground.serving import connections
from playground.serving.connections import MOST_LINES, REPLACED

# What hangs where something is wrong fails after so many seconds, on a slow machine too.
PATIENCE = 60


@pytest.fixture(autouse=True)
def installed():
    connections.install()


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


def test_bokeh_itself_still_keeps_a_session_for_who_has_left(slowly, monkeypatch):
    monkeypatch.setattr(WSHandler, "_async_open", unwrapped(WSHandler, "_async_open"))
    reason = "_let_go_of_lost can go from playground/serving/connections.py"
    assert asyncio.run(asyncio.wait_for(connected_to_whom_left(slowly), PATIENCE)) == 1, reason
