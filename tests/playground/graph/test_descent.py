"""Descend on the Graph page: the marked inputs move while one watches, and can be put back."""

import asyncio
import functools

import numpy as np
import own_loop
import pytest

from playground.graph import descending
from playground.graph.controller import GraphController
from playground.messages import ASKED, NOT_OF_A_PAGE
from playground.session import Session
from playground.shared.changes import CHANGES
from playground.shared.written_numbers import short

PARABOLA = "(x - 3) ** 2 + y"


class Desk:
    """A controller whose messages are kept; the page acknowledges what it is asked to, unless told otherwise."""

    def __init__(self, expression=PARABOLA, inputs=None, **values):
        self.sent = []
        self.acknowledges = True
        inputs = {"x": 0.0, "y": 1.0} if inputs is None else inputs
        self.session = Session(page="graph", example="", expression=expression, inputs=inputs, **values)
        self.controller = GraphController(self.session, self.send, [])
        self.say("ready")

    def send(self, message):
        self.sent.append(message)
        if message.get("acknowledge") and self.acknowledges:
            answer = {"topic": "ack", "id": message["acknowledge"]}
            asyncio.get_running_loop().call_soon(self.controller.receive, answer)

    def say(self, topic, **fields):
        self.sent.clear()
        self.controller.receive({"topic": topic, **fields})
        return self

    def all(self, topic):
        return [message for message in self.sent if message["topic"] == topic]

    @property
    def state(self):
        return self.all("descent")[-1]

    async def rest(self):
        async with asyncio.timeout(60):
            while self.controller.loop.running or self.controller.busy:
                await asyncio.sleep(0.002)
        return self

    async def moved(self):
        """Until the inputs have been seen to move."""
        async with asyncio.timeout(60):
            while not any(len(one["losses"]) > 1 for one in self.all("descent")):
                await asyncio.sleep(0.002)
        return self


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(descending, "FRAME", 0.0)


def in_loop(test):
    @functools.wraps(test)
    def run(**fixtures):
        own_loop.run(test(**fixtures))

    return run


@in_loop
async def test_the_marked_inputs_move_step_by_step_and_the_graph_follows():
    desk = Desk(rate=0.25).say("mark", name="x", on=True)
    assert desk.state["marked"] == ["x"]
    assert desk.state["markable"] == ["x", "y"]
    assert [step["node"] for step in desk.all("trace")[-1]["steps"] if step["phase"] == "update"] == ["x"]
    desk.say("set", name="descent_steps", value=4)
    await desk.say("descend").rest()
    assert [len(one["losses"]) for one in desk.all("descent") if one["running"]] == [0, 2, 3, 4, 5]
    assert [one["values"].get("x") for one in desk.all("descent") if one["values"]] == [
        1.5,
        2.25,
        2.625,
        2.8125,
    ]
    assert desk.state["losses"][:3].tolist() == [10.0, 3.25, 1.5625]
    assert desk.session.inputs == {"x": 2.8125, "y": 1.0}
    assert (desk.state["running"], desk.state["began"]) == (False, True)
    assert desk.state["message"]["code"] == "descent_made"
    assert desk.state["message"]["text"] == "After 4 steps, the loss has gone from 10 to 1.04."
    traces = [one["numbers"][0] for one in desk.all("trace")]
    assert traces == [1.5, 2.25, 2.625, 2.8125, 2.8125]  # each place is drawn, and the last with its code
    assert all(one["moved"] for one in desk.all("trace"))
    assert desk.all("expression")[-1]["inputs"][0]["value"] == 2.8125
    assert "2.8125" in desk.all("address")[-1]["query"]


@in_loop
async def test_it_goes_on_from_where_it_was_and_back_to_the_start_by_one_click():
    desk = Desk(rate=0.25, updated=["x"], descent_steps=2)
    await desk.say("descend").rest()
    await desk.say("descend").rest()
    assert len(desk.state["losses"]) == 5
    assert desk.state["losses"][0] == 10.0
    assert np.all(np.diff(desk.state["losses"]) < 0)
    desk.say("descent_start")
    assert desk.session.inputs == {"x": 0.0, "y": 1.0}
    assert (desk.state["began"], desk.state["losses"].tolist(), desk.state["message"]) == (False, [], None)
    desk.say("undo")
    assert desk.session.inputs["x"] == 2.8125
    desk.say("undo")
    assert desk.session.inputs["x"] == 2.25  # a run is one step
    desk.say("undo")
    assert desk.session.inputs["x"] == 0.0
    assert desk.all("changes")[-1]["redo"] == "Redo: gradient descent steps made. (Ctrl+Shift+Z)"


@in_loop
async def test_it_stops_at_a_loss_that_is_low_enough():
    desk = Desk(rate=0.25, updated=["x"], descent_loss=1.6)
    await desk.say("descend").rest()
    assert desk.session.inputs["x"] == 2.25
    assert desk.state["message"]["code"] == "descent_reached"
    said = "After 2 steps, the loss is 1.56 and has reached its target of 1.6."
    assert desk.state["message"]["text"] == said


@in_loop
async def test_its_words_write_the_loss_as_the_curve_beside_them_does():
    desk = Desk("(x + y) * z", {"x": -2.0, "y": 5.0, "z": -4.0}, rate=0.03, updated=["x", "y", "z"])
    await desk.say("descend").rest()
    first, last = (short(desk.state["losses"][at]) for at in (0, -1))
    assert first == "−12"
    assert desk.state["message"]["text"] == f"After 100 steps, the loss has gone from {first} to {last}."


