"""Code that draws random numbers: each is an input with numbers that are the same at each reading, and those that NumPy
and Python would draw where the text gives a seed."""

import random

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from numpy.testing import assert_allclose, assert_array_equal

import engine
from engine.graphs.expression import read

NEURONS = """import random
class Neuron:
    def __init__(self, nin):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(random.uniform(-1, 1))
    def __call__(self, x):
        act = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)
        return act.tanh()
class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]
    def __call__(self, x):
        return [n(x) for n in self.neurons]
x = [2.0, 3.0]
layer = Layer(2, 2)
out = layer(x)
loss = out[0] * out[1]
"""
DRAWS = {
    "x = torch.randn(2, 3)\nx.sum()": (2, 3),
    "x = torch.randn((2, 3), requires_grad=True)\nx.sum()": (2, 3),
    "x = torch.randn(2, 3).requires_grad_()\nx.sum()": (2, 3),
    "x = torch.rand(4, dtype=torch.float32) * 0.01\nx.sum()": (4,),
    "x = 0.01 * torch.rand(size=(4, 1))\nx.sum()": (4, 1),
    "x = torch.normal(0.0, 1.0, (2, 2))\nx.sum()": (2, 2),
    "x = np.random.randn(3)\nx.sum()": (3,),
    "x = np.random.randn()\nx * 2": (),
    "x = np.random.rand(1, 2)\nx.sum()": (1, 2),
    "x = np.random.normal(0, 1, (2, 3))\nx.sum()": (2, 3),
    "x = np.random.normal(loc=0.5, scale=2.0, size=3)\nx.sum()": (3,),
    "x = np.random.uniform(-1, 1, size=(3, 1))\nx.sum()": (3, 1),
    "x = np.random.random((2, 2))\nx.sum()": (2, 2),
    "x = np.random.standard_normal(2)\nx.sum()": (2,),
    "x = np.random.default_rng(0).normal(size=(2, 2))\nx.sum()": (2, 2),
    "rng = np.random.default_rng(0)\nx = rng.standard_normal((1, 3))\nx.sum()": (1, 3),
    "rng = np.random.RandomState(0)\nx = rng.randn(2, 2) / 2\nx.sum()": (2, 2),
    "g = torch.Generator().manual_seed(2147483647)\nx = torch.randn((3, 2), generator=g)\nx.sum()": (3, 2),
    "D, H = 3, 2\nx = np.random.randn(D, H) / np.sqrt(D)\nx.sum()": (3, 2),
    "y = [[1.0, 2.0]]\nx = torch.randn_like(y)\n(x * y).sum()": (1, 2),
    "y = [[1.0, 2.0]]\nx = np.random.randn(*y.shape)\n(x * y).sum()": (1, 2),
    "from random import uniform\nx = uniform(-1, 1)\nx * x": (),
    "x = [random.random(), random.random()]\nsum(x)": (2,),
    "f(v) = v * v\nx = -torch.rand(2)\nsum(f(x))": (2,),
}


@pytest.mark.parametrize("text", DRAWS)
def test_a_name_for_random_numbers_is_an_input_of_their_shape_and_the_same_each_time(text):
    first, second = read(text), read(text)
    assert first.graph.defaults["x"].shape == DRAWS[text]
    assert_array_equal(first.graph.defaults["x"], second.graph.defaults["x"])
    assert "x" in first.spans
    assert first.random == {"x"}
    assert "x" in engine.backpropagate(first.graph).gradients
    assert set(first.graph.leaves) <= {"x", "y"}  # and nothing that is drawn is hidden in a constant


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        (
            "np.random.seed(7)\na = np.random.randn(2, 3)\nb = np.random.uniform(-1, 1, 3)\n"
            "c = np.random.randint(0, 9, (2,))\nd = 0.01 * np.random.normal(1, 2, 2)\n"
            "a.sum() + b.sum() + c.sum() + d.sum()",
            np.random.RandomState(7),
            lambda r: {
                "a": r.randn(2, 3), "b": r.uniform(-1, 1, 3), "c": r.randint(0, 9, (2,)), "d": 0.01 * r.normal(1, 2, 2),
            },
        ),
        (
            "rng = np.random.default_rng(3)\na = rng.normal(size=3)\nb = rng.random((2, 2))\n"
            "c = rng.integers(0, 5, 4)\na.sum() + b.sum() + c.sum()",
            np.random.default_rng(3),
            lambda r: {"a": r.normal(size=3), "b": r.random((2, 2)), "c": r.integers(0, 5, 4)},
        ),
        (
            "import random\nrandom.seed(1337)\na = random.random()\nb = random.uniform(-1, 1)\nc = random.gauss(0, 2)\n"
            "d = random.randint(1, 6)\na + b + c + d",
            random.Random(1337),
            lambda r: {
                "a": r.random(), "b": r.uniform(-1, 1), "c": r.gauss(0, 2), "d": r.randint(1, 6),
            },
        ),
    ],
    ids=["np.random.seed", "default_rng", "random.seed"],
)  # fmt: skip
def test_with_a_seed_the_numbers_are_those_of_numpy_and_python(text, source, expected):
    reading = read(text)
    assert reading.in_order
    for name, value in expected(source).items():
        assert_allclose(reading.graph.defaults[name], value, rtol=1e-15, err_msg=name)


