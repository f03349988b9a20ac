"""The functions and operators that a typed expression may use, and the op that each one is.

A function has its inputs, then options: an axis, a size, a word. Options are given by name, as in sum(x, axis=0), or,
where they are `positional`, after the inputs. What NumPy and PyTorch call them is known too, in ALIASES and KEYWORDS.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engine import ops
from engine.activations import EVERY
from engine.ops import Op

Kind = Literal["axis", "flag", "count", "number", "reduction", "word"]
Options = Mapping[str, Any]


@dataclass(frozen=True)
class Function:
    """A function by the op for its number of inputs and its options; `most` is None where there is no most.

    `options` are their names and kinds, the `positional` ones first. `several` says that a list is its inputs.
    """

    fewest: int
    most: int | None
    op: Callable[[int, Options], Op]
    options: Mapping[str, Kind] = field(default_factory=dict)
    positional: int = 0
    several: bool = False
    needed: tuple[str, ...] = ()  # options without which it means nothing


REDUCED: Mapping[str, Kind] = {"axis": "axis", "keepdims": "flag"}
SPREAD: Mapping[str, Kind] = {**REDUCED, "ddof": "count"}
WINDOW: Mapping[str, Kind] = {"stride": "count", "padding": "count"}
AVERAGED: Mapping[str, Kind] = {"reduction": "reduction"}


def _one(op: Op, arguments: int = 1) -> Function:
    return Function(arguments, arguments, lambda count, options: op)


def _reduce(plain: Op, made: Callable[[int | None, bool], Op], of_inputs: Op | None = None) -> Function:
    """Of all elements, or along an axis; with several inputs, where it can be of those, of them."""

    def op(count: int, options: Options) -> Op:
        if count > 1 and of_inputs is not None:
            return of_inputs
        axis, keep = options.get("axis"), bool(options.get("keepdims"))
        return plain if axis is None and not keep else made(axis, keep)

    return Function(
        1, 1 if of_inputs is None or of_inputs is ops.ADD else None, op, REDUCED, 1, of_inputs is not None
    )


def _largest(plain: ops.Largest) -> Callable[[int | None, bool], Op]:
    return lambda axis, keep: ops.Largest(plain.name, plain.largest, axis, keep)


def _spread(plain: Op, made: Callable[[int | None, bool, int], Op]) -> Function:
    def op(count: int, options: Options) -> Op:
        chosen = options.get("axis"), bool(options.get("keepdims")), options.get("ddof", 0)
        return plain if chosen == (None, False, 0) else made(*chosen)

    return Function(1, 1, op, SPREAD, 1)


def _along(plain: Op, made: Callable[[int], Op]) -> Function:
    """Along an axis, the last if not given."""
    last = (None, -1)
    return Function(1, 1, lambda count, options: plain if options.get("axis") in last else made(options["axis"]),
                    {"axis": "axis"}, 1)  # fmt: skip


def _pair(plain: Op, made: Callable[..., Op], **further: Kind) -> Function:
    """A loss of two arrays, the mean over the elements or their sum."""
    return Function(
        2, 2, lambda count, options: made(**options) if options else plain, {**AVERAGED, **further}
    )


def _convolution(dimensions: int) -> Function:
    return Function(2, 2, lambda count, options: ops.Convolution(
        dimensions, options.get("stride", 1), options.get("padding", 0)), WINDOW, 2)  # fmt: skip


def _pool(count: int, options: Options) -> Op:
    return ops.MaxPool(options["size"], options.get("stride", options["size"]))


def _gelu(count: int, options: Options) -> Op:
    return ops.GELU_TANH if options.get("approximate") == "tanh" else ops.GELU


def _logsumexp(count: int, options: Options) -> Op:
    if count > 1:
        return ops.LOGSUMEXP_OF
    axis, keep = options.get("axis"), bool(options.get("keepdims"))
    return ops.LOGSUMEXP if axis is None and not keep else ops.LogSumExp(-1 if axis is None else axis, keep)


# maxout is of the halves of a vector or of several inputs, like max; every other activation is of one input.
FUNCTIONS: Mapping[str, Function] = {
    **{a.function: _one(a.op) for a in EVERY.values() if a.op is not None},
    "exp": _one(ops.EXP),
    "log": _one(ops.LOG),
    "sqrt": _one(ops.SQRT),
    "abs": _one(ops.ABS),
    "sin": _one(ops.SIN),
    "cos": _one(ops.COS),
    "maxout": Function(1, None, lambda count, options: ops.MAXOUT_HALVES if count == 1 else ops.MAXOUT),
    "softplus": _one(ops.SOFTPLUS),
    "softmax": _along(ops.SOFTMAX, ops.Softmax),
    "logsumexp": Function(1, None, _logsumexp, REDUCED, 1, True),
    "max": _reduce(ops.LARGEST, _largest(ops.LARGEST), ops.MAXIMUM),
    "min": _reduce(ops.SMALLEST, _largest(ops.SMALLEST), ops.MINIMUM),
    "sum": _reduce(ops.SUM, ops.Sum, ops.ADD),
    "mean": _reduce(ops.MEAN, ops.Mean),
    "dot": _one(ops.DOT, 2),
    "norm": _reduce(ops.NORM, ops.Norm),
    "transpose": _one(ops.TRANSPOSE),
    "cross_entropy": _one(ops.CROSS_ENTROPY, 2),
    "hinge": _one(ops.HINGE_LOSS, 2),
    # What people's own code has besides
    "tan": _one(ops.TAN),
    "arctan": _one(ops.ARCTAN),
    "sinh": _one(ops.SINH),
    "cosh": _one(ops.COSH),
    "expm1": _one(ops.EXPM1),
    "log1p": _one(ops.LOG1P),
    "sign": _one(ops.SIGN),
    "square": _one(ops.SQUARE),
    "erf": _one(ops.ERROR_FUNCTION),
    "silu": _one(ops.SILU),
    "gelu": Function(1, 1, _gelu, {"approximate": "word"}),
    "logaddexp": _one(ops.LOGADDEXP, 2),
    "clip": Function(1, 1, lambda count, options: ops.Clip(options.get("low"), options.get("high")),
                     {"low": "number", "high": "number"}, 2, needed=("low", "high")),
    "detach": _one(ops.DETACH),
    "where": _one(ops.WHERE, 3),
    "prod": _reduce(ops.PROD, ops.Product),
    "var": _spread(ops.VARIANCE, ops.Variance),
    "std": _spread(ops.DEVIATION, ops.Deviation),
    "cumsum": _along(ops.CUMSUM, ops.CumulativeSum),
    "outer": _one(ops.OUTER, 2),
    "trace": _one(ops.TRACE),
    "log_softmax": _along(ops.LOG_SOFTMAX, ops.LogSoftmax),
    "mse": _pair(ops.MSE, ops.SquaredError),
    "mae": _pair(ops.MAE, ops.AbsoluteError),
    "huber": _pair(ops.HUBER, ops.Huber, delta="number"),
    "binary_cross_entropy": _pair(ops.PROBABILITY_CROSS_ENTROPY, ops.ProbabilityCrossEntropy),
    "binary_cross_entropy_with_logits": _pair(ops.LOGIT_CROSS_ENTROPY, ops.LogitCrossEntropy),
    "cosine_similarity": Function(2, 2, lambda count, options: ops.COSINE_SIMILARITY, {"axis": "axis"}, 1),
    "one_hot": Function(1, 1, lambda count, options: ops.OneHot(options["classes"]), {"classes": "count"}, 1,
                        needed=("classes",)),
    "embedding": _one(ops.ROWS, 2),
    "conv1d": _convolution(1),
    "conv2d": _convolution(2),
    "max_pool": Function(1, 1, _pool, {"size": "count", "stride": "count"}, 2, needed=("size",)),
}  # fmt: skip
# These are functions wherever they stand. The others may also be names of one's own, where they are not called.
RESERVED = frozenset(
    [
        "exp",
        "log",
        "sqrt",
        "abs",
        "sin",
        "cos",
        "relu",
        "leaky_relu",
        "elu",
        "maxout",
        "sigmoid",
        "tanh",
        "softplus",
        "softmax",
        "logsumexp",
        "max",
        "min",
        "sum",
        "mean",
        "dot",
        "norm",
        "transpose",
        "cross_entropy",
        "hinge",
    ]
)
# What NumPy, PyTorch and others call them.
ALIASES: Mapping[str, str] = {
    "absolute": "abs", "fabs": "abs", "amax": "max", "amin": "min", "atan": "arctan",
    "bce": "binary_cross_entropy", "bce_with_logits": "binary_cross_entropy_with_logits", "cat": "concatenate",
    "clamp": "clip", "concat": "concatenate", "expit": "sigmoid", "huber_loss": "huber",
    "l1_loss": "mae", "ln": "log",
    "max_pool1d": "max_pool", "max_pool2d": "max_pool", "maximum": "max", "minimum": "min",
    "mse_loss": "mse", "relu_": "relu", "smooth_l1_loss": "huber", "stop_gradient": "detach", "swish": "silu",
    "sigmoid_": "sigmoid", "tanh_": "tanh", "t": "transpose", "σ": "sigmoid",
    "reduce_sum": "sum", "reduce_mean": "mean", "reduce_max": "max", "reduce_min": "min", "reduce_prod": "prod",
}  # fmt: skip
# What others have a name for, and what is written for it here.
WRITTEN_AS: Mapping[str, str] = {
    **dict.fromkeys(("log2", "log_2", "ld", "lb"), "log(x) / log(2)"),
    **dict.fromkeys(("log10", "log_10", "lg"), "log(x) / log(10)"),
    **dict.fromkeys(("tg", "tang"), "tan(x)"), **dict.fromkeys(("cot", "ctg"), "1 / tan(x)"),
    **dict.fromkeys(("arctg", "atg"), "arctan(x)"), "sen": "sin(x)", "sec": "1 / cos(x)", "csc": "1 / sin(x)",
    "exp2": "2 ** x", "cbrt": "x ** (1/3)", "root": "sqrt(x)", "sqr": "x ** 2", "sgn": "sign(x)",
    "heaviside": "threshold(x)", "rsqrt": "1 / sqrt(x)", "reciprocal": "1 / x",
}  # fmt: skip
KEYWORDS: Mapping[str, str] = {
    "a_max": "high", "a_min": "low", "beta": "delta", "correction": "ddof", "depth": "classes", "dim": "axis",
    "keepdim": "keepdims", "kernel_size": "size", "max": "high", "min": "low", "num_classes": "classes",
}  # fmt: skip
# These change nothing of what is computed here.
IGNORED_KEYWORDS = frozenset(["dtype", "device", "requires_grad", "label", "name", "copy", "inplace"])
OPERATORS: dict[type[ast.operator], Op] = {
    ast.Add: ops.ADD,
    ast.Sub: ops.SUBTRACT,
    ast.Mult: ops.MULTIPLY,
    ast.Div: ops.DIVIDE,
    ast.Pow: ops.POWER,
    ast.MatMult: ops.MATMUL,
}
# Functions that are operators under another name.
NAMED_OPERATORS: Mapping[str, type[ast.operator]] = {
    "add": ast.Add, "subtract": ast.Sub, "sub": ast.Sub, "multiply": ast.Mult, "mul": ast.Mult, "divide": ast.Div,
    "div": ast.Div, "true_divide": ast.Div, "pow": ast.Pow, "power": ast.Pow, "float_power": ast.Pow,
    "matmul": ast.MatMult, "mm": ast.MatMult, "mv": ast.MatMult,
}  # fmt: skip
COMPARISONS: Mapping[type[ast.cmpop], Op] = {
    ast.Gt: ops.GREATER, ast.GtE: ops.GREATER_EQUAL, ast.Lt: ops.LESS, ast.LtE: ops.LESS_EQUAL, ast.Eq: ops.EQUAL,
    ast.NotEq: ops.NOT_EQUAL,
}  # fmt: skip
