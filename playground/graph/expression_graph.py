"""The graph of an expression, with its inputs: what the Graph page's settings describe. It knows no screen."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import engine
from engine.graphs.composites import can_unfold, fold, folds, unfold
from engine.graphs.expression import Reading, read
from engine.graphs.graph import Node
from engine.graphs.likely_inputs import likely_inputs
from engine.graphs.python_subset.source import LONGEST_TEXT
from engine.graphs.work import Work, count_work
from engine.problem import LabelError, Problem
from engine.training.descent import Descent
from playground.graph.limits import DRAWN, LONGEST_SIDE, MOST_ELEMENTS, too_much
from playground.session import Session
from playground.shared.refused import Refused

LARGEST = 1e9  # number of an input
MOST_FOLDED = 100  # gates, as many as the session's table holds
MOST_REMEMBERED = 200  # names

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """Gates that are drawn as one (`closed`) or can be; `name` is the gate that they end in."""

    name: str
    kind: str
    nodes: tuple[str, ...]
    closed: bool


class ExpressionGraph:
    """The last good graph of one session, the values of its inputs, and the trace of both.

    `plain` is the graph as it was typed, `graph` as it is drawn, some of its gates folded or opened. `problem` is what
    is wrong with the text as it stands now, or None; the graph is then still the last good one.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.problem: engine.Problem | None = None
        self.text = session.expression
        self.values: dict[str, Array] = {}
        self._remembered: dict[
            str, Array
        ] = {}  # by name: who types an expression anew finds his numbers again
        self._own: set[str] = set()  # the names whose values somebody has set here
        self._take(read(session.expression, DRAWN), session.inputs, session.inputs)
        self.text = session.expression = self.reading.text
        self._draw()

    def type(self, text: str) -> bool:
        """Takes the text if it is an expression whose inputs go together; else notes the problem. True if it made a
        graph."""
        before, self.text = self.text, text
        if self.problem is None and text == self.session.expression != before:
            return False  # what was typed in another form is written in ours: the graph stays as it is
        updated, self.session.updated = (
            self.session.updated,
            [],
        )  # an example's weights learn, one's own do not
        try:
            self._take(read(text, DRAWN), self._remembered, self._own)
        except (engine.ExpressionError, Refused) as problem:
            self.problem = problem
            self.session.updated = updated
            return False
        self.problem = None
        self.session.update(expression=self.reading.text, folded=[], unfolded=[])
        return True

    def _take(self, reading: Reading, given: Mapping[str, Any], stays: Container[str]) -> None:
        """Makes the graph of a text the one that is shown, with the values that the text has for its inputs, those
        given, and likely ones for the others. What is given and does not stay is kept where it fits what is done with
        it."""
        graph = reading.graph
        first = {
            name: _declared(name, value) for name, value in graph.defaults.items() if name in graph.leaves
        }
        written = {name: first[name] for name in reading.spans}
        kept = {name: as_array(value) for name, value in given.items() if name in graph.leaves}
        loose = {name: kept.pop(name) for name in list(kept) if name not in stays}
        try:
            values = likely_inputs(graph, {**first, **kept, **written}, loose, LONGEST_SIDE)
            trace = self._run(graph, values, self._fitting_upstream(graph, values))
        except Refused:
            raise
        except Problem as problem:
            if kept:
                # Values kept from another expression may have the wrong shapes; others anew may do.
                self._take(reading, given, ())
                return
            raise _refused(problem) from None
        self.plain = self.graph = graph
        self.reading = reading
        self.random = reading.random  # the inputs for which the text has no numbers, but draws some
        self.groups = self._foldable()
        self.trace = trace
        self._keep(values)

    def _keep(self, values: dict[str, Array]) -> None:
        """Makes these the values of the inputs, in the order of the text, and remembers them by name."""
        self.values = {name: values[name] for name in self.plain.leaves if name in values}
        self.session.inputs = {name: value.tolist() for name, value in self.values.items()}
        for name, value in self.values.items():
            self._remembered.pop(name, None)  # the newest stands last
            self._remembered[name] = value
        for name in list(self._remembered)[:-MOST_REMEMBERED]:
            del self._remembered[name]

    def _run(self, graph: engine.Graph, values: Mapping[str, Array], upstream: Array | None) -> engine.Trace:
        """Both passes, and where there are leaves to update each update as soon as nothing reads the old value. Raises
        Refused when it is more than can be shown."""
        elements = sum(value.size for value in values.values())
        if elements > MOST_ELEMENTS:
            raise Refused("too_many_input_numbers", count=elements, most=MOST_ELEMENTS)
        trace = engine.backpropagate(graph, values, upstream)
        refusal = too_much(count_work(graph, trace.shapes))
        if refusal is not None:
            raise refusal
        updated = [name for name in self.session.updated if name in graph.leaves and name in trace.gradients]
        if not updated:
            return trace
        return engine.trace_update(trace, self.optimizer, parameters=updated, at_once=True)

    @property
    def plain_text(self) -> str | None:
        """The text in the form that it is read in, if it was typed in another."""
        shown = self.session.expression
        return shown if self.problem is None and self.text != shown and self.reading.changed else None

    @property
    def optimizer(self) -> engine.SGD:
        """What updates the leaves that are updated."""
        return engine.SGD(self.session.rate)

    def _fitting_upstream(self, graph: engine.Graph, values: Mapping[str, Array]) -> Array | None:
        """The upstream gradient that was given, if it still has the shape of the output."""
        if self.session.upstream is None:
            return None
        upstream = as_array(self.session.upstream)
        return (
            upstream
            if upstream.shape == engine.backpropagate(graph, values).values[graph.output].shape
            else None
        )

    def set_inputs(self, given: Mapping[str, Any]) -> None:
        """Other values for some inputs. Raises Refused, and changes nothing, when they do not fit."""
        for name in given:
            if name not in self.values:
                raise Refused("input_unknown", name=str(name)[:40])
        values = {**self.values, **{name: as_array(value) for name, value in given.items()}}
        try:
            self.trace = self._run(self.graph, values, self._fitting_upstream(self.graph, values))
        except Refused:
            raise
        except Problem as problem:
            raise _refused(problem) from None
        self._keep(values)
        self._own.update(given)
        self._write_into_text()

    def _write_into_text(self) -> None:
        """The text follows the inputs whose numbers stand in it, unless it would become too long to be read again."""
        before = self.reading.graph.defaults
        changed = {name for name in self.reading.spans if not np.array_equal(self.values[name], before[name])}
        if self.reading.in_order and changed & self.reading.random:
            changed |= self.reading.random  # the others would be drawn otherwise
        text = self.reading.rewritten({name: self.values[name].tolist() for name in changed})
        if len(text) > LONGEST_TEXT:
            return
        self.random = self.reading.random - changed
        self.session.expression = text
        if self.problem is None:
            self.text = text

    def set_upstream(self, value: Any) -> None:
        """The gradient that arrives at the output; None for ones."""
        upstream = None if value is None else as_array(value)
        try:
            self.trace = self._run(self.graph, self.values, upstream)
        except engine.ShapeError as problem:
            raise Refused.because(problem) from None
        self.session.upstream = None if upstream is None else upstream.tolist()

    @property
    def markable(self) -> list[str]:
        """The inputs that can move down the gradient: those that have one."""
        return [name for name in self.values if name in self.trace.gradients]

    @property
    def marked(self) -> list[str]:
        """Those that are to."""
        return [name for name in self.markable if name in self.session.updated]

    def mark(self, name: str, on: bool) -> None:
        """Whether an input is to be moved: both passes then end in its update. Raises Refused for one that has no
        gradient."""
        if name not in self.markable:
            raise Refused("descent_without_gradient", name=name[:40])
        before = self.session.updated
        self.session.updated = [one for one in self.markable if (on if one == name else one in before)]
        self.run_again()

    def run_again(self) -> None:
        """Both passes and the updates, with what has been set meanwhile."""
        self.trace = self._run(self.graph, self.values, self._fitting_upstream(self.graph, self.values))

    def descent(self) -> Descent:
        """The way of the marked inputs down the output, from where they are. Raises Problem when there is none."""
        return Descent(self.graph, self.values, self.marked, self.session.rate, LARGEST)

    def at(self, trace: engine.Trace) -> ExpressionGraph:
        """The same at another place of the marked inputs, to be drawn."""
        shown = copy(self)
        shown.trace = engine.trace_update(trace, self.optimizer, parameters=self.marked, at_once=True)
        return shown

    def fold(self, name: str) -> None:
        """Draws a group of gates as the one gate that they make up."""
        if not any(group.name == name and not group.closed for group in self.groups):
            raise Refused("gates_not_one")
        session = self.session
        if name in session.unfolded:
            self._redraw(unfolded=[one for one in session.unfolded if one != name])
        else:
            self._check_room(session.folded)
            self._redraw(folded=[*session.folded, name])

    def unfold(self, name: str) -> None:
        """Draws a gate as the gates that it is made of."""
        if not any(group.name == name and group.closed for group in self.groups):
            raise Refused("gate_not_made_of_others")
        session = self.session
        if name in session.folded:
            self._redraw(folded=[one for one in session.folded if one != name])
        else:
            self._check_room(session.unfolded)
            self._redraw(unfolded=[*session.unfolded, name])

    def _redraw(self, **changed: list[str]) -> None:
        """Draws it with other gates folded or opened; as it was when that is more than can be drawn."""
        before = {name: getattr(self.session, name) for name in changed}
        try:
            self.session.update(**changed)
            self._draw()
        except ValueError:
            self.session.update(**before)
            raise

    @staticmethod
    def _check_room(names: Sequence[str]) -> None:
        if len(names) >= MOST_FOLDED:
            raise Refused("too_many_redrawn", most=MOST_FOLDED)

    def _draw(self) -> None:
        """The graph with its gates folded and opened as the session says. What does not apply is passed over."""
        graph, opened = self.plain, dict[str, Group]()
        for name in self.session.unfolded:
            if name in graph and can_unfold(graph[name]):
                before, kind = {node.name for node in graph.nodes}, _op_name(graph[name])
                graph = unfold(graph, name, self.trace.shapes)
                opened[name] = Group(
                    name, kind, (*({node.name for node in graph.nodes} - before), name), False
                )
        for name in self.session.folded:
            found = next((one for one in folds(graph) if one.name == name), None)
            graph = graph if found is None else fold(graph, found)
        self.trace = self._run(graph, self.values, self._fitting_upstream(graph, self.values))
        self.graph = graph
        self.groups = self._foldable(opened)

    def _foldable(self, opened: Mapping[str, Group] | None = None) -> list[Group]:
        """`opened`: the gates that are drawn as those that they are made of; one may have come with another."""
        opened = opened or {}
        groups = [
            Group(one.name, one.kind, one.nodes, False) for one in folds(self.graph) if one.name not in opened
        ]
        groups += opened.values()
        for node in self.graph.operations:
            if can_unfold(node) and node.name not in opened:
                groups.append(Group(node.name, _op_name(node), (node.name,), True))
        return groups

    @property
    def work(self) -> Work:
        """How much there is to draw."""
        return count_work(self.graph, self.trace.shapes)

    @property
    def upstream(self) -> Array:
        """The gradient at the output."""
        return np.asarray(self.trace.gradients[self.graph.output])

    @property
    def output_shape(self) -> tuple[int, ...]:
        return np.shape(self.trace.values[self.graph.output])


