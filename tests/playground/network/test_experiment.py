"""The experiment follows the settings: what changes, what is kept, what comes back."""

import numpy as np
import pytest

from playground.network.experiment import Experiment
from playground.session import Session
from playground.shared.refused import Refused


@pytest.fixture
def experiment():
    return Experiment(Session())


def parameters(experiment):
    return experiment.network.parameters.copy()


def test_the_same_settings_give_the_same_bits():
    one, two = Experiment(Session()), Experiment(Session())
    one.trainer.step(100)
    two.trainer.step(100)
    np.testing.assert_array_equal(one.network.parameters, two.network.parameters)


def test_reset_restores_exactly_the_weights_that_the_run_began_with(experiment):
    began = parameters(experiment)
    experiment.trainer.step(57)
    first = parameters(experiment)

    experiment.reset()

    np.testing.assert_array_equal(experiment.network.parameters, began)
    assert experiment.trainer.iteration == 0
    experiment.trainer.step(57)
    np.testing.assert_array_equal(experiment.network.parameters, first)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate", 0.5),
        ("optimizer", "Adam"),
        ("penalty", "L2"),
        ("batch", 32),
        ("schedule", "exponential"),
    ],
)
def test_changing_how_it_learns_keeps_weights_and_epoch(experiment, name, value):
    experiment.trainer.step(30)
    before, iteration = parameters(experiment), experiment.trainer.iteration

    setattr(experiment.session, name, value)
    experiment.learn_with(name)

    np.testing.assert_array_equal(experiment.network.parameters, before)
    assert experiment.trainer.iteration == iteration
    experiment.trainer.step(1)
    assert not np.array_equal(experiment.network.parameters, before)


def test_a_wider_layer_keeps_the_weights_it_had(experiment):
    experiment.trainer.step(30)
    first, last = experiment.network.weights[0].copy(), experiment.network.weights[2].copy()

    experiment.change(lambda h: h.resized(0, 6))

    assert experiment.network.widths == [2, 6, 2, 1]
    np.testing.assert_array_equal(experiment.network.weights[0][:4], first)
    np.testing.assert_array_equal(experiment.network.weights[2], last)


def test_a_layer_moved_takes_its_width_and_activation_along(experiment):
    experiment.change(lambda h: h.activated(0, "relu"))
    experiment.change(lambda h: h.moved(0, 1))
    assert experiment.session.layers == [2, 4]
    assert experiment.session.activations == ["tanh", "relu"]
    assert experiment.network.widths == [2, 2, 4, 1]


def test_removing_and_inserting_layers(experiment):
    experiment.change(lambda h: h.removed(0))
    assert experiment.network.widths == [2, 2, 1]
    experiment.change(lambda h: h.removed(0))
    assert experiment.network.widths == [2, 1]
    experiment.change(lambda h: h.inserted(0, 5, "tanh"))
    assert experiment.network.widths == [2, 5, 1]


def test_a_feature_more_keeps_the_weights_of_the_others(experiment):
    kept = experiment.network.weights[0].copy()
    experiment.set_features(["x2", "x1", "x1*x2"])
    assert experiment.session.features == ["x1", "x2", "x1*x2"]
    np.testing.assert_array_equal(experiment.network.weights[0][:, :2], kept)


def test_without_biases_the_weights_stay(experiment):
    kept = [weights.copy() for weights in experiment.network.weights]
    experiment.session.bias = False
    experiment.set_bias()
    assert experiment.network.biases is None
    for weights, before in zip(experiment.network.weights, kept, strict=True):
        np.testing.assert_array_equal(weights, before)


@pytest.mark.parametrize(
    ("dataset", "loss", "output", "widths"),
    [
        ("blobs", "cross-entropy", "softmax", [2, 4, 2, 3]),
        ("plane", "mean squared", "linear", [2, 4, 2, 1]),
        ("sine", "mean squared", "linear", [1, 4, 2, 1]),
    ],
)
def test_another_kind_of_data_brings_a_loss_and_an_output_that_go_with_it(dataset, loss, output, widths):
    experiment = Experiment(Session())
    experiment.session.dataset = dataset
    experiment.new_data()
    assert (experiment.session.loss, experiment.session.output) == (loss, output)
    assert experiment.network.widths == widths
    experiment.trainer.step(10)


def test_every_loss_offered_can_be_trained_with_every_output_that_goes_with_it():
    for dataset in ("circle", "blobs", "plane"):
        experiment = Experiment(Session(dataset=dataset))
        for loss in experiment.losses:
            experiment.session.loss = loss
            experiment.set_loss()
            for output in experiment.outputs:
                experiment.set_output(output)
                experiment.trainer.step(3)
                assert experiment.session.loss == loss


def test_an_output_chosen_last_brings_its_loss(experiment):
    experiment.set_output("tanh")
    assert experiment.session.output == "tanh"
    assert experiment.session.loss != "binary cross-entropy"


def test_a_weight_set_before_training_belongs_to_the_beginning(experiment):
    experiment.edit_weight(0, 1, 0, 0.75)
    experiment.trainer.step(10)
    experiment.reset()
    assert experiment.network.weights[0][1, 0] == 0.75


def test_a_weight_set_in_the_middle_does_not(experiment):
    began = experiment.network.weights[0][1, 0]
    experiment.trainer.step(10)
    experiment.edit_weight(0, 1, 0, 0.75)
    assert experiment.network.weights[0][1, 0] == 0.75
    experiment.reset()
    assert experiment.network.weights[0][1, 0] == began


