"""Truth tables: four rows, inputs exactly 0 and 1, all of them for training and for validation."""

from types import MappingProxyType

import numpy as np

from engine.datasets.base import Dataset

# Answers to (0, 0), (0, 1), (1, 0), (1, 1).
ANSWERS = MappingProxyType(
    {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "xor table": (0, 1, 1, 0), "nand": (1, 1, 1, 0)}
)


def table(name: str) -> Dataset:
    """The truth table of that name, the same at every seed."""
    points = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return Dataset(
        name=name,
        kind="binary",
        X=points,
        y=np.array(ANSWERS[name], dtype=np.float64)[:, None],
        points=points,
        train=np.arange(4),
        validation=np.arange(4),
        classes=("0", "1"),
        domain=((-0.5, 1.5), (-0.5, 1.5)),
        undivided=True,
    )
