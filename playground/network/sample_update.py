"""The update that one sample alone would make, made."""

from __future__ import annotations

import engine
from playground.network.experiment import Experiment
from playground.shared.refused import Refused


def make_update(experiment: Experiment, sample: int) -> tuple[float, float]:
    """Makes the update that the trace of a sample ends in, and notes it in the curves. Returns the loss of that sample
    before and after; the latter is not finite where the run has diverged. Raises Refused where there is no such
    sample."""
    trainer = experiment.trainer
    if not 0 <= sample < len(trainer.data.X):
        raise Refused("sample_unknown", number=sample)
    before = _loss(experiment, sample)
    trainer.update_on([sample])
    after = _loss(experiment, sample)
    experiment.record()
    return before, after


def _loss(experiment: Experiment, sample: int) -> float:
    """The loss of a sample, with the penalty, and with nothing dropped: two steps drop other neurons."""
    trainer = experiment.trainer
    data = trainer.data
    graph = experiment.network.graph(data.X[sample], data.y[sample], trainer.loss, trainer.penalty)
    return float(engine.backpropagate(graph).output)
