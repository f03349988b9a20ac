"""The models of digits that are shipped, as trained by engine.digits.train."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from engine.networks.network import Network

FOLDER = Path(__file__).with_name("parameters")
# Hidden layers and their activations; what else there is, is the same for both.
HIDDEN = MappingProxyType({"softmax": (), "network": (128, 64)})


def shipped(name: str) -> Network:
    """A softmax classifier ("softmax", 784-10) or a network ("network", 784-128-64-10, relu), float32, trained
    on MNIST. Everybody gets the same object, whose parameters are read-only: `copy()` it to train it, and for
    `maps`, which keeps buffers.
    ValueError for another name."""
    if name not in HIDDEN:
        raise ValueError(f"there is no model {name!r}; there are {', '.join(HIDDEN)}")
    return _read(name)


@cache
def _read(name: str) -> Network:
    network = Network([784, *HIDDEN[name], 10], "relu", "softmax", "zeros", dtype=np.float32)
    with np.load(FOLDER / f"{name}.npz") as file:
        network.parameters[:] = file["parameters"]
    network.initializer = "he"  # what its new weights come from, when it is reshaped
    for array in (network.parameters, *network.weights, *(network.biases or ())):
        array.setflags(write=False)
    return network


def write(name: str, network: Network) -> Path:
    """Ship this network under that name, its parameters as float16; the network itself is rounded likewise."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.npz"
    rounded = network.parameters.astype(np.float16)
    network.parameters[:] = rounded
    np.savez_compressed(path, parameters=rounded)
    return path
