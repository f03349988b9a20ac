"""A run in bytes, as the visitor's browser keeps it for a reload or another server. What comes back is untrusted.

A line of JSON, then numbers: float32 arrays of all parameters, and the columns of the history in float64. These are
deflated: the curves of a long run are more bytes than all else that is sent while it trains.
"""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.training.batches import Mark
from engine.training.progress import FIELDS, Best, Progress
from playground.session import Session
from playground.shared.refused import Refused

FORMAT = 2
MOST_BYTES = (
    5_000_000  # as many as a file that is uploaded may have, so that one limit of the line serves both
)
MOST_RECORDS = 5000
MOST_HEAD = 4096  # bytes of the line of JSON
STATES = ("v", "s", "m")  # names that the state of an optimizer may have

Array = NDArray[np.floating]


class KeptRun(NamedTuple):
    """A run and what goes with it.

    training: whether it was being trained. start: the parameters that Reset goes back to, where they are not the
    seed's. begun: the epoch at which Train was pressed."""

    progress: Progress
    training: bool
    start: Array | None = None
    begun: float = 0.0


def fingerprint(session: Session, names: Iterable[str], *more: object) -> str:
    """Tells these settings of a session, and what more there is, from all others."""
    values = [*((name, getattr(session, name)) for name in names), *more]
    text = json.dumps(values, default=lambda value: value.hex(), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def pack(kept: KeptRun, of: str) -> bytes:
    """The run whose settings have the fingerprint `of`, in at most MOST_BYTES: of a very large network the best
    weights are left out, then the optimizer's state."""
    without_best = kept.progress._replace(best=None)
    for progress in (kept.progress, without_best):
        lighter = kept._replace(progress=progress)
        # Not even written where its numbers alone are too many: those of a large network take longer than a moment.
        if 4 * sum(array.size for array in _arrays(lighter)) <= MOST_BYTES:
            blob = _pack(lighter, of)
            if len(blob) <= MOST_BYTES:
                return blob
    return _pack(kept._replace(progress=without_best._replace(optimizer=(0, {}))), of)


def _arrays(kept: KeptRun) -> list[Array]:
    """What is written in float32, in this order."""
    progress, best = kept.progress, kept.progress.best
    arrays = [progress.parameters, *progress.optimizer[1].values()]
    if best is not None and not _is_best(kept):
        arrays.append(best.parameters)
    return arrays if kept.start is None else [*arrays, kept.start]


def _is_best(kept: KeptRun) -> bool:
    """Whether the parameters are the best there were."""
    best = kept.progress.best
    return best is not None and np.array_equal(best.parameters, kept.progress.parameters)


def _pack(kept: KeptRun, of: str) -> bytes:
    progress, best = kept.progress, kept.progress.best
    steps, state = progress.optimizer
    head = {
        "format": FORMAT,
        "of": of,
        "training": kept.training,
        "begun": kept.begun,
        "parameters": progress.parameters.size,
        "records": len(progress.history["epoch"]),
        "state": list(state),
        "steps": steps,
        "iteration": progress.iteration,
        "epoch": progress.mark.epoch,
        "position": progress.mark.position,
        "draw": list(progress.mark.draw),
        "best": None if best is None else [best.epoch, best.validation_loss],
        "best_is_now": _is_best(kept),
        "start": kept.start is not None,
        "diverged": progress.diverged,
    }
    columns = [[math.nan if value is None else value for value in progress.history[name]] for name in FIELDS]
    return b"".join(
        [
            json.dumps(head).encode() + b"\n",
            *(np.ascontiguousarray(array, "<f4").data for array in _arrays(kept)),
            zlib.compress(np.array(columns, "<f8").tobytes(), 1),
        ]
    )


def unpack(blob: object, of: str) -> KeptRun:
    """The run that `pack` made these bytes of. Raises Refused when they cannot be such, or it is a run of other
    settings. Whether its arrays fit the network, and all numbers are what they should be, is seen by
    `Trainer.resume`."""
    return _read(*opened(blob, of, FORMAT))


def opened(blob: object, of: str, form: int) -> tuple[Facts, bytes]:
    """The line of JSON, and what follows it. Raises Refused for what is not of this format or of other settings."""
    if not isinstance(blob, (bytes, bytearray, memoryview)) or len(blob) > MOST_BYTES:
        raise Refused("not_a_run")
    head, separator, body = bytes(blob).partition(b"\n")
    if not separator or len(head) > MOST_HEAD:
        raise Refused("not_a_run")
    try:
        facts = json.loads(head)
    except (ValueError, RecursionError):
        raise Refused("run_damaged") from None
    if not isinstance(facts, dict) or facts.get("format") != form:
        raise Refused("run_of_other_version")
    if facts.get("of") != of:
        raise Refused("run_of_other_settings")
    return Facts(facts), body


def _read(facts: Facts, body: bytes) -> KeptRun:
    count, records = facts.whole("parameters"), facts.whole("records")
    names = facts.names("state")
    best, best_is_now, has_start = facts.best(), facts.truth("best_is_now"), facts.truth("start")
    stored = 1 + len(names) + (best is not None and not best_is_now) + has_start
    if not 0 < count <= MOST_BYTES or not 0 <= records <= MOST_RECORDS or len(body) < 4 * count * stored:
        raise Refused("run_not_whole")
    arrays = list(np.frombuffer(body, "<f4", count * stored).astype(np.float32).reshape(stored, count))
    columns = np.frombuffer(inflated(body[4 * count * stored :], 8 * len(FIELDS) * records), "<f8")
    columns = columns.reshape(len(FIELDS), records)
    parameters = arrays.pop(0)
    state = {name: arrays.pop(0) for name in names}
    draw = facts.wholes("draw", 3)
    progress = Progress(
        parameters,
        (facts.whole("steps"), state),
        Mark(facts.whole("epoch"), facts.whole("position"), (draw[0], draw[1], draw[2])),
        facts.whole("iteration"),
        {
            name: [None if math.isnan(value) else value for value in column]
            for name, column in zip(FIELDS, columns.tolist(), strict=True)
        },
        None if best is None else Best(*best, parameters if best_is_now else arrays.pop(0)),
        facts.truth("diverged"),
    )
    start = arrays.pop(0) if has_start else None
    return KeptRun(progress, facts.truth("training"), start, facts.number("begun"))


def inflated(body: bytes, size: int) -> bytes:
    """The `size` bytes that were deflated, and no more than these, whatever would come of it."""
    opened = zlib.decompressobj()
    try:
        found = opened.decompress(body, size + 1)
    except zlib.error:
        raise Refused("run_damaged") from None
    if len(found) != size or not opened.eof or opened.unused_data:
        raise Refused("run_not_whole")
    return found


class Facts:
    """The line of JSON, each entry of the type that it should have. Refused where it is of another."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self._facts = facts

    def _of(self, name: str, good: bool) -> Any:
        if not good:
            raise Refused("run_damaged")
        return self._facts[name]

    def whole(self, name: str) -> int:
        found: int = self._of(name, _is_whole(self._facts.get(name)))
        return found

    def wholes(self, name: str, count: int) -> list[int]:
        value = self._facts.get(name)
        good = isinstance(value, list) and len(value) == count and all(map(_is_whole, value))
        found: list[int] = self._of(name, good)
        return found

    def number(self, name: str) -> float:
        return float(self._of(name, _is_number(self._facts.get(name))))

    def truth(self, name: str) -> bool:
        found: bool = self._of(name, isinstance(self._facts.get(name), bool))
        return found

    def names(self, name: str) -> list[str]:
        value = self._facts.get(name)
        good = (
            isinstance(value, list)
            and all(entry in STATES for entry in value)
            and len(set(value)) == len(value)
        )
        found: list[str] = self._of(name, good)
        return found

    def best(self) -> tuple[float, float] | None:
        value = self._facts.get("best")
        if value is None:
            return None
        good = isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))
        found = self._of("best", good)
        return float(found[0]), float(found[1])


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    """Whether it is a finite number that a float can hold."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 53
