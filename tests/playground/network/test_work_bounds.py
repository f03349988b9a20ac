"""However large data and network are, the server's thread is kept for a piece at a time, and wishes stay in order."""

import asyncio
import functools

import numpy as np
import own_loop
import pytest

from playground.network import experiment as experiments
from playground.network.controller import NetworkController
from playground.session import Session

ROWS = 3000


class Desk:
    """A controller with data of `ROWS` rows, whose messages are kept."""

    def __init__(self, **values):
        self.sent = []
        self.session = Session(batch=1, **values)
        self.controller = NetworkController(self.session, self.sent.append, [])

    def ask(self, topic, **fields):
        self.controller.receive({"topic": topic, **fields})

    @property
    def trainer(self):
        return self.controller.experiment.trainer

    async def rest(self):
        async with asyncio.timeout(60):
            while self.controller.busy:
                await asyncio.sleep(0)

    async def upload(self, rows=ROWS):
        random = np.random.default_rng(0)
        points = random.normal(size=(rows, 2))
        lines = "\n".join(f"{x:.3f},{y:.3f},{'a' if x > y else 'b'}" for x, y in points)
        self.ask("csv", name="points.csv", bytes=("x,y,label\n" + lines).encode())
        await self.rest()
        assert len(self.trainer.data.X) == rows


def in_loop(test):
    @functools.wraps(test)
    def run(**fixtures):
        own_loop.run(test(**fixtures))

    return run


@in_loop
async def test_an_epoch_in_pieces_gives_the_weights_of_an_epoch_at_once():
    desk, other = Desk(), Desk()
    await desk.upload()
    await other.upload()
    pieces = list(desk.controller.experiment.finish_epoch())
    other.trainer.epoch()
    assert len(pieces) > 10
    assert pieces == sorted(pieces)
    assert pieces[-1] == 1.0
    assert desk.trainer.epochs == other.trainer.epochs == 1.0
    np.testing.assert_array_equal(
        desk.trainer.network.parameters, other.trainer.network.parameters, strict=True
    )


@in_loop
async def test_wishes_wait_for_the_epoch_and_come_in_order():
    desk, other = Desk(), Desk()
    await desk.upload()
    await other.upload()
    desk.ask("set", name="rate", value=0.01)
    desk.ask("one_epoch")
    assert 0 <= desk.trainer.epochs < 1
    desk.ask("set", name="rate", value=0.5)
    assert desk.trainer.optimizer.rate == 0.01
    desk.ask("one_epoch")
    await desk.rest()
    other.trainer.optimizer.rate = 0.01
    other.trainer.epoch()
    other.trainer.optimizer.rate = 0.5
    other.trainer.epoch()
    np.testing.assert_array_equal(desk.trainer.network.parameters, other.trainer.network.parameters)
    desk.ask("one_epoch")
    desk.ask("reset")
    await desk.rest()
    assert desk.trainer.epochs == 0
    np.testing.assert_array_equal(
        desk.trainer.network.parameters, desk.controller.experiment.start.parameters
    )


@in_loop
async def test_another_visitor_is_answered_within_an_epoch():
    desk, other = Desk(), Desk()
    await desk.upload()
    desk.ask("one_epoch")
    other.ask("set", name="seed", value=7)
    assert desk.trainer.epochs < 1
    assert other.session.seed == 7
    await desk.rest()
    assert desk.trainer.epochs == 1
    assert desk.trainer.history["epoch"][-1] == 1


def test_a_small_epoch_is_done_at_once():
    desk = Desk()
    desk.session.batch = 10
    desk.controller.experiment.learn_with("batch")
    desk.ask("one_epoch")
    assert desk.trainer.epochs == 1


def test_a_run_that_breaks_ends_the_epoch_and_says_so():
    desk = Desk()
    desk.ask("set", name="loss", value="half squared")
    desk.trainer.optimizer.rate = 1e30
    pieces = list(desk.controller.experiment.finish_epoch())
    assert desk.trainer.diverged
    assert len(pieces) < desk.trainer.steps_per_epoch


@in_loop
async def test_gradients_of_a_large_mini_batch_are_found_a_few_samples_at_a_time(monkeypatch):
    desk = Desk()
    await desk.upload(500)
    desk.ask("set", name="batch", value=400)
    asked = []
    whole = type(desk.trainer).sample_gradients

    def counted(trainer, rows):
        asked.append(len(rows))
        return whole(trainer, rows)

    expected = whole(desk.trainer, desk.trainer.next_batch)[:, 1]
    monkeypatch.setattr(type(desk.trainer), "sample_gradients", counted)
    desk.ask("batch", layer=0, row=0, column=1)
    await desk.rest()
    message = next(message for message in reversed(desk.sent) if message["topic"] == "batch")
    np.testing.assert_allclose(message["gradients"], expected)
    assert message["mean"] == pytest.approx(expected.mean())
    assert max(asked) == experiments.SAMPLES
    assert sum(asked) == len(message["samples"]) == len(expected)


async def looked(desk):
    """Waits for what a worker finds out of it."""
    async with asyncio.timeout(60):
        while desk.controller._answers.busy:
            await asyncio.sleep(0.001)
    return [message for message in desk.sent if message["topic"] == "trace"]


@in_loop
async def test_a_worker_makes_the_trace_of_a_sample_and_the_newest_wish_is_answered():
    desk = Desk(optimizer="Adam")
    desk.ask("one_step")
    desk.ask("step_through", sample=3, level="layer")
    assert not [message for message in desk.sent if message["topic"] == "trace"]
    desk.ask("step_through", sample=5, level="layer")
    (trace,) = await looked(desk)
    assert (trace["sample"]["index"], desk.session.sample) == (5, 5)
    assert "sample=5" in [message for message in desk.sent if message["topic"] == "address"][-1]["query"]


@in_loop
async def test_a_trace_that_is_closed_before_it_is_there_does_not_come():
    desk = Desk()
    desk.ask("step_through", sample=3, level="layer")
    desk.ask("close_trace")
    assert await looked(desk) == []
    assert desk.session.sample is None


@in_loop
async def test_a_trace_is_of_the_moment_at_which_it_was_asked_for_however_training_goes_on():
    desk, still = Desk(optimizer="Adam", seed=3), Desk(optimizer="Adam", seed=3)
    for one in (desk, still):
        one.ask("one_step")
        one.ask("step_through", sample=3, level="layer")
    desk.trainer.step(20)
    desk.trainer.optimizer.rate = 9.0
    (moved,), (expected,) = await looked(desk), await looked(still)
    np.testing.assert_equal(moved, expected)
