"""What the Graph page tells of an expression, its inputs and its examples."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.graph.controller import GraphController
from playground.session import Session

NEURON = "1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))"
INPUTS = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}


class Desk:
    """A controller whose messages are kept."""

    def __init__(self, **values):
        self.sent = []
        self.session = Session(page="graph", **values)
        self.controller = GraphController(self.session, self.sent.append, [])

    def ask(self, topic, **fields):
        self.sent.clear()
        self.controller.receive({"topic": topic, **fields})
        return self

    def last(self, topic):
        return next((message for message in reversed(self.sent) if message["topic"] == topic), None)


def test_a_page_that_is_ready_gets_everything():
    desk = Desk().ask("ready")
    topics = {message["topic"] for message in desk.sent}
    assert {"settings", "examples", "trace", "expression", "code", "counts", "address"} <= topics


def test_an_address_may_name_a_lesson_alone():
    assert Desk(example="sigmoid-neuron").session.expression == NEURON


def test_an_address_may_name_an_example_with_other_inputs_and_gates_folded():
    desk = Desk(example="sigmoid-neuron", inputs={"w2": 5.0}, folded=["f"])
    assert desk.session.inputs == {**INPUTS, "w2": 5.0}
    assert desk.controller.typed.graph["f"].op.name == "sigmoid"


def test_an_address_with_a_bad_expression_opens_the_first_example():
    desk = Desk(expression="import os", example="")
    assert desk.session.expression == "(x + y) * z"
    assert desk.ask("ready").last("address_problems") is not None


def test_an_address_with_other_numbers_for_the_first_example_keeps_them():
    desk = Desk(inputs={"x": -2.0, "y": 7.5, "z": -4.0})
    assert desk.controller.typed.trace.output == -22


def test_an_expression_of_ones_own_in_the_address_is_no_example():
    assert Desk(expression="x + y").session.example == ""
    assert Desk(expression="(x + y) * z").session.example == "add-then-multiply"


def test_sizes_that_only_fit_together_are_taken_together():
    desk = Desk(example="norm-of-matrix-vector")
    wider = [[0.1, 0.5, 1], [-0.3, 0.8, 1]]
    desk.ask("input", name="W", value=wider)
    assert desk.last("error")["text"]
    desk.ask("input", name="x", value=[0.2, 0.4, 0], also={"W": wider})
    typed = desk.controller.typed
    assert typed.trace.shapes["W"] == (2, 3)
    assert typed.trace.output == pytest.approx(0.116)
    # What still does not fit does not stand in the way of what does.
    desk.ask("input", name="x", value=[1, 0, 0], also={"W": [[1, 2], [3, 4]]})
    assert typed.trace.shapes["W"] == (2, 3)
    assert typed.values["x"].tolist() == [1, 0, 0]


def test_a_label_is_said_to_be_a_whole_number():
    desk = Desk(example="softmax-classifier-on-digits")
    desk.ask("ready")
    whole = {one["name"]: one["whole"] for one in desk.last("expression")["inputs"]}
    assert whole == {"scores": False, "label": True}


def test_a_lesson_whose_weights_learn_updates_each_at_once():
    desk = Desk(example="one-dimensional-network")
    desk.ask("ready")
    trace = desk.last("trace")
    updates = [step["node"] for step in trace["steps"] if step["phase"] == "update"]
    assert updates == ["w2", "w1", "w0"]
    assert trace["optimizer"] == "SGD"
    assert desk.controller.typed.trace.steps[-1].value == pytest.approx(2 - 0.03 * 72)
    desk.ask("expression", text="w0 * x")
    assert all(step["phase"] != "update" for step in desk.last("trace")["steps"])


def test_a_refused_input_is_told_beside_it():
    desk = Desk().ask("input", name="x", value="two")
    assert desk.last("error") == {
        "topic": "error",
        "field": "input:x",
        "code": "number_needed",
        "arguments": {},
        "text": "A number is needed.",
    }


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_nothing_that_a_browser_can_send_fails_unforeseen(data):
    desk = Desk()
    value = (
        st.none()
        | st.booleans()
        | st.floats()
        | st.text(max_size=8)
        | st.lists(st.floats() | st.text(max_size=2))
    )
    fields = st.dictionaries(st.sampled_from(("name", "value", "text", "id", "node", "index", "kind")), value)
    for _ in range(3):
        topic = data.draw(st.sampled_from(sorted(desk.controller.topics)))
        desk.controller.receive({**data.draw(fields), "topic": topic})
    assert (
        "An error occurred, and your last change was not made. Everything else is unchanged; please try again."
        not in [message.get("text") for message in desk.sent]
    )
    assert desk.ask("example", id="add-then-multiply").last("trace") is not None


def test_what_is_chosen_is_told_before_its_graph_is_drawn():
    """Who sees the graph of an example may ask for the next one at once."""
    desk = Desk()
    desk.ask("ready")
    desk.sent.clear()
    desk.ask("example", id="sigmoid-neuron")
    topics = [message["topic"] for message in desk.sent]
    assert topics.index("expression") < topics.index("trace")
