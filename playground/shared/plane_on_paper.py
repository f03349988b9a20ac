"""What a network answers over the plane, or along the line, of its points: a drawing with the boundary and the points.

Colours alone would not do on paper: classes differ by the shape of their points, and lines part their regions.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.datasets.base import Dataset
from engine.landscapes.contours import level_line
from engine.landscapes.surface import Map
from playground.shared.paper_look import colours
from playground.shared.pictured_plane import Picture, Plane
from playground.shared.pictures_on_paper import png, signed, winners
from playground.shared.written_numbers import short

Array = NDArray[np.floating]
SIDE = 240  # of the drawing, in units of it
MOST_POINTS = 250
MIDDLE = 128  # the code of the value at which the colours change
RADIUS = 3.4


def _corners(count: int, turn: float = 0.0, inner: float = 1.0) -> list[tuple[float, float]]:
    """Evenly around (0, 0), the first at the top, every second one nearer."""
    angles = [turn + 2 * math.pi * at / count for at in range(count)]
    sizes = [inner if at % 2 else 1.0 for at in range(count)]
    return [
        (size * math.sin(angle), -size * math.cos(angle)) for size, angle in zip(sizes, angles, strict=True)
    ]


ARMS = [
    (x, y)
    for x, y in zip(
        (-0.4, 0.4, 0.4, 1, 1, 0.4, 0.4, -0.4, -0.4, -1, -1, -0.4),
        (-1, -1, -0.4, -0.4, 0.4, 0.4, 1, 1, 0.4, 0.4, -0.4, -0.4),
        strict=True,
    )
]
# What is drawn around (0, 0) of each class, in the order of static/shared/markers.js; None is the circle.
MARKS: tuple[list[tuple[float, float]] | None, ...] = (
    [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    None,
    _corners(3),
    _corners(4),
    _corners(3, math.pi),
    ARMS,
    [((x - y) / math.sqrt(2), (x + y) / math.sqrt(2)) for x, y in ARMS],
    _corners(10, inner=0.45),
    _corners(5),
    _corners(6),
)
LARGER = 1.25  # is a mark with corners than a circle of the same radius


def mark(index: int, radius: float) -> str:
    outline = MARKS[index % len(MARKS)]
    if outline is None:
        return f'<circle r="{radius}"/>'
    size = LARGER * radius
    return f'<path d="M{"L".join(f"{size * x:.2f} {size * y:.2f}" for x, y in outline)}Z"/>'


@dataclass(frozen=True)
class Frame:
    """Where the sides of a plane lie in the drawing."""

    sides: tuple[tuple[float, float], tuple[float, float]]

    def at(self, places: Array) -> Array:
        """Places (n, 2) in units of the drawing, (n, 2)."""
        low, high = (np.array([side[end] for side in self.sides]) for end in (0, 1))
        shares = (np.asarray(places, np.float64) - low) / (high - low)
        return np.asarray(SIDE * np.stack([shares[:, 0], 1 - shares[:, 1]], axis=1))


def picture(
    data: Dataset,
    plane: Plane,
    drawn: Picture,
    label: str,
    points: bool = True,
    ringed: int | None = None,
) -> str:
    """`drawn` has, of a plane, `map` (side ** 2,) bytes from the top row on, for several classes with `confidence`; or,
    of a line, `map` with the answers along it. `label` says what it shows; one of the points may have a ring."""
    if len(plane.domain) == 1:
        return _along(data, plane, np.asarray(drawn["map"], np.float64), label)
    left, below = plane.sides
    frame = Frame((left, below))
    side = round(drawn["map"].size ** 0.5)
    codes = np.asarray(drawn["map"], np.uint8).reshape(side, side)
    if "confidence" in drawn:
        pixels = winners(codes, np.asarray(drawn["confidence"], np.uint8).reshape(side, side))
        # What lies around all others but one lies around that one too.
        regions = [np.where(codes == one, 255, 0).astype(np.uint8) for one in np.unique(codes)[1:]]
        line = "".join(_boundary(region, frame) for region in regions)
    else:
        pixels = signed(codes)
        line = _boundary(codes, frame)
    inside = (
        f'<image href="{png(pixels)}" width="{SIDE}" height="{SIDE}" preserveAspectRatio="none"/>'
        f"{line}{_points(data, plane, frame) if points else ''}{_ring(data, plane, frame, ringed)}"
    )
    names = [data.axes[at] if at < len(data.axes) else "" for at in plane.drawn]
    return framed(inside, frame, label, names)


def _ring(data: Dataset, plane: Plane, frame: Frame, sample: int | None) -> str:
    """Around the point that is stepped through."""
    if sample is None:
        return ""
    ((x, y),) = frame.at(data.points[[sample]][:, list(plane.drawn)]).tolist()
    return f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="{3 * RADIUS:.1f}"/>'


def _boundary(codes: NDArray[np.uint8], frame: Frame) -> str:
    """The line between the two colours."""
    count = len(codes)
    across, upward = (np.linspace(*side, count) for side in frame.sides)
    pieces = level_line(Map(across, upward, codes[::-1].astype(np.float64)), MIDDLE - 0.5).pieces
    return f'<path class="boundary" d="{segments(pieces, frame)}"/>' if len(pieces) else ""


def segments(pieces: Array, frame: Frame) -> str:
    """Pieces (n, 2, 2) of lines as a path."""
    ends = frame.at(pieces.reshape(-1, 2)).reshape(-1, 4)
    return "".join(f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" for x0, y0, x1, y1 in ends.tolist())


def _points(data: Dataset, plane: Plane, frame: Frame) -> str:
    rows = data.train[:MOST_POINTS]
    places = frame.at(data.points[rows][:, list(plane.drawn)])
    if data.kind == "regression":
        largest = float(np.abs(data.y).max()) or 1.0
        shares = (data.y[rows, 0] / largest).tolist()
        looks = [(1, "--positive" if share >= 0 else "--negative", abs(share)) for share in shares]
    else:
        looks = [(int(one), f"--class-{int(one) % 10}", 1.0) for one in data.labels[rows]]
    return "".join(
        f'<g class="point" transform="translate({x:.1f} {y:.1f})" fill="{colours()[colour]}" '
        f'fill-opacity="{share:.2f}">{mark(index, RADIUS)}</g>'
        for (x, y), (index, colour, share) in zip(places.tolist(), looks, strict=True)
    )


def _along(data: Dataset, plane: Plane, answers: Array, label: str) -> str:
    """The curve that a network of one input makes, over its points."""
    rows = data.train[:MOST_POINTS]
    given, wanted = data.points[rows, 0], data.y[rows, 0]
    known = np.concatenate([answers[np.isfinite(answers)], wanted])
    low, high = float(known.min()), float(known.max())
    room = 0.06 * ((high - low) or 1.0)
    frame = Frame((plane.sides[0], (low - room, high + room)))
    dots = frame.at(np.stack([given, wanted], axis=1)).tolist()
    curve = frame.at(np.stack([np.linspace(*plane.sides[0], len(answers)), answers], axis=1))
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in curve[np.isfinite(curve).all(axis=1)].tolist())
    inside = "".join(f'<circle class="target" cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>' for x, y in dots)
    inside += f'<path class="curve" d="M{path}"/>' if path else ""
    return framed(inside, frame, label, [data.axes[0], data.target_name])


def framed(inside: str, frame: Frame, label: str, names: Sequence[str]) -> str:
    """With a border, the ends of both axes and what these are called."""
    (left, right), (low, high) = frame.sides
    texts = (
        (0, SIDE + 14, "start", short(left)),
        (SIDE, SIDE + 14, "end", short(right)),
        (SIDE / 2, SIDE + 14, "middle", names[0]),
        (-5, SIDE, "end", short(low)),
        (-5, 11, "end", short(high)),
        (-5, SIDE / 2 + 4, "end", names[1]),
    )
    written = "".join(
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{html.escape(text)}</text>'
        for x, y, anchor, text in texts
    )
    return (
        f'<svg class="plane" viewBox="-36 -4 {SIDE + 46} {SIDE + 24}" role="img" aria-label="{html.escape(label)}">'
        f'{inside}<rect class="frame" width="{SIDE}" height="{SIDE}"/>{written}</svg>'
    )
