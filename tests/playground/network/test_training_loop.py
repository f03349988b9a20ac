"""How many moments a message of training holds: more for a visitor who has the server to himself than in a class."""

import asyncio
from types import SimpleNamespace

import own_loop
import pytest

from playground.network import payloads
from playground.network.controller import NetworkController
from playground.session import Session
from playground.shared import paced_loop


class Trainee:
    """A visitor whose page acknowledges each chunk, unless it hangs; `frames` of each are noted."""

    def __init__(self, hangs=False):
        self.frames, self.hangs = [], hangs
        self.controller = NetworkController(Session(), self.hear, [])
        self.controller.receive({"topic": "train"})

    def hear(self, message):
        if message["topic"] == "frames" and message["id"]:
            self.frames.append(message["frames"])
            if self.hangs:
                return
            answer = {"topic": "ack", "id": message["id"]}
            asyncio.get_running_loop().call_soon(self.controller.receive, answer)


@pytest.fixture
def drawing(monkeypatch):
    """drawing(*seconds): as if the server did everything at once, but for its next drawings, which take so long."""
    clock = SimpleNamespace(now=0.0)

    def perf_counter():
        clock.now += 1e-6
        return clock.now

    def takes(*seconds):
        times = iter(seconds)
        snapshot = payloads.snapshot

        def slow_snapshot(*arguments, **keywords):
            clock.now += next(times, 0.0)
            return snapshot(*arguments, **keywords)

        monkeypatch.setattr(paced_loop, "time", SimpleNamespace(perf_counter=perf_counter))
        monkeypatch.setattr(payloads, "snapshot", slow_snapshot)

    takes.clock = clock
    return takes


@pytest.fixture
def passing(drawing, monkeypatch):
    """The same, and for whoever rests the time has passed at once."""

    async def sleep(seconds):
        drawing.clock.now += seconds
        await asyncio.sleep(0)

    monkeypatch.setattr(paced_loop, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": sleep}))
    return drawing


def last_frames_of(count):
    """The frames in a chunk of each of so many visitors who train at once, when all have had five."""

    async def trained():
        trainees = [Trainee() for _ in range(count)]
        while min(len(trainee.frames) for trainee in trainees) < 5:
            await asyncio.sleep(0.005)
        for trainee in trainees:
            trainee.controller.close()
        return [trainee.frames[-1] for trainee in trainees]

    return own_loop.run(trained())


def test_a_visitor_alone_gets_fifty_frames_a_second(passing):
    passing()
    assert last_frames_of(1) == [10]


def test_rests_that_end_late_make_no_chunk_later_than_the_last(drawing, monkeypatch):
    drawing()

    async def rest(turns, seconds):
        drawing.clock.now += max(0.0, seconds) + 0.02
        await asyncio.sleep(0)

    monkeypatch.setattr(paced_loop.Turns, "rest", rest)

    async def trained():
        trainee = Trainee()
        while len(trainee.frames) < 20:
            await asyncio.sleep(0.001)
        trainee.controller.close()

    own_loop.run(trained())
    assert drawing.clock.now < 20 * paced_loop.CHUNK + 0.2


def test_in_a_class_each_gets_thirty_frames_a_second(passing):
    passing()
    assert last_frames_of(2) == [6, 6]


def test_a_server_without_time_for_more_sends_fewer_frames(passing):
    passing(*[0.02] * 100)
    assert last_frames_of(1)[0] < 6


def test_a_drawing_that_was_interrupted_does_not_thin_out_the_next_chunks(passing):
    passing(10.0)
    assert last_frames_of(1) == [10]


def test_a_page_that_has_gone_takes_no_frames_from_another_while_it_is_asked_again(drawing, monkeypatch):
    drawing()
    monkeypatch.setattr(paced_loop, "CHUNK", 0.02)
    monkeypatch.setattr(paced_loop, "SOON", 0.01)
    monkeypatch.setattr(paced_loop, "PATIENCE", 0.02)

    async def trained():
        gone, alone = Trainee(hangs=True), Trainee()
        while len(gone.frames) < 2:
            await asyncio.sleep(0.001)
        before = len(alone.frames)
        while len(gone.frames) < 5:
            await asyncio.sleep(0.001)
        for trainee in (gone, alone):
            trainee.controller.close()
        return alone.frames[before:]

    assert set(own_loop.run(trained())) == {10}


def test_a_page_that_answers_late_has_its_turns_again(drawing, monkeypatch):
    drawing()
    monkeypatch.setattr(paced_loop, "CHUNK", 0.02)
    monkeypatch.setattr(paced_loop, "SOON", 0.01)

    async def trained():
        late, other = Trainee(hangs=True), Trainee()
        while len(other.frames) < 5 or other.frames[-1] != 10:
            await asyncio.sleep(0.001)
        late.hangs = False
        late.controller.receive({"topic": "ack", "id": 1})
        while len(late.frames) < 5:
            await asyncio.sleep(0.001)
        for trainee in (late, other):
            trainee.controller.close()
        return late.frames[-1], other.frames[-1]

    assert own_loop.run(trained()) == (6, 6)
