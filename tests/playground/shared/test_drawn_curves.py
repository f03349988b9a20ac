"""A drawn curve in the address."""

from urllib.parse import parse_qsl

import numpy as np
import pytest

from engine.datasets import DataError
from engine.datasets.drawn_curve import PLACES, with_stroke
from playground import address
from playground.session import Session
from playground.shared.drawn_curves import after_stroke, pack, unpack


def test_a_curve_comes_back_out_of_its_bytes_and_gaps_stay_gaps():
    heights = with_stroke(unpack(None), np.array([(-3, -1), (0, 0.3), (3, 1)]))
    again = unpack(pack(heights))
    assert again == pytest.approx(heights, abs=0.5 / 127, nan_ok=True)
    assert np.array_equal(unpack(pack(again)), again, equal_nan=True)


@pytest.mark.parametrize("blob", [b"", b"x" * (PLACES - 1), b"x" * 4000])
def test_bytes_that_are_no_curve_are_none(blob):
    assert np.isnan(unpack(blob)).all()


def test_half_a_place_is_no_stroke():
    with pytest.raises(DataError):
        after_stroke(None, [0.0, 0.5, 1.0], anew=True)


def test_it_stands_in_the_address_in_few_letters():
    session = Session()
    session.param.update(dataset="drawn", curve=after_stroke(None, [-6, -1, 6, 1], anew=True))
    query = address.write(session)
    assert len(query) < 250
    again = Session()
    assert address.read(again, dict(parse_qsl(query))) == []
    assert again.curve == session.curve
