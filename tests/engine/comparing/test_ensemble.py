"""Ensembles: the mean of what runs answer, and what it is worth."""

from types import SimpleNamespace

import numpy as np
import pytest

import engine
from engine.comparing.ensemble import mean_answer, measure


def members(dataset, count=3, **settings):
    data = engine.datasets.load(dataset, samples=60, seed=0)
    setup = engine.Setup(data, hidden=[3], **settings)
    return [setup.trainer(seed) for seed in range(count)]


def test_the_mean_answer_is_between_those_of_its_members():
    runs = members("circle")
    X = runs[0].data.X
    each = np.array([run.network.predict(X) for run in runs])
    assert mean_answer(runs, X) == pytest.approx((each[0] + each[1] + each[2]) / 3)
    with pytest.raises(ValueError, match="at least one"):
        mean_answer([], X)


@pytest.mark.parametrize("dataset", ["circle", "three classes", "plane"])
def test_an_ensemble_of_one_is_measured_like_its_only_member(dataset):
    if dataset == "three classes":
        data = engine.datasets.load("blobs", samples=60, seed=0, classes=3)
        (run,) = [engine.Setup(data, hidden=[3]).trainer(0)]
    else:
        (run,) = members(dataset, 1)
    run.step(7)
    own = run.evaluate()
    for name, value in measure([run]).items():
        assert value == (None if own[name] is None else pytest.approx(own[name]))


def test_the_loss_of_a_mean_is_that_of_its_probabilities():
    runs = members("circle")
    data = runs[0].data
    p = mean_answer(runs, data.X)[data.validation, 0]
    y = data.y[data.validation, 0]
    measured = measure(runs)
    assert measured["validation_loss"] == pytest.approx(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
    assert measured["validation_accuracy"] == np.mean((p > 0.5) == (y > 0.5))
    # The mean is never worse than its members are on average: the loss is convex in the answer.
    assert measured["train_loss"] <= np.mean([run.evaluate()["train_loss"] for run in runs])


def test_without_samples_for_validation_there_is_nothing_to_tell_of_it():
    X, y = np.eye(4)[:, :2], np.array([[0.0], [1], [1], [0]])
    data = SimpleNamespace(kind="binary", X=X, y=y, train=np.arange(4), validation=np.arange(0))
    runs = [
        engine.Trainer(engine.Network([2, 3, 1], seed=seed), data, loss="mean squared") for seed in range(2)
    ]
    measured = measure(runs)
    assert (measured["validation_loss"], measured["validation_accuracy"]) == (None, None)
    assert measured["train_loss"] > 0
