"""Comparisons: cells that differ in one thing, on one clock; bands over seeds, tables, CSV, and the way back."""

import csv
import io

import numpy as np
import pytest

import engine
import engine.comparing.results
from engine.comparing.results import multiplications

DATA = engine.datasets.load("circle", samples=60, seed=0)
CURVE = engine.datasets.load("plane", samples=60, seed=0)
COMMON = engine.Setup(DATA, hidden=[4], optimizer="Adam", batch_size=10)


def test_a_margin_is_put_into_the_common_set_up():
    comparison = engine.compare(COMMON, rate=[0.01, 0.1])
    assert comparison.names == ["rate 0.01", "rate 0.1"]
    assert [cell[0].optimizer.rate for cell in comparison.runs] == [0.01, 0.1]
    assert {type(cell[0].optimizer) for cell in comparison.runs} == {engine.Adam}
    assert repr(comparison) == "Comparison(2 set-ups: rate 0.01; rate 0.1; 0 steps)"


def test_two_margins_are_a_grid():
    comparison = engine.compare(COMMON, seeds=2, hidden=[(2,), (3, 2), ()], dropout=[0.0, 0.5])
    assert comparison.names == [
        "hidden 2, dropout 0", "hidden 2, dropout 0.5", "hidden 3-2, dropout 0", "hidden 3-2, dropout 0.5",
        "hidden none, dropout 0", "hidden none, dropout 0.5",
    ]  # fmt: skip
    assert [run.network.widths for run in comparison.runs[3]] == [[2, 3, 2, 1]] * 2
    assert comparison.runs[3][0].network.dropout == [0.5, 0.5]
    assert repr(comparison).startswith("Comparison(6 set-ups with 2 seeds: ")


def test_set_ups_by_name_or_in_order():
    other = engine.Setup(CURVE)
    assert engine.compare({"a": COMMON, "b": other}).names == ["a", "b"]
    assert engine.compare([COMMON, other], seed=[3, 4]).names == [
        "1, seed 3",
        "1, seed 4",
        "2, seed 3",
        "2, seed 4",
    ]
    assert engine.compare(COMMON).names == ["run"]
    twice = engine.compare(COMMON, data=[DATA, engine.datasets.load("circle", samples=60, noise=0.5), CURVE])
    assert twice.names == ["circle", "circle (2)", "plane"]
    loss = engine.compare(COMMON, loss=[engine.LOSSES["mean squared"], "half squared"], penalty=[None])
    assert loss.names == ["loss mean squared, penalty none", "loss half squared, penalty none"]


def test_output_and_loss_follow_from_the_data_unless_they_are_given():
    found = [
        (run.network.output, run.loss.name, run.network.widths[-1])
        for run in (
            engine.Setup(engine.datasets.load(name, samples=40)).trainer()
            for name in ("circle", "blobs", "plane")
        )
    ]
    assert found == [
        ("sigmoid", "binary cross-entropy", 1),
        ("softmax", "cross-entropy", 3),
        ("linear", "mean squared", 1),
    ]
    run = engine.Setup(DATA, output="tanh", loss="hinge").trainer()
    assert (run.network.output, run.loss.name) == ("tanh", "hinge")


def test_a_set_up_says_all_that_determines_a_run():
    setup = engine.Setup(
        DATA, [5, 3], "relu", None, None, engine.Momentum(0.2, beta=0.5), 0.1, 7, engine.Exponential(0.1),
        engine.L2(0.01), [0.5, 0.0], "he", False, 3, np.float32, 20,
    )  # fmt: skip
    run = setup.trainer()
    assert repr(run.network) == "Network(2-5-3-1, relu, dropout 0.5-0, sigmoid, 28 parameters)"
    assert (run.optimizer.beta, run.optimizer.rate, setup.optimizer.rate) == (0.5, 0.1, 0.2)
    assert (run.batch_size, run.schedule, run.penalty) == (7, engine.Exponential(0.1), engine.L2(0.01))
    assert (run.network.initializer, run.network.seed, run.seed, run.evaluate_on) == ("he", 3, 3, 20)
    assert run.network.dtype == np.float32
    assert setup.trainer(9).seed == setup.trainer(9).network.seed == 9


