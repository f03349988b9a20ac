"""The samples of runs that train together, gathered several batches at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.bound_calls import Array
from engine.training.batches import MAX_ELEMENTS, MAX_STEPS, Place
from engine.training.trainer import Trainer


class StackedBatches:
    """Batches of trainers that stand at one place of their epochs. With `shared`, all see the same samples in the same
    order, and these are gathered once."""

    def __init__(self, trainers: Sequence[Trainer], shared: bool) -> None:
        self._trainers = trainers
        first = trainers[0]
        network, self._batch = first.network, first.batch_size
        self._sources = trainers[:1] if shared else trainers
        self._inputs, columns = network.widths[0], network.widths[0] + network.bias
        numbers = len(self._sources) * self._batch * columns
        self._most = max(1, min(MAX_STEPS, first.steps_per_epoch, MAX_ELEMENTS // numbers))
        rows = self._most * self._batch
        self._x = np.ones((len(self._sources), rows, columns), network.dtype)
        self._targets = np.empty((rows, network.widths[-1], len(self._sources)), network.dtype)
        self._encoded = [np.asarray(one.loss.encode(one.data.y), network.dtype) for one in self._sources]
        self._places: list[Place] = []
        self._filled = self._at = 0  # samples gathered, and those of them already used

    @property
    def next_size(self) -> int:
        """Samples in the next batch: fewer at the end of an epoch."""
        return min(self._batch, self._filled - self._at)

    def begin(self) -> None:
        """Forget what was gathered if somebody has moved a trainer to another place since."""
        places = [trainer.order.place for trainer in self._trainers]
        known = len(places) == len(self._places) and all(
            one[:2] == other[:2] and one[2] is other[2]
            for one, other in zip(places, self._places, strict=True)
        )
        if not known:
            self._filled = self._at = 0

    def left(self) -> int:
        """Batches that are gathered and not used, at least one: the next are gathered if there are none."""
        if self._at == self._filled:
            self._gather()
        return -(-(self._filled - self._at) // self._batch)

    def _gather(self) -> None:
        # All draw the order of their epoch, those too whose samples are the first's.
        ahead = [trainer.order.ahead(self._most * self._batch) for trainer in self._trainers]
        for i, (trainer, y) in enumerate(zip(self._sources, self._encoded, strict=True)):
            rows = ahead[i]
            self._filled, self._at = len(rows), 0
            self._x[i, : len(rows), : self._inputs] = trainer.data.X.take(rows, axis=0)
            self._targets[: len(rows), :, i] = y.take(rows, axis=0)

    def take(self, x: Array, target: Array) -> None:
        """Put the next batch into x (1 or runs, size, inputs + 1) and target (outputs, runs * size)."""
        start, size = self._at, x.shape[1]
        self._at = start + size
        x[:] = self._x[:, start : self._at]
        target.reshape(len(target), -1, size)[:] = self._targets[start : self._at].transpose(1, 2, 0)

    def went_on(self) -> None:
        """The trainers have been moved past what was used."""
        self._places = [trainer.order.place for trainer in self._trainers]
