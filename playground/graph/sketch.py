"""A small picture of a graph, such as stands beside a lesson."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import parse_qsl

from engine.graphs.graph import Graph
from engine.graphs.trace import Trace
from engine.problem import Problem
from playground import address
from playground.graph.controller import GraphController
from playground.messages.lessons import Sketch
from playground.session import Session
from playground.shared.graph_layout import layered
from playground.shared.graph_on_paper import reached
from playground.shared.small_picture import WHOLE, SmallPicture

MOST_NODES = 40  # more would be too small to see
UNKNOWN, VALUE, GRADIENT = 0, 1, 2  # how far a pass has come to a node


@lru_cache(maxsize=500)
def sketch(query: str) -> Sketch:
    """The graph of the moment of a query as it is folded there, and how far its passes are; without nodes where it has
    too many."""
    session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
    try:
        problems = address.read(session, dict(parse_qsl(query, keep_blank_values=True)))
        controller = GraphController(session, lambda message: None, problems)
        trace = controller.opened_graph().trace
        controller.close()
    except (Problem, ValueError):
        return SmallPicture("graph").message
    return pictured(trace, session.cursor)


def pictured(trace: Trace, cursor: int) -> Sketch:
    """The graph of a trace at a place in it."""
    graph = trace.graph
    if len(graph.nodes) > MOST_NODES:
        return SmallPicture("graph").message
    known = reached(trace, cursor)
    states = {
        node.name: GRADIENT
        if node.name in known.gradients
        else VALUE
        if node.op is not None and node.name in known.values
        else UNKNOWN
        for node in graph.nodes
    }
    return _drawn(graph, states)


def _drawn(graph: Graph, states: Mapping[str, int]) -> Sketch:
    inputs = {node.name: list(node.inputs) for node in graph.nodes}
    layout = layered(inputs)
    numbers = {name: number for number, name in enumerate(inputs)}
    places = [layout.places[name] for name in inputs]
    width, height = (max(max(place[axis] for place in places), 1) for axis in (0, 1))
    # What stands in one row stands in the middle.
    flat = all(y == 0 for _, y in places)
    return {
        "kind": "graph",
        "places": [part for x, y in places for part in WHOLE.at(x / width, 0.5 if flat else y / height)],
        "gates": [bool(inputs[name]) for name in inputs],
        "states": [states[name] for name in inputs],
        "edges": [
            number for name in inputs for one in inputs[name] for number in (numbers[one], numbers[name])
        ],
    }
