"""Calls: of our functions under all the names that they go by, of functions of the text's own, of layers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn

import numpy as np

from engine import ops
from engine.graphs.functions import (
    ALIASES,
    FUNCTIONS,
    IGNORED_KEYWORDS,
    KEYWORDS,
    NAMED_OPERATORS,
    Function,
    Kind,
)
from engine.graphs.python_subset.classes import called as called_object
from engine.graphs.python_subset.classes import made_by
from engine.graphs.python_subset.iterables import OVER, iterated
from engine.graphs.python_subset.layers import LAYERS, applied, leaky, made
from engine.graphs.python_subset.literals import MAKERS, WRAPPERS, literal, sizes
from engine.graphs.python_subset.modules import path_of
from engine.graphs.python_subset.random_names import DRAWING, REFUSED
from engine.graphs.python_subset.reader import Reader
from engine.graphs.python_subset.unknown_functions import refuse_unknown
from engine.graphs.python_subset.values import (
    Class,
    Defined,
    Instance,
    Layer,
    Literal,
    Several,
    Unread,
    Value,
)

UNREAD = frozenset(
    ["print", "set_printoptions", "no_grad", "zero_grad", "SGD", "Adam", "AdamW", "RMSprop",
     "Adagrad", "device"]
)  # fmt: skip


def call(reader: Reader, node: ast.Call, name: str | None, depth: int) -> Value:
    """What a call gives."""
    path = path_of(reader, node.func)
    if path is not None:
        return _function(reader, node, path, name, depth)
    if isinstance(node.func, ast.Constant | ast.BinOp):
        reader.error(node, "product_before_bracket")
    if not isinstance(node.func, ast.Name | ast.Call | ast.Subscript):
        reader.error(node, "not_a_function")
    called = (
        reader.lookup(node.func.id) if isinstance(node.func, ast.Name) else _callee(reader, node.func, depth)
    )
    return call_of(reader, called, node, name, depth)


def call_of(reader: Reader, called: Value | None, node: ast.Call, name: str | None, depth: int) -> Value:
    """What a call of a value gives."""
    if isinstance(called, Defined):
        return reader.run(called, node, name, depth)
    if isinstance(called, Class):
        return made_by(reader, called, node, depth)
    if isinstance(called, Instance):
        return called_object(reader, called, node, name, depth)
    if isinstance(called, Layer):
        return applied(reader, called, node, name, depth)
    if isinstance(called, Unread):
        return called
    reader.error(node, "not_a_function")


def _callee(reader: Reader, node: ast.expr, depth: int) -> Value:
    """What is called that has no name, as the layer in nn.Linear(2, 3)(x)."""
    if isinstance(node, ast.Call):
        path = path_of(reader, node.func)
        own = reader.lookup(node.func.id) if isinstance(node.func, ast.Name) else None
        if not isinstance(own, Class) and (path is None or path[-1] not in LAYERS):
            reader.error(node, "not_a_function")
    return reader.value(node, None, depth + 1)


def _function(reader: Reader, node: ast.Call, path: list[str], name: str | None, depth: int) -> Value:
    """A call of a function by its name, with or without a module before it."""
    called, module = path[-1], path[0] if len(path) > 1 else ""
    if called in UNREAD:
        return Unread()
    if called in REFUSED and (module or called == "dropout"):
        reader.error(node, "random_unread", name=called)
    if called == "ModuleList" and len(node.args) == 1:
        return reader.value(node.args[0], None, depth + 1)
    if called in LAYERS:
        return made(reader, node, called, depth)
    if called in MAKERS or called in WRAPPERS:
        return _array(reader, node, called, name, depth)
    if called in OVER and not module:
        return Several(iterated(reader, node))
    if called == "sum" and not module and len(node.args) == 2:
        return _summed(reader, node, name, depth)
    if called == "leaky_relu" and module:
        return leaky(reader, node, name, depth)
    special = SPECIAL.get(ALIASES.get(called, called))
    if special is not None:
        return special(reader, node, name, depth)
    if called in NAMED_OPERATORS:
        return operator(reader, node, called, node.args, name, depth)
    return function(reader, node, called, [*node.args], name, depth, module)


def function(
    reader: Reader,
    node: ast.Call,
    called: str,
    arguments: list[ast.expr],
    name: str | None,
    depth: int,
    module: str,
) -> Value:
    """One of our functions, of `arguments`: the call's own, for a method with the value before the dot first. `module`
    is what stands before its name, "." for a method, "" for nothing."""
    known = ALIASES.get(called, called)
    found = FUNCTIONS.get(known)
    if found is None:
        refuse_unknown(reader, node, called, [*SPECIAL])
    values, options = _sorted(reader, node, called, found, arguments, module)
    if len(values) < found.fewest or (found.most is not None and len(values) > found.most):
        _refuse_arguments(reader, node, called, found, len(values))
    read = [reader.value(value, None, depth + 1) for value in values]
    if found.several and not module and isinstance(read[0], Several):
        return _of_several(reader, node, found, read, values, options, name)
    inputs = [reader.as_node(value, at) for value, at in zip(read, values, strict=True)]
    for option in found.needed:
        if not any(one in options for one in found.needed):
            reader.error(node, "option_missing", name=called, option=option)
    return reader.apply(node, found.op(len(inputs), options), inputs, name)


def _summed(reader: Reader, node: ast.Call, name: str | None, depth: int) -> Value:
    """sum(list, start), as Python has it; with an array, sum(x, axis)."""
    first = reader.value(node.args[0], None, depth + 1)
    if not isinstance(first, Several):
        axis = _option(reader, "axis", node.args[1])
        return reader.apply(node, ops.Sum(axis), [reader.as_node(first, node.args[0])], name)
    inputs = [reader.as_node(item, node.args[0]) for item in (reader.value(node.args[1]), *first.items)]
    return reader.apply(node, ops.ADD, inputs, name)


def _of_several(
    reader: Reader,
    node: ast.Call,
    found: Function,
    read: list[Value],
    values: list[ast.expr],
    options: Mapping[str, Any],
    name: str | None,
) -> Value:
    """sum([a, b, c]) and max([a, b, c]): of the items of a list, as Python has it."""
    first = read[0]
    assert isinstance(first, Several)
    items = [*first.items, *read[1:]]
    if not items:
        reader.error(node, "list_empty")
    inputs = [reader.as_node(item, values[0]) for item in items]
    return inputs[0] if len(inputs) == 1 else reader.apply(node, found.op(len(inputs), options), inputs, name)


def _sorted(
    reader: Reader, node: ast.Call, called: str, found: Function, arguments: list[ast.expr], module: str
) -> tuple[list[ast.expr], dict[str, Any]]:
    """The inputs of a call, and its options by name."""
    options: dict[str, Any] = {}
    names = list(found.options)
    most = found.most
    if most is None and module and called not in ("maximum", "minimum"):
        most = 1  # np.max(x, 0) is along an axis, max(x, 0) of x and 0
    if any(isinstance(argument, ast.Starred) for argument in arguments):
        reader.error(next(one for one in arguments if isinstance(one, ast.Starred)), "operation_unknown")
    if most is not None:
        for option, given in zip(names[: found.positional], arguments[most:], strict=False):
            options[option] = _option(reader, found.options[option], given)
        arguments = arguments[: max(most, len(arguments) - found.positional)]
    for keyword in node.keywords:
        word = keyword.arg or ""
        option = word if word in found.options else KEYWORDS.get(word, word)
        if option in IGNORED_KEYWORDS:
            continue
        if keyword.arg == "unbiased" and "ddof" in found.options:
            options["ddof"] = int(_flag(reader, keyword.value))
            continue
        if option not in found.options:
            _refuse_keyword(reader, keyword, called, found.options)
        options[option] = _option(reader, found.options[option], keyword.value)
    if "ddof" in found.options and "ddof" not in options and _is_pytorch(reader, module):
        options["ddof"] = 1  # PyTorch divides by n - 1
    return arguments, {option: value for option, value in options.items() if value is not None}


def _is_pytorch(reader: Reader, module: str) -> bool:
    """Whether a function is PyTorch's; of a method the other words of the text tell."""
    words = reader.source.words
    return module == "torch" or (module == "." and "torch" in words and not {"np", "numpy"} & words)


