"""What the visitor's browser keeps of the Compare page, for a reload or another server: the runs of its comparison, and
what a landscape has to be kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine import Problem
from playground.compare.kept_comparison import KeptComparison, pack, unpack
from playground.compare.taking_back import TakingBackController
from playground.messages import Message, every_page
from playground.messages.fields import Said
from playground.run_settings import UPLOADED, RunSettings
from playground.session import CompareSettings, Session
from playground.settings import OF_A_RUN
from playground.shared.kept_run import fingerprint
from playground.shared.moment_keeper import MomentKeeper
from playground.shared.refused import Refused, Remark

# What tells runs from others: their moments are kept under these.
RUN_SETTINGS = (
    *RunSettings.names(*OF_A_RUN, "shape", "moment"),
    *CompareSettings.names("moment", "start"),
)


class KeepingController(TakingBackController):
    """Keeps the moments of the session's `runs`, and goes on from what was kept. `keepers`: of all that is kept."""

    message: Problem | None
    message_kind: Said
    keepers: list[MomentKeeper[Any]]

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(session, send, problems)
        self.keeper = MomentKeeper(
            lambda: fingerprint(session, RUN_SETTINGS),
            self.send,
            self._keep,
            self._resume,
            self._say_lost,
            pack,
            self._unpack,
            lambda: self.loop.running,
        )
        self.keepers = [self.keeper]
        self.topics["kept"] = self.kept

    def ask_for_kept(self) -> None:
        """Asks a page that comes what its browser has kept."""
        for keeper in self.keepers:
            keeper.begin()

    def kept(self, message: every_page.Kept) -> None:
        for keeper in self.keepers:
            keeper.take(message)

    def moment_arrived(self, number: int) -> None:
        for keeper in self.keepers:
            keeper.arrived(number)

    def send_address(self) -> None:
        super().send_address()
        for keeper in self.keepers:
            keeper.changed()

    def not_in_address(self) -> list[Problem]:
        data = self.runs.uploaded if self.session.dataset == UPLOADED else None
        return [] if data is None else [Remark("link_without_file", name=data.name)]

    def close(self) -> None:
        for keeper in self.keepers:
            keeper.leave()
        super().close()
        del self.keeper, self.keepers  # they would hold whom they tell

    def _keep(self) -> KeptComparison | None:
        """The runs as they are. Of runs on a file that was uploaded none: the browser has no file. A question that has
        not been answered is asked again."""
        runs = self.runs
        if runs.uploaded is not None or runs.comparison.newest == 0:
            return None
        asked = self.message is not None and self.message_kind == "question"
        return KeptComparison(runs.comparison.snapshot(), self.loop.running or asked)

    def _unpack(self, blob: object, of: str) -> KeptComparison:
        return unpack(blob, of, len(self.runs.cells), self.runs.seeds)

    def _resume(self, kept: KeptComparison) -> None:
        comparison = self.runs.comparison
        if self.loop.running or comparison.newest:
            raise Refused("run_begun_meanwhile")
        comparison.resume(kept.snapshot)
        self.rest_said()
        if kept.training:
            self.message, self.message_kind = Remark("interrupted_at_step", step=comparison.steps), "question"
        self._changed()

    def rest_said(self) -> None:
        """Of runs that have diverged already nothing more is to be said."""
        raise NotImplementedError

    def _send_status(self) -> None:
        raise NotImplementedError

    def _say_lost(self, remark: Problem) -> None:
        self.message, self.message_kind = remark, "error"
        self._send_status()
