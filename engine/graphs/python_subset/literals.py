"""Numbers, vectors and matrices as they are written: 2, [1, 2], np.array([[1, 2], [3, 4]]), torch.zeros(3)."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from engine.graphs.python_subset.modules import path_of
from engine.graphs.python_subset.random_names import DRAWING
from engine.graphs.python_subset.reader import Reader
from engine.graphs.python_subset.source import DEEPEST
from engine.graphs.python_subset.values import Literal
from engine.ops import Array
from engine.problem import size_text

MOST_ELEMENTS = 4096
WRAPPERS = frozenset(
    [
        "array",
        "asarray",
        "tensor",
        "Tensor",
        "FloatTensor",
        "as_tensor",
        "Value",
        "Variable",
        "Parameter",
        "float",
        "float32",
        "float64",
        "constant",
    ]
)
UNCHANGED = frozenset(
    ["float", "double", "astype", "copy", "clone", "requires_grad_", "tolist", "numpy", "item"]
)
NAMED = {"pi": math.pi, "e": math.e}
SIGNS: Mapping[type[ast.operator], Callable[[Array, Array], Array]] = {
    ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide, ast.Pow: np.power,
}  # fmt: skip


def number(node: ast.expr) -> float | None:
    """The value of a number as it is written, with its sign; None for anything else."""
    if (
        isinstance(node, ast.UnaryOp)
        and isinstance(node.op, ast.USub)
        and isinstance(node.operand, ast.Constant)
    ):
        value = number(node.operand)
        return None if value is None else -value
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        try:
            return float(node.value)  # type: ignore[arg-type]
        except OverflowError:
            return float("inf")
    return None


def named_number(reader: Reader, node: ast.Name) -> Literal | None:
    """e or pi, where the text gives the name no value; None for any other name."""
    name = node.id
    if name not in NAMED or reader.lookup(name) is not None or name in reader.found.top:
        return None
    reader.constants.add(name)
    return Literal(np.array(NAMED[name]))


def is_euler(reader: Reader, node: ast.expr) -> bool:
    """Whether this is Euler's number, whose powers are exp."""
    if isinstance(node, ast.Name):
        return node.id == "e" and named_number(reader, node) is not None
    if not isinstance(node, ast.Attribute) or node.attr != "e":
        return False
    return reader.noted(node) is None and path_of(reader, node) is not None


def literal(reader: Reader, node: ast.expr, depth: int = 0) -> Literal | None:
    """What is written as numbers alone: also arithmetic of such, and names of which each turn of a loop has its number.
    None for anything else."""
    mark = reader.draws.mark()
    found = _literal(reader, node, depth)
    if found is None and not depth:
        reader.draws.go_back(mark)
    return found


def _literal(reader: Reader, node: ast.expr, depth: int) -> Literal | None:
    reader.count(node)
    if depth > DEEPEST:
        return None
    plain = number(node)
    if plain is not None:
        return Literal(np.array(plain))
    match node:
        case ast.Name():
            found = reader.lookup(node.id)
            if isinstance(found, Literal):
                return None if found.drawn else found
            return named_number(reader, node) if found is None else None
        case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
            inner = literal(reader, node.operand, depth + 1)
            if inner is None or isinstance(node.op, ast.UAdd):
                return inner
            return replace(inner, value=-inner.value)
        case ast.BinOp() if type(node.op) in SIGNS:
            return _arithmetic(reader, node, depth)
        case ast.List() | ast.Tuple():
            return _listed(reader, node, depth)
        case ast.Attribute() if isinstance(noted := reader.noted(node), Literal):
            return noted
        case ast.Attribute():
            path = path_of(reader, node)
            if path is not None and path[-1] in NAMED:
                return Literal(np.array(NAMED[path[-1]]))
            if node.attr == "T" and path is None:
                inner = literal(reader, node.value, depth + 1)
                return None if inner is None else replace(inner, value=inner.value.T)
        case ast.Call():
            return _called(reader, node, depth)
    return None


