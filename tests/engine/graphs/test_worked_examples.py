"""The worked examples that lectures print, with their figures worked by hand or checked independently."""

import numpy as np
import pytest

import engine


def close(actual, expected, rel=1e-9):
    np.testing.assert_allclose(actual, expected, rtol=rel, atol=1e-12)


def test_add_then_multiply():
    trace = engine.backpropagate(engine.parse("(x + y) * z"), {"x": -2.0, "y": 5.0, "z": -4.0})
    assert trace.output == -12.0
    assert trace.values["q"] == 3.0
    assert {name: float(trace.gradients[name]) for name in "xyzqf"} == {
        "x": -4.0,
        "y": -4.0,
        "z": 3.0,
        "q": -4.0,
        "f": 1.0,
    }


def test_sigmoid_neuron_gate_by_gate():
    graph = engine.parse("1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))")
    trace = engine.backpropagate(graph, {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0})
    by_text = {graph[name].text: name for name in trace.values}
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
        close(trace.values[by_text[text]], value)
    close(trace.output, 0.7310585786300049)
    gradient = {
        "1 + exp(-(w0*x0 + w1*x1 + w2))": -0.534446645388523,
        "exp(-(w0*x0 + w1*x1 + w2))": -0.534446645388523,
        "-(w0*x0 + w1*x1 + w2)": -0.19661193324148188,
        "w0*x0 + w1*x1 + w2": 0.19661193324148188,
        "w0": -0.19661193324148188,
        "x0": 0.39322386648296376,
        "w1": -0.39322386648296376,
        "x1": -0.5898357997244457,
        "w2": 0.19661193324148188,
    }
    for text, value in gradient.items():
        close(trace.gradients[by_text[text]], value)


def test_sigmoid_neuron_as_one_gate_has_the_same_gradients():
    inputs = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
    trace = engine.backpropagate(engine.parse("sigmoid(w0*x0 + w1*x1 + w2)"), inputs)
    close(trace.gradients["w0"], -0.19661193324148188)
    close(trace.gradients["x1"], -0.5898357997244457)
    step = next(step for step in trace.steps if step.phase == "backward" and step.input is not None)
    close(step.local, (1 - 0.7310585786300049) * 0.7310585786300049)


@pytest.mark.parametrize(
    ("text", "pattern", "x", "y"),
    [("x + y", "distributes", 2.0, 2.0), ("x * y", "swaps", -8.0, 6.0), ("max(x, y)", "routes", 2.0, 0.0)],
)
def test_gate_patterns(text, pattern, x, y):
    graph = engine.parse(text)
    trace = engine.backpropagate(graph, {"x": 3.0, "y": -4.0}, upstream=2.0)
    assert graph["f"].op.pattern == pattern
    assert (trace.gradients["x"], trace.gradients["y"]) == (x, y)


def test_copy_adds():
    graph = engine.parse("x * 3 + x * 4")
    trace = engine.backpropagate(graph, {"x": 1.0})
    assert graph["x_copy"].op.pattern == "adds"
    assert [float(part) for part in trace.steps[-1].parts] == [4.0, 3.0]
    assert trace.gradients["x"] == 7.0


def test_relu_of_a_vector_with_a_given_upstream_gradient():
    x = [1.0, -2.0, 3.0, -1.0]
    trace = engine.backpropagate(engine.parse("z = relu(x)"), {"x": x}, upstream={"z": [4.0, -1.0, 5.0, 9.0]})
    assert trace.output.tolist() == [1.0, 0.0, 3.0, 0.0]
    assert trace.gradients["x"].tolist() == [4.0, 0.0, 5.0, 0.0]
    # The diagonal of the Jacobian is all there is of it.
    assert trace.steps[-1].local.tolist() == [1.0, 0.0, 1.0, 0.0]


def test_norm_of_a_matrix_times_a_vector():
    inputs = {"W": [[0.1, 0.5], [-0.3, 0.8]], "x": [0.2, 0.4]}
    trace = engine.backpropagate(engine.parse("sum((W @ x) ** 2)"), inputs)
    close(trace.values["q"], [0.22, 0.26])
    close(trace.output, 0.116)
    close(trace.gradients["q"], [0.44, 0.52])
    close(trace.gradients["W"], [[0.088, 0.176], [0.104, 0.208]])
    close(trace.gradients["x"], [-0.112, 0.636])


def test_matrix_multiply():
    inputs = {"x": [[2, 1, -3], [-3, 4, 2]], "w": [[3, 2, 1, -1], [2, 1, 3, 2], [3, 2, 1, -2]]}
    upstream = {"y": [[2, 3, -3, 9], [-8, 1, 4, 6]]}
    trace = engine.backpropagate(engine.parse("x @ w"), inputs, upstream)
    assert trace.output.tolist() == [[-1, -1, 2, 6], [5, 2, 11, 7]]
    assert trace.gradients["x"].tolist() == [[0, 16, -9], [-24, 9, -30]]
    assert trace.gradients["w"].tolist() == [[28, 3, -18, 0], [-30, 7, 13, 33], [-22, -7, 17, -15]]


