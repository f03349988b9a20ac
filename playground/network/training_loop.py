"""The training of one network, as it is watched on the Network page."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable

from engine import Problem
from playground.messages import Message
from playground.network import payloads
from playground.network.experiment import Experiment
from playground.network.heat_maps import MOVING, HeatMaps, Probe
from playground.network.insides import send_inside
from playground.shared.paced_loop import CHUNK, PacedLoop, others_turn
from playground.shared.refused import Remark


class TrainingLoop(PacedLoop):
    """Trains an experiment. `view` gives what is watched now (heat maps and probe), `send` takes a message, `stopped`
    is told why it ended."""

    def __init__(
        self,
        experiment: Callable[[], Experiment],
        view: Callable[[], tuple[HeatMaps, Probe]],
        send: Callable[[Message], None],
        stopped: Callable[[Problem | None], None],
    ) -> None:
        super().__init__(stopped)
        self._experiment, self._view, self._send = experiment, view, send

    @property
    def _speed(self) -> str:
        return str(self._experiment().session.speed)

    @property
    def _trained(self) -> Hashable:
        return self._experiment().trainer

    @property
    def _watched(self) -> Hashable:
        return self._experiment().generation, self._view()[1]

    @property
    def _steps_per_epoch(self) -> int:
        return self._experiment().trainer.steps_per_epoch

    @property
    def _steps_left(self) -> float:
        target, trainer = self._experiment().session.target_epochs, self._experiment().trainer
        return math.inf if target is None else max(1, target * trainer.steps_per_epoch - trainer.iteration)

    def _step(self, count: int) -> int:
        return self._experiment().trainer.step(count)

    async def _draw(self, number: int) -> payloads.Snapshot | None:
        experiment, (maps, probe) = self._experiment(), self._view()
        began = time.perf_counter()
        experiment.record()
        await others_turn(began)  # of a large network measuring takes a while, and so does drawing
        return None if self.asleep else payloads.snapshot(experiment, maps, probe, number=number)

    def _send_chunk(self, frames: list[payloads.Snapshot]) -> None:
        experiment, (maps, probe) = self._experiment(), self._view()
        self._send(payloads.chunk(frames, experiment, maps, probe, MOVING, round(CHUNK * 1000), self._next()))
        send_inside(experiment, self._send)

    def _reason(self) -> Problem | None:
        session, trainer = self._experiment().session, self._experiment().trainer
        if trainer.diverged:
            return trainer.diverged
        if session.target_epochs is not None and trainer.epochs >= session.target_epochs:
            return Remark("epoch_reached", epoch=session.target_epochs)
        losses = trainer.history["train_loss"]
        if (
            session.target_loss is not None
            and losses
            and losses[-1] is not None
            and losses[-1] <= session.target_loss
        ):
            return Remark("loss_reached", loss=losses[-1], target=session.target_loss)
        return None
