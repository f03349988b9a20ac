"""Numbers within sentences and beside fields, as people write them: 0.000001 and −10, not 1e-06 and -10. What is
rounded may have a power of ten, 3.2e−7, as on the page."""

from __future__ import annotations

import re
from decimal import Decimal
from string import Formatter
from typing import Any

LEAST_PLAIN, MOST_PLAIN = 1e-8, 1e10  # between them a number that is not rounded has no power of ten


def plain(value: float) -> str:
    """A number as it would be typed, with six digits after the zeros: 0.03, 1000000, 0.000001, 1e-12."""
    text = f"{value:g}"
    if "e" in text and LEAST_PLAIN <= abs(value) < MOST_PLAIN:
        return f"{value:.0f}" if abs(value) > 1 else f"{Decimal(text):f}"
    return _tidied(text)


def _tidied(text: str) -> str:
    return re.sub(r"e([-+])0", r"e\1", text)


class _Words(Formatter):
    """str.format, but for numbers."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if not isinstance(value, (int, float)):
            return format(value, format_spec)
        if format_spec not in ("g", ",g") and (format_spec or isinstance(value, int)):
            text = _tidied(format(value, format_spec))
            if "e" in text and 1 <= abs(value) < MOST_PLAIN:
                text = f"{value:,.0f}"  # no digit before the point is rounded away
            return text.replace("-", "−")
        text = plain(value)
        grouped = "," in format_spec and "e" not in text
        return (f"{Decimal(text):,f}" if grouped else text).replace("-", "−")


WORDS = _Words()
"""`WORDS.format(sentence, **arguments)`: a sentence with its places filled."""