def test_runs_have_the_same_points_first_weights_and_order_of_batches():
    comparison = engine.compare(COMMON, activation=["tanh", "relu"], rate=[0.01, 0.02])
    for _ in range(9):
        batches = [cell[0].next_batch.tolist() for cell in comparison.runs]
        assert all(batch == batches[0] for batch in batches)
        if comparison.steps == 0:
            assert len({cell[0].network.parameters.tobytes() for cell in comparison.runs}) == 1
        comparison.step()
    assert {run.iteration for cell in comparison.runs for run in cell} == {9}


def test_a_cell_is_the_run_that_one_would_have_made_alone():
    comparison = engine.compare(COMMON, seeds=[4, 6], optimizer=["SGD", "Adam"], dropout=[0.0, 0.5])
    comparison.run(epochs=3)
    for setup, cell in zip(comparison.setups, comparison.runs, strict=True):
        for seed, run in zip([4, 6], cell, strict=True):
            alone = setup.trainer(seed)
            alone.run(epochs=3)
            np.testing.assert_allclose(run.network.parameters, alone.network.parameters, rtol=1e-12)
            np.testing.assert_allclose(run.history["train_loss"], alone.history["train_loss"], rtol=1e-12)


def test_one_epoch_is_that_of_the_run_with_the_most_batches():
    comparison = engine.compare(COMMON, batch_size=[5, 10, 30])
    comparison.epoch()
    assert comparison.steps == 6  # 30 samples for training
    assert [cell[0].epochs for cell in comparison.runs] == [1, 2, 6]


def test_the_history_is_arrays_of_records_cells_and_seeds():
    comparison = engine.compare(COMMON, seeds=3, rate=[0.01, 0.1])
    assert comparison.history["train_loss"].shape == (0, 2, 3)
    comparison.run(epochs=4)
    history = comparison.history
    assert history["step"].tolist() == [0, 3, 6, 9, 12]
    assert history["validation_accuracy"].shape == (5, 2, 3)
    assert history["train_loss"][2, 1, 0] == comparison.runs[1][0].history["train_loss"][2]
    assert history["epoch"][:, 0, 0].tolist() == [0, 1, 2, 3, 4]
    least, median, most = comparison.band("train_loss")
    np.testing.assert_array_equal(least, history["train_loss"].min(axis=2))
    np.testing.assert_array_equal(median, np.median(history["train_loss"], axis=2))
    np.testing.assert_array_equal(most, history["train_loss"].max(axis=2))
    comparison.record()
    assert comparison.history["step"].tolist() == [0, 3, 6, 9, 12]  # nothing has happened since


def test_a_run_that_diverges_rests_and_has_no_numbers_while_the_others_go_on():
    setup = engine.Setup(CURVE, [4], "relu", optimizer="SGD")
    comparison = engine.compare(setup, seeds=2, rate=[0.01, 1e12])
    comparison.run(epochs=3)
    losses = comparison.history["train_loss"]
    assert np.isfinite(losses[:, 0]).all()
    assert np.isnan(losses[1:, 1]).all()
    assert np.isnan(comparison.band("train_loss")[1][1:, 1]).all()
    assert np.isnan(comparison.history["train_accuracy"]).all()
    assert comparison.runs[0][0].iteration == comparison.steps == 9
    steady, wild = comparison.results()
    assert (steady["diverged"], wild["diverged"]) == (0, 2)
    assert (steady["won"], wild["won"]) == (2, 0)
    assert wild["final_train_loss"] is None
    assert wild["best_train_loss"] == pytest.approx(np.median(losses[0, 1]))
    assert steady["final_train_accuracy"] is None


def test_going_back_gives_the_moment_and_going_on_gives_what_it_gave():
    comparison = engine.compare(COMMON, seeds=2, optimizer=["momentum", "Adam"], dropout=[0.3])
    seen = {}
    for _ in range(8):
        comparison.step(2)
        comparison.record()
        seen[comparison.steps] = [comparison.weights(cell).tobytes() for cell in (0, 1)]
    whole = comparison.history
    assert comparison.timeline.steps == [0, *seen]
    for step in (6, 16, 2):
        comparison.go_to(step)
        assert [comparison.weights(cell).tobytes() for cell in (0, 1)] == seen[step]
        assert comparison.history["step"].tolist() == [kept for kept in seen if kept <= step]
    for _ in range(7):
        comparison.step(2)
        comparison.record()
        assert [comparison.weights(cell).tobytes() for cell in (0, 1)] == seen[comparison.steps]
    assert all(comparison.history[name].tobytes() == whole[name].tobytes() for name in whole)
    with pytest.raises(ValueError, match="step 5 is not kept"):
        comparison.go_to(5)


