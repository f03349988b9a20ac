"""A session and its controller before the views of a page: the visitor's own, or that of a moment of a lesson."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.problem import Problem
from playground.messages import Message, every_page, trace
from playground.session import Session
from playground.shared.arrangement import Page
from playground.shared.hand_over import HandOver
from playground.shared.work import Work

# What a browser keeps of the visitor's own work, whatever is shown of the page meanwhile.
KEPT = frozenset(("moment", "file_to_keep"))
# By which a browser is asked for it: what it has is not of a moment of a lesson.
ASKING_FOR_KEPT = frozenset(("moment_wanted", "file_wanted"))
# After which nothing on a page is another.
UNTOUCHED = frozenset(("settings", "error", "progress", "announce", "address", "changes"))


class Sitting:
    """Of the sittings of a page one is in front: what its controller says is drawn. Of one that is put aside only what
    the browser keeps of it goes on to it. A moment of a lesson (`borrowed`) keeps nothing and is given nothing back."""

    def __init__(
        self,
        page: Page,
        session: Session,
        problems: Sequence[Problem],
        send: Callable[[Message], None],
        noticed: Callable[[], None] | None = None,
    ) -> None:
        """`noticed`, of a moment of a lesson alone, hears that something was said."""
        self.session, self.borrowed = session, noticed is not None
        self._noticed = noticed
        self.in_front = True
        self._send = send
        self._refused: set[str] = set()  # the fields beside which something is said
        self._waited: set[str] = set()  # what is on its way, and is told how far it is
        self._walking = False  # whether a trace is open over what is else on the page
        self._closable = page.name != "graph"  # whose trace is the page itself
        self.controller = page.controller(session, self._hear_controller, problems)

    def connect(self, give: Callable[[str, HandOver], None], sketches: Work) -> None:
        """Names who gives a run of this page to another one, and the work that draws the pictures of the lessons."""
        self.controller.give, self.controller.sketches = give, sketches

    def _hear_controller(self, message: Message) -> None:
        topic = message["topic"]
        if self.borrowed and topic in KEPT | ASKING_FOR_KEPT:
            return
        if not self.in_front:
            if topic in KEPT or (topic == "address" and not self.borrowed):
                self._send(message)
            return
        self._note(topic, message)
        self._send(message)
        if self._noticed is not None and topic not in UNTOUCHED:
            self._noticed()

    def _note(self, topic: str, message: Message) -> None:
        if topic == "error":
            (self._refused.add if message["text"] else self._refused.discard)(message["field"])
        elif topic == "progress":
            (self._waited.discard if message["share"] is None else self._waited.add)(message["of"])
        elif topic in ("trace", "trace_closed"):
            self._walking = topic == "trace" and self._closable

    def put_aside(self) -> None:
        """Another one comes in front: the page is cleared of what this one has said that no other would replace."""
        if not self.in_front:
            return
        self.controller.sleep()
        if self._walking:
            self._send(trace.TraceClosed(topic="trace_closed"))
        for field in sorted(self._refused):
            self._send(every_page.Error(topic="error", field=field, code="", arguments={}, text=""))
        for of in sorted(self._waited):
            self._send(every_page.Progress(topic="progress", of=of, share=None))
        self._refused.clear()
        self._waited.clear()
        self._walking = self.in_front = False

    def come_forward(self) -> None:
        """It is shown in the place of another one: all of it is drawn anew."""
        if not self.in_front and self.controller.asleep:
            self.controller.wake()  # unheard: all of it is told right after
        self.in_front = True
        self._send(every_page.Anew(topic="anew"))
        self.controller.show_anew()

    def close(self) -> None:
        self.in_front = False
        self.controller.close()
