"""What reading a text needs wherever it is: the graph so far, the names, the limits, and how a part becomes a node."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import NoReturn

import numpy as np

from engine import ops
from engine.graphs.conventions import ordered
from engine.graphs.functions import FUNCTIONS, OPERATORS, RESERVED
from engine.graphs.graph import GraphBuilder
from engine.graphs.python_subset.random_streams import Draws, Stream
from engine.graphs.python_subset.source import DEEPEST, Node, Source
from engine.graphs.python_subset.values import (
    Class,
    Declared,
    Defined,
    Found,
    Instance,
    Layer,
    Literal,
    Scope,
    Several,
    Unread,
    Value,
)
from engine.graphs.work import Limits
from engine.numbers_in_words import plain
from engine.ops import Array, Op, Shape
from engine.ops.shaping import Place, written
from engine.problem import Argument, Problem, size_text

LARGEST_POWER = 1000
MOST_READ = 8_000  # parts of the text, each as often as it is read: loops and functions repeat them
MOST_TURNS = 500  # of one loop


class Reader(ABC):
    """The graph that a text makes, while it is read.

    A part is read by `value`, and by `node` where it must be a node. Both raise ExpressionError at its place.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.graph = GraphBuilder()
        self.scopes: list[Scope] = [{}]  # of the text, and of each function under way
        self.implied: set[str] = set()  # names that were read before anything gave them a value
        self.shapes: dict[str, Shape] = {}  # of the nodes whose shape is known as it is written
        self.spans: dict[str, tuple[int, int]] = {}  # of the literals that inputs have their values from
        self.random: set[str] = set()  # those of them whose numbers are drawn at random
        self.draws = Draws()
        self.drawing = 0  # sums and products with random numbers in them that are under way
        self.constants: set[str] = set()  # the names that were read as numbers by themselves: e and pi
        self.modules: set[str] = set()  # what import lines call them
        self.found = Found()
        self.calling: list[str] = []
        self.turning = 0  # loops under way
        self.layers = 0  # that have weights
        self.within_layers = 0  # of which parts are read
        self.defining = ""  # the name on the left of the statement under way
        self.naming = ""  # the name that the statement under way gives a value
        self.filling = ""  # the same, where that is a list
        self._weighted: set[str] = set()  # what layers with weights are called
        self._numbers: dict[str, float] = {}  # a node that is a number, whatever the inputs -> that number
        self._of_drawn: dict[int, tuple[str, Literal]] = {}  # the inputs of random numbers
        self._numbered: dict[str, int] = {}  # a stem -> the number of the last name made of it
        self._limits = limits
        self._operations = 0  # and calls of defined functions
        self._edges = 0
        self._read = 0

    @abstractmethod
    def value(self, node: ast.expr, name: str | None = None, depth: int = 0) -> Value:
        """What a part of the text is; if it makes a node of its own, one named `name`."""

    @abstractmethod
    def run(self, defined: Defined, call: ast.Call, name: str | None, depth: int) -> Value:
        """What a call of a function of the text's own gives."""

    @abstractmethod
    def arguments(
        self, defined: Defined, call: ast.Call, depth: int, first: Sequence[Value] = ()
    ) -> dict[str, Value]:
        """What a call gives the arguments of a function, after the `first` ones."""

    @abstractmethod
    def enter(
        self, defined: Defined, given: dict[str, Value], at: ast.expr, name: str | None, depth: int
    ) -> Value | None:
        """What a function returns whose arguments are given; None for nothing."""

    @abstractmethod
    def random_value(self, node: ast.Call) -> Literal | Stream | Unread | None:
        """What a call is that draws random numbers, or has to do with that; None for any other."""

    def error(self, node: Node, code: str, **arguments: Argument) -> NoReturn:
        """Refuse a part."""
        self.source.error(node, code, **arguments)

    # Names

    @property
    def straight(self) -> bool:
        """Whether the statement under way stands by itself: in no function and no loop."""
        return len(self.scopes) == 1 and not self.turning

    def lookup(self, name: str) -> Value | None:
        """What a name stands for, if anything yet."""
        found = self.scopes[-1].get(name)
        return self.scopes[0].get(name) if found is None else found

    def bind(self, name: str, value: Value) -> None:
        self.scopes[-1][name] = value

    def noted(self, node: ast.Attribute) -> Value | None:
        """What an object has under a name, as self has fc1 in self.fc1; None for what is no object, or has none."""
        names: list[str] = []
        part: ast.expr = node
        while isinstance(part, ast.Attribute) and len(names) < DEEPEST:
            names.append(part.attr)
            part = part.value
        found = self.lookup(part.id) if isinstance(part, ast.Name) else None
        for name in reversed(names):
            found = found.noted.get(name) if isinstance(found, Instance) else None
        return found

    def is_function(self, name: str) -> bool:
        """Whether a name is a function in this text, and no name for a value."""
        return name in RESERVED or (name in FUNCTIONS and name in self.found.called)

    def named(self, node: ast.Name) -> Value:
        """What a name is where it is read. One that nothing gave a value is an input."""
        name = node.id
        found = self.lookup(name)
        if found is None:
            if self.is_function(name):
                self.error(node, "function_not_called", name=name)
            if name == self.defining:
                self.error(node, "own_value", name=name)
            self.implied.add(name)
            found = self.scopes[0][name] = self.graph.leaf(self.unused(name), label=name, text=name)
        if isinstance(found, Declared):
            found = self.declare(found)
        return found

    def declare(self, declared: Declared) -> str:
        """The input of a name that a line gave a value."""
        name = declared.name
        leaf = self.graph.leaf(self.unused(name), declared.literal.value, label=name, text=name)
        if leaf != name and name in self.spans:
            self.spans[leaf] = self.spans.pop(name)
            self.random = {leaf if one == name else one for one in self.random}
        self.shapes[leaf] = declared.literal.shape
        self.scopes[0][name] = leaf
        return leaf

    def unused(self, name: str) -> str:
        """The name, or one made of it where a node has it already."""
        return self.fresh(name) if name in self.graph else name

    def free(self, name: str) -> str:
        """What a node is called that the text calls `name`: that, unless another one is."""
        own = len(self.scopes) == 1 or name not in self.found.top
        return name if name not in self.graph and own else self.fresh(name)

    def fresh(self, stem: str) -> str:
        """A name that neither the text nor the graph has yet: q, q2, q3, ..."""
        number = self._numbered.get(stem, 1)
        joint = "_" if stem[-1].isdigit() else ""
        name = stem if number == 1 else f"{stem}{joint}{number}"
        while name in self.source.words or name in self.graph:
            number += 1
            name = f"{stem}{joint}{number}"
        self._numbered[stem] = number
        return name

    def layer_name(self, name: str) -> str:
        """What a layer is called that the text calls `name`: that, unless an earlier one is."""
        called, number = name, 1
        while called in self._weighted:
            number += 1
            called = f"{name}_{number}"
        self._weighted.add(called)
        return called

    def weight(self, name: str, shape: Shape, size: float) -> str:
        """The input that a layer has as its weights: small numbers, the same each time, until others are given."""
        found = self.lookup(name)
        if isinstance(found, str):
            return found
        drawn = np.random.default_rng(len(self.shapes)).uniform(-size, size, shape)
        return self.declare(Declared(name, Literal(np.round(drawn, 2))))

    # Nodes

    def node(self, part: ast.expr, name: str | None = None, depth: int = 0) -> str:
        """The node of a part."""
        return self.as_node(self.value(part, name, depth), part, name)

    def as_node(self, value: Value, at: ast.expr, name: str | None = None) -> str:
        """The node of a value: a constant for what is written as numbers, a stack for a list of nodes."""
        if isinstance(value, str):
            return value
        if isinstance(value, Literal):
            return self._drawn(value, at) if value.drawn else self.constant(value.value, at, name)
        if isinstance(value, Declared):
            return self.declare(value)
        if isinstance(value, Several) and value.items:
            if any(isinstance(deeper, Several) for item in _lists(value.items) for deeper in item.items):
                self.error(at, "array_too_deep")
            items = [self.as_node(item, at) for item in value.items]
            return self.apply(at, ops.Join(0, stacked=True), items, name)
        if isinstance(value, Defined | Class | Instance | Layer):
            self.error(at, "function_not_called", name=self.source.text(at)[:40] or "this")
        self.error(at, "plain_numbers_only")

    def _drawn(self, drawn: Literal, at: ast.expr) -> str:
        """The input that random numbers are, wherever they are read."""
        leaf, _ = self._of_drawn.get(id(drawn), ("", drawn))
        if not leaf:
            leaf = self.unused(drawn.drawn) if drawn.drawn in self.source.words else self.fresh(drawn.drawn)
            self.graph.leaf(leaf, drawn.value, label=leaf, text=self.source.text(at))
            self.shapes[leaf] = drawn.shape
            self._of_drawn[id(drawn)] = leaf, drawn
        return leaf

    def constant(self, value: Array, at: ast.expr, name: str | None = None) -> str:
        """A number or an array that is no input."""
        if not np.all(np.isfinite(value)):
            self.error(at, "number_too_large")
        name = self.unused(name or self.fresh("c"))
        label = f"[{'×'.join(map(str, value.shape))}]" if value.ndim else plain(float(value))
        self.graph.leaf(name, value, "constant", label=label, text=self.source.text(at))
        self.shapes[name] = value.shape
        if not value.ndim:
            self._numbers[name] = float(value)
        return name

    def apply(self, at: ast.expr, op: Op, inputs: Sequence[str], name: str | None = None) -> str:
        """The node of an op of others."""
        self.count_operation(at)
        if len(inputs) > self._limits.inputs:
            self.error(at, "too_many_edges_into_gate", count=len(inputs), most=self._limits.inputs)
        self._edges += len(inputs)
        if self._edges > self._limits.edges:
            self.error(at, "too_many_edges", most=self._limits.edges)
        name = self.unused(name or self.fresh("q"))  # what was read since may have taken it
        if all(one in self._numbers for one in inputs):
            with np.errstate(all="ignore"):
                try:
                    value = op.forward(*(np.asarray(self._numbers[one]) for one in inputs))
                except Problem as problem:
                    self.error(at, problem.code, **problem.arguments)
                except ValueError:
                    self.error(at, "shapes_differ")
            if not np.all(np.isfinite(value)):
                self.error(at, "value_not_finite")
            if not value.ndim:
                self._numbers[name] = float(value)
        inputs = ordered(op, inputs, [one in self._numbers or self.graph.is_constant(one) for one in inputs])
        return self.graph.apply(op, *inputs, name=name, text=self.source.text(at))

    def alias(self, node: str, name: str, text: str) -> str:
        """Another name for a node."""
        name = self.unused(name)
        self.graph.apply(ops.COPY, node, name=name, label="=", text=text)
        if node in self._numbers:
            self._numbers[name] = self._numbers[node]
        return name

    def combine(
        self, at: ast.expr, sign: type[ast.operator], left: str, right: Value, by: ast.expr, name: str | None
    ) -> str:
        """The node of an operator. A square is a gate of its own, and so are 1/x and e**x, where `left` is ""."""
        squared = (
            isinstance(right, Literal)
            and not right.value.ndim
            and not right.drawn
            and float(right.value) == 2.0
        )
        if sign is ast.Pow and squared and left:
            return self.apply(at, ops.SQUARE, [left], name)
        other = self.as_node(right, by)
        if not left:
            return self.apply(at, ops.EXP if sign is ast.Pow else ops.RECIPROCAL, [other], name)
        if sign is ast.Pow and abs(self._numbers.get(other, 0.0)) > LARGEST_POWER:
            self.error(by, "power_too_large", most=LARGEST_POWER)
        return self.apply(at, OPERATORS[sign], [left, other], name)

    # Limits

    def count(self, at: Node, parts: int = 1) -> None:
        """So many parts more are read."""
        self._read += parts
        if self._read > MOST_READ:
            self.error(at, "too_much_to_read", most=MOST_READ)

    def count_operation(self, at: ast.expr) -> None:
        self._operations += 1
        if self._operations > self._limits.operations:
            self.error(at, "too_many_operations", most=self._limits.operations)

    def check_depth(self, at: ast.expr, depth: int) -> None:
        if depth > DEEPEST:
            self.error(at, "operations_too_deep", most=DEEPEST)

    # Whole numbers, and lists

    def integer(self, part: ast.expr) -> int | None:
        """A whole number that is known as it is written, as in 2, i + 1 or len(x); None where there is none."""
        self.count(part)
        match part:
            case ast.Constant(value=int() as number) if not isinstance(part.value, bool):
                return number if abs(number) <= 10**9 else None
            case ast.UnaryOp(op=ast.USub()):
                inner = self.integer(part.operand)
                return None if inner is None else -inner
            case ast.BinOp():
                return self._whole_arithmetic(part)
            case ast.Name() | ast.Attribute():
                found = self.lookup(part.id) if isinstance(part, ast.Name) else self.noted(part)
                literal = found if isinstance(found, Literal) else None
                if literal is not None and not literal.value.ndim and float(literal.value).is_integer():
                    return int(literal.value)
            case ast.Call(func=ast.Name(id="len"), args=[measured]):
                shape = self.shape(measured)
                return shape[0] if shape else None
            case ast.Call(func=ast.Name(id="int"), args=[inside]):
                return self.integer(inside)
            case ast.Subscript(value=ast.Attribute(value=measured, attr="shape"), slice=place):
                shape, at = self.shape(measured), self.integer(place)
                if shape is not None and at is not None and -len(shape) <= at < len(shape):
                    return shape[at]
        return None

    def _whole_arithmetic(self, part: ast.BinOp) -> int | None:
        left = self.integer(part.left)
        right = None if left is None else self.integer(part.right)
        if left is None or right is None or max(abs(left), abs(right)) > 10**9:
            return None
        match part.op:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Pow() if 0 <= right <= 20 and abs(left) <= 100:
                return int(left**right)
            case ast.FloorDiv():
                return left // right if right else None
        return None

    def shape(self, part: ast.expr) -> Shape | None:
        """The shape of a part where it is known as it is written; of a list its length."""
        found = self.lookup(part.id) if isinstance(part, ast.Name) else self.value(part)
        if isinstance(found, Several):
            return (len(found.items),)
        if isinstance(found, Literal):
            return found.shape
        if isinstance(found, Declared):
            return found.literal.shape
        return self.shapes.get(found) if isinstance(found, str) else None

    def items(self, value: Value, at: ast.expr) -> tuple[Value, ...]:
        """What a list, a vector of known length, or the rows of a matrix are, one after the other."""
        if isinstance(value, Several):
            return value.items
        if isinstance(value, Literal) and value.drawn and value.value.ndim:
            value = self.as_node(value, at)
        if isinstance(value, Literal) and value.value.ndim:
            return tuple(Literal(np.asarray(one), fold=True) for one in value.value)
        if isinstance(value, Declared):
            value = self.declare(value)
        shape = self.shapes.get(value) if isinstance(value, str) else None
        if not isinstance(value, str) or not shape:
            self.error(at, "loop_over_data", what=self.source.text(at)[:40] or "this")
        if shape[0] > MOST_TURNS:
            self.error(at, "loop_too_long", most=MOST_TURNS)
        return tuple(self.element(value, at, place) for place in range(shape[0]))

    def element(self, node: str, at: ast.expr, *places: Place, name: str | None = None) -> str:
        """The node of what stands at fixed places of another."""
        made = self.apply(at, ops.Index(*places), [node], name)
        shape = self.shapes.get(node)
        if shape is not None:
            try:
                self.shapes[made] = np.empty(shape)[places].shape
            except IndexError:
                self.error(at, "place_outside", places=", ".join(map(written, places)), size=size_text(shape))
        return made


def _lists(items: Sequence[Value]) -> Iterator[Several]:
    return (item for item in items if isinstance(item, Several))
