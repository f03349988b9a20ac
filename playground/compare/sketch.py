"""A small picture of a moment of the Compare page: the landscape with its start, or its cells, each with what is other
in it."""

from __future__ import annotations

import math
from functools import lru_cache
from urllib.parse import parse_qsl

import numpy as np

from engine.activations import ACTIVATIONS
from engine.landscapes.contours import contours
from engine.problem import Problem
from playground import address
from playground.compare.cells import Cell, cells_of, common_settings
from playground.compare.landscape_surfaces import checked_place, ground_of
from playground.compare.runs import ComparedRuns
from playground.compare.values import shown
from playground.messages.lessons import Sketch
from playground.session import Session
from playground.shared.pictured_plane import plane_of
from playground.shared.small_picture import HEIGHT, HIGH, WIDTH, Room, SmallPicture

GAP = 4
SIDE = 21  # of the map whose lines are drawn
LEVELS = 7
MOST_POINTS = 24  # of a cell
REACH = 4.0  # of the curve of an activation


@lru_cache(maxsize=500)
def sketch(query: str) -> Sketch:
    """Of the moment of a query; of what cannot be compared nothing."""
    session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
    picture = SmallPicture("compare")
    try:
        problems = address.read(session, dict(parse_qsl(query, keep_blank_values=True)))
        if session.compare_view == "landscape":
            _landscape(picture, session)
        else:
            _cells(picture, session, problems)
    except (Problem, ValueError):
        return SmallPicture("compare").message
    return picture.message


def _landscape(picture: SmallPicture, session: Session) -> None:
    surface = ground_of(session).surface
    room = Room(GAP, GAP, WIDTH - 2 * GAP, HEIGHT - 2 * GAP)
    found = surface.map(SIDE)
    low, high = (np.array([side[end] for side in surface.domain]) for end in (0, 1))
    for contour in contours(found, LEVELS):
        pieces = (contour.pieces - low) / (high - low)
        pieces[..., 1] = 1 - pieces[..., 1]
        picture.segments(pieces.tolist(), room)
    place = checked_place(session.landscape_start) if session.landscape_start else surface.start
    across, upward = ((np.asarray(place, float) - low) / (high - low)).tolist()
    picture.dots([(across, 1 - upward)], HIGH, room)


def _cells(picture: SmallPicture, session: Session, problems: list[Problem]) -> None:
    margins = ComparedRuns(session, problems, later=True).margins
    making = cells_of(common_settings(session), margins, 1)
    try:
        while True:
            next(making)
    except StopIteration as end:
        cells: list[Cell] = end.value
    columns = len(margins[0].values)
    if len(margins) == 1 and columns > 3:
        columns = math.ceil(columns / 2)
    rows = math.ceil(len(cells) / columns)
    width, height = (WIDTH - GAP) / columns - GAP, (HEIGHT - GAP) / rows - GAP
    for number, cell in enumerate(cells):
        row, column = divmod(number, columns)
        room = Room(
            *(
                round(one, 1)
                for one in (GAP + column * (width + GAP), GAP + row * (height + GAP), width, height)
            )
        )
        picture.box(room)
        _inside(picture, cell, Room(room.x + 3, room.y + 3, room.width - 6, room.height - 6))


def _inside(picture: SmallPicture, cell: Cell, room: Room) -> None:
    """What is other in a cell: its layers, the curve of its activation, as many points as it has, or its value."""
    settings, (name, value) = cell.settings, next(iter(cell.values.items()))
    if name == "layers":
        picture.network([len(settings.features), *settings.layers, cell.data.outputs], room)
    elif name == "activations" and ACTIVATIONS[settings.activations[0]].pieces == 1:
        at = np.linspace(-REACH, REACH, 25)
        answers = ACTIVATIONS[settings.activations[0]](at[None])[0]
        shares = np.clip(0.5 - np.asarray(answers) / (2 * 1.5), 0, 1)
        across = (at + REACH) / (2 * REACH)
        picture.line(list(zip(across.tolist(), shares.tolist(), strict=True)), room)
    elif name in ("samples", "dataset", "noise"):
        picture.points(cell.data, plane_of(cell.data, settings), room, max(4, len(cell.data.train) // 8))
    else:
        picture.word(shown(name, value), room.x + room.width / 2, room.y + room.height / 2)
