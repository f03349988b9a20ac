"""A neuron's card: its sum term by term, its activation's curve and derivative, and the point on both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.networks.neuron import Neuron, neuron_of
from engine.ops import Array
from playground.messages.inside import NeuronCard
from playground.network.experiment import Experiment
from playground.shared.enough_digits import enough_digits
from playground.shared.refused import Refused
from playground.shared.written_numbers import DIGITS

MOST = 12  # digits, with which a sum stands there at the most


def neuron_card(experiment: Experiment, layer: int, unit: int) -> NeuronCard:
    """Of the sample that is stepped through, else of the one that comes next. Raises Refused for a neuron that is not
    there."""
    sample = experiment.session.sample
    number = experiment.next_sample() if sample is None else sample
    try:
        found = neuron_of(experiment.network, layer, unit, experiment.trainer.data.X[number])
    except IndexError:
        raise Refused("neuron_unknown") from None
    none = np.zeros(0, np.float32)
    return {
        "topic": "neuron_card",
        "layer": layer,
        "unit": unit,
        "sample": number,
        "activation": experiment.network.dense[layer].activation.name,
        "piece": found.piece if experiment.network.dense[layer].activation.pieces > 1 else None,
        "weights": found.weights,
        "inputs": found.inputs,
        "products": found.products,
        "bias": found.bias,
        "z": found.z,
        "a": found.a,
        "slope": found.slope,
        "places": none if found.places is None else found.places.astype(np.float32),
        "curve": none if found.curve is None else found.curve.astype(np.float32),
        "slopes": none if found.slopes is None else found.slopes.astype(np.float32),
        "digits": _digits(found),
    }


def _digits(found: Neuron) -> int:
    """With how many the terms stand there, so that the sum comes out."""

    def added(terms: Sequence[Array]) -> Array:
        return np.asarray(sum(terms))

    terms = [np.asarray(one) for one in (*found.products, *([] if found.bias is None else [found.bias]))]
    with np.errstate(all="ignore"):
        digits, _ = enough_digits(added, terms, np.asarray(found.z), np.asarray(False))
    return DIGITS if digits is None else min(MOST, digits)
