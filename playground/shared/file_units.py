"""What losses mean in the units of the file that points are from: the network is given its targets moved and scaled,
and a person reads what stands in the file."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.datasets import Dataset
from engine.datasets.csv.notes import formula
from engine.losses import Loss
from playground.messages.fields import ErrorInUnits


def target_is_scaled(data: Dataset) -> bool:
    return data.kind == "regression" and (data.target_scale, data.target_offset) != (1.0, 0.0)


def error_of(data: Dataset, loss: Loss) -> ErrorInUnits | None:
    """What is said of a loss in the file's units, and of which numbers the loss itself is; None where it is of the
    file's own, or measures no distance."""
    if not target_is_scaled(data) or not loss.error:
        return None
    name = data.target_name
    return {
        "name": loss.error,
        "short": loss.error_short,
        "of": name,
        "scaled": formula(name, data.target_offset, data.target_scale),
    }


def in_units(data: Dataset, loss: Loss, losses: Sequence[float | None]) -> list[float]:
    """The error that each of these losses means in the file's units; NaN where it means none."""
    if error_of(data, loss) is None:
        return [math.nan] * len(losses)
    return [math.nan if value is None else loss.distance(value) * data.target_scale for value in losses]
