"""What the Graph page shows beside the graph: the expression, its code, its check, its Jacobians, its counts."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ExpressionError, Problem
from engine.graphs.flat_code import code_lines
from playground.graph.examples import EXAMPLES
from playground.graph.expression_graph import ExpressionGraph
from playground.graph.titles import file_stem, title
from playground.shared.refused import told
from playground.shared.trace_payload import trace_message

Message = dict[str, Any]
SWEEP = 10.0 ** -np.arange(1, 13)  # the steps h that are tried


def trace(typed: ExpressionGraph, cursor: int, moved: bool) -> Message:
    """The trace as the graph, the arithmetic and the transport bar play it."""
    message = trace_message(
        typed.trace,
        level="expression",
        levels=["expression"],
        cursor=cursor,
        optimizer=typed.optimizer if typed.session.updated else None,
    )
    groups = [
        {
            "name": group.name,
            "kind": group.kind,
            "nodes": list(group.nodes),
            "closed": group.closed,
            "title": group.kind,
        }
        for group in typed.groups
    ]
    return {**message, "moved": moved, "folds": groups}


def _problem(problem: Problem) -> Message:
    """What is wrong with the text, and where: at its beginning, where that is not known."""
    line, column = (problem.line, problem.column) if isinstance(problem, ExpressionError) else (1, 1)
    return {**told(problem), "line": line, "column": column, "length": 1}


def expression(typed: ExpressionGraph) -> Message:
    """The text as it stands, what is wrong with it, and the inputs of the last good graph."""
    return {
        "topic": "expression",
        "text": typed.text,
        "error": None if typed.problem is None else _problem(typed.problem),
        "inputs": [
            {
                "name": name,
                "shape": list(value.shape),
                "kind": ("number", "vector", "matrix")[value.ndim],
                "value": value.tolist(),
                "whole": name not in typed.trace.gradients,  # the index of a class: it has no gradient
            }
            for name, value in typed.values.items()
        ],
        "output": {"name": typed.graph.output, "shape": list(typed.output_shape)},
        "needs_upstream": typed.output_shape != (),
        "upstream": typed.upstream.tolist(),
        "example": typed.session.example or None,
        "title": title(typed.session),
        "file": file_stem(typed.session),
    }


def examples() -> Message:
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


def code(typed: ExpressionGraph) -> Message:
    """The graph as runnable NumPy, each line with the step that it is."""
    given = None if typed.output_shape == () else typed.upstream
    updated = [step.node for step in typed.trace.steps if step.phase == "update"]
    lines = code_lines(typed.graph, typed.values, given, updated, typed.session.rate)
    return {
        "topic": "code",
        "lines": [
            {"text": line.text, "phase": line.phase, "node": line.node, "input": line.input} for line in lines
        ],
        "source": "\n".join(line.text for line in lines) + "\n",
    }
