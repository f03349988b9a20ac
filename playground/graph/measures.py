"""What a lesson can ask of the Graph page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playground.graph.expression_graph import ExpressionGraph
from playground.shared.measures import measure_of
from playground.shared.trace_measures import of_trace, slips_in_trace


def measured(typed: ExpressionGraph, words: str) -> float:
    """The number that the words ask for, of the graph with its inputs as they are. Raises Refused."""
    return of_trace(typed.trace, measure_of(words, "graph"))


def slips(typed: ExpressionGraph, words: str) -> Mapping[str, Sequence[float]]:
    """What that number becomes with a usual slip."""
    return slips_in_trace(typed.trace, measure_of(words, "graph"))
