"""Changes on the Network page are taken back and made again: settings, points, shape, weights, epoch and curves."""

import numpy as np
import own_loop
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from undoing_desk import CSV, Desk, trained, training

from playground.messages import ASKED, NOT_OF_A_PAGE
from playground.network.controller import NetworkController
from playground.shared.changes import CHANGES

PASTED = "nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))"
# Of every kind of change one: what is asked, and what is said of it.
KINDS = [
    ({"topic": "set", "name": "rate", "value": 0.5}, "Learning rate changed from 0.03 to 0.5"),
    ({"topic": "set", "name": "optimizer", "value": "Adam"}, "Optimizer changed from SGD to Adam"),
    ({"topic": "set", "name": "batch", "value": 7}, "Batch size changed from 10 to 7"),
    ({"topic": "set", "name": "penalty", "value": "L2"}, "Regularization changed from none to L2"),
    ({"topic": "set", "name": "schedule", "value": "exponential"}, "Decay changed from constant to exponential"),
    ({"topic": "set", "name": "loss", "value": "l1"}, "Loss changed from binary cross-entropy to absolute error"),
    ({"topic": "set", "name": "bias", "value": False}, "Biases switched off"),
    ({"topic": "set", "name": "initializer", "value": "zeros"}, "Initializer changed from Xavier (Glorot) to zeros"),
    ({"topic": "set", "name": "seed", "value": 5}, "Seed changed from 0 to 5"),
    ({"topic": "set", "name": "noise", "value": 0.4}, "Noise changed from 0.1 to 0.4"),
    ({"topic": "set", "name": "split", "value": 0.8}, "Training split changed from 0.5 to 0.8"),
    ({"topic": "set", "name": "dataset", "value": "sine"}, "data changed from Circle to Sine"),
    ({"topic": "set", "name": "speed", "value": "1 step/s"}, "Speed changed from 30 epochs/s to 1 step/s"),
    ({"topic": "set", "name": "target_epochs", "value": 50}, "Until epoch changed from none to 50"),
    ({"topic": "width", "layer": 1, "width": 6}, "layer 2 changed from 2 to 6 neurons"),
    ({"topic": "insert_layer", "at": 1, "width": 3}, "layer 2 added"),
    ({"topic": "remove_layer", "layer": 1}, "layer 2 removed"),
    ({"topic": "move_layer", "layer": 0, "to": 1}, "layer 1 moved to position 2"),
    ({"topic": "activation", "layer": 0, "name": "relu"}, "activation of layer 1 changed from tanh to relu"),
    ({"topic": "activation", "layer": 2, "name": "tanh"}, "activation of the output changed from sigmoid to tanh"),
    ({"topic": "features", "names": ["x1", "x2", "x1*x2"]}, "features changed"),
    ({"topic": "weight", "layer": 1, "row": 0, "column": 2, "value": 9}, "weight 3 of neuron 1 in layer 2 set by hand"),
    ({"topic": "weight", "layer": 1, "row": 1, "column": 4, "value": 0.5}, "bias of neuron 2 in layer 2 set by hand"),
    ({"topic": "new_weights"}, "new weights drawn"),
    ({"topic": "reset"}, "run reset"),
    ({"topic": "new_data"}, "new data drawn"),
    ({"topic": "own_function", "text": "x1*x2"}, "data changed to the function x1*x2"),
    ({"topic": "own_function", "text": "A & !B"}, "data changed to the formula A & !B"),
    ({"topic": "csv", "name": "mine.csv", "bytes": CSV}, "data changed to the file mine.csv"),
    ({"topic": "point_add", "x": 1.0, "y": 2.0, "target": 1}, "point added"),
    ({"topic": "point_move", "index": 3, "x": 1.0, "y": 2.0}, "point moved"),
    ({"topic": "point_remove", "index": 3}, "point removed"),
    ({"topic": "network_code", "text": PASTED}, "network built from pasted code"),
    ({"topic": "apply_update", "sample": 7}, "update of sample 7 applied"),
    ({"topic": "take_set_up"}, "suggested set-up used"),
]  # fmt: skip
TOPICS = [kind[0]["topic"] + str(kind[0].get("name", kind[0].get("column", ""))) for kind in KINDS]


@pytest.mark.parametrize(("change", "words"), KINDS, ids=TOPICS)
def test_each_kind_of_change_is_taken_back_and_made_again_to_the_bit(change, words):
    desk = trained()
    before = desk.everything()
    desk.say(**change)
    assert (desk.last("error") or {"text": ""})["text"] == ""
    assert desk.last("changes")["undo"] == f"Undo: {words}. (Ctrl+Z)"
    after = desk.everything()
    assert after != before

    desk.say("undo")
    assert desk.said.startswith(f"Undone: {words}.")
    assert desk.last("changes") == {
        "topic": "changes",
        "undo": None,
        "redo": f"Redo: {words}. (Ctrl+Shift+Z)",
    }
    assert desk.everything() == before

    desk.say("redo")
    assert desk.said.startswith(f"Redone: {words}.")
    assert desk.everything() == after
    desk.say("undo").say("one_epoch")
    other = trained().say("one_epoch")
    assert desk.weights == other.weights  # it goes on to the same bits as if nothing had been


