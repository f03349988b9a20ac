"""A look over a text before it is read: which names are functions in it, which count, and where sums begin."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from engine.graphs.python_subset.random_names import DRAWING
from engine.graphs.python_subset.values import Found

COUNTING = DRAWING | frozenset(
    [
        "range",
        "reshape",
        "view",
        "zeros",
        "ones",
        "eye",
        "identity",
        "arange",
        "full",
        "Linear",
        "unsqueeze",
        "one_hot",
        "linspace",
    ]
)  # calls whose arguments are sizes
AXES = frozenset(["axis", "dim", "size", "num_classes", "kernel_size", "stride", "padding"])


def survey(statements: Sequence[ast.stmt]) -> Found:
    """What the text tells of its names."""
    found = Found()
    classes = {statement.name for statement in statements if isinstance(statement, ast.ClassDef)}
    for statement in statements:
        found.top |= set(_given(statement))
        for part in ast.walk(statement):
            _note(found, part)
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in classes:
                found.counting |= _names([*part.args, *(key.value for key in part.keywords)])
    for statement in statements:
        if isinstance(statement, ast.For):
            for part in ast.walk(statement):
                found.summed |= set(_given(part))
    return found


def _note(found: Found, part: ast.AST) -> None:
    match part:
        case ast.Call(func=ast.Name(id=name)):
            found.called.add(name)
            if name in COUNTING:
                found.counting |= _names(part.args)
        case ast.Call(func=ast.Attribute(attr=name)) if name in COUNTING:
            found.counting |= _names(part.args)
        case ast.Subscript():
            found.counting |= _names([part.slice])
        case ast.keyword(arg=name) if name in AXES:
            found.counting |= _names([part.value])
        case ast.AugAssign(target=ast.Name(id=name)):
            found.summed.add(name)
        case ast.Assign(targets=[ast.Name(id=name)]) if name in _names([part.value]):
            found.summed.add(name)


def _names(parts: Sequence[ast.expr]) -> set[str]:
    return {one.id for part in parts for one in ast.walk(part) if isinstance(one, ast.Name)}


def _given(part: ast.AST) -> Iterator[str]:
    """The names that a statement gives values to."""
    targets: list[ast.expr] = []
    if isinstance(part, ast.Assign):
        targets = part.targets
    elif isinstance(part, ast.AugAssign | ast.AnnAssign | ast.For):
        targets = [part.target]
    for target in targets:
        for one in ast.walk(target):
            if isinstance(one, ast.Name):
                yield one.id
