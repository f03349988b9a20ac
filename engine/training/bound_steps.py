"""The compiled steps of one training set-up: network, loss, penalty, optimizer and batch size."""

from __future__ import annotations

import math
from collections.abc import Sequence

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


class BoundSteps:
    """Batches are gathered into the slots of a chunk, several at a time; each slot has its own calls, bound
    to its place in the chunk and compiled when it is first run. A last, smaller batch has calls and buffers
    of its own.

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
        self._folded = optimizer.linear and not self._penalty
        self._factors: dict[int, tuple[Array, float]] = {}  # by batch size: rate * scale, and the scale
        if self._folded:
            self._update = [bind(np.subtract, network.parameters, self._gradients, network.parameters)]
        self._buffers: dict[int, Buffers] = {}
        self._chunk = self._new_chunk(samples)
        self._programs: list[Program] = []  # of the full slots, from the first on
        self._last: dict[tuple[int, int], Program] = {}  # of smaller batches, by slot and size
        self.filled = 0
        self._left_over = 0  # the size of the last batch gathered, when it is smaller
        self._delta = np.zeros(1, network.dtype)
        self._masks: Masks | None = None

    def _new_chunk(self, samples: int, batch: int | None = None) -> Chunk:
        inputs, outputs = self._network.widths[0], self._network.widths[-1]
        return Chunk(inputs, outputs, batch or self.batch, samples, self._network.bias, self._network.dtype)

    @property
    def room(self) -> int:
        """How many samples are gathered at a time."""
        return self._chunk.batches * self.batch

    def gather(self, samples: Indices) -> None:
        """Fill the slots with these rows, at most `room` of them."""
        self._chunk.fill(self._X, self._targets, samples)
        whole, self._left_over = divmod(len(samples), self.batch)
        self.filled = whole + (self._left_over > 0)

    def set_rate(self, rate: float) -> None:
        """The rate of the steps to come."""
        self._rate = rate
        self._rate_cell[()] = rate
        for cell, scale in self._factors.values():
            cell[()] = rate * scale

    def run(self, start: int, stop: int, step: int) -> None:
        """One step for each of the slots start..stop-1; `step` is the number of the first, from 0."""
        done = self._optimizer.steps
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
        self._optimizer.steps = done + stop - start  # Adam's has counted them itself, step by step
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
        chunk = self._new_chunk(size, size)
        # Buffers of another size than a step's are not kept: it may be the whole training set.
        buffers = self._buffers.get(size) or self._new_buffers(size)
        calls, _ = self._gradient(chunk, 0, buffers)
        masks = self._found_masks()
        numbers = None if masks is None else masks.draw(step, size * len(groups))
        result = np.empty((len(groups), self._gradients.size), self._gradients.dtype)
        for i, (row, group) in enumerate(zip(result, groups, strict=True)):
            chunk.fill(self._X, self._targets, group)
            if masks is not None and numbers is not None:
                masks.put(numbers[:, i * size : (i + 1) * size], buffers)
            run(calls)
            if penalty:
                run(self._penalty)
            row[:] = self._gradients
        return result

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