def test_something_new_in_the_past_makes_another_future():
    comparison = engine.compare(COMMON)
    comparison.run(epochs=3)
    comparison.go_to(3)
    comparison.runs[0][0].optimizer.rate = 0.5
    comparison.step(1)
    assert comparison.timeline.steps == [0, 3, 4]
    assert comparison.history["step"].tolist() == [0, 3]
    comparison.record()
    assert comparison.history["step"].tolist() == [0, 3, 4]


def test_the_moments_that_are_kept_are_no_more_than_asked_for():
    comparison = engine.compare(COMMON, most=5)
    for _ in range(30):
        comparison.step()
    assert len(comparison.timeline.steps) == 5
    assert comparison.timeline.steps[-1] == 30


def test_a_reset_is_the_start():
    comparison = engine.compare(COMMON, rate=[0.1, 0.2])
    comparison.run(epochs=2)
    end = comparison.weights(0)
    comparison.reset()
    assert (comparison.steps, comparison.timeline.steps, len(comparison.history["step"])) == (0, [0], 0)
    comparison.run(epochs=2)
    assert (comparison.weights(0) == end).all()


def test_the_table_of_results_worked_from_the_history():
    comparison = engine.compare(COMMON, seeds=3, rate=[0.001, 0.1])
    comparison.run(epochs=5)
    history, rows = comparison.history, comparison.results()
    slow = history["validation_loss"][:, 0]
    assert rows[0]["name"] == "rate 0.001"
    assert rows[0]["final_validation_loss"] == np.median(slow[-1])
    assert rows[0]["best_validation_loss"] == np.median(slow.min(axis=0))
    assert rows[0]["best_train_accuracy"] == np.median(history["train_accuracy"][:, 0].max(axis=0))
    assert rows[0]["best_epoch"] == np.median(slow.argmin(axis=0))
    assert rows[0]["won"] + rows[1]["won"] == 3
    assert rows[1]["won"] == (history["validation_loss"][-1, 1] < history["validation_loss"][-1, 0]).sum()
    assert rows[0]["parameters"] == 17
    assert rows[0]["multiplications"] == 10 * (2 * 4 * 3 + 3 * 1 * 5)


def test_multiplications_are_counted_by_hand():
    assert multiplications(engine.Network([3, 2]), 1) == 2 * 2 * 4
    assert multiplications(engine.Network([2, 3, 1], bias=False), 10) == 10 * (2 * 6 + 3 * 3)


def test_results_and_curves_as_csv():
    comparison = engine.compare(COMMON, seeds=[5, 8], rate=[0.01, 0.1])
    comparison.run(epochs=2)
    table = list(csv.DictReader(io.StringIO(comparison.csv())))
    assert [row["name"] for row in table] == comparison.names
    assert float(table[1]["final_train_loss"]) == comparison.results()[1]["final_train_loss"]
    curves = list(csv.DictReader(io.StringIO(comparison.csv("curves"))))
    assert len(curves) == 3 * 2 * 2
    assert [curves[7][name] for name in ("step", "name", "seed", "epoch")] == ["3", "rate 0.1", "8", "1.0"]
    assert float(curves[7]["train_loss"]) == comparison.history["train_loss"][1, 1, 1]
    with pytest.raises(ValueError, match="'table'"):
        comparison.csv("table")
    line = engine.compare(engine.Setup(CURVE))
    line.record()
    assert next(csv.DictReader(io.StringIO(line.csv("curves"))))["train_accuracy"] == ""
    assert next(csv.DictReader(io.StringIO(line.csv())))["final_train_accuracy"] == ""


def test_the_table_before_anything_was_recorded_has_no_losses():
    (row,) = engine.compare(COMMON).results()
    assert (row["final_train_loss"], row["best_epoch"], row["won"], row["parameters"]) == (None, None, 0, 17)


