"""What is shown beside the network instead of its boundary: spaces, layers, functions. Each message is made only while
it is looked at, and then once with what is drawn of a moment."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from engine.comparing.layer_statistics import BINS, layer_statistics
from engine.comparing.looks import pieces
from engine.datasets import features
from engine.networks.spaces import space_of, winners_at
from playground.messages import Message, inside
from playground.messages.fields import Float32s
from playground.network.experiment import Experiment
from playground.shared.pictured_plane import coded, range_of_output

SIDE = 33  # places of the plane's grid each way
LINE = 121  # places of a curve
MOST_POINTS = 1000  # that are drawn in a space
MOST_SAMPLES = 1000  # of which the layers tell


def send_inside(experiment: Experiment, send: Callable[[Message], None]) -> None:
    """What the chosen view shows, of this moment; nothing where that is the boundary, or there is none of it here."""
    make = MADE.get(experiment.session.view)
    found = None if make is None else make(experiment)
    if found is not None:
        send(found)


def _spaces(experiment: Experiment) -> inside.Spaces:
    session, network, plane = experiment.session, experiment.network, experiment.plane
    layers = len(network.dense) - 1
    layer = layers if session.space is None else min(session.space, layers)
    data = experiment.trainer.data
    rows = _some(np.arange(len(data.X)), MOST_POINTS)
    places = _grid(experiment)
    seen_places = features.expand(plane.lifted(places), session.features)
    drawn = list(plane.drawn)
    flat = experiment.data.points[rows][:, drawn].astype(np.float64)
    one = experiment.dimension == 1
    if one:
        flat, places = (np.column_stack([some, np.zeros(len(some))]) for some in (flat, places))
    sides = [*plane.sides, (-1.0, 1.0)][:2]
    names = [*(experiment.data.axes[at] for at in drawn), ""][:2]
    box, share, line = np.ravel(sides), 1.0, np.full(4, math.nan)
    points, grid = flat, places
    if layer:
        space = space_of(network, layer - 1, data.X[rows], seen_places)
        points, grid, box, share, line = space
        width = network.widths[layer]
        names = (
            [f"unit {at + 1}" if at < width else "" for at in range(2)]
            if width <= 2
            else ["first principal direction", "second"]
        )
    if data.kind == "classes":
        answers, leads = winners_at(network, seen_places)
    else:
        answers, leads = _answers(experiment, seen_places), None
    found: inside.Spaces = {
        "topic": "spaces",
        "generation": experiment.generation,
        "layer": layer,
        "layers": layers,
        "side": LINE if one else SIDE,
        "rows": rows.astype(np.int32),
        "points": points.astype(np.float32),
        "flat": flat.astype(np.float32),
        "grid": grid.astype(np.float32),
        "plane": places.astype(np.float32),
        "answers": answers,
        "boxes": np.concatenate([np.ravel(sides), box]).astype(np.float32),
        "line": line.astype(np.float32),
        "axes": names,
        "share": share,
    }
    if leads is not None:
        found["leads"] = leads.astype(np.float32)
    return found


def _grid(experiment: Experiment) -> np.ndarray:
    """Places of the plane row by row, the lowest first, or of the line."""
    sides = experiment.plane.sides
    if experiment.dimension == 1:
        return np.linspace(*sides[0], LINE)[:, None]
    across, upward = (np.linspace(*side, SIDE) for side in sides)
    return np.stack(np.meshgrid(across, upward), axis=-1).reshape(-1, 2)


def _answers(experiment: Experiment, seen: np.ndarray) -> np.ndarray:
    """What the one output says at each place, signed about its middle, as the big map codes it."""
    data = experiment.data
    with np.errstate(all="ignore"):
        answers = np.nan_to_num(experiment.network.predict(seen))
    reach = float(np.abs(data.y).max()) or 1.0
    session = experiment.session
    centre, scale = range_of_output(session.output, data.kind, session.loss, reach)
    return np.asarray(coded(answers[:, 0], centre, scale))


def _layers(experiment: Experiment) -> inside.LayerFacts:
    trainer, network = experiment.trainer, experiment.network
    rows = _some(np.asarray(trainer.data.train), MOST_SAMPLES)
    facts = layer_statistics(trainer, rows)
    return {
        "topic": "layer_facts",
        "generation": experiment.generation,
        "layers": len(network.dense),
        "bins": BINS,
        "samples": len(rows),
        "functions": [dense.activation.name for dense in network.dense],
        "flat": [dense.activation.flat for dense in network.dense],
        "activations": _finite(facts.activations),
        "low": _finite(facts.low),
        "high": _finite(facts.high),
        "gradients": _finite(facts.gradients),
        "reach": _finite(facts.reach),
        "sizes": _finite(facts.sizes),
        "spreads": _finite(facts.spreads),
        "dead": _finite(facts.dead),
        "saturated": _finite(facts.saturated),
    }


def _functions(experiment: Experiment) -> inside.UnitCurves | None:
    network = experiment.network
    if experiment.dimension != 1 or len(network.dense) < 2 or network.widths[-1] != 1:
        return None
    places = _grid(experiment)
    seen = features.expand(places, experiment.session.features)
    each = pieces(network, seen)
    last = network.dense[-1]
    bias = 0.0 if last.biases is None else float(last.biases[0])
    return {
        "topic": "unit_curves",
        "generation": experiment.generation,
        "units": len(each),
        "count": len(places),
        "places": places[:, 0].astype(np.float32),
        "pieces": _finite(each),
        "bias": bias if math.isfinite(bias) else 0.0,
        "sums": _finite(np.cumsum([np.full(len(places), bias), *each], axis=0)),
        "output": last.activation.name,
    }


def _some(rows: np.ndarray, most: int) -> np.ndarray:
    """At most so many, evenly out of more."""
    return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).round().astype(int)]


def _finite(values: np.ndarray) -> Float32s:
    with np.errstate(all="ignore"):
        numbers = np.asarray(values, np.float32)
    return np.where(np.isfinite(numbers), numbers, np.float32(math.nan))


MADE: Mapping[str, Callable[[Experiment], Message | None]] = MappingProxyType(
    {"spaces": _spaces, "layers": _layers, "functions": _functions}
)
