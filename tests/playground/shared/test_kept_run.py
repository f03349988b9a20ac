"""A run in bytes and back: the same to the bit, or refused in words."""

import contextlib
import json
import math
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.training.batches import Mark
from engine.training.progress import FIELDS, Best, Progress
from playground.session import Session
from playground.shared import kept_run
from playground.shared.kept_run import KeptRun, fingerprint, pack, unpack
from playground.shared.refused import Refused


def numbers(count, start=0.0):
    return np.arange(start, start + count, dtype=np.float32) / 7


def a_run(count=5, state=("m", "v"), best=True, start=True, records=3, **changed):
    history = {name: [0.1 * row for row in range(records)] for name in FIELDS}
    history["validation_accuracy"] = [None] * records
    progress = Progress(
        numbers(count),
        (9, {name: numbers(count, 1 + place) for place, name in enumerate(state)}),
        Mark(2, 7, (2**127 + 5, 1, 2**31)),
        33,
        history,
        Best(1.5, 0.25, numbers(count, 100)) if best is True else best,
        False,
    )
    whole = KeptRun(progress._replace(**changed), True, numbers(count, 50) if start else None, 1.25)
    return whole


def told(kept):
    """All that is in a run, for comparing."""
    progress, best = kept.progress, kept.progress.best
    return (
        progress.parameters.tobytes(),
        progress.optimizer[0],
        {name: array.tobytes() for name, array in progress.optimizer[1].items()},
        progress.mark,
        progress.iteration,
        progress.history,
        best and (best[:2], best.parameters.tobytes()),
        progress.diverged,
        kept.training,
        None if kept.start is None else kept.start.tobytes(),
        kept.begun,
    )


RUNS = [
    a_run(),
    a_run(state=()),
    a_run(best=None, start=False),
    a_run(records=0, diverged=True),
    a_run(best=None)._replace(training=False),
    a_run(state=("s",), best=Best(0.5, 0.5, numbers(5))),  # the best are those of now
]


@pytest.mark.parametrize("kept", RUNS)
def test_it_comes_back_to_the_bit(kept):
    assert told(unpack(pack(kept, "abc"), "abc")) == told(kept)


def test_weights_that_are_the_best_are_kept_once():
    apart, same = a_run(), a_run(best=Best(1.5, 0.25, numbers(5)))
    assert len(pack(apart, "x")) - len(pack(same, "x")) == pytest.approx(4 * 5, abs=2)


def test_it_belongs_to_its_settings():
    with pytest.raises(Refused, match="different settings"):
        unpack(pack(a_run(), "abc"), "abd")


def test_of_a_very_large_network_the_best_is_left_out_and_then_the_optimizers_state(monkeypatch):
    kept = a_run(count=1000)
    whole = len(pack(kept, "x"))
    monkeypatch.setattr(kept_run, "MOST_BYTES", whole - 1)
    less = unpack(pack(kept, "x"), "x")
    assert less.progress.best is None
    assert set(less.progress.optimizer[1]) == {"m", "v"}
    monkeypatch.setattr(kept_run, "MOST_BYTES", whole - 5000)
    least = unpack(pack(kept, "x"), "x")
    assert least.progress.optimizer == (0, {})
    assert least.progress.parameters.tobytes() == kept.progress.parameters.tobytes()


def test_what_would_be_too_large_is_not_even_written(monkeypatch):
    """Of a large network that would take longer than a moment, every few seconds."""
    kept, written = a_run(count=1000), []
    monkeypatch.setattr(kept_run, "MOST_BYTES", 4 * 4 * 1000 - 1)
    write = kept_run._pack
    monkeypatch.setattr(kept_run, "_pack", lambda kept, of: written.append(kept) or write(kept, of))
    pack(kept, "x")
    assert [one.progress.best for one in written] == [None]


def with_history(change):
    """A run with other bytes in the place of its history, which comes last."""
    columns = len(pack(a_run(records=0), "x").partition(b"\n")[2]) - len(zlib.compress(b"", 1))
    head, _, body = pack(a_run(), "x").partition(b"\n")
    return head + b"\n" + body[:columns] + change(body[columns:])


def with_facts(**facts):
    head, _, body = pack(a_run(), "x").partition(b"\n")
    return json.dumps({**json.loads(head), **facts}).encode() + b"\n" + body


HUGE = 10**400
DAMAGED = [
    None,
    5,
    "text",
    [],
    b"",
    b"\n",
    b"{}",
    b"{}\n",
    b"[" * 4000 + b"\n",
    b'{"format":' + b"1" * 4000 + b"}\n",
    b"\xff\xfe\n",
    b" " * 5000 + b"{}\n",
    pack(a_run(), "x")[:-1],
    pack(a_run(), "x") + b"1",
    with_history(lambda columns: zlib.compress(zlib.decompress(columns) + bytes(8))),
    with_history(lambda columns: zlib.compress(zlib.decompress(columns)[:-8])),
    with_history(lambda columns: b"\xff" + columns[1:]),
    with_history(lambda columns: zlib.compress(bytes(10**7))),
    with_facts(format=1),
    with_facts(parameters=0),
    with_facts(parameters=-5),
    with_facts(parameters=HUGE),
    with_facts(parameters=5.0),
    with_facts(parameters=True),
    with_facts(parameters=6),
    with_facts(records=-3),
    with_facts(records=HUGE),
    with_facts(state=["m", "m"]),
    with_facts(state=["m", "w"]),
    with_facts(state=[["m"], "v"]),
    with_facts(state="mv"),
    with_facts(state=["m"]),
    with_facts(steps=None),
    with_facts(steps=1.5),
    with_facts(iteration="9"),
    with_facts(epoch=math.nan),
    with_facts(position=[]),
    with_facts(draw=[1, 2]),
    with_facts(draw=[1, 2, "3"]),
    with_facts(draw={"0": 1}),
    with_facts(best=[1]),
    with_facts(best=[1, math.inf]),
    with_facts(best=[1, HUGE]),
    with_facts(best=7),
    with_facts(best=None),
    with_facts(best_is_now=1),
    with_facts(start=False),
    with_facts(training="yes"),
    with_facts(diverged=None),
    with_facts(begun=math.nan),
    with_facts(begun=None),
]


@pytest.mark.parametrize("blob", DAMAGED, ids=range(len(DAMAGED)))
def test_what_is_damaged_is_refused(blob):
    with pytest.raises(Refused):
        unpack(blob, "x")


def test_what_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(Refused):
        unpack(bytes(kept_run.MOST_BYTES + 1), "x")


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, 500), by=st.binary(max_size=4), cut=st.integers(0, 4))
def test_bytes_changed_anywhere_never_raise_anything_else(at, by, cut):
    blob = pack(a_run(), "x")
    with contextlib.suppress(Refused):
        unpack(blob[:at] + by + blob[at + cut :], "x")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate", 0.1),
        ("points_added", [[1.0, 2.0, 1.0]]),
        ("points_moved", {"3": [0.5, 0.5]}),
        ("weights", b"1234"),
    ],
)
def test_the_fingerprint_tells_settings_apart(name, value):
    names = ("rate", "points_added", "points_moved", "weights", "layers")
    assert fingerprint(Session(), names) == fingerprint(Session(), names)
    assert fingerprint(Session(**{name: value}), names) != fingerprint(Session(), names)
    assert fingerprint(Session(**{name: value}), ["layers"]) == fingerprint(Session(), ["layers"])
