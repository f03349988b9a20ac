"""Engine objects -> the messages that the browser draws: the one contract between Python and JavaScript.

Every message is a dict with a `topic`. Arrays stay NumPy arrays; they travel as binary buffers and arrive as typed
arrays. A trace has a module of its own, trace_payload.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine import Problem
from engine.activations import ACTIVATIONS
from engine.datasets import drawn_curve, features, read_function
from playground.messages import network as messages
from playground.messages.fields import Float32s, Said
from playground.network.experiment import Experiment
from playground.network.heat_maps import FINE, RESTING, HeatMaps, Probe, feature_thumbnails
from playground.run_settings import DRAWN, FORMULA, MAX_LAYERS, MAX_WIDTH, OWN, UPLOADED
from playground.shared.drawn_curves import unpack
from playground.shared.file_units import error_of, in_units
from playground.shared.moving_pictures import deflated
from playground.shared.packing import Packed
from playground.shared.pictured_plane import THUMBNAIL, Picture
from playground.shared.refused import told

PICTURED = 2  # every so many frames the thumbnails come along: they are too small for more to be seen
# Of the data that are none of those to choose.
SOURCES: Mapping[str, messages.Source] = MappingProxyType(
    {UPLOADED: "csv", OWN: "function", FORMULA: "formula", DRAWN: "drawn"}
)
CURVE_PLACES = 401
METRICS = ("epoch", "iteration", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy")
LOSSES = ("train_loss", "validation_loss")

Number = TypeVar("Number", bound=np.generic)


class Snapshot(Picture):
    """What one frame is made of, and the picture of it."""

    metrics: list[float]
    parameters: Float32s


def network(experiment: Experiment) -> messages.Network:
    """The shape of the network, what may be chosen in it, and its parameters."""
    net, session = experiment.network, experiment.session
    names = [*net.activations, net.output]
    offsets = np.cumsum([0, *(rows * columns for rows, columns in net.shapes)])
    return {
        "topic": "network",
        "generation": experiment.generation,
        "kind": experiment.data.kind,
        "dimension": experiment.dimension,
        "features": [
            {
                "name": name,
                "title": features.spoken(name, experiment.data.axes),
                "active": name in session.features,
            }
            for name in features.available(len(experiment.data.domain))
        ],
        "layers": [
            {"width": width, "activation": name, "rows": rows}
            for width, name, (rows, _) in zip(net.widths[1:], names, net.shapes, strict=True)
        ],
        "widths": list(net.widths),
        "blocks": [
            {"offset": int(offset), "rows": rows, "columns": columns, "bias": net.bias}
            for offset, (rows, columns) in zip(offsets, net.shapes, strict=False)
        ],
        "parameters": net.parameters.astype(np.float32),
        "count": net.parameter_count,
        "formula": net.count_formula(),
        "formula_numbers": net.count_formula(numbers=True),
        "activations": list(ACTIVATIONS),
        "outputs": experiment.possible_outputs,
        "limits": {"layers": MAX_LAYERS, "width": MAX_WIDTH},
        "classes": list(experiment.data.classes),
    }


def feature_pictures(experiment: Experiment) -> messages.Features:
    """A thumbnail of every feature that the data could be given through."""
    names = features.available(len(experiment.data.domain))
    return {
        "topic": "features",
        "names": list(names),
        "thumbnails": feature_thumbnails(names, experiment.plane),
        "thumbnail": THUMBNAIL,
    }


def data(experiment: Experiment) -> messages.Data:
    """The points in drawing coordinates, their targets, and which of them train."""
    points, plane = experiment.data, experiment.plane
    drawn = list(plane.drawn)
    train = np.zeros(len(points.points), np.uint8)
    train[points.train] = 1
    reach = float(np.abs(points.y).max()) * 1.25 or 1.0
    domain = [list(pair) for pair in plane.sides]
    if len(domain) == 1:
        domain.append([-reach, reach])
    message: messages.Data = {
        "topic": "data",
        "kind": points.kind,
        "dimension": experiment.dimension,
        "points": points.points[:, drawn].astype(np.float32),
        "targets": np.asarray(points.labels, np.float32),
        "train": train,
        "domain": domain,
        "classes": list(points.classes),
        "names": [points.axes[at] for at in drawn],
        "columns": list(points.axes) if plane.is_slice else [],
        "drawn": [at + 1 for at in drawn],
        "through": experiment.session.sample if plane.is_slice else None,
        "target_name": points.target_name,
        "offset": [points.offset[at] for at in drawn],
        "scale": [points.scale[at] for at in drawn],
        "target_offset": points.target_offset,
        "target_scale": points.target_scale,
        "name": points.name,
        "editable": True,
        "source": SOURCES.get(experiment.session.dataset, "generator"),
        "note": f"{len(points.train)} training, {len(points.validation)} validation",
        "undivided": np.array_equal(points.train, points.validation),
        "header": None if points.origin is None else points.origin.choices.header,
        "taken": [] if points.origin is None else [told(note) for note in points.origin.notes],
    }
    truth = _truth(experiment)
    if truth is not None:
        message["truth"] = truth
    return message


def _truth(experiment: Experiment) -> Float32s | None:
    """The curve behind a function of one's own, typed or drawn; what other curves are has come with the datasets to
    choose."""
    session = experiment.session
    if session.dataset not in (OWN, DRAWN) or experiment.dimension != 1:
        return None
    (edges,) = experiment.data.domain
    places = np.linspace(*edges, CURVE_PLACES)
    if session.dataset == DRAWN:
        curve = drawn_curve.curve(unpack(session.curve), places)
    else:
        curve = read_function(session.function).curve(places)
    return curve.astype(np.float32)


def metrics(experiment: Experiment) -> list[float]:
    """METRICS of the last record, and the errors that its losses mean in the file's units; NaN where there is none."""
    history, trainer = experiment.trainer.history, experiment.trainer
    last = [history[name][-1] if history[name] else None for name in METRICS[2:]]
    return [
        trainer.epochs,
        float(trainer.iteration),
        *(math.nan if value is None else value for value in last),
        *in_units(experiment.data, trainer.loss, last[: len(LOSSES)]),
    ]


