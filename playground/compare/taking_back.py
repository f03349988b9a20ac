"""How changes of a comparison are taken back: what is compared, and all that its runs had come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import engine
from engine.comparing.comparison import Snapshot
from engine.datasets import Dataset
from playground.compare.cells import Cell
from playground.compare.ready_made import READY_MADE
from playground.compare.runs import ComparedRuns
from playground.compare.values import label, shown
from playground.landscape_settings import LandscapeSettings
from playground.messages import Message
from playground.run_settings import RunSettings
from playground.session import CompareSettings
from playground.shared.acknowledged_loop import AcknowledgedLoop
from playground.shared.changes import CHANGES, Change, setting_changed
from playground.shared.history import Step
from playground.shared.undoing_controller import Told, UndoingController

# Of a landscape all but how one looks at it; who goes over it begins anew where they change.
LANDSCAPE = tuple(
    name for name in LandscapeSettings.names("moment", "learning") if name != "landscape_domain"
)
SETTINGS = (
    *(name for name in (*RunSettings.names(), *CompareSettings.names()) if name != "weights"),
    *LANDSCAPE,
)
OF_A_RUN, OF_A_RECORD = (
    60_000,
    200,
)  # bytes: its compiled steps and samples, and what is noted of it at a time, about
ENTRY = 64


@dataclass(frozen=True, eq=False)
class CompareMoment:
    """A comparison that is left rests as it is, and is taken up again: it is kept itself. `newest`: its steps then.
    `snapshot`: what its runs had come to, where it is about to be changed itself. A moment that was made thinner has no
    comparison."""

    settings: Mapping[str, Any]
    uploaded: Dataset | None
    cells: Sequence[Cell]
    comparison: engine.Comparison | None
    newest: int
    snapshot: Snapshot | None = None

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, CompareMoment)
            and self.settings == other.settings
            and self.uploaded is other.uploaded
            and not self.drops(other)
        )

    def drops(self, now: CompareMoment) -> bool:
        """Whether the runs of this moment are others now, or at another step."""
        return self.comparison is not now.comparison or self.newest != now.newest

    def held(self) -> Iterable[tuple[object, int]]:
        yield self.settings, ENTRY * len(self.settings)
        if self.comparison is not None:
            runs = [run for cell in self.comparison.runs for run in cell]
            records = OF_A_RECORD * len(runs) * len(runs[0].history["epoch"])
            moments = sum(moment.nbytes for moment in self.comparison.timeline.moments)
            yield self.comparison, OF_A_RUN * len(runs) + records + moments
        if self.snapshot is not None:
            records = OF_A_RECORD * len(self.snapshot.progress) * len(self.snapshot.records)
            yield self.snapshot, records + sum(moment.nbytes for moment in self.snapshot.moments)

    def thinner(self) -> CompareMoment | None:
        """What was compared, without what it had come to."""
        if self.comparison is None:
            return None
        return replace(self, comparison=None, snapshot=None, cells=())


class TakingBackController(UndoingController[CompareMoment]):
    """Gives the moments of the session's `runs`, and goes to them; the Compare page's controller says what follows."""

    runs: ComparedRuns
    loop: AcknowledgedLoop
    no_steps = frozenset(
        (
            *("ready", "cancel", "ack", "kept", "train", "pause", "one_step", "one_epoch", "go_to"),
            *("open_cell", "comparison_file", "landscape_look", "landscape_part"),
        )
    )

    def put_up(self) -> None:
        """The runs are others: nothing is trained, all is drawn anew."""
        raise NotImplementedError

    def _changed(self) -> None:
        """All of it is drawn anew, and training goes on."""
        raise NotImplementedError

    def land_anew(self) -> None:
        """The landscape is another, or who goes over it."""
        raise NotImplementedError

    def moment(self) -> CompareMoment:
        runs = self.runs
        settings = {name: getattr(self.session, name) for name in SETTINGS}
        return CompareMoment(settings, runs.uploaded, runs.cells, runs.comparison, runs.comparison.newest)

    def whole_moment(self) -> CompareMoment:
        """With all that the runs have come to, which are about to be changed themselves."""
        return replace(self.moment(), snapshot=self.runs.comparison.snapshot())

    def before(self, asked: Message) -> CompareMoment:
        looks_back = self.runs.comparison.timeline.looks_back
        return self.whole_moment() if asked["topic"] == "reset" or looks_back else self.moment()

    def left(self, step: Step[CompareMoment]) -> CompareMoment:
        return self.whole_moment() if step.dropped else self.moment()

    def has_dropped(self, before: CompareMoment, now: CompareMoment) -> bool:
        return before.drops(now)

    def go_on_from_here(self, asked: Message) -> None:
        """Who trains at an earlier moment goes on from there; what came after it comes back with Undo."""
        if self.runs.comparison.timeline.looks_back:
            with self.step(asked):
                self.runs.comparison.go_on()

    def go_to(self, step: Step[CompareMoment], told: Told) -> None:
        moment = step.moment
        other_land = any(getattr(self.session, name) != moment.settings[name] for name in LANDSCAPE)

        def done(result: None) -> None:
            if step.dropped:
                self.put_up()
            else:
                self._changed()
            if other_land:
                self.land_anew()
            told()

        if not step.dropped:
            self.session.update(**moment.settings)
            done(None)
            return
        self.loop.stop()
        runs = self.runs
        many = moment.comparison is None and runs.are_many(**moment.settings)
        given = moment.settings, moment.uploaded, moment.cells, moment.comparison, moment.snapshot
        self.change("undo", lambda: runs.putting_back(*given), done, many, here=True)

    def described(self, asked: Message, before: CompareMoment, now: CompareMoment) -> Change:
        """`asked` is the message, which has been read."""
        topic, was, is_now = asked["topic"], before.settings, now.settings
        match topic:
            case "set":
                name = asked["name"]
                return setting_changed(self.session.param[name], was[name], is_now[name])
            case "value" | "value_away" | "value_move":
                return _of_value(asked, was, is_now)
            case "ready_made":
                title = next(one.title for one in READY_MADE if one.name == is_now["ready_made"])
                return Change(topic, {"title": title})
            case "own_function":
                return Change(topic, {"function": is_now["function"]})
            case "landscape_start":
                return Change(topic, thing=topic, unbroken=True)
            case "landscape_rate":
                return Change(topic, {"name": asked["name"]})
            case "reset":
                return Change("runs_reset")
            case "train" | "one_step" | "one_epoch":
                return Change("runs_go_on", {"step": f"{now.newest:,}"})
        return Change(topic if topic in CHANGES else "other")


def _of_value(asked: Message, was: Mapping[str, Any], is_now: Mapping[str, Any]) -> Change:
    by, values = (
        ("compare_and", "compare_and_values") if asked["margin"] else ("compare_by", "compare_values")
    )
    name, at = was[by], asked.get("at")

    def said(settings: Mapping[str, Any], place: int) -> str:
        return f"{label(name)} {shown(name, settings[values][place])}"

    if asked["topic"] != "value":
        return Change(asked["topic"], {"value": said(was, asked["at"])})
    if at is None:
        return Change("value_added", {"value": said(is_now, -1)})
    return Change("value", {"before": said(was, at), "after": said(is_now, at)})
