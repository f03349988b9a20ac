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


def test_nothing_is_packed_of_an_empty_pad_or_one_that_is_full():
    assert strokes.pack([], 0.08) is None
    assert strokes.pack([np.random.default_rng(0).random((4000, 2))], 0.08) is None


@given(st.binary(max_size=60))
def test_bytes_from_an_address_are_a_drawing_or_refused(packed):
    try:
        read, thickness = strokes.unpack(packed)
    except Refused:
        return
    assert 0.02 <= thickness <= 0.15
    assert all(stroke.shape[1] == 2 for stroke in read)
