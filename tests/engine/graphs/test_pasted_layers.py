"""Networks of layers as PyTorch has them: what their weights and inputs are."""

import autograd.numpy as np
import pytest
from autograd import grad
from numpy.testing import assert_allclose

import engine

LAYERS = """import torch
import torch.nn as nn
model = nn.Sequential(
    nn.Linear(2, 3),
    nn.ReLU(),
    nn.Linear(3, 2),
)
criterion = nn.CrossEntropyLoss()
x = torch.tensor([0.5, 0.25])
label = torch.tensor(1)
loss = criterion(model(x), label)
loss.backward()
"""


def relu(z):
    return z * (z > 0)


def cross_entropy(z, label):
    return np.log(np.sum(np.exp(z))) - z[label]


def test_a_model_of_layers_has_its_weights_as_inputs():
    graph = engine.parse(LAYERS)
    assert graph.leaves == ("x", "weight1", "bias1", "weight2", "bias2", "label")
    values = {name: graph.defaults[name] for name in graph.leaves}
    assert {name: value.shape for name, value in values.items()} == {
        "x": (2,), "weight1": (3, 2), "bias1": (3,), "weight2": (2, 3), "bias2": (2,), "label": (),
    }  # fmt: skip

    def plain(weight1, bias1, weight2, bias2):
        hidden = relu(np.dot(weight1, values["x"]) + bias1)
        return cross_entropy(np.dot(weight2, hidden) + bias2, 1)

    weights = tuple(values[name] for name in ("weight1", "bias1", "weight2", "bias2"))
    trace = engine.backpropagate(graph)
    assert_allclose(trace.output, plain(*weights), rtol=1e-12)
    expected = grad(lambda weights: plain(*weights))(weights)
    for name, gradient in zip(("weight1", "bias1", "weight2", "bias2"), expected, strict=True):
        assert_allclose(trace.gradients[name], gradient, rtol=1e-9, atol=1e-14)


def test_the_weights_of_a_layer_are_the_same_each_time_and_small():
    first, second = (engine.parse(LAYERS).defaults for _ in range(2))
    for name in ("weight1", "bias2"):
        assert_allclose(first[name], second[name])
        assert np.abs(first[name]).max() <= 1 / np.sqrt(2) + 0.005
        assert np.abs(first[name]).max() > 0
    assert not np.allclose(first["weight1"], first["weight2"].T)


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("fc1 = nn.Linear(2, 3)\ny = fc1(x)", ("x", "fc1_weight", "fc1_bias")),
        ("fc1 = nn.Linear(2, 2, bias=False)\nfc1(fc1(x))", ("x", "fc1_weight")),
        ("nn.Sequential(nn.Linear(3, 1), nn.Sigmoid())", ("x", "weight1", "bias1")),
        (
            "layers = [nn.Linear(2, 2), nn.Linear(2, 2)]\nh = x\nfor layer in layers:\n    h = torch.tanh(layer(h))",
            None,
        ),
    ],
)
def test_layers_are_called_by_name_alone_or_one_after_the_other(text, leaves):
    graph = engine.parse(text)
    assert leaves is None or graph.leaves == leaves
    assert np.isfinite(
        engine.backpropagate(graph, {} if graph.defaults.get("x") is not None else {"x": [1, 2]}).output
    ).all()


def test_an_input_that_goes_into_a_layer_has_as_many_numbers_as_it_takes():
    assert engine.parse("nn.Linear(3, 1)(x)").defaults["x"].shape == (3,)


# What a name stands for
