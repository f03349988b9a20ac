"""Moments that can be gone back to: exact, few, and closer together the younger they are."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine

DATA = engine.datasets.load("circle", samples=40, seed=0)


def runs(optimizer="Adam"):
    return [
        engine.Trainer(
            engine.Network([2, 3, 1], seed=seed, dropout=0.3), DATA, optimizer=optimizer, seed=seed
        )
        for seed in (0, 1)
    ]


def state(trainers):
    return [
        (
            one.network.parameters.tobytes(),
            {name: array.tobytes() for name, array in one.optimizer.state.items()},
            one.optimizer.steps,
            one.iteration,
            one.epochs,
            one.next_batch.tolist(),
            copy.deepcopy(one.history),
            one.best and (one.best.epoch, one.best.parameters.tobytes()),
        )
        for one in trainers
    ]


@pytest.mark.parametrize("optimizer", engine.OPTIMIZERS)
def test_a_kept_moment_comes_back_exactly_and_goes_on_as_it_did(optimizer):
    trainers = runs(optimizer)
    timeline, seen = engine.Timeline(trainers, most=100), {}
    for step in range(0, 31, 3):
        for one in trainers:
            one.record()
        timeline.keep(step)
        seen[step] = state(trainers)
        for one in trainers:
            one.step(3)
    assert timeline.steps == list(seen)
    for step in (12, 30, 0, 27, 3):
        timeline.go_to(step)
        assert state(trainers) == seen[step]
    for one in trainers:
        one.step(3)
        one.record()
    assert state(trainers) == seen[6]


def test_going_on_from_the_past_is_another_future():
    trainers = runs()
    timeline = engine.Timeline(trainers)
    for step in range(4):
        timeline.keep(step)
        trainers[0].record()
    timeline.go_to(1)
    assert timeline.steps == [0, 1, 2, 3]  # it can still be returned to
    assert len(trainers[0].history["epoch"]) == 1
    timeline.go_to(3)
    assert len(trainers[0].history["epoch"]) == 3
    timeline.go_to(1)
    timeline.keep(2)
    assert timeline.steps == [0, 1, 2]
    timeline.clear()
    assert timeline.steps == []


@settings(max_examples=25)
@given(st.integers(2, 40), st.lists(st.integers(1, 50), min_size=1, max_size=150))
def test_there_are_never_more_than_asked_for_and_the_first_and_last_are_among_them(most, strides):
    timeline, kept = engine.Timeline([], most), [0]
    timeline.keep(0)
    for stride in strides:
        kept.append(kept[-1] + stride)
        timeline.keep(kept[-1])
    assert len(timeline.steps) == min(most, len(kept))
    assert timeline.steps[0] == 0
    assert timeline.steps[-1] == kept[-1]
    assert timeline.steps == sorted(set(timeline.steps) & set(kept))


def test_what_is_young_lies_close_together_and_gaps_are_small_for_their_age():
    timeline = engine.Timeline([], 40)
    for step in range(5001):
        timeline.keep(step)
    steps = np.array(timeline.steps)
    gaps, ages = np.diff(steps), 5000 - steps[1:]
    assert len(steps) == 40
    assert steps[-4:].tolist() == [4997, 4998, 4999, 5000]
    assert (gaps <= 1 + ages).all()
    assert gaps[:5].min() > 20 * gaps[-5:].max()


def test_the_nearest_moment_and_one_that_is_not_kept():
    timeline = engine.Timeline([])
    for step in (0, 10, 20):
        timeline.keep(step)
    assert [timeline.nearest(step) for step in (-5, 4, 6, 100)] == [0, 0, 10, 20]
    with pytest.raises(ValueError, match="step 7 is not kept; the nearest that is kept is 10"):
        timeline.go_to(7)
    with pytest.raises(ValueError, match="at least 2"):
        engine.Timeline([], 1)


def test_a_run_that_has_diverged_is_going_again_in_the_past_and_rests_in_the_present():
    run = engine.Trainer(engine.Network([2, 3, 1], "relu", "linear"), DATA, "mean squared", engine.SGD(1e12))
    timeline = engine.Timeline([run])
    timeline.keep(0)
    run.step(100)
    timeline.keep(100)
    assert run.diverged is not None
    told = str(run.diverged)
    timeline.go_to(0)
    assert run.diverged is None
    timeline.go_to(100)
    assert str(run.diverged) == told


def test_the_last_moment_is_told_whole_while_one_looks_back_and_is_forgotten_where_one_goes_on():
    trainers = runs("momentum")
    timeline = engine.Timeline(trainers)
    assert not timeline.looks_back
    with pytest.raises(ValueError, match="nothing is kept"):
        timeline.last()
    for step in range(3):
        for one in trainers:
            one.record()
        timeline.keep(step)
        for one in trainers:
            one.step(1)
    then = timeline.moments
    assert [moment.epochs for moment in then] == [(0, 0), (0.5, 0.5), (1, 1)]
    # float64: three parameter arrays of 13, of which each run keeps one and the momentum's one
    assert then[0].nbytes == 2 * 2 * 13 * 8
    timeline.go_to(1)
    assert (timeline.at, timeline.looks_back) == (1, True)
    last = timeline.last()[1]
    assert (last.iteration, len(last.history["epoch"])) == (2, 3)
    assert last.parameters.tobytes() == then[2].progress[1].parameters.tobytes()
    timeline.forget_later()
    assert (timeline.steps, timeline.looks_back) == ([0, 1], False)
    assert (timeline.last()[1].iteration, len(timeline.last()[1].history["epoch"])) == (1, 2)
    assert [moment.step for moment in then] == [0, 1, 2], "what was kept elsewhere does not change"


def test_moments_that_were_forgotten_are_taken_back():
    run, *_ = runs("momentum")
    timeline = engine.Timeline([run])
    for step in range(4):
        run.record()
        timeline.keep(step)
        run.step(1)
    moments, newest = timeline.moments, timeline.last()[0]
    timeline.go_to(1)
    timeline.forget_later()
    run.go_back(newest)
    timeline.restore(moments)
    timeline.keep(3)
    assert (timeline.steps, timeline.at) == ([0, 1, 2, 3], 3)
    timeline.go_to(2)
    assert (run.iteration, len(run.history["epoch"])) == (2, 3)


def test_with_other_optimizers_one_goes_back_to_the_weights_and_on_with_a_fresh_state():
    run, *_ = runs("Adam")
    timeline = engine.Timeline([run])
    for step in range(3):
        timeline.keep(step)
        run.step(1)
    run.optimizer = "momentum"
    timeline.forget_optimizers()
    run.step(1)
    timeline.go_to(1)
    assert (run.iteration, run.optimizer.steps) == (1, 0)
    assert not run.optimizer.state["v"].any()


def test_thinned_histories_end_at_each_moment_as_near_as_the_records_that_are_left():
    run, *_ = runs()
    timeline = engine.Timeline([run])
    for step in range(6):
        run.record()
        timeline.keep(step)
        run.step(1)
    timeline.thin_histories()  # records 0, 2, 4 and 5 are left
    found = []
    for step in range(6):
        timeline.go_to(step)
        found.append(len(run.history["epoch"]))
    assert found == [1, 1, 2, 2, 3, 4]
