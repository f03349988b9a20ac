"""The runs of a comparison are gone on with after a reload; what comes back from a browser is untrusted."""

import json
import zlib
from urllib.parse import parse_qsl

import numpy as np
import pytest
from compare_desk import Desk, in_loop

from playground.compare.keeping_controller import RUN_SETTINGS
from playground.compare.kept_comparison import MOST_RECORDS, pack, unpack
from playground.compare.ready_made import READY_MADE
from playground.shared.kept_run import fingerprint
from playground.shared.refused import Refused

QUERY = {"compare_values": "[0.03,0.3]", "optimizer": "Adam"}


def trained(steps=5, **query):
    desk = Desk(**{**QUERY, **query})
    desk.come()
    for _ in range(steps):
        desk.ask("one_step")
    return desk


def state(desk):
    comparison = desk.runs.comparison
    runs = [run for cell in comparison.runs for run in cell]
    return {
        "weights": [run.network.parameters.tobytes() for run in runs],
        "optimizer": [run.optimizer.state["m"].tobytes() for run in runs],
        "next": [run.next_batch.tolist() for run in runs],
        "curves": [run.history for run in runs],
        "steps": comparison.steps,
        "history": {name: values.tobytes() for name, values in comparison.history.items()},
    }


def blob_of(desk, training=False):
    kept = desk.controller._keep()
    return pack(kept._replace(training=training), fingerprint(desk.session, RUN_SETTINGS))


def test_after_a_reload_the_runs_are_as_they_were_and_go_on_as_they_would_have():
    before = trained(compare_seeds="on")
    after = Desk(**QUERY, compare_seeds="on")
    after.come(blob_of(before))
    wanted = next(message for message in after.sent if message["topic"] == "moment_wanted")
    assert wanted["of"] == fingerprint(before.session, RUN_SETTINGS)
    assert state(after) == state(before)
    assert after.last("compared_status")["step"] == 5
    assert len(after.last("compared_history")["steps"]) == 6
    assert after.last("compared_status")["message"] is None
    before.ask("one_step"), after.ask("one_step")
    assert state(after) == state(before)


def test_training_that_was_interrupted_is_offered_to_go_on():
    desk = Desk(**QUERY)
    desk.come(blob_of(trained(), training=True))
    status = desk.last("compared_status")
    assert (status["message"]["text"], status["kind"]) == (
        "Training was interrupted at step 5. Go on?",
        "question",
    )
    assert desk.controller._keep().training, "asked again after one more reload"


def test_what_is_kept_is_the_run_as_it_is_wherever_one_looks():
    desk = trained()
    newest = state(desk)
    desk.ask("go_to", step=2)
    other = Desk(**QUERY)
    other.come(blob_of(desk))
    assert state(other) == newest


def test_nothing_is_kept_of_runs_that_have_not_begun():
    desk = trained(0)
    assert desk.controller._keep() is None
    desk.ask("one_step")
    assert desk.last("moment")["blob"]


def test_of_a_long_history_the_browser_keeps_as_many_records_as_are_drawn():
    desk = trained(1)
    comparison = desk.runs.comparison
    for _ in range(MOST_RECORDS + 50):
        comparison.step(1)
        comparison.record()
    kept = unpack(blob_of(desk), fingerprint(desk.session, RUN_SETTINGS), 2, 1)
    assert len(kept.snapshot.records) == MOST_RECORDS
    assert (kept.snapshot.records[0].step, kept.snapshot.records[-1].step) == (0, comparison.steps)


def test_runs_that_rest_are_kept_with_the_others():
    query = {"compare_values": "[0.01,99]", "dataset": "sine", "optimizer": "SGD", "features": "x", "output": "linear",
             "loss": "mean squared", "activations": "relu", "layers": "4"}  # fmt: skip
    desk = Desk(**query)
    desk.come()
    for _ in range(30):
        desk.ask("one_step")
    assert desk.runs.diverged == [0, 1]
    other = Desk(**query)
    other.come(blob_of(desk))
    assert other.runs.diverged == [0, 1]
    assert other.last("compared")["diverged"].tolist() == [[0, 1]]


def damaged():
    whole = blob_of(trained(3))
    head, _, body = whole.partition(b"\n")
    facts = json.loads(head)

    def other(**changes):
        return json.dumps({**facts, **changes}).encode() + b"\n" + body

    end = sum(facts["runs"])
    numbers = np.frombuffer(zlib.decompress(body[end:]), "<f8").reshape(4, 13).copy()

    def measured(place, value):
        numbers[place] = value
        return head + b"\n" + body[:end] + zlib.compress(numbers.tobytes())

    yield "nothing", b""
    yield "no head", body
    yield "cut", whole[:-5]
    yield "more", whole + b"x"
    yield "other version", other(format=2)
    yield "other settings", other(of="x")
    yield "one run", other(runs=facts["runs"][:1])
    yield "negative", other(runs=[-1, facts["runs"][0]])
    yield "no records", other(records=0)
    yield "too many records", other(records=10**9)
    yield "huge step", other(step=10**30)
    yield "early step", other(step=1)
    yield "training", other(training="yes")
    yield "infinite", measured((1, 3), np.inf)
    yield "out of order", measured((2, 0), 1)
    yield "between steps", measured((1, 0), 0.5)


def test_what_cannot_be_such_runs_is_refused_and_nothing_is_changed():
    fresh = state(trained(0))
    for name, blob in damaged():
        desk = Desk(**QUERY)
        desk.come(blob)
        assert desk.last("compared_status")["kind"] == "error", name
        assert state(desk) == fresh, name


def test_runs_of_networks_of_another_shape_are_refused_and_nothing_is_changed():
    desk = Desk(**QUERY)
    fresh = state(trained(0))
    other = trained(3, layers="3")
    of = fingerprint(desk.session, RUN_SETTINGS)
    desk.come(pack(other.controller._keep(), of))
    assert desk.last("compared_status")["kind"] == "error"
    assert state(desk) == fresh
    with pytest.raises(Refused):
        unpack(pack(other.controller._keep(), of), "another", 2, 1)


@in_loop
async def test_a_ready_made_comparison_is_found_again_under_its_address():
    for one in READY_MADE:
        desk = Desk()
        await desk.did("ready_made", name=one.name)
        query = dict(parse_qsl(desk.last("address")["query"], keep_blank_values=True))
        again = Desk(**query)
        assert fingerprint(again.session, RUN_SETTINGS) == fingerprint(desk.session, RUN_SETTINGS), one.name
