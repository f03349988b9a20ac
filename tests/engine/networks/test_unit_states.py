"""Dead and saturated units, counted."""

import numpy as np

import engine
from engine.networks.unit_states import dead_units, saturated_share

X = np.array([[1.0], [2.0], [-1.0]])


def network(activation: str, weights: list[float], biases: list[float]) -> engine.Network:
    made = engine.Network([1, len(weights), 1], activation, "linear", seed=0)
    made.weights[0][:] = np.array(weights)[:, None]
    made.dense[0].biases[:] = biases
    return made


def test_a_unit_is_dead_that_is_0_for_every_sample():
    assert dead_units(network("relu", [1, -1, 1, 0], [0, -2, -3, 1]), X) == 2
    assert dead_units(network("leaky relu", [1, -1], [-9, -9]), X) == 0


def test_units_of_sigmoid_and_tanh_are_saturated_where_their_slope_is_small():
    assert saturated_share(network("tanh", [5, 0.1], [0, 0]), X) == 0.5
    assert saturated_share(network("sigmoid", [0.1, 0.1], [0, 20]), X) == 0.5
    assert saturated_share(network("relu", [1, 1], [0, 0]), X) == 0
    assert saturated_share(engine.Network([1, 1], "tanh", "sigmoid"), X) == 0


def test_units_are_counted_alike_whether_all_samples_pass_at_once_or_a_few_at_a_time(monkeypatch):
    relu, tanh = network("relu", [1, -1, 1, 0], [0, -2, -3, 1]), network("tanh", [5, 0.1], [0, 0])
    at_once = dead_units(relu, X), saturated_share(tanh, X)
    monkeypatch.setattr(engine.Network, "most_samples", 1)
    assert (dead_units(relu, X), saturated_share(tanh, X)) == at_once == (2, 0.5)
    assert dead_units(relu, X[:0]) == 4


def test_a_large_network_has_a_few_samples_pass_at_a_time(monkeypatch):
    """Eight layers of 32 maxout units would keep 60 MB of 9,900 samples."""
    large = engine.Network([2, *[32] * 8, 1], "maxout", seed=0)
    passed, forward = [], large.forward
    monkeypatch.setattr(large, "forward", lambda X: passed.append(len(X)) or forward(X))
    dead_units(large, np.zeros((9_900, 2)))
    assert sum(passed) == 9_900
    assert max(passed) <= large.most_samples
