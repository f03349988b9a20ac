"""Which usual slip a wrong number comes from, and what is then said.

What somebody gets who makes one is computed by the engine (engine/graphs/slips.py) from the trace that is on the page,
and told by the page's controller, `slips(words)`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

# In the order in which they are looked for: a number may come from several.
HINTS: Mapping[str, str] = MappingProxyType(
    {
        "upstream": "This is the local gradient alone. Multiply it by the upstream gradient.",
        "path": "This is what arrives on one of several paths. Where a value is used more than once, its gradients "
        "add up.",
        "sign": "The size is right, but not the sign.",
        "swapped": "You have multiplied by the other factor: the local gradient of a product with respect to one "
        "factor is the other one.",
        "local": "This is the upstream gradient alone. Multiply it by the local gradient.",
        "other": "Not yet.",
    }
)
SLIPS = tuple(HINTS)
LEAST = 1e-12  # what counts as no difference at all, beside numbers around 1


def near(answer: float, right: float, tolerance: float, rounded: float = 0.0) -> bool:
    """Whether a number is right within a tolerance, relative to the right one, or absolute beside 0; or within what it
    was `rounded` by."""
    if not math.isfinite(right) or not math.isfinite(answer):
        return answer == right or (math.isnan(answer) and math.isnan(right))
    return abs(answer - right) <= max(tolerance * (abs(right) or 1.0), rounded) + LEAST


def slip_of(
    answer: float, right: float, slips: Mapping[str, Sequence[float]], tolerance: float, rounded: float = 0.0
) -> str:
    """The slip that a wrong number comes from; "other" where it comes from none of the usual ones."""
    found = {"sign": (-right,) if right else (), **slips}
    for slip in SLIPS:
        if any(near(answer, one, tolerance, rounded) for one in found.get(slip, ())):
            return slip
    return "other"
