"""The steps of a pass: their order, their numbers, and where gradients meet."""

import numpy as np
import pytest

import engine
from engine import ops
from engine.graphs.graph import GraphBuilder

INPUTS = {"x": -2.0, "y": 5.0, "z": -4.0}


def test_forward_a_node_a_step_then_backward_an_edge_a_step():
    trace = engine.backpropagate(engine.parse("(x + y) * z"), INPUTS)
    order = [(step.phase, step.node, step.input, step.index) for step in trace.steps]
    assert order == [
        ("forward", "q", None, None),
        ("forward", "f", None, None),
        ("backward", "f", None, None),
        ("backward", "f", "q", 0),
        ("backward", "f", "z", 1),
        ("backward", "q", "x", 0),
        ("backward", "q", "y", 1),
    ]


def test_a_step_shows_upstream_times_local_and_what_it_makes():
    trace = engine.backpropagate(engine.parse("(x + y) * z"), INPUTS)
    seed, swap = trace.steps[2], trace.steps[3]
    assert (seed.upstream, seed.gradient, seed.local) == (1.0, 1.0, None)
    assert (swap.upstream, swap.local, swap.downstream, swap.gradient) == (1.0, -4.0, -4.0, -4.0)
    assert swap.rule == "d/da (a·b) = b"
    assert str(swap.form) == "upstream × local"
    assert trace.steps[0].value == 3.0


def test_the_parts_gather_at_a_copy_gate_and_add_up_there():
    trace = engine.backpropagate(engine.parse("a = x * 3; b = x * 4; a * b"), {"x": 2.0})
    towards = [step for step in trace.steps if step.input == "x_copy"]
    assert [(step.node, float(step.downstream), float(step.gradient)) for step in towards] == [
        ("b", 24.0, 24.0),
        ("a", 24.0, 48.0),
    ]
    last = trace.steps[-1]
    assert (last.node, last.input) == ("x_copy", "x")
    assert [float(part) for part in last.parts] == [24.0, 24.0]
    assert (last.upstream, last.downstream, str(last.form)) == (48.0, 48.0, "sum of the parts")
    assert trace.gradients["x"] == 48.0


def test_an_edge_that_is_walked_twice_between_two_nodes_is_two_steps():
    trace = engine.backpropagate(engine.parse("x * x"), {"x": 3.0})
    assert [step.index for step in trace.steps if step.input == "x_copy"] == [0, 1]
    assert trace.gradients["x"] == 6.0


def test_numbers_and_labels_get_no_gradient_step():
    trace = engine.backpropagate(engine.parse("2 * 3 * cross_entropy(s, k) / 4"), {"s": [1.0, 2.0], "k": 1})
    reached = {step.input for step in trace.steps if step.phase == "backward"} - {None}
    assert reached == {
        "s",
        *(n.name for n in trace.graph.operations if n.label in ("cross-entropy", "×")),
    } - {node.name for node in trace.graph.operations if node.text == "2 * 3"}
    assert "k" not in trace.gradients


def test_what_does_not_touch_the_output_has_a_gradient_of_zeros():
    trace = engine.backpropagate(engine.parse("side = u * 2; x * 3"), {"u": [1.0, 2.0], "x": 1.0})
    assert trace.gradients["u"].tolist() == [0.0, 0.0]
    assert "side" not in trace.gradients
    assert trace.values["side"].tolist() == [2.0, 4.0]


def test_broadcasting_is_copying_so_its_gradients_are_summed():
    trace = engine.backpropagate(
        engine.parse("M * s + r"), {"M": np.ones((2, 3)), "s": 2.0, "r": [1.0, 2.0, 3.0]}
    )
    assert trace.gradients["s"] == 6.0
    assert trace.gradients["r"].tolist() == [2.0, 2.0, 2.0]
    step = next(step for step in trace.steps if step.input == "r")
    assert str(step.form) == "upstream × local, summed over the broadcast axes"
    assert step.local.shape == (2, 3)


def test_the_output_may_be_a_leaf():
    trace = engine.backpropagate(engine.parse("x"), {"x": 3.0})
    assert trace.output == 3.0
    assert trace.gradients["x"] == 1.0


def test_a_graph_can_be_built_by_hand():
    add = GraphBuilder()
    x = add.leaf("x", [1.0, 2.0])
    w = add.leaf("w", [[1.0, -1.0]], "parameter")
    product = add.apply(ops.MATMUL, w, x, name="wx")
    graph = add.build(add.apply(ops.RELU, product, name="h"))
    assert graph.parameters == ("w",)
    assert engine.backpropagate(graph).output.tolist() == [0.0]
    with pytest.raises(ValueError, match="named wx already"):
        add.apply(ops.RELU, x, name="wx")
    with pytest.raises(KeyError):
        add.apply(ops.RELU, "nothing", name="r")
    with pytest.raises(KeyError):
        add.build("nothing")


def test_bad_inputs_are_told_plainly():
    graph = engine.parse("x @ w")
    with pytest.raises(ValueError, match="no value is given for w"):
        engine.backpropagate(graph, {"x": [1.0]})
    with pytest.raises(ValueError, match="not an input of this graph: v"):
        engine.backpropagate(graph, {"x": [1.0], "w": [1.0], "v": 1.0})
    with pytest.raises(ValueError, match=r"x @ w: 2 times 3: the inner sizes must be equal"):
        engine.backpropagate(graph, {"x": [1.0, 2.0], "w": [1.0, 2.0, 3.0]})
    with pytest.raises(ValueError, match="x must be a number"):
        engine.backpropagate(graph, {"x": [[1.0], [1.0, 2.0]], "w": [1.0]})
    with pytest.raises(ValueError, match="x must be a number"):
        engine.backpropagate(graph, {"x": "one", "w": [1.0]})
    with pytest.raises(ValueError, match="the upstream gradient has the size"):
        engine.backpropagate(graph, {"x": [1.0], "w": [1.0]}, upstream=[1.0, 2.0])
    with pytest.raises(ValueError, match="for it alone"):
        engine.backpropagate(graph, {"x": [1.0], "w": [1.0]}, upstream={"x": [1.0]})


def test_gradients_pass_the_check_and_a_kink_does_not():
    graph = engine.parse("sum(tanh(W @ x + b) ** 2)")
    inputs = {"W": [[0.3, -0.2], [0.5, 0.9]], "x": [1.0, -2.0], "b": [0.1, 0.2]}
    errors = engine.check_gradients(graph, inputs)
    assert set(errors) == {"W", "x", "b"}
    assert max(errors.values()) < 1e-8
    # Truncation on the one side, rounding on the other.
    assert engine.check_gradients(graph, inputs, h=1e-1)["W"] > 1e-4
    assert engine.check_gradients(graph, inputs, h=1e-12)["W"] > 1e-6
    assert engine.check_gradients(engine.parse("relu(x)"), {"x": 0.0})["x"] == pytest.approx(1.0)
    assert set(engine.check_gradients(engine.parse("cross_entropy(s, k)"), {"s": [1.0, 2.0], "k": 0})) == {
        "s"
    }
    with pytest.raises(ValueError, match="h must be above 0"):
        engine.check_gradients(graph, inputs, h=0)


def test_a_given_upstream_gradient_is_checked_too():
    errors = engine.check_gradients(engine.parse("exp(x)"), {"x": [0.0, 1.0]}, upstream=[2.0, -3.0])
    assert errors["x"] < 1e-8
