"""The ways over a landscape, on the clock on which runs are trained."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

from engine import Problem
from playground.compare import landscape_payloads as payloads
from playground.compare.landscape_walks import Walks
from playground.messages import Message
from playground.messages.landscape import LandscapeMoment
from playground.session import Session
from playground.shared.paced_loop import CHUNK, PacedLoop
from playground.shared.refused import Remark


class LandscapeLoop(PacedLoop):
    """Has the optimizers go. `view` gives their walks and the number that these are known by; `send` takes a message,
    `stopped` is told why it ended."""

    def __init__(
        self,
        session: Session,
        view: Callable[[], tuple[Walks, int]],
        send: Callable[[Message], None],
        stopped: Callable[[Problem | None], None],
    ) -> None:
        super().__init__(stopped)
        self._session, self._view, self._send = session, view, send

    @property
    def _speed(self) -> str:
        return str(self._session.speed)

    @property
    def _trained(self) -> Hashable:
        return self._view()[1]

    _watched = _trained

    @property
    def _steps_per_epoch(self) -> int:
        return 1

    @property
    def _steps_left(self) -> float:
        target = self._session.target_epochs
        return math.inf if target is None else max(1, target - self._view()[0].steps)

    def _step(self, count: int) -> int:
        self._view()[0].step(count)
        return count

    async def _draw(self, number: int) -> LandscapeMoment | None:
        return None if self.asleep else payloads.frame(self._view()[0])

    def _send_chunk(self, frames: list[LandscapeMoment]) -> None:
        self._send(payloads.chunk(frames, self._view()[1], round(CHUNK * 1000), self._next()))

    def _reason(self) -> Problem | None:
        walks, target = self._view()[0], self._session.target_epochs
        if all(walks.resting):
            return Remark("walkers_rest")
        return Remark("step_reached", step=target) if target is not None and walks.steps >= target else None
