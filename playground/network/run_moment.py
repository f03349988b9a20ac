"""A moment of the Network page, which can be gone back to: its settings, its points, and all of its run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from engine import datasets
from engine.training.timeline import Moment as Earlier
from playground.network.experiment import Experiment
from playground.run_settings import RunSettings
from playground.shared.kept_run import KeptRun, pack, unpack

# The weights stand in the run itself, those of the address follow from it.
SETTINGS = tuple(name for name in RunSettings.names() if name != "weights")
POINTS = ("points_added", "points_moved", "points_removed")
ENTRY = 64  # bytes of an entry of a list, about
OF = ""  # a run that never leaves this session needs no fingerprint


@dataclass(frozen=True, eq=False)
class RunMoment:
    """`run` is packed as for the browser. `generation` tells whether the run was exchanged between two moments, and
    `earlier` are the moments of the run that can be gone back to; two moments may be equal that differ in these."""

    settings: Mapping[str, Any]
    uploaded: datasets.Dataset | None
    came_with_another: bool
    run: bytes
    iteration: int
    generation: int
    earlier: tuple[Earlier, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RunMoment) and (
            self.settings == other.settings and self.uploaded is other.uploaded and self.run == other.run
        )

    @cached_property
    def _entries(self) -> int:
        return sum(len(value) if isinstance(value, Sized) else 1 for value in self.settings.values())

    def held(self) -> Iterable[tuple[object, int]]:
        yield self.settings, ENTRY * self._entries
        yield self.run, len(self.run)
        if self.uploaded is not None:
            yield self.uploaded, _size(self.uploaded)
            if self.uploaded.origin is not None:
                yield self.uploaded.origin.data, len(self.uploaded.origin.data)
        yield self.earlier, sum(one.nbytes for one in self.earlier)

    def thinner(self) -> RunMoment | None:
        """The run without its earlier moments."""
        return replace(self, earlier=()) if self.earlier else None

    def kept(self) -> KeptRun:
        """The run of this moment, and whether it was being trained."""
        return unpack(self.run, OF)


def moment_of(experiment: Experiment, training: bool, like: RunMoment | None) -> RunMoment:
    """This moment; its run is the very object that an earlier one has, where it is the same."""
    run = pack(experiment.keep(training), OF)
    return RunMoment(
        {name: getattr(experiment.session, name) for name in SETTINGS},
        experiment.uploaded,
        experiment.came_with_another,
        like.run if like is not None and like.run == run else run,
        experiment.newest,
        experiment.generation,
        experiment.timeline.moments,
    )


def is_same_run(before: RunMoment, now: RunMoment) -> bool:
    """Whether training could go on through a change as if nothing had happened to the weights."""
    if before.generation != now.generation:
        return False
    one, other = before.kept().progress, now.kept().progress
    return one.parameters.tobytes() == other.parameters.tobytes()


def return_to(experiment: Experiment, moment: RunMoment) -> None:
    """Everything as it was: what follows is the same to the bit."""
    kept = moment.kept()
    assert kept.start is not None  # an experiment keeps it
    experiment.session.update(**moment.settings)
    experiment.uploaded, experiment.came_with_another = moment.uploaded, moment.came_with_another
    experiment.load_data()
    experiment.begin()
    experiment.start.parameters[:] = kept.start
    experiment.trainer.go_back(kept.progress)
    experiment.timeline.restore(moment.earlier)
    experiment.timeline.keep(moment.iteration)


def follow(experiment: Experiment, moment: RunMoment) -> None:
    """Settings and points as they were, while weights and curves stay as they are now."""
    session = experiment.session
    changed = [name for name, value in moment.settings.items() if getattr(session, name) != value]
    session.update(**moment.settings)
    if any(name in POINTS or session.change(name) == "points" for name in changed):
        experiment.exchange_data()
    for name in changed:
        if session.change(name) == "learning":
            experiment.learn_with(name)


def _size(data: datasets.Dataset) -> int:
    return data.points.nbytes + data.X.nbytes + data.y.nbytes + data.train.nbytes + data.validation.nbytes
