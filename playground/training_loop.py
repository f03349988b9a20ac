"""Training in short slices on the server's one thread, so that every visitor is answered while others train."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from types import MappingProxyType

from playground import payloads
from playground.experiment import Experiment
from playground.heat_maps import MOVING, HeatMaps, Probe

CHUNK = 0.2  # seconds between two messages to a visitor
FRAMES = 6  # frames in a message when there is time for them: 30 a second
PATIENCE = 5.0  # seconds after which a chunk counts as lost: its page was disconnected meanwhile
SLICE = 0.008  # seconds of training before others get their turn
BUSY = 0.75  # share of the server's time that all visitors' training may take together
MESSAGE = 0.003  # seconds that sending a chunk and hearing of its arrival cost, as measured

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
        return min(CHUNK * 0.5, max(0.001, share))


@cache
def turns() -> Turns:
    """The process's one table of turns."""
    return Turns()


class TrainingLoop:
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
        self._experiment, self._view, self._send, self._stopped = experiment, view, send, stopped
        self._task: asyncio.Task[None] | None = None
        self._arrived = asyncio.Event()
        self._sent = 0
        self._owed = 0.0  # steps that the pace has earned and that are not done yet
        self._frame_cost = 0.001  # seconds, a running mean

    @property
    def running(self) -> bool:
        return self._task is not None

    def start(self) -> None:
        if self._task is None:
            self._owed = 0.0
            self._task = asyncio.get_running_loop().create_task(self._run())

    def stop(self) -> None:
        """Stops at once; what was sent is still played."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def acknowledge(self, number: object) -> None:
        """The browser has chunk `number`."""
        if number == self._sent:
            self._arrived.set()

    async def _run(self) -> None:
        reason: str | None = None
        with turns().training():
            while reason is None:
                began = time.perf_counter()
                frames, reason = await self._work()
                if frames:
                    experiment, (maps, probe) = self._experiment(), self._view()
                    message = payloads.chunk(frames, experiment, maps, probe, MOVING, round(CHUNK * 1000))
                    self._sent += 1
                    self._arrived.clear()
                    self._send({**message, "id": self._sent})
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._arrived.wait(), PATIENCE)
                await asyncio.sleep(max(0.0, CHUNK - (time.perf_counter() - began)))
        self._task = None
        self._stopped(reason)

    async def _work(self) -> tuple[list[payloads.Message], str | None]:
        """The frames of one chunk, and the reason to stop if there is one."""
        budget = turns().budget
        count = int(min(FRAMES, max(1, budget // self._frame_cost)))
        watched = (self._experiment().generation, self._view()[1])
        frames: list[payloads.Message] = []
        for _ in range(count):
            began = time.perf_counter()
            done = await self._train(CHUNK / count, budget / count)
            experiment, (maps, probe) = self._experiment(), self._view()
            if (experiment.generation, probe) != watched:
                return (
                    [],
                    None,
                )  # the visitor changed the network or what is watched: these frames show what was
            reason = self._reason(experiment)
            if done or reason:
                experiment.record()
                reason = reason or self._reason(experiment)
                frames.append(payloads.snapshot(experiment, maps, probe))
            cost = time.perf_counter() - began
            self._frame_cost += 0.2 * (cost - self._frame_cost)
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
