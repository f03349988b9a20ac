"""How much work a graph is: what is counted before anybody begins.

A pass walks every edge, a drawing has a card for every node and a line for every edge, a numerical gradient is two
passes for every element of every leaf. Whoever serves others counts first, and says no or does it in turns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from engine.ops import Shape

if TYPE_CHECKING:  # a graph is read with limits
    from engine.graphs.graph import Graph


@dataclass(frozen=True)
class Limits:
    """What an expression may ask for: operations (calls of defined functions count, too), edges into one gate, and
    edges in all. These are for a program; who draws graphs for others gives lower ones."""

    operations: int = 500
    inputs: int = 5_000
    edges: int = 20_000


@dataclass(frozen=True)
class Work:
    """What a graph is made of, and what a pass through it records.

    `widest`: the most edges into one gate. `numbers`: the elements of all values, and three times (upstream, local,
    downstream) those of each edge's gate. `leaf_elements`: the numbers that a numerical gradient moves.
    """

    nodes: int
    edges: int
    widest: int
    numbers: int
    leaf_elements: int

    @property
    def things(self) -> int:
        """What is drawn of it."""
        return self.nodes + self.edges

    def differences(self, steps: int) -> int:
        """The gates to evaluate for central differences with so many steps h."""
        return 2 * steps * self.leaf_elements * self.nodes


def count_work(graph: Graph, shapes: Mapping[str, Shape]) -> Work:
    """The work of a graph whose values have these shapes, by node name. KeyError when one is missing."""
    sizes = {node.name: prod(shapes[node.name]) for node in graph.nodes}
    return Work(
        len(graph.nodes),
        sum(len(node.inputs) for node in graph.nodes),
        max((len(node.inputs) for node in graph.nodes), default=0),
        sum(sizes[node.name] * (1 + 3 * len(node.inputs)) for node in graph.nodes),
        sum(sizes[name] for name in graph.leaves),
    )
