"""When training gets nowhere: how that is told, and what is known of why.

Nothing is said of a run that has lowered its loss, however little it does so now, nor of one that has hardly begun or
has hardly gone on since the way it learns was changed: what was recorded before that is not laid to it. A
run gets nowhere when the newest records of its curve have none that is below LOWER of the loss at the start, and
- the steps are too long: after SOME_STEPS, one of these records is at least JUMP times an earlier one, and none is
  lower than the start; a loss that only comes down, from where the run had diverged to, does not jump;
- it was left far off: after SOME_STEPS, all of these records are FAR times the loss at the start, without jumping;
- there are threshold units, through which no gradient flows back: after SOME_STEPS;
- units are stuck: after SOME_STEPS, STUCK of the units of a hidden layer have a slope of no more than FLAT for every
  training sample, so that no gradient flows back through them (of relu: they are dead; of others: saturated);
- units are alike: after SOME_STEPS, all units of a hidden layer have the same weights to and from them, so that they
  have the same gradient for ever;
- or none of this is found, after MANY_STEPS and MANY_EPOCHS: there are plateaus that are left in the end.
"""

from __future__ import annotations

import numpy as np

from engine.activations import ReLU
from engine.bound_calls import Array
from engine.networks.network import Network
from engine.problem import Problem
from engine.training.trainer import Trainer

RECORDS = 10
SOME_STEPS = 200
MANY_STEPS, MANY_EPOCHS = 3000, 100
LOWER = 0.98
JUMP = 1.5
STUCK = 0.5
FLAT = 1e-3
MOST_SAMPLES = 500  # whose activations are looked at
BLOWN_UP = 100.0  # times the largest weight of the start, or 1
FAR = 1000.0  # times the loss at the start, or LEAST; no saturated unit leads to as much
LEAST = 0.01


def trouble(trainer: Trainer) -> Problem | None:
    """Why this run gets nowhere, and what to try; None where it does, or where it cannot be told yet."""
    losses = _losses(trainer)
    recent = losses[max(1, trainer.judged_from) :][-RECORDS:]
    if len(recent) < RECORDS or trainer.iteration < SOME_STEPS or min(recent) < LOWER * losses[0]:
        return None
    steps, first, rate = trainer.iteration, losses[0], trainer.optimizer.rate
    low, high, lower = min(recent), max(recent), suggested(rate)
    rises = np.array(recent) >= JUMP * np.minimum.accumulate(recent)
    if low >= first and rises.any():
        return Problem("training_jumps", steps=steps, low=low, high=high, first=first, rate=rate, lower=lower)
    if _is_far(low, first):
        return far_off(trainer)
    if flat := without_slope(trainer.network):
        return flat
    for layer, count, units, is_dead in _stuck(trainer):
        if is_dead:
            return Problem("units_dead", steps=steps, layer=layer, count=count, units=units, lower=lower)
        return Problem("units_saturated", steps=steps, layer=layer, count=count, units=units, lower=lower)
    if any(_alike(trainer.network, layer) for layer in range(len(trainer.network.dense) - 1)):
        return Problem("units_alike", steps=steps)
    if steps >= MANY_STEPS and trainer.epochs >= MANY_EPOCHS:
        return Problem("training_flat", steps=steps, first=first, last=losses[-1])
    return None


def without_slope(network: Network) -> Problem | None:
    """That no gradient comes back through the threshold units of a network, where it has some; of several layers, the
    last is the one at which it ends."""
    flat = [number for number, dense in enumerate(network.dense, 1) if dense.activation.flat]
    if not flat:
        return None
    if flat[-1] == len(network.dense):
        return Problem("threshold_output")
    return Problem("threshold_hidden", layer=flat[-1])


