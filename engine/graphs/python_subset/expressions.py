"""Expressions: names, numbers, operators, comparisons, lists; calls and indices have modules of their own."""

from __future__ import annotations

import ast

from engine import ops
from engine.graphs.functions import COMPARISONS, OPERATORS
from engine.graphs.python_subset.calls import call
from engine.graphs.python_subset.indexing import indexed
from engine.graphs.python_subset.iterables import iterated
from engine.graphs.python_subset.literals import folded, is_euler, literal, named_number, number
from engine.graphs.python_subset.methods import attribute, method
from engine.graphs.python_subset.modules import path_of
from engine.graphs.python_subset.random_numbers import random_value
from engine.graphs.python_subset.random_streams import Stream
from engine.graphs.python_subset.reader import Reader
from engine.graphs.python_subset.values import Defined, Literal, Several, Unread, Value


class ExpressionReader(Reader):
    """Reads the expressions of a text."""

    def value(self, node: ast.expr, name: str | None = None, depth: int = 0) -> Value:
        self.count(node)
        self.check_depth(node, depth)
        if number(node) is not None:
            return self._number(node)
        match node:
            case ast.Name():
                return named_number(self, node) or self.named(node)
            case ast.UnaryOp(op=ast.UAdd()):
                return self.value(node.operand, name, depth + 1)
            case ast.UnaryOp(op=ast.USub()):
                return self._negative(node, name, depth)
            case ast.BinOp() if type(node.op) in OPERATORS:
                return self._binary(node, name, depth)
            case ast.Compare():
                return self._comparison(node, name, depth)
            case ast.Call() if (drawn := self.random_value(node)) is not None:
                return drawn
            case ast.Call(func=ast.Attribute() as dotted) if path_of(self, dotted) is None:
                return method(self, node, dotted, name, depth)
            case ast.Call():
                return call(self, node, name, depth)
            case ast.Subscript():
                return indexed(self, node, name, depth)
            case ast.Attribute():
                return attribute(self, node, name, depth)
            case ast.List() | ast.Tuple():
                found = literal(self, node)
                return found or Several(tuple(self.value(part, None, depth + 1) for part in node.elts))
            case ast.ListComp() | ast.GeneratorExp():
                return self._comprehension(node, depth)
            case ast.Lambda():
                return self._lambda(node)
            case ast.Constant():
                self.error(node, "plain_numbers_only")
        self.error(node, "operation_unknown")

    def random_value(self, node: ast.Call) -> Literal | Stream | Unread | None:
        return random_value(self, node)

    def _number(self, node: ast.expr) -> Value:
        found = literal(self, node)
        assert found is not None
        if not abs(found.value) < float("inf"):
            self.error(node, "number_too_large")
        return found

    def _negative(self, node: ast.UnaryOp, name: str | None, depth: int) -> Value:
        inner = self.value(node.operand, None, depth + 1)
        if isinstance(inner, Literal) and not inner.drawn and (inner.fold or inner.value.ndim):
            return Literal(-inner.value, inner.fold)
        return self.apply(node, ops.NEGATE, [self.as_node(inner, node.operand)], name)

    def _binary(self, node: ast.BinOp, name: str | None, depth: int) -> Value:
        # A chain x + y + z leans to the left: walked in a loop, so that a long sum is not deep.
        chain: list[ast.BinOp] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and type(left.op) in OPERATORS:
            chain.append(left)
            left = left.left
        inverted = isinstance(chain[-1].op, ast.Div) and number(left) == 1.0
        alone = inverted or (isinstance(chain[-1].op, ast.Pow) and is_euler(self, left))  # 1/x and e**x
        result: Value = "" if alone else self.value(left, None, depth + 1)
        at = left
        for step in reversed(chain):
            self.count(step)
            result = self._step(step, result, at, name if step is node else None, depth)
            at = step
        return result

    def _step(self, step: ast.BinOp, left: Value, at: ast.expr, name: str | None, depth: int) -> Value:
        """One operator of a chain, whose left side has been read."""
        known = isinstance(step.right, ast.Name) and isinstance(self.lookup(step.right.id), Literal)
        may_fold = isinstance(left, Literal) and not left.drawn and (left.fold or known)
        if left and not may_fold:
            left = self.as_node(left, at)  # before the right side: nodes stand in the order of the text
        right = self.value(step.right, None, depth + 1)
        if (
            isinstance(left, Literal)
            and isinstance(right, Literal)
            and not (left.drawn or right.drawn)
            and (left.fold or right.fold)
            and not isinstance(step.op, ast.MatMult)
        ):
            return folded(self, step, left, right)
        return self.combine(
            step, type(step.op), self.as_node(left, at) if left else "", right, step.right, name
        )

    def _comparison(self, node: ast.Compare, name: str | None, depth: int) -> Value:
        sign = type(node.ops[0])
        if len(node.ops) > 1:
            self.error(node, "comparison_chain")
        if sign not in COMPARISONS:
            self.error(node, "operation_unknown")
        sides = [self.node(part, None, depth + 1) for part in (node.left, node.comparators[0])]
        return self.apply(node, COMPARISONS[sign], sides, name)

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp, depth: int) -> Value:
        """[w * x for w, x in zip(ws, xs)]: the items, one by one."""
        if len(node.generators) > 1 or node.generators[0].ifs:
            self.error(node, "comprehension_unread")
        turns = iterated(self, node.generators[0].iter)
        outer = dict(self.scopes[-1])
        items = []
        self.turning += 1
        for turn in turns:
            self.take_turn(node.generators[0].target, turn)
            items.append(self.value(node.elt, None, depth + 1))
        self.turning -= 1
        for name in ast.walk(node.generators[0].target):
            if isinstance(name, ast.Name):
                self.scopes[-1].pop(name.id, None)
                if name.id in outer:
                    self.scopes[-1][name.id] = outer[name.id]
        return Several(tuple(items))

    def take_turn(self, target: ast.expr, value: Value) -> None:
        """Gives the names of a loop, or on the left of several, their values."""
        self.count(target)
        if isinstance(target, ast.Name):
            self.bind(target.id, value)
        elif isinstance(target, ast.Tuple | ast.List):
            parts = self.items(value, target)
            if len(parts) != len(target.elts):
                self.error(target, "names_and_values", names=len(target.elts), values=len(parts))
            for one, part in zip(target.elts, parts, strict=True):
                self.take_turn(one, part)
        else:
            self.error(target, "plain_name_needed")

    def _lambda(self, node: ast.Lambda) -> Value:
        arguments = node.args
        if (
            arguments.vararg
            or arguments.kwarg
            or arguments.kwonlyargs
            or arguments.defaults
            or arguments.posonlyargs
        ):
            self.error(node, "arguments_unread")
        return Defined("lambda", tuple(one.arg for one in arguments.args), {}, node.body)
