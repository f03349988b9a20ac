"""Several runs side by side, which differ in what is said and in nothing else, on one clock."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.bound_calls import Array
from engine.comparing import looks, results
from engine.comparing.setup import FIELDS as SETTINGS
from engine.comparing.setup import Setup, words
from engine.training.progress import FIELDS, Progress
from engine.training.stack import Together
from engine.training.timeline import MOST, Moment, Timeline
from engine.training.trainer import Trainer

Numbers = NDArray[np.float64]
MEASURED = (*FIELDS, "distance")
MOST_RECORDS = 2000  # of the history; then every second one goes, so that an hour of training stays small


class Record(NamedTuple):
    """What was measured at a step: each an array (cells, seeds), nan where there is no number."""

    step: int
    measured: dict[str, Numbers]


class Snapshot(NamedTuple):
    """All that the runs of a comparison had come to at `step`: of each its progress, the moments that could be gone
    back to, and the records."""

    step: int
    progress: list[Progress]
    moments: tuple[Moment, ...]
    records: tuple[Record, ...]


class Comparison:
    """The runs of several set-ups, a cell each, with the same seeds: same points, same first weights where the shapes
    agree, same order of batches, same step.

    names, setups: one a cell; runs: for each cell a Trainer a seed. steps: how many all have made (a run that has
    diverged rests at its last finite weights, and the others go on). timeline: the moments that `go_to` goes back to.
    moved (P,), where it is given, is added to the first weights of every run with as many parameters as the first
    cell's: its common start is then another. ValueError where it fits none, or its numbers are not finite.
    """

    def __init__(
        self,
        setups: Mapping[str, Setup],
        seeds: int | Sequence[int] = 1,
        most: int = MOST,
        moved: Array | None = None,
    ) -> None:
        for _ in self._making(setups, seeds, most, moved):
            pass

    @classmethod
    def making(
        cls,
        setups: Mapping[str, Setup],
        seeds: int | Sequence[int] = 1,
        most: int = MOST,
        moved: Array | None = None,
    ) -> Generator[float, None, Comparison]:
        """The same comparison, made and recorded run by run: yields the share that is done after each."""
        made = cls.__new__(cls)
        for share in made._making(setups, seeds, most, moved):
            yield share / 2
        for share in made.recording():
            yield 0.5 + share / 2
        return made

    def _making(
        self, setups: Mapping[str, Setup], seeds: int | Sequence[int], most: int, moved: Array | None
    ) -> Generator[float, None, None]:
        if not setups:
            raise ValueError("there is nothing to compare: give at least one set-up")
        self.names, self.setups = list(setups), list(setups.values())
        self._seeds: list[int] | None = None if isinstance(seeds, int) else list(seeds)
        count = seeds if isinstance(seeds, int) else len(seeds)
        if count < 1:
            raise ValueError("at least one seed is needed")
        self.runs: list[list[Trainer]] = []
        for name, setup in setups.items():
            own = [setup.seed + i for i in range(count)] if self._seeds is None else self._seeds
            cell: list[Trainer] = []
            for seed in own:
                try:
                    cell.append(setup.trainer(seed))
                except ValueError as error:
                    raise ValueError(f"{name}: {error}") from error
                yield (len(self.runs) + len(cell) / count) / len(setups)
            self.runs.append(cell)
        if moved is not None:
            self._move_starts(moved)
        self._all = [run for cell in self.runs for run in cell]
        self._together = Together(self._all)
        self.timeline = Timeline(self._all, most)
        self._records: list[Record] = []
        self.steps = 0
        self.timeline.keep(0)

    def _move_starts(self, moved: Array) -> None:
        size = self.runs[0][0].network.parameter_count
        if moved.shape != (size,) or not np.isfinite(moved).all():
            raise ValueError(f"a start is moved by {size} finite numbers, as many as there are parameters")
        for run in (run for cell in self.runs for run in cell if run.network.parameter_count == size):
            run.network.parameters += moved.astype(run.network.dtype)
            run.begin()  # from here on that is where it starts

    def __repr__(self) -> str:
        seeds = len(self.runs[0])
        each = f"{len(self.names)} set-ups" + (f" with {seeds} seeds" if seeds > 1 else "")
        return f"Comparison({each}: {'; '.join(self.names)}; {self.steps} steps)"

    # Training

    def step(self, count: int = 1, keep: bool = True) -> None:
        """Train every run on its next `count` mini-batches. Without `keep` the moment is one that can be gone back to
        only once it is recorded."""
        if self.timeline.looks_back:
            self.go_on()
        self._together.step(count)
        self.steps += count
        if keep:
            self.timeline.keep(self.steps)

    def epoch(self) -> None:
        """So many steps that every run finishes the epoch that it is in: where the batches differ in size, those with
        large ones begin others meanwhile."""
        self.step(max((run.steps_left for run in self._all if run.diverged is None), default=1))

    def run(self, epochs: int) -> None:
        """So many times an epoch, recorded at the start and after each."""
        if not self._records:
            self.record()
        for _ in range(epochs):
            self.epoch()
            self.record()

    def record(self) -> None:
        """Measure every run now, and add that to its history and to the common one."""
        for _ in self.recording():
            pass

    def recording(self) -> Generator[float, None, None]:
        """The same run by run: yields the share that is done after each. Nothing may be trained meanwhile."""
        self._forget_what_came_after()
        measured = {name: np.full((len(self.runs), len(self.runs[0])), np.nan) for name in MEASURED}
        for c, cell in enumerate(self.runs):
            for s, run in enumerate(cell):
                result = run.record() if run.diverged is None else {}
                if run.diverged is None:
                    result |= {"epoch": run.epochs, "distance": looks.distance(run)}
                    for name, value in result.items():
                        measured[name][c, s] = np.nan if value is None else value
                yield (c * len(cell) + s + 1) / len(self._all)
        self._records = [record for record in self._records if record.step < self.steps]
        self._records.append(Record(self.steps, measured))
        self.timeline.keep(self.steps)
        if len(self._records) > MOST_RECORDS:
            del self._records[1:-1:2]
            self.timeline.thin_histories()

    @property
    def is_recorded(self) -> bool:
        """Whether the runs have been measured where they are."""
        return self.timeline.looks_back or bool(self._records and self._records[-1].step == self.steps)

    # Looking at it

    @property
    def history(self) -> dict[str, Numbers]:
        """What has been recorded up to now: "step" (records,), and "epoch", "train_loss", "validation_loss",
        "train_accuracy", "validation_accuracy" and "distance" (of the parameters from their start), each (records,
        cells, seeds), nan where there is no number: for runs that rest, sets without samples, and the accuracy of a
        regression."""
        return self._columns(self._until_now)

    @property
    def recorded(self) -> int:
        """How many records there are up to now."""
        return len(self._until_now)

    def recent(self, count: int) -> dict[str, Numbers]:
        """The last `count` records of the history."""
        return self._columns(self._until_now[-count:])

    @property
    def _until_now(self) -> list[Record]:
        return [record for record in self._records if record.step <= self.steps]

    def _columns(self, until_now: Sequence[Record]) -> dict[str, Numbers]:
        history = {"step": np.array([record.step for record in until_now], np.float64)}
        shape = (len(until_now), len(self.runs), len(self.runs[0]))
        for name in MEASURED:
            history[name] = np.array([record.measured[name] for record in until_now]).reshape(shape)
        return history

    def band(self, name: str) -> tuple[Numbers, Numbers, Numbers]:
        """The least, the median and the most over the seeds of a column of the history, each (records, cells); nan
        where no seed has a number. KeyError for another name."""
        return results.band(self.history[name])

    @property
    def leader(self) -> int | None:
        """The cell with the lowest median loss at the last record, as validated, or in training where nothing is
        kept for validation. None where there is no such loss, or several cells share it."""
        last = self.recent(1)
        return results.leader(last["train_loss"], last["validation_loss"])

    def predict(self, X: Array) -> Numbers:
        """Outputs for X (n, inputs) of every run, a list of (seeds, n, outputs) made one array (cells, seeds, n,
        outputs). The mean over the seeds is that of an ensemble."""
        return np.array([[run.network.predict(X) for run in cell] for cell in self.runs], np.float64)

    def weights(self, cell: int) -> Array:
        """The parameters of a cell's runs, (seeds, P)."""
        return np.array([run.network.parameters for run in self.runs[cell]])

    def results(self) -> list[dict[str, Any]]:
        """A row a cell: see engine.comparing.results.table."""
        return results.table(self.names, self.runs, self.history)

    def csv(self, what: str = "results") -> str:
        """The table of `results` as CSV, or with "curves" the whole history: a line for each record, cell and seed.
        ValueError for anything else."""
        if what == "curves":
            return "".join(self.curves())
        if what != "results":
            raise ValueError(f"there is a CSV of results and one of curves, not of {what!r}")
        return results.table_csv(self.results())

    def curves(self) -> Iterator[str]:
        """The CSV of the whole history up to now, in parts: the heading, then the lines of each record."""
        seeds = [[run.seed for run in cell] for cell in self.runs]
        return results.curves_csv(self.names, seeds, self.history)

    # Going back

    def go_to(self, step: int) -> None:
        """Every run as it was at one of `timeline.steps`, and the history up to there. Training on from it gives what
        it gave. What came after stays, to be returned to, until something new is done. ValueError for another step."""
        self.timeline.go_to(step)
        self.steps = step

    def snapshot(self) -> Snapshot:
        """The runs as they are now: wherever one looks, at their newest moment. `restore` and `resume` take it."""
        looks_back = self.timeline.looks_back
        progress = self.timeline.last() if looks_back else [run.progress() for run in self._all]
        return Snapshot(self.newest, progress, self.timeline.moments, tuple(self._records))

    @property
    def newest(self) -> int:
        """The steps of the runs, wherever one looks."""
        return self.timeline.steps[-1] if self.timeline.looks_back else self.steps

    def restore(self, snapshot: Snapshot) -> None:
        """Back to what a snapshot of these very runs has kept; what they come to from there is the same."""
        for run, progress in zip(self._all, snapshot.progress, strict=True):
            run.go_back(progress)
        self._take(snapshot)

    def resume(self, snapshot: Snapshot) -> None:
        """Go on from what runs of the same set-ups have come to elsewhere. Raises ValueError, and leaves every run at
        its start, when it cannot be that."""
        if len(snapshot.progress) != len(self._all):
            raise ValueError(f"there are {len(self._all)} runs, and progress of {len(snapshot.progress)}")
        try:
            for run, progress in zip(self._all, snapshot.progress, strict=True):
                run.resume(progress)
        except ValueError:
            self.reset()
            self.record()
            raise
        self._take(snapshot)

    def _take(self, snapshot: Snapshot) -> None:
        self._records, self.steps = list(snapshot.records), snapshot.step
        self.timeline.restore(snapshot.moments)
        self.timeline.keep(self.steps)

    def go_on(self) -> None:
        """The runs go on from where they are: what came after it is forgotten."""
        self.timeline.forget_later()
        self._forget_what_came_after()

    def reset(self) -> None:
        """Every run at its start."""
        for _ in self.resetting():
            pass

    def resetting(self) -> Generator[float, None, None]:
        """The same run by run: yields the share that is done after each. Nothing may be trained meanwhile."""
        self._records.clear()
        self.steps = 0
        self.timeline.clear()
        for at, run in enumerate(self._all, 1):
            run.reset()
            yield at / len(self._all)
        self.timeline.keep(0)

    def _forget_what_came_after(self) -> None:
        self._records = [record for record in self._records if record.step <= self.steps]


