"""What another value of each setting does to weights, curves, address and the trace that is open: as its table says."""

from functools import cache

import numpy as np
import pytest

from playground.network.controller import NetworkController
from playground.network.experiment import Experiment
from playground.run_settings import RunSettings
from playground.session import Session
from playground.settings import OF_A_RUN

# Another value of every setting that is set by itself.
VALUES = {
    "dataset": "moons",
    "arms": 3,
    "classes": 4,
    "noise": 0.3,
    "samples": 200,
    "split": 0.7,
    "bias": False,
    "initializer": "he",
    "seed": 5,
    "data_seed": 3,
    "loss": "l1",
    "optimizer": "Adam",
    "rate": 0.5,
    "beta": 0.5,
    "beta1": 0.5,
    "beta2": 0.5,
    "epsilon": 0.5,
    "batch": 7,
    "penalty": "L2",
    "strength": 0.1,
    "dropout": 0.5,
    "schedule": "exponential",
    "decay": 0.5,
    "speed": "1 step/s",
    "target_epochs": 50,
    "target_loss": 0.25,
    "across": 2,
    "upward": 3,
}
# The data of which an option is one.
OF_DATA = {
    "arms": {"dataset": "spiral"},
    "classes": {"dataset": "blobs", "loss": "cross-entropy", "output": "softmax"},
}
# Without which a setting of learning does nothing.
ADAM = {"optimizer": "Adam"}
NEEDS = {
    "beta": {"optimizer": "momentum"},
    **dict.fromkeys(["beta1", "beta2", "epsilon"], ADAM),
    "strength": {"penalty": "L2"},
    "decay": {"schedule": "exponential"},
}
SAMPLE = 3
# By what a change means: whether the weights stay, the curves go on, and the points are the same.
KEEPS = {
    "looking": {"weights", "curves", "points"},
    "learning": {"weights", "curves", "points"},
    "points": {"weights", "curves"},
    "loss": {"weights", "points"},
    "biases": {"weights", "points"},
    "start": {"points"},
    "data": set(),
}


class Desk:
    """A page with a run in the middle of its second epoch, of which one sample is open."""

    def __init__(self, **values):
        self.sent = []
        self.controller = NetworkController(Session(**values), self.sent.append, [])
        self.ask("ready").ask("one_epoch").ask("one_step").ask("step_through", sample=SAMPLE).ask(
            "set", name="cursor", value=4
        )

    def ask(self, topic, **fields):
        self.sent.clear()
        self.controller.receive({"topic": topic, **fields})
        return self

    def set(self, name, value):
        return self.ask("set", name=name, value=value)

    def last(self, topic):
        return ([message for message in self.sent if message["topic"] == topic] or [None])[-1]

    @property
    def experiment(self):
        return self.controller.experiment

    @property
    def weights(self):
        """Without the biases, which one setting takes away."""
        return [weights.tobytes() for weights in self.experiment.network.weights]

    @property
    def points(self):
        return self.experiment.data.points.tobytes()


@cache
def changed(name):
    """A page on which a setting was given another value, and its weights, points, curve and steps before."""
    desk = Desk(**OF_DATA.get(name, {}))
    trainer = desk.experiment.trainer
    before = desk.weights, desk.points, list(trainer.history["train_loss"]), trainer.iteration
    return desk.set(name, VALUES[name]), before


@pytest.mark.parametrize("name", VALUES)
def test_weights_curves_and_points_stay_or_begin_anew_as_the_setting_says(name):
    desk, (weights, points, curve, iteration) = changed(name)
    change = RunSettings.change(name)
    kept = KEEPS[change] - (
        {"points"} if name == "seed" else set()
    )  # which draws both, unless they have one of their own
    assert desk.last("error")["text"] == ""
    trainer = desk.experiment.trainer
    assert (desk.weights == weights) == ("weights" in kept)
    assert (desk.points == points) == ("points" in kept or name == "split")
    if "curves" in kept:
        assert trainer.history["train_loss"][: len(curve)] == curve
        assert trainer.iteration == iteration
    else:
        assert len(trainer.history["train_loss"]) == 1
        assert (trainer.iteration, trainer.epochs) == (0, 0)
        assert len(desk.last("history")["train_loss"]) == 1
    # Whatever stays is what is shown.
    np.testing.assert_array_equal(
        desk.last("frames")["parameters"].ravel()
        if desk.last("frames")
        else desk.experiment.network.parameters,
        desk.experiment.network.parameters,
    )


@pytest.mark.parametrize("name", VALUES)
def test_the_address_names_what_was_set_and_leads_to_the_weights(name):
    desk, _ = changed(name)
    query = desk.last("address")["query"]
    shown = {True: "on", False: "off"}.get(VALUES[name], VALUES[name])
    assert f"{name}={shown}".replace(" ", "+").replace("/", "%2F") in query.split("&")
    # Those of the seed alone need no word.
    assert ("weights=" in query) == ("weights" in KEEPS[RunSettings.change(name)])


