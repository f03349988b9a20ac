"""Data to learn from: seeded points in the plane, truth tables, curves, uploaded CSV files, and MNIST.

    data = engine.datasets.load("circle", samples=500, noise=0.1, seed=0)
    data = engine.datasets.from_csv(open("iris.csv", "rb").read(), name="iris")

To add one, write a generator beside its like and give it a line in NAMES.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.datasets import mnist, planar, regression, truth_tables
from engine.datasets.base import DataError, Dataset, Kind, make
from engine.datasets.csv import from_csv

__all__ = ["NAMES", "DataError", "Dataset", "Description", "Option", "describe", "from_csv", "load"]


@dataclass(frozen=True)
class Option:
    """A whole number that a dataset can be given beside its noise and size."""

    name: str
    low: int
    high: int
    default: int


@dataclass(frozen=True)
class Description:
    """What there is to say about a dataset before it is made. `kind` is the kind at the default options."""

    kind: Kind
    text: str
    generate: Callable[..., tuple[Any, Any]] | None = None  # None for a truth table
    dimensions: int = 2
    options: tuple[Option, ...] = ()


NAMES: MappingProxyType[str, Description] = MappingProxyType(
    {
        "circle": Description("binary", "A disc inside a ring.", planar.circle),
        "xor": Description(
            "binary", "Four squares; those that touch at a corner belong together.", planar.xor
        ),
        "two gaussians": Description("binary", "Two round clouds of points.", planar.two_gaussians),
        "spiral": Description(
            "binary", "Arms that wind around each other.", planar.spiral, options=(Option("arms", 2, 5, 2),)
        ),
        "moons": Description("binary", "Two half moons, one hooked into the other.", planar.moons),
        "blobs": Description(
            "classes", "Three to five round clouds.", planar.blobs, options=(Option("classes", 3, 5, 3),)
        ),
        "and": Description("binary", "The four rows of AND: 1 only when both inputs are 1."),
        "or": Description("binary", "The four rows of OR: 1 when any input is 1."),
        "xor table": Description("binary", "The four rows of XOR: 1 when exactly one input is 1."),
        "nand": Description("binary", "The four rows of NAND: 0 only when both inputs are 1."),
        "plane": Description("regression", "A value that rises evenly in one direction.", regression.plane),
        "multi-gaussian": Description("regression", "Hills and hollows.", regression.multi_gaussian),
        "line": Description("regression", "A straight line.", regression.line, dimensions=1),
        "parabola": Description("regression", "A parabola.", regression.parabola, dimensions=1),
        "sine": Description("regression", "Nearly two periods of a sine.", regression.sine, dimensions=1),
        "step": Description("regression", "A jump from -1 to 1.", regression.step, dimensions=1),
    }
)

# Not one of NAMES, which are small enough to be made anew at every touch of a control.
MNIST = Description("classes", "70,000 handwritten digits of 28x28 pixels.", dimensions=mnist.PIXELS)


def describe(name: str) -> Description:
    """Kind, one line of text, dimensions and options of a dataset. Raises ValueError on an unknown name."""
    if name == "mnist":
        return MNIST
    if name not in NAMES:
        raise ValueError(f"there is no dataset {name!r}; there are {', '.join(NAMES)}")
    return NAMES[name]


def load(
    name: str, samples: int = 500, noise: float = 0.1, seed: int = 0, split: float = 0.5, **options: int
) -> Dataset:
    """The dataset of that name: `samples` points (4 to 100,000), `noise` from 0 to 1, a share `split` for
    training.

    The same arguments give the same bits. A truth table has its four rows whatever samples, noise and split
    say, and "mnist" is always whole: 55,000 digits for training and 5,000 for validation. Options: `arms` (2
    to 5) of a spiral, which has more than two classes from 3 arms on; `classes` (3 to 5) of blobs. Raises
    ValueError on an unknown name or option, or a number out of bounds.
    """
    description = describe(name)
    if not 4 <= samples <= 100_000:
        raise ValueError("samples must lie between 4 and 100,000")
    if not 0 <= noise <= 1:
        raise ValueError("noise must lie between 0 and 1")
    if seed < 0:
        raise ValueError("a seed is a whole number from 0 on")
    for option in description.options:
        chosen = options.setdefault(option.name, option.default)
        if chosen not in range(option.low, option.high + 1):
            raise ValueError(f"{option.name} must be a whole number from {option.low} to {option.high}")
    unknown = set(options) - {option.name for option in description.options}
    if unknown:
        raise ValueError(f"{name} has no option {', '.join(sorted(unknown))}")

    if name == "mnist":
        return mnist.mnist().dataset()
    if description.generate is None:
        return truth_tables.table(name)
    points, target = description.generate(np.random.default_rng(seed), samples, noise, **options)
    if description.kind == "regression":
        return make(name, "regression", points, target, split, seed)
    count = int(next(iter(options.values()), 2))
    classes = tuple(str(number) for number in range(count))
    return make(name, "binary" if count == 2 else "classes", points, target, split, seed, classes)
