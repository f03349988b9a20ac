"""What stands on a card for what it computes: the sign of its gate, or what was typed where that sign needs letters."""

from __future__ import annotations

import re

from engine.graphs.graph import Graph, Node

# A letter by itself stands for any value, as the x of 1/x does: beside a node called x it is another one.
LETTER = re.compile(r"(?<![A-Za-z])[abiwxy](?![A-Za-z])|[ᵃᵇ]")
LONGEST = 14  # signs: what is longer stands under the graph, in the arithmetic of its step


def called(graph: Graph, name: str) -> str:
    """A node as one calls it: a copy by what it copies, a number by its value."""
    node = graph[name]
    if node.op is not None and node.op.name == "copy":
        return called(graph, node.inputs[0])
    return node.label.replace("-", "−") if node.kind == "constant" else name


def operand(name: str) -> str:
    """In brackets where it is a negative number, so that its sign is no sign of the sum."""
    return f"({name})" if name.startswith("−") else name


def card_label(graph: Graph, node: Node) -> str:
    """`1 / q7` for the gate 1/x of a node q7; a node without a gate goes by its own label."""
    if node.op is None or node.label != node.op.symbol or not LETTER.search(node.op.symbol):
        return node.label or node.name
    typed = node.op.written(*(operand(called(graph, name)) for name in node.inputs))
    return typed if len(typed) <= LONGEST else node.label
