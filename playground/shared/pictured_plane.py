"""The plane (or the line) on which the answers of a network are pictured: its places, and their colours as bytes.

Of points with more coordinates than two, two are drawn; on the whole plane the others have one value each.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple, NotRequired, TypedDict

import numpy as np
from numpy.typing import NDArray

from engine.datasets import features
from engine.datasets.base import Dataset, Kind
from engine.networks.network import Network
from engine.networks.straight_lines import weighted_sum, zero_line
from playground.messages.fields import Float32s, Heights, Uint8s
from playground.run_settings import RunSettings

THUMBNAIL = 20  # side of a neuron's picture
BLOCK = 400  # places that a network is asked about at a time

PLANE = ("x1", "x2")  # the features that are the place itself

Bytes = NDArray[np.uint8]
Coded = NDArray[np.unsignedinteger[Any]]
Floats = NDArray[np.floating]


class Picture(TypedDict):
    """What is drawn of a moment, as in the message of its frame (playground/messages/network.py)."""

    map: Heights
    thumbnails: NotRequired[Uint8s]
    confidence: NotRequired[Uint8s]
    range: NotRequired[Float32s]
    line: NotRequired[Float32s]


class Plane(NamedTuple):
    """`domain` has the ends of every coordinate; `across` and `upward` are those that are drawn, `rest` what all have
    elsewhere. A line has one coordinate."""

    domain: tuple[tuple[float, float], ...]
    across: int = 0
    upward: int = 1
    rest: tuple[float, ...] = ()

    @property
    def is_slice(self) -> bool:
        """Whether there are more coordinates than are drawn."""
        return len(self.domain) > 2

    @property
    def drawn(self) -> tuple[int, ...]:
        return (self.across, self.upward)[: len(self.domain)]

    @property
    def sides(self) -> tuple[tuple[float, float], ...]:
        return tuple(self.domain[at] for at in self.drawn)

    def lifted(self, two: NDArray[np.float64]) -> NDArray[np.float64]:
        """Places of the plane (n, 2) with all their coordinates."""
        if not self.is_slice:
            return two
        everywhere = np.tile(np.array(self.rest), (len(two), 1))
        everywhere[:, list(self.drawn)] = two
        return everywhere


def plane_of(data: Dataset, settings: RunSettings, sample: int | None = None) -> Plane:
    """The plane that the settings choose: through one sample, or where the other coordinates have their mean."""
    count = len(data.domain)
    if count <= 2:
        return Plane(data.domain)
    across, upward = min(settings.across, count) - 1, min(settings.upward, count) - 1
    if upward == across:
        upward = (across + 1) % count
    through = (
        data.points[sample] if sample is not None and sample < len(data.points) else data.points.mean(axis=0)
    )
    return Plane(data.domain, across, upward, tuple(map(float, through)))


def coded(
    values: Floats,
    centre: float = 0.0,
    scale: float | Floats = 1.0,
    kind: type[np.unsignedinteger[Any]] = np.uint8,
) -> Coded:
    """Signed values as bytes: 128 is `centre`, 255 is `centre + scale`, 1 is `centre - scale`; clipped. Or as another
    unsigned `kind`: of two bytes, 32768 is `centre`, 65535 and 1 are those ends."""
    most = int(np.iinfo(kind).max)
    half = most // 2
    shares: Floats = (values - centre) * (half / scale)
    coded: Coded = np.clip(shares + (half + 1.5), 0, most).astype(kind)
    return coded


def range_of_output(output: str, kind: Kind, loss: str, reach: float) -> tuple[float, float]:
    """Centre and reach of the colours of what a network gives: what its function can give, or of values `reach`."""
    if kind == "regression":
        return 0.0, reach
    return (0.5, 0.5) if output in ("sigmoid", "softmax") or loss != "hinge" else (0.0, 1.0)


@lru_cache(maxsize=128)
def blocks(plane: Plane, side: int, names: tuple[str, ...]) -> NDArray[np.float32]:
    """The pixels of a map as a network's inputs, (blocks, BLOCK, features): the first block has those that make a
    thumbnail, the others all of them, the last filled up with zeros. A visitor's network then needs buffers for one
    block only, and visitors who look at the same plane share these."""
    everywhere = features.expand(places(plane, side), names)
    shares = np.round(np.linspace(0, 1, THUMBNAIL) * (side - 1)).astype(int)
    picks = shares if len(plane.domain) == 1 else (shares[:, None] * side + shares).ravel()
    found = np.zeros((1 + math.ceil(len(everywhere) / BLOCK), BLOCK, len(names)), np.float32)
    found[0, : len(picks)] = everywhere[picks]
    found[1:].reshape(-1, len(names))[: len(everywhere)] = everywhere
    found.flags.writeable = False
    return found


def places(plane: Plane, side: int) -> NDArray[np.float64]:
    """The middle of every pixel, (side**2, coordinates), the top row first; or (side, 1) along a line."""
    sides = plane.sides
    across = np.linspace(*sides[0], side)
    if len(sides) == 1:
        return across[:, None]
    down = np.linspace(sides[1][1], sides[1][0], side)
    return plane.lifted(np.stack([np.tile(across, side), np.repeat(down, side)], axis=1))


class StraightLine:
    """Where a unit's answers turn from one colour to the other, if that is a straight line whatever its weights are:
    the unit sums up the coordinates alone. A map of bytes that is nearly flat would show it as a wave."""

    def __init__(self, network: Network, layer: int, unit: int, names: Sequence[str], plane: Plane) -> None:
        """`names` are the features that the network is given."""
        self._network, self._layer, self._unit, self._plane = network, layer, unit, plane
        raw = features.available(len(plane.domain)) if plane.is_slice else PLANE
        self._places = [raw.index(name) for name in names if name in raw]
        self.there = len(plane.domain) > 1 and set(names) <= set(raw)
        self.there = self.there and weighted_sum(network, layer, unit) is not None

    def ends(self, centre: float) -> Floats:
        """Ends (4,), x1 and x2 of each, NaN where the domain has none. `centre`: the answer in the middle of the
        colours; where that is not what a sum of 0 gives, there is no line either."""
        summed = weighted_sum(self._network, self._layer, self._unit)
        activation = self._network.dense[self._layer].activation
        if summed is None or not math.isclose(activation(np.zeros((1, 1)))[0, 0], centre, abs_tol=1e-6):
            return np.full(4, np.nan, np.float32)
        plane, bias = self._plane, summed[1]
        weights = np.zeros(len(plane.domain))
        weights[self._places] = summed[0]
        drawn = list(plane.drawn)
        if plane.is_slice:
            bias = bias + np.delete(weights * plane.rest, drawn).sum()
        return zero_line(weights[drawn], bias, plane.sides).astype(np.float32)
