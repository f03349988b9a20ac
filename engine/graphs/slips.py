"""What somebody gets who computes a gradient by hand and makes one of the usual slips, worked out from the trace.

- "upstream": the local gradient alone, the upstream gradient forgotten; where several terms are added, that of each.
- "local": the upstream gradient alone, the local gradient forgotten; likewise.
- "path": where several terms are added, at a value that is used in several places or in a matrix product, some of them
  without the others.
- "sign": the right number with the other sign.
- "swapped": at a product, the upstream gradient times the factor itself in place of the other one.

A slip that gives the right number is none. Which of them somebody has made is for others to say: two may give the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import prod

import numpy as np

from engine.graphs.backprop import Step
from engine.graphs.element_sums import terms_backward
from engine.graphs.sum_pieces import Number
from engine.graphs.trace import Trace
from engine.ops import COPY, Array
from engine.ops.base import PRODUCT

SWAPPING = "multiply"
MOST_TERMS = 6  # of which every choice is looked at
ARRIVING = ("gradient", "moved")

Slips = Mapping[str, tuple[float, ...]]


def slips_of_gradient(trace: Trace, node: str, element: tuple[int, ...] = ()) -> Slips:
    """The slips on the way to an element of the gradient of a node; of a single number the element is ()."""
    arriving = [step for step in trace.steps if step.phase == "backward" and step.input == node]
    copies = [step.node for step in arriving if trace.graph[step.node].op is COPY]
    if len(arriving) == 1 and copies:
        arriving = [step for step in trace.steps if step.phase == "backward" and step.input == copies[0]]
    return _named(trace, arriving, node, element, _at(trace.gradients[node], element))


def slips_of_edge(trace: Trace, steps: Sequence[Step], element: tuple[int, ...] = ()) -> Slips:
    """The slips on the way to what these steps, over one edge or several beside each other, send downstream."""
    right = sum(_at(step.downstream, element) for step in steps)
    return _named(trace, steps, steps[0].input or "", element, right)


def slips_of_step(trace: Trace, step: Step, element: tuple[int, ...] = ()) -> Slips:
    """The slips on the way to what a step back to an input brings there: where several gradients are added up, its own
    part of them."""
    if is_part(trace, step):
        return slips_of_edge(trace, [step], element)
    return slips_of_gradient(trace, step.input or "", element)


def is_part(trace: Trace, step: Step) -> bool:
    """Whether what a step brings to an input is one of several gradients that are added up there."""
    if step.phase != "backward" or step.input is None:
        return False
    arriving = sum(one.phase == "backward" and one.input == step.input for one in trace.steps)
    return arriving > 1 or trace.graph[step.input].op is COPY


def _named(trace: Trace, steps: Sequence[Step], node: str, element: tuple[int, ...], right: float) -> Slips:
    place = int(np.ravel_multi_index(element, trace.values[node].shape)) if element else 0
    terms: list[tuple[Number, ...]] | None = []
    for step in steps:
        own = terms_backward(trace, step, place)
        terms = None if own is None or terms is None else terms + own
    found: dict[str, list[float]] = {
        "upstream": [_sum(terms, arriving=False)] if terms else [],
        "local": [_sum(terms, arriving=True)] if terms else [],
        "path": _parts([prod(number.value for number in term) for term in terms or ()]),
        "sign": [-right],
        "swapped": _factors_swapped(trace, steps, trace.values[node], element),
    }
    kept = {name: tuple(one for one in several if one != right) for name, several in found.items()}
    return {name: several for name, several in kept.items() if several}


def _sum(terms: Sequence[Sequence[Number]], arriving: bool) -> float:
    """The sum over the terms, of each only what arrives, or only what is local."""
    return sum(
        prod(number.value for number in term if (number.which in ARRIVING) is arriving) for term in terms
    )


def _parts(terms: Sequence[float]) -> list[float]:
    """What some of the terms come to, and others not."""
    counts = range(1, len(terms)) if len(terms) <= MOST_TERMS else range(1, 2)
    return (
        [sum(choice) for count in counts for choice in combinations(terms, count)] if len(terms) > 1 else []
    )


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
    return list(dict.fromkeys([*each, sum(swapped)])) if swapped != right else []


def _swaps(trace: Trace, step: Step) -> bool:
    """Whether a step goes back through a product element by element."""
    op = trace.graph[step.node].op
    return op is not None and op.name == SWAPPING and step.form == PRODUCT


def _at(array: Array | None, element: tuple[int, ...]) -> float:
    """An element of an array; of one that is a single number, that number."""
    values = np.asarray(array, np.float64)
    return float(values[element]) if values.ndim == len(element) else float(values.reshape(-1)[0])
