"""A small picture of a moment of the Network page: its layers, and the points that it is to learn."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl

from engine.problem import Problem
from playground import address
from playground.messages.lessons import Sketch
from playground.session import Session
from playground.shared.chosen_data import chosen_data, edited
from playground.shared.fitting_choices import fit
from playground.shared.pictured_plane import plane_of
from playground.shared.small_picture import LEFT, RIGHT, SmallPicture


@lru_cache(maxsize=500)
def sketch(query: str) -> Sketch:
    """Of the moment of a query; of data that are not there, as those of a file, nothing."""
    session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
    picture = SmallPicture("network")
    try:
        address.read(session, dict(parse_qsl(query, keep_blank_values=True)))
        data = edited(session, chosen_data(session, None))
        fit(session, data)
    except (Problem, ValueError):
        return picture.message
    picture.network([len(session.features), *session.layers, data.outputs], LEFT)
    picture.points(data, plane_of(data, session, session.sample), RIGHT)
    return picture.message
