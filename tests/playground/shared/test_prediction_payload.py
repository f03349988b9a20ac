"""What the browser needs to ask for a number before it is shown: an element, and the usual slips on the way to it."""

import json
import re

import numpy as np
import pytest
from digits_desk import Desk as DigitsDesk

import engine
from playground.graph.controller import GraphController
from playground.graph.exports import taken
from playground.graph.expression_graph import ExpressionGraph
from playground.network.controller import NetworkController
from playground.session import Session
from playground.shared.mistakes import HINTS
from playground.shared.prediction_payload import asked_element, every_slip, slips_message
from playground.shared.refused import Refused
from playground.shared.trace_payload import trace_message
from playground.shared.work import Job


def walked(text, **inputs):
    return engine.backpropagate(engine.parse(text), inputs)


def slips_at(trace, number, element=0):
    message = slips_message(trace, {"step": number, "element": element})
    assert (message["topic"], message["step"], message["element"]) == ("slips", number, element)
    return {slip["kind"]: slip["numbers"] for slip in message["slips"]}


def step_back(trace, to):
    (number,) = [at for at, step in enumerate(trace.steps) if step.phase == "backward" and step.input == to]
    return number


def test_a_gradient_has_the_slips_on_the_way_to_it_with_their_words():
    trace = walked("q = x + y; f = q * z", x=-2, y=5, z=-4)
    number = step_back(trace, "z")
    assert slips_at(trace, number) == {"sign": [-3.0], "swapped": [-4.0], "local": [1.0]}
    for slip in slips_message(trace, {"step": number, "element": 0})["slips"]:
        assert slip["hint"] == HINTS[slip["kind"]]


def test_slips_stand_in_the_order_in_which_they_are_looked_for():
    trace = walked("f = 5 * tanh(x) + x", x=0.5)
    for number in range(len(trace.steps)):
        kinds = list(slips_at(trace, number))
        assert kinds == [kind for kind in HINTS if kind in kinds]


def test_where_gradients_add_up_a_step_brings_its_own_part_and_the_copy_the_sum():
    trace = walked("f = x * y + 4 * x", x=2, y=3)
    whole = step_back(trace, "x")
    copy = trace.steps[whole].node
    parts = [at for at, step in enumerate(trace.steps) if step.phase == "backward" and step.input == copy]
    assert len(parts) == 2
    assert sorted(slips_at(trace, whole)["path"]) == [3, 4]
    assert all("path" not in slips_at(trace, at) for at in parts)


def test_a_value_has_the_other_sign_and_nothing_else():
    trace = walked("q = x + y; f = q * z", x=-2, y=5, z=-4)
    assert [slips_at(trace, number) for number in (0, 1)] == [{"sign": [-3.0]}, {"sign": [12.0]}]
    assert slips_at(walked("f = x * y", x=0, y=1), 0) == {}


def test_of_an_array_it_is_the_element_that_is_asked_for():
    trace = walked("f = sum(3 * relu(x))", x=[1.0, -2.0, 3.0])
    number = step_back(trace, "x")
    assert slips_at(trace, number, 1) == {"local": [3.0]}
    assert slips_at(trace, number, 2) == {"upstream": [1.0], "sign": [-3.0]}
    matrix = walked("L = sum(W @ x)", W=[[1.0, 2.0], [3.0, 4.0]], x=[5.0, 6.0])
    assert slips_at(matrix, step_back(matrix, "W"), 3)["sign"] == [-6.0]


def test_what_is_not_finite_is_no_slip():
    trace = walked("f = 1 / x", x=0.0)
    for number in range(len(trace.steps)):
        assert all(np.isfinite(numbers).all() for numbers in slips_at(trace, number).values())


@pytest.mark.parametrize("asked", [(-1, 0), (99, 0), (0, -1), (0, 3)])
def test_what_is_not_there_is_refused(asked):
    trace = walked("y = relu(x); f = sum(y)", x=[1.0, -2.0, 3.0])
    with pytest.raises(Refused):
        slips_message(trace, dict(zip(("step", "element"), asked, strict=True)))


def test_another_element_is_asked_for_at_every_step_and_each_time_the_same():
    assert [asked_element(number, 8) for number in range(4)] == [3, 2, 1, 0]
    assert all(0 <= asked_element(number, 3) < 3 for number in range(9))


def test_a_step_that_brings_an_array_says_which_element_is_asked_for():
    message = trace_message(walked("y = 2 * relu(x); f = sum(y)", x=[1.0, -2.0, 3.0]))
    asks = [step.get("asks") for step in message["steps"]]
    assert asks == [
        asked_element(at, 3) if np.prod(message_shape(step)) > 1 else None
        for at, step in enumerate(message["steps"])
    ]
    assert len({*asks}) > 2
    assert None in asks


