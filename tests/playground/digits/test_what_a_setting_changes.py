"""What another value of each setting of the Digits page does to the visitor's own network, its curves, the address and
the digit that is walked through it."""

from urllib.parse import parse_qsl

import numpy as np
import pytest
from digits_desk import Desk, in_loop

from playground.session import DigitsSettings

# Another value of each that is set by itself, and what stays of a run in the middle of its training.
VALUES = {
    "digits_model": "softmax",
    "digits_optimizer": "SGD",
    "digits_rate": 0.01,
    "digits_batch": 128,
    "digits_epochs": 9,
    "digits_speed": "1 epoch in 15 s",
    "digits_label": 3,
}


async def trained():
    """A small network of one's own, some steps old and at rest, through which a seven is walked."""
    desk = Desk(digits_layers=[8], digits_activations=["relu"], digits_model="own")
    await desk.did("draw", strokes=[[0.3, 0.2, 0.7, 0.2, 0.55, 0.5, 0.45, 0.8]], thickness=0.07, id=1)
    desk.ask("train")
    run = desk.controller.experiment.run
    await desk.until(lambda: run.trainer is not None and run.trainer.iteration)
    desk.ask("pause")
    await desk.until(lambda: not run.going and not desk.controller.busy)
    return desk, run


@pytest.mark.parametrize("name", VALUES)
@in_loop
async def test_weights_and_curves_of_ones_own_network_stay_whatever_is_set(name):
    desk, run = await trained()
    weights, iteration = run.network.parameters.copy(), run.trainer.iteration
    curve, generation = list(run.trainer.history["train_loss"]), desk.controller.experiment.generation

    await desk.did("set", name=name, value=VALUES[name])

    assert desk.last("error")["text"] == ""
    assert desk.controller.experiment.run is run
    assert desk.controller.experiment.generation == generation
    np.testing.assert_array_equal(run.network.parameters, weights)
    assert (run.trainer.iteration, run.trainer.history["train_loss"]) == (iteration, curve)
    assert (name, str(VALUES[name])) in parse_qsl(desk.last("address")["query"])
    assert (type(run.trainer.optimizer).__name__, run.trainer.optimizer.rate, run.trainer.batch_size) == (
        "SGD" if name == "digits_optimizer" else "Adam",
        0.01 if name == "digits_rate" else 0.001,
        128 if name == "digits_batch" else 64,
    )
    desk.controller.close()


def test_every_setting_that_is_set_by_itself_is_tried():
    assert set(VALUES) == set(DigitsSettings.names("looking", "learning"))


@in_loop
async def test_other_layers_begin_a_network_with_curves_of_its_own():
    desk, run = await trained()
    generation = desk.controller.experiment.generation
    await desk.did("width", layer=0, width=9)
    assert desk.controller.experiment.generation == generation + 1
    assert desk.controller.experiment.run is not run
    assert desk.last("digits")["generation"] == generation + 1
    assert "digits_layers=9" in desk.last("address")["query"].split("&")
    desk.controller.close()
