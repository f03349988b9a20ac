"""What a lesson can ask of the Digits page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playground.digits.experiment import CLASSES, DigitsExperiment
from playground.shared.measures import Measure, measure_of
from playground.shared.refused import Refused
from playground.shared.trace_measures import OF_A_TRACE, of_trace, slips_in_trace


def measured(experiment: DigitsExperiment, accuracies: Mapping[str, float], words: str) -> float:
    """The number that the words ask for, of the digit at hand and the model that reads it. `accuracies` of the models
    that came along, as far as they are known. Raises Refused."""
    measure = measure_of(words, "digits")
    if measure.name in OF_A_TRACE:
        return of_trace(experiment.trace(), measure)
    if measure.name == "accuracy":
        own = experiment.session.digits_model == "own"
        tested = experiment.run.tested if own and experiment.run else None
        return _known(tested if own else accuracies.get(experiment.session.digits_model), measure)
    if measure.name == "label":
        return _known(experiment.label, measure)
    reading = experiment.read()
    if measure.name == "answer":
        return float(reading.digit)
    if measure.name == "loss":
        return _known(reading.loss, measure)
    if measure.number >= CLASSES:
        raise Refused("measure_not_here", words=str(measure))
    return float(reading.probabilities[measure.number])


def slips(experiment: DigitsExperiment, words: str) -> Mapping[str, Sequence[float]]:
    """What that number becomes with a usual slip."""
    measure = measure_of(words, "digits")
    return slips_in_trace(experiment.trace(), measure) if measure.name in OF_A_TRACE else {}


def _known(number: float | None, measure: Measure) -> float:
    if number is None:
        raise Refused("measure_not_here", words=str(measure))
    return float(number)
