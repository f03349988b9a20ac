"""A graph compiled once gives the numbers of a step-by-step pass, and nothing typed gets into its code."""

import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import engine
from engine.graphs.straight_line_code import KNOWN, CompiledGraph, Program
from engine.graphs.trace import _of_arrays, _of_numbers

ONE_INPUT = [
    "exp",
    "log",
    "sqrt",
    "abs",
    "sin",
    "cos",
    "relu",
    "leaky_relu",
    "elu",
    "sigmoid",
    "tanh",
    "softplus",
]
TWO_INPUTS = ["max", "min", "maxout", "logsumexp"]
ONE = ["-({})", "({}) ** 2", "1 / ({})", "({}) ** 3", "2 * ({})", *(name + "({})" for name in ONE_INPUT)]
TWO = [
    *("({}) " + sign + " ({})" for sign in "+-*/"),
    "({}) ** ({})",
    *(name + "({}, {})" for name in TWO_INPUTS),
]
TEXTS = st.recursive(
    st.sampled_from(["x", "y", "z", "0.5"]),
    lambda inner: st.one_of(
        st.builds(lambda form, a: form.format(a), st.sampled_from(ONE), inner),
        st.builds(lambda form, a, b: form.format(a, b), st.sampled_from(TWO), inner, inner),
    ),
    max_leaves=12,
)
NUMBERS = st.sampled_from([-2.0, -0.7, 0.0, 0.3, 1.0, 2.5, 800.0, float("inf"), float("nan")])


def same_pass(graph, inputs):
    """Both ways of running a graph, compared step by step."""
    values = {**graph.defaults, **{name: np.array(float(value)) for name, value in inputs.items()}}
    slow, fast = _of_arrays(graph, dict(values), None), _of_numbers(graph, values, None)
    # What is left where 1 - tanh^2 cancels is compared with what it is a part of.
    least = 1e-15 * size(slow)
    for one, other in zip(slow.steps, fast.steps, strict=True):
        for field, a, b in zip(one._fields, one, other, strict=True):
            if isinstance(a, np.ndarray):
                assert b.shape == a.shape == ()
                np.testing.assert_allclose(b, a, rtol=1e-11, atol=least)
            elif field == "parts":
                np.testing.assert_allclose(b, a, rtol=1e-11, atol=least)
            else:
                assert a == b
    assert list(slow.values) == list(fast.values) or set(slow.values) == set(fast.values)
    assert set(slow.gradients) == set(fast.gradients)
    for name, gradient in slow.gradients.items():
        np.testing.assert_allclose(fast.gradients[name], gradient, rtol=1e-11, atol=least)
    return fast


def size(trace):
    """The largest finite number that went through the pass, at least 1."""
    numbers = np.abs([*trace.values.values(), *trace.gradients.values(), 1.0])
    return numbers[np.isfinite(numbers)].max()


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, NUMBERS, NUMBERS, NUMBERS)
def test_generated_expressions_give_the_same_steps_compiled(text, x, y, z):
    try:
        graph = engine.parse(text)
    except engine.ExpressionError:  # a number that is not finite: 1 / (0.5 - 0.5)
        return
    given = {"x": x, "y": y, "z": z}
    same_pass(graph, {name: given[name] for name in graph.leaves})


@pytest.mark.parametrize("penalty", [None, engine.L1(0.1), engine.L2(0.1)])
@pytest.mark.parametrize(
    ("activation", "output", "loss", "y"),
    [
        ("tanh", "sigmoid", "binary cross-entropy", [1.0]),
        ("relu", "softmax", "cross-entropy", [0.0, 1.0]),
        ("maxout", "softmax", "mean squared", [0.0, 1.0]),
        ("elu", "tanh", "hinge", [0.0]),
        ("leaky relu", "linear", "hinge", [0.0, 1.0]),
        ("sigmoid", "linear", "l1", [0.5]),
        ("linear", "relu", "half squared", [0.5, 1.0]),
    ],
)
def test_samples_of_networks_give_the_same_steps_compiled(activation, output, loss, y, penalty):
    network = engine.Network([2, 3, 2, len(y)], activation, output, seed=4)
    same_pass(network.graph([0.5, -1.0], y, loss=loss, penalty=penalty, level="scalar"), {})


