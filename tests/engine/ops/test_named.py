"""The rule that is said with a graph's names is the local gradient: put the numbers in, and it comes out."""

import inspect
import math
import re

import numpy as np
import pytest

from engine import ops
from engine.ops.base import OUTPUT, Elementwise, Named, parts_of
from engine.ops.smooth_units import erf

KNOWN = {
    "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos, "sinh": np.sinh, "cosh": np.cosh,
    "sign": np.sign, "mean": np.mean, "clip": np.clip, "eye": np.eye, "flip": np.flip, "π": math.pi,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)), "normal": lambda x: 0.5 * (1 + erf(x / math.sqrt(2))),
    "softmax": lambda x, axis=-1: np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True),
    "one_hot": lambda label: np.eye(3)[int(label)], "length": np.linalg.norm,
}  # fmt: skip


def number(text: str, inputs, output):
    """What a formula comes to."""
    names = [f"in{place}" for place in range(len(inputs))]
    code = text.format(*names, out="out").replace("√π", "sqrt(π)").replace("(2π)", "(2*π)").replace("‖", "|")
    for sign, python in (
        ("−", "-"),
        ("·", "*"),
        ("²", "**2"),
        ("√", "sqrt"),
        ("σ", "sigmoid"),
        ("Φ", "normal"),
    ):
        code = code.replace(sign, python)
    code = code.replace("≥", ">=").replace("≤", "<=").replace("≠", "!=").replace(" = ", " == ")
    code = re.sub(r"^(\S+) < (\S+) <= (\S+)$", r"(\1 < \2) & (\2 <= \3)", code)
    return eval(code, {**KNOWN, **dict(zip(names, inputs, strict=True)), "out": output})


def close(op, index, inputs):
    inputs = [np.asarray(value, dtype=float) for value in inputs]
    output = op.forward(*inputs)
    local, named = op.local(index, inputs, output), op.named(index, inputs, output)
    found = number(named.formula, inputs, output)
    if named.otherwise:
        found = np.where(number(named.where, inputs, output), found, number(named.otherwise, inputs, output))
    elif named.where:
        assert number(named.where, inputs, output), f"{op.name}: {named}"
    np.testing.assert_allclose(
        np.broadcast_to(found, local.shape), local, rtol=1e-9, err_msg=f"{op.name}: {named}"
    )


UNSAID = (
    ops.DETACH,
    ops.GELU_TANH,
)  # the one passes nothing back, the other's rule has a name of its own within it
ONE = (
    *(op for _, op in inspect.getmembers(ops, lambda op: isinstance(op, Elementwise))
      if len(op._slots) == 1 and op not in UNSAID),
    ops.Clip(0.5, 1.0), ops.Clip(None, 1.0),
)  # fmt: skip
ROOTS = (ops.LOG, ops.SQRT, ops.LOG1P)


@pytest.mark.parametrize("op", ONE, ids=lambda op: op.name)
def test_the_rule_of_a_function_gives_its_slope(op):
    values = [0.7, 2.0] if op in ROOTS else [0.7, 2.0, -1.3, -0.5]
    for value in values:
        close(op, 0, [value])
    close(op, 0, [values])


@pytest.mark.parametrize(
    "op", [ops.SUBTRACT, ops.MULTIPLY, ops.DIVIDE, ops.POWER, ops.LOGADDEXP, ops.ADD], ids=lambda op: op.name
)
def test_the_rule_of_an_op_of_two_gives_both_slopes(op):
    for index in (0, 1):
        close(op, index, [1.5, -2.0])
        close(op, index, [[1.5, 0.5], [3.0, -1.0]])


@pytest.mark.parametrize("op", [ops.MAXIMUM, ops.MINIMUM, ops.MAXOUT], ids=lambda op: op.name)
def test_the_rule_of_the_largest_says_who_wins_and_of_a_tie_that_it_is_the_first(op):
    for inputs in (
        [1.0, 2.0],
        [2.0, 1.0],
        [2.0, 2.0],
        [1.0, 3.0, 2.0],
        [[1.0, 5.0], [2.0, 4.0]],
        [[1.0], [3.0], [0.0]],
    ):
        for index in range(len(inputs)):
            close(op, index, inputs)


def test_the_rule_of_a_choice_says_which_was_chosen():
    for mask in (0.0, 1.0, [0.0, 1.0]):
        for index in (1, 2):
            close(
                ops.WHERE,
                index,
                [mask, [3.0, 1.0] if np.ndim(mask) else 3.0, [4.0, 2.0] if np.ndim(mask) else 4.0],
            )


M = [[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]]


@pytest.mark.parametrize(
    "op",
    [
        ops.SUM, ops.MEAN, ops.LARGEST, ops.SMALLEST, ops.NORM, ops.VARIANCE, ops.DEVIATION, ops.LOGSUMEXP,
        ops.Variance(fewer=1),
    ],
    ids=lambda op: op.name,
)  # fmt: skip
def test_the_rule_of_a_reduction_gives_the_slope_of_each_element(op):
    close(op, 0, [M[0]])
    if op is not ops.LOGSUMEXP:
        close(op, 0, [M])


def test_the_rule_of_a_reduction_along_an_axis_counts_along_it():
    close(ops.Mean(0), 0, [M])
    close(ops.Mean(1), 0, [M])
    assert ops.Variance(0).named(0, [np.array(M)], np.zeros(3)).formula == "2·({0} − mean({0}, axis=0))/2"


Y = [0.0, 1.0, 0.0]
Z = [0.3, -1.2, 0.8]


