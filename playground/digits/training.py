"""Training on all of MNIST for several visitors: a bounded pool of workers, short slices, fair turns.

A worker has one slice of each visitor who trains; when it is done it goes to the end of the line. NumPy lets go of
Python's lock while it multiplies, so that the server's own thread goes on answering.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from engine import Problem
from playground.digits.run import Run
from playground.shared.acknowledged_loop import AcknowledgedLoop
from playground.shared.refused import Remark
from playground.shared.work import pool

log = logging.getLogger(__name__)

SLICE = 0.04  # seconds of training before the next visitor's turn
CHUNK = 0.2  # seconds between two messages to a visitor
PATIENCE = 5.0  # seconds without an answer after which a page is waited for: it may be gone


class DigitsLoop(AcknowledgedLoop):
    """Trains one visitor's network; when it is stopped, the slice under way is not waited for: `Run.held` does that.

    `run` gives what is trained now, `report` sends where it stands under a number that the browser acknowledges,
    `ended` is told why it is over and whether that is an error.
    """

    def __init__(
        self, run: Callable[[], Run], report: Callable[[int], None], ended: Callable[[Problem, bool], None]
    ) -> None:
        super().__init__()
        self._current, self._report, self._ended = run, report, ended

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        told = time.perf_counter()
        while True:
            run = self._current()
            run.watch(not self.asleep)
            try:
                reason = await loop.run_in_executor(pool().training, run.advance, SLICE)
            except Exception:
                log.exception("training failed")
                self._end(Remark("training_failed"), True)
                return
            if run is not self._current():
                continue  # the network has been given another shape meanwhile
            if reason is not None:
                diverged = run.trainer is not None and run.trainer.diverged is not None
                self._end(reason, diverged)
                return
            now = time.perf_counter()
            if self._arrived.is_set() and now - told >= CHUNK:
                self._report(self._next())
                told = time.perf_counter()  # after it: what a report costs does not bring the next one nearer
            elif not self._arrived.is_set() and now - told > PATIENCE:
                await self._arrived.wait()
                run.forget_pace()
            await asyncio.sleep(min(CHUNK, run.seconds_ahead))

    def _end(self, reason: Problem, bad: bool) -> None:
        self._task = None
        self._ended(reason, bad)
