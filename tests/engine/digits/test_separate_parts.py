"""What of a drawing hangs together: one digit, two, or marks."""

import numpy as np
import pytest
from drawn_digits import drawn
from hypothesis import example, given
from hypothesis.extra.numpy import array_shapes, arrays

from engine.digits.rasterize import reading_problem, strokes_to_picture
from engine.digits.separate_parts import coarse, parts

ONE = [(0.3, 0.2), (0.3, 0.8)]
TWO_ONES = "These look like two digits side by side. Clear the pad and draw one at a time."
MARKS = "These are several separate marks. Draw one digit."


def told(*strokes, thickness=0.05):
    problem = reading_problem(strokes_to_picture(strokes, thickness))
    return None if problem is None else str(problem)


@pytest.mark.parametrize("gap", [0.15, 0.3, 0.5])
def test_two_digits_are_told(gap):
    other = [(x + gap, y) for x, y in ONE]
    assert told(ONE, other) == TWO_ONES
    ring = [(0.4 + gap + 0.08 * np.cos(a), 0.5 + 0.28 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 30)]
    assert told(ONE, ring) == TWO_ONES


@pytest.mark.parametrize("slant", [-0.2, 0.2])
def test_two_slanted_digits_are_told_though_one_stands_over_the_other(slant):
    lines = [[(x + slant, 0.2), (x, 0.8)] for x in (0.35, 0.52)]
    assert told(*lines) == TWO_ONES


def test_a_digit_in_parts_is_one():
    assert told([(0.3, 0.2), (0.28, 0.45), (0.6, 0.45)], [(0.7, 0.18), (0.68, 0.8)], thickness=0.03) is None
    assert told([(0.3, 0.2), (0.6, 0.2)], [(0.3, 0.3), (0.6, 0.5), (0.5, 0.8), (0.3, 0.75)]) is None
    assert told(ONE, [(0.33, 0.2), (0.33, 0.8)]) is None  # a 1 gone over a second time


def test_every_drawn_digit_is_one():
    for digit in range(10):
        for strokes, thickness in drawn(digit):
            assert told(*strokes, thickness=thickness) is None


def test_several_marks_are_no_digit():
    marks = [[(x, y), (x + 0.08, y + 0.05)] for x, y in ((0.2, 0.2), (0.6, 0.3), (0.3, 0.6), (0.7, 0.8))]
    assert told(*marks) == MARKS
    assert told(*marks[:3]) is None
    assert told([(0.2, 0.3), (0.8, 0.3)]) is None  # a 5 or a 7 begins so


def test_what_hangs_together_is_one_part_corner_to_corner_too():
    ink = np.array([[1, 0, 0, 0, 1], [0, 1, 0, 0, 1], [0, 0, 0, 0, 0], [1, 0, 0, 0, 0]], bool)
    assert parts(ink) == [(0, 1, 0, 1), (0, 1, 4, 4), (3, 3, 0, 0)]


def flooded(ink):
    """The same, cell by cell."""
    left = {(int(row), int(column)) for row, column in np.argwhere(ink)}
    boxes = []
    while left:
        part = {left.pop()}
        while near := {
            (row, column) for row, column in left if any(abs(row - r) < 2 > abs(column - c) for r, c in part)
        }:
            part |= near
            left -= near
        rows, columns = zip(*part, strict=True)
        boxes.append((min(rows), max(rows), min(columns), max(columns)))
    return sorted(boxes)


@given(arrays(bool, array_shapes(min_dims=2, max_dims=2, max_side=9)))
@example(np.indices((5, 5)).sum(axis=0) % 2 == 0)
@example(np.array([[1, 0, 1, 0, 1], [1, 0, 1, 0, 1], [1, 1, 1, 0, 1], [0, 0, 0, 1, 0]], bool))
def test_parts_that_meet_further_down_are_one(ink):
    assert parts(ink) == flooded(ink)


def test_a_large_pad_is_looked_at_in_cells():
    ink = np.zeros((112, 113), bool)
    ink[111, 112] = ink[0, 0] = ink[40, 6] = True
    cells = coarse(ink)
    assert cells.shape == (38, 38)
    assert np.argwhere(cells).tolist() == [[0, 0], [13, 2], [37, 37]]
