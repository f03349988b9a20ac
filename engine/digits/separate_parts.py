"""What of a drawing hangs together, and so whether it is one digit: two digits side by side are two tall parts."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.problem import Problem

Ink = NDArray[np.bool_]  # (height, width)
Box = tuple[int, int, int, int]  # the first and the last row, the first and the last column

CELLS = 56  # a side at most: a gap of a few pixels is one of the pen, and not one between two digits
TALL = 0.65  # of the height of all ink: the bar over a 5 and the open half of a 4 are lower
APART = 0.2  # of that height, from the middle of one to the middle of the other
MOST = 3  # parts of a digit; more are specks


def shape_problem(ink: Ink) -> Problem | None:
    """Why what is drawn is not one digit, by what hangs together of it; None where it may be one."""
    boxes = parts(coarse(ink))
    top, bottom = min(box[0] for box in boxes), max(box[1] for box in boxes)
    height = bottom - top + 1
    if len(boxes) > MOST:
        return Problem("pad_specks")
    middles = sorted((box[2] + box[3]) / 2 for box in boxes if box[1] - box[0] + 1 >= TALL * height)
    if any(right - left >= APART * height for left, right in pairwise(middles)):
        return Problem("pad_two_digits")
    return None


def coarse(ink: Ink) -> Ink:
    """The drawing in at most CELLS a side: a cell has ink where one of its pixels has."""
    block = -(-max(ink.shape) // CELLS)
    rows, columns = (-(-side // block) for side in ink.shape)
    padded = np.zeros((rows * block, columns * block), bool)
    padded[: ink.shape[0], : ink.shape[1]] = ink
    cells: Any = padded.reshape(rows, block, columns, block).any(axis=(1, 3))
    return np.asarray(cells, bool)


def parts(ink: Ink) -> list[Box]:
    """The boxes of what hangs together, corner to corner too, from top to bottom and left to right.

    By rows, in runs of ink: a stroke has two or three of them a row where it has dozens of cells, and while somebody
    draws, each point of it asks."""
    edges = np.argwhere(np.diff(np.pad(ink, ((0, 0), (1, 1))))).tolist()
    boxes: dict[int, Box] = {}
    runs: list[
        tuple[int, int, int, int]
    ] = []  # in this row and the one above: row, first and last column, part
    for part, ((row, first), (_, end)) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
        runs = [run for run in runs if run[0] >= row - 1]
        box = (row, row, first, end - 1)
        touched = {
            other for at, left, right, other in runs if at < row and left <= end and first <= right + 1
        }
        for other in touched:
            box = _around(box, boxes.pop(other))
        boxes[part] = box
        runs = [(*run[:3], part if run[3] in touched else run[3]) for run in runs]
        runs.append((row, first, end - 1, part))
    return sorted(boxes.values())


def _around(one: Box, other: Box) -> Box:
    """The box of both."""
    return min(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), max(one[3], other[3])
