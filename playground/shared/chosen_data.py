"""The data that the settings of a run choose, and the set-up that learns them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine import datasets
from playground.run_settings import DRAWN, FORMULA, MOST_SEED, OWN, UPLOADED, RunSettings
from playground.set_ups import as_settings
from playground.shared.drawn_curves import unpack
from playground.shared.refused import Refused, Remark

TOLD = (
    "dataset",
    "noise",
    "samples",
    "split",
    "arms",
    "classes",
    "function",
    "formula",
    "curve",
    "data_seed",
)


def told_points(settings: RunSettings) -> tuple[Any, ...]:
    """All that the settings say of which points are drawn: where it is the same, the points are."""
    return (*(repr(getattr(settings, name)) for name in TOLD), seed_of_points(settings))


def seed_of_points(settings: RunSettings) -> int:
    """The seed that the points are drawn with; the weights' own, unless they have one."""
    seed: int = settings.seed if settings.data_seed is None else settings.data_seed
    return seed


def following_seed(seed: int) -> int:
    """Another one, the same for everybody who presses the button as often."""
    return (seed + 1) % (MOST_SEED + 1)


def chosen_data(settings: RunSettings, uploaded: datasets.Dataset | None) -> datasets.Dataset:
    """Before any point of them is touched by hand. Raises Refused for a file that is not there."""
    seed = seed_of_points(settings)
    if settings.dataset == UPLOADED:
        if uploaded is None:
            raise Refused("address_file_missing")
        return uploaded.resplit(settings.split, seed)
    if settings.dataset == OWN:
        return datasets.from_function(
            settings.function, settings.samples, settings.noise, seed, settings.split
        )
    if settings.dataset == FORMULA:
        return datasets.from_formula(settings.formula)
    if settings.dataset == DRAWN:
        heights = unpack(settings.curve)
        return datasets.from_curve(heights, settings.samples, settings.noise, seed, settings.split)
    options = {
        option.name: getattr(settings, option.name) for option in datasets.describe(settings.dataset).options
    }
    return datasets.load(settings.dataset, settings.samples, settings.noise, seed, settings.split, **options)


def edited(settings: RunSettings, data: datasets.Dataset) -> datasets.Dataset:
    """The data with the points that were placed, moved and removed by hand. Raises DataError, or Refused for what is
    no point at all."""
    try:
        moved = {int(index): place for index, place in settings.points_moved.items()}
        return data.with_points(settings.points_added, settings.points_removed, moved)
    except datasets.DataError:
        raise
    except (TypeError, ValueError, LookupError, ArithmeticError):
        raise Refused("address_points_unknown") from None


def its_set_up(settings: RunSettings, data: datasets.Dataset) -> Mapping[str, Any]:
    """The settings with which these data are learned; of a file, with which they may be."""
    known = datasets.NAMES.get(settings.dataset)
    dimensions = len(data.domain)
    if settings.dataset == FORMULA and dimensions == 2:
        return as_settings(datasets.OF_A_TABLE, data.kind, dimensions)
    of_any = datasets.OF_ANY_CURVE if dimensions == 1 else datasets.OF_ANY_POINTS
    return as_settings(known.set_up if known else of_any, data.kind, dimensions)


def doubt(
    settings: RunSettings, data: datasets.Dataset, history: Mapping[str, Sequence[float | None]]
) -> Remark | None:
    """What is said of a dataset where it was come to with another set-up than its own; None of one that is learned
    already, and of a file, which nobody knows."""
    known = datasets.NAMES.get(settings.dataset)
    largest_error = known.largest_error if known else datasets.LARGEST_ERROR
    if settings.dataset == UPLOADED or _is_learned(largest_error, settings.loss, data, history):
        return None
    return Remark("set_up_doubted", dataset=known.said) if known else Remark("set_up_doubted_for_function")


def _is_learned(
    largest_error: float,
    loss: str,
    data: datasets.Dataset,
    history: Mapping[str, Sequence[float | None]],
) -> bool:
    """Whether the last record is as good as the set-up of the data makes it."""
    regression = data.kind == "regression"
    quantity = "loss" if regression else "accuracy"
    last = [(history[f"{part}_{quantity}"] or [None])[-1] for part in ("train", "validation")]
    if regression:
        return loss == "mean squared" and all(one is not None and one <= largest_error for one in last)
    least = (datasets.TRAINING_ACCURACY, datasets.VALIDATION_ACCURACY)
    return all(one is not None and one >= limit for one, limit in zip(last, least, strict=True))
