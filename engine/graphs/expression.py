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
from engine.problem import Argument, Problem

LONGEST_TEXT = 4000  # characters
DEEPEST = 50  # nested parentheses, or operations inside operations
LARGEST_POWER = 1000
LONGEST_NAME = 40
DEFINITION = re.compile(r"((?:^|;)\s*)(\w+\s*)\((\s*[^\W\d]\w*\s*)\)(\s*)=(?!=)")


class ExpressionError(Problem):
    """Text that is no expression: what is wrong in `message`, at `line` and `column`, from 1."""

    def __init__(self, code: str, line: int, column: int, **arguments: Argument) -> None:
        super().__init__(code, **arguments)
        self.message, self.line, self.column = self.sentence, line, column

    def __str__(self) -> str:
        return f"{self.sentence} (line {self.line}, column {self.column})"


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
            raise ExpressionError("text_too_long", *place, most=LONGEST_TEXT)
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
            raise ExpressionError("nothing_typed", 1, 1)
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
                        self._refuse(number, match.start(), "parentheses_too_deep", most=DEEPEST)
                elif piece == ")":
                    depth -= 1
                elif piece[0].isdigit():
                    self._check_number(piece, number, match.start())
                elif piece[0].isalpha() or piece[0] == "_":
                    self._check_word(piece, number, match.start())
                    words.add(piece)
                elif piece == "^":
                    self._refuse(number, match.start(), "power_sign", sign=piece)
                elif not (piece.isspace() or piece in "+-*/@,=.;"):
                    self._refuse(number, match.start(), "sign_unknown", sign=piece)
        return words

    def _check_number(self, piece: str, line: int, column: int) -> None:
        if not re.fullmatch(r"(\d+\.?\d*)([eE]\d*)?", piece):
            if re.fullmatch(r"[\d.]+[^\W\d]\w*", piece):
                self._refuse(line, column, "product_sign_missing", number=piece[:20])
            self._refuse(line, column, "number_malformed", number=piece[:20])

    def _check_word(self, word: str, line: int, column: int) -> None:
        if word.startswith("_") or "__" in word:
            self._refuse(line, column, "name_underscores")
        if keyword.iskeyword(word) or len(word) > LONGEST_NAME:
            self._refuse(line, column, "name_reserved", name=word[:LONGEST_NAME])

    def _refuse(self, line: int, column: int, code: str, **arguments: Argument) -> NoReturn:
        """Raise for a place in the stripped lines, both counted from 0."""
        line = min(line, len(self._lines) - 1)
        raise ExpressionError(code, line + 1, self._indents[line] + column + 1, **arguments)

    def _parsed(self) -> ast.Module:
        try:
            # f(x) = ... is nothing that Python assigns to, f[x] = ... is; brackets cannot be typed.
            return ast.parse("\n".join(re.sub(DEFINITION, r"\1\2[\3]\4=", line) for line in self._lines))
        except SyntaxError as error:
            line, column = (error.lineno or 1) - 1, max((error.offset or 1) - 1, 0)
            self._refuse_syntax(error.msg, line, column)
        except (MemoryError, RecursionError, ValueError):
            self._refuse(0, 0, "nested_too_deeply")

    def _refuse_syntax(self, said: str, line: int, column: int) -> NoReturn:
        """Raise for what Python says of text that it cannot read; its own words are of all of Python."""
        if said.startswith("'(' was never closed"):
            self._refuse(line, column, "parenthesis_not_closed")
        if said.startswith("unmatched ')'"):
            self._refuse(line, column, "parenthesis_not_opened")
        if said.startswith("cannot assign"):
            self._refuse(line, column, "plain_name_needed")
        if not said.startswith(("invalid syntax", "unexpected EOF while parsing")):
            self._refuse(line, column, "syntax")
        here = self._lines[min(line, len(self._lines) - 1)][column:]
        if not here:
            self._refuse(line, column, "end_too_early")
        if here[0].isalnum() or here[0] == "(":
            self._refuse(line, column, "operator_missing")
        self._refuse(line, column, "sign_unexpected", sign=here[0])

    # The tree

    def _error(self, node: ast.expr | ast.stmt | ast.keyword, code: str, **arguments: Argument) -> NoReturn:
        line = self._lines[node.lineno - 1].encode()
        column = len(line[: node.col_offset].decode(errors="replace"))
        self._refuse(node.lineno - 1, column, code, **arguments)

    def _text(self, node: ast.expr) -> str:
        if node.end_lineno != node.lineno:
            return ""
        line = self._lines[node.lineno - 1].encode()
        return line[node.col_offset : node.end_col_offset].decode(errors="replace")

    def _statement(self, statement: ast.stmt, last: bool) -> str:
        if isinstance(statement, ast.Expr):
            return self._visit(statement.value, "f" if last and "f" not in self._words else None)
        if not isinstance(statement, ast.Assign):
            self._error(statement, "statement_unknown")
        target = statement.targets[0]
        if isinstance(target, ast.Subscript) and len(statement.targets) == 1:
            if last:
                self._error(statement, "expression_missing")
            self._define(target, statement.value)
            return ""
        if len(statement.targets) > 1 or not isinstance(target, ast.Name):
            self._error(statement, "one_plain_name_needed")
        name = target.id
        if name in FUNCTIONS or name in self._functions:
            self._error(target, "name_is_function", name=name)
        if name in self._names:
            if self._add.is_leaf(name):
                self._error(target, "used_before_value", name=name)
            self._error(target, "value_already", name=name)
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
            self._error(target, "plain_name_needed")
        name, argument = target.value.id, target.slice.id
        if name in FUNCTIONS or name in self._functions or name in self._names:
            self._error(target, "name_taken", name=name)
        if argument in FUNCTIONS or argument in self._functions or argument == name:
            self._error(target.slice, "name_is_function", name=argument)
        for part in ast.walk(value):
            called = part.func if isinstance(part, ast.Call) else None
            if (
                isinstance(called, ast.Name)
                and called.id not in FUNCTIONS
                and called.id not in self._functions
            ):
                if called.id == name:
                    self._error(called, "calls_itself", name=name)
                self._error(called, "function_unknown", name=called.id)
        self._functions[name] = (argument, value)

    def _visit(self, node: ast.expr, name: str | None = None, depth: int = 0) -> str:
        """Add the nodes of an expression and return the name of its own, `name` if it is an op."""
        if depth > DEEPEST:
            self._error(node, "operations_too_deep", most=DEEPEST)
        number = _literal(node)
        if number is not None:
            if not np.isfinite(number):
                self._error(node, "number_too_large")
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
                self._error(node, "dot_misplaced")
            case ast.Tuple():
                self._error(node, "comma_misplaced")
            case ast.Constant():
                self._error(node, "plain_numbers_only")
        self._error(node, "operation_unknown")

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
            self._error(node, "function_not_called", name=name)
        if name == self._defining:
            self._error(node, "own_value", name=name)
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
                self._error(step.right, "power_too_large", most=LARGEST_POWER)
            result = self._apply(step, op, inputs, name if step is node else None)
        return result

    def _call(self, node: ast.Call, name: str | None, depth: int) -> str:
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        if called in self._functions:
            return self._expand(node, called, name, depth)
        if called not in FUNCTIONS:
            if not called:
                self._error(node, "not_a_function")
            known = ", ".join([*FUNCTIONS, *self._functions])
            self._error(node, "function_not_among", name=called, known=known)
        function, arguments, axis = FUNCTIONS[called], list(node.args), None
        if function.axis and (node.keywords or len(arguments) == 2):
            axis = self._axis(node, node.keywords[0].value if node.keywords else arguments.pop())
        if len(node.keywords) > (axis is not None) or any(k.arg != "axis" for k in node.keywords):
            self._error(node.keywords[0], "argument_unknown", name=called)
        if len(arguments) < function.fewest or (function.most is not None and len(arguments) > function.most):
            self._refuse_arguments(node, called, len(arguments))
        inputs = [self._visit(argument, None, depth + 1) for argument in arguments]
        return self._apply(node, function.op(len(inputs), axis), inputs, name)

    def _refuse_arguments(self, node: ast.Call, name: str, count: int) -> NoReturn:
        needed, or_more = FUNCTIONS[name].fewest, FUNCTIONS[name].most is None
        if or_more and needed == 1:
            self._error(node, "one_argument_or_more", name=name, count=count)
        if or_more:
            self._error(node, "arguments_or_more", name=name, needed=needed, count=count)
        if needed == 1:
            self._error(node, "one_argument_not", name=name, count=count)
        self._error(node, "arguments_not", name=name, needed=needed, count=count)

    def _expand(self, node: ast.Call, called: str, name: str | None, depth: int) -> str:
        """A call of a defined function: its expression once more, with the argument's node in it."""
        if len(node.args) != 1 or node.keywords or isinstance(node.args[0], ast.Starred):
            self._error(node, "one_argument", name=called)
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
            self._error(node, "too_many_operations", most=self._limits.operations)

    def _axis(self, call: ast.Call, node: ast.expr) -> int:
        axis = _literal(node)
        if axis not in (0.0, 1.0, -1.0) or len(call.keywords) > 1:
            self._error(node, "axis_unknown")
        return int(axis)

    def _apply(self, node: ast.expr, op: Op, inputs: Sequence[str], name: str | None) -> str:
        self._count(node)
        if len(inputs) > self._limits.inputs:
            self._error(node, "too_many_edges_into_gate", count=len(inputs), most=self._limits.inputs)
        self._edges += len(inputs)
        if self._edges > self._limits.edges:
            self._error(node, "too_many_edges", most=self._limits.edges)
        if name is None:
            name = self._fresh("q")
        if all(one in self._numbers for one in inputs):
            with np.errstate(all="ignore"):
                try:
                    value = float(op.forward(*(np.asarray(self._numbers[one]) for one in inputs)))
                except Problem as problem:
                    self._error(node, problem.code, **problem.arguments)
            if not np.isfinite(value):
                self._error(node, "value_not_finite")
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
