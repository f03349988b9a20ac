"""Losses: worked values, and which go with which output."""

import math

import numpy as np
import pytest

from engine import losses
from engine.activations import EVERY, OUTPUTS
from engine.losses import LOSSES

SCORES = np.array([[3.2, 5.1, -1.7]])
CAT = np.array([[1.0, 0.0, 0.0]])


def test_cross_entropy_of_the_cat():
    loss = LOSSES["cross-entropy"].value(SCORES, EVERY["softmax"](SCORES), CAT)
    np.testing.assert_allclose(loss, [2.04035515], rtol=1e-8)


def test_hinge_of_the_cat_is_2_9():
    np.testing.assert_allclose(LOSSES["hinge"].value(SCORES, SCORES, CAT), [2.9], rtol=1e-12)


@pytest.mark.parametrize(
    ("loss", "z", "y", "expected"),
    [
        ("binary cross-entropy", 0.0, 1.0, math.log(2)),
        ("binary cross-entropy", 2.0, 0.0, math.log1p(math.exp(2))),
        ("mean squared", 3.0, 1.0, 4.0),
        ("half squared", 3.0, 1.0, 2.0),
        ("l1", 3.0, 1.0, 2.0),
        ("hinge", 0.25, 1.0, 0.75),
        ("hinge", 0.25, 0.0, 1.25),
        ("hinge", 1.5, 1.0, 0.0),
    ],
)
def test_one_output(loss, z, y, expected):
    z, y = np.array([[z]]), np.array([[y]])
    np.testing.assert_allclose(LOSSES[loss].value(z, z, y), [expected], rtol=1e-12)


def test_mean_squared_is_a_mean_and_half_squared_and_l1_are_sums_over_outputs():
    a, y = np.array([[1.0, 2.0]]), np.array([[0.0, 4.0]])
    assert LOSSES["mean squared"].value(a, a, y)[0] == 2.5
    assert LOSSES["half squared"].value(a, a, y)[0] == 2.5
    assert LOSSES["l1"].value(a, a, y)[0] == 3.0


def test_losses_on_logits_do_not_overflow():
    z, y = np.array([[1000.0]]), np.array([[0.0]])
    assert LOSSES["binary cross-entropy"].value(z, z, y)[0] == 1000.0
    z, y = np.array([[1000.0, 1001.0, 1002.0]]), np.array([[0.0, 0.0, 1.0]])
    np.testing.assert_allclose(LOSSES["cross-entropy"].value(z, z, y), [0.40760596], rtol=1e-7)


@pytest.mark.parametrize("samples", [1, 7, 8, 9, 20, 399])
@pytest.mark.parametrize("loss", losses.LOSSES)
def test_the_mean_of_many_networks_at_once_is_that_of_each_alone(loss, samples):
    random = np.random.default_rng(samples)
    z = random.normal(scale=30, size=(1, 4, samples))
    y = random.integers(0, 2, size=(1, 1, samples)).astype(float)
    means = LOSSES[loss].means(z.copy(), z.copy(), y)
    for network in range(4):
        alone = z[:, network].T
        assert means[network] == pytest.approx(LOSSES[loss].value(alone, alone, y[:, 0].T).mean(), rel=1e-12)


ALLOWED = {
    ("binary cross-entropy", "sigmoid", 1),
    ("cross-entropy", "softmax", 3),
    *(
        (loss, output, 1)
        for loss in ("mean squared", "half squared", "l1")
        for output in OUTPUTS
        if output != "softmax"
    ),
    *((loss, output, 3) for loss in ("mean squared", "half squared", "l1") for output in OUTPUTS),
    *(("hinge", output, count) for output in ("linear", "tanh") for count in (1, 3)),
}


@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("loss", losses.LOSSES)
def test_what_goes_together_and_a_sentence_where_it_does_not(loss, output, outputs):
    reason = losses.allowed(loss, output, outputs)
    assert (reason is None) == ((loss, output, outputs) in ALLOWED)
    assert reason is None or reason.endswith(".")


def test_an_unknown_name_is_refused_with_the_choices():
    assert "hinge" in losses.allowed("huber", "linear", 1)
    assert "softmax" in losses.allowed("l1", "gelu", 1)


@pytest.mark.parametrize("name", LOSSES)
def test_its_gate_gives_its_value(name):
    loss, several = LOSSES[name], name == "cross-entropy"
    z = np.array([[0.5, -1.0, 2.0]]) if several else np.array([[0.75]])
    y = np.array([[0.0, 1.0, 0.0]]) if several else np.array([[1.0]])
    np.testing.assert_allclose(loss.op.forward(z[0], y[0]), loss.value(z, z, y)[0], rtol=1e-12)


def test_one_is_found_by_its_name_or_is_what_was_given():
    hinge = losses.find("hinge")
    assert hinge is LOSSES["hinge"]
    assert losses.find(hinge) is hinge
    with pytest.raises(ValueError, match="There is no loss called 'huber'; choose one of binary"):
        losses.find("huber")


def test_what_one_output_says_yes_above():
    assert {name: loss.threshold for name, loss in LOSSES.items() if loss.labels} == {
        "binary cross-entropy": 0.5,
        "cross-entropy": 0.5,
        "hinge": 0.0,
    }


def test_it_says_what_it_is():
    assert repr(LOSSES["l1"]) == "<loss l1: sum |a - y|>"


def test_a_mean_loss_of_one_output_tells_by_how_much_it_is_off():
    off = np.array([3.0, -1.0, 2.0, -2.0])
    outputs, targets = off[:, None] + 5, np.full((4, 1), 5.0)

    def told(name):
        loss = LOSSES[name]
        return loss.distance(float(loss.value(outputs, outputs, targets).mean()))

    assert told("mean squared") == pytest.approx(math.sqrt(4.5))
    assert told("half squared") == pytest.approx(math.sqrt(4.5))
    assert told("l1") == pytest.approx(2.0)
    assert all(math.isnan(loss.distance(1.0)) for loss in LOSSES.values() if not loss.error)
    assert {name: (loss.error, loss.error_short) for name, loss in LOSSES.items() if loss.error} == {
        "mean squared": ("root mean squared error", "RMSE"),
        "half squared": ("root mean squared error", "RMSE"),
        "l1": ("mean absolute error", "MAE"),
    }
