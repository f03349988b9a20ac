"""The typed graph follows what is typed, keeps the last good graph, and folds without changing what is outside."""

import numpy as np
import pytest

from playground.graph import payloads
from playground.graph.expression_graph import ExpressionGraph
from playground.graph.limits import is_short
from playground.session import Session
from playground.shared.refused import Refused

NEURON = "1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))"
INPUTS = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}


def typed(expression="(x + y) * z", **values):
    return ExpressionGraph(Session(expression=expression, **values))


def test_the_first_graph_is_the_lectures_first_example():
    graph = typed()
    assert graph.trace.output == -12
    assert {name: float(graph.trace.gradients[name]) for name in "xyz"} == {"x": -4, "y": -4, "z": 3}


def test_values_are_kept_while_one_types():
    graph = typed()
    assert graph.type("(x + y) * z + a")
    assert {name: float(graph.values[name]) for name in "xyz"} == {"x": -2, "y": 5, "z": -4}
    assert "a" in graph.values


def test_a_name_that_is_typed_again_has_its_number_again():
    graph = typed()
    for text in ("q", "q = x", "q = x + y", "q = x + y; f = q * z"):
        assert graph.type(text)
    assert {name: float(graph.values[name]) for name in "xyz"} == {"x": -2, "y": 5, "z": -4}


def test_new_names_typed_one_after_the_other_get_different_numbers():
    graph = typed("a", inputs={})
    for text in ("a + b", "a + b + c"):
        assert graph.type(text)
    assert len({float(value) for value in graph.values.values()}) == 3


def test_what_is_typed_as_on_paper_is_kept_in_the_form_that_is_read():
    graph = typed()
    assert graph.type("3x² + |x|")
    assert graph.session.expression == "3*x**2 + abs(x)"  # what an address holds
    assert payloads.expression(graph)["text"] == "3x² + |x|"
    assert payloads.expression(graph)["plain"] == "3*x**2 + abs(x)"


def test_the_same_text_in_the_form_that_is_read_makes_no_other_graph():
    graph = typed()
    graph.type("sigmoid(2x)")
    graph.unfold("f")
    assert not graph.type("sigmoid(2*x)")
    assert payloads.expression(graph)["plain"] is None
    assert graph.text == graph.session.expression == "sigmoid(2*x)"
    assert graph.session.unfolded == ["f"]


def test_an_address_may_hold_what_was_typed_as_on_paper():
    assert typed("x² + y").text == "x**2 + y"


def test_at_a_kink_the_convention_is_said_at_the_gate():
    graph = typed("max(x, 0) * 3", inputs={"x": 0.0})
    said = [
        step["convention"]["text"]
        for step in payloads.trace(graph, 0, False)["steps"]
        if "convention" in step
    ]
    assert said == ["x and 0 are equal here: max has a kink, and 0 is taken for its slope, as in ReLU"]
    graph.set_inputs({"x": 1.0})
    assert not any("convention" in step for step in payloads.trace(graph, 0, False)["steps"])


def test_targets_that_mean_nothing_are_told_beside_them_and_at_the_gate():
    graph = typed("cross_entropy(z, y)", inputs={"z": [1.0, 2.0, 3.0], "y": [1.0, 1.0, 1.0]})
    (cause,) = payloads.expression(graph)["causes"]
    assert cause["inputs"] == ["z", "y"]
    assert cause["text"].startswith("the targets of cross_entropy(z, y) add up to 3 here")
    assert payloads.trace(graph, 0, False)["steps"][0]["cause"]["text"] == cause["text"]


def test_that_e_is_a_number_is_told():
    graph = typed("e * x")
    assert payloads.expression(graph)["constants"] == ["e"]
    assert list(graph.values) == ["x"]
    graph.type("e = 2\ne * x")
    assert payloads.expression(graph)["constants"] == []
    assert list(graph.values) == ["e", "x"]


@pytest.mark.parametrize("bad", ["(x + y", "x.y", "__import__('os')", "", "x +* y", "9**9**9", "(" * 500])
def test_a_bad_text_keeps_the_last_good_graph_and_says_where(bad):
    graph = typed()
    assert not graph.type(bad)
    assert graph.text == bad
    assert (graph.problem.line, graph.problem.column) >= (1, 1)
    assert graph.trace.output == -12
    assert graph.session.expression == "(x + y) * z"


@pytest.mark.parametrize(
    ("expression", "shapes"),
    [
        ("x @ w", {"x": (3,), "w": (3,)}),
        ("sum((W @ x) ** 2)", {"W": (3, 2), "x": (2,)}),
        ("relu(X @ W + b)", {"X": (3, 2), "W": (2, 3), "b": (3,)}),
        ("transpose(a) @ B", {"a": (3, 2), "B": (3, 3)}),
    ],
)
def test_names_without_a_value_get_one_of_a_likely_shape(expression, shapes):
    graph = typed(inputs={})
    assert graph.type(expression)
    assert {name: value.shape for name, value in graph.values.items()} == shapes


