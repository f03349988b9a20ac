"""What every neuron answers over the whole plane (or line), coded as bytes for the browser to colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.datasets import features
from playground.network.experiment import Experiment

THUMBNAIL = 20  # side of a neuron's picture
MOVING = 64  # side of the big map while it moves
RESTING = 100  # and when it rests
LINE = 200  # places along a line
BLOCK = 400  # places that a network is asked about at a time

Bytes = NDArray[np.uint8]
Floats = NDArray[np.floating]
Probe = tuple[int, int] | None  # (layer, unit), or None for the network's output


def coded(values: Floats, centre: float = 0.0, scale: float | Floats = 1.0) -> Bytes:
    """Signed values as bytes: 128 is `centre`, 255 is `centre + scale`, 1 is `centre - scale`; clipped."""
    shares: Floats = (values - centre) * (127.0 / scale)
    coded: Bytes = np.clip(shares + 128.5, 0, 255).astype(np.uint8)
    return coded


class HeatMaps:
    """The pictures of one network shape. Make another when the shape, the features or the domain changes."""

    def __init__(self, experiment: Experiment) -> None:
        self.network = experiment.network
        self.names = tuple(experiment.session.features)
        self.domain = experiment.data.domain
        self.dimension = experiment.dimension
        self.kind = experiment.data.kind
        self.loss = experiment.session.loss
        self.reach = float(np.abs(experiment.data.y).max()) or 1.0
        self.blocks = {side: _blocks(self.domain, self.side(side), self.names) for side in (MOVING, RESTING)}

    def side(self, side: int) -> int:
        return LINE if self.dimension == 1 else side

    def draw(self, probe: Probe, moving: bool, thumbnails: bool = True) -> dict[str, NDArray[Any]]:
        """Pictures of this moment, as in the frame's description in payloads.

        `thumbnails` (neurons, pixels) of all layers in order, if they are asked for; `map` of the probed neuron and its
        `range`, centre and reach of the colours; for the whole output of several classes `map` holds the winners, and
        `confidence` by how much they lead.
        """
        side = MOVING if moving else RESTING
        picks, *blocks = self.blocks[side]
        picture: dict[str, NDArray[Any]] = {}
        if thumbnails:
            pixels = THUMBNAIL**self.dimension
            layers = enumerate(self.network.maps(picks))
            pictures = [self._picture(layer, values[:, :pixels]) for layer, values in layers]
            picture["thumbnails"] = np.concatenate(pictures)
        last = len(self.network.activations)
        layer, unit = (last, 0) if probe is None else probe
        winners = probe is None and self.kind == "classes"
        units = slice(None) if winners else slice(unit, unit + 1)
        parts = [self.network.maps(block)[layer][units].copy() for block in blocks]
        values = np.concatenate(parts, axis=1)[:, : self.side(side) ** self.dimension]
        if winners:
            best = np.partition(values, -2, axis=0)
            picture["map"] = values.argmax(axis=0).astype(np.uint8)
            picture["confidence"] = np.clip((best[-1] - best[-2]) * 255, 0, 255).astype(np.uint8)
            return picture
        values = values[0]
        picture["map"] = values.astype(np.float32) if self.dimension == 1 else self._picture(layer, values)
        centre, reach = self._range(layer, values)
        picture["range"] = np.array([centre, np.ravel(reach)[0]], np.float32)
        return picture

    def _picture(self, layer: int, values: Floats) -> Bytes:
        """Values of a layer's neurons, (pixels,) or (neurons, pixels), as bytes."""
        return coded(values, *self._range(layer, values))

    def _range(self, layer: int, values: Floats) -> tuple[float, float | Floats]:
        """Centre and reach of the colours: what the layer's function can give, else the largest value there is."""
        names = [*self.network.activations, self.network.output]
        is_output = layer == len(names) - 1
        if is_output and self.kind == "regression":
            return 0.0, self.reach
        if names[layer] in ("sigmoid", "softmax") or (is_output and self.loss != "hinge"):
            return 0.5, 0.5
        if names[layer] == "tanh" or is_output:
            return 0.0, 1.0
        size = np.abs(values).max(axis=-1, keepdims=True)
        return 0.0, np.where(size > 0, size, 1)


@lru_cache(maxsize=128)
def _blocks(
    domain: tuple[tuple[float, float], ...], side: int, names: tuple[str, ...]
) -> NDArray[np.float32]:
    """The pixels of a map as a network's inputs, (blocks, BLOCK, features): the first block has those that make a
    thumbnail, the others all of them, the last filled up with zeros. A visitor's network then needs buffers for one
    block only, and visitors who look at the same plane share these."""
    everywhere = features.expand(places(domain, side), names)
    shares = np.round(np.linspace(0, 1, THUMBNAIL) * (side - 1)).astype(int)
    picks = shares if len(domain) == 1 else (shares[:, None] * side + shares).ravel()
    blocks = np.zeros((1 + math.ceil(len(everywhere) / BLOCK), BLOCK, len(names)), np.float32)
    blocks[0, : len(picks)] = everywhere[picks]
    blocks[1:].reshape(-1, len(names))[: len(everywhere)] = everywhere
    blocks.flags.writeable = False
    return blocks


def places(domain: Sequence[tuple[float, float]], side: int) -> NDArray[np.float64]:
    """The middle of every pixel, (side**2, 2), the top row first; or (side, 1) along a line."""
    across = np.linspace(*domain[0], side)
    if len(domain) == 1:
        return across[:, None]
    down = np.linspace(domain[1][1], domain[1][0], side)
    return np.stack([np.tile(across, side), np.repeat(down, side)], axis=1)


def feature_thumbnails(names: Sequence[str], domain: Sequence[tuple[float, float]]) -> Bytes:
    """A picture of each feature over the domain, (len(names), pixels)."""
    values = features.expand(places(domain, THUMBNAIL), names).T
    return coded(values / np.abs(values).max(axis=1, keepdims=True))
