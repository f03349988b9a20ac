"""A network as it would be after the update that a trace of one sample ends in."""

from __future__ import annotations

from engine.graphs.trace import Trace
from engine.networks.network import Network


def updated(network: Network, trace: Trace) -> Network:
    """A copy with the new weights of the trace's updates, whose graph is one of this network; the network itself stays
    as it is."""
    after = network.copy()
    for step in trace.steps:
        if step.phase != "update":
            continue
        place = trace.graph[step.node].place
        assert place is not None  # every parameter of a network has one
        layer, *inside = map(int, place[1:])
        if place[0] == "bias":
            assert after.biases is not None
            array = after.biases[layer]
        else:
            array = after.weights[layer]
        array[tuple(inside) or slice(None)] = step.value
    return after