def blown_up(trainer: Trainer, start: Network) -> Problem | None:
    """Whether a run that had diverged was left so far off, by its weights or by its loss, that hardly anything is
    learned from there; not where its loss is lower than at the start all the same."""
    losses = _losses(trainer)
    if losses and losses[-1] < LOWER * losses[0]:
        return None
    largest = float(np.abs(trainer.network.parameters).max())
    if largest < BLOWN_UP * max(1.0, float(np.abs(start.parameters).max())):
        return far_off(trainer)
    return Problem("weights_blown_up", largest=largest)


def far_off(trainer: Trainer) -> Problem | None:
    """Whether the loss is so far above that of the start as only steps that were too large lead to: be it that the run
    was stopped before it diverged, or goes on at a lower rate from where it had come to."""
    losses = _losses(trainer)
    if not losses or not _is_far(losses[-1], losses[0]):
        return None
    return Problem("loss_blown_up", loss=losses[-1], first=losses[0])


def trouble_since(trainer: Trainer, start: Network, said: Problem | None) -> Problem | None:
    """As `trouble`; that a run was left far off is said until that is over."""
    return trouble(trainer) or left_far_off(trainer, start, said)


def left_far_off(trainer: Trainer, start: Network, said: Problem | None) -> Problem | None:
    """What was said of a run that was left far off, while it is so still: where it diverges from there once more, that
    is the reason, and not the rate that it has now."""
    if said is not None and said.code == "weights_blown_up":
        return blown_up(trainer, start)
    if said is not None and said.code == "loss_blown_up":
        return far_off(trainer)
    return None


def trouble_at_another_rate(
    trainer: Trainer, start: Network, diverged: bool, said: Problem | None
) -> Problem | None:
    """What another rate alone does not mend."""
    diverged = diverged or (said is not None and said.code == "weights_blown_up")
    return blown_up(trainer, start) if diverged else far_off(trainer)


def _losses(trainer: Trainer) -> list[float]:
    return [loss for loss in trainer.history["train_loss"] if loss is not None]


def _is_far(loss: float, first: float) -> bool:
    return loss >= FAR * max(first, LEAST)


def suggested(rate: float) -> float:
    """A tenth of a rate, in two digits."""
    return float(f"{rate / 10:.2g}")


def _stuck(trainer: Trainer) -> list[tuple[int, int, int, bool]]:
    """Of each hidden layer (from 1) in which they are many: how many units are stuck, of how many, and whether they
    are dead."""
    network, rows = trainer.network, trainer.data.train[:MOST_SAMPLES]
    found = []
    with np.errstate(all="ignore"):
        passed = network.forward(trainer.data.X[rows])
    for number, ((z, _), dense) in enumerate(zip(passed[:-1], network.dense[:-1], strict=True), 1):
        activation = dense.activation
        if activation.pieces > 1 or not activation.elementwise:
            continue
        slopes = np.asarray(z) > 0 if isinstance(activation, ReLU) else _slopes(activation, z)
        stuck = int((np.abs(slopes).max(axis=0) <= FLAT).sum())
        if stuck >= STUCK * dense.units:
            found.append((number, stuck, dense.units, isinstance(activation, ReLU)))
    return found


def _slopes(activation: object, z: Array) -> Array:
    """f'(z), by the gate that stands for the activation in a graph; 1 where z is the activation itself."""
    op = getattr(activation, "op", None)
    z64 = np.asarray(z, np.float64)
    if op is None:
        return np.ones_like(z64)
    with np.errstate(all="ignore"):
        return np.asarray(op.local(0, [z64], op.forward(z64)))


def _alike(network: Network, layer: int) -> bool:
    """Whether all units of a hidden layer have the same weights to them, and the same from them."""
    blocks = network.blocks(network.parameters)
    units, to = network.widths[layer + 1], blocks[layer]
    away = blocks[layer + 1][:, :units]
    if units < 2 or len(to) != units:
        return False
    return bool(np.ptp(to, axis=0).max() == 0 and np.ptp(away, axis=1).max() == 0)
