"""Generated expressions: text that means the same to the engine and to autograd."""

from random import Random

import autograd.numpy as anp
import numpy as np
from autograd import make_vjp
from autograd.tracer import getval
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import engine


def a_largest(*values):
    if len(values) == 1:
        return anp.ravel(values[0])[int(np.argmax(getval(values[0])))]
    best = values[0]
    for other in values[1:]:
        first = np.asarray(getval(best) >= getval(other), float)
        best = best * first + other * (1 - first)
    return best


def a_smallest(*values):
    return -a_largest(*(-value for value in values))


def a_logsumexp(x):
    top = anp.max(getval(x), axis=-1, keepdims=True)
    return anp.log(anp.sum(anp.exp(x - top), axis=-1)) + top[..., 0]


AUTOGRAD = {
    "exp": anp.exp,
    "log": anp.log,
    "sqrt": anp.sqrt,
    "abs": lambda x: anp.where(x >= 0, x, -x) * anp.where(getval(x) == 0, 0.0, 1.0),
    "sin": anp.sin,
    "cos": anp.cos,
    "relu": lambda x: anp.where(x > 0, x, 0.0),
    "leaky_relu": lambda x: anp.where(x > 0, x, 0.1 * x),
    "elu": lambda x: anp.where(x > 0, x, anp.expm1(x)),
    "sigmoid": lambda x: 0.5 + 0.5 * anp.tanh(0.5 * x),
    "tanh": anp.tanh,
    "softplus": lambda x: anp.logaddexp(0.0, x),
    "softmax": lambda x: anp.exp(x - anp.reshape(a_logsumexp(x), (*x.shape[:-1], 1))),
    "logsumexp": a_logsumexp,
    "maxout": a_largest,
    "max": a_largest,
    "min": a_smallest,
    "sum": anp.sum,
    "mean": anp.mean,
    "dot": anp.dot,
    "norm": lambda x: anp.sqrt(anp.sum(x**2)),
    "transpose": anp.transpose,
    "cross_entropy": lambda z, k: a_logsumexp(z) - z[k],
    "hinge": lambda z, k: anp.sum(anp.where(z - z[k] + 1 > 0, z - z[k] + 1, 0.0)) - 1,
}
LEAVES = {
    (): {"a": -0.7, "b": 1.3},
    (3,): {"v": np.array([0.4, -1.1, 0.9]), "u": np.array([1.2, 0.3, -0.6])},
    (1, 3): {"r": np.array([[0.2, -0.9, 1.4]])},
    (2, 1): {"c": np.array([[0.8], [-1.3]])},
    (2, 3): {
        "M": np.array([[0.5, -0.3, 1.1], [-0.8, 0.6, 0.1]]),
        "N": np.array([[1.5, 0.7, -0.2], [0.35, -1.4, 0.9]]),
    },
    (3, 3): {"W": np.array([[0.3, -0.5, 0.2], [0.9, 0.1, -0.7], [-0.4, 0.8, 0.6]])},
}  # fmt: skip
NARROWER = {
    (): [()],
    (3,): [(3,), ()],
    (1, 3): [(1, 3), (3,), ()],
    (2, 1): [(2, 1), ()],
    (2, 3): [(2, 3), (1, 3), (2, 1), (3,), ()],
    (3, 3): [(3, 3), (1, 3), (3,), ()],
}
# The functions stay away from places where one derivative is as good as another, or where numbers explode.
UNARY = [
    "exp(tanh({}))", "log(1 + abs({}))", "sqrt(({}) ** 2 + 0.1)", "abs({})", "sin({})", "cos({})", "relu({})",
    "leaky_relu({})", "elu({})", "sigmoid({})", "tanh({})", "softplus({})", "-({})", "({}) ** 2", "({}) ** 3",
    "1 / (1 + ({}) ** 2)", "2 * ({})", "({}) - 0.25", "(1.5 + sin({})) ** -1.5",
]  # fmt: skip
BINARY = [
    "({}) + ({})", "({}) - ({})", "({}) * ({})", "({}) / (2 + cos({}))", "(1.5 + sin({})) ** tanh({})",
    "max({}, {})", "min({}, {})", "maxout({}, {})",
]  # fmt: skip
TO_NUMBER = ["sum({})", "mean({})", "norm(0.1 + exp(tanh({})))", "max({})", "min({})"]
OF_VECTOR = ["logsumexp({})", "cross_entropy({}, 1)", "hinge({}, 2)"]


