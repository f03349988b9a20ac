"""The Graph page: an expression typed, its inputs set, its gates folded, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from copy import copy
from typing import Any

from engine import Problem
from playground.graph import exports as take_along
from playground.graph import measures, panels, payloads
from playground.graph.descent_controller import DescentController
from playground.graph.described_changes import described
from playground.graph.examples import find_example
from playground.graph.expression_graph import ExpressionGraph
from playground.graph.graph_moment import GraphMoment, moment_of, opened, pack, unpack
from playground.graph.limits import FEW_DIFFERENCES, is_short, is_small
from playground.messages import Message, every_page, graph, trace
from playground.session import GraphSettings, Session
from playground.shared.changes import Change
from playground.shared.element_payload import answered
from playground.shared.history import Step
from playground.shared.packing import Packed, packed
from playground.shared.prediction_payload import slips_message
from playground.shared.refused import Refused
from playground.shared.undoing_controller import Told

# What is left out of an address that describes no graph, in this order.
LEFT_OUT = (("upstream",), ("inputs",), ("expression", "example", "folded", "unfolded", "updated"))
OF_THE_SAME_GRAPH = (
    "input",
    "inputs",
    "upstream",
    "fold",
    "unfold",
)  # changes, in the words of shared/changes.py
OWN = "your-own-expression"  # under which a browser keeps it
SETTABLE = frozenset((*GraphSettings.names("looking"), "cursor", "theme", "projector", "rate"))


def _nothing() -> None:
    pass


class GraphController(DescentController):
    """Changes the session's typed graph, and says what has changed. `own` is what a visitor typed and left for an
    example."""

    page = "graph"
    settable = SETTABLE
    replaced = frozenset(("set", "expression", "input", "upstream"))
    no_steps = frozenset(
        ("ready", "cancel", "kept", "check", "jacobian", "element", "slips", "take", "ack", "pause")
    )

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem]
    ) -> None:
        super().__init__(session, send, problems)
        self.own: GraphMoment | None = None
        chosen = find_example(session.example)
        if chosen is None or chosen.expression != session.expression:
            if chosen and session.expression == session.param.expression.default:
                self._take_named_example()  # an address may name the example alone
            else:
                session.example = ""  # what is told of the example is not told of another expression
        # A graph that takes longer than a moment is made when its page is there.
        self._opened = self._first_graph() if is_short(session.expression) else None
        self.topics |= {
            "ready": self.ready,
            "kept": self.kept,
            "expression": self.expression,
            "example": self.example,
            "input": self.input,
            "upstream": self.upstream,
            "fold": self.fold,
            "unfold": self.unfold,
            "check": self.check,
            "jacobian": self.jacobian,
            "element": self.element,
            "slips": self.tell_slips,
            "take": self.take,
        }

    def _take_named_example(self) -> None:
        """The example of an address that does not write out its expression, with what the address says besides: some
        inputs, the gates that are folded."""
        session = self.session
        said = {name: getattr(session, name) for name in GraphSettings.names("moment")}
        said = {name: value for name, value in said.items() if value != session.param[name].default}
        self._take_example(session.example)
        inputs = {**session.inputs, **said.get("inputs", {})}
        session.update(**{**said, "inputs": inputs})

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

    def opened_graph(self) -> ExpressionGraph:
        """The graph of the address, made now where it was not: for who has nobody to wait for."""
        if self._opened is None:
            self._open()
        return self.typed

    def ready(self, message: every_page.Ready) -> None:
        """A page is there and has nothing yet."""
        self.loop.forget_unanswered()
        self.send(every_page.MomentWanted(topic="moment_wanted", of=OWN))
        self.forget_sent()
        self.send_settings()
        self.send_changes()
        self.send(payloads.examples())
        self._redraw("ready", lambda: True, cursor=self.session.cursor, moved=False, then=self.send_problems)

    def measure(self, words: str) -> float:
        if self._opened is None:
            raise Refused("measure_not_here", words=words[:40])
        return measures.measured(self.typed, words)

    def slips(self, words: str) -> Mapping[str, Sequence[float]]:
        return measures.slips(self.typed, words)

    # Taking back, and making again

    def moment(self) -> GraphMoment:
        return moment_of(self.typed)

    def described(self, asked: Message, before: GraphMoment, now: GraphMoment) -> Change:
        return described(asked, before, now)

    def go_to(self, step: Step[GraphMoment], told: Told) -> None:
        moved = step.change.kind in OF_THE_SAME_GRAPH
        self._open_moment("undo", step.moment, moved, then=told)

    # The text and its inputs

    def expression(self, message: graph.TypeExpression) -> None:
        text = message["text"]
        self._redraw("expression", lambda: self._type(text), cursor=0, moved=False, long=not is_short(text))

    def _type(self, text: str) -> bool:
        if not self.typed.type(text):
            return False
        self.session.example = ""
        return True

    def example(self, message: graph.ChooseExample) -> None:
        """An example is chosen; without a name, what the visitor had typed before."""
        name, left = message["id"], self.moment()
        if not name:
            self._go_back_to_own()
            return

        def choose() -> bool:
            self._take_example(name)
            self._opened = ExpressionGraph(self.session)
            if left.is_own:
                self.own = left
            return True

        def chosen() -> None:
            if self.own is left:  # a reload does not lose it either
                self.send(every_page.Moment(topic="moment", of=OWN, blob=pack(left), acknowledge=0))

        self._redraw("example", choose, cursor=0, moved=False, first=chosen)

    def _go_back_to_own(self) -> None:
        own = self.own
        if own is None:
            raise Refused("example_unknown")
        if not self.moment().is_own:
            self._open_moment("example", own)

    def kept(self, message: every_page.Kept) -> None:
        """What this browser has kept of an expression that was typed before the page was loaded anew."""
        if message["blob"] is None or self.own is not None:
            return
        self.own = unpack(message["blob"])
        self.send(self._expression())

    def _open_moment(
        self, field: str, moment: GraphMoment, moved: bool = False, then: Callable[[], None] = _nothing
    ) -> None:
        """Shows the graph of a moment; `moved` if it is the one that is there, with other numbers or folds."""

        def go() -> bool:
            self._opened = opened(self.session, moment)
            return True

        cursor = self.session.cursor if moved else 0
        long = not is_short(moment.settings["expression"])
        self._redraw(field, go, cursor, moved, then=then, long=long)

    def _take_example(self, name: str) -> None:
        chosen = find_example(name)
        if chosen is None:
            raise Refused("example_unknown")
        self.session.update(
            example=chosen.id,
            expression=chosen.expression,
            inputs=dict(chosen.inputs),
            upstream=chosen.upstream,
            folded=list(chosen.folded),
            unfolded=[],
            updated=list(chosen.updated),
        )

    def input(self, message: graph.SetInput) -> None:
        name = message["name"]
        given = {name: message["value"]}
        also = message.get(
            "also"
        )  # what was refused before: a longer row here may need a longer column there
        choices = [{**also, **given}, given] if also is not None else [given]
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

    def upstream(self, message: graph.SetUpstream) -> None:
        self._change_drawing(
            "upstream",
            lambda: self.typed.set_upstream(message["value"]),
            first=lambda: self.accept("upstream"),
        )

    # What the graph is drawn as

    def fold(self, message: graph.FoldGates) -> None:
        self._change_drawing("fold", lambda: self.typed.fold(message["name"]))

    def unfold(self, message: graph.UnfoldGate) -> None:
        self._change_drawing("unfold", lambda: self.typed.unfold(message["name"]))

    def _change_drawing(
        self,
        field: str,
        change: Callable[[], None],
        first: Callable[[], None] = _nothing,
        then: Callable[[], None] = _nothing,
    ) -> None:
        def changed() -> bool:
            change()
            return True

        self._redraw(field, changed, cursor=self.session.cursor, moved=True, first=first, then=then)

    # What is shown beside it

    def check(self, message: graph.CheckGradients) -> None:
        self._check("check")

    def _check(self, field: str) -> None:
        typed = copy(self.typed)  # what is found out is of the graph as it is now
        long = typed.work.differences(panels.STEPS_OF_A_CHECK) > FEW_DIFFERENCES
        self.answer("check", lambda: panels.check(typed, self.session.step_size), self.send, long)

    def jacobian(self, message: graph.JacobianOf) -> None:
        self.send(panels.jacobian(self.typed, message["node"], message["index"]))

    def element(self, message: trace.ElementOf) -> None:
        self.send(answered(self.typed.trace, message))

    def tell_slips(self, message: trace.SlipsOf) -> None:
        self.send(slips_message(self.typed.trace, message))

    def take(self, message: graph.Take) -> None:
        typed, kind = copy(self.typed), message["kind"]

        def taken(file: Packed) -> None:
            self.send(file)
            self.accept("take")

        # A page has all foldings of its graph, of which a small one may have many.
        long = kind == "html" or not is_small(typed.work)
        self.answer("take", lambda: take_along.taken(typed, kind), taken, long)

    def apply_setting(self, name: str) -> None:
        if name == "step_size":
            self._check("step_size")
        elif name == "rate" and self.loop.running:
            self.loop.learn_at(self.session.rate)
        elif name == "rate" and self.typed.marked:
            self._change_drawing("rate", self.typed.run_again)  # the updates that it ends in are others
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
                return [self._expression()]
            yield 0.2
            typed = self.typed
            self.session.cursor = min(cursor, len(typed.trace.steps))
            yield 0.4
            # What is chosen is told before it is drawn: who sees a graph may press "Next example" at once, and means
            # the one after it.
            messages: list[Message] = [packed(self._expression())]
            yield 0.5
            messages.append(packed(payloads.trace(typed, self.session.cursor, moved)))
            yield 0.8
            messages.append(packed(payloads.code(typed)))
            yield 0.9
            return [*messages, packed(panels.counts(typed))]

        def drawn(messages: list[Message]) -> None:
            first()
            if len(messages) > 1:
                self.forget_answer("check")  # it would be of what was there before
            for message in messages:
                self.send(message)
            if len(messages) > 1:
                self.send_descent()
                self.send_address()
            then()

        small = is_small(self.typed.work)
        self.change(field, work, drawn, not small if long is None else long or not small)

    def _expression(self) -> graph.Expression:
        return payloads.expression(self.typed, own=self.own is not None)
