"""Points as a hidden layer sees them."""

import numpy as np
import pytest

import engine
from engine.networks.spaces import FAR, space_of, winners_at

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)


def solution_of_xor():
    """The ReLU network of the lecture: W, c, w and b set by hand."""
    network = engine.Network([2, 2, 1], "relu", "linear")
    network.weights[0][:], network.biases[0][:] = [[1, 1], [1, 1]], [0, -1]
    network.weights[1][:], network.biases[1][:] = [[1, -2]], [-0.5]
    return network


def test_the_four_points_of_xor_are_three_in_h_and_a_straight_line_parts_them():
    space = space_of(solution_of_xor(), 0, CORNERS, CORNERS)
    assert space.points.tolist() == [[0, 0], [1, 0], [1, 0], [2, 1]]
    assert space.share == 1
    for x, y in space.line.reshape(2, 2):
        assert x - 2 * y - 0.5 == pytest.approx(0)
    left, right, bottom, top = space.box
    assert left < 0
    assert right > 2
    assert bottom < 0
    assert top > 1


def test_of_many_units_it_is_the_plane_in_which_the_points_spread_the_most():
    network = engine.Network([2, 5, 1], "tanh", seed=3)
    X = np.random.default_rng(0).normal(size=(60, 2))
    space = space_of(network, 0, X, X[:7])
    activations = network.forward(X)[0][1]
    sizes = np.linalg.svd(activations - activations.mean(axis=0), compute_uv=False) ** 2
    assert space.share == pytest.approx(sizes[:2].sum() / sizes.sum())
    assert np.square(space.points).sum() == pytest.approx(sizes[:2].sum())
    assert space.grid == pytest.approx(space.points[:7])
    assert np.isnan(space.line).all()
    left, right, bottom, top = space.box
    assert right - left == pytest.approx(top - bottom)


def test_it_does_not_spin_while_the_network_learns():
    data = engine.datasets.load("circle", samples=100, seed=0)
    network = engine.Network([2, 6, 1], "tanh", seed=1)
    trainer = engine.Trainer(network, data, optimizer="Adam")
    before = space_of(network, 0, data.X, data.X).points
    for _ in range(30):
        trainer.step()
        now = space_of(network, 0, data.X, data.X).points
        assert np.abs(now - before).max() < 0.3
        before = now


def test_one_unit_is_a_line_and_any_layer_can_be_looked_at():
    network = engine.Network([2, 1, 3, 2, 1], ["sigmoid", "tanh", "elu"], seed=0)
    first = space_of(network, 0, CORNERS, CORNERS)
    assert (first.points[:, 1] == 0).all()
    assert first.box == pytest.approx([-0.08, 1.08, -1.16, 1.16])
    assert space_of(network, 1, CORNERS, CORNERS).points.shape == (4, 2)
    assert np.isfinite(space_of(network, 2, CORNERS[:1], CORNERS).points).all()
    network.parameters[:] = np.inf
    assert np.isfinite(space_of(network, 1, CORNERS, CORNERS).box).all()
    with pytest.raises(IndexError):
        space_of(network, 3, CORNERS, CORNERS)


def test_the_class_that_wins_leads_by_the_difference_of_two_weighted_sums_and_both_are_level_between():
    network = engine.Network([2, 3], (), "softmax")
    network.weights[0][:], network.biases[0][:] = [[1, 0], [0, 1], [-1, -1]], [0, 0, 1]
    classes, leads = winners_at(network, np.array([[3, 1], [1, 3], [-2, 0], [2, 2]], float))
    assert classes.tolist() == [0, 1, 2, 0]
    # Of 3 1 -3, of 1 3 -3, of -2 0 3, and of 2 2 -3: (2, 2) is half the way from the first to the second.
    assert leads.tolist() == [2, 2, 3, 0]

    network.parameters[:] = np.inf
    classes, leads = winners_at(network, CORNERS)
    assert classes.dtype == np.uint8
    assert (leads >= 0).all()
    assert (leads <= 2 * FAR).all()
