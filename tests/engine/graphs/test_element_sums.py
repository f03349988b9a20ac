"""How one element of what a step brings is made: the sum of single numbers that stands behind it."""

import math
from random import Random
from typing import Any

import numpy as np
import pytest
from grammar import LABEL, NAMES, Grammar

import engine
from engine.graphs.backprop import Step
from engine.graphs.composites import fold, folds
from engine.graphs.element_sums import ElementSum, element_sum, largest_element, result_of
from engine.graphs.sum_pieces import MOST_TERMS, Number
from engine.graphs.trace import Trace

X = [[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]]
W = [[2.0, 0.0], [1.0, -1.0], [0.5, 3.0]]


def forward(text: str, inputs: dict[str, Any], element: int) -> ElementSum | None:
    trace = engine.backpropagate(engine.parse(text), inputs)
    return element_sum(trace, _step(trace, "forward"), element)


def backward(text: str, inputs: dict[str, Any], name: str, element: int) -> ElementSum | None:
    trace = engine.backpropagate(engine.parse(text), inputs)
    return element_sum(trace, _step(trace, "backward", name), element)


def _step(trace: Trace, phase: str, name: str | None = None) -> Step:
    """The first of a pass; going backward the one to that input."""
    return next(step for step in trace.steps if step.phase == phase and step.input == name)


def written(found: ElementSum | None) -> str:
    assert found is not None
    return "".join(part if isinstance(part, str) else f"{part.value:g}" for part in found.parts)


# By hand ---------------------------------------------------------------------------------------------------------


def test_an_element_of_a_product_is_a_row_times_a_column() -> None:
    found = forward("X @ W", {"X": X, "W": W}, 3)
    assert written(found) == "0.5 × 0 + 4 × -1 + -1 × 3"
    assert found is not None
    assert found.result == -7.0
    assert [(number.node, number.place) for number in found.numbers] == [
        ("X", 3), ("W", 1), ("X", 4), ("W", 3), ("X", 5), ("W", 5),
    ]  # fmt: skip


def test_going_back_through_a_product_every_output_that_was_touched_sends_its_part() -> None:
    assert written(backward("X @ W", {"X": X, "W": W}, "X", 1)) == "1 × 1 + 1 × -1"
    assert written(backward("X @ W", {"X": X, "W": W}, "W", 0)) == "1 × 1 + 0.5 × 1"


def test_an_elementwise_gate_takes_what_was_stretched_where_it_was_read() -> None:
    assert written(forward("X * b", {"X": X, "b": [10.0, 20.0, 30.0]}, 4)) == "4 × 20"
    assert written(forward("relu(x)", {"x": [-1.0, 2.0]}, 0)) == "relu(-1)"
    assert written(forward("x ** 2", {"x": [-1.0, 3.0]}, 1)) == "3 ** 2"


def test_what_was_stretched_gets_the_sum_of_all_that_it_went_into() -> None:
    assert written(backward("X * b", {"X": X, "b": [1.0, 1.0, 1.0]}, "b", 1)) == "1 × -2 + 1 × 4"


def test_the_terms_of_reductions() -> None:
    x = {"x": [3.0, -1.0, 2.0]}
    assert written(forward("sum(x)", x, 0)) == "3 + -1 + 2"
    assert written(forward("mean(x)", x, 0)) == "(3 + -1 + 2) / 3"
    assert written(forward("max(x)", x, 0)) == "max(3, -1, 2)"
    assert written(forward("norm(x)", x, 0)) == "√(3² + -1² + 2²)"
    assert written(forward("prod(x)", x, 0)) == "3 × -1 × 2"
    assert written(forward("logsumexp(x)", x, 0)) == "log(exp(3) + exp(-1) + exp(2))"
    assert written(forward("softmax(x)", x, 1)) == "exp(-1) / (exp(3) + exp(-1) + exp(2))"
    assert written(forward("log_softmax(x)", x, 1)) == "-1 − log(exp(3) + exp(-1) + exp(2))"
    assert written(forward("var(x)", {"x": [1.0, 3.0]}, 0)) == "((1 − 2)² + (3 − 2)²) / 2"
    assert written(forward("std(x)", {"x": [1.0, 3.0]}, 0)) == "√(((1 − 2)² + (3 − 2)²) / 2)"
    assert written(forward("sum(X, axis=0)", {"X": X}, 2)) == "3 + -1"
    assert written(forward("min(X, axis=1)", {"X": X}, 1)) == "min(0.5, 4, -1)"
    assert written(forward("cumsum(x)", x, 1)) == "3 + -1"


