"""Statements: names for values, imports, functions over several lines, loops; and which of them is the output."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from engine.graphs.functions import FUNCTIONS, OPERATORS, RESERVED
from engine.graphs.graph import Graph
from engine.graphs.python_subset.calls import is_known
from engine.graphs.python_subset.classes import class_of, inputs_of, is_of_the_base, made_by, note
from engine.graphs.python_subset.expressions import ExpressionReader
from engine.graphs.python_subset.hand_written import without_backward
from engine.graphs.python_subset.iterables import iterated, trains
from engine.graphs.python_subset.layers import PAIRS, through
from engine.graphs.python_subset.literals import literal, numbers_of
from engine.graphs.python_subset.modules import ROOTS, SHOWING
from engine.graphs.python_subset.random_streams import Stream
from engine.graphs.python_subset.survey import survey
from engine.graphs.python_subset.values import (
    Class,
    Declared,
    Defined,
    Found,
    Instance,
    Layer,
    Literal,
    Several,
    Unread,
    Value,
)

LONGEST_LIST = 200  # of names that are said
NOTES = frozenset(["label", "name", "requires_grad"])  # that a value is given, and nothing is computed with


class Program(ExpressionReader):
    """Reads a whole text."""

    def graph_of_text(self) -> Graph:
        """The graph. The last statement that computes something is its output."""
        statements = without_backward(self.source.tree().body)
        self.found = self.look_over(statements)
        output, last = "", self._last(statements)
        if last is None:
            self.source.refuse_nothing()
        for statement in statements:
            output = self._statement(statement, statement is last) or output
        if not output:
            output = self._shown_model(last)
        if not output:
            self.error(last, "expression_missing")
        return self.graph.build(output)

    def look_over(self, statements: Sequence[ast.stmt]) -> Found:
        """What is known of the names before they are read."""
        return survey(statements)

    @staticmethod
    def _last(statements: Sequence[ast.stmt]) -> ast.stmt | None:
        """The last statement that is more than an import, something printed or a docstring."""
        for statement in reversed(statements):
            said = statement.value if isinstance(statement, ast.Expr) else None
            printed = (
                isinstance(said, ast.Call) and isinstance(said.func, ast.Name) and said.func.id == "print"
            )
            text = isinstance(said, ast.Constant) and isinstance(said.value, str)
            if not (isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass) or printed or text):
                return statement
        return None

    def _statement(self, statement: ast.stmt, last: bool) -> str:
        """Read one statement of the text; the node that it computes, "" for none."""
        match statement:
            case ast.Expr(value=value):
                return self._expression(value, last)
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                return self._assignment(statement, last)
            case ast.FunctionDef():
                self.bind(statement.name, self._function(statement))
                if last and not self._model():
                    inputs = ", ".join(one.arg for one in statement.args.args)
                    self.error(statement, "never_called", name=statement.name, inputs=inputs)
            case ast.ClassDef():
                self.bind(statement.name, class_of(self, statement, self._function))
            case ast.For():
                return self._loop(statement)
            case ast.Import() | ast.ImportFrom():
                self._import(statement)
            case ast.Pass():
                pass
            case ast.Return():
                self.error(statement, "return_outside")
            case _:
                self.error(statement, "statement_unknown")
        return ""

    def _expression(self, value: ast.expr, last: bool) -> str:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return ""
        if is_of_the_base(value):
            return ""
        if isinstance(value, ast.Tuple):
            self.source.refuse_comma(value)
        if self._grown(value):
            return ""
        name = "f" if last and "f" not in self.source.words and self.straight else None
        found = self.value(value, name)
        return "" if isinstance(found, Unread | Stream) else self._shown(found, value, name)

    def _shown(self, found: Value, at: ast.expr, name: str | None = None) -> str:
        """The node of what stands as the output: of a layer, what it makes of an input x; of an object, of inputs that
        are called as forward calls them."""
        if not isinstance(found, Layer | Instance):
            return self.as_node(found, at, name)
        if isinstance(found, Layer) and found.op in PAIRS:
            return self._shown_model(at)
        names = inputs_of(self, found, at) if isinstance(found, Instance) else ("x",)
        inputs = [self.named(ast.copy_location(ast.Name(one, ast.Load()), at)) for one in names]
        return through(self, found, [self.as_node(x, at) for x in inputs], at, name)

    def _model(self) -> Layer | Instance | Class | None:
        """The last network that the text has made, or the class of one that it has not."""
        made = [one for one in self.scopes[0].values() if isinstance(one, Layer | Instance)]
        made = [one for one in made if isinstance(one, Instance) or one.op not in PAIRS]
        classes = [one for one in self.scopes[0].values() if isinstance(one, Class)]
        return (made or classes or [None])[-1]

    def _shown_model(self, at: ast.stmt | ast.expr) -> str:
        """The node of what the network makes of an input, where the text asks it for nothing; "" without a network."""
        model = self._model()
        if model is None:
            return ""
        call = ast.copy_location(ast.Call(ast.Name(""), [], []), at)
        return self._shown(made_by(self, model, call, 0) if isinstance(model, Class) else model, call)

    def _grown(self, value: ast.expr) -> bool:
        """Whether this is list.append(x), which is read as a list with one item more."""
        match value:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[item], keywords=[]
            ):
                held = self.lookup(name)
                if isinstance(held, Several):
                    self.bind(name, Several((*held.items, self.value(item))))
                    return True
        return False

    # Names for values

    def _assignment(self, statement: ast.Assign | ast.AnnAssign | ast.AugAssign, last: bool) -> str:
        value = statement.value
        if isinstance(statement, ast.AugAssign):
            if not isinstance(statement.target, ast.Name) or type(statement.op) not in OPERATORS:
                self.error(statement, "plain_name_needed")
            left = ast.copy_location(ast.Name(statement.target.id, ast.Load()), statement.target)
            value = ast.copy_location(ast.BinOp(left, statement.op, statement.value), statement)
        if value is None:  # x: float
            return ""
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        target = targets[0]
        if isinstance(target, ast.Attribute) and len(targets) == 1:
            holder = self.value(target.value)
            if isinstance(holder, Instance):
                return self._note(holder, target.attr, value)
            if target.attr in NOTES:
                return ""
        typed = isinstance(target, ast.Subscript) and self.source.text(target)[-1:] == ")"
        if isinstance(target, ast.Subscript) and typed and len(targets) == 1:
            if last:
                self.error(statement, "never_called", name=ast.unparse(target.value), inputs="x")
            self._define(target, value)
            return ""
        if isinstance(target, ast.Tuple) and len(targets) == 1:
            return self._assign_several(target, value)
        if isinstance(target, ast.Subscript):
            self.error(target, "element_assigned")
        if len(targets) > 1 or not isinstance(target, ast.Name):
            self.error(statement, "one_plain_name_needed")
        return self._assign(target, value, last)

    def _assign_several(self, target: ast.Tuple, value: ast.expr) -> str:
        """a, b = 2.0, 3.0"""
        names = [one for one in target.elts if isinstance(one, ast.Name)]
        if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts) == len(names):
            found = [self.value(part) for part in value.elts]  # before any of the names changes
            for name, part, given in zip(names, value.elts, found, strict=True):
                self._give(name, given, part)
            return ""
        self.take_turn(target, self.value(value))
        return ""

    def _assign(self, target: ast.Name, value: ast.expr, last: bool) -> str:
        """Give a name its value; the node of it, where it has one."""
        name = target.id
        if len(self.scopes) == 1:
            self._check_name(target)
        self._begin(name, value)
        number = literal(self, value)
        if number is not None:
            self.naming = self.filling = ""
            return self._give(target, number, value, last)
        if name not in self.scopes[-1] or name in self.implied:
            self.defining = name
        bound = self.value(value, self.free(name))
        self.defining = self.naming = self.filling = ""
        # Another name for the same value.
        if self.straight and isinstance(value, ast.Name) and isinstance(bound, str):
            shape = self.shapes.get(bound)
            bound = self.alias(bound, self.free(name), self.source.text(value) or name)
            if shape is not None:
                self.shapes[bound] = shape
        self.bind(name, bound)
        if isinstance(bound, Layer | Instance):
            return self._shown(bound, value) if last else ""
        # As of a function that gives back what it was given.
        if last and isinstance(bound, Literal | Declared):
            return self.as_node(bound, value)
        return bound if isinstance(bound, str) else ""

    def _note(self, holder: Instance, name: str, value: ast.expr) -> str:
        """self.name = value"""
        self._begin(name, value)
        bound = literal(self, value) or self.value(value, self.free(name))
        self.naming = self.filling = ""
        note(holder, name, bound, value)
        return ""

    def _begin(self, name: str, value: ast.expr) -> None:
        """A value is read that is given a name."""
        self.naming, self.filling = name, name if isinstance(value, ast.List | ast.ListComp) else ""

    def _check_name(self, target: ast.Name) -> None:
        name = target.id
        called = name in FUNCTIONS and name in self.found.called
        if called or isinstance(self.scopes[0].get(name), Defined):
            self.error(target, "name_is_function", name=name)
        if name in self.implied:
            self.error(target, "used_before_value", name=name)

    def _give(self, target: ast.Name, value: Value, at: ast.expr, last: bool = False) -> str:
        """Give a name what was read. A literal makes it an input, unless it counts, or is where a sum begins."""
        name = target.id
        if not isinstance(value, Literal):
            self.bind(name, value)
            return ""
        whole = not value.value.ndim and float(value.value).is_integer()
        counts = whole and name in self.found.counting
        begins = name in self.found.summed and not value.drawn and value.value.tolist() in (0.0, 1.0)
        if not self.straight or value.fold or counts or begins:
            drawn = name if value.drawn and not counts else ""
            self.bind(name, Literal(value.value, value.fold or counts, drawn))
            return ""
        if value.drawn:
            self.random.add(name)
        self.spans[name] = self.source.span(numbers_of(at))
        declared = Declared(name, value)
        self.bind(name, declared)
        return self.declare(declared) if last else ""

    # Functions and loops

    def _define(self, target: ast.Subscript, value: ast.expr) -> None:
        """Note a function. Nothing of it becomes a node before it is called, but it must make sense now."""
        if not (isinstance(target.value, ast.Name) and isinstance(target.slice, ast.Name)):
            self.error(target, "plain_name_needed")
        name, argument = target.value.id, target.slice.id
        if name in RESERVED or name in self.scopes[0]:
            self.error(target, "name_taken", name=name)
        if argument in RESERVED or isinstance(self.lookup(argument), Defined) or argument == name:
            self.error(target.slice, "name_is_function", name=argument)
        for part in ast.walk(value):
            called = part.func if isinstance(part, ast.Call) else None
            if isinstance(called, ast.Name) and not self._known(called.id):
                if called.id == name:
                    self.error(called, "calls_itself", name=name)
                self.error(called, "function_unknown", name=called.id)
        self.scopes[0][name] = Defined(name, (argument,), {}, value)

    def _known(self, name: str) -> bool:
        return self.lookup(name) is not None or is_known(name)

    def _function(self, statement: ast.FunctionDef) -> Defined:
        """A function over several lines."""
        arguments = statement.args
        if statement.decorator_list:
            self.error(statement.decorator_list[0], "decorator_unread")
        if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
            self.error(statement, "arguments_unread")
        names = tuple(one.arg for one in arguments.args)
        defaults = dict(zip(reversed(names), reversed(arguments.defaults), strict=False))
        return Defined(statement.name, names, defaults, statement.body)

    def run(self, defined: Defined, call: ast.Call, name: str | None, depth: int) -> Value:
        result = self.enter(defined, self.arguments(defined, call, depth), call, name, depth)
        if result is None:
            self.error(call, "nothing_returned", name=defined.name)
        return result

    def enter(
        self, defined: Defined, given: dict[str, Value], at: ast.expr, name: str | None, depth: int
    ) -> Value | None:
        if defined.name in self.calling and defined.name != "lambda":
            self.error(at, "calls_itself", name=defined.name)
        self.check_depth(at, depth + len(self.calling))
        self.count_operation(at)
        self.scopes.append(given)
        self.calling.append(defined.name)
        turning, self.turning = self.turning, 0
        if isinstance(defined.body, ast.expr):
            result: Value | None = self.value(defined.body, name, depth + 1)
        else:
            result = self._block(defined.body, name, depth + 1)
        self.turning = turning
        self.calling.pop()
        self.scopes.pop()
        return result

    def arguments(
        self, defined: Defined, call: ast.Call, depth: int, first: Sequence[Value] = ()
    ) -> dict[str, Value]:
        names = defined.arguments[len(first) :]
        starred = any(isinstance(one, ast.Starred) for one in call.args)
        if len(call.args) > len(names) or starred or any(key.arg not in names for key in call.keywords):
            self._refuse_arguments(defined, call, names)
        given = dict(zip(names, call.args, strict=False))
        given |= {key.arg: key.value for key in call.keywords if key.arg is not None}
        missing = [one for one in names if one not in given and one not in defined.defaults]
        if missing:
            self._refuse_arguments(defined, call, names)
        parts = {**defined.defaults, **given}
        read = {one: self.value(parts[one], None, depth + 1) for one in names}
        return dict(zip(defined.arguments, first, strict=False)) | read

    def _refuse_arguments(self, defined: Defined, call: ast.Call, names: Sequence[str]) -> None:
        called = defined.name.removesuffix(".__init__")
        if len(names) == 1:
            self.error(call, "one_argument", name=called)
        self.error(call, "own_arguments", name=called, names=", ".join(names)[:LONGEST_LIST] or "none")

    def _block(self, statements: Sequence[ast.stmt], name: str | None, depth: int) -> Value | None:
        """Read the lines of a function; what it returns, if one of them does."""
        for statement in statements:
            self.count(statement)
            if isinstance(statement, ast.Return):
                if statement.value is None:
                    return None
                return self.value(statement.value, name, depth)
            if isinstance(statement, ast.For):
                for turn in self._turns(statement):
                    self.take_turn(statement.target, turn)
                    returned = self._block(statement.body, name, depth)
                    if returned is not None:
                        self.error(statement, "return_in_loop")
                self.turning -= 1
            else:
                self._statement(statement, last=False)
        return None

    def _turns(self, statement: ast.For) -> tuple[Value, ...]:
        if statement.orelse:
            self.error(statement.orelse[0], "statement_unknown")
        turns = iterated(self, statement.iter, once=trains(statement))
        self.turning += 1
        return turns

    def _loop(self, statement: ast.For) -> str:
        """A loop is read turn by turn; one that trains, once, up to its backward pass."""
        turns = self._turns(statement)
        output = ""
        for turn in turns:
            self.take_turn(statement.target, turn)
            for one in statement.body:
                self.count(one)
                output = self._statement(one, last=False) or output
        self.turning -= 1
        return output

    def _import(self, statement: ast.Import | ast.ImportFrom) -> None:
        modules = (
            [statement.module or ""]
            if isinstance(statement, ast.ImportFrom)
            else [one.name for one in statement.names]
        )
        for module in modules:
            if module.split(".")[0] not in ROOTS | SHOWING:
                self.error(statement, "import_unread", name=module[:40] or ".")
        self.modules |= {one.asname for one in statement.names if one.asname}
