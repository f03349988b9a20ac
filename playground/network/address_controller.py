"""What the address of a run holds, and what it cannot hold."""

from __future__ import annotations

from collections.abc import Callable

from engine import Problem
from playground import address
from playground.messages import Message
from playground.network.taking_back import TakingBackController
from playground.run_settings import UPLOADED
from playground.session import Session
from playground.shared.refused import Remark


class AddressController(TakingBackController):
    """Writes the address of the session's `experiment`, with its weights where they fit."""

    def __init__(self, session: Session, send: Callable[[Message], None], problems: list[Problem]) -> None:
        super().__init__(session, send, problems)
        self._weights_fit = True

    def send_address(self) -> None:
        if not self.experiment.timeline.looks_back:
            weights = self.experiment.own_weights()
            self._weights_fit = weights is None or len(weights) <= address.MAX_BYTES
            self.session.weights = weights if self._weights_fit else None
        super().send_address()

    def not_in_address(self) -> list[Problem]:
        lacks: list[Problem] = []
        if self.session.dataset == UPLOADED:
            lacks.append(Remark("link_without_file", name=self.experiment.data.name))
        if not self._weights_fit:
            lacks.append(Remark("link_without_weights", most=address.MAX_BYTES // 4))
        return lacks