def test_the_flat_arrays_of_a_product_and_a_sum_by_hand():
    compiled = CompiledGraph(engine.parse("(x + y) * z"))
    compiled.run({"x": -2.0, "y": 5.0, "z": -4.0})
    assert dict(zip(["x", "y", "q", "z", "f"], compiled.values, strict=True)) == {
        "x": -2.0, "y": 5.0, "q": 3.0, "z": -4.0, "f": -12.0
    }  # fmt: skip
    assert compiled.edges == (("f", "q", 0), ("f", "z", 1), ("q", "x", 0), ("q", "y", 1))
    assert compiled.upstream.tolist() == [1.0, 1.0, -4.0, -4.0]
    assert compiled.local.tolist() == [-4.0, 3.0, 1.0, 1.0]
    assert compiled.downstream.tolist() == [-4.0, 3.0, -4.0, -4.0]
    gradients = dict(zip(compiled.with_gradient, compiled.gradients, strict=True))
    assert gradients == {"f": 1.0, "q": -4.0, "z": 3.0, "x": -4.0, "y": -4.0}
    # New inputs, in the order of the leaves, and another gradient from upstream: the same arrays.
    compiled.run([1.0, 1.0, 1.0], upstream=10.0)
    assert compiled.values.tolist() == [1.0, 1.0, 2.0, 1.0, 2.0]
    assert compiled.downstream.tolist() == [10.0, 20.0, 10.0, 10.0]
    with pytest.raises(KeyError):
        compiled.run({"w": 1.0})


def test_overflow_goes_on_as_infinity():
    compiled = CompiledGraph(engine.parse("exp(x) / y"))
    compiled.run({"x": 1000.0, "y": 0.0})
    assert compiled.values[-1] == np.inf


def test_vectors_are_not_compiled():
    with pytest.raises(ValueError, match="not one of single numbers"):
        CompiledGraph(engine.parse("sum(x)"))
    graph = engine.parse("x * y")
    assert engine.backpropagate(graph, {"x": [1.0, 2.0], "y": 3.0}).output.tolist() == [3.0, 6.0]
    assert engine.backpropagate(graph, {"x": 2.0, "y": 3.0}).output == 6.0


def test_a_second_pass_with_the_same_inputs_has_the_same_bits():
    graph = engine.parse("tanh(x) * exp(sin(x)) / logsumexp(x, 2)")
    first, second = (engine.backpropagate(graph, {"x": 0.7}) for _ in range(2))
    assert first.gradients["x"] == second.gradients["x"]


def test_the_numbers_of_a_trace_are_its_own_and_cannot_be_written_to():
    graph = engine.parse("x * y")
    first = engine.backpropagate(graph, {"x": 2.0, "y": 3.0})
    engine.backpropagate(graph, {"x": 5.0, "y": 5.0})
    assert (first.output, first.gradients["x"]) == (6.0, 3.0)
    with pytest.raises(ValueError, match="read-only"):
        first.values["f"][...] = 0.0


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_generated_code_holds_nothing_that_was_typed(text):
    """Numbered variables, numbers, and the functions of one table; every other name is a keyword."""
    renamed = text.replace("x", "system").replace("y", "getattr").replace("z", "os")
    renamed = re.sub(r"esystemp", "exp", renamed).replace("masystem", "max").replace("leakgetattr", "leaky")
    try:
        graph = engine.parse(renamed)
    except engine.ExpressionError:
        return
    words = set(re.findall(r"[A-Za-z_]\w*", Program(graph).source))
    assert {word for word in words if not re.fullmatch(r"v\d+", word)} <= {
        "def", "run", "pack", "buffer", "if", "else", "and", "or", *KNOWN
    }  # fmt: skip
