"""The Digits page's wishes: read, trained, walked and judged, or refused beside the field with nothing lost."""

import asyncio
import functools
import time

import numpy as np
import own_loop
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import engine
from engine.datasets.mnist import mnist
from engine.digits.shipped_models import shipped
from playground.digits.controller import DigitsController
from playground.session import Session

SEVEN = [[0.3, 0.2, 0.7, 0.2, 0.55, 0.5, 0.45, 0.8]]
WAIT = 120.0  # seconds; much, for a busy machine: a test that passes does not wait for it


class Desk:
    """A controller whose messages are kept; the page acknowledges what it is asked to."""

    def __init__(self, **values):
        self.sent = []
        self.times = []
        self.acknowledges = True
        self.session = Session(page="digits", **values)
        self.controller = DigitsController(self.session, self.send, [])

    def send(self, message):
        self.sent.append(message)
        self.times.append(time.perf_counter())
        if message.get("acknowledge") and self.acknowledges:
            answer = {"topic": "ack", "id": message["acknowledge"]}
            asyncio.get_running_loop().call_soon(self.controller.receive, answer)

    def ask(self, topic, **fields):
        self.sent.clear()
        self.times.clear()
        self.controller.receive({"topic": topic, **fields})
        return self

    def draw(self, strokes=SEVEN, thickness=0.07, number=1):
        return self.ask("draw", strokes=strokes, thickness=thickness, id=number)

    def last(self, topic):
        found = [message for message in self.sent if message["topic"] == topic]
        return found[-1] if found else None

    async def did(self, topic, **fields):
        """Asks, and waits for the slice of training under way if that has to be over first."""
        self.ask(topic, **fields)
        await self.until(lambda: not self.controller.busy)
        return self

    async def answer(self, topic):
        """The message of this topic, which a worker has to make first."""
        return await self.until(lambda: self.last(topic))

    async def until(self, happened):
        began = time.perf_counter()
        while not (found := happened()):
            assert time.perf_counter() - began < WAIT, self.sent[-3:]
            await asyncio.sleep(0.01)
        return found

    @property
    def error(self):
        message = self.last("error")
        return message["text"] if message else ""


@pytest.fixture
def desk():
    return Desk()


def in_loop(test):
    """Runs an async test: what takes longer than a moment is answered by a worker."""

    @functools.wraps(test)
    def run(*arguments, **named):
        return own_loop.run(test(*arguments, **named))

    return run


@in_loop
async def test_a_page_that_is_ready_gets_everything():
    desk = Desk().ask("ready")
    topics = {message["topic"] for message in desk.sent}
    assert {"settings", "digits", "reading", "digits_status", "digits_history"} <= topics
    assert desk.last("reading")["problem"] == "There is nothing to read yet."
    await desk.until(lambda: desk.last("digits")["models"][0]["test_accuracy"])
    message = desk.last("digits")
    assert [model["name"] for model in message["models"]] == ["network", "softmax", "own"]
    assert message["models"][2]["test_accuracy"] is None
    assert message["layers"] == [128, 64]
    assert message["count"] == 109_386
    assert message["formula_numbers"] == "785*128 + 129*64 + 65*10"
    assert message["deck"] == {"test": 0.8358}


# Reading


def test_a_drawing_is_read_under_its_number(desk):
    message = desk.draw(number=41).last("reading")
    assert (message["id"], message["source"], message["problem"]) == (41, "drawing", None)
    assert message["digit"] == 7
    assert message["probabilities"].dtype == np.float32
    assert message["probabilities"].sum() == pytest.approx(1)
    assert message["picture"].shape == (784,)
    assert [len(layer) for layer in message["activations"]] == [128, 64]
    assert message["label"] is message["loss"] is None


def test_the_reading_is_that_of_the_network_on_the_picture_which_is_shown(desk):
    message = desk.draw().last("reading")
    pixels = message["picture"][None] / np.float32(255)
    scores, probabilities = shipped("network").forward(pixels)[-1]
    assert message["scores"] == pytest.approx(scores[0], abs=0.2)  # the picture was rounded to bytes
    assert message["probabilities"] == pytest.approx(probabilities[0], abs=0.02)


@pytest.mark.parametrize("strokes", [[], [[]], [[0.5, 0.5]]], ids=["empty", "empty stroke", "dot"])
def test_what_cannot_be_read_is_told_and_nothing_fails(desk, strokes):
    message = desk.draw(strokes).last("reading")
    assert "nothing to read" in message["problem"]
    assert message["digit"] is message["probabilities"] is None
    assert "nothing to read" in desk.ask("step_through").error
    assert "nothing to read" in desk.ask("follow", label=3).error


