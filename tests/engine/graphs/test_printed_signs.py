"""Text as it is printed in pages and books: signs that Python has not are read, or what to write is told."""

import math

import pytest
from effort import calls
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.graphs.expression import read


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
        ("e**x", "exp(x)"),
        ("1 / (1 + np.e ** -x)", "1 / (1 + exp(-x))"),
    ],
)
def test_what_is_printed_is_read_as_it_is_meant(printed, plain):
    assert engine.flat_code(engine.parse(printed)) == engine.flat_code(engine.parse(plain))


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("x² + 1", "x**2 + 1"),
        ("3x³ − 2x", "3*x**3 - 2*x"),
        ("xⁿ", "x**n"),
        ("x⁻¹", "x**-1"),
        ("x^2", "x**2"),
        ("-x^2", "-x**2"),
        ("2^x^2", "2**x**2"),
        ("e^{-x}", "e**(-x)"),
        ("1/(1+e^(−x))", "1/(1+e**(-x))"),
        ("√x + 1", "sqrt(x) + 1"),
        ("√(x+1)²", "sqrt(x+1)**2"),
        ("√3*x", "sqrt(3)*x"),
        ("√|x|", "sqrt(abs(x))"),
        ("|x - y|/2", "abs(x - y)/2"),
        ("|x*|y||", "abs(x*abs(y))"),
        ("‖x‖ + ||y||", "norm(x) + norm(y)"),
        ("2·x", "2*x"),
        ("x ⊙ y", "x * y"),
        ("2(x + 1)", "2*(x + 1)"),
        ("(x+1)(x-1)", "(x+1)*(x-1)"),
        ("3x²y", "3*x**2*y"),
        ("2πr", "2*pi*r"),
        ("2e^x", "2*e**x"),
        ("½(y - t)²", "0.5*(y - t)**2"),
        ("x₁*x₂", "x1*x2"),
        ("σ(w₁x₁ + w₂x₂ + b)", "σ(w1*x1 + w2*x2 + b)"),
        ("Wᵀ @ x", "W.T @ x"),
        ("W^T @ x", "W.T @ x"),
        ("x ≥ 0", "x >= 0"),
        ("sin²(x) + cos^2(x)", "sin(x)**2 + cos(x)**2"),
        ("Σ(x)", "sum(x)"),
        ("x.^2 .* y", "x**2 * y"),
        ("（x＋y）", "(x+y)"),
        ("# x² on paper\ny = 2x", "# x² on paper\ny = 2*x"),
    ],
)
def test_what_has_one_meaning_is_taken_and_written_in_our_form(printed, plain):
    reading = read(printed)
    assert (reading.text, reading.changed) == (plain, True)
    assert engine.flat_code(reading.graph) == engine.flat_code(engine.parse(plain))


@pytest.mark.parametrize(
    "code",
    [
        "nn.Sequential(nn.Linear(2, 3), nn.ReLU())(x)",
        "T = 2\nW * T",
        "x = 2e3\ny = 1e-3*x",
        "def f(x):\n    '''x² in words'''\n    return 2*x\ny = f(z)",
        "y = sum([2*i*x for i in range(3)])",
        "x\u00a0= 2\ny = x*3",  # other to the machine, but not to the eye
    ],
)
def test_code_stays_as_it_is(code):
    reading = read(code)
    assert not reading.changed
    assert reading.text == code.replace("\u00a0", " ")


def test_e_and_pi_are_the_numbers_unless_the_text_gives_them_a_value():
    reading = read("e*x + pi")
    assert reading.constants == {"e", "pi"}
    assert reading.graph.leaves == ("x",)
    assert engine.backpropagate(reading.graph, {"x": 2.0}).output == 2 * math.e + math.pi
    for text in ("e = a*b\ne + 2", "def f(e):\n    return e*2\ny = f(a)", "e = 3; pi = 4\ne*pi"):
        assert not read(text).constants


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("1/2x", 3, "write * for a product, as in 2*x"),
        ("e^2x", 3, "write * for a product, as in 2*x"),
        ("a/2(b+1)", 3, "write * for a product, as in 2 * (x + y)"),
        ("√2x", 1, "write sqrt(x)"),
        ("√x²", 1, "write sqrt(x)"),
        ("|x||y|", 1, "write abs(x)"),
        ("W⁻¹", 2, "write 1/x"),
        ("W\u00b7x + b", 2, "write * for a product, or @ for one of matrices"),
        ("sin x", 5, "brackets are missing here; write sin(x)"),
        ("ln x", 4, "brackets are missing here; write ln(x)"),
        ("x² + log10(x)", 6, "there is no function 'log10'; write log(x) / log(10)"),
        ("2x(x + 1)", 2, "x is not a function; write x * (...) for a product"),
        ("y + w1(x + 1)", 5, "w1 is not a function; write w1 * (...) for a product"),
        ("y + loge(x)", 5, "there is no function 'loge'; perhaps you meant log"),
        ("3x + tg(y)", 6, "write tan(x)"),
        ("0,5*x", 1, "write 0.5 with a point"),
        ("1,500*x", 1, "write 1500 or 1.500"),
        ("A' @ x", 2, "write A.T for a transpose"),
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


@given(st.text(alphabet="xyeT2.3½πᵀ²ⁿ₁√|‖^·×−()[]{}+*/', \n#", max_size=40))
def test_whatever_is_typed_is_read_or_refused_at_a_place_of_what_was_typed(text):
    place = refused_at(text)
    if place is not None:
        lines = text.split("\n")
        assert 1 <= place[0] <= len(lines)
        assert 1 <= place[1] <= len(lines[place[0] - 1]) + 1


def refused_at(text):
    try:
        read(text)
    except engine.ExpressionError as problem:
        return problem.line, problem.column
    return None


@pytest.mark.parametrize("piece", ["|-", "√(", "sin²(", "x²", ")(", "x)", "3x", "x^{", "x(a)²", "√a.b.c"])
def test_a_long_row_of_signs_costs_no_more_than_a_glance(piece):
    text = piece * (4000 // len(piece))
    assert calls(lambda: refused_at(text)) < 500_000
    assert refused_at(text) is not None
