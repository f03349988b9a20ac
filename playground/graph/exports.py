"""The files that are taken along of a graph: what the server writes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.graph import payloads as graph_payloads
from playground.graph.expression_graph import ExpressionGraph
from playground.graph.html_export import html_file
from playground.graph.titles import example, file_stem, title
from playground.graph.worksheet import worksheet
from playground.shared.refused import Refused

Message = dict[str, Any]


def taken(typed: ExpressionGraph, message: Mapping[str, Any]) -> Message:
    """The file of the kind that is asked for, as topic "taken". Raises Refused for another kind."""
    kind, cursor = message.get("kind"), message.get("cursor")
    if kind == "html":
        steps = len(typed.trace.steps)
        place = min(max(cursor, 0), steps) if isinstance(cursor, int) else typed.session.cursor
        text = html_file(
            title(typed.session),
            graph_payloads.trace(typed, place, moved=False),
            typed.session.expression,
        )
        return _file(typed, kind, ".html", text, "text/html")
    if kind == "worksheet":
        chosen = example(typed.session)
        text = worksheet(
            title(typed.session), typed.session.expression, typed.trace, chosen.questions if chosen else ()
        )
        return _file(typed, kind, "-worksheet.html", text, "text/html")
    if kind == "code":
        return _file(typed, kind, ".py", graph_payloads.code(typed)["source"], "text/x-python")
    raise Refused("There is no such file.")


def _file(typed: ExpressionGraph, kind: str, ending: str, text: str, mime: str) -> Message:
    return {
        "topic": "taken",
        "kind": kind,
        "name": file_stem(typed.session) + ending,
        "text": text,
        "mime": mime,
    }
