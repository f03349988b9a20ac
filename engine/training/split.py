"""An update by its parts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engine.bound_calls import Array


class Split(NamedTuple):
    """The parts of an update: move = scale × (memory + fresh), all of the shape of the weights. `memory` is what is
    left of earlier gradients, `fresh` what this one brings, both already times the rate; `scale` divides by the size
    that gradients have had."""

    memory: Array
    fresh: Array
    scale: Array

    @property
    def move(self) -> Array:
        """What is added to the weights."""
        return np.asarray(self.scale * (self.memory + self.fresh))

    @property
    def parts(self) -> tuple[Array, Array]:
        """What `memory` and what `fresh` has of the move: together they are the move."""
        return np.asarray(self.scale * self.memory), np.asarray(self.scale * self.fresh)