def _declared(name: str, value: Array) -> Array:
    """The value that a line of the text gives an input. Raises Refused, with the name, for one that is none here."""
    try:
        return as_array(value)
    except Refused as problem:
        raise Refused("declared_refused", name=name, reason=problem) from None


def _refused(problem: Problem) -> Refused:
    """What the engine says of values; of a class that there is not, without the gate that asked for it."""
    reason = problem.arguments.get("reason")
    return Refused.because(reason if isinstance(reason, LabelError) else problem)


def _op_name(gate: Node) -> str:
    assert gate.op is not None  # gates have one; leaves do not
    return gate.op.name


def as_array(value: Any) -> Array:
    """A number, vector or matrix from the browser as float64. Raises Refused when it is none, or too large."""
    if isinstance(value, np.ndarray) and value.size <= LONGEST_SIDE**2:
        value = value.tolist()
    if isinstance(value, np.ndarray):
        raise Refused("input_too_large", most=LONGEST_SIDE)
    if not isinstance(value, (list, tuple)) and not _is_number(value):
        raise Refused("number_needed")
    entries = [one for row in _entries(value) for one in _entries(row)]
    if not entries or any(isinstance(one, (list, tuple)) for one in entries):
        raise Refused("array_needed")
    if not all(map(_is_number, entries)):
        raise Refused("rows_of_numbers_needed")
    if not all(-LARGEST <= one <= LARGEST for one in entries):  # which also refuses nan
        raise Refused("number_out_of_range")
    try:
        return np.array(value, dtype=np.float64)
    except ValueError:
        raise Refused("rows_of_numbers_needed") from None


def _entries(value: Any) -> Sequence[Any]:
    """What a list holds; a number is a list of one. Raises Refused before anything in a long one is looked at."""
    if not isinstance(value, (list, tuple)):
        return [value]
    if len(value) > LONGEST_SIDE:
        raise Refused("input_too_large", most=LONGEST_SIDE)
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
