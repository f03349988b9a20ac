"""Dataset: points, what they should be mapped to, and which of them are for training."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.datasets.csv.choices import Origin
from engine.datasets.features import expand
from engine.problem import Problem

Array = NDArray[np.floating[Any]]  # float64, but for MNIST, which is large
Indices = NDArray[np.intp]
Kind = Literal["binary", "classes", "regression"]

PLANE = ((-6.0, 6.0), (-6.0, 6.0))  # where the points of the plane are drawn, (low, high) a dimension
LINE = ((-6.0, 6.0),)


class DataError(Problem):
    """Something is wrong with the data; the message is plain enough to be shown beside the field."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """n samples. Arrays are read-only; every change makes a new Dataset.

    `X` is what a network is given and `points` where the samples are drawn; they differ once `with_features`
    has been used. A binary target is 0 or 1 (n, 1), a class target is one-hot (n, K), a regression target is
    real (n, 1). Original units, of an uploaded file, are `points * scale + offset` and `y * target_scale +
    target_offset`.
    """

    name: str
    kind: Kind
    X: Array  # (n, inputs)
    y: Array  # (n, outputs)
    points: Array  # (n, dimensions)
    train: Indices
    validation: Indices
    classes: tuple[str, ...] = ()  # names of the classes, in the order of their numbers; () for regression
    input_names: tuple[str, ...] = ("x1", "x2")  # the columns of X, as engine.features calls them
    domain: tuple[tuple[float, float], ...] = PLANE  # what a plot covers, (low, high) a dimension
    axes: tuple[str, ...] = ("x1", "x2")  # what the axes of a plot are called: a file's own column names
    target_name: str = "y"
    offset: tuple[float, ...] = (0.0, 0.0)
    scale: tuple[float, ...] = (1.0, 1.0)
    target_offset: float = 0.0
    target_scale: float = 1.0
    undivided: bool = False  # every sample is for training and for validation (a truth table)
    origin: Origin | None = None  # the file that they were read from

    def __post_init__(self) -> None:
        for array in (self.X, self.y, self.points, self.train, self.validation):
            array.setflags(write=False)

    def __repr__(self) -> str:
        """Dataset(circle, binary, 500 samples, 2 inputs, 250 for training)"""
        samples, inputs = self.X.shape
        sizes = f"{samples} samples, {inputs} input{'s' * (inputs != 1)}, {len(self.train)} for training"
        return f"Dataset({self.name}, {self.kind}, {sizes})"

    @property
    def outputs(self) -> int:
        """Outputs of a network for this data: 1, or the number of classes when there are more than two."""
        return int(self.y.shape[1])

    @property
    def X_train(self) -> Array:
        return self.X[self.train]

    @property
    def y_train(self) -> Array:
        return self.y[self.train]

    @property
    def X_validation(self) -> Array:
        return self.X[self.validation]

    @property
    def y_validation(self) -> Array:
        return self.y[self.validation]

    @property
    def labels(self) -> NDArray[np.intp] | Array:
        """(n,): the number of each sample's class, or its value for regression."""
        if self.kind == "regression":
            return self.y[:, 0]
        return self.y.argmax(axis=1) if self.kind == "classes" else self.y[:, 0].astype(np.intp)

    def with_features(self, names: Sequence[str]) -> "Dataset":
        """The same samples with the named features of the points as `X`. Raises ValueError as expand does."""
        return replace(self, X=expand(np.asarray(self.points, np.float64), names), input_names=tuple(names))

    def resplit(self, split: float, seed: int = 0) -> "Dataset":
        """The same samples, the share `split` of them for training. A truth table stays undivided."""
        if self.undivided:
            return self
        train, validation = divide(self.labels, self.kind, split, seed)
        return replace(self, train=train, validation=validation)

    def with_points(
        self,
        added: Iterable[Sequence[float]] = (),
        removed: Iterable[int] = (),
        moved: Mapping[int, Sequence[float]] | None = None,
    ) -> "Dataset":
        """The same data with points placed, taken away and dragged, as on the plot.

        `added`: (coordinates..., target) a point, the target being the number of its class, or its value.
        `removed`: rows. `moved`: row -> its new coordinates, and its new target where one is given. Rows are
        counted before the change; what stays keeps its order and its side of the split, what is added comes
        last and is for training. If one side is left without a sample, all samples are on both. Raises
        DataError on a point outside the domain, a bad row or class, or when no point is left.
        """
        points, y = np.array(self.points), np.array(self.y)
        for row, place in (moved or {}).items():
            dimensions = len(self.domain)
            points[self._row(row)] = self._place(place[:dimensions])
            if len(place) > dimensions:
                y[row] = self._target(place[dimensions])
        kept = np.ones(len(points), dtype=bool)
        for row in removed:
            kept[self._row(row)] = False
        places, targets = [], []
        for one in added:
            *place, target = one
            places.append(self._place(place))
            targets.append(self._target(target))
        count = int(kept.sum())
        if count + len(places) == 0:
            raise DataError("last_point")
        if places:
            points = np.concatenate([points[kept], places])
            y = np.concatenate([y[kept], targets])
        else:
            points, y = points[kept], y[kept]

        new_row = np.cumsum(kept) - 1
        fresh = np.arange(count, count + len(places))
        train = np.concatenate([new_row[self.train[kept[self.train]]], fresh]).astype(np.intp)
        validation = new_row[self.validation[kept[self.validation]]].astype(np.intp)
        if self.undivided or not len(train) or not len(validation):
            train = validation = np.arange(len(points))
        plain = replace(self, X=points, points=points, y=y, train=train, validation=validation)
        return plain if self.input_names == _raw_names(points) else plain.with_features(self.input_names)

    def _row(self, row: int) -> int:
        if not 0 <= row < len(self.points):
            raise DataError("point_unknown", point=row)
        return row

    def _place(self, place: Sequence[float]) -> Array:
        coordinates = np.asarray(place, dtype=np.float64)
        if coordinates.shape != (len(self.domain),):
            if len(self.domain) == 1:
                raise DataError("one_coordinate_needed")
            raise DataError("coordinates_needed", count=len(self.domain))
        low, high = np.array(self.domain).T
        if not np.all((low <= coordinates) & (coordinates <= high)):  # also refuses nan
            raise DataError("point_outside")
        return coordinates

    def _target(self, target: float) -> Array:
        if self.kind == "regression":
            if not np.isfinite(target):
                raise DataError("point_value_not_finite")
            return np.array([target], dtype=np.float64)
        if target not in range(len(self.classes)):
            raise DataError("class_unknown", number=target)
        return one_hot(np.array([int(target)]), len(self.classes)).ravel()


