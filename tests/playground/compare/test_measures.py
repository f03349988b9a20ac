"""What a lesson can ask of the Compare page is what its runs have come to."""

import numpy as np
import pytest
from desks import Desk

from playground.shared.refused import Refused


def page(**query):
    return Desk({"page": "compare", "dataset": "circle", "layers": "2", "activations": "tanh", **query})


def trained(epochs, **query):
    desk = page(**query)
    desk.controller.runs.comparison.run(epochs)
    return desk.controller.measure, desk.controller.runs


def test_the_numbers_of_a_comparison():
    ask, runs = trained(2, compare_by="rate", compare_values="[0.01,0.3,9]")
    history = runs.comparison.history
    assert ask("cells") == 3
    assert ask("steps") == runs.comparison.steps > 0
    assert ask("leader") == runs.comparison.leader + 1
    assert ask("train_loss 2") == history["train_loss"][-1, 1, 0]
    assert ask("validation_accuracy 1") == history["validation_accuracy"][-1, 0, 0]
    assert ask("best 2") == history["validation_loss"][:, 1, 0].min()
    assert ask("diverged") == 0


def test_runs_that_have_diverged_are_counted_and_have_no_loss():
    # A curve, whose loss has no bound.
    curve = {"dataset": "sine", "features": "x1", "activations": "relu"}
    ask, runs = trained(2, compare_by="rate", compare_values="[0.01,9]", **curve)
    assert [run[0].diverged is not None for run in runs.comparison.runs] == [False, True]
    assert ask("diverged") == 1
    assert ask("leader") == 1
    with pytest.raises(Refused):
        ask("train_loss 2")


def test_of_several_seeds_the_median():
    ask, runs = trained(1, compare_by="rate", compare_values="[0.01,0.3]", compare_seeds="on")
    assert ask("train_loss 2") == np.median(runs.comparison.history["train_loss"][-1, 1])


@pytest.mark.parametrize(
    "words", ["train_loss", "train_loss 0", "train_loss 9", "best one", "gradient x", "validation_accuracy 1"]
)
def test_what_there_is_not_is_refused(words):
    desk = page(dataset="sine", features="x1", compare_by="rate", compare_values="[0.01,0.3]")
    with pytest.raises(Refused):
        desk.controller.measure(words)


def test_before_the_runs_are_made_there_is_nothing():
    desk = page(compare_by="rate", compare_values="[0.01,0.02,0.03,0.04]", compare_seeds="on", layers="2,2,2")
    if not desk.controller.runs.are_made:
        with pytest.raises(Refused):
            desk.controller.measure("cells")
