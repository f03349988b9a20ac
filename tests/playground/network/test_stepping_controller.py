"""Stepping through a sample changes nothing until its update is asked for, and then makes just what was shown."""

import numpy as np
import pytest

from playground.network.controller import NetworkController
from playground.session import Session

SAMPLE = 7


class Desk:
    """A controller whose messages are kept."""

    def __init__(self, **values):
        self.sent = []
        self.session = Session(**values)
        self.controller = NetworkController(self.session, self.sent.append, [])

    def say(self, topic, **fields):
        self.sent.clear()
        self.controller.receive({"topic": topic, **fields})
        return self

    def last(self, topic):
        return ([message for message in self.sent if message["topic"] == topic] or [None])[-1]

    @property
    def trainer(self):
        return self.controller.experiment.trainer

    @property
    def weights(self):
        return self.trainer.network.parameters.copy()

    @property
    def message(self):
        return self.last("status")["message"]


def shown_updates(trace):
    """The new weights that a trace shows, flat as in the network: W1 and b1 beside each other, row by row."""
    numbers = trace["numbers"]

    def array(ref):
        return numbers[ref["at"] : ref["at"] + int(np.prod(ref["shape"]))].reshape(ref["shape"])

    updates = {step["node"]: array(step["value"]) for step in trace["steps"] if step["phase"] == "update"}
    layers = sorted(int(name[1:]) for name in updates if name[0] == "W")
    blocks = [np.column_stack([updates[f"W{layer}"], updates[f"b{layer}"]]) for layer in layers]
    return np.concatenate([block.ravel() for block in blocks])


@pytest.mark.parametrize("optimizer", ["SGD", "momentum", "Nesterov", "AdaGrad", "RMSprop", "Adam"])
def test_the_update_that_is_applied_is_the_one_that_was_shown(optimizer):
    desk = Desk(optimizer=optimizer, penalty="L2", strength=0.01).say("one_step").say("one_step")
    trace = desk.say("step_through", sample=SAMPLE, level="layer").last("trace")
    before = desk.weights
    desk.say("apply_update", sample=SAMPLE)
    np.testing.assert_allclose(desk.weights, shown_updates(trace), rtol=2e-6, atol=1e-7)
    assert not np.array_equal(desk.weights, before)
    assert desk.trainer.iteration == 3


def test_what_has_become_of_it_is_said_and_seen():
    desk = Desk().say("step_through", sample=SAMPLE, level="layer").say("set", name="cursor", value=9)
    records = len(desk.trainer.history["epoch"])
    desk.say("apply_update", sample=SAMPLE)
    said = desk.message
    assert (said["code"], said["arguments"]["sample"]) == ("update_made", SAMPLE)
    losses = said["arguments"]["before"], said["arguments"]["after"]
    assert losses[1] < losses[0]
    assert (
        said["text"]
        == f"The update for sample 7 has been applied: its loss went from {losses[0]:.4g} to {losses[1]:.4g}."
    )
    assert desk.last("frames")["parameters"].ravel().tolist() == desk.weights.tolist()
    assert desk.last("status")["iteration"] == 1
    assert len(desk.trainer.history["epoch"]) == records + 1
    # The walk stays where it was, with the numbers of the network as it is now.
    again = desk.last("trace")
    assert (again["sample"]["index"], again["cursor"]) == (SAMPLE, 9)


def test_the_losses_that_are_said_are_those_of_the_graph_with_its_penalty():
    desk = Desk(penalty="L2", strength=0.1)
    first = desk.say("apply_update", sample=3).message["arguments"]
    second = desk.say("apply_update", sample=3).message["arguments"]
    assert second["before"] == first["after"]
    trace = desk.controller.experiment.trace(3, "layer")[0]
    assert second["after"] == pytest.approx(trace.output)


def test_it_is_taken_back_to_the_bit():
    desk = Desk(optimizer="Adam").say("one_epoch")
    before = desk.weights
    desk.say("apply_update", sample=SAMPLE).say("undo")
    assert np.array_equal(desk.weights, before)
    assert desk.trainer.optimizer.steps == desk.trainer.iteration


def test_closing_says_that_an_update_was_only_shown_where_it_was_seen():
    desk = Desk().say("step_through", sample=SAMPLE)
    before = desk.weights
    desk.say("close_trace", updated=True)
    assert (desk.message["code"], desk.message["arguments"]) == ("update_only_shown", {"sample": SAMPLE})
    assert np.array_equal(desk.weights, before)
    for fields in ({}, {"updated": False}):
        desk = Desk().say("step_through", sample=SAMPLE).say("close_trace", **fields)
        assert desk.message is None
    assert Desk().say("close_trace", updated=True).message is None  # nothing was open


@pytest.mark.parametrize("sample", [-1, 10**6])
def test_an_update_of_a_sample_that_there_is_not_is_refused(sample):
    desk = Desk()
    before = desk.weights
    desk.say("apply_update", sample=sample)
    assert desk.last("error")["code"] == "sample_unknown"
    assert np.array_equal(desk.weights, before)


def test_an_update_that_leaves_no_finite_numbers_is_told_as_a_run_that_diverged():
    desk = Desk(dataset="sine", rate=1.0)
    desk.trainer.optimizer.rate = 1e38
    desk.say("apply_update", sample=3)
    for _ in range(5):
        desk.say("apply_update", sample=3)
    assert desk.message["code"] == "diverged"
    assert np.isfinite(desk.weights).all()


def test_a_sample_that_other_data_do_not_have_is_not_named_in_the_address_either():
    desk = Desk(dataset="circle").say("step_through", sample=390)
    assert "sample=390" in desk.last("address")["query"]
    rows = "".join(f"{row},{row * row % 7},{'ab'[row % 2]}\n" for row in range(40))
    desk.say("csv", name="mine.csv", bytes=rows.encode())
    assert desk.last("trace_closed")
    assert "sample" not in desk.last("address")["query"]
