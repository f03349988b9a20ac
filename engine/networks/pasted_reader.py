"""The layers that a text of PyTorch or Keras puts in a row, and the loss that it names; read by ast, never executed."""

from __future__ import annotations

import ast
from difflib import get_close_matches
from typing import NoReturn

from engine.graphs.python_subset.errors import ExpressionError
from engine.graphs.python_subset.source import Source
from engine.networks.pasted_class import last_network, row_of_class
from engine.networks.pasted_names import (
    ACTIVATIONS,
    DENSE,
    ENTRIES,
    HIDDEN,
    LAYERS,
    LOSSES,
    MANY,
    NOTHING,
    ON_LOGITS,
    ROWS,
    plain,
)
from engine.networks.pasted_pieces import (
    Activated,
    Dropped,
    Entry,
    Full,
    Known,
    Piece,
    Row,
    Unread,
    WrittenLoss,
    argument_of,
    is_false,
    is_none,
    key_of,
    name_of,
)

MOST_PIECES = 100  # of a row: layers, activations and the like
LARGEST_SIZE = 1_000_000
# What is refused of a text before it is read as Python, but has another reason where a network is meant.
OUTSIDE = frozenset(["sign_unknown", "power_sign", "name_underscores", "word_unread", "while_unread", "with_unread",
                     "choice_unread", "logic_unread"])  # fmt: skip
ADDING = frozenset(["add", "append", "add_module"])