@pytest.mark.parametrize(
    ("op", "inputs"),
    [
        (ops.BINARY_CROSS_ENTROPY, (Z, Y)), (ops.CROSS_ENTROPY, (Z, Y)), (ops.CROSS_ENTROPY, (Z, 1.0)),
        (ops.CROSS_ENTROPY, ([Z, Z], [Y, Y])), (ops.PICK, (Z, 1.0)), (ops.PICK, (Z, Y)), (ops.MEAN_SQUARED, (Z, Y)),
        (ops.MEAN_SQUARED, ([0.5], [1.0])), (ops.HALF_SQUARED, (Z, Y)), (ops.L1_LOSS, (Z, Y)),
        (ops.HINGE_LOSS, (0.5, 1.0)), (ops.HINGE_LOSS, (1.5, 1.0)), (ops.HINGE_LOSS, ([0.5], [0.0])),
    ],
    ids=lambda value: getattr(value, "name", ""),
)  # fmt: skip
def test_the_rule_of_a_loss_gives_the_gradient_of_what_is_predicted(op, inputs):
    close(op, 0, inputs)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_rule_of_a_loss_of_two_arrays_gives_both_gradients(reduction):
    for kind in (ops.SquaredError, ops.AbsoluteError, ops.Huber, ops.LogitCrossEntropy):
        for index in (0, 1):
            close(kind(reduction), index, [Z, Y])
    for index in (0, 1):
        close(ops.ProbabilityCrossEntropy(reduction), index, [[0.2, 0.7], [0.0, 1.0]])


def test_the_rule_of_a_penalty_and_of_several_that_share_names_each_weight():
    for index in (1, 2):
        close(ops.L2_PENALTY, index, [0.1, [1.0, -2.0], [3.0]])
        close(ops.L1_PENALTY, index, [0.1, [1.0, -2.0], [3.0]])
    for index in range(4):
        close(ops.LOGSUMEXP_OF, index, [0.3, -1.2, 0.8, 0.1])
    for index in range(3):
        close(ops.SoftmaxAt(1), index, Z)
    assert ops.SoftmaxAt(0).named(3, [np.array(0.0)] * 5, np.array(0.2)).formula == (
        "−{out}·exp({3})/(exp({0}) + exp({1}) + … + exp({4}))"
    )


def test_what_stands_in_a_rule_is_signs_and_places():
    assert parts_of("2·{0} − {out}") == ["2·", 0, " − ", OUTPUT]
    assert parts_of("1") == ["1"]
    assert ops.SOFTMAX.named(0, [np.array(Z)], np.array(Z)) == Named("{out}ᵢ·([i = j] − {out}ⱼ)", each=True)


@pytest.mark.parametrize(
    ("op", "count", "typed"),
    [
        (ops.ADD, 3, "a + b + c"), (ops.SUBTRACT, 2, "a − b"), (ops.MULTIPLY, 2, "a × b"), (ops.DIVIDE, 2, "a / b"),
        (ops.RECIPROCAL, 1, "1 / a"), (ops.NEGATE, 1, "−a"), (ops.SQUARE, 1, "a ** 2"), (ops.POWER, 2, "a ** b"),
        (ops.LEAKY_RELU, 1, "leaky_relu(a)"), (ops.MAXIMUM, 2, "max(a, b)"), (ops.LARGEST, 1, "max(a)"),
        (ops.Sum(0), 1, "sum(a, axis=0)"), (ops.Mean(1, keep=True), 1, "mean(a, axis=1, keepdims=True)"),
        (ops.LOGSUMEXP, 1, "logsumexp(a)"), (ops.LogSumExp(0), 1, "logsumexp(a, axis=0)"), (ops.MATMUL, 2, "a @ b"),
        (ops.TRANSPOSE, 1, "a.T"), (ops.Index(slice(None), 1), 1, "a[:, 1]"), (ops.ROWS, 2, "embedding(a, b)"),
        (ops.OneHot(3), 1, "one_hot(a, 3)"), (ops.Reshape((2, 3)), 1, "reshape(a, (2, 3))"),
        (ops.Join(), 2, "concatenate([a, b])"), (ops.Join(1, stacked=True), 2, "stack([a, b], axis=1)"),
        (ops.Softmax(0), 1, "softmax(a, axis=0)"), (ops.SoftmaxAt(1), 2, "softmax([a, b])[1]"),
        (ops.CUMSUM, 1, "cumsum(a)"), (ops.CumulativeSum(0), 1, "cumsum(a, axis=0)"), (ops.GREATER, 2, "a > b"),
        (ops.BINARY_CROSS_ENTROPY, 2, "binary_cross_entropy(a, b)"), (ops.HINGE_LOSS, 2, "hinge(a, b)"),
        (ops.SquaredError("sum"), 2, 'mse(a, b, reduction="sum")'), (ops.MAXOUT_HALVES, 1, "maxout(a)"),
        (ops.L2_PENALTY, 3, "a × (sum(b ** 2) + sum(c ** 2))"), (ops.L1_PENALTY, 2, "a × (sum(abs(b)))"),
        (ops.Convolution(1, 2, 1), 2, "conv1d(a, b, stride=2, padding=1)"), (ops.CONV2D, 2, "conv2d(a, b)"),
        (ops.LOGSUMEXP_OF, 2, "logsumexp(a, b)"), (ops.COPY, 1, "a"), (ops.ERROR_FUNCTION, 1, "erf(a)"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)  # fmt: skip
def test_an_op_is_written_as_it_is_typed(op, count, typed):
    assert op.written(*"abc"[:count]) == typed
