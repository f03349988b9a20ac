"""A function that somebody types is data: a curve, a surface, or two classes on either side of it."""

import numpy as np
import pytest
from effort import calls
from hypothesis import given, settings
from hypothesis import strategies as st
from learned import is_learned, trained

from engine import datasets
from engine.datasets import DataError


def calm(text, samples=200, **options):
    return datasets.from_function(text, samples=samples, noise=0.0, **options)


def test_a_function_of_x_is_a_curve():
    data = calm("sin(3*x)")
    assert (data.kind, data.X.shape, data.input_names, data.name) == (
        "regression",
        (200, 1),
        ("x",),
        "sin(3*x)",
    )
    assert data.y[:, 0] == pytest.approx(np.sin(3 * data.X[:, 0]), abs=1e-5)


@pytest.mark.parametrize(
    ("paper", "code"),
    [("½x² − |x|", "0.5*x**2 - abs(x)"), ("e^(−x)", "exp(-x)"), ("sin(2πx)", "sin(2*pi*x)")],
)
def test_a_function_as_on_paper_is_the_same_as_in_code(paper, code):
    assert np.array_equal(calm(paper).y, calm(code).y)


def test_a_function_of_x1_and_x2_is_a_surface_whose_values_are_fitted_and_led_back():
    data = calm("x1*x2 + 4")
    x1, x2 = data.X.T
    assert data.kind == "regression"
    assert (data.target_offset, data.target_scale) == (4, 36)
    assert np.abs(data.y).max() <= 1
    assert data.y[:, 0] * 36 + 4 == pytest.approx(x1 * x2 + 4)


def test_one_coordinate_of_the_plane_makes_a_surface_too():
    assert calm("x2**2").X.shape == (200, 2)


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("x2 > 0.5*x1**3 - x1", lambda x1, x2: x2 > 0.5 * x1**3 - x1),
        ("x2 < sin(x1)", lambda x1, x2: x2 < np.sin(x1)),
        ("x1**2 + x2**2 >= 9", lambda x1, x2: x1**2 + x2**2 > 9),
        ("1 <= max(x1, x2)", lambda x1, x2: np.maximum(x1, x2) > 1),
    ],
)
def test_a_comparison_makes_two_classes_one_where_it_holds(text, above):
    data = calm(text)
    assert (data.kind, data.classes) == ("binary", ("0", "1"))
    assert data.labels.tolist() == above(*data.X.T).astype(int).tolist()


def test_noise_strews_points_of_classes_and_values_of_a_curve():
    one, other = calm("x2 > x1"), datasets.from_function("x2 > x1", samples=200, noise=0.5)
    assert np.array_equal(one.y, other.y)
    assert 0.1 < np.abs(one.X - other.X).mean() < 1
    one, other = calm("x**2"), datasets.from_function("x**2", samples=200, noise=0.5)
    assert np.array_equal(one.X, other.X)
    assert 0.05 < np.abs(one.y - other.y).mean() < 0.3


def test_points_lie_in_the_plane_whatever_the_noise_and_each_seed_draws_others():
    data = datasets.from_function("x2 > x1", samples=1000, noise=1.0, seed=1, split=0.7)
    assert np.abs(data.X).max() <= 6
    assert len(data.train) == 700
    again, other = (datasets.from_function("x2 > x1", 1000, 1.0, seed, 0.7) for seed in (1, 2))
    assert np.array_equal(data.X, again.X)
    assert not np.array_equal(data.X, other.X)


def test_the_scale_is_the_functions_own_whatever_points_are_drawn():
    few, many = calm("x**3", samples=20, seed=1), calm("x**3", samples=500, seed=2)
    assert (few.target_offset, few.target_scale) == (many.target_offset, many.target_scale) == (0, 216)


def test_a_function_that_is_the_same_everywhere_has_a_scale_of_one():
    data = calm("0*x + 3")
    assert (data.target_offset, data.target_scale) == (3, 1)
    assert not data.y.any()


def test_the_curve_that_is_to_be_learned_is_drawn_in_the_units_of_the_data():
    function = datasets.read_function("x**2")
    assert function.curve(np.array([-6.0, 0.0, 3.0])) == pytest.approx([1, -1, -0.5])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sin(3*y)", "y is not known here: write a function of x for a curve, or of x1 and x2 for a surface"),
        ("x + x1", "x cannot be used together with x1 and x2: use x for a curve, or x1 and x2 for a surface"),
        ("2 + 3", "this has the same value everywhere: write a function of x, or of x1 and x2"),
        ("x > 0", "to get two classes, compare with x1 and x2, as in x2 > sin(x1)"),
        ("x2 > x1 > 0", "column 9: use only one < or >, which divides the plane into two classes"),
        ("x1 > 100", "the function does not divide the points: all of them are on one side"),
        ("sum(x)", "sum(x) cannot be computed for one point at a time"),
        ("softmax(x1) > x2", "softmax(x1) cannot be computed for one point at a time"),
        ("1/x", "the function has no finite value at x = 0"),
        ("log(x1) + x2", "the function has no finite value at x1 = -6, x2 = -6"),
        ("exp(exp(x**2))", "the function has no finite value at x = -6"),
        ("x" * 201, "the function is longer than 200 characters"),
    ],
)
def test_what_is_no_function_of_points_is_refused_in_words(text, said):
    with pytest.raises(DataError) as refused:
        calm(text, samples=4)
    assert str(refused.value) == said or "no finite value at" in said


@pytest.mark.parametrize(
    ("text", "column"),
    [("sin(x", 4), ("x2 > 3 *", 9), ("x2 > $", 6), ("foo(x)", 1), ("x2 >", 5), ("", 1), ("x\n+ $", 5)],
)
def test_what_cannot_be_read_is_refused_at_its_place(text, column):
    with pytest.raises(DataError, match=f"^column {column}: ") as refused:
        calm(text)
    assert refused.value.code == "function_unreadable"


@pytest.mark.parametrize(
    "text", ["log(x)", "sqrt(x)", "x**0.5", "1/x", "1/(x1-x2)", "exp(1000*x)", "x1 > log(x2)"]
)
def test_no_data_have_a_value_that_is_not_finite(text):
    with pytest.raises(DataError, match="no finite value at x"):
        calm(text)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "x.__class__",
        "x" + "**x" * 60,
        "(" * 90 + "x" + ")" * 90,
        "f(x) = x*x; " + "f(" * 40 + "x" + ")" * 40,
        "9" * 200,
        "x2 > " * 40,
    ],
)
def test_hostile_text_is_refused_at_once(text):
    def refused() -> None:
        with pytest.raises(DataError):
            calm(text)

    assert calls(refused) < 50_000


@settings(max_examples=60)
@given(st.text("x12()+-*/<>=sincoexp.,; ", max_size=30) | st.text(max_size=20))
def test_any_text_is_data_or_refused(text):
    try:
        data = calm(text, samples=20)
    except DataError:
        return
    assert np.isfinite(data.X).all()
    assert np.isfinite(data.y).all()


@pytest.mark.parametrize("text", ["sin(3*x)", "x1*x2", "x2 > 0.5*x1**3 - x1", "exp(x)", "x2 > sin(x1)"])
def test_the_set_ups_of_functions_learn_what_people_try_first(text):
    data = datasets.from_function(text, samples=400, noise=0.1)
    set_up = datasets.OF_ANY_CURVE if len(data.domain) == 1 else datasets.OF_ANY_POINTS
    (result,) = trained([(data, 0)], set_up)
    assert is_learned(data, 0.02, *result)
