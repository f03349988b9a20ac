"""Points placed, dragged and removed by hand, as changes to the session's table.

Each function returns the settings that change. A point is named by its row in the data as it is drawn now; rows of the
generated data come first, points placed by hand last.
"""

from __future__ import annotations

from typing import Any

from playground.network.experiment import Experiment
from playground.shared.refused import Refused

MAX_PLACED = 500

Changes = dict[str, Any]


def placed(experiment: Experiment, place: list[float], target: float) -> Changes:
    """One point more."""
    added = experiment.session.points_added
    if len(added) >= MAX_PLACED:
        raise Refused("too_many_points", most=MAX_PLACED)
    return {"points_added": [*added, [*place, target]]}


def moved(experiment: Experiment, index: int, place: list[float], target: float | None) -> Changes:
    """A point elsewhere; `target` is its new value where a drag changes it too (a curve), else None."""
    session = experiment.session
    row = original_row(experiment, index)
    if row is not None:
        whole = place if target is None else [*place, target]
        return {"points_moved": {**session.points_moved, str(row): whole}}
    added = [list(point) for point in session.points_added]
    point = added[_place_among_added(experiment, index)]
    point[:-1] = place
    if target is not None:
        point[-1] = target
    return {"points_added": added}


def removed(experiment: Experiment, index: int) -> Changes:
    """A point fewer."""
    session = experiment.session
    row = original_row(experiment, index)
    if row is not None:
        stays = {key: place for key, place in session.points_moved.items() if key != str(row)}
        return {"points_removed": [*session.points_removed, row], "points_moved": stays}
    added = list(session.points_added)
    del added[_place_among_added(experiment, index)]
    return {"points_added": added}


def original_row(experiment: Experiment, index: int) -> int | None:
    """The row of the generated data, or None for a point placed by hand. Refused when there is no such point."""
    if not 0 <= index < len(experiment.data.points):
        raise Refused("no_such_point")
    return experiment.original_row(index)


def _place_among_added(experiment: Experiment, index: int) -> int:
    return index - (len(experiment.data.points) - len(experiment.session.points_added))
