"""Every op against autograd, its edges by hand, and the stability of what is computed on logits."""

import inspect

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad, make_vjp

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

    for helper in HELPERS.values():
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


def test_every_op_has_words_for_its_rule_and_form_and_a_name_of_its_own():
    every = {id(op): op for _, op in inspect.getmembers(ops) if isinstance(op, Op)}.values()
    assert len({op.name for op in every}) == len(every)
    for op in every:
        assert op.symbol
        assert op.rule(0)
        assert str(op.form(0))
        assert op.rule(0).startswith(op.law(0))
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
    with pytest.raises(ValueError, match="one of the 3 classes"):
        ops.CROSS_ENTROPY.forward(V, np.array(3.0))
