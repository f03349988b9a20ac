"""The passage of one sample as the browser plays it, and as it plays in a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from typing import NamedTuple

from engine.graphs.trace import Trace
from playground.messages.trace import Trace as TraceMessage
from playground.messages.trace import TraceSample
from playground.network.experiment import Experiment, Level
from playground.network.own_units import answer, scaled_sample
from playground.shared.played import Answers, Drawn, PlayedGraph
from playground.shared.trace_payload import trace_message


class SampleTrace(NamedTuple):
    """A trace, and what makes its message, which a worker may do: the run may go on before it has come to it, and all
    of this is of the moment of the trace."""

    trace: Trace
    level: Level
    message: Callable[[], TraceMessage]


def levels_of(experiment: Experiment) -> list[Level]:
    """Those at which its samples can be drawn."""
    return ["layer", "scalar"] if experiment.scalar_level_fits() else ["layer"]


def sample_trace(experiment: Experiment, sample: int, level: Level, cursor: int = 0) -> SampleTrace:
    """The passage of a sample through the network as it is now, at this level or where it would be no picture at that
    of layers. Raises Refused where there is no such sample."""
    levels = levels_of(experiment)
    level = level if level in levels else "layer"
    trace, states = experiment.trace(sample, level)
    trainer = experiment.trainer
    message = partial(
        trace_message,
        trace,
        level=level,
        levels=levels,
        sample=_told(experiment, trace, sample),
        loss=trainer.loss.name,
        optimizer=trainer.optimizer.fresh(),
        rate=trainer.rate,
        states=states,
        update=trainer.optimizer.steps + 1,
        cursor=min(cursor, len(trace.steps)),
    )
    return SampleTrace(trace, level, message)


def _told(experiment: Experiment, trace: Trace, sample: int) -> TraceSample:
    """Which sample it is, and what the network says of it."""
    data = experiment.trainer.data
    told: TraceSample = {
        **scaled_sample(experiment, sample),
        "names": list(experiment.input_labels),
        "x": data.X[sample].tolist(),
        "y": data.y[sample].tolist(),
    }
    said = answer(experiment, trace, sample)
    if said is not None:
        told["answer"] = said
    return told


def played(experiment: Experiment, sample: int, level: Level) -> Generator[float, None, PlayedGraph]:
    """The passage as it steps where there is no server, first at this level; yields the share that is done."""
    levels = levels_of(experiment)
    levels.sort(key=lambda one: one != level)
    drawn, answers = [], Answers()
    for one in levels:
        shown = sample_trace(experiment, sample, one)
        message = shown.message()
        yield 0.5
        sums, slips = yield from answers.of(shown.trace, message)
        leads: dict[str, int] = {other: place for place, other in enumerate(levels) if other != one}
        drawn.append(Drawn(message, None, leads, sums, slips))
    return drawn
