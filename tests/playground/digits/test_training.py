"""Training one's own model of digits: begun, paused, changed, spread over time and left."""

import asyncio
from types import SimpleNamespace

import numpy as np
import pytest
from digits_desk import Desk, in_loop

import engine
from engine.datasets.mnist import mnist
from engine.digits.shipped_models import shipped
from playground.digits import run as run_module
from playground.digits import training
from playground.digits.run import Run
from playground.session import Session


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def clock(monkeypatch):
    """The time of what trains: a step takes half a millisecond, a record ten, and who rests has done so at once."""
    clock = SimpleNamespace(now=0.0)
    step, record = engine.Trainer.step, engine.Trainer.record

    def timed_step(trainer, count=1):
        clock.now += count / 2000
        return step(trainer, count)

    def timed_record(trainer):
        clock.now += 0.01
        return record(trainer)

    async def sleep(seconds):
        clock.now += seconds
        await asyncio.sleep(0)

    for module in (run_module, training):
        monkeypatch.setattr(module, "time", SimpleNamespace(perf_counter=lambda: clock.now))
    monkeypatch.setattr(engine.Trainer, "step", timed_step)
    monkeypatch.setattr(engine.Trainer, "record", timed_record)
    monkeypatch.setattr(training, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": sleep}))
    return clock


# Training


@in_loop
async def test_training_begins_anew_reports_and_is_tested():
    desk = Desk(
        digits_layers=[16],
        digits_activations=["relu"],
        digits_model="own",
        digits_epochs=1,
        digits_batch=100,
        digits_speed="fastest",
    )
    desk.draw().ask("train")
    assert desk.last("digits_status")["training"]
    await desk.until(lambda: desk.last("digits") and desk.last("digits")["models"][2]["test_accuracy"])
    told = [message for message in desk.sent if message["topic"] == "digits_status"]
    assert [message["epoch"] for message in told] == sorted(message["epoch"] for message in told)
    assert told[-1]["epoch"] == told[-1]["epochs"] == 1
    assert told[-1]["progress"] == 1
    assert told[-1]["message"]["text"] == "Trained for 1 epoch."
    assert told[-1]["validation_accuracy"] > 0.85
    history = desk.last("digits_history")
    assert history["epoch"][0] == 0
    assert sum(epoch < 0.5 for epoch in history["epoch"]) >= 3, "the curves' bend is not seen"
    assert history["validation_loss"][-1] < history["validation_loss"][0]
    assert desk.last("digits")["models"][2]["test_accuracy"] > 0.85
    # Again, on from here.
    desk.ask("train")
    await desk.until(lambda: not desk.controller.loop.running)
    assert desk.last("digits_status")["epoch"] == 2


@in_loop
async def test_training_is_spread_over_the_seconds_that_a_class_needs_to_see_it(clock):
    desk = Desk(digits_layers=[], digits_activations=[], digits_model="own", digits_epochs=1)
    await desk.ask("pick", index=0).answer("reading")  # the digits have been read
    began = clock.now
    desk.ask("train", seconds=1.5)
    await desk.until(lambda: not desk.controller.loop.running)
    assert clock.now - began >= 1.5
    epochs = desk.last("digits_history")["epoch"]
    assert len(epochs) >= 15
    assert np.diff(epochs).max() < 0.15
    told = [message["seconds_left"] for message in desk.sent if message["topic"] == "digits_status"]
    assert min(left for left in told if left is not None) < 1.5
    # Pressed again, it goes at the speed that is set.
    desk.ask("train")
    assert desk.controller.experiment.run.seconds_ahead == 0
    desk.controller.close()


def slowest(run):
    """Seconds that an epoch takes at least."""
    run.forget_pace()
    run._since = (run._since[0], run.epoch - 1)  # as if an epoch had just been trained in no time
    return round(run.seconds_ahead)


def test_training_takes_about_four_seconds_an_epoch_unless_another_speed_is_set():
    run = Run(Session(digits_layers=[4], digits_activations=["relu"]))
    run.go_on()
    assert slowest(run) == 4
    for speed, seconds in (("1 epoch in 15 s", 15), ("fastest", 0), ("1 epoch in 4 s", 4)):
        run.session.digits_speed = speed
        run.set_speed()
        assert slowest(run) == seconds
    # A lesson that spreads it over so many seconds has its way until another speed is set.
    run.go_on(seconds=27)
    assert slowest(run) == 9
    run.set_speed()
    assert slowest(run) == 4
    run.go_on()
    assert slowest(run) == 4


def test_unseen_it_trains_as_fast_as_it_can_and_seen_again_it_does_not_make_up_for_that():
    run = Run(Session(digits_layers=[4], digits_activations=["relu"]))
    run.go_on()
    run.watch(False)
    assert slowest(run) == 0
    run.watch(True)
    assert run.seconds_ahead == 0
    assert slowest(run) == 4
    run.watch(True)
    assert run.seconds_ahead > 0, "to go on being seen is no new beginning"


@in_loop
async def test_the_speed_is_another_while_it_trains(clock):
    desk = Desk(
        digits_layers=[8],
        digits_activations=["relu"],
        digits_model="own",
        digits_epochs=50,
        digits_speed="1 epoch in 15 s",
    )
    desk.ask("train")
    await desk.until(lambda: desk.last("digits_status")["epoch"] > 0)
    run = desk.controller.experiment.run
    assert run.watched
    assert slowest(run) == 15
    await desk.did("set", name="digits_speed", value="fastest")
    assert desk.last("settings")["digits_speed"] == "fastest"
    assert slowest(run) == 0
    await desk.until(lambda: run.epoch > 2)
    await desk.did("set", name="digits_speed", value="1 epoch in 4 s")
    assert slowest(run) == 4
    desk.controller.sleep()
    await desk.until(lambda: not run.watched)
    desk.controller.wake()
    await desk.until(lambda: run.watched)
    desk.controller.close()


@pytest.mark.parametrize("seconds", [-1, 61, "9", None, True, float("inf")])
def test_training_is_not_spread_over_any_time(desk, seconds):
    assert desk.ask("train", seconds=seconds).error
    assert not desk.controller.loop.running


def test_a_model_that_came_along_is_not_reset_by_key(desk):
    assert "already trained" in desk.ask("reset").error
    assert desk.session.digits_model == "network"


@in_loop
async def test_weights_that_a_reload_has_lost_are_said_to_be_fresh():
    assert (
        "weights are fresh" in Desk(digits_model="own").ask("ready").last("digits_status")["message"]["text"]
    )
    assert Desk().ask("ready").last("digits_status")["message"] is None


@in_loop
async def test_what_is_trained_is_what_the_engine_trains():
    desk = Desk(digits_layers=[8], digits_activations=["tanh"], digits_model="own", digits_epochs=1)
    network = desk.controller.experiment.network.copy()
    desk.ask("train")
    await desk.until(lambda: not desk.controller.loop.running)
    trainer = engine.Trainer(
        network, mnist().dataset(), "cross-entropy", engine.Adam(0.001), desk.session.digits_batch
    )
    trainer.epoch()
    assert (network.parameters == desk.controller.experiment.network.parameters).all()


@in_loop
async def test_what_changes_a_run_waits_for_the_step_under_way_and_the_server_does_not():
    desk = Desk(digits_layers=[4], digits_activations=["relu"], digits_model="own").draw()
    run = desk.controller.experiment.run
    assert run.take()  # as a worker does for a slice
    run._taken = False
    desk.ask("set", name="digits_rate", value=0.5)
    desk.ask("reset")
    assert desk.controller.busy
    assert desk.controller.experiment.run is run
    desk.draw(number=7)
    assert desk.last("reading")["id"] == 7
    run.give_back()
    await desk.until(lambda: not desk.controller.busy)
    assert desk.session.digits_rate == 0.5
    assert desk.controller.experiment.run is not run
    desk.controller.close()


@in_loop
async def test_neither_a_page_that_comes_back_nor_what_its_browser_keeps_waits_for_the_step_under_way(
    monkeypatch,
):
    desk = Desk(digits_layers=[4], digits_activations=["relu"], digits_model="own").draw()
    monkeypatch.setattr(desk.controller.keeper, "_answered", True)
    run = desk.controller.experiment.run
    run.go_on()
    run.advance(0.01)
    assert run.take()  # as a worker does for a slice
    run._taken = False

    def waits():
        raise AssertionError("the server's thread waits")

    with monkeypatch.context() as patched:
        patched.setattr(run, "held", waits)
        desk.sent.clear()
        desk.controller.wake()
        assert desk.last("reading") is not None
        assert desk.last("digits_status") is None  # it comes with the end of the slice
        desk.controller.keeper._by_itself()
        assert desk.last("moment") is None
    run.give_back()
    desk.controller.wake()
    assert desk.last("digits_status")["epoch"] == run.epoch
    assert desk.last("moment")["blob"]
    assert (await desk.did("stop")).error == ""  # which has the run, and gives it back
    assert run.take()
    run.give_back()
    desk.controller.close()


@in_loop
async def test_training_is_paused_resumed_changed_stopped_and_reset():
    desk = Desk(digits_layers=[16], digits_activations=["relu"], digits_model="own", digits_epochs=50)
    await desk.did("train")
    await desk.until(lambda: desk.last("digits_status")["epoch"] > 0)
    paused = (await desk.did("pause")).last("digits_status")
    assert not paused["training"]
    weights = desk.controller.experiment.network.parameters.copy()
    await asyncio.sleep(0.2)
    assert (desk.controller.experiment.run.network.parameters == weights).all()
    await desk.did("train")
    await desk.until(lambda: desk.last("digits_status")["epoch"] > paused["epoch"] + 0.5)
    for name, value in [("digits_optimizer", "momentum"), ("digits_rate", 0.01), ("digits_batch", 32)]:
        assert (await desk.did("set", name=name, value=value)).error == ""
    trainer = desk.controller.experiment.run.trainer
    assert (type(trainer.optimizer), trainer.optimizer.rate, trainer.batch_size) == (
        engine.Momentum,
        0.01,
        32,
    )
    # Another layer while it trains: it goes on with the network that it has become.
    await desk.did("insert_layer", at=1, width=8)
    await desk.until(lambda: desk.last("digits_status")["epoch"] > 0.2)
    assert desk.last("digits_status")["training"]
    await desk.until(lambda: desk.controller.experiment.run.trainer.best.epoch > 0)
    stopped = (await desk.did("stop")).last("digits_status")
    assert not stopped["training"]
    run = desk.controller.experiment.run
    assert (run.seen.parameters == run.trainer.best.parameters).all()
    assert "in use" in stopped["message"]["text"]
    fresh = (await desk.did("reset")).last("digits_status")
    assert (fresh["epoch"], fresh["training"], fresh["message"]) == (0, False, None)
    again = Desk(digits_layers=[16, 8], digits_activations=["relu", "relu"], digits_model="own")
    assert (
        desk.controller.experiment.network.parameters == again.controller.experiment.network.parameters
    ).all()


@in_loop
async def test_a_run_that_goes_on_is_not_tested_meanwhile():
    desk = Desk(digits_layers=[6], digits_activations=["relu"], digits_model="own")
    desk.ask("train")
    await desk.until(lambda: desk.controller.experiment.run.epoch > 0)
    await desk.did("pause")
    desk.controller._test()
    assert desk.controller._answers.busy
    desk.ask("train")
    assert not desk.controller._answers.busy
    await desk.did("pause")
    await desk.until(lambda: desk.controller.experiment.run.tested)


@in_loop
async def test_training_a_model_that_came_along_begins_one_like_it_and_leaves_it_alone():
    desk = Desk(digits_epochs=1).ask("set", name="digits_model", value="softmax")
    before = shipped("softmax").parameters.copy()
    desk.ask("train")
    assert desk.session.digits_model == "own"
    assert desk.session.digits_layers == []
    await desk.until(lambda: not desk.controller.loop.running)
    assert (shipped("softmax").parameters == before).all()
    assert desk.last("digits_status")["validation_accuracy"] > 0.85


@in_loop
async def test_a_rate_that_is_too_high_ends_in_plain_words():
    desk = Desk(digits_optimizer="SGD", digits_rate=10.0, digits_activations=["linear", "linear"])
    desk.controller.experiment.begin()
    desk.ask("train")
    await desk.until(lambda: not desk.controller.loop.running)
    status = desk.last("digits_status")
    assert status["kind"] == "error"
    assert "rate" in status["message"]["text"]
    assert np.isfinite(desk.controller.experiment.network.parameters).all()


@in_loop
async def test_reports_wait_for_their_answer_and_come_at_most_five_times_a_second(clock):
    desk = Desk(digits_layers=[8], digits_activations=["relu"], digits_model="own", digits_epochs=50)
    desk.clock = lambda: clock.now
    desk.ask("train")

    def reports():
        return [at for at, m in zip(desk.times, desk.sent, strict=True) if m.get("acknowledge")]

    await desk.until(lambda: len(reports()) >= 4)
    assert np.diff(reports()).min() >= training.CHUNK == 1 / 5
    desk.acknowledges = False
    answered = len(reports())
    await desk.until(lambda: len(reports()) > answered)
    desk.sent.clear()
    began = clock.now
    await desk.until(lambda: clock.now > began + 5 * training.CHUNK)
    assert desk.sent == []
    desk.controller.close()


@in_loop
async def test_whoever_leaves_trains_no_more():
    desk = Desk(digits_layers=[8], digits_activations=["relu"], digits_model="own", digits_epochs=50)
    desk.ask("train")
    await desk.until(lambda: desk.last("digits_status")["epoch"] > 0)
    loop = desk.controller.loop
    desk.ask("judge").controller.close()
    desk.sent.clear()
    await asyncio.sleep(0.5)
    assert desk.sent == []
    assert not loop.running


@in_loop
async def test_training_tells_of_another_model_only_where_it_begins_one():
    desk = Desk()
    desk.draw().ask("train")
    begun = {message["topic"] for message in desk.sent}
    assert {"digits", "reading", "address"} <= begun
    assert "digits_model=own" in desk.last("address")["query"]
    desk.ask("pause")
    desk.ask("train")
    assert {message["topic"] for message in desk.sent} == {"digits_history", "digits_status"}
    desk.controller.close()
