"""Text to Graph: `q = x + y; f = q * z`. Parsed by Python's ast and a whitelist; nothing is ever
evaluated by it.

Text is refused before ast sees it when it is long, deeply nested, or holds characters or words that
expressions have no use for; so hostile text costs no more than a glance.
"""

from __future__ import annotations

import ast
import keyword
import re
import unicodedata
from collections.abc import Sequence
from typing import NoReturn

import numpy as np

from engine import ops
from engine.graphs.functions import FUNCTIONS, OPERATORS
from engine.graphs.graph import Graph, GraphBuilder
from engine.graphs.work import Limits
from engine.ops import Op

LONGEST_TEXT = 4000  # characters
DEEPEST = 50  # nested parentheses, or operations inside operations
LARGEST_POWER = 1000
LONGEST_NAME = 40
DEFINITION = re.compile(r"((?:^|;)\s*)(\w+\s*)\((\s*[^\W\d]\w*\s*)\)(\s*)=(?!=)")


class ExpressionError(ValueError):
    """Text that is no expression: `message` in plain English, `line` and `column` of the place, from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"{message} (line {line}, column {column})")
        self.message, self.line, self.column = message, line, column


def parse(text: str, limits: Limits | None = None) -> Graph:
    """The graph of an expression, or of several statements on lines or between semicolons, the last the
    output.

    A name that was not given a value is an input. `q = x + y` names a node; what has no name of its own
    is called q, q2, q3, ..., and the output f. A name used twice makes a copy gate. `f(x) = x ** 2` defines
    a function of one argument; each call of it adds the nodes of its expression. Raises ExpressionError,
    with the place, on anything but the operators + - * / ** @ and the functions of FUNCTIONS, and on what
    is more than the `limits` allow.
    """
    return _Parser(text, limits or Limits()).graph()


class _Parser:
    def __init__(self, text: str, limits: Limits) -> None:
        if len(text) > LONGEST_TEXT:
            start = text.rfind("\n", 0, LONGEST_TEXT) + 1
            place = text.count("\n", 0, LONGEST_TEXT) + 1, LONGEST_TEXT - start + 1
            raise ExpressionError(f"the text is longer than {LONGEST_TEXT} characters", *place)
        # The lines of an editor: str.splitlines would also split at form feeds and the like.
        given = [line.split("#")[0].rstrip() for line in re.split(r"\r\n|\r|\n", text)]
        self._lines = [line.lstrip() for line in given]
        self._indents = [len(line) - len(bare) for line, bare in zip(given, self._lines, strict=True)]
        self._add = GraphBuilder()
        self._names: dict[str, str] = {}  # a name in the text -> its node
        self._numbers: dict[str, float] = {}  # a node that is a number, whatever the inputs -> that number
        self._numbered: dict[str, int] = {}  # a stem -> the number of the last name made of it
        self._limits = limits
        self._operations = 0  # and calls of defined functions
        self._edges = 0
        self._functions: dict[
            str, tuple[str, ast.expr]
        ] = {}  # a defined function -> its argument and its value
        self._bound: dict[str, str] = {}  # the argument of the function under way -> its node
        self._defining = ""  # the name on the left of the statement under way
        self._words = self._glance()

    def graph(self) -> Graph:
        statements = self._parsed().body
        if not statements:
            raise ExpressionError("there is nothing here yet: type an expression such as (x + y) * z", 1, 1)
        output = ""
        for statement in statements:
            output = self._statement(statement, last=statement is statements[-1])
        return self._add.build(output)

    # Before ast

    def _glance(self) -> set[str]:
        """Refuse what no expression contains, and return the words of the text."""
        words: set[str] = set()
        depth = 0
        for number, line in enumerate(self._lines):
            for match in re.finditer(r"\d[\w.]*|\w+|\s+|.", line):
                piece = unicodedata.normalize("NFKC", match.group())  # as Python reads names
                if piece == "(":
                    depth += 1
                    if depth > DEEPEST:
                        self._refuse(f"nested deeper than {DEEPEST} parentheses", number, match.start())
                elif piece == ")":
                    depth -= 1
                elif piece[0].isdigit():
                    self._check_number(piece, number, match.start())
                elif piece[0].isalpha() or piece[0] == "_":
                    self._check_word(piece, number, match.start())
                    words.add(piece)
                elif not (piece.isspace() or piece in "+-*/@,=.;"):
                    hint = "; a power is written **" if piece == "^" else ""
                    self._refuse(f"{piece!r} means nothing here{hint}", number, match.start())
        return words

    def _check_number(self, piece: str, line: int, column: int) -> None:
        if not re.fullmatch(r"(\d+\.?\d*)([eE]\d*)?", piece):
            hint = ": write * for a product, as in 2*x" if re.fullmatch(r"[\d.]+[^\W\d]\w*", piece) else ""
            self._refuse(f"{piece[:20]!r} is no number{hint}", line, column)

    def _check_word(self, word: str, line: int, column: int) -> None:
        if word.startswith("_") or "__" in word:
            self._refuse("a name begins with a letter and has no double underscore", line, column)
        if keyword.iskeyword(word) or len(word) > LONGEST_NAME:
            self._refuse(f"{word[:LONGEST_NAME]!r} cannot be a name here", line, column)

    def _refuse(self, message: str, line: int, column: int) -> NoReturn:
        """Raise for a place in the stripped lines, both counted from 0."""
        line = min(line, len(self._lines) - 1)
        raise ExpressionError(message, line + 1, self._indents[line] + column + 1)

    def _parsed(self) -> ast.Module:
        try:
            # f(x) = ... is nothing that Python assigns to, f[x] = ... is; brackets cannot be typed.
            return ast.parse("\n".join(re.sub(DEFINITION, r"\1\2[\3]\4=", line) for line in self._lines))
        except SyntaxError as error:
            line, column = (error.lineno or 1) - 1, max((error.offset or 1) - 1, 0)
            message = error.msg.split(". ")[0].split(" (")[0]
            if message in ("invalid syntax", "unexpected EOF while parsing"):
                here = self._lines[min(line, len(self._lines) - 1)][column:]
                message = f"{here[:1]!r} is not expected here" if here else "something is missing at the end"
                if here[:1].isalnum() or here[:1] == "(":
                    message = "an operator such as + or * is expected here"
            elif message.startswith("cannot assign"):
                message = "only a plain name can stand before ="
            self._refuse(message, line, column)
        except (MemoryError, RecursionError, ValueError):
            self._refuse("this is nested too deeply", 0, 0)

    # The tree

    def _error(self, node: ast.expr | ast.stmt | ast.keyword, message: str) -> NoReturn:
        line = self._lines[node.lineno - 1].encode()
        self._refuse(message, node.lineno - 1, len(line[: node.col_offset].decode(errors="replace")))

    def _text(self, node: ast.expr) -> str:
        if node.end_lineno != node.lineno:
            return ""
        line = self._lines[node.lineno - 1].encode()
        return line[node.col_offset : node.end_col_offset].decode(errors="replace")

    def _statement(self, statement: ast.stmt, last: bool) -> str:
        if isinstance(statement, ast.Expr):
            return self._visit(statement.value, "f" if last and "f" not in self._words else None)
        if not isinstance(statement, ast.Assign):
            self._error(statement, "only expressions and names for them, such as q = x + y, are understood")
        target = statement.targets[0]
        if isinstance(target, ast.Subscript) and len(statement.targets) == 1:
            if last:
                self._error(statement, "an expression is expected after the definition of a function")
            self._define(target, statement.value)
            return ""
        if len(statement.targets) > 1 or not isinstance(target, ast.Name):
            self._error(statement, "only one plain name can stand before =")
        name = target.id
        if name in FUNCTIONS or name in self._functions:
            self._error(target, f"{name} is a function and cannot be a name")
        if name in self._names:
            leaf = self._add.is_leaf(name)
            self._error(target, f"{name} is used before it gets a value here" if leaf
                        else f"{name} has a value already; give this one another name")  # fmt: skip
        self._defining = name
        node = self._visit(statement.value, name)
        self._defining = ""
        if node != name:  # another name for the same value
            self._add.apply(ops.COPY, node, name=name, label="=", text=self._text(statement.value) or name)
            if node in self._numbers:
                self._numbers[name] = self._numbers[node]
        self._names[name] = name
        return name

    def _define(self, target: ast.Subscript, value: ast.expr) -> None:
        """Note a function. Nothing of it becomes a node before it is called, but it must make sense now."""
        if not (isinstance(target.value, ast.Name) and isinstance(target.slice, ast.Name)):
            self._error(target, "only a plain name can stand before =")
        name, argument = target.value.id, target.slice.id
        if name in FUNCTIONS or name in self._functions or name in self._names:
            self._error(target, f"{name} is there already; give the function another name")
        if argument in FUNCTIONS or argument in self._functions or argument == name:
            self._error(target.slice, f"{argument} is a function and cannot be a name")
        for part in ast.walk(value):
            called = part.func if isinstance(part, ast.Call) else None
            if (
                isinstance(called, ast.Name)
                and called.id not in FUNCTIONS
                and called.id not in self._functions
            ):
                self._error(called, f"{name} cannot call itself" if called.id == name
                            else f"there is no function {called.id!r}")  # fmt: skip
        self._functions[name] = (argument, value)

    def _visit(self, node: ast.expr, name: str | None = None, depth: int = 0) -> str:
        """Add the nodes of an expression and return the name of its own, `name` if it is an op."""
        if depth > DEEPEST:
            self._error(node, f"operations are nested deeper than {DEEPEST}; name the parts, as in q = x + y")
        number = _literal(node)
        if number is not None:
            if not np.isfinite(number):
                self._error(node, "this number is too large")
            if name is None or depth:
                name = self._fresh("c")
            self._add.leaf(name, number, "constant", label=f"{number:g}", text=self._text(node))
            self._numbers[name] = number
            return name
        match node:
            case ast.Name():
                return self._name(node)
            case ast.UnaryOp(op=ast.UAdd()):
                return self._visit(node.operand, name, depth + 1)
            case ast.UnaryOp(op=ast.USub()):
                return self._apply(node, ops.NEGATE, [self._visit(node.operand, None, depth + 1)], name)
            case ast.BinOp() if type(node.op) in OPERATORS:
                return self._binary(node, name, depth)
            case ast.Call():
                return self._call(node, name, depth)
            case ast.Attribute():
                self._error(node, "a dot stands only in numbers, such as 0.5")
            case ast.Tuple():
                self._error(node, "a comma stands only between the arguments of a function")
            case ast.Constant():
                self._error(node, "only plain numbers are understood")
        self._error(node, "this is not understood; use + - * / ** @ and functions")

    def _fresh(self, stem: str) -> str:
        """A name that neither the text nor the graph has yet: q, q2, q3, ..."""
        number = self._numbered.get(stem, 1)
        name = stem if number == 1 else f"{stem}{number}"
        while name in self._words or name in self._add:
            number += 1
            name = f"{stem}{number}"
        self._numbered[stem] = number
        return name

    def _name(self, node: ast.Name) -> str:
        name = node.id
        if name in self._bound:
            return self._bound[name]
        if name in FUNCTIONS or name in self._functions:
            self._error(node, f"{name} is a function: write {name}(...)")
        if name == self._defining:
            self._error(node, f"{name} is used in its own value; give the result another name")
        if name not in self._names:
            self._names[name] = self._add.leaf(name, text=name)
        return self._names[name]

    def _binary(self, node: ast.BinOp, name: str | None, depth: int) -> str:
        # A chain x + y + z leans to the left: walked in a loop, so that a long sum is not deep.
        chain: list[ast.BinOp] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and type(left.op) in OPERATORS:
            chain.append(left)
            left = left.left
        op, one = OPERATORS[type(chain[-1].op)], _literal(left) == 1.0
        result = "" if op is ops.DIVIDE and one else self._visit(left, None, depth + 1)
        for step in reversed(chain):
            op = OPERATORS[type(step.op)]
            if op is ops.POWER and _literal(step.right) == 2.0:
                op, inputs = ops.SQUARE, [result]
            elif not result:  # 1/x is one gate, with its own rule
                op, inputs = ops.RECIPROCAL, [self._visit(step.right, None, depth + 1)]
            else:
                inputs = [result, self._visit(step.right, None, depth + 1)]
            if op is ops.POWER and abs(self._numbers.get(inputs[1], 0.0)) > LARGEST_POWER:
                self._error(step.right, f"powers above {LARGEST_POWER} are not computed")
            result = self._apply(step, op, inputs, name if step is node else None)
        return result

    def _call(self, node: ast.Call, name: str | None, depth: int) -> str:
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        if called in self._functions:
            return self._expand(node, called, name, depth)
        if called not in FUNCTIONS:
            known = ", ".join([*FUNCTIONS, *self._functions])
            self._error(node, f"there is no function {called!r}; there are {known}" if called
                        else "only the name of a function can be called")  # fmt: skip
        function, arguments, axis = FUNCTIONS[called], list(node.args), None
        if function.axis and (node.keywords or len(arguments) == 2):
            axis = self._axis(node, node.keywords[0].value if node.keywords else arguments.pop())
        if len(node.keywords) > (axis is not None) or any(k.arg != "axis" for k in node.keywords):
            self._error(node.keywords[0], f"{called} takes no such argument")
        if len(arguments) < function.fewest or (function.most is not None and len(arguments) > function.most):
            expected = f"{function.fewest}" + ("" if function.most else " or more")
            plural = "" if expected == "1" else "s"
            self._error(node, f"{called} takes {expected} argument{plural}, not {len(arguments)}")
        inputs = [self._visit(argument, None, depth + 1) for argument in arguments]
        return self._apply(node, function.op(len(inputs), axis), inputs, name)

    def _expand(self, node: ast.Call, called: str, name: str | None, depth: int) -> str:
        """A call of a defined function: its expression once more, with the argument's node in it."""
        if len(node.args) != 1 or node.keywords or isinstance(node.args[0], ast.Starred):
            self._error(node, f"{called} takes 1 argument")
        self._count(node)
        argument, value = self._functions[called]
        given = self._visit(node.args[0], None, depth + 1)
        outer, self._bound = self._bound, {argument: given}
        result = self._visit(value, name, depth + 1)
        self._bound = outer
        return result

    def _count(self, node: ast.expr) -> None:
        self._operations += 1
        if self._operations > self._limits.operations:
            self._error(node, f"more than {self._limits.operations:,} operations")

    def _axis(self, call: ast.Call, node: ast.expr) -> int:
        axis = _literal(node)
        if axis not in (0.0, 1.0, -1.0) or len(call.keywords) > 1:
            self._error(node, "the axis is 0 (down the rows) or 1 (along them)")
        return int(axis)

    def _apply(self, node: ast.expr, op: Op, inputs: Sequence[str], name: str | None) -> str:
        self._count(node)
        if len(inputs) > self._limits.inputs:
            self._error(
                node, f"{len(inputs):,} edges lead into this one gate; at most {self._limits.inputs:,} may"
            )
        self._edges += len(inputs)
        if self._edges > self._limits.edges:
            self._error(node, f"more than {self._limits.edges:,} edges")
        if name is None:
            name = self._fresh("q")
        if all(one in self._numbers for one in inputs):
            with np.errstate(all="ignore"):
                try:
                    value = float(op.forward(*(np.asarray(self._numbers[one]) for one in inputs)))
                except ValueError as error:
                    self._error(node, str(error))
            if not np.isfinite(value):
                self._error(node, "this has no finite value")
            self._numbers[name] = value
        return self._add.apply(op, *inputs, name=name, text=self._text(node))


def _literal(node: ast.expr) -> float | None:
    """The value of a number as it is written, with its sign; None for anything else."""
    if (
        isinstance(node, ast.UnaryOp)
        and isinstance(node.op, ast.USub)
        and isinstance(node.operand, ast.Constant)
    ):
        value = _literal(node.operand)
        return None if value is None else -value
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        try:
            return float(node.value)  # type: ignore[arg-type]
        except OverflowError:
            return float("inf")
    return None
