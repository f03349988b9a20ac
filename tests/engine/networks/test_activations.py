"""Activation functions: their values, and the compiled form that training uses."""

import numpy as np
import pytest

from engine.networks.activations import (
    ACTIVATIONS,
    OUTPUTS,
    activate,
    compile_activation,
    compile_slope,
    pieces,
)
from engine.networks.calls import run

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
        ("maxout", [1, 3]),
        ("softmax", [0.0056533027, 0.0417725705, 0.1135496194, 0.8390245075]),
    ],
)
def test_values_worked_by_hand(name, expected):
    np.testing.assert_allclose(activate(name, Z)[0], expected, rtol=1e-7)


@pytest.mark.parametrize("name", sorted({*ACTIVATIONS, *OUTPUTS}))
def test_the_compiled_form_gives_the_readable_form(name):
    z = np.random.default_rng(0).normal(size=(6, 9)) * 3
    a = np.empty((6 // pieces(name), 9))
    run(compile_activation(name, z, a))
    np.testing.assert_allclose(a, activate(name, z.T).T, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky relu", "elu"])
def test_slopes_agree_with_central_differences(name):
    z, h = np.random.default_rng(1).normal(size=(4, 5)) * 2, 1e-6
    slope = np.empty_like(z)
    run(compile_slope(name, activate(name, z), slope))
    np.testing.assert_allclose(slope, (activate(name, z + h) - activate(name, z - h)) / (2 * h), atol=1e-8)


@pytest.mark.parametrize(("name", "expected"), [("relu", 0.0), ("leaky relu", 0.1), ("elu", 1.0)])
def test_slopes_at_the_kink_are_those_promised(name, expected):
    slope = np.empty((1, 1))
    run(compile_slope(name, np.zeros((1, 1)), slope))
    assert slope[0, 0] == expected


@pytest.mark.parametrize("name", ["sigmoid", "softmax", "tanh", "elu"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_large_numbers_do_not_overflow(name, dtype):
    z = np.array([[1000.0], [-1000.0]], dtype)
    a = np.empty_like(z)
    with np.errstate(over="raise", invalid="raise"):
        run(compile_activation(name, z, a))
        np.testing.assert_allclose(a.T, activate(name, z.T), atol=1e-7)
    assert a.dtype == dtype
