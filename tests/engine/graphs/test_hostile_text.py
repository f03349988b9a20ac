"""Text that means harm is refused by ExpressionError with its place, before it costs anything.

(No timing is asserted here, but what is read is counted: each of these takes some milliseconds and little memory.)
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
    "a call of a number": "1/2(3)",
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
    "a loop of a thousand million turns": "s = 0\nfor i in range(1000000000):\n    s += x",
    "a loop of nothing in loops of nothing": "for i in range(500):\n " + "".join(
        " " * k + f"for j{k} in range(500):\n " for k in range(1, 9)) + " " * 9 + "pass\nx",
    "a product of ranges": "[[[0 for i in range(500)] for j in range(500)] for k in range(500)]",
    "many ranges side by side": f"for i in zip({'range(500),' * 340}):\n    x",
    "a range of a huge number": "for i in range(10**9*10**9): x",
    "sizes without end": "np.zeros((1000000, 1000000)) * x",
    "a huge shape": "np.arange(10**12)",
    "many large arrays": f"[np.zeros(4096) for i in range(500)]; {'np.zeros(4096);' * 200}x",
    "arrays in loops": "for i in range(500):\n  for j in range(500):\n    a = np.ones((64, 64)) * i\nx",
    "a chain of attributes": "x" + ".T" * 1900,
    "a chain of other attributes": "x" + ".a" * 1900,
    "a chain of methods": "x" + ".sum()" * 600,
    "a chain of indices": "x" + "[0]" * 1300,
    "indices in indices": "x[" * 60 + "0" + "]" * 60,
    "lists in lists": "[" * 60 + "x" + "]" * 60,
    "lists in lists that are not too deep": "np.array(" + "[" * 45 + "x, 1" + "]" * 45 + ")",
    "a chain of modules": "np" + ".linalg" * 500 + ".norm(x)",
    "the numbers of a function": "exp.__code__.co_consts",
    "a dunder after a dot": "np.__loader__",
    "a dunder in a string": "getattr(np, '__loader__')",
    "a format string": "f'{().__class__}' + x",
    "os by way of numpy": "np.os.system(x)",
    "a file by way of numpy": "np.load('/etc/passwd') + x",
    "text as code by way of numpy": "np.eval(x)",
    "an import of a part": "from os import system\nsystem(x)",
    "all of a module": "from numpy import *\nx.y",
    "a function of itself over several lines": "def f(x):\n    return f(x)\nf(1)",
    "functions of each other": "def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\nf(1)",
    "a lambda of itself": "f = lambda x: f(x)\nf(1)",
    "functions that double over several lines": "def g0(x):\n    return x\n" + "".join(
        f"def g{i + 1}(x):\n    return g{i}(g{i}(x))\n" for i in range(60)) + "g60(w)",
    "blocks in blocks": "".join(" " * k + f"for i{k} in range(2):\n" for k in range(80)) + " " * 80 + "x",
    "lambdas in lambdas": "lambda x: " * 390 + "x",
    "code of ours that is deep": "# forward\ny = " + "+".join("x" * 1900) + "\n# backward",
    "backward passes without end": "f = x * x;" + "dx = x * x; ddx = 1;" * 190 + "z % 3",
    "a quotation mark alone": "x + '",
    "three quotation marks alone": 'x + """' + "y\n" * 1000,
    "quotation marks without end": "'\\'" * 1300,
    "a walrus in an index": "x[(y := 3)]",
    "a slice without end": "x[::0]",
    "an element that is given a value": "x[0] = 3\nx",
    "an attribute that is given a value": "x.y = 3\nx",
    "a global": "global x\nx = 3",
    "a deletion": "del x",
    "an assertion": "assert x",
    "a class": "class A:\n    pass",
    "classes that double": "".join(
        f"class A{i}:\n def forward(self, x):\n  return A{i + 1}()(A{i + 1}()(x))\n" for i in range(40)) + "A0()(x)",
    "objects that double": "".join(
        f"class A{i}:\n def __init__(self):\n  self.a = A{i + 1}()\n  self.b = A{i + 1}()\n" for i in range(40))
        + "class A40:\n pass\nA0()(x)",
    "a class that derives from what numpy has": "class A(np.ndarray):\n    pass\nA()",
    "a chain of what an object has": "class A:\n    pass\na = A()\na" + ".a" * 1500,
    "a function of a class by its dunder": "class A:\n    def __getattr__(self, x):\n        return x\nA().x",
    "the class of self": "class A:\n    def forward(self, x):\n        return self.__class__\nA()(x)",
    "a generator": "def f(x):\n    yield x\nf(1)",
    "a while loop": "while x:\n    x = x - 1",
    "a try": "try:\n    x\nexcept:\n    y",
    "a set of names": "{x, y}",
    "many arguments": f"def f({', '.join(f'a{i}' for i in range(500))}):\n    return a0\nf(1)",
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
