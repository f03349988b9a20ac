# ruff: noqa: E501  (texts stand as they are typed)
"""What the playground writes as NumPy is read back to the graph that it was written of."""

import numpy as np
import pytest

import engine
from engine.graphs.functions import FUNCTIONS
from playground.graph.examples import EXAMPLES

M, V, U = [[0.5, -1.5, 0.25], [2.0, 0.75, -0.1]], [0.4, 1.3, 2.2], [1.7, 0.4, 0.8]
P = [0.2, 0.7, 0.4]
TEXTS = [
    ("x = a; y = -2; x * y ** 2 + max(x, 0, a) * df + dx", {"a": 3.0, "df": 2.0, "dx": 4.0}),
    ("min(a, b, c, 1) + logsumexp(a, b, c) + sum([a, b, c]) + max([a, b])", {"a": 1.0, "b": 2.0, "c": 0.5}),
    ("x @ [[1, 2], [3, 4], [5, 6]] + [1, -1]", {"x": V}),
    ("1 / (1 + exp(-x))", {"x": 0.5}),
    ("sigmoid(x) + relu(x) + leaky_relu(x) + elu(x) + softplus(x) + silu(x) + gelu(x)", {"x": V}),
    ("tanh(x) + tan(x) + sinh(x) + cosh(x) + arctan(x) + erf(x) + expm1(x) + log1p(x) + sign(x) + threshold(x) + abs(x)", {"x": V}),
    ("sin(x) + cos(x) + exp(x) + log(x) + sqrt(x) + square(x) + 1 / x + x / 2 + x ** 3 + detach(x) * x", {"x": V}),
    ("gelu(x, approximate='tanh') + clip(x, 0, 1) + clip(x, high=1) + where(x > 1, x, -x) + (x >= 1) * (x < 2)", {"x": V}),
    ("(x <= y) + (x == y) + (x != y) + logaddexp(x, y) + maxout(x, y)", {"x": V, "y": U}),
    ("sum(m) + mean(m) + max(m) + min(m) + norm(m) + prod(m) + var(m) + std(m) + trace(m) + maxout(v)[0]",
     {"m": M, "v": [1.0, 2.0]}),
    ("sum(m, 0) + mean(m, 0) + np.max(m, axis=0)", {"m": M}),
    ("a = np.max(m, axis=0); b = norm(m, axis=0); c = prod(m, axis=0); d = var(m, axis=0, ddof=1); a + b + c + d", {"m": M}),
    ("softmax(m) + softmax(m, axis=0) + log_softmax(m) + log_softmax(m, 0) + cumsum(m) + cumsum(m, 0)", {"m": M}),
    ("logsumexp(m) + logsumexp(m, axis=1) + sum(std(m, axis=1, keepdims=True)) + logsumexp(m, axis=1, keepdims=True)", {"m": M}),
    ("dot(v, u) + v @ u + sum(outer(v, u)) + cosine_similarity(v, u) + sum(m @ transpose(m))", {"v": V, "u": U, "m": M}),
    ("m[0] + m[:, 1:][0, 0] + m[-1, ::2][0] + concatenate([v, u])[1:4] + stack([v, u], axis=1)[:, 0]", {"m": M, "v": V, "u": U}),
    ("reshape(m, (3, 2))[0] + ravel(m)[0] + v[:, None][0:2, 0]", {"m": M, "v": V}),
    ("cross_entropy(v, k) + hinge(v, k) + one_hot(k, 3) @ v + m[k][0] + sum(embedding([1, 0, 1], m))", {"m": M, "v": V, "k": 1}),
    ("m[np.arange(2), [0, 2]]", {"m": M}),
    ("mse(v, u) + mae(v, u) + huber(v, u) + mse(v, u, reduction='sum') + mae(v, u, reduction='sum')", {"v": V, "u": U}),
    ("huber(v, u, delta=0.5) + huber(v, u, delta=2, reduction='sum')", {"v": V, "u": U}),
    ("binary_cross_entropy(p, y) + binary_cross_entropy_with_logits(v, y, reduction='sum')", {"p": P, "y": [1, 0, 1], "v": V}),
    ("conv1d(v, w) + sum(conv2d(m, k, stride=1, padding=1)) + sum(max_pool(m, 2, 1)) + conv1d(v, w, 1, 0)",
     {"v": V, "w": [1.0, -1.0], "m": M, "k": [[1.0, 2.0], [0.5, -1.0]]}),
]  # fmt: skip


def gates(graph):
    """All that makes a graph what it is: its gates with what they are set to, and how they hang together. A constant
    is its number, whatever it is called."""

    def called(name):
        return f"{graph.defaults[name].tolist()}" if graph[name].kind == "constant" else name

    return [
        (
            node.name,
            type(node.op),
            node.op.name,
            node.op.code(*"abcdefgh"[: len(node.inputs)]),
            [*map(called, node.inputs)],
        )
        for node in graph.operations
    ]


CASES = [*TEXTS, *((one.expression, one.inputs) for one in EXAMPLES)]


@pytest.mark.parametrize(("text", "inputs"), CASES, ids=[text[:50] for text, _ in CASES])
def test_the_code_of_a_graph_is_read_back_to_that_graph(text, inputs):
    graph = engine.parse(text)
    values = {name: inputs[name] for name in graph.leaves if name in inputs}
    again = engine.parse(engine.flat_code(graph, values))
    assert gates(again) == gates(graph)
    assert set(again.leaves) == set(graph.leaves)
    first, second = engine.backpropagate(graph, values), engine.backpropagate(again)
    np.testing.assert_array_equal(second.output, first.output)
    for name, gradient in first.gradients.items():
        np.testing.assert_array_equal(second.gradients[name], gradient)


def test_every_function_is_tried():
    used = " ".join(text for text, _ in CASES)
    assert [name for name in FUNCTIONS if f"{name}(" not in used] == []


def test_what_is_typed_is_not_taken_for_code_of_ours():
    assert len(engine.parse("import numpy as np\n1 / (1 + np.exp(-x))").operations) == 4
