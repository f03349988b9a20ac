"""The files that are taken along of a graph: what the server writes of them."""

from __future__ import annotations

from collections.abc import Generator

from playground.graph import payloads as graph_payloads
from playground.graph.expression_graph import ExpressionGraph
from playground.graph.foldings import foldings
from playground.graph.html_export import html_file
from playground.graph.limits import MOST_ON_PAPER
from playground.graph.titles import example, file_stem, title
from playground.graph.worksheet import write_worksheet
from playground.messages.graph import FileKind, Taken
from playground.shared.packing import Packed, packed
from playground.shared.played import Answers, Drawn, PlayedGraph
from playground.shared.refused import Refused


def taken(typed: ExpressionGraph, kind: FileKind) -> Generator[float, None, Packed]:
    """The file of the kind that is asked for, as topic "taken"; yields the share that is done. Raises Refused for
    a worksheet that would be too long."""
    if kind == "html":
        drawn = yield from played(typed)
        chosen = example(typed.session)
        text = html_file(title(typed.session), drawn, typed.session.expression, chosen.text if chosen else "")
        return _file(typed, kind, ".html", text, "text/html")
    if kind == "worksheet":
        if typed.work.numbers > MOST_ON_PAPER:
            raise Refused("worksheet_too_long", count=typed.work.numbers, most=MOST_ON_PAPER)
        chosen = example(typed.session)
        questions = chosen.questions if chosen else ()
        text = yield from write_worksheet(
            title(typed.session), typed.session.expression, typed.trace, questions
        )
        return _file(typed, kind, "-worksheet.html", text, "text/html")
    return _file(typed, kind, ".py", graph_payloads.code(typed)["source"], "text/x-python")


def played(typed: ExpressionGraph) -> Generator[float, None, PlayedGraph]:
    """The graph as it steps and folds where there is no server; yields the share that is done."""
    found = yield from foldings(typed)
    drawn, answers = [], Answers()
    for one in found:
        trace = graph_payloads.trace(one.typed, 0, moved=False, groups=one.groups)
        sums, slips = yield from answers.of(one.typed.trace, trace)
        drawn.append(Drawn(trace, graph_payloads.code(one.typed), one.leads, sums, slips))
        yield 0.9
    return drawn


def _file(typed: ExpressionGraph, kind: FileKind, ending: str, text: str, mime: str) -> Packed:
    name = file_stem(typed.session) + ending
    return packed(Taken(topic="taken", kind=kind, name=name, text=text, mime=mime))
