"""Contour lines: on squares worked by hand, and on surfaces whose lines are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import landscapes
from engine.landscapes.contours import WAYS, contours, round_levels
from engine.landscapes.surface import Map


def square(a, b, c, d):
    """One square from (0, 0) to (1, 10): a below left, b below right, c above right, d above left."""
    return Map(np.array([0.0, 1.0]), np.array([0.0, 10.0]), np.array([[a, b], [d, c]], float))


def lines_at_two(*corners):
    found = contours(square(*corners), count=1)
    return [(one.level, np.round(one.pieces, 9).tolist()) for one in found]


def test_a_line_cuts_off_the_corner_that_is_high():
    # The middle of 0, 0, 0, 4 is 0: no line lies there. Of 0, 2, 2, 4 it is 2.
    assert lines_at_two(0, 0, 0, 4) == []
    assert lines_at_two(0, 2, 4, 2) == [(2.0, [[[0.0, 10.0], [1.0, 0.0]]])]


def test_a_line_lies_where_the_height_is_reached_between_two_corners():
    # From 0 at the left to 4 at the right: the middle is 2, halfway; from 0 below to 8 above it is 4.
    assert lines_at_two(0, 4, 4, 0) == [(2.0, [[[0.5, 0.0], [0.5, 10.0]]])]
    ((level, ((begin, end),)),) = lines_at_two(0, 0, 8, 8)
    assert (level, begin[1], end[1]) == (4.0, 5.0, 5.0)


def test_two_lines_where_opposite_corners_are_high():
    ((level, pieces),) = lines_at_two(4, 0, 4, 0)
    assert level == 2.0
    assert sorted(sorted(piece) for piece in pieces) == [[[0.0, 5.0], [0.5, 0.0]], [[0.5, 10.0], [1.0, 5.0]]]


@pytest.mark.parametrize("corners", range(16))
def test_every_way_crosses_from_high_to_low_at_both_of_its_edges(corners):
    of_edge = ((0, 1), (1, 2), (3, 2), (0, 3))  # the corners at the ends of each
    crossed = [
        edge for edge, (one, other) in enumerate(of_edge) if (corners >> one & 1) != (corners >> other & 1)
    ]
    assert sorted(edge for way in WAYS[corners] for edge in way) == crossed


@pytest.mark.parametrize("title", ["bowl", "ravine", "Himmelblau"])
def test_the_surface_has_the_height_of_a_line_everywhere_on_it(title):
    surface = landscapes.named(title)
    found = surface.map()
    lines = landscapes.contours(found)
    assert 6 <= len(lines) <= 12
    for line in lines:
        # Between two heights of the map the line is straight: it is off by no more than a square has of curvature.
        heights = surface.heights(line.pieces.reshape(-1, 2))
        reach = np.ptp(found.heights) * 0.01
        assert np.abs(heights - line.level).max() < reach
        lengths = np.linalg.norm(line.pieces[:, 0] - line.pieces[:, 1], axis=1)
        assert lengths.max() <= np.hypot(found.x[1] - found.x[0], found.y[1] - found.y[0]) + 1e-9


def test_the_lines_of_a_bowl_are_circles():
    surface = landscapes.named("bowl")
    for line in landscapes.contours(surface.map()):
        radii = np.linalg.norm(line.pieces, axis=-1)
        assert radii == pytest.approx(np.full(radii.shape, np.sqrt(line.level)), rel=2e-2)


def test_levels_are_round_and_lie_where_the_map_is():
    heights = np.array([0.0, 1.234, 2.345, 3.456, 1000.0])
    assert round_levels(heights, 3) == [1.2, 2.3, 3.5]
    assert round_levels(np.array([-2.0, -0.0567, 12345.0]), 1) == [-0.057]
    assert round_levels(np.array([-1.0, 0.0, 12345.0]), 1) == [0.0]


def test_a_flat_map_and_one_without_heights_have_no_lines():
    flat = Map(np.arange(3.0), np.arange(3.0), np.full((3, 3), 7.0))
    assert contours(flat) == []
    assert round_levels(np.full(4, np.nan)) == []
    with pytest.raises(ValueError, match="at least one level"):
        round_levels(np.arange(4.0), 0)


def test_there_is_no_line_where_a_height_is_not_finite():
    found = landscapes.ExpressionSurface("log(x) + y").map(41, ((-1, 3), (0, 1)))
    for line in landscapes.contours(found):
        assert np.isfinite(line.pieces).all()
        assert (line.pieces[..., 0] > 0).all()


@given(st.lists(st.floats(-1e6, 1e6), min_size=12, max_size=12), st.integers(1, 5))
def test_every_piece_lies_within_the_map_and_every_level_between_its_heights(numbers, count):
    heights = np.array(numbers).reshape(3, 4)
    found = Map(np.arange(4.0), np.arange(3.0), heights)
    for line in contours(found, count):
        assert heights.min() < line.level < heights.max()
        assert ((line.pieces >= 0) & (line.pieces <= [3, 2])).all()


def test_the_line_of_a_level_need_not_be_round_and_may_lie_nowhere():
    found = square(0, 4, 4, 0)
    assert landscapes.level_line(found, 1.3).pieces.tolist() == [[[0.325, 0.0], [0.325, 10.0]]]
    assert landscapes.level_line(found, 1.3).level == 1.3
    assert len(landscapes.level_line(found, 5.0).pieces) == 0
