"""One neuron for one sample: its sum term by term and its curve."""

import numpy as np
import pytest

import engine
from engine.networks.neuron import neuron_of

X = np.array([0.3, -1.2])


@pytest.mark.parametrize("activation", engine.ACTIVATIONS)
@pytest.mark.parametrize("bias", [True, False])
def test_the_terms_make_the_sum_and_the_slope_is_that_of_the_trace(activation, bias):
    network = engine.Network([2, 3, 2, 1], activation, bias=bias, seed=4)
    trace = engine.backpropagate(network.graph(X, np.array([1.0]), level="scalar"))
    for layer in range(3):
        for unit in range(network.widths[layer + 1]):
            found = neuron_of(network, layer, unit, X)
            assert sum(found.products) + (found.bias or 0) == pytest.approx(found.z)
            assert (found.bias is not None) is bias
            row = unit + found.piece * network.widths[layer + 1]
            assert found.z == pytest.approx(trace.values[f"z{layer + 1}_{row + 1}"])
            if found.slope is None or found.places is None or found.curve is None:
                assert activation == "maxout"
                continue
            steps = np.diff(found.curve) / np.diff(found.places)
            least, most = (
                np.minimum(found.slopes[1:], found.slopes[:-1]),
                np.maximum(found.slopes[1:], found.slopes[:-1]),
            )
            if activation != "threshold" or layer == 2:  # whose step no derivative tells of
                assert (steps >= least - 0.01).all()
                assert (steps <= most + 0.01).all()
            assert found.places[0] <= found.z <= found.places[-1]
            da, dz = (trace.gradients.get(f"{kind}{layer + 1}_{unit + 1}") for kind in "az")
            if layer < 2 and da is not None:
                assert da * found.slope == pytest.approx(dz)


def test_softmax_has_no_curve_of_one_sum_and_there_are_no_other_neurons():
    network = engine.Network([2, 3, 2], output="softmax", seed=0)
    assert neuron_of(network, 1, 1, X).curve is None
    assert neuron_of(network, 1, 1, X).a == pytest.approx(network.predict(X[None])[0, 1])
    for place in [(2, 0), (0, 3), (-1, 0), (0, -1)]:
        with pytest.raises(IndexError):
            neuron_of(network, *place, X)