def test_every_topic_of_the_page_is_a_kind_of_change_with_words_or_none():
    """Who adds a message says what it is called when it is taken back."""
    without_words = (
        NetworkController.no_steps - {"csv", "file_columns"} | NOT_OF_A_PAGE | {"undo", "redo", "set"}
    )
    assert set(ASKED["network"]) - without_words <= set(CHANGES)


CHANGES_DRAWN = st.lists(
    st.one_of(
        st.sampled_from([kind[0] for kind in KINDS]),
        st.builds(lambda layer: {"topic": "remove_layer", "layer": layer}, st.integers(0, 3)),
        st.builds(
            lambda at, width: {"topic": "insert_layer", "at": at, "width": width},
            st.integers(0, 3),
            st.integers(1, 5),
        ),
        st.builds(
            lambda value: {"topic": "set", "name": "noise", "value": value}, st.sampled_from([0, 0.2, 0.7])
        ),
        st.builds(
            lambda name: {"topic": "set", "name": "dataset", "value": name},
            st.sampled_from(["moons", "blobs", "plane", "xor table", "circle"]),
        ),
        st.builds(lambda index: {"topic": "point_remove", "index": index}, st.integers(0, 5)),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=10, deadline=None)
@given(CHANGES_DRAWN)
def test_all_changes_undone_all_is_as_at_the_start_and_redone_as_at_the_end(changes):
    desk = trained()
    start = desk.everything()
    for change in changes:
        desk.say(**change)
    end = desk.everything()
    desk.undo_all()
    assert desk.everything() == start
    desk.redo_all()
    assert desk.everything() == end


@settings(max_examples=6, deadline=None)
@given(CHANGES_DRAWN)
def test_with_training_in_between_the_settings_are_as_at_the_start_and_all_is_as_at_the_end(changes):
    """What was trained stays trained, where a change had not dropped it."""
    desk = trained()
    before = desk.settings
    for change in changes:
        desk.say(**change).say("one_step")
    end = desk.everything()
    desk.undo_all()
    assert desk.settings == before
    desk.redo_all()
    assert desk.everything() == end


# What training has come to


def test_a_trained_layer_that_is_removed_comes_back_with_its_weights_epoch_and_curves():
    desk = trained()
    before = desk.everything()
    desk.say("remove_layer", layer=1).say("one_epoch").say("one_epoch")
    shorter = desk.everything()
    desk.say("undo")
    assert desk.said == "Undone: layer 2 removed. The run is back at epoch 1."
    assert desk.everything() == before
    np.testing.assert_array_equal(desk.last("network")["parameters"], desk.trainer.network.parameters)
    np.testing.assert_array_equal(desk.last("history")["epoch"], np.float32(desk.trainer.history["epoch"]))
    desk.say("redo")
    assert desk.said == "Redone: layer 2 removed. The run is back at epoch 2."
    assert desk.everything() == shorter


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ({"topic": "set", "name": "rate", "value": 0.5}, "rate", 0.03),
        ({"topic": "set", "name": "optimizer", "value": "Adam"}, "optimizer", "SGD"),
        ({"topic": "set", "name": "noise", "value": 0.5}, "noise", 0.1),
        ({"topic": "point_add", "x": 1.0, "y": 2.0, "target": 1}, "points_added", []),
        ({"topic": "new_data"}, "data_seed", None),
    ],
    ids=["rate", "optimizer", "noise", "point_add", "new_data"],
)  # fmt: skip
def test_a_run_that_has_gone_on_through_a_change_goes_on_when_it_is_taken_back(change, name, value):
    desk = trained()
    other = trained()
    points = desk.trainer.data.points
    desk.say(**change).say("one_epoch").say("one_epoch")
    weights, epochs = desk.weights, desk.trainer.epochs
    desk.say("undo")
    assert desk.said.endswith("The weights and curves are unchanged.")
    assert (desk.weights, int(desk.trainer.epochs)) == (weights, int(epochs))
    assert getattr(desk.session, name) == value
    assert desk.settings == other.settings
    np.testing.assert_array_equal(desk.trainer.data.points, points)
    assert type(desk.trainer.optimizer) is type(other.trainer.optimizer)
    assert desk.trainer.rate == other.trainer.rate


