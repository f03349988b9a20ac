"""The next update of a network's parameters, array by array, with the arithmetic of each number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import numpy as np

from engine.bound_calls import Array
from engine.networks.network import Network
from engine.training.optimizers import Optimizer, Term

Part = tuple[Literal["name", "sign"], str]


def named_state(network: Network, optimizer: Optimizer) -> dict[str, dict[str, Array]]:
    """The optimizer's state by parameter array: {"W1": {"m": ..., "v": ...}, "b1": ...}, views."""
    parts = {key: network.named(array) for key, array in optimizer.state.items()}
    return {
        name: {key: named[name] for key, named in parts.items()} for name in network.named(network.parameters)
    }


def explain_update(
    network: Network, optimizer: Optimizer, gradients: Array, rate: float, names: Iterable[str] | None = None
) -> dict[str, list[Term]]:
    """The terms of Optimizer.explain for the flat gradient (P,), for each parameter array named; default all."""
    weights, slopes = network.named(network.parameters), network.named(gradients)
    states, step = named_state(network, optimizer), optimizer.steps + 1
    return {
        name: optimizer.explain(weights[name], slopes[name], states[name], step, rate)
        for name in (weights if names is None else names)
    }


def make_update(network: Network, optimizer: Optimizer, gradients: Array, rate: float) -> None:
    """Makes the update of `explain_update`: the parameters and the optimizer's state become what its terms say."""
    weights, states = network.named(network.parameters), named_state(network, optimizer)
    with np.errstate(all="ignore"):  # what becomes infinite is told in words
        for name, terms in explain_update(network, optimizer, gradients, rate).items():
            values = {label: value for label, _, value in terms}
            weights[name][:] = values["w"]
            for key, array in states[name].items():
                array[:] = values[key]
    optimizer.steps += 1


def formula_parts(formula: str) -> list[Part]:
    """A term's formula as the names in it, whose numbers can be put in their places, and the signs between them."""
    words = re.split(r"([A-Za-z_][A-Za-z_0-9]*)", re.sub(r"sqrt\((\w+)\)", r"√ \1", formula))
    return [("name" if at % 2 else "sign", word) for at, word in enumerate(words) if word.strip()]
