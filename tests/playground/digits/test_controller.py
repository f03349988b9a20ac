"""The Digits page's wishes: a drawing is read and walked through, or refused beside the field with nothing lost."""

import asyncio

import numpy as np
import own_loop
import pytest
from digits_desk import SEVEN, Desk, in_loop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.datasets.mnist import mnist
from engine.digits.shipped_models import shipped
from playground.digits.controller import DigitsController
from playground.session import Session


@pytest.fixture
def desk():
    return Desk()


@in_loop
async def test_a_page_that_is_ready_gets_everything():
    desk = Desk().ask("ready")
    topics = {message["topic"] for message in desk.sent}
    assert {"settings", "digits", "reading", "digits_status", "digits_history"} <= topics
    assert desk.last("reading")["problem"] == "There is nothing to read yet. Draw a digit."
    await desk.until(lambda: desk.last("digits")["models"][0]["test_accuracy"])
    message = desk.last("digits")
    assert [model["name"] for model in message["models"]] == ["network", "softmax", "own"]
    assert message["models"][2]["test_accuracy"] is None
    assert message["layers"] == [128, 64]
    assert message["count"] == 109_386
    assert message["formula_numbers"] == "785*128 + 129*64 + 65*10"
    assert message["deck"] == {"test": 0.8358}


@in_loop
async def test_a_digit_that_an_address_names_is_read_also_where_the_page_was_somebody_elses_before():
    desk = Desk(digits_index=60_000)
    desk.controller.show_anew()
    await desk.until(lambda: desk.last("reading")["problem"] is None)
    assert desk.last("reading")["digit"] == 7
    assert desk.session.digits_index == 60_000


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
    assert "Draw a digit" in message["problem"]
    assert message["digit"] is message["probabilities"] is None
    assert "Draw a digit" in desk.ask("step_through").error
    assert "Draw a digit" in desk.ask("follow").error


def test_a_full_pad_is_told(desk):
    rows = [[0, y / 40, 1, y / 40] for y in range(41)]
    assert "whole pad" in desk.draw(rows, 0.15).last("reading")["problem"]


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
async def test_a_drawing_is_read_the_same_before_and_after_the_page_is_loaded_anew():
    turns = np.linspace(0, 5.5, 300)
    hand = np.stack([0.5 + 0.2 * np.sin(turns), 0.5 - 0.32 * np.cos(turns)], axis=1).round(4)
    first = Desk().draw([hand.ravel().tolist()], 0.08)
    before = first.last("reading")
    first.ask("drawn")
    after = Desk(digits_drawing=first.session.digits_drawing).ask("ready").last("reading")
    assert (after["picture"] == before["picture"]).all()
    assert list(after["scores"]) == list(before["scores"])


@in_loop
async def test_a_drawing_that_an_address_spells_wrongly_is_said_to_be_so():
    desk = Desk(digits_drawing=b"\x00\x01").ask("ready")
    assert "drawing in the address" in desk.last("address_problems")["text"]
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
    assert desk.last("digits")["rows"] == desk.last("digits")["layers"]
    desk.ask("activation", layer=0, name="maxout")
    first, *others = desk.last("digits")["layers"]
    assert desk.last("digits")["rows"] == [2 * first, *others]


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
    following = await desk.ask("step_through", sample=None).answer("trace")
    assert following["sample"]["index"] == 60_004


@in_loop
async def test_a_walk_is_written_while_others_are_heard_and_not_shown_once_it_is_closed():
    desk = Desk(digits_model="own", digits_layers=[256] * 4, digits_activations=["maxout"] * 4).draw()
    assert desk.ask("step_through").last("trace") is None
    assert (await desk.answer("trace"))["cursor"] == 0
    assert desk.last("gradient") is not None
    desk.ask("step_through").controller.receive({"topic": "close_trace"})
    after = []  # what one asks for is found out one after another
    desk.controller.answer("after", lambda: True, after.append)
    await desk.until(lambda: after)
    assert desk.last("trace") is None


TOPICS = sorted(set(DigitsController(Session(page="digits"), print, []).topics) - {"train"})


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 12),
    st.floats(),
    st.text(max_size=4),
    st.lists(st.integers(-1, 3), max_size=2),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
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
