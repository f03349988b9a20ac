"""The samples of training, gathered batch by batch into buffers that the compiled steps are bound to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from engine.calls import Array

Indices = NDArray[np.intp]
MAX_STEPS = 256  # batches gathered at a time
MAX_ELEMENTS = 1 << 20  # and numbers: 4 MB of float32 stay in the processor's cache


class Data(Protocol):
    """What training needs of a Dataset."""

    @property
    def kind(self) -> Any: ...
    @property
    def X(self) -> Array: ...
    @property
    def y(self) -> Array: ...
    @property
    def train(self) -> Indices: ...
    @property
    def validation(self) -> Indices: ...


class Order:
    """In which order samples are seen: a new permutation an epoch, each sample once. Drawn when first asked for, so
    that looking ahead changes nothing."""

    def __init__(self, samples: Indices, seed: int, shuffle: bool) -> None:
        self.samples, self.shuffle = samples, shuffle
        self.seed = seed
        self.restart()

    def restart(self) -> None:
        """Back to the first sample of the first epoch."""
        self._generator = np.random.default_rng(self.seed)
        self.epoch = 0
        self.position = 0  # samples of the epoch already seen
        self._order: Indices | None = None

    def next(self, count: int) -> Indices:
        """The next samples of this epoch, `count` or those that are left, without going on."""
        if self._order is None:
            self._order = self._generator.permutation(self.samples) if self.shuffle else self.samples
        return self._order[self.position : self.position + count]

    @property
    def left(self) -> int:
        """Samples left in this epoch."""
        return len(self.samples) - self.position

    def advance(self, count: int) -> None:
        """Go on by `count` samples of this epoch."""
        self.position += count
        if self.position >= len(self.samples):
            self.position = 0
            self.epoch += 1
            self._order = None

    @property
    def epochs(self) -> float:
        """Epochs seen, with the part of the one under way."""
        return self.epoch + self.position / len(self.samples)

    def snapshot(self) -> OrderSnapshot:
        """The place in the order, and how it goes on."""
        return OrderSnapshot(self._generator.bit_generator.state, self.epoch, self.position, self._order)

    def restore(self, snapshot: OrderSnapshot) -> None:
        """Back to a snapshot."""
        self._generator.bit_generator.state = snapshot.generator
        self.epoch, self.position, self._order = snapshot.epoch, snapshot.position, snapshot.order


@dataclass(frozen=True)
class OrderSnapshot:
    generator: Any
    epoch: int
    position: int
    order: Indices | None


class Chunk:
    """Room for several batches: x (samples, inputs + 1), the last column 1, so that a batch is contiguous and its
    transpose feature-major; targets (outputs, samples)."""

    def __init__(
        self, inputs: int, outputs: int, batch: int, samples: int, bias: bool, dtype: DTypeLike
    ) -> None:
        batches = min(MAX_STEPS, -(-samples // batch), MAX_ELEMENTS // (batch * (inputs + bias)))
        self.batch, self.inputs = batch, inputs
        self.batches = max(1, batches)
        self._x = np.ones((self.batches * batch, inputs + bias), dtype)
        self._targets = np.empty((self.batches, outputs, batch), dtype)

    def fill(self, X: Array, targets: Array, samples: Indices) -> None:
        """Gather these samples (at most batches * batch of them) from X (n, inputs) and targets (n, outputs)."""
        count = len(samples)
        self._x[:count, : self.inputs] = X.take(samples, axis=0)
        picked = targets.take(samples, axis=0)
        whole = count // self.batch
        cut = whole * self.batch
        self._targets[:whole] = picked[:cut].reshape(whole, self.batch, -1).transpose(0, 2, 1)
        if cut < count:  # what is left over begins its slot, contiguous
            self.targets(whole, count - cut)[:] = picked[cut:].T

    def x(self, slot: int, size: int) -> Array:
        """(inputs + 1, size): the batch in this slot, a view."""
        start = slot * self.batch
        return self._x[start : start + size].T

    def targets(self, slot: int, size: int) -> Array:
        """(outputs, size), a contiguous view."""
        flat = self._targets[slot].reshape(-1)
        return flat[: flat.size // self.batch * size].reshape(-1, size)
