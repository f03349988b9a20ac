"""Random numbers as they are drawn in code: torch.randn(2, 3), np.random.normal(0, 1, (2, 3)), rng.uniform(size=3),
random.uniform(-1, 1). They are the same at each reading: `random_streams` says which."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping

import numpy as np

from engine.graphs.python_subset.literals import MOST_ELEMENTS, check, literal, sizes
from engine.graphs.python_subset.modules import path_of
from engine.graphs.python_subset.random_names import DRAWING, GENERATORS, SEEDS
from engine.graphs.python_subset.random_streams import Stream, Wish
from engine.graphs.python_subset.reader import Reader
from engine.graphs.python_subset.values import Declared, Literal, Unread, Value
from engine.ops import Shape

# What a call is given by its place. "sizes" are all that are left.
BY_PLACE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("rand", "randn"), ("sizes",)),
    **dict.fromkeys(("rand_like", "randn_like"), ("like",)),
    **dict.fromkeys(("random", "random_sample", "standard_normal"), ("size",)),
    **dict.fromkeys(("normal", "gauss", "normalvariate"), ("loc", "scale", "size")),
    "uniform": ("low", "high", "size"),
    **dict.fromkeys(("randint", "integers", "randrange"), ("low", "high", "size")),
}
CALLED = {
    "mean": "loc",
    "mu": "loc",
    "std": "scale",
    "sigma": "scale",
    "a": "low",
    "b": "high",
    "input": "like",
}
IGNORED = frozenset(["dtype", "device", "requires_grad", "layout", "pin_memory", "generator"])
UNIFORM = frozenset(["rand", "random", "random_sample", "uniform", "rand_like"])
WHOLE = frozenset(["randint", "integers", "randrange"])
LARGEST = 10**9  # of a whole number


def random_value(reader: Reader, node: ast.Call) -> Literal | Stream | Unread | None:
    """What a call is that draws random numbers, makes a generator, or gives one its seed; None for any other."""
    path = path_of(reader, node.func)
    if path is None:
        if not isinstance(node.func, ast.Attribute):
            return None
        stream = _stream(reader, node.func.value)
        return None if stream is None else _of_stream(reader, node, stream, node.func.attr)
    called = path[-1]
    if called in GENERATORS:
        return Stream(GENERATORS[called] if path[0] != "torch" else "torch", _seed(reader, node))
    if called in DRAWING | SEEDS:
        return _of_stream(reader, node, reader.draws.streams[_module(reader, path)], called)
    return None


def _of_stream(reader: Reader, node: ast.Call, stream: Stream, called: str) -> Literal | Stream | Unread:
    if called in DRAWING:
        return _drawn(reader, node, stream, called)
    if called not in SEEDS:
        reader.error(node, "random_unread", name=called)
    stream.seed(_seed(reader, node) or 0)
    return stream if called == "manual_seed" else Unread()


def _module(reader: Reader, path: list[str]) -> str:
    """Whose generator a function draws from that none is named for: Python's own, PyTorch's, or NumPy's."""
    if path[0] in ("torch", "random") and len(path) > 1:
        return path[0]
    words = reader.source.words
    return (
        "random" if len(path) == 1 and "random" in words and not {"np", "numpy", "torch"} & words else "numpy"
    )


def _stream(reader: Reader, node: ast.expr) -> Stream | None:
    """The generator that stands before a dot. Of calls only those are looked at that make one: nothing else is read."""
    found: Value | None = None
    match node:
        case ast.Name():
            found = reader.lookup(node.id)
        case ast.Attribute():
            found = reader.noted(node)
        case ast.Call(func=ast.Attribute(attr="manual_seed", value=ast.Call() as made)) if _makes(
            reader, made
        ):
            found = random_value(reader, node)
        case ast.Call() if _makes(reader, node):
            found = random_value(reader, node)
    return found if isinstance(found, Stream) else None


def _makes(reader: Reader, node: ast.Call) -> bool:
    path = path_of(reader, node.func)
    return path is not None and path[-1] in GENERATORS


def _seed(reader: Reader, node: ast.Call) -> int | None:
    """The seed that a call is given, which may be longer than other whole numbers are."""
    given = next(
        (one.value for one in node.keywords if one.arg == "seed"), node.args[0] if node.args else None
    )
    if isinstance(given, ast.Call) and given.args:  # Generator(PCG64(0))
        given = given.args[0]
    if given is None:
        return None
    if isinstance(given, ast.Constant) and type(given.value) is int:
        return int(given.value)
    return reader.integer(given)


