"""Typed expressions: what they mean, where they are refused, and that hostile text goes nowhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.graphs.functions import FUNCTIONS, RESERVED


def value(text, **inputs):
    return engine.backpropagate(engine.parse(text), inputs).output


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7.0),
        ("-x ** 2", -9.0),
        ("2 ** -x", 0.125),
        ("(x + 1) / 2 - .5", 1.5),
        ("x - 1 - 1", 1.0),
        ("+x", 3.0),
        ("1e-1 * x", 0.30000000000000004),
        ("max(x, 5, 1) + min(x, 5)", 8.0),
        ("leaky_relu(-x)", -0.30000000000000004),
        ("logsumexp(x, x)", 3.0 + np.log(2)),
        ("exp(  x -\n 3 )", 1.0),
        ("  a = 2 * x  # a comment\n  b = a; a + b", 12.0),
    ],
)
def test_an_expression_means_what_python_would_make_of_it(text, expected):
    assert value(text, **({"x": 3.0} if "x" in text else {})) == pytest.approx(expected, rel=1e-15)


def test_functions_of_vectors_and_matrices():
    v, m = [3.0, -4.0], [[1.0, 2.0], [3.0, 4.0]]
    assert value("norm(v)", v=v) == 5.0
    assert value("max(v) - min(v)", v=v) == 7.0
    assert value("sum(m, axis=0)", m=m).tolist() == [4.0, 6.0]
    assert value("mean(m, 1)", m=m).tolist() == [1.5, 3.5]
    assert value("transpose(m)", m=m).tolist() == [[1.0, 3.0], [2.0, 4.0]]
    assert value("dot(v, v) + v @ v", v=v) == 50.0
    assert value("maxout(v)", v=v).tolist() == [3.0]
    assert value("hinge(2 * y, 0)", y=0.25) == 1.5


def test_these_names_are_functions_wherever_they_stand():
    listed = (
        "exp log sqrt abs sin cos relu leaky_relu elu maxout sigmoid tanh softplus softmax logsumexp "
        "max min sum mean dot norm transpose cross_entropy hinge"
    )
    assert set(listed.split()) == RESERVED < set(FUNCTIONS)


def test_names_and_order():
    graph = engine.parse("q = x + y; f = q * z")
    assert [node.name for node in graph.nodes] == ["x", "y", "q", "z", "f"]
    assert graph.output == "f"
    assert graph.leaves == ("x", "y", "z")
    assert graph.edges == (("x", "q", 0), ("y", "q", 1), ("q", "f", 0), ("z", "f", 1))
    assert graph["f"].label == "×"
    # What has no name is called q, q2, ..., and the output f; names that the text uses are left to it.
    assert [node.name for node in engine.parse("exp(sin(cos(q)))").nodes] == ["q", "q2", "q3", "f"]
    assert engine.parse("f * 2").output == "q"


def test_a_name_used_twice_makes_a_copy_gate_and_a_number_does_not():
    graph = engine.parse("x * x + 2 * 2 * x")
    assert [node.name for node in graph.nodes if node.label == "copy"] == ["x_copy"]
    assert graph["x_copy"].inputs == ("x",)


def test_another_name_for_a_value_is_a_node():
    trace = engine.backpropagate(engine.parse("y = x; y * 3"), {"x": 2.0})
    assert trace.values["y"] == 2.0
    assert trace.gradients["x"] == 3.0


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "nothing here yet"),
        ("x +", 1, 4, "something is missing"),
        ("(x + y", 1, 1, "never closed"),
        ("x + y)", 1, 6, "no matching opening bracket"),
        ("x y", 1, 3, "an operator"),
        ("1/2x", 1, 3, "write \\* for a product"),
        ("W^-1", 1, 2, "write \\*\\* for a power"),
        ("a = 1\n  b = foo(a)", 2, 7, "no function 'foo'"),
        ("1 + exp(x, y)", 1, 5, "exp takes 1 argument, not 2"),
        ("dot(x)", 1, 1, "dot takes 2 arguments, not 1"),
        ("x + max", 1, 5, "max is a function"),
        ("sum = x; sum(y)", 1, 1, "sum is the name of a function"),
        ("sum(x, axis=5)", 1, 13, "the axis must be 0"),
        ("sum(x, foo=1)", 1, 8, "sum has no argument foo here; its named arguments are axis, keepdims"),
        ("exp(x, foo=1)", 1, 8, "exp has no named arguments here, such as foo"),
        ("stack([x, y], foo=1)", 1, 15, "stack has no argument foo here; its named arguments are axis"),
        ("f = q * z; q = x", 1, 12, "used here before it has a value"),
        ("x = x + 1", 1, 5, "used in its own value"),
        ("3 = x", 1, 1, "only a plain name"),
        ("a = b = x", 1, 1, "only one plain name"),
        ("x, y", 1, 1, "a comma"),
        ("x == y == z", 1, 1, "comparisons cannot be chained"),
        ("x in y", 1, 1, "not supported"),
        ("x // y", 1, 1, "not supported"),
        ("x % y", 1, 3, "cannot be used here"),
        ("α + 'b'", 1, 5, "only numbers and names"),
        ("α + 'b", 1, 5, "never closed"),
        ("α + $", 1, 5, "cannot be used here"),
        ("αβγ * foo(x)", 1, 7, "no function"),
        ("x + 1j", 1, 5, "is not a number"),
        ("True", 1, 1, "only numbers and names"),
        ("try", 1, 1, "the Python keyword 'try' is not supported here; leave this line out"),
        ("x + " + "y" * 41, 1, 5, "at most 40 letters"),
        ("1 / 0 + x", 1, 1, "no finite value"),
        ("softmax(3)", 1, 1, "vector"),
    ],
)
def test_bad_text_is_told_with_its_place(text, line, column, message):
    with pytest.raises(engine.ExpressionError, match=message) as caught:
        engine.parse(text)
    assert (caught.value.line, caught.value.column) == (line, column)


HOSTILE = [
    "x.__class__.__bases__",
    "__import__('os').system('true')",
    "().__class__",
    "eval(x)",
    "exp.__globals__",
    "getattr(x, y)",
    "(lambda: x)()",
    "[x for x in y]",
    "x if y else z",
    "import os",
    "x := 3",
    "f'{x}'",
    "9 ** 9 ** 9 ** 9",
    "x ** 1000000",
    "10 ** 400 * x",
    "1e999",
    "9" * 3900,
    "(" * 2000 + "x" + ")" * 1999,
    "exp(" * 50,
    "exp(" * 60 + "x" + ")" * 60,
    "-" * 3900 + "x",
    "x ** " * 700 + "x",
    "+".join("x" * 1900),
    "x" * 1_000_000,
    "(x," * 49,
    "x\x00y",
    "\ud800",
    "x__y + 1",
    "_x",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_refused(text):
    with pytest.raises(engine.ExpressionError):
        engine.parse(text)


@settings(max_examples=100)
@given(st.text(alphabet="xyf qe1.0+-*/@()=,;\n#_^[]{}:'\"λé²", max_size=60) | st.text(max_size=40))
def test_any_text_makes_a_graph_or_a_plain_error(text):
    refused = None
    try:
        assert engine.parse(text).nodes
    except engine.ExpressionError as error:
        refused = error
    assert refused is None or 1 <= refused.line <= max(1, len(text.splitlines()))
    assert refused is None or refused.column >= 1


# Functions of one argument


def test_a_defined_function_is_called_with_the_value_of_its_argument():
    graph = engine.parse("g(x) = x ** 2\ng(g(g(w)))")
    assert [(node.name, node.label) for node in graph.nodes] == [
        ("w", "w"),
        ("q", "x²"),
        ("q2", "x²"),
        ("f", "x²"),
    ]
    trace = engine.backpropagate(graph, {"w": 1.5})
    assert trace.output == 1.5**8
    assert trace.gradients["w"] == pytest.approx(8 * 1.5**7, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "inputs", "expected"),
    [
        ("f(x) = x ** 2; f(f(f(w)))", {"w": 2.0}, 256.0),
        (
            "g(x) = a * x + b; g(g(x))",
            {"a": 2.0, "b": 1.0, "x": 3.0},
            15.0,
        ),  # a and b are inputs, x another one
        ("a = 3; g(x) = a * x; h(a) = g(a) + a; h(2)", {}, 8.0),
        ("g(x) = x; y = g(w); y * y", {"w": 3.0}, 9.0),
        ("g(x) = 5; g(w) + 1", {"w": 3.0}, 6.0),
        ("g( x ) = x + 1; g(1)", {}, 2.0),
        ("g(x) = softmax(x); sum(g(v))", {"v": [1.0, 2.0]}, 1.0),
    ],
)
def test_what_defined_functions_mean(text, inputs, expected):
    graph = engine.parse(text)
    given = {name: value for name, value in inputs.items() if name in graph.leaves}
    assert engine.backpropagate(graph, given).output == pytest.approx(expected, rel=1e-12)


DOUBLING = "; ".join(f"g{i + 1}(x) = g{i}(g{i}(x))" for i in range(40))


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("g(x) = x ** 2", 1, "g is defined but never used"),
        ("g(x) = g(x); g(1)", 8, "cannot call itself"),
        ("g(x) = h(x); h(x) = g(x); g(1)", 8, "no function 'h'"),
        ("g(x) = x; g(1, 2)", 11, "g takes 1 argument"),
        ("g(x) = x; g(axis=1)", 11, "g takes 1 argument"),
        ("g(x) = x; g + 1", 11, "g is a function: write"),
        ("g(x) = x; g = 1", 11, "g is the name of a function"),
        ("exp(x) = x; exp(1)", 1, "the name exp is already in use"),
        ("g(x) = x; g(x) = 2 * x; g(1)", 11, "the name g is already in use"),
        ("g = 2; g(x) = x; g(1)", 8, "the name g is already in use"),
        ("g(exp) = 2; g(1)", 3, "exp is the name of a function"),
        ("g(x, y) = x; g(1, 2)", 1, "only a plain name"),
        ("g(1) = x; g(1)", 1, "only a plain name"),
        ("g(n) = x ** n; g(5000)", 13, "powers above"),
        (f"g0(x) = x; {DOUBLING}; g40(w)", None, "operations"),
        (f"g0(x) = x + x; {DOUBLING}; g40(w)", None, "operations"),
        (
            "; ".join(["g0(x) = x", *(f"g{i + 1}(x) = g{i}(x)" for i in range(60)), "g60(w)"]),
            None,
            "nested more than",
        ),
        ("g(x) = x; " + "g(" * 45 + "w" + ")" * 45 + " + " + "g(" * 51 + "w", None, "nested more than"),
    ],
)
def test_definitions_that_are_refused(text, column, message):
    with pytest.raises(engine.ExpressionError, match=message) as caught:
        engine.parse(text)
    if column is not None:
        assert (caught.value.line, caught.value.column) == (1, column)
