"""From strokes to the picture that a network reads, measured against MNIST's own pictures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.datasets.mnist import mnist
from engine.digits.rasterize import as_digit, reading_problem, strokes_to_picture

ROWS = range(0, 70_000, 350)


def digits(rows=ROWS):
    for row in rows:
        yield mnist().images[row].reshape(28, 28) / 255


def centre(picture):
    """Row and column of the centre of mass."""
    return [
        float(np.arange(28) @ profile / profile.sum())
        for profile in (picture.sum(axis=1), picture.sum(axis=0))
    ]


def on_a_pad(picture, size, top, left):
    pad = np.zeros((size, size))
    pad[top : top + len(picture), left : left + picture.shape[1]] = picture
    return pad


def differences(made):
    """Mean difference from the pictures of MNIST, a picture, of what is made of each."""
    return [float(np.abs(as_digit(made(digit)) - digit).mean()) for digit in digits()]


def test_a_digit_of_mnist_is_already_as_mnist_holds_it():
    found = differences(lambda digit: digit)
    # Where the centre of mass is between two pixels, the digit may go to the other one.
    assert np.mean(np.array(found) < 0.002) > 0.98


def test_it_is_the_same_wherever_it_stands_and_however_large_it_is_drawn():
    for made in (
        lambda digit: np.roll(digit, (-3, 4), axis=(0, 1)),
        lambda digit: on_a_pad(np.kron(digit, np.ones((4, 4))), 150, 3, 30),
        lambda digit: on_a_pad(np.kron(digit, np.ones((3, 3))), 112, 20, 28),
    ):
        assert np.median(differences(made)) < 1e-3


def test_a_digit_drawn_much_smaller_is_nearly_the_same():
    halved = differences(lambda digit: on_a_pad(digit.reshape(14, 2, 14, 2).mean(axis=(1, 3)), 40, 0, 25))
    apart = np.mean(
        [np.abs(one - other).mean() for one, other in zip(digits(), digits(ROWS[1:]), strict=False)]
    )
    assert np.mean(halved) < 0.35 * apart


def test_like_every_digit_of_mnist_it_fits_20_by_20_is_centred_and_has_a_black_pixel():
    generator = np.random.default_rng(0)
    for count in (2, 3, 5, 9):
        for _ in range(10):
            corner, size = generator.uniform(0, 0.5, 2), generator.uniform(0.15, 0.5)
            picture = as_digit(strokes_to_picture([corner + size * generator.random((count, 2))], 0.05))
            assert picture.shape == (28, 28)
            assert (picture.min(), picture.max()) == (0, 1)
            height, width = (int(np.ptp(np.flatnonzero(picture.any(axis=axis)))) + 1 for axis in (1, 0))
            assert 18 <= max(height, width) <= 20
            assert all(13.5 <= place <= 14.5 for place in centre(picture))
            assert (picture * 255).round() == pytest.approx(picture * 255, abs=1e-4)


def test_the_ratio_is_kept():
    picture = as_digit(strokes_to_picture([[(0.2, 0.21), (0.2, 0.79), (0.48, 0.79), (0.48, 0.21)]], 0.02))
    height, width = (int(np.ptp(np.flatnonzero(picture.any(axis=axis)))) + 1 for axis in (1, 0))
    assert (height, width) == (20, 10)


def test_a_line_that_goes_to_one_side_stays_within_the_picture():
    heavy = np.zeros((100, 100))
    heavy[:, :3] = heavy[:10, :] = heavy[:10, 90:] = 1
    picture = as_digit(heavy)
    assert picture.sum() > 0.9 * heavy.sum() / 25


def test_ink_is_the_area_that_the_pen_covers():
    line = strokes_to_picture([[(0.25, 0.5), (0.75, 0.5)]], 0.1)
    assert line.shape == (112, 112)
    assert line.sum() / 112**2 == pytest.approx(0.5 * 0.1 + np.pi * 0.05**2, rel=0.02)
    assert (line.min(), line.max()) == (0, 1)
    assert 0 < np.mean((line > 0) & (line < 1)) < 0.02  # the edge is grey, and only the edge
    slanted = strokes_to_picture([[(0.3, 0.3), (0.7, 0.6)]], 0.1)
    assert slanted.sum() / 112**2 == pytest.approx(
        0.5 * 0.1 + np.pi * 0.05**2, rel=0.04
    )  # the pen stands on half pixels


def test_x_goes_right_and_y_goes_down():
    picture = strokes_to_picture([[(0.1, 0.8)]], 0.1)
    assert np.unravel_index(picture.argmax(), picture.shape)[0] > 80
    assert np.unravel_index(picture.argmax(), picture.shape)[1] < 20


def test_points_between_two_ends_change_nothing():
    ends, between = [(0.1, 0.2), (0.9, 0.6)], np.linspace((0.1, 0.2), (0.9, 0.6), 30)
    drawn = strokes_to_picture([ends], 0.08) - strokes_to_picture([between], 0.08)
    assert np.abs(drawn).mean() < 0.002


@pytest.mark.parametrize(("dots", "thickness"), [(3, 0.2), (600, 0.2), (600, 0.02)])
def test_a_pixel_is_as_dark_as_the_nearest_place_of_the_pen_has_it_however_many_there_are(dots, thickness):
    size = 28
    places = np.random.default_rng(dots).integers(0, 2 * size + 1, (dots, 2)) / 2  # x and y in pixels
    picture = strokes_to_picture([[place / size] for place in places], thickness, size)
    radius = thickness * size / 2
    middles = np.arange(size) + 0.5
    x, y = places.T[:, :, None, None]
    far = np.hypot(middles - x, middles[:, None] - y)
    darkest = min(1, np.pi * radius**2)
    assert picture == pytest.approx(np.clip(radius + 0.5 - far, 0, darkest).max(axis=0), abs=1e-6)


def test_strokes_that_cross_are_no_darker_than_ink():
    cross = [[(0.2, 0.2), (0.8, 0.8)], [(0.8, 0.2), (0.2, 0.8)]]
    both = strokes_to_picture(cross, 0.1)
    assert np.array_equal(both, np.maximum(*(strokes_to_picture([stroke], 0.1) for stroke in cross)))


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6), max_size=4),
    st.floats(0.001, 1),
)
def test_whatever_is_drawn_is_a_picture_or_nothing_to_read(strokes, thickness):
    pad = strokes_to_picture(strokes, thickness, size=40)
    assert pad.shape == (40, 40)
    assert np.all((pad >= 0) & (pad <= 1))
    picture = as_digit(pad)
    if picture is None:
        assert str(reading_problem(pad)) == "There is nothing to read yet. Draw a digit."
    else:
        assert np.isfinite(picture).all()
        assert picture.max() == 1


def test_a_stroke_without_points_draws_nothing():
    assert strokes_to_picture([np.empty((0, 2))], 0.1).max() == 0


def test_an_empty_pad_a_full_one_and_a_dot_are_told_from_a_digit():
    empty, full = np.zeros((112, 112)), np.ones((112, 112))
    assert as_digit(empty) is None
    assert str(reading_problem(empty)) == "There is nothing to read yet. Draw a digit."
    assert as_digit(full).sum() == 20 * 20
    assert (
        str(reading_problem(full))
        == "The whole pad is filled in, so there is no digit to read. Clear it and draw again."
    )
    for place in np.random.default_rng(0).uniform(0.1, 0.9, (40, 1, 2)):
        for thickness in (0.02, 0.05, 0.08, 0.15):
            dot = strokes_to_picture([place], thickness)
            assert as_digit(dot) is not None
            assert str(reading_problem(dot)) == "This is only a dot. Draw a digit."
    assert reading_problem(strokes_to_picture([[(0.5, 0.4), (0.5, 0.6)]], 0.08)) is None  # a short 1


def test_every_digit_of_mnist_can_be_read():
    assert [reading_problem(digit) for digit in digits()] == [None] * len(ROWS)


@pytest.mark.parametrize(
    "bad", [np.zeros(784), np.zeros((0, 28)), [[np.nan, 1]], [[2.0, 0]], [[-1.0]], [["ink"]]], ids=str
)
def test_what_is_no_picture_is_refused(bad):
    for function in (as_digit, reading_problem):
        with pytest.raises(ValueError):  # noqa: PT011
            function(bad)


@pytest.mark.parametrize(
    ("strokes", "thickness"),
    [([[(0, 1.1)]], 0.1), ([[(np.nan, 0)]], 0.1), ([[0.1, 0.2]], 0.1), ([[(0, 0)]], 0), ([[(0, 0)]], np.nan)],
)
def test_what_is_no_stroke_is_refused(strokes, thickness):
    with pytest.raises(ValueError, match=r"stroke|pen"):
        strokes_to_picture(strokes, thickness)