def test_a_number_that_came_with_an_example_gives_way_where_it_has_no_value():
    graph = typed()  # x is -2
    assert graph.type("log(x)")
    assert graph.trace.output == pytest.approx(np.log(2))
    assert graph.type("mean(x)")
    assert graph.values["x"].shape == (3,)


def test_a_number_that_somebody_has_set_stays_where_it_has_no_value():
    graph = typed()
    graph.set_inputs({"x": -2.5})
    assert graph.type("log(x)")
    assert graph.values["x"] == -2.5
    assert graph.type("sum(x)")
    assert graph.values["x"] == -2.5


def test_a_number_that_somebody_has_set_gives_way_where_nothing_else_fits():
    graph = typed()
    graph.set_inputs({"x": 7.0})
    assert graph.type("x @ W + y")
    assert graph.values["x"].shape == (3,)


def test_values_in_an_address_stay_as_they_are():
    assert np.isnan(typed("log(x)", inputs={"x": -2.0}).trace.output)


def test_shapes_that_do_not_fit_are_said_once_with_the_piece_of_the_text():
    graph = typed("sum((W @ x) ** 2)", inputs={"W": [[1, 2, 3], [4, 5, 6]], "x": [1, 2, 3]})
    with pytest.raises(Refused, match=r"^W @ x: 2×3 times 2: the inner sizes must be equal$"):
        graph.set_inputs({"x": [1.0, 2.0]})
    assert not graph.type("a = [1, 2]\nsum(W @ x) + a @ [1, 2, 3]")
    assert str(graph.problem) == "a @ [1, 2, 3]: 2 times 3: the inner sizes must be equal"


def test_a_class_that_there_is_not_is_said_without_shapes():
    graph = typed("cross_entropy(z, y)", inputs={"z": [1.0, 2.0], "y": 0.0})
    with pytest.raises(Refused, match=r"^there is no class 4: there are 2 classes, counted from 0 to 1$"):
        graph.set_inputs({"y": 4.0})


def test_an_input_that_would_be_too_long_to_be_shown_is_refused_in_words():
    graph = typed()
    assert not graph.type("sum(one_hot(k, 40) @ W)")
    assert str(graph.problem) == "W would need 40 rows or columns; at most 12 are allowed"


def test_an_input_that_does_not_fit_is_refused_and_nothing_changes():
    graph = typed("sum((W @ x) ** 2)", inputs={"W": [[0.1, 0.5], [-0.3, 0.8]], "x": [0.2, 0.4]})
    assert graph.trace.output == pytest.approx(0.116)
    for bad in ([1, 2, 3], "2", None, [[1, 2], [3]], float("nan"), 1e12, [[0.0] * 30] * 30, {"a": 1}):
        with pytest.raises(Refused):
            graph.set_inputs({"x": bad})
    assert graph.trace.output == pytest.approx(0.116)
    graph.set_inputs({"x": [1, 0]})
    assert graph.trace.output == pytest.approx(0.1)


def test_random_numbers_are_inputs_that_the_text_follows_when_they_are_set():
    graph = typed()
    assert graph.type("x = torch.randn(2)\nW = torch.randn(1, 2)\n(W @ x).sum()")
    sent = payloads.expression(graph)
    assert (sent["random"], sent["random_in_order"]) == (["W", "x"], False)
    before = graph.values["x"]
    graph.set_inputs({"W": [[1.0, 2.5]]})
    assert graph.text == "x = torch.randn(2)\nW = torch.tensor([[1.0, 2.5]])\n(W @ x).sum()"
    assert payloads.expression(graph)["random"] == ["x"]
    assert graph.type(graph.text + " * 2")
    np.testing.assert_array_equal(graph.values["x"], before)


def test_of_numbers_drawn_in_order_none_changes_when_one_is_set():
    graph = typed()
    assert graph.type("np.random.seed(0)\nx = np.random.randn(2)\nW = np.random.randn(1, 2)\n(W @ x).sum()")
    assert payloads.expression(graph)["random_in_order"]
    before = graph.values["W"]
    graph.set_inputs({"x": [1.0, 2.0]})
    assert "x = np.array([1.0, 2.0])\nW = np.array([[" in graph.text
    assert payloads.expression(graph)["random"] == []
    assert graph.type(graph.text + " * 2")
    np.testing.assert_array_equal(graph.values["W"], before)


def test_an_upstream_gradient_is_given_for_an_array():
    graph = typed("relu(x)", inputs={"x": [1.0, -2.0, 3.0, -1.0]})
    graph.set_upstream([4, -1, 5, 9])
    np.testing.assert_array_equal(graph.trace.gradients["x"], [4, 0, 5, 0])
    with pytest.raises(Refused):
        graph.set_upstream([1, 2])
    np.testing.assert_array_equal(graph.trace.gradients["x"], [4, 0, 5, 0])


