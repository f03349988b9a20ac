"""What a graph may be made of, so that it can be drawn and its passes shown; and what is little enough to be done while
others wait."""

from __future__ import annotations

import re

from engine.graphs.work import Limits, Work
from playground.shared.refused import Refused

DRAWN = Limits(operations=500, inputs=64, edges=1_200)
MOST_NUMBERS = 500_000  # of a trace
MOST_ELEMENTS = 2_000  # of all inputs together; more than anybody types, and a page draws
LONGEST_SIDE = 12
MOST_ON_PAPER = 50_000  # numbers of a trace that a worksheet is written of: more than a hundred pages

# What takes some 20 ms at most, and so is done at once.
FEW_THINGS = 60  # nodes and edges that are drawn
FEW_NUMBERS = 3_000
FEW_DIFFERENCES = 3_000  # gates evaluated for numerical gradients
FEW_WORDS = 40  # of a text


def is_short(text: str) -> bool:
    """Whether a text can only be a graph of few things: each word and each operator is one at most, unless a function
    or a loop is written out as often as it is called or turns."""
    repeats = re.search(r"\)\s*=|\b(?:def|for|lambda)\b", text) is not None
    return not repeats and len(re.findall(r"\w+|[-+*/@]", text)) <= FEW_WORDS


def is_small(work: Work) -> bool:
    """Whether the graph is drawn, and written out, in a moment."""
    return work.things <= FEW_THINGS and work.numbers <= FEW_NUMBERS


def too_much(work: Work) -> Refused | None:
    """What of a graph is more than can be shown; None when it can be."""
    if work.widest > DRAWN.inputs:
        return Refused("gate_too_wide", count=work.widest, most=DRAWN.inputs)
    if work.edges > DRAWN.edges:
        return Refused("graph_too_large", count=work.edges, most=DRAWN.edges)
    if work.numbers > MOST_NUMBERS:
        return Refused("passes_too_large", count=work.numbers, most=MOST_NUMBERS)
    return None
