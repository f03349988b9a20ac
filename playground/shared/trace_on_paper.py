"""A place in a trace on paper: the graph with what the pass has found there, and in words how far it is."""

from __future__ import annotations

import html

from engine.graphs.trace import Trace
from playground.shared.arrays_on_paper import rounded
from playground.shared.graph_on_paper import Reached, drawing, has_numbers, reached

MOST_WRITTEN = 16  # elements of an array that is written out
MOST_UPRIGHT = 4  # of a vector that stands; a longer one lies, or a page would be full of it
MOST_LISTED = 24  # values, and as many gradients


def trace_picture(trace: Trace, cursor: int) -> str:
    """The graph, and under it the values and gradients that its cards have no room for."""
    so_far = reached(trace, cursor)
    drawn = drawing(trace, so_far)
    if has_numbers(trace):
        return drawn
    return f"{drawn}{_listed(trace, so_far)}"


def place_in_words(trace: Trace, cursor: int) -> str:
    """How far the pass is, in a sentence."""
    count = len(trace.steps)
    if cursor <= 0:
        return f"Before the first of {count} steps."
    if cursor >= count:
        return f"After the last of {count} steps."
    return f"After step {cursor} of {count}, in {_phase(trace, cursor)}."


def _phase(trace: Trace, cursor: int) -> str:
    phase = trace.steps[cursor - 1].phase
    return "the update" if phase == "update" else f"the {phase} pass"


def _listed(trace: Trace, so_far: Reached) -> str:
    """What is known of each node: leaves, then what was computed, in its order; then the gradients."""
    names = [
        node.name
        for node in trace.graph.nodes
        if node.kind != "constant" and not (node.op is not None and node.op.name == "copy")
    ]
    values = [(name, name, "value") for name in names if name in so_far.values]
    output = trace.graph.output
    gradients = [(f"d{output}/d{name}", name, "gradient") for name in names if name in so_far.gradients]
    entries = []
    for said, name, kind in [*values[:MOST_LISTED], *gradients[:MOST_LISTED]]:
        array = (so_far.values if kind == "value" else so_far.gradients)[name]
        if array.size <= MOST_WRITTEN:
            lies = array.ndim == 1 and array.size > MOST_UPRIGHT
            entries.append(
                f"<span><span><code>{html.escape(said)}</code> =</span>"
                f'<b class="{kind}">{rounded(array[None] if lies else array)}</b></span>'
            )
    return f'<div class="given">{"".join(entries)}</div>' if entries else ""