def test_a_part_that_is_looked_at_twice_draws_once():
    text = (
        "np.random.seed(0)\nx = [1.0, 2.0]\na = np.random.randn(2) * x\nb = np.random.randn(2)\n(a * b).sum()"
    )
    drawn = np.random.RandomState(0)
    first, second = drawn.randn(2), drawn.randn(2)
    graph = engine.parse(text)
    assert_allclose(graph.defaults["r"], first)
    assert_allclose(graph.defaults["b"], second)


def test_what_is_done_with_them_at_once_draws_nothing_more():
    graph = engine.parse(
        "np.random.seed(0)\na = np.random.randn(2).sum()\nb = np.random.randn(2)\n(a * b).sum()"
    )
    assert_allclose(graph.defaults["b"], np.random.RandomState(0).randn(4)[2:])


def test_without_a_seed_the_numbers_are_short_and_do_not_change_with_other_lines():
    alone = engine.parse("W = torch.randn(3, 2)\nW.sum()").defaults["W"]
    among = engine.parse(
        "x = torch.randn(3)\nV = torch.rand(2)\nW = torch.randn(3, 2)\n(x @ W * V).sum()"
    ).defaults
    assert_array_equal(alone, among["W"])
    assert_array_equal(alone, np.round(alone, 2))
    other = engine.parse("torch.manual_seed(1)\nW = torch.randn(3, 2)\nW.sum()").defaults["W"]
    assert not np.array_equal(alone, other)
    scattered = engine.parse("x = np.random.randn(400)\nx.sum()").defaults["x"]
    assert abs(scattered.mean()) < 0.2
    assert 0.85 < scattered.std() < 1.15


def test_random_numbers_inside_an_expression_are_an_input_too():
    graph = engine.parse("x = [1.0, 2.0]\ny = x @ torch.randn(2, 2)\ny.sum()")
    assert set(graph.leaves) == {"x", "r"}
    assert graph.defaults["r"].shape == (2, 2)
    trace = engine.backpropagate(graph)
    assert_allclose(trace.gradients["r"], np.outer([1, 2], [1, 1]))


def test_in_a_function_and_in_a_loop_they_are_an_input_each_time():
    text = (
        "def f(x):\n    w = np.random.randn(2)\n    return x * w + w\nx = [1.0, 2.0]\nsum(f(x)) + sum(f(x))"
    )
    graph = engine.parse(text)
    assert graph.leaves == ("x", "w", "w2")
    assert not np.array_equal(graph.defaults["w"], graph.defaults["w2"])
    assert_allclose(engine.backpropagate(graph).gradients["w"], [2, 3])
    graph = engine.parse("s = x\nfor i in range(3):\n    s = s + np.random.randn() * x\ns")
    assert graph.leaves == ("x", "r", "r2", "r3")


def test_microgradss_neurons_have_their_weights_as_inputs():
    graph = engine.parse(NEURONS)
    assert set(graph.leaves) == {"x", "w", "w2", "b", "w3", "w4", "b2"}
    values = {name: graph.defaults[name] for name in graph.leaves}
    assert all(-1 <= values[name] <= 1 for name in values if name != "x")

    def plain(given):
        x, w, w2, b, w3, w4, b2 = given
        return anp.tanh(w * x[0] + w2 * x[1] + b) * anp.tanh(w3 * x[0] + w4 * x[1] + b2)

    names = ("x", "w", "w2", "b", "w3", "w4", "b2")
    trace = engine.backpropagate(graph)
    given = tuple(values[name] for name in names)
    assert_allclose(trace.output, plain(given), rtol=1e-12)
    for name, gradient in zip(names, grad(plain)(given), strict=True):
        assert_allclose(trace.gradients[name], gradient, rtol=1e-9, err_msg=name)