def test_the_outputs_of_all_runs_and_of_their_ensemble():
    comparison = engine.compare(COMMON, seeds=4, rate=[0.01, 0.1])
    outputs = comparison.predict(DATA.X)
    assert outputs.shape == (2, 4, 60, 1)
    assert (outputs[1, 2] == comparison.runs[1][2].network.predict(DATA.X)).all()
    assert comparison.weights(1).shape == (4, 17)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: engine.compare(COMMON, speed=[1]), "there is no setting 'speed'; there are data, hidden"),
        (lambda: engine.compare(COMMON, rate=[]), "rate has no values to compare"),
        (lambda: engine.compare(COMMON, seeds=0), "at least one seed"),
        (lambda: engine.compare([]), "nothing to compare"),
        (lambda: engine.compare(COMMON, output=["softmax"]), "output softmax: Softmax divides"),
        (lambda: engine.compare(COMMON, rate=[0.1, -1]), "rate -1: the rate must be zero or positive"),
    ],
)
def test_what_makes_no_comparison_is_refused_with_the_cell(make, says):
    with pytest.raises(ValueError, match=says):
        make()


def test_the_leader_has_the_lowest_median_loss_and_nobody_leads_who_shares_it():
    comparison = engine.compare(COMMON, rate=[0.001, 0.1, 0.001])
    assert comparison.leader is None
    comparison.record()
    assert comparison.leader is None  # all have the same weights
    comparison.step(3)
    comparison.record()
    for cell in comparison.runs[::2]:
        cell[0].network.parameters[:] = 50.0
    comparison.record()
    assert comparison.leader == 1
    assert engine.comparing.results.leader(np.array([[[3.0], [2.0]]]), np.full((1, 2, 1), np.nan)) == 1
    assert engine.comparing.results.leader(np.full((1, 2, 1), np.nan), np.full((1, 2, 1), np.nan)) is None


def test_a_band_passes_over_seeds_without_a_number():
    least, median, most = engine.comparing.results.band(
        np.array([[4.0, np.nan, 1.0, 2.0], [np.nan] * 4, [5.0, 1.0, 2.0, np.nan]])
    )
    np.testing.assert_array_equal(least, [1, np.nan, 1])
    np.testing.assert_array_equal(median, [2, np.nan, 2])
    np.testing.assert_array_equal(most, [4, np.nan, 5])
    assert engine.comparing.results.band(np.array([[1.0, 2.0]]))[1].tolist() == [1.5]


def test_a_running_mean_is_that_of_the_last_few_records():
    values = np.array([[1.0], [3.0], [5.0], [np.nan], [7.0]])
    found = engine.comparing.results.running_mean(values, 2)
    np.testing.assert_array_equal(found.ravel(), [1, 2, 4, np.nan, 7])


def test_small_weights_are_counted_without_the_biases():
    network = engine.Network([2, 2, 1])
    network.parameters[:] = [0.0, 0.5, 0.0, 0.009, -0.02, 0.0, 1.0, -0.001, 0.0]
    assert engine.comparing.results.small_weights(network) == pytest.approx(3 / 6)


def test_the_work_of_a_shape_is_its_parameters():
    for widths, activation in (([2, 8, 4, 1], "tanh"), ([3, 5, 2], "maxout")):
        hidden = [2 if activation == "maxout" else 1] * (len(widths) - 2)
        network = engine.Network(widths, activation)
        assert engine.comparing.results.work_of_shape(widths, [*hidden, 1]) == network.parameter_count


def test_a_long_history_thins_out_and_moments_still_know_their_part_of_it(monkeypatch):
    monkeypatch.setattr("engine.comparing.comparison.MOST_RECORDS", 8)
    comparison = engine.compare(COMMON, rate=[0.01, 0.1])
    for _ in range(30):
        comparison.record()
        comparison.step()
    comparison.record()
    steps = comparison.history["step"].tolist()
    assert len(steps) <= 8
    assert (steps[0], steps[-1]) == (0, 30)
    run = comparison.runs[0][0]
    assert len(run.history["epoch"]) == len(steps)
    assert comparison.recent(1)["step"].tolist() == [30]
    comparison.go_to(comparison.timeline.nearest(16))
    assert max(run.history["epoch"]) <= run.epochs
    assert comparison.history["step"].max() <= comparison.steps
    comparison.step(2)
    assert comparison.steps == comparison.runs[1][0].iteration
