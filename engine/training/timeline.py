"""The moments of runs that can be gone back to. They thin out with age, so that any length of training has few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.bound_calls import Array
from engine.training.progress import History, Progress
from engine.training.trainer import Trainer

MOST = 64  # moments: the last twenty steps or so, and fewer and fewer of those before


class Moment(NamedTuple):
    """What each run had come to at a step, without its history, and how much of that there was."""

    step: int
    progress: list[Progress]
    recorded: list[int]


class Timeline:
    """Moments of the runs of some trainers, at most `most` of them: the first and the last that were kept, and of those
    between the closer together, the younger they are. ValueError when `most` is less than 2.

    A moment is exact: weights, optimizer, order of samples and history are as they were, and training goes on from
    there as it did, to the last bit, as long as the settings are the same. After a change of optimizer, network or data
    a timeline is cleared.
    """

    def __init__(self, trainers: Sequence[Trainer], most: int = MOST) -> None:
        if most < 2:
            raise ValueError(f"a timeline keeps at least 2 moments, not {most}")
        self._trainers, self._most = list(trainers), most
        self._moments: list[Moment] = []
        self._histories: list[History] = []  # the whole ones, while a trainer has gone back to a shorter one

    @property
    def steps(self) -> list[int]:
        """The steps that can be gone back to, in order."""
        return [moment.step for moment in self._moments]

    def keep(self, step: int) -> None:
        """Keep the present moment under this number, which rises from one moment to the next. What was kept under the
        same or a higher one was another future, and is forgotten."""
        self._moments = [moment for moment in self._moments if moment.step < step]
        self._histories = [trainer.history for trainer in self._trainers]
        progress = [trainer.progress(history=False) for trainer in self._trainers]
        recorded = [len(trainer.history["epoch"]) for trainer in self._trainers]
        self._moments.append(Moment(step, progress, recorded))
        if len(self._moments) > self._most:
            del self._moments[self._spare()]

    def _spare(self) -> int:
        """The moment that is missed least: the gap that it would leave is the smallest for its age."""
        steps, now = self.steps, self._moments[-1].step

        def loss(place: int) -> float:
            return (steps[place + 1] - steps[place - 1]) / (now - steps[place])

        return min(range(1, len(steps) - 1), key=loss)

    def nearest(self, step: int) -> int:
        """The kept step that is the closest to this one. ValueError when nothing is kept."""
        return min(self.steps, key=lambda kept: abs(kept - step))

    def go_to(self, step: int) -> None:
        """Put all runs back into a kept moment. Those after it stay until another is kept. ValueError when there is no
        such moment."""
        moment = next((one for one in self._moments if one.step == step), None)
        if moment is None:
            raise ValueError(f"step {step} is not kept; the nearest that is kept is {self.nearest(step)}")
        for trainer, progress, count, whole in zip(
            self._trainers, moment.progress, moment.recorded, self._histories, strict=True
        ):
            history = {name: list(values[:count]) for name, values in whole.items()}
            trainer.go_back(progress._replace(history=history))

    def ways(self) -> list[Array]:
        """The parameters of each run at the kept moments, (moments, P)."""
        return [
            np.array([moment.progress[i].parameters for moment in self._moments])
            for i in range(len(self._trainers))
        ]

    def clear(self) -> None:
        """Forget all moments."""
        self._moments.clear()
