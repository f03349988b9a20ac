"""What is taken for a slope where there is none, what is told of it, and of targets that mean nothing."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.graphs.conventions import conventions
from engine.graphs.gradient_check import find_kinks
from engine.graphs.not_finite import causes
from engine.graphs.odd_targets import odd_targets


def traced(text, **values):
    return engine.backpropagate(engine.parse(text), {name: np.array(value) for name, value in values.items()})


def slope(text, x=0.0):
    return float(traced(text, x=x).gradients["x"])


# At a kink


@pytest.mark.parametrize(
    "text",
    ["relu(x)", "max(x, 0)", "max(0, x)", "np.maximum(x, 0)", "maxout(x, 0)", "where(x > 0, x, 0)", "(x > 0) * x",
     "clip(x, 0, 1)", "min(max(x, 0), 1)", "max(x, 2 * 0)"],
)  # fmt: skip
def test_all_that_mean_the_same_as_relu_have_its_slope_at_0(text):
    assert slope(text) == 0.0


@pytest.mark.parametrize("text", ["max(x, 0) + min(x, 0)", "max(0, x) + min(0, x)"])
def test_the_parts_of_x_have_its_slope_together(text):
    assert slope(text) == 1.0


@pytest.mark.parametrize("text", ["clip(x, 0, 1)", "min(max(x, 0), 1)", "min(1, max(0, x))"])
def test_at_the_upper_bound_it_is_that_of_min(text):
    assert slope(text, 1.0) == 1.0


def test_a_vector_beside_a_number_follows_the_same_convention():
    trace = traced("sum(max(v, 0))", v=[-1.0, 0.0, 2.0])
    assert trace.gradients["v"].tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    "text", ["max(x, 0)", "min(x, 0)", "max(0, x) * 2", "clip(x, 0, 1)", "x ** 0", "x ** 3"]
)
@pytest.mark.parametrize("x", [-1.0, 0.0, 0.5, 1.0])
def test_the_code_that_is_taken_along_has_the_same_slope(text, x):
    names = {"x": np.array(x)}
    exec(engine.flat_code(engine.parse(text)), names)
    assert float(names["dx"]) == slope(text, x)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("relu(x)", "x is exactly 0, where ReLU has a kink: 0 is taken for its slope there"),
        ("abs(x)", "x is exactly 0, where |x| has a kink: 0 is taken for its slope there"),
        ("leaky_relu(x)", "0.1 is taken for its slope there"),
        ("max(x, 0)", "x and 0 are equal here: max has a kink, and 0 is taken for its slope, as in ReLU"),
        (
            "min(0, x)",
            "x and 0 are equal here: min has a kink, and 1 is taken for its slope, since max takes 0",
        ),
        ("max(x, -x)", "some are equal here: x, the first of them, takes all of the gradient"),
        ("clip(x, 0, 1)", "x is exactly at the lower bound: 0 is taken for the slope there, as in max"),
        ("clip(x, -1, 0)", "x is exactly at the upper bound: 1 is taken for the slope there, as in min"),
    ],
)
def test_the_convention_is_told_at_the_gate(text, said):
    assert any(said in one.sentence for one in conventions(traced(text, x=0.0)).values())
    assert not conventions(traced(text, x=0.5))


# Powers


@given(
    st.sampled_from([0.0, -2.0, -0.5, 0.5, 3.0]) | st.floats(-4, 4),
    st.sampled_from([-2.0, -1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0]) | st.floats(-3, 3),
)
def test_powers_agree_with_autograd_or_it_is_told_why_not(base, exponent):
    trace = traced("a ** b", a=base, b=exponent)
    why = causes(trace)
    with np.errstate(all="ignore"):
        theirs = autograd.grad(lambda ab: ab[0] ** ab[1])(anp.array([base, exponent]))
    for name, other in zip("ab", theirs, strict=True):
        ours = float(trace.gradients[name])
        same = np.isclose(ours, other, rtol=1e-9) or (np.isnan(ours) and np.isnan(other))
        assert same or name in why.gradients, (name, ours, other)
        assert np.isfinite(ours) or name in why.gradients


@given(st.floats(-4, 4), st.sampled_from([-3, -1, 0, 1, 2, 3, 4]))
def test_whole_powers_have_their_slope_at_every_base(base, exponent):
    ours = float(traced(f"x ** {exponent}", x=base).gradients["x"])
    if base or exponent >= 0:
        with np.errstate(all="ignore"):
            expected = exponent * np.float64(base) ** (exponent - 1) if exponent else 0.0
        assert ours == pytest.approx(expected, rel=1e-9) or not np.isfinite(expected)
    else:
        assert not np.isfinite(ours)


@pytest.mark.parametrize("base", [0.0, -2.0, 3.0])
def test_what_is_1_everywhere_has_slope_0(base):
    assert slope("x ** 0", base) == 0.0
    assert float(traced("x ** n", x=base, n=0.0).gradients["x"]) == 0.0
    assert traced("sum(v ** 0)", v=[base, 1.0]).gradients["v"].tolist() == [0.0, 0.0]


def test_that_a_negative_base_has_no_slope_in_its_exponent_is_told():
    why = causes(traced("a ** b", a=-2.0, b=2.0))
    assert why.gradients["b"].reason.sentence == (
        "−2 to the power of b has a value only where b is a whole number, so it has no slope in b: use a base above 0"
    )
    assert "a" not in why.gradients


# Targets


@pytest.mark.parametrize(
    ("text", "z", "y", "said"),
    [
        (
            "cross_entropy(z, y)",
            [1.0, 2, 3],
            [1.0, 1, 1],
            "the targets of cross_entropy(z, y) add up to 3 here",
        ),
        ("cross_entropy(z, y)", [1.0, 2, 3], [0.0, 0, 0], "add up to 0 here, but cross-entropy needs shares"),
        ("cross_entropy(z, y)", [1.0, 2, 3], [-1.0, 1, 1], "a target of cross_entropy(z, y) is −1"),
        ("cross_entropy(z, y)", [[1.0, 2], [3, 4]], [[0.0, 1], [1, 1]], "add up to 2 here"),
        ("hinge(z, y)", [1.0, 2, 3], [1.0, 1, 1], "need a single 1 among zeros"),
        (
            "binary_cross_entropy_with_logits(z, y)",
            [0.5, 0.2],
            [3.0, 0],
            "is 3, but it must be between 0 and 1",
        ),
    ],
)
def test_targets_that_mean_nothing_are_told(text, z, y, said):
    told = odd_targets(traced(text, z=z, y=y))
    assert [said in one.sentence for one in told.values()] == [True]


@pytest.mark.parametrize(
    ("z", "y"),
    [
        ([1.0, 2, 3], [0.2, 0.3, 0.5]),
        ([1.0, 2, 3], 2.0),
        ([[1.0, 2], [3, 4]], [0.0, 1]),
        ([1.0, 2, 3], [0, 0, 1.0]),
    ],
)
def test_of_targets_that_mean_something_nothing_is_told(z, y):
    assert not odd_targets(traced("cross_entropy(z, y)", z=z, y=y))


# The cause first


@pytest.mark.parametrize("text", ["relu(log(x))", "abs(sqrt(x))", "max(log(x), 0)", "relu(log(x)) + relu(x)"])
def test_what_is_no_number_is_at_no_kink(text):
    graph = engine.parse(text)
    kinks = find_kinks(graph, {"x": np.array(-1.0)})
    assert all(np.isfinite(kink.distance) for kink in kinks)
    assert not [kink for kink in kinks if "log" in str(kink) or kink.node == graph.output]
