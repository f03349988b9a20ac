"""The training of all runs of a comparison, on one clock."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Hashable, Sequence

from engine import Problem
from playground.compare import payloads
from playground.compare.pictures import CellPicture, together
from playground.compare.runs import ComparedRuns
from playground.messages import Message
from playground.messages.compare import ComparedMoment
from playground.shared.paced_loop import CHUNK, PacedLoop, others_turn
from playground.shared.refused import Remark
from playground.shared.work import SHORT


class CompareLoop(PacedLoop):
    """Trains the runs. `view` gives them and the pictures of their cells, `send` takes a message, `stopped` is told why
    it ended."""

    def __init__(
        self,
        view: Callable[[], tuple[ComparedRuns, Sequence[CellPicture]]],
        send: Callable[[Message], None],
        stopped: Callable[[Problem | None], None],
    ) -> None:
        super().__init__(stopped)
        self._view, self._send = view, send

    @property
    def _runs(self) -> ComparedRuns:
        return self._view()[0]

    @property
    def _speed(self) -> str:
        return str(self._runs.session.speed)

    @property
    def _trained(self) -> Hashable:
        return self._runs.comparison

    @property
    def _watched(self) -> Hashable:
        session = self._runs.session
        return self._runs.generation, session.compare_smooth, session.compare_look

    @property
    def _steps_per_epoch(self) -> int:
        return self._runs.steps_per_epoch

    @property
    def _steps_left(self) -> float:
        target = self._runs.session.target_epochs
        if target is None:
            return math.inf
        left = (target * run.steps_per_epoch - run.iteration for run in self._runs.training)
        return max(1, max(left, default=1))

    def _step(self, count: int) -> int:
        self._runs.comparison.step(count, keep=False)
        return count

    async def _draw(self, number: int) -> ComparedMoment | None:
        runs, pictures = self._view()
        began = time.perf_counter()
        runs.comparison.record()
        await others_turn(began)  # of sixty runs measuring takes a while, and so does drawing
        if self.asleep:
            return None
        drawn = []
        turn = time.perf_counter()
        for picture, cell in zip(pictures, runs.comparison.runs, strict=True):
            drawn.append(picture.draw(cell[0]))
            if time.perf_counter() - turn > SHORT:
                await asyncio.sleep(0)  # nothing trains meanwhile: all pictures are of one step
                turn = time.perf_counter()
        return payloads.snapshot(runs, drawn, together(pictures, runs.members))

    def _send_chunk(self, frames: list[ComparedMoment]) -> None:
        self._send(payloads.chunk(frames, self._runs.generation, round(CHUNK * 1000), self._next()))

    def _reason(self) -> Problem | None:
        runs = self._runs
        if not runs.training:
            return Remark("all_diverged")
        target = runs.session.target_epochs
        # The epochs are sums of shares: one that is done may be a hair short of it.
        if target is not None and runs.epochs >= target - 1e-9:
            return Remark("epoch_reached", epoch=target)
        return None
