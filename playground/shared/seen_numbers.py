"""Numbers as they are seen: what `written_numbers` writes, read again; and fast, as it is tried often."""

from __future__ import annotations

import math

import numpy as np

from engine.ops import Array
from playground.shared.written_numbers import DIGITS, LEAST_FIXED, MOST_FIXED, MOST_WHOLE, column, read, short

MOST_FAST = 15  # digits; with more, powers of ten are no longer exact enough
NEAR = 1e-4  # of a half: here the text decides to which side it is rounded
MOST_OF_CHANGE = 8
FEW = 24  # numbers; more are taken together


def seen(values: Array, digits: int) -> Array:
    """The elements of one array as `column` writes them; a single number as `short` does."""
    if not values.ndim:
        return np.array(seen_number(float(values), digits))
    finite = np.abs(values[np.isfinite(values)])
    most = finite.max(initial=0.0)
    if digits > MOST_FAST:
        return np.array([read(text) for text in column(values.ravel(), digits)]).reshape(values.shape)
    if not LEAST_FIXED <= most < MOST_FIXED:
        return seen_apart(values, digits)
    if _whole(finite).all():
        return values
    scale = 10.0 ** max(1, digits - 1 - math.floor(math.log10(most)))
    units = np.abs(values) * scale
    if most * scale >= 10.0**digits - 1 or (abs(units % 1 - 0.5) < NEAR).any():
        return np.array([read(text) for text in column(values.ravel(), digits)]).reshape(values.shape)
    units = np.floor(units + 0.5)
    return np.where(units > 0, np.copysign(units / scale, values), seen_apart(values, digits))


def seen_apart(values: Array, digits: int) -> Array:
    """Each number as `short` writes it."""
    if values.size > FEW and digits <= MOST_FAST:
        return _many_apart(values, digits)
    return np.array([seen_number(value, digits) for value in values.ravel().tolist()]).reshape(values.shape)


def _many_apart(values: Array, digits: int) -> Array:
    size = np.abs(values)
    with np.errstate(all="ignore"):
        decimals = digits - 1 - np.floor(np.log10(size))
        fixed = (size >= LEAST_FIXED) & (size < MOST_FIXED)
        decimals = np.where(fixed, np.maximum(1, decimals), decimals)
        scale = 10.0 ** np.abs(decimals)
        units = np.where(decimals >= 0, size * scale, size / scale)
        whole = np.floor(units + 0.5)
        found: Array = np.copysign(np.where(decimals >= 0, whole / scale, whole * scale), values)
        doubtful = (abs(units % 1 - 0.5) < NEAR) | (units >= 10.0**digits - 1) | (abs(decimals) > 22)
    exact = ~np.isfinite(values) | _whole(size)
    found[exact] = values[exact]
    for at in np.flatnonzero(doubtful & ~exact):
        found.flat[at] = seen_number(float(values.flat[at]), digits)
    return found


def seen_number(value: float, digits: int) -> float:
    """A number as `short` writes it."""
    size = abs(value)
    if not math.isfinite(value) or (size < MOST_WHOLE and value == math.floor(value)):
        return value
    power = math.floor(math.log10(size))
    decimals = digits - 1 - power
    if LEAST_FIXED <= size < MOST_FIXED:
        decimals = max(1, decimals)
    if digits <= MOST_FAST and abs(decimals) <= 22:
        units = size * 10.0**decimals if decimals >= 0 else size / 10.0**-decimals
        whole = math.floor(units)
        if abs(units - whole - 0.5) > NEAR and units < 10.0**digits - 1:
            whole += units - whole > 0.5
            near = whole / 10.0**decimals if decimals >= 0 else whole * 10.0**-decimals
            return math.copysign(near, value)
    return read(short(value, digits))


def last_place(values: Array) -> Array:
    """What one is worth in the last digit of each element of a result, as `column` writes it. A whole number is exact:
    it counts as if it had the digits of a result."""
    if not values.ndim:
        return np.array(_place(float(values), DIGITS))
    most = np.abs(values[np.isfinite(values)]).max(initial=0.0)
    if not LEAST_FIXED <= most < MOST_FIXED:
        return last_place_apart(values)
    place = _place(float(most), DIGITS)
    return np.where((np.abs(values) < place / 2) & (values != 0), last_place_apart(values), place)


def last_place_apart(values: Array) -> Array:
    """The same of numbers that stand each for itself."""
    return np.array([_place(value, DIGITS) for value in values.ravel().tolist()]).reshape(values.shape)


def last_place_of_change(before: Array, after: Array) -> Array:
    """The same of new numbers that are written so that they are seen to be others than before."""
    digits = np.full(after.shape, DIGITS)
    for more in range(DIGITS, MOST_OF_CHANGE):
        digits[(seen_apart(before, more) == seen_apart(after, more)) & (before != after)] = more + 1
    pairs = zip(after.ravel().tolist(), digits.ravel().tolist(), strict=True)
    return np.array([_place(value, count) for value, count in pairs]).reshape(after.shape)


def _place(value: float, digits: int) -> float:
    size = abs(value)
    if not math.isfinite(value) or size == 0:
        return 10.0 ** (1 - digits)
    decimals = digits - 1 - math.floor(math.log10(size))
    if LEAST_FIXED <= size < MOST_FIXED and value != math.floor(value):
        decimals = max(1, decimals)
    exact = size < MOST_WHOLE and value == math.floor(value)
    return min(1.0, 10.0**-decimals) if exact else 10.0**-decimals


def _whole(values: Array) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray((values < MOST_WHOLE) & (values == np.floor(values)))
