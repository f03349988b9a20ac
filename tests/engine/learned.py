"""A dataset trained with a set-up, as the page would, and whether it counts as learned then."""

import numpy as np

import engine
from engine.training.optimizers import OPTIMIZERS
from engine.training.stack import Together

EPOCHS = 165  # in about ten seconds on the page, on a busy machine
USUAL = {
    "binary": ("sigmoid", "binary cross-entropy"),
    "classes": ("softmax", "cross-entropy"),
    "regression": ("linear", "mean squared"),
}


def trained(several, set_up, epochs=EPOCHS):
    """(losses, accuracies) of training and validation for each (data, seed), as the page would have them. They are
    trained in one stack, in which each does what it does alone."""
    runs = [_run(data, set_up, seed) for data, seed in several]
    Together(runs).step(epochs * runs[0].steps_per_epoch)
    return [_measured(run) for run in runs]


def _run(data, set_up, seed):
    if set_up.features:
        data = data.with_features(set_up.features)
    output, loss = USUAL[data.kind]
    network = engine.Network(
        [data.X.shape[1], *set_up.layers, data.outputs],
        [set_up.activation] * len(set_up.layers),
        output,
        seed=seed,
        dtype=np.float32,
    )
    optimizer = OPTIMIZERS[set_up.optimizer](set_up.rate)
    return engine.Trainer(network, data, loss=loss, optimizer=optimizer, batch_size=set_up.batch, seed=seed)


def _measured(run):
    run.record()
    last = {name: values[-1] for name, values in run.history.items()}
    return [(last[f"train_{what}"], last[f"validation_{what}"]) for what in ("loss", "accuracy")]


def is_learned(data, largest_error, losses, accuracies):
    if data.kind == "regression":
        return max(losses) <= largest_error
    return accuracies[0] >= 0.97 and accuracies[1] >= 0.95
