"""x[0], x[0:2], X[:, 0], E[i]: what is read at places, and goes back there."""

from __future__ import annotations

import ast

import numpy as np

from engine import ops
from engine.graphs.python_subset.literals import literal
from engine.graphs.python_subset.modules import path_of
from engine.graphs.python_subset.reader import Reader
from engine.graphs.python_subset.values import Declared, Literal, Several, Value
from engine.ops.shaping import Place, written
from engine.problem import size_text


class Unknown:
    """Stands for a place that is not known as it is written."""


def indexed(reader: Reader, node: ast.Subscript, name: str | None, depth: int) -> Value:
    """What stands at the places of an index."""
    whole = (
        reader.integer(node) if isinstance(node.value, ast.Attribute) and node.value.attr == "shape" else None
    )
    if whole is not None:
        return Literal(np.array(float(whole)), fold=True)
    base = reader.value(node.value, None, depth + 1)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if isinstance(base, Several):
        return _item(reader, node, base, parts)
    found = [_place(reader, part) for part in parts]
    places = [place for place in found if not isinstance(place, Unknown)]
    if len(places) < len(found):
        return _by_numbers(reader, node, reader.as_node(base, node.value), parts, name, depth)
    if isinstance(base, Literal) and not base.drawn:
        try:
            return Literal(np.asarray(base.value[tuple(places)]), base.fold)
        except IndexError:
            written_places = ", ".join(map(written, places))
            reader.error(node, "place_outside", places=written_places, size=size_text(base.shape))
    return reader.element(reader.as_node(base, node.value), node, *places, name=name)


def _place(reader: Reader, part: ast.expr) -> Place | Unknown:
    """One place as it is written: a whole number, a slice of such, None for a new axis, or ... ."""
    if isinstance(part, ast.Constant) and (part.value is None or part.value is ...):
        return part.value
    if isinstance(part, ast.Attribute) and part.attr == "newaxis":
        return None
    if isinstance(part, ast.Slice):
        ends = []
        for end in (part.lower, part.upper, part.step):
            known = None if end is None else reader.integer(end)
            if end is not None and (known is None or (end is part.step and known == 0)):
                reader.error(end, "slice_unknown")
            ends.append(known)
        return slice(*ends)
    known = reader.integer(part)
    return Unknown() if known is None else known


def _item(reader: Reader, node: ast.Subscript, base: Several, parts: list[ast.expr]) -> Value:
    """An item of a list of Python, or several."""
    place = _place(reader, parts[0])
    if len(parts) > 1:
        return reader.element(reader.as_node(base, node.value), node, *_known(reader, parts))
    if isinstance(place, slice):
        return Several(base.items[place])
    if not isinstance(place, int):
        reader.error(node, "slice_unknown")
    if not -len(base.items) <= place < len(base.items):
        reader.error(node, "place_outside", places=str(place), size=str(len(base.items)))
    return base.items[place]


def _known(reader: Reader, parts: list[ast.expr]) -> list[Place]:
    places: list[Place] = []
    for part in parts:
        place = _place(reader, part)
        if isinstance(place, Unknown):
            reader.error(part, "slice_unknown")
        places.append(place)
    return places


def _by_numbers(
    reader: Reader, node: ast.Subscript, table: str, parts: list[ast.expr], name: str | None, depth: int
) -> Value:
    """E[i]: rows by number, or z[arange(n), y]: of each row the element of its class."""
    for part in parts:
        if isinstance(part, ast.Compare):
            reader.error(part, "mask_index")
    if len(parts) == 1:
        return reader.apply(node, ops.ROWS, [_numbers(reader, parts[0], depth), table], name)
    if len(parts) == 2 and _counts(reader, parts[0]):
        return reader.apply(node, ops.PICK, [table, _numbers(reader, parts[1], depth)], name)
    reader.error(node, "slice_unknown")


def _numbers(reader: Reader, part: ast.expr, depth: int) -> str:
    """The node of what holds the numbers of rows or classes."""
    found = reader.value(part, None, depth + 1)
    return reader.declare(found) if isinstance(found, Declared) else reader.as_node(found, part)


def _counts(reader: Reader, part: ast.expr) -> bool:
    """Whether a place goes through all the rows, as in range(3), arange(len(y)) or [0, 1, 2]."""
    if isinstance(part, ast.Call):
        path = path_of(reader, part.func)
        return path is not None and path[-1] in ("range", "arange") and len(part.args) == 1
    found = literal(reader, part)
    return (
        found is not None
        and found.value.ndim == 1
        and bool(np.all(found.value == np.arange(found.value.size)))
    )
