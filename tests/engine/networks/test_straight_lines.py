"""Where a linear unit is zero, against lines that are known by hand and against the network's own answers."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.networks.network import Network
from engine.networks.straight_lines import weighted_sum, zero_line

SQUARE = ((-6.0, 6.0), (-6.0, 6.0))


@pytest.mark.parametrize(
    ("weights", "bias", "ends"),
    [
        ((1.0, 0.0), -2.0, (2, -6, 2, 6)),  # x1 = 2
        ((0.0, 2.0), 2.0, (-6, -1, 6, -1)),  # x2 = -1
        ((1.0, 1.0), 0.0, (-6, 6, 6, -6)),  # x2 = -x1
        ((1.0, -2.0), 4.0, (-6, -1, 6, 5)),  # x2 = x1/2 + 2
        ((1.0, 1.0), -10.0, (4, 6, 6, 4)),  # a corner of the square only
    ],
)
def test_the_line_ends_at_the_edges(weights, bias, ends):
    found = zero_line(weights, bias, SQUARE).reshape(2, 2)
    assert sorted(map(tuple, found.round(9))) == sorted(map(tuple, np.reshape(ends, (2, 2)).astype(float)))


@pytest.mark.parametrize(
    ("weights", "bias"),
    [((1.0, 0.0), 7.0), ((0.0, 1.0), -6.5), ((1.0, 1.0), 13.0), ((0.0, 0.0), 1.0), ((math.nan, 1.0), 0.0),
     ((1.0, 1.0), math.inf)],
)  # fmt: skip
def test_a_line_elsewhere_or_none_has_no_ends(weights, bias):
    assert np.isnan(zero_line(weights, bias, SQUARE)).all()


@given(st.lists(st.floats(-3, 3), min_size=3, max_size=3))
def test_both_ends_lie_on_the_line_and_on_the_edge(numbers):
    *weights, bias = numbers
    ends = zero_line(weights, bias, SQUARE)
    assume(not np.isnan(ends).any() and math.hypot(*weights) > 1e-3)
    for x1, x2 in ends.reshape(2, 2):
        assert weights[0] * x1 + weights[1] * x2 + bias == pytest.approx(0, abs=1e-7)
        assert max(abs(x1), abs(x2)) == pytest.approx(6, abs=1e-7)


def test_layers_without_an_activation_are_one_matrix():
    network = Network([2, 3, 2, 1], "linear", "sigmoid", seed=4, dtype=np.float64)
    found = weighted_sum(network, 2, 0)
    assert found is not None
    weights, bias = found
    for point in ((0.0, 0.0), (1.5, -2.0), (-4.0, 0.25)):
        answer = network.maps(np.array([point]))[-1][0, 0]
        assert 1 / (1 + math.exp(-(weights @ point + bias))) == pytest.approx(answer)


def test_a_unit_behind_a_layer_that_bends_has_no_line():
    network = Network([2, 3, 1], "tanh", "sigmoid")
    assert weighted_sum(network, 1, 0) is None
    weights, bias = weighted_sum(network, 0, 2)
    assert weights == pytest.approx(network.weights[0][2])
    assert bias == pytest.approx(network.biases[0][2])


def test_without_biases_the_line_goes_through_the_middle():
    network = Network([2, 1], output="sigmoid", bias=False)
    weights, bias = weighted_sum(network, 0, 0)
    assert bias == 0
    ends = zero_line(weights, bias, SQUARE).reshape(2, 2)
    assert ends[0] == pytest.approx(-ends[1])


def test_maxout_turns_where_its_pieces_meet():
    assert weighted_sum(Network([2, 2, 1], "maxout"), 0, 0) is None
