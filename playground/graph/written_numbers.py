"""Numbers on paper: rounded as the screen rounds them (static/shared/numbers.js), and with every digit."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal

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
    exact = Decimal(value)  # a half is rounded away from zero, as JavaScript does it
    if size < 0.005 or size >= 100_000:
        power = exact.adjusted()
        mantissa = _rounded(exact.scaleb(-power), 1)
        if abs(mantissa) == 10:
            mantissa, power = mantissa / 10, power + 1
        text = f"{mantissa:.1f}e{power:+d}"
    else:
        text = f"{_rounded(exact, 2 if size < 10 else 1 if size < 1000 else 0)}"
    return text.replace("-", MINUS)


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def full(value: float) -> str:
    """The number as it is: as many digits as tell it from every other."""
    if not math.isfinite(value):
        return short(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value)).replace("-", MINUS)
    return re.sub(r"e([-+])0", r"e\1", repr(float(value))).replace("-", MINUS)
