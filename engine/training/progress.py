"""All that a run has come to, in little room: to be kept elsewhere, and gone on with later."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from engine.bound_calls import Array
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


def divergence(rate: float, lower: float) -> str:
    """Why training has stopped, in plain English, and a lower rate to try."""
    return (
        f"Training stopped: at a rate of {rate:g} the steps became so large that the loss is no longer a finite "
        f"number. The last finite weights are kept; try a rate of {lower:g}."
    )


def check(progress: Progress, count: int, names: Sequence[str]) -> None:
    """ValueError, with the reason in plain English, when this cannot be the progress of a run with `count`
    parameters and an optimizer whose state has these names."""
    steps, state = progress.optimizer
    best = progress.best
    if state and set(state) != set(names):
        raise ValueError("The optimizer's state is that of another optimizer.")
    for array in (progress.parameters, *state.values(), *([] if best is None else [best.parameters])):
        if array.shape != (count,):
            raise ValueError("The weights are those of another network.")
        if not np.isfinite(array).all():
            raise ValueError("Some of the weights are not finite numbers.")
    if not (0 <= progress.iteration <= MOST_COUNTED and 0 <= steps <= MOST_COUNTED):
        raise ValueError("No run has come to so many steps.")
    if best is not None and not (math.isfinite(best.epoch) and math.isfinite(best.validation_loss)):
        raise ValueError("The best loss is not a finite number.")
    _check_history(progress.history)


def _check_history(history: History) -> None:
    if set(history) != set(FIELDS) or len({len(column) for column in history.values()}) != 1:
        raise ValueError("The curves are not whole.")
    epochs = [math.nan if epoch is None else epoch for epoch in history["epoch"]]
    if not all(math.isfinite(epoch) for epoch in epochs):
        raise ValueError("An epoch of the curves is not a finite number.")
    if any(later < before for before, later in pairwise(epochs)):
        raise ValueError("The epochs of the curves are out of order.")
    if not all(value is None or math.isfinite(value) for column in history.values() for value in column):
        raise ValueError("Some numbers of the curves are not finite.")
