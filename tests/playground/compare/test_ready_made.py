"""What the answer to each ready-made comparison claims, found in its runs."""

import numpy as np
import pytest

from engine.comparing import ensemble
from engine.comparing.looks import layer_sizes, product
from playground.compare.ready_made import READY_MADE
from playground.compare.runs import ComparedRuns
from playground.session import Session

BY_NAME = {one.name: one for one in READY_MADE}
RECORDS = 12  # of a comparison, besides its beginning


def trained(name, records=RECORDS):
    """A row for each cell of the table, after the comparison's own epochs; and the runs."""
    one = BY_NAME[name]
    session = Session()
    session.param.update(**one.as_settings())
    problems = []
    runs = ComparedRuns(session, problems)
    assert problems == []
    assert len(runs.cells) == np.prod([len(margin.values) for margin in one.margins])
    comparison = runs.comparison
    while runs.training and runs.epochs < one.epochs - 1e-9:
        left = max(one.epochs * run.steps_per_epoch - run.iteration for run in runs.training)
        whole = one.epochs * max(run.steps_per_epoch for run in runs.training)
        comparison.step(min(left, max(1, whole // records)))
        comparison.record()
    return comparison.results(), runs


def column(rows, name):
    return [row[name] for row in rows]


def test_the_comparisons_have_names_of_their_own_and_ask_a_question():
    assert len(BY_NAME) == len(READY_MADE) == 17
    for one in READY_MADE:
        assert "?" in one.question
        assert one.answer.endswith(".")
        assert len(one.margins) in (1, 2)


def sizes(runs):
    """Of the layers of each cell's run, as they are now."""
    return [layer_sizes(cell[0], cell[0].data.train[:100]) for cell in runs.comparison.runs]


def test_with_rates_of_their_own_six_optimizers_learn_alike():
    rows, runs = trained("six-own-rates")
    assert min(column(rows, "final_validation_accuracy")) > 0.95
    assert max(column(rows, "final_validation_loss")) < 0.15
    rates = [cell[0].optimizer.rate for cell in runs.comparison.runs]
    assert max(rates) > 3 * min(rates)
    assert len({type(cell[0].optimizer) for cell in runs.comparison.runs}) == 6


def test_at_one_rate_those_that_divide_by_the_size_of_gradients_are_ahead():
    sgd, momentum, nesterov, adagrad, rmsprop, adam = column(
        trained("optimizers")[0], "final_validation_loss"
    )
    assert max(rmsprop, adam) < 0.5 * min(momentum, nesterov)
    assert abs(momentum - nesterov) < 0.1 * momentum
    assert min(sgd, adagrad) > 0.6


def test_each_optimizer_has_a_rate_of_its_own():
    losses = np.reshape(column(trained("own-rates")[0], "final_validation_loss"), (3, 4))
    low, middle, high = losses
    assert (middle[1:] < low[1:]).all()
    assert (high[1:] > middle[1:]).all()
    assert middle[0] > 0.6
    assert high[0] < middle[0]


def test_of_four_rates_one_is_too_low_and_one_diverges():
    rows, runs = trained("rates")
    start = runs.comparison.history["train_loss"][0, 0, 0]
    low, good, better, _ = column(rows, "final_train_loss")
    assert 0.45 * start < low < start
    assert better < 0.5 * good < good < 0.4 * low
    assert column(rows, "diverged") == [0, 0, 0, 1]


def test_decay_ends_lower_than_a_constant_rate():
    """Where one run at so high a rate ends, is decided by the last digits of a processor: five seeds and ten epochs
    tell."""
    one = BY_NAME["decay"]
    session = Session()
    session.param.update(**{**one.as_settings(), "compare_seeds": True})
    comparison = ComparedRuns(session, []).comparison
    for _ in range(one.epochs):
        comparison.step(comparison.runs[0][0].steps_per_epoch)
        comparison.record()
    last = comparison.history["validation_loss"][-10:]
    constant, exponential, inverse = np.median(last, axis=0).mean(axis=1)
    assert max(exponential, inverse) < 0.8 * constant
    constant, exponential, inverse = np.ptp(last, axis=0).mean(axis=1)  # how far it still jumps up and down
    assert max(exponential, inverse) < 0.8 * constant


def test_small_batches_are_ahead_per_epoch_and_not_per_step():
    one = BY_NAME["batches"]
    session = Session()
    session.param.update(**one.as_settings())
    comparison = ComparedRuns(session, []).comparison
    for _ in range(200):
        comparison.step(5)
        comparison.record()
    history = comparison.history
    at_20 = history["train_loss"][list(history["step"]).index(20), :, 0]
    assert np.ptp(at_20) < 0.03
    at_epoch_5 = [
        history["train_loss"][np.argmin(abs(history["epoch"][:, cell, 0] - 5)), cell, 0] for cell in range(4)
    ]
    assert at_epoch_5 == sorted(at_epoch_5)
    assert at_epoch_5[0] < 0.5 * at_epoch_5[1]
    assert comparison.runs[0][0].steps_per_epoch == 200 * comparison.runs[3][0].steps_per_epoch
    ragged = np.abs(np.diff(history["train_loss"][:, :, 0], axis=0)).max(axis=0)
    assert ragged.argmax() == 0


def turns_of_boundary(run):
    """How often its answers change along the rows and columns of a plane: that of a straight line once in each."""
    across = np.linspace(-6, 6, 81)
    plane = np.stack(np.meshgrid(across, across), axis=-1).reshape(-1, 2)
    yes = (run.network.predict(plane)[:, 0] > 0.5).reshape(81, 81)
    return max(np.abs(np.diff(yes.astype(int), axis=axis)).sum(axis=axis).max() for axis in (0, 1))


def test_a_higher_rate_of_a_penalty_restrains_a_large_network_better_than_fewer_neurons():
    rows, runs = trained("capacity")
    loss = np.reshape(column(rows, "final_validation_loss"), (3, 3))
    assert (np.diff(loss[0]) > 0.05).all()
    assert loss[0, 2] == loss.max() > 1.5 * loss[1:].max()
    assert column(rows, "final_train_accuracy")[2] == 1
    assert (np.diff(loss[2]) < -0.01).all()
    assert loss[2, 2] < loss[0, 0] - 0.03
    turns = [turns_of_boundary(cell[0]) for cell in runs.comparison.runs]
    assert turns[6:] == [1, 1, 1]
    assert turns[2] > 1


def test_the_penalty_of_sizes_makes_weights_zero_and_that_of_squares_does_not():
    rows, runs = trained("penalties")
    size = [
        np.abs(np.concatenate([one.ravel() for one in cell[0].network.weights]))
        for cell in runs.comparison.runs
    ]
    assert size[2].mean() < 0.7 * size[0].mean()
    none, l1, l2, dropout = column(rows, "small_weights")
    assert (none, l2, dropout) == (0, 0, 0)
    assert l1 > 0.5
    accuracies = column(rows, "final_validation_accuracy")
    assert max(accuracies[1:]) < accuracies[0]


def test_a_deep_network_learns_from_weights_that_keep_the_size_of_the_signal():
    rows, runs = trained("initializers")
    zeros, small, xavier, he = column(rows, "final_validation_accuracy")
    assert (zeros, small) == (0.5, 0.5)
    assert min(xavier, he) > 0.95
    nothing, faint, *_ = sizes(runs)
    assert (nothing.gradients.tolist(), nothing.signals.tolist()) == ([0] * 7, [0] * 7)
    assert faint.gradients.max() < 1e-4
    runs.comparison.reset()
    nothing, faint, *sound = sizes(runs)
    assert nothing.gradients.tolist() == [0] * 7
    assert (np.diff(faint.signals) < 0).all()
    assert faint.signals[-1] < 0.001 * faint.signals[0]
    assert faint.gradients.max() < 1e-4
    assert all(one.gradients.min() > 0.005 and one.signals.min() > 0.1 for one in sound)
    still = runs.comparison.runs[0][0].network
    assert all((weights == 0).all() for weights in still.weights)


def test_sigmoid_in_eight_layers_does_not_learn():
    rows, runs = trained("vanishing")
    sigmoid, tanh, relu = column(rows, "final_validation_accuracy")
    assert sigmoid == 0.5
    assert min(tanh, relu) > 0.95
    runs.comparison.reset()
    shares = [one.gradients[0] / one.gradients[-1] for one in sizes(runs)]
    assert shares[0] < 1e-4
    assert min(shares[1:]) > 0.09
    assert (np.diff(sizes(runs)[0].gradients) > 0).all()


def test_with_as_many_parameters_one_wide_layer_fits_worst_and_three_layers_best():
    rows, _ = trained("depth")
    losses = column(rows, "final_train_loss")
    assert (np.argmax(losses), np.argmin(losses)) == (0, 2)
    assert all(90 < count < 115 for count in column(rows, "parameters"))
    assert max(column(rows, "final_validation_accuracy")) < 0.8


def test_widths_that_fall_as_the_pyramid_rule_says_do_best_of_six_neurons_and_more_do_better():
    rows, runs = trained("pyramid", records=4)
    loss = column(rows, "final_train_loss")
    narrowing, even, widening, large = loss
    assert large < 0.1 < narrowing < even < widening
    assert [cell[0].network.widths for cell in runs.comparison.runs[:1]] == [[7, 4, 2, 1]]
    assert column(rows, "parameters") == [45, 40, 33, 273]


def test_one_unit_learns_a_line_with_a_small_weight_and_a_large_one_after_it():
    _, runs = trained("line")
    _, median, most = (band[-1] for band in runs.comparison.band("train_loss"))
    assert most[0] < 0.003
    assert median[1:].max() < median[0]
    for run in runs.comparison.runs[0]:
        before, after = (float(abs(one).max()) for one in run.network.weights)
        assert before < 0.2 < 1 < after


def test_two_units_can_bend_a_curve_twice_and_not_every_seed_learns_it():
    _, runs = trained("approximation")
    least, median, most = (band[-1] for band in runs.comparison.band("train_loss"))
    assert least[0] > 0.05
    assert median[1] < 0.01 < 0.05 < most[1]
    assert (most[2:] < 0.002).all()


def test_on_few_points_the_validation_loss_turns():
    rows, runs = trained("early-stopping", records=150)
    few, _, many = rows
    assert few["final_train_loss"] < 0.001
    assert few["final_validation_loss"] > 1.8 * few["best_validation_loss"]
    assert few["best_epoch"] < 0.8 * runs.comparison.runs[0][0].epochs
    assert many["final_validation_loss"] > many["best_validation_loss"]
    history = runs.comparison.history
    for cell in range(3):
        ring = history["validation_loss"][:, cell, 0].argmin()
        assert history["distance"][-1, cell, 0] > history["distance"][ring, cell, 0]
    assert (
        history["distance"][-1, 0, 0]
        > 2 * history["distance"][history["validation_loss"][:, 0, 0].argmin(), 0, 0]
    )
    gaps = [row["final_validation_loss"] - row["final_train_loss"] for row in rows]
    assert gaps == sorted(gaps, reverse=True)


def test_linear_layers_add_nothing():
    rows, runs = trained("collapse")
    (one, bias), *others = [product(cell[0].network) for cell in runs.comparison.runs]
    for matrix, shift in others:
        assert matrix == pytest.approx(one, rel=0.12)
        assert shift == pytest.approx(bias, rel=0.12)
    assert np.ptp(column(rows, "final_train_loss")) < 0.001
    assert column(rows, "parameters") == [3, 33, 177]


def test_the_mean_of_five_seeds_is_right_as_often_as_the_best_of_them():
    rows, runs = trained("ensemble")
    mean = ensemble.measure(runs.members)
    accuracies, losses = column(rows, "final_validation_accuracy"), column(rows, "final_validation_loss")
    assert mean["validation_accuracy"] == max(accuracies) > np.mean(accuracies)
    assert sorted(losses)[1] < mean["validation_loss"] < min(sorted(losses)[2], np.mean(losses))


@pytest.mark.parametrize("name", BY_NAME)
def test_each_opens_from_its_address(name):
    from urllib.parse import parse_qsl

    from playground import address

    session, again = Session(page="compare"), Session()
    session.param.update(**BY_NAME[name].as_settings())
    query = address.write(session)
    assert address.read(again, dict(parse_qsl(query))) == []
    problems = []
    assert ComparedRuns(again, problems).margins == list(BY_NAME[name].margins)
    assert problems == []
