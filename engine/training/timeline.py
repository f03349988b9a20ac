"""The moments of runs that can be gone back to. They thin out with age, so that any length of training has few."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.bound_calls import Array
from engine.training.progress import History, Progress
from engine.training.trainer import Trainer

MOST = 64  # moments: the last twenty steps or so, and fewer and fewer of those before


class Moment(NamedTuple):
    """What each run had come to at a step, without its history, and how many records that had. Nothing of it changes,
    so that it may be kept elsewhere as well."""

    step: int
    progress: tuple[Progress, ...]
    recorded: tuple[int, ...]
    epochs: tuple[float, ...]

    @property
    def nbytes(self) -> int:
        """Of its arrays."""
        return sum(
            array.nbytes for one in self.progress for array in (one.parameters, *one.optimizer[1].values())
        )


class Timeline:
    """Moments of the runs of some trainers, at most `most` of them: the first and the last that were kept, and of those
    between the closer together, the younger they are. ValueError when `most` is less than 2.

    A moment is exact: weights, optimizer, order of samples and history are as they were, and training goes on from
    there as it did, to the last bit, as long as the settings are the same. After a change of network or data a timeline
    is cleared; after one of the optimizer, `forget_optimizers`.

    at: the step whose moment was kept or gone to last.
    """

    def __init__(self, trainers: Sequence[Trainer], most: int = MOST) -> None:
        if most < 2:
            raise ValueError(f"a timeline keeps at least 2 moments, not {most}")
        self._trainers, self._most = list(trainers), most
        self._moments: tuple[Moment, ...] = ()
        self._histories: list[History] = []  # the whole ones, while a trainer has gone back to a shorter one
        self.at = 0

    @property
    def steps(self) -> list[int]:
        """The steps that can be gone back to, in order."""
        return [moment.step for moment in self._moments]

    @property
    def moments(self) -> tuple[Moment, ...]:
        """What is kept, one object as long as it is the same: `restore` takes it."""
        return self._moments

    @property
    def looks_back(self) -> bool:
        """Whether the trainers are at another moment than the last."""
        return bool(self._moments) and self.at != self._moments[-1].step

    def keep(self, step: int) -> None:
        """Keep the present moment under this number, which rises from one moment to the next. What was kept under the
        same or a higher one was another future, and is forgotten."""
        moments = [moment for moment in self._moments if moment.step < step]
        progress = tuple(trainer.progress(history=False) for trainer in self._trainers)
        recorded = tuple(len(trainer.history["epoch"]) for trainer in self._trainers)
        moments.append(Moment(step, progress, recorded, tuple(trainer.epochs for trainer in self._trainers)))
        if len(moments) > self._most:
            del moments[_spare([moment.step for moment in moments])]
        self._moments, self.at = tuple(moments), step
        self._histories = [trainer.history for trainer in self._trainers]

    def nearest(self, step: int) -> int:
        """The kept step that is the closest to this one. ValueError when nothing is kept."""
        return min(self.steps, key=lambda kept: abs(kept - step))

    def go_to(self, step: int) -> None:
        """Put all runs back into a kept moment. Those after it stay until another is kept. ValueError when there is no
        such moment."""
        moment = next((one for one in self._moments if one.step == step), None)
        if moment is None:
            raise ValueError(f"step {step} is not kept; the nearest that is kept is {self.nearest(step)}")
        for trainer, progress in zip(self._trainers, self._whole(moment), strict=True):
            trainer.go_back(progress)
        self.at = step

    def last(self) -> list[Progress]:
        """What each run had come to at the last moment, with its whole history, wherever the trainers are now.
        ValueError when nothing is kept."""
        if not self._moments:
            raise ValueError("nothing is kept")
        return self._whole(self._moments[-1])

    def _whole(self, moment: Moment) -> list[Progress]:
        """With the history up to there."""
        return [
            progress._replace(history={name: list(values[:count]) for name, values in whole.items()})
            for progress, count, whole in zip(moment.progress, moment.recorded, self._histories, strict=True)
        ]

    def forget_later(self) -> None:
        """The trainers go on from where they are: what came after it is forgotten."""
        self._moments = tuple(moment for moment in self._moments if moment.step <= self.at)
        self._histories = [trainer.history for trainer in self._trainers]

    def forget_optimizers(self) -> None:
        """The trainers have other optimizers: who goes back to a moment goes on from there with a fresh one."""
        self._moments = tuple(
            moment._replace(progress=tuple(one._replace(optimizer=(0, {})) for one in moment.progress))
            for moment in self._moments
        )

    def restore(self, moments: tuple[Moment, ...]) -> None:
        """Take back `moments` that there were of these runs, whose trainers are again where they were then, or came to
        later; that is to be kept next."""
        self._moments = moments

    def ways(self) -> list[Array]:
        """The parameters of each run at the kept moments, (moments, P)."""
        return [
            np.array([moment.progress[i].parameters for moment in self._moments])
            for i in range(len(self._trainers))
        ]

    def thin_histories(self) -> None:
        """Forget every second record of the trainers' histories but the first and the last, here and there."""
        for i, (trainer, whole) in enumerate(zip(self._trainers, self._histories, strict=True)):
            count = len(whole["epoch"])
            kept = sorted({*range(0, count, 2), *range(count - 1, count)})
            trainer.history = {name: [values[k] for k in kept] for name, values in whole.items()}
            self._moments = tuple(
                moment._replace(recorded=_with(moment.recorded, i, bisect_left(kept, moment.recorded[i])))
                for moment in self._moments
            )
        self._histories = [trainer.history for trainer in self._trainers]

    def clear(self) -> None:
        """Forget all moments."""
        self._moments = ()


def _spare(steps: Sequence[int]) -> int:
    """The place that is missed least: the gap that it would leave is the smallest for its age."""

    def loss(place: int) -> float:
        return (steps[place + 1] - steps[place - 1]) / (steps[-1] - steps[place])

    return min(range(1, len(steps) - 1), key=loss)


def _with(values: tuple[int, ...], place: int, value: int) -> tuple[int, ...]:
    return (*values[:place], value, *values[place + 1 :])
