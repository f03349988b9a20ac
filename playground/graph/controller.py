"""The Graph page: an expression typed, its inputs set, its gates folded, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playground.graph import exports as take_along
from playground.graph import panels as graph_panels
from playground.graph import payloads as graph_payloads
from playground.graph.examples import find_example
from playground.graph.expression_graph import ExpressionGraph
from playground.session import Session
from playground.shared.controller import Controller, Message, whole
from playground.shared.refused import Refused

# What is left out of an address that describes no graph, in this order.
LEFT_OUT = (("upstream",), ("inputs",), ("expression", "example", "folded", "unfolded", "updated"))
SETTABLE = frozenset(("cursor", "predict", "step_size", "theme", "projector"))


class GraphController(Controller):
    """Changes the session's typed graph, and says what has changed."""

    page = "graph"
    settable = SETTABLE

    def __init__(self, session: Session, send: Callable[[Message], None], problems: list[str]) -> None:
        super().__init__(session, send, problems)
        chosen = find_example(session.example)
        if chosen is None or chosen.expression != session.expression:
            if chosen and session.expression == session.param.expression.default:
                self._take_example(session.example)  # an address may name the example alone
            else:
                session.example = ""  # what is told of the example is not told of another expression
        self.typed = self._first_graph()
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
                words = f"The graph of the address cannot be drawn as it is: {problem}"
                if words not in self.problems:  # it is found again until its cause has been left out
                    self.problems.append(words)
                for name in names:
                    setattr(self.session, name, self.session.param[name].default)
        return ExpressionGraph(self.session)

    def ready(self, message: Mapping[str, Any]) -> None:
        """A page is there and has nothing yet."""
        self.send_settings()
        self.send(graph_payloads.examples())
        self._send_graph(cursor=self.session.cursor, moved=False)
        self.send_problems()

    # The text and its inputs

    def expression(self, message: Mapping[str, Any]) -> None:
        text = message.get("text")
        if not isinstance(text, str):
            raise Refused("An expression is text.")
        if self.typed.type(text):
            self.session.example = ""
            self._send_graph(cursor=0, moved=False)
        else:
            self.send(graph_payloads.expression(self.typed))

    def example(self, message: Mapping[str, Any]) -> None:
        self._take_example(str(message.get("id")))
        self.typed = ExpressionGraph(self.session)
        self._send_graph(cursor=0, moved=False)

    def _take_example(self, name: str) -> None:
        chosen = find_example(name)
        if chosen is None:
            raise Refused("There is no such example.")
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
        try:
            changed = self._set_inputs([{**also, **given}, given] if isinstance(also, dict) else [given])
        except Refused as problem:
            self.refuse(f"input:{name[:40]}", str(problem))
            return
        for one in changed:
            self.accept(f"input:{one[:40]}")
        self._send_graph(cursor=self.session.cursor, moved=True)

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
        self.typed.set_upstream(message.get("value"))
        self.accept("upstream")
        self._send_graph(cursor=self.session.cursor, moved=True)

    # What the graph is drawn as

    def fold(self, message: Mapping[str, Any]) -> None:
        self.typed.fold(str(message.get("name")))
        self._send_graph(cursor=self.session.cursor, moved=True)

    def unfold(self, message: Mapping[str, Any]) -> None:
        self.typed.unfold(str(message.get("name")))
        self._send_graph(cursor=self.session.cursor, moved=True)

    # What is shown beside it

    def check(self, message: Mapping[str, Any]) -> None:
        self.send(graph_panels.check(self.typed, self.session.step_size))

    def jacobian(self, message: Mapping[str, Any]) -> None:
        self.send(graph_panels.jacobian(self.typed, str(message.get("node")), whole(message, "index")))

    def take(self, message: Mapping[str, Any]) -> None:
        self.send(take_along.taken(self.typed, message))
        self.accept("take")

    def apply_setting(self, name: str) -> None:
        if name == "step_size":
            self.send(graph_panels.check(self.typed, self.session.step_size))
        self.send_address()

    def _send_graph(self, cursor: int, moved: bool) -> None:
        """The graph is another, or its numbers are: all that is drawn of it follows."""
        self.session.cursor = min(cursor, len(self.typed.trace.steps))
        self.send(graph_payloads.trace(self.typed, self.session.cursor, moved))
        self.send(graph_payloads.expression(self.typed))
        self.send(graph_payloads.code(self.typed))
        self.send(graph_panels.counts(self.typed))
        self.send_address()
