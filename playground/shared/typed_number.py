"""A number as people type it: 0.5, 0,25, 1e-3, −3, 1/2. Fields read the same (static/shared/numbers.js)."""

from __future__ import annotations

import math
import re

NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def typed_number(text: str) -> float | None:
    """The number that a text spells; None where it spells none, or one that is not finite."""
    parts = [_part(part) for part in text.split("/")]
    if len(parts) > 2 or any(part is None for part in parts):
        return None
    numbers = [part for part in parts if part is not None]
    if len(numbers) == 2 and numbers[1] == 0:
        return None
    value = numbers[0] / numbers[1] if len(numbers) == 2 else numbers[0]
    return value if math.isfinite(value) else None


def _part(text: str) -> float | None:
    tidy = re.sub("[\N{MINUS SIGN}\N{EN DASH}]", "-", text.strip())
    tidy = re.sub(r"^([^.,]*),([^.,]*)$", r"\1.\2", tidy)
    return float(tidy) if NUMBER.fullmatch(tidy) and tidy.isascii() else None
