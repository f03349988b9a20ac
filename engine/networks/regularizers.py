"""Penalties added to the loss, on weights only: biases are left alone.

L1 is strength * sum |W|, L2 is strength * sum W**2 (no factor one half).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.bound_calls import Array, Call, bind


@dataclass(frozen=True)
class L1:
    """strength * sum |W|; its gradient is strength * sign(W), 0 where W is 0. ValueError on a bad
    strength."""

    strength: float

    def __post_init__(self) -> None:
        _check(self.strength)

    def value(self, weights: list[Array]) -> float:
        """The penalty of these weight arrays."""
        return self.strength * sum(float(np.abs(w).sum()) for w in weights)

    def compile(self, parameters: Array, gradients: Array, is_weight: Array) -> list[Call]:
        """Calls that add the penalty's gradient to the flat `gradients` (P,); `is_weight` (P,) is 1 or 0."""
        return self.calls(parameters, gradients, self.factor(is_weight))

    def factor(self, is_weight: Array) -> Array:
        """What each sign is multiplied by, (P,)."""
        return np.asarray(self.strength * is_weight)

    @staticmethod
    def calls(parameters: Array, gradients: Array, factor: Array) -> list[Call]:
        """The calls of `compile`, for factors that may be those of several runs one after another."""
        part = np.empty_like(parameters)
        return [
            bind(np.sign, parameters, part),
            bind(np.multiply, part, factor, part),
            bind(np.add, gradients, part, gradients),
        ]


@dataclass(frozen=True)
class L2:
    """strength * sum W**2; its gradient is 2 * strength * W. ValueError on a bad strength."""

    strength: float

    def __post_init__(self) -> None:
        _check(self.strength)

    def value(self, weights: list[Array]) -> float:
        """The penalty of these weight arrays."""
        return self.strength * sum(float(np.square(w).sum()) for w in weights)

    def compile(self, parameters: Array, gradients: Array, is_weight: Array) -> list[Call]:
        """Calls that add the penalty's gradient to the flat `gradients` (P,); `is_weight` (P,) is 1 or 0."""
        return self.calls(parameters, gradients, self.factor(is_weight))

    def factor(self, is_weight: Array) -> Array:
        """What each weight is multiplied by, (P,)."""
        return np.asarray(2.0 * self.strength * is_weight)

    @staticmethod
    def calls(parameters: Array, gradients: Array, factor: Array) -> list[Call]:
        """The calls of `compile`, for factors that may be those of several runs one after another."""
        part = np.empty_like(parameters)
        return [bind(np.multiply, parameters, factor, part), bind(np.add, gradients, part, gradients)]


Penalty = L1 | L2


def _check(strength: float) -> None:
    if not (math.isfinite(strength) and strength >= 0):
        raise ValueError(f"the strength of a penalty must be zero or positive, not {strength}")
