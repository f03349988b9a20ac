"""The Digits page: what is drawn is read, the network that reads it is trained, and a digit is walked through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from playground.controllers.base import Controller, Message
from playground.session import Session

SETTABLE = frozenset(
    (
        "digits_optimizer",
        "digits_rate",
        "digits_batch",
        "digits_epochs",
        "digits_label",
        "digits_model",
        "cursor",
        "theme",
        "projector",
    )
)


class DigitsController(Controller):
    """Reads digits for one visitor, trains the network that reads them, and says what has changed."""

    settable = SETTABLE

    def __init__(self, session: Session, send: Callable[[Message], None], problems: list[str]) -> None:
        super().__init__(session, send)
        self.problems = problems
        self.topics |= {"ready": self.ready}

    def ready(self, message: Mapping[str, Any]) -> None:
        """A page is there and has nothing yet."""
        self.send_settings()
        for problem in self.problems:
            self.send({"topic": "announce", "text": problem})
