"""A number as people type it: the same texts as in tests/static/shared/numbers.test.js."""

import pytest

from playground.shared.typed_number import rounded_by, typed_number


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.03", 0.03), (" 1e-3 ", 0.001), ("0,03", 0.03), (".5", 0.5), ("5.", 5), ("−1", -1), ("–2", -2), ("+4", 4),
     ("1/2", 0.5), ("−1/4", -0.25), ("0,25", 0.25), ("½", 0.5), (" −¾ ", -0.75), ("⅛", 0.125)],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(text, value):
    assert typed_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1,2,3",
        "1.000,5",
        "0x10",
        "1e",
        "--1",
        "Infinity",
        "nan",
        "1/0",
        "1/2/3",
        "1e999",
        "٣",
        "1_0",
        "2½",
        "½½",
        "½/2",
    ],
)
def test_what_is_no_number_is_none(text):
    assert typed_number(text) is None


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