def test_a_network_of_two_layers_has_the_gradients_of_autograd():
    text = (
        "np.random.seed(0)\nN, D, H = 4, 3, 5\nx = np.random.randn(N, D)\ny = np.random.rand(N, 1)\n"
        "w1 = np.random.randn(D, H) / np.sqrt(D)\nw2 = np.random.randn(H, 1) * 0.1\n"
        "h = 1 / (1 + np.exp(-x.dot(w1)))\nloss = np.square(h.dot(w2) - y).sum()"
    )
    drawn = np.random.RandomState(0)
    x, y = drawn.randn(4, 3), drawn.rand(4, 1)
    w1, w2 = drawn.randn(3, 5) / np.sqrt(3), drawn.randn(5, 1) * 0.1

    def plain(given):
        x, y, w1, w2 = given
        return anp.sum((anp.dot(1 / (1 + anp.exp(-anp.dot(x, w1))), w2) - y) ** 2)

    trace = engine.backpropagate(engine.parse(text))
    assert_allclose(trace.output, plain((x, y, w1, w2)), rtol=1e-12)
    for name, gradient in zip(("x", "y", "w1", "w2"), grad(plain)((x, y, w1, w2)), strict=True):
        assert_allclose(trace.gradients[name], gradient, rtol=1e-9, atol=1e-12, err_msg=name)


def test_a_label_may_be_drawn():
    graph = engine.parse(
        "logits = torch.randn(1, 3)\nlabel = torch.randint(0, 3, (1,))\nF.cross_entropy(logits, label)"
    )
    assert graph.defaults["label"].shape == (1,)
    assert graph.defaults["label"][0] in (0, 1, 2)
    assert "label" not in engine.backpropagate(graph).gradients


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("x = np.random.randn(1000000000)\nx.sum()", "array_too_large", 5),
        ("x = np.random.randn(4000, 4000)\nx.sum()", "array_too_large", 5),
        ("x = torch.rand(10**9 * 10**9)\nx.sum()", "array_too_large", 5),
        ("x = torch.randn(2, 2, 2)\nx.sum()", "array_too_deep", 5),
        ("x = torch.randn(n)\nx.sum()", "sizes_needed", 5),
        ("x = torch.randn(0, 2)\nx.sum()", "sizes_needed", 5),
        ("x = torch.randn(-1)\nx.sum()", "sizes_needed", 5),
        ("x = np.random.normal(0, 1, sizes=3)\nx", "argument_unknown", 28),
        ("x = np.random.normal([0, 1], 1, 2)\nx", "number_needed_here", 22),
        ("x = np.random.normal(0, 1, 2, 3)\nx", "arguments_not", 5),
        ("x" + ".default_rng().manual_seed(0)" * 120, None, None),
        ("np.random.randn(2)" + ".default_rng(0)" * 250, None, None),
        ("x = np.random.randint(3, 1)\nx", "random_range", 5),
        ("x = np.random.randint()\nx", "random_range", 5),
        ("x = np.random.uniform(0, 1e400)\nx", "number_too_large", 5),
        ("x = np.random.choice(3)\nx", "random_unread", 5),
        ("x = np.random.permutation(3)\nx", "random_unread", 5),
        ("rng = np.random.default_rng(0)\nx = rng.choice(3)\nx", "random_unread", 5),
        ("rng = np.random.default_rng(0)\nrng * 2", None, None),
        ("[np.random.randn(4096) for i in range(500)]; x", "too_much_to_read", None),
        (
            "for i in range(500):\n  for j in range(500):\n    a = np.random.randn(64, 64)\nx",
            "too_much_to_read",
            None,
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_at_its_place(text, code, column):
    with pytest.raises(engine.ExpressionError) as caught:
        engine.parse(text)
    assert code is None or caught.value.code == code
    assert column is None or caught.value.column == column
    assert "{" not in caught.value.message


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("W = torch.randn(1, 2)\nW.sum()", {"W": [[1.5, 2.0]]}, "W = torch.tensor([[1.5, 2.0]])\nW.sum()"),
        ("W = 0.1 * np.random.randn(2)\nW.sum()", {"W": [1.5, 2.0]}, "W = np.array([1.5, 2.0])\nW.sum()"),
        ("w = random.uniform(-1, 1)\nw * w", {"w": 0.5}, "w = 0.5\nw * w"),
        (
            "g = np.random.default_rng(0)\nw = g.normal(size=2)\nsum(w)",
            {"w": [1.0, 2.0]},
            "g = np.random.default_rng(0)\nw = [1.0, 2.0]\nsum(w)",
        ),
    ],
)
def test_numbers_take_the_place_of_what_draws_them(text, values, expected):
    written = read(text).rewritten(values)
    assert written == expected
    again = read(written)
    for name, value in values.items():
        assert_allclose(again.graph.defaults[name], value)
    assert not again.random
