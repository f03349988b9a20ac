"""The Lessons page: the course as a map. What is done in a lesson is heard by its desk, on whatever page it stands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from engine.problem import Problem
from playground.lessons import payloads
from playground.lessons.library import library
from playground.messages import Message, every_page
from playground.session import Session
from playground.shared.controller import Controller


class LessonsController(Controller):
    """Tells which lessons there are."""

    page = "lessons"
    settable = frozenset(("theme", "projector"))

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(session, send, problems)
        self.topics |= {"ready": self.ready}

    def ready(self, message: every_page.Ready) -> None:
        """A page is there and has nothing yet."""
        self.send_settings()
        self.send(payloads.course(library()))
        self._send_sketches()
        self.send_address()
        self.send_problems()

    def _send_sketches(self) -> None:
        """The pictures come when a worker has drawn them; in a script, where nothing can be done later, none do."""
        with suppress(RuntimeError):
            asyncio.get_running_loop()
            if self.sketches is not None:
                self.answer("sketches", self.sketches, self.send)