def test_two_layer_norm():
    # X W1 = [1, -1], relu [1, 0], @ W2 = [2, 3], f = 13; back: 2q = [4, 6], dW2 = h^T 2q, dh = 2q W2^T.
    inputs = {"X": [[1.0, 2.0]], "W1": [[1.0, 1.0], [0.0, -1.0]], "W2": [[2.0, 3.0], [5.0, 7.0]]}
    trace = engine.backpropagate(engine.parse("sum((relu(X @ W1) @ W2) ** 2)"), inputs)
    assert trace.output == 13.0
    assert trace.gradients["W2"].tolist() == [[4.0, 6.0], [0.0, 0.0]]
    assert trace.gradients["W1"].tolist() == [[26.0, 0.0], [52.0, 0.0]]
    assert trace.gradients["X"].tolist() == [[26.0, 0.0]]


def test_a_linear_layer_with_relu_sums_the_bias_gradient_over_the_batch():
    inputs = {"X": [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], "W": [[1.0, -1.0], [2.0, -2.0]], "b": [0.5, 2.5]}
    trace = engine.backpropagate(engine.parse("relu(X @ W + b)"), inputs)
    assert trace.output.tolist() == [[1.5, 1.5], [2.5, 0.5], [3.5, 0.0]]
    assert trace.gradients["b"].tolist() == [3.0, 2.0]
    assert trace.gradients["W"].tolist() == [[2.0, 1.0], [2.0, 1.0]]


def test_logistic_regression():
    inputs = {"x": [-1.0, -2.0], "w": [2.0, -3.0], "b": -3.0}
    trace = engine.backpropagate(engine.parse("sigmoid(dot(x, w) + b)"), inputs)
    close(trace.output, 0.7310585786300049)
    close(trace.gradients["w"], [-0.19661193324148188, -0.39322386648296376])
    close(trace.gradients["b"], 0.19661193324148188)


def test_softmax_loss_of_three_scores():
    # -ln 0.13 is 2.04; the base-10 logarithm, 0.89, is a slip that has been printed.
    inputs = {"scores": [3.2, 5.1, -1.7], "label": 0}
    trace = engine.backpropagate(engine.parse("p = softmax(scores); cross_entropy(scores, label)"), inputs)
    close(trace.values["p"], [0.12998254, 0.86904954, 0.00096793], rel=1e-5)
    close(trace.output, 2.04035515, rel=1e-8)
    close(trace.gradients["scores"], [-0.87001746, 0.86904954, 0.00096793], rel=1e-5)
    assert "label" not in trace.gradients
    exp = engine.backpropagate(engine.parse("exp(scores)"), {"scores": inputs["scores"]})
    close(exp.output, [24.532530197109352, 164.0219072999017, 0.18268352405273466])


def test_softmax_of_large_scores_overflows_unless_it_is_stable():
    scores = {"z": [1000.0, 1001.0, 1002.0]}
    naive = engine.backpropagate(engine.parse("e = exp(z); e / sum(e)"), scores)
    assert np.isinf(naive.values["e"]).all()
    assert np.isnan(naive.output).all()
    stable = engine.backpropagate(engine.parse("softmax(z)"), scores)
    close(stable.output, [0.09003057317038046, 0.24472847105479764, 0.6652409557748218])


def test_hinge_loss():
    trace = engine.backpropagate(engine.parse("hinge(scores, y)"), {"scores": [3.2, 5.1, -1.7], "y": 0})
    close(trace.output, 2.9)
    assert trace.gradients["scores"].tolist() == [-1.0, 1.0, 0.0]
    total = engine.parse("hinge(W @ x, y) + 0.1 * sum(W ** 2)")
    trace = engine.backpropagate(total, {"W": [[3.2], [5.1], [-1.7]], "x": [1.0], "y": 0})
    close(trace.output, 2.9 + 0.1 * (10.24 + 26.01 + 2.89))
    close(trace.gradients["W"], [[-1 + 0.64], [1 + 1.02], [-0.34]])


def test_bernoulli_loss_on_the_logit_saturates_only_when_it_is_right():
    graph = engine.parse("softplus((1 - 2*y) * z)")
    right = engine.backpropagate(graph, {"y": 1, "z": 50.0})
    wrong = engine.backpropagate(graph, {"y": 1, "z": -800.0})
    close(right.output, 1.9287498479639178e-22)
    assert wrong.output == 800.0
    assert wrong.gradients["z"] == -1.0


