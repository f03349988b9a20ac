"""The compiled steps of one training set-up: network, loss, penalty, optimizer and batch size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.bound_calls import Array, Call, bind, run, scalar
from engine.losses import Loss
from engine.networks.bound_passes import Buffers, compile_gradient
from engine.networks.masks import Masks
from engine.networks.network import Network
from engine.networks.regularizers import Penalty
from engine.training.batches import Chunk, Indices
from engine.training.optimizers import Optimizer

Program = tuple[Call, ...]
LARGE = 1 << 18  # parameters


class Pass(NamedTuple):
    """There and back, for so many samples as the buffers are for."""

    chunk: Chunk
    buffers: Buffers
    calls: list[Call]


class BoundSteps:
    """Batches are gathered into the slots of a chunk, several at a time; each slot has its own calls, bound
    to its place in the chunk and compiled when it is first run. A last, smaller batch has calls and buffers
    of its own. Batches larger than a pass may be are gathered and passed through piece by piece. Of these,
    and of large networks, the gradient is found by `prepare`, and `run` makes the update alone.

    X (n, inputs) and y (n, outputs) are those of the Dataset, samples the number of rows used for training.
    """

    def __init__(
        self,
        network: Network,
        X: Array,
        y: Array,
        loss: Loss,
        optimizer: Optimizer,
        penalty: Penalty | None,
        batch: int,
        samples: int,
    ) -> None:
        self._network, self._loss, self._optimizer = network, loss, optimizer
        self._X = X
        self._targets = np.asarray(loss.encode(y), network.dtype)
        self.batch = batch
        self._piece = network.most_samples
        self._apart = batch > self._piece or (network.parameters.size > LARGE and not optimizer.linear)
        self._found = False  # the gradient of the batch that is gathered
        self._gathered = np.empty(0, np.intp)
        self._pass: Pass | None = None  # the last that was made to find a gradient alone
        self._gradients = np.zeros_like(network.parameters)
        self._blocks = network.blocks(network.parameters)
        self._gradient_blocks = network.blocks(self._gradients)
        self._penalty: list[Call] = []
        if penalty is not None and penalty.strength > 0:
            self._penalty = penalty.compile(network.parameters, self._gradients, network.weight_mask())
        self._rate = optimizer.rate
        self._rate_cell = scalar(self._rate, network.dtype)
        self._update = optimizer.compile(network.parameters, self._gradients, self._rate_cell)
        # Where the update is rate * gradient, the rate goes into dL/dz, and a pass over all parameters is
        # saved.
        self._folded = optimizer.linear and not self._penalty and not self._apart
        self._factors: dict[int, tuple[Array, float]] = {}  # by batch size: rate * scale, and the scale
        if self._folded:
            self._update = [bind(np.subtract, network.parameters, self._gradients, network.parameters)]
        self._buffers: dict[int, Buffers] = {}
        self._chunk = self._new_chunk(1, 1) if self._apart else self._new_chunk(samples, batch)
        self._programs: list[Program] = []  # of the full slots, from the first on
        self._last: dict[tuple[int, int], Program] = {}  # of smaller batches, by slot and size
        self.filled = 0
        self._left_over = 0  # the size of the last batch gathered, when it is smaller
        self._delta = np.zeros(1, network.dtype)
        self._masks: Masks | None = None

    def _new_chunk(self, samples: int, batch: int) -> Chunk:
        inputs, outputs = self._network.widths[0], self._network.widths[-1]
        return Chunk(inputs, outputs, batch, samples, self._network.bias, self._network.dtype)

    @property
    def room(self) -> int:
        """How many samples are gathered at a time."""
        return self._chunk.batches * self.batch

    def gather(self, samples: Indices) -> None:
        """Fill the slots with these rows, at most `room` of them."""
        self._gathered, self._found = samples, False
        if not self._apart:
            self._chunk.fill(self._X, self._targets, samples)
        whole, self._left_over = divmod(len(samples), self.batch)
        self.filled = whole + (self._left_over > 0)

    def set_rate(self, rate: float) -> None:
        """The rate of the steps to come."""
        self._rate = rate
        self._rate_cell[()] = rate
        for cell, scale in self._factors.values():
            cell[()] = rate * scale

    def prepare(self, step: int) -> None:
        """Finds the gradient of the next step, of this number from 0, where that is done first."""
        if self._apart and not self._found:
            self._find_gradient(self._gathered, self._drawn(step, len(self._gathered)))
            run(self._penalty)
            self._found = True

    def is_sure(self, rate: float) -> bool:
        """Whether an update by what was prepared is sure to leave finite numbers, so that nothing has to be kept to go
        back to: of a large network that is several times its parameters."""
        w, g = self._network.parameters, self._gradients
        return self._found and self.finite_loss() and self._optimizer.is_sure(w, g, rate)

    def run(self, start: int, stop: int, step: int) -> None:
        """One step for each of the slots start..stop-1; `step` is the number of the first, from 0."""
        done = self._optimizer.steps
        if self._apart:
            self.prepare(step)
            self._found = False
            run(self._update)
        else:
            self._run_slots(start, stop, step)
        self._optimizer.steps = done + stop - start  # Adam's has counted them itself, step by step

    def _run_slots(self, start: int, stop: int, step: int) -> None:
        masks = self._found_masks()
        if masks is not None:
            masks.step = step
        smaller = self._left_over > 0 and stop == self.filled
        whole = stop - smaller
        while len(self._programs) < whole:
            self._programs.append(self._compile(len(self._programs), self.batch))
        size = self.batch
        for calls in self._programs[start:whole]:
            for call in calls:
                call()
        if smaller:
            size = self._left_over
            if (whole, size) not in self._last:
                self._last[whole, size] = self._compile(whole, size)
            run(self._last[whole, size])
        self._delta = self._buffers[size].delta

    def finite(self) -> bool:
        """Whether the parameters are finite numbers, and the loss of the last batch was. The sum of squares,
        a fast call, tells: it overflows only with numbers that the next steps could not do anything with."""
        w = self._network.parameters
        return math.isfinite(w.dot(w)) and self.finite_loss()

    def finite_loss(self) -> bool:
        """Whether the loss of the last batch, before its update, was a finite number."""
        delta = self._delta.ravel()
        return math.isfinite(delta.dot(delta))

    def gradients(self, groups: Sequence[Indices], penalty: bool, step: int) -> Array:
        """Gradient of the mean loss of each group of rows, (groups, P); all groups have the same size. Dropout drops
        what it drops in this step from a batch that is all groups one after another."""
        size = len(groups[0])
        numbers = self._drawn(step, size * len(groups))
        result = np.empty((len(groups), self._gradients.size), self._gradients.dtype)
        for i, (row, group) in enumerate(zip(result, groups, strict=True)):
            self._find_gradient(group, numbers[:, i * size : (i + 1) * size])
            if penalty:
                run(self._penalty)
            row[:] = self._gradients
        return result

    def _drawn(self, step: int, samples: int) -> Array:
        """The numbers by which dropout drops units of so many samples in this step, (1, samples, units)."""
        masks = self._found_masks()
        return np.empty((1, samples, 0)) if masks is None else masks.draw(step, samples)

    def _find_gradient(self, samples: Indices, numbers: Array) -> None:
        """Has the gradients be those of the mean loss of these rows: the mean of their pieces' gradients."""
        if len(samples) <= self._piece:
            self._pass_through(samples, numbers)
            return
        total = np.zeros_like(self._gradients)
        pieces = -(-len(samples) // self._piece)
        for places in np.array_split(np.arange(len(samples)), pieces):  # as large as each other, or nearly
            self._pass_through(samples[places], numbers[:, places])
            np.multiply(self._gradients, len(places) / len(samples), self._gradients)
            np.add(total, self._gradients, total)
        self._gradients[:] = total

    def _pass_through(self, samples: Indices, numbers: Array) -> None:
        """Has the gradients be those of the mean loss of few rows."""
        size = len(samples)
        if self._pass is None or self._pass.buffers.batch != size:
            self._pass = None  # first: two of them would take much
            chunk, buffers = self._new_chunk(size, size), self._buffers.get(size) or self._new_buffers(size)
            self._pass = Pass(chunk, buffers, self._gradient(chunk, 0, buffers)[0])
        chunk, buffers, calls = self._pass
        chunk.fill(self._X, self._targets, samples)
        masks = self._found_masks()
        if masks is not None:
            masks.put(numbers, buffers)
        run(calls)
        self._delta = buffers.delta

    def _compile(self, slot: int, size: int) -> Program:
        if size not in self._buffers:
            self._buffers[size] = self._new_buffers(size)
        buffers = self._buffers[size]
        masks = self._found_masks()
        drop = [] if masks is None else [bind(masks.next, buffers)]
        if not self._folded:
            calls, _ = self._gradient(self._chunk, slot, buffers)
            return (*drop, *calls, *self._penalty, *self._update)
        cell = self._factors[size][0] if size in self._factors else scalar(0, self._network.dtype)
        calls, unit = self._gradient(self._chunk, slot, buffers, cell)
        scale = unit / size
        self._factors[size] = cell, scale
        cell[()] = self._rate * scale
        return (*drop, *calls, *self._update)

    def _found_masks(self) -> Masks | None:
        """The masks of dropout, None without it. A network that has been drawn anew may have another seed."""
        network = self._network
        if not any(network.dropout):
            return None
        if self._masks is None or self._masks.seeds != [network.seed]:
            self._masks = Masks([network.seed], [network.dropout], network.widths[1:-1])
            self._programs.clear()
            self._last.clear()
        return self._masks

    def _new_buffers(self, size: int) -> Buffers:
        return self._network.buffers(size)

    def _gradient(
        self, chunk: Chunk, slot: int, buffers: Buffers, factor: Array | None = None
    ) -> tuple[list[Call], float]:
        return compile_gradient(
            self._blocks,
            self._gradient_blocks,
            buffers,
            self._network.dense[-1].activation,
            self._loss,
            chunk.x(slot, buffers.batch),
            chunk.targets(slot, buffers.batch),
            factor,
        )
