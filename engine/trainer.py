"""Training: one step, one epoch, a run; history, early stopping, and what happens when it diverges."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine import losses, metrics
from engine.batches import Chunk, Data, Indices, Order, OrderSnapshot
from engine.calls import Array, Call, run, scalar
from engine.compiled import Buffers, compile_gradient
from engine.network import Network
from engine.optimizers import SGD, Optimizer, Term
from engine.optimizers import Snapshot as OptimizerSnapshot
from engine.regularizers import Penalty
from engine.schedules import Constant, Schedule

BLOCK = 4096  # samples evaluated at a time: bounds the memory of evaluating 60,000 digits
FIELDS = ("epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy")


@dataclass(frozen=True)
class Snapshot:
    """A moment of training, to go back to."""

    parameters: Array
    optimizer: OptimizerSnapshot
    order: OrderSnapshot
    iteration: int


class Best(NamedTuple):
    """The lowest validation loss recorded so far (train loss where nothing is kept for validation)."""

    epoch: float
    validation_loss: float
    parameters: Array


class Trainer:
    """Trains a network on a Dataset, in place.

    The optimizer is copied: changing `trainer.optimizer.rate` later has its effect, changing the original has not.
    optimizer, penalty, schedule, batch_size and data may be assigned at any time and leave the weights alone; a new
    optimizer begins with fresh state. A batch larger than the training set means the whole set.
    ValueError when loss, output and data do not go together, with the reason in plain English.
    """

    def __init__(
        self,
        network: Network,
        data: Data,
        loss: str = "binary cross-entropy",
        optimizer: Optimizer | None = None,
        batch_size: int = 10,
        penalty: Penalty | None = None,
        schedule: Schedule | None = None,
        seed: int = 0,
        shuffle: bool = True,
    ) -> None:
        self.network, self.loss, self.seed, self.shuffle = network, loss, seed, shuffle
        self._optimizer = (SGD(0.03) if optimizer is None else optimizer).fresh()
        self._penalty = penalty
        self.schedule: Schedule = Constant() if schedule is None else schedule
        self._batch_size = _positive(batch_size)
        self._gradients = np.zeros_like(network.parameters)
        self._start = network.parameters.copy()
        self.data = data
        self.reset()

    # What may be changed while training

    @property
    def data(self) -> Data:
        """The Dataset. Assigning another (points moved, say) begins a new epoch with it."""
        return self._data

    @data.setter
    def data(self, data: Data) -> None:
        inputs, outputs = self.network.widths[0], self.network.widths[-1]
        reason = losses.allowed(self.loss, self.network.output, outputs)
        if reason is None and data.kind == "regression" and self.loss in losses.LABELS:
            reason = (
                f"The targets are numbers, and {self.loss} needs classes: choose mean squared, for example."
            )
        if reason is None and data.X.shape[1] != inputs:
            reason = f"The network has {inputs} inputs, and a sample {data.X.shape[1]}."
        if reason is None and data.y.shape[1] != outputs:
            reason = f"The network has {outputs} outputs, and a target {data.y.shape[1]}."
        if reason is None and len(data.train) == 0:
            reason = "There are no samples to train on."
        if reason is not None:
            raise ValueError(reason)
        self._data = data
        self._order = Order(data.train, self.seed, self.shuffle)
        self._targets = np.asarray(losses.encode(self.loss, data.y), self.network.dtype)
        self._compile()

    @property
    def optimizer(self) -> Optimizer:
        """The trainer's own optimizer."""
        return self._optimizer

    @optimizer.setter
    def optimizer(self, optimizer: Optimizer) -> None:
        self._optimizer = optimizer.fresh()
        self._refused_rate = math.inf
        self._compile()

    @property
    def penalty(self) -> Penalty | None:
        """engine.L1, engine.L2 or None."""
        return self._penalty

    @penalty.setter
    def penalty(self, penalty: Penalty | None) -> None:
        self._penalty = penalty
        self._compile(keep_state=True)

    @property
    def batch_size(self) -> int:
        """Samples a step, at most the whole training set. A change goes on with the samples left in the epoch."""
        return min(self._batch_size, len(self.data.train))

    @batch_size.setter
    def batch_size(self, batch_size: int) -> None:
        self._batch_size = _positive(batch_size)
        self._compile(keep_state=True)

    # Where it is

    @property
    def steps_per_epoch(self) -> int:
        """Mini-batches in an epoch, the last of which may be smaller."""
        return -(-len(self.data.train) // self.batch_size)

    @property
    def epochs(self) -> float:
        """Epochs done, as a float: the share of the training set seen in the epoch under way counts."""
        return self._order.epochs

    @property
    def rate(self) -> float:
        """The rate of the next step: the optimizer's, lowered by the schedule."""
        return self._optimizer.rate * self.schedule.factor(self.epochs)

    @property
    def next_batch(self) -> Indices:
        """Rows of data.X in the next mini-batch, without going on."""
        return self._order.next(self.batch_size).copy()

    # Compiling

    def _compile(self, keep_state: bool = False) -> None:
        """Forget all compiled steps; they are made again when first needed."""
        network = self.network
        held = self._optimizer.snapshot() if keep_state else None
        self._blocks = network.blocks(network.parameters)
        self._gradient_blocks = network.blocks(self._gradients)
        self._rates: list[tuple[Array, float]] = []
        self._buffers: dict[int, Buffers] = {}
        self._updates: dict[float, list[Call]] = {}
        self._steps: dict[tuple[int, int], tuple[Call, ...]] = {}
        self._chunk = Chunk(
            network.widths[0],
            network.widths[-1],
            self.batch_size,
            len(self.data.train),
            network.bias,
            network.dtype,
        )
        self._filled = 0  # batches in the chunk
        self._slot = 0  # the one that comes next
        self._add_penalty: list[Call] = []
        if self._penalty is not None and self._penalty.strength > 0:
            is_weight = np.ones_like(network.parameters)
            for name, part in network.named(is_weight).items():
                if name[0] == "b":
                    part[:] = 0
            self._add_penalty = self._penalty.compile(network.parameters, self._gradients, is_weight)
        # An update that is linear in the gradient takes the loss's factor with the rate, and saves a call.
        self._folded = self._optimizer.linear and not self._add_penalty
        if not self._folded:
            self._update(1.0)
        if held is not None and held[1]:
            self._optimizer.restore(held)

    def _update(self, scale: float) -> list[Call]:
        """The optimizer's calls, for gradients that still want a factor `scale`."""
        if scale not in self._updates:
            rate = scalar(0, self.network.dtype)
            self._rates.append((rate, scale))
            self._updates[scale] = self._optimizer.compile(self.network.parameters, self._gradients, rate)
            self._set_rate()
        return self._updates[scale]

    def _set_rate(self) -> None:
        rate = self.rate
        for cell, scale in self._rates:
            cell[()] = rate * scale

    def _gradient_calls(self, chunk: Chunk, slot: int, size: int, scaled: bool) -> tuple[list[Call], float]:
        network = self.network
        if size not in self._buffers:
            self._buffers[size] = Buffers(
                network.widths, network.activations, network.bias, size, network.dtype
            )
        return compile_gradient(
            self._blocks,
            self._gradient_blocks,
            self._buffers[size],
            network.output,
            self.loss,
            chunk.x(slot, size),
            chunk.targets(slot, size),
            scaled,
        )

    def _step(self, slot: int, size: int) -> tuple[Call, ...]:
        """The calls of one step on the batch in this slot of the chunk."""
        key = slot, size
        if key not in self._steps:
            calls, scale = self._gradient_calls(self._chunk, slot, size, not self._folded)
            self._steps[key] = (*calls, *self._add_penalty, *self._update(scale))
        return self._steps[key]

    # Training

    def step(self, count: int = 1) -> int:
        """Train on the next `count` mini-batches. Returns the steps really done: fewer when it diverges, and none
        after that until the rate is lowered or the optimizer changed."""
        if self.diverged is not None:
            if self._optimizer.rate >= self._refused_rate:
                return 0
            self.diverged = self.suggested_rate = None
        if self.iteration == 0:
            self._start[:] = self.network.parameters  # weights may have been set by hand
        done = 0
        with np.errstate(all="ignore"):  # a run that overflows is told in words
            while done < count and self.diverged is None:
                done += self._slice(count - done)
        return done

    def _slice(self, count: int) -> int:
        """Up to `count` steps on the batches that are gathered in the chunk; checked once at the end."""
        size = self.batch_size
        if self._slot == self._filled:
            samples = self._order.next(self._chunk.batches * size)
            self._chunk.fill(self.data.X, self._targets, samples)
            self._filled, self._slot = -(-len(samples) // size), 0
        count = min(count, self._filled - self._slot)
        before = self._moment()
        self._set_rate()
        for _ in range(count):
            self._one()
        if self._finite():
            self.iteration += count
            return count
        # Walk the same steps again, one at a time, to find the last that was sound.
        self._go_back(before)
        done = 0
        while True:
            here = self._moment()
            self._one()
            if not self._finite():
                break
            before = here
            done += 1
        # A loss that was not finite was that of the weights before this step: then one step further back.
        further = not self._finite_loss() and done > 0
        self._go_back(before if further else here)
        done -= further
        self.iteration += done
        self._diverge()
        return done

    def _moment(self) -> tuple[Snapshot, int]:
        return self.snapshot(), self._slot

    def _go_back(self, moment: tuple[Snapshot, int]) -> None:
        """Back to a moment of this slice, whose samples are still gathered."""
        snapshot, slot = moment
        filled = self._filled
        self.restore(snapshot)
        self._filled, self._slot = filled, slot

    def _one(self) -> None:
        size = min(self.batch_size, self._order.left)
        if not isinstance(self.schedule, Constant):
            self._set_rate()
        for call in self._step(self._slot, size):
            call()
        self._slot += 1
        self._last_size = size
        self._order.advance(size)

    def _finite(self) -> bool:
        """Whether the parameters, and the loss of the step just made, are finite numbers."""
        return math.isfinite(self.network.parameters.sum()) and self._finite_loss()

    def _finite_loss(self) -> bool:
        delta = self._buffers[self._last_size].delta.ravel()
        return math.isfinite(delta.dot(delta))

    def _diverge(self) -> None:
        self._refused_rate = self._optimizer.rate
        self.suggested_rate = float(f"{self._optimizer.rate / 10:.2g}")
        self.diverged = (
            f"Training stopped: at a rate of {self._optimizer.rate:g} the steps became so large that the loss is no "
            f"longer a finite number. The last finite weights are kept; try a rate of {self.suggested_rate:g}."
        )

    def epoch(self) -> int:
        """Finish the epoch under way. Returns the steps done."""
        return self.step(-(-self._order.left // self.batch_size))

    def run(
        self,
        epochs: int | None = None,
        target_loss: float | None = None,
        max_epochs: int = 1000,
        patience: int | None = None,
    ) -> int:
        """Train for `epochs`, or until the train loss is at most `target_loss`, at most `max_epochs`; record once
        an epoch. With `patience`, stop when that many epochs have not lowered the best validation loss, and restore
        it. Stops when it diverges. Returns the epochs run."""
        if not self.history["epoch"]:
            self.record()
        limit = max_epochs if epochs is None else epochs
        done = 0
        while done < limit and self.diverged is None:
            loss = self.history["train_loss"][-1]
            if target_loss is not None and loss is not None and loss <= target_loss:
                break
            self.epoch()
            if self.diverged is not None:
                break
            done += 1
            self.record()
            if patience is not None and self.best is not None and self.epochs - self.best.epoch >= patience:
                self.restore_best()
                break
        return done

    # Looking at it

    def evaluate(self) -> dict[str, float | None]:
        """train_loss, validation_loss (without penalty), train_accuracy, validation_accuracy (0 to 1; None for
        regression). None where there are no samples."""
        train_loss, train_accuracy = self._evaluate(self.data.train)
        validation_loss, validation_accuracy = self._evaluate(self.data.validation)
        return {
            "train_loss": train_loss,
            "validation_loss": validation_loss,
            "train_accuracy": train_accuracy,
            "validation_accuracy": validation_accuracy,
        }

    def _evaluate(self, samples: Indices) -> tuple[float | None, float | None]:
        if len(samples) == 0:
            return None, None
        loss, right = 0.0, 0.0
        threshold = metrics.threshold(self.loss)
        for start in range(0, len(samples), BLOCK):
            some = samples[start : start + BLOCK]
            y = np.asarray(self.data.y.take(some, axis=0), self.network.dtype)
            with np.errstate(all="ignore"):
                z, a = self.network.forward(self.data.X.take(some, axis=0))[-1]
                loss += float(losses.value(self.loss, z, a, y).sum())
            right += metrics.accuracy(a, y, threshold) * len(some)
        accuracy = None if self.data.kind == "regression" else right / len(samples)
        return loss / len(samples), accuracy

    def record(self) -> dict[str, float | None]:
        """Append evaluate() and the epoch to the history, and note the best. A loss that is not finite stops
        training: the last weights recorded with a finite one come back, and nothing is appended."""
        result = self.evaluate()
        values = [result["train_loss"], result["validation_loss"]]
        if not all(value is None or math.isfinite(value) for value in values):
            if self._sound is not None:
                self.restore(self._sound)
            self._diverge()
            return result
        self._sound = self.snapshot()
        self.history["epoch"].append(self.epochs)
        for name, value in result.items():
            self.history[name].append(value)
        loss = result["train_loss"] if result["validation_loss"] is None else result["validation_loss"]
        if loss is not None and (self.best is None or loss < self.best.validation_loss):
            self.best = Best(self.epochs, loss, self.network.parameters.copy())
        return result

    def restore_best(self) -> None:
        """Put the best recorded parameters into the network. ValueError when nothing has been recorded."""
        if self.best is None:
            raise ValueError("nothing has been recorded yet")
        self.network.parameters[:] = self.best.parameters

    def gradient(self, indices: Indices | None = None) -> Array:
        """Gradient of the mean loss over rows `indices` of data.X (default: the next batch) plus the penalty, flat
        like network.parameters, by the compiled path."""
        return self._gradients_of([self.next_batch if indices is None else indices], self._add_penalty)[0]

    def sample_gradients(self, indices: Indices) -> Array:
        """Gradient of each sample's loss, without penalty, (len(indices), P)."""
        return self._gradients_of([np.array([index]) for index in indices], [])

    def _gradients_of(self, groups: list[Indices], extra: list[Call]) -> Array:
        """(groups, P); all groups have the same size."""
        network, size = self.network, len(groups[0])
        chunk = Chunk(network.widths[0], network.widths[-1], size, size, network.bias, network.dtype)
        calls, _ = self._gradient_calls(chunk, 0, size, True)
        result = np.empty((len(groups), self._gradients.size), network.dtype)
        with np.errstate(all="ignore"):
            for row, group in zip(result, groups, strict=True):
                chunk.fill(self.data.X, self._targets, np.asarray(group))
                run(calls)
                run(extra)
                row[:] = self._gradients
        return result

    def update_trace(self, gradients: Array, names: Iterable[str] | None = None) -> dict[str, list[Term]]:
        """The arithmetic of the next update with this flat gradient (P,), for each parameter array named ("W1",
        "b1", ...; default all): the terms of Optimizer.explain, float64."""
        weights, slopes = self.network.named(self.network.parameters), self.network.named(gradients)
        states = self.named_state()
        return {
            name: self._optimizer.explain(
                weights[name], slopes[name], states[name], self._optimizer.steps + 1, self.rate
            )
            for name in (weights if names is None else names)
        }

    def named_state(self) -> dict[str, dict[str, Array]]:
        """The optimizer's state by parameter array: {"W1": {"m": ..., "v": ...}, "b1": ...}, views."""
        parts = {key: self.network.named(array) for key, array in self._optimizer.state.items()}
        return {
            name: {key: named[name] for key, named in parts.items()}
            for name in self.network.named(self.network.parameters)
        }

    # Going back

    def reset(self) -> None:
        """Exactly the parameters, order of samples and (empty) optimizer state that the run began with."""
        self.network.parameters[:] = self._start
        self._order.restart()
        self._optimizer.clear()
        self._filled = self._slot = 0
        self.iteration = 0
        self.diverged: str | None = None
        self.suggested_rate: float | None = None
        self._refused_rate = math.inf
        self.best: Best | None = None
        self._sound: Snapshot | None = None
        self.history: dict[str, list[float | None]] = {name: [] for name in FIELDS}

    def snapshot(self) -> Snapshot:
        """This moment: parameters, optimizer state, order of samples, iteration; not the history."""
        return Snapshot(
            self.network.parameters.copy(), self._optimizer.snapshot(), self._order.snapshot(), self.iteration
        )

    def restore(self, snapshot: Snapshot) -> None:
        """Back to a snapshot taken with the same optimizer and data; what follows is then the same bits."""
        self.network.parameters[:] = snapshot.parameters
        self._optimizer.restore(snapshot.optimizer)
        self._order.restore(snapshot.order)
        self.iteration = snapshot.iteration
        self._filled = self._slot = 0


def _positive(batch_size: int) -> int:
    if batch_size < 1:
        raise ValueError(f"a batch has at least one sample, not {batch_size}")
    return int(batch_size)
