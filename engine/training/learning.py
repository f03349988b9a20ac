"""What a run learns from and with: its data, loss, optimizer, penalty, dropout and batches, most of which may be given
anew at any time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine import losses
from engine.losses import Loss
from engine.networks.network import Network
from engine.networks.regularizers import Penalty
from engine.training.batches import Data, Indices, Order, mismatch, positive
from engine.training.bound_steps import BoundSteps
from engine.training.optimizers import Optimizer, find_optimizer
from engine.training.progress import Best
from engine.training.schedules import Constant, Schedule


class Learning:
    """What a trainer has been given, and the steps that are bound from it: each change has them bound anew.

    ValueError when loss, output and data do not fit together, with the reason in plain English.
    """

    def __init__(
        self,
        network: Network,
        data: Data,
        loss: str | Loss,
        optimizer: str | Optimizer | None,
        batch_size: int,
        penalty: Penalty | None,
        schedule: Schedule | None,
        seed: int,
        shuffle: bool,
    ) -> None:
        self.network, self.seed, self.shuffle = network, seed, shuffle
        self.schedule: Schedule = Constant() if schedule is None else schedule
        self._optimizer = find_optimizer(optimizer).fresh()
        self._penalty = penalty
        self._batch_size = positive(batch_size)
        self.best: Best | None = None
        self._refused = math.inf  # the rate that diverged
        reason = losses.allowed(loss, network.dense[-1].activation, network.widths[-1])
        if reason is not None:
            raise ValueError(reason)
        self.loss = losses.find(loss)
        self._data = data
        self.order = Order(data.train, seed, shuffle)
        self.data = data

    @property
    def data(self) -> Data:
        """The Dataset. Assigning another (points moved, say) begins a new epoch with it."""
        return self._data

    @data.setter
    def data(self, data: Data) -> None:
        reason = mismatch(data, self.network.widths[0], self.network.widths[-1], self.loss)
        if reason is not None:
            raise ValueError(reason)
        epoch = self.order.epoch
        self._data = data
        self.order = Order(data.train, self.seed, self.shuffle)
        self.order.epoch = epoch
        self.best = None  # it was the best for other samples
        self._compile()

    @property
    def optimizer(self) -> Optimizer:
        """The trainer's own optimizer."""
        return self._optimizer

    @optimizer.setter
    def optimizer(self, optimizer: str | Optimizer) -> None:
        self._optimizer = find_optimizer(optimizer).fresh()
        self._refused = math.inf
        self._compile()

    @property
    def penalty(self) -> Penalty | None:
        """engine.L1, engine.L2 or None."""
        return self._penalty

    @penalty.setter
    def penalty(self, penalty: Penalty | None) -> None:
        self._penalty = penalty
        self._compile()

    @property
    def dropout(self) -> list[float]:
        """The share of each hidden layer that a step drops, of the network. One number sets all of them."""
        return self.network.dropout

    @dropout.setter
    def dropout(self, shares: float | Sequence[float]) -> None:
        self.network.drop(shares)
        self._compile()

    @property
    def batch_size(self) -> int:
        """Samples a step, at most the whole training set. A change goes on with what is left of the epoch."""
        return min(self._batch_size, len(self.data.train))

    @batch_size.setter
    def batch_size(self, batch_size: int) -> None:
        self._batch_size = positive(batch_size)
        self._compile()

    def _compile(self) -> None:
        """The steps are others: they are bound when the first is made, and never for a run that steps in a stack."""
        self._optimizer.begin(self.network.parameters)
        self._bound: BoundSteps | None = None
        self._slot = 0  # the next of the batches gathered

    def let_go(self) -> None:
        """Of all that is there for the steps alone, which of a large network is much: the next step makes it anew."""
        self._bound, self._slot = None, 0

    @property
    def _steps(self) -> BoundSteps:
        if self._bound is None:
            data, size = self._data, self.batch_size
            self._bound = BoundSteps(
                self.network, data.X, data.y, self.loss, self._optimizer, self._penalty, size, len(data.train)
            )
        return self._bound

    # Where it is

    @property
    def steps_per_epoch(self) -> int:
        """Mini-batches in an epoch, the last of which may be smaller."""
        return -(-len(self.data.train) // self.batch_size)

    @property
    def steps_left(self) -> int:
        """Steps that finish the epoch under way."""
        return -(-self.order.left // self.batch_size)

    @property
    def epochs(self) -> float:
        """Epochs done, a float: of the epoch under way, the share of the training set that has been seen."""
        return self.order.epochs

    @property
    def rate(self) -> float:
        """The rate of the next step: the optimizer's, lowered by the schedule."""
        return self._optimizer.rate * self.schedule.factor(self.epochs)

    @property
    def next_batch(self) -> Indices:
        """Rows of data.X in the next mini-batch, without going on."""
        return self.order.ahead(self.batch_size).copy()
