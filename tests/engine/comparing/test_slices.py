"""Runs of a comparison are made, recorded and reset one by one, so that others have their turn in between; and their
common start is moved."""

import numpy as np
import pytest

import engine

SEEDS = 3


def setups(**more):
    data = engine.datasets.load("circle", samples=40, seed=0)
    wanted = {"a": [3], "b": [3], "c": [4]}
    return {name: engine.Setup(data, hidden, **more) for name, hidden in wanted.items()}


def finished(work):
    """How often others had their turn, the shares in order, and the result."""
    shares = []
    while True:
        try:
            shares.append(next(work))
        except StopIteration as end:
            return shares, end.value


def test_there_is_a_turn_after_each_run_that_is_made_and_after_each_that_is_recorded():
    shares, made = finished(engine.Comparison.making(setups(), SEEDS))
    assert len(shares) == 2 * 3 * SEEDS
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    alone = engine.Comparison(setups(), SEEDS)
    alone.record()
    assert (made.names, made.steps, made.is_recorded) == (alone.names, 0, True)
    for name, column in alone.history.items():
        assert np.array_equal(made.history[name], column, equal_nan=True)
    made.step(3)
    alone.step(3)
    assert np.array_equal(made.weights(1), alone.weights(1))


def test_there_is_a_turn_after_each_run_that_is_reset_and_all_are_at_their_start():
    comparison = engine.Comparison(setups(), SEEDS)
    start = comparison.weights(0)
    comparison.step(5)
    shares, _ = finished(comparison.resetting())
    assert len(shares) == 3 * SEEDS
    assert np.array_equal(comparison.weights(0), start)
    assert (comparison.steps, comparison.timeline.steps, comparison.is_recorded) == (0, [0], False)


def test_a_common_start_is_moved_for_all_runs_of_the_shape_of_the_first():
    usual = engine.Comparison(setups(), SEEDS)
    moved = np.linspace(-1, 1, usual.runs[0][0].network.parameter_count)
    comparison = engine.Comparison(setups(), SEEDS, moved=moved)
    for cell in (0, 1):
        assert comparison.weights(cell) == pytest.approx(usual.weights(cell) + moved)
    assert np.array_equal(comparison.weights(2), usual.weights(2))
    comparison.step(4)
    comparison.record()
    assert comparison.history["distance"][-1].max() < 1, "it is measured from there"
    comparison.reset()
    assert comparison.weights(0) == pytest.approx(usual.weights(0) + moved)
    assert comparison.timeline.ways()[0][0] == pytest.approx(usual.weights(0)[0] + moved)


@pytest.mark.parametrize("moved", [np.zeros(3), np.full(13, np.nan), np.zeros((1, 13))])
def test_what_moves_no_start_is_refused(moved):
    with pytest.raises(ValueError, match="13 finite numbers"):
        engine.Comparison(setups(), moved=moved)
