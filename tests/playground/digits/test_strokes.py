"""What the pad sends is read as untrusted: in bounds, or refused in plain words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.digits import strokes
from playground.shared.refused import Refused


def test_strokes_become_places_on_the_pad():
    read, thickness = strokes.drawing([[0, 0.5, 1, 0.25], [0.1, 0.2]], 0.06)
    assert [stroke.tolist() for stroke in read] == [[[0, 0.5], [1, 0.25]], [[0.1, 0.2]]]
    assert thickness == 0.06


def test_an_empty_pad_is_a_drawing_too():
    assert strokes.drawing([], 0.06)[0] == []
    assert strokes.drawing([[]], 0.06)[0] == []


def test_typed_arrays_are_strokes_too():
    read, _ = strokes.drawing([np.array([0.5, 0.5], np.float32)], 0.06)
    assert read[0].tolist() == [[0.5, 0.5]]


@pytest.mark.parametrize(
    "drawn",
    [
        None,
        "strokes",
        7,
        {"0": [0.5, 0.5]},
        [0.5, 0.5],
        [["a", "b"]],
        [[True, False]],
        [[None, 0.5]],
        [[0.5]],
        [[0.5, 0.5, 0.5]],
        [[0.5, float("nan")]],
        [[0.5, float("inf")]],
        [[0.5, -0.1]],
        [[0.5, 1.1]],
        [[0.5, 10**400]],
        [[[0.5, 0.5]]],
        [np.array(["a", "b"])],
        [np.zeros((2, 2))],
        [[0.5, 0.5]] * 201,
        [[0.5, 0.5] * 4001],
        [[0.5, 0.5] * 2001] * 2,
        "x" * 100_000,
        ["x" * 100_000],
    ],
)
def test_what_is_no_drawing_is_refused(drawn):
    with pytest.raises(Refused):
        strokes.drawing(drawn, 0.06)


@pytest.mark.parametrize("thickness", [None, 0, 0.2, -1, float("nan"), "thick", True, [0.06]])
def test_a_pen_of_another_thickness_is_refused(thickness):
    with pytest.raises(Refused, match="thickness"):
        strokes.drawing([[0.5, 0.5]], thickness)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=12,
)


@given(JSON, JSON)
def test_nothing_but_refused_is_ever_raised(drawn, thickness):
    try:
        read, _ = strokes.drawing(drawn, thickness)
    except Refused:
        return
    assert all(stroke.shape[1] == 2 and np.isfinite(stroke).all() for stroke in read)


def test_a_drawing_is_packed_for_the_address_and_unpacked_again():
    turns = np.linspace(0, 6, 400)
    circle = np.stack([0.5 + 0.4 * np.cos(turns), 0.5 + 0.4 * np.sin(turns)], axis=1)
    packed = strokes.pack([circle, np.array([[0.0, 1.0]])], 0.085)
    read, thickness = strokes.unpack(packed)
    assert len(packed) < 500
    assert thickness == 0.085
    assert [len(stroke) for stroke in read][1:] == [1]
    for place in read[0]:
        assert np.hypot(*(circle - place).T).min() < 0.003
    assert np.hypot(*(read[0][[0, -1]] - circle[[0, -1]]).T).max() < 0.003
    assert read[1] == pytest.approx(np.array([[0.0, 1.0]]))


def test_nothing_is_packed_of_an_empty_pad():
    assert strokes.pack([], 0.08) is None
    assert strokes.as_kept([], 0.08) == ([], 0.08)


def test_a_full_pad_is_packed_in_fewer_points_with_every_stroke_and_its_ends():
    scribble = list(np.random.default_rng(0).random((strokes.MOST_STROKES, 20, 2)))
    packed = strokes.pack(scribble, 0.08)
    assert len(packed) <= strokes.MOST_BYTES
    read, _ = strokes.unpack(packed)
    ends = [stroke[[0, -1]] for stroke in read]
    assert np.array(ends) == pytest.approx(np.array([stroke[[0, -1]] for stroke in scribble]), abs=0.003)
    turns = np.linspace(0, 24 * np.pi, 4000)
    spiral = 0.5 + 0.0059 * turns[:, None] * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    long = strokes.unpack(strokes.pack([spiral], 0.08))[0][0]
    assert len(long) > 300  # no fewer than it must be


@given(st.integers(0, 2**32 - 1), st.floats(0.0005, 0.05), st.integers(1, 20))
def test_a_drawing_as_it_is_kept_is_kept_as_it_is(seed, speed, count):
    hand = np.random.default_rng(seed)
    drawn = [(0.5 + hand.normal(0, speed, (200, 2)).cumsum(axis=0)).clip(0, 1) for _ in range(count)]
    kept, thickness = strokes.as_kept(drawn, 0.0704)
    again, same = strokes.unpack(strokes.pack(kept, thickness))
    assert same == thickness == 0.07
    assert [one.tolist() for one in again] == [one.tolist() for one in kept]


@given(st.binary(max_size=60))
def test_bytes_from_an_address_are_a_drawing_or_refused(packed):
    try:
        read, thickness = strokes.unpack(packed)
    except Refused:
        return
    assert 0.02 <= thickness <= 0.15
    assert all(stroke.shape[1] == 2 for stroke in read)
