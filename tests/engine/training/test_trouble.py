"""When training gets nowhere: it is told by its curve, and the reason is found in the network."""

import numpy as np
import pytest

import engine
from engine.training.trouble import RECORDS, SOME_STEPS, blown_up, far_off, trouble


def trainer(rate=0.03, activation="tanh", initializer="xavier", seed=0, widths=(2, 4, 2, 1)):
    data = engine.datasets.load("circle", samples=400, noise=0.1, seed=0)
    network = engine.Network(list(widths), activation, "sigmoid", initializer, True, seed, dtype=np.float32)
    return engine.Trainer(network, data, "binary cross-entropy", engine.SGD(rate), 10, seed=seed)


def trained(steps, **options):
    t = trainer(**options)
    t.record()
    for _ in range(steps // 20):
        t.step(20)
        t.record()
    return t


@pytest.mark.parametrize("rate", [10.0, 100.0])
def test_a_rate_that_is_far_too_high_is_told_and_a_tenth_of_it_proposed(rate):
    """Whether the loss jumps or the units are saturated by then, differs from processor to processor."""
    found = trouble(trained(400, rate=rate))
    assert found.code in ("training_jumps", "units_saturated")
    assert found.arguments["lower"] == rate / 10


def with_losses(*losses):
    """A run whose newest records, and their start, are these."""
    t = still(trainer(rate=10.0))
    t.history["train_loss"][-len(losses) :] = losses
    return t


def test_a_loss_that_jumps_above_where_it_began_is_told_with_how_low_and_how_high_it_was():
    found = trouble(with_losses(0.7, *[1.0, 60.0] * 5))
    assert found.code == "training_jumps"
    expected = {"steps": 300, "low": 1.0, "high": 60.0, "first": 0.7, "rate": 10.0, "lower": 1.0}
    assert found.arguments == expected
    # From the very loss of the start to one and a half of it; and not quite so far.
    assert trouble(with_losses(0.7, *[0.7, 1.05] * 5)).code == "training_jumps"
    assert trouble(with_losses(0.7, *[0.7, 1.04] * 5)) is None
    assert trouble(with_losses(0.7, *[0.69, 60.0] * 5)) is None  # lower than at the start, if not by much
    assert trouble(with_losses(0.7, 1.0, 60.0, *[1.0] * 10)) is None  # it was before those that are looked at


def test_a_loss_that_only_comes_down_from_where_the_run_had_diverged_to_does_not_jump():
    falling = [0.7 + 60.0 / 2**at for at in range(10)]
    assert trouble(with_losses(0.7, *falling)) is None
    assert trouble(with_losses(0.7, *falling[:-1], 60.0)).code == "training_jumps"


def test_what_another_rate_did_is_not_laid_to_this_one():
    t = with_losses(0.7, *[1.0, 60.0] * 5)
    t.judged_from = len(t.history["train_loss"])
    for loss in range(RECORDS):
        assert trouble(t) is None
        for name, values in t.history.items():
            values.append(50.0 - loss if name == "train_loss" else values[-1])
    assert trouble(t) is None  # at this rate it only comes down
    t.history["train_loss"][-1] = 100.0
    found = trouble(t)
    assert (found.code, found.arguments["low"]) == ("training_jumps", 42.0)


def test_nothing_is_said_before_there_is_enough_to_judge_by():
    t = trained(SOME_STEPS - 20, rate=100.0)
    assert trouble(t) is None
    few = trainer(rate=100.0)
    few.record()
    few.step(SOME_STEPS)
    assert trouble(few) is None  # steps enough, and one record
    for _ in range(RECORDS):
        few.record()
    assert trouble(few) is not None


def test_a_run_that_learns_is_left_in_peace():
    t = trained(4000)
    assert t.history["train_loss"][-1] < 0.9 * t.history["train_loss"][0]
    assert trouble(t) is None


def still(t, steps=300):
    """The curve of a run that stays where it is."""
    t.record()
    t.iteration = steps
    for _ in range(RECORDS):
        t.record()
    return t


def test_neurons_that_are_dead_or_saturated_are_counted_in_their_layer():
    t = trainer(activation="relu")
    t.network.biases[1][:] = -1e4
    found = trouble(still(t))
    assert found.code == "units_dead"
    assert [found.arguments[name] for name in ("layer", "count", "units")] == [2, 2, 2]
    t = trainer()
    t.network.biases[0][:2] = 50.0
    found = trouble(still(t))
    assert found.code == "units_saturated"
    assert [found.arguments[name] for name in ("layer", "count", "units", "lower")] == [1, 2, 4, 0.003]
    t = trainer()
    t.network.biases[0][:1] = 50.0  # one of four is not what stops it
    assert trouble(still(t)) is None


def test_neurons_that_began_the_same_stay_the_same():
    found = trouble(trained(300, initializer="zeros"))
    assert (found.code, found.arguments) == ("units_alike", {"steps": 300})


def test_a_plateau_is_waited_for_before_anything_is_said():
    t = still(trainer(), steps=3000)
    assert trouble(t) is None
    t.order.epoch = 100
    found = trouble(t)
    assert found.code == "training_flat"
    assert found.arguments == {
        "steps": 3000,
        "first": t.history["train_loss"][0],
        "last": t.history["train_loss"][-1],
    }


def test_weights_that_blew_up_are_told_by_their_size():
    t = trainer()
    start = t.network.copy()
    t.network.parameters[3] = -99.0
    assert blown_up(t, start) is None
    t.network.parameters[3] = -1e14
    assert blown_up(t, start).arguments == {"largest": float(np.float32(1e14))}
    start.parameters[0] = 1e13
    assert blown_up(t, start) is None


def test_a_loss_far_above_that_of_the_start_is_told_be_it_falling_or_standing():
    falling = [1e11 / 1.1**at for at in range(10)]
    found = trouble(with_losses(0.7, *falling))
    assert found.code == "loss_blown_up"
    assert found.arguments == {"loss": falling[-1], "first": 0.7}
    assert trouble(with_losses(0.7, *[701.0] * 10)).code == "loss_blown_up"
    assert trouble(with_losses(0.7, *[1e11] * 9, 690.0)) is None  # it has come down
    assert trouble(with_losses(1e-9, *[1.0] * 10)) is None  # from a start that left nothing to learn
    assert far_off(with_losses(0.7, *falling[:-1], 690.0)) is None
    assert far_off(trainer()) is None  # nothing is recorded yet
    t = with_losses(0.7, *falling)
    assert blown_up(t, t.network).code == "loss_blown_up"  # as large as its weights were at the start
    t.network.parameters[0] = 1e14
    assert blown_up(t, trainer().network).code == "weights_blown_up"
    t.history["train_loss"][-1] = 0.1
    assert blown_up(t, trainer().network) is None
