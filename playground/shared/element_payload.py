"""The sum of one element of what a step brings, as the browser writes it: beside an array that is only a picture there.

The trace carries that of the largest element of each such step; the page asks for the others one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from engine.graphs.backprop import Step
from engine.graphs.element_sums import ElementSum, element_sum, result_of
from engine.graphs.sum_pieces import Number
from engine.graphs.trace import Trace
from engine.ops import Array
from playground.messages.trace import ElementOf, SumPart, TraceSum
from playground.messages.trace import ElementSum as ElementSumMessage
from playground.shared.enough_digits import enough_digits
from playground.shared.packing import Packed, packed
from playground.shared.refused import Refused
from playground.shared.written_numbers import DIGITS

ALWAYS_NUMBERS = 8  # as many numbers always stand there themselves
MOST_MEANT = 15  # digits; what comes out only with more is made of rounding
LONGEST_SIDE = 4  # and so does a matrix of no longer sides


def is_picture(array: Array) -> bool:
    """Whether an array may be a picture where it stands in a line."""
    return array.size > ALWAYS_NUMBERS and (array.ndim != 2 or max(array.shape) > LONGEST_SIDE)


def has_sum(trace: Trace, step: Step) -> bool:
    """Whether something in the line of a step may be a picture."""
    if step.phase == "update" or (step.phase == "backward" and step.input is None):
        return False
    given = (
        [trace.values[name] for name in trace.graph[step.node].inputs]
        if step.phase == "forward"
        else [np.asarray(one) for one in (step.upstream, step.local) if one is not None]
    )
    return any(map(is_picture, [*given, result_of(step)]))


def written_sum(trace: Trace, step: Step, element: int) -> tuple[TraceSum, Array] | None:
    """The sum of an element as signs and numbers, and these numbers in order, the result last; None where there is no
    one sum. ValueError where there is no such element."""
    found = element_sum(trace, step, element)
    if found is None:
        return None
    message: TraceSum = {"element": element, "parts": [_part(part) for part in found.parts]}
    digits = _digits(found)
    if digits is None:
        message["rounding"] = True
    elif digits > DIGITS:
        message["digits"] = digits
    return message, np.array([*(number.value for number in found.numbers), found.result])


def _part(part: str | Number) -> SumPart:
    if isinstance(part, str):
        return {"kind": "sign", "text": part}
    message: SumPart = {"kind": part.which}
    if part.node:
        message["node"] = part.node
    if part.node or part.which == "rest":
        message["place"] = part.place
    return message


def _digits(found: ElementSum) -> int | None:
    """With how many digits the numbers give the result as it is written; None where it is only what rounding left."""

    def compute(numbers: Sequence[Array]) -> Array:
        return np.asarray(found.compute([float(number) for number in numbers]))

    operands = [np.asarray(number.value) for number in found.numbers]
    if not operands:
        return DIGITS
    with np.errstate(all="ignore"):
        digits, _ = enough_digits(compute, operands, np.asarray(found.result), np.asarray(False))
    return digits if digits is not None and digits <= MOST_MEANT else None


def answered(trace: Trace, asked: ElementOf) -> Packed:
    """The message of topic "element_sum" for one of topic "element". Raises Refused where there is no such element."""
    return packed(_answer(trace, asked["step"], asked["element"]))


def _answer(trace: Trace, number: int, element: int) -> ElementSumMessage:
    if not (0 <= number < len(trace.steps) and has_sum(trace, trace.steps[number])):
        raise Refused("element_unknown")
    step = trace.steps[number]
    if not 0 <= element < result_of(step).size:
        raise Refused("element_unknown")
    found = written_sum(trace, step, element)
    written, numbers = found or (None, np.zeros(0))
    return {
        "topic": "element_sum",
        "step": number,
        "element": element,
        "sum": written,
        "numbers": numbers,
    }


def every_sum(trace: Trace, most: int) -> Iterator[ElementSumMessage]:
    """The answers for the elements of all steps that bring at most so many: for a file that has no server to ask."""
    for number, step in enumerate(trace.steps):
        if has_sum(trace, step) and result_of(step).size <= most:
            for element in range(result_of(step).size):
                yield _answer(trace, number, element)
