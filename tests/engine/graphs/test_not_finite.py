"""What is infinite or no number says its cause: the gate in which it arose, and the reason in words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.graphs.composites import fold, folds
from engine.graphs.not_finite import causes


def found(text, **inputs):
    graph = engine.parse(text)
    return causes(engine.backpropagate(graph, inputs)), graph


# Each text with its inputs, the code of its cause, and the words.
VALUES = [
    ("log(x)", {"x": -2}, "log_of_negative", "log(−2) is not a number: log needs a positive number"),
    ("log(x)", {"x": [3, -0.5, 0]}, "log_of_negative", "log(−0.5) is not a number: log needs a positive number"),
    ("log(x)", {"x": [3, 0, -1]}, "log_of_zero", "log(0) is −∞: log needs a positive number"),
    ("log1p(x)", {"x": -1}, "log_of_zero", "log(0) is −∞: log needs a positive number"),
    ("sqrt(x)", {"x": -4}, "root_of_negative", "sqrt(−4) is not a real number: sqrt needs 0 or a positive number"),
    ("a / b", {"a": 3, "b": 0}, "division_by_zero", "3 divided by 0 is infinite"),
    ("a / b", {"a": [[1, 0]], "b": [1, 0]}, "zero_by_zero", "0 divided by 0 is not a number"),
    ("x / 0", {"x": 5}, "division_by_zero", "5 divided by 0 is infinite"),
    ("1 / x", {"x": 0}, "division_by_zero", "1 divided by 0 is infinite"),
    ("x ** -1", {"x": 0}, "power_of_zero", "0 to the power of −1 divides by 0"),
    (
        "x ** 0.5", {"x": -9}, "power_of_negative",
        "−9 to the power of 0.5 is not a real number: use a base that is not negative, or a whole exponent",
    ),
    ("x ** y", {"x": 1e9, "y": 40}, "overflow", "x ** y is larger than the largest float, about 1.8e308"),
    ("exp(x)", {"x": 1000}, "function_overflow", "exp(1000) is larger than the largest float, about 1.8e308"),
    ("x * y", {"x": 1e200, "y": [1e200, 1]}, "overflow", "x * y is larger than the largest float, about 1.8e308"),
    ("a @ x", {"a": [1e200, 0], "x": [1e200, 1]}, "overflow", "a @ x is larger than the largest float, about 1.8e308"),
    ("x ** 2", {"x": -1e200}, "overflow", "x ** 2 is larger than the largest float, about 1.8e308"),
    ("a / b", {"a": 1e200, "b": 1e-200}, "overflow", "a / b is larger than the largest float, about 1.8e308"),
    ("var(x, ddof=1)", {"x": [2]}, "too_few_to_spread", "var(x, ddof=1) has too few numbers: it would divide by 0"),
    (
        "binary_cross_entropy(p, y)", {"p": [0.5, 2], "y": [1, 1]}, "probability_outside",
        "2 has no cross-entropy, because it is not a probability between 0 and 1",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "inputs", "code", "words"), VALUES)
def test_a_value_that_is_not_finite_says_why(text, inputs, code, words):
    why, graph = found(text, **inputs)
    assert why.values[graph.output].gate == graph.output
    assert why.values[graph.output].reason.code == code
    assert str(why.values[graph.output].reason) == words


def test_what_comes_after_has_the_cause_of_what_it_is_computed_from():
    why, _ = found("a = log(x); b = exp(y); c = a + b", x=-1, y=1000)
    assert {name: (cause.gate, cause.reason.code) for name, cause in why.values.items()} == {
        "a": ("a", "log_of_negative"), "b": ("b", "function_overflow"), "c": ("a", "log_of_negative"),
    }  # fmt: skip


def test_where_everything_is_finite_there_is_no_cause():
    why, _ = found("log(x) + sqrt(y)", x=1, y=4)
    assert (why.steps, why.values, why.gradients) == ({}, {}, {})


def test_a_gradient_of_what_has_no_value_is_the_rules_alone():
    # NumPy and autograd say 1/x = −0.5 as well.
    graph = engine.parse("y = log(x); y * 3")
    trace = engine.backpropagate(graph, {"x": -2})
    assert trace.gradients["x"] == -1.5
    reason = causes(trace).gradients["x"].reason
    assert reason.code == "rule_alone"
    assert str(reason) == (
        "log(−2) is not a number: log needs a positive number; "
        "this gradient is what the rule gives, but there is no slope here"
    )


def test_a_gradient_of_what_has_no_value_stays_one_further_back():
    why, _ = found("log(a * b)", a=2, b=-1)
    assert {why.gradients[name].reason.code for name in "ab"} == {"rule_alone"}


def test_an_infinite_slope_is_named_with_its_gate():
    why, _ = found("q = sqrt(x); 3 * q", x=0)
    assert not why.values
    assert str(why.gradients["x"].reason) == "the slope of sqrt(x) is infinite here"
    assert why.gradients["x"].gate == "q"


def test_nothing_times_an_infinite_slope_is_no_number():
    why, _ = found("sqrt(x) ** 2", x=0)
    assert str(why.gradients["x"].reason) == (
        "the slope of sqrt(x) is infinite here, and 0 times infinity is not a number"
    )


def test_a_gradient_that_is_too_large_says_so():
    graph = engine.parse("a * b")
    trace = engine.backpropagate(graph, {"a": 1e200, "b": 1e-200}, 1e200)
    assert causes(trace).gradients["b"].reason.code == "gradient_overflow"
    assert "a" not in causes(trace).gradients


def test_parts_that_add_up_to_too_much_say_so():
    graph = engine.parse("x * y + x * z")
    trace = engine.backpropagate(graph, {"x": 1e-308, "y": 1.2e308, "z": 1.2e308})
    assert causes(trace).gradients["x"].reason.code == "gradient_overflow"


def test_a_division_by_nothing_is_the_cause_of_the_gradients_too():
    why, _ = found("a / b", a=3, b=0)
    assert {why.gradients[name].reason.code for name in "ab"} == {"division_by_zero"}


def test_each_step_has_the_cause_of_what_it_brings():
    graph = engine.parse("y = log(x); y + z")
    trace = engine.backpropagate(graph, {"x": -2, "z": 1})
    told = {number: trace.steps[number][:3] for number in causes(trace).steps}
    assert told == {
        0: ("forward", "y", None), 1: ("forward", "f", None), 3: ("backward", "f", "y"), 4: ("backward", "f", "z"),
        5: ("backward", "y", "x"),
    }  # fmt: skip


def test_a_folded_gate_has_the_cause_of_the_gate_inside():
    graph = engine.parse("exp(z) / sum(exp(z))")
    folded = fold(graph, folds(graph)[-1])
    why = causes(engine.backpropagate(folded, {"z": [1000.0, 1.0]}))
    assert [node.op.name for node in folded.operations] == ["softmax"]
    assert why.values[folded.output].reason.code == "function_overflow"


TEXTS = (
    "log(x) * y", "sqrt(x - y)", "x / y + y / x", "x ** y", "exp(x * y) - exp(y)", "sum(log(v) * x)", "v / norm(v - v)",
    "log(sigmoid(x) - y)", "std(v) / var(v * x)", "softmax(v * exp(x))", "prod(v) ** x", "1 / (1 - tanh(x))",
    "log(relu(x)) + sqrt(relu(y))",
)  # fmt: skip
NUMBERS = st.sampled_from([0.0, 1.0, -1.0, 2.5, -700.0, 800.0, 1e-200, 1e200, -1e300])


@settings(max_examples=100)
@given(st.sampled_from(TEXTS), NUMBERS, NUMBERS, st.lists(NUMBERS, min_size=2, max_size=2))
def test_all_that_is_not_finite_has_a_cause_and_what_has_one_is_not_finite_or_has_no_slope(text, x, y, v):
    graph = engine.parse(text)
    given_ = {name: value for name, value in {"x": x, "y": y, "v": v}.items() if name in graph}
    trace = engine.backpropagate(graph, given_)
    why = causes(trace)
    infinite = {name for name, value in trace.values.items() if not np.isfinite(value).all()}
    assert set(why.values) == infinite
    for name, gradient in trace.gradients.items():
        if not np.isfinite(gradient).all():
            assert name in why.gradients
    for name, cause in why.gradients.items():
        assert not np.isfinite(trace.gradients[name]).all() or cause.reason.code == "rule_alone"
    for number, cause in why.steps.items():
        assert cause.gate in graph
        step = trace.steps[number]
        if step.phase == "forward":
            assert cause == why.values[step.node]
