"""A Boolean formula made the network of a run: threshold units, with weights that answer as it does."""

from __future__ import annotations

from engine.datasets import features, read_formula
from engine.networks.boolean import threshold_network
from playground.network.experiment import Experiment
from playground.run_settings import FORMULA, MAX_LAYERS, MAX_WIDTH
from playground.shared.refused import Refused, Remark


def build_from_formula(experiment: Experiment) -> Remark:
    """Begins a run with that network, and returns what is said of it. Raises Refused where the data are no formula."""
    session, data = experiment.session, experiment.data
    if session.dataset != FORMULA:
        raise Refused("formula_first")
    inputs = len(data.domain)
    built = threshold_network(read_formula(session.formula), inputs, MAX_LAYERS, MAX_WIDTH)
    session.update(
        features=list(features.available(inputs)[:inputs]),
        layers=built.widths[1:-1],
        activations=list(built.activations),
        output=built.output,
        loss="mean squared",
        bias=True,
        dropout=0.0,
    )
    experiment.begin()
    experiment.begin_with(built.parameters)
    return Remark("built_of_thresholds", sizes="-".join(map(str, built.widths)))
