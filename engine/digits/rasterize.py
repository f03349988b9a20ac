"""A drawing made into a picture as MNIST's are, so that a network trained on those can read it.

The page of the database tells how: the digit is scaled to fit a box of 20x20 pixels with its ratio kept, which
makes grey levels by anti-aliasing, and is moved so that its centre of mass is in the middle of 28x28. Of the
files themselves one can measure that it is moved by whole pixels (every centre of mass lies within half a pixel of
row 14 and column 14, counted from 0) and that the darkest pixel of every picture is black.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.digits.separate_parts import shape_problem
from engine.problem import Problem

Picture = NDArray[np.float32]  # (height, width), 0 without ink to 1

SIDE = 28
BOX = 20
MIDDLE = 14
LEVELS = 255
FAINT = 0.02  # what is paler than this is not ink
FULL = 0.75  # a pad covered by more than this share is full
COMPACT = (
    1.06  # below this, ink is a dot: a disc has 1, a square 1.05, an ellipse half as long again as wide 1.08
)
BLUR = (
    1 / 3
)  # what anti-aliasing adds to the mean square of distances: 1/12 a direction for the pixel and its edge
SUBPIXELS = 2  # places a pixel, in each direction, at which the pen may stand


def strokes_to_picture(strokes: Sequence[ArrayLike], thickness: float, size: int = 112) -> Picture:
    """Draw strokes with a round pen: (size, size), anti-aliased, 1 where there is ink.

    A stroke is (n, 2): points (x, y) from 0 at the left and at the top to 1, joined by straight lines; one point
    is a dot. thickness: the diameter of the pen, in pads. ValueError for points outside the pad, for another
    shape, and for a pen that is not between 0 and 1 thick.
    """
    if not 0 < thickness <= 1:
        raise ValueError(f"a pen is between 0 and 1 thick, not {thickness}")
    radius = thickness * size / 2
    # A faint pen covers a part of each pixel it touches, and is as dark as that.
    reach = int(np.ceil(radius + 0.5)) + 1
    stamps = _stamps(radius, reach)
    canvas = np.zeros((size + 2 * reach + 1, size + 2 * reach + 1), np.float32)
    places = _places(strokes, size)
    for row_part in range(SUBPIXELS):
        for column_part in range(SUBPIXELS):
            _set_down(
                canvas, stamps[row_part][column_part], places[row_part::SUBPIXELS, column_part::SUBPIXELS]
            )
    return canvas[reach : reach + size, reach : reach + size].copy()


def _set_down(canvas: Picture, stamp: Picture, places: NDArray[np.bool_]) -> None:
    """Darkens the canvas where the pen is set down at each of the places, row and column: place by place, or, where
    there are more places than the pen has pixels, pixel by pixel of the pen at all places at once."""
    rows, columns = np.nonzero(places)
    if len(rows) < stamp.size:
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            under = canvas[row : row + len(stamp), column : column + len(stamp)]
            np.maximum(under, stamp, out=under)
        return
    ink = places.astype(np.float32)
    dark = np.empty_like(ink)
    high, wide = ink.shape
    for row, column in np.argwhere(stamp).tolist():
        under = canvas[row : row + high, column : column + wide]
        np.maximum(under, np.multiply(ink, stamp[row, column], out=dark), out=under)


def _stamps(radius: float, reach: int) -> list[list[Picture]]:
    """The pen set down, for each place within a pixel [y][x]: (2 reach + 1, 2 reach + 1), the pixel of the place
    in the middle. A pixel is as dark as the pen covers it on the line from its centre to the pen's."""
    pixel = np.arange(-reach, reach + 1) + 0.5
    darkest = min(1.0, np.pi * radius**2)
    return [
        [
            np.clip(radius + 0.5 - np.hypot(pixel[:, None] - y, pixel - x), 0, darkest).astype(np.float32)
            for x in np.arange(SUBPIXELS) / SUBPIXELS
        ]
        for y in np.arange(SUBPIXELS) / SUBPIXELS
    ]


