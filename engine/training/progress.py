"""All that a run has come to, in little room: to be kept elsewhere, and gone on with later."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from engine.bound_calls import Array
from engine.problem import Problem
from engine.training.batches import MOST_COUNTED, Mark
from engine.training.optimizers import Snapshot

FIELDS = ("epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy")

History = Mapping[str, Sequence[float | None]]


class Best(NamedTuple):
    """The lowest validation loss recorded so far (train loss where nothing is kept for validation)."""

    epoch: float
    validation_loss: float
    parameters: Array


class Progress(NamedTuple):
    """What `Trainer.progress` gives and `Trainer.resume` takes. `parameters` and each array of the optimizer's state
    are flat, (P,); an optimizer whose state is empty begins anew."""

    parameters: Array
    optimizer: Snapshot
    mark: Mark
    iteration: int
    history: dict[str, list[float | None]]
    best: Best | None
    diverged: bool


def check(progress: Progress, count: int, names: Sequence[str]) -> None:
    """Raises Problem when this cannot be the progress of a run with `count`
    parameters and an optimizer whose state has these names."""
    steps, state = progress.optimizer
    best = progress.best
    if state and set(state) != set(names):
        raise Problem("progress_of_other_optimizer")
    for array in (progress.parameters, *state.values(), *([] if best is None else [best.parameters])):
        if array.shape != (count,):
            raise Problem("progress_of_other_network")
        if not np.isfinite(array).all():
            raise Problem("progress_weights_not_finite")
    if not (0 <= progress.iteration <= MOST_COUNTED and 0 <= steps <= MOST_COUNTED):
        raise Problem("progress_steps_impossible")
    if best is not None and not (math.isfinite(best.epoch) and math.isfinite(best.validation_loss)):
        raise Problem("progress_best_not_finite")
    _check_history(progress.history)


def cut(history: History, epoch: float) -> dict[str, list[float | None]]:
    """The curves up to this epoch."""
    count = sum(one is not None and one <= epoch for one in history["epoch"])
    return {name: list(values[:count]) for name, values in history.items()}


def _check_history(history: History) -> None:
    if set(history) != set(FIELDS) or len({len(column) for column in history.values()}) != 1:
        raise Problem("progress_curves_not_whole")
    epochs = [math.nan if epoch is None else epoch for epoch in history["epoch"]]
    if not all(math.isfinite(epoch) for epoch in epochs):
        raise Problem("progress_epoch_not_finite")
    # With other points an epoch under way begins anew.
    if any(later < math.floor(before) for before, later in pairwise(epochs)):
        raise Problem("progress_epochs_out_of_order")
    if not all(value is None or math.isfinite(value) for column in history.values() for value in column):
        raise Problem("progress_curves_not_finite")
