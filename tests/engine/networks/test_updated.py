"""The network after the update that a trace shows is the one that making it gives."""

import numpy as np
import pytest

import engine
from engine.networks.updated import updated


@pytest.mark.parametrize("level", ["layer", "scalar"])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("activation", ["tanh", "maxout"])
def test_it_is_what_training_on_that_sample_alone_gives(level, bias, activation):
    data = engine.datasets.load("circle", samples=40, seed=0)
    network = engine.Network([2, 3, 2, 1], activation, bias=bias, seed=1)
    trainer = engine.Trainer(network, data, optimizer=engine.SGD(0.5))
    trace = engine.backpropagate(network.graph(data.X[7], data.y[7], level=level))
    before = network.parameters.copy()
    after = updated(network, engine.trace_update(trace, engine.SGD(0.5)))
    assert np.array_equal(network.parameters, before)
    trainer.update_on([7])
    assert after.parameters == pytest.approx(network.parameters, rel=1e-9)
    assert not np.array_equal(after.parameters, before)