def _places(strokes: Sequence[ArrayLike], size: int) -> NDArray[np.bool_]:
    """Where the pen is set down, [y, x] in sub-pixels, close enough for a line: however much is drawn, there are not
    more places than the pad has."""
    side = size * SUBPIXELS
    places = np.zeros((side + 1, side + 1), np.bool_)
    for stroke in strokes:
        points = np.asarray(stroke, np.float64)
        if points.ndim != 2 or points.shape[1] != 2:
            raise ValueError(f"a stroke is (n, 2), not {points.shape}")
        if not np.all((points >= 0) & (points <= 1)):  # also refuses nan
            raise ValueError("a stroke leaves the pad")
        points = points * side
        moves = np.diff(points, axis=0)
        counts = np.maximum(1, np.ceil(np.hypot(*moves.T))).astype(np.intp)  # a place for each sub-pixel
        first = np.repeat(np.cumsum(counts) - counts, counts)
        part = (np.arange(len(first)) - first) / np.repeat(counts, counts)
        line = np.repeat(points[:-1], counts, axis=0) + np.repeat(moves, counts, axis=0) * part[:, None]
        x, y = np.rint(np.concatenate([line, points[-1:]])).astype(np.intp).T
        places[y, x] = True
    return places


def reading_problem(picture: ArrayLike) -> Problem | None:
    """Why there is no digit to read on a pad (height, width), 0 to 1, or more than one; None when there may be
    one. ValueError as as_digit."""
    pad = _checked(picture)
    ink = pad > FAINT
    if not ink.any():
        return Problem("pad_empty")
    if pad.mean() > FULL:
        return Problem("pad_full")
    if _spread(pad) < COMPACT:
        return Problem("pad_dot")
    return shape_problem(ink)


def _spread(pad: NDArray[np.float64]) -> float:
    """The mean square of the distance of the ink from its centre of mass, in that of a disc of as much ink, which
    is the least there is: ink / 2 pi. About 1 for a dot, and more for all that is longer or has gaps."""
    ink = float(pad.sum())
    squares = 0.0
    for profile in (pad.sum(axis=0), pad.sum(axis=1)):
        places = np.arange(len(profile))
        squares += (places - places @ profile / ink) ** 2 @ profile / ink
    return float(squares / (ink / (2 * np.pi) + BLUR))


def as_digit(picture: ArrayLike) -> Picture | None:
    """The drawing (height, width), 0 without ink to 1, as MNIST would hold it: (28, 28), in grey levels of
    1/255. None when there is no ink. ValueError when it is not a picture of finite numbers from 0 to 1."""
    pad = _checked(picture)
    ink = pad > FAINT
    if not ink.any():
        return None
    digit = pad[_box(ink)]
    scale = BOX / max(digit.shape)
    height, width = (max(1, round(side * scale)) for side in digit.shape)
    digit = _averages(digit.shape[0], height) @ digit @ _averages(digit.shape[1], width).T
    digit = np.rint(digit / digit.max() * LEVELS) / LEVELS
    top, left = _corner(digit.sum(axis=1)), _corner(digit.sum(axis=0))
    field = np.zeros((SIDE, SIDE), np.float32)
    field[top : top + height, left : left + width] = digit
    return field


def _checked(picture: ArrayLike) -> NDArray[np.float64]:
    pad = np.asarray(picture, np.float64)
    if pad.ndim != 2 or not pad.size or not np.all((pad >= 0) & (pad <= 1)):  # also refuses nan
        raise ValueError("a picture is (height, width), of numbers from 0 to 1")
    return pad


def _box(ink: NDArray[np.bool_]) -> tuple[slice, slice]:
    """The rows and the columns from the first with ink to the last."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def _averages(old: int, new: int) -> NDArray[np.float64]:
    """(new, old): each new pixel is the mean of what lies under it of a row of `old` pixels of the same length."""
    edges = np.arange(new + 1) * (old / new)
    pixels = np.arange(old)
    overlap = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    averages: NDArray[np.float64] = np.maximum(overlap, 0) * (new / old)
    return averages


def _corner(ink: NDArray[np.float64]) -> int:
    """Where a digit with so much ink in each of its rows (or columns) begins, for its centre of mass to be in the
    middle; or as near as the field is wide."""
    centre = np.arange(len(ink)) @ ink / ink.sum()
    return int(np.clip(np.rint(MIDDLE - centre), 0, SIDE - len(ink)))
