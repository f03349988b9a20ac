"""What the groups of gates look like that larger networks are built of: layer norm, the cell of an LSTM."""

from __future__ import annotations

from collections.abc import Iterator

from engine.graphs.composite_patterns import Matched, Seen
from engine.graphs.graph import Node


def layer_norm(seen: Seen, last: Node) -> Matched:
    """gamma * (x - mean(x)) / sqrt(var(x) + eps) + beta; gamma and beta may be left out."""
    for scaled, beta in [(last, ""), *_sides(seen, last, "add")]:
        for whole, gamma in [(scaled, ""), *_sides(seen, scaled, "multiply")]:
            found = _standardized(seen, whole)
            leaves = [name for name in (gamma, beta) if name]
            if found is not None and all(seen.graph[name].op is None for name in leaves):
                gates = dict.fromkeys([last.name, scaled.name, whole.name])
                return [*(seen.graph[name] for name in gates), *found[0]], [*found[1], *leaves]
    return None


def _standardized(seen: Seen, last: Node) -> Matched:
    """d / sqrt(mean(d ** 2) + eps), where d is x - mean(x)."""
    if last.op is None or last.op.name != "divide":
        return None
    difference, root = seen.input(last, 0, "subtract"), seen.input(last, 1, "sqrt")
    mean = difference and seen.input(difference, 1, "mean")
    shifted = root and seen.input(root, 0, "add")
    if difference is None or root is None or mean is None or shifted is None:
        return None
    x = seen.source(difference.inputs[0])
    if seen.source(mean.inputs[0]) != x:
        return None
    for spread, eps in _sides(seen, shifted):
        inside = _variance(seen, spread, x, difference)
        if inside is not None and seen.graph[eps].op is None:
            given = [] if seen.number(eps) is not None else [eps]
            return [last, difference, mean, root, shifted, *inside], [x, *given]
    return None


def _variance(seen: Seen, node: Node, x: str, difference: Node) -> list[Node] | None:
    """var(x), or the mean of the squares of the differences."""
    if node.op is not None and node.op.name == "var":
        return [node] if seen.source(node.inputs[0]) == x else None
    if node.op is None or node.op.name != "mean":
        return None
    square = seen.input(node, 0, "square") or seen.input(node, 0, "multiply")
    if square is None or {seen.source(name) for name in square.inputs} != {difference.name}:
        return None
    return [node, square]


def lstm_cell(seen: Seen, last: Node) -> Matched:
    """o * tanh(f * c + i * g), with the gates i, f and o sigmoids and g a tanh; where these are read from places of one
    W @ stack([h, x]) + b, with that."""
    for output, shown in _pairs(seen, last, "sigmoid", "tanh"):
        state = seen.input(shown, 0, "add")
        for kept, written in _pairs(seen, state, "multiply", "multiply"):
            for forget, c in _sides(seen, kept):
                gates = next(_pairs(seen, written, "sigmoid", "tanh"), None)
                if state is None or gates is None or forget.op is None or forget.op.name != "sigmoid":
                    continue
                four = [gates[0], forget, output, gates[1]]
                inside, read = _sums(seen, four)
                return [last, shown, state, kept, written, *four, *inside], [*read, c]
    return None


def _sums(seen: Seen, four: list[Node]) -> tuple[list[Node], list[str]]:
    """What the four gates of a cell are of: the places of one product, or what they read."""
    read = [seen.source(one.inputs[0]) for one in four]
    places = [seen.input(one, 0, "index") for one in four]
    sources = {seen.source(place.inputs[0]) for place in places if place is not None}
    if None in places or len(sources) != 1:
        return [], list(dict.fromkeys(read))
    indices = [place for place in places if place is not None]
    total = seen.graph[sources.pop()]
    for product, bias in _sides(seen, total, "add"):
        if product.op is not None and product.op.name == "matmul":
            weights, x = map(seen.source, product.inputs)
            joined = seen.graph[x]
            if joined.op is not None and joined.op.name in ("stack", "concatenate"):
                return [*indices, total, product, joined], [weights, *map(seen.source, joined.inputs), bias]
            return [*indices, total, product], [weights, x, bias]
    return indices, [total.name]


def _sides(seen: Seen, node: Node | None, op: str = "") -> Iterator[tuple[Node, str]]:
    """Of a gate of two inputs each as a node, with the other as a name; of none if it is no gate `op`."""
    if node is None or node.op is None or len(node.inputs) != 2 or (op and node.op.name != op):
        return
    first, second = map(seen.source, node.inputs)
    yield seen.graph[first], second
    yield seen.graph[second], first


def _pairs(seen: Seen, node: Node | None, one: str, other: str) -> Iterator[tuple[Node, Node]]:
    """The inputs of a gate, in either order, if they are gates of these names."""
    for first, name in _sides(seen, node):
        second = seen.graph[name]
        if first.op is not None and second.op is not None and (first.op.name, second.op.name) == (one, other):
            yield first, second
