"""What somebody gets who computes a gradient by hand and makes one of the usual slips, worked out from the trace.

- "upstream": the local gradient alone, the upstream gradient forgotten; where a value is used in several places, the
  sum of the local gradients.
- "path": at a value that is used in several places, what some of them send back and others do not.
- "sign": the right number with the other sign.
- "swapped": at a product, the upstream gradient times the factor itself in place of the other one.

A slip that gives the right number is none. Which of them somebody has made is for others to say: two may give the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from engine.graphs.backprop import Step
from engine.graphs.trace import Trace
from engine.ops import COPY, Array
from engine.ops.base import PRODUCT

SWAPPING = "multiply"
MOST_PATHS = 6  # of which every choice is looked at


def slips_of_gradient(
    trace: Trace, node: str, element: tuple[int, ...] = ()
) -> Mapping[str, tuple[float, ...]]:
    """The slips on the way to an element of the gradient of a node; of a single number the element is ()."""
    arriving = [step for step in trace.steps if step.phase == "backward" and step.input == node]
    copies = [step.node for step in arriving if trace.graph[step.node].op is COPY]
    if len(arriving) == 1 and copies:
        arriving = [step for step in trace.steps if step.phase == "backward" and step.input == copies[0]]
    return _named(trace, arriving, node, element, _at(trace.gradients[node], element))


def slips_of_edge(
    trace: Trace, steps: Sequence[Step], element: tuple[int, ...] = ()
) -> Mapping[str, tuple[float, ...]]:
    """The slips on the way to what these steps, over one edge or several beside each other, send downstream."""
    right = sum(_at(step.downstream, element) for step in steps if step.downstream is not None)
    return _named(trace, steps, steps[0].input or "", element, right)


def _named(
    trace: Trace, steps: Sequence[Step], node: str, element: tuple[int, ...], right: float
) -> Mapping[str, tuple[float, ...]]:
    own = trace.values[node]
    found = {
        "upstream": _upstream_forgotten(steps, element),
        "path": _paths_forgotten(steps, element),
        "sign": [-right],
        "swapped": _factors_swapped(trace, steps, own, element),
    }
    kept = {name: tuple(one for one in several if one != right) for name, several in found.items()}
    return {name: several for name, several in kept.items() if several}


def _upstream_forgotten(steps: Sequence[Step], element: tuple[int, ...]) -> list[float]:
    if not steps or not all(_is_product(step) for step in steps):
        return []
    return [sum(_at(step.local, element) for step in steps)]


def _paths_forgotten(steps: Sequence[Step], element: tuple[int, ...]) -> list[float]:
    parts = [_at(step.downstream, element) for step in steps if step.downstream is not None]
    if len(parts) < 2:
        return []
    several: Iterable[tuple[float, ...]] = (
        choice for count in range(1, len(parts)) for choice in combinations(parts, count)
    )
    if len(parts) > MOST_PATHS:
        several = ((part,) for part in parts)
    return [sum(choice) for choice in several]


def _factors_swapped(
    trace: Trace, steps: Sequence[Step], own: Array, element: tuple[int, ...]
) -> list[float]:
    """With the factor itself in place of the other one at each product, and at all of them."""
    right = [_at(step.downstream, element) for step in steps]
    swapped = [
        _at(step.upstream, element) * _at(own, element) if _swaps(trace, step) else number
        for step, number in zip(steps, right, strict=True)
    ]
    each = [sum(right) - right[at] + swapped[at] for at in range(len(steps))]
    return [*each, sum(swapped)] if steps else []


def _swaps(trace: Trace, step: Step) -> bool:
    op = trace.graph[step.node].op
    return op is not None and op.name == SWAPPING and _is_product(step)


def _is_product(step: Step) -> bool:
    """Whether element by element downstream = upstream × local."""
    return step.form == PRODUCT and step.local is not None


def _at(array: Array | None, element: tuple[int, ...]) -> float:
    """An element of an array; of one that is a single number, that number."""
    values = np.asarray(array, np.float64)
    return float(values[element]) if values.ndim == len(element) else float(values.reshape(-1)[0])
