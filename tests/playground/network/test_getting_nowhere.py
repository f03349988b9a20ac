"""A run that breaks, or gets nowhere, says so, and what is offered leads to one consistent state."""

import numpy as np
import pytest

from engine import Problem
from playground.network.controller import NetworkController
from playground.session import Session


class Desk:
    """A controller whose messages are kept."""

    def __init__(self, **values):
        self.sent = []
        self.controller = NetworkController(Session(**values), self.sent.append, [])

    def say(self, topic, **fields):
        self.sent.clear()
        self.controller.receive({"topic": topic, **fields})
        return self

    def last(self, topic):
        return ([message for message in self.sent if message["topic"] == topic] or [None])[-1]

    @property
    def status(self):
        return self.last("status")

    @property
    def trainer(self):
        return self.controller.experiment.trainer


def broken(**values):
    """A regression that has diverged."""
    desk = Desk(
        dataset="plane",
        loss="mean squared",
        output="linear",
        rate=3.0,
        activations=["relu", "relu"],
        **values,
    )
    for _ in range(200):
        if desk.trainer.diverged:
            break
        desk.say("one_step")
    assert desk.status["message"]["code"] == "diverged"
    return desk


def test_the_rate_that_is_offered_leads_to_the_start_with_its_curve_and_its_steps():
    desk = broken()
    desk.say("lower_rate")
    assert desk.trainer.optimizer.rate == desk.controller.session.rate == 0.3
    assert np.array_equal(desk.trainer.network.parameters, desk.controller.experiment.start.parameters)
    assert (desk.status["iteration"], desk.status["epoch"]) == (0, 0.0)
    assert desk.last("history")["epoch"].tolist() == [0.0]
    assert desk.status["message"] == {
        "code": "back_at_start", "arguments": {"rate": 0.3},
        "text": "The run is back at its start, now with a learning rate of 0.3.",
    }  # fmt: skip
    assert desk.status["suggested_rate"] is None
    desk.say("undo")
    assert desk.status["message"]["code"] == "diverged"


def test_a_run_that_had_learned_goes_back_to_where_its_loss_was_lowest():
    desk = Desk().say("one_epoch").say("one_epoch")
    desk.trainer.suggested_rate, desk.trainer.diverged = 0.003, desk.trainer.diverged or _diverged()
    desk.trainer.best = desk.trainer.best._replace(epoch=1.0)
    desk.say("lower_rate")
    assert desk.status["epoch"] == 1.0
    assert desk.last("history")["epoch"].tolist() == [0.0, 1.0]
    assert desk.status["message"]["code"] == "back_at_best"
    assert desk.controller.session.rate == 0.003


def _diverged():
    return Problem("diverged", rate=0.03, lower=0.003)


def test_a_rate_typed_after_it_blew_up_says_what_the_weights_are():
    desk = broken()
    desk.trainer.network.parameters[0] = 1e14
    desk.say("set", name="rate", value=0.03)
    assert desk.status["message"]["code"] == "weights_blown_up"
    assert desk.status["suggested_rate"] is None
    desk.say("set", name="rate", value=0.01)
    assert desk.status["message"]["code"] == "weights_blown_up"  # they still are
    desk.say("one_epoch")
    assert desk.status["message"]["code"] == "weights_blown_up"
    desk.trainer.history["train_loss"][-1] = 0.9 * desk.trainer.history["train_loss"][0]
    desk.controller._stopped(None)
    assert desk.status["message"] is None  # as large as they are, they work
    desk.say("reset")
    assert desk.status["message"] is None


def test_a_rate_is_not_blamed_where_a_run_diverges_again_from_weights_that_are_far_off():
    desk = broken()
    desk.trainer.network.parameters[0] = 1e14
    desk.say("set", name="rate", value=0.03)
    desk.controller.loop.start = lambda: None
    desk.say("train")
    assert desk.status["message"]["code"] == "weights_blown_up"
    desk.trainer.diverged, desk.trainer.suggested_rate = _diverged(), 0.003
    desk.controller._stopped(_diverged())
    assert desk.status["message"]["code"] == "weights_blown_up"
    assert desk.status["suggested_rate"] is None
    assert desk.trainer.diverged is None
    desk.say("reset").say("train")
    desk.trainer.diverged = _diverged()
    desk.controller._stopped(_diverged())
    assert desk.status["message"]["code"] == "diverged"  # from the start it is the rate


@pytest.mark.parametrize("layers", [[], [2]])
def test_a_lower_rate_in_time_does_not_bring_back_a_loss_that_is_far_off_and_reset_is_proposed(layers):
    """Linear units throughout: the run was stopped before its loss was no finite number any more."""
    activations = ["linear"] * len(layers)
    desk = Desk(
        dataset="plane",
        loss="mean squared",
        output="linear",
        rate=3.0,
        layers=layers,
        activations=activations,
    )
    while desk.trainer.history["train_loss"][-1] < 1e6:
        desk.say("one_step")
    assert desk.trainer.diverged is None
    desk.say("set", name="rate", value=1e-6)
    said = desk.status["message"]
    assert said["code"] == "loss_blown_up"
    assert said["arguments"]["first"] == desk.trainer.history["train_loss"][0]
    desk.say("one_step")
    assert desk.status["message"]["code"] == "loss_blown_up"
    desk.say("reset")
    assert desk.status["message"] is None
    desk.say("set", name="rate", value=0.001)
    assert desk.status["message"] is None


def jump(desk):
    """The curve of a run that jumps, for as many steps as it takes to be told."""
    first = desk.trainer.history["train_loss"][0]
    for _ in range(3):
        desk.trainer.step(20)
        desk.trainer.record()
    count = len(desk.trainer.history["train_loss"]) - 1
    desk.trainer.history["train_loss"][1:] = [first * (2 + at % 2) for at in range(count)]


def test_a_lower_rate_is_not_blamed_for_what_was_before_it():
    desk = Desk(rate=10.0)
    for _ in range(9):
        desk.say("one_epoch")
    jump(desk)
    desk.controller._stopped(None)
    assert desk.status["message"]["code"] == "training_jumps"
    desk.say("set", name="rate", value=0.03).say("one_epoch")
    assert desk.status["message"] is None


def test_what_gets_nowhere_is_said_once_and_goes_when_it_is_over():
    desk = Desk(rate=10.0)
    for _ in range(9):
        desk.say("one_epoch")
    assert desk.status["message"] is None  # too early to be told
    jump(desk)
    desk.controller._stopped(None)
    said = desk.status
    assert said["message"]["code"] == "training_jumps"
    assert (said["kind"], said["suggested_rate"]) == ("info", 1.0)

    desk.controller._say(None)
    desk.sent.clear()
    desk.controller._trained()
    assert desk.status["message"]["code"] == "training_jumps"
    desk.sent.clear()
    desk.controller._judged = 0.0
    desk.controller._trained()
    assert desk.status is None  # it stays as it was said
    desk.trainer.history["train_loss"][-1] = 0.01
    desk.controller._trained()
    assert desk.status is None  # not asked again at once
    desk.controller._judged = 0.0
    desk.controller._trained()
    assert desk.status["message"] is None

    desk.trainer.history["train_loss"][-1] = 5.0
    desk.say("one_epoch").say("lower_rate")
    assert desk.controller.session.rate == 1.0
    assert desk.status["message"]["code"] in ("back_at_start", "back_at_best")
