"""Training and drawing leave others their turn in between."""

import asyncio
from types import SimpleNamespace

import own_loop
import pytest

from playground.compare import loop as compare_loop
from playground.compare import payloads as compare_payloads
from playground.network import payloads
from playground.network.training_loop import TrainingLoop
from playground.shared import paced_loop
from playground.shared.paced_loop import REST, SLICE, PacedLoop


class Loop(PacedLoop):
    """One that trains, a step in all."""

    _speed = "1 step/s"
    _trained = _watched = None
    _steps_per_epoch = 1
    _steps_left = 1

    def __init__(self):
        super().__init__(lambda reason: None)
        self._owed = 1.0

    def _reason(self):
        return None


@pytest.mark.parametrize(("seconds", "rests"), [(SLICE * 2, [REST]), (SLICE / 2, [])])
def test_a_long_step_is_followed_by_a_rest_before_it_is_drawn(monkeypatch, seconds, rests):
    """One of 10,000 samples takes a large network a while, and an answer needs several turns of the event loop."""
    clock, slept, sleep = [0.0], [], asyncio.sleep
    monkeypatch.setattr(paced_loop, "time", SimpleNamespace(perf_counter=lambda: clock[0]))
    monkeypatch.setattr(asyncio, "sleep", lambda for_so_long: slept.append(for_so_long) or sleep(0))
    loop = Loop()

    def step(count):
        clock[0] += seconds
        return count

    async def draw(number):
        slept.append("drawn")

    monkeypatch.setattr(loop, "_step", step)
    monkeypatch.setattr(loop, "_draw", draw)
    own_loop.run(loop._work())
    assert slept[: slept.index("drawn")] == rests


async def drawn_beside(loop, noted):
    drawing = asyncio.create_task(loop._draw(0))
    await asyncio.sleep(0)
    noted.append("others")
    await drawing


def test_a_network_is_measured_in_one_turn_and_drawn_in_another(monkeypatch):
    noted = []
    monkeypatch.setattr(payloads, "snapshot", lambda *given, **named: noted.append("drawn"))
    experiment = SimpleNamespace(record=lambda: noted.append("measured"))
    loop = TrainingLoop(lambda: experiment, lambda: (None, None), noted.append, noted.append)

    own_loop.run(drawn_beside(loop, noted))
    assert noted == ["measured", "others", "drawn"]


def test_runs_that_are_compared_are_measured_in_one_turn_and_drawn_in_another(monkeypatch):
    noted = []
    monkeypatch.setattr(compare_payloads, "snapshot", lambda *given: None)
    monkeypatch.setattr(compare_loop, "together", lambda *given: None)
    comparison = SimpleNamespace(record=lambda: noted.append("measured"), runs=[["run"]])
    runs = SimpleNamespace(comparison=comparison, members=[])
    picture = SimpleNamespace(draw=lambda run: noted.append("drawn"))
    loop = compare_loop.CompareLoop(lambda: (runs, [picture]), noted.append, noted.append)
    own_loop.run(drawn_beside(loop, noted))
    assert noted == ["measured", "others", "drawn"]