def _drawn(reader: Reader, node: ast.Call, stream: Stream, called: str) -> Literal:
    given = _arguments(reader, node, called)
    own = given.get("generator")
    stream = (own is not None and _stream(reader, own)) or stream
    shape = _shape(reader, node, called, given)
    if called in WHOLE:
        wish = Wish("whole", shape, *_ends(reader, node, called, given, stream))
        factor, shift = 1.0, 0.0
    elif called in UNIFORM:
        wish = Wish("uniform", shape)
        shift = _number(reader, given.get("low"), 0.0)
        factor = _number(reader, given.get("high"), 1.0) - shift
    else:
        wish = Wish(called if called in ("gauss", "normalvariate") else "normal", shape)
        factor, shift = _number(reader, given.get("scale"), 1.0), _number(reader, given.get("loc"), 0.0)
    value = shift + factor * reader.draws.draw(stream, wish, reader.naming)
    if not stream.in_order:
        value = np.round(value, 12)  # 0.3, not 0.30000000000000004
    check(reader, node, np.asarray(value))
    return Literal(np.asarray(value), drawn=reader.filling or "r")


def _arguments(reader: Reader, node: ast.Call, called: str) -> dict[str, ast.expr]:
    """What a call is given, by name. What is given as sizes one by one is under "sizes", as a tuple."""
    names = BY_PLACE[called]
    placed = node.args
    # torch.randint(3, (2,)) has the highest number and the size.
    if called == "randint" and len(placed) == 2 and isinstance(placed[1], ast.Tuple | ast.List):
        names = ("low", "size")
    given: dict[str, ast.expr] = {}
    if names == ("sizes",):
        if placed:
            given["size"] = (
                placed[0] if len(placed) == 1 else ast.copy_location(ast.Tuple(placed, ast.Load()), node)
            )
    elif len(placed) > len(names):
        reader.error(node, "arguments_not", name=called, needed=len(names), count=len(placed))
    else:
        given.update(zip(names, placed, strict=False))
    for keyword in node.keywords:
        word = CALLED.get(keyword.arg or "", keyword.arg or "")
        if word not in {*names, "size", "endpoint"} | IGNORED:
            known = ", ".join(one for one in {**dict.fromkeys(names), "size": None} if one != "sizes")
            reader.error(keyword, "argument_unknown", name=called, given=keyword.arg or "**", known=known)
        given[word] = keyword.value
    return {word: value for word, value in given.items() if not _is_none(value)}


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _shape(reader: Reader, node: ast.Call, called: str, given: Mapping[str, ast.expr]) -> Shape:
    """How many numbers are drawn. It is checked before any is."""
    like, size = given.get("like"), given.get("size")
    if isinstance(size, ast.Starred):
        size = size.value
    if isinstance(size, ast.Attribute) and size.attr == "shape":
        like = size.value
    shape: Shape | None
    if like is not None:
        shape = reader.shape(like)
    else:
        found = [] if size is None else sizes(reader, [size])
        shape = None if found is None else tuple(found)
    if shape is None or any(one < 0 for one in shape) or (called.endswith("_like") and like is None):
        reader.error(node, "sizes_needed", name=called)
    if len(shape) > 2:
        reader.error(node, "array_too_deep")
    if not 1 <= math.prod(shape) <= MOST_ELEMENTS:
        if 0 in shape:
            reader.error(node, "sizes_needed", name=called)
        reader.error(node, "array_too_large", most=MOST_ELEMENTS)
    reader.count(node, math.prod(shape) // 8)
    return shape


def _ends(
    reader: Reader, node: ast.Call, called: str, given: Mapping[str, ast.expr], stream: Stream
) -> tuple[int, int]:
    """The lowest whole number that may be drawn, and the one that may not be any more."""
    if "low" not in given:
        reader.error(node, "random_range", name=called)
    first = reader.integer(given["low"])
    last = reader.integer(given["high"]) if "high" in given else None
    if first is None or (last is None and "high" in given):
        reader.error(node, "random_range", name=called)
    low, high = (0, first) if last is None else (first, last)
    # Python's own randint may give the last one too, as integers(..., endpoint=True) may.
    endpoint = given.get("endpoint")
    if (called == "randint" and stream.is_python) or (isinstance(endpoint, ast.Constant) and endpoint.value):
        high += 1
    if not -LARGEST <= low < high <= LARGEST:
        reader.error(node, "random_range", name=called)
    return low, high


def _number(reader: Reader, node: ast.expr | None, usual: float) -> float:
    if node is None:
        return usual
    held = reader.lookup(node.id) if isinstance(node, ast.Name) else None
    found = held.literal if isinstance(held, Declared) else literal(reader, node)
    if found is None or found.value.ndim:
        reader.error(node, "number_needed_here")
    return float(found.value)
