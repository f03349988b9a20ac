"""Training in short slices on the server's one thread, so that every visitor is answered while others train."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from types import MappingProxyType

from playground.network import payloads
from playground.network.experiment import Experiment
from playground.network.heat_maps import MOVING, HeatMaps, Probe
from playground.shared.acknowledged_loop import AcknowledgedLoop

CHUNK = 0.2  # seconds between two messages to a visitor
FRAMES = 6  # frames in a message when there is time for them: 30 a second
ALONE = 10  # and for a visitor who has the server to himself: 50
SOON = 1.0  # seconds after which a page that has not acknowledged its chunk no longer takes part in the turns
# Seconds after which its chunk counts as lost, since the page may have been away. Doubled at each loss, so that a page
# which hangs for an hour has ten chunks waiting for it and not a thousand.
PATIENCE = 5.0
SLICE = 0.008  # seconds of training before others get their turn
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


class TrainingLoop(AcknowledgedLoop):
    """One async task a session: train a slice, draw a frame, send a chunk; the next when the last has arrived.

    `view` gives what is watched now (heat maps and probe), `send` takes a message, `stopped` is told why it ended:
    None when it was asked to, else the reason in words.
    """

    def __init__(
        self,
        experiment: Callable[[], Experiment],
        view: Callable[[], tuple[HeatMaps, Probe]],
        send: Callable[[payloads.Message], None],
        stopped: Callable[[str | None], None],
    ) -> None:
        super().__init__()
        self._experiment, self._view, self._send, self._stopped = experiment, view, send, stopped
        self.trained: Callable[[], None] = lambda: None  # is told of every chunk of work
        self._owed = 0.0  # steps that the pace has earned and that are not done yet
        self._drawing = 0.001  # seconds that evaluating and drawing a frame takes, a running mean

    async def _run(self) -> None:
        self._owed = 0.0
        reason: str | None = None
        patience = PATIENCE
        while reason is None:
            arrived = True
            with turns().training():
                while reason is None and arrived:
                    began = time.perf_counter()
                    frames, reason = await self._work()
                    if frames:
                        self._send_chunk(frames)
                    self.trained()
                    if frames:
                        arrived = await self._arrival(SOON)
                        patience = PATIENCE if arrived else patience
                    await turns().rest(CHUNK - (time.perf_counter() - began))
            if reason is None and not arrived and not await self._arrival(patience - SOON):
                patience *= 2
        self._task = None
        self._stopped(reason)

    def _send_chunk(self, frames: list[payloads.Message]) -> None:
        experiment, (maps, probe) = self._experiment(), self._view()
        self._send(payloads.chunk(frames, experiment, maps, probe, MOVING, round(CHUNK * 1000), self._next()))

    async def _arrival(self, seconds: float) -> bool:
        """Waits so long for the page to have the last chunk."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._arrived.wait(), seconds)
        return self._arrived.is_set()

    async def _work(self) -> tuple[list[payloads.Message], str | None]:
        """The frames of one chunk, and the reason to stop if there is one."""
        budget = turns().budget
        most = ALONE if turns().active == 1 else FRAMES
        # Up to half of the work may be drawing; at least one frame is drawn.
        count = int(min(most, max(1, budget / 2 // self._drawing)))
        training = max(budget / 4, budget - count * self._drawing) / count
        watched = (self._experiment().generation, self._view()[1])
        frames: list[payloads.Message] = []
        for _ in range(count):
            done = await self._train(CHUNK / count, training)
            experiment, (maps, probe) = self._experiment(), self._view()
            if (experiment.generation, probe) != watched:
                return [], None  # the network or what is watched has changed: these frames show what was
            reason = self._reason(experiment)
            if done or reason:
                began = time.perf_counter()
                experiment.record()
                reason = reason or self._reason(experiment)
                if not self.asleep:
                    frames.append(payloads.snapshot(experiment, maps, probe, number=len(frames)))
                # One that was interrupted for long says little of how long the next will take.
                took = min(time.perf_counter() - began, 2 * self._drawing)
                self._drawing += 0.2 * (took - self._drawing)
            if reason:
                return frames, reason
            await asyncio.sleep(0)
        return frames, None

    async def _train(self, seconds: float, budget: float) -> int:
        """Steps for `seconds` of the pace within `budget` seconds of work; the number done."""
        amount, unit = PACE[self._experiment().session.speed]
        trainer = self._experiment().trainer
        self._owed += amount * seconds * (trainer.steps_per_epoch if unit == "epoch" else 1)
        began = turn = time.perf_counter()
        done, size = 0, 1
        while self._owed >= 1 and (now := time.perf_counter()) - began < budget:
            experiment = self._experiment()
            if experiment.trainer is not trainer or self._reason(experiment):
                break
            if now - turn > SLICE:
                await asyncio.sleep(0)
                turn = time.perf_counter()
                continue
            size = int(min(size, self._owed, self._steps_left(experiment)))
            did = trainer.step(size)
            done += did
            self._owed -= did
            size = size * 2 if time.perf_counter() - now < SLICE / 4 else max(1, size // 2)
        # What the budget did not allow is forgotten: a pace that cannot be kept must not pile up.
        self._owed = min(self._owed, 1.0) if math.isfinite(self._owed) else 0.0
        return done

    @staticmethod
    def _steps_left(experiment: Experiment) -> float:
        target = experiment.session.target_epochs
        trainer = experiment.trainer
        return math.inf if target is None else max(1, target * trainer.steps_per_epoch - trainer.iteration)

    @staticmethod
    def _reason(experiment: Experiment) -> str | None:
        session, trainer = experiment.session, experiment.trainer
        if trainer.diverged:
            return trainer.diverged
        if session.target_epochs is not None and trainer.epochs >= session.target_epochs:
            return f"Epoch {session.target_epochs} is reached."
        losses = trainer.history["train_loss"]
        if (
            session.target_loss is not None
            and losses
            and losses[-1] is not None
            and losses[-1] <= session.target_loss
        ):
            return f"The training loss is down to {losses[-1]:.4g}."
        return None
