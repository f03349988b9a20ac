"""The data that the settings choose, before any point of them is touched by hand, and the set-up that learns them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine import datasets
from playground.run_settings import MOST_SEED, OWN, UPLOADED
from playground.session import Session
from playground.set_ups import as_settings
from playground.shared.refused import Refused


def seed_of_points(session: Session) -> int:
    """The seed that the points are drawn with; the weights' own, unless they have one."""
    seed: int = session.seed if session.data_seed is None else session.data_seed
    return seed


def following_seed(seed: int) -> int:
    """Another one, the same for everybody who presses the button as often."""
    return (seed + 1) % (MOST_SEED + 1)


def chosen_data(session: Session, uploaded: datasets.Dataset | None) -> datasets.Dataset:
    """Raises Refused for a file that is not there."""
    seed = seed_of_points(session)
    if session.dataset == UPLOADED:
        if uploaded is None:
            raise Refused("address_file_missing")
        return uploaded.resplit(session.split, seed)
    if session.dataset == OWN:
        return datasets.from_function(session.function, session.samples, session.noise, seed, session.split)
    options = {
        option.name: getattr(session, option.name) for option in datasets.describe(session.dataset).options
    }
    return datasets.load(session.dataset, session.samples, session.noise, seed, session.split, **options)


def its_set_up(session: Session, data: datasets.Dataset) -> Mapping[str, Any]:
    """The settings with which these data are learned; of a file, with which they may be."""
    known = datasets.NAMES.get(session.dataset)
    dimensions = len(data.domain)
    of_any = datasets.OF_ANY_CURVE if dimensions == 1 else datasets.OF_ANY_POINTS
    return as_settings(known.set_up if known else of_any, data.kind, dimensions)


def doubt(
    session: Session, data: datasets.Dataset, history: Mapping[str, Sequence[float | None]]
) -> str | None:
    """What is said of a dataset where it was come to with another set-up than its own; None of one that is learned
    already, and of a file, which nobody knows."""
    known = datasets.NAMES.get(session.dataset)
    largest_error = known.largest_error if known else datasets.LARGEST_ERROR
    if session.dataset == UPLOADED or _is_learned(largest_error, session.loss, data, history):
        return None
    return f"This set-up may not learn {known.said if known else 'this function'}."


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
