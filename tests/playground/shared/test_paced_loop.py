"""Training and drawing leave others their turn in between."""

import asyncio
from types import SimpleNamespace

import own_loop

from playground.network import payloads
from playground.network.training_loop import TrainingLoop
from playground.shared.paced_loop import PacedLoop


class Loop(PacedLoop):
    """One that trains and draws nothing, and notes in which turn of the event loop."""

    _speed = "1 step/s"
    _trained = _watched = None
    _steps_per_epoch = 1
    _steps_left = 1

    def __init__(self):
        super().__init__(lambda reason: None)
        self.turn, self.stepped, self.drawn = 0, [], []
        self._owed = 1.0

    def _step(self, count):
        self.stepped.append(self.turn)
        return count

    def _reason(self):
        return None

    async def _draw(self, number):
        self.drawn.append(self.turn)
        return number


def test_a_step_has_a_turn_of_its_own_and_so_has_drawing_it():
    """One of 10,000 samples takes a large network a while, and measuring it too."""

    async def train():
        loop = Loop()
        working = asyncio.create_task(loop._work())
        while not working.done():
            loop.turn += 1
            await asyncio.sleep(0)
        return loop

    loop = own_loop.run(train())
    assert (len(loop.stepped), len(loop.drawn)) == (1, 1)
    assert loop.stepped != loop.drawn


def test_a_network_is_measured_in_one_turn_and_drawn_in_another(monkeypatch):
    noted = []
    monkeypatch.setattr(payloads, "snapshot", lambda *given, **named: noted.append("drawn"))
    experiment = SimpleNamespace(record=lambda: noted.append("measured"))
    loop = TrainingLoop(lambda: experiment, lambda: (None, None), noted.append, noted.append)

    async def draw():
        drawing = asyncio.create_task(loop._draw(0))
        await asyncio.sleep(0)
        noted.append("others")
        await drawing

    own_loop.run(draw())
    assert noted == ["measured", "others", "drawn"]