def _raw_names(points: Array) -> tuple[str, ...]:
    count = points.shape[1]
    return ("x",) if count == 1 else tuple(f"x{at + 1}" for at in range(count))


def one_hot(labels: NDArray[np.intp], classes: int) -> Array:
    """Targets of the class numbers (n,): 0 or 1 (n, 1) for two classes, one-hot (n, classes) for more."""
    if classes == 2:
        return labels.astype(np.float64)[:, None]
    return np.eye(classes)[labels]


def divide(labels: NDArray[np.intp] | Array, kind: Kind, split: float, seed: int) -> tuple[Indices, Indices]:
    """Rows for training (the share `split`, to the nearest row) and for validation, each in increasing order.

    Drawn by `seed`, every class in about the same share on both sides. Neither side is empty, unless there is
    only one row: it is then on both. Raises ValueError unless 0 < split < 1.
    """
    if not 0 < split < 1:
        raise ValueError("the share for training must lie between 0 and 1")
    rows = len(labels)
    if rows < 2:
        return np.arange(rows), np.arange(rows)
    # A stream of its own: the points were drawn from default_rng(seed), and the split owes them nothing.
    order = np.random.default_rng([seed, 1]).permutation(rows)
    if kind != "regression":
        # Each row gets its place within its own class, from 0 to 1; a cut of that order is the same cut of
        # every class.
        place = np.empty(rows)
        for label in np.unique(labels):
            of_class = order[labels[order] == label]
            place[of_class] = (np.arange(len(of_class)) + 0.5) / len(of_class)
        order = order[np.argsort(place[order], kind="stable")]
    cut = min(max(round(split * rows), 1), rows - 1)
    return np.sort(order[:cut]), np.sort(order[cut:])


def make(
    name: str,
    kind: Kind,
    points: Array,
    target: NDArray[np.intp] | Array,
    split: float,
    seed: int,
    classes: tuple[str, ...] = (),
) -> Dataset:
    """A Dataset of points (n, dimensions) and class numbers or values (n,), split by the seed."""
    names = _raw_names(points)
    y = (
        target[:, None].astype(np.float64)
        if kind == "regression"
        else one_hot(target.astype(np.intp), len(classes))
    )
    train, validation = divide(target, kind, split, seed)
    flat = (0.0,) * len(names)
    return Dataset(
        name=name,
        kind=kind,
        X=points,
        y=y,
        points=points,
        train=train,
        validation=validation,
        classes=classes,
        input_names=names,
        axes=names,
        domain=LINE * len(names),
        offset=flat,
        scale=tuple(1.0 for _ in flat),
    )