def _arithmetic(reader: Reader, node: ast.BinOp, depth: int) -> Literal | None:
    # A chain leans to the left: walked in a loop, so that a long one is not deep.
    chain: list[ast.BinOp] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp) and type(left.op) in SIGNS:
        chain.append(left)
        left = left.left
    drawing = _draws(node)
    reader.drawing += drawing
    result = _chained(reader, chain, left, depth)
    reader.drawing -= drawing
    return result


def _draws(node: ast.BinOp) -> bool:
    """Whether random numbers are drawn in it."""
    called = (part.func for part in ast.walk(node) if isinstance(part, ast.Call))
    return any(
        (one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "")) in DRAWING for one in called
    )


def _chained(reader: Reader, chain: list[ast.BinOp], left: ast.expr, depth: int) -> Literal | None:
    result = literal(reader, left, depth + 1)
    for step in reversed(chain):
        right = None if result is None else literal(reader, step.right, depth + 1)
        if result is None or right is None:
            return None
        result = folded(reader, step, result, right)
    return result


def folded(reader: Reader, node: ast.BinOp, left: Literal, right: Literal) -> Literal:
    """Two literals as one, by an operator."""
    with np.errstate(all="ignore"):
        try:
            value = np.asarray(SIGNS[type(node.op)](left.value, right.value))
        except ValueError:
            reader.error(node, "shapes_differ")
    if isinstance(node.op, ast.Div) and np.any(right.value == 0):
        reader.error(node, "zero_divides")
    check(reader, node, value)
    drawn = left.drawn or right.drawn
    return Literal(value, (left.fold or right.fold) and not drawn, drawn)


def _listed(reader: Reader, node: ast.List | ast.Tuple, depth: int) -> Literal | None:
    parts = [literal(reader, part, depth + 1) for part in node.elts]
    if not parts or any(part is None for part in parts):
        return None
    arrays = [part.value for part in parts if part is not None]
    if len({array.shape for array in arrays}) > 1:
        if any(isinstance(part, ast.List) for part in node.elts):
            reader.error(node, "rows_differ")
        return None
    if arrays[0].ndim > 1:
        reader.error(node, "array_too_deep")
    value = np.stack(arrays)
    check(reader, node, value)
    return Literal(value, drawn=next((part.drawn for part in parts if part and part.drawn), ""))


