"""Which activations dropout drops: a function of the seed, the step and the place in the batch, and of nothing else.

So the same step drops the same units whether a run trains alone or beside others, goes on or has gone back, and whether
a batch is trained on or one of its samples is stepped through. Philox counts instead of remembering: the numbers of any
step are there without those of the steps before (Salmon et al. 2011).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.bound_calls import Array

if TYPE_CHECKING:
    from engine.networks.bound_passes import Buffers

STREAM = (
    2  # the numbers of dropout owe nothing to those that the weights and the order of samples were drawn from
)


class Uniforms:
    """Uniform numbers from 0 to 1 by seed and step."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        key = np.random.SeedSequence([seed, STREAM]).generate_state(2, np.uint64)
        self._bits = np.random.Philox(key=key)
        self._generator = np.random.Generator(self._bits)
        self._state: Any = self._bits.state

    def fill(self, step: int, numbers: Array) -> None:
        """Fill the contiguous float32 array (samples, units) with the numbers of this step; a sample has the same
        ones however many come after it."""
        self._state["state"]["counter"][:] = (0, 0, step, 0)
        self._bits.state = self._state
        self._generator.random(out=numbers, dtype=np.float32)


class Masks:
    """Fills the masks of bound passes, for the runs whose activations lie side by side in them.

    seeds: one a run. shares (runs, hidden layers): 0 where nothing is dropped. widths: of the hidden layers.
    """

    def __init__(
        self, seeds: Sequence[int], shares: Sequence[Sequence[float]], widths: Sequence[int]
    ) -> None:
        self._runs = len(seeds)
        # Runs with one seed drop the same units, and the numbers are drawn for them once.
        self._uniforms = [Uniforms(seed) for seed in (seeds[:1] if len(set(seeds)) == 1 else seeds)]
        self._widths = widths
        self._shares = np.asarray(shares, np.float32).reshape(self._runs, len(widths))
        self._scales = 1 / (1 - np.asarray(shares, np.float64).reshape(self._runs, len(widths)))
        self.dropped = [bool(column.any()) for column in self._shares.T]
        self.step = 0

    @property
    def seeds(self) -> list[int]:
        """The seeds that numbers are drawn by."""
        return [uniforms.seed for uniforms in self._uniforms]

    def draw(self, step: int, samples: int) -> Array:
        """The uniform numbers of a step, (1 or runs, samples, hidden units), float32."""
        numbers = np.empty((len(self._uniforms), samples, sum(self._widths)), np.float32)
        for uniforms, rows in zip(self._uniforms, numbers, strict=True):
            uniforms.fill(step, rows)
        return numbers

    def put(self, numbers: Array, buffers: Buffers) -> None:
        """Write the masks that follow from uniform numbers, as `draw` gives them, into the buffers of a pass."""
        start = 0
        for i, width in enumerate(self._widths):
            if self.dropped[i]:
                mask = buffers.mask[i][:width].reshape(width, self._runs, -1)
                uniform = numbers[:, :, start : start + width].transpose(2, 0, 1)
                np.greater_equal(uniform, self._shares[:, i, None], out=mask, casting="unsafe")
                np.multiply(mask, self._scales[:, i, None], out=mask, casting="same_kind")
            start += width

    def next(self, buffers: Buffers) -> None:
        """Write the masks of the present step, and go on to the next."""
        self.put(self.draw(self.step, buffers.batch // self._runs), buffers)
        self.step += 1
