"""What one straight line can do at best, against tables that are known by heart."""

import numpy as np
import pytest

from engine import datasets
from engine.datasets.best_line import MOST_POINTS, best_line_accuracy

CORNERS = [(-1, -1), (-1, 1), (1, -1), (1, 1)]


@pytest.mark.parametrize(
    ("labels", "share"),
    [((0, 0, 0, 1), 1), ((0, 1, 1, 1), 1), ((0, 1, 1, 0), 0.75), ((1, 1, 1, 1), 1), ((1, 1, 0, 0), 1)],
    ids=["and", "or", "xor", "all", "left and right"],
)
def test_of_the_truth_tables_xor_alone_is_beyond_a_line(labels, share):
    assert best_line_accuracy(CORNERS, labels) == share


def test_no_line_runs_between_two_points_at_one_place():
    assert best_line_accuracy([(1, 1), (1, 1)], [0, 1]) == 0.5


def test_a_single_point_is_on_the_right_side():
    assert best_line_accuracy([(3, 4)], [1]) == 1


def test_a_disc_within_a_ring_cannot_be_parted_and_two_heaps_can():
    circle, heaps = datasets.load("circle", samples=400), datasets.load("two gaussians", samples=400, noise=0)
    assert 0.6 < best_line_accuracy(circle.points, circle.labels) < 0.85
    assert best_line_accuracy(heaps.points, heaps.labels) == 1


def test_the_linear_model_that_is_trained_is_no_better():
    data = datasets.load("moons", samples=300, seed=1)
    weights = np.linalg.lstsq(np.c_[data.points, np.ones(300)], 2.0 * data.labels - 1, rcond=None)[0]
    trained = np.mean((np.c_[data.points, np.ones(300)] @ weights > 0) == data.labels)
    assert trained <= best_line_accuracy(data.points, data.labels) + 0.01


def test_many_points_are_judged_by_some_of_them():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(4 * MOST_POINTS, 2))
    assert best_line_accuracy(points, points[:, 0] > 0.3) == 1


@pytest.mark.parametrize(
    ("points", "labels"), [([], []), ([(1, 2, 3)], [0]), ([(1, 2)], [0, 1]), ([1, 2], [0, 1])]
)
def test_what_is_no_plane_with_a_label_each_is_refused(points, labels):
    with pytest.raises(ValueError, match="points must be"):
        best_line_accuracy(points, labels)
