"""Numbers on paper: rounded as the screen rounds them (static/shared/numbers.js), and with every digit."""

from __future__ import annotations

import math

MINUS = "\u2212"


def short(value: float) -> str:
    """A number rounded for reading: −0.53, 1.00, 12.3, 4.1e−5."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    size = abs(value)
    if size == 0:
        return "0"
    if size < 0.005 or size >= 100_000:
        mantissa, power = f"{value:.1e}".split("e")
        text = f"{mantissa}e{'+' if int(power) > 0 else ''}{int(power)}"
    else:
        text = f"{value:.{2 if size < 10 else 1 if size < 1000 else 0}f}"
    return text.replace("-", MINUS)


def full(value: float) -> str:
    """The number as it is: as many digits as tell it from every other."""
    if not math.isfinite(value):
        return short(value)
    whole = value == int(value) and abs(value) < 1e15
    return (str(int(value)) if whole else repr(float(value))).replace("-", MINUS)
