"""The networks that are compared as those who go over a landscape: the loss of one of them over a plane through their
weights, on which the ways of all lie that have the same shape and learn the same points."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.landscapes import NetworkSurface, Plane, plane_of_ways, plane_of_weights
from engine.landscapes.next_step import next_step
from engine.landscapes.planes import near, parameter_names
from engine.landscapes.surface import Domain
from engine.training.trainer import Trainer
from playground.compare import landscape_payloads
from playground.compare.runs import ComparedRuns
from playground.landscape_settings import RUNS, SURFACES, SURFACES_CALLED, LandscapeSettings
from playground.messages import landscape as messages
from playground.shared.learning import OPTIONS, penalty_of
from playground.shared.refused import Refused

Numbers = NDArray[np.float64]
MOST_NAMED = 400  # weights to choose from
MOST_MOVED = 1024  # parameters whose start is moved: an address holds so many
WAITING: Domain = ((-1.0, 1.0), (-1.0, 1.0))


class RunsSeen(NamedTuple):
    """cells: those whose networks lie on the plane of the first, in order; surface: the loss over it."""

    cells: list[int]
    surface: NetworkSurface
    domain: Domain


def together(runs: ComparedRuns) -> list[int]:
    """The cells whose networks have the shape, the points and the loss of the first."""

    def kind(at: int) -> object:
        run, settings = runs.comparison.runs[at][0], runs.cells[at].settings
        functions = tuple(dense.activation.name for dense in run.network.dense)
        penalty = (settings.penalty, settings.strength) if settings.penalty != "none" else None
        return tuple(run.network.widths), functions, run.network.bias, run.loss.name, penalty, id(run.data)

    first = kind(0)
    return [at for at in range(len(runs.cells)) if kind(at) == first]


def first_run(runs: ComparedRuns, cell: int) -> Trainer:
    """That of its first seed."""
    return runs.comparison.runs[cell][0]


def ways_of(runs: ComparedRuns, cells: Sequence[int]) -> list[Numbers]:
    """The parameters of each at the moments that are kept, (moments, P)."""
    ways = runs.comparison.timeline.ways()
    return [np.asarray(ways[runs.seeds * cell], np.float64) for cell in cells]


def look(
    runs: ComparedRuns, settings: LandscapeSettings, number: int
) -> Generator[float, None, tuple[RunsSeen, messages.LandscapeMap]]:
    """Finds the plane and the map over it, slice by slice. What changes while one trains is read before the first."""
    cells = together(runs)
    run, cell = first_run(runs, cells[0]), runs.cells[cells[0]]
    network, data, loss, penalty = run.network, run.data, run.loss, penalty_of(cell.settings)
    ways, part = ways_of(runs, cells), list(settings.landscape_domain)
    plane = _chosen(run, ways, settings)
    yield 0.0
    if plane is None:
        plane = plane_of_ways(ways)
    surface = NetworkSurface(network, data, loss, penalty, plane)
    domain: Domain = ((part[0], part[1]), (part[2], part[3])) if part else plane.domain
    message = yield from landscape_payloads.map_of(surface, domain, number)
    return RunsSeen(cells, surface, domain), message


def _chosen(run: Trainer, ways: Sequence[Numbers], settings: LandscapeSettings) -> Plane | None:
    """The plane of two weights, about where they have been; None where it is that of the ways."""
    count = run.network.parameter_count
    first, second = min(settings.landscape_first, count - 1), min(settings.landscape_second, count - 1)
    if settings.landscape_plane != "weights" or first == second:
        return None
    been = np.concatenate(near(ways))[:, [first, second]]
    return plane_of_weights(run.network, first, second, 1.3 * max(1.0, float(np.abs(been).max())))


def landscape(
    runs: ComparedRuns, settings: LandscapeSettings, seen: RunsSeen | None, generation: int, number: int
) -> messages.Landscape:
    """What the map is of, and which networks lie on it."""
    cells = together(runs) if seen is None else seen.cells
    names = ["direction 1", "direction 2"] if seen is None else list(seen.surface.names)
    domain = WAITING if seen is None else seen.domain
    return {
        "topic": "landscape",
        "generation": generation,
        "map": number,
        "name": RUNS,
        "choices": [{"name": name, "called": SURFACES_CALLED.get(name, name)} for name in SURFACES],
        "formula": f"Training loss around “{runs.cells[cells[0]].title}”",
        "about": "A plane through the networks' weights, mapped while training is paused. Their paths run near this "
        "plane, not in it.",
        "names": names,
        "domain": [list(side) for side in domain],
        "whole": not settings.landscape_domain,
        "start": [0.0, 0.0] if seen is None else start(runs, seen),
        "own_start": runs.session.compare_start is not None,
        "lowest": [],
        "data": None,
        "plane": {
            "weights": parameter_names(first_run(runs, cells[0]).network)[:MOST_NAMED],
            "shares": [] if seen is None else list(seen.surface.plane.shares),
            "others": len(runs.cells) - len(cells),
        },
        "walkers": [
            {
                "name": runs.cells[cell].title,
                "on": True,
                "colour": cell,
                "rate": None,
                "options": list(OPTIONS[runs.cells[cell].settings.optimizer]),
            }
            for cell in cells
        ],
    }


def start(runs: ComparedRuns, seen: RunsSeen) -> list[float]:
    """Where the first of them began."""
    way = ways_of(runs, seen.cells[:1])[0]
    return [float(one) for one in seen.surface.plane.points(way[:1])[0]]


def fits(runs: ComparedRuns, seen: RunsSeen) -> bool:
    """Whether the networks lie on the plane that was found for others, or for the same from another start."""
    count = first_run(runs, seen.cells[0]).network.parameter_count
    return together(runs) == seen.cells and seen.surface.plane.directions.shape[1] == count


def moved_start(runs: ComparedRuns, seen: RunsSeen, place: Sequence[float]) -> bytes:
    """What is added to the first weights of all, so that they begin at a place of the plane: what lies beside the
    plane of it stays. Raises Refused for networks whose start an address cannot hold."""
    run, plane = first_run(runs, seen.cells[0]), seen.surface.plane
    if run.network.parameter_count > MOST_MOVED:
        raise Refused("start_too_large", most=MOST_MOVED)
    way = np.asarray(place, np.float64) - plane.points(run.start[None])[0]
    before = runs.session.compare_start
    moved = way @ plane.directions + (0 if before is None else np.frombuffer(before, "<f4"))
    return np.asarray(moved, "<f4").tobytes()


def steps(runs: ComparedRuns, seen: RunsSeen, generation: int) -> messages.LandscapeSteps:
    """What each is about to do, as it lies on the plane; None of who rests."""
    found = []
    for cell in seen.cells:
        run = first_run(runs, cell)
        step = None if run.diverged is not None else next_step(run, seen.surface.plane)
        found.append(step if step is not None and np.isfinite(step.point).all() else None)
    return landscape_payloads.steps(found, generation)


def ways(runs: ComparedRuns, seen: RunsSeen, generation: int) -> messages.LandscapeWays:
    """The ways so far as they lie on the plane; the heights are the losses of the networks themselves."""
    plane, step = seen.surface.plane, runs.comparison.steps
    kept = sum(moment <= step for moment in runs.comparison.timeline.steps)
    places = [plane.points(way[:kept]) for way in ways_of(runs, seen.cells)]
    points = [plane.points(first_run(runs, cell).network.parameters[None])[0] for cell in seen.cells]
    losses = np.asarray(runs.comparison.recent(1)["train_loss"][-1], np.float64)[seen.cells, 0]
    diverged = [first_run(runs, cell).diverged is not None for cell in seen.cells]
    return {
        "topic": "landscape_ways",
        "generation": generation,
        "step": step,
        "counts": np.array([len(one) for one in places], np.int32),
        "places": np.concatenate(places).astype(np.float64).ravel(),
        "points": np.array(points, np.float64).ravel(),
        "heights": losses,
        "resting": np.array(diverged, np.uint8),
        "ends": np.empty(0),
    }
