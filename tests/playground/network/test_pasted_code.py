"""Code pasted on the Network page: the run that it begins, and all that stays as it was where it is refused."""

import numpy as np
import pytest
from desks import Desk

PYTORCH = (
    "nn.Sequential(nn.Linear(2, 5), nn.ReLU(), nn.Linear(5, 3), nn.Tanh(), nn.Linear(3, 1), nn.Sigmoid())"
)

LEFT_OUT = (
    "The dropout in your code was left out: here all hidden layers share one dropout rate of at most 0.9, and the "
    "inputs have none."
)


@pytest.fixture
def desk():
    return open_desk()


def open_desk(**query):
    desk = Desk({"page": "network", **query})
    desk.ask("ready")
    return desk


def paste(desk, text):
    desk.sent.clear()
    desk.ask("network_code", text=text)
    return {message["topic"]: message for message in desk.sent}


def ending(desk):
    return desk.session.loss, desk.session.output


def test_code_builds_the_network_that_it_says(desk):
    sent = paste(desk, PYTORCH)
    assert (desk.session.layers, desk.session.activations) == ([5, 3], ["relu", "tanh"])
    assert ending(desk) == ("binary cross-entropy", "sigmoid")
    assert sent["error"] == {
        "topic": "error",
        "field": "network_code",
        "code": "",
        "arguments": {},
        "text": "",
    }
    assert [layer["width"] for layer in sent["network"]["layers"]] == [5, 3, 1]
    assert sent["settings"]["output"] == "sigmoid"
    assert "layers=5" in sent["address"]["query"]
    assert sent["status"]["message"]["text"] == "Built from your code: 2-5-3-1, with fresh weights."


def test_a_run_begins_anew_with_the_weights_of_the_seed(desk):
    paste(desk, PYTORCH)
    first = desk.controller.experiment.network.parameters.copy()
    desk.ask("one_epoch")
    paste(desk, PYTORCH)
    experiment = desk.controller.experiment
    assert experiment.trainer.iteration == 0
    np.testing.assert_array_equal(experiment.network.parameters, first)
    np.testing.assert_array_equal(experiment.start.parameters, first)


