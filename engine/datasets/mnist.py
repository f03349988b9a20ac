"""MNIST: 70,000 handwritten digits, read once a process when first asked for. MNIST.md tells where from.

All arrays are read-only and are the same objects for everybody: uint8 55 MB, and 220 MB of float32 once a
dataset has been asked for.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.datasets.base import Dataset, Indices

SIDE = 28  # pixels of a picture, across and down
PIXELS = SIDE * SIDE
CLASSES = tuple("0123456789")
TRAINING = 60_000  # the digits for training come first, the test digits after them
TOTAL = 70_000
FILE = Path(__file__).with_name("mnist.npz")

_LOCK = threading.RLock()  # two visitors who come first at once must not both read


@dataclass(frozen=True, eq=False)
class Mnist:
    """images: uint8 (70000, 784), 0 without ink to 255, row by row from the top. labels: uint8 (70000,).
    train, test: rows of the 60,000 training digits and of the 10,000 test digits."""

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    train: Indices
    test: Indices

    @property
    def X(self) -> NDArray[np.float32]:
        """(70000, 784): the images from 0 to 1."""
        with _LOCK:
            return _inputs()

    @property
    def y(self) -> NDArray[np.float32]:
        """(70000, 10): the labels one-hot."""
        with _LOCK:
            return _targets()

    def dataset(self, train: int | None = None, validation: int = 5000) -> Dataset:
        """A Dataset of the kind "classes" whose X (float32, 0 to 1) and y are shared, rows numbered as here.

        The last `validation` of the training digits are for validation, the first `train` (default: all that
        are left) for training; the test digits are for neither. ValueError when there are not so many.
        """
        if train is None:
            train = TRAINING - validation
        if train < 1 or validation < 0 or train + validation > TRAINING:
            raise ValueError(f"there are {TRAINING:,} training digits, not {train:,} and {validation:,}")
        names = tuple(f"pixel {row},{column}" for row in range(SIDE) for column in range(SIDE))
        return Dataset(
            name="mnist",
            kind="classes",
            X=self.X,
            y=self.y,
            points=self.X,
            train=self.train[:train],
            validation=self.train[TRAINING - validation :],
            classes=CLASSES,
            input_names=names,
            domain=((0.0, 1.0),) * PIXELS,
            axes=names,
            target_name="digit",
            offset=(0.0,) * PIXELS,
            scale=(1.0,) * PIXELS,
        )


def mnist() -> Mnist:
    """MNIST. The first call of a process takes about half a second."""
    with _LOCK:
        return _read()


@cache
def _read() -> Mnist:
    with np.load(FILE) as file:
        images, labels = file["images"].reshape(TOTAL, PIXELS), file["labels"]
    rows = np.arange(TOTAL)
    for array in (images, labels, rows):
        array.setflags(write=False)
    return Mnist(images, labels, rows[:TRAINING], rows[TRAINING:])


@cache
def _inputs() -> NDArray[np.float32]:
    X = _read().images.astype(np.float32)
    X /= 255
    X.setflags(write=False)
    return X


@cache
def _targets() -> NDArray[np.float32]:
    y = np.eye(len(CLASSES), dtype=np.float32)[_read().labels]
    y.setflags(write=False)
    return y
