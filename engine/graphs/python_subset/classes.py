"""Classes as PyTorch's modules are written: what __init__ notes of self, and what forward makes of an input by it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from engine.graphs.python_subset.reader import Reader
from engine.graphs.python_subset.values import Class, Declared, Defined, Instance, Literal, Value

BASES = frozenset(["Module", "object"])
PASSING = ("forward", "__call__")  # the function that is called by the object's own name


def class_of(reader: Reader, statement: ast.ClassDef, define: Callable[[ast.FunctionDef], Defined]) -> Class:
    """The class that a text defines. Raises ExpressionError for what is no plain class of functions."""
    for decorator in statement.decorator_list:
        reader.error(decorator, "decorator_unread")
    for base in [*statement.bases, *(key.value for key in statement.keywords)]:
        known = base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")
        if known not in BASES or statement.keywords:
            reader.error(base, "class_base")
    functions: dict[str, Defined] = {}
    for part in statement.body:
        if isinstance(part, ast.FunctionDef):
            defined = define(part)
            if not defined.arguments:
                reader.error(part, "self_missing", name=part.name)
            functions[part.name] = Defined(
                f"{statement.name}.{part.name}", defined.arguments, defined.defaults, defined.body
            )
        elif not isinstance(part, ast.Pass) and not _is_text(part):
            reader.error(part, "class_body")
    return Class(statement.name, functions)


def _is_text(part: ast.stmt) -> bool:
    return (
        isinstance(part, ast.Expr)
        and isinstance(part.value, ast.Constant)
        and isinstance(part.value.value, str)
    )


def is_of_the_base(value: ast.expr) -> bool:
    """Whether this is super().__init__(), which notes nothing that is read here."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__")):
            return True
    return False


def made_by(reader: Reader, made_of: Class, call: ast.Call, depth: int) -> Instance:
    """What a call of a class gives."""
    instance = Instance(made_of)
    begin = made_of.functions.get("__init__")
    if begin is None:
        if call.args or call.keywords:
            reader.error(call, "own_arguments", name=made_of.name, names="none")
        return instance
    given = reader.arguments(begin, call, depth, [instance])
    within, reader.within_layers = reader.within_layers, 0  # what it makes has its names from it
    reader.enter(begin, given, call, None, depth)
    reader.within_layers = within
    return instance


def called(reader: Reader, instance: Instance, call: ast.Call, name: str | None, depth: int) -> Value:
    """net(x): what forward makes of it."""
    defined = _passing(reader, instance, call)
    return _returned(reader, defined, reader.arguments(defined, call, depth, [instance]), call, name, depth)


def passed(
    reader: Reader, instance: Instance, inputs: Sequence[str], at: ast.expr, name: str | None
) -> Value:
    """What forward makes of nodes."""
    defined = _passing(reader, instance, at)
    names = defined.arguments[1:]
    if len(names) - len(defined.defaults) > len(inputs) or len(names) < len(inputs):
        reader.error(at, "own_arguments", name=instance.made_of.name, names=", ".join(names) or "none")
    given: dict[str, Value] = {defined.arguments[0]: instance, **dict(zip(names, inputs, strict=False))}
    given |= {one: reader.value(defined.defaults[one]) for one in names if one not in given}
    return _returned(reader, defined, given, at, name, 0)


def inputs_of(reader: Reader, instance: Instance, at: ast.expr) -> tuple[str, ...]:
    """What forward cannot do without."""
    defined = _passing(reader, instance, at)
    return tuple(one for one in defined.arguments[1:] if one not in defined.defaults)


def of_object(
    reader: Reader, instance: Instance, call: ast.Call, wanted: str, name: str | None, depth: int
) -> Value | None:
    """net.encode(x), where encode is a function of the class; None where it is none."""
    defined = instance.made_of.functions.get(wanted)
    if defined is None:
        return None
    return _returned(reader, defined, reader.arguments(defined, call, depth, [instance]), call, name, depth)


def note(instance: Instance, name: str, value: Value, written: ast.expr) -> None:
    """self.name = value: numbers that something is made of, as nn.Parameter and Value are, are an input where they are
    read."""
    made = any(isinstance(part, ast.Call) for part in ast.walk(written))
    is_input = isinstance(value, Literal) and made and not value.fold
    instance.noted[name] = Declared(name, value) if is_input and isinstance(value, Literal) else value


def read_noted(reader: Reader, node: ast.Attribute) -> Value | None:
    """What self.name is where it is read; None for what is no object, or has nothing of the name."""
    found = reader.noted(node)
    if isinstance(found, Declared):
        leaf = reader.unused(found.name)
        reader.graph.leaf(leaf, found.literal.value, label=leaf, text=found.name)
        reader.shapes[leaf] = found.literal.shape
        holder = reader.value(node.value)
        assert isinstance(holder, Instance)
        holder.noted[node.attr] = found = leaf
    return found


def _passing(reader: Reader, instance: Instance, at: ast.expr) -> Defined:
    functions = instance.made_of.functions
    for one in PASSING:
        if one in functions:
            return functions[one]
    reader.error(at, "forward_missing", name=instance.made_of.name)


def _returned(
    reader: Reader, defined: Defined, given: dict[str, Value], at: ast.expr, name: str | None, depth: int
) -> Value:
    result = reader.enter(defined, given, at, name, depth)
    if result is None:
        reader.error(at, "nothing_returned", name=defined.name)
    return result
