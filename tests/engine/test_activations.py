"""Activation functions: their values, and the compiled form that training uses."""

import numpy as np
import pytest

import engine
from engine import ops
from engine.activations import EVERY, Activation, Elementwise
from engine.bound_calls import bind, run, scalar

Z = np.array([[-2.0, 0.0, 1.0, 3.0]])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("linear", [-2, 0, 1, 3]),
        ("sigmoid", [0.11920292202211755, 0.5, 0.7310585786300049, 0.9525741268224334]),
        ("tanh", [-0.9640275800758169, 0, 0.7615941559557649, 0.9950547536867305]),
        ("relu", [0, 0, 1, 3]),
        ("leaky relu", [-0.2, 0, 1, 3]),
        ("elu", [-0.8646647167633873, 0, 1, 3]),
        ("threshold", [0, 0, 1, 1]),
        ("maxout", [1, 3]),
        ("softmax", [0.0056533027, 0.0417725705, 0.1135496194, 0.8390245075]),
    ],
)
def test_values_worked_by_hand(name, expected):
    np.testing.assert_allclose(EVERY[name](Z)[0], expected, rtol=1e-7)


@pytest.mark.parametrize("name", EVERY)
def test_the_compiled_form_gives_the_readable_form(name):
    z = np.random.default_rng(0).normal(size=(6, 9)) * 3
    a = np.empty((6 // EVERY[name].pieces, 9))
    run(EVERY[name].forward_calls(z, a))
    np.testing.assert_allclose(a, EVERY[name](z.T).T, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky relu", "elu", "threshold"])
def test_slopes_agree_with_central_differences(name):
    z, h = np.random.default_rng(1).normal(size=(4, 5)) * 2, 1e-6
    slope = np.empty_like(z)
    run(EVERY[name].slope_calls(EVERY[name](z), slope))
    np.testing.assert_allclose(slope, (EVERY[name](z + h) - EVERY[name](z - h)) / (2 * h), atol=1e-8)


@pytest.mark.parametrize(
    ("name", "expected"), [("relu", 0.0), ("leaky relu", 0.1), ("elu", 1.0), ("threshold", 0.0)]
)
def test_slopes_at_the_kink_are_those_promised(name, expected):
    slope = np.empty((1, 1))
    run(EVERY[name].slope_calls(np.zeros((1, 1)), slope))
    assert slope[0, 0] == expected


@pytest.mark.parametrize("name", ["sigmoid", "softmax", "tanh", "elu"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_large_numbers_do_not_overflow(name, dtype):
    z = np.array([[1000.0], [-1000.0]], dtype)
    a = np.empty_like(z)
    with np.errstate(over="raise", invalid="raise"):
        run(EVERY[name].forward_calls(z, a))
        np.testing.assert_allclose(a.T, EVERY[name](z.T), atol=1e-7)
    assert a.dtype == dtype


@pytest.mark.parametrize("name", EVERY)
def test_its_values_lie_in_its_range(name):
    low, high = EVERY[name].range
    a = EVERY[name](np.random.default_rng(2).normal(size=(50, 6)) * 4)
    assert low <= a.min()
    assert a.max() <= high
    assert a.min() < 0 or low == 0, "the range promises less than there is"


@pytest.mark.parametrize("name", [name for name, one in EVERY.items() if one.op is not None])
def test_its_gate_and_its_name_in_an_expression_give_its_values(name):
    z = np.array([0.5, -2.0, 3.0, 1.25])
    expected = EVERY[name](z[None])[0]
    np.testing.assert_allclose(EVERY[name].op.forward(z), expected, rtol=1e-12)
    graph = engine.parse(f"{EVERY[name].function}(z)")
    np.testing.assert_allclose(engine.backpropagate(graph, {"z": z}, np.ones_like(expected)).output, expected)


def test_one_of_ones_own_trains_and_keeps_its_function_through_copies_and_changes_of_shape():
    class Softsign(Elementwise):
        """z / (1 + |z|), whose slope is (1 - |a|) ** 2."""

        name, formula, derivative = "softsign", "z / (1 + |z|)", "(1 - |a|)**2"

        def __call__(self, z):
            return z / (1 + np.abs(z))

        def forward_calls(self, z, a):
            size = np.empty_like(z)
            one = scalar(1, z.dtype)
            return [bind(np.abs, z, size), bind(np.add, size, one, size), bind(np.divide, z, size, a)]

        def slope_calls(self, a, slope):
            one = scalar(1, a.dtype)
            return [
                bind(np.abs, a, slope),
                bind(np.subtract, one, slope, slope),
                bind(np.multiply, slope, slope, slope),
            ]

        op = EVERY["tanh"].op  # only its being there counts here: training binds the calls

    network = engine.Network([2, 4, 1], Softsign(), seed=1)
    own = network.dense[0].activation
    assert_its_gradient_is_right(network)
    for twin in (network.copy(), network.reshaped([2, 4, 3, 1])):
        assert twin.dense[0].activation is own


def assert_its_gradient_is_right(network):
    data = engine.datasets.load("circle", samples=60, seed=0)
    trainer = engine.Trainer(network, data, optimizer="Adam")
    rows, h = np.arange(20), 1e-6
    gradient = trainer.gradient(rows)
    for place in (0, 5, 11):
        moved = []
        for step in (h, -h):
            network.parameters[place] += step
            z, a = network.forward(data.X[rows])[-1]
            moved.append(trainer.loss.value(z, a, data.y[rows]).mean())
            network.parameters[place] -= step
        assert gradient[place] == pytest.approx((moved[0] - moved[1]) / (2 * h), abs=1e-8)


@pytest.mark.parametrize("dropout", [0.0, 1e-9])
def test_one_whose_slope_is_found_from_z_keeps_z(dropout):
    class SiLU(Activation):
        """z s with s = sigmoid(z), whose slope is s + a (1 - s): two z give the same a, and have another slope."""

        name, formula, derivative = "silu", "z sigmoid(z)", "s + a (1 - s), s = sigmoid(z)"
        elementwise, in_place, op = True, False, ops.SILU

        def __call__(self, z):
            return z * EVERY["sigmoid"](z)

        def forward_calls(self, z, a):
            return [*EVERY["sigmoid"].forward_calls(z, a), bind(np.multiply, z, a, a)]

        def backward_calls(self, z, a, da, dz):
            part = np.empty_like(z)
            return [
                *EVERY["sigmoid"].forward_calls(z, part),
                bind(np.subtract, scalar(1, z.dtype), part, dz),
                bind(np.multiply, dz, a, dz),
                bind(np.add, dz, part, dz),
                bind(np.multiply, dz, da, dz),
            ]

    assert_its_gradient_is_right(engine.Network([2, 4, 3, 1], SiLU(), seed=1, dropout=dropout))


def test_an_unknown_name_is_refused_with_the_choices():
    with pytest.raises(ValueError, match="unknown output 'gelu'; choose one of sigmoid, softmax"):
        engine.Network([2, 1], output="gelu")
    with pytest.raises(ValueError, match="unknown activation 'softmax'"):
        engine.Network([2, 3, 1], "softmax")


def test_it_says_what_it_is():
    assert repr(EVERY["relu"]) == "<activation relu: max(0, z)>"
