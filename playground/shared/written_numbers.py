"""Numbers as text: rounded for reading, by the rule of the screen (static/shared/numbers.js), and with every digit.

The rule: significant digits, not decimals; a whole number is whole, up to seven digits as it stands, and only a whole
number is without decimals; 0 is only what is 0; the elements of an array share their last decimal, the largest's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
DIGITS = 3  # of a result, where no more are needed
MOST_WHOLE = 1e7
# What is not whole is written with a power of ten from here on, and below that.
MOST_FIXED, LEAST_FIXED = 1e5, 1e-3


def short(value: float, digits: int = DIGITS) -> str:
    """A number rounded to so many significant digits: −0.534, 1, 12.3, 164.0, 4.10e−5."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else MINUS + "∞"
    if _is_whole(value):
        text = f"{value:,.0f}" if value else "0"
    elif _has_power(value):
        text = _with_power(value, digits)
    else:
        text = _fixed(value, _decimals(value, digits))
    return text.replace("-", MINUS)


def column(values: Iterable[float], digits: int = DIGITS) -> list[str]:
    """The elements of one array: so many significant digits of the largest, and no finer decimals for the others; but
    what would be rounded to 0 keeps digits of its own."""
    numbers = [float(value) for value in values]
    finite = [abs(value) for value in numbers if math.isfinite(value)]
    most = max(finite, default=0.0)
    if all(map(_is_whole, finite)) or _has_power(most):
        return [short(value, digits) for value in numbers]
    decimals = _decimals(most, digits)
    return [_in_column(value, decimals, digits) for value in numbers]


def _in_column(value: float, decimals: int, digits: int) -> str:
    if value == 0 or not math.isfinite(value):
        return short(value, digits)
    text = _fixed(value, decimals)
    return text.replace("-", MINUS) if re.search("[1-9]", text) else short(value, digits)


def full(value: float) -> str:
    """The number as it is: as many digits as tell it from every other."""
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else short(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value)).replace("-", MINUS)
    return re.sub(r"e([-+])0", r"e\1", repr(float(value))).replace("-", MINUS)


def read(text: str) -> float:
    """The number that a text stands for."""
    return float(text.replace(MINUS, "-").replace(",", "").replace("∞", "inf"))


def last_place(texts: Sequence[str]) -> list[float]:
    """What one is worth in the last digit of each text. A whole number is exact: it counts as if it had the digits of
    a result, those of the largest where it stands among others."""
    most = max((abs(read(text)) for text in texts if text not in ("NaN", "∞", MINUS + "∞")), default=0.0)
    finest = 10.0 ** (math.floor(math.log10(most)) - DIGITS + 1) if most else 0.0
    places = []
    for text in texts:
        mantissa, _, power = text.replace(MINUS, "-").partition("e")
        decimals = len(mantissa.partition(".")[2])
        place = 10.0 ** (int(power or 0) - decimals)
        places.append(place if decimals or power else min(place, finest or place))
    return places


def _is_whole(value: float) -> bool:
    return abs(value) < MOST_WHOLE and value == math.floor(value)


def _has_power(value: float) -> bool:
    return abs(value) >= MOST_FIXED or abs(value) < LEAST_FIXED


def _decimals(value: float, digits: int) -> int:
    """Decimals of the number with so many significant digits, one at least: it is not whole."""
    return max(1, digits - 1 - int(_with_power(value, digits).partition("e")[2]))


def _fixed(value: float, decimals: int) -> str:
    if f"{value:.{decimals + 1}f}"[-1] == "5":  # a half is rounded away from zero, as JavaScript does it
        return f"{Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
    return f"{value:,.{decimals}f}"


def _with_power(value: float, digits: int) -> str:
    mantissa, _, power = f"{value:.{digits}e}".partition("e")
    if mantissa[-1] == "5":
        exact = Decimal(value).scaleb(-int(power)).quantize(Decimal(1).scaleb(1 - digits), ROUND_HALF_UP)
        if abs(exact) < 10:
            return f"{exact:f}e{int(power):+d}"
    mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
    return f"{mantissa}e{int(power):+d}"
