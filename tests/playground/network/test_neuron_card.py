"""The card of a neuron: of the sample that is stepped through, with digits with which its sum comes out."""

import numpy as np
import pytest
from undoing_desk import Desk


def test_it_is_of_the_sample_that_is_stepped_through_else_of_the_next():
    desk = Desk().say("neuron_card", layer=0, unit=1)
    card = desk.last("neuron_card")
    assert card["sample"] == desk.controller.experiment.next_sample()
    assert desk.last("changes") is None
    desk.say("step_through", sample=5, level="layer").say("neuron_card", layer=2, unit=0)
    card, experiment = desk.last("neuron_card"), desk.controller.experiment
    assert (card["sample"], card["activation"]) == (5, "sigmoid")
    assert card["a"] == pytest.approx(experiment.network.predict(experiment.trainer.data.X[5:6])[0, 0])


@pytest.mark.parametrize("seed", range(6))
def test_who_adds_the_terms_that_stand_there_gets_the_sum_that_stands_there(seed):
    desk = Desk(seed=seed, layers=[6, 3], activations=["tanh", "relu"])
    for layer, unit in [(0, 0), (1, 2), (2, 0)]:
        card = desk.say("neuron_card", layer=layer, unit=unit).last("neuron_card")
        written = [float(f"{one:.{card['digits']}g}") for one in (*card["products"], card["bias"])]
        last_place = 10.0 ** (np.floor(np.log10(abs(card["z"]))) - 2)
        assert abs(sum(written) - float(f"{card['z']:.3g}")) <= 1.5 * last_place


@pytest.mark.parametrize("place", [(3, 0), (0, 4), (-1, 0)])
def test_a_neuron_that_is_not_there_is_refused(place):
    desk = Desk().say("neuron_card", layer=place[0], unit=place[1])
    assert desk.last("error")["text"] == "This neuron does not exist."
