"""An update of many parameters is made block by block: what it writes on its way stays in the cache, and takes the room
of a block and not that of the network."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from engine.bound_calls import Array

BLOCK = 1 << 15  # numbers
TAME = 1e15  # so long an array may be, of which no square comes near what a float32 can hold


class Block(NamedTuple):
    """Views of so many parameters `w`, their gradients `g`, their `rate` (0-d, or one each) and the optimizer's state;
    `part` and `move` are scratch that all blocks share, `scalars` are the same for all."""

    w: Array
    g: Array
    rate: Array
    state: Mapping[str, Array]
    part: Array
    move: Array
    scalars: tuple[Array, ...]


def blocks(
    w: Array, g: Array, rate: Array, state: Mapping[str, Array], scalars: tuple[Array, ...]
) -> Iterator[Block]:
    """All of the flat arrays."""
    scratch = np.empty((2, min(w.size, BLOCK)), w.dtype)
    for start in range(0, w.size, BLOCK):
        some = slice(start, start + BLOCK)
        part, move = scratch[:, : w[some].size]
        own = {name: array[some] for name, array in state.items()}
        yield Block(w[some], g[some], rate[some] if rate.ndim else rate, own, part, move, scalars)


def is_tame(w: Array, arrays: Sequence[Array], squares: Sequence[Array], reach: float) -> bool:
    """Whether these parameters are short after an update that moves them by no more than `reach` times the lengths of
    the arrays in all, and nothing on the way to it overflows or is the root of a negative number."""
    lengths = [math.sqrt(array.dot(array)) for array in (w, *arrays)]
    # A number that is none makes these false.
    short = all(length < TAME for length in lengths) and lengths[0] + reach * sum(lengths[1:]) < TAME
    return short and all(bool(array.min() >= 0) for array in squares)
