"""The worked examples that are whole layers: normalization, attention, a cell of an LSTM, a convolution."""

import numpy as np
from example_runs import run, same

from playground.graph.examples import find_example
from playground.graph.expression_graph import ExpressionGraph
from playground.session import Session


def test_layer_norm() -> None:
    # The mean of 1, 3, 5, 7 is 4, the mean of the squares 9, 1, 1, 9 is 5.
    trace = run("layer-norm")
    assert trace.values["d"].tolist() == [-3.0, -1.0, 1.0, 3.0]
    assert trace.values["v"] == 5.0
    width = np.sqrt(5.00001)
    same(trace.output, [-3 / width, -2 / width, 1 + 1 / width, 1.5 / width])
    same(trace.gradients["gamma"], [-3 / width, 0.0, 1 / width, 0.0])
    assert trace.gradients["beta"].tolist() == [1.0, 0.0, 1.0, 0.0]
    # dx = (g - mean(g) - x̂ mean(g x̂)) / width, of g = upstream * gamma = 1, 0, 1, 0: the means are 0.5, -0.5/width.
    same(
        trace.gradients["x"],
        (np.array([0.5, -0.5, 0.5, -0.5]) + np.array([-3, -1, 1, 3]) * 0.5 / 5.00001) / width,
    )


def test_attention() -> None:
    trace = run("attention")
    first, second = np.exp(1 / np.sqrt(2)), np.exp(2 / np.sqrt(2))
    # The scores are 1, 0, 1 and 0, 2, 2, over √2.
    weights = [
        [first / (2 * first + 1), 1 / (2 * first + 1), first / (2 * first + 1)],
        [1 / (2 * second + 1), second / (2 * second + 1), second / (2 * second + 1)],
    ]
    same(trace.values["A"], weights)
    a, b = np.array(weights)
    same(trace.output, [[a[0] + 2 * a[2], a[1] + 2 * a[2]], [b[0] + 2 * b[2], b[1] + 2 * b[2]]])
    same(
        trace.gradients["V"], [[a[0], b[0]], [a[1], b[1]], [a[2], b[2]]]
    )  # Aᵀ @ upstream, which is the unit matrix
    # Each row of scores: p (v - Σ p v), of v = 1, 0, 2 and 0, 1, 2; then by K and Q, over √2.
    v, w = np.array([1.0, 0.0, 2.0]), np.array([0.0, 1.0, 2.0])
    scores = np.array([a * (v - a @ v), b * (w - b @ w)]) / np.sqrt(2)
    same(trace.gradients["Q"], [[scores[0, 0] + scores[0, 2], scores[0, 1] + scores[0, 2]],
                                [scores[1, 0] + scores[1, 2], scores[1, 1] + scores[1, 2]]])  # fmt: skip
    same(trace.gradients["K"], [[scores[0, i], 2 * scores[1, i]] for i in range(3)])


def test_attention_is_offered_as_one_gate_and_steps_to_the_same_gradients() -> None:
    one = find_example("attention")
    assert one is not None
    session = Session(page="graph", expression=one.expression, inputs=dict(one.inputs))
    session.param.update(upstream=one.upstream)
    typed = ExpressionGraph(session)
    [group] = [group for group in typed.groups if group.kind == "attention"]
    before = {name: typed.trace.gradients[name] for name in "QKV"}
    typed.fold(group.name)
    assert [node.op.symbol for node in typed.graph.operations] == ["attention"]
    assert [step.input for step in typed.trace.steps if step.input] == ["Q", "K", "V"]
    for name, gradient in before.items():
        same(typed.trace.gradients[name], gradient)


def test_lstm_cell() -> None:
    # z = W @ (0.5, 1) + b = 0.5 - 1, 0.25 + 0.5 + 3, -0.25 + 1, 0.5 + 2 - 1.
    trace = run("lstm-cell")
    assert trace.values["z"].tolist() == [-0.5, 3.75, 0.75, 1.5]
    i, f, o = 1 / (1 + np.exp([0.5, -3.75, -0.75]))
    g = np.tanh(1.5)
    state = 2 * f + i * g
    same(trace.values["c2"], state)
    same(trace.output, o * np.tanh(state))
    inward = o * (1 - np.tanh(state) ** 2)  # dL/dc2
    same(trace.gradients["c"], inward * f)
    same(
        trace.gradients["b"],
        [
            inward * g * i * (1 - i),
            inward * 2 * f * (1 - f),
            np.tanh(state) * o * (1 - o),
            inward * i * (1 - g * g),
        ],
    )
    same(trace.gradients["W"], np.outer(trace.gradients["b"], [0.5, 1.0]))
    same(trace.gradients["x"], trace.gradients["b"] @ [-1.0, 0.5, 1.0, 2.0])
    same(trace.gradients["h"], trace.gradients["b"] @ [1.0, 0.5, -0.5, 1.0])


def test_convolution() -> None:
    trace = run("convolution")
    assert trace.output.tolist() == [[4.0, 4.0, 0.0]] * 3  # the edge lies in the first two windows of a row
    # The windows in the middle and at the lower right, added up.
    assert trace.gradients["k"].tolist() == [[1.0, 2.0, 2.0]] * 3
    assert trace.gradients["x"].tolist() == [
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, -1.0, 0.0, 1.0, 0.0],
        [0.0, -2.0, -1.0, 2.0, 1.0],
        [0.0, -1.0, -2.0, 1.0, 2.0],
        [0.0, 0.0, -1.0, 0.0, 1.0],
    ]