@in_loop
async def test_a_pause_leaves_the_inputs_where_they_are_seen():
    desk = Desk(rate=0.001, updated=["x"], descent_steps=1000)
    await desk.say("descend").moved()
    seen = [one for one in desk.all("descent") if one["values"]][-1]["values"]["x"]
    desk.say("pause")
    assert not desk.controller.loop.running
    assert desk.session.inputs["x"] == seen
    assert desk.state["message"] is None
    assert desk.state["began"]


@in_loop
async def test_a_change_while_it_runs_is_made_once_the_inputs_rest():
    desk = Desk(rate=0.001, updated=["x"], descent_steps=1000)
    await desk.say("descend").moved()
    desk.say("input", name="y", value=5)
    assert not desk.controller.loop.running
    assert desk.session.inputs["y"] == 5.0
    assert 0 < desk.session.inputs["x"] < 3
    assert not desk.state["began"]  # the start was of another graph
    desk.say("undo").say("undo")
    assert desk.session.inputs == {"x": 0.0, "y": 1.0}


@in_loop
async def test_a_rate_is_taken_while_it_runs_and_by_the_updates_that_are_shown():
    desk = Desk(rate=1e-6, updated=["x"], descent_steps=1000)
    desk.acknowledges = False
    await desk.say("descend").moved()
    number = desk.state["acknowledge"]
    desk.say("set", name="rate", value=0.25)
    desk.acknowledges = True
    desk.say("ack", id=number)
    await desk.rest()
    assert desk.session.inputs["x"] == pytest.approx(3, abs=1e-6)
    trace = Desk(updated=["x"]).say("set", name="rate", value=0.5).all("trace")[-1]
    assert trace["rate"] == 0.5


@in_loop
async def test_no_place_is_sent_before_the_last_has_arrived():
    desk = Desk(rate=0.001, updated=["x"], descent_steps=1000)
    desk.acknowledges = False
    await desk.say("descend").moved()
    await asyncio.sleep(0.05)
    assert len([one for one in desk.all("descent") if one["acknowledge"]]) == 1
    desk.say("pause")


@in_loop
async def test_what_diverges_says_so_and_what_to_try():
    desk = Desk(rate=1.5, updated=["x"])
    await desk.say("descend").rest()
    assert (desk.state["message"]["code"], desk.state["bad"]) == ("descent_rises", True)
    assert "rate of 0.15" in desk.state["message"]["text"]
    assert desk.say("descent_start").session.inputs["x"] == 0.0
    desk = Desk("x ** 2", {"x": 1e8}, rate=10, updated=["x"])
    await desk.say("descend").rest()
    assert (desk.state["message"]["code"], desk.state["bad"]) == ("descent_not_finite", True)


@pytest.mark.parametrize(
    ("inputs", "updated", "code"),
    [({"x": [1.0, 2.0], "y": 1.0}, ["x"], "descent_needs_number"), (None, [], "descent_needs_inputs")],
)
def test_what_cannot_move_says_why(inputs, updated, code):
    desk = Desk(inputs=inputs, updated=updated).say("descend")
    assert desk.all("error")[-1]["code"] == code
    assert not desk.controller.loop.running


def test_an_input_is_marked_and_unmarked_and_one_without_a_gradient_is_not():
    desk = Desk("cross_entropy(s, label)", {"s": [1.0, 2.0, 3.0], "label": 1.0}).say(
        "mark", name="s", on=True
    )
    assert (desk.state["marked"], desk.state["markable"]) == (["s"], ["s"])
    assert desk.all("changes")[-1]["undo"] == "Undo: s marked for descent. (Ctrl+Z)"
    for name in ("label", "nobody"):
        desk.say("mark", name=name, on=True)
        assert desk.all("error")[-1]["code"] == "descent_without_gradient"
    desk.say("mark", name="s", on=False)
    assert desk.state["marked"] == []
    assert desk.say("undo").state["marked"] == ["s"]


@in_loop
async def test_while_another_page_is_shown_and_once_one_has_left_nothing_moves():
    desk = Desk(rate=0.001, updated=["x"], descent_steps=1000)
    await desk.say("descend").moved()
    desk.controller.sleep()
    assert not desk.controller.loop.running
    assert desk.session.inputs["x"] > 0
    loop = desk.controller.loop
    await desk.say("descend").moved()
    desk.controller.close()
    assert not loop.running


@in_loop
async def test_a_large_graph_is_drawn_at_rest_and_its_steps_are_bounded_by_time(monkeypatch):
    text = " + ".join(f"(x - {number}) ** 2" for number in range(60))
    desk = Desk(text, {"x": 0.0}, rate=0.001, updated=["x"], descent_steps=100)
    await desk.rest()
    monkeypatch.setattr(descending, "SLICE", 0.0)
    desk.acknowledges = False
    await desk.say("descend").moved()
    assert desk.all("trace") == []
    assert len(desk.state["losses"]) == 2  # of the two that a picture would have
    desk.say("pause")
    await desk.rest()
    assert desk.all("packed") or desk.all("trace")


def test_every_topic_of_the_page_is_a_kind_of_change_with_words_or_none():
    without_words = GraphController.no_steps | NOT_OF_A_PAGE | {"undo", "redo", "set"}
    assert set(ASKED["graph"]) - without_words <= set(CHANGES)
