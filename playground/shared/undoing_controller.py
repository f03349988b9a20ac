"""A page whose changes can be taken back, and made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Generic

from engine import Problem
from playground.messages import ASKED, Message, every_page
from playground.session import Session
from playground.shared.changes import Change
from playground.shared.controller import Controller
from playground.shared.history import MOST_BYTES, History, M, Step
from playground.shared.reading import read
from playground.shared.work import Work

# The ending of a name in changes.SENTENCES, and what its sentence is about besides the change.
Told = Callable[..., None]


@dataclass
class Begun(Generic[M]):
    """What is being done: as it was asked for, and the moment from which its changes count."""

    asked: Message
    before: M


class UndoingController(Controller, Generic[M]):
    """Notes a step wherever a message has changed the moment that the page's controller gives, whatever it was that
    changed it; but for `no_steps`, topics that train, or change nothing but how one looks at it."""

    no_steps: frozenset[str] = frozenset()
    most_bytes = MOST_BYTES  # of all moments that are remembered

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(session, send, problems)
        self.history: History[M] = History(most_bytes=self.most_bytes)
        self._begun: Begun[M] | None = None
        self.topics |= {"undo": self.undo, "redo": self.redo}

    # What a page's controller says of itself

    def moment(self) -> M:
        """All that a change may change, as it is now."""
        raise NotImplementedError

    def go_to(self, step: Step[M], told: Told) -> None:
        """Makes everything as it was at the moment of a step; what training had come to then only where the step had
        dropped it. `told` hears when it is done, and how."""
        raise NotImplementedError

    def described(self, asked: Message, before: M, now: M) -> Change:
        """What a message has changed."""
        raise NotImplementedError

    def before(self, asked: Message) -> M:
        """The moment before something is done that was asked for."""
        return self.moment()

    def left(self, step: Step[M]) -> M:
        """The moment that is left where a step is taken back, or made again."""
        return self.moment()

    def remembered(self, before: M, dropped: bool) -> M:
        """A moment as it is kept once it is known what the change took away."""
        return before

    def has_dropped(self, before: M, now: M) -> bool:
        """Whether a change has taken away what training had come to."""
        return False

    # Steps

    def undo(self, message: every_page.Undo) -> None:
        step = self.history.last
        self._move(step and self.history.undo(self.left(step)), "undone")

    def redo(self, message: every_page.Redo) -> None:
        step = self.history.next
        self._move(step and self.history.redo(self.left(step)), "redone")

    def _move(self, step: Step[M] | None, done: str) -> None:
        def told(ending: str = "", **more: Any) -> None:
            assert step is not None
            self.send_changes()
            text = step.change.said(done + ending, **more)
            self.send(every_page.Announce(topic="announce", text=text))

        if step is None:
            self.send_changes()
        else:
            self.go_to(step, told)

    def send_changes(self) -> None:
        """What the buttons would take back, or make again."""
        last, following = self.history.last, self.history.next
        message: every_page.Changes = {
            "topic": "changes",
            "undo": None if last is None else last.change.said("undo"),
            "redo": None if following is None else following.change.said("redo"),
        }
        self.send_changed(message)

    @contextmanager
    def step(self, asked: Message) -> Iterator[None]:
        """What is done in here because it was asked for is one step, if it changes anything."""
        outer, self._begun = self._begun, Begun(asked, self.before(asked))
        try:
            yield
        finally:
            begun, self._begun = self._begun, outer
            if not self._changes.busy:  # else it is noted once a worker has done it
                self._note(begun)

    def _note(self, begun: Begun[M]) -> None:
        now = self.moment()
        if now == begun.before:
            return

        asked: Message = read(ASKED[self.page][begun.asked["topic"]], begun.asked)

        same_move = begun.asked.get("same_move") is True

        def described(before: M, now: M) -> Change:
            change = self.described(asked, before, now)
            return replace(change, unbroken=True) if same_move else change

        dropped = self.has_dropped(begun.before, now)
        self.history.add(self.remembered(begun.before, dropped), now, described, dropped)
        begun.before = now
        self.send_changes()

    def _hear(self, message: Message) -> None:
        if message["topic"] in self.no_steps | {"undo", "redo"}:
            super()._hear(message)
            return
        with self.step(message):
            super()._hear(message)

    def change(
        self, field: str, work: Work, then: Callable[[Any], None], long: bool = True, here: bool = False
    ) -> None:
        """As of any page; what it changes belongs to the step of the message that asked for it."""
        begun = self._begun

        def noted(result: Any) -> None:
            then(result)
            if begun is not None:
                self._note(begun)

        super().change(field, work, noted, long, here)

    def close(self) -> None:
        self.history.clear()
        super().close()