def test_logsumexp_loss():
    inputs = {"z": [3.2, 5.1, -1.7], "z_k": 3.2}
    trace = engine.backpropagate(engine.parse("-z_k + logsumexp(z)"), inputs)
    close(trace.output, 2.04035515, rel=1e-8)
    close(trace.gradients["z"], [0.12998254, 0.86904954, 0.00096793], rel=1e-5)


def test_one_dimensional_network():
    # 1 -> 2 -> 6 -> relu -> 18 -> - y = 8; back: 8, then dw2 = 8 h2, and so down.
    graph = engine.parse("0.5 * (w2 * relu(w1 * relu(w0 * x)) - y) ** 2")
    trace = engine.backpropagate(graph, {"x": 1.0, "w0": 2.0, "w1": 3.0, "w2": 3.0, "y": 10.0})
    assert trace.output == 32.0
    gradients = {name: float(trace.gradients[name]) for name in ("w2", "w1", "w0", "x")}
    assert gradients == {"w2": 48.0, "w1": 48.0, "w0": 72.0, "x": 144.0}


def test_two_by_two_network_all_eight_weights_by_hand():
    text = "h = sigmoid(W1 @ x); out = sigmoid(W2 @ h); 0.5 * sum((y - out) ** 2)"
    x, y = np.array([0.5, -1.0]), np.array([1.0, 0.0])
    w1, w2 = np.array([[0.1, 0.2], [0.3, -0.4]]), np.array([[0.5, -0.6], [0.7, 0.8]])
    trace = engine.backpropagate(engine.parse(text), {"x": x, "y": y, "W1": w1, "W2": w2})
    h, out = 1 / (1 + np.exp(-w1 @ x)), trace.values["out"]
    delta = (out - y) * out * (1 - out)
    for i in range(2):
        for j in range(2):
            close(trace.gradients["W2"][i, j], delta[i] * h[j])
            paths = sum(delta[k] * w2[k, i] for k in range(2))
            close(trace.gradients["W1"][i, j], paths * h[i] * (1 - h[i]) * x[j])


def test_three_layer_forward():
    graph = engine.parse(
        "h1 = sigmoid(W1 @ x + b1)\nh2 = sigmoid(W2 @ h1 + b2)\nout = W3 @ h2 + b3",
    )
    zeros = {"x": np.ones(3), "W1": np.zeros((4, 3)), "b1": np.zeros(4), "W2": np.zeros((4, 4))}
    trace = engine.backpropagate(graph, {**zeros, "b2": np.zeros(4), "W3": np.ones((1, 4)), "b3": [1.0]})
    assert trace.shapes["h1"] == trace.shapes["h2"] == (4,)
    assert trace.output.tolist() == [3.0]


def test_a_linear_model_says_one_half_to_every_row_of_xor():
    graph = engine.parse("p = X @ w + b; mean((p - y) ** 2)")
    inputs = {"X": [[0, 0], [1, 0], [0, 1], [1, 1]], "y": [0, 1, 1, 0], "w": [0, 0], "b": 0.5}
    trace = engine.backpropagate(graph, inputs)
    assert trace.values["p"].tolist() == [0.5, 0.5, 0.5, 0.5]
    assert trace.output == 0.25
    assert trace.gradients["w"].tolist() == [0.0, 0.0]
    assert trace.gradients["b"] == 0.0


def test_a_hidden_layer_solves_xor():
    inputs = {
        "W": [[1, 1], [1, 1]],
        "c": [0, -1],
        "w": [1, -2],
        "b": 0,
        "X": [[0, 0], [0, 1], [1, 0], [1, 1]],
    }
    graph = engine.parse("product = X @ W; z = product + c; h = relu(z); h @ w + b")
    trace = engine.backpropagate(graph, inputs)
    assert trace.values["product"].tolist() == [[0, 0], [1, 1], [1, 1], [2, 2]]
    assert trace.values["z"].tolist() == [[0, -1], [1, 0], [1, 0], [2, 1]]
    assert trace.values["h"].tolist() == [[0, 0], [1, 0], [1, 0], [2, 1]]
    assert trace.output.tolist() == [0, 1, 1, 0]
    same = engine.backpropagate(engine.parse("relu(X @ W + c) @ w + b"), inputs)
    assert same.output.tolist() == [0, 1, 1, 0]


def test_a_value_used_three_times_is_computed_once():
    # f(f(f(w))) with f(v) = v * v: w^8, and three gates for it.
    trace = engine.backpropagate(engine.parse("x = w * w; y = x * x; y * y"), {"w": 2.0})
    assert trace.output == 256.0
    assert trace.gradients["w"] == 8 * 2.0**7
    gates = [step for step in trace.steps if step.phase == "forward" and not step.node.endswith("_copy")]
    assert len(gates) == 3
