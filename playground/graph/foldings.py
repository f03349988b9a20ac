"""The other ways in which a graph can be drawn, its gates folded and opened: for a file that has no server to ask."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

from playground.graph.expression_graph import ExpressionGraph, Group
from playground.graph.graph_moment import moment_of, opened
from playground.session import Session
from playground.shared.refused import Refused

Key = tuple[frozenset[str], frozenset[str]]  # the names that are folded, and those that are opened

MOST_FOLDINGS = 32
MOST_STEPS = 4000  # of all their traces together: about a megabyte


@dataclass(frozen=True)
class Folding:
    """A graph as it is drawn. `leads`: the group that is folded or opened next -> the place of what that gives."""

    typed: ExpressionGraph
    leads: dict[str, int] = field(default_factory=dict)

    @property
    def groups(self) -> list[Group]:
        """Those that can be folded or opened from here."""
        return [group for group in self.typed.groups if group.name in self.leads]


def foldings(typed: ExpressionGraph) -> Generator[float, None, list[Folding]]:
    """The graph as it is drawn, first, and what it becomes by folding and opening: the nearest first, and as many as
    have room. Every way leads back. Yields the share that is done."""
    found = [Folding(typed)]
    folded, unfolded = typed.session.folded, typed.session.unfolded
    places: dict[Key, int | None] = {(frozenset(folded), frozenset(unfolded)): 0}
    steps = len(typed.trace.steps)
    for folding in found:  # which grows meanwhile
        yield min(0.9, len(found) / MOST_FOLDINGS)
        for group in folding.typed.groups:
            key = _after(folding.typed, group)
            if key not in places:
                other = _toggled(folding.typed, group) if len(found) < MOST_FOLDINGS else None
                more = len(other.trace.steps) if other is not None else 0
                places[key] = None if other is None or steps + more > MOST_STEPS else len(found)
                if other is not None and places[key] is not None:
                    found.append(Folding(other))
                    steps += more
            to = places[key]
            if to is not None:
                folding.leads[group.name] = to
    return found


def _after(typed: ExpressionGraph, group: Group) -> Key:
    """What is folded and what is opened once the group is."""
    folded, unfolded = frozenset(typed.session.folded), frozenset(typed.session.unfolded)
    name = frozenset((group.name,))
    if group.closed:
        return (folded - name, unfolded) if group.name in folded else (folded, unfolded | name)
    return (folded, unfolded - name) if group.name in unfolded else (folded | name, unfolded)


def _toggled(typed: ExpressionGraph, group: Group) -> ExpressionGraph | None:
    """The graph with one group folded or opened, in a session of its own; None when that is too much."""
    session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
    other = opened(session, moment_of(typed))
    try:
        if group.closed:
            other.unfold(group.name)
        else:
            other.fold(group.name)
    except Refused:
        return None
    return other
