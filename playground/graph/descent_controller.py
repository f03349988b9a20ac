"""How the inputs of a graph are marked and moved down its gradient, and put back to where they started."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from engine import Problem
from engine.training.descent import Descent
from playground.graph import payloads as graph_payloads
from playground.graph.descending import DescentLoop, Place, Run
from playground.graph.expression_graph import ExpressionGraph
from playground.graph.graph_moment import GraphMoment
from playground.graph.limits import is_small
from playground.messages import Message, every_page, graph
from playground.session import Session
from playground.shared.packing import Packed, packed
from playground.shared.refused import Refused, told
from playground.shared.undoing_controller import Begun, UndoingController

# What is heard while the inputs move. Everything else changes the graph, or takes it along: then they rest first.
HEARD_MEANWHILE = frozenset(("ack", "set", "kept", "cancel", "jacobian", "check"))


def _nothing() -> None:
    pass


class DescentController(UndoingController[GraphMoment]):
    """Moves the inputs of the session's typed graph; the Graph page's controller draws what follows."""

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem]
    ) -> None:
        super().__init__(session, send, problems)
        self.loop = DescentLoop(self._report, self._rest)
        self._before: GraphMoment | None = None  # the run under way: taken back, it leads here
        self._place: Place | None = None  # how far it has come
        self._start: Mapping[str, Any] = {}  # where the inputs were before the first step, while that counts
        self._losses: list[float] = []  # of all runs from there
        self._rested: tuple[str, Mapping[str, Any]] | None = None  # the text, and where its inputs were left
        self._verdict: Problem | None = None
        self.topics |= {
            "mark": self.mark,
            "descend": self.descend,
            "pause": self.pause,
            "descent_start": self.descent_start,
            "ack": self.acknowledge,
        }

    @property
    def typed(self) -> ExpressionGraph:
        """The graph that is shown."""
        raise NotImplementedError

    def _change_drawing(
        self,
        field: str,
        change: Callable[[], None],
        first: Callable[[], None] = _nothing,
        then: Callable[[], None] = _nothing,
    ) -> None:
        """Changes the graph and draws it; `first` and `then` before and after it is sent."""
        raise NotImplementedError

    def receive(self, message: object) -> None:
        topic = message.get("topic") if isinstance(message, Mapping) else None
        known = isinstance(topic, str) and topic in self.topics
        if known and topic not in HEARD_MEANWHILE and self.loop.running:
            self.loop.stop()
            self._rest()
        super().receive(message)

    def mark(self, message: graph.MarkInput) -> None:
        name, on = message["name"], message["on"]
        self._change_drawing("mark", lambda: self.typed.mark(name, on), lambda: self.accept("mark"))

    def descend(self, message: graph.Descend) -> None:
        try:
            descent = self.typed.descent()
        except Problem as problem:
            raise Refused.because(problem) from None
        if not self._goes_on:
            self._start, self._losses = dict(self.session.inputs), []
        self.accept("descend")
        self._before, self._place, self._verdict = self.moment(), None, None
        session = self.session
        self.loop.run = Run(descent, session.descent_steps, session.descent_loss, self._drawing())
        self.loop.start()
        self.send_descent()

    def _drawing(self) -> Callable[[Descent], Packed | None]:
        """What draws the graph on the way, where that is done in a moment; a larger one is drawn at rest."""
        typed, cursor = self.typed, self.session.cursor
        if not is_small(typed.work):
            return lambda descent: None
        return lambda descent: packed(graph_payloads.trace(typed.at(descent.trace), cursor, True))

    def pause(self, message: every_page.Pause) -> None:
        """Whoever asks for this has had the inputs rest already."""

    def descent_start(self, message: graph.DescentStart) -> None:
        if not self._goes_on:
            return
        start = self._start
        self._change_drawing("descent_start", lambda: self.typed.set_inputs(start), self._forget)

    def acknowledge(self, message: every_page.Ack) -> None:
        self.loop.acknowledge(message["id"])

    @property
    def _goes_on(self) -> bool:
        """Whether the inputs are where the last run left them."""
        return self._rested == self._here

    @property
    def _here(self) -> tuple[str, Mapping[str, Any]]:
        return self.session.expression, dict(self.session.inputs)

    def _forget(self) -> None:
        self._start, self._rested, self._losses, self._verdict = {}, None, [], None

    def _report(self, place: Place, number: int) -> None:
        self._place = place
        if place.trace is not None:
            self.send(place.trace)
        self.send_descent(number)

    def _rest(self) -> None:
        """The inputs stay where they have come to: the graph shows them there."""
        place, before = self._place, self._before
        self._place = self._before = None
        if place is None or before is None:
            self.send_descent()
            return

        def rested() -> None:
            self._losses = [*self._losses[:-1], *place.losses]
            self._rested, self._verdict = self._here, place.reason

        values = {name: place.values[name].tolist() for name in self.typed.marked}
        self._change_drawing(
            "descend",
            lambda: self.typed.set_inputs(values),
            rested,
            lambda: self._note(Begun(graph.Descend(topic="descend"), before)),
        )

    def send_descent(self, number: int | None = None) -> None:
        """How far the inputs have come, and what is said of it."""
        typed, place = self.typed, self._place
        if not self.loop.running and not self._goes_on:
            self._forget()
        losses = self._losses if place is None else [*self._losses[:-1], *place.losses]
        message: graph.Descent = {
            "topic": "descent",
            "markable": typed.markable,
            "marked": typed.marked,
            "losses": np.array(losses, np.float64),
            "values": {} if place is None else {one: place.values[one].tolist() for one in typed.marked},
            "running": self.loop.running,
            "began": self._goes_on,
            "message": None if self._verdict is None else told(self._verdict),
            "bad": self._verdict is not None
            and self._verdict.code in ("descent_rises", "descent_not_finite"),
            "acknowledge": number,
        }
        self.send(message)

    def sleep(self) -> None:
        """Nobody looks: the inputs rest."""
        if self.loop.running:
            self.loop.stop()
            self._rest()
        super().sleep()

    def close(self) -> None:
        self.loop.stop()
        super().close()
        del self.loop  # it would hold whom it tells