def _option(reader: Reader, kind: Kind, node: ast.expr) -> Any:
    """The value of an option, None where it is written as None."""
    if isinstance(node, ast.Constant) and node.value is None:
        return None
    if kind == "axis":
        axis = reader.integer(node)
        if axis not in (0, 1, -1, -2):
            reader.error(node, "axis_unknown")
        return axis
    if kind == "flag":
        return _flag(reader, node)
    if kind == "count":
        whole = reader.integer(node)
        if whole is None or not 0 <= whole <= 1000:
            reader.error(node, "whole_number_needed")
        return whole
    if kind == "number":
        found = literal(reader, node)
        if found is None or found.value.ndim:
            reader.error(node, "number_needed_here")
        return float(found.value)
    word = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    if kind == "reduction" and word not in ("mean", "sum"):
        reader.error(node, "reduction_unknown")
    return word


def _flag(reader: Reader, node: ast.expr) -> bool:
    if not (isinstance(node, ast.Constant) and isinstance(node.value, bool)):
        reader.error(node, "flag_needed")
    return bool(node.value)


def operator(
    reader: Reader, node: ast.Call, called: str, arguments: list[ast.expr], name: str | None, depth: int
) -> str:
    """add(x, y), matmul(x, y), pow(x, 2): what an operator is too."""
    if len(arguments) != 2:
        reader.error(node, "arguments_not", name=called, needed=2, count=len(arguments))
    left, right = arguments
    first = reader.node(left, None, depth + 1)
    return reader.combine(
        node, NAMED_OPERATORS[called], first, reader.value(right, None, depth + 1), right, name
    )


