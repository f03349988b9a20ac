"""The measures of a trace that is on the page: values, gradients, and what goes over an edge; and the usual slips on
the way to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engine.graphs.backprop import Step
from engine.graphs.slips import slips_of_edge, slips_of_gradient
from engine.graphs.trace import Trace
from engine.ops import COPY
from engine.problem import size_text
from playground.shared.measures import Measure, Part
from playground.shared.refused import Refused

OF_A_TRACE = frozenset(("value", "gradient", "local", "downstream", "output"))


def of_trace(trace: Trace, measure: Measure) -> float:
    """The number that is asked for. Raises Refused where the trace has none such."""
    if measure.name == "output":
        return element_of(Part("output"), np.asarray(trace.output))
    if measure.name == "value":
        return element_of(measure.about[0], trace.values[_node(trace, measure.about[0])])
    if measure.name == "gradient":
        return element_of(measure.about[0], _gradient(trace, measure.about[0]))
    steps = _over(trace, measure)
    arrays = [step.local if measure.name == "local" else step.downstream for step in steps]
    return sum(element_of(measure.about[1], array) for array in arrays)


def slips_in_trace(trace: Trace, measure: Measure) -> Mapping[str, Sequence[float]]:
    """What that number becomes with a usual slip."""
    if measure.name == "gradient":
        part = measure.about[0]
        return slips_of_gradient(trace, _node(trace, part), part.index or ())
    if measure.name == "downstream":
        return slips_of_edge(trace, _over(trace, measure), measure.about[1].index or ())
    return {}


def _node(trace: Trace, part: Part) -> str:
    if part.name not in trace.values:
        raise Refused("measure_node_unknown", name=part.name[:40])
    return part.name


def _gradient(trace: Trace, part: Part) -> Any:
    name = _node(trace, part)
    if name not in trace.gradients:
        raise Refused("measure_no_gradient", name=name[:40])
    return trace.gradients[name]


def _over(trace: Trace, measure: Measure) -> list[Step]:
    """The steps that walk back from the first node to the second: over a copy gate, if the second is used several
    times; over several edges beside each other, if the first uses it twice."""
    source, target = (_node(trace, part) for part in measure.about)
    ends = {
        target,
        *(node.name for node in trace.graph.nodes if node.op is COPY and node.inputs == (target,)),
    }
    ends.discard(source)
    steps = [
        step
        for step in trace.steps
        if step.phase == "backward" and step.node == source and step.input in ends
    ]
    if not steps:
        raise Refused("measure_edge_unknown", source=source[:40], target=target[:40])
    return steps


def element_of(part: Part, array: Any) -> float:
    """The element of an array that is asked for; of one with a single element, that. Raises Refused."""
    if array is None:
        raise Refused("measure_no_gradient", name=part.name[:40])
    values = np.asarray(array, np.float64)
    if part.index is None:
        if values.size != 1:
            raise Refused("measure_needs_element", name=part.name[:40])
        return float(values.reshape(-1)[0])
    if len(part.index) != values.ndim or any(
        place >= size for place, size in zip(part.index, values.shape, strict=True)
    ):
        place = ",".join(map(str, part.index))
        raise Refused("measure_element", name=part.name[:40], place=place, size=size_text(values.shape))
    return float(values[part.index])