def test_the_sigmoid_folds_into_one_gate_with_the_same_gradients_outside():
    graph = typed(NEURON, inputs=INPUTS)
    before = {name: float(graph.trace.gradients[name]) for name in INPUTS}
    group = next(one for one in graph.groups if one.kind == "sigmoid")
    nodes = len(graph.graph.nodes)

    graph.fold(group.name)

    assert len(graph.graph.nodes) < nodes
    assert float(graph.trace.values[graph.graph.output]) == pytest.approx(0.7310585786300049, abs=1e-15)
    assert {name: float(graph.trace.gradients[name]) for name in INPUTS} == pytest.approx(before, abs=1e-15)

    graph.unfold(group.name)
    assert len(graph.graph.nodes) == nodes


def test_a_composite_gate_opens_and_closes_again():
    graph = typed("sigmoid(x) * y", inputs={"x": 1.0, "y": 2.0})
    name = next(one.name for one in graph.groups if one.closed and one.kind == "sigmoid")
    nodes = {node.name for node in graph.graph.nodes}

    graph.unfold(name)
    assert {node.name for node in graph.graph.nodes} > nodes
    graph.fold(name)
    assert {node.name for node in graph.graph.nodes} == nodes
    with pytest.raises(Refused):
        graph.fold(name)


FLAT = "x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z"


def test_a_line_that_gives_a_name_a_number_makes_an_input_with_it():
    graph = typed()
    assert graph.type(FLAT)
    assert {name: float(value) for name, value in graph.values.items()} == {"x": -2, "y": 5, "z": -4}
    assert {name: float(graph.trace.gradients[name]) for name in "xyz"} == {"x": -4, "y": -4, "z": 3}


def test_the_text_follows_an_input_whose_number_stands_in_it():
    graph = typed(FLAT)
    graph.set_inputs({"y": 5.5, "z": 3.0})
    assert graph.text == graph.session.expression == "x = -2\ny = 5.5\nz = 3\nq = x + y\nf = q * z"
    graph.set_inputs({"y": 5.0})
    assert graph.text == "x = -2\ny = 5\nz = 3\nq = x + y\nf = q * z"
    assert typed(graph.text, inputs=graph.session.inputs).trace.output == 9


def test_an_array_in_the_text_follows_with_its_shape():
    graph = typed("W = np.array([[1, 2], [3, 4]])\nsum(W)")
    graph.set_inputs({"W": [[1.0, 2.5]]})
    assert graph.text == "W = np.array([[1.0, 2.5]])\nsum(W)"
    assert graph.trace.output == 3.5


def test_what_the_text_says_counts_more_than_what_was_remembered_or_given():
    graph = typed("x = 3\nx * y", inputs={"x": 7.0, "y": 2.0})
    assert graph.trace.output == 6
    assert graph.type("x = 4\nx * y")
    assert graph.trace.output == 8


def test_a_text_with_a_mistake_stays_while_the_last_good_one_follows_its_inputs():
    graph = typed("x = 3\nx * 2")
    assert not graph.type("x = 3\nx *")
    graph.set_inputs({"x": 4.0})
    assert graph.text == "x = 3\nx *"
    assert graph.session.expression == "x = 4\nx * 2"


def test_a_text_that_would_become_too_long_stays_as_it_is():
    long = "x = 3\nx * 2 #" + "." * 3985
    graph = typed(long)
    graph.set_inputs({"x": 0.1234})
    assert (graph.text, graph.trace.output) == (long, 0.2468)


def test_an_array_in_the_text_that_is_too_large_to_be_shown_is_refused():
    graph = typed()
    assert not graph.type("W = np.zeros((20, 20))\nsum(W)")
    assert graph.problem.code == "declared_refused"
    assert graph.problem.arguments["reason"].code == "input_too_large"
    assert graph.trace.output == -12


def test_weights_that_a_layer_brings_are_inputs_that_keep_their_numbers():
    graph = typed("nn.Linear(2, 3)(x)")
    assert {name: value.shape for name, value in graph.values.items()} == {
        "x": (2,), "weight1": (3, 2), "bias1": (3,),
    }  # fmt: skip
    graph.set_inputs({"bias1": [1.0, 2.0, 3.0]})
    assert graph.type("sum(nn.Linear(2, 3)(x))")
    assert graph.values["bias1"].tolist() == [1, 2, 3]


def test_a_short_text_with_a_loop_or_a_function_may_be_a_large_graph():
    assert is_short("x + y")
    assert not any(
        map(is_short, ["for i in range(9): x", "def f(x):\n  return x", "[x for i in y]", "f(x) = x; f(1)"])
    )


def test_a_gate_that_has_come_with_an_opened_one_opens_too():
    graph = typed("cross_entropy(b, k) + cross_entropy(u, k)")
    opened = []
    while closed := [group.name for group in graph.groups if group.closed]:
        opened.append(closed[0])
        graph.unfold(closed[0])
    assert set(opened) - {node.name for node in graph.plain.nodes}, "one of them came with another"
    assert {group.name for group in graph.groups if not group.closed} >= set(opened)
