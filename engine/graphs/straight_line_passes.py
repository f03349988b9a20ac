"""Recorded passes of a graph of single numbers: its program gives the numbers, and what is the same in
every pass (names, rules, what is held) is laid out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from operator import attrgetter, itemgetter
from typing import Any

import numpy as np

from engine.graphs.backprop import Step
from engine.graphs.graph import Graph
from engine.graphs.memory import graph_holdings, held_bytes
from engine.graphs.straight_line_code import Program
from engine.ops import COPY, Array
from engine.ops.base import Form

Columns = tuple[tuple[Any, ...], ...]
NUMBER = np.zeros(())  # of the size that every value has here


class StraightLinePasses:
    """The passes of one graph. Raises ValueError when the graph has an op without a `plain` form."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.program = Program(graph)
        self._names = [node.name for node in graph.nodes]
        self._values = _getter([self.program.values[name] for name in self._names])
        self._gradients = _getter(list(self.program.gradients.values()))

    def run(
        self, leaves: Sequence[float], upstream: float
    ) -> tuple[dict[str, Array], dict[str, Array], Callable[[], tuple[Step, ...]]]:
        """Values and gradients of a pass, and what makes its steps; `leaves` are the numbers of the nodes
        without an op, in order."""
        distinct = np.empty(self.program.count)
        self.program.run(leaves, upstream, distinct)
        # Iterating over an nditer makes read-only 0-d views, several times as fast as indexing.
        numbers: list[Any] = [*np.nditer(distinct)]
        values = dict(zip(self._names, self._values(numbers), strict=True))
        gradients = dict(zip(self.program.gradients, self._gradients(numbers), strict=True))
        return values, gradients, lambda: self._recorder.steps(numbers)

    @cached_property
    def _recorder(self) -> _Recorder:
        return _Recorder(self._graph, self.program)


class _Recorder:
    """The columns of the steps of a graph: those that are always the same, and which number stands where in
    the others."""

    def __init__(self, graph: Graph, program: Program) -> None:
        none = program.count  # the place after the numbers holds None
        edges = _edges(graph)
        no_forward = [none] * len(graph.operations)
        self._chosen = [
            _getter(column)
            for column in (
                [*(program.values[node.name] for node in graph.operations), none, *[none] * len(edges)],
                [*no_forward, program.seed, *program.upstream],
                [*no_forward, none, *program.local],
                [*no_forward, none, *program.downstream],
                [*no_forward, program.seed, *program.gathered],
            )
        ]
        self._parts = _parts(graph, program)
        self._count = len(graph.moves)
        words: list[tuple[str, Form | None]] = [*[("", None)] * (self._count - len(edges)), *edges]
        holdings = graph.derived(graph_holdings)
        sizes = held_bytes(graph.nodes, holdings, dict.fromkeys((node.name for node in graph.nodes), NUMBER))
        self._before: Columns = tuple(zip(*graph.moves, strict=True))
        self._words: Columns = tuple(zip(*words, strict=True))
        self._memory: Columns = (
            tuple(one.held for one in holdings), tuple(one.freed for one in holdings), tuple(sizes)
        )  # fmt: skip

    def steps(self, distinct: Sequence[Any]) -> tuple[Step, ...]:
        numbers = [*distinct, None]
        parts: list[tuple[Array, ...]] = [()] * self._count
        for step, places in self._parts:
            parts[step] = tuple(map(numbers.__getitem__, places))
        chosen = (get(numbers) for get in self._chosen)
        columns = zip(*self._before, *chosen, *self._words, parts, repeat(()), *self._memory)
        return tuple(map(tuple.__new__, repeat(Step), columns))


def straight_line_passes(graph: Graph) -> StraightLinePasses | None:
    """The compiled passes, None for a graph that has an op without a form for single numbers."""
    try:
        return StraightLinePasses(graph)
    except ValueError:
        return None


def _getter(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """What takes the things at `places` out of a sequence; itemgetter gives a single one bare."""
    return itemgetter(*places) if len(places) > 1 else lambda things: tuple(things[i] for i in places)


def _edges(graph: Graph) -> list[tuple[str, Form]]:
    """The rule and the form of each backward edge, in order."""
    return [
        (op.rule(index), op.form(index, *([NUMBER] * len(node.inputs))))
        for node, op, positions in graph.walk
        for index in positions
    ]


def _parts(graph: Graph, program: Program) -> list[tuple[int, list[int]]]:
    """For each step at a copy gate, the places of the gradients that its readers sent back."""
    sent: dict[str, list[int]] = {graph.output: [program.seed]}
    found = []
    start = len(graph.operations) + 1
    for number, (_, name, target, _) in enumerate(graph.moves[start:]):
        if graph[name].op is COPY:
            found.append((start + number, list(sent.get(name, ()))))
        sent.setdefault(target or "", []).append(program.downstream[number])
    return found


def numbers_of(leaves: Sequence[str], values: Mapping[str, Array]) -> list[float] | None:
    """The leaves as plain floats; None when one is a vector or a matrix."""
    arrays = [values[name] for name in leaves]
    return None if any(map(attrgetter("ndim"), arrays)) else list(map(float, arrays))
