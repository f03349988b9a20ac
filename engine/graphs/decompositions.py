"""Composite gates spelled out in simpler ones."""

from __future__ import annotations

from engine import ops
from engine.ops import Op, Sum

Line = tuple[str, Op, tuple[int | float | str, ...]]  # name (the last has none), op, inputs
# An input of a line is one of the gate's own inputs (an int), a number (a float), or an earlier line's name.
TOTAL, EACH_ROW = Sum(-1), Sum(-1, keep=True)
DECOMPOSITIONS: dict[str, tuple[Line, ...]] = {
    "sigmoid": (
        ("negated", ops.NEGATE, (0,)),
        ("exp", ops.EXP, ("negated",)),
        ("below", ops.ADD, (1.0, "exp")),
        ("", ops.RECIPROCAL, ("below",)),
    ),
    "tanh": (
        ("exp", ops.EXP, (0,)),
        ("negated", ops.NEGATE, (0,)),
        ("exp_negated", ops.EXP, ("negated",)),
        ("above", ops.SUBTRACT, ("exp", "exp_negated")),
        ("below", ops.ADD, ("exp", "exp_negated")),
        ("", ops.DIVIDE, ("above", "below")),
    ),
    "softplus": (
        ("exp", ops.EXP, (0,)),
        ("sum", ops.ADD, (1.0, "exp")),
        ("", ops.LOG, ("sum",)),
    ),
    "softmax": (
        ("exp", ops.EXP, (0,)),
        ("sum", EACH_ROW, ("exp",)),
        ("", ops.DIVIDE, ("exp", "sum")),
    ),
    "logsumexp": (
        ("exp", ops.EXP, (0,)),
        ("sum", TOTAL, ("exp",)),
        ("", ops.LOG, ("sum",)),
    ),
    "norm": (
        ("squares", ops.SQUARE, (0,)),
        ("sum", ops.SUM, ("squares",)),
        ("", ops.SQRT, ("sum",)),
    ),
    "cross-entropy": (
        ("p", ops.SOFTMAX, (0,)),
        ("right", ops.PICK, ("p", 1)),
        ("log", ops.LOG, ("right",)),
        ("each", ops.NEGATE, ("log",)),
        ("", ops.MEAN, ("each",)),
    ),
    "binary cross-entropy": (
        ("doubled", ops.MULTIPLY, (2.0, 1)),
        ("sign", ops.SUBTRACT, (1.0, "doubled")),
        ("signed", ops.MULTIPLY, ("sign", 0)),
        ("each", ops.SOFTPLUS, ("signed",)),
        ("", ops.SUM, ("each",)),
    ),
    "mean squared": (
        ("error", ops.SUBTRACT, (0, 1)),
        ("squares", ops.SQUARE, ("error",)),
        ("", ops.MEAN, ("squares",)),
    ),
    "half squared": (
        ("error", ops.SUBTRACT, (0, 1)),
        ("squares", ops.SQUARE, ("error",)),
        ("sum", ops.SUM, ("squares",)),
        ("", ops.MULTIPLY, (0.5, "sum")),
    ),
    "l1": (
        ("error", ops.SUBTRACT, (0, 1)),
        ("sizes", ops.ABS, ("error",)),
        ("", ops.SUM, ("sizes",)),
    ),
}  # fmt: skip


def decomposition(op: Op, count: int) -> tuple[Line, ...] | None:
    """The lines that compute `op` of `count` inputs; None when it is a gate that cannot be opened."""
    if op is ops.LOGSUMEXP_OF:
        exps: tuple[Line, ...] = tuple((f"exp{i + 1}", ops.EXP, (i,)) for i in range(count))
        return (*exps, ("sum", ops.ADD, tuple(line[0] for line in exps)), ("", ops.LOG, ("sum",)))
    return DECOMPOSITIONS.get(op.name)
