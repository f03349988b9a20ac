"""However much one visitor sends or opens, the others are answered."""

import asyncio
import inspect
from types import SimpleNamespace

import pytest
from bokeh.application.application import Application
from bokeh.server.contexts import ApplicationContext
from bokeh.server.views.ws import WSHandler
from panel.io.server import DocHandler
from raw_visitor import RawVisitor
from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import WebSocketProtocol13

from playground.serving import floods
from playground.serving.floods import Busy, Door, Line
from playground.serving.turns import Bucket, Buckets, Flow, Turns


def request(address="1.2.3.4", has_left=False):
    stream = SimpleNamespace(closed=lambda: has_left)
    return SimpleNamespace(remote_ip=address, connection=SimpleNamespace(stream=stream), arguments={})


@pytest.fixture
def context():
    """Sessions of an app that does nothing, with a door that never rests."""
    floods.install()
    context = ApplicationContext(Application())
    context.door = Door()
    context.door.turns = Turns(3, 2, rest=0)
    return context


async def arrive(context, name, **details):
    return await context.create_session_if_needed(name, request(**details))


async def stand_in_the_door(context):
    """Somebody whose turn ends when the event that is returned is set."""
    go_on = asyncio.Event()
    asyncio.get_running_loop().create_task(context.door.turns.take(Bucket(1, 1), go_on.wait))
    await asyncio.sleep(0)
    return go_on


class TestTheDoor:
    def test_who_comes_is_let_in(self, context):
        assert asyncio.run(arrive(context, "a")).id == "a"

    def test_others_have_turns_before_the_page_of_a_new_session_is_written(self, context):
        async def go():
            arriving = asyncio.create_task(arrive(context, "a"))
            turns = 0
            while not arriving.done():
                turns += "a" in context._sessions
                await asyncio.sleep(0)
            return turns

        assert asyncio.run(go()) >= 3

    def test_who_is_in_comes_back_without_a_turn(self, context):
        async def go():
            session = await arrive(context, "a")
            context.door.turns = None
            return await arrive(context, "a") is session

        assert asyncio.run(go())

    def test_so_does_who_comes_twice_while_the_session_is_made(self, context):
        async def go():
            context.door.turns = None
            context._pending_sessions["a"] = asyncio.get_running_loop().create_future()
            context._pending_sessions["a"].set_result("the session")
            return await arrive(context, "a")

        assert asyncio.run(go()) == "the session"

    def test_a_session_that_nobody_asks_for_over_the_network_needs_no_turn(self, context):
        context.door.turns = None
        assert asyncio.run(context.create_session_if_needed("a")).id == "a"

    def test_too_many_at_once_are_told_to_come_again(self, context):
        async def go():
            go_on = await stand_in_the_door(context)
            waiting = [asyncio.create_task(arrive(context, name)) for name in "ab"]
            await asyncio.sleep(0)
            with pytest.raises(Busy):
                await arrive(context, "c")
            elsewhere = asyncio.create_task(arrive(context, "d", address="5.6.7.8"))
            go_on.set()
            return [session.id for session in await asyncio.gather(*waiting, elsewhere)]

        assert asyncio.run(go()) == ["a", "b", "d"]

    def test_too_many_one_after_another_are_told_to_come_again(self, context):
        async def go():
            context.door.supplies = Buckets(2, 1e-9)
            for name in "ab":
                await arrive(context, name)
            with pytest.raises(Busy):
                await arrive(context, "c")
            await arrive(context, "d", address="5.6.7.8")
            return sorted(context._sessions)

        assert asyncio.run(go()) == ["a", "b", "d"]

    def test_who_has_left_meanwhile_gets_no_session(self, context):
        async def go():
            with pytest.raises(Busy):
                await arrive(context, "a", has_left=True)
            return list(context._sessions)

        assert asyncio.run(go()) == []

    @pytest.mark.parametrize("line", [None, SimpleNamespace(is_closing=lambda: True)])
    def test_so_for_a_line_that_is_closed(self, context, line):
        async def go():
            asked = request()
            asked.line = SimpleNamespace(ws_connection=line)
            with pytest.raises(Busy):
                await context.create_session_if_needed("a", asked)

        asyncio.run(go())

    def test_a_class_that_opens_the_page_at_once_is_within_the_bounds(self):
        assert floods.MOST_WAITING_EACH >= 60
        assert floods.SESSIONS[0] >= 4 * 60

    def test_no_more_are_let_in_or_wait_than_a_server_can_bear(self):
        """A session takes half a second to make, and each that waits has been promised one."""
        at_once, rate = floods.SESSIONS
        assert rate <= 2
        assert at_once <= 600
        assert floods.MOST_WAITING_EACH < floods.MOST_WAITING <= 600

    def test_a_line_that_cannot_be_let_in_is_closed_with_a_word_to_try_again(self, monkeypatch):
        class Handler:
            request = SimpleNamespace()
            closed = None

            def close(self, code):
                self.closed = code

        async def busy(handler, token):
            assert handler.request.line is handler
            raise Busy

        monkeypatch.setattr(WSHandler, "_async_open", busy)
        floods.install()
        handler = Handler()
        asyncio.run(WSHandler._async_open(handler, "token"))
        assert handler.closed == 1013  # the websocket's "try again later"


