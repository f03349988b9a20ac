"""The cells of a comparison: the common set-up with the values of each put in."""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from engine.activations import ACTIVATIONS
from engine.comparing.results import work_of_shape
from engine.datasets import Dataset
from engine.problem import Problem
from playground.compare.values import ALL, Margin, Value, label, put, shown
from playground.run_settings import RunSettings
from playground.shared.chosen_data import chosen_data, edited, told_points
from playground.shared.fitting_choices import fit, losses_of
from playground.shared.refused import Refused

MOST_NUMBERS = (
    100_000  # parameters of all runs: so that some thirty moments that can be gone back to have room
)
# Multiplications of one step of all runs and of their evaluation, which the server does in one go: some 40 ms.
MOST_WORK = 75_000_000


class Cell(NamedTuple):
    """A run of the comparison before it is made. `data` as its network is given them."""

    values: Mapping[str, Value]
    settings: RunSettings
    data: Dataset

    @property
    def parameters(self) -> int:
        """Of its network."""
        settings = self.settings
        widths = [self.data.X.shape[1], *settings.layers, self.data.outputs]
        return work_of_shape(widths, [ACTIVATIONS[name].pieces for name in settings.activations] + [1])

    @property
    def title(self) -> str:
        """What it is called in a sentence and in a table."""
        return ", ".join(f"{label(name)} {shown(name, value)}" for name, value in self.values.items())


def common_settings(settings: RunSettings) -> RunSettings:
    """Those of a run alone, in a table of their own."""
    return RunSettings(**{name: getattr(settings, name) for name in RunSettings.names()})  # type: ignore[no-untyped-call]


def cells_of(
    common: RunSettings, margins: Sequence[Margin], seeds: int, uploaded: Dataset | None = None
) -> Generator[float, None, list[Cell]]:
    """A cell for each value of the first margin with each of the second, row by row: the second names the rows. Yields
    the share that is done after each, so that others have their turn. Raises Refused, with the cell, for what makes no
    sense together."""
    made: dict[Any, Dataset] = {}  # so that cells with the same points share them
    cells = []
    for values in product(*(margin.values for margin in reversed(margins))):
        own = dict(zip((margin.name for margin in reversed(margins)), values, strict=True))
        ordered = {margin.name: own[margin.name] for margin in margins}
        settings = common_settings(common)
        for name, value in ordered.items():
            put(settings, name, value)
        cells.append(_cell(ordered, settings, made, uploaded))
        yield len(cells) / math.prod(len(margin.values) for margin in margins)
    _check_work(cells, seeds)
    return cells


def _cell(
    values: Mapping[str, Value], settings: RunSettings, made: dict[Any, Dataset], uploaded: Dataset | None
) -> Cell:
    cell = ", ".join(f"{label(name)} {shown(name, value)}" for name, value in values.items())
    try:
        points = _points(settings, values, made, uploaded)
        if "loss" in values and settings.loss not in losses_of(points):
            raise Refused("loss_does_not_fit", name=settings.loss)
        asked = list(settings.features)
        fit(settings, points)
        if "features" in values and settings.features != asked:
            raise Refused("address_does_not_fit", label=label("features"))
        if values.get("batch", ALL) != ALL and settings.batch > len(points.train):
            raise Refused("batch_larger_than_set", batch=settings.batch, samples=len(points.train))
    except Problem as reason:
        raise Refused("cell_unmade", cell=cell, reason=reason) from None
    key = (id(points), tuple(settings.features))
    if key not in made:
        made[key] = points.with_features(settings.features)
    return Cell(values, settings, made[key])


def _points(
    settings: RunSettings, values: Mapping[str, Value], made: dict[Any, Dataset], uploaded: Dataset | None
) -> Dataset:
    """The points of a cell; those that were placed by hand, where no value draws others."""
    key = told_points(settings)
    if key not in made:
        data = chosen_data(settings, uploaded)
        made[key] = data if {"dataset", "noise", "samples"} & set(values) else edited(settings, data)
    return made[key]


def _check_work(cells: Sequence[Cell], seeds: int) -> None:
    numbers = work = 0
    for cell in cells:
        count = cell.parameters
        batch = min(cell.settings.batch, len(cell.data.train))
        numbers += seeds * count
        work += seeds * count * (3 * batch + len(cell.data.X))
        if list(cell.values) == ["seed"]:
            work += count * len(cell.data.X)  # the mean of an ensemble is evaluated too
    if numbers > MOST_NUMBERS or work > MOST_WORK:
        raise Refused("comparison_too_large")
