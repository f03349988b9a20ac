"""The gradient down to the pixels, against autograd, central differences and the trace; and following it."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

import engine
from engine.activations import ACTIVATIONS
from engine.datasets.mnist import mnist
from engine.digits.pixel_gradient import follow_gradient, pixel_gradient, smoothed
from engine.digits.shipped_models import shipped


def digit(row=60_000):
    return mnist().X[row].astype(np.float64)


def relative(found, expected):
    most = np.abs(expected).max()
    return np.abs(found - expected).max() / (most or 1.0)  # of threshold units all of it is 0


@pytest.mark.parametrize("name", ["softmax", "network"])
@pytest.mark.parametrize("label", [0, 3, 9])
def test_it_is_what_autograd_finds(name, label):
    network = shipped(name)

    def loss(x):
        for i, (weights, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
            x = anp.dot(weights.astype(float), anp.maximum(x, 0) if i else x) + bias.astype(float)
        return anp.log(anp.sum(anp.exp(x - anp.max(x)))) + anp.max(x) - x[label]

    found = pixel_gradient(network, digit(), label)
    assert (found.shape, found.dtype) == ((784,), np.float64)
    assert relative(found, grad(loss)(digit())) < 1e-12


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("bias", [True, False])
def test_it_is_what_the_trace_finds_and_what_central_differences_measure(activation, bias):
    network = engine.Network([12, 6, 5, 4], activation, "softmax", "he", bias=bias, seed=3)
    x, y = np.random.default_rng(5).random(12), np.eye(4)[2]
    found = pixel_gradient(network, x, 2)
    trace = engine.backpropagate(network.graph(x, y, loss="cross-entropy"))
    assert relative(found, trace.gradients["x"]) < 1e-12

    def loss(picture):
        return -np.log(network.predict(picture[None])[0, 2])

    steps = 1e-6 * np.eye(12)
    measured = [(loss(x + step) - loss(x - step)) / 2e-6 for step in steps]
    assert relative(found, measured) < 1e-7


@pytest.mark.parametrize("name", ["softmax", "network"])
def test_following_it_turns_a_digit_into_another(name):
    start = digit()  # a 7
    way = list(follow_gradient(shipped(name), start, label=3))
    assert len(way) == 61
    assert np.array_equal(way[0].picture, start)
    assert (way[0].probabilities.argmax(), way[-1].probabilities.argmax()) == (7, 3)
    assert way[-1].probabilities[3] > 0.9
    assert way[-1].loss < 0.1 < way[0].loss
    for step in way:
        assert 0 <= step.picture.min() <= step.picture.max() <= 1
        assert step.probabilities.sum() == pytest.approx(1)
        assert step.loss == pytest.approx(-np.log(step.probabilities[3]))
    assert np.array_equal(start, digit())  # the picture that was given is as it was


def test_a_step_moves_the_pixel_of_the_largest_gradient_by_the_rate():
    network, x = shipped("network"), np.full(784, 0.5)
    first, second = follow_gradient(network, x, 8, rate=1e-3, steps=1, blur=0)
    gradient = pixel_gradient(network, x, 8)
    assert second.picture == pytest.approx(x - 1e-3 * gradient / np.abs(gradient).max())
    assert second.loss < first.loss


def test_a_point_is_smoothed_into_a_bell():
    point = np.zeros((5, 5))
    point[2, 2] = 1
    bell = smoothed(point.ravel(), blur=1).reshape(5, 5)
    # The density of two independent standard normal variables: 1 / 2 pi in the middle, e^-1/2 of it a pixel beside.
    assert bell[2, 2] == pytest.approx(0.159155, abs=1e-6)
    assert [bell[2, 3], bell[1, 2]] == pytest.approx([0.096532, 0.096532], abs=1e-6)
    assert bell[3, 3] == pytest.approx(0.058550, abs=1e-6)
    assert np.array_equal(smoothed(point.ravel(), blur=0), point.ravel())


def test_strokes_are_drawn_and_not_specks():
    """What has been inked has inked neighbours."""
    way = list(follow_gradient(shipped("network"), digit(), label=3))
    inked = ((way[-1].picture - way[0].picture) > 0.3).reshape(28, 28)
    beside = np.zeros((28, 28))
    for axis, shift in ((0, 1), (0, -1), (1, 1), (1, -1)):
        beside += np.roll(inked, shift, axis)
    assert inked.sum() > 20
    assert (beside[inked] > 0).mean() > 0.95


def test_what_does_not_go_together_is_refused():
    network = shipped("network")
    with pytest.raises(ValueError, match="784 pixels"):
        pixel_gradient(network, np.zeros((28, 28)), 3)
    for label in (10, -1):
        with pytest.raises(ValueError, match="from 0 to 9"):
            pixel_gradient(network, digit(), label)
    with pytest.raises(ValueError, match="softmax"):
        pixel_gradient(engine.Network([784, 10], output="linear"), digit(), 3)
    with pytest.raises(ValueError, match="no square"):
        smoothed(np.zeros(10), blur=1)
