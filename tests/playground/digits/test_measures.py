"""What a lesson can ask of the Digits page is what the engine has computed of the digit and its model."""

import asyncio

import pytest
from desks import Desk

from playground.digits.experiment import judged
from playground.shared.refused import Refused


@pytest.fixture(scope="module")
def desk():
    made = Desk({"page": "digits", "digits_index": "61000"})

    async def ready():
        made.ask("ready")
        await made.answered()

    asyncio.run(ready())
    return made


def test_the_numbers_of_a_digit(desk):
    ask, experiment = desk.controller.measure, desk.controller.experiment
    reading = experiment.read()
    assert ask("answer") == reading.digit
    assert ask("label") == experiment.picture.truth
    assert [ask(f"probability {digit}") for digit in range(10)] == reading.probabilities.tolist()
    assert ask("loss") == reading.loss
    assert ask("accuracy") == judged("network").accuracy


def test_what_its_walk_has(desk):
    trace = desk.controller.experiment.trace()
    assert desk.controller.measure("gradient z3[4]") == trace.gradients["z3"][4]
    assert "sign" in desk.controller.slips("gradient z3[4]")


@pytest.mark.parametrize(
    "words", ["probability 10", "probability", "train_loss", "value nothing", "gradient z3"]
)
def test_what_there_is_not_is_refused(desk, words):
    with pytest.raises(Refused):
        desk.controller.measure(words)


def test_nothing_is_read_from_an_empty_pad():
    controller = Desk({"page": "digits"}).controller
    for words in ("answer", "label", "loss", "accuracy", "probability 1", "gradient z3[0]"):
        with pytest.raises(Refused):
            controller.measure(words)
    desk = Desk({"page": "digits", "digits_model": "own", "digits_layers": "", "digits_activations": ""})
    with pytest.raises(Refused):
        desk.controller.measure("accuracy")
