"""What is seen inside runs: signals and gradients by layer, weights in their order, parts of units, products."""

import numpy as np
import pytest

import engine
from engine.comparing.looks import distance, layer_sizes, ordered_weights, pieces, product

DATA = engine.datasets.load("circle", samples=60, seed=0)


def trainer(hidden=(3, 2), **settings):
    return engine.Setup(DATA, hidden=hidden, **settings).trainer()


def test_a_signal_is_the_spread_of_a_unit_over_samples_and_a_gradient_the_size_of_that_of_its_weights():
    run, rows = trainer(), DATA.train[:20]
    signals, gradients = layer_sizes(run, rows)
    passed = run.network.forward(DATA.X[rows])
    assert signals == pytest.approx([np.mean([np.std(unit) for unit in a.T]) for _, a in passed])
    blocks = run.network.blocks(run.gradient(rows))
    by_hand = [np.sqrt(np.mean(block[:, :-1].ravel() ** 2)) for block in blocks]
    assert gradients == pytest.approx(by_hand)
    assert gradients[0] != pytest.approx(np.sqrt(np.mean(blocks[0] ** 2)))  # with biases it is another


def test_zeros_pass_no_signal_and_get_no_gradient():
    signals, gradients = layer_sizes(trainer(initializer="zeros"), DATA.train[:20])
    assert signals.tolist() == gradients.tolist() == [0, 0, 0]


def test_weights_stand_in_their_order_and_of_many_some_from_all_of_it():
    network = engine.Network([2, 2, 1], bias=True)
    network.parameters[:] = [1, -2, 9, 0.5, 3, 9, -1, 0, 9]
    assert ordered_weights(network, 6).tolist() == [3, 1, 0.5, 0, -1, -2]
    assert ordered_weights(network, 3).tolist() == [3, 0.5, -2]


def test_the_parts_of_the_units_sum_up_to_the_output():
    network = engine.Network([1, 2, 1], activation="relu", output="linear")
    network.parameters[:] = [1, 0, -1, 2, 3, -4, 0.5]  # relu(x), relu(2 - x); 3 and -4 of them, and 0.5
    X = np.array([[1.0], [3.0]])
    assert pieces(network, X).tolist() == [[3, 9], [-4, 0]]
    assert (pieces(network, X).sum(axis=0) + 0.5).tolist() == network.predict(X)[:, 0].tolist()
    assert pieces(engine.Network([1, 1]), X).shape == (0, 2)


def test_linear_layers_are_one_matrix_and_one_bias():
    network = engine.Network([2, 2, 1], activation="linear", output="sigmoid")
    network.parameters[:] = [1, 2, 5, 3, 4, 6, 10, 100, 7]
    matrix, bias = product(network)
    assert (matrix.tolist(), bias.tolist()) == ([[310, 420]], [657])
    three = engine.Network([2, 4, 3], activation="linear", output="softmax", seed=1)
    matrix, bias = product(three)
    X = np.array([[0.3, -0.7], [2.0, 1.0]])
    assert X @ matrix.T + bias == pytest.approx(three.forward(X)[-1][0])


def test_layers_that_bend_are_no_matrix():
    assert product(engine.Network([2, 2, 1], activation="tanh")) is None


def test_the_distance_is_the_length_of_the_straight_way_from_the_start():
    run = trainer()
    assert distance(run) == 0
    run.step(5)
    assert distance(run) == pytest.approx(np.sqrt(((run.network.parameters - run.start) ** 2).sum()))
    assert distance(run) > 0


def test_a_comparison_records_how_far_its_runs_have_come():
    comparison = engine.compare(engine.Setup(DATA, hidden=[3]), rate=[0.01, 0.1])
    comparison.run(epochs=2)
    way = comparison.history["distance"][:, :, 0]
    assert way[0].tolist() == [0, 0]
    assert way[-1].tolist() == [distance(cell[0]) for cell in comparison.runs]
    assert way[-1, 1] > way[-1, 0] > 0
    assert comparison.csv("curves").splitlines()[0].endswith(",validation_accuracy,distance")
