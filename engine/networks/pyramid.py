"""The geometric pyramid rule: how wide hidden layers are that narrow evenly from the inputs to the outputs."""

from __future__ import annotations


def geometric_pyramid(inputs: int, outputs: int, layers: int) -> list[int]:
    """Widths of so many hidden layers, each narrower (or wider) than the one before by the same factor.

    With r = (inputs / outputs) ** (1 / (layers + 1)) hidden layer k of n is outputs * r ** (n + 1 - k) wide, rounded,
    and at least 1: of one layer sqrt(inputs * outputs), of two outputs * r**2 and outputs * r. Source: Masters,
    Practical Neural Network Recipes in C++ (1993), who gives it as a first guess, no more. ValueError for what is no
    network.
    """
    if min(inputs, outputs) < 1 or layers < 0:
        raise ValueError("a network has at least one input and one output, and no fewer than 0 hidden layers")
    factor = (inputs / outputs) ** (1 / (layers + 1))
    return [max(1, round(outputs * factor ** (layers + 1 - k))) for k in range(1, layers + 1)]