@pytest.mark.parametrize("name", VALUES)
def test_a_trace_that_is_open_shows_the_run_as_it_is_now_from_the_same_place(name):
    desk, _ = changed(name)
    assert desk.controller.session.sample == SAMPLE
    assert f"sample={SAMPLE}" in desk.last("address")["query"]
    if RunSettings.change(name) == "looking":
        assert desk.last("trace") is None
        return
    shown = desk.last("trace")
    assert (shown["sample"]["index"], shown["cursor"]) == (SAMPLE, 4)
    trainer = desk.experiment.trainer
    assert shown["sample"]["x"] == trainer.data.X[SAMPLE].tolist()
    assert (shown["loss"], shown["rate"]) == (trainer.loss.name, pytest.approx(trainer.rate))


@pytest.mark.parametrize("name", RunSettings.names("learning"))
def test_a_run_learns_alike_whether_a_setting_was_opened_with_or_set(name):
    def learned(opened, *then):
        experiment = Experiment(Session(**opened))
        for setting in then:
            experiment.session.update(**{setting: VALUES[setting]})
            experiment.learn_with(setting)
        experiment.trainer.step(60)
        return experiment.network.parameters.tobytes()

    others = NEEDS.get(name, {})
    opened = learned({**others, name: VALUES[name]})
    assert learned(others, name) == opened
    assert learned(others) != opened


def test_every_setting_that_is_set_by_itself_is_tried():
    assert set(VALUES) == set(RunSettings.names(*OF_A_RUN, "looking"))
    assert set(KEEPS) == {*OF_A_RUN, "looking"}


@pytest.mark.parametrize(
    ("optimizer", "name"),
    [("momentum", "beta"), ("Adam", "beta1"), ("Adam", "beta2"), ("AdaGrad", "epsilon")],
)
def test_an_option_goes_to_the_optimizer_that_has_it_and_that_keeps_its_state(optimizer, name):
    desk = Desk(optimizer=optimizer)
    steps, state = desk.experiment.trainer.optimizer.snapshot()
    desk.set(name, 0.25)
    changed = desk.experiment.trainer.optimizer
    assert getattr(changed, name) == 0.25
    assert changed.steps == steps == 21
    assert all((changed.state[name] == kept).all() and kept.any() for name, kept in state.items())


def test_an_option_of_another_optimizer_leaves_the_present_one_with_all_that_it_keeps():
    desk = Desk(optimizer="momentum")
    trainer = desk.experiment.trainer
    kept = {name: state.copy() for name, state in trainer.named_state()["W1"].items()}
    assert any(state.any() for state in kept.values())
    desk.set("beta1", 0.25)
    for name, state in trainer.named_state()["W1"].items():
        assert (state == kept[name]).all()


# The loss, and the output that goes with it


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "linear"])
def test_an_output_that_goes_with_another_loss_stays_as_it_was_chosen(output):
    desk = Desk(loss="mean squared", output=output)
    weights = desk.weights
    desk.set("loss", "l1")
    assert desk.controller.session.output == output
    assert desk.last("network")["layers"][-1]["activation"] == output
    assert desk.weights == weights


def test_an_output_that_does_not_go_with_another_loss_becomes_the_usual_one_and_the_weights_stay():
    desk = Desk(loss="mean squared", output="tanh")
    weights = desk.weights
    desk.set("loss", "binary cross-entropy")
    assert desk.last("error")["text"] == ""
    assert desk.controller.session.output == "sigmoid"
    assert desk.experiment.network.output == "sigmoid"
    assert desk.experiment.trainer.loss.name == "binary cross-entropy"
    assert desk.weights == weights


def test_a_loss_that_does_not_go_with_the_data_leaves_all_as_it_was():
    desk = Desk()
    trainer, weights = desk.experiment.trainer, desk.weights
    assert "does not fit this data" in desk.set("loss", "cross-entropy").last("error")["text"]
    assert desk.controller.session.loss == "binary cross-entropy"
    assert desk.experiment.trainer is trainer
    assert desk.weights == weights


# A trace that is closed


@pytest.mark.parametrize("topic", ["close_trace", "train", "one_step", "one_epoch", "reset", "take_set_up"])
def test_a_trace_that_was_closed_is_forgotten(topic, monkeypatch):
    desk = Desk()
    monkeypatch.setattr(desk.controller.loop, "start", lambda: None)
    desk.ask(topic)
    assert desk.last("trace_closed")
    assert (desk.controller.session.sample, desk.controller.session.cursor) == (None, 0)
    assert desk.last("status")["stepping"] is False
    for change in (
        {"topic": "set", "name": "rate", "value": 0.5},
        {"topic": "width", "layer": 0, "width": 5},
    ):
        desk.ask(**change)
        assert desk.last("trace") is None
        assert desk.last("trace_closed") is None
        assert "sample=" not in desk.last("address")["query"]
    assert desk.ask("ready").last("trace") is None


def test_a_trace_whose_sample_is_no_longer_there_is_closed_and_forgotten():
    desk = Desk().ask("step_through", sample=300).set("samples", 100)
    assert desk.last("trace_closed")
    assert desk.controller.session.sample is None
    assert "sample=" not in desk.set("samples", 400).last("address")["query"]
    assert desk.last("trace") is None
