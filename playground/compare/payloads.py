"""The comparison as the messages that the browser draws."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from engine import Problem
from engine.comparing import ensemble
from engine.comparing.comparison import Comparison
from engine.comparing.results import CURVES, MEASURES, band, multiplications, running_mean
from engine.datasets import Dataset
from playground.compare.own_curve_controller import own_curve
from playground.compare.pictures import LINE, SIDE, CellPicture, Drawn
from playground.compare.ready_made import READY_MADE
from playground.compare.runs import ComparedRuns
from playground.compare.values import COLUMNS, ROW, ROWS, called, label, options, shown, written
from playground.messages import compare as messages
from playground.messages.fields import Said
from playground.session import COMPARED
from playground.shared.file_units import error_of, in_units
from playground.shared.moving_pictures import deflated
from playground.shared.packing import Packed, packed
from playground.shared.pictured_plane import Plane, plane_of
from playground.shared.refused import told

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
OfCells = Literal["maps", "confidence", "straight", "lines", "looked"]
OfMean = Literal["mean_maps", "mean_confidence", "mean_lines", "mean_measures", "mean_error"]
OF_CELLS: tuple[OfCells, ...] = get_args(OfCells)
Sometimes = Literal[OfCells, OfMean]  # what not every moment has
SOMETIMES: tuple[Sometimes, ...] = get_args(Sometimes)
SMOOTHED = 10  # records
MOST_POINTS = 400  # of a curve that is sent whole
VALIDATION_LOSS, MEDIAN = (
    CURVES.index("validation_loss"),
    1,
)  # places in the measures: of least, median and most


def comparison(runs: ComparedRuns, pictures: Sequence[CellPicture]) -> messages.Comparison:
    """What is compared, and the points that the cells learn."""
    margins = runs.margins
    grid = len(margins) == 2
    sets: list[Dataset] = []
    places = []
    for cell in runs.cells:
        place = next((at for at, one in enumerate(sets) if one.points is cell.data.points), None)
        if place is None:
            place = len(sets)
            sets.append(cell.data)
        places.append(place)
    return {
        "topic": "comparison",
        "generation": runs.generation,
        "margins": [
            {
                "name": margin.name,
                "label": label(margin.name),
                "values": [
                    {"text": written(value), "shown": shown(margin.name, value)} for value in margin.values
                ],
                "options": [
                    {"name": option, "called": called(margin.name, option)}
                    for option in options(margin.name) or ()
                ],
                "most": (COLUMNS if at == 0 else ROWS) if grid else ROW,
            }
            for at, margin in enumerate(margins)
        ],
        "settings": [{"name": name, "called": label(name)} for name in COMPARED],
        "seeds": runs.seeds,
        "ready_made": _ready_made(runs),
        "all_ready_made": [{"name": one.name, "called": one.title} for one in READY_MADE],
        "cells": [
            {
                "title": cell.title,
                "data": place,
                "form": picture.form,
                "look": picture.look.name,
                "count": picture.look.count,
                "with_answers": picture.look.with_answers,
                "widths": made[0].network.widths,
                "parameters": made[0].network.parameter_count,
                "error": error_of(cell.data, made[0].loss),
            }
            for cell, picture, place, made in zip(
                runs.cells, pictures, places, runs.comparison.runs, strict=True
            )
        ],
        "data": [points_of(one, plane_of(one, runs.cells[0].settings)) for one in sets],
        "look": runs.session.compare_look,
        "ensemble": bool(runs.members),
        "own_curve": own_curve(runs),
    }


def _ready_made(runs: ComparedRuns) -> messages.ReadyMadeQuestion | None:
    """The ready-made comparison that it is."""
    found = next((one for one in READY_MADE if one.name == runs.session.ready_made), None)
    return None if found is None else {"name": found.name, "question": found.question, "answer": found.answer}


def points_of(data: Dataset, plane: Plane) -> messages.ComparedData:
    """The points as they are drawn, and what they are learned to be."""
    train = np.zeros(len(data.points), np.uint8)
    train[data.train] = 1
    reach = float(np.abs(data.y).max()) * 1.25 or 1.0
    domain = [list(pair) for pair in plane.sides]
    if len(domain) == 1:
        domain.append([-reach, reach])
    return {
        "kind": data.kind,
        "dimension": len(plane.drawn),
        "points": data.points[:, list(plane.drawn)].astype(np.float32).ravel().tolist(),
        "targets": np.asarray(data.labels, np.float32).tolist(),
        "train": train.tolist(),
        "domain": domain,
        "classes": list(data.classes),
    }


class Curves(NamedTuple):
    """steps (records,); epochs, multiplications and seconds (records, cells), nan where they are not timed; measures
    (records, cells, 5, 3), least, median and most over the seeds."""

    steps: Doubles
    epochs: Doubles
    multiplications: Doubles
    seconds: Doubles
    measures: Doubles

    def smooth(self) -> Curves:
        """With each measure the mean of those about it."""
        return self._replace(measures=running_mean(self.measures, SMOOTHED))


def _curves(runs: ComparedRuns, history: Mapping[str, Doubles]) -> Curves:
    cost = [multiplications(cell[0].network, cell[0].batch_size) for cell in runs.comparison.runs]
    seconds = np.full(len(cost), np.nan) if runs.seconds is None else runs.seconds
    return Curves(
        steps=history["step"],
        epochs=band(history["epoch"])[1],
        multiplications=history["step"][:, None] * np.array(cost, np.float64),
        seconds=history["step"][:, None] * seconds,
        measures=np.stack([np.stack(band(history[name]), axis=-1) for name in CURVES], axis=2),
    )


def history(runs: ComparedRuns) -> messages.ComparedHistory:
    """The curves so far, at most MOST_POINTS of each."""
    curves = _curves(runs, runs.comparison.history)
    if runs.session.compare_smooth:
        curves = curves.smooth()
    count = len(curves.steps)
    kept = np.unique(np.linspace(0, count - 1, min(count, MOST_POINTS)).round().astype(int))

    def floats(values: Doubles) -> Floats:
        return np.asarray(values[kept], np.float32).ravel()

    return {
        "topic": "compared_history",
        "generation": runs.generation,
        "steps": floats(curves.steps),
        "epochs": floats(curves.epochs),
        "multiplications": curves.multiplications[kept].ravel(),
        "seconds": floats(curves.seconds),
        "measures": floats(curves.measures),
    }


def _error(runs: ComparedRuns, cell: int, loss: float | None) -> float:
    """What a loss of a cell means in the file's units; nan where it means nothing there."""
    return in_units(runs.cells[cell].data, runs.comparison.runs[cell][0].loss, [loss])[0]


