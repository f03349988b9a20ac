"""Data to learn from: seeded points in the plane, truth tables, curves, uploaded CSV files, and MNIST.

    data = engine.datasets.load("circle", samples=500, noise=0.1, seed=0)
    data = engine.datasets.from_csv(open("iris.csv", "rb").read(), name="iris")
    data = engine.datasets.from_function("x2 > sin(x1)", samples=500, noise=0.1, seed=0)
    data = engine.datasets.from_formula("(A | B) & !(A & B)")

To add one, write a generator beside its like and give it a line in NAMES.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.datasets import mnist, planar, regression, truth_tables
from engine.datasets.base import DataError, Dataset, Kind, make
from engine.datasets.best_line import best_line_accuracy
from engine.datasets.boolean_formula import from_formula, is_like_formula, read_formula
from engine.datasets.csv.reading import from_csv
from engine.datasets.drawn_curve import from_curve
from engine.datasets.own_function import from_function, read_function
from engine.datasets.set_up import (
    LARGEST_ERROR,
    OF_A_TABLE,
    OF_ANY_CURVE,
    OF_ANY_POINTS,
    ONE_LAYER,
    SMALL,
    TRAINING_ACCURACY,
    VALIDATION_ACCURACY,
    SetUp,
)

__all__ = [
    "LARGEST_ERROR",
    "NAMES",
    "OF_ANY_CURVE",
    "OF_ANY_POINTS",
    "OF_A_TABLE",
    "TRAINING_ACCURACY",
    "VALIDATION_ACCURACY",
    "DataError",
    "Dataset",
    "Description",
    "Option",
    "SetUp",
    "best_line_accuracy",
    "describe",
    "from_csv",
    "from_curve",
    "from_formula",
    "from_function",
    "is_like_formula",
    "load",
    "read_formula",
    "read_function",
]


@dataclass(frozen=True)
class Option:
    """A whole number that a dataset can be given beside its noise and size."""

    name: str
    low: int
    high: int
    default: int


@dataclass(frozen=True)
class Description:
    """What there is to say about a dataset before it is made. `title` is its name in sight, `said` what it is called in
    a sentence; `kind` is the kind at the default options, `set_up` learns it at all of them."""

    title: str
    said: str
    kind: Kind
    text: str
    set_up: SetUp
    generate: Callable[..., tuple[Any, Any]] | None = None  # None for a truth table
    dimensions: int = 2
    options: tuple[Option, ...] = ()
    largest_error: float = LARGEST_ERROR  # mean squared, of values that count as learned


SPIRAL = SetUp((16, 16), "relu", "Adam", 0.01, batch=20)
HILLS = SetUp((16, 16), "tanh", "Adam", 0.01, features=("x1", "x2", "sin(x1)", "sin(x2)"))

NAMES: MappingProxyType[str, Description] = MappingProxyType(
    {
        "circle": Description(
            "Circle", "the circle", "binary", "A disc inside a ring.", SMALL, planar.circle
        ),
        "xor": Description(
            "Squares",
            "the XOR squares",
            "binary",
            "Four squares; those opposite each other belong to the same class.",
            SetUp((6, 4), rate=0.1),
            planar.xor,
        ),
        "two gaussians": Description(
            "Gaussians",
            "the two Gaussians",
            "binary",
            "Two round clouds of points.",
            SMALL,
            planar.two_gaussians,
        ),
        "spiral": Description(
            "Spiral",
            "the spiral",
            "binary",
            "Arms that wind around each other.",
            SPIRAL,
            planar.spiral,
            options=(Option("arms", 2, 5, 2),),
        ),
        "moons": Description(
            "Moons", "the moons", "binary", "Two interlocking half moons.", SMALL, planar.moons
        ),
        "blobs": Description(
            "Blobs",
            "the blobs",
            "classes",
            "Three to five round clouds of points.",
            SMALL,
            planar.blobs,
            options=(Option("classes", 3, 5, 3),),
        ),
        "and": Description(
            "AND", "AND", "binary", "The four rows of AND: 1 only when both inputs are 1.", OF_A_TABLE
        ),
        "or": Description("OR", "OR", "binary", "The four rows of OR: 1 when any input is 1.", OF_A_TABLE),
        "xor table": Description(
            "XOR", "XOR", "binary", "The four rows of XOR: 1 when exactly one input is 1.", OF_A_TABLE
        ),
        "nand": Description(
            "NAND", "NAND", "binary", "The four rows of NAND: 0 only when both inputs are 1.", OF_A_TABLE
        ),
        "plane": Description(
            "Plane",
            "the plane",
            "regression",
            "A value that increases steadily in one direction.",
            ONE_LAYER,
            regression.plane,
        ),
        "multi-gaussian": Description(
            "Hills", "the hills", "regression", "Hills and valleys.", HILLS, regression.multi_gaussian
        ),
        "line": Description(
            "Line", "the line", "regression", "A straight line.", ONE_LAYER, regression.line, dimensions=1
        ),
        "parabola": Description(
            "Parabola",
            "the parabola",
            "regression",
            "A parabola.",
            ONE_LAYER,
            regression.parabola,
            dimensions=1,
        ),
        "sine": Description(
            "Sine",
            "the sine",
            "regression",
            "Nearly two periods of a sine.",
            SetUp((8, 8, 4), optimizer="Adam", rate=0.01),
            regression.sine,
            dimensions=1,
        ),
        "step": Description(
            "Step",
            "the step",
            "regression",
            "A jump from -1 to 1.",
            SetUp((4, 4), optimizer="Adam", rate=0.01),
            regression.step,
            dimensions=1,
            largest_error=0.03,
        ),
    }
)

# Not one of NAMES, which are small enough to be made anew at every touch of a control.
MNIST = Description(
    "MNIST",
    "MNIST",
    "classes",
    "70,000 handwritten digits of 28x28 pixels.",
    SetUp((128, 64), "relu", "Adam", 0.001, batch=64),
    dimensions=mnist.PIXELS,
)


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
