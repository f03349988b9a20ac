"""Training: what a step is, the same seeds and the same bits, and settings changed on the way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_trainers import circle, line, make

import engine
from engine.training import metrics

OPTIMIZERS = [
    engine.SGD(0.1),
    engine.Momentum(0.05),
    engine.Nesterov(0.05),
    engine.AdaGrad(0.1),
    engine.RMSprop(0.01),
    engine.Adam(0.03),
]


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda optimizer: type(optimizer).__name__)
def test_every_optimizer_learns_the_circle(optimizer):
    t = make(circle(300, 100), optimizer=optimizer, batch_size=10)
    t.run(epochs=60)
    assert t.history["train_loss"][-1] < 0.6 * t.history["train_loss"][0]
    assert t.history["validation_accuracy"][-1] > 0.85


def test_a_step_is_one_mini_batch_and_an_epoch_is_all_of_them():
    t = make(batch_size=8)  # 30 samples: 8 + 8 + 8 + 6
    assert t.steps_per_epoch == 4
    assert t.step() == 1
    assert (t.iteration, t.epochs) == (1, 8 / 30)
    assert t.epoch() == 3
    assert (t.iteration, t.epochs) == (4, 1.0)
    assert t.epoch() == 4
    assert t.step(10) == 10
    assert t.iteration == 18


@settings(max_examples=40)
@given(st.integers(1, 40), st.integers(1, 60), st.booleans())
def test_an_epoch_sees_every_sample_once(samples, batch_size, shuffle):
    t = make(circle(samples + 5, 5), batch_size=batch_size, shuffle=shuffle)
    for _ in range(2):
        seen = []
        for _ in range(t.steps_per_epoch):
            seen += t.next_batch.tolist()
            t.step()
        assert sorted(seen) == sorted(t.data.train.tolist())
        assert shuffle or seen == t.data.train.tolist()


def test_the_order_differs_from_epoch_to_epoch():
    t = make(batch_size=30)
    first = t.next_batch
    t.step()
    assert t.next_batch.tolist() != first.tolist()


def test_looking_at_the_next_batch_or_the_gradient_changes_nothing():
    one, other = make(), make()
    for _ in range(7):
        one.next_batch.sort()
        one.gradient()
        one.sample_gradients([0, 1])
        one.evaluate()
        one.step()
    other.step(7)
    assert one.network.parameters.tobytes() == other.network.parameters.tobytes()


@settings(max_examples=30)
@given(
    st.integers(0, 1000),
    st.integers(1, 40),
    st.sampled_from(OPTIMIZERS),
    st.lists(st.integers(1, 9), max_size=5),
)
def test_the_same_seed_gives_the_same_bits_however_the_steps_are_cut(seed, batch_size, optimizer, cuts):
    one, other = (make(seed=seed, batch_size=batch_size, optimizer=optimizer) for _ in range(2))
    for count in cuts:
        one.step(count)
    other.step(sum(cuts))
    assert one.network.parameters.tobytes() == other.network.parameters.tobytes()


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda optimizer: type(optimizer).__name__)
def test_reset_brings_back_the_start_and_the_run_repeats_bit_for_bit(optimizer):
    t = make(optimizer=optimizer, schedule=engine.Exponential(0.1), penalty=engine.L2(0.001))
    start = t.network.parameters.copy()
    t.run(epochs=3)
    t.step(2)
    end, history = t.network.parameters.copy(), t.history
    t.reset()
    assert t.network.parameters.tobytes() == start.tobytes()
    assert (t.iteration, t.epochs, t.diverged, t.best) == (0, 0.0, None, None)
    assert t.history["epoch"] == []
    t.run(epochs=3)
    t.step(2)
    assert t.network.parameters.tobytes() == end.tobytes()
    assert t.history == history


def test_reset_goes_back_to_a_weight_that_was_set_by_hand_before_the_run():
    t = make()
    t.network.weights[0][0, 0] = 1.25
    t.step(3)
    t.reset()
    assert t.network.weights[0][0, 0] == 1.25


def test_settings_may_change_on_the_way_and_the_weights_stay():
    t = make(optimizer=engine.Momentum(0.05))
    t.step(5)
    weights, velocity = t.network.parameters.copy(), t.optimizer.state["v"].copy()
    t.penalty = engine.L1(0.01)
    t.batch_size = 3
    t.schedule = engine.InverseTime(0.5)
    t.optimizer.rate = 0.02
    assert (t.network.parameters == weights).all()
    assert (t.optimizer.state["v"] == velocity).all()
    t.optimizer = engine.Momentum(0.05)
    assert (t.network.parameters == weights).all()
    assert not t.optimizer.state["v"].any()


def test_a_batch_size_changed_on_the_way_goes_on_with_the_samples_left():
    t = make(batch_size=8)
    seen = t.next_batch.tolist()
    t.step()
    t.batch_size = 5
    while t.epochs < 1:
        seen += t.next_batch.tolist()
        t.step()
    assert sorted(seen) == sorted(t.data.train.tolist())


def test_the_rate_takes_effect_at_the_next_step():
    t = make()
    t.step(2)
    t.optimizer.rate = 0.0
    before = t.network.parameters.copy()
    t.step(2)
    assert (t.network.parameters == before).all()


def test_two_trainers_do_not_share_an_optimizer():
    optimizer = engine.Momentum(0.05)
    one, other = make(optimizer=optimizer), make(optimizer=optimizer)
    one.step(5)
    assert not other.optimizer.state["v"].any()
    assert optimizer.state == {}


def test_a_batch_larger_than_the_training_set_is_the_whole_set():
    t = make(batch_size=1000)
    assert t.steps_per_epoch == 1
    assert len(t.next_batch) == 30


@pytest.mark.parametrize(
    ("schedule", "factor"),
    [(engine.Constant(), 1.0), (engine.Exponential(0.5), np.exp(-0.25)), (engine.InverseTime(0.5), 0.8)],
)
def test_schedules_lower_the_rate_with_the_epoch(schedule, factor):
    t = make(optimizer=engine.SGD(0.2), schedule=schedule, batch_size=15)
    assert t.rate == 0.2
    t.step()  # half an epoch
    assert t.rate == pytest.approx(0.2 * factor)
    expected = t.network.parameters - t.rate * t.gradient()
    t.step()
    np.testing.assert_allclose(t.network.parameters, expected, rtol=1e-12)


def test_other_data_may_be_given_on_the_way():
    t = make()
    t.step(5)
    weights = t.network.parameters.copy()
    t.data = circle(25, 5, seed=3)
    assert (t.network.parameters == weights).all()
    assert t.steps_per_epoch == 2
    assert t.step(3) == 3


def test_history_has_an_entry_an_epoch_and_one_for_the_start():
    t = make()
    assert t.run(epochs=3) == 3
    assert t.history["epoch"] == [0, 1, 2, 3]
    assert {len(values) for values in t.history.values()} == {4}
    assert t.run(epochs=2) == 2
    assert t.history["epoch"] == [0, 1, 2, 3, 4, 5]


def test_evaluate_is_loss_without_penalty_and_accuracy():
    """Weights of zero: a probability of one half, so the loss is log 2 and the answer always no."""
    network = engine.Network([2, 3, 1], initializer="zeros")
    data = circle()
    result = engine.Trainer(network, data, penalty=engine.L2(1.0)).evaluate()
    assert result["train_loss"] == pytest.approx(np.log(2))
    assert result["train_accuracy"] == pytest.approx(1 - data.y[data.train].mean())


def test_a_regression_has_no_accuracy_and_no_validation_loss_without_samples_for_it():
    network = engine.Network([1, 1], output="linear")
    t = engine.Trainer(network, line(), loss="mean squared", optimizer=engine.SGD(0.3), batch_size=5)
    t.run(target_loss=1e-8)
    assert t.history["train_loss"][-1] <= 1e-8
    assert t.history["train_accuracy"][-1] is None
    assert t.history["validation_loss"][-1] is None
    np.testing.assert_allclose(network.parameters, [2, 1], atol=1e-3)


def test_a_run_to_a_loss_ends_at_max_epochs_if_it_is_never_reached():
    assert make().run(target_loss=0.0, max_epochs=3) == 3


def test_early_stopping_restores_the_best():
    data = circle(24, 12)
    data.y = np.random.default_rng(1).integers(0, 2, (24, 1)).astype(float)  # nothing to learn but noise
    network = engine.Network([2, 16, 1])
    t = engine.Trainer(network, data, optimizer=engine.Adam(0.1), batch_size=4)
    epochs = t.run(epochs=500, patience=10)
    assert epochs < 500
    losses = t.history["validation_loss"]
    epoch, loss, parameters = t.best
    assert loss == min(losses)
    assert epoch == t.history["epoch"][losses.index(min(losses))]
    assert (network.parameters == parameters).all()
    assert t.evaluate()["validation_loss"] == loss


@pytest.mark.parametrize(
    ("network", "options", "says"),
    [
        (engine.Network([2, 1], output="linear"), {}, "sigmoid"),
        (engine.Network([2, 3], output="softmax"), {"loss": "cross-entropy"}, "3 outputs"),
        (engine.Network([3, 1]), {}, "3 inputs"),
        (engine.Network([2, 1]), {"batch_size": 0}, "batch"),
        (engine.Network([2, 1]), {"loss": "huber"}, "no loss"),
    ],
)
def test_what_does_not_go_together_is_refused(network, options, says):
    with pytest.raises(ValueError, match=says):
        engine.Trainer(network, circle(), **options)


def test_labels_are_needed_for_a_loss_of_labels():
    with pytest.raises(ValueError, match="needs classes"):
        engine.Trainer(engine.Network([1, 1]), line())


def test_no_samples_to_train_on_is_refused():
    data = circle()
    data.train = data.train[:0]
    with pytest.raises(ValueError, match="no samples"):
        make(data)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda optimizer: type(optimizer).__name__)
def test_the_update_shown_is_the_update_made(optimizer):
    t = make(optimizer=optimizer, schedule=engine.Exponential(0.3), penalty=engine.L2(0.01))
    t.step(4)
    terms = t.update_trace(t.gradient())
    assert list(terms) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    t.step()
    for name, array in t.network.named(t.network.parameters).items():
        label, _, value = terms[name][-1]
        assert label == "w"
        np.testing.assert_allclose(value, array, rtol=1e-12, atol=1e-15)
    assert list(t.update_trace(t.gradient(), names=["b2"])) == ["b2"]


def test_the_state_is_named_like_the_parameters():
    t = make(optimizer=engine.Adam(0.01))
    t.step()
    assert t.named_state()["W2"]["m"].shape == (2, 4)
    assert t.named_state()["b3"]["v"].shape == (1,)


@pytest.mark.parametrize("steps", [1, 3, 7])
def test_batches_beyond_those_gathered_at_a_time(monkeypatch, steps):
    """A small store is refilled within the epoch, and nothing else changes."""
    whole = make(batch_size=4, optimizer=engine.Adam(0.02))  # 30 samples: 7 batches of 4, and one of 2
    monkeypatch.setattr("engine.training.batches.MAX_STEPS", steps)
    parts = make(batch_size=4, optimizer=engine.Adam(0.02))
    whole.step(37)
    parts.step(37)
    assert whole.network.parameters.tobytes() == parts.network.parameters.tobytes()


@pytest.mark.parametrize("dropout", [0.0, 0.4])
@pytest.mark.parametrize("penalty", [None, engine.L2(0.1)])
@pytest.mark.parametrize("optimizer", [engine.SGD(0.1), engine.Adam(0.02)])
def test_batches_larger_than_a_pass_may_be_take_the_same_steps(monkeypatch, optimizer, penalty, dropout):
    """Their gradient is the mean of those of their pieces."""
    whole, parts = [make(batch_size=8, optimizer=optimizer, penalty=penalty) for _ in range(2)]
    whole.dropout = parts.dropout = dropout
    whole.step(10)
    expected = whole.gradient(), whole.evaluate()
    monkeypatch.setattr("engine.networks.network.MOST_NUMBERS", 70)
    assert parts.network.most_samples == 3  # of batches of 8, and of 6 in the end
    assert parts.step(10) == 10
    assert (parts.iteration, parts.epochs, parts.optimizer.steps) == (10, whole.epochs, 10)
    np.testing.assert_allclose(parts.network.parameters, whole.network.parameters, rtol=1e-9)
    np.testing.assert_allclose(parts.gradient(), expected[0], rtol=1e-9)
    assert parts.evaluate() == pytest.approx(expected[1], rel=1e-9)


@pytest.mark.parametrize("rows", [[0], [7]])
def test_a_number_that_is_not_finite_in_one_piece_of_a_batch_ends_training(monkeypatch, rows):
    monkeypatch.setattr("engine.networks.network.MOST_NUMBERS", 70)
    t = make(batch_size=8, shuffle=False)
    t.data.X[t.data.train[rows]] = np.nan
    assert t.step() == 0
    assert t.diverged is not None


def test_train_loss_and_accuracy_can_be_measured_on_a_part_of_the_training_set():
    data = circle(300, 100)
    whole, part = make(data), make(data, evaluate_on=50)
    some = data.train[np.arange(0, 200, 4)]
    found, expected = part.evaluate(), metrics.evaluate(part.network, data, part.loss, some)
    assert (found["train_loss"], found["train_accuracy"]) == expected
    assert found["validation_loss"] == whole.evaluate()["validation_loss"]
    assert make(data, evaluate_on=1000).evaluate() == whole.evaluate()
    with pytest.raises(ValueError, match="at least one sample"):
        make(data, evaluate_on=0)


@pytest.mark.parametrize("rows", [[3], [0, 5]])
def test_an_update_on_some_rows_is_the_one_that_is_explained(rows):
    t = make()
    t.step(2)
    terms = t.update_trace(t.gradient(rows))
    t.update_on(rows)
    for name, values in t.network.named(t.network.parameters).items():
        np.testing.assert_allclose(values, terms[name][-1][2], rtol=1e-6)
    assert t.iteration == t.optimizer.steps == 3
    with pytest.raises(ValueError, match="at least one sample"):
        t.update_on([])
