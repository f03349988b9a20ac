"""The compiled gradient against an independent library and central differences, in float64, over all
losses x activations x penalties. (The graph of a sample against both: test_sample_graph.py.)"""

from types import SimpleNamespace

import autograd
import numpy as np
import pytest
from each import of_each
from independent import COMBINATIONS, PAIRS, PENALTIES, loss_of_parameters

import engine
from engine.activations import ACTIVATIONS
from engine.losses import LOSSES

SAMPLES = 11


def data(inputs, outputs, loss, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(SAMPLES, inputs))
    if LOSSES[loss].labels:
        y = (
            rng.integers(0, 2, (SAMPLES, 1))
            if outputs == 1
            else np.eye(outputs)[rng.integers(0, outputs, SAMPLES)]
        )
    else:
        y = rng.normal(size=(SAMPLES, outputs))
    kind = "regression" if not LOSSES[loss].labels else "binary" if outputs == 1 else "classes"
    everything = np.arange(SAMPLES)
    return SimpleNamespace(kind=kind, X=X, y=y.astype(float), train=everything, validation=everything)


def trainer(loss, output, outputs, activation="tanh", penalty=None, bias=True, hidden=(4, 3)):
    network = engine.Network([2, *hidden, outputs], activation, output, bias=bias, seed=2)
    network.parameters += 0.1 * np.random.default_rng(5).normal(size=network.parameter_count)  # biases too
    return engine.Trainer(network, data(2, outputs, loss), loss=loss, penalty=penalty, batch_size=4)


def independent_gradient(t, rows):
    total = loss_of_parameters(t.network, t.data.X[rows], t.data.y[rows], t.loss.name, t.penalty)
    return autograd.grad(total)(t.network.parameters.copy())


def relative_error(one, other):
    return np.linalg.norm(one - other) / max(np.linalg.norm(other), 1e-12)


@of_each(COMBINATIONS)
def test_the_compiled_gradient_agrees_with_autograd(combination):
    loss, output, outputs, activation, penalty = combination
    rows = np.array([3, 1, 4, 5, 9])
    t = trainer(loss, output, outputs, activation, penalty)
    gradient = t.gradient(rows)
    flat = output == "threshold" and penalty is None  # nothing comes back through its jump
    assert (np.linalg.norm(gradient) > 0) is not flat, combination
    assert relative_error(gradient, independent_gradient(t, rows)) < 1e-9, combination


@pytest.mark.parametrize("hidden", [(), (3,), (4, 3, 3)])
@pytest.mark.parametrize("bias", [True, False])
def test_any_depth_with_and_without_biases(hidden, bias):
    activations = ["elu", "maxout", "sigmoid"][: len(hidden)]
    t = trainer("cross-entropy", "softmax", 3, activations, engine.L2(0.1), bias, hidden)
    rows = np.arange(SAMPLES)
    assert relative_error(t.gradient(rows), independent_gradient(t, rows)) < 1e-9


@of_each(COMBINATIONS)
def test_the_compiled_gradient_agrees_with_central_differences(combination):
    loss, output, outputs, activation, penalty = combination
    rows = np.arange(5)
    t = trainer(loss, output, outputs, activation, penalty)
    gradient = t.gradient(rows)
    assert relative_error(gradient, central_differences(t, rows)) < 1e-6, combination


def central_differences(t, rows, h=1e-6):
    def total():
        z, a = t.network.forward(t.data.X[rows])[-1]
        cost = 0.0 if t.penalty is None else t.penalty.value(t.network.weights)
        return t.loss.value(z, a, t.data.y[rows]).mean() + cost

    estimate = np.empty_like(t.network.parameters)
    for i, value in enumerate(t.network.parameters.copy()):
        t.network.parameters[i] = value + h
        above = total()
        t.network.parameters[i] = value - h
        estimate[i] = (above - total()) / (2 * h)
        t.network.parameters[i] = value
    return estimate


@pytest.mark.parametrize(("loss", "output", "outputs"), PAIRS)
def test_a_step_moves_the_weights_by_rate_times_gradient(loss, output, outputs):
    for penalty in PENALTIES:
        t = trainer(loss, output, outputs, penalty=penalty)
        t.optimizer.rate = 0.05
        for _ in range(4):  # the third batch of an epoch is smaller
            expected = t.network.parameters - 0.05 * t.gradient()
            t.step()
            np.testing.assert_allclose(t.network.parameters, expected, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradient_of_a_batch_is_the_mean_of_its_samples(activation):
    t = trainer("cross-entropy", "softmax", 3, activation)
    rows = np.array([7, 2, 5])
    samples = t.sample_gradients(rows)
    assert samples.shape == (3, t.network.parameter_count)
    np.testing.assert_allclose(samples.mean(axis=0), t.gradient(rows), rtol=1e-10, atol=1e-14)


def test_float32_gives_the_same_gradient_to_its_own_precision():
    t = trainer("binary cross-entropy", "sigmoid", 1)
    network = engine.Network([2, 4, 3, 1], seed=2, dtype=np.float32)
    network.parameters[:] = t.network.parameters
    single = engine.Trainer(network, t.data)
    assert single.gradient([0, 1, 2]).dtype == np.float32
    assert relative_error(single.gradient([0, 1, 2]), t.gradient([0, 1, 2])) < 1e-5


def test_the_l2_penalty_of_two_weights_by_hand():
    """One output, no hidden layer, targets met exactly: what is left is 2 x strength x w, and no bias."""
    network = engine.Network([2, 1], output="linear")
    network.parameters[:] = [3, -1, 0.5]
    X = np.array([[1.0, 2.0]])
    rows = np.arange(1)
    met = SimpleNamespace(kind="regression", X=X, y=network.predict(X), train=rows, validation=rows)
    assert engine.Trainer(network, met, loss="mean squared", penalty=engine.L2(0.1)).gradient().tolist() == (
        pytest.approx([0.6, -0.2, 0])
    )
    assert engine.Trainer(network, met, loss="mean squared", penalty=engine.L1(0.1)).gradient().tolist() == (
        pytest.approx([0.1, -0.1, 0])
    )