def expression(random, depth, shape=None):
    """Text of an expression whose value has `shape`."""
    choose = random.choice
    if shape is None:
        shape = choose(list(LEAVES))
    if depth == 0 or random.random() < 0.1:
        return choose(list(LEAVES[shape]))

    def part(*of):
        return expression(random, depth - 1, of)

    kinds = ["unary", "binary", "binary"] + ["special"] * 2
    kind = choose(kinds)
    if kind == "special" and shape == ():
        other = choose(list(LEAVES))
        choice = choose([*TO_NUMBER, *OF_VECTOR, "dot({}, {})", "({}) @ ({})"])
        if choice in TO_NUMBER:
            return choice.format(part(*other))
        return choice.format(*(part(3) for _ in range(choice.count("{}"))))
    if kind == "special" and shape == (3,):
        form = random.randrange(6)
        return [
            lambda: f"({part(3, 3)}) @ ({part(3)})",
            lambda: f"({part(3)}) @ ({part(3, 3)})",
            lambda: f"softmax({part(3)})",
            lambda: f"sum({part(2, 3)}, axis=0)",
            lambda: f"mean({part(3, 3)}, axis=1)",
            lambda: f"logsumexp({part(3, 3)})",
        ][form]()
    if kind == "special" and len(shape) == 2:
        rows, columns = shape
        forms = [lambda: f"softmax({part(rows, columns)})"]
        if columns == 3:
            forms += [
                lambda: f"({part(rows, 3)}) @ ({part(3, 3)})",
                lambda: f"dot({part(rows, 3)}, transpose({part(3, 3)}))",
            ]
        if shape == (2, 3):
            forms.append(lambda: f"({part(2, 1)}) @ ({part(1, 3)})")
        return choose(forms)()
    if kind == "unary":
        return choose(UNARY).format(part(*shape))
    other = choose(NARROWER[shape])
    sides = [part(*shape), part(*other)]
    return choose(BINARY).format(*(sides if random.random() < 0.5 else sides[::-1]))


# Drawing every part by itself takes hypothesis longer than all that is tested with them. It draws the depth, so that
# what fails is told with a text that is as shallow as can be.
EXPRESSIONS = st.builds(
    lambda depth, seed: expression(Random(seed), depth),
    st.sampled_from((1, 2, 3, 4, 4, 4, 4, 4)),
    st.integers(0, 2**32 - 1),
)


def relevant(graph):
    return {
        name: array for leaves in LEAVES.values() for name, array in leaves.items() if name in graph.leaves
    }


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(EXPRESSIONS, st.integers(0, 1000))
def test_generated_expressions_have_the_gradients_of_autograd(text, seed):
    graph = engine.parse(text)
    inputs = relevant(graph)
    names = list(inputs)
    function = eval(f"lambda {', '.join(names)}: 1.0 * ({text})", dict(AUTOGRAD))
    with np.errstate(all="ignore"):
        output = np.asarray(function(*inputs.values()), dtype=float)
        upstream = np.random.default_rng(seed).normal(size=output.shape)
        trace = engine.backpropagate(graph, inputs, upstream)
        np.testing.assert_allclose(trace.output, output, rtol=1e-9, atol=1e-12)
        # Where terms cancel, what is left is compared with the terms.
        size = max(1.0, *(float(np.max(np.abs(gradient))) for gradient in trace.gradients.values()))
        vjp, _ = make_vjp(lambda values: function(*values))(tuple(inputs.values()))
        for name, expected in zip(names, vjp(upstream), strict=True):
            gradient = trace.gradients[name]
            assert gradient.shape == np.shape(inputs[name])
            np.testing.assert_allclose(gradient, expected, rtol=1e-9, atol=1e-9 * size)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(EXPRESSIONS)
def test_generated_expressions_as_flat_code_give_the_same_numbers(run_elsewhere, text):
    graph = engine.parse(text)
    inputs = relevant(graph)
    trace = engine.backpropagate(graph, inputs)
    bare = dict(inputs)
    with np.errstate(all="ignore"):
        exec(engine.flat_code(graph), bare)
    with_numbers = run_elsewhere(engine.flat_code(graph, inputs), [f"d{name}" for name in inputs])
    for space in (bare, with_numbers):
        for name in inputs:
            np.testing.assert_allclose(space[f"d{name}"], trace.gradients[name], rtol=1e-9, atol=1e-12)
            assert np.shape(space[f"d{name}"]) == np.shape(inputs[name])