def check(reader: Reader, node: ast.expr, value: Array) -> None:
    """Refuse numbers that are too many or too large."""
    reader.count(node, value.size // 8)  # a large one is more than a number
    if value.size > MOST_ELEMENTS:
        reader.error(node, "array_too_large", most=MOST_ELEMENTS)
    if value.ndim > 2:
        reader.error(node, "array_too_deep")
    if not np.all(np.isfinite(value)):
        reader.error(node, "number_too_large")


def _called(reader: Reader, node: ast.Call, depth: int) -> Literal | None:
    drawn = reader.random_value(node)
    if drawn is not None:
        return drawn if isinstance(drawn, Literal) else None
    path = path_of(reader, node.func)
    if path is not None:
        called = path[-1]
        if called == "sqrt" and reader.drawing and len(node.args) == 1:  # as in randn(3, 2) / np.sqrt(3)
            inner = literal(reader, node.args[0], depth + 1)
            return None if inner is None else replace(inner, value=np.sqrt(np.maximum(inner.value, 0.0)))
        if called in WRAPPERS and len(node.args) >= 1:
            return literal(reader, node.args[0], depth + 1)
        if called in MAKERS:
            return _made(reader, node, called)
        return None
    if isinstance(node.func, ast.Attribute):
        attribute = node.func.attr
        if attribute in UNCHANGED:
            return literal(reader, node.func.value, depth + 1)
        if attribute in ("reshape", "view"):
            inner = literal(reader, node.func.value, depth + 1)
            shape = None if inner is None else sizes(reader, node.args)
            if inner is not None and shape is not None:
                try:
                    value = inner.value.reshape(shape)
                except ValueError:
                    reader.error(node, "reshape_sizes", count=inner.value.size, size=size_text(shape))
                check(reader, node, value)
                return replace(inner, value=value)
    return None


def sizes(reader: Reader, arguments: list[ast.expr]) -> list[int] | None:
    """The sizes of a shape, given as one tuple or one by one; None where they are not known as they are written."""
    if len(arguments) == 1 and isinstance(arguments[0], ast.Tuple | ast.List):
        arguments = arguments[0].elts
    found = [reader.integer(argument) for argument in arguments]
    return None if any(one is None for one in found) else [one for one in found if one is not None]


# What makes an array of whole numbers alone. Its size is checked before it is made.
MAKERS = frozenset(
    ["zeros", "ones", "eye", "identity", "arange", "linspace", "full", "zeros_like", "ones_like"]
)


def _made(reader: Reader, node: ast.Call, called: str) -> Literal:
    """zeros(3), ones((2, 3)), eye(2), arange(4), linspace(0, 1, 5), full(3, 0.5)."""
    if called in ("arange", "linspace"):
        return _stepped(reader, node, called)
    if called in ("zeros_like", "ones_like") and len(node.args) == 1:
        like = reader.shape(node.args[0])
        if like is None:
            reader.error(node, "sizes_needed", name=called)
        return Literal(np.full(like, float(called == "ones_like")))
    given = node.args[:1] if called in ("full", "eye", "identity") else node.args
    shape = sizes(reader, given)
    if not shape or min(shape) < 0:
        reader.error(node, "sizes_needed", name=called)
    if called in ("eye", "identity"):
        shape = [shape[0], shape[0]]
    if len(shape) > 2:
        reader.error(node, "array_too_deep")
    if math.prod(shape) > MOST_ELEMENTS:
        reader.error(node, "array_too_large", most=MOST_ELEMENTS)
    reader.count(node, math.prod(shape) // 8)
    if called in ("eye", "identity"):
        return Literal(np.eye(shape[0]))
    if called != "full":
        return Literal(np.full(shape, float(called == "ones")))
    fill = literal(reader, node.args[1]) if len(node.args) == 2 else None
    if fill is None or fill.value.ndim:
        reader.error(node, "sizes_needed", name=called)
    return Literal(np.full(shape, float(fill.value)), drawn=fill.drawn)


def _stepped(reader: Reader, node: ast.Call, called: str) -> Literal:
    found = [literal(reader, argument) for argument in node.args]
    numbers = [float(one.value) for one in found if one is not None and not one.value.ndim]
    if (
        len(numbers) != len(node.args)
        or not 1 <= len(numbers) <= 3
        or (called == "linspace" and len(numbers) < 2)
    ):
        reader.error(node, "sizes_needed", name=called)
    if called == "linspace":
        count = numbers[2] if len(numbers) == 3 else 50.0
    else:
        first, last = (0.0, numbers[0]) if len(numbers) == 1 else numbers[:2]
        step = numbers[2] if len(numbers) == 3 else 1.0
        count = (last - first) / step if step else math.inf
    if not 0 < count <= MOST_ELEMENTS:
        reader.error(node, "array_too_large", most=MOST_ELEMENTS)
    reader.count(node, int(count) // 8)
    value = np.linspace(numbers[0], numbers[1], int(count)) if called == "linspace" else np.arange(*numbers)
    return Literal(np.asarray(value, dtype=np.float64))


def numbers_of(node: ast.expr) -> ast.expr:
    """The part of a literal that its numbers stand in: what another value is written over."""
    while isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in WRAPPERS and node.args:
            node = node.args[0]
        elif called in UNCHANGED and isinstance(node.func, ast.Attribute):
            node = node.func.value
        else:
            break
    return node
