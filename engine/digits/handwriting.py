"""Digits as hands draw them on a pad: strokes of several shapes a digit, deformed as hands differ. MNIST has few of
some of these shapes (a 1 with a long flag, a crossed 7), and what is trained on it alone misreads them.

A shape is strokes divided by ";", each the points x,y that the pen goes through in hundredths of the digit's height, x
right and y down; after "~" the pen goes through them in a curve.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.digits.rasterize import as_digit, strokes_to_picture

Points = NDArray[np.float64]  # (n, 2), x and y

SHAPES: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        0: (
            "~40,0 12,14 0,50 14,88 40,100 66,86 78,50 64,12 38,0",
            "~28,0 50,16 58,52 46,90 26,100 6,82 0,46 10,12 30,0",
            "~60,8 34,0 6,20 0,58 18,94 52,100 80,74 82,34 62,6 44,4",
            "~36,2 8,24 2,60 24,98 54,88 66,44 50,8 34,2; 66,4 4,98",
        ),
        1: (
            "5,0 5,100",
            "~30,0 18,48 4,100",
            "0,45 40,0 40,100",
            "0,55 46,0 42,100",
            "0,34 30,0 32,100",
            "0,62 52,2 52,100",
            "0,16 16,0 16,100",
            "0,30 26,0 26,100; 4,100 50,100",
            "~0,40 24,22 40,0; 40,0 36,100",
        ),
        2: (
            "~0,24 16,4 42,2 58,22 46,52 20,80 2,100; 2,100 64,100",
            "~4,20 26,0 52,12 52,40 26,78 6,98 2,84 18,80 40,94 70,96",
            "~0,10 30,0 56,14 44,50 4,96 0,86 14,76 34,92 60,100 78,88",
            "2,4 56,4 0,98 62,98",
            "~8,34 4,12 28,0 60,14 60,40 34,66 4,96; 4,96 30,88 76,98",
        ),
        3: (
            "~4,14 26,0 54,10 54,34 24,46; ~24,46 60,56 62,84 34,100 2,88",
            "0,0 56,2 24,38; ~24,38 54,44 62,74 36,98 0,92",
            "~0,8 32,0 52,22 22,46 30,48 58,64 52,92 22,100 0,86",
            "~8,4 44,2 56,24 34,42 16,46 44,50 66,72 46,98 6,96",
        ),
        4: (
            "~4,0 0,30 6,54 30,56 62,50; 58,2 54,100",
            "8,2 0,52 70,52; 46,28 46,100",
            "52,0 0,66 74,66; 52,0 52,100",
            "~0,2 2,44 18,56 50,44 56,0; 56,0 54,100",
            "44,0 4,60 68,58; 50,30 40,100",
            "6,0 6,48 54,48; 54,0 54,100",
        ),
        5: (
            "58,0 10,0 8,42; ~8,42 40,34 62,62 46,96 0,94",
            "8,2 4,40; ~4,40 40,36 58,66 34,98 0,90; 8,2 56,0",
            "~66,4 30,2 16,10 12,42 40,44 56,70 34,98 2,92",
            "62,0 16,4 8,50 44,48; ~44,48 60,74 36,100 0,98",
        ),
        6: (
            "~44,0 14,34 0,72 20,100 50,92 54,68 32,56 8,70",
            "~52,6 20,20 2,58 8,92 36,100 56,80 44,60 16,62 6,78",
            "6,0 2,76; ~2,76 14,100 44,96 54,74 36,58 4,70",
            "~34,0 8,40 4,84 26,100 46,84 36,62 10,70",
        ),
        7: (
            "0,0 58,0 16,100",
            "0,2 60,0 26,100; 14,50 58,48",
            "0,14 2,0 62,2 30,100",
            "~2,4 40,6 60,0 44,44 36,100",
            "2,0 54,0 40,46 34,100; 20,54 60,46",
            "~0,16 8,2 32,8 62,0; ~62,0 36,48 20,100",
        ),
        8: (
            "~52,14 28,0 6,18 26,42 54,62 52,92 24,100 2,80 20,52 48,34 54,12",
            "~28,0 6,14 12,38 30,46 50,34 48,10 28,0; ~30,46 4,62 6,92 32,100 56,88 52,60 30,46",
            "~30,44 4,22 22,0 50,10 46,34 14,60 0,84 26,100 56,84 46,58 28,44",
            "~60,6 34,0 16,18 36,46 58,72 36,100 6,86 20,56 46,36 62,10",
        ),
        9: (
            "~52,16 26,0 2,20 12,46 40,44 52,18; 52,18 52,100",
            "~54,10 24,2 0,26 20,50 46,36 54,10; ~54,10 56,60 36,96 4,94",
            "~48,20 28,2 4,16 8,44 34,50 50,24 50,4; 50,4 28,100",
            "~56,6 30,0 4,18 14,42 44,38 56,8; ~56,8 50,56 42,100",
        ),
    }
)
HEIGHT = 0.8  # of the pad, whatever the shape: what is read is scaled to one size anyway
PAD = 56  # pixels; enough for 20 of them to be made of it
# How far hands differ, either way, or from and to.
SHAKE = 0.035  # of the height: each point that the pen goes through
SLANT = 0.35
TURN = 0.12  # radians
NARROW, WIDE = 0.65, 1.4
THIN, THICK = 0.035, 0.2  # of the height
STEPS = 8  # places between two points of a curve


def drawings(each: int, generator: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """So many drawings of each digit, as a network reads them: pictures (10 each, 784), 0 to 1, and what they are."""
    labels = np.repeat(np.arange(10), each)
    pictures = np.stack([_drawing(SHAPES[digit], generator).reshape(-1) for digit in labels.tolist()])
    return pictures, labels


def _drawing(shapes: tuple[str, ...], generator: np.random.Generator) -> NDArray[np.float32]:
    """One of the shapes, shaken, slanted, stretched and turned, with some pen; (28, 28)."""
    shape = shapes[generator.integers(len(shapes))]
    strokes = [path(stroke.strip(), SHAKE, generator) for stroke in shape.split(";")]
    slant, turn, wide = generator.uniform([-SLANT, -TURN, np.log(NARROW)], [SLANT, TURN, np.log(WIDE)])
    cosine, sine = np.cos(turn), np.sin(turn)
    hand = np.diag([np.exp(wide), 1]) @ [[1, 0], [slant, 1]] @ [[cosine, sine], [-sine, cosine]]
    strokes = [stroke @ hand for stroke in strokes]
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = HEIGHT / (high - low).max()
    placed = [np.clip((stroke - (low + high) / 2) * scale + 0.5, 0, 1) for stroke in strokes]
    digit = as_digit(strokes_to_picture(placed, scale * generator.uniform(THIN, THICK), PAD))
    assert digit is not None
    return digit


def path(stroke: str, shake: float, generator: np.random.Generator) -> Points:
    """The places (n, 2) that the pen goes through, close together, in the digit's height: straight from one of the
    stroke's points to the next, or in a Catmull-Rom spline; each point is moved at random by about `shake`."""
    curved = stroke.startswith("~")
    points = np.array([point.split(",") for point in stroke.removeprefix("~").split()], dtype=float) / 100
    points += generator.normal(0, 1, points.shape) * shake
    if not curved:
        return points
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    ends = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    pieces = [
        b + ((c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3) / 2
        for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False)
    ]
    return np.concatenate([*pieces, points[-1:]])
