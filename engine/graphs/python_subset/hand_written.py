"""A backward pass written by hand, as the lectures' flat code has it: it is what the playground works out, and is left.

It begins with the gradient of the last value, `df = 1.0` after `f = q * z`, or, where others follow, with that of an
earlier one, `ddot` where `dot` was computed. All that follows are gradients of names that came before, or updates.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

MOST_TRIES = 5


def without_backward(statements: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The statements before such a backward pass."""
    if not any(_name(statement).startswith("d") for statement in statements):
        return list(statements)
    names: set[str] = set()
    computed: set[str] = set()
    last = ""  # what was computed last
    tries = 0
    for number, statement in enumerate(statements):
        name = _name(statement)
        seed = isinstance(statement, ast.Assign) and _is_plain(statement.value)
        rest = statements[number:]
        of_last = _is_gradient(name, {last}) and (seed or name != f"d{last}")
        of_several = name[:1] == "d" and name[1:] in computed and len(rest) > 1
        if last and tries < MOST_TRIES and (of_last or of_several):
            tries += 1
            gradients = {_name(one) for one in rest}
            if all(_is_backward(one, names, gradients) for one in rest):
                return list(statements[:number])
        names |= {part.id for part in ast.walk(statement) if isinstance(part, ast.Name)}
        if name:
            last = name if isinstance(statement, ast.Assign) and not _is_plain(statement.value) else ""
            computed |= {last} - {""}
    return list(statements)


def _name(statement: ast.stmt) -> str:
    """The name that a statement gives a value to."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        return target.id if isinstance(target, ast.Name) else ""
    return (
        statement.target.id
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name)
        else ""
    )


def _is_plain(value: ast.expr) -> bool:
    """Whether a value has no names in it but those of modules: 1.0, np.ones(3)."""
    inside = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
    return inside <= {"np", "numpy", "torch"}


def _is_gradient(name: str, of: set[str]) -> bool:
    """dx, or dfdx and df_dx, of names that came before."""
    if not name.startswith("d"):
        return False
    if name[1:] in of:
        return True
    found = re.fullmatch(r"d(\w+?)_?d(\w+)", name)
    return found is not None and found[1] in of


def _is_backward(statement: ast.stmt, names: set[str], gradients: set[str]) -> bool:
    name = _name(statement)
    said = statement.value if isinstance(statement, ast.Expr) else None
    printed = isinstance(said, ast.Call) and isinstance(said.func, ast.Name) and said.func.id == "print"
    if printed or _is_gradient(name, names):
        return True
    used = {part.id for part in ast.walk(statement) if isinstance(part, ast.Name)}
    return name in names and bool(used & gradients - {name})  # w = w - 0.1 * dw
