"""A small picture of a graph, such as stands beside a lesson."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl

from engine import parse
from engine.problem import Problem
from playground.graph.examples import find_example
from playground.session import Session
from playground.shared.controller import Message
from playground.shared.graph_layout import layered

MOST_NODES = 40  # more would be too small to see


@lru_cache(maxsize=500)
def sketch(query: str) -> Message:
    """The graph of the moment of a query, nodes and edges alone; without nodes where it has too many."""
    settings = dict(parse_qsl(query))
    example = find_example(settings.get("example", ""))
    text = settings.get("expression") or (example.expression if example else Session.param.expression.default)
    nothing: Message = {"kind": "graph", "places": [], "gates": [], "edges": []}
    try:
        graph = parse(str(text))
    except (Problem, ValueError):
        return nothing
    inputs = {node.name: list(node.inputs) for node in graph.nodes}
    if len(inputs) > MOST_NODES:
        return nothing
    layout = layered(inputs)
    numbers = {name: number for number, name in enumerate(inputs)}
    places = [layout.places[name] for name in inputs]
    width, height = (max(max(place[axis] for place in places), 1) for axis in (0, 1))
    return {
        "kind": "graph",
        "places": [part for x, y in places for part in (x / width, y / height)],
        "gates": [bool(inputs[name]) for name in inputs],
        "edges": [
            number for name in inputs for one in inputs[name] for number in (numbers[one], numbers[name])
        ],
    }
