"""What the browser needs to ask for the number that a step brings before it shows it, beyond the trace itself: which
element of an array, and which wrong answers come from a usual slip."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from engine.graphs.backprop import Step
from engine.graphs.element_sums import result_of
from engine.graphs.slips import slips_of_step
from engine.graphs.trace import Trace
from playground.messages.trace import Slip, SlipKind, Slips, SlipsOf, TraceStep
from playground.shared.mistakes import HINTS
from playground.shared.refused import Refused

Array = NDArray[np.floating]
KINDS: tuple[SlipKind, ...] = get_args(SlipKind)


def asked_element(number: int, size: int) -> int:
    """Which of so many elements step `number` is asked for, where no sum of one stands beside them: another one at
    every step, and the same each time that one comes back to it."""
    return (number * 7 + 3) % size


def slips_message(trace: Trace, asked: SlipsOf) -> Slips:
    """The message of topic "slips" for one that asks for it. Raises Refused where there is no such element."""
    return _answer(trace, asked["step"], asked["element"])


def _answer(trace: Trace, number: int, element: int) -> Slips:
    if not 0 <= number < len(trace.steps):
        raise Refused("element_unknown")
    step = trace.steps[number]
    if not 0 <= element < _brought(step).size:
        raise Refused("element_unknown")
    found = _slips(trace, step, element)
    listed: list[Slip] = [
        {"kind": kind, "numbers": numbers, "hint": HINTS[kind]}
        for kind in KINDS
        if (numbers := [one for one in found.get(kind, ()) if math.isfinite(one)])
    ]
    return {"topic": "slips", "step": number, "element": element, "slips": listed}


def _brought(step: Step) -> Array:
    """What a step brings; an update its new value."""
    return np.asarray(step.value) if step.phase == "update" else result_of(step)


def _slips(trace: Trace, step: Step, element: int) -> Mapping[str, tuple[float, ...]]:
    """Of a number that is computed forward, or updated, no slip is known but the other sign."""
    result = _brought(step)
    place = tuple(int(one) for one in np.unravel_index(element, result.shape))
    if step.phase == "backward" and step.input is not None:
        with np.errstate(all="ignore"):
            return slips_of_step(trace, step, place)
    right = float(result[place])
    return {"sign": (-right,)} if right else {}


def every_slip(trace: Trace, steps: Sequence[TraceStep]) -> Iterator[Slips]:
    """The answers for all that may be asked of the `steps` of a trace's message: for a file that has no server."""
    for number, step in enumerate(steps):
        yield _answer(trace, number, step.get("asks", 0))
