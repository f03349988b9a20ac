"""Graphs that step, play and fold in a file of their own, with no server to ask: what of them stands in it."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from playground.shared.packing import Message, written


class Drawn(NamedTuple):
    """One folding: the messages of topics "trace" and "code", which folding each of its groups leads to, and the
    answers for the elements whose sums may be asked for, and for the steps whose numbers are."""

    trace: Mapping[str, Any]
    code: Mapping[str, Any]
    leads: Mapping[str, int]
    sums: Sequence[Mapping[str, Any]] = ()
    slips: Sequence[Mapping[str, Any]] = ()


# All foldings of a graph, the first of them shown at its start.
PlayedGraph = Sequence[Drawn]


def embedded_graph(drawn: PlayedGraph) -> str:
    """A graph as JSON that may stand in a script element."""
    # Each long list of them is written by itself: see `written`.
    foldings = [
        f'{{"trace":{embedded(_at_start(one.trace))},"code":{embedded(one.code)},"leads":{embedded(one.leads)},'
        f'"sums":{embedded(_by_element(one.sums))},"slips":{embedded(_by_step(one.slips))}}}'
        for one in drawn
    ]
    return f"[{','.join(foldings)}]"


def embedded(value: Mapping[str, Any]) -> str:
    """JSON that cannot end the script element it stands in. Expressions are text that somebody typed."""
    return written(dict(value)).replace("<", "\\u003c")


def _at_start(trace: Mapping[str, Any]) -> Message:
    """The message of a trace as JSON takes it, with the cursor at its start."""
    return {**trace, "cursor": 0, "numbers": _bytes(trace["numbers"])}


def _by_element(sums: Sequence[Mapping[str, Any]]) -> Message:
    """The answers by step and element, as JSON takes them."""
    return {f"{one['step']} {one['element']}": {**one, "numbers": _bytes(one["numbers"])} for one in sums}


def _by_step(slips: Sequence[Mapping[str, Any]]) -> Message:
    """The answers by step, without their words, which the file has once."""
    listed = {one["step"]: [[slip["kind"], slip["numbers"]] for slip in one["slips"]] for one in slips}
    return {str(step): found for step, found in listed.items() if found}


def _bytes(numbers: Any) -> str:
    return base64.b64encode(np.asarray(numbers, "<f8").tobytes()).decode()
