"""The functions and operators that a typed expression may use, and the op that each one is."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from engine import ops
from engine.activations import EVERY
from engine.ops import Op


@dataclass(frozen=True)
class Function:
    """A function by the op for its number of arguments; `axis` tells whether axis=0 or 1 may be given."""

    fewest: int
    most: int | None
    op: Callable[[int, int | None], Op]
    axis: bool = False


def _one(op: Op, arguments: int = 1) -> Function:
    return Function(arguments, arguments, lambda count, axis: op)


def _reduce(of_elements: Op, of_inputs: Op) -> Function:
    return Function(1, None, lambda count, axis: of_elements if count == 1 else of_inputs)


# maxout is of the halves of a vector or of several inputs, like max; every other activation is of one input.
FUNCTIONS: dict[str, Function] = {
    **{a.function: _one(a.op) for a in EVERY.values() if a.op is not None},
    "exp": _one(ops.EXP),
    "log": _one(ops.LOG),
    "sqrt": _one(ops.SQRT),
    "abs": _one(ops.ABS),
    "sin": _one(ops.SIN),
    "cos": _one(ops.COS),
    "maxout": _reduce(ops.MAXOUT_HALVES, ops.MAXOUT),
    "softplus": _one(ops.SOFTPLUS),
    "logsumexp": _reduce(ops.LOGSUMEXP, ops.LOGSUMEXP_OF),
    "max": _reduce(ops.LARGEST, ops.MAXIMUM),
    "min": _reduce(ops.SMALLEST, ops.MINIMUM),
    "sum": Function(1, 1, lambda count, axis: ops.SUM if axis is None else ops.Sum(axis), axis=True),
    "mean": Function(1, 1, lambda count, axis: ops.MEAN if axis is None else ops.Mean(axis), axis=True),
    "dot": _one(ops.DOT, 2),
    "norm": _one(ops.NORM),
    "transpose": _one(ops.TRANSPOSE),
    "cross_entropy": _one(ops.CROSS_ENTROPY, 2),
    "hinge": _one(ops.HINGE_LOSS, 2),
}
OPERATORS: dict[type[ast.operator], Op] = {
    ast.Add: ops.ADD,
    ast.Sub: ops.SUBTRACT,
    ast.Mult: ops.MULTIPLY,
    ast.Div: ops.DIVIDE,
    ast.Pow: ops.POWER,
    ast.MatMult: ops.MATMUL,
}