def test_a_full_pad_is_told(desk):
    rows = [[0, y / 40, 1, y / 40] for y in range(41)]
    assert "full" in desk.draw(rows, 0.15).last("reading")["problem"]


def test_a_drawing_that_is_refused_leaves_the_former_one(desk):
    desk.draw()
    desk.draw([[0.5, 0.5]] * 201, number=2)
    assert desk.last("error")["field"] == "draw"
    assert desk.error
    assert desk.last("reading") is None
    assert desk.ask("step_through").last("trace") is not None


@in_loop
async def test_a_digit_of_mnist_is_picked_with_its_label():
    desk = Desk().ask("pick", index=60_000)
    message = await desk.answer("reading")
    assert message["source"] == {"index": 60_000, "label": 7}
    assert message["label"] == 7
    assert message["loss"] > 0
    assert (message["picture"] == mnist().images[60_000]).all()
    assert desk.session.digits_index == 60_000
    assert desk.draw().session.digits_index is None


@in_loop
async def test_a_drawing_is_in_the_address_once_the_hand_rests_and_comes_back_from_it():
    first = Desk().draw()
    assert first.last("address") is None
    assert "digits_drawing=" in first.ask("drawn").last("address")["query"]
    again = Desk(digits_drawing=first.session.digits_drawing, digits_stepping=True, cursor=4).ask("ready")
    assert again.last("reading")["digit"] == 7
    drawing = again.last("drawing")
    assert drawing["thickness"] == 0.07
    assert [len(stroke) for stroke in drawing["strokes"]] == [len(stroke) for stroke in SEVEN]
    assert (await again.answer("trace"))["cursor"] == 4
    assert "digits_drawing" not in (again.draw([]).ask("drawn").last("address")["query"])


@in_loop
async def test_a_drawing_that_an_address_spells_wrongly_is_said_to_be_so():
    desk = Desk(digits_drawing=b"\x00\x01").ask("ready")
    assert "Drawing in the address" in desk.last("address_problems")["text"]
    assert desk.last("reading")["problem"]
    assert desk.session.digits_drawing is None


@in_loop
async def test_a_digit_that_is_picked_has_its_own_label_whatever_the_one_before_was_called():
    desk = Desk(digits_label=3).ask("pick", index=60_000)
    assert (await desk.answer("reading"))["label"] == 7
    assert desk.last("settings")["digits_label"] is None


@in_loop
async def test_a_digit_is_picked_to_be_walked_through():
    desk = Desk().ask("pick", index=60_000, step=True)
    trace = await desk.answer("trace")
    assert (trace["sample"], trace["cursor"]) == ({"index": 60_000, "label": 7}, 0)
    assert desk.session.digits_stepping


@pytest.mark.parametrize("index", [-1, 70_000, 1.5, None, "7", True, float("nan")])
@in_loop
async def test_a_digit_that_is_not_there_is_refused(index):
    desk = Desk().ask("pick", index=index)
    await desk.until(lambda: desk.error)
    assert desk.session.digits_index is None


def test_the_loss_is_against_the_label_that_is_chosen(desk):
    probability = desk.draw().last("reading")["probabilities"][3]
    message = desk.ask("set", name="digits_label", value=3).last("reading")
    assert message["label"] == 3
    assert message["loss"] == pytest.approx(-np.log(probability), rel=1e-3)
    gradient = desk.last("gradient")
    assert gradient["gradient"].shape == (784,)
    assert desk.ask("set", name="digits_label", value=None).last("reading")["loss"] is None


@pytest.mark.parametrize("label", [10, -1, 2.5, "3", [3], True])
def test_a_label_that_is_none_is_refused(desk, label):
    assert desk.ask("set", name="digits_label", value=label).error
    assert desk.session.digits_label is None


# Models and layers


def test_another_model_reads_the_same_drawing(desk):
    desk.draw()
    message = desk.ask("set", name="digits_model", value="softmax").last("reading")
    assert message["activations"] == []
    assert desk.last("digits")["layers"] == []
    assert "digits_model=softmax" in desk.last("address")["query"]
    assert desk.ask("set", name="digits_model", value="lecture").error
    assert desk.session.digits_model == "softmax"