def compare(
    setups: Setup | Sequence[Setup] | Mapping[str, Setup],
    seeds: int | Sequence[int] = 1,
    most: int = MOST,
    **margins: Sequence[Any],
) -> Comparison:
    """Runs that step together: of several set-ups, or of one with other values put in.

    setups: one, several, or several by name. margins: for names of settings (the fields of engine.Setup) the values to
    be put in; with several, each with each: compare(common, rate=[0.01, 0.1], dropout=[0, 0.5]) has four cells. seeds:
    how many runs each set-up has, from its own seed up, or which seeds. most: moments that are kept. ValueError for a
    margin that is no setting or has no values, and for what makes no sense together, with the name of the cell.
    """
    unknown = [name for name in margins if name not in SETTINGS]
    if unknown:
        raise ValueError(f"there is no setting {unknown[0]!r}; there are {', '.join(SETTINGS)}")
    for name, values in margins.items():
        if len(values) == 0:
            raise ValueError(f"{name} has no values to compare")
    if isinstance(setups, Setup):
        named = {"": setups}
    elif isinstance(setups, Mapping):
        named = dict(setups)
    else:
        named = {str(number): setup for number, setup in enumerate(setups, 1)}
    cells: dict[str, Setup] = {}
    titles: list[str] = []
    for name, setup in named.items():
        for values in product(*margins.values()):
            changes = dict(zip(margins, values, strict=True))
            parts = [name, *(words(*change) for change in changes.items())]
            titles.append(", ".join(part for part in parts if part) or "run")
            number = titles.count(titles[-1])  # two datasets may have one name
            cells[titles[-1] if number == 1 else f"{titles[-1]} ({number})"] = replace(setup, **changes)
    return Comparison(cells, seeds, most)
