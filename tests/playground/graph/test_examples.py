"""The worked examples: each one parses, runs, and gives the figures that lectures print, or the right ones instead."""

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from example_runs import run, same

import engine
from playground.graph import payloads as graph_payloads
from playground.graph.examples import EXAMPLES, WorkedExample, find_example
from playground.graph.expression_graph import ExpressionGraph
from playground.session import Session

# Every worked example that is an expression, or that begins with scores.
WITH_EXPRESSION_OR_SCORES = {
    *("add-then-multiply", "sigmoid-neuron", "gate-patterns", "relu-vector", "norm-of-matrix-vector"),
    *("matrix-multiply", "two-layer-norm", "linear-layer-relu", "logistic-regression-graph", "softmax-loss"),
    *("stable-softmax", "hinge-loss", "bernoulli-softplus", "logsumexp", "one-dimensional-network"),
    *("repeated-subexpression", "two-by-two-network", "three-layer-forward", "xor-linear-fails"),
    *("xor-relu-solution", "softmax-classifier-on-digits", "parameter-count"),
    *("layer-norm", "attention", "lstm-cell", "convolution"),
}


def by_text(trace: engine.Trace, text: str) -> str:
    """The node that a piece of the expression became."""
    (name,) = [node.name for node in trace.graph.operations if node.text == text and node.op.name != "copy"]
    return name


def test_every_worked_example_is_there() -> None:
    names = [one.id for one in EXAMPLES]
    assert set(names) >= WITH_EXPRESSION_OR_SCORES
    assert len(set(names)) == len(names)
    assert find_example("no-such-example") is None


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.id)
class TestEveryExample:
    def test_it_runs_with_exactly_the_inputs_that_it_gives(self, one: WorkedExample) -> None:
        graph = engine.parse(one.expression)
        assert graph.leaves == tuple(one.inputs), "the inputs are listed in the order of the text"
        trace = engine.backpropagate(graph, dict(one.inputs), one.upstream)
        assert np.isfinite(trace.output).all()
        for name, gradient in trace.gradients.items():
            assert gradient.shape == trace.values[name].shape
            assert np.isfinite(gradient).all()

    def test_an_upstream_gradient_is_given_only_for_an_array(self, one: WorkedExample) -> None:
        output = engine.backpropagate(engine.parse(one.expression), dict(one.inputs)).output
        if one.upstream is not None:
            assert np.shape(one.upstream) == np.shape(output) != ()

    def test_it_says_in_a_few_words_what_there_is_to_see(self, one: WorkedExample) -> None:
        assert one.title
        assert one.theme
        assert 60 <= len(one.text) <= 260
        assert all(question.endswith("?") or question.endswith(".") for question in one.questions)
        assert one.erratum is None or len(one.erratum) <= 120

    def test_its_code_runs_on_its_own_and_agrees(self, one: WorkedExample, run_elsewhere: Any) -> None:
        session = Session(page="graph", expression=one.expression, inputs=dict(one.inputs))
        session.param.update(upstream=one.upstream, updated=list(one.updated))
        typed = ExpressionGraph(session)
        trace, output = typed.trace, typed.graph.output
        expected = {output: np.asarray(trace.output)}
        expected |= {f"d{name}": trace.gradients[name] for name in one.inputs if name in trace.gradients}
        expected |= {step.node: step.value for step in trace.steps if step.phase == "update"}
        made = run_elsewhere(graph_payloads.code(typed)["source"], list(expected))
        for name, array in expected.items():
            same(made[name], array, rtol=1e-9)

    def test_it_can_stand_in_an_address(self, one: WorkedExample) -> None:
        assert json.loads(json.dumps(one.inputs))
        assert len(one.expression) <= 2000


def test_themes_are_not_scattered() -> None:
    themes = [one.theme for one in EXAMPLES]
    changes = sum(a != b for a, b in pairwise(themes))
    assert changes == len(set(themes)) - 1


# Figures


def test_add_then_multiply() -> None:
    trace = run("add-then-multiply")
    assert {name: float(trace.values[name]) for name in "qf"} == {"q": 3.0, "f": -12.0}
    gradients = {name: float(trace.gradients[name]) for name in "xyzqf"}
    assert gradients == {"x": -4.0, "y": -4.0, "z": 3.0, "q": -4.0, "f": 1.0}


def test_sigmoid_neuron() -> None:
    trace = run("sigmoid-neuron")
    forward = {
        "w0*x0": -2.0,
        "w1*x1": 6.0,
        "w0*x0 + w1*x1": 4.0,
        "w0*x0 + w1*x1 + w2": 1.0,
        "-(w0*x0 + w1*x1 + w2)": -1.0,
        "exp(-(w0*x0 + w1*x1 + w2))": 0.36787944117144233,
        "1 + exp(-(w0*x0 + w1*x1 + w2))": 1.3678794411714423,
    }
    for text, value in forward.items():
        same(trace.values[by_text(trace, text)], value)
    same(trace.output, 0.7310585786300049)
    backward = {
        "1 + exp(-(w0*x0 + w1*x1 + w2))": -0.534446645388523,
        "exp(-(w0*x0 + w1*x1 + w2))": -0.534446645388523,
        "-(w0*x0 + w1*x1 + w2)": -0.19661193324148188,
        "w0*x0 + w1*x1 + w2": 0.19661193324148188,
    }
    for text, value in backward.items():
        same(trace.gradients[by_text(trace, text)], value)
    leaves = {
        "w0": -0.19661193324148188,
        "x0": 0.39322386648296376,
        "w1": -0.39322386648296376,
        "x1": -0.5898357997244457,
        "w2": 0.19661193324148188,
    }
    for name, value in leaves.items():
        same(trace.gradients[name], value)


