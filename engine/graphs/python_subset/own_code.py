"""Code that the playground has written: one line an operation, each as its op writes it. It is read back to those ops.

Everywhere else `1 / (1 + np.exp(-x))` is four gates; here it is the sigmoid that wrote it.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cache

from engine import ops
from engine.graphs.python_subset.literals import number
from engine.graphs.python_subset.statements import Program
from engine.graphs.python_subset.values import Found, Value
from engine.ops import Op

# What an op writes that could be read as several, or as another one.
SINGLE = (
    ops.RECIPROCAL, ops.SQUARE, ops.SIGMOID, ops.RELU, ops.LEAKY_RELU, ops.ELU, ops.THRESHOLD, ops.SOFTPLUS, ops.SILU,
    ops.ERROR_FUNCTION, ops.GELU, ops.GELU_TANH, ops.DETACH, ops.MAXOUT_HALVES, ops.GREATER, ops.GREATER_EQUAL,
    ops.LESS, ops.LESS_EQUAL, ops.EQUAL, ops.NOT_EQUAL, ops.LOGSUMEXP, ops.LogSumExp(0), ops.LogSumExp(1),
    ops.LogSumExp(-1, True), ops.LogSumExp(0, True), ops.LogSumExp(1, True), ops.SOFTMAX, ops.Softmax(0),
    ops.Softmax(1), ops.LOG_SOFTMAX, ops.LogSoftmax(0), ops.LogSoftmax(1), ops.CROSS_ENTROPY, ops.HINGE_LOSS,
    ops.PICK, ops.ROWS, ops.MSE, ops.MAE, ops.SquaredError("sum"), ops.AbsoluteError("sum"),
    ops.PROBABILITY_CROSS_ENTROPY, ops.LOGIT_CROSS_ENTROPY, ops.ProbabilityCrossEntropy("sum"),
    ops.LogitCrossEntropy("sum"), ops.COSINE_SIMILARITY,
)  # fmt: skip
OF_MANY = (ops.ADD, ops.MAXIMUM, ops.MINIMUM, ops.LOGSUMEXP_OF, ops.MAXOUT)
OF_TWO = (ops.LOGSUMEXP_OF, ops.MAXOUT)  # which write two unlike any other
MOST_ATOMS = 100  # that an op has written into one line
PLACES = ("place0", "place1", "place2")


class OwnCode(Program):
    """Reads what `flat_code` has written."""

    def look_over(self, statements: Sequence[ast.stmt]) -> Found:
        return Found()  # each name is what its one line says

    def value(self, node: ast.expr, name: str | None = None, depth: int = 0) -> Value:
        found = None if depth or isinstance(node, ast.Name) or number(node) is not None else self._op(node)
        if found is None:
            return super().value(node, name, depth)
        op, inputs = found
        return self.apply(node, op, [self.node(part, None, 1) for part in inputs], name)

    def _op(self, node: ast.expr) -> tuple[Op, list[ast.expr]] | None:
        """The op that has written a line, and what it was written of."""
        for op, template, count in templates():
            found = match(template, node, {})
            if found is not None:
                return op, [found[place] for place in PLACES[:count]]
        return self._one_hot(node) or self._of_many(node)

    @staticmethod
    def _one_hot(node: ast.expr) -> tuple[Op, list[ast.expr]] | None:
        """np.eye(3)[np.asarray(k, dtype=int)]"""
        match node:
            case ast.Subscript(
                value=ast.Call(func=ast.Attribute(attr="eye"), args=[ast.Constant(value=int() as classes)]),
                slice=ast.Call(args=[ast.Name() as number]),
            ):
                return ops.OneHot(classes), [number]
        return None

    def _of_many(self, node: ast.expr) -> tuple[Op, list[ast.expr]] | None:
        """An op of more than two inputs, as it is written for as many."""
        atoms = _atoms(node)
        if not 2 <= len(atoms) <= MOST_ATOMS:
            return None
        places = [f"place{number}" for number in range(len(atoms))]
        for op in OF_MANY:
            if len(atoms) == 2 and op not in OF_TWO:
                continue
            found = match(_parsed(op.code(*places)), node, {})
            if found is not None:
                return op, [found[place] for place in places]
        return None


@cache
def templates() -> tuple[tuple[Op, ast.expr, int], ...]:
    """What each op writes, of places."""
    found = []
    for op in SINGLE:
        count = 2 if "place1" in _code(op) else 1
        found.append((op, _parsed(op.code(*PLACES[:count])), count))
    return tuple(found)


def _code(op: Op) -> str:
    try:
        return op.code(*PLACES[:2])
    except ValueError:
        return op.code(PLACES[0])


def _parsed(code: str) -> ast.expr:
    return ast.parse(code, mode="eval").body


def match(template: ast.AST, node: ast.AST, found: dict[str, ast.expr]) -> dict[str, ast.expr] | None:
    """What stands for the places of a template, each a name or a number; None where the node is another one."""
    if isinstance(template, ast.Name) and template.id.startswith("place"):
        if not isinstance(node, ast.expr) or not (isinstance(node, ast.Name) or _is_array(node)):
            return None
        before = found.setdefault(template.id, node)
        return found if ast.dump(before) == ast.dump(node) else None
    if type(template) is not type(node):
        return None
    for field in template._fields:
        if field == "ctx":
            continue
        one, other = getattr(template, field, None), getattr(node, field, None)
        ones, others = (one, other) if isinstance(one, list) else ([one], [other])
        if not isinstance(others, list) or len(ones) != len(others):
            return None
        for left, right in zip(ones, others, strict=True):
            if not isinstance(left, ast.AST):
                if left != right or type(left) is not type(right):
                    return None
            elif not isinstance(right, ast.AST) or match(left, right, found) is None:
                return None
    return found


def _is_array(node: ast.expr) -> bool:
    """A number, or np.array([...]): what constants are written as."""
    called = node.func if isinstance(node, ast.Call) else None
    return number(node) is not None or (isinstance(called, ast.Attribute) and called.attr == "array")


def _atoms(node: ast.expr) -> list[ast.expr]:
    """The names and numbers in a node that are no functions and no options, in their order; of very many the first."""
    found: list[ast.expr] = []
    ahead: list[ast.AST] = [node]
    while ahead and len(found) <= MOST_ATOMS:
        part = ahead.pop()
        if isinstance(part, ast.expr) and (
            (isinstance(part, ast.Name) and part.id != "np") or _is_array(part)
        ):
            found.append(part)
        elif not isinstance(part, ast.keyword):
            ahead.extend(reversed(list(ast.iter_child_nodes(part))))
    return found
