"""What is sent for the views beside the boundary: only while one of them is looked at."""

import numpy as np
import pytest
from undoing_desk import Desk

from playground.network import insides

TOPICS = {"spaces", "layer_facts", "unit_curves"}
SINE = {
    "dataset": "sine",
    "features": ["x"],
    "layers": [3],
    "activations": ["tanh"],
    "output": "linear",
    "loss": "mean squared",
}


def seen(desk):
    return [message["topic"] for message in desk.sent if message["topic"] in TOPICS]


def test_while_the_boundary_is_looked_at_nothing_of_it_is_made_or_sent():
    desk = Desk()
    assert seen(desk.say("ready")) == []
    assert seen(desk.say("one_epoch")) == []


@pytest.mark.parametrize(("view", "topic"), [("spaces", "spaces"), ("layers", "layer_facts")])
def test_what_is_looked_at_comes_when_it_is_chosen_and_with_every_moment_after(view, topic):
    desk = Desk().set("view", view)
    assert seen(desk) == [topic]
    assert seen(desk.say("one_epoch")) == [topic]
    assert seen(desk.say("weight", layer=0, row=0, column=0, value=2.0)) == [topic]
    assert seen(desk.set("view", "boundary").say("one_epoch")) == []


def test_an_address_opens_a_view_and_its_layer():
    desk = Desk(view="spaces", space=1)
    space = desk.last("spaces") or desk.say("ready").last("spaces")
    assert (space["layer"], space["layers"]) == (1, 2)
    assert desk.set("space", 0).last("spaces")["layer"] == 0
    flat = desk.last("spaces")
    assert np.array_equal(flat["points"], flat["flat"])
    assert "view=spaces" in desk.last("address")["query"]
    assert desk.set("space", 8).last("spaces")["layer"] == 2  # the last that there is


def test_the_points_of_a_space_are_the_activations_of_its_layer():
    desk = Desk(view="spaces")
    space = desk.say("ready").last("spaces")
    experiment = desk.controller.experiment
    activations = experiment.network.forward(experiment.trainer.data.X)[1][1]
    assert space["points"] == pytest.approx(activations[space["rows"]], abs=1e-6)
    assert space["flat"] == pytest.approx(experiment.data.points[space["rows"]], abs=1e-6)
    assert len(space["grid"]) == len(space["plane"]) == len(space["answers"]) == space["side"] ** 2


def test_of_several_classes_it_is_told_which_wins_and_by_how_much():
    desk = Desk(view="spaces", dataset="blobs", output="softmax", loss="cross-entropy")
    space = desk.say("ready").last("spaces")
    experiment = desk.controller.experiment
    answers = experiment.network.predict(space["plane"])
    assert np.array_equal(space["answers"], answers.argmax(axis=1))
    second, best = np.sort(answers)[:, -2:].T
    assert space["leads"] == pytest.approx(np.log(best / second), abs=1e-4)
    assert "leads" not in Desk(view="spaces").say("ready").last("spaces")


def test_layers_of_threshold_units_are_the_ones_without_a_slope():
    desk = Desk(view="layers", dataset="and", layers=[2, 3], activations=["tanh", "threshold"])
    assert desk.say("ready").last("layer_facts")["flat"] == [False, True, False]


def test_the_curves_of_units_add_up_to_what_the_network_answers():
    desk = Desk(view="functions", **SINE)
    curves = desk.say("ready").last("unit_curves")
    answers = desk.controller.experiment.network.predict(curves["places"][:, None])[:, 0]
    assert curves["sums"][-1] == pytest.approx(answers, abs=1e-5)
    assert curves["sums"][0] == pytest.approx(curves["bias"])
    assert np.diff(curves["sums"], axis=0) == pytest.approx(curves["pieces"], abs=1e-5)
    assert seen(Desk(view="functions").say("ready")) == []  # of two inputs


@pytest.mark.parametrize("view", ["spaces", "layers", "functions"])
@pytest.mark.parametrize(
    "set_up", [SINE, {}, {"layers": [], "activations": []}, {"layers": [1], "activations": ["maxout"]}]
)
def test_any_network_can_be_looked_at_and_one_that_has_blown_up(view, set_up):
    desk = Desk(view=view, **set_up).say("ready")
    desk.controller.experiment.network.parameters[:] = np.float32(3e38)
    with np.errstate(all="ignore"):
        desk.say("probe", layer=None)
    for message in desk.sent:
        for name, value in message.items():
            if (
                message["topic"] in TOPICS
                and isinstance(value, np.ndarray)
                and name not in ("line", "dead", "saturated")
            ):
                assert not np.isinf(value).any(), name


def test_of_many_points_some_are_drawn(monkeypatch):
    monkeypatch.setattr(insides, "MOST_POINTS", 50)
    rows = Desk(view="spaces").say("ready").last("spaces")["rows"]
    assert len(rows) == 50
    assert (rows[0], rows[-1]) == (0, 399)