def test_gate_patterns_has_all_four_at_work() -> None:
    trace = run("gate-patterns")
    patterns = {node.op.pattern for node in trace.graph.operations}
    assert patterns >= {"distributes", "swaps", "routes", "adds"}
    assert trace.output == 12.0
    gradients = {name: float(trace.gradients[name]) for name in ("x", "y", "z", "w", "largest")}
    assert gradients == {"x": 4.0, "y": 4.0, "z": 0.0, "w": 3.0, "largest": 4.0}
    (copied,) = [step for step in trace.steps if step.parts]
    assert sorted(float(part) for part in copied.parts) == [1.0, 2.0]


def test_relu_of_a_vector() -> None:
    trace = run("relu-vector")
    assert trace.output.tolist() == [1.0, 0.0, 3.0, 0.0]
    assert trace.gradients["z"].tolist() == [4.0, -1.0, 5.0, 9.0]
    assert trace.gradients["x"].tolist() == [4.0, 0.0, 5.0, 0.0]
    assert np.diag(trace.steps[-1].local).tolist() == [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


def test_norm_of_matrix_vector() -> None:
    trace = run("norm-of-matrix-vector")
    same(trace.values["q"], [0.22, 0.26])
    same(trace.output, 0.116)
    same(trace.gradients["q"], [0.44, 0.52])
    same(trace.gradients["W"], [[0.088, 0.176], [0.104, 0.208]])
    same(trace.gradients["x"], [-0.112, 0.636])


def test_matrix_multiply_gives_the_right_product_and_says_what_was_printed() -> None:
    trace = run("matrix-multiply")
    assert trace.output.tolist() == [[-1, -1, 2, 6], [5, 2, 11, 7]]
    assert trace.gradients["y"].tolist() == [[2, 3, -3, 9], [-8, 1, 4, 6]]
    assert trace.gradients["x"].tolist() == [[0, 16, -9], [-24, 9, -30]]
    assert trace.gradients["w"].tolist() == [[28, 3, -18, 0], [-30, 7, 13, 33], [-22, -7, 17, -15]]
    assert "[[13, 9, −2, −6], [5, 2, 17, 1]]" in (find_example("matrix-multiply").erratum or "")


def test_two_layer_norm() -> None:
    # X W1 = [1, -1], relu [1, 0], @ W2 = [2, 3], f = 13; back: 2q = [4, 6], dW2 = hᵀ 2q, dh = 2q W2ᵀ.
    trace = run("two-layer-norm")
    assert trace.output == 13.0
    assert trace.values["h"].tolist() == [[1.0, 0.0]]
    assert trace.gradients["W2"].tolist() == [[4.0, 6.0], [0.0, 0.0]]
    assert trace.gradients["W1"].tolist() == [[26.0, 0.0], [52.0, 0.0]]
    assert trace.gradients["X"].tolist() == [[26.0, 0.0]]


def test_linear_layer_relu() -> None:
    trace = run("linear-layer-relu")
    assert trace.output.tolist() == [[1.5, 1.5], [2.5, 0.5], [3.5, 0.0]]
    assert trace.gradients["b"].tolist() == [3.0, 2.0]  # five open outputs, summed over the batch
    assert trace.gradients["W"].tolist() == [[2.0, 1.0], [2.0, 1.0]]
    assert trace.gradients["X"].tolist() == [[0.0, 0.0], [0.0, 0.0], [1.0, 2.0]]


def test_logistic_regression() -> None:
    trace = run("logistic-regression-graph")
    same(trace.output, 0.7310585786300049)
    same(trace.gradients["w"], [-0.19661193324148188, -0.39322386648296376])
    same(trace.gradients["x"], [0.39322386648296376, -0.5898357997244457])
    same(trace.gradients["b"], 0.19661193324148188)


def test_softmax_loss() -> None:
    trace = run("softmax-loss")
    same(trace.values["e"], [24.532530197109352, 164.0219072999017, 0.18268352405273466])
    same(trace.values["p"], [0.12998254, 0.86904954, 0.00096793], rtol=6e-6)  # printed to eight places
    same(trace.output, 2.04035515, rtol=2e-9)
    same(trace.gradients["scores"], [-0.87001746, 0.86904954, 0.00096793], rtol=6e-6)
    same(trace.gradients["scores"], trace.values["p"] - [1, 0, 0])
    erratum = find_example("softmax-loss").erratum or ""
    assert "0.89" in erratum
    assert "2.04" in erratum


def test_stable_softmax_shows_the_overflow_as_what_it_is() -> None:
    trace = run("stable-softmax")
    assert np.isinf(trace.values["e"]).all()
    assert np.isnan(trace.values["naive"]).all()
    same(trace.output, [0.09003057317038046, 0.24472847105479764, 0.6652409557748218])
    p = trace.output
    same(trace.gradients["scores"], p[2] * (np.array([0, 0, 1]) - p), rtol=1e-9)


def test_hinge_loss_with_its_penalty() -> None:
    trace = run("hinge-loss")
    same(trace.values["scores"], [3.2, 5.1, -1.7])
    same(trace.values["loss"], 2.9)
    same(trace.values["R"], 9.84)
    same(trace.output, 2.9 + 0.1 * 9.84)
    assert trace.gradients["scores"].tolist() == [-1.0, 1.0, 0.0]
    same(trace.gradients["W"], [[-0.76, -1.8], [1.42, 2.3], [-0.14, -0.1]])
    erratum = find_example("hinge-loss").erratum or ""
    assert "W_j x + W_y x + 1" in erratum
    assert "W_j x − W_y x + 1" in erratum


def test_bernoulli_softplus() -> None:
    trace = run("bernoulli-softplus")
    same(trace.output, 2.1269280110429727)  # log(1 + exp(2))
    same(trace.gradients["z"], -0.8807970779778823)  # sigma(-2) - 1


def test_logsumexp() -> None:
    trace = run("logsumexp")
    same(trace.output, 2.04035515, rtol=2e-9)
    same(trace.gradients["z"], [0.12998254, 0.86904954, 0.00096793], rtol=6e-6)
    assert trace.gradients["z_k"] == -1.0


def test_one_dimensional_network() -> None:
    # 1 -> 2 -> 6 -> 18, less 10 is 8; back: 8, then dw2 = 8·6, and so down.
    trace = run("one-dimensional-network")
    assert trace.output == 32.0
    gradients = {name: float(trace.gradients[name]) for name in ("w2", "w1", "w0", "x", "y")}
    assert gradients == {"w2": 48.0, "w1": 48.0, "w0": 72.0, "x": 144.0, "y": -8.0}


def test_repeated_subexpression_is_computed_once() -> None:
    trace = run("repeated-subexpression")
    assert trace.output == 256.0  # w to the 8th
    assert trace.gradients["w"] == 1024.0  # 8 w to the 7th
    products = [node for node in trace.graph.operations if node.op.name == "multiply"]
    assert len(products) == 3


def test_two_by_two_network_by_hand() -> None:
    trace = run("two-by-two-network")
    x, y = np.array([0.5, -1.0]), np.array([1.0, 0.0])
    w1, w2 = np.array([[0.1, 0.2], [0.3, -0.4]]), np.array([[0.5, -0.6], [0.7, 0.8]])
    h = 1 / (1 + np.exp(-w1 @ x))
    out = 1 / (1 + np.exp(-w2 @ h))
    same(trace.values["out"], out)
    delta = (out - y) * out * (1 - out)
    for i in range(2):
        for j in range(2):
            same(trace.gradients["W2"][i, j], delta[i] * h[j])
            paths = sum(delta[k] * w2[k, i] for k in range(2))
            same(trace.gradients["W1"][i, j], paths * h[i] * (1 - h[i]) * x[j])


def test_three_layer_forward() -> None:
    trace = run("three-layer-forward")
    assert (trace.shapes["h1"], trace.shapes["h2"], trace.shapes["out"]) == ((4,), (4,), (1,))
    assert sum(trace.values[name].size for name in ("W1", "b1", "W2", "b2", "W3", "b3")) == 41


def test_a_line_cannot_solve_xor() -> None:
    trace = run("xor-linear-fails")
    assert trace.values["p"].tolist() == [0.5, 0.5, 0.5, 0.5]
    assert trace.output == 0.25
    assert trace.gradients["w"].tolist() == [0.0, 0.0]
    assert trace.gradients["b"] == 0.0
    assert "w1 + w2 + 2b = 1" in (find_example("xor-linear-fails").erratum or "")


def test_a_hidden_layer_solves_xor() -> None:
    trace = run("xor-relu-solution")
    forward = {
        "X @ W": [[0, 0], [1, 1], [1, 1], [2, 2]],
        "X @ W + c": [[0, -1], [1, 0], [1, 0], [2, 1]],
    }
    for text, value in forward.items():
        assert trace.values[by_text(trace, text)].tolist() == value
    assert trace.values["h"].tolist() == [[0, 0], [1, 0], [1, 0], [2, 1]]
    assert trace.output.tolist() == [0, 1, 1, 0]


def test_the_largest_of_ten_scores_is_a_seven() -> None:
    trace = run("softmax-classifier-on-digits")
    assert int(np.argmax(trace.values["p"])) == 7
    assert trace.output == 0.0


def test_parameter_count() -> None:
    trace = run("parameter-count")
    assert trace.output == 785 * 128 + 128 * 64 + 10 * 64
    assert (trace.gradients["d1"], trace.gradients["d2"]) == (785 + 64, 128 + 10)
