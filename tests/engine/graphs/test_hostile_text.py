"""Text that means harm is refused by ExpressionError with its place, before it costs anything.

(No timing is asserted here; each of these takes a few milliseconds and well under a megabyte.)
"""

import pytest

import engine

DOUBLING = "; ".join(f"g{i + 1}(x) = g{i}(g{i}(x))" for i in range(60))
TEXTS = {
    "an attribute": "x + y.shape",
    "an attribute of a number": "(1).real",
    "attributes to the classes": "().__class__.__base__.__subclasses__()",
    "a dunder name": "__builtins__ + 1",
    "a dunder inside a name": "x__class__",
    "an import": "__import__('os').system('id')",
    "import, a statement": "import os",
    "eval": "eval(x)",
    "exec": "exec(x)",
    "open": "open(x)",
    "getattr": "getattr(x, y)",
    "a call of a call": "exp(x)(y)",
    "a call of a number": "2(3)",
    "a call of what was defined": "g(x) = x; g(g)(1)",
    "a subscript that is no number": "x[y.z]",
    "a subscript that is assigned to": "g[x] = x; g(1)",
    "a lambda": "lambda: 1",
    "a comprehension": "[i for i in x]",
    "a string": "'a' * 1000000000",
    "an f-string": "f'{x}'",
    "a walrus": "(y := 3)",
    "a star": "max(*x)",
    "two stars": "sum(**x)",
    "await": "await x",
    "a decorator": "@x\ndef f(): pass",
    "a huge power": "9**9**9",
    "a huge power of a power": "9**9**9**9",
    "a huge power of an input": "x ** 99999999999",
    "a huge exponent that is computed": "x ** exp(9)",
    "a huge number": "1e999",
    "many digits": "9" * 3990,
    "a shift": "1 << 999999999",
    "deep parentheses": "(" * 1900 + "x" + ")" * 1900,
    "deep calls": "exp(" * 900 + "x" + ")" * 900,
    "deep signs": "-" * 3900 + "x",
    "deep powers": "x" + "**x" * 1300,
    "a very long sum": "x" + "+x" * 1900,
    "unclosed parentheses": "(" * 3900,
    "a megabyte": "x" * 1_000_000,
    "a megabyte of parentheses": "(" * 1_000_000,
    "a megabyte of lines": "x\n" * 500_000,
    "a megabyte of digits": "9" * 1_000_000,
    "a function that doubles": f"g0(x) = x; {DOUBLING}; g60(w)",
    "a function that doubles a sum": f"g0(x) = x + x; {DOUBLING}; g60(w)",
    "functions in functions": "; ".join(["g0(x) = x", *(f"g{i + 1}(x) = g{i}(x) + 1" for i in range(150)), "g150(w)"]),
    "a function of itself": "g(x) = g(x); g(1)",
    "a zero byte": "x\x00 + y",
    "a lone surrogate": "x + \ud800",
    "a backslash": "x + \\\ny",
    "a form feed of code": "x\x0cimport os",
    "a name that only looks plain": "ｅｘｅｃ(x)",
    "a name with dunders in another alphabet": "＿＿import＿＿(x)",
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_hostile_text_is_refused_with_its_place(text):
    with pytest.raises(engine.ExpressionError) as caught:
        engine.parse(text)
    assert 1 <= caught.value.line <= text.count("\n") + 1
    assert 1 <= caught.value.column <= max(len(line) for line in text.split("\n")) + 1
    assert 0 < len(caught.value.message) < 500
