"""A Boolean formula that is typed: its rows are the data, and threshold units are built that answer as it does."""

from itertools import product
from urllib.parse import parse_qsl

import numpy as np
import pytest
from undoing_desk import Desk

from playground import address
from playground.network.controller import NetworkController
from playground.session import Session

LECTURE = "((A & !X & Z) | (A & !Y)) & ((X & Y) | (!X & Z))"


def opened(query):
    """A desk at which an address was opened."""
    desk, session = Desk(), Session()
    problems = address.read(session, dict(parse_qsl(query, keep_blank_values=True)))
    desk.controller = NetworkController(session, desk.sent.append, problems)
    return desk.say("ready")


def test_the_rows_of_a_formula_are_the_data_and_its_variables_the_features():
    desk = Desk().say("own_function", text=f" {LECTURE} ")
    data = desk.last("data")
    assert (data["source"], data["name"], data["undivided"]) == ("formula", LECTURE, True)
    assert data["columns"] == ["A", "X", "Y", "Z"]
    assert len(data["targets"]) == 16
    titles = [one["title"] for one in desk.last("network")["features"] if one["active"]]
    assert titles == ["A", "X", "Y", "Z"]


@pytest.mark.parametrize("formula", [LECTURE, "A ^ B ^ C ^ X ^ Y ^ Z", "!A", "A | !A", "A and not B"])
def test_the_network_that_is_built_has_every_row_right_and_comes_back_from_its_address(formula):
    desk = Desk().say("own_function", text=formula).say("build_formula")
    experiment = desk.controller.experiment
    rows = np.array(list(product([0, 1], repeat=len(experiment.data.domain))))
    assert np.array_equal(experiment.network.predict(rows), experiment.data.y)
    assert experiment.trainer.history["train_accuracy"] == [1.0]
    assert {*experiment.session.activations, experiment.session.output} == {"threshold"}
    assert desk.last("status")["message"]["code"] == "built_of_thresholds"
    again = opened(desk.last("address")["query"]).controller.experiment
    assert np.array_equal(again.network.parameters, experiment.network.parameters)
    assert np.array_equal(again.network.predict(rows), experiment.data.y)


def test_what_can_be_a_function_is_one_and_of_the_rest_what_it_was_meant_for_is_told():
    desk = Desk()
    for text, dataset in [
        ("x1 > x2", "function"),
        ("x1^2", "function"),
        ("x1 & x2", "formula"),
        ("p ^ q", "formula"),
    ]:
        assert desk.say("own_function", text=text).controller.session.dataset == dataset
    for text, said in [
        ("A & ", "something is missing at the end"),
        ("x2 > foo(x1)", "no function 'foo'"),
        ("sin(y)^2", "y is not known"),
    ]:
        assert said in desk.say("own_function", text=text).last("error")["text"]
    assert desk.controller.session.formula == "p ^ q"


def test_building_needs_a_formula_and_is_taken_back():
    desk = Desk().say("build_formula")
    assert desk.last("error")["text"].startswith("Type a Boolean formula first")
    desk.say("own_function", text="A ^ B").say("width", layer=0, width=3)
    before = desk.everything()
    desk.say("build_formula")
    assert desk.last("changes")["undo"] == "Undo: network built from the formula. (Ctrl+Z)"
    assert desk.controller.experiment.widths == [2, 2, 1]
    assert desk.say("undo").everything() == before


def test_a_bad_formula_in_a_link_is_told_and_the_rest_opens():
    desk = opened("dataset=formula&formula=A%20%26")
    assert "something is missing at the end" in desk.last("address_problems")["text"]
    assert desk.controller.session.dataset == "circle"


def test_threshold_units_are_told_to_have_nothing_to_train_with():
    desk = opened("dataset=and&layers=&activations=&output=threshold&loss=mean squared")
    desk.say("one_epoch")
    assert desk.last("status")["message"]["code"] == "threshold_output"
    before = desk.controller.experiment.network.parameters.copy()
    desk.say("step_through", sample=0, level="layer")
    assert desk.last("status")["message"]["code"] == "threshold_output"
    assert np.array_equal(desk.controller.experiment.network.parameters, before)
    hidden = opened("dataset=xor table&layers=2&activations=threshold").say("one_step")
    assert hidden.last("status")["message"]["arguments"] == {"layer": 1}
