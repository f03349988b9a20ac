"""A network written as a class: __init__ makes its layers, and forward has a sample go through them in order."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING, NoReturn

from engine.networks.pasted_names import ACTIVATIONS, plain
from engine.networks.pasted_pieces import (
    Activated,
    Dropped,
    Entry,
    Full,
    Piece,
    Row,
    Unread,
    argument_of,
    key_of,
    name_of,
)

if TYPE_CHECKING:
    from engine.networks.pasted_reader import NetworkReader

PASSING = ("forward", "call", "__call__")  # the function that a sample goes through; Keras calls it call
# What changes the shape of a sample, or where it is kept, and nothing that is built here.
SAME = frozenset(["flatten", "view", "reshape", "squeeze", "unsqueeze", "ravel", "float", "to", "contiguous"])


def last_network(classes: Mapping[str, ast.ClassDef]) -> ast.ClassDef | None:
    """The last class that a sample can go through."""
    return next((one for one in reversed(list(classes.values())) if _function(one, *PASSING)), None)


def row_of_class(reader: NetworkReader, written: ast.ClassDef, call: ast.Call | None = None) -> Row | Unread:
    """The layers that an object of a class has a sample go through, in order; the `call` makes the object. Raises
    ExpressionError where they are no chain."""
    forward = _function(written, *PASSING)
    if forward is None:
        return Unread(call or _place(written))
    if written.name in reader.building:
        reader.source.error(written, "calls_itself", name=written.name)
    reader.building.append(written.name)
    outer = dict(reader.names)
    begin = _function(written, "__init__")
    if begin is not None:
        _make_layers(reader, written, begin, call)
    row = _Chain(reader, written).through(forward, Row())
    reader.names = outer
    reader.building.pop()
    return row


def _make_layers(
    reader: NetworkReader, written: ast.ClassDef, begin: ast.FunctionDef, call: ast.Call | None
) -> None:
    """The names of the layers, as __init__ gives them."""
    me, *names = [one.arg for one in begin.args.args] or [""]
    parts = dict(zip(reversed(names), reversed(begin.args.defaults), strict=False))
    if call is not None:
        parts |= dict(zip(names, call.args, strict=False))
        parts |= {key.arg: key.value for key in call.keywords if key.arg in names}
    if any(one not in parts for one in names):
        at = call if call is not None else begin
        reader.source.error(at, "network_arguments", name=written.name, names=", ".join(names)[:200])
    given = {one: reader.value(parts[one]) for one in names}
    reader.names |= given
    for key in [one for one in reader.names if one.startswith(f"{me}.")]:
        del reader.names[key]  # of an object around this one
    for statement in begin.body:
        if isinstance(statement, ast.For | ast.FunctionDef | ast.ClassDef):
            reader.source.error(statement, "network_not_written_out")
        reader.statement(statement)


def _function(written: ast.ClassDef, *names: str) -> ast.FunctionDef | None:
    for part in written.body:
        if isinstance(part, ast.FunctionDef) and part.name in names:
            return part
    return None


def _place(written: ast.ClassDef) -> ast.expr:
    return ast.copy_location(ast.Name(written.name), written)


class _Chain:
    """Follows a sample from function to function of an object: what it has gone through, by the name that it has."""

    def __init__(self, reader: NetworkReader, written: ast.ClassDef) -> None:
        self._reader = reader
        self._written = written
        self._within: list[str] = []

    def through(self, function: ast.FunctionDef, row: Row) -> Row:
        """What has been gone through where the function returns. Raises ExpressionError where it does not."""
        if function.name in self._within:
            self._reader.source.error(function, "calls_itself", name=function.name)
        arguments = [one.arg for one in function.args.args]
        if len(arguments) < 2:
            self._reader.source.error(function, "self_missing", name=function.name)
        self._within.append(function.name)
        rows = {arguments[1]: row}
        for statement in function.body:
            if isinstance(statement, ast.Return):
                returned = self._row(statement.value or _place(self._written), rows, 0)
                self._within.pop()
                return returned
            self._statement(statement, rows)
        self._reader.source.error(function, "nothing_returned", name=function.name)

    def _statement(self, statement: ast.stmt, rows: dict[str, Row]) -> None:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                rows[name] = self._row(value, rows, 0)
            case ast.For(target=ast.Name(id=name), iter=over):
                for piece in self._some(over):
                    self._reader.names[name] = piece
                    for inner in statement.body:
                        self._statement(inner, rows)
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
                pass
            case _:
                self._refuse(statement)

    def _row(self, node: ast.expr, rows: Mapping[str, Row], depth: int) -> Row:
        """What a value has gone through."""
        match node:
            case ast.Name(id=name) if name in rows:
                return rows[name]
            case ast.Call(args=[inside, *_], func=called) if depth < 50 and not self._is_method(called, rows):
                return self._after(self._row(inside, rows, depth + 1), node)
            case ast.Call(func=ast.Attribute(value=inside, attr=method)) if depth < 50:
                row = self._row(inside, rows, depth + 1)
                if method in SAME:
                    return row
                if plain(method) in ACTIVATIONS:
                    return self._longer(row, node, [self._reader.activated(node, method, 0)])
        self._refuse(node)

    def _is_method(self, called: ast.expr, rows: Mapping[str, Row]) -> bool:
        """Whether this is a function of what goes through: x.relu in x.relu(), self.fc1(x).relu, and no self.fc1."""
        if not isinstance(called, ast.Attribute):
            return False
        held = called.value
        return isinstance(held, ast.Call) or (isinstance(held, ast.Name) and held.id in rows)

    def _after(self, row: Row, call: ast.Call) -> Row:
        """What has been gone through after a call with it."""
        called = call.func
        own = called.attr if isinstance(called, ast.Attribute) and key_of(called).count(".") == 1 else ""
        function = _function(self._written, own)
        if function is not None:
            return self.through(function, row)
        key, name = key_of(called), name_of(called)
        if key in self._reader.names or isinstance(called, ast.Call | ast.Subscript):
            return self._longer(row, call, self._pieces(called))
        if plain(name) in ACTIVATIONS:
            return self._longer(row, call, [self._reader.activated(call, name, 1)])
        if name == "dropout":
            share = self._reader.number(call, argument_of(call, 1, "p"), 0.5)
            return self._longer(row, call, [Dropped(call, share)])
        if name in SAME:
            return row
        self._refuse(call)

    def _pieces(self, called: ast.expr) -> list[Piece]:
        if isinstance(called, ast.Subscript):
            found = self._some(called)
            return found if len(found) == 1 else self._refuse(called)
        value = self._reader.value(called)
        if value is None:
            return []
        if isinstance(value, Row):
            return list(value.pieces)
        if isinstance(value, Activated | Full | Dropped | Entry):
            return [value]
        if isinstance(value, Unread):
            self._reader.refuse_layer(value.at)
        self._refuse(called)

    def _some(self, node: ast.expr) -> list[Piece]:
        """The layers of a list, or of a part of one, as in self.layers[:-1]."""
        held = node.value if isinstance(node, ast.Subscript) else node
        row = self._reader.names.get(key_of(held))
        if not isinstance(row, Row) or not row.single:
            self._refuse(node)
        if not isinstance(node, ast.Subscript):
            return row.pieces
        if isinstance(node.slice, ast.Slice):
            ends = [self._end(one) for one in (node.slice.lower, node.slice.upper, node.slice.step)]
            return row.pieces[slice(*ends)]
        at = self._end(node.slice)
        if at is None or not -len(row.pieces) <= at < len(row.pieces):
            self._refuse(node)
        return [row.pieces[at]]

    def _end(self, node: ast.expr | None) -> int | None:
        sign = -1 if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else 1
        inside = node.operand if isinstance(node, ast.UnaryOp) else node
        whole = None if inside is None else self._reader.whole(inside)
        if node is not None and not whole and whole != 0:
            self._refuse(node)
        return None if whole is None else sign * whole

    def _longer(self, row: Row, at: ast.expr, more: list[Piece]) -> Row:
        if any(isinstance(one, Full) and any(one is other for other in row.pieces) for one in more):
            self._reader.source.error(at, "layer_shared")
        longer = Row(list(row.pieces))
        self._reader.grow(longer, at, more)
        return longer

    def _refuse(self, node: ast.expr | ast.stmt) -> NoReturn:
        self._reader.source.error(node, "network_no_chain")
