"""What stands after a dot: methods such as x.sum() and x.dot(y), which are functions of x, and x.T."""

from __future__ import annotations

import ast

from engine import ops
from engine.graphs.functions import ALIASES, FUNCTIONS, NAMED_OPERATORS, RESERVED
from engine.graphs.python_subset.calls import call_of, function, operator, reshape
from engine.graphs.python_subset.classes import of_object, read_noted
from engine.graphs.python_subset.layers import applied
from engine.graphs.python_subset.literals import UNCHANGED, literal
from engine.graphs.python_subset.modules import path_of
from engine.graphs.python_subset.reader import Reader
from engine.graphs.python_subset.values import Instance, Layer, Several, Unread, Value

SAME = UNCHANGED | frozenset(
    ["backward", "cpu", "contiguous", "int", "long", "values", "retain_grad", "to", "cuda"]
)
ABOUT_TRAINING = frozenset(["zero_grad", "step", "train", "eval", "parameters"])
LOSSES = frozenset(["cross_entropy", "hinge", "embedding", "one_hot"])


def attribute(reader: Reader, node: ast.Attribute, name: str | None, depth: int) -> Value:
    """x.T, x.data, np.pi."""
    noted = read_noted(reader, node)
    if noted is not None:
        return noted
    path = path_of(reader, node)
    if path is not None:
        found = literal(reader, node)
        if found is None:
            if path[-1] in FUNCTIONS or path[-1] in ALIASES:
                reader.error(node, "function_not_called", name=path[-1])
            reader.error(node, "dot_unknown", name=node.attr)
        return found
    if node.attr in ("T", "mT"):
        found = literal(reader, node)
        if found is not None:
            return found
        return reader.apply(node, ops.TRANSPOSE, [reader.node(node.value, None, depth + 1)], name)
    if node.attr in ("data", "values"):
        return reader.value(node.value, name, depth + 1)
    held = reader.lookup(node.value.id) if isinstance(node.value, ast.Name) else None
    if isinstance(held, Instance):
        reader.error(node, "object_lacks", name=held.made_of.name, given=node.attr)
    if node.attr in ("grad", "requires_grad"):
        reader.error(node, "gradient_unread")
    if node.attr in ("shape", "size", "ndim"):
        reader.error(node, "size_unread")
    if node.attr in FUNCTIONS or node.attr in SAME:
        reader.error(node, "method_not_called", name=node.attr)
    reader.error(node, "dot_unknown", name=node.attr)


def method(reader: Reader, node: ast.Call, dotted: ast.Attribute, name: str | None, depth: int) -> Value:
    """A call of what stands after a dot."""
    called, before = dotted.attr, dotted.value
    noted = read_noted(reader, dotted)
    if noted is not None:
        return call_of(reader, noted, node, name, depth)
    held = reader.lookup(before.id) if isinstance(before, ast.Name) else None
    if isinstance(held, Instance):
        found = of_object(reader, held, node, called, name, depth)
        if found is not None:
            return found
    if called in ABOUT_TRAINING:
        return Unread()
    if called in SAME:
        return reader.value(before, name, depth + 1)
    if called == "transpose" or called == "t":
        return reader.apply(node, ops.TRANSPOSE, [reader.node(before, None, depth + 1)], name)
    if called in NAMED_OPERATORS:
        return operator(reader, node, called, [before, *node.args], name, depth)
    if called in ("reshape", "view"):
        return reshape(reader, node, reader.value(before, None, depth + 1), before, node.args, name)
    if called in ("flatten", "ravel"):
        return reader.apply(node, ops.Reshape((-1,)), [reader.node(before, None, depth + 1)], name)
    if called == "unsqueeze" and len(node.args) == 1:
        return _with_new_axis(reader, node, before, name, depth)
    known = ALIASES.get(called, called)
    if known in FUNCTIONS and known not in LOSSES:
        return function(reader, node, called, [before, *node.args], name, depth, module=".")
    value = reader.value(before, None, depth + 1)
    if isinstance(value, Unread):
        return value
    if isinstance(value, Instance):
        reader.error(node, "object_lacks", name=value.made_of.name, given=called)
    if isinstance(value, Layer):
        return applied(reader, value, node, name, depth) if called == "forward" else Unread()
    if isinstance(value, Several):
        reader.error(node, "list_method_unread", name=called)
    near = next((one for one in FUNCTIONS if one in RESERVED and one[:3] == called[:3]), "sum")
    reader.error(node, "method_unknown", name=called, near=near)


def _with_new_axis(reader: Reader, node: ast.Call, before: ast.expr, name: str | None, depth: int) -> Value:
    axis = reader.integer(node.args[0])
    if axis not in (0, 1, -1):
        reader.error(node.args[0], "axis_unknown")
    inside = reader.node(before, None, depth + 1)
    places = (None,) if axis == 0 else (slice(None), None) if axis == 1 else (..., None)
    return reader.element(inside, node, *places, name=name)
