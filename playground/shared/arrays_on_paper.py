"""Numbers and arrays as they are written on paper."""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playground.shared.written_numbers import column, full, read

Array = NDArray[np.floating]


def rows(array: Array) -> Array:
    """The array as rows and columns; a vector stands upright, as on the screen."""
    return array.reshape(array.shape[0], -1) if array.ndim else array.reshape(1, 1)


def rounded(array: Array) -> str:
    """Its elements in as many digits as are needed to read them."""
    return grid(array, column(array.ravel().tolist()))


def in_full(array: Array) -> str:
    """Its elements with every digit."""
    return grid(array, [full(number) for number in array.ravel().tolist()])


def grid(array: Array, texts: Sequence[str]) -> str:
    """The texts of the elements, row by row, in the array's shape."""
    if not array.ndim:
        return html.escape(texts[0])
    across = array.size // len(array) if array.size else 0
    lines = [texts[at : at + across] for at in range(0, len(texts), across)] if across else []
    return table(array, [[html.escape(text) for text in line] for line in lines])


def table(array: Array, cells: list[list[str]]) -> str:
    """Cells of HTML in the array's shape."""
    wide = " wide" if rows(array).shape[1] > 4 else ""
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in cells)
    return f'<table class="grid{wide}">{lines}</table>'


def lost(text: str, value: float) -> str:
    """Every digit of a number, in small type, unless its text has them all."""
    has_all = text != "NaN" and read(text) == value
    return "" if has_all else f' <span class="exact">{html.escape(full(value))}</span>'
