"""The runs of a comparison in bytes, as the visitor's browser keeps them for a reload or another server. What comes
back is untrusted.

A line of JSON, then each run as kept_run.py packs it, without its curves, and the records of all of them, from which
these are made again; deflated, at most MOST_RECORDS of them.
"""

from __future__ import annotations

import json
import math
import zlib
from typing import NamedTuple

import numpy as np

from engine.comparing.comparison import MEASURED, Record, Snapshot
from engine.training.batches import MOST_COUNTED
from engine.training.progress import FIELDS
from playground.shared import kept_run
from playground.shared.kept_run import MOST_BYTES, KeptRun
from playground.shared.refused import Refused

FORMAT = 1
MOST_RECORDS = 400


class KeptComparison(NamedTuple):
    """`training`: whether the runs were being trained. Its snapshot has no earlier moments."""

    snapshot: Snapshot
    training: bool


def pack(kept: KeptComparison, of: str) -> bytes | None:
    """The runs whose settings have the fingerprint `of`; None where they are more than MOST_BYTES."""
    snapshot = kept.snapshot
    empty: dict[str, list[float | None]] = {name: [] for name in FIELDS}
    runs = [
        kept_run.pack(KeptRun(one._replace(history=empty), kept.training), of) for one in snapshot.progress
    ]
    count = len(snapshot.records)
    places = np.unique(np.linspace(0, count - 1, min(count, MOST_RECORDS)).round().astype(int))
    records = [snapshot.records[place] for place in places]
    columns = np.array([[record.step, *_numbers(record)] for record in records], "<f8")
    head = {
        "format": FORMAT,
        "of": of,
        "training": kept.training,
        "step": snapshot.step,
        "runs": [len(run) for run in runs],
        "records": len(records),
    }
    blob = b"".join([json.dumps(head).encode() + b"\n", *runs, zlib.compress(columns.tobytes(), 1)])
    return blob if len(blob) <= MOST_BYTES else None


def _numbers(record: Record) -> list[float]:
    return [float(number) for name in MEASURED for number in record.measured[name].ravel()]


def unpack(blob: object, of: str, cells: int, seeds: int) -> KeptComparison:
    """What `pack` made these bytes of, for so many cells with so many seeds. Raises Refused when they cannot be such,
    or are runs of other settings. Whether arrays fit their networks is seen by `Comparison.resume`."""
    facts, body = kept_run.opened(blob, of, FORMAT)
    sizes, count, step = facts.wholes("runs", cells * seeds), facts.whole("records"), facts.whole("step")
    training = facts.truth("training")
    if min(sizes) < 0 or not 1 <= count <= MOST_RECORDS:
        raise Refused("run_not_whole")
    runs, at = [], 0
    for size in sizes:
        runs.append(kept_run.unpack(body[at : at + size], of))
        at += size
    width = 1 + len(MEASURED) * cells * seeds
    numbers = np.frombuffer(kept_run.inflated(body[at:], 8 * count * width), "<f8").reshape(count, width)
    going = [run.progress.iteration for run in runs if not run.progress.diverged]
    if step > MOST_COUNTED or any(one != step for one in going):
        raise Refused("run_damaged")
    records = _records(numbers, cells, seeds, step)
    progress = [
        run.progress._replace(history=_history(records, *divmod(place, seeds)))
        for place, run in enumerate(runs)
    ]
    return KeptComparison(Snapshot(step, progress, (), records), training)


def _records(numbers: np.ndarray, cells: int, seeds: int, step: int) -> tuple[Record, ...]:
    steps = numbers[:, 0]
    # A number that was never finite is nan: no measure is infinite, since a run that diverges rests.
    if np.isinf(numbers).any() or (steps != np.floor(steps)).any() or (steps < 0).any():
        raise Refused("run_damaged")
    if (np.diff(steps) <= 0).any() or steps[-1] > step:
        raise Refused("run_damaged")
    measured = numbers[:, 1:].reshape(len(numbers), len(MEASURED), cells, seeds)
    return tuple(
        Record(int(at), dict(zip(MEASURED, values.copy(), strict=True)))
        for at, values in zip(steps, measured, strict=True)
    )


def _history(records: tuple[Record, ...], cell: int, seed: int) -> dict[str, list[float | None]]:
    """The curves of one run, up to where it rests."""
    going = [record for record in records if not math.isnan(record.measured["epoch"][cell, seed])]
    values = {name: [float(record.measured[name][cell, seed]) for record in going] for name in FIELDS}
    return {name: [None if math.isnan(one) else one for one in column] for name, column in values.items()}
