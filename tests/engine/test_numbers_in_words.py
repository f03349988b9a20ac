"""Numbers in sentences are written as people write them."""

import pytest

from engine.numbers_in_words import WORDS, plain


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.03, "0.03"), (1e-6, "0.000001"), (1e-12, "1e-12"), (2.0, "2"), (1e6, "1000000"), (123456789.0, "123456789"),
     (-1e9, "-1000000000"), (-2.5e-7, "-0.00000025"), (1e300, "1e+300"), (1 / 3, "0.333333")],
)  # fmt: skip
def test_a_number_is_written_as_it_would_be_typed(value, text):
    assert plain(value) == text
    assert float(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("place", "value", "text"),
    [("{x:,g}", 1e-6, "0.000001"), ("{x:,g}", 1e6, "1,000,000"), ("{x:,g}", -10, "−10"), ("{x:,g}", 1e-12, "1e−12"),
     ("{x:g}", 1e6, "1000000"), ("{x}", 1e-6, "0.000001"), ("{x}", -3, "−3"), ("{x:,}", -1000, "−1,000"),
     ("{x:.3g}", 3.2e-7, "3.2e−7"), ("{x:.3g}", 1.5e12, "1.5e+12"), ("{x:.3g}", 1234.5, "1,234"),
     ("{x:.3g}", 12.3456, "12.3"), ("{x:.0%}", 0.5, "50%"), ("{x}", "a-b", "a-b"),
     ("{x!r}", "a-b", "'a-b'")],
)  # fmt: skip
def test_a_number_in_a_sentence_is_written_as_on_the_page(place, value, text):
    assert WORDS.format(f"It is {place}.", x=value) == f"It is {text}."
