"""What a lesson can ask of the Network page is what the engine has computed of the network that is on it."""

import pytest
from desks import Desk

from playground.shared.refused import Refused


def page(**query):
    return Desk({"page": "network", **query})


def test_the_numbers_of_a_run():
    desk = page(dataset="circle", layers="4,2", activations="tanh,tanh", rate="0.1")
    ask = desk.controller.measure
    trainer = desk.controller.experiment.trainer
    assert (ask("parameters"), ask("hidden_layers"), ask("steps"), ask("epoch"), ask("rate")) == (
        25,
        2,
        0,
        0,
        0.1,
    )
    assert ask("train_loss") == trainer.history["train_loss"][-1]
    desk.ask("one_epoch")
    assert ask("epoch") == 1
    assert ask("steps") == trainer.steps_per_epoch
    for name in ("train_loss", "validation_loss", "train_accuracy", "validation_accuracy"):
        assert ask(name) == trainer.history[name][-1]


def test_a_loss_is_of_the_weights_as_they_are():
    desk = page(dataset="xor table", layers="2", activations="relu")
    before = desk.controller.measure("train_loss")
    desk.ask("weight", layer=1, row=0, column=0, value=7)
    assert desk.controller.measure("weight W2[0,0]") == 7
    assert desk.controller.measure("train_loss") != before


def test_the_rows_of_a_truth_table_that_are_right():
    desk = page(dataset="and", layers="", activations="")
    for column, value in enumerate((2, 2, -3)):
        desk.ask("weight", layer=0, row=0, column=column, value=value)
    assert desk.controller.measure("truth_table") == 1
    assert desk.controller.measure("weight b1[0]") == -3
    desk.ask("weight", layer=0, row=0, column=2, value=-1)
    assert desk.controller.measure("truth_table") == 0.5


def test_units_that_pass_no_gradient_on():
    desk = page(dataset="circle", layers="3", activations="relu")
    assert desk.controller.measure("dead_units") == 0
    for column, value in enumerate((0, 0, -1)):
        desk.ask("weight", layer=0, row=1, column=column, value=value)
    assert desk.controller.measure("dead_units") == 1
    desk = page(dataset="circle", layers="1", activations="tanh")
    for column, value in enumerate((0, 0, 9)):
        desk.ask("weight", layer=0, row=0, column=column, value=value)
    assert desk.controller.measure("saturated_share") == 1


def test_what_a_sample_that_is_stepped_through_has():
    desk = page(dataset="circle", layers="2", activations="tanh", sample="3", level="layer")
    trace = desk.controller.experiment.trace(3, "layer")[0]
    assert desk.controller.measure("gradient W1[1,0]") == trace.gradients["W1"][1, 0]
    assert desk.controller.measure("value a1[1]") == trace.values["a1"][1]
    assert desk.controller.slips("gradient W1[1,0]")["sign"] == (-trace.gradients["W1"][1, 0],)
    assert desk.controller.slips("train_loss") == {}
    with pytest.raises(Refused, match="Click a point"):
        page(dataset="circle").controller.measure("gradient W1[1,0]")


@pytest.mark.parametrize(
    "words",
    ["weight W9[0,0]", "weight W1", "weight W1[9,9]", "weight x", "train_accuracy", "truth_table", "output"],
)
def test_what_there_is_not_is_refused(words):
    with pytest.raises(Refused):
        page(dataset="sine").controller.measure(words)
