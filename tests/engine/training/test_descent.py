"""Gradient descent on the leaves of a graph, by hand: each step is w - rate × g, and it ends where it gets nowhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.problem import Problem
from engine.training.descent import RISING, Descent

SQUARE = engine.parse("(x - 3) ** 2 + y")


def descent(rate, text="(x - 3) ** 2 + y", moved=("x",), values=None, **options):
    return Descent(engine.parse(text), values or {"x": 0.0, "y": 1.0}, moved, rate, **options)


def test_a_step_is_what_one_works_out_by_hand():
    # f = (x - 3)² + y, df/dx = 2 (x - 3): from 0 by 0.25 × 6 to 1.5, then by 0.25 × 3 to 2.25.
    way = descent(0.25)
    assert way.losses == [10.0]
    assert way.step()
    assert float(way.values["x"]) == 1.5
    assert way.step()
    assert (float(way.values["x"]), float(way.values["y"])) == (2.25, 1.0)
    assert way.losses == [10.0, 3.25, 1.5625]
    assert way.trace.output == 1.5625
    assert way.diverged is None


def test_only_what_is_marked_moves_and_arrays_move_whole():
    values = {"W": np.array([[1.0, 2.0], [3.0, 4.0]]), "x": np.array([1.0, 1.0])}
    way = descent(0.5, "sum(W @ x)", ("W",), values)
    way.step()
    assert way.values["W"].tolist() == [[0.5, 1.5], [2.5, 3.5]]
    assert way.values["x"].tolist() == [1.0, 1.0]
    assert values["W"].tolist() == [[1.0, 2.0], [3.0, 4.0]]


@given(st.floats(0.001, 0.9), st.integers(1, 30))
def test_on_a_parabola_the_distance_shrinks_by_one_factor(rate, steps):
    way = descent(rate)
    for _ in range(steps):
        assert way.step()
    assert float(way.values["x"]) == pytest.approx(3 - 3 * (1 - 2 * rate) ** steps)
    assert len(way.losses) == steps + 1


def test_a_rate_that_goes_too_far_is_told_after_ten_rises_and_no_step_follows():
    # Each step multiplies x - 3 by 1 - 2 × 1.5 = -2.
    way = descent(1.5)
    made = 0
    while way.step():
        made += 1
    assert made == RISING
    assert len(way.losses) == RISING + 1
    assert float(way.values["x"]) == 3 - 3 * (-2.0) ** RISING
    assert way.diverged.code == "descent_rises"
    assert way.diverged.arguments == {"rate": 1.5, "lower": 0.15, "most": RISING}
    assert not way.step()
    assert len(way.losses) == RISING + 1


def test_rises_with_a_fall_between_them_are_no_divergence():
    # sin(40 x) + x: a rate that throws it about on a wavy line.
    way = descent(0.4, "sin(40 * x) + x ** 2", values={"x": 0.1})
    assert sum(way.step() for _ in range(60)) == 60


@pytest.mark.parametrize(
    ("text", "start", "rate", "largest"),
    [
        ("x ** 2", 1.0, 1e7, 1e6),  # too large to be held
        ("exp(x ** 2)", 20.0, 10.0, np.inf),  # the loss overflows
        ("log(x)", 0.1, 1.0, np.inf),  # log of a negative number
        ("exp(-x)", -800.0, 1.0, np.inf),  # no finite number from the beginning
    ],
)
def test_what_has_no_finite_loss_is_not_gone_to(text, start, rate, largest):
    way = descent(rate, text, ("x",), {"x": start}, largest=largest)
    assert not way.step()
    assert float(way.values["x"]) == start
    assert len(way.losses) == 1
    assert way.diverged.code == "descent_not_finite"
    assert way.diverged.arguments == {"rate": rate, "lower": rate / 10, "step": 1}


@pytest.mark.parametrize(
    ("text", "moved", "values", "code"),
    [
        ("x * 2", ("x",), {"x": np.ones(2)}, "descent_needs_number"),
        ("x * 2", (), {"x": 1.0}, "descent_needs_inputs"),
        ("x * 2", ("y",), {"x": 1.0}, "descent_without_gradient"),
        ("cross_entropy(s, label)", ("label",), {"s": np.ones(3), "label": 1.0}, "descent_without_gradient"),
    ],
)
def test_what_cannot_move_says_why(text, moved, values, code):
    with pytest.raises(Problem) as problem:
        descent(0.1, text, moved, values)
    assert problem.value.code == code