def test_the_terms_of_losses() -> None:
    pair = {"a": [1.0, 4.0], "y": [3.0, 3.0]}
    assert written(forward("mse(a, y)", pair, 0)) == "((1 − 3)² + (4 − 3)²) / 2"
    assert written(forward("mae(a, y)", pair, 0)) == "(|1 − 3| + |4 − 3|) / 2"
    assert written(forward("cross_entropy(z, 1)", {"z": [2.0, 5.0]}, 0)) == "log(exp(2) + exp(5)) − 5"


def test_of_many_terms_the_largest_stand_there_and_what_the_others_come_to() -> None:
    x = np.array([1.0, 9.0, 2.0, -8.0, 3.0, 7.0])
    found = forward("sum(x)", {"x": x}, 0)
    assert written(found) == "9 + -8 + 7 + 6"
    assert found is not None
    assert found.numbers[-1] == Number(6.0, "rest", place=3)
    assert written(forward("prod(x)", {"x": x}, 0)) == "9 × -8 × 7 × 6"
    assert written(forward("max(x)", {"x": x}, 0)) == "max(9, 3, 7, …)"
    assert written(forward("min(x)", {"x": x}, 0)) == "min(1, 2, -8, …)"
    assert written(forward("sum(x)", {"x": x[:MOST_TERMS]}, 0)) == "1 + 9 + 2 + -8"


def test_a_number_that_only_moves_is_told_as_such() -> None:
    found = forward("X.T", {"X": X}, 1)
    assert found is not None
    assert found.parts == (Number(0.5, "moved", "X", 3),)
    found = forward("concatenate([a, b])", {"a": [1.0, 2.0], "b": [3.0, 4.0]}, 2)
    assert found is not None
    assert found.parts == (Number(3.0, "moved", "b", 0),)
    found = backward("x[1]", {"x": [5.0, 6.0]}, "x", 1)
    assert found is not None
    assert [number.which for number in found.numbers] == ["moved"]
    assert found.result == 1.0


def test_what_was_not_read_gets_nothing() -> None:
    found = backward("x[1]", {"x": [5.0, 6.0]}, "x", 0)
    assert found is not None
    assert (found.parts, found.result) == ((), 0.0)


def test_a_row_that_was_read_twice_gets_both_parts() -> None:
    found = backward("embedding(i, T)", {"i": [1.0, 1.0], "T": [[1.0, 2.0], [3.0, 4.0]]}, "T", 3)
    assert written(found) == "1 + 1"


def test_a_copy_adds_up_what_its_readers_send() -> None:
    trace = engine.backpropagate(engine.parse("x * x"), {"x": [3.0, 5.0]})
    step = next(one for one in trace.steps if one.phase == "backward" and one.parts)
    assert written(element_sum(trace, step, 1)) == "5 + 5"


def test_a_folded_layer_is_its_units_and_goes_back_through_their_slopes() -> None:
    graph = engine.parse("relu(x @ W + b)")
    graph = fold(graph, next(one for one in folds(graph) if one.kind == "layer"))
    inputs = {"x": [1.0, -2.0, 3.0], "W": W, "b": [0.5, -10.0]}
    trace = engine.backpropagate(graph, inputs)
    assert written(element_sum(trace, _step(trace, "forward"), 0)) == "relu(1 × 2 + -2 × 1 + 3 × 0.5 + 0.5)"
    assert written(element_sum(trace, _step(trace, "backward", "x"), 2)) == "(1 × 1) × 0.5 + (1 × 1) × 3"
    assert written(element_sum(trace, _step(trace, "backward", "W"), 5)) == "3 × (1 × 1)"
    assert written(element_sum(trace, _step(trace, "backward", "b"), 1)) == "1 × 1"


