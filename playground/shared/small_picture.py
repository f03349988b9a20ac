"""A small picture of a moment, such as stands beside a lesson: drawn by its page, in units of 120 × 72."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.datasets import Dataset
from playground.messages.lessons import Sketch, SketchRoom
from playground.session import PageName
from playground.shared.pictured_plane import Plane

WIDTH, HEIGHT, MARGIN = 120, 72, 8
MOST_POINTS = 64
MOST_CURVE = 41
MOST_UNITS = 7  # of a layer
LOW, HIGH = 0, 1  # the colours of two classes, which are those of the two signs


class Room(NamedTuple):
    """Where something stands in the picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def sides(self) -> SketchRoom:
        """The same as a message has it."""
        return {"x": self.x, "y": self.y, "width": self.width, "height": self.height}

    def at(self, across: float, down: float) -> list[float]:
        """A place by its shares of the sides."""
        return [round(self.x + across * self.width, 1), round(self.y + down * self.height, 1)]


WHOLE = Room(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
LEFT = Room(MARGIN, MARGIN, 46, HEIGHT - 2 * MARGIN)
RIGHT = Room(WIDTH - MARGIN - 48, (HEIGHT - 48) / 2, 48, 48)


class SmallPicture:
    """Put together by what a page has to show; `message` is what the browser draws."""

    def __init__(self, kind: PageName) -> None:
        self.message: Sketch = {"kind": kind}

    def box(self, room: Room) -> None:
        self.message.setdefault("boxes", []).extend(round(one, 1) for one in room)

    def bar(self, room: Room) -> None:
        """As long as a share is large."""
        self.message.setdefault("bars", []).extend(map(float, room))

    def word(self, text: str, x: float, y: float) -> None:
        """A text about a place."""
        self.message.setdefault("words", []).append({"text": text, "x": round(x, 1), "y": round(y, 1)})

    def line(self, shares: Sequence[tuple[float, float]], room: Room) -> None:
        """A curve through places that are given by their shares."""
        found = [number for across, down in shares for number in room.at(across, down)]
        self.message.setdefault("lines", []).append(found)

    def segments(self, shares: Sequence[Sequence[Sequence[float]]], room: Room) -> None:
        """Pieces of lines, each from one place to another."""
        found = [number for ends in shares for place in ends for number in room.at(*place)]
        self.message.setdefault("segments", []).extend(found)

    def image(self, address: str, room: Room) -> None:
        self.message.setdefault("images", []).append({"address": address, **room.sides})

    def network(self, widths: Sequence[int], room: Room) -> None:
        """Layers with all that joins them, the widest cut."""
        shown = [min(width, MOST_UNITS) for width in widths]
        self.message.setdefault("networks", []).append({"widths": shown, **room.sides})

    def dots(self, places: Sequence[Sequence[float]], colour: int, room: Room) -> None:
        """Points of one colour, by their shares."""
        if len(places):
            found = [number for across, down in places for number in room.at(across, down)]
            self.message.setdefault("dots", []).append({"places": found, "colour": colour})

    def points(self, data: Dataset, plane: Plane, room: Room, most: int = MOST_POINTS) -> None:
        """Training points in their plane; of one coordinate the curve that is to be found."""
        self.box(room)
        rows = data.train[:most]
        if len(plane.domain) == 1:
            self._curve(data, plane, room)
            return
        shares = _shares(data.points[rows][:, list(plane.drawn)], plane)
        if data.kind == "regression":
            colours = np.where(data.y[rows, 0] < 0, LOW, HIGH)
        else:
            colours = np.asarray(data.labels[rows], int)
        for colour in np.unique(colours).tolist():
            self.dots(shares[colours == colour].tolist(), colour, room)

    def _curve(self, data: Dataset, plane: Plane, room: Room) -> None:
        order = np.argsort(data.points[:, 0])
        order = order[:: max(1, len(order) // MOST_CURVE)]
        given, wanted = data.points[order, 0], data.y[order, 0]
        (low, high), least = plane.sides[0], float(wanted.min())
        extent = float(np.ptp(wanted)) or 1.0
        across, down = (given - low) / (high - low), 0.92 - 0.84 * (wanted - least) / extent
        self.line(list(zip(across.tolist(), down.tolist(), strict=True)), room)


def _shares(places: NDArray[np.floating], plane: Plane) -> NDArray[np.floating]:
    """Of the sides of a plane, from its upper left."""
    low, high = (np.array([side[end] for side in plane.sides]) for end in (0, 1))
    shares = np.clip((np.asarray(places, np.float64) - low) / (high - low), 0, 1)
    return np.stack([shares[:, 0], 1 - shares[:, 1]], axis=1)
