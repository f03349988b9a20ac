"""Training in short slices on the server's one thread, so that every visitor is answered while others train."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import cache
from types import MappingProxyType
from typing import Any

from engine import Problem
from playground.shared.acknowledged_loop import AcknowledgedLoop

CHUNK = 0.2  # seconds between two messages to a visitor
FRAMES = 6  # frames in a message when there is time for them: 30 a second
ALONE = 10  # and for a visitor who has the server to himself: 50
SOON = 1.0  # seconds after which a page that has not acknowledged its chunk no longer takes part in the turns
# Seconds after which its chunk counts as lost, since the page may have been away. Doubled at each loss, so that a page
# which hangs for an hour has ten chunks waiting for it and not a thousand.
PATIENCE = 5.0
SLICE = 0.008  # seconds of training before others get their turn
REST = 0.004  # and what others get after work that was longer in one piece: an answer needs several turns of the loop
BUSY = 0.75  # share of the server's time that all visitors' training may take together
MESSAGE = 0.003  # seconds that sending a chunk and hearing of its arrival cost, as measured
LATE = 0.05  # seconds that a visitor's turn may come late before all work less

# Steps or epochs a second; `fastest` takes whatever time there is.
PACE = MappingProxyType(
    {
        "1 step/s": (1, "step"),
        "10 steps/s": (10, "step"),
        "1 epoch/s": (1, "epoch"),
        "5 epochs/s": (5, "epoch"),
        "30 epochs/s": (30, "epoch"),
        "fastest": (math.inf, "step"),
    }
)


class Turns:
    """How many visitors train at once in this process, and so how long each may work on a chunk."""

    def __init__(self) -> None:
        self.active = 0
        self.ease = 1.0  # share of the budget that is used: less while the server cannot keep up

    @contextmanager
    def training(self) -> Iterator[None]:
        self.active += 1
        try:
            yield
        finally:
            self.active -= 1

    @property
    def budget(self) -> float:
        """Seconds of work on one chunk: an even share of what the messages of all leave."""
        share = (CHUNK * BUSY - MESSAGE * self.active) / max(1, self.active)
        return max(0.001, self.ease * min(CHUNK * 0.5, share))

    async def rest(self, seconds: float) -> None:
        """Sleeps. Being woken late says that the server has too much to do, whatever the reason."""
        until = time.perf_counter() + seconds
        await asyncio.sleep(max(0.0, seconds))
        late = time.perf_counter() - until > LATE
        self.ease = max(0.2, self.ease * 0.97) if late else min(1.0, self.ease * 1.01)


@cache
def turns() -> Turns:
    """The process's one table of turns."""
    return Turns()


async def others_turn(since: float) -> None:
    """Lets others go on after work in one piece that began `since` then."""
    await asyncio.sleep(REST if time.perf_counter() - since > SLICE else 0)


