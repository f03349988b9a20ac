"""A worked example is run, and its figures are compared."""

from typing import Any

import numpy as np

import engine
from playground.graph.examples import find_example


def run(name: str) -> engine.Trace:
    one = find_example(name)
    assert one is not None
    return engine.backpropagate(engine.parse(one.expression), dict(one.inputs), one.upstream)


def same(actual: Any, expected: Any, rtol: float = 1e-12) -> None:
    assert np.shape(actual) == np.shape(expected)
    np.testing.assert_allclose(actual, expected, rtol=rtol, atol=1e-15)
