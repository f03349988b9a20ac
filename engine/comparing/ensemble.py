"""An ensemble: runs of one set-up that differ in their seeds, and answer together with the mean of their answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.bound_calls import Array
from engine.training.batches import Indices
from engine.training.metrics import accuracy
from engine.training.trainer import Trainer

LEAST = 1e-12  # of a probability: the logarithm of 0 is no loss


def mean_answer(runs: Sequence[Trainer], X: Array) -> NDArray[np.float64]:
    """The mean of the outputs of all runs for X (n, inputs): (n, outputs). ValueError when there are no runs."""
    if not runs:
        raise ValueError("an ensemble needs at least one member")
    return np.asarray(np.mean([run.network.predict(X) for run in runs], axis=0, dtype=np.float64))


def measure(runs: Sequence[Trainer]) -> dict[str, float | None]:
    """train_loss, validation_loss, train_accuracy and validation_accuracy of the mean answer, over the data and by the
    loss of the first run; None where there are no samples, and for the accuracy of a regression."""
    answers = mean_answer(runs, runs[0].data.X)
    train_loss, train_accuracy = _measured(runs[0], answers, runs[0].data.train)
    validation_loss, validation_accuracy = _measured(runs[0], answers, runs[0].data.validation)
    return {
        "train_loss": train_loss,
        "validation_loss": validation_loss,
        "train_accuracy": train_accuracy,
        "validation_accuracy": validation_accuracy,
    }


def _measured(run: Trainer, answers: Array, rows: Indices) -> tuple[float | None, float | None]:
    if len(rows) == 0:
        return None, None
    a, y = answers[rows], np.asarray(run.data.y[rows], np.float64)
    z = a
    if run.loss.on_logits:  # logits whose probabilities are those means: softmax and sigmoid turned round
        p = np.clip(a, LEAST, 1 - LEAST)
        z = np.log(p) - np.log1p(-p) if a.shape[1] == 1 else np.log(p)
    loss = float(run.loss.value(z, a, y).mean())
    return loss, None if run.data.kind == "regression" else accuracy(a, y, run.loss.threshold)
