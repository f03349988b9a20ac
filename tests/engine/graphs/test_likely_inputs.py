"""Inputs that nobody has given fit what is done with them: their shapes, their signs, their classes."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import engine
from engine.graphs.functions import FUNCTIONS
from engine.graphs.likely_inputs import likely_inputs
from engine.graphs.shape_rules import Misfit, Size, shape_after

LAYER = "gamma * (x - mean(x)) / sqrt(var(x) + eps) + beta"
CELL = """
z = W @ concatenate([h, x]) + b
i = sigmoid(z[0:2]); f = sigmoid(z[2:4]); o = sigmoid(z[4:6]); g = tanh(z[6:8])
c2 = f * c + i * g
h2 = o * tanh(c2)
"""
GATES = (
    "i = sigmoid(Wi @ x + Ui @ h + bi); f = sigmoid(Wf @ x + Uf @ h + bf); g = tanh(Wg @ x + Ug @ h + bg); "
    "c2 = f * c + i * g"
)
BATCH = "h = relu(X @ W1 + b1); scores = h @ W2 + b2; loss = cross_entropy(scores, label)"

# Each expression, the shapes of its inputs, and of its output.
EXPRESSIONS = [
    # Numbers
    ("(x + y) * z", {"x": (), "y": (), "z": ()}, ()),
    ("1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))", dict.fromkeys(("w0", "x0", "w1", "x1", "w2"), ()), ()),
    ("log(x)", {"x": ()}, ()),
    ("log(x * y) + sqrt(z)", {"x": (), "y": (), "z": ()}, ()),
    ("sqrt(x - y) + log(y)", {"x": (), "y": ()}, ()),
    ("log(p) + log(1 - p)", {"p": ()}, ()),
    ("x ** y + a / b", {"x": (), "y": (), "a": (), "b": ()}, ()),
    ("exp(exp(exp(x * y * z)))", {"x": (), "y": (), "z": ()}, ()),
    ("1 / (x - y)", {"x": (), "y": ()}, ()),
    ("log1p(x) + arctan(y)", {"x": (), "y": ()}, ()),
    ("mse(w * x + b, y)", {"w": (), "x": (), "b": (), "y": ()}, ()),
    ("binary_cross_entropy(p, y)", {"p": (), "y": ()}, ()),
    # Vectors
    ("softmax(x)", {"x": (3,)}, (3,)),
    ("x / norm(x)", {"x": (3,)}, (3,)),
    ("prod(x) + std(x)", {"x": (3,)}, ()),
    ("x @ w + b", {"x": (3,), "w": (3,), "b": ()}, ()),
    ("outer(a, b)", {"a": (3,), "b": (2,)}, (3, 2)),
    ("cosine_similarity(a, b)", {"a": (3,), "b": (3,)}, ()),
    ("logsumexp(z) - z[k]", {"z": (3,), "k": ()}, ()),
    ("cross_entropy(z, y)", {"z": (3,), "y": ()}, ()),
    ("sum(p * log(p / q))", {"p": (3,), "q": (3,)}, ()),
    ("sum(where(mask, a, b))", {"mask": (3,), "a": (3,), "b": (3,)}, ()),
    ("sum(x[0:2]) + x[7]", {"x": (8,)}, ()),
    ("conv1d(x, k)", {"x": (5,), "k": (3,)}, (3,)),
    # Layers and losses, W @ x + b
    ("W @ x + b", {"W": (3, 2), "x": (2,), "b": (3,)}, (3,)),
    ("W2 @ tanh(W1 @ x + b1) + b2", {"W2": (3, 2), "W1": (2, 3), "x": (3,), "b1": (2,), "b2": (3,)}, (3,)),
    ("cross_entropy(W @ x + b, label)", {"W": (3, 2), "x": (2,), "b": (3,), "label": ()}, ()),
    ("mse(W @ x + b, y)", {"W": (3, 2), "x": (2,), "b": (3,), "y": (3,)}, ()),
    ("binary_cross_entropy(sigmoid(W @ x + b), y)", {"W": (3, 2), "x": (2,), "b": (3,), "y": (3,)}, ()),
    ("0.5 * sum((y - W @ x)**2) + lam * sum(W**2)", {"y": (3,), "W": (3, 2), "x": (2,), "lam": ()}, ()),
    ("maxout(W @ x)", {"W": (4, 3), "x": (3,)}, (2,)),
    ("one_hot(y, 4) @ W", {"y": (), "W": (4, 3)}, (3,)),
    # The same of a batch, X @ W + b
    (BATCH, {"X": (3, 2), "W1": (2, 3), "b1": (3,), "W2": (3, 2), "b2": (2,), "label": (3,)}, ()),
    ("relu(X @ W + b)", {"X": (3, 2), "W": (2, 3), "b": (3,)}, (3, 3)),
    ("x @ W1 + b1", {"x": (3,), "W1": (3, 2), "b1": (2,)}, (2,)),
    ("mean((X @ w + b - y)**2)", {"X": (3, 2), "w": (2,), "b": (), "y": (3,)}, ()),
    ("sum((relu(X @ W1) @ W2 - Y)**2)", {"X": (3, 2), "W1": (2, 3), "W2": (3, 2), "Y": (3, 2)}, ()),
    ("hinge(X @ W, y)", {"X": (3, 2), "W": (2, 3), "y": (3,)}, ()),
    ("log_softmax(X @ W + b)[0, 1]", {"X": (3, 2), "W": (2, 3), "b": (3,)}, ()),
    # Norms
    (LAYER, {"gamma": (3,), "x": (3,), "eps": (), "beta": (3,)}, (3,)),
    (
        "gamma * (X - mean(X, axis=0)) / sqrt(var(X, axis=0) + 1e-5) + beta",
        {"gamma": (3,), "X": (2, 3), "beta": (3,)},
        (2, 3),
    ),
    ("X / sqrt(sum(X**2, axis=1, keepdims=True))", {"X": (3, 2)}, (3, 2)),
    # Attention
    ("softmax(Q @ K.T / sqrt(d)) @ V", {"Q": (3, 2), "K": (3, 2), "d": (), "V": (3, 2)}, (3, 2)),
    ("softmax(q @ k.T / sqrt(d)) @ v", {"q": (3, 2), "k": (3, 2), "d": (), "v": (3, 2)}, (3, 2)),
    (
        "Q = X @ Wq; K = X @ Wk; V = X @ Wv; softmax(Q @ K.T / sqrt(2)) @ V",
        {"X": (3, 2), "Wq": (2, 3), "Wk": (2, 3), "Wv": (2, 2)},
        (3, 2),
    ),
    # Recurrent networks
    ("tanh(Wx @ x + Wh @ h + b)", {"Wx": (3, 2), "x": (2,), "Wh": (3, 3), "h": (3,), "b": (3,)}, (3,)),
    (CELL, {"W": (8, 4), "h": (2,), "x": (2,), "b": (8,), "c": (2,)}, (2,)),
    (
        GATES,
        {
            **{"Wi": (3, 2), "x": (2,), "Ui": (3, 3), "h": (3,), "bi": (3,), "Wf": (3, 2), "Uf": (3, 3), "bf": (3,)},
            **{"Wg": (3, 2), "Ug": (3, 3), "bg": (3,), "c": (3,)},
        },
        (3,),
    ),
    # Pictures, tables, quadratic forms
    ("conv2d(x, k)", {"x": (5, 5), "k": (3, 3)}, (3, 3)),
    ("max_pool(relu(conv2d(x, k, padding=1)), 2)", {"x": (5, 5), "k": (3, 3)}, (2, 2)),
    ("sum(embedding(ids, table))", {"ids": (3,), "table": (2, 3)}, ()),
    ("E[i]", {"E": (3, 2), "i": (3,)}, (3, 2)),
    ("x.reshape(2, 3) @ W", {"x": (6,), "W": (3, 3)}, (2, 3)),
    ("v @ M @ v", {"v": (3,), "M": (3, 3)}, ()),
    ("trace(X.T @ A @ X)", {"X": (3, 2), "A": (3, 3)}, ()),
    ("sum(stack([a, b]) @ C)", {"a": (), "b": (), "C": (2, 3)}, ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shapes", "output"), EXPRESSIONS, ids=[text.strip() for text, _, _ in EXPRESSIONS]
)
def test_what_is_typed_has_inputs_of_the_shapes_that_are_meant_and_is_finite(text, shapes, output):
    graph = engine.parse(text)
    values = likely_inputs(graph)
    assert {name: value.shape for name, value in values.items()} == shapes
    trace = engine.backpropagate(graph, values)
    assert trace.shapes[graph.output] == output
    assert np.isfinite(trace.output).all()
    assert all(np.isfinite(gradient).all() for gradient in trace.gradients.values())


def values_of(text, *arguments):
    return likely_inputs(engine.parse(text), *arguments)


def test_a_label_is_the_number_of_a_class_that_there_is():
    assert values_of("cross_entropy(z, y)")["y"] == 1
    assert values_of(BATCH)["label"].tolist() == [1, 0, 1]
    assert values_of("sum(embedding(ids, table))")["ids"].tolist() == [1, 0, 1]
    assert values_of("one_hot(y, 4) @ W")["y"] == 1
    assert values_of("hinge(score, y)")["y"] == 1
    assert values_of("cross_entropy(z, 1 * y)")["y"] == 1


def test_a_label_of_the_shape_of_the_scores_is_one_hot():
    given = {"z": np.zeros((3, 2)), "y": np.ones((3, 2))}
    assert (
        values_of("cross_entropy(z, y)", {"z": given["z"]}, {"y": given["y"]})["y"].tolist() == [[1, 1]] * 3
    )
    assert values_of("cross_entropy(z, y)", {"z": given["z"]}, {"y": given["y"] * 5})["y"].tolist() == [
        [0, 1],
        [1, 0],
        [0, 1],
    ]


def test_targets_and_masks_are_ones_and_zeros():
    assert values_of("binary_cross_entropy(sigmoid(W @ x), y)")["y"].tolist() == [1, 0, 1]
    assert values_of("binary_cross_entropy_with_logits(z, y)")["y"] == 1
    assert values_of("sum(where(mask, a, b))")["mask"].tolist() == [1, 0, 1]


def test_epsilon_is_tiny_a_dimension_is_whole_and_a_rate_is_positive():
    assert values_of(LAYER)["eps"] == 1e-5
    assert values_of("Q @ K.T / sqrt(d)")["d"] == 2
    assert values_of("w - lr * g")["lr"] == 3


def test_what_is_given_stays_and_what_was_before_stays_where_it_fits():
    minus = np.array(-2.0)
    assert values_of("log(x)", {"x": minus})["x"] == -2
    assert values_of("log(x)", {}, {"x": minus})["x"] == 2
    assert values_of("exp(x)", {}, {"x": minus})["x"] == -2
    assert values_of("1 / x", {}, {"x": np.array(0.0)})["x"] == 0.6
    assert values_of("sum(x)", {}, {"x": minus})["x"].shape == (3,)
    assert values_of("sum(x)", {"x": minus})["x"] == -2


def test_sizes_follow_from_what_is_given():
    shapes = {
        name: value.shape
        for name, value in values_of(BATCH, {"X": np.ones((4, 5)), "b2": np.ones(6)}).items()
    }
    assert shapes == {"X": (4, 5), "W1": (5, 3), "b1": (3,), "W2": (3, 6), "b2": (6,), "label": (4,)}


def test_no_two_rows_and_no_two_inputs_are_alike():
    values = values_of("softmax(Q @ K.T / sqrt(d)) @ V")
    rows = [tuple(row) for name in "QKV" for row in values[name]]
    assert len(set(rows)) == len(rows)


def test_where_nothing_fits_the_gate_is_named_with_the_sizes_before_it():
    with pytest.raises(engine.ShapeError, match=r"^a @ b: 2 times 3: the inner sizes must be equal$"):
        values_of("sum(W @ x) + a @ b", {"a": np.ones(2), "b": np.ones(3)})


def test_an_input_that_would_be_too_long_is_refused():
    with pytest.raises(
        engine.ShapeError, match="x would need 1,001 rows or columns; at most 100 are allowed"
    ):
        values_of("x[1000]")


# The rules that shapes are found by, held against the ops themselves


@st.composite
def gates(draw):
    """An op of a function with inputs of some shapes, which may fit."""
    name = draw(st.sampled_from([*sorted(FUNCTIONS), "+", "@"]))
    sides = st.integers(1, 4)
    shape = st.lists(sides, max_size=2).map(tuple)
    if name in FUNCTIONS:
        function = FUNCTIONS[name]
        count = draw(st.integers(function.fewest, function.most or function.fewest + 2))
        kinds = {
            "axis": st.sampled_from([0, 1, -1]),
            "flag": st.booleans(),
            "count": st.integers(1, 3),
            "number": st.just(1.0),
            "reduction": st.sampled_from(["mean", "sum"]),
            "word": st.just("tanh"),
        }
        options = {
            key: draw(kinds[kind])
            for key, kind in function.options.items()
            if key in function.needed or draw(st.booleans())
        }
        op = function.op(count, options)
    else:
        count, options = 2, {}
        op = engine.parse(f"a {name} b").operations[0].op
    first = draw(shape)
    others = [
        draw(st.sampled_from([first, first[::-1], first[1:], first[:-1], ()]) | shape)
        for _ in range(count - 1)
    ]
    shapes = [first, *others]
    assume(() not in shapes or options.get("axis") is None)  # an axis of a number is not what anybody means
    return op, shapes


@settings(max_examples=100)
@given(gates())
def test_every_op_gives_the_shape_that_its_rule_says_or_both_refuse(gate):
    op, shapes = gate
    try:
        with np.errstate(all="ignore"):
            actual = op.forward(*(np.zeros(shape) for shape in shapes)).shape
    except ValueError:
        actual = None
    try:
        ruled = tuple(size.value for size in shape_after(op, [tuple(map(Size, shape)) for shape in shapes]))
    except Misfit:
        ruled = None
    assert ruled == actual, (op.name, shapes)


@pytest.mark.parametrize(
    "loss",
    [
        "-(y * log(p) + (1 - y) * log(1 - p))",
        "-y * log(p) - (1 - y) * log(1 - p)",
        "-mean(log(p) * y + log(1 - p) * (1 - y))",
    ],
)
def test_what_a_written_cross_entropy_holds_a_probability_against_is_a_zero_or_a_one(loss):
    for layer, rows in (("w @ x + b", 1), ("X @ w + b", 3)):
        values = likely_inputs(engine.parse(f"p = sigmoid({layer}); {loss}"))
        np.testing.assert_array_equal(np.ravel(values["y"])[:rows], [1, 0, 1][:rows])
    assert likely_inputs(engine.parse("y * log(p)"))["y"] not in (0, 1)


@pytest.mark.parametrize("text", ["binary_cross_entropy(p, y)", "-(y * log(p) + (1 - y) * log(1 - p))"])
def test_a_value_from_before_is_an_answer_only_from_zero_to_one(text):
    graph = engine.parse(text)
    for before, after in ((-3.0, 1.0), (0.25, 0.25), (0.0, 0.0)):
        assert likely_inputs(graph, before={"y": np.array(before)})["y"] == after
