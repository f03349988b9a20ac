"""What a lesson can ask of the Compare page."""

from __future__ import annotations

import math
import statistics

from engine.comparing.results import band
from playground.compare.runs import ComparedRuns
from playground.shared.measures import Measure, measure_of
from playground.shared.refused import Refused


def measured(runs: ComparedRuns, words: str) -> float:
    """The number that the words ask for, of the runs as they are now; cells are counted from 1, row by row. Raises
    Refused."""
    measure = measure_of(words, "compare")
    if not runs.are_made:
        raise Refused("measure_not_here", words=str(measure))
    if measure.name == "cells":
        return float(len(runs.cells))
    if measure.name == "steps":
        return float(runs.comparison.steps)
    if measure.name == "diverged":
        return float(sum(count > 0 for count in runs.diverged))
    if measure.name == "leader":
        leader = runs.comparison.leader
        return _known(math.nan if leader is None else leader + 1, measure)
    return _of_cell(runs, measure)


def _of_cell(runs: ComparedRuns, measure: Measure) -> float:
    """What was recorded of a cell last, or for `best` the lowest validation loss that ever was; the median where there
    are several seeds."""
    cell = measure.number - 1
    if not 0 <= cell < len(runs.cells):
        raise Refused("cell_of_comparison_unknown")
    if measure.name == "best":
        best = [run.best.validation_loss for run in runs.comparison.runs[cell] if run.best is not None]
        return _known(statistics.median(best) if best else math.nan, measure)
    return _known(float(band(runs.comparison.recent(1)[measure.name])[1][-1, cell]), measure)


def _known(number: float, measure: Measure) -> float:
    if not math.isfinite(number):
        raise Refused("measure_not_here", words=str(measure))
    return number
