"""A moment of the Graph page as it stands, for paper and for a file of its own."""

from __future__ import annotations

import html
from collections.abc import Generator, Mapping
from typing import Any

from playground import address
from playground.graph import exports, measures
from playground.graph.controller import GraphController
from playground.session import Session
from playground.shared.still import Still
from playground.shared.trace_on_paper import place_in_words, trace_picture


def still(settings: Mapping[str, Any]) -> Generator[float, None, Still]:
    """The graph of these settings at their place in its trace. Yields the share that is done."""
    session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
    problems = address.read(session, settings)
    controller = GraphController(session, lambda message: None, problems)
    yield 0.1
    typed = controller.opened_graph()
    controller.close()
    yield 0.5
    cursor = min(session.cursor, len(typed.trace.steps))
    picture = f"<pre>{html.escape(session.expression)}</pre>{trace_picture(typed.trace, cursor)}"
    yield 0.9
    return Still(
        picture,
        place_in_words(typed.trace, cursor),
        lambda words: measures.measured(typed, words),
        lambda words: measures.slips(typed, words),
        lambda: exports.played(typed),
    )