def _array(reader: Reader, node: ast.Call, called: str, name: str | None, depth: int) -> Value:
    """np.array([1, 2]), torch.tensor(3.0), np.zeros(3); of nodes, np.array([x, y]), their stack."""
    found = literal(reader, node)
    if found is not None:
        return found
    if not node.args:
        reader.error(node, "one_argument", name=called)
    value = reader.value(node.args[0], None, depth + 1)
    return reader.as_node(value, node.args[0], name) if isinstance(value, Several) else value


def _joined(stacked: bool) -> Callable[[Reader, ast.Call, str | None, int], Value]:
    def read(reader: Reader, node: ast.Call, name: str | None, depth: int) -> Value:
        axis = 0
        for keyword in node.keywords:
            if keyword.arg not in ("axis", "dim"):
                _refuse_keyword(reader, keyword, "stack" if stacked else "concatenate", ("axis",))
            axis = _option(reader, "axis", keyword.value)
        if len(node.args) == 2:
            axis = _option(reader, "axis", node.args[1])
        if not 1 <= len(node.args) <= 2:
            reader.error(node, "pieces_needed")
        given = node.args[0]
        listed = given.elts if isinstance(given, ast.List | ast.Tuple) else None
        if listed is not None:
            inputs = [reader.node(part, None, depth + 1) for part in listed]
        else:
            value = reader.value(given, None, depth + 1)
            if not isinstance(value, Several):
                reader.error(given, "pieces_needed")
            inputs = [reader.as_node(item, given) for item in value.items]
        if not inputs:
            reader.error(given, "list_empty")
        return reader.apply(node, ops.Join(axis, stacked), inputs, name)

    return read


def _reshaped(reader: Reader, node: ast.Call, name: str | None, depth: int) -> Value:
    if len(node.args) < 2:
        reader.error(node, "arguments_not", name="reshape", needed=2, count=len(node.args))
    return reshape(
        reader, node, reader.value(node.args[0], None, depth + 1), node.args[0], node.args[1:], name
    )


