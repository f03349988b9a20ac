"""A moment of the Graph page, which can be gone back to: the text, its inputs, and how its graph is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.graphs.python_subset.source import LONGEST_TEXT
from playground.graph.expression_graph import ExpressionGraph
from playground.session import GraphSettings, Session
from playground.shared.refused import Refused

SETTINGS = GraphSettings.names("moment")
MOST_BYTES = 200_000  # of a moment that a browser gives back; the largest has a quarter of that
FIXED = 500  # bytes of the smallest moment, about
NUMBER = 32  # bytes of a number in a list


@dataclass(frozen=True)
class GraphMoment:
    """`text` stands in the field: it may be mistaken, and is then not yet the expression of the settings."""

    settings: Mapping[str, Any]
    text: str

    def held(self) -> Iterable[tuple[object, int]]:
        yield self, FIXED + len(self.text) + NUMBER * _numbers(list(self.settings.values()))

    def thinner(self) -> None:
        """All of it is needed."""

    @property
    def is_own(self) -> bool:
        """Whether a visitor has typed it, be it a text that is no expression yet."""
        return not self.settings["example"] or self.text != self.settings["expression"]


def moment_of(typed: ExpressionGraph) -> GraphMoment:
    return GraphMoment({name: getattr(typed.session, name) for name in SETTINGS}, typed.text)


def opened(session: Session, moment: GraphMoment) -> ExpressionGraph:
    """The graph of a moment, whose settings the session then has. Raises ValueError, and changes nothing, where there
    is none: a browser may have given back what it likes."""
    before = {name: getattr(session, name) for name in SETTINGS}
    session.update(**moment.settings)
    try:
        typed = ExpressionGraph(session)
    except ValueError:
        session.update(**before)
        raise
    if moment.text != typed.text:
        typed.type(moment.text)
    return typed


def pack(moment: GraphMoment) -> bytes:
    return json.dumps({"text": moment.text, **moment.settings}).encode()


def unpack(blob: bytes) -> GraphMoment:
    """The moment that `pack` made these bytes of. Raises Refused where they cannot be such."""
    try:
        facts = json.loads(blob) if len(blob) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict) or set(facts) != {"text", *SETTINGS}:
        raise Refused("expression_damaged")
    text = facts.pop("text")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise Refused("expression_damaged")
    try:
        GraphSettings(**facts)  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
    except (ValueError, TypeError):
        raise Refused("expression_damaged") from None
    return GraphMoment(facts, text)


def _numbers(value: Any) -> int:
    """How many numbers, texts and the like there are in it."""
    if isinstance(value, dict):
        return sum(map(_numbers, value.values())) + len(value)
    return sum(map(_numbers, value)) if isinstance(value, list) else 1
