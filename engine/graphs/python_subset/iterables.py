"""What a loop goes over: range(3), a list, zip and enumerate of such, the rows of an input that has its numbers."""

from __future__ import annotations

import ast

import numpy as np

from engine.graphs.python_subset.reader import MOST_TURNS, Reader
from engine.graphs.python_subset.values import Literal, Several, Unread, Value

OVER = frozenset(["range", "zip", "enumerate", "reversed", "list", "tuple"])


def iterated(reader: Reader, node: ast.expr, once: bool = False) -> tuple[Value, ...]:
    """The values that a loop's name has, one a turn; or, `once`, the first of them."""
    reader.count(node)
    called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    if isinstance(node, ast.Call) and called in OVER and reader.lookup(called) is None and not node.keywords:
        return _over(reader, node, called, once)
    if isinstance(node, ast.Name) and reader.lookup(node.id) is None:
        reader.error(node, "loop_over_data", what=node.id)
    value = reader.value(node)
    if isinstance(value, Unread | Literal) and not getattr(value, "shape", ()):
        reader.error(node, "loop_over_data", what=reader.source.text(node)[:40] or "this")
    turns = reader.items(value, node)
    if len(turns) > MOST_TURNS:
        reader.error(node, "loop_too_long", most=MOST_TURNS)
    return turns[:1] if once else turns


def _over(reader: Reader, node: ast.Call, called: str, once: bool) -> tuple[Value, ...]:
    if called == "range":
        return _range(reader, node, once)
    parts = [iterated(reader, argument, once) for argument in node.args]
    reader.count(node, sum(map(len, parts)))
    if not parts or (called != "zip" and len(parts) > 1):
        reader.error(node, "loop_over_data", what=reader.source.text(node)[:40] or called)
    if called == "zip":
        return tuple(Several(turn) for turn in zip(*parts, strict=False))
    if called == "enumerate":
        return tuple(Several((_whole(place), one)) for place, one in enumerate(parts[0]))
    return parts[0][::-1] if called == "reversed" else parts[0]


def _range(reader: Reader, node: ast.Call, once: bool) -> tuple[Value, ...]:
    ends = [reader.integer(argument) for argument in node.args]
    if not 1 <= len(ends) <= 3 or any(end is None for end in ends) or (len(ends) == 3 and ends[2] == 0):
        reader.error(node, "range_unknown")
    turns = range(*(end for end in ends if end is not None))
    turns = turns[:1] if once else turns
    if len(turns) > MOST_TURNS:
        reader.error(node, "loop_too_long", most=MOST_TURNS)
    reader.count(node, len(turns))
    return tuple(_whole(number) for number in turns)


def _whole(number: int) -> Literal:
    return Literal(np.array(float(number)), fold=True)


def trains(statement: ast.For) -> bool:
    """Whether a loop has a backward pass in it: one turn of it is what is shown."""
    for part in ast.walk(statement):
        if (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Attribute)
            and part.func.attr == "backward"
        ):
            return True
    return False