def reshape(
    reader: Reader, node: ast.expr, value: Value, at: ast.expr, shape: list[ast.expr], name: str | None
) -> str:
    """The node of a value in another shape."""
    found = sizes(reader, shape)
    if (
        found is None
        or sum(size == -1 for size in found) > 1
        or any(size < -1 or size > 10_000 for size in found)
    ):
        reader.error(node, "sizes_needed", name="reshape")
    if len(found) > 2:
        reader.error(node, "array_too_deep")
    return reader.apply(node, ops.Reshape(tuple(found)), [reader.as_node(value, at)], name)


def _flattened(reader: Reader, node: ast.Call, name: str | None, depth: int) -> Value:
    inside = reader.node(_only(reader, node, "ravel"), None, depth + 1)
    return reader.apply(node, ops.Reshape((-1,)), [inside], name)


def _only(reader: Reader, node: ast.Call, called: str) -> ast.expr:
    if not node.args:
        reader.error(node, "one_argument_not", name=called, count=0)
    return node.args[0]


def _linear(reader: Reader, node: ast.Call, name: str | None, depth: int) -> Value:
    """F.linear(x, W, b): x @ W.T + b."""
    if not 2 <= len(node.args) <= 3:
        reader.error(node, "arguments_not", name="linear", needed=3, count=len(node.args))
    x, weight, *bias = (reader.node(argument, None, depth + 1) for argument in node.args)
    turned = reader.apply(node, ops.TRANSPOSE, [weight])
    product = reader.apply(node, ops.MATMUL, [x, turned], None if bias else name)
    return reader.apply(node, ops.ADD, [product, bias[0]], name) if bias else product


def _likelihood(reader: Reader, node: ast.Call, name: str | None, depth: int) -> Value:
    """F.nll_loss(log_probabilities, label): minus the mean of those of the labels."""
    if len(node.args) != 2:
        reader.error(node, "arguments_not", name="nll_loss", needed=2, count=len(node.args))
    inputs = [reader.node(argument, None, depth + 1) for argument in node.args]
    mean = reader.apply(node, ops.MEAN, [reader.apply(node, ops.PICK, inputs)])
    return reader.apply(node, ops.NEGATE, [mean], name)


def _length(reader: Reader, node: ast.Call, name: str | None, depth: int) -> Value:
    found = reader.integer(node)
    if found is None:
        reader.error(node, "length_unknown", what=reader.source.text(node)[:40] or "this")
    return Literal(np.array(float(found)), fold=True)


SPECIAL: Mapping[str, Callable[[Reader, ast.Call, str | None, int], Value]] = {
    "concatenate": _joined(stacked=False),
    "stack": _joined(stacked=True),
    "reshape": _reshaped,
    "ravel": _flattened,
    "flatten": _flattened,
    "linear": _linear,
    "nll_loss": _likelihood,
    "len": _length,
}


def is_known(name: str) -> bool:
    """Whether something can be called by a name."""
    return any(
        name in names
        for names in (FUNCTIONS, ALIASES, NAMED_OPERATORS, SPECIAL, LAYERS, MAKERS, WRAPPERS, OVER, DRAWING)
    )


def _refuse_arguments(reader: Reader, node: ast.Call, name: str, found: Function, count: int) -> NoReturn:
    needed, or_more = found.fewest, found.most is None
    if or_more and needed == 1:
        reader.error(node, "one_argument_or_more", name=name, count=count)
    if needed == 1:
        reader.error(node, "one_argument_not", name=name, count=count)
    reader.error(node, "arguments_not", name=name, needed=needed, count=count)


def _refuse_keyword(reader: Reader, keyword: ast.keyword, called: str, known: Collection[str]) -> NoReturn:
    if not known:
        reader.error(keyword, "no_argument_by_name", name=called, given=keyword.arg or "**")
    reader.error(keyword, "argument_unknown", name=called, given=keyword.arg or "**", known=", ".join(known))
