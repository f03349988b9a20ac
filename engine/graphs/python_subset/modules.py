"""The names that lead to functions: np, numpy, torch, F, nn.functional, math, and what import lines call them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.graphs.python_subset.reader import Reader

ROOTS = frozenset(
    ["numpy", "torch", "math", "micrograd", "autograd", "jax", "scipy", "random", "tensorflow", "keras"]
)
KNOWN = frozenset((*ROOTS, "np", "F", "nn", "jnp", "anp", "optim", "sp", "tf"))
# What is imported to show things, or to say of what kind they are: such a line computes nothing.
SHOWING = frozenset(["matplotlib", "pylab", "seaborn", "graphviz", "tqdm", "typing", "time"])
LONGEST = 5  # path
WITHIN = frozenset(
    ["numpy", "nn", "functional", "linalg", "special", "engine", "random", "optim", "torch", "math", "activations",
     "keras"]
)  # fmt: skip


def path_of(reader: Reader, node: ast.expr) -> list[str] | None:
    """The path of a function or a number of a module, its first name left out where it stands alone: ["np", "exp"] for
    np.exp, ["exp"] for exp. None for what is no such path, or begins with a name that has a value."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        if len(parts) == LONGEST:
            return None
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or reader.lookup(node.id) is not None:
        return None
    path = [node.id, *reversed(parts)]
    if len(path) == 1:
        return path
    modules = path[:-1]
    known = modules[0] in KNOWN or modules[0] in reader.modules
    return path if known and all(one in WITHIN for one in modules[1:]) else None
