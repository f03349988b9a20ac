"""The boundary before and after the update that is stepped through, on one grid, so that what differs is the update."""

from __future__ import annotations

import engine
from engine.networks.updated import updated
from playground.messages.inside import Ghost
from playground.network.experiment import Experiment
from playground.network.heat_maps import RESTING, HeatMaps


def ghost(experiment: Experiment, maps: HeatMaps, trace: engine.Trace) -> Ghost:
    """Both boundaries of a trace of the experiment's network."""
    before = maps.output_of(experiment.network)
    after = maps.output_of(updated(experiment.network, trace))
    message: Ghost = {
        "topic": "ghost",
        "generation": experiment.generation,
        "dimension": experiment.dimension,
        "grid": maps.side(RESTING),
        "before": before["map"],
        "after": after["map"],
    }
    if "line" in before:
        message["line_before"] = before["line"]
    if "line" in after:
        message["line_after"] = after["line"]
    return message
