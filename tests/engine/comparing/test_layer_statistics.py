"""What goes on in each layer, as numbers."""

import numpy as np
import pytest

import engine
from engine.comparing.layer_statistics import BINS, layer_statistics
from engine.comparing.looks import layer_sizes


def run_of(*activations, **more):
    data = engine.datasets.load("circle", samples=80, seed=0)
    network = engine.Network([2, *[4] * len(activations), 1], activations, seed=2, **more)
    return engine.Trainer(network, data)


def test_shares_are_of_all_activations_and_all_weights_and_sizes_those_of_the_looks():
    run = run_of("tanh", "relu")
    rows = run.data.train
    facts = layer_statistics(run, rows)
    assert facts.activations.shape == facts.gradients.shape == (3, BINS)
    assert facts.activations.sum(axis=1) == pytest.approx([1, 1, 1])
    assert facts.gradients.sum(axis=1) == pytest.approx([1, 1, 1])
    assert (facts.low[0], facts.high[0], facts.low[1]) == (-1, 1, 0)
    sizes = layer_sizes(run, rows)
    assert facts.sizes.tolist() == sizes.gradients.tolist()
    assert facts.spreads.tolist() == sizes.signals.tolist()
    gradient = run.network.blocks(run.gradient(rows))[0][:, :2]
    assert facts.reach[0] == pytest.approx(np.abs(gradient).max())


def test_dead_and_saturated_units_are_counted_by_layer():
    run = run_of("sigmoid", "relu", "threshold")
    run.network.biases[0][:] = 100  # far on the flat of the sigmoid
    run.network.weights[1][:2] = 0
    run.network.biases[1][:2] = -1
    run.network.weights[1][2:], run.network.biases[1][2:] = 1, 1
    facts = layer_statistics(run, run.data.train)
    assert facts.saturated[0] == 1
    assert facts.dead[1] == 0.5
    assert np.isnan([*facts.dead[[0, 2, 3]], *facts.saturated[[1, 2, 3]]]).all()
    assert facts.sizes[:3].tolist() == [0, 0, 0]  # nothing comes back through the thresholds
    assert facts.sizes[3] > 0


def test_a_run_that_blows_up_is_told_of_without_a_warning():
    run = run_of("relu")
    run.network.parameters[:] = 1e300
    facts = layer_statistics(run, run.data.train)
    assert np.isfinite(facts.activations).all()
