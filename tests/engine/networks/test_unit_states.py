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
