"""The sum of one element beside an array that is a picture: with the step, and for what is asked."""

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
from playground.shared.element_payload import answered, every_sum, has_sum, is_picture, written_sum
from playground.shared.refused import Refused
from playground.shared.trace_payload import trace_message
from playground.shared.work import Job

LONG = "h = relu(x * 2); L = sum(h)"
X = np.linspace(-1.0, 1.0, 12)


def walked(text=LONG, **inputs):
    return engine.backpropagate(engine.parse(text), inputs or {"x": X})


def sums_of(trace):
    message = trace_message(trace)
    return message, [step.get("sum") for step in message["steps"]]


def numbers_of(message, step):
    ref = message["steps"][step]["sum_numbers"]
    return message["numbers"][ref["at"] : ref["at"] + ref["shape"][0]].tolist()


@pytest.mark.parametrize(
    ("shape", "picture"),
    [((), False), ((8,), False), ((8, 1), False), ((4, 4), False), ((9,), True), ((2, 5), True), ((784,), True)],
)  # fmt: skip
def test_up_to_eight_numbers_and_four_by_four_are_no_pictures(shape, picture):
    assert is_picture(np.zeros(shape)) == picture


def test_steps_whose_arrays_are_numbers_have_no_sum_of_one_element():
    _, sums = sums_of(walked(x=X[:8]))
    assert sums == [None] * len(sums)


def test_a_step_has_the_sum_of_its_largest_element():
    message, sums = sums_of(walked(x=np.array([*X[:11], -3.0])))
    assert sums[0] == {
        "element": 11,
        "parts": [
            {"kind": "value", "node": "x", "place": 11},
            {"kind": "sign", "text": " × "},
            {"kind": "value", "node": sums[0]["parts"][2]["node"], "place": 0},
        ],
    }
    assert numbers_of(message, 0) == [-3.0, 2.0, -6.0]


def test_the_beginning_of_the_backward_pass_and_updates_have_none():
    trace = engine.trace_update(walked(), engine.SGD(0.1), parameters=["x"])
    _, sums = sums_of(trace)
    for step, told in zip(trace.steps, sums, strict=True):
        if step.phase == "update" or (step.phase == "backward" and step.input is None):
            assert told is None
            assert not has_sum(trace, step)
        else:
            assert told is not None


def test_a_sum_has_the_digits_with_which_it_comes_out():
    # 1.000 × 2 would do; 0.123456 − 0.123 needs more than three.
    trace = walked("d = x - y; L = sum(d)", x=np.full(9, 0.123456), y=np.full(9, 0.123))
    told, numbers = written_sum(trace, trace.steps[0], 0)
    assert told["digits"] == 6
    assert numbers[-1] == pytest.approx(0.000456)


def test_what_rounding_left_of_zero_is_told_as_such():
    trace = walked("d = x + y - z; L = sum(d)", x=np.full(9, 0.1), y=np.full(9, 0.2), z=np.full(9, 0.3))
    told, _ = written_sum(trace, trace.steps[1], 0)
    assert told["rounding"] is True


def test_an_element_that_is_asked_for_is_answered():
    message = answered(walked(), {"step": 1, "element": 7})
    assert (message["topic"], message["step"], message["element"]) == ("element_sum", 1, 7)
    assert [part.get("text") for part in message["sum"]["parts"]] == ["relu(", None, ")"]
    assert message["numbers"] == pytest.approx([2 * X[7], 2 * X[7]])


@pytest.mark.parametrize(("step", "element"), [(-1, 0), (99, 0), (1, -1), (1, 12), (3, 0)])
def test_what_is_not_there_is_refused_in_words(step, element):
    with pytest.raises(Refused, match="no such element"):
        answered(walked(), {"step": step, "element": element})


# On each page ----------------------------------------------------------------------------------------------------


def asked(controller, sent, **fields):
    sent.clear()
    controller.receive({"topic": "element", **fields})
    return (
        sent[-1]
        if sent and sent[-1]["topic"] == "element_sum"
        else next(one for one in sent if one["topic"] == "error")
    )


def test_the_graph_page_answers():
    sent = []
    session = Session(page="graph", expression=LONG, inputs={"x": X.tolist()})
    controller = GraphController(session, sent.append, [])
    assert asked(controller, sent, step=0, element=3)["numbers"].tolist() == [X[3], 2.0, 2 * X[3]]
    assert asked(controller, sent, step=0, element=12)["code"] == "element_unknown"


def test_the_network_page_answers_while_a_sample_is_walked():
    sent = []
    controller = NetworkController(Session(layers=[12], activations=["tanh"]), sent.append, [])
    assert asked(controller, sent, step=0, element=0)["code"] == "element_unknown"
    controller.receive({"topic": "step_through", "sample": 3, "level": "layer"})
    trace = next(one for one in sent if one["topic"] == "trace")
    step = next(at for at, one in enumerate(trace["steps"]) if "sum" in one)
    before = controller.experiment.network.parameters.copy()
    found = asked(controller, sent, step=step, element=5)
    assert found["sum"]["element"] == 5
    assert np.array_equal(controller.experiment.network.parameters, before)


def test_the_digits_page_answers_while_a_digit_is_walked():
    desk = DigitsDesk().draw()
    assert desk.ask("element", step=0, element=0).last("element_sum") is None
    trace = desk.ask("step_through").last("trace")
    assert trace["steps"][0]["sum"]["parts"][-1] == {"kind": "rest", "place": 781}
    found = desk.ask("element", step=0, element=100).last("element_sum")
    assert found["sum"]["element"] == 100
    assert len(found["numbers"]) == 8


def test_a_file_without_a_server_has_the_sums_that_may_be_asked_for():
    session = Session()
    session.param.update(expression=LONG, inputs={"x": X.tolist()})
    graph = ExpressionGraph(session)
    page = Job(lambda: taken(graph, "html")).finish()["text"]
    found = re.search(r'<script type="application/json" id="foldings">(.*?)</script>', page, re.S)
    sums = json.loads(found.group(1))[0]["sums"]
    every = list(every_sum(graph.trace, 64))
    assert len(sums) == len(every) > 36
    assert sums["1 7"]["sum"]["element"] == 7
    scalars = [(one["step"], one["element"]) for one in every_sum(graph.trace, 11)]
    assert scalars == [
        (at, 0) for at, step in enumerate(graph.trace.steps) if step.phase == "forward" and step.node == "L"
    ]
