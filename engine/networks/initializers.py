"""Starting weights. Every draw is made in float64 from one generator, so a seed means the same weights in any
dtype.

Sources: Xavier, Glorot and Bengio (2010), normal with variance 2 / (inputs + outputs); He et al. (2015),
normal with variance 2 / inputs. Biases always start at zero and are not drawn.
"""

from __future__ import annotations

import math

import numpy as np

from engine.bound_calls import Array

INITIALIZERS = ("zeros", "small normal", "xavier", "he")
SMALL = 0.1  # standard deviation of "small normal"


def deviation(name: str, inputs: int, outputs: int) -> float:
    """Standard deviation of one layer's weights. ValueError on an unknown name."""
    if name == "zeros":
        return 0.0
    if name == "small normal":
        return SMALL
    if name == "xavier":
        return math.sqrt(2.0 / (inputs + outputs))
    if name == "he":
        return math.sqrt(2.0 / inputs)
    raise ValueError(f"unknown initializer {name!r}; choose one of {', '.join(INITIALIZERS)}")


def draw(name: str, rows: int, inputs: int, outputs: int, generator: np.random.Generator) -> Array:
    """Weights (rows, inputs) in float64. `outputs` is the layer's width, which differs from `rows` for
    maxout."""
    size = deviation(name, inputs, outputs)
    return generator.standard_normal((rows, inputs)) * size
