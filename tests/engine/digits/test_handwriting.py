"""Drawings made to be trained on: pictures as MNIST's, of every shape, and other ones each time."""

import numpy as np
import pytest

from engine.digits.handwriting import SHAPES, drawings, path
from engine.digits.shipped_models import shipped


def test_drawings_are_pictures_of_their_digits():
    pictures, labels = drawings(12, np.random.default_rng(0))
    assert (pictures.shape, pictures.dtype) == ((120, 784), np.float32)
    assert labels.tolist() == [digit for digit in range(10) for _ in range(12)]
    assert (pictures.min(), pictures.max()) == (0, 1)
    answers = shipped("network").predict(pictures).argmax(axis=1)
    assert np.mean(answers == labels) > 0.97


def test_no_two_drawings_are_alike_and_a_seed_makes_the_same_again():
    pictures, _ = drawings(6, np.random.default_rng(1))
    assert len(np.unique(pictures, axis=0)) == 60
    assert np.array_equal(pictures, drawings(6, np.random.default_rng(1))[0])
    assert not np.array_equal(pictures, drawings(6, np.random.default_rng(2))[0])


def test_each_digit_has_several_shapes_and_each_can_be_drawn():
    assert sorted(SHAPES) == list(range(10))
    generator = np.random.default_rng(3)
    for shapes in SHAPES.values():
        assert len(shapes) >= 4
        for shape in shapes:
            for stroke in shape.split(";"):
                line = path(stroke.strip(), 0, generator)
                assert line.ndim == 2
                assert line.shape[1] == 2


def test_a_stroke_goes_through_its_points_straight_or_in_a_curve():
    generator = np.random.default_rng(4)
    straight = path("0,0 50,100", 0, generator)
    assert straight.tolist() == [[0, 0], [0.5, 1]]
    curve = path("~0,0 50,50 0,100", 0, generator)
    for point in ([0, 0], [0.5, 0.5], [0, 1]):
        assert np.abs(curve - point).sum(axis=1).min() == pytest.approx(0)
    assert len(curve) > 10
    shaken = path("0,0 50,100", 0.03, generator)
    assert 0 < np.abs(shaken - straight).max() < 0.15
