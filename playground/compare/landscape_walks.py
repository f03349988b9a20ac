"""The ways of several optimizers over one surface, from one start and on one clock. It knows no screen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.landscapes import Surface, Walk
from engine.landscapes.surface import Domain
from engine.landscapes.walk import NextStep, Walked
from engine.training.optimizers import Optimizer

MOST_PLACES = 1200  # of a way
FINE = 500  # places closer together than this part of the map are one
Place = tuple[float, float]


class Way:
    """Where somebody has been, as much of it as can be seen: places that lie apart on the map, at most MOST_PLACES.
    Of a longer way every second place is forgotten, of the older half."""

    def __init__(self, start: Sequence[float], near: Place) -> None:
        """`near`: how far apart two places lie, along each of the two numbers, to be two."""
        self.near = near
        self.places: list[Place] = [(float(start[0]), float(start[1]))]
        self._told = 0  # places that have been sent on
        self.thinned = False  # since then

    def add(self, x: float, y: float) -> None:
        x0, y0 = self.places[-1]
        if abs(x - x0) < self.near[0] and abs(y - y0) < self.near[1]:
            return
        self.places.append((x, y))
        if len(self.places) > MOST_PLACES:
            half = len(self.places) // 2
            self.places = self.places[:half:2] + self.places[half:]
            self.thinned = True

    def fresh(self) -> list[Place]:
        """The places that are new since this was last asked; all, where others went."""
        told = 0 if self.thinned else self._told
        self._told, self.thinned = len(self.places), False
        return self.places[told:]


class Race(NamedTuple):
    """What `Walks.progress` gives and `Walks.resume` takes: the steps of all, and of each what it has come to, and the
    places of its way."""

    steps: int
    walks: list[Walked]
    places: list[list[Place]]


class Walks:
    """One Walk for each optimizer. Who would come to where there is no number rests, and the others go on."""

    def __init__(
        self, surface: Surface, optimizers: Mapping[str, Optimizer], start: Sequence[float], domain: Domain
    ) -> None:
        self.surface, self.start = surface, np.array(start, np.float64)
        self.names = tuple(optimizers)
        self._near = _near(domain)
        self._optimizers = dict(optimizers)
        self.reset()

    def reset(self) -> None:
        """All back to the start."""
        self.steps = 0
        self.walks = [Walk(self.surface, one, self.start) for one in self._optimizers.values()]
        self.ways = [Way(self.start.tolist(), self._near) for _ in self.walks]
        self.resting = [False] * len(self.walks)

    def progress(self) -> Race:
        """All that they have come to."""
        return Race(self.steps, [walk.progress() for walk in self.walks], [way.places for way in self.ways])

    def resume(self, race: Race) -> None:
        """Go on from what a race of the same settings has come to elsewhere. Raises Problem, and leaves all at the
        start, when it cannot be that."""
        try:
            for walk, walked in zip(self.walks, race.walks, strict=True):
                walk.resume(walked)
        except ValueError:
            self.reset()
            raise
        self.steps = race.steps
        self.resting = [walk.steps < race.steps for walk in self.walks]  # who has come less far
        for way, places in zip(self.ways, race.places, strict=True):
            way.places = list(places)

    def look_at(self, domain: Domain) -> None:
        """Another part of the map is seen: from now on the ways are as fine as it shows."""
        self._near = _near(domain)
        for way in self.ways:
            way.near = self._near

    def step(self, count: int = 1) -> None:
        """So many steps of all that do not rest."""
        for at, (walk, way) in enumerate(zip(self.walks, self.ways, strict=True)):
            if self.resting[at]:
                continue
            places = walk.go(count)[1:]
            self.resting[at] = len(places) < count
            for x, y in places.tolist():
                way.add(x, y)
        self.steps += count

    @property
    def points(self) -> NDArray[np.float64]:
        """Where each is, (walkers, 2)."""
        return np.array([walk.point for walk in self.walks])

    @property
    def heights(self) -> NDArray[np.float64]:
        """How high each is, (walkers,)."""
        return self.surface.heights(self.points)

    @property
    def lowest(self) -> int | None:
        """Who is the lowest; None where nobody has a finite height."""
        heights = [height if math.isfinite(height) else math.inf for height in self.heights.tolist()]
        least = min(heights)
        return heights.index(least) if math.isfinite(least) else None

    def looks(self) -> list[NextStep | None]:
        """The next step of each; None of who rests or stands where there is no gradient."""
        found: list[NextStep | None] = []
        for walk, resting in zip(self.walks, self.resting, strict=True):
            with np.errstate(all="ignore"):
                step = None if resting else walk.look()
            good = step is not None and np.isfinite(step.gradient).all() and np.isfinite(step.point).all()
            found.append(step if good else None)
        return found


def _near(domain: Domain) -> Place:
    """How far apart two places lie that can be told apart, along each of the two numbers."""
    (left, right), (low, high) = domain
    return (right - left) / FINE, (high - low) / FINE
