"""Values that nobody asked for: what JSON and Bokeh's messages can hold, and what is at the edge of each type."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np

NUMBERS = (
    0, -1, 1, 2, 3, 9, 10, 99, 256, 1000, 10_001, 2**31, 2**53, 2**63, 2**64, 10**20, 10**308, 10**309, -(10**309),
    10**400, 0.0, -0.0, 0.5, 1.5, -1e-9, 1e-320, 1e9, 1e18, 1e300, 1.7976931348623157e308,
    float("nan"), float("inf"), float("-inf"),
)  # fmt: skip
TEXTS = (
    "", " ", "0", "1", "-1", "1e3", "1e999", "nan", "NaN", "Infinity", "-inf", "0x10", "1_000", "١", "½", "true",
    "null", "None", "[]", "{}", "[[", "[1,2]", '{"x":1}', "x", "x1", "x1,x1", "name", "csv", "own", "softmax",
    "tanh", "../..", "__class__", "\x00", "\ud800", "é", "￿", "𝕏", "a" * 300, ",", ",,", "1,", "<b>", "%",
    "\n", "layer1", "f",
)  # fmt: skip
TYPES = (
    "float64",
    "float32",
    "int8",
    "int32",
    "int64",
    "uint8",
    "uint64",
    "bool",
    "complex128",
    "U3",
    "S3",
    "object",
)


def value(random: Random, depth: int = 3) -> Any:
    """Any value at all."""
    kind = random.randrange(12 if depth else 7)
    if kind < 3:
        return random.choice(NUMBERS)
    if kind == 3:
        return random.choice((None, True, False))
    if kind == 4:
        return random.choice(TEXTS)
    if kind == 5:
        return random.choice((random.uniform(-10, 10), random.randint(-50, 50)))
    if kind == 6:
        return random.choice(
            (bytes(random.randrange(4)), b"\xff\xfe", bytearray(b"1,2"), memoryview(b"x,y,z"))
        )
    if kind == 7:
        return {random.choice(TEXTS): value(random, depth - 1) for _ in range(random.randrange(3))}
    if kind == 8:
        return {random.choice((1, None, 0.5, "x")): value(random, depth - 1)}
    if kind == 9:
        return array(random)
    if kind == 10 and random.random() < 0.2:
        return {random.choice(TEXTS), random.choice(NUMBERS)}
    if random.random() < 0.02:
        return deep(random.choice((30, 300)))
    return [value(random, depth - 1) for _ in range(random.choice((0, 1, 2, 2, 3, 13)))]


def array(random: Random) -> np.ndarray:
    """An array of any of the types that a message can bring."""
    shape = random.choice(
        ((), (0,), (1,), (2,), (3,), (2, 2), (1, 3), (2, 0), (2, 2, 2), (1, 1, 1, 1), (30,))
    )
    numbers = np.array([random.randint(-3, 300) for _ in range(int(np.prod(shape)))]).reshape(shape)
    if random.random() < 0.2 and numbers.size:
        numbers = np.full(shape, random.choice((np.nan, np.inf, 1e300)))
    with np.errstate(all="ignore"):
        return numbers.astype(random.choice(TYPES))


def deep(levels: int) -> list[Any]:
    """Lists in lists."""
    found: list[Any] = []
    for _ in range(levels):
        found = [found]
    return found
