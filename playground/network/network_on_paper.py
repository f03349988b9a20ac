"""A network on paper: its units in columns, and the weights as lines, the stronger the thicker; written beside them
where they are few. A negative weight is a broken line: colour alone would not do in print."""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np

from engine.networks.network import Network
from playground.shared.written_numbers import short

ROW, COLUMN, SIDE = 40, 132, 24
MOST_WRITTEN = 8  # weights that are written beside their lines
LARGEST_LINE = 4.5
LABEL = 14  # letters of what a unit is called
APART = 6  # from the middle of a maxout unit to where the lines of each of its two sums end


def network_drawing(network: Network, inputs: Sequence[str]) -> str:
    """The network as an SVG element; `inputs` are what its inputs are called."""
    widths = network.widths
    tallest = max(widths)
    columns = [[(column * COLUMN, _height(row, width, tallest)) for row in range(width)]
               for column, width in enumerate(widths)]  # fmt: skip
    written = sum(weights.size for weights in network.weights) <= MOST_WRITTEN
    lines, texts = [], []
    for layer, dense in enumerate(network.dense):
        weights = np.asarray(dense.weights, np.float64)
        most = float(np.abs(weights).max(initial=0.0)) or 1.0
        for number, row in enumerate(weights.tolist()):
            place = _end(columns[layer + 1], number, len(weights))
            for source, weight in enumerate(row):
                ends = (columns[layer][source], place)
                lines.append(_line(*ends, weight, most))
                if written:
                    texts.append(_weight(*ends, weight, 0.3 if (number + source) % 2 else 0.62))
    names = [*network.activations, network.output]
    boxes = [
        _unit(place, "input") + _called(place, name) for place, name in zip(columns[0], inputs, strict=False)
    ]
    for dense, places, name in zip(network.dense, columns[1:], names, strict=True):
        biases = None if dense.biases is None else np.asarray(dense.biases, np.float64).ravel().tolist()
        for unit, place in enumerate(places):
            boxes.append(_unit(place, "unit"))
            if written and biases is not None:
                said = ", ".join(map(short, biases[unit :: len(places)]))
                boxes.append(_text(place[0], place[1] + SIDE / 2 + 12, "bias", f"b = {said}"))
        boxes.append(_text(places[0][0], tallest * ROW + 18, "layer", name))
    width = (len(widths) - 1) * COLUMN
    return (
        f'<svg class="network" viewBox="-80 0 {width + 130} {tallest * ROW + 26}" width="{width + 130}" role="img" '
        f'aria-label="The network">{"".join(lines)}{"".join(texts)}{"".join(boxes)}</svg>'
    )  # fmt: skip


def _end(places: Sequence[tuple[float, float]], number: int, rows: int) -> tuple[float, float]:
    """Where the lines of a row of weights end: at a unit, or where there are twice as many rows, the first sums of all
    units and then the second ones, above its middle and below."""
    x, y = places[number % len(places)]
    if rows == len(places):
        return x, y
    return x, y + (-APART if number < len(places) else APART)


def _height(row: int, width: int, tallest: int) -> float:
    return ROW * (row + 0.5 + (tallest - width) / 2)


def _line(begin: tuple[float, float], end: tuple[float, float], weight: float, most: float) -> str:
    if not np.isfinite(weight):
        return ""
    sign = "negative" if weight < 0 else "positive"
    thick = 0.4 + (LARGEST_LINE - 0.4) * min(1.0, abs(weight) / most)
    kind = sign if weight else "none"
    return (
        f'<path class="weight {kind}" d="M{begin[0] + SIDE / 2:g} {begin[1]:g}L{end[0] - SIDE / 2:g} {end[1]:g}" '
        f'stroke-width="{thick:.2f}"/>'
    )


def _weight(begin: tuple[float, float], end: tuple[float, float], weight: float, share: float) -> str:
    x, y = (one + share * (other - one) for one, other in zip(begin, end, strict=True))
    return _text(x, y + 4, "number", short(weight))


def _unit(place: tuple[float, float], kind: str) -> str:
    x, y = place
    return f'<rect class="{kind}" x="{x - SIDE / 2:g}" y="{y - SIDE / 2:g}" width="{SIDE}" height="{SIDE}" rx="5"/>'


def _called(place: tuple[float, float], name: str) -> str:
    text = name if len(name) <= LABEL else name[: LABEL - 1] + "…"
    return _text(place[0] - SIDE / 2 - 6, place[1] + 4, "name", text)


def _text(x: float, y: float, kind: str, text: str) -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{html.escape(text)}</text>'
