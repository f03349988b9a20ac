"""Text as it is printed in pages and books: signs that Python has not are read, or what to write is told."""

import pytest

import engine


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("x = \u22122\ny = x \u2212 3", "x = -2\ny = x - 3"),
        ("x\u00a0=\u00a02\ny\u00a0= x*3", "x = 2\ny = x*3"),
        ("x \u00d7 2 \u00f7 y", "x * 2 / y"),
        ("ln(x) + \u03c3(x)", "log(x) + sigmoid(x)"),
        ("import tensorflow as tf\ntf.reduce_sum(tf.nn.relu(x))", "sum(relu(x))"),
        ("tf.math.exp(x)", "exp(x)"),
        ("import matplotlib.pyplot as plt\nfrom typing import List\ny = exp(x)", "y = exp(x)"),
    ],
)
def test_what_is_printed_is_read_as_it_is_meant(printed, plain):
    assert engine.flat_code(engine.parse(printed)) == engine.flat_code(engine.parse(plain))


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("x\u00b2 + 1", 2, "write **2"),
        ("\u221ax", 1, "write sqrt(x)"),
        ("W\u00b7x + b", 2, "write * for a product, or @ for one of matrices"),
        ("sin x", 5, "brackets are missing here; write sin(x)"),
        ("2(x + y)", 1, "write * for a product, as in 2 * (x + y)"),
        ("def f(w, x):\n    return w * x", 1, "add a line such as y = f(w, x)"),
        ("x = 2, y = 3", 1, "on a line of its own, or put ; between them"),
        ("x = 1/0\nx*2", 5, "this divides by zero"),
        ("f(x) = x * 2", 1, "f is defined but never used; add a line such as y = f(x)"),
        ("def f(x):\n    return x * 2", 1, "f is defined but never used; add a line such as y = f(x)"),
        ("for i in range(10**9):\n    x = x + 1\nx", 10, "a loop can be repeated at most 500 times"),
    ],
)
def test_what_is_not_read_is_refused_with_what_to_write(text, column, said):
    with pytest.raises(engine.ExpressionError) as refused:
        engine.parse(text)
    assert said in str(refused.value)
    assert (refused.value.line, refused.value.column) == (1, column)
