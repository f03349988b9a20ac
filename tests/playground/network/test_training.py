"""The Network page trains: frames, targets, pages that do not answer, and changes on the way."""

import asyncio

import numpy as np
import own_loop
import pytest
from network_desk import Desk

from playground.shared.packing import Packed


@pytest.fixture
def desk():
    return Desk()


async def train_until(desk, done, seconds=10.0):
    """Plays the page's part, acknowledging every chunk, until `done`."""
    desk.controller.receive({"topic": "train"})
    seen = 0
    async with asyncio.timeout(seconds):
        while not done():
            await asyncio.sleep(0.01)
            for message in desk.sent[seen:]:
                if message["topic"] == "frames" and message["id"]:
                    desk.controller.receive({"topic": "ack", "id": message["id"]})
            seen = len(desk.sent)


def test_training_sends_frames_and_stops_at_its_target():
    desk = Desk(target_epochs=6, speed="fastest")
    own_loop.run(train_until(desk, lambda: not desk.controller.loop.running))
    assert desk.controller.experiment.trainer.epochs == 6
    status = desk.last("status")
    assert (status["message"]["code"], status["message"]["arguments"]) == ("epoch_reached", {"epoch": 6})
    assert (status["message"]["text"], status["kind"]) == ("Epoch 6 has been reached.", "info")
    assert sum(message["topic"] == "frames" for message in desk.sent) >= 2


def test_the_loss_that_was_to_be_reached_is_named_beside_the_one_that_was():
    desk = Desk(target_loss=0.5, speed="fastest")
    own_loop.run(train_until(desk, lambda: not desk.controller.loop.running))
    message = desk.last("status")["message"]
    assert (message["code"], message["arguments"]["target"]) == ("loss_reached", 0.5)
    assert message["arguments"]["loss"] <= 0.5
    assert message["text"].endswith(" and has reached its target of 0.5.")


def test_a_sample_that_is_walked_through_goes_over_the_line_as_one_text(desk):
    assert isinstance(desk.ask("step_through").last("trace"), Packed)


def test_a_page_that_does_not_answer_gets_no_second_chunk():
    async def unanswered(desk):
        desk.controller.receive({"topic": "train"})
        await asyncio.sleep(1.0)
        desk.controller.close()

    desk = Desk(speed="fastest")
    own_loop.run(unanswered(desk))
    assert sum(message["topic"] == "frames" and message["id"] > 0 for message in desk.sent) == 1


def test_changing_the_network_while_it_trains_goes_on_with_the_new_one():
    def frames_of_new_network(desk):
        sizes = {m["parameters"].shape[1] for m in desk.sent if m["topic"] == "frames" and m["id"]}
        return 3 * 7 + 8 * 2 + 3 in sizes

    async def widened(desk):
        training = asyncio.create_task(train_until(desk, lambda: frames_of_new_network(desk)))
        await asyncio.sleep(0.3)
        desk.controller.receive({"topic": "width", "layer": 0, "width": 7})
        await training
        assert desk.controller.loop.running
        desk.controller.close()

    own_loop.run(widened(Desk()))


def test_another_loss_that_goes_with_the_output_keeps_the_weights_and_begins_the_curves_anew(desk):
    desk.ask("one_epoch")
    weights = desk.controller.experiment.network.parameters.copy()
    desk.ask("set", name="loss", value="half squared")
    assert desk.session.output == "sigmoid"
    assert np.array_equal(desk.controller.experiment.network.parameters, weights)
    assert desk.controller.experiment.trainer.loss.name == "half squared"
    assert desk.last("history")["epoch"].tolist() == [0]
    assert "loss=half+squared" in desk.last("address")["query"]
    assert "output" not in desk.last("address")["query"]


def test_another_loss_that_does_not_go_with_the_output_brings_one_that_does(desk):
    desk.ask("one_epoch")
    weights = desk.controller.experiment.network.parameters.copy()
    desk.ask("set", name="loss", value="hinge")
    experiment = desk.controller.experiment
    assert experiment.session.output == experiment.outputs[0] == experiment.network.output != "sigmoid"
    assert experiment.trainer.network is experiment.network
    assert np.array_equal(experiment.network.parameters, weights)  # an output has no weights of its own
    assert f"output={experiment.network.output.replace(' ', '+')}" in desk.last("address")["query"]


@pytest.mark.parametrize("topic", ["close_trace", "one_step", "one_epoch", "reset"])
def test_a_walk_that_is_closed_is_forgotten_with_its_sample_and_its_place(desk, topic):
    desk.ask("step_through", sample=7)
    desk.ask("set", name="cursor", value=5)
    assert "sample=7" in desk.last("address")["query"]
    desk.ask(topic)
    assert (desk.session.sample, desk.session.cursor) == (None, 0)
    assert desk.last("trace_closed") is not None
    assert not desk.last("status")["stepping"]
    assert "sample" not in desk.last("address")["query"]
    assert "cursor" not in desk.last("address")["query"]
    assert desk.ask("close_trace").last("trace_closed") is None  # what is closed is not closed again
