"""What the pad sends: strokes as lists of numbers, untrusted until they have been read here."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.shared.refused import Refused

MOST_STROKES = 200
MOST_POINTS = 4000
THICKNESS = (0.02, 0.15)  # of the pad's side
USUAL = 0.07  # a pen's, where nobody has chosen one
OUTSIDE = 1e-6  # what rounding may add to a place at the very edge
# A drawing in an address: the thickness, then x and y of each point, a byte each; a byte that no place has is between
# strokes.
FINEST = 254  # steps across the pad
BETWEEN = 255
APART = 0.012  # of the pad's side between two points: closer ones are left out
COARSER = 1.5  # times as far apart, where a drawing is too long
MOST_BYTES = 1500

Strokes = list[NDArray[np.float64]]


def drawing(strokes: Any, thickness: Any) -> tuple[Strokes, float]:
    """The strokes, (points, 2) each with x and y from 0 to 1, and their thickness. Raises Refused."""
    if not isinstance(strokes, (list, tuple)):
        raise Refused("strokes_not_list")
    if len(strokes) > MOST_STROKES:
        raise Refused("too_many_strokes", most=MOST_STROKES)
    sizes = [_size(stroke) for stroke in strokes]
    if sum(sizes) > 2 * MOST_POINTS:
        raise Refused("too_many_stroke_points", most=MOST_POINTS)
    return [_stroke(stroke) for stroke in strokes if len(stroke)], _thickness(thickness)


def _size(stroke: Any) -> int:
    """How many numbers there are, before any of them is looked at."""
    if not isinstance(stroke, (list, tuple, np.ndarray)) or (
        isinstance(stroke, np.ndarray) and not stroke.ndim
    ):
        raise Refused("stroke_not_numbers")
    return len(stroke)


def _stroke(stroke: Any) -> NDArray[np.float64]:
    numbers = all(isinstance(entry, (int, float)) and not isinstance(entry, bool) for entry in stroke)
    if not numbers and not (isinstance(stroke, np.ndarray) and stroke.dtype.kind in "fiu"):
        raise Refused("stroke_not_numbers")
    try:
        places = np.asarray(stroke, np.float64)
    except (OverflowError, ValueError):
        raise Refused("stroke_not_numbers") from None
    if places.ndim != 1 or places.size % 2:
        raise Refused("stroke_not_pairs")
    if not np.all((places >= -OUTSIDE) & (places <= 1 + OUTSIDE)):  # which also refuses nan
        raise Refused("stroke_off_pad")
    return places.clip(0, 1).reshape(-1, 2)


def _thickness(value: Any) -> float:
    low, high = THICKNESS
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise Refused("pen_thickness", low=low, high=high)
    return float(value)


def pack(strokes: Strokes, thickness: float) -> bytes | None:
    """The drawing as few bytes, to the nearest 254th of the pad; None when it has no stroke. Of a very long one more
    points are left out, until it is short enough: the ends of as many strokes as there may be are."""
    if not strokes:
        return None
    # What is left out is decided by the places as they are written: who packs them again leaves out nothing more.
    outlines = [np.rint(stroke * FINEST).tolist() for stroke in strokes]
    apart = APART * FINEST
    while len(packed := _pack(outlines, thickness, apart)) > MOST_BYTES:
        apart *= COARSER
    return packed


def _pack(outlines: list[list[list[float]]], thickness: float, apart: float) -> bytes:
    parts = []
    for outline in outlines:
        kept = outline[:1]
        for point in outline[1:-1]:
            if math.dist(point, kept[-1]) >= apart:
                kept.append(point)
        kept.extend(outline[1:][-1:])
        parts.append(np.array(kept, np.uint8).tobytes())
    return bytes([round(1000 * thickness)]) + bytes([BETWEEN]).join(parts)


def as_kept(strokes: Strokes, thickness: float) -> tuple[Strokes, float]:
    """The drawing as the address will have it, so that it is read the same before and after."""
    packed = pack(strokes, thickness)
    return (strokes, thickness) if packed is None else unpack(packed)


def unpack(packed: bytes) -> tuple[Strokes, float]:
    """The drawing that `pack` made these bytes of. Raises Refused where they are none."""
    strokes = [[byte / FINEST for byte in part] for part in packed[1:].split(bytes([BETWEEN]))]
    return drawing(strokes, packed[0] / 1000 if packed else None)
