"""Graphs that step, play and fold in a file of their own, with no server to ask: what of them stands in it."""

from __future__ import annotations

import base64
from collections.abc import Generator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from engine.graphs.trace import Trace
from playground.messages import Message
from playground.messages import trace as messages
from playground.messages.fields import Float64s
from playground.messages.graph import Code
from playground.shared.element_payload import every_sum
from playground.shared.packing import written
from playground.shared.prediction_payload import every_slip

FEW_ELEMENTS = 64  # of an array whose sums are all taken along
MOST_SUMS = 1000  # of all ways in which a graph is drawn: some 300 kB
MOST_SLIPS = 2000  # steps of all of them together whose usual slips are taken along: some 300 kB


class Drawn(NamedTuple):
    """One way in which a graph is drawn: the messages of topics "trace" and, where there is one, "code"; which other
    way the folding of each of its groups, or another level, leads to; and the answers for the elements whose sums may
    be asked for, and for the steps whose numbers are."""

    trace: messages.Trace
    code: Code | None
    leads: Mapping[str, int]
    sums: Sequence[messages.ElementSum] = ()
    slips: Sequence[messages.Slips] = ()


# All ways in which a graph is drawn, the first of them shown at its start.
PlayedGraph = Sequence[Drawn]


class Answers:
    """What may be asked of the traces of one graph, as far as there is room for the answers."""

    def __init__(self) -> None:
        self._sums, self._slips = MOST_SUMS, MOST_SLIPS

    def of(
        self, trace: Trace, message: messages.Trace
    ) -> Generator[float, None, tuple[list[messages.ElementSum], list[messages.Slips]]]:
        """The sums and the slips of a trace, whose message this is. Yields between two of them."""
        sums: list[messages.ElementSum] = []
        slips: list[messages.Slips] = []
        for one_sum in islice(every_sum(trace, FEW_ELEMENTS), self._sums):
            sums.append(one_sum)
            yield 0.9
        for of_step in islice(every_slip(trace, message["steps"]), self._slips):
            slips.append(of_step)
            yield 0.9
        self._sums -= len(sums)
        self._slips -= len(slips)
        return sums, slips


def embedded_graph(drawn: PlayedGraph) -> str:
    """A graph as JSON that may stand in a script element."""
    # Each long list of them is written by itself: see `written`.
    foldings = [
        f'{{"trace":{embedded(_at_start(one.trace))},'
        f'"code":{"null" if one.code is None else embedded(one.code)},"leads":{embedded(one.leads)},'
        f'"sums":{embedded(_by_element(one.sums))},"slips":{embedded(_by_step(one.slips))}}}'
        for one in drawn
    ]
    return f"[{','.join(foldings)}]"


def embedded(value: Mapping[str, Any]) -> str:
    """JSON that cannot end the script element it stands in. Expressions are text that somebody typed."""
    return written(dict(value)).replace("<", "\\u003c")


def _at_start(trace: messages.Trace) -> Message:
    """The message of a trace as JSON takes it, with the cursor at its start."""
    message: dict[str, object] = {**trace, "cursor": 0, "numbers": _bytes(trace["numbers"])}
    if "coarse" in trace:
        message["coarse"] = base64.b64encode(trace["coarse"].tobytes()).decode()
    return message


def _by_element(sums: Sequence[messages.ElementSum]) -> Message:
    """The answers by step and element, as JSON takes them."""
    return {f"{one['step']} {one['element']}": {**one, "numbers": _bytes(one["numbers"])} for one in sums}


def _by_step(slips: Sequence[messages.Slips]) -> Message:
    """The answers by step, without their words, which the file has once."""
    listed = {one["step"]: [[slip["kind"], slip["numbers"]] for slip in one["slips"]] for one in slips}
    return {str(step): found for step, found in listed.items() if found}


def _bytes(numbers: Float64s) -> str:
    return base64.b64encode(np.asarray(numbers, "<f8").tobytes()).decode()
