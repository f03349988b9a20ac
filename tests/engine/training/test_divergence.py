"""A run that diverges: what it keeps, what it says, and how it goes on."""

import numpy as np
import pytest
from small_trainers import circle, line, make

import engine


def diverging(rate=1e6, **options):
    network = engine.Network([1, 4, 1], activation="linear", output="linear", dtype=np.float32)
    return engine.Trainer(
        network, line(), loss="mean squared", optimizer=engine.SGD(rate), batch_size=5, **options
    )


@pytest.mark.parametrize("count", [1, 7, 500])
def test_a_run_that_diverges_stops_at_the_last_finite_parameters_and_offers_a_lower_rate(count):
    t = diverging(0.8)
    done = asked = 0
    while t.diverged is None and asked < 2000:
        done += t.step(count)
        asked += count
    assert done < asked
    assert done == t.iteration
    assert np.isfinite(t.network.parameters).all()
    assert t.suggested_rate == pytest.approx(0.08)
    assert "0.08" in str(t.diverged)
    assert t.step(5) == 0


def test_however_the_steps_are_cut_the_last_finite_parameters_are_the_same():
    one, other = diverging(0.8), diverging(0.8)
    one.step(1000)
    other.step(one.iteration)
    assert one.network.parameters.tobytes() == other.network.parameters.tobytes()
    assert np.isfinite(one.evaluate()["train_loss"])


@pytest.mark.parametrize("recorded", [True, False])
def test_with_the_lower_rate_all_is_as_at_the_start_where_nothing_was_better(recorded):
    t = diverging(0.8)
    start = t.network.parameters.copy()
    if recorded:
        t.record()
    t.step(1000)
    t.lower_rate()
    assert (t.optimizer.rate, t.diverged, t.suggested_rate) == (pytest.approx(0.08), None, None)
    assert (t.network.parameters == start).all()
    assert (t.iteration, t.epochs, t.history["epoch"]) == (0, 0.0, [])
    assert t.step(3) == 3
    assert t.iteration == 3


def test_with_a_lower_rate_a_run_that_had_learned_goes_back_to_its_best_and_the_curves_end_there():
    t = diverging(0.01)
    t.run(epochs=3)
    best, lowest = t.best.parameters.copy(), t.best.validation_loss
    t.optimizer.rate = 0.8
    t.step(7)
    t.record()
    t.step(1000)
    assert t.diverged is not None
    t.lower_rate(0.02)
    assert (t.network.parameters == best).all()
    assert (t.optimizer.rate, t.diverged) == (0.02, None)
    assert t.history["epoch"] == [0.0, 1.0, 2.0, 3.0]
    assert t.history["train_loss"][-1] == lowest
    assert t.epochs == 3.0
    assert t.iteration == 3 * t.steps_per_epoch
    t.run(epochs=2)
    assert t.history["epoch"][-1] == 5.0
    assert t.history["train_loss"][-1] < lowest


def test_a_lower_rate_is_tried_from_the_weights_as_they_are():
    t = diverging(0.8)
    t.step(1000)
    t.optimizer.rate = 0.0
    assert t.step(3) == 3
    assert t.diverged is None


def test_a_new_optimizer_or_reset_clears_the_message():
    t = diverging(0.8)
    t.step(1000)
    t.optimizer = engine.SGD(0.01)
    assert t.step() == 1
    assert t.diverged is None
    t = diverging(0.8)
    t.step(1000)
    t.reset()
    assert t.diverged is None
    assert t.suggested_rate is None


def test_a_recorded_loss_that_is_not_finite_brings_back_what_was_recorded_before():
    t = make()
    t.run(epochs=1)
    before, steps = t.network.parameters.copy(), t.iteration
    following = t.next_batch.copy()
    t.step(3)
    t.network.parameters[0] = np.nan
    t.record()
    assert t.diverged is not None
    assert (t.network.parameters == before).all()
    assert (t.iteration, t.epochs) == (steps, 1.0)
    assert len(t.history["train_loss"]) == 2
    t.optimizer.rate = 0.01
    assert (t.next_batch == following).all()


def test_where_nothing_was_recorded_before_it_brings_back_the_start():
    t = make()
    start = t.network.parameters.copy()
    for _ in range(2):
        t.step(3)
        t.network.parameters[0] = np.nan
        t.record()
        assert (t.network.parameters == start).all()
        assert (t.iteration, t.epochs) == (0, 0.0)
        t.reset()


def test_that_holds_after_the_optimizer_and_the_data_have_changed():
    t = make(optimizer=engine.Adam(0.01))
    t.run(epochs=1)
    before, steps = t.network.parameters.copy(), t.iteration
    t.optimizer = engine.Momentum(0.01)
    t.data = circle(20, 5, seed=4)
    assert t.best is None
    t.step(2)
    t.network.parameters[0] = np.inf
    t.record()
    assert t.iteration == 2 + steps
    assert t.diverged is not None
    assert (t.network.parameters == before).all()


def test_divergence_raises_no_warning(recwarn):
    diverging(1e30).run(epochs=3)
    assert not recwarn.list
