"""The Jacobian written out, its memory, and the elements that one element touches."""

import numpy as np
import pytest

import engine
from engine.graphs.jacobian import jacobian, memory, product_memory, readable, touched


def test_the_jacobian_of_relu_is_diagonal_with_the_zeros_of_what_is_cut_off():
    trace = engine.backpropagate(
        engine.parse("relu(x)"), {"x": [1.0, -2.0, 3.0, -1.0]}, [4.0, -1.0, 5.0, 9.0]
    )
    found = jacobian(trace, "f", 0)
    assert found.matrix.tolist() == [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]
    assert found.touches.tolist() == np.eye(4, dtype=bool).tolist()
    assert found.memory.explicit == 4 * 4 * 8
    assert found.memory.implicit == (4 + 4 + 4) * 8  # upstream, x, downstream
    assert found.memory.together == (4 * 4 + 4 + 4 + 4) * 8  # the Jacobian is multiplied by them, too


X, W = [[2, 1, -3], [-3, 4, 2]], [[3, 2, 1, -1], [2, 1, 3, 2], [3, 2, 1, -2]]
UPSTREAM = [[2, 3, -3, 9], [-8, 1, 4, 6]]


def test_an_element_of_x_touches_its_row_of_a_product():
    trace = engine.backpropagate(engine.parse("x @ w"), {"x": X, "w": W}, UPSTREAM)
    found = jacobian(trace, "f", 0)
    assert found.matrix.shape == (8, 6)
    parts = touched(trace, found, (0, 1))
    assert [(one.element, one.local, one.part) for one in parts] == [
        ((0, 0), 2.0, 4.0),
        ((0, 1), 1.0, 3.0),
        ((0, 2), 3.0, -9.0),
        ((0, 3), 2.0, 18.0),
    ]
    assert sum(one.part for one in parts) == 16.0 == trace.gradients["x"][0, 1]
    column = touched(trace, jacobian(trace, "f", 1), (2, 3))
    assert [(one.element, one.local) for one in column] == [((0, 3), -3.0), ((1, 3), 2.0)]
    assert sum(one.part for one in column) == -15.0


def test_an_element_touches_by_structure_also_where_the_number_is_zero():
    trace = engine.backpropagate(engine.parse("x @ w"), {"x": [1.0, 2.0], "w": [[0.0, 1.0], [1.0, 0.0]]})
    assert [one.element for one in touched(trace, jacobian(trace, "f", 0), (0,))] == [(0,), (1,)]


def test_a_broadcast_bias_touches_every_row():
    trace = engine.backpropagate(engine.parse("x + b"), {"x": np.ones((3, 2)), "b": [1.0, 2.0]})
    assert [one.element for one in touched(trace, jacobian(trace, "f", 1), (1,))] == [(0, 1), (1, 1), (2, 1)]


def test_a_number_has_a_jacobian_of_one_entry():
    trace = engine.backpropagate(engine.parse("x * y"), {"x": 2.0, "y": 3.0})
    found = jacobian(trace, "f", 0)
    assert found.matrix.tolist() == [[3.0]]
    assert [(one.element, one.part) for one in touched(trace, found, ())] == [((), 3.0)]


TEXTS = [
    "relu(M)", "M @ v", "v @ M", "M @ M", "dot(v, v)", "softmax(v)", "softmax(M)", "logsumexp(M)", "sum(M, axis=0)",
    "mean(M)", "norm(M)", "max(M)", "max(v, 0.1)", "M * v", "v / a", "transpose(M)", "cross_entropy(v, 1)", "tanh(a)",
]  # fmt: skip
VALUES = {"M": [[0.3, -0.5, 0.2], [0.9, 0.1, -0.7], [-0.4, 0.8, 0.6]], "v": [0.4, -1.1, 0.9], "a": 0.7}


@pytest.mark.parametrize("text", TEXTS)
def test_upstream_times_the_jacobian_is_the_downstream_gradient_and_the_matrix_that_of_differences(text):
    graph = engine.parse(text)
    inputs = {name: value for name, value in VALUES.items() if name in graph.leaves}
    shape = np.shape(engine.backpropagate(graph, inputs).output)
    trace = engine.backpropagate(graph, inputs, np.random.default_rng(0).normal(size=shape))
    for step in trace.steps:
        if step.phase != "backward" or step.input is None:
            continue
        found = jacobian(trace, step.node, step.index)
        down = (step.upstream.ravel() @ found.matrix).reshape(found.input_shape)
        np.testing.assert_allclose(down, step.downstream, rtol=1e-12, atol=1e-14)
        op, names = trace.graph[step.node].op, trace.graph[step.node].inputs
        for column in range(found.matrix.shape[1]):
            ends = []
            for h in (1e-6, -1e-6):
                arrays = [trace.values[name].copy() for name in names]
                arrays[step.index].reshape(-1)[column] += h
                ends.append(op.forward(*arrays).ravel())
            np.testing.assert_allclose(found.matrix[:, column], (ends[0] - ends[1]) / 2e-6, atol=1e-7)


def test_the_memory_of_a_layer_of_4096_is_256_gib_or_66_mib():
    large = product_memory(64, 4096, 4096, itemsize=4)
    assert large.explicit == 64 * 4096 * 64 * 4096 * 4 == 256 * 2**30
    assert large.implicit == (64 * 4096 + 4096 * 4096 + 64 * 4096) * 4
    assert (readable(large.explicit), readable(large.implicit)) == ("256 GiB", "66 MiB")
    assert [readable(size) for size in (72, 1536, 1000 * 1024)] == ["72 B", "1.5 KiB", "1000 KiB"]


def test_the_memory_of_the_shapes_at_hand():
    trace = engine.backpropagate(engine.parse("x @ w"), {"x": X, "w": W}, UPSTREAM)
    assert memory(trace, "f", 0).explicit == 8 * 6 * 8
    assert memory(trace, "f", 0, itemsize=4).implicit == (8 + 12 + 6) * 4


def test_what_is_too_large_or_not_there_is_refused():
    trace = engine.backpropagate(engine.parse("exp(x) + y"), {"x": np.zeros(101), "y": 0.0})
    with pytest.raises(ValueError, match="101 x 101 entries"):
        jacobian(trace, "q", 0)
    with pytest.raises(ValueError, match="has no input 1"):
        jacobian(trace, "q", 1)
    with pytest.raises(ValueError, match="has no input 0"):
        jacobian(trace, "x", 0)
    with pytest.raises(KeyError):
        jacobian(trace, "g", 0)
    with pytest.raises(ValueError, match="is no element of y"):
        touched(trace, jacobian(trace, "f", 1), (3,))
    labelled = engine.backpropagate(engine.parse("hinge(s, k)"), {"s": [1.0, 2.0], "k": 0})
    with pytest.raises(ValueError, match="no gradient goes from f to k"):
        jacobian(labelled, "f", 1)
