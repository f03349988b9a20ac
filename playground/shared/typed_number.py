"""A number as people type it: 0.5, 0,25, 1e-3, −3, 1/2, ½. Fields read the same (static/shared/numbers.js)."""

from __future__ import annotations

import math
import re
import unicodedata

from playground.shared.refused import Refused

MOST_POWER = 300  # of ten, in a text that is rounded
DECIMALS = re.compile(r"[-+]?(\d*)\.(\d+)(?:[eE]([-+]?\d{1,4}))?", re.ASCII)
FRACTION = re.compile("([-+\N{MINUS SIGN}\N{EN DASH}]?)([\u00bc-\u00be\u2150-\u215e])")  # that is one sign
# A comma before three digits: between thousands, or a decimal comma.
UNCLEAR = re.compile(r"(?<![\d.,])([1-9]\d{0,2}),(\d{3})(?![\d.,])", re.ASCII)
GROUPED = re.compile(r"\d{1,3}([\s,]\d{3})+", re.ASCII)
NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")


def number_in(text: str, otherwise: Refused, *, whole: bool = False) -> float:
    """The number that a visitor has typed; one that is `whole` has no decimal comma. Raises Refused: `otherwise`, or
    that a comma can be read in two ways."""
    if whole and GROUPED.fullmatch(text.strip()):
        text = re.sub(r"[\s,]", "", text)
    number = typed_number(text)
    if number is None and (unclear := UNCLEAR.search(text)):
        before, after = unclear.groups()
        raise Refused(
            "number_in_two_ways",
            text=unclear[0],
            thousands=before + after,
            decimal=f"{before}.{after}",
        )
    if number is None:
        raise otherwise
    return number


def typed_number(text: str) -> float | None:
    """The number that a text spells; None where it spells none, might spell two, or one that is not finite."""
    if UNCLEAR.search(text):
        return None
    if fraction := FRACTION.fullmatch(text.strip()):
        text = fraction[1] + unicodedata.normalize("NFKC", fraction[2]).replace("\N{FRACTION SLASH}", "/")
    parts = [_part(part) for part in text.split("/")]
    if len(parts) > 2 or any(part is None for part in parts):
        return None
    numbers = [part for part in parts if part is not None]
    if len(numbers) == 2 and numbers[1] == 0:
        return None
    value = numbers[0] / numbers[1] if len(numbers) == 2 else numbers[0]
    return value if math.isfinite(value) else None


def rounded_by(text: str) -> float:
    """How far a number may lie from what this text rounds it to: half of its last decimal, where it has at least two
    digits and one of them is a decimal, as in −0.20; else 0."""
    tidy = _tidied(text)
    found = DECIMALS.fullmatch(tidy)
    if found is None or len((found[1] + found[2]).lstrip("0")) < 2:
        return 0.0
    return 0.5 * 10.0 ** (min(int(found[3] or 0), MOST_POWER) - len(found[2]))


def _part(text: str) -> float | None:
    tidy = _tidied(text)
    return float(tidy) if NUMBER.fullmatch(tidy) and tidy.isascii() else None


def _tidied(text: str) -> str:
    tidy = re.sub("[\N{MINUS SIGN}\N{EN DASH}]", "-", text.strip())
    return re.sub(r"^([^.,]*),([^.,]*)$", r"\1.\2", tidy)
