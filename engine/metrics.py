"""Accuracy: the share of samples whose predicted class is the labelled one."""

from __future__ import annotations

import numpy as np

from engine.calls import Array


def threshold(loss: str) -> float:
    """The activation above which one output says yes: 0 for hinge, whose scores are signed, else one half."""
    return 0.0 if loss == "hinge" else 0.5


def accuracy(a: Array, y: Array, threshold: float = 0.5) -> float:
    """Share of right answers, 0 to 1, for activations a and targets y, each (n, outputs): one output is compared
    with the threshold, of several the largest counts. nan when there are no samples."""
    if len(y) == 0:
        return float("nan")
    if y.shape[1] == 1:
        return float(np.mean((a[:, 0] > threshold) == (y[:, 0] > 0.5)))
    return float(np.mean(a.argmax(axis=1) == y.argmax(axis=1)))
