"""Numbers on paper are written as the page writes them: one table of cases holds both to the rule."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.shared.seen_numbers import last_place, last_place_of_change, seen, seen_apart, seen_number
from playground.shared.written_numbers import column, full, read, short

CASES = json.loads((Path(__file__).parents[2] / "written_numbers.json").read_text(encoding="utf-8"))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.floats(-100, 100).map(lambda x: round(x, 3))


@pytest.mark.parametrize("case", CASES["numbers"], ids=lambda case: case["value"])
def test_a_number_has_significant_digits_and_a_whole_number_is_whole(case: dict) -> None:
    assert short(float(case["value"]), case.get("digits", 3)) == case["text"]


@pytest.mark.parametrize("case", CASES["arrays"], ids=lambda case: " ".join(case["values"]))
def test_the_elements_of_an_array_share_their_last_decimal_and_0_is_only_what_is_0(case: dict) -> None:
    assert column(map(float, case["values"]), case.get("digits", 3)) == case["texts"]


@given(NUMBERS, st.integers(3, 17))
def test_a_number_is_seen_as_it_is_written(value: float, digits: int) -> None:
    assert seen_number(value, digits) == read(short(value, digits))


@given(st.lists(NUMBERS, min_size=1, max_size=40), st.integers(3, 17))
def test_an_array_is_seen_as_it_is_written(values: list[float], digits: int) -> None:
    array = np.array(values)
    assert seen(array, digits).tolist() == [read(text) for text in column(values, digits)]
    assert seen_apart(array, digits).tolist() == [read(short(value, digits)) for value in values]


@given(NUMBERS.filter(lambda value: abs(value) < 1e300))
def test_rounding_moves_a_number_by_half_of_its_last_place_at_most(value: float) -> None:
    place = last_place(np.array(value))
    assert abs(read(short(value)) - value) <= place * 0.5000001
    assert place <= abs(value) * 0.0101 or value == 0


def test_the_last_place_of_an_array_is_that_of_its_largest_but_of_what_would_be_0_its_own() -> None:
    assert last_place(np.array([0.0225, -0.5, 4e-5, 0.0])).tolist() == pytest.approx([1e-3, 1e-3, 1e-7, 1e-3])


def test_a_new_number_has_the_digits_in_which_it_differs() -> None:
    places = last_place_of_change(np.array([0.5, 0.5, 0.5]), np.array([0.7, 0.50004, 0.5]))
    assert places.tolist() == pytest.approx([1e-3, 1e-4 / 10, 1e-3])


@pytest.mark.parametrize(("value", "text"), [(0.1, "0.1"), (-2.0, "−2"), (1e-7, "1e−7"), (math.inf, "∞")])
def test_every_digit_of_a_number_stands_there_when_asked_for(value: float, text: str) -> None:
    assert full(value) == text
