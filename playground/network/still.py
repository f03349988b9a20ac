"""A moment of the Network page as it stands, for paper."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from functools import partial
from typing import Any

from engine.problem import Problem
from playground import address
from playground.network import measures
from playground.network.experiment import Experiment
from playground.network.heat_maps import HeatMaps
from playground.network.nearest_experiment import nearest_experiment
from playground.network.network_on_paper import network_drawing
from playground.network.sample_trace import played, sample_trace
from playground.session import Session
from playground.shared.plane_on_paper import picture
from playground.shared.still import Still
from playground.shared.trace_on_paper import place_in_words, trace_picture
from playground.shared.written_numbers import short


def still(settings: Mapping[str, Any]) -> Generator[float, None, Still]:
    """The network of these settings, and what it answers over the plane of its points; the passage of a sample, where
    one is stepped through. Yields the share that is done."""
    session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
    experiment = nearest_experiment(session, address.read(session, settings))
    yield 0.3
    maps = HeatMaps(experiment)
    yield 0.4
    drawn = maps.draw(None, moving=False, thumbnails=False)
    yield 0.6
    plane = picture(
        experiment.data,
        experiment.plane,
        drawn,
        "What the network answers, and the training points",
        ringed=session.sample,
    )
    network = network_drawing(experiment.network, experiment.input_labels)
    parts = f'<div class="side-by-side">{network}{plane}</div>'
    caption = _numbers(experiment)
    yield 0.8
    sample, beside, play = session.sample, "", None
    if sample is not None:
        shown = sample_trace(experiment, sample, session.level)
        cursor = min(session.cursor, len(shown.trace.steps))
        yield 0.9
        beside, play = parts, partial(played, experiment, sample, shown.level)
        parts += trace_picture(shown.trace, cursor)
        caption += f" Sample {sample}: {_small(place_in_words(shown.trace, cursor))}"
    return Still(
        parts,
        caption,
        lambda words: measures.measured(experiment, words),
        lambda words: measures.slips(experiment, words),
        play,
        beside,
    )


def _small(sentence: str) -> str:
    """A sentence that follows a colon."""
    return sentence[0].lower() + sentence[1:]


def _numbers(experiment: Experiment) -> str:
    """How well the network does, as the page says it."""
    loss = measures.measured(experiment, "train_loss")
    try:
        accuracy = measures.measured(experiment, "train_accuracy")
    except Problem:
        return f"Training loss {short(loss)}."
    return f"Training loss {short(loss)}, training accuracy {short(100 * accuracy)} %."
