"""Words shared by the compiled training path: what an array, a bound call and a bound scalar are.

A *call* is a NumPy function with its arguments and its output buffer already bound. Running a list of calls
computes one training step without allocating anything and without looking anything up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

Array = NDArray[Any]
Call = Callable[[], object]

bind = partial  # bind(np.add, a, b, out)() is np.add(a, b, out), for 26 ns more


def scalar(value: float, dtype: DTypeLike) -> Array:
    """A 0-d array. NumPy takes it as an operand in half the time of a Python float, and it can be
    refilled."""
    return np.array(value, dtype=dtype)


def run(calls: Iterable[Call]) -> None:
    """Run bound calls in order."""
    for call in calls:
        call()
