"""The Graph page: an expression typed, its inputs set, its gates folded, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from copy import copy
from typing import Any

from engine import Problem
from playground.graph import exports as take_along
from playground.graph import panels as graph_panels
from playground.graph import payloads as graph_payloads
from playground.graph.examples import find_example
from playground.graph.expression_graph import ExpressionGraph
from playground.graph.limits import FEW_DIFFERENCES, is_short, is_small
from playground.session import GraphSettings, Session
from playground.shared.controller import Controller, Message, whole
from playground.shared.packing import packed
from playground.shared.refused import Refused

# What is left out of an address that describes no graph, in this order.
LEFT_OUT = (("upstream",), ("inputs",), ("expression", "example", "folded", "unfolded", "updated"))
SETTABLE = frozenset((*GraphSettings.names("looking"), "cursor", "theme", "projector"))


def _nothing() -> None:
    pass


class GraphController(Controller):
    """Changes the session's typed graph, and says what has changed."""

    page = "graph"
    settable = SETTABLE
    replaced = frozenset(("set", "expression", "input", "upstream"))

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem]
    ) -> None:
        super().__init__(session, send, problems)
        chosen = find_example(session.example)
        if chosen is None or chosen.expression != session.expression:
            if chosen and session.expression == session.param.expression.default:
                self._take_example(session.example)  # an address may name the example alone
            else:
                session.example = ""  # what is told of the example is not told of another expression
        # A graph that takes longer than a moment is made when its page is there.
        self._opened = self._first_graph() if is_short(session.expression) else None
        self.topics |= {
            "ready": self.ready,
            "expression": self.expression,
            "example": self.example,
            "input": self.input,
            "upstream": self.upstream,
            "fold": self.fold,
            "unfold": self.unfold,
            "check": self.check,
            "jacobian": self.jacobian,
            "take": self.take,
        }

    def _first_graph(self) -> ExpressionGraph:
        """The graph that the address describes; where it cannot be made, as much of it as can, or the first example."""
        for names in LEFT_OUT:
            try:
                return ExpressionGraph(self.session)
            except ValueError as problem:
                reason = problem if isinstance(problem, Problem) else str(problem)
                self.add_problem(Refused("address_graph_unusable", reason=reason))
                for name in names:
                    setattr(self.session, name, self.session.param[name].default)
        return ExpressionGraph(self.session)

    @property
    def typed(self) -> ExpressionGraph:
        """The graph that is shown."""
        assert self._opened is not None
        return self._opened

    def receive(self, message: object) -> None:
        if self._opened is None and not self._changes.busy:
            self.change("open", self._open, lambda opened: None)
        super().receive(message)

    def _open(self) -> None:
        self._opened = self._first_graph()

    def ready(self, message: Mapping[str, Any]) -> None:
        """A page is there and has nothing yet."""
        self.send_settings()
        self.send(graph_payloads.examples())
        self._redraw("ready", lambda: True, cursor=self.session.cursor, moved=False, then=self.send_problems)

    # The text and its inputs

    def expression(self, message: Mapping[str, Any]) -> None:
        text = message["text"]
        self._redraw("expression", lambda: self._type(text), cursor=0, moved=False, long=not is_short(text))

    def _type(self, text: str) -> bool:
        if not self.typed.type(text):
            return False
        self.session.example = ""
        return True

    def example(self, message: Mapping[str, Any]) -> None:
        self._take_example(str(message.get("id")))
        self._opened = ExpressionGraph(self.session)
        self._redraw("example", lambda: True, cursor=0, moved=False)

    def _take_example(self, name: str) -> None:
        chosen = find_example(name)
        if chosen is None:
            raise Refused("example_unknown")
        self.session.param.update(
            example=chosen.id,
            expression=chosen.expression,
            inputs=dict(chosen.inputs),
            upstream=chosen.upstream,
            folded=list(chosen.folded),
            unfolded=[],
            updated=list(chosen.updated),
        )

    def input(self, message: Mapping[str, Any]) -> None:
        name = str(message.get("name"))
        given = {name: message.get("value")}
        also = message.get(
            "also"
        )  # what was refused before: a longer row here may need a longer column there
        choices = [{**also, **given}, given] if isinstance(also, dict) else [given]
        changed: list[Mapping[str, Any]] = []

        def done() -> None:
            for one in changed[0]:
                self.accept(f"input:{one[:40]}")

        def set_inputs() -> bool:
            changed.append(self._set_inputs(choices))
            return True

        self._redraw(f"input:{name[:40]}", set_inputs, cursor=self.session.cursor, moved=True, first=done)

    def _set_inputs(self, choices: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """Sets the first of the choices that fits, and returns it. Raises Refused as the last one does."""
        for given in choices[:-1]:
            try:
                self.typed.set_inputs(given)
            except Refused:
                continue
            return given
        self.typed.set_inputs(choices[-1])
        return choices[-1]

    def upstream(self, message: Mapping[str, Any]) -> None:
        self._change_drawing(
            "upstream",
            lambda: self.typed.set_upstream(message.get("value")),
            first=lambda: self.accept("upstream"),
        )

    # What the graph is drawn as

    def fold(self, message: Mapping[str, Any]) -> None:
        self._change_drawing("fold", lambda: self.typed.fold(str(message.get("name"))))

    def unfold(self, message: Mapping[str, Any]) -> None:
        self._change_drawing("unfold", lambda: self.typed.unfold(str(message.get("name"))))

    def _change_drawing(
        self, field: str, change: Callable[[], None], first: Callable[[], None] = _nothing
    ) -> None:
        def changed() -> bool:
            change()
            return True

        self._redraw(field, changed, cursor=self.session.cursor, moved=True, first=first)

    # What is shown beside it

    def check(self, message: Mapping[str, Any]) -> None:
        self._check("check")

    def _check(self, field: str) -> None:
        typed = copy(self.typed)  # what is found out is of the graph as it is now
        long = typed.work.differences(graph_panels.STEPS_OF_A_CHECK) > FEW_DIFFERENCES
        self.answer("check", lambda: graph_panels.check(typed, self.session.step_size), self.send, long)

    def jacobian(self, message: Mapping[str, Any]) -> None:
        self.send(graph_panels.jacobian(self.typed, str(message.get("node")), whole(message, "index")))

    def take(self, message: Mapping[str, Any]) -> None:
        typed, kind, cursor = copy(self.typed), message.get("kind"), message.get("cursor")

        def taken(file: Message) -> None:
            self.send(file)
            self.accept("take")

        self.answer("take", lambda: take_along.taken(typed, kind, cursor), taken, not is_small(typed.work))

    def apply_setting(self, name: str) -> None:
        if name == "step_size":
            self._check("step_size")
        self.send_address()

    def _redraw(
        self,
        field: str,
        change: Callable[[], bool],
        cursor: int,
        moved: bool,
        first: Callable[[], None] = _nothing,
        then: Callable[[], None] = _nothing,
        long: bool | None = None,
    ) -> None:
        """Changes the graph, and sends all that is drawn of it; or the text alone, where `change` says that it gives
        no other graph."""

        def work() -> Generator[float, None, list[Message]]:
            if not change():
                return [graph_payloads.expression(self.typed)]
            yield 0.2
            typed = self.typed
            self.session.cursor = min(cursor, len(typed.trace.steps))
            yield 0.4
            messages = [packed(graph_payloads.trace(typed, self.session.cursor, moved))]
            yield 0.8
            messages += [packed(graph_payloads.expression(typed)), packed(graph_payloads.code(typed))]
            yield 0.9
            return [*messages, packed(graph_panels.counts(typed))]

        def drawn(messages: list[Message]) -> None:
            first()
            if len(messages) > 1:
                self.forget_answer("check")  # it would be of what was there before
            for message in messages:
                self.send(message)
            if len(messages) > 1:
                self.send_address()
            then()

        small = is_small(self.typed.work)
        self.change(field, work, drawn, not small if long is None else long or not small)
