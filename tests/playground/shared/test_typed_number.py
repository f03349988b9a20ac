"""A number as people type it: the same texts as in tests/static/shared/numbers.test.js."""

import json
from pathlib import Path

import pytest

from playground.shared.refused import Refused
from playground.shared.typed_number import number_in, rounded_by, typed_number

CASES = json.loads((Path(__file__).parents[2] / "typed_numbers.json").read_text(encoding="utf-8"))
NONE = Refused("answer_number_needed")


@pytest.mark.parametrize(("text", "value"), CASES["numbers"])
def test_numbers_are_read_as_people_type_them(text, value):
    assert typed_number(text) == value == number_in(text, NONE)


@pytest.mark.parametrize("text", CASES["none"])
def test_what_is_no_number_is_none(text):
    assert typed_number(text) is None
    with pytest.raises(Refused, match="Type a number"):
        number_in(text, NONE)


@pytest.mark.parametrize(("text", "part", "thousands", "decimal"), CASES["in_two_ways"])
def test_a_comma_before_three_digits_is_not_guessed_at(text, part, thousands, decimal):
    assert typed_number(text) is None
    with pytest.raises(Refused) as refused:
        number_in(text, NONE)
    assert refused.value.sentence == f"“{part}” can be read in two ways: write {thousands} or {decimal}."


@pytest.mark.parametrize(("text", "value"), CASES["whole"])
def test_what_is_whole_has_no_decimal_comma(text, value):
    assert number_in(text, NONE, whole=True) == value


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("−0.20", 0.005),
        ("0,25", 0.005),
        ("12.3", 0.05),
        ("1.5e-3", 5e-5),
        ("0.2", 0),
        ("20", 0),
        ("1/2", 0),
        ("", 0),
    ],
)
def test_a_text_says_to_which_decimal_it_is_rounded(text, half):
    assert rounded_by(text) == pytest.approx(half)


def test_a_text_with_many_digits_is_rounded_to_nothing():
    for text in ("0." + "1" * 400, "1.23e-9999", "1.23e9999", "x", "1.2.3", "٣.١٤"):
        assert 0 <= rounded_by(text) < float("inf")


@pytest.mark.parametrize("text", ["1" * 10**6 + "x", "1" * 10**6 + "/x"])
def test_a_text_is_read_in_one_go_however_many_digits_come_before_what_is_none(text):
    """Digits that two parts of a pattern may share are tried in every division: of a million, for hours."""
    assert typed_number(text) is None
