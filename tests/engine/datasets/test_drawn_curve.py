"""Strokes drawn over a line make a function of one number, which is data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import datasets
from engine.datasets import DataError
from engine.datasets.drawn_curve import LINE_PLACES, MOST_POINTS, PLACES, curve, empty, with_stroke


def drawn(*strokes):
    heights = empty()
    for stroke in strokes:
        heights = with_stroke(heights, np.array(stroke, float))
    return heights


def at(heights, *places):
    return curve(heights, np.array(places, float)).tolist()


def test_between_the_points_of_a_stroke_the_function_runs_straight():
    assert at(drawn([(-6, -1), (0, 1), (6, 0)]), -6, -3, 0, 3, 6) == pytest.approx([-1, 0, 1, 0.5, 0])


def test_before_and_after_what_is_drawn_it_stays_as_high_as_there():
    assert at(drawn([(-2, 0.5), (2, -0.5)]), -6, -2, 0, 2, 6) == pytest.approx([0.5, 0.5, 0, -0.5, -0.5])


def test_over_a_gap_between_two_strokes_it_runs_straight():
    assert at(drawn([(-6, 0), (-2, 0)], [(2, 1), (6, 1)]), -2, 0, 2) == pytest.approx([0, 0.5, 1])


def test_a_later_stroke_counts_where_it_passes_and_nowhere_else():
    heights = drawn([(-6, 0), (6, 0)], [(3, 0.8), (1, 0.8)])
    assert at(heights, 0.9, 1, 2, 3, 3.1) == pytest.approx([0, 0.8, 0.8, 0.8, 0])


def test_where_a_stroke_turns_back_its_later_piece_counts():
    assert at(drawn([(-6, 0), (2, 0), (0, 1)]), -1, 0, 1) == pytest.approx([0, 1, 0.5])


def test_a_dot_gives_the_nearest_place_its_height_and_what_lies_outside_counts_as_the_edge():
    heights = drawn([(1.03, 7)])
    assert np.flatnonzero(np.isfinite(heights)).tolist() == [int(np.abs(LINE_PLACES - 1).argmin())]
    assert at(heights, -6, 6) == [1, 1]
    assert at(drawn([(-90, 0.25), (90, 0.25)]), -6, 6) == [0.25, 0.25]


@given(
    st.lists(
        st.tuples(st.floats(-9, 9), st.floats(-2, 2)),
        min_size=1,
        max_size=20,
    )
)
def test_any_stroke_makes_a_function_between_minus_one_and_one(points):
    values = curve(drawn(points), np.linspace(-6, 6, 301))
    assert np.isfinite(values).all()
    assert np.abs(values).max() <= 1


@pytest.mark.parametrize(
    ("stroke", "code"),
    [
        ([], "stroke_points"),
        ([(0, 0)] * (MOST_POINTS + 1), "stroke_points"),
        ([(0, 0, 0)], "stroke_points"),
        ([(0, float("nan"))], "stroke_not_finite"),
    ],
)
def test_what_is_no_stroke_is_refused(stroke, code):
    with pytest.raises(DataError) as refused:
        with_stroke(empty(), np.array(stroke, float))
    assert refused.value.code == code


def test_a_drawn_curve_is_data_and_nothing_drawn_is_none():
    heights = drawn([(-6, -1), (6, 1)])
    data = datasets.from_curve(heights, samples=60, noise=0.0, seed=3)
    assert (data.kind, data.X.shape, data.input_names, data.name) == (
        "regression",
        (60, 1),
        ("x",),
        "drawn curve",
    )
    assert data.y[:, 0] == pytest.approx(data.X[:, 0] / 6)
    strewn = datasets.from_curve(heights, samples=60, noise=0.5, seed=3)
    assert np.array_equal(strewn.X, data.X)
    assert not np.array_equal(strewn.y, data.y)
    with pytest.raises(DataError, match="draw a curve first"):
        datasets.from_curve(empty())
    assert len(heights) == PLACES
