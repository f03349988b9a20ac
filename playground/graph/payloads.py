"""What the Graph page shows beside the graph: the expression, its code, its check, its Jacobians, its counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from engine import ExpressionError, Problem, Trace
from engine.graphs.flat_code import code_lines
from engine.graphs.not_finite import causes
from engine.graphs.odd_targets import odd_targets
from playground.graph.examples import EXAMPLES
from playground.graph.expression_graph import ExpressionGraph, Group
from playground.graph.titles import file_stem, title
from playground.messages import graph as messages
from playground.messages.trace import Trace as TraceMessage
from playground.messages.trace import TraceFold
from playground.shared.refused import told
from playground.shared.trace_payload import trace_message

MOST_CAUSES = 3  # that are told beside the inputs
KINDS: tuple[messages.InputKind, ...] = get_args(messages.InputKind)  # by their number of axes


def trace(
    typed: ExpressionGraph, cursor: int, moved: bool, groups: Sequence[Group] | None = None
) -> TraceMessage:
    """The trace as the graph, the arithmetic and the transport bar play it, with the groups that can be folded and
    opened: all of them, unless some are given."""
    message = trace_message(
        typed.trace,
        level="expression",
        levels=["expression"],
        cursor=cursor,
        optimizer=typed.optimizer if typed.session.updated else None,
    )
    folds: list[TraceFold] = [
        {
            "name": group.name,
            "kind": group.kind,
            "nodes": list(group.nodes),
            "closed": group.closed,
            "title": group.kind,
        }
        for group in (typed.groups if groups is None else groups)
    ]
    return {**message, "moved": moved, "folds": folds}


def _problem(problem: Problem, text: str) -> messages.TextProblem:
    """What is wrong with the text, and where: at the gate or at the name that it is about; line 0 where it is about the
    whole."""
    line, column, length = 0, 0, 0
    if isinstance(problem, ExpressionError):
        return {**told(problem), "line": problem.line, "column": problem.column, "length": 1}
    gate, name = (str(problem.arguments.get(one, "")) for one in ("gate", "name"))
    found = re.search(re.escape(gate) if gate else rf"\b{re.escape(name)}\b", text) if gate or name else None
    if found:
        before = text[: found.start()].split("\n")
        line, column, length = len(before), len(before[-1]) + 1, len(found[0])
    return {**told(problem), "line": line, "column": column, "length": length}


def _causes(trace: Trace) -> list[messages.NotFinite]:
    """Why something is not finite, or means nothing: once for each gate in which it arose, with those of its inputs
    that can be set."""
    why = causes(trace)
    found: dict[str, Problem] = {}
    for cause in (*why.values.values(), *why.gradients.values()):
        if cause.reason.code != "rule_alone":
            found.setdefault(cause.gate, cause.reason)
    for gate, reason in odd_targets(trace).items():
        found.setdefault(gate, reason)
    listed: list[messages.NotFinite] = [
        {"inputs": _leaves_into(trace, gate), **told(reason)} for gate, reason in found.items()
    ]
    return listed[:MOST_CAUSES]


def _leaves_into(trace: Trace, gate: str) -> list[str]:
    """The leaves that a gate reads, itself or through the copies of one."""
    graph = trace.graph
    sources = (graph[name].inputs[0] if graph[name].is_fan_out else name for name in graph[gate].inputs)
    return [name for name in dict.fromkeys(sources) if name in graph.leaves]


def expression(typed: ExpressionGraph, own: bool = False) -> messages.Expression:
    """The text as it stands, what is wrong with it, the inputs of the last good graph, what in it is not finite, and
    whether an expression of the visitor's own can be gone back to."""
    return {
        "topic": "expression",
        "text": typed.text,
        "plain": typed.plain_text,
        "constants": sorted(typed.reading.constants),
        "error": None if typed.problem is None else _problem(typed.problem, typed.text),
        "inputs": [
            {
                "name": name,
                "shape": list(value.shape),
                "kind": KINDS[value.ndim],
                "value": value.tolist(),
                "whole": name not in typed.trace.gradients,  # the index of a class: it has no gradient
            }
            for name, value in typed.values.items()
        ],
        "random": [name for name in typed.values if name in typed.random],
        "random_in_order": typed.reading.in_order,
        "causes": _causes(typed.trace),
        "output": {"name": typed.graph.output, "shape": list(typed.output_shape)},
        "needs_upstream": typed.output_shape != (),
        "upstream": typed.upstream.tolist(),
        "example": typed.session.example or None,
        "own": own,
        "title": title(typed.session),
        "file": file_stem(typed.session),
    }


def examples() -> messages.Examples:
    """The examples to pick from."""
    return {
        "topic": "examples",
        "items": [
            {
                "id": one.id,
                "title": one.title,
                "theme": one.theme,
                "text": one.text,
                "expression": one.expression,
                "erratum": one.erratum,
                "questions": list(one.questions),
            }
            for one in EXAMPLES
        ],
    }


def code(typed: ExpressionGraph) -> messages.Code:
    """The graph as runnable NumPy, each line with the step that it is; it ends by printing what came out."""
    given = None if typed.output_shape == () else typed.upstream
    updated = [step.node for step in typed.trace.steps if step.phase == "update"]
    lines = code_lines(typed.graph, typed.values, given, updated, typed.session.rate, printed=True)
    return {
        "topic": "code",
        "lines": [
            {"text": line.text, "phase": line.phase, "node": line.node, "input": line.input} for line in lines
        ],
        "source": "\n".join(line.text for line in lines) + "\n",
    }
