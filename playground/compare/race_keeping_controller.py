"""The race of optimizers over a landscape as the visitor's browser keeps it, for a reload or another server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine import Problem
from playground.compare.kept_race import KeptRace, pack, unpack
from playground.compare.landscape_controller import LandscapeController
from playground.compare.taking_back import LANDSCAPE
from playground.landscape_settings import RUNS
from playground.messages import Message
from playground.session import Session
from playground.shared.kept_run import fingerprint
from playground.shared.moment_keeper import MomentKeeper
from playground.shared.refused import Refused, Remark


class RaceKeepingController(LandscapeController):
    """Keeps the moments of the race, beside what else the page's `keepers` keep, and goes on from what was kept."""

    keepers: list[MomentKeeper[Any]]

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(session, send, problems)
        self.race_keeper = MomentKeeper(
            self._of_race,
            self.send,
            self._keep_race,
            self._resume_race,
            self._say_race_lost,
            pack,
            lambda blob, of: unpack(blob, of, self.walks),
            lambda: self.walking.running,
        )
        self.keepers.append(self.race_keeper)

    def close(self) -> None:
        super().close()
        del self.race_keeper  # it would hold whom it tells

    def _of_race(self) -> str:
        """The race is another over another landscape; that of a model is another with other points."""
        points = () if self.ground.data is None else self._points
        return fingerprint(self.session, LANDSCAPE, *points)

    def _keep_race(self) -> KeptRace | None:
        """The race as it is, if it has begun; over the landscape of the networks there is none. A question that has not
        been answered is asked again."""
        if self.session.landscape == RUNS or self.walks.steps == 0:
            return None
        asked = self._land_message is not None and self._land_kind == "question"
        return KeptRace(self.walks.progress(), self.walking.running or asked)

    def _resume_race(self, kept: KeptRace) -> None:
        if self.walks.steps or self.walking.running:
            raise Refused("run_begun_meanwhile")
        self.walks.resume(kept.race)
        self._begun_walks()
        if kept.going:
            interrupted = Remark("interrupted_at_step", step=self.walks.steps)
            self._land_message, self._land_kind = interrupted, "question"
        if self.on_landscape:
            self._send_walks()

    def _say_race_lost(self, remark: Problem) -> None:
        self._land_message, self._land_kind = remark, "error"
        self._send_land_status()

    def _tell_resting(self) -> None:
        """They have come further."""
        super()._tell_resting()
        self.race_keeper.changed()