def snapshot(
    runs: ComparedRuns, drawn: Sequence[Drawn], mean: Drawn | None = None
) -> messages.ComparedMoment:
    """What one frame is made of: the last record, the picture of each cell, and that of the mean of an ensemble."""
    recent = runs.comparison.recent(SMOOTHED if runs.session.compare_smooth else 1)
    curves = _curves(runs, recent)
    if runs.session.compare_smooth:
        curves = curves.smooth()
    leader = runs.comparison.leader
    last = _curves(runs, runs.comparison.recent(1)).measures[-1]
    errors = [_error(runs, at, loss) for at, loss in enumerate(last[:, VALIDATION_LOSS, MEDIAN].tolist())]
    frame: messages.ComparedMoment = {
        "steps": curves.steps[-1:],
        "epochs": curves.epochs[-1],
        "multiplications": curves.multiplications[-1],
        "seconds": curves.seconds[-1],
        "measures": curves.measures[-1].ravel(),
        "last": last.ravel(),
        "errors": np.array(errors, np.float64),
        "diverged": np.array(runs.diverged, np.uint8),
        "leader": np.array([-1 if leader is None else leader], np.float64),
    }
    for name in OF_CELLS:
        parts: list[NDArray[Any]] = [picture[name] for picture in drawn if name in picture]
        if parts:
            frame[name] = np.concatenate(parts)
    if mean is not None:
        measured = ensemble.measure(runs.members)
        if "maps" in mean:
            frame["mean_maps"] = mean["maps"]
        if "confidence" in mean:
            frame["mean_confidence"] = mean["confidence"]
        if "lines" in mean:
            frame["mean_lines"] = mean["lines"]
        frame["mean_measures"] = np.array([measured[name] for name in MEASURES], np.float64)  # None is nan
        frame["mean_error"] = np.array([_error(runs, 0, measured["validation_loss"])], np.float64)
    return frame


