"""A drawn curve as a setting holds it, and so the address: a byte for each place of the line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine import datasets
from engine.datasets.drawn_curve import PLACES, empty, with_stroke

UNDRAWN, MIDDLE, REACH = 0, 128, 127  # 1 is -1, 128 is 0, 255 is 1

Heights = NDArray[np.float64]


def pack(heights: Heights) -> bytes:
    levels = np.where(np.isfinite(heights), np.rint(np.nan_to_num(heights) * REACH) + MIDDLE, UNDRAWN)
    return levels.astype(np.uint8).tobytes()


def unpack(blob: bytes | None) -> Heights:
    """The heights (PLACES,), nan where nothing is drawn; of bytes that are no curve, those of none."""
    if blob is None or len(blob) != PLACES:
        return empty()
    levels = np.frombuffer(blob, np.uint8)
    return np.where(levels == UNDRAWN, np.nan, (levels.astype(np.float64) - MIDDLE) / REACH)


def after_stroke(blob: bytes | None, stroke: Sequence[float], anew: bool) -> bytes:
    """The curve with a stroke over it, x0, y0, x1, y1 and so on; `anew`: over nothing. Raises DataError for what is no
    stroke."""
    points = np.asarray(stroke, np.float64)
    if points.size % 2:
        raise datasets.DataError("stroke_not_finite")
    return pack(with_stroke(empty() if anew else unpack(blob), points.reshape(-1, 2)))
