"""The Lessons page: the course as a map. What is done in a lesson is heard by its desk, on whatever page it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.problem import Problem
from playground.lessons import exports, payloads
from playground.lessons.library import library
from playground.session import Session
from playground.shared.controller import Controller, Message
from playground.shared.refused import Refused


class LessonsController(Controller):
    """Tells which lessons there are, and gives each on paper or as a file."""

    page = "lessons"
    settable = frozenset(("theme", "projector"))

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(session, send, problems)
        self.topics |= {"ready": self.ready, "lesson_take": self.take}

    def ready(self, message: Mapping[str, Any]) -> None:
        """A page is there and has nothing yet."""
        self.send_settings()
        self.send(payloads.course(library(), self.sketch))
        self.send_address()
        self.send_problems()

    def take(self, message: Mapping[str, Any]) -> None:
        """A lesson as a file: a worker writes it, and of several that are asked for only the newest."""
        lessons = library()
        lesson = lessons.lessons.get(message["lesson"])
        if lesson is None or self.still is None:
            raise Refused("lesson_unknown")
        kind, stills = message["kind"], self.still

        def taken(file: Message) -> None:
            self.send(file)
            self.accept("lesson_take")

        self.answer("lesson_take", lambda: exports.taken(lesson, lessons, stills, kind), taken)