class TestALine:
    def line(self, application=None):
        return Line(application or SimpleNamespace(), "1.2.3.4")

    def test_lines_of_one_address_share_its_bound(self):
        application = SimpleNamespace()
        one, other = self.line(application), self.line(application)
        assert one._flow is other._flow
        assert Line(application, "5.6.7.8")._flow is not one._flow

    def test_many_addresses_do_not_fill_the_memory(self):
        application = SimpleNamespace()
        for number in range(3000):
            Line(application, str(number))
            assert len(application.flows) <= 1000
        assert len(application.flows) == 1000

    def test_an_address_keeps_its_bound_while_others_come(self):
        application = SimpleNamespace()
        flow = self.line(application)._flow
        for number in range(999):
            Line(application, str(number))
        assert self.line(application)._flow is flow

    def test_the_bounds_are_what_a_page_needs_and_what_a_server_can_bear(self):
        frames = 3  # of a message, at least
        (at_once, rate), (most_at_once, most) = floods.LINE, floods.ADDRESS
        assert 60 * frames <= rate <= at_once <= 1_000
        assert 330 * frames <= most <= 500 * frames
        assert most <= most_at_once <= 5_000
        assert floods.IN_A_ROW <= 100

    def test_a_line_that_sends_without_end_gives_way(self):
        async def go():
            line, others = self.line(), []
            asyncio.get_running_loop().call_soon(others.append, "had a turn")
            for _ in range(floods.IN_A_ROW - 1):
                await line.take()
            before = list(others)
            await line.take()
            return before, list(others)

        assert asyncio.run(go()) == ([], ["had a turn"])

    def test_each_frame_takes_of_the_lines_own_and_of_the_addresss(self):
        async def go():
            line = self.line()
            line._flow, line._supply = Flow(5, 1e-9), Bucket(7, 1e-9)
            for _ in range(4):
                await line.take()
            return round(line._flow._supply.left), round(line._supply.left)

        assert asyncio.run(go()) == (1, 3)


def test_every_frame_of_a_line_waits_for_its_turn(monkeypatch):
    """What is no message too: pings, and pieces of pieces."""
    read = []

    async def receive(protocol):
        read.append("frame")

    monkeypatch.setattr(WebSocketProtocol13, "_receive_frame", receive)
    floods.install()
    handler = object.__new__(WSHandler)
    handler.application = SimpleNamespace()
    handler.request = request()
    protocol = object.__new__(WebSocketProtocol13)
    protocol.handler = handler

    async def go():
        for _ in range(3):
            await protocol._receive_frame()

    asyncio.run(go())
    assert read == ["frame"] * 3
    assert handler.line._frames == 3


def test_bokeh_itself_still_makes_sessions_for_whoever_comes():
    source = inspect.getsource(inspect.getmodule(ApplicationContext))
    assert "Semaphore" not in source, (
        "Bokeh bounds it now: see what playground/serving/floods.py is still for"
    )


# With a server


def test_many_who_open_the_page_at_once_all_get_in(server):
    async def visit():
        visitors = await asyncio.gather(*(RawVisitor(server).arrive() for _ in range(8)))
        return [await visitor.is_answered() for visitor in visitors]

    AsyncHTTPClient.configure(None, max_clients=60)
    assert asyncio.run(visit()) == [True] * 8


def test_another_visitor_is_answered_while_one_floods(server):
    async def visit():
        flood, other = await RawVisitor(server).arrive(), await RawVisitor(server).arrive()
        for _ in range(1000):
            flood.say("ack", id=1)
            flood.line.ping(b"")
        for _ in range(3):
            assert await other.is_answered()

    asyncio.run(visit())


def test_who_is_told_that_the_server_is_busy_sees_a_page_that_tries_again():
    class Handler:
        def __init__(self):
            self.headers, self.page = {}, ""

        def set_header(self, name, value):
            self.headers[name] = value

        def finish(self, page):
            self.page = page

    handler = Handler()
    floods.install()
    DocHandler.write_error(handler, 503, exc_info=(Busy, Busy(), None))
    assert Busy().status_code == 503
    assert handler.headers["Retry-After"] == str(floods.TRY_AGAIN)
    assert handler.headers["Content-Type"].startswith("text/html")
    assert handler.headers["Cache-Control"] == "no-store"
    assert f'http-equiv="refresh" content="{floods.TRY_AGAIN}"' in handler.page
    assert "The server is busy" in handler.page


def test_any_other_error_is_told_as_before():
    told = []
    floods._say_busy(lambda handler, status, **named: told.append(status), None, 404, reason="x")
    assert told == [404]
