"""A small picture of a moment of the Digits page: the digit at hand, and what is looked at beside it."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl

import numpy as np
from numpy.typing import NDArray

from engine.problem import Problem
from playground import address
from playground.digits.experiment import CLASSES, DigitsExperiment, scaled
from playground.digits.still import laid_on_pad, signed_picture
from playground.messages.lessons import Sketch
from playground.session import Session
from playground.shared.pictures_on_paper import grey, png, signed
from playground.shared.small_picture import HEIGHT, MARGIN, WIDTH, Room, SmallPicture

PIXELS = 28
DIGIT = Room(MARGIN, MARGIN, HEIGHT - 2 * MARGIN, HEIGHT - 2 * MARGIN)
BESIDE = Room(WIDTH - DIGIT.x - 42, MARGIN, 42, HEIGHT - 2 * MARGIN)
ROWS = 5  # of the ten templates


@lru_cache(maxsize=500)
def sketch(query: str) -> Sketch:
    """Of the moment of a query: beside a digit that is walked its bars, beside one that is held against a label where
    the gradient leads, beside any other the templates that read it, or the layers."""
    session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
    picture = SmallPicture("digits")
    try:
        address.read(session, dict(parse_qsl(query, keep_blank_values=True)))
        stepping, label = session.digits_stepping, session.digits_label
        experiment = DigitsExperiment(session)
        laid_on_pad(experiment)
        pixels = experiment.readable
        picture.image(png(grey(np.asarray(pixels, np.float64).reshape(PIXELS, PIXELS))), DIGIT)
        if stepping:
            _bars(picture, experiment.read().probabilities)
        elif label is not None:
            side = Room(BESIDE.x, DIGIT.y + (DIGIT.height - 42) / 2, 42, 42)
            picture.image(signed_picture(experiment.gradient()), side)
        elif len(experiment.network.widths) > 2:
            picture.network(experiment.network.widths, BESIDE)
        else:
            _templates(picture, experiment)
    except (Problem, ValueError):
        return SmallPicture("digits").message
    return picture.message


def _bars(picture: SmallPicture, probabilities: NDArray[np.floating]) -> None:
    """How probable each digit is."""
    height = BESIDE.height / CLASSES
    for number, share in enumerate(probabilities.tolist()):
        width = round(max(0.8, share * BESIDE.width), 1)
        picture.bar(Room(BESIDE.x, round(BESIDE.y + number * height, 1), width, round(height - 1.5, 1)))


def _templates(picture: SmallPicture, experiment: DigitsExperiment) -> None:
    """The ten rows of weights, each as a picture of every second pixel."""
    coded = scaled(experiment.network.weights[0]).astype(np.int16) + 128
    small = coded.reshape(CLASSES, PIXELS, PIXELS)[:, ::2, ::2]
    half = PIXELS // 2
    grid = small.reshape(ROWS, CLASSES // ROWS, half, half).transpose(0, 2, 1, 3)
    pixels = signed(np.asarray(grid.reshape(ROWS * half, -1), np.uint8), pale=0)
    width = DIGIT.height * (CLASSES // ROWS) / ROWS
    picture.image(png(pixels), Room(BESIDE.x + (BESIDE.width - width) / 2, DIGIT.y, width, DIGIT.height))
