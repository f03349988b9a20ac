"""The boundary before and after the update that is stepped through, on one grid, so that what differs is the update."""

from __future__ import annotations

import engine
from engine.networks.updated import updated
from playground.messages import Message
from playground.network.experiment import Experiment
from playground.network.heat_maps import RESTING, HeatMaps


def ghost(experiment: Experiment, maps: HeatMaps, trace: engine.Trace) -> Message:
    """Both boundaries of a trace of the experiment's network."""
    before = maps.output_of(experiment.network)
    after = maps.output_of(updated(experiment.network, trace))
    return {
        "topic": "ghost",
        "generation": experiment.generation,
        "dimension": experiment.dimension,
        "grid": maps.side(RESTING),
        "before": before["map"],
        "after": after["map"],
        **{
            f"line_{name}": found["line"]
            for name, found in (("before", before), ("after", after))
            if "line" in found
        },
    }
