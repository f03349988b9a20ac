"""What a lesson can ask of the Network page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from engine.graphs.trace import Trace
from engine.networks.unit_states import dead_units, saturated_share
from engine.training import metrics
from playground.network.experiment import Experiment
from playground.shared.measures import Measure, Part, measure_of
from playground.shared.refused import Refused
from playground.shared.trace_measures import OF_A_TRACE, element_of, of_trace, slips_in_trace

PARAMETER = re.compile(r"([Wb])(\d{1,2})")


def measured(experiment: Experiment, words: str) -> float:
    """The number that the words ask for, of the network as it is now. Raises Refused."""
    measure = measure_of(words, "network")
    if measure.name in OF_A_TRACE:
        return of_trace(_trace(experiment), measure)
    if measure.name == "weight":
        return _weight(experiment, measure.about[0])
    if measure.name in OF_THE_RUN:
        return float(OF_THE_RUN[measure.name](experiment))
    return _evaluated(experiment, measure)


def slips(experiment: Experiment, words: str) -> Mapping[str, Sequence[float]]:
    """What that number becomes with a usual slip."""
    measure = measure_of(words, "network")
    return slips_in_trace(_trace(experiment), measure) if measure.name in OF_A_TRACE else {}


def _trace(experiment: Experiment) -> Trace:
    """That of the sample which is stepped through."""
    sample = experiment.session.sample
    if sample is None:
        raise Refused("measure_needs_sample")
    return experiment.trace(sample, experiment.session.level)[0]


def _weight(experiment: Experiment, part: Part) -> float:
    """A parameter by the name that it has in a graph of layers: W1[0,1], b2[0]."""
    found = PARAMETER.fullmatch(part.name)
    dense = experiment.network.dense
    if found is None or not 1 <= int(found[2]) <= len(dense):
        raise Refused("measure_node_unknown", name=part.name[:40])
    layer = dense[int(found[2]) - 1]
    return element_of(part, layer.weights if found[1] == "W" else layer.biases)


def _evaluated(experiment: Experiment, measure: Measure) -> float:
    """A loss or an accuracy of the weights as they are, be it between two records of the curves."""
    trainer = experiment.trainer
    rows = np.arange(len(trainer.data.X))
    if measure.name != "truth_table":
        part = measure.name.partition("_")[0]
        rows = np.asarray(trainer.data.train if part == "train" else trainer.data.validation)
    loss, accuracy = metrics.evaluate(trainer.network, trainer.data, trainer.loss, rows)
    found = loss if measure.name.endswith("loss") else accuracy
    if found is None:
        raise Refused("measure_not_here", words=str(measure))
    return found


def _samples(experiment: Experiment) -> np.ndarray:
    data = experiment.trainer.data
    return np.asarray(data.X)[np.asarray(data.train)]


OF_THE_RUN: Mapping[str, Callable[[Experiment], float]] = MappingProxyType(
    {
        "parameters": lambda experiment: experiment.network.parameter_count,
        "hidden_layers": lambda experiment: len(experiment.session.layers),
        "epoch": lambda experiment: experiment.trainer.epochs,
        "steps": lambda experiment: experiment.trainer.iteration,
        "rate": lambda experiment: experiment.session.rate,
        "dead_units": lambda experiment: dead_units(experiment.network, _samples(experiment)),
        "saturated_share": lambda experiment: saturated_share(experiment.network, _samples(experiment)),
    }
)