def test_a_rate_that_is_taken_back_is_the_one_that_the_next_step_takes():
    desk = Desk().set("rate", 1.0).say("one_step").say("undo")
    assert desk.trainer.rate == 0.03
    desk.say("redo")
    assert desk.trainer.rate == 1.0


def test_a_weight_set_by_hand_is_taken_back_though_the_run_went_on():
    desk = trained()
    before = desk.everything()
    desk.say("weight", layer=0, row=0, column=0, value=3.0).say("one_epoch").say("undo")
    assert desk.everything() == before


def test_a_reset_by_accident_loses_nothing():
    desk = trained()
    before = desk.everything()
    desk.say("reset").say("undo")
    assert desk.said == "Undone: run reset. The run is back at epoch 1."
    assert desk.everything() == before


def test_a_reset_of_what_was_not_trained_is_no_step():
    assert Desk().say("reset").controller.history.last is None


def test_a_run_that_diverged_is_one_that_diverged_when_its_lower_rate_is_taken_back():
    desk = Desk(dataset="sine", rate=100.0, activations=["relu", "relu"])
    while not desk.trainer.diverged:
        desk.say("one_epoch")
    words, before = str(desk.trainer.diverged), desk.everything()
    desk.say("lower_rate").say("undo")
    assert desk.said.startswith("Undone: learning rate lowered from 100 to 10.")
    assert desk.everything() == before
    status = desk.last("status")
    assert (status["message"]["text"], status["kind"], status["suggested_rate"]) == (words, "error", 10)


def test_training_and_looking_are_no_steps():
    desk = Desk()
    for topic, fields in (
        ("one_step", {}),
        ("one_epoch", {}),
        ("step_through", {"sample": 3}),
        ("close_trace", {}),
        ("probe", {"layer": 0, "unit": 1}),
        ("batch", {"layer": 0, "row": 0, "column": 0}),
        ("set", {"name": "theme", "value": "dark"}),
        ("set", {"name": "projector", "value": True}),
        ("set", {"name": "validation_points", "value": False}),
        ("set", {"name": "rate", "value": 0.03}),
    ):
        desk.say(topic, **fields)
    assert desk.controller.history.last is None
    assert desk.say("ready").last("changes") == {"topic": "changes", "undo": None, "redo": None}


def test_what_is_refused_is_no_step():
    desk = Desk()
    for topic, fields in (
        ("remove_layer", {"layer": 9}),
        ("set", {"name": "rate", "value": -1}),
        ("set", {"name": "loss", "value": "hinge of nobody"}),
        ("own_function", {"text": "x +"}),
        ("csv", {"name": "a.csv", "bytes": b"nonsense"}),
        ("weight", {"layer": 0, "row": 0}),
    ):
        assert desk.say(topic, **fields).last("error")["text"]
    assert desk.controller.history.last is None


def test_training_does_not_end_what_can_be_made_again():
    desk = Desk().say("remove_layer", layer=0).say("undo").say("one_epoch").say("redo")
    assert desk.session.layers == [2]
    desk.say("undo")
    assert desk.trainer.iteration > 0


# Training while it is taken back


def test_a_run_that_was_being_trained_trains_on_when_its_layer_comes_back():
    async def work():
        desk = Desk().say("train")
        await training(desk, lambda: desk.trainer.iteration > 20)
        at = desk.trainer.iteration
        desk.say("remove_layer", layer=0).say("undo")
        assert desk.controller.loop.running
        assert desk.last("status")["training"]
        await training(desk, lambda: desk.trainer.iteration > at)
        assert desk.session.layers == [4, 2]
        desk.controller.close()

    own_loop.run(work())


def test_a_run_that_stood_still_stands_still_when_it_comes_back():
    async def work():
        desk = trained()
        weights = desk.weights
        desk.say("remove_layer", layer=0).say("train")
        await training(desk, lambda: desk.trainer.iteration > 20)
        desk.say("undo")
        assert not desk.controller.loop.running
        assert desk.last("status")["training"] is False
        assert desk.weights == weights
        desk.controller.close()

    own_loop.run(work())


def test_taking_back_starts_no_training():
    async def work():
        desk = Desk().say("train")
        await training(desk, lambda: desk.trainer.iteration > 20)
        desk.say("remove_layer", layer=0).say("pause").say("undo")
        assert not desk.controller.loop.running
        desk.controller.close()

    own_loop.run(work())


def test_a_rate_is_taken_back_while_training_goes_on():
    async def work():
        desk = Desk().say("train")
        desk.set("rate", 0.5)
        await training(desk, lambda: desk.trainer.iteration > 20)
        at = desk.trainer.iteration
        desk.say("undo")
        assert desk.controller.loop.running
        assert (desk.session.rate, desk.trainer.iteration) == (0.03, at)
        desk.controller.close()

    own_loop.run(work())