def frame(experiment: Experiment, maps: HeatMaps, probe: Probe) -> Packed:
    """The state of this moment, at the finer resolution: one chunk of one frame."""
    return chunk([snapshot(experiment, maps, probe, moving=False)], experiment, maps, probe, RESTING)


def finer_frame(
    experiment: Experiment, maps: HeatMaps, probe: Probe
) -> Callable[[], Generator[float, None, Packed]]:
    """Work that makes the state of this moment once more, in full resolution. It yields the share that is done."""
    now = snapshot(experiment, maps, probe, moving=False)
    map_of = maps.finer(probe)

    def work() -> Generator[float, None, Packed]:
        found = yield from map_of()
        return chunk([{**now, **found}], experiment, maps, probe, FINE)

    return work


def snapshot(
    experiment: Experiment, maps: HeatMaps, probe: Probe, moving: bool = True, number: int = 0
) -> Snapshot:
    """What one frame, of this `number` in its chunk, is made of; arrays of its own, so that training may go on."""
    return {
        "metrics": metrics(experiment),
        "parameters": experiment.network.parameters.astype(np.float32, copy=True),
        **maps.draw(probe, moving, thumbnails=number % PICTURED == 0),
    }


def chunk(
    frames: Sequence[Snapshot],
    experiment: Experiment,
    maps: HeatMaps,
    probe: Probe,
    grid: int,
    interval: int = 0,
    id: int = 0,
) -> Packed:
    """Frames stacked array by array: `interval` milliseconds are theirs to be played in, and the page says that it has
    them by their `id`, if they have one."""
    pictured = [entry["thumbnails"] for entry in frames if "thumbnails" in entry]
    message: messages.Frames = {
        "topic": "frames",
        "id": id,
        "frames": len(frames),
        "pictured": len(pictured),
        "interval": interval,
        "generation": experiment.generation,
        "dimension": experiment.dimension,
        "grid": maps.side(grid),
        "thumbnail": THUMBNAIL,
        "probe": None if probe is None else {"layer": probe[0], "unit": probe[1]},
        "metrics": np.array([entry["metrics"] for entry in frames], np.float64),
        "parameters": _stacked([entry["parameters"] for entry in frames]),
        "thumbnails": _stacked(pictured),
        "map": _stacked([entry["map"] for entry in frames]),
    }
    if "confidence" in frames[0]:
        message["confidence"] = _stacked([entry["confidence"] for entry in frames])
    if "range" in frames[0]:
        message["range"] = _stacked([entry["range"] for entry in frames])
    if "line" in frames[0]:
        message["line"] = _stacked([entry["line"] for entry in frames])
    return deflated(message, {"thumbnails": THUMBNAIL, "map": maps.side(grid), "confidence": maps.side(grid)})


