"""A moment of the Digits page as it stands, for paper."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from engine.problem import Problem
from playground import address
from playground.digits import measures, strokes
from playground.digits import payloads as digits_payloads
from playground.digits.experiment import CLASSES, DigitsExperiment, judged
from playground.session import Session
from playground.shared.pictures_on_paper import grey, png, signed
from playground.shared.played import Answers, Drawn, PlayedGraph
from playground.shared.still import Still
from playground.shared.trace_on_paper import place_in_words, trace_picture
from playground.shared.written_numbers import short

ROW, LONGEST = 21, 150  # of the ten bars
PIXELS = 28
SHIPPED = ("softmax", "network")


class Accuracies(Mapping[str, float]):
    """Of the models that came along: a model is judged when it is asked about."""

    def __getitem__(self, name: str) -> float:
        if name not in SHIPPED:
            raise KeyError(name)
        return judged(name).accuracy

    def __iter__(self) -> Iterator[str]:
        return iter(SHIPPED)

    def __len__(self) -> int:
        return len(SHIPPED)


def still(settings: Mapping[str, Any]) -> Generator[float, None, Still]:
    """The digit at hand, what the model makes of it, and its passage where it is stepped through. Yields the share that
    is done."""
    session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
    address.read(session, settings)
    stepping, cursor = session.digits_stepping, session.cursor
    experiment = DigitsExperiment(session)
    yield 0.2
    laid_on_pad(experiment)
    yield 0.4

    def measured(words: str) -> float:
        return measures.measured(experiment, Accuracies(), words)

    def slips(words: str) -> Mapping[str, Sequence[float]]:
        return measures.slips(experiment, words)

    try:
        reading = experiment.read()
    except Problem as problem:
        return Still("", str(problem), measured, slips)
    pictures = [_digit(experiment.readable, "The digit")]
    caption = f"The model reads {reading.digit}."
    if reading.loss is not None:
        caption += f" Against the label {experiment.label} the loss is {short(reading.loss)}."
    walk, play = "", None
    if stepping:
        trace = experiment.trace()
        cursor = min(cursor, len(trace.steps))
        yield 0.8
        walk = trace_picture(trace, cursor)
        caption += f" {place_in_words(trace, cursor)}"
        if cursor == len(trace.steps):
            pictures.append(_gradient(experiment.gradient()))
        play = partial(_played, experiment)
    beside = f'<div class="side-by-side">{"".join(pictures)}{_bars(reading.probabilities.tolist())}</div>'
    return Still(f"{beside}{walk}", caption, measured, slips, play, beside if play else "")


def _played(experiment: DigitsExperiment) -> Generator[float, None, PlayedGraph]:
    """The walk as it steps where there is no server."""
    walked = experiment.trace()
    message = digits_payloads.trace(walked, experiment.picture.index, experiment.walked_label, 0)
    yield 0.5
    sums, slips = yield from Answers().of(walked, message)
    return [Drawn(message, None, {}, sums, slips)]


def laid_on_pad(experiment: DigitsExperiment) -> None:
    """The digit of MNIST, or the drawing, that the address names."""
    session = experiment.session
    with suppress(Problem):
        if session.digits_index is not None:
            experiment.pick(session.digits_index)
        elif session.digits_drawing is not None:
            experiment.draw(*strokes.unpack(session.digits_drawing))


def _digit(pixels: ArrayLike, label: str) -> str:
    address = png(grey(np.asarray(pixels, np.float64).reshape(PIXELS, PIXELS)))
    return f'<img class="digit" src="{address}" alt="{label}">'


def _gradient(gradient: ArrayLike) -> str:
    """Orange where more ink would lower the loss, blue where it would raise it: signed, as everywhere."""
    return (
        f'<img class="digit" src="{signed_picture(gradient)}" alt="The gradient of the loss at each pixel">'
    )


def signed_picture(gradient: ArrayLike) -> str:
    """The address of a picture of it."""
    array = np.asarray(gradient, np.float64).reshape(PIXELS, PIXELS)
    most = float(np.abs(array).max()) or 1.0
    return png(signed(np.asarray(np.rint(array / most * 127 + 128), np.uint8), pale=0))


def _bars(probabilities: list[float]) -> str:
    """How probable each digit is to the model."""
    rows = "".join(
        f'<text x="8" y="{ROW * at + 15}">{at}</text>'
        f'<rect x="24" y="{ROW * at + 3}" width="{max(0.5, LONGEST * share):.1f}" height="{ROW - 6}"/>'
        f'<text class="share" x="{30 + LONGEST * share:.1f}" y="{ROW * at + 15}">{short(100 * share)} %</text>'
        for at, share in enumerate(probabilities)
    )
    return (
        f'<svg class="bars" viewBox="0 0 {LONGEST + 100} {ROW * CLASSES}" role="img" '
        f'aria-label="How probable each digit is">{rows}</svg>'
    )
