"""Work in turns: others come first soon, the newest wish of a kind is the one that counts, and who leaves leaves."""

import asyncio
import functools
import threading

import own_loop
import pytest

from playground.shared import work
from playground.shared.work import SLICE, Job, Line


class Visitor:
    """A line whose answers, problems and progress are kept."""

    def __init__(self):
        self.heard, self.problems, self.told = [], [], []
        self.line = Line(lambda kind, share: self.told.append((kind, share)))

    def ask(self, kind, doing):
        self.line.ask(kind, doing, self.heard.append, self.problems.append)

    async def rest(self):
        async with asyncio.timeout(20):
            while self.line.busy:
                await asyncio.sleep(0.001)


def in_loop(test):
    @functools.wraps(test)
    def run(**fixtures):
        own_loop.run(test(**fixtures))

    return run


def endless():
    while True:
        yield 0.0


def gated():
    """A gate, and work that goes on in pieces until it is opened."""
    gate = threading.Event()

    def doing():
        while not gate.is_set():
            yield 0.5
        return "opened"

    return gate, doing


@in_loop
async def test_the_answer_is_heard_on_the_thread_of_the_server():
    visitor, threads = Visitor(), []
    visitor.line.ask(
        "where",
        threading.current_thread,
        lambda worker: threads.extend((worker, threading.current_thread())),
        visitor.problems.append,
    )
    await visitor.rest()
    assert threads[0] is not threading.current_thread()
    assert threads[1] is threading.current_thread()


@in_loop
async def test_long_work_does_not_keep_the_others_from_their_turn():
    visitors = [Visitor() for _ in range(work.pool().answers._max_workers + 1)]
    for visitor in visitors:
        visitor.ask("endless", endless)
    other = Visitor()
    other.ask("short", lambda: "done")
    await other.rest()
    assert other.heard == ["done"]
    assert all(visitor.line.busy for visitor in visitors)
    for visitor in visitors:
        visitor.line.close()


@in_loop
async def test_of_three_hundred_wishes_of_a_kind_the_last_alone_is_done():
    done, visitor = [], Visitor()
    gate, doing = gated()
    visitor.ask("other", doing)
    for number in range(300):
        visitor.ask("follow", lambda number=number: done.append(number) or number)
    gate.set()
    await visitor.rest()
    assert done == [299]
    assert visitor.heard == ["opened", 299]


@in_loop
async def test_a_newer_wish_ends_the_one_of_its_kind_that_is_under_way():
    visitor = Visitor()
    visitor.ask("check", endless)
    await asyncio.sleep(2 * SLICE)
    visitor.ask("check", lambda: "newer")
    await visitor.rest()
    assert visitor.heard == ["newer"]


@in_loop
async def test_what_is_dropped_is_neither_done_further_nor_heard():
    visitor = Visitor()
    visitor.ask("check", endless)
    visitor.ask("take", lambda: "file")
    visitor.line.drop("check")
    await visitor.rest()
    assert visitor.heard == ["file"]


@in_loop
async def test_nothing_is_done_for_who_has_left():
    visitor, done = Visitor(), []
    gate, doing = gated()
    visitor.ask("first", doing)
    visitor.ask("second", lambda: done.append(1))
    visitor.line.close()
    gate.set()
    other = Visitor()
    for _ in range(work.pool().answers._max_workers + 1):
        other.ask("after", lambda: None)
        await other.rest()
    assert (visitor.heard, visitor.told, done, visitor.line.busy) == ([], [], [], False)


@in_loop
async def test_what_was_raised_is_heard_and_the_next_wish_is_done():
    visitor = Visitor()

    def failing():
        yield 0.5
        raise ValueError("no")

    visitor.ask("first", failing)
    visitor.ask("second", lambda: 2)
    await visitor.rest()
    assert [str(problem) for problem in visitor.problems] == ["no"]
    assert visitor.heard == [2]


@in_loop
async def test_a_listener_that_raises_does_not_stop_the_line():
    visitor = Visitor()

    def broken(result):
        raise RuntimeError("listener")

    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    visitor.line.ask("first", lambda: 1, broken, visitor.problems.append)
    visitor.ask("second", lambda: 2)
    await visitor.rest()
    assert visitor.heard == [2]


def test_how_far_it_is_is_told_of_long_work_alone(monkeypatch):
    monkeypatch.setattr(work, "TOLD_AFTER", 0.0)
    monkeypatch.setattr(work, "TOLD_EVERY", 0.0)

    async def run():
        visitor = Visitor()
        gate, doing = gated()
        visitor.ask("check", doing)
        while not visitor.told:
            await asyncio.sleep(0.001)
        gate.set()
        await visitor.rest()
        assert visitor.told[0] == ("check", 0.5)
        assert visitor.told[-1] == ("check", None)
        visitor.told.clear()
        visitor.ask("short", lambda: 1)
        await visitor.rest()
        assert visitor.told == []

    own_loop.run(run())


def test_a_slice_ends_when_its_time_is_over():
    job = Job(endless)
    assert job.advance(0.0) is False
    assert job.advance(0.001) is False


def test_without_turns_it_is_done_to_the_end():
    def counting():
        yield from (0.1, 0.9)
        return "end"

    job = Job(counting)
    assert job.finish() == "end"
    assert Job(lambda: 3).finish() == 3
    with pytest.raises(ZeroDivisionError):
        Job(lambda: 1 / 0).finish()
