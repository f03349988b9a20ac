"""Every op against autograd, its edges by hand, and the stability of what is computed on logits."""

import inspect
import math

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad, make_vjp
from autograd.extend import defvjp, primitive

import engine
from engine import ops
from engine.ops import Op
from engine.ops.base import unbroadcast

pytestmark = pytest.mark.filterwarnings("ignore:invalid value")  # the log of a negative base is asked for

V, U = np.array([0.3, -1.2, 2.1]), np.array([1.7, 0.4, -0.8])
M, N = np.array([[0.5, -1.5, 0.25], [2.0, 0.75, -0.1]]), np.array([[1.1, 0.2, -0.6], [0.9, -2.2, 1.4]])
POSITIVE = np.array([0.4, 1.3, 2.2])
S = np.array(0.7)


def a_softmax(x):
    e = anp.exp(x - anp.max(x, axis=-1, keepdims=True))
    return e / anp.sum(e, axis=-1, keepdims=True)


def a_logsumexp(x):
    return anp.log(anp.sum(anp.exp(x), axis=-1))


def a_hinge(a, y):
    margins = anp.maximum(0, a - anp.sum(a * y, axis=-1, keepdims=True) + 1)
    return anp.mean(anp.sum(margins, axis=-1) - 1)


def a_huber(d, delta):
    near = anp.minimum(anp.abs(d), delta)
    return near * (anp.abs(d) - 0.5 * near)


def a_cosine(a, b):
    return anp.sum(a * b, axis=-1) / anp.sqrt(anp.sum(a**2, axis=-1)) / anp.sqrt(anp.sum(b**2, axis=-1))


@primitive
def erf(x):
    return np.vectorize(math.erf)(x)


defvjp(erf, lambda out, x: lambda u: u * 2 / np.sqrt(np.pi) * np.exp(-(x**2)))


def padded(x):
    rows, columns = x.shape
    sides = anp.zeros((rows, 1))
    wide = anp.concatenate([sides, x, sides], axis=1)
    return anp.concatenate([anp.zeros((1, columns + 2)), wide, anp.zeros((1, columns + 2))])