@pytest.mark.parametrize(
    "refused",
    [
        lambda e: e.change(lambda h: h.resized(0, 0)),
        lambda e: e.change(lambda h: h.resized(0, 33)),
        lambda e: e.change(lambda h: h.resized(5, 3)),
        lambda e: e.change(lambda h: h.inserted(9, 3, "tanh")),
        lambda e: e.change(lambda h: h.removed(-1)),
        lambda e: e.change(lambda h: h.moved(0, 7)),
        lambda e: e.change(lambda h: h.activated(0, "eval")),
        lambda e: e.set_output("softmax"),
        lambda e: e.set_features([]),
        lambda e: e.set_features(["x1", "x9"]),
        lambda e: e.edit_weight(0, 0, 9, 1.0),
        lambda e: e.edit_weight(0, 0, 0, float("nan")),
        lambda e: e.edit_weight(0, 0, 0, 1e9),
        lambda e: e.trace(10_000, "layer"),
    ],
)
def test_what_is_refused_changes_nothing(experiment, refused):
    before, widths = parameters(experiment), list(experiment.network.widths)
    with pytest.raises(Refused):
        refused(experiment)
    np.testing.assert_array_equal(experiment.network.parameters, before)
    assert experiment.network.widths == widths


def test_no_more_than_eight_layers(experiment):
    for _ in range(6):
        experiment.change(lambda h: h.inserted(0, 2, "tanh"))
    with pytest.raises(Refused, match="at most 8"):
        experiment.change(lambda h: h.inserted(0, 2, "tanh"))


def test_weights_in_the_link_are_the_beginning_of_the_run(experiment):
    experiment.trainer.step(40)
    linked = Experiment(Session(weights=experiment.own_weights()))
    np.testing.assert_array_equal(linked.network.parameters, experiment.network.parameters)
    linked.trainer.step(5)
    linked.reset()
    np.testing.assert_array_equal(linked.network.parameters, experiment.network.parameters)


def test_weights_that_do_not_fit_are_refused():
    with pytest.raises(Refused, match="do not fit"):
        Experiment(Session(weights=b"\x00" * 8))


def test_points_placed_moved_and_removed_are_learned_from():
    session = Session(points_added=[[1.0, 2.0, 1]], points_moved={"0": [5.0, 5.0]}, points_removed=[1])
    experiment = Experiment(session)
    plain = Experiment(Session())
    assert len(experiment.data.points) == len(plain.data.points)
    np.testing.assert_array_equal(experiment.data.points[0], [5, 5])
    np.testing.assert_array_equal(experiment.data.points[-1], [1, 2])
    assert experiment.original_row(1) == 2
    assert experiment.original_row(len(experiment.data.points) - 1) is None


def test_a_step_through_ends_in_the_update_that_training_would_make(experiment):
    """With a batch of one, the trace's update is the trainer's own next step."""
    experiment.session.batch = 1
    experiment.learn_with("batch")
    experiment.session.optimizer = "Adam"
    experiment.learn_with("optimizer")
    experiment.trainer.step(7)
    for level in ("layer", "scalar"):
        trace, _ = experiment.trace(experiment.next_sample(), level)
        updates = {step.node: step.value for step in trace.steps if step.phase == "update"}
        twin = experiment.trainer.progress()
        experiment.trainer.step(1)
        for name, value in updates.items():
            kind, layer, *entry = trace.graph[name].place
            arrays = experiment.network.weights if kind.startswith("weight") else experiment.network.biases
            np.testing.assert_allclose(value, arrays[layer][tuple(entry)], rtol=1e-4, atol=1e-6)
        experiment.trainer.resume(twin)


@pytest.mark.parametrize("level", ["layer", "scalar"])
def test_a_step_through_drops_what_the_next_step_drops_and_ends_in_its_update(level):
    session = Session()
    session.param.update(layers=[4, 2], activations=["tanh", "tanh"], dropout=0.5)
    experiment = Experiment(session)
    experiment.trainer.step(3)
    trace, _ = experiment.trace(5, level)
    masks = experiment.network.masks(3, 1)
    assert {float(one) for mask in masks for one in mask[0]} == {0.0, 2.0}
    if level == "layer":
        for layer, mask in enumerate(masks, 1):
            np.testing.assert_array_equal(trace.values[f"mask{layer}"], mask[0])
            np.testing.assert_allclose(
                trace.values[f"drop{layer}"], trace.values[f"a{layer}"] * mask[0], rtol=1e-12
            )
    updates = {step.node: step.value for step in trace.steps if step.phase == "update"}
    experiment.trainer.update_on([5])
    for name, value in updates.items():
        kind, layer, *entry = trace.graph[name].place
        arrays = experiment.network.weights if kind.startswith("weight") else experiment.network.biases
        np.testing.assert_allclose(value, arrays[layer][tuple(entry)], rtol=1e-5, atol=1e-7)
    assert len(updates) > 5


def test_every_hidden_layer_drops_the_share_that_is_set(experiment):
    experiment.session.dropout = 0.5
    experiment.learn_with("dropout")
    assert experiment.network.dropout == [0.5] * len(experiment.session.layers)
    experiment.change(lambda hidden: hidden.inserted(1, 3, "tanh"))
    assert experiment.network.dropout == [0.5] * len(experiment.session.layers)
    experiment.session.bias = False
    experiment.set_bias()
    assert set(experiment.network.dropout) == {0.5}
    experiment.begin()
    assert set(experiment.network.dropout) == {0.5}
    experiment.session.dropout = 0.0
    experiment.learn_with("dropout")
    assert set(experiment.network.dropout) == {0.0}


def test_history_stays_small_however_long_one_trains(experiment):
    for _ in range(2500):
        experiment.trainer.step(1)
        experiment.record()
    epochs = experiment.trainer.history["epoch"]
    assert len(epochs) <= 2000
    assert epochs == sorted(epochs)
    assert epochs[0] == 0
    assert epochs[-1] == pytest.approx(2500 / experiment.trainer.steps_per_epoch)