class PacedLoop(AcknowledgedLoop):
    """One async task a session: train a slice, draw a frame, send a chunk; the next when the last has arrived. What is
    trained and how it is drawn is a subclass's.

    `stopped` is told why it ended: None when it was asked to, else the reason.
    """

    def __init__(self, stopped: Callable[[Problem | None], None]) -> None:
        super().__init__()
        self._stopped = stopped
        self.trained: Callable[[], None] = lambda: None  # is told of every chunk of work
        self._owed = 0.0  # steps that the pace has earned and that are not done yet
        self._drawing = 0.001  # seconds that evaluating and drawing a frame takes, a running mean

    # What a subclass says of what it trains

    @property
    def _speed(self) -> str:
        """One of PACE."""
        raise NotImplementedError

    @property
    def _trained(self) -> Hashable:
        """What is trained now: when it is another, what was begun of a slice is left."""
        raise NotImplementedError

    @property
    def _watched(self) -> Hashable:
        """What is drawn now: when it is another, frames show what was."""
        raise NotImplementedError

    @property
    def _steps_per_epoch(self) -> int:
        raise NotImplementedError

    @property
    def _steps_left(self) -> float:
        """Steps to where it is to stop, one at least."""
        raise NotImplementedError

    def _step(self, count: int) -> int:
        """Trains; the steps done."""
        raise NotImplementedError

    def _reason(self) -> Problem | None:
        """Why it should not go on."""
        raise NotImplementedError

    async def _draw(self, number: int) -> Any:
        """Evaluates, and gives what the frame of this number in its chunk is made of; None where nobody looks."""
        raise NotImplementedError

    def _send_chunk(self, frames: list[Any]) -> None:
        raise NotImplementedError

    # The task

    async def _run(self) -> None:
        self._owed = 0.0
        reason: Problem | None = None
        patience = PATIENCE
        arrived = True
        due = time.perf_counter()
        while reason is None:
            # A page that hangs, or has gone, takes nobody's turn while it is asked again whether it is there.
            with turns().training() if arrived else nullcontext():
                frames, reason = await self._work()
                if frames:
                    self._send_chunk(frames)
                self.trained()
                if frames:
                    arrived = await self._arrival(SOON)
                    patience = PATIENCE if arrived else patience
                # A rest ends a little late each time: the next is shorter by that, unless time is short.
                now = time.perf_counter()
                due = max(due + CHUNK, now)
                await turns().rest(due - now)
            if reason is None and not arrived:
                arrived = await self._arrival(patience - SOON)
                patience = patience if arrived else patience * 2
        self._task = None
        self._stopped(reason)

    async def _arrival(self, seconds: float) -> bool:
        """Waits so long for the page to have the last chunk."""
        # Not by wait_for: before Python 3.12 it forgets that it was stopped where the answer has just come.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._arrived.wait()
        return self._arrived.is_set()

    async def _work(self) -> tuple[list[Any], Problem | None]:
        """The frames of one chunk, and the reason to stop if there is one."""
        budget = turns().budget
        most = ALONE if turns().active == 1 else FRAMES
        # Up to half of the work may be drawing; at least one frame is drawn.
        count = int(min(most, max(1, budget / 2 // self._drawing)))
        training = max(budget / 4, budget - count * self._drawing) / count
        watched = self._watched
        frames: list[Any] = []
        for _ in range(count):
            done = await self._train(CHUNK / count, training)
            if self._watched != watched:
                return [], None
            reason = self._reason()
            if done or reason:
                began = time.perf_counter()
                frame = await self._draw(len(frames))
                if self._watched != watched:
                    return [], None
                reason = reason or self._reason()
                if frame is not None:
                    frames.append(frame)
                # One that was interrupted for long says little of how long the next will take.
                took = min(time.perf_counter() - began, 2 * self._drawing)
                self._drawing += 0.2 * (took - self._drawing)
            if reason:
                return frames, reason
            await asyncio.sleep(0)
        return frames, None

    async def _train(self, seconds: float, budget: float) -> int:
        """Steps for `seconds` of the pace within `budget` seconds of work; the number done."""
        amount, unit = PACE[self._speed]
        trained = self._trained
        self._owed += amount * seconds * (self._steps_per_epoch if unit == "epoch" else 1)
        began = turn = time.perf_counter()
        done, size = 0, 1
        while self._owed >= 1 and (now := time.perf_counter()) - began < budget:
            if self._trained != trained or self._reason():
                break
            if now - turn > SLICE:
                await asyncio.sleep(0)
                turn = time.perf_counter()
                continue
            size = int(min(size, self._owed, self._steps_left))
            did = self._step(size)
            done += did
            self._owed -= did
            if time.perf_counter() - now > SLICE:  # a step of a large batch
                await others_turn(now)
                turn = time.perf_counter()
            size = size * 2 if time.perf_counter() - now < SLICE / 4 else max(1, size // 2)
        # What the budget did not allow is forgotten: a pace that cannot be kept must not pile up.
        self._owed = min(self._owed, 1.0) if math.isfinite(self._owed) else 0.0
        return done
