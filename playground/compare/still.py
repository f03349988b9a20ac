"""A moment of the Compare page as it stands, for paper: the cells with what their runs answer, or the landscape."""

from __future__ import annotations

import html
from collections.abc import Generator, Mapping
from contextlib import suppress
from typing import Any

import numpy as np

from engine.landscapes.surface import SIZE
from engine.problem import Problem
from playground import address
from playground.compare import measures
from playground.compare.landscape_payloads import map_of
from playground.compare.landscape_surfaces import Ground, checked_place, ground_of
from playground.compare.pictures import CellPicture
from playground.compare.runs import ComparedRuns
from playground.session import Session
from playground.shared.pictured_plane import Picture, plane_of
from playground.shared.pictures_on_paper import grey, png
from playground.shared.plane_on_paper import SIDE, Frame, framed, picture, segments
from playground.shared.still import Still

DARKEST = 0.45  # of the greys of a landscape: its lines and its start are seen on it


def still(settings: Mapping[str, Any]) -> Generator[float, None, Still]:
    """The runs of these settings at their start. Yields the share that is done."""
    session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
    problems = address.read(session, settings)
    runs = ComparedRuns(session, problems, later=True)
    yield from runs.opening(problems)

    def measured(words: str) -> float:
        return measures.measured(runs, words)

    if session.compare_view == "landscape":
        land, caption = yield from _landscape(session)
        return Still(land, caption, measured)
    cells = []
    for cell, members in zip(runs.cells, runs.comparison.runs, strict=True):
        found = CellPicture(cell).draw(members[0])
        drawn: Picture = {"map": found["maps"] if "maps" in found else found["lines"]}
        if "confidence" in found:
            drawn["confidence"] = found["confidence"]
        plane = plane_of(cell.data, cell.settings)
        seen = picture(cell.data, plane, drawn, f"What the run answers: {cell.title}")
        cells.append(f"<figure><figcaption>{html.escape(cell.title)}</figcaption>{seen}</figure>")
        yield 0.9
    count = runs.comparison.steps
    caption = "Before training." if count == 0 else f"After {count:,} steps."
    return Still(f'<div class="cells">{"".join(cells)}</div>', caption, measured)


def _landscape(session: Session) -> Generator[float, None, tuple[str, str]]:
    """The map with its lines, and the place where the optimizers start."""
    ground: Ground = ground_of(session)
    surface = ground.surface
    message = yield from map_of(surface, surface.domain, 0)
    yield 0.9
    shades = 1 - np.asarray(message["shades"], np.float64).reshape(SIZE, SIZE) / 255
    pieces = np.asarray(message["pieces"], np.float64).reshape(-1, 2, 2)
    frame = Frame(surface.domain)
    start = [float(one) for one in surface.start]
    with suppress(Problem):
        start = list(checked_place(session.landscape_start)) if session.landscape_start else start
    ((x, y),) = frame.at(np.array([start])).tolist()
    unit = Frame(((0.0, 1.0), (0.0, 1.0)))
    inside = (
        f'<image href="{png(grey(DARKEST * shades))}" width="{SIDE}" height="{SIDE}" preserveAspectRatio="none"/>'
        f'<path class="contour" d="{segments(pieces, unit)}"/>'
        f'<circle class="start" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    )
    label = "A landscape seen from above"
    called = f"<p><code>{html.escape(ground.formula)}</code></p>"
    names = ", ".join(session.landscape_optimizers)
    caption = f"The lines join places of the same height, darker is lower. {names}: the start is the circle."
    return f"{called}{framed(inside, frame, label, surface.names)}", caption
