"""What a comparison has come to: bands over seeds, the table of results, and both as CSV."""

from __future__ import annotations

import csv
import io
import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.networks.network import Network
from engine.training.trainer import Trainer

Numbers = NDArray[np.float64]

SMALL = 0.01  # a weight that is smaller does next to nothing
MEASURES = ("train_loss", "validation_loss", "train_accuracy", "validation_accuracy")
CURVES = (*MEASURES, "distance")


def band(values: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The least, the median and the most over the last axis, the seeds; nan where none has a number."""
    if values.shape[-1] == 0:
        return (np.full(values.shape[:-1], np.nan),) * 3
    if values.shape[-1] == 1:  # of a single seed, in each frame of a training
        one = values[..., 0]
        return one.copy(), one.copy(), one.copy()
    ordered = np.sort(
        values, axis=-1
    )  # nan comes last; NumPy's own nanmedian takes a millisecond for each few numbers
    known = np.maximum((~np.isnan(values)).sum(axis=-1, keepdims=True), 1)

    def at(place: NDArray[np.intp]) -> Numbers:
        return np.asarray(np.take_along_axis(ordered, place, axis=-1)[..., 0])

    return ordered[..., 0], (at((known - 1) // 2) + at(known // 2)) / 2, at(known - 1)


def running_mean(values: Numbers, window: int) -> Numbers:
    """Each record (records, ...) as the mean of the last `window` up to it; nan where it is nan."""
    known = ~np.isnan(values)
    sums, counts = np.cumsum(np.where(known, values, 0.0), axis=0), np.cumsum(known, axis=0)
    total, many = sums.copy(), counts.copy()
    total[window:] -= sums[:-window]
    many[window:] -= counts[:-window]
    return np.where(known, total / np.maximum(many, 1), np.nan)


def leader(train: Numbers, validation: Numbers) -> int | None:
    """The cell whose loss in the last record is the lowest, its median over the seeds: see Comparison.leader."""
    if len(train) == 0:
        return None
    losses = band(train if np.isnan(validation).all() else validation)[1][-1]
    known = np.where(np.isnan(losses), np.inf, losses)
    first = np.flatnonzero(known == known.min())
    return int(first[0]) if len(first) == 1 and np.isfinite(known[first[0]]) else None


def multiplications(network: Network, samples: int) -> int:
    """Multiplications in the matrix products of one step with so many samples, forward and backward: each weight meets
    each sample once on the way forward, once for its gradient, and but for the first layer once on the way down."""
    passes = [2] + [3] * (len(network.dense) - 1)
    return samples * sum(
        n * rows * columns for n, (rows, columns) in zip(passes, network.shapes, strict=True)
    )


def work_of_shape(widths: Sequence[int], pieces: Sequence[int]) -> int:
    """Parameters of a network with these widths, inputs first, and so many pieces in each layer's units (2 of maxout):
    the multiplications that a sample costs on its way forward."""
    return sum(
        (inputs + 1) * units * many for inputs, units, many in zip(widths, widths[1:], pieces, strict=False)
    )


def small_weights(network: Network) -> float:
    """The share of the weights, without biases, that are less than SMALL in size."""
    weights = np.abs(np.concatenate([one.ravel() for one in network.weights]))
    return float((weights < SMALL).mean())


def table(
    names: Sequence[str], runs: Sequence[Sequence[Trainer]], history: Mapping[str, Numbers]
) -> list[dict[str, Any]]:
    """A row a cell. For each of the MEASURES the last and the best as medians over the seeds ("final_train_loss",
    "best_train_loss"), "best_epoch" (the median epoch of the lowest validation loss, or train loss where there is
    none), "parameters", "small_weights" (see there), "multiplications" (of a step), "won" (the seeds in which no
    cell's last loss is lower),
    "diverged" (the seeds that rest). None where there is no number."""
    finals = {name: _last(history[name]) for name in MEASURES}
    judged = "train_loss" if np.isnan(history["validation_loss"]).all() else "validation_loss"
    winners = _winners(finals[judged])
    columns: dict[str, list[float | None]] = {}
    for measure in MEASURES:
        columns[f"final_{measure}"] = _medians(finals[measure])
        columns[f"best_{measure}"] = _medians(_best(history[measure], measure.endswith("loss")))
    columns["best_epoch"] = _medians(_best_epochs(history[judged], history["epoch"]))
    rows = []
    for c, (name, cell) in enumerate(zip(names, runs, strict=True)):
        row: dict[str, Any] = {"name": name, **{title: values[c] for title, values in columns.items()}}
        row["parameters"] = cell[0].network.parameter_count
        row["small_weights"] = statistics.median(small_weights(run.network) for run in cell)
        row["multiplications"] = multiplications(cell[0].network, cell[0].batch_size)
        row["won"] = int(winners[c])
        row["diverged"] = sum(run.diverged is not None for run in cell)
        rows.append(row)
    return rows


def _last(values: Numbers) -> Numbers:
    """The last records, (cells, seeds): nan where there is none, and for a run that rests."""
    return values[-1] if len(values) else np.full(values.shape[1:], np.nan)


def _winners(losses: Numbers) -> NDArray[np.intp]:
    """For each cell the seeds (columns) in which its loss is the lowest; a tie counts for all of it."""
    known = np.where(np.isnan(losses), np.inf, losses)
    lowest = known.min(axis=0)
    return np.asarray(((known == lowest) & np.isfinite(lowest)).sum(axis=1))


def _best(values: Numbers, least: bool) -> Numbers:
    """The least or the most of all records, (cells, seeds): nan where no record has a number."""
    if len(values) == 0:
        return _last(values)
    return np.asarray((np.fmin if least else np.fmax).reduce(values, axis=0))


def _best_epochs(losses: Numbers, epochs: Numbers) -> Numbers:
    """The epoch of the lowest loss, (cells, seeds), for losses and epochs (records, cells, seeds)."""
    if len(losses) == 0:
        return _last(losses)
    places = np.where(np.isnan(losses), np.inf, losses).argmin(axis=0)
    return np.asarray(np.take_along_axis(epochs, places[None], axis=0)[0])


def _medians(values: Numbers) -> list[float | None]:
    """Of each cell the median over its seeds that have a number, None where none has."""
    return [None if math.isnan(one) else one for one in band(values)[1].tolist()]


def table_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows under their names; an empty field where there is no number."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def curves_csv(
    names: Sequence[str], seeds: Sequence[Sequence[int]], history: Mapping[str, Numbers]
) -> Iterator[str]:
    """A line for each record, cell and seed, with full precision: the heading, and then what belongs to each record,
    since there may be 120,000 lines."""
    yield ",".join(["step", "name", "seed", "epoch", *CURVES]) + "\n"
    columns = [history[name] for name in ("epoch", *CURVES)]
    for record, step in enumerate(history["step"]):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for cell, name in enumerate(names):
            for run, seed in enumerate(seeds[cell]):
                numbers = [float(column[record, cell, run]) for column in columns]
                written = ("" if math.isnan(number) else repr(number) for number in numbers)
                writer.writerow([int(step), name, seed, *written])
        yield text.getvalue()
