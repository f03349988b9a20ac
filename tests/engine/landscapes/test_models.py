"""Models of two parameters: their loss, and the line that each place on it is."""

import numpy as np
import pytest

import engine
from engine.landscapes import MODELS, ModelSurface, Walk
from engine.landscapes.models import fits


def test_the_loss_of_a_line_and_the_line_itself_worked_by_hand():
    data = engine.datasets.load("line", samples=40, seed=0)
    surface = ModelSurface("line", data)
    x, y = data.X_train[:, 0], data.y_train[:, 0]
    assert surface.heights(np.array([[0.5, -1.0]])) == pytest.approx(np.mean((0.5 * x - 1 - y) ** 2))
    assert surface.ends(np.array([[0.5, -1.0], [0.0, 2.0]])).tolist() == [[-6, -4, 6, 2], [-6, 2, 6, 2]]
    assert surface.names == ("w", "b")
    assert surface.start.tolist() == [-0.8, 1.5]


def test_the_loss_of_a_neuron_and_where_it_answers_a_half():
    data = engine.datasets.load("two gaussians", samples=40, seed=0)
    surface = ModelSurface("neuron", data)
    z = data.X_train @ [1.0, -1.0]
    expected = np.logaddexp(0, (1 - 2 * data.y_train[:, 0]) * z).mean()
    assert surface.heights(np.array([[1.0, -1.0]])) == pytest.approx(expected)
    ends = surface.ends(np.array([[1.0, -1.0], [0.0, 0.0]]))
    assert sorted([ends[0, :2].tolist(), ends[0, 2:].tolist()]) == [
        pytest.approx([-6, -6]),
        pytest.approx([6, 6]),
    ]
    assert np.isnan(ends[1]).all(), "nowhere"


@pytest.mark.parametrize(("name", "points"), [("line", "line"), ("neuron", "two gaussians")])
def test_plain_descent_goes_down_from_the_start_with_the_rate_of_the_model(name, points):
    surface = ModelSurface(name, engine.datasets.load(points, samples=200, seed=1))
    heights = surface.heights(Walk(surface, engine.SGD(MODELS[name].rate)).go(100))
    assert heights[-1] < heights[0] / 2
    assert heights.max() == heights[0]


def test_points_that_a_model_does_not_learn_are_refused():
    circle, line = engine.datasets.load("circle"), engine.datasets.load("line")
    assert (fits("neuron", circle), fits("line", line)) == (True, True)
    assert not fits("line", circle)
    assert not fits("neuron", engine.datasets.load("blobs"))
    assert not fits("line", line.with_features(["x", "x^2"]))
    with pytest.raises(ValueError, match="none that a line learns"):
        ModelSurface("line", circle)