def test_a_layer_that_is_changed_makes_the_model_ones_own_and_keeps_its_weights(desk):
    desk.draw()
    desk.ask("width", layer=0, width=100)
    assert desk.session.digits_model == "own"
    assert desk.last("digits")["layers"] == [100, 64]
    own, before = desk.controller.experiment.network, shipped("network")
    assert (own.weights[0] == before.weights[0][:100]).all()
    assert (own.weights[1] == before.weights[1][:, :100]).all()
    assert before.widths == [784, 128, 64, 10]
    desk.ask("insert_layer", at=2, width=16)
    desk.ask("move_layer", layer=2, to=0)
    desk.ask("remove_layer", layer=1)
    desk.ask("activation", layer=0, name="tanh")
    assert desk.last("digits")["layers"] == desk.session.digits_layers == [16, 64]
    assert desk.last("digits")["activations"] == desk.session.digits_activations == ["tanh", "relu"]
    assert desk.last("reading")["digit"] is not None


@pytest.mark.parametrize(
    ("topic", "fields"),
    [
        ("width", {"layer": 0, "width": 257}),
        ("width", {"layer": 0, "width": 0}),
        ("width", {"layer": 5, "width": 3}),
        ("width", {"layer": "0", "width": 3}),
        ("width", {}),
        ("insert_layer", {"at": 9, "width": 3}),
        ("remove_layer", {"layer": -1}),
        ("move_layer", {"layer": 0, "to": 7}),
        ("activation", {"layer": 0, "name": "eval"}),
        ("activation", {"layer": 2, "name": "sigmoid"}),
        ("set", {"name": "digits_model", "value": None}),
        ("set", {}),
        ("pictures", {"which": "all"}),
        ("pictures", {"which": ["templates"]}),
        ("cell", {"row": 10, "column": 0}),
        ("cell", {"row": "a", "column": 0}),
        ("follow", {"label": 10}),
        ("follow", {}),
        ("stop", {}),
        ("set", {"name": "digits_batch", "value": 0}),
        ("set", {"name": "digits_epochs", "value": 51}),
        ("set", {"name": "digits_epochs", "value": "3"}),
        ("set", {"name": "digits_rate", "value": -1}),
        ("set", {"name": "digits_optimizer", "value": "eval"}),
        ("set", {"name": "digits_layers", "value": [3]}),
        ("set", {"name": "digits_model", "value": 3}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(desk, topic, fields):
    desk.draw()
    before = dict(desk.session.param.values())
    desk.ask(topic, **fields)
    assert desk.error
    assert dict(desk.session.param.values()) == before
    assert desk.draw(number=2).last("reading")["digit"] == 7


def test_the_address_opens_the_same_network_untrained():
    desk = Desk(digits_model="own", digits_layers=[32], digits_activations=["tanh"])
    network = desk.controller.experiment.network
    assert network.widths == [784, 32, 10]
    assert desk.draw().last("reading")["digit"] is not None


# Looking inside


def test_templates_are_the_rows_of_w(desk):
    message = desk.ask("pictures", which="templates").last("pictures")
    assert (message["count"], message["side"], message["model"]) == (10, 28, "softmax")
    assert message["names"] == list("0123456789")
    pictures = message["pictures"].reshape(10, 784)
    assert pictures.dtype == np.int8
    rows = shipped("softmax").weights[0]
    for picture, row in zip(pictures, rows, strict=True):
        assert np.abs(picture).max() == 127
        assert picture / 127 == pytest.approx(row / np.abs(row).max(), abs=0.004)


def test_the_first_layer_is_that_of_the_model_in_use(desk):
    message = desk.ask("pictures", which="first_layer").last("pictures")
    assert (message["count"], message["model"]) == (128, "network")
    assert (
        desk.ask("set", name="digits_model", value="softmax").last("pictures")["count"] == 10
    )  # as long as they are looked at
    assert desk.ask("pictures", which=None).last("pictures") is None
    assert desk.ask("set", name="digits_model", value="network").last("pictures") is None


# Walking it back


def test_a_walk_goes_forward_to_the_loss_and_back_to_the_pixels(desk):
    desk.draw()
    desk.ask("set", name="digits_label", value=3)
    trace = desk.ask("step_through").last("trace")
    steps = [(step["phase"], step["node"], step.get("input")) for step in trace["steps"]]
    assert steps[0] == ("forward", "W1x", None)
    assert ("forward", "loss", None) in steps
    assert steps[-1] == ("backward", "W1x", "x")
    assert trace["sample"]["label"] == 3
    gradient = trace["steps"][-1]["gradient"]
    assert gradient["shape"] == [784]
    walked = trace["numbers"][gradient["at"] : gradient["at"] + 784]
    assert walked == pytest.approx(desk.last("gradient")["gradient"], rel=1e-3, abs=1e-6)


def test_a_walk_of_the_largest_network_is_still_a_small_message():
    desk = Desk(digits_model="own", digits_layers=[256] * 4, digits_activations=["maxout"] * 4)
    desk.draw()
    trace = desk.ask("step_through").last("trace")
    assert trace["numbers"].nbytes < 250_000
    weights = next(node for node in trace["nodes"] if node["name"] == "W1")
    assert weights["shape"] == [512, 784]
    assert weights["value"]["at"] is None
    assert weights["value"]["coarse"]["rows"] <= 64
    assert trace["coarse"].dtype == np.int8
    assert trace["numbers"].nbytes + trace["coarse"].nbytes < 300_000


def test_the_walk_follows_the_drawing_the_label_and_the_model(desk):
    desk.draw().ask("step_through")
    assert desk.session.digits_stepping
    assert desk.draw(number=2).last("trace") is not None
    assert desk.ask("set", name="digits_label", value=1).last("trace")["sample"]["label"] == 1
    assert len(desk.ask("set", name="digits_model", value="softmax").last("trace")["steps"]) < 12
    assert desk.draw([], number=3).last("trace_closed") is not None
    assert not desk.session.digits_stepping
    assert desk.draw(number=4).last("trace") is None


@in_loop
async def test_a_link_to_a_walk_opens_it():
    desk = Desk(digits_index=60_003, digits_stepping=True, cursor=5).ask("ready")
    trace = await desk.answer("trace")
    assert (trace["cursor"], trace["sample"]["index"]) == (5, 60_003)
    following = desk.ask("step_through", sample=None).last("trace")
    assert following["sample"]["index"] == 60_004


@in_loop
async def test_a_digit_turns_into_another_along_its_gradient():
    desk = Desk().draw().ask("follow", label=3)
    message = await desk.answer("followed")
    count = message["count"]
    pictures = message["pictures"].reshape(count, 784)
    assert len(message["losses"]) == count > 10
    assert pictures.dtype == np.uint8
    assert message["losses"][-1] < message["losses"][0] / 2
    assert message["probabilities"].reshape(count, 10)[-1].argmax() == 3
    assert sum(array.nbytes for array in message.values() if isinstance(array, np.ndarray)) < 300_000


# Judging


@in_loop
async def test_the_confusion_matrix_counts_every_test_digit():
    desk = Desk().ask("judge")
    message = await desk.answer("judgement")
    confusion = message["confusion"].reshape(10, 10)
    digits = mnist()
    assert (confusion.sum(axis=1) == np.bincount(digits.labels[digits.test], minlength=10)).all()
    assert message["accuracy"] == pytest.approx(np.trace(confusion) / 10_000)
    assert message["by_class"] == pytest.approx(np.diagonal(confusion) / confusion.sum(axis=1))
    mistakes = message["mistakes"]
    assert (mistakes["labels"] != mistakes["predictions"]).all()
    assert (mistakes["labels"] == digits.labels[mistakes["indices"]]).all()
    assert (mistakes["pictures"].reshape(-1, 784) == digits.images[mistakes["indices"]]).all()
    assert (mistakes["confidences"] > 0.3).all()

    wrong = confusion - np.diag(np.diagonal(confusion))
    row, column = (int(place) for place in np.unravel_index(wrong.argmax(), wrong.shape))
    desk.ask("cell", row=row, column=column)
    cell = await desk.answer("cell")
    assert cell["count"] == wrong[row, column]
    assert (digits.labels[cell["indices"]] == row).all()
    assert shipped("network").predict(digits.X[cell["indices"]]).argmax(axis=1).tolist() == [column] * len(
        cell["indices"]
    )


# Training


@in_loop
async def test_training_begins_anew_reports_and_is_tested():
    desk = Desk(digits_layers=[16], digits_activations=["relu"], digits_model="own", digits_epochs=2)
    desk.draw().ask("train")
    assert desk.last("digits_status")["training"]
    await desk.until(lambda: desk.last("digits") and desk.last("digits")["models"][2]["test_accuracy"])
    told = [message for message in desk.sent if message["topic"] == "digits_status"]
    assert [message["epoch"] for message in told] == sorted(message["epoch"] for message in told)
    assert told[-1]["epoch"] == told[-1]["epochs"] == 2
    assert told[-1]["progress"] == 1
    assert told[-1]["message"] == "Trained for 2 epochs."
    assert told[-1]["validation_accuracy"] > 0.85
    history = desk.last("digits_history")
    assert history["epoch"][0] == 0
    assert sum(epoch < 0.5 for epoch in history["epoch"]) >= 3, "the curves' bend is not seen"
    assert history["validation_loss"][-1] < history["validation_loss"][0]
    assert desk.last("digits")["models"][2]["test_accuracy"] > 0.85
    # Again, on from here.
    desk.ask("train")
    await desk.until(lambda: not desk.controller.loop.running)
    assert desk.last("digits_status")["epoch"] == 4


@in_loop
async def test_training_is_spread_over_the_seconds_that_a_class_needs_to_see_it():
    desk = Desk(digits_layers=[], digits_activations=[], digits_model="own", digits_epochs=1)
    await desk.ask("pick", index=0).answer("reading")  # the digits have been read
    began = time.perf_counter()
    desk.ask("train", seconds=1.5)
    await desk.until(lambda: not desk.controller.loop.running)
    assert time.perf_counter() - began >= 1.5
    epochs = desk.last("digits_history")["epoch"]
    assert len(epochs) >= 15
    assert np.diff(epochs).max() < 0.15
    told = [message["seconds_left"] for message in desk.sent if message["topic"] == "digits_status"]
    assert min(left for left in told if left is not None) < 1.5
    # Pressed again, it goes as fast as it can.
    desk.ask("train")
    assert desk.controller.experiment.run.seconds_ahead == 0
    desk.controller.close()


@pytest.mark.parametrize("seconds", [-1, 61, "9", None, True, float("inf")])
def test_training_is_not_spread_over_any_time(desk, seconds):
    assert desk.ask("train", seconds=seconds).error
    assert not desk.controller.loop.running


def test_a_model_that_came_along_is_not_reset_by_key(desk):
    assert "came along" in desk.ask("reset").error
    assert desk.session.digits_model == "network"


@in_loop
async def test_weights_that_a_reload_has_lost_are_said_to_be_fresh():
    assert "Fresh weights" in Desk(digits_model="own").ask("ready").last("digits_status")["message"]
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
    assert "kept" in stopped["message"]
    fresh = (await desk.did("reset")).last("digits_status")
    assert (fresh["epoch"], fresh["training"], fresh["message"]) == (0, False, None)
    again = Desk(digits_layers=[16, 8], digits_activations=["relu", "relu"], digits_model="own")
    assert (
        desk.controller.experiment.network.parameters == again.controller.experiment.network.parameters
    ).all()


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
    assert "rate" in status["message"]
    assert np.isfinite(desk.controller.experiment.network.parameters).all()


@in_loop
async def test_reports_wait_for_their_answer_and_come_at_most_five_times_a_second():
    desk = Desk(digits_layers=[8], digits_activations=["relu"], digits_model="own", digits_epochs=50)
    desk.ask("train")
    await asyncio.sleep(1.5)
    times = [at for at, m in zip(desk.times, desk.sent, strict=True) if m.get("acknowledge")]
    assert 2 <= len(times) <= 8
    assert np.diff(times).min() > 0.19
    desk.acknowledges = False
    await asyncio.sleep(0.5)
    desk.sent.clear()
    await asyncio.sleep(0.7)
    assert desk.sent == []
    desk.controller.close()


@in_loop
async def test_whoever_leaves_trains_no_more():
    desk = Desk(digits_layers=[8], digits_activations=["relu"], digits_model="own", digits_epochs=50)
    desk.ask("train")
    await desk.until(lambda: desk.last("digits_status")["epoch"] > 0)
    desk.ask("judge").controller.close()
    desk.sent.clear()
    await asyncio.sleep(0.5)
    assert desk.sent == []
    assert not desk.controller.loop.running


TOPICS = sorted(set(DigitsController(Session(page="digits"), print, []).topics) - {"train"})
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 12),
    st.floats(),
    st.text(max_size=4),
    st.lists(st.integers(-1, 3), max_size=2),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*TOPICS, "nothing", ""]),
            st.dictionaries(
                st.sampled_from(
                    [
                        "layer",
                        "width",
                        "at",
                        "to",
                        "name",
                        "value",
                        "label",
                        "index",
                        "which",
                        "row",
                        "column",
                        "id",
                        "strokes",
                    ]
                ),
                VALUES,
                max_size=4,
            ),
        ),
        max_size=6,
    )
)
def test_nothing_that_arrives_raises(messages):
    async def run():
        desk = Desk(digits_layers=[4], digits_activations=["relu"], digits_model="own").draw()
        for topic, fields in messages:
            desk.controller.receive({"topic": topic, **fields})
        await asyncio.sleep(0)
        assert desk.draw(number=9).last("reading")["id"] == 9
        desk.controller.close()

    own_loop.run(run())


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
