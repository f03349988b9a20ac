"""How the rate falls as training goes on: a factor by which the optimizer's own rate is multiplied at epoch
t."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Constant:
    """rate(t) = rate."""

    def factor(self, epoch: float) -> float:
        """Factor at `epoch` (a float: 1.5 is half way through the second epoch)."""
        return 1.0


@dataclass(frozen=True)
class Exponential:
    """rate(t) = rate * exp(-kappa t), t in epochs. ValueError when kappa is negative or not finite."""

    kappa: float

    def __post_init__(self) -> None:
        _check(self.kappa)

    def factor(self, epoch: float) -> float:
        """exp(-kappa t)."""
        return math.exp(-self.kappa * epoch)


@dataclass(frozen=True)
class InverseTime:
    """rate(t) = rate / (1 + kappa t), t in epochs. ValueError when kappa is negative or not finite."""

    kappa: float

    def __post_init__(self) -> None:
        _check(self.kappa)

    def factor(self, epoch: float) -> float:
        """1 / (1 + kappa t)."""
        return 1.0 / (1.0 + self.kappa * epoch)


Schedule = Constant | Exponential | InverseTime


def _check(kappa: float) -> None:
    if not (math.isfinite(kappa) and kappa >= 0):
        raise ValueError(f"kappa must be zero or positive, not {kappa}")
