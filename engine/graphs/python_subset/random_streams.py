"""The generators of random numbers that a text names, and what is drawn from them: the same numbers at each reading.

A generator that the text gives a seed, as in `np.random.seed(0)`, `np.random.default_rng(0)` and `random.seed(0)`,
gives the numbers that NumPy and Python would give, in their order. Without a seed, and for PyTorch, whose generator is
not rebuilt here, the numbers are seeded with the name that is given them and with PyTorch's seed: so they do not change
with the lines around them, and they have two decimals, which can be read.
"""

from __future__ import annotations

import math
import random
from collections import deque
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

import numpy as np

from engine.ops import Array, Shape

Maker = Literal["RandomState", "default_rng", "Random", "torch"]
Source = np.random.RandomState | np.random.Generator | random.Random


@dataclass(frozen=True)
class Wish:
    """What is to be drawn: standard normal numbers ("normal", and Python's "gauss" and "normalvariate"), "uniform" ones
    from 0 to 1, or "whole" ones from `low` up to, but not including, `high`."""

    kind: str
    shape: Shape
    low: int = 0
    high: int = 1


class Stream:
    """A generator."""

    def __init__(self, maker: Maker, seed: int | None = None) -> None:
        self._maker = maker
        self._seed = 0
        self._source: Source | None = None
        if seed is not None:
            self.seed(seed)

    def seed(self, seed: int) -> None:
        """Begin anew with a seed."""
        self._seed = abs(seed) % 2**32
        if self._maker == "RandomState":
            self._source = np.random.RandomState(self._seed)
        elif self._maker == "default_rng":
            self._source = np.random.default_rng(self._seed)
        elif self._maker == "Random":
            self._source = random.Random(seed)

    @property
    def is_python(self) -> bool:
        """Whether it is one of Python's own module random."""
        return self._maker == "Random"

    @property
    def in_order(self) -> bool:
        """Whether each number depends on those that were drawn before it."""
        return self._source is not None

    def draw(self, wish: Wish, key: str, turn: int) -> Array:
        """The numbers; where the text gives no seed, those of a name (`key`) that is given its `turn`-th."""
        source = self._source
        if source is None:
            own = np.random.default_rng([self._seed, crc32(key.encode()), turn])
            return np.round(_drawn(own, wish), 2)
        if isinstance(source, random.Random):
            count = math.prod(wish.shape)
            return np.array([_one(source, wish) for _ in range(count)], dtype=np.float64).reshape(wish.shape)
        return _drawn(source, wish)


def _drawn(source: np.random.RandomState | np.random.Generator, wish: Wish) -> Array:
    if wish.kind == "uniform":
        return np.asarray(source.random(wish.shape), dtype=np.float64)
    if wish.kind != "whole":
        return np.asarray(source.standard_normal(wish.shape), dtype=np.float64)
    draw = source.integers if isinstance(source, np.random.Generator) else source.randint
    return np.asarray(draw(wish.low, wish.high, wish.shape), dtype=np.float64)


def _one(source: random.Random, wish: Wish) -> float:
    if wish.kind == "uniform":
        return source.random()
    if wish.kind == "whole":
        return source.randrange(wish.low, wish.high)
    return source.normalvariate(0.0, 1.0) if wish.kind == "normalvariate" else source.gauss(0.0, 1.0)


class Draws:
    """What a reading draws. A part that is read a second time, since it was no literal, gets the same numbers again."""

    def __init__(self) -> None:
        self.streams: dict[str, Stream] = {
            "numpy": Stream("RandomState"), "torch": Stream("torch"), "random": Stream("Random"),
        }  # fmt: skip
        self.in_order = False  # whether any were drawn that depend on others before them
        self._turns: dict[str, int] = {}
        self._drawn: list[tuple[Stream, Wish, Array]] = []
        self._again: deque[tuple[Stream, Wish, Array]] = deque()

    def draw(self, stream: Stream, wish: Wish, key: str) -> Array:
        """Numbers for a name."""
        if self._again and self._again[0][:2] == (stream, wish):
            drawn = self._again.popleft()
        else:
            self._again.clear()
            turn = self._turns[key] = self._turns.get(key, 0) + 1
            drawn = stream, wish, stream.draw(wish, key, turn)
        self._drawn.append(drawn)
        self.in_order |= stream.in_order
        return drawn[2]

    def mark(self) -> int:
        """Where to `go_back` to."""
        return len(self._drawn)

    def go_back(self, mark: int) -> None:
        """What was drawn since is drawn again."""
        self._again.extendleft(reversed(self._drawn[mark:]))
        del self._drawn[mark:]