def test_a_block_of_many_gates_has_no_one_sum() -> None:
    text = "d = x - mean(x); v = mean(d ** 2); xhat = d / sqrt(v + eps); y = gamma * xhat + beta"
    inputs = {"x": [1.0, 2.0], "gamma": [1.0, 1.0], "beta": [0.0, 0.0], "eps": 0.1}
    graph = engine.parse(text)
    whole = fold(graph, next(one for one in folds(graph) if one.kind == "layer norm"))
    trace = engine.backpropagate(whole, inputs)
    assert element_sum(trace, _step(trace, "forward"), 0) is None
    assert element_sum(trace, _step(trace, "backward", "x"), 0) is None


def test_an_element_that_is_not_there_is_refused() -> None:
    for element in (-1, 2):
        with pytest.raises(ValueError, match="no element"):
            forward("relu(x)", {"x": [1.0, 2.0]}, element)


def test_the_largest_is_the_largest_in_size_that_is_finite() -> None:
    assert largest_element(np.array([[1.0, -5.0], [math.inf, math.nan]])) == 1
    assert largest_element(np.array([math.nan])) == 0


# Of everything ---------------------------------------------------------------------------------------------------


def everything(trace: Trace) -> int:
    """Does the sum of every element again; how many there were."""
    done = 0
    for step in trace.steps:
        if step.phase == "update" or (step.phase == "backward" and step.input is None):
            continue
        for element in range(result_of(step).size):
            found = element_sum(trace, step, element)
            if found is None or not math.isfinite(found.result):
                continue
            numbers = [number.value for number in found.numbers]
            with np.errstate(all="ignore"):
                again = found.compute(numbers) if found.parts else 0.0
            if not math.isfinite(again):
                continue  # a part of it is too large, what it comes to is not
            room = max([1.0, *(abs(one) for one in numbers)])
            assert again == pytest.approx(found.result, rel=1e-6, abs=1e-9 * room), (
                trace.graph[step.node],
                found,
            )
            done += 1
    return done


def test_the_sums_of_drawn_graphs_come_to_what_the_passes_brought() -> None:
    done = 0
    for seed in range(120):
        random = np.random.default_rng(seed)
        try:
            graph = engine.parse(Grammar(Random(seed)).text())
        except engine.ExpressionError:
            continue
        shapes = {name: shape for shape, names in NAMES.items() for name in names}
        if not shapes.keys() | {LABEL} >= set(graph.leaves):
            continue
        inputs = {name: 1.0 if name == LABEL else random.normal(size=shapes[name]) for name in graph.leaves}
        try:
            done += everything(engine.backpropagate(graph, inputs))
        except engine.Problem:
            continue
    assert done > 4000


def test_the_sums_of_what_is_not_drawn_do_too() -> None:
    random = np.random.default_rng(3)
    numbers = {"X": random.normal(size=(4, 6)), "x": random.normal(size=6), "k": random.normal(size=(2, 3))}
    for text in (
        "conv2d(X, k)", "conv1d(x, k[0], stride=2, padding=1)", "max_pool(X, 2)", "maxout(X)", "outer(x, x)",
        "trace(X[:, 0:4])",
        "reshape(X, (6, 4))", "stack([x, X[1]])", "X[:, 1]", "softmax(X, axis=0)", "std(X, axis=1)", "prod(X, axis=0)",
        "cumsum(X, axis=0)", "where(X > 0, X, 0.1 * X)", "clip(X, -1, 1)", "huber(X, X.T.T * 2)", "x @ X.T", "max(X)",
        "cross_entropy(X, one_hot(i, 6))", "mean(X, axis=0)",
    ):  # fmt: skip
        graph = engine.parse(text)
        given = {**numbers, "i": np.array([0.0, 5.0, 2.0, 1.0])}
        assert everything(engine.backpropagate(graph, {name: given[name] for name in graph.leaves})) > 0, text
