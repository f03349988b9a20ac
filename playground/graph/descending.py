"""Gradient descent on a graph's inputs, a few steps at a time on a worker, so that it can be watched."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import Problem
from engine.training.descent import Descent
from playground.shared.acknowledged_loop import AcknowledgedLoop
from playground.shared.packing import Packed
from playground.shared.refused import Remark
from playground.shared.work import SLICE, pool
from playground.shared.written_numbers import short

log = logging.getLogger(__name__)

FRAME = 0.2  # seconds between two messages to a visitor
FRAMES = 50  # over which a run is spread: ten seconds at most, however many steps it has


class Place(NamedTuple):
    """How far a run has come: the values of all inputs, the loss of every place on the way, the trace to be drawn where
    the graph is small enough, and the reason to stop if there is one."""

    values: Mapping[str, NDArray[np.float64]]
    losses: list[float]
    trace: Packed | None
    reason: Problem | None


class Run:
    """A descent of so many steps, or until the loss is no more than `target`."""

    def __init__(
        self, descent: Descent, steps: int, target: float | None, drawn: Callable[[Descent], Packed | None]
    ) -> None:
        self._descent, self._left, self._target, self._drawn = descent, steps, target, drawn
        self._together = -(-steps // FRAMES)  # steps between two pictures

    def advance(self) -> Place:
        """The next steps, as many as there is time for; a worker makes them."""
        until = time.perf_counter() + SLICE
        for _ in range(self._together):
            self._left -= self._descent.step()
            if self._reason or time.perf_counter() > until:
                break
        descent = self._descent
        return Place(dict(descent.values), list(descent.losses), self._drawn(descent), self._reason)

    def learn_at(self, rate: float) -> None:
        """The rate of the steps to come."""
        self._descent.optimizer.rate = rate

    @property
    def _reason(self) -> Problem | None:
        descent = self._descent
        steps, first, last = len(descent.losses) - 1, descent.losses[0], descent.losses[-1]
        if descent.diverged is not None:
            return descent.diverged
        if self._target is not None and last <= self._target:
            return Remark("descent_reached", loss=short(last), steps=steps, target=self._target)
        if self._left <= 0:
            return Remark("descent_made", steps=steps, before=short(first), after=short(last))
        return None


class DescentLoop(AcknowledgedLoop):
    """Goes on with one visitor's run: `report` sends a place under a number that the browser acknowledges, `ended` is
    told when it is over."""

    def __init__(self, report: Callable[[Place, int], None], ended: Callable[[], None]) -> None:
        super().__init__()
        self._report, self._ended = report, ended
        self.run: Run | None = None

    def learn_at(self, rate: float) -> None:
        if self.run is not None:
            self.run.learn_at(rate)

    async def _run(self) -> None:
        run = self.run
        assert run is not None
        loop = asyncio.get_running_loop()
        while True:
            began = time.perf_counter()
            try:
                place = await loop.run_in_executor(pool().answers, run.advance)
            except Exception:
                log.exception("the descent failed")
                break
            self._report(place, self._next())
            if place.reason is not None:
                break
            await self._arrived.wait()
            await asyncio.sleep(max(0.0, FRAME - (time.perf_counter() - began)))
        self._task = None
        self._ended()
