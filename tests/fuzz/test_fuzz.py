"""A short part of what `make fuzz` does, the same each time; what once failed; and that a failure would be noticed."""

import logging
from concurrent.futures import ThreadPoolExecutor
from random import Random
from types import SimpleNamespace

import cases
import fuzz
import messages
import numpy as np
import pytest
from tally import Tally, Unforeseen, nothing_logged

FEW = {"expressions": 60, "csv_files": 300, "addresses": 6, "messages": 6, "lesson_links": 25}
KEPT = list(cases.kept())


def attempt(kind, case):
    """In a thread of its own: browser tests leave a running loop in theirs."""
    tally = Tally()
    with ThreadPoolExecutor(1) as thread:
        problem = thread.submit(fuzz.failure, kind, case, tally).result()
    if problem is not None:
        raise problem
    return tally


@pytest.mark.parametrize("name", fuzz.KINDS)
def test_what_is_drawn_is_met(name):
    random = Random(name)
    for _ in range(FEW.get(name, 50)):
        case = fuzz.KINDS[name].draw(random)
        assert attempt(fuzz.KINDS[name], case).inputs > 0


@pytest.mark.parametrize(("kind", "case"), [one[1:] for one in KEPT], ids=[one[0] for one in KEPT])
def test_what_once_failed_does_not_fail_again(kind, case):
    attempt(fuzz.KINDS[kind], case)


@pytest.mark.parametrize("name", fuzz.KINDS)
def test_the_same_seed_draws_the_same(name):
    one, other = (fuzz.KINDS[name].draw(Random(7)) for _ in range(2))
    assert repr(one) == repr(other)


def test_a_message_decides_its_fields_when_they_are_asked_for_and_then_keeps_them():
    message = messages.Drawn(Random(1), "width")
    assert dict(message) == {"topic": "width"}
    read = {key: message.get(key) for key in ("layer", "width", "unheard of")}
    assert {key: message.get(key) for key in read} == read
    assert dict(message) == {"topic": "width"} | {key: value for key, value in read.items() if key in message}


def test_an_error_that_is_logged_is_a_failure():
    async def run(case, tally):
        logging.getLogger("playground.somewhere").error("%s failed", case)

    problem = fuzz.failure(SimpleNamespace(run=run), "judge", Tally())
    assert isinstance(problem, Unforeseen)
    assert "judge failed" in str(problem)
    with nothing_logged():
        logging.getLogger("playground.somewhere").warning("nothing to worry about")


def test_a_failure_is_kept_small_and_reads_back_as_what_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(cases, "FOLDER", tmp_path)

    async def run(case, tally):
        assert 7 not in case["messages"], "seven"

    kind = SimpleNamespace(run=run)
    case = {"page": "graph", "messages": [1, 2, [3, 4], 7, {"topic": "set"}, 9]}
    problem = fuzz.failure(kind, case, Tally())
    small = fuzz.shrunk(kind, case, fuzz._place(problem))
    assert small == {"page": "graph", "messages": [7]}

    held = {"page": "p", "messages": [b"\xff", np.array([1.0, np.nan]), float("inf"), {1: None}, {"x"}, "é"]}
    path = cases.keep("messages", held)
    assert path == cases.keep("messages", held)
    [(name, which, again)] = cases.kept()
    assert (name, which) == (path.stem, "messages")
    assert repr(again) == repr(held)


def test_what_takes_longest_is_told():
    tally = Tally()
    for size in (10, 10**6):
        with tally.one(size):
            sum(range(size))
    assert (tally.inputs, tally.slowest) == (2, 10**6)


def test_a_run_counts_what_it_tried_and_says_what_failed(monkeypatch, capsys, tmp_path):
    async def run(case, tally):
        with tally.one(case):
            if case > 0.9:
                raise ValueError(case)

    monkeypatch.setattr(cases, "FOLDER", tmp_path)
    monkeypatch.setattr(
        fuzz, "KINDS", {"toys": SimpleNamespace(draw=lambda random: random.random(), run=run)}
    )
    monkeypatch.setenv("FUZZ_SECONDS", "0.2")
    monkeypatch.setenv("FUZZ_SEED", "1")
    monkeypatch.delenv("FUZZ_KINDS", raising=False)
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(fuzz.main).result() == 1
    said = capsys.readouterr().out
    assert "FUZZ_SEED=1" in said
    assert said.count("FAILED toys") == 1
    assert len(list(tmp_path.iterdir())) == 1
