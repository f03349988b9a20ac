"""The check of gradients over all h, and the kinks at which it means nothing."""

import numpy as np
import pytest

import engine
from engine.graphs.composites import fold, folds
from engine.graphs.gradient_check import (
    STEPS,
    check_gradients,
    find_kinks,
    numerical_gradients,
    sweep_gradients,
)


def test_the_steps_fall_from_a_tenth_to_a_millionth_of_a_millionth():
    assert (STEPS[0], STEPS[1], STEPS[2], STEPS[-1]) == (1e-1, 3e-2, 1e-2, 1e-12)
    assert list(STEPS) == sorted(STEPS, reverse=True)


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("sin(x) * y", {"x": 0.7, "y": 2.0}),
        ("sum(tanh(W @ x) ** 2)", {"W": [[0.3, -0.2], [0.5, 0.9]], "x": [1.0, -2.0]}),
    ],
)
def test_truncation_on_the_one_side_and_rounding_on_the_other(text, inputs):
    graph = engine.parse(text)
    sweep = sweep_gradients(graph, inputs)
    assert sweep.h == STEPS
    assert not sweep.kinks
    errors = sweep.errors["x"]
    # Ten times smaller an h, a hundred times smaller an error; then ten times smaller, ten times larger.
    assert errors[STEPS.index(1e-1)] / errors[STEPS.index(1e-2)] == pytest.approx(100, rel=0.1)
    assert errors[STEPS.index(1e-2)] / errors[STEPS.index(1e-3)] == pytest.approx(100, rel=0.1)
    assert errors[-1] > 1e3 * errors.min()
    assert 1e-7 < sweep.best("x") < 1e-4
    for h in (1e-3, 1e-6):
        assert check_gradients(graph, inputs, h)["x"] == errors[STEPS.index(h)]


def test_the_difference_of_a_square_has_no_truncation():
    assert numerical_gradients(engine.parse("x ** 2"), {"x": 3.0}, h=0.5)["x"] == 6.0
    assert numerical_gradients(engine.parse("x ** 3"), {"x": 3.0}, h=0.5)["x"] == 27.25  # 3x^2 + h^2


def found(text, h=1e-5, **inputs):
    return [
        (kink.node, kink.op, kink.element, pytest.approx(kink.distance), kink.crossed_by)
        for kink in find_kinks(engine.parse(text), inputs, h)
    ]


def test_at_zero_a_relu_and_the_like_say_so_and_smooth_functions_do_not():
    for function in ("relu", "leaky_relu", "abs"):
        assert found(f"{function}(x)", x=0.0) == [("f", function.replace("_", " "), (), 0.0, ("x",))]
    for function in ("elu", "tanh", "softplus", "exp", "sin"):
        assert found(f"{function}(x)", x=0.0) == []


def test_the_element_that_is_near_a_kink_is_named():
    assert found("relu(v)", v=[1.0, 2e-6, -3.0]) == [("f", "relu", (1,), 2e-6, ("v",))]
    assert found("sum(abs(M))", M=[[1.0, 2.0], [3.0, -1e-7]]) == [("q", "abs", (1, 1), 1e-7, ("M",))]
    assert found("relu(v)", h=1e-6, v=[1.0, 2e-6, -3.0]) == []


def test_a_step_may_cross_a_kink_that_is_further_away_than_h():
    assert found("relu(1000 * x)", h=1e-6, x=1e-7) == [("f", "relu", (), 1e-4, ("x",))]
    # Near it, but no input moves it across: it is said all the same.
    assert found("relu(0.001 * x)", h=1e-4, x=1e-2) == [("f", "relu", (), 1e-5, ())]


def test_rivals_for_a_maximum():
    assert found("max(x, y, z)", x=1.0, y=3.0, z=3.000001) == [("f", "max", (), 1e-6, ("y", "z"))]
    assert found("min(x, y)", x=2.0, y=2.0) == [("f", "min", (), 0.0, ("x", "y"))]
    assert found("max(v)", v=[1.0, 4.0, 4.0]) == [("f", "max of elements", (), 0.0, ("v",))]
    assert found("min(v)", v=[1.0, 4.0, 4.0]) == []
    assert found("maxout(v)", v=[1.0, 4.0, 2.0, 4.0]) == [("f", "maxout of halves", (1,), 0.0, ("v",))]
    assert found("max(v)", v=[1.0]) == []


def test_losses_penalties_and_norms():
    assert found("hinge(s, k)", s=[1.0, 2.0, 0.0], k=1) == [
        ("f", "hinge", (0,), 0.0, ("s",))  # 1 - 2 + 1: the margin is just kept
    ]
    assert found("hinge(s, k)", s=[3.2, 5.1, -1.7], k=0) == []
    assert found("norm(v)", v=[0.0, 0.0]) == [("f", "norm", (), 0.0, ())]
    network = engine.Network([1, 1], output="linear")
    network.parameters[:] = [0.0, 1.0]
    kinks = find_kinks(network.graph([2.0], [1.0], loss="l1", penalty=engine.L1(0.1)))
    assert [(kink.node, kink.op) for kink in kinks] == [("loss", "l1"), ("penalty", "L1 penalty")]


def test_a_kink_inside_a_folded_gate_is_found():
    graph = engine.parse("h = relu(X @ W + b); sum(h)")
    inputs = {"X": [[1.0, 2.0]], "W": [[1.0], [-0.5]], "b": [0.0]}
    expected = [str(kink) for kink in find_kinks(graph, inputs)]
    assert expected == ["relu h[0, 0] is at its kink, and h crosses it by X, W, b"]
    assert [str(kink) for kink in find_kinks(fold(graph, folds(graph)[0]), inputs)] == expected


def test_a_sweep_tells_the_kinks_and_the_error_that_they_make():
    sweep = sweep_gradients(engine.parse("relu(x)"), {"x": 0.01})
    assert [kink.node for kink in sweep.kinks] == ["f"]
    assert sweep.errors["x"][0] > 0.1 > 1e-3 > sweep.errors["x"][STEPS.index(1e-3)]


def test_what_is_no_step_is_refused():
    for function in (check_gradients, find_kinks):
        with pytest.raises(ValueError, match="above 0"):
            function(engine.parse("x"), {"x": 1.0}, h=0)
    with pytest.raises(ValueError, match="no value is given"):
        sweep_gradients(engine.parse("x"))


def test_gradients_of_numbers_and_of_vectors_are_checked_alike():
    one = sweep_gradients(engine.parse("exp(x) * sin(x)"), {"x": 0.3})
    many = sweep_gradients(engine.parse("exp(x) * sin(x)"), {"x": [0.3]})
    np.testing.assert_allclose(one.errors["x"][:5], many.errors["x"][:5], rtol=1e-6)
