"""The graph on paper: a small drawing of its own, with the numbers that a pass has found so far and room for those that
are to be written into it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.graphs.graph import Node
from engine.graphs.trace import Trace
from playground.shared.card_label import card_label
from playground.shared.graph_layout import Layout, layered
from playground.shared.written_numbers import short

Array = NDArray[np.floating]

MOST_NODES = 60
MOST_COLUMNS = 24
MOST_COLUMNS_WITH_NUMBERS = 10
LONGEST_NAME = 14  # in letters


@dataclass(frozen=True)
class _Measures:
    """In units of the drawing, which the page scales down to its width."""

    width: float  # of a card
    height: float
    gap: float  # between columns
    row: float  # from one row to the next


NUMBERED = _Measures(width=104, height=66, gap=40, row=82)
NAMED = _Measures(width=76, height=34, gap=32, row=46)


@dataclass(frozen=True)
class Reached:
    """What a pass has found: `values` and `gradients` by node, the node where it is, and the edge that it has just gone
    back over."""

    values: Mapping[str, Array]
    gradients: Mapping[str, Array] = field(default_factory=dict)
    node: str = ""
    edge: tuple[str, str] | None = None


def given(trace: Trace) -> Reached:
    """Before the first step: the leaves alone."""
    return Reached({name: trace.values[name] for name in trace.graph.leaves})


def reached(trace: Trace, cursor: int) -> Reached:
    """At a place in the trace. A parameter that has been updated has its new value."""
    values, gradients = dict(given(trace).values), {}
    node, edge = "", None
    for step in trace.steps[:cursor]:
        node, edge = step.node, None
        if step.phase == "backward":
            to = step.input or step.node
            edge = (to, step.node) if step.input else None
            gradients[to] = np.asarray(step.gradient)
        elif step.value is not None:
            values[node] = np.asarray(step.value)
    return Reached(values, gradients, node, edge)


def columns(trace: Trace) -> int:
    """How many nodes stand beside each other in the drawing; 0 where there are too many to draw."""
    return 0 if len(trace.graph.nodes) > MOST_NODES else int(_layout(trace).columns)


def has_numbers(trace: Trace) -> bool:
    """Whether the cards of its drawing have room for numbers: those of arrays, and of a graph too wide to be written
    into, have names and shapes alone."""
    scalars = all(not value.shape for value in trace.values.values())
    return scalars and 0 < columns(trace) <= MOST_COLUMNS_WITH_NUMBERS


def drawing(trace: Trace, so_far: Reached | None = None) -> str:
    """The graph as an SVG element: each card with its value and its gradient, as far as they are known, and a blank for
    what is to be computed. Without `so_far` the leaves alone are known.

    Where arrays are in it, or it is too wide to be written into, the cards have names and shapes alone; a graph that
    would be too small to read is not drawn, and the text is empty.
    """
    nodes = trace.graph.nodes
    if len(nodes) > MOST_NODES:
        return ""
    layout = _layout(trace)
    if layout.columns > MOST_COLUMNS:
        return ""
    numbered = has_numbers(trace)
    known = given(trace) if so_far is None else so_far
    size = NUMBERED if numbered else NAMED
    longest = max(9 * len(label) + 7.5 * len(name) for label, name in (_words(node, trace) for node in nodes))
    size = replace(size, width=max(size.width, longest + 28))
    cards = {
        name: (x * (size.width + size.gap), y * size.row - size.height / 2)
        for name, (x, y) in layout.places.items()
    }
    lines = [
        _edge(edge, cards, layout, size, len(trace.graph[edge[1]].inputs), edge[:2] == known.edge)
        for edge in trace.graph.edges
    ]
    boxes = [_card(node, cards[node.name], size, trace, numbered, known) for node in nodes]
    width = layout.columns * (size.width + size.gap) - size.gap + 4
    top = min(y for _, y in cards.values()) - 2
    height = max(y for _, y in cards.values()) + size.height + 2 - top
    return (
        f'<svg class="graph" viewBox="-2 {top:g} {width:g} {height:g}" width="{width:g}" role="img" '
        f'aria-label="The computational graph">{"".join(lines)}{"".join(boxes)}</svg>'
    )


def _layout(trace: Trace) -> Layout:
    return layered({node.name: node.inputs for node in trace.graph.nodes})


def _edge(
    edge: tuple[str, str, int],
    cards: dict[str, tuple[float, float]],
    layout: Layout,
    size: _Measures,
    count: int,
    walked: bool,
) -> str:
    source, target, index = edge
    x, y = cards[source]
    points = [(x + size.width, y + size.height / 2)]
    for column, row in layout.bends.get((source, target), []):
        left = column * (size.width + size.gap)
        points += [(left, row * size.row), (left + size.width, row * size.row)]
    x, y = cards[target]
    points.append((x, y + size.height * (index + 0.5) / count))
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for (x0, y0), (x1, y1) in pairwise(points):
        bend = max(12.0, (x1 - x0) / 2)
        path += f"C{x0 + bend:g} {y0:g} {x1 - bend:g} {y1:g} {x1:g} {y1:g}"
    return f'<path class="line{" walked" * walked}" d="{path}"/>'


def _card(
    node: Node, place: tuple[float, float], size: _Measures, trace: Trace, numbered: bool, known: Reached
) -> str:
    x, y = place
    copied = node.op is not None and node.op.name == "copy"
    kind = "copy" if copied else "given" if node.op is None else "gate"
    low = not numbered or copied or node.kind == "constant"
    height = min(size.height, 30) if low else size.height
    top = y + (size.height - height) / 2
    label, name = _words(node, trace)
    parts = [
        f'<rect x="{x:g}" y="{top:g}" width="{size.width:g}" height="{height:g}" rx="{15 if copied else 6}"/>',
        f'<text class="symbol" x="{x + 8:g}" y="{top + 18:g}">{html.escape(label)}</text>',
        f'<text class="name" x="{x + size.width - 8:g}" y="{top + 18:g}">{html.escape(name)}</text>',
    ]
    if not low:
        parts.append(_place("value", x, top + 38, size, known.values.get(node.name)))
        if node.name in trace.gradients:
            parts.append(_place("gradient", x, top + 58, size, known.gradients.get(node.name)))
    at = " at" if node.name == known.node else ""
    return f'<g class="{kind}{at}">{"".join(parts)}</g>'


def _words(node: Node, trace: Trace) -> tuple[str, str]:
    """What stands in a card on the left, what is computed or what it is called; and on the right, name and shape."""
    if node.op is not None and node.op.name == "copy":
        return "copy", ""
    label = card_label(trace.graph, node)
    name = node.name if node.op is not None and label != node.name else ""
    shape = "×".join(map(str, trace.values[node.name].shape))
    return _cut(label), "\u00a0\u00a0".join(filter(None, (_cut(name), shape)))


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _place(kind: str, x: float, y: float, size: _Measures, known: Array | None) -> str:
    mark = f'<text class="mark {kind}" x="{x + 8:g}" y="{y:g}">{"▸" if kind == "value" else "◂"}</text>'
    if known is not None:
        return (
            f'{mark}<text class="{kind}" x="{x + 24:g}" y="{y:g}">{html.escape(short(float(known)))}</text>'
        )
    return f'{mark}<path class="blank" d="M{x + 24:g} {y + 2:g}H{x + size.width - 8:g}"/>'