def _stacked(arrays: Sequence[NDArray[Number]]) -> NDArray[Number]:
    return np.stack([one.ravel() for one in arrays])


def history(experiment: Experiment) -> messages.History:
    """Losses and accuracies so far, and errors in the file's units, a Float32 array each, NaN where there is none."""
    known = experiment.trainer.history
    data, loss = experiment.data, experiment.trainer.loss
    return {
        "topic": "history",
        "error": error_of(data, loss),
        "epoch": _column(known["epoch"]),
        "train_loss": _column(known["train_loss"]),
        "validation_loss": _column(known["validation_loss"]),
        "train_accuracy": _column(known["train_accuracy"]),
        "validation_accuracy": _column(known["validation_accuracy"]),
        "train_error": _column(in_units(data, loss, known["train_loss"])),
        "validation_error": _column(in_units(data, loss, known["validation_loss"])),
    }


def _column(values: Sequence[float | None]) -> Float32s:
    return np.array([math.nan if value is None else value for value in values], np.float32)


def status(experiment: Experiment, training: bool, message: Problem | None, kind: Said) -> messages.Status:
    """How far the run is, and what is said of it: `kind` is "info", "error" or "question". `doubt` is said of a dataset
    for which another set-up is made, until it is learned."""
    trainer, doubt = experiment.trainer, experiment.doubt
    return {
        "topic": "status",
        "training": training,
        "stepping": experiment.session.sample is not None,
        "epoch": trainer.epochs,
        "iteration": trainer.iteration,
        "steps_per_epoch": trainer.steps_per_epoch,
        "moments": experiment.timeline.steps,
        "moment_epochs": [moment.epochs[0] for moment in experiment.timeline.moments],
        "message": None if message is None else told(message),
        "kind": kind if message else None,
        "suggested_rate": suggested_rate(experiment, message),
        "doubt": None if doubt is None else told(doubt),
    }


def suggested_rate(experiment: Experiment, message: Problem | None) -> float | None:
    """The rate to try, of a run that has diverged or of which something is said that names one."""
    trainer = experiment.trainer
    if trainer.diverged:
        return trainer.suggested_rate
    lower = None if message is None else message.arguments.get("lower")
    return lower if isinstance(lower, float) else None


def answer(experiment: Experiment, probe: Probe, x: float, y: float) -> messages.Answer:
    """What the outputs answer at a place of the map, or the neuron that it shows."""
    place = experiment.plane.lifted(np.array([[x, y][: experiment.dimension]]))
    layers = experiment.network.forward(features.expand(place, experiment.session.features))
    layer, units = (-1, slice(None)) if probe is None else (probe[0], slice(probe[1], probe[1] + 1))
    return {"topic": "answer", "x": x, "y": y, "values": layers[layer][1][0, units].tolist()}


def batch(
    experiment: Experiment, layer: int, row: int, column: int
) -> Generator[float, None, messages.Batch]:
    """The gradient of one weight for every sample of the next mini-batch, and their mean: what SGD would use. Yields
    the share that is done."""
    trainer, net = experiment.trainer, experiment.network
    indices = trainer.next_batch
    flat = sum(rows * columns for rows, columns in net.shapes[:layer]) + row * net.shapes[layer][1] + column
    gradients = yield from experiment.batch_gradients(flat)
    is_bias = net.bias and column == net.shapes[layer][1] - 1
    name = f"bias {row + 1}" if is_bias else f"weight {row + 1},{column + 1}"
    return {
        "topic": "batch",
        "weight": {"layer": layer, "row": row, "column": column},
        "label": f"{name} of layer {layer + 1}",
        "samples": np.asarray(indices, np.int32),
        "gradients": gradients,
        "mean": float(gradients.mean()),
        "loss_label": trainer.loss.name,
    }