P = np.array([0.2, 0.7, 0.4])
SQUARE = np.array([[0.3, -1.0, 2.0, 0.9], [0.7, 0.1, -0.6, 1.1], [-0.2, 1.7, 0.4, -1.3]])
COMPARED = [
    (ops.GREATER, np.greater), (ops.GREATER_EQUAL, np.greater_equal), (ops.LESS, np.less),
    (ops.LESS_EQUAL, np.less_equal), (ops.EQUAL, np.equal), (ops.NOT_EQUAL, np.not_equal),
]  # fmt: skip
HOT, HOTS = np.array([0.0, 1.0, 0.0]), np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
CASES = [
    (ops.ADD, (V, U, M), lambda a, b, c: a + b + c),
    (ops.SUBTRACT, (V, M), anp.subtract),
    (ops.MULTIPLY, (S, M), anp.multiply),
    (ops.MULTIPLY, (M[:, :1], M), anp.multiply),
    (ops.DIVIDE, (M, POSITIVE), anp.divide),
    (ops.RECIPROCAL, (POSITIVE,), lambda x: 1 / x),
    (ops.NEGATE, (M,), anp.negative),
    (ops.POWER, (POSITIVE, M), anp.power),
    (ops.POWER, (V, np.array(3.0)), lambda a, b: a**3 + 0 * b, (0,)),
    (ops.SQUARE, (V,), anp.square),
    (ops.EXP, (M,), anp.exp),
    (ops.LOG, (POSITIVE,), anp.log),
    (ops.SQRT, (POSITIVE,), anp.sqrt),
    (ops.ABS, (V,), anp.abs),
    (ops.SIN, (V,), anp.sin),
    (ops.COS, (V,), anp.cos),
    (ops.THRESHOLD, (V,), lambda x: anp.where(x > 0, 1.0, 0.0) + 0 * x),
    (ops.SIGMOID, (M,), lambda x: 1 / (1 + anp.exp(-x))),
    (ops.TANH, (V,), anp.tanh),
    (ops.RELU, (V,), lambda x: anp.maximum(x, 0)),
    (ops.LEAKY_RELU, (V,), lambda x: anp.maximum(0.1 * x, x)),
    (ops.ELU, (V,), lambda x: anp.where(x > 0, x, anp.exp(x) - 1)),
    (ops.SOFTPLUS, (V,), lambda x: anp.log(1 + anp.exp(x))),
    (ops.MAXIMUM, (V, M, U), lambda a, b, c: anp.maximum(anp.maximum(a, b), c)),
    (ops.MINIMUM, (V, M), anp.minimum),
    (ops.MAXOUT, (V, U), anp.maximum),
    (ops.MAXOUT_HALVES, (np.array([1.0, 4.0, 2.0, 3.0]),), lambda x: anp.maximum(x[:2], x[2:])),
    (ops.SUM, (M,), anp.sum),
    (ops.Sum(0), (M,), lambda x: anp.sum(x, axis=0)),
    (ops.Sum(1), (M,), lambda x: anp.sum(x, axis=1)),
    (ops.MEAN, (M,), anp.mean),
    (ops.Mean(0), (M,), lambda x: anp.mean(x, axis=0)),
    (ops.Mean(-1), (M,), lambda x: anp.mean(x, axis=-1)),
    (ops.LARGEST, (M,), anp.max),
    (ops.SMALLEST, (V,), anp.min),
    (ops.NORM, (M,), lambda x: anp.sqrt(anp.sum(x**2))),
    (ops.LOGSUMEXP, (V,), a_logsumexp),
    (ops.LOGSUMEXP, (M,), a_logsumexp),
    (ops.LOGSUMEXP_OF, (S, S + 1, S - 2), lambda *x: a_logsumexp(anp.array(x))),
    (ops.SOFTMAX, (V,), a_softmax),
    (ops.SOFTMAX, (M,), a_softmax),
    (ops.SoftmaxAt(1), (S, S + 1, S - 2), lambda *x: a_softmax(anp.array(x))[1]),
    (ops.MATMUL, (M, V), anp.matmul),
    (ops.MATMUL, (V, M.T), anp.matmul),
    (ops.MATMUL, (V, U), anp.dot),
    (ops.DOT, (M, N.T), anp.dot),
    (ops.TRANSPOSE, (M,), anp.transpose),
    (ops.COPY, (M,), lambda x: 1 * x),
    (ops.BINARY_CROSS_ENTROPY, (V, HOT), lambda z, y: anp.sum(anp.log(1 + anp.exp((1 - 2 * y) * z))), (0,)),
    (ops.CROSS_ENTROPY, (V, HOT), lambda z, y: a_logsumexp(z) - anp.sum(z * y), (0,)),
    (ops.CROSS_ENTROPY, (M, HOTS), lambda z, y: anp.mean(a_logsumexp(z) - anp.sum(z * y, axis=1)), (0,)),
    (ops.MEAN_SQUARED, (V, U), lambda a, y: anp.mean((a - y) ** 2), (0,)),
    (ops.HALF_SQUARED, (V, U), lambda a, y: 0.5 * anp.sum((a - y) ** 2), (0,)),
    (ops.L1_LOSS, (V, U), lambda a, y: anp.sum(anp.abs(a - y)), (0,)),
    (ops.HINGE_LOSS, (V, HOT), a_hinge, (0,)),
    (ops.HINGE_LOSS, (M, HOTS), a_hinge, (0,)),
    (ops.HINGE_LOSS, (V[:1], HOT[:1]), lambda a, y: anp.sum(anp.maximum(0, 1 - (2 * y - 1) * a)), (0,)),
    (ops.L1_PENALTY, (S, M, V), lambda s, a, b: s * (anp.sum(anp.abs(a)) + anp.sum(anp.abs(b))), (1, 2)),
    (ops.TAN, (V,), anp.tan),
    (ops.ARCTAN, (V,), anp.arctan),
    (ops.SINH, (V,), anp.sinh),
    (ops.COSH, (V,), anp.cosh),
    (ops.EXPM1, (V,), anp.expm1),
    (ops.LOG1P, (POSITIVE,), anp.log1p),
    (ops.SIGN, (V,), anp.sign),
    (ops.LOGADDEXP, (V, M), lambda a, b: anp.log(anp.exp(a) + anp.exp(b))),
    (ops.ERROR_FUNCTION, (M,), erf),
    (ops.SILU, (V,), lambda x: x / (1 + anp.exp(-x))),
    (ops.GELU, (V,), lambda x: x * 0.5 * (1 + erf(x / np.sqrt(2)))),
    (ops.GELU_TANH, (V,), lambda x: 0.5 * x * (1 + anp.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))),
    *((op, (V, M), lambda a, b, sign=sign: sign(a, b) * 1.0, ()) for op, sign in COMPARED),
    (ops.DETACH, (V,), lambda x: 1 * x, ()),
    (ops.WHERE, (np.array([1.0, 0.0, 2.0]), M, U), lambda m, a, b: (m != 0) * a + (m == 0) * b, (1, 2)),
    (ops.Clip(-1.0, 1.0), (V,), lambda x: anp.clip(x, -1, 1)),
    (ops.Clip(None, 1.0), (M,), lambda x: anp.minimum(x, 1)),
    (ops.Clip(0.0, None), (M,), lambda x: anp.maximum(x, 0)),
    (ops.OUTER, (V, U[:2]), anp.outer),
    (ops.TRACE, (M,), lambda x: x[0, 0] + x[1, 1]),
    (ops.LogSumExp(0), (M,), lambda x: anp.log(anp.sum(anp.exp(x), axis=0))),
    (ops.LogSumExp(-1, True), (M,), lambda x: anp.log(anp.sum(anp.exp(x), axis=-1, keepdims=True))),
    (ops.Softmax(0), (M,), lambda x: anp.exp(x) / anp.sum(anp.exp(x), axis=0)),
    (ops.Softmax(0), (V,), a_softmax),
    (ops.LOG_SOFTMAX, (V,), lambda x: anp.log(a_softmax(x))),
    (ops.LogSoftmax(0), (M,), lambda x: anp.log(anp.exp(x) / anp.sum(anp.exp(x), axis=0))),
    (ops.MSE, (V, U), lambda a, y: anp.mean((a - y) ** 2)),
    (ops.SquaredError("sum"), (M, N), lambda a, y: anp.sum((a - y) ** 2)),
    (ops.MAE, (V, U), lambda a, y: anp.mean(anp.abs(a - y))),
    (ops.HUBER, (V, U), lambda a, y: anp.mean(a_huber(a - y, 1.0))),
    (ops.Huber("sum", 0.5), (M, N), lambda a, y: anp.sum(a_huber(a - y, 0.5))),
    (
        ops.PROBABILITY_CROSS_ENTROPY,
        (P, HOT),
        lambda p, y: -anp.mean(y * anp.log(p) + (1 - y) * anp.log(1 - p)),
    ),
    (ops.LOGIT_CROSS_ENTROPY, (V, P), lambda z, y: anp.mean(anp.log(1 + anp.exp(z)) - y * z)),
    (ops.LogitCrossEntropy("sum"), (V, P), lambda z, y: anp.sum(anp.log(1 + anp.exp(z)) - y * z)),
    (ops.COSINE_SIMILARITY, (V, U), a_cosine),
    (ops.COSINE_SIMILARITY, (M, N), a_cosine),
    (ops.Largest("max of elements", True, 0), (M,), lambda x: anp.max(x, axis=0)),
    (ops.Largest("min of elements", False, -1, True), (M,), lambda x: anp.min(x, axis=-1, keepdims=True)),
    (ops.Largest("max of elements", True, 0), (V,), anp.max),
    (ops.Mean(0, True), (M,), lambda x: anp.mean(x, axis=0, keepdims=True)),
    (ops.Norm(1), (M,), lambda x: anp.sqrt(anp.sum(x**2, axis=1))),
    (ops.Norm(0, True), (M,), lambda x: anp.sqrt(anp.sum(x**2, axis=0, keepdims=True))),
    (ops.PROD, (M,), anp.prod),
    (ops.Product(0), (M,), lambda x: anp.prod(x, axis=0)),
    (ops.Product(1, True), (M,), lambda x: anp.prod(x, axis=1, keepdims=True)),
    (ops.VARIANCE, (M,), anp.var),
    (ops.Variance(1, False, 1), (M,), lambda x: anp.var(x, axis=1, ddof=1)),
    (ops.Variance(0, True), (M,), lambda x: anp.var(x, axis=0, keepdims=True)),
    (ops.DEVIATION, (V,), anp.std),
    (ops.Deviation(-1, True, 1), (M,), lambda x: anp.std(x, axis=-1, keepdims=True, ddof=1)),
    (ops.CUMSUM, (V,), anp.cumsum),
    (ops.CumulativeSum(0), (M,), lambda x: anp.cumsum(x, axis=0)),
    (ops.Index(0), (V,), lambda x: x[0]),
    (ops.Index(slice(0, 2)), (V,), lambda x: x[0:2]),
    (ops.Index(slice(None), -1), (M,), lambda x: x[:, -1]),
    (ops.Index(slice(None, None, -1), slice(1, None)), (M,), lambda x: x[::-1, 1:]),
    (ops.Index(slice(None), None), (V,), lambda x: x[:, None]),
    (ops.Index(..., 0), (M,), lambda x: x[..., 0]),
    (ops.ROWS, (np.array([1.0, 0.0, 1.0]), M), lambda i, x: x[np.array(i, int)], (1,)),
    (ops.ROWS, (np.array(2.0), V), lambda i, x: x[2], (1,)),
    (ops.OneHot(3), (np.array([2.0, 0.0]),), lambda i: HOTS, ()),
    (ops.Reshape((3, -1)), (M,), lambda x: anp.reshape(x, (3, -1))),
    (ops.Join(), (V, U[:2]), lambda *x: anp.concatenate(x)),
    (ops.Join(1), (M, N[:, :1]), lambda *x: anp.concatenate(x, axis=1)),
    (ops.Join(0, True), (S, S + 1), lambda *x: anp.stack(x)),
    (ops.Join(-1, True), (V, U), lambda *x: anp.stack(x, axis=-1)),
    (ops.CONV1D, (V, U[:2]), lambda x, k: anp.array([x[i] * k[0] + x[i + 1] * k[1] for i in range(2)])),
    (ops.Convolution(1, 2, 1), (V, U[:2]), lambda x, k: anp.array([x[0] * k[1], x[1] * k[0] + x[2] * k[1]])),
    (
        ops.CONV2D,
        (SQUARE, M[:, :2]),
        lambda x, k: anp.array([[anp.sum(x[i : i + 2, j : j + 2] * k) for j in range(3)] for i in range(2)]),
    ),
    (
        ops.Convolution(2, 2, 1),
        (SQUARE, N[:, :2]),
        lambda x, k: anp.array(
            [[anp.sum(padded(x)[i : i + 2, j : j + 2] * k) for j in (0, 2, 4)] for i in (0, 2)]
        ),
    ),
    (ops.MAX_POOL, (SQUARE,), lambda x: anp.array([[anp.max(x[:2, :2]), anp.max(x[:2, 2:])]])),
    (ops.MaxPool(2, 1), (V,), lambda x: anp.array([anp.max(x[:2]), anp.max(x[1:])])),
    (ops.L2_PENALTY, (S, M, V), lambda s, a, b: s * (anp.sum(a**2) + anp.sum(b**2)), (1, 2)),
]
IDS = [f"{case[0].name} of {' and '.join(str(x.shape) for x in case[1])}" for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_forward_and_vjp_agree_with_autograd(case):
    op, inputs, function = case[:3]
    positions = case[3] if len(case) > 3 else range(len(inputs))
    output = op.forward(*inputs)
    np.testing.assert_allclose(output, function(*inputs), rtol=1e-12, atol=1e-14)
    upstream = np.random.default_rng(0).normal(size=output.shape)
    for index in positions:
        vjp, _ = make_vjp(function, index)(*inputs)
        downstream = op.vjp(index, upstream, inputs, output)
        assert downstream.shape == inputs[index].shape
        np.testing.assert_allclose(downstream, vjp(upstream), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_code_computes_what_the_op_computes(case):
    op, inputs = case[:2]
    names = [f"i{k}" for k in range(len(inputs))]
    space = dict(zip(names, inputs, strict=True), np=np)
    from engine.graphs.flat_code import HELPERS

    for helper in HELPERS:
        exec(helper, space)
    output = op.forward(*inputs)
    np.testing.assert_allclose(eval(op.code(*names), space), output, rtol=1e-12)
    upstream = np.random.default_rng(1).normal(size=output.shape)
    space.update(out=output, u=upstream)
    for index, value in enumerate(inputs):
        if op.differentiable(index):
            for shapes in (None, [x.shape for x in inputs]):
                gradient = np.asarray(eval(op.mirror(index, "u", names, "out", shapes), space), float)
                if op.broadcasts:
                    gradient = unbroadcast(gradient, value.shape)
                expected = op.vjp(index, upstream, inputs, output)
                np.testing.assert_allclose(gradient, expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_vjp_reads_no_more_than_it_says(case):
    op, inputs = case[:2]
    output = op.forward(*inputs)
    upstream = np.ones_like(output)
    for index in range(len(inputs)):
        if not op.differentiable(index):
            continue
        positions, reads_output = op.reads(index, len(inputs))
        # What is said not to be read may hold anything, of the right shape.
        junk = [x if i in positions else np.full_like(x, np.nan) for i, x in enumerate(inputs)]
        left = op.vjp(index, upstream, junk, output if reads_output else np.full_like(output, np.nan))
        np.testing.assert_array_equal(left, op.vjp(index, upstream, inputs, output))


def test_every_op_is_compared_with_autograd():
    every = {op.name for _, op in inspect.getmembers(ops) if isinstance(op, Op)}
    assert every - {case[0].name for case in CASES} == {
        "pick"
    }  # which takes rows by number: autograd has no such


def test_every_op_has_words_for_its_rule_and_form_and_a_name_of_its_own():
    every = {id(op): op for _, op in inspect.getmembers(ops) if isinstance(op, Op)}.values()
    assert len({op.name for op in every}) == len(every)
    for op in every:
        assert op.symbol
        assert op.rule(0)
        assert str(op.form(0))
        assert op.pattern in (None, "distributes", "swaps", "routes", "adds")


def test_where_the_upstream_gradient_meets_a_matrix():
    assert str(ops.MATMUL.form(0, M, V)) == "upstream @ localᵀ"
    assert str(ops.MATMUL.form(1, M, V)) == "localᵀ @ upstream"
    assert str(ops.MATMUL.form(1, V, M.T)) == "local @ upstreamᵀ"
    assert str(ops.MATMUL.form(0, V, U)) == "upstream × local"
    assert str(ops.ADD.form(1, M, V)) == "upstream × local, summed over the broadcast axes"


def test_ties_go_to_the_first_and_relu_is_flat_at_zero():
    same = (np.array(2.0), np.array(2.0))
    assert [float(ops.MAXIMUM.local(i, same, same[0])) for i in (0, 1)] == [1.0, 0.0]
    assert ops.LARGEST.local(0, (np.array([1.0, 3.0, 3.0]),), np.array(3.0)).tolist() == [0.0, 1.0, 0.0]
    halves = np.array([1.0, 1.0])
    assert ops.MAXOUT_HALVES.local(0, (halves,), halves[:1]).tolist() == [1.0, 0.0]
    assert ops.RELU.local(0, (np.array(0.0),), np.array(0.0)) == 0.0
    zero = np.zeros(3)
    assert ops.NORM.vjp(0, np.array(1.0), (zero,), np.array(0.0)).tolist() == [0.0, 0.0, 0.0]


def test_extreme_logits_stay_finite():
    z, y = np.array([1000.0, -1000.0, 0.0]), np.array([0.0, 1.0, 0.0])
    assert ops.CROSS_ENTROPY.forward(z, y) == 2000.0
    assert ops.CROSS_ENTROPY.local(0, (z, y), np.array(0.0)).tolist() == [1.0, -1.0, 0.0]
    logit, right = np.array([-1000.0]), np.array([1.0])
    assert ops.BINARY_CROSS_ENTROPY.forward(logit, right) == 1000.0
    with np.errstate(over="ignore"):
        assert ops.BINARY_CROSS_ENTROPY.local(0, (logit, right), np.array(0.0)).tolist() == [-1.0]
        assert ops.SIGMOID.forward(np.array([-40.0, 0.0, 800.0, -800.0])).tolist() == [
            pytest.approx(4.248354255291589e-18, rel=1e-14),
            0.5,
            1.0,
            0.0,
        ]


def test_second_input_of_a_power_at_zero():
    inputs = (np.array([0.0, 2.0]), np.array([2.0, 2.0]))
    gradient = ops.POWER.vjp(1, np.ones(2), inputs, ops.POWER.forward(*inputs))
    np.testing.assert_allclose(gradient, [0.0, 4 * np.log(2)])
    np.testing.assert_allclose(elementwise_grad(anp.power, 1)(*inputs), gradient)


def test_shapes_that_do_not_go_together_are_refused():
    with pytest.raises(ValueError, match="inner sizes"):
        ops.MATMUL.forward(M, M)
    with pytest.raises(ValueError, match="vector"):
        ops.SOFTMAX.forward(S)
    with pytest.raises(ValueError, match="two pieces"):
        ops.MAXOUT_HALVES.forward(V)
    with pytest.raises(ValueError, match="there are 3 classes"):
        ops.CROSS_ENTROPY.forward(V, np.array(3.0))


@pytest.mark.parametrize("function", ["sum", "mean", "max", "min", "prod", "norm", "var", "std"])
@pytest.mark.parametrize("axis", [0, 1])
def test_a_single_number_has_no_axis(function, axis):
    """NumPy lets some of these pass, and gives a gradient of another shape than the number's."""
    with pytest.raises(engine.ShapeError, match=f"there is no axis {axis} in the size 1"):
        engine.backpropagate(engine.parse(f"{function}(x, axis={axis})"), {"x": 0.5})


def test_an_axis_counts_from_either_end():
    for axis, expected in ((0, [4.0, 6.0]), (1, [3.0, 7.0]), (-1, [3.0, 7.0]), (-2, [4.0, 6.0])):
        trace = engine.backpropagate(engine.parse(f"sum(x, axis={axis})"), {"x": [[1, 2], [3, 4]]})
        assert trace.output.tolist() == expected
