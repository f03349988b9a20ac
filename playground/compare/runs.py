"""What the settings compare, alive: the cells and their runs. It knows no screen."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

import engine
from engine import Problem
from engine.comparing.comparison import Snapshot
from engine.comparing.seconds import seconds_a_step
from engine.datasets import Dataset
from playground.compare.cells import Cell, cells_of
from playground.compare.values import ALL, COLUMNS, ROW, ROWS, USUAL, Margin, margin_settings, readable, usual
from playground.landscape_settings import FARTHEST
from playground.session import NOTHING, Session
from playground.shared.chosen_data import chosen_data
from playground.shared.fitting_choices import fit, losses_of, misfits, wanted
from playground.shared.hand_over import HandOver
from playground.shared.learning import setup_of
from playground.shared.refused import Refused

SEEDS = 5
FEW_LAYERS = 40  # with weights, of all runs together, that are made in one go: some 30 ms
MOMENTS = 64  # that can be gone back to, of small runs
MOST_KEPT = 3_000_000  # numbers in all moments: 24 MB, since an optimizer keeps two more of each parameter
PIECE = 0.001  # seconds of steps between two looks at the clock
LEFT_OUT = (
    ("compare_start",),
    ("points_added", "points_moved", "points_removed"),
    ("dataset", "features", "loss", "output"),
    ("layers",),
    ("compare_by", "compare_values", "compare_and", "compare_and_values", "compare_seeds"),
)  # in this order
MARGINS = (("compare_by", "compare_values"), ("compare_and", "compare_and_values"))
COUNTED = ("layers", "compare_seeds", *(name for margin in MARGINS for name in margin))


def comparing(margins: Sequence[Margin]) -> dict[str, Any]:
    """The settings that have these compared."""
    return {**margin_settings(margins), "ready_made": ""}  # it is another comparison now


class ComparedRuns:
    """The comparison of one session. `generation` counts comparisons, so that a frame of an earlier one is known."""

    cells: list[Cell]
    comparison: engine.Comparison

    def __init__(
        self,
        session: Session,
        problems: list[Problem],
        uploaded: Dataset | None = None,
        later: bool = False,
    ) -> None:
        """`problems` hears what of the session cannot be compared; the session then holds what there is instead. With
        `later` there are no cells and no comparison before `opening`."""
        self.session, self.uploaded = session, uploaded
        self.generation = 0
        self.seconds: NDArray[np.float64] | None = (
            None  # that a step of each cell's run takes, once it is timed
        )
        self._mend_values(problems)
        if not later:
            for _ in self.opening(problems):
                pass

    # What is compared

    @property
    def margins(self) -> list[Margin]:
        """The first names the columns, the second, if there is one, the rows."""
        session = self.session
        found = [Margin(session.compare_by, tuple(session.compare_values))]
        if session.compare_and != NOTHING:
            found.append(Margin(session.compare_and, tuple(session.compare_and_values)))
        return found

    @property
    def members(self) -> list[engine.Trainer]:
        """Runs that differ in nothing but their seed, and so can answer together as an ensemble; none where something
        else is compared."""
        if len(self.cells) < 2 or [margin.name for margin in self.margins] != ["seed"]:
            return []
        return [cell[0] for cell in self.comparison.runs]

    @property
    def seeds(self) -> int:
        return SEEDS if self.session.compare_seeds else 1

    @property
    def are_made(self) -> bool:
        """Whether there is a comparison yet."""
        return self.generation > 0

    def are_many(self, **changed: Any) -> bool:
        """Whether the runs of the settings, with these changed, take so long to be made that others need their turns
        meanwhile."""
        wanted = {name: changed.get(name, getattr(self.session, name)) for name in COUNTED}
        depths = [len(wanted["layers"])]
        cells = 1
        for by, values in MARGINS:
            if wanted[by] != NOTHING:
                cells *= len(wanted[values])
            if wanted[by] == "layers":
                depths = [len(widths) for widths in wanted[values]]
        seeds = SEEDS if wanted["compare_seeds"] else 1
        return seeds * cells * (sum(depths) / len(depths) + 1) > FEW_LAYERS

    def begin(self, **changed: object) -> None:
        """New runs, of the settings with these changed. Raises Refused, and changes nothing, where they cannot be."""
        for _ in self.beginning(**changed):
            pass

    def beginning(self, **changed: object) -> Generator[float, None, None]:
        """The same piece by piece, so that others have their turn: yields the share that is done."""
        changed = {"compare_start": None, **changed}  # others begin where their seeds say
        before = {name: getattr(self.session, name) for name in changed}
        self.session.update(**changed)
        try:
            yield from self._making()
        except BaseException:  # also where nobody waits for it any more
            self.session.update(**before)
            raise

    def take_common(self, run: HandOver) -> None:
        """As `taking_common`, at once."""
        for _ in self.taking_common(run):
            pass

    def taking_common(self, run: HandOver) -> Generator[float, None, None]:
        """Another set-up in common, as `beginning`; values that do not go with it are left for the usual ones of the
        learning rate. Raises Refused, and changes nothing, where it cannot be trained."""
        before, self.uploaded = self.uploaded, run.uploaded
        try:
            try:
                yield from self.beginning(**run.settings, ready_made="")
            except Refused:
                rates = {"compare_by": "rate", "compare_values": list(USUAL["rate"]), "compare_and": NOTHING}
                usual_ones = {**rates, "compare_and_values": [], "compare_seeds": False}
                yield from self.beginning(**run.settings, **usual_ones, ready_made="")
        except BaseException:  # also where nobody waits for it any more
            self.uploaded = before
            raise

    def putting_back(
        self,
        settings: Mapping[str, Any],
        uploaded: Dataset | None,
        cells: Sequence[Cell],
        comparison: engine.Comparison | None,
        snapshot: Snapshot | None,
    ) -> Generator[float, None, None]:
        """What was compared before, with what its runs had come to; where that is not there any more, from its start,
        as `beginning`."""
        self.uploaded = uploaded
        if comparison is None:
            yield from self.beginning(**settings)
            return
        self.session.update(**settings)
        self.cells, self.comparison = list(cells), comparison
        if snapshot is not None:
            comparison.restore(snapshot)
        self.generation += 1

    def usual_margin(self, name: str, most: int) -> Margin:
        """The values that a setting begins to be compared with: the usual ones that go with the data."""
        data = chosen_data(self.session, self.uploaded)
        values = usual(name, len(data.domain), most).values
        if name == "loss":
            first, *others = losses_of(data)
            values = (first, *([value for value in values if value in others] or others))[:most]
        if name == "batch":
            values = tuple(one for one in values if one in (ALL, *range(1, len(data.train) + 1)))
        return Margin(name, values)

    def _making(self) -> Generator[float, None, None]:
        cells = yield from cells_of(self.session, self.margins, self.seeds, self.uploaded)
        setups = {cell.title: setup_of(cell.settings, cell.data) for cell in cells}
        yield 1
        numbers = self.seeds * sum(cell.parameters for cell in cells)
        most, moved = min(MOMENTS, MOST_KEPT // numbers), self._moved(cells)
        comparison = yield from engine.Comparison.making(setups, self.seeds, most, moved)
        self.cells, self.comparison = cells, comparison
        self.seconds = None
        self.generation += 1

    def _moved(self, cells: Sequence[Cell]) -> NDArray[np.float32] | None:
        """How far the common start was moved on a landscape. Raises Refused for what is no such thing."""
        blob = self.session.compare_start
        if blob is None:
            return None
        moved = np.frombuffer(blob[: len(blob) // 4 * 4], "<f4").astype(np.float32)
        if moved.size != cells[0].parameters or not (np.abs(moved) <= FARTHEST).all():
            raise Refused("start_does_not_fit")
        return moved

    def reset(self) -> Generator[float, None, None]:
        """Every run at its start, and recorded there. Yields the share that is done."""
        for share in self.comparison.resetting():
            yield share / 2
        for share in self.comparison.recording():
            yield 0.5 + share / 2

    # An address

    def _mend_values(self, problems: list[Problem]) -> None:
        """Values that are none, or too many, are left out."""
        session = self.session
        grid = session.compare_and not in (NOTHING, session.compare_by)
        if not grid:
            session.compare_and = NOTHING
        wanted = (session.compare_values, session.compare_and_values)
        first = readable(session.compare_by, wanted[0], COLUMNS if grid else ROW)
        second = readable(session.compare_and, wanted[1], ROWS) if grid else Margin(NOTHING, ())
        if len(first.values) < len(wanted[0]) or (grid and len(second.values) < len(wanted[1])):
            problems.append(Refused("values_left_out"))
        if not first.values:
            first = self.usual_margin(session.compare_by, COLUMNS)
        if grid and not second.values:
            second = self.usual_margin(session.compare_and, ROWS)
        session.update(compare_values=list(first.values), compare_and_values=list(second.values))

    def opening(self, problems: list[Problem]) -> Generator[float, None, None]:
        """The runs of an address, as `beginning`: what cannot be compared is left out, and `problems` hears of it."""
        session, table = self.session, type(self.session).param
        dataset, asked = session.dataset, wanted(session)
        for names in LEFT_OUT:
            try:
                self._fit_common()
                yield from self._making()
                if session.dataset == dataset:  # another one has been told, and explains the rest
                    problems.extend(misfits(session, asked))
                return
            except (ValueError, TypeError, LookupError, ArithmeticError) as problem:
                reason = problem if isinstance(problem, Problem) else Refused("address_cannot_be_made")
                if str(reason) not in map(str, problems):
                    problems.append(reason)
                session.update(**{name: table[name].default for name in names})
        self._fit_common()
        yield from self._making()

    def _fit_common(self) -> None:
        """The set-up in common goes with its data."""
        session = self.session
        fit(session, chosen_data(session, self.uploaded))

    # Training

    @property
    def training(self) -> list[engine.Trainer]:
        """The runs that have not diverged."""
        return [run for cell in self.comparison.runs for run in cell if run.diverged is None]

    @property
    def diverged(self) -> list[int]:
        """How many of each cell's runs have diverged."""
        return [sum(run.diverged is not None for run in cell) for cell in self.comparison.runs]

    @property
    def steps_per_epoch(self) -> int:
        """Of the run that takes the most."""
        return max((run.steps_per_epoch for run in self.training), default=1)

    @property
    def epochs(self) -> float:
        """Those that every run has made that goes on."""
        return min((run.epochs for run in self.training), default=0.0)

    def timed(self) -> Generator[float, None, NDArray[np.float64]]:
        """Times a step of each cell's run, (cells,) seconds. Yields the share that is done."""
        found = []
        for setup in self.comparison.setups:
            found.append(seconds_a_step(setup))
            yield len(found) / len(self.cells)
        return np.array(found)

    def finish_epoch(self) -> Generator[float, None, None]:
        """Trains until every run has finished the epoch that it is in, in pieces of a millisecond or of one step.
        Yields the share that is done."""
        whole = left = max((run.steps_left for run in self.training), default=0)
        size = 1
        while left > 0 and self.training:
            began = time.perf_counter()
            count = min(size, left)
            self.comparison.step(count, keep=False)
            left -= count
            size = 2 * size if time.perf_counter() - began < PIECE / 2 else max(1, size // 2)
            yield 1 - left / whole