class NetworkReader:
    """Reads a text: the `row` is None where it has no layers. Raises ExpressionError, with the place."""

    def __init__(self, text: str) -> None:
        self.row: Row | None = None
        self.loss: WrittenLoss | None = None
        self.names: dict[str, Known] = {}  # of names, and of what self has, as self.fc1
        self.classes: dict[str, ast.ClassDef] = {}
        self.building: list[str] = []  # the classes of which an object is made just now
        self._loose = Row()  # layers that stand in no row
        try:
            self.source = Source(text)
            statements = self.source.tree().body
        except ExpressionError as problem:
            place = problem.line, problem.column
            if problem.code in OUTSIDE:
                raise ExpressionError("network_outside", *place) from None
            raise
        for statement in statements:
            self.statement(statement)
        last = last_network(self.classes)
        if self.row is None and last is not None:
            self._object(last)
        if self.row is None and self._loose.pieces:
            self.row = self._loose

    def statement(self, statement: ast.stmt) -> None:
        """What is neither a layer nor a loss, such as the data and the training, is passed over."""
        match statement:
            case ast.Assign(targets=[target], value=value):
                self._give(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._give(target, value)
            case ast.ClassDef(name=name):
                self.classes[name] = statement
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=held, attr=method)) as call) if key_of(
                held
            ) and (method in ADDING or method == "compile"):
                self._method(key_of(held), method, call)
            case ast.Expr(value=ast.Tuple(elts=parts)):
                for part in parts:  # nn.Linear(2, 4), as lines out of a longer text end
                    self._loosely(part)
            case ast.Expr(value=value):
                self._loosely(value)

    def _give(self, target: ast.expr, value: ast.expr) -> None:
        if (
            isinstance(target, ast.Tuple)
            and isinstance(value, ast.Tuple)
            and len(target.elts) == len(value.elts)
        ):
            for one, given in zip(target.elts, value.elts, strict=True):
                self._give(one, given)
        elif key := key_of(target):
            self.names[key] = self.value(value)

    def _loosely(self, part: ast.expr) -> None:
        value = self.value(part)
        if isinstance(value, Piece):
            self.grow(self._loose, part, [value])

    def _method(self, name: str, method: str, call: ast.Call) -> None:
        """model.add(layer), model.compile(loss=...)"""
        if method == "compile":
            loss = argument_of(call, 1, "loss")
            if loss is not None:
                self.loss = self._written_loss(loss)
            return
        row = self.names.get(name)
        if not isinstance(row, Row):
            row = self.names[name] = Row()
        self.row = row
        for part in call.args[-1:]:
            self.grow(row, part, self._pieces(part))

    def grow(self, row: Row, at: ast.expr, pieces: list[Piece]) -> None:
        row.pieces += pieces
        if len(row.pieces) > MOST_PIECES:  # a row of rows of rows has no end
            self.source.error(at, "network_too_long", most=MOST_PIECES)

    # Layers

    def value(self, node: ast.expr) -> Known:
        """What a part is: None for what changes nothing."""
        whole = self.whole(node)
        if whole is not None:
            return whole
        match node:
            case ast.Name() | ast.Attribute() if key_of(node) in self.names:
                return self.names[key_of(node)]
            case ast.List(elts=parts) if any(map(self._is_layer, parts)):
                return self._in_a_row(node, parts)
            case ast.Call():
                return self._called(node)
        return Unread(node)

    def _is_layer(self, part: ast.expr) -> bool:
        """Whether a list with such a part is one of layers, and not of data."""
        match part:
            case ast.Starred(value=inside):
                return self._is_layer(inside)
            case ast.Name() | ast.Attribute():
                return isinstance(self.names.get(key_of(part)), Piece | Row)
            case ast.Tuple(elts=[ast.Constant(value=str()), inside]):
                return self._is_layer(inside)
        return isinstance(part, ast.Call) and name_of(part.func) in LAYERS

    def _in_a_row(self, at: ast.expr, parts: list[ast.expr]) -> Row:
        row = Row(single=True)
        for part in parts:
            pieces = self._pieces(part)
            row.single = row.single and len(pieces) == 1
            self.grow(row, at, pieces)
        self.row = row
        return row

    def _pieces(self, part: ast.expr) -> list[Piece]:
        """A part of a row. Raises ExpressionError for what is no layer."""
        if isinstance(part, ast.Starred):
            part = part.value
        if isinstance(part, ast.Tuple) and len(part.elts) == 2:  # ("fc1", nn.Linear(2, 4))
            part = part.elts[1]
        value = self.value(part)
        if value is None:
            return []
        if isinstance(value, Row):
            return list(value.pieces)
        if isinstance(value, Piece):
            return [value]
        self.refuse_layer(value.at if isinstance(value, Unread) else part)

    def refuse_layer(self, node: ast.expr) -> NoReturn:
        name = name_of(node.func) if isinstance(node, ast.Call) else ""
        if not name:
            self.source.error(node, "layer_needed")
        near = get_close_matches(name, LAYERS, 1, 0.7)
        if near:
            self.source.error(node, "layer_near", name=name[:40], near=near[0])
        self.source.error(node, "layer_not_built", name=name[:40])

    def _called(self, node: ast.Call) -> Row | Piece | Unread | None:
        name = name_of(node.func)
        if name in self.classes and isinstance(node.func, ast.Name):
            return self._object(self.classes[name], node)
        if name in ROWS:
            parts = node.args
            if len(parts) == 1 and isinstance(parts[0], ast.List | ast.Tuple):
                parts = parts[0].elts
            return self._in_a_row(node, parts)
        if name in MANY:
            return self._linear(node, name)
        if name in DENSE:
            return self._dense(node)
        if name in ENTRIES:
            return self._entry(node, argument_of(node, 0, "shape", "input_shape", "batch_shape"))
        if name == "Dropout":
            return Dropped(node, self.number(node, argument_of(node, 0, "p", "rate"), 0.5))
        if name == "Activation":
            return self._activation(argument_of(node, 0, "activation") or node)
        if name in NOTHING:
            return None
        if plain(name) in LOSSES or name.endswith("Loss"):
            self.loss = self._written_loss(node)
        elif plain(name) in ACTIVATIONS and name[0].isupper():
            return self.activated(node, name)
        return Unread(node)

    def _object(self, written: ast.ClassDef, call: ast.Call | None = None) -> Row | Unread:
        found = row_of_class(self, written, call)
        if isinstance(found, Row):
            self.row = found
        return found

    def _linear(self, node: ast.Call, name: str) -> Full:
        """nn.Linear(2, 4), nn.LazyLinear(4)"""
        lazy = name == "LazyLinear"
        into = None if lazy else self._size(argument_of(node, 0, "in_features"))
        out = self._size(argument_of(node, 0 if lazy else 1, "out_features"))
        if out is None or (into is None and not lazy):
            self.source.error(node, "pasted_linear_sizes")
        return Full(node, out, into, not is_false(argument_of(node, 1 if lazy else 2, "bias")))

    def _dense(self, node: ast.Call) -> Full:
        """Dense(4, activation="tanh", input_shape=(2,))"""
        width = self._size(argument_of(node, 0, "units"))
        if width is None:
            self.source.error(node, "dense_size")
        given = argument_of(node, 1, "activation")
        activation = None if given is None or is_none(given) else self._activation(given)
        shape = argument_of(node, None, "input_shape", "input_dim")
        into = None if shape is None else self._entry(node, shape).inputs
        return Full(node, width, into, not is_false(argument_of(node, 2, "use_bias")), activation)

    def _entry(self, node: ast.Call, shape: ast.expr | None) -> Entry:
        """Input(shape=(2,)): the last size of a shape is how many numbers go in, one before it counts samples."""
        if isinstance(shape, ast.Tuple | ast.List):
            sizes = [one for one in shape.elts if not is_none(one)]
            shape = sizes[0] if len(sizes) == 1 else None
        inputs = None if shape is None else self._size(shape)
        if inputs is None:
            self.source.error(node, "input_shape")
        return Entry(node, inputs)

    def _activation(self, node: ast.expr) -> Activated:
        """What follows activation=: "relu", tf.nn.relu, LeakyReLU()."""
        value = self.value(node)
        if isinstance(value, Activated):
            return value
        word = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else name_of(node)
        return self.activated(node, word)

    def activated(self, node: ast.expr, word: str, place: int = 0) -> Activated:
        """The activation of a name; its slope stands at a `place` among the arguments."""
        name = ACTIVATIONS.get(plain(word))
        if name is None:
            self.source.error(node, "activation_not_built", name=word[:40] or "this", known=HIDDEN)
        slope = None
        if name == "leaky relu" and isinstance(node, ast.Call):
            given = argument_of(node, place, "negative_slope", "alpha")
            slope = None if given is None else self.number(node, given, 0.0)
        return Activated(node, name, word, slope)

    # The loss

    def _written_loss(self, node: ast.expr) -> WrittenLoss:
        """nn.MSELoss(), "mse", losses.BinaryCrossentropy(from_logits=True)"""
        call = node if isinstance(node, ast.Call) else None
        word = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        word = word or name_of(call.func if call else node)
        known = LOSSES.get(plain(word))
        if isinstance(node, ast.Name) and node.id in self.names and self.loss is not None:
            return self.loss  # loss = BinaryCrossentropy(...), then compile(loss=loss)
        if known is None:
            self.source.error(node, "loss_not_built", name=word[:40] or "this")
        logits = None if call is None else argument_of(call, None, "from_logits")
        if isinstance(logits, ast.Constant) and logits.value is True:
            known = ON_LOGITS.get(known, known)
        return WrittenLoss(node, known, word)

    # Numbers

    def _size(self, node: ast.expr | None) -> int | None:
        """A whole number from 1 on."""
        whole = None if node is None else self.whole(node)
        return whole if whole is not None and whole >= 1 else None

    def whole(self, node: ast.expr, depth: int = 0) -> int | None:
        """A whole number as it is written, or by its name, or worked out of such."""
        match node:
            case ast.Constant(value=int() as number) if not isinstance(number, bool):
                return number if number <= LARGEST_SIZE else None
            case ast.Name() | ast.Attribute():
                found = self.names.get(key_of(node))
                return found if isinstance(found, int) else None
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.FloorDiv() as sign) if (
                depth < 9
            ):
                one, other = self.whole(left, depth + 1), self.whole(node.right, depth + 1)
                if one is None or other is None or (isinstance(sign, ast.FloorDiv) and other == 0):
                    return None
                results = {ast.Add: one + other, ast.Sub: one - other, ast.Mult: one * other}
                result = results[type(sign)] if type(sign) in results else one // other
                return result if abs(result) <= LARGEST_SIZE else None
        return None

    def number(self, node: ast.Call, given: ast.expr | None, usual: float) -> float:
        """A share or a slope: a number from 0 up to 1."""
        if given is None:
            return usual
        value = given.value if isinstance(given, ast.Constant) else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1:
            self.source.error(node, "share_needed", name=name_of(node.func)[:40])
        return float(value)
