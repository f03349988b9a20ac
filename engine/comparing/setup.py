"""A set-up: all that determines a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType

import numpy as np
from numpy.typing import DTypeLike

from engine.activations import Activation
from engine.datasets import Dataset
from engine.losses import Loss
from engine.networks.network import Network
from engine.networks.regularizers import Penalty
from engine.numbers_in_words import plain
from engine.training.optimizers import Optimizer, find_optimizer
from engine.training.schedules import Schedule
from engine.training.trainer import Trainer

# By the kind of the data: the usual output and loss.
USUAL: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "binary": ("sigmoid", "binary cross-entropy"),
        "classes": ("softmax", "cross-entropy"),
        "regression": ("linear", "mean squared"),
    }
)


@dataclass(frozen=True)
class Setup:
    """What engine.Network and engine.Trainer are given, under the same names; `hidden` are the widths of the hidden
    layers, the first and last follow from the data, and so do the usual output and loss unless they are given. `rate`
    is that of the optimizer unless it is None."""

    data: Dataset
    hidden: Sequence[int] = (4, 2)
    activation: str | Activation | Sequence[str | Activation] = "tanh"
    output: str | Activation | None = None
    loss: str | Loss | None = None
    optimizer: str | Optimizer = "SGD"
    rate: float | None = None
    batch_size: int = 10
    schedule: Schedule | None = None
    penalty: Penalty | None = None
    dropout: float | Sequence[float] = 0.0
    initializer: str = "xavier"
    bias: bool = True
    seed: int = 0
    dtype: DTypeLike = np.float64
    evaluate_on: int | None = None

    def trainer(self, seed: int | None = None) -> Trainer:
        """A run of its own, at its start; `seed` is that of weights, order of samples and dropout, the set-up's own
        unless given. ValueError, as Network and Trainer raise it, for what makes no sense together."""
        seed = self.seed if seed is None else seed
        output, loss = USUAL[self.data.kind]
        network = Network(
            [self.data.X.shape[1], *self.hidden, self.data.outputs],
            self.activation,
            output if self.output is None else self.output,
            self.initializer,
            self.bias,
            seed,
            self.dtype,
            self.dropout,
        )
        optimizer = find_optimizer(self.optimizer).fresh()
        if self.rate is not None:
            optimizer.rate = self.rate
        return Trainer(
            network,
            self.data,
            loss if self.loss is None else self.loss,
            optimizer,
            self.batch_size,
            self.penalty,
            self.schedule,
            seed,
            evaluate_on=self.evaluate_on,
        )


FIELDS = tuple(field.name for field in fields(Setup))


def words(name: str, value: object) -> str:
    """A setting and its value, short: "rate 0.1"."""
    if isinstance(value, (Activation, Loss)):
        value = value.name
    if isinstance(value, Dataset):
        return value.name
    if isinstance(value, (list, tuple)):
        value = "-".join(map(str, value)) or "none"
    if isinstance(value, float):
        value = plain(value)
    return f"{name.replace('_', ' ')} {'none' if value is None else value}"
