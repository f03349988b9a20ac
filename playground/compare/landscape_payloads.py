"""A landscape and the ways over it as the messages that the browser draws."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine import Problem
from engine.landscapes import ModelSurface, Surface, level_line, round_levels
from engine.landscapes.surface import SIZE, Domain
from engine.landscapes.walk import NextStep
from engine.training.optimizers import OPTIMIZERS
from playground.compare.landscape_surfaces import Ground
from playground.compare.landscape_walks import Walks
from playground.compare.payloads import points_of
from playground.landscape_settings import SURFACES, SURFACES_CALLED, LandscapeSettings
from playground.messages import landscape as messages
from playground.messages.compare import ComparedStatus
from playground.messages.fields import Said
from playground.shared.learning import OPTIONS
from playground.shared.pictured_plane import Plane
from playground.shared.refused import told

DARKEST = 255


def landscape(
    settings: LandscapeSettings,
    ground: Ground,
    start: Sequence[float],
    domain: Domain,
    rates: Mapping[str, float],
    generation: int,
    map_number: int,
) -> messages.Landscape:
    """What the map is of, and who may go over it."""
    surface = ground.surface
    return {
        "topic": "landscape",
        "generation": generation,
        "map": map_number,
        "name": settings.landscape,
        "choices": [{"name": name, "called": SURFACES_CALLED.get(name, name)} for name in SURFACES],
        "formula": ground.formula,
        "about": ground.about,
        "names": list(surface.names),
        "domain": [list(side) for side in domain],
        "whole": domain == surface.domain,
        "start": [float(one) for one in start],
        "own_start": bool(settings.landscape_start),
        "lowest": [list(place) for place in ground.lowest],
        "plane": None,
        "data": None if ground.data is None else points_of(ground.data, Plane(ground.data.domain)),
        "walkers": [
            {
                "name": name,
                "on": name in settings.landscape_optimizers,
                "colour": colour,
                "rate": rates[name],
                "options": list(OPTIONS[name]),
            }
            for colour, name in enumerate(OPTIMIZERS)
        ],
    }


def map_of(surface: Surface, domain: Domain, number: int) -> Generator[float, None, messages.LandscapeMap]:
    """Finds the map, slice by slice, and its lines. Yields the share that is done."""
    for share, so_far in surface.map_in_slices(SIZE, domain):
        found = so_far
        yield 0.9 * share
    lines = []
    for level in round_levels(found.heights):
        line = level_line(found, level)
        lines += [line] if len(line.pieces) else []
        yield 0.95
    pieces = [line.pieces for line in lines] or [np.empty((0, 2, 2))]
    low, extent = np.array([side[0] for side in domain]), np.array([side[1] - side[0] for side in domain])
    levels = np.array([line.level for line in lines])
    return {
        "topic": "landscape_map",
        "map": number,
        "side": SIZE,
        "shades": shades(found.heights, levels),
        "levels": levels,
        "counts": np.array([len(line.pieces) for line in lines], np.int32),
        "pieces": ((np.concatenate(pieces) - low) / extent).astype(np.float32).ravel(),
    }


def shades(heights: NDArray[np.floating], levels: NDArray[np.float64]) -> NDArray[np.uint8]:
    """How dark each height is, from the upper left: evenly so from one level to the next, since heights themselves lie
    so far apart that all but the steepest would look alike. 0 where there is no finite height."""
    upright = np.asarray(heights, np.float64)[::-1].ravel()
    known = np.isfinite(upright)
    coded = np.zeros(upright.shape, np.uint8)
    if known.any():
        marks = np.unique([upright[known].min(), *levels, upright[known].max()])
        steps = np.linspace(1, DARKEST, len(marks))
        coded[known] = np.interp(upright[known], marks, steps).round().astype(np.uint8)
    return coded


def ways(walks: Walks, generation: int) -> messages.LandscapeWays:
    """All ways so far."""
    for way in walks.ways:
        way.fresh()  # what is new in them is told with this
    return {
        "topic": "landscape_ways",
        "generation": generation,
        "step": walks.steps,
        "counts": np.array([len(way.places) for way in walks.ways], np.int32),
        "places": np.array([place for way in walks.ways for place in way.places], np.float64).ravel(),
        "points": walks.points.ravel(),
        "heights": walks.heights,
        "resting": np.array(walks.resting, np.uint8),
        "ends": ends(walks),
    }


def ends(walks: Walks) -> NDArray[np.float64]:
    """The line through the points that each is, where the landscape is that of a model."""
    surface = walks.surface
    return surface.ends(walks.points).ravel() if isinstance(surface, ModelSurface) else np.empty(0)


def frame(walks: Walks) -> messages.LandscapeMoment:
    """One moment of the walks, and what is new of the ways."""
    again = [way.thinned for way in walks.ways]
    fresh = [way.fresh() for way in walks.ways]
    return {
        "steps": np.array([walks.steps], np.float64),
        "points": walks.points.ravel(),
        "heights": walks.heights,
        "resting": np.array(walks.resting, np.uint8),
        "ends": ends(walks),
        "counts": np.array([len(places) for places in fresh], np.int32),
        "places": np.array([place for places in fresh for place in places], np.float64).ravel(),
        "again": np.array(again, np.uint8),
    }


def chunk(
    frames: Sequence[messages.LandscapeMoment], generation: int, interval: int, number: int
) -> messages.LandscapeWalked:
    """Moments to be played over `interval` milliseconds; the page acknowledges the `number`."""
    return {
        "topic": "landscape_walked",
        "acknowledge": number,
        "frames": len(frames),
        "interval": interval,
        "generation": generation,
        "steps": np.concatenate([one["steps"] for one in frames]),
        "points": np.concatenate([one["points"] for one in frames]),
        "heights": np.concatenate([one["heights"] for one in frames]),
        "resting": np.concatenate([one["resting"] for one in frames]),
        "ends": np.concatenate([one["ends"] for one in frames]),
        "counts": np.concatenate([one["counts"] for one in frames]),
        "places": np.concatenate([one["places"] for one in frames]),
        "again": np.concatenate([one["again"] for one in frames]),
    }


def status(walks: Walks, training: bool, message: Problem | None, kind: Said) -> ComparedStatus:
    """What the bar shows. The gradient is that of the whole map: a step is an epoch."""
    return {
        "topic": "compared_status",
        "training": training,
        "step": walks.steps,
        "epochs": float(walks.steps),
        "moments": [],
        "message": None if message is None else told(message),
        "kind": kind if message else None,
    }


def steps(looks: Sequence[NextStep | None], generation: int) -> messages.LandscapeSteps:
    """What each is about to do."""
    return {
        "topic": "landscape_steps",
        "generation": generation,
        "steps": [None if look is None else _step(look) for look in looks],
    }


def _step(look: NextStep) -> messages.LandscapeStep:
    memory, fresh = look.split.parts
    return {
        "gradient": look.gradient.tolist(),
        "memory": memory.tolist(),
        "fresh": fresh.tolist(),
        "move": look.split.move.tolist(),
        "point": look.point.tolist(),
        "terms": [
            {"label": label, "formula": formula, "value": np.asarray(value).tolist()}
            for label, formula, value in look.terms
        ],
    }


def seen(surface: Surface, x: float, y: float, generation: int) -> messages.LandscapeSeen:
    """The height and the gradient at a place."""
    with np.errstate(all="ignore"):
        height = float(surface.heights(np.array([[x, y]]))[0])
        gradient = surface.gradient(np.array([x, y])) if np.isfinite(height) else np.full(2, np.nan)
    return {
        "topic": "landscape_seen",
        "generation": generation,
        "x": x,
        "y": y,
        "height": height if np.isfinite(height) else None,
        "gradient": gradient.tolist() if np.isfinite(gradient).all() else None,
    }
