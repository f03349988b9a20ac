"""The files that are taken along of a graph: what the server writes of them."""

from __future__ import annotations

from collections.abc import Generator
from itertools import islice
from typing import Any

from playground.graph import payloads as graph_payloads
from playground.graph.expression_graph import ExpressionGraph
from playground.graph.foldings import foldings
from playground.graph.html_export import html_file
from playground.graph.limits import MOST_ON_PAPER
from playground.graph.titles import example, file_stem, title
from playground.graph.worksheet import write_worksheet
from playground.shared.element_payload import every_sum
from playground.shared.packing import packed
from playground.shared.played import Drawn, PlayedGraph
from playground.shared.prediction_payload import every_slip
from playground.shared.refused import Refused

Message = dict[str, Any]

FEW_ELEMENTS = 64  # of an array whose sums are all taken along
MOST_SUMS = 1000  # of all foldings together: some 300 kB
MOST_SLIPS = 2000  # steps of all foldings together whose usual slips are taken along: some 300 kB


def taken(typed: ExpressionGraph, kind: object) -> Generator[float, None, Message]:
    """The file of the kind that is asked for, as topic "taken"; yields the share that is done. Raises Refused for
    another kind."""
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
    if kind == "code":
        return _file(typed, kind, ".py", graph_payloads.code(typed)["source"], "text/x-python")
    raise Refused("export_unknown")


def played(typed: ExpressionGraph) -> Generator[float, None, PlayedGraph]:
    """The graph as it steps and folds where there is no server; yields the share that is done."""
    found = yield from foldings(typed)
    drawn, left, left_slips = [], MOST_SUMS, MOST_SLIPS
    for one in found:
        trace = graph_payloads.trace(one.typed, 0, moved=False, groups=one.groups)
        sums = []
        for answer in every_sum(one.typed.trace, FEW_ELEMENTS):
            if not left:
                break
            sums.append(answer)
            left -= 1
            yield 0.9
        slips = []
        for answer in islice(every_slip(one.typed.trace, trace["steps"]), left_slips):
            slips.append(answer)
            yield 0.9
        left_slips -= len(slips)
        drawn.append(Drawn(trace, graph_payloads.code(one.typed), one.leads, sums, slips))
        yield 0.9
    return drawn


def _file(typed: ExpressionGraph, kind: str, ending: str, text: str, mime: str) -> Message:
    return packed(
        {
            "topic": "taken",
            "kind": kind,
            "name": file_stem(typed.session) + ending,
            "text": text,
            "mime": mime,
        }
    )