def chunk(
    frames: Sequence[messages.ComparedMoment], generation: int, interval: int = 0, number: int = 0
) -> Packed:
    """Frames stacked array by array, to be played over `interval` milliseconds; the page acknowledges the `number`."""
    message: messages.Compared = {
        "topic": "compared",
        "id": 0,
        "acknowledge": number,
        "frames": len(frames),
        "interval": interval,
        "generation": generation,
        "side": SIDE,
        "line": LINE,
        "steps": np.stack([one["steps"] for one in frames]),
        "epochs": np.stack([one["epochs"] for one in frames]),
        "multiplications": np.stack([one["multiplications"] for one in frames]),
        "seconds": np.stack([one["seconds"] for one in frames]),
        "measures": np.stack([one["measures"] for one in frames]),
        "last": np.stack([one["last"] for one in frames]),
        "errors": np.stack([one["errors"] for one in frames]),
        "diverged": np.stack([one["diverged"] for one in frames]),
        "leader": np.stack([one["leader"] for one in frames]),
    }
    for name in SOMETIMES:
        parts: list[NDArray[Any]] = [one[name] for one in frames if name in one]
        if parts:
            message[name] = np.stack(parts)
    return deflated(message, dict.fromkeys(("maps", "confidence", "mean_maps", "mean_confidence"), SIDE))


def status(
    runs: ComparedRuns, training: bool, message: Problem | None, kind: Said
) -> messages.ComparedStatus:
    """How far the runs are, the moments that can be gone back to, and what is said of them."""
    comparison = runs.comparison
    return {
        "topic": "compared_status",
        "training": training,
        "step": comparison.steps,
        "epochs": runs.epochs,
        "moments": comparison.timeline.steps,
        "message": None if message is None else told(message),
        "kind": kind if message else None,
    }


def results(runs: ComparedRuns) -> messages.ComparedResults:
    """The table: a row a cell."""
    rows = [_row(runs, cell, row) for cell, row in enumerate(runs.comparison.results())]
    return {"topic": "compared_results", "generation": runs.generation, "seeds": runs.seeds, "rows": rows}


def _row(runs: ComparedRuns, cell: int, row: Mapping[str, Any]) -> messages.ComparedRow:
    return {
        "name": row["name"],
        "final_train_loss": _finite(row["final_train_loss"]),
        "best_train_loss": _finite(row["best_train_loss"]),
        "final_validation_loss": _finite(row["final_validation_loss"]),
        "best_validation_loss": _finite(row["best_validation_loss"]),
        "final_train_accuracy": _finite(row["final_train_accuracy"]),
        "best_train_accuracy": _finite(row["best_train_accuracy"]),
        "final_validation_accuracy": _finite(row["final_validation_accuracy"]),
        "best_validation_accuracy": _finite(row["best_validation_accuracy"]),
        "best_epoch": _finite(row["best_epoch"]),
        "final_error": _finite(_error(runs, cell, row["final_validation_loss"])),
        "parameters": row["parameters"],
        "small_weights": _finite(row["small_weights"]),
        "multiplications": row["multiplications"],
        "won": row["won"],
        "diverged": row["diverged"],
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def results_file(comparison: Comparison) -> messages.ComparisonFileMade:
    return {"topic": "comparison_file_made", "name": "results.csv", "text": comparison.csv()}


def curves_file(comparison: Comparison) -> Callable[[], Generator[float, None, Packed]]:
    """What writes the curves as they are now, with the share that is done: there may be 120,000 lines, three quarters
    of a second."""
    curves, records = comparison.curves(), comparison.recorded

    def making() -> Generator[float, None, Packed]:
        text = []
        for number, part in enumerate(curves):
            text.append(part)
            yield number / (records + 1)
        return packed({"topic": "comparison_file_made", "name": "curves.csv", "text": "".join(text)})

    return making