def message_shape(step):
    ref = step["value"] if step["phase"] == "forward" else step.get("downstream") or step["gradient"]
    return ref["shape"]


def test_it_is_the_element_whose_sum_is_shown_where_one_is():
    message = trace_message(walked("y = 2 * x; f = sum(y)", x=np.array([*np.linspace(-1, 1, 11), -3.0])))
    steps = [step for step in message["steps"] if "sum" in step and "asks" in step]
    assert steps
    assert steps[0]["asks"] == 11
    assert all(step["asks"] == step["sum"]["element"] for step in steps)


# On the pages


class Heard:
    def __init__(self, controller, **settings):
        self.sent = []
        self.session = Session(**settings)
        self.controller = controller(self.session, self.sent.append, [])
        self.controller.receive({"topic": "ready"})

    def ask(self, **message):
        del self.sent[:]
        self.controller.receive(message)
        return {one["topic"]: one for one in self.sent}


def test_the_graph_page_answers_with_the_slips():
    desk = Heard(GraphController, page="graph")
    found = desk.ask(topic="slips", step=3, element=0)["slips"]
    assert "sign" in [slip["kind"] for slip in found["slips"]]
    assert "error" in desk.ask(topic="slips", step=70, element=0)
    desk.controller.close()


def test_the_network_page_answers_for_the_sample_that_is_stepped():
    desk = Heard(NetworkController, page="network", layers=[3], activations=["tanh"], sample=2, level="layer")
    trace = desk.controller.experiment.trace(2, "layer")[0]
    number = next(at for at, step in enumerate(trace.steps) if step.input is not None)
    assert desk.ask(topic="slips", step=number, element=0)["slips"] == slips_message(
        trace, {"step": number, "element": 0}
    )
    updates = [step for step in trace_message(trace)["steps"] if step["phase"] == "update"]
    assert updates  # the page asks for the element whose lines it shows
    assert all("asks" not in step for step in updates)
    desk.session.sample = None
    assert desk.ask(topic="slips", step=number, element=0)["error"]["code"] == "element_unknown"
    desk.controller.close()


def test_the_digits_page_answers_for_the_digit_that_is_walked():
    desk = DigitsDesk().draw()
    assert desk.ask("slips", step=0, element=0).last("error")["code"] == "element_unknown"
    desk.ask("step_through")
    trace = desk.controller.experiment.trace()
    number = next(at for at, step in enumerate(trace.steps) if step.input is not None)
    desk.ask("slips", step=number, element=5)
    assert desk.last("slips")["slips"] == slips_message(trace, {"step": number, "element": 5})["slips"]


@pytest.mark.parametrize("page", ["network", "graph", "digits"])
def test_predicting_is_switched_on_where_one_steps(page):
    kinds = {"network": NetworkController, "graph": GraphController}
    if page == "digits":
        desk = DigitsDesk().draw().ask("set", name="predict", value=True)
        settings, session = desk.last("settings"), desk.session
    else:
        other = Heard(kinds[page], page=page)
        settings, session = other.ask(topic="set", name="predict", value=True)["settings"], other.session
        other.controller.close()
    assert settings["predict"] is True
    assert session.predict is True


# In a file


def test_a_file_without_a_server_has_the_slips_of_every_step():
    graph = ExpressionGraph(Session(expression="f = sum(2 * relu(x))", inputs={"x": [1.0, -2.0, 3.0]}))
    text = Job(lambda: taken(graph, "html")).finish()["text"]
    found = re.search(r'<script type="application/json" id="foldings">(.*?)</script>', text, re.S)
    folding = json.loads(found.group(1))[0]
    expected = {}
    for answer in every_slip(graph.trace, folding["trace"]["steps"]):
        if answer["slips"]:
            expected[str(answer["step"])] = [[slip["kind"], slip["numbers"]] for slip in answer["slips"]]
    assert folding["slips"] == expected
    assert expected
    assert "const hints = {" in text
    assert HINTS["sign"] in text


def test_an_update_has_the_other_sign_of_its_new_value_also_in_a_file():
    session = Session(expression="x ** 2", inputs={"x": 4.0}, updated=["x"], rate=0.1)
    typed = ExpressionGraph(session)
    last = len(typed.trace.steps) - 1
    assert typed.trace.steps[last].phase == "update"
    assert slips_at(typed.trace, last) == {"sign": [pytest.approx(-3.2)]}
    file = Job(lambda: taken(typed, "html")).finish()["text"]
    assert '"slips":{' in file