def test_a_sample_that_was_stepped_is_left(desk):
    desk.ask("step_through", sample=3)
    assert "trace_closed" in paste(desk, PYTORCH)
    assert desk.session.sample is None


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (
            "model = nn.Sequential(\n    nn.Linear(2, 4),\n    nn.Conv2d(1, 1, 3),\n)",
            3,
            "Conv2d is not supported here",
        ),
        ("nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 1))", 1, "as there are chosen features: 2, not 3"),
        ("nn.Sequential(nn.Linear(2, 4), nn.Linear(4, 3))", 1, "as the data has outputs: 1, not 3"),
        ("nn.Sequential(nn.Linear(2, 33), nn.Linear(33, 1))", 1, "at most 32 neurons here, not 33"),
        (f"nn.Sequential({'nn.Linear(2, 2), ' * 9}nn.Linear(2, 1))", 1, "at most 8 hidden layers here"),
        (
            "nn.Sequential(nn.Linear(2, 1))\nnn.CrossEntropyLoss()",
            2,
            "CrossEntropyLoss does not fit this data",
        ),
        ("x" * 5000, 1, "the text is longer than 4000 characters"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line_and_changes_nothing(desk, text, line, said):
    desk.ask("one_step")
    desk.ask("step_through", sample=3)
    before = desk.session.param.values()
    parameters = desk.controller.experiment.network.parameters.copy()
    sent = paste(desk, text)
    assert set(sent) == {"error", "settings"}
    error = sent["error"]
    assert (error["field"], error["code"], error["arguments"]["line"]) == (
        "network_code",
        "network_unreadable",
        line,
    )
    assert error["text"].startswith(f"Line {line}: ")
    assert said in error["text"]
    assert desk.session.param.values() == before
    assert desk.controller.experiment.trainer.iteration == 1
    np.testing.assert_array_equal(desk.controller.experiment.network.parameters, parameters)


def test_as_many_inputs_are_taken_as_features_are_chosen(desk):
    desk.ask("features", names=["x1", "x2", "x1*x2"])
    paste(desk, "nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 1))")
    assert desk.controller.experiment.widths == [3, 4, 1]


SCORES = "nn.Sequential(nn.Linear(2, 1))"


@pytest.mark.parametrize(
    ("loss", "output", "text", "expected"),
    [
        # Scores alone: the loss that is there makes probabilities of them, or takes them as they are.
        ("binary cross-entropy", "sigmoid", SCORES, ("binary cross-entropy", "sigmoid")),
        ("hinge", "tanh", SCORES, ("hinge", "linear")),
        ("mean squared", "sigmoid", SCORES, ("mean squared", "linear")),
        # An output alone: the loss that is there stays, if it goes with it.
        ("mean squared", "sigmoid", SCORES[:-1] + ", nn.Tanh())", ("mean squared", "tanh")),
        ("binary cross-entropy", "sigmoid", SCORES[:-1] + ", nn.Tanh())", ("mean squared", "tanh")),
        # Both
        ("hinge", "tanh", SCORES + "\nnn.BCEWithLogitsLoss()", ("binary cross-entropy", "sigmoid")),
        ("hinge", "tanh", SCORES + "\nnn.MSELoss()", ("mean squared", "linear")),
    ],
)
def test_what_the_code_leaves_open_stays_as_far_as_it_goes(loss, output, text, expected):
    desk = open_desk(loss=loss, output=output)
    paste(desk, text)
    assert ending(desk) == expected


def test_classes_and_curves_take_code_too():
    blobs = open_desk(dataset="blobs")
    paste(blobs, "nn.Sequential(nn.Linear(2, 3))\nnn.CrossEntropyLoss()")
    assert ending(blobs) == ("cross-entropy", "softmax")
    curve = open_desk(dataset="sine")
    paste(curve, 'Sequential([Dense(6, activation="tanh"), Dense(1)])')
    assert ending(curve) == ("mean squared", "linear")
    assert curve.controller.experiment.widths == [1, 6, 1]


@pytest.mark.parametrize(
    ("code", "share"),
    [
        ("nn.Linear(2, 3), nn.Dropout(0.2), nn.Linear(3, 4), nn.Dropout(0.2), nn.Linear(4, 1)", 0.2),
        ("nn.Linear(2, 3), nn.Linear(3, 1)", 0.0),
        ("nn.Linear(2, 3), nn.Dropout(0.2), nn.Linear(3, 4), nn.Linear(4, 1)", 0.0),  # one layer has it alone
        (
            "nn.Dropout(0.2), nn.Linear(2, 3), nn.Dropout(0.2), nn.Linear(3, 1)",
            0.0,
        ),  # the inputs have it, too
    ],
)
def test_dropout_that_all_hidden_layers_have_is_that_of_the_page(code, share):
    desk = open_desk(dropout="0.5")
    paste(desk, f"nn.Sequential({code})")
    assert desk.session.dropout == share
    assert set(desk.controller.experiment.network.dropout) == {share}


def test_layers_without_biases_have_none(desk):
    paste(desk, "nn.Sequential(nn.Linear(2, 3, bias=False), nn.Linear(3, 1, bias=False))")
    assert not desk.session.bias
    assert desk.controller.experiment.network.parameter_count == 9


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ("nn.ReLU(), nn.Dropout(0.2)", ""),
        ("nn.ReLU(), nn.Dropout(0.95)", " " + LEFT_OUT),
        ("nn.LeakyReLU()", " Here, leaky ReLU always has a slope of 0.1."),
        (
            "nn.LeakyReLU(), nn.Dropout(0.95)",
            f" {LEFT_OUT} Here, leaky ReLU always has a slope of 0.1.",
        ),
        ("nn.LeakyReLU(0.1)", ""),
    ],
)
def test_what_is_built_otherwise_is_said(desk, pieces, said):
    sent = paste(desk, f"nn.Sequential(nn.Linear(2, 3), {pieces}, nn.Linear(3, 1))")
    assert sent["status"]["message"]["text"] == f"Built from your code: 2-3-1, with fresh weights.{said}"
