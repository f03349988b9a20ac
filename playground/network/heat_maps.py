"""What every neuron answers over the whole plane (or line), coded as small whole numbers for the browser to colour."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from typing import Any

import numpy as np

from engine.datasets import features
from engine.networks.network import Network
from playground.network.experiment import Experiment
from playground.shared.pictured_plane import (
    THUMBNAIL,
    Coded,
    Floats,
    Picture,
    Plane,
    StraightLine,
    blocks,
    coded,
    places,
    range_of_output,
)

MOVING = 64  # side of the big map while it moves
RESTING = 100  # and when it rests
FINE = 256  # and when it has rested for a moment: a ridge as thin as a point is one line
ROWS = 4  # of the fine map that are made at a time
LINE = 200  # places along a line

Probe = tuple[int, int] | None  # (layer, unit), or None for the network's output


class HeatMaps:
    """The pictures of one network shape. Make another when the shape, the features or the domain changes."""

    def __init__(self, experiment: Experiment) -> None:
        self.network = experiment.network
        self.names = tuple(experiment.session.features)
        self.plane = experiment.plane
        self.dimension = experiment.dimension
        self.kind = experiment.data.kind
        self.loss = experiment.session.loss
        self.reach = float(np.abs(experiment.data.y).max()) or 1.0
        self.blocks = {side: blocks(self.plane, self.side(side), self.names) for side in (MOVING, RESTING)}

    def side(self, side: int) -> int:
        return LINE if self.dimension == 1 else side

    def draw(self, probe: Probe, moving: bool, thumbnails: bool = True) -> Picture:
        """Pictures of this moment, as in the frame's description in payloads.

        `thumbnails` (neurons, pixels) of all layers in order, if they are asked for; `map` of the probed neuron, its
        `range`, centre and reach of the colours, and the ends of the `line` between them where that is straight; for
        the whole output of several classes `map` holds the winners, and `confidence` by how much they lead.
        """
        side = MOVING if moving else RESTING
        picks = self.blocks[side][0]
        picture = self._big(self.network, probe, self._values(self.network, probe, side), np.uint8)
        if thumbnails:
            pixels = THUMBNAIL**self.dimension
            layers = enumerate(self.network.maps(picks))
            pictures = [self._picture(layer, values[:, :pixels]) for layer, values in layers]
            picture["thumbnails"] = np.concatenate(pictures)
        return picture

    def output_of(self, network: Network) -> Picture:
        """What `draw` gives but the thumbnails, of the output of another network of this shape, in two bytes each: two
        of them can be told apart that differ little."""
        return self._big(network, None, self._values(network, None, RESTING), np.uint16)

    def _values(self, network: Network, probe: Probe, side: int) -> Floats:
        """What the units that the big map shows answer, (units, pixels)."""
        layer, units = self._shown(probe)
        parts = [network.maps(block)[layer][units].copy() for block in self.blocks[side][1:]]
        return np.concatenate(parts, axis=1)[:, : self.side(side) ** self.dimension]

    def finer(self, probe: Probe) -> Callable[[], Generator[float, None, Picture]]:
        """Work that makes what `draw` gives but the thumbnails, of FINE x FINE places of the plane in two bytes each,
        of the network as it is now: training may go on meanwhile. It yields the share that is done."""
        network = self.network.copy()
        layer, units = self._shown(probe)

        def work() -> Generator[float, None, Picture]:
            everywhere = places(self.plane, FINE).reshape(FINE // ROWS, -1, len(self.plane.domain))
            parts = []
            for at, rows in enumerate(everywhere, 1):
                inputs = features.expand(rows, self.names).astype(np.float32)
                parts.append(network.maps(inputs)[layer][units].copy())
                yield at / len(everywhere)
            return self._big(network, probe, np.concatenate(parts, axis=1), np.uint16)

        return work

    def _shown(self, probe: Probe) -> tuple[int, slice]:
        """The layer and the units of it that the big map shows."""
        layer, unit = (len(self.network.activations), 0) if probe is None else probe
        return layer, slice(None) if self._has_winners(probe) else slice(unit, unit + 1)

    def _has_winners(self, probe: Probe) -> bool:
        return probe is None and self.kind == "classes"

    def _big(
        self, network: Network, probe: Probe, values: Floats, kind: type[np.unsignedinteger[Any]]
    ) -> Picture:
        """The big map of these values (units, pixels), as numbers of this kind, and what belongs to it."""
        if self._has_winners(probe):
            best = np.partition(values, -2, axis=0)
            return {
                "map": values.argmax(axis=0).astype(np.uint8),
                "confidence": np.clip((best[-1] - best[-2]) * 255, 0, 255).astype(np.uint8),
            }
        layer, units = self._shown(probe)
        values = values[0]
        centre, reach = self._range(layer, values)
        picture: Picture = {
            "map": values.astype(np.float32) if self.dimension == 1 else coded(values, centre, reach, kind),
            "range": np.array([centre, np.ravel(reach)[0]], np.float32),
        }
        straight = StraightLine(network, layer, units.start, self.names, self.plane)
        if straight.there:
            picture["line"] = straight.ends(centre)
        return picture

    def _picture(self, layer: int, values: Floats) -> Coded:
        """Values of a layer's neurons, (neurons, pixels), as bytes."""
        return coded(values, *self._range(layer, values))

    def _range(self, layer: int, values: Floats) -> tuple[float, float | Floats]:
        """Centre and reach of the colours: what the layer's function can give, else the largest value there is."""
        if layer == len(self.network.dense) - 1:
            return range_of_output(self.network.output, self.kind, self.loss, self.reach)
        low, high = self.network.dense[layer].activation.range
        if math.isfinite(low) and math.isfinite(high):
            return (low + high) / 2, (high - low) / 2
        size = np.abs(values).max(axis=-1, keepdims=True)
        return 0.0, np.where(size > 0, size, 1)


def feature_thumbnails(names: Sequence[str], plane: Plane) -> Coded:
    """A picture of each feature over the plane, (len(names), pixels); one that is not drawn has one colour."""
    values = features.expand(places(plane, THUMBNAIL), names).T
    if plane.is_slice:
        return coded(values / np.abs(plane.domain).max())
    return coded(values / np.abs(values).max(axis=1, keepdims=True))
