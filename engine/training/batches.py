"""The samples of training, gathered batch by batch into buffers that the compiled steps are bound to."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from engine.bound_calls import Array
from engine.losses import Loss

Indices = NDArray[np.intp]
Draw = tuple[
    int, int, int
]  # where a generator stands: PCG64's state, and the half of a draw that is left over
Place = tuple[int, int, Indices | None, Draw]
MAX_STEPS = 256  # batches gathered at a time
MAX_ELEMENTS = 1 << 18  # and numbers: 1 MB of float32 stays in the cache until it is used
BLOCK_ELEMENTS = 1 << 16
MOST_COUNTED = 10**12  # epochs and steps that a run may be said to have come to


class Mark(NamedTuple):
    """A place in the order of samples: the epoch, how many of its samples have been seen, and where the generator
    stood before it drew the order of this epoch."""

    epoch: int
    position: int
    draw: Draw


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


def mismatch(data: Data, inputs: int, outputs: int, loss: Loss) -> str | None:
    """Why this data does not suit a network of so many inputs and outputs and this loss, in plain English; or
    None."""
    if data.kind == "regression" and loss.labels:
        return (
            f"The targets are numbers, but {loss.name} needs classes. Choose mean squared error, for example."
        )
    if data.X.shape[1] != inputs:
        return f"The network has {inputs} inputs, but a sample has {data.X.shape[1]}."
    if data.y.shape[1] != outputs:
        return f"The network has {outputs} outputs, but a target has {data.y.shape[1]}."
    if len(data.train) == 0:
        return "There are no samples to train on."
    return None


class Order:
    """In which order samples are seen: a new permutation an epoch, each sample once. Drawn when first asked
    for, so that looking ahead changes nothing."""

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
        self._before = self._draw

    def ahead(self, count: int) -> Indices:
        """The next `count` samples of this epoch, or those that are left, without going on."""
        if self._order is None:
            self._before = self._draw
            self._order = self._generator.permutation(self.samples) if self.shuffle else self.samples
        return self._order[self.position : self.position + count]

    def go_to(self, epochs: float) -> None:
        """From the start to where so many epochs have been seen."""
        self.restart()
        self.epoch, share = int(epochs), epochs % 1
        self.position = min(round(share * len(self.samples)), len(self.samples) - 1)

    @property
    def left(self) -> int:
        """Samples left in this epoch."""
        return len(self.samples) - self.position

    def advance(self, count: int) -> None:
        """Go on by `count` samples, or to the end of the epoch."""
        self.position += count
        if self.position >= len(self.samples):
            self.position = 0
            self.epoch += 1
            self._order = None

    @property
    def epochs(self) -> float:
        """Epochs seen, with the part of the one under way."""
        return self.epochs_after(0)

    def epochs_after(self, count: int) -> float:
        """The same after so many more samples of this epoch."""
        return self.epoch + (self.position + count) / len(self.samples)

    @property
    def place(self) -> Place:
        """Epoch, position, and the order of the epoch: enough to go back within an epoch."""
        return self.epoch, self.position, self._order, self._before

    @place.setter
    def place(self, place: Place) -> None:
        self.epoch, self.position, self._order, self._before = place

    @property
    def mark(self) -> Mark:
        """This place in few numbers: the order of the epoch is drawn again when it is returned to."""
        return Mark(self.epoch, self.position, self._draw if self._order is None else self._before)

    def return_to(self, mark: Mark) -> None:
        """Goes to a mark made with the same samples and seed. ValueError when these samples have no such place."""
        state, has_half, half = mark.draw
        if not (0 <= mark.epoch <= MOST_COUNTED and 0 <= mark.position < len(self.samples)):
            raise ValueError("There is no such place in this data.")
        if not (0 <= state < 1 << 128 and has_half in (0, 1) and 0 <= half < 1 << 32):
            raise ValueError("That is no state of a generator of random numbers.")
        whole = self._generator.bit_generator.state
        # The increment is the seed's.
        numbers = {"state": state, "inc": whole["state"]["inc"]}
        self._generator.bit_generator.state = {
            **whole,
            "state": numbers,
            "has_uint32": has_half,
            "uinteger": half,
        }
        self.epoch, self.position, self._order, self._before = mark.epoch, mark.position, None, mark.draw

    @property
    def _draw(self) -> Draw:
        whole = self._generator.bit_generator.state
        return int(whole["state"]["state"]), int(whole["has_uint32"]), int(whole["uinteger"])


class Chunk:
    """Room for several batches: x (samples, inputs + 1), the last column 1, so that a batch is contiguous and
    its transpose feature-major; targets (outputs, samples)."""

    def __init__(
        self, inputs: int, outputs: int, batch: int, samples: int, bias: bool, dtype: DTypeLike
    ) -> None:
        batches = min(MAX_STEPS, -(-samples // batch), MAX_ELEMENTS // (batch * (inputs + bias)))
        self.batch, self.inputs = batch, inputs
        self.batches = max(1, batches)
        self._x = np.ones((self.batches * batch, inputs + bias), dtype)
        self._targets = np.empty((self.batches, outputs, batch), dtype)

    def fill(self, X: Array, targets: Array, samples: Indices) -> None:
        """Gather these samples (at most batches * batch of them) from X (n, inputs) and targets (n,
        outputs)."""
        count = len(samples)
        rows = max(
            1, BLOCK_ELEMENTS // self.inputs
        )  # in blocks, or the rows on their way would leave the cache
        for start in range(0, count, rows):
            some = samples[start : start + rows]
            self._x[start : start + len(some), : self.inputs] = X.take(some, axis=0)
        picked = targets.take(samples, axis=0)
        whole = count // self.batch
        cut = whole * self.batch
        self._targets[:whole] = picked[:cut].reshape(whole, self.batch, picked.shape[1]).transpose(0, 2, 1)
        if cut < count:  # what is left over begins its slot, contiguous
            self.targets(whole, count - cut)[:] = picked[cut:].T

    def x(self, slot: int, size: int) -> Array:
        """(inputs + 1, size): the batch in this slot, a view."""
        start = slot * self.batch
        return self._x[start : start + size].T

    def targets(self, slot: int, size: int) -> Array:
        """(outputs, size), a contiguous view."""
        slots: Array = self._targets[slot]
        return slots.reshape(-1)[: len(slots) * size].reshape(-1, size)


def positive(samples: int, what: str = "batch") -> int:
    """The number of samples in a batch, or in `what`; ValueError when there are none."""
    if samples < 1:
        raise ValueError(f"a {what} has at least one sample, not {samples}")
    return int(samples)
