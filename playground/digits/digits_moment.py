"""A moment of the Digits page, which can be gone back to: its settings, what lies on the pad, and one's own run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from playground.digits.experiment import DigitsExperiment
from playground.digits.run import Run
from playground.digits.strokes import USUAL, Strokes
from playground.session import DigitsSettings
from playground.shared.kept_run import KeptRun

# The drawing stands in the moment itself, and whether a walk is open is no change of anything.
SETTINGS = tuple(name for name in DigitsSettings.names() if name not in ("digits_drawing", "digits_stepping"))
FIXED = 2000  # bytes of a moment without drawing and run, about


@dataclass(frozen=True, eq=False)
class OnPad:
    """What a visitor has drawn; two drawings are the same where they are one object."""

    strokes: Strokes
    thickness: float

    @property
    def bytes(self) -> int:
        return sum(stroke.nbytes for stroke in self.strokes)


NOTHING_DRAWN = OnPad([], USUAL)


@dataclass(frozen=True, eq=False)
class DigitsMoment:
    """`generation` and `settled` tell the run's weights from others that did not come of training on. `run` is there
    while the change is being made; afterwards `kept` has what the change took away, or None where there was none."""

    settings: Mapping[str, Any]
    drawing: OnPad | None
    generation: int
    settled: int
    training: bool
    run: Run | None = None
    kept: KeptRun | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DigitsMoment) and (
            self.settings == other.settings and self.drawing is other.drawing and self.is_same_run(other)
        )

    def is_same_run(self, other: DigitsMoment) -> bool:
        """Whether training could go on from one moment to the other as if nothing had happened to the weights."""
        return (self.generation, self.settled) == (other.generation, other.settled)

    def with_run(self) -> DigitsMoment:
        """Its run as it stands, which does not train on as if nothing had happened."""
        if self.run is None or self.kept is not None:
            return self
        with self.run.held():
            self.run.let_go()  # first: a copy beside all that is there for its steps would be much
            return replace(self, kept=self.run.keep(self.training))

    def put_by(self) -> DigitsMoment:
        """As it is remembered: nothing is alive in it."""
        return replace(self, run=None)

    def held(self) -> Iterable[tuple[object, int]]:
        yield self, FIXED
        if self.drawing is not None:
            yield self.drawing, self.drawing.bytes
        if self.kept is not None:
            progress = self.kept.progress
            yield self.kept, 8 * sum(map(len, progress.history.values()))
            # Of the best weights the run itself has the same array, as long as there are no better ones.
            for array in (progress.parameters, *progress.optimizer[1].values()):
                yield array, array.nbytes

    def thinner(self) -> DigitsMoment | None:
        """The weights and curves alone, without what training on would begin with."""
        if self.kept is None:
            return None
        progress = self.kept.progress
        if progress.best is None and not progress.optimizer[1]:
            return None
        return replace(
            self, kept=self.kept._replace(progress=progress._replace(best=None, optimizer=(0, {})))
        )


def moment_of(experiment: DigitsExperiment, drawing: OnPad | None, training: bool) -> DigitsMoment:
    run = experiment.run
    return DigitsMoment(
        {name: getattr(experiment.session, name) for name in SETTINGS},
        drawing,
        experiment.generation,
        0 if run is None else run.settled,
        training,
        run,
    )
