"""What a foldable group of gates looks like: one function a kind.

A pattern is given the last gate of a group and answers with the gates of the group and the nodes that it
reads, or None. It looks through copy gates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine import ops
from engine.activations import EVERY
from engine.graphs.decompositions import DECOMPOSITIONS, Line
from engine.graphs.graph import Graph, Node
from engine.ops import Op

Matched = tuple[list[Node], list[str]] | None  # the gates inside, the inputs in order
Group = tuple[tuple[str, ...], tuple[str, ...]]
Pattern = Callable[["Seen", Node], Matched]
ACTIVATIONS = {one.op.name for one in EVERY.values() if one.op is not None} | {ops.SOFTPLUS.name}


class Seen:
    """A graph as the matchers see it: through its copy gates."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.readers: dict[str, list[str]] = {}
        for source, target, _ in graph.edges:
            self.readers.setdefault(source, []).append(target)

    def group(self, node: Node, core: Sequence[Node], inputs: Sequence[str]) -> Group | None:
        """The nodes of a group that ends at `node` and what it reads: the gates that a pattern has named, the
        copy gates between them and the numbers that only they use. None when something outside reads one
        of the gates."""
        inner = {one.name for one in core}
        for name in [name for one in core for name in one.inputs]:
            while self.graph[name].op is ops.COPY:
                inner.add(name)
                name = self.graph[name].inputs[0]
            if self.number(name) is not None and name not in inputs:
                inner.add(name)
        while True:  # copies and numbers that are read from outside stay there
            outside = {
                name
                for name in inner - {node.name}
                if name == self.graph.output or not inner.issuperset(self.readers.get(name, ()))
            }
            if any(one.name in outside for one in core):
                return None
            if not outside:
                break
            inner -= outside
        ordered = tuple(one.name for one in self.graph.nodes if one.name in inner)
        return ordered, self._boundary(ordered, inputs)

    def _boundary(self, inner: Sequence[str], inputs: Sequence[str]) -> tuple[str, ...]:
        """What the group reads from outside, in the order in which the matcher named it."""
        read = dict.fromkeys(
            name for one in inner for name in self.graph[one].inputs
            if name not in inner and not (self.number(name) is not None and self.source(name) not in inputs)
        )  # fmt: skip
        return tuple(sorted(read, key=lambda name: inputs.index(self.source(name))))

    def source(self, name: str) -> str:
        while self.graph[name].op is ops.COPY:
            name = self.graph[name].inputs[0]
        return name

    def input(self, node: Node, index: int, op: str) -> Node | None:
        """The node at an input, if it is an op of that name."""
        found = self.graph[self.source(node.inputs[index])]
        return found if found.op is not None and found.op.name == op else None

    def number(self, name: str) -> float | None:
        node = self.graph[self.source(name)]
        value = self.graph.defaults.get(node.name)
        return float(value) if node.kind == "constant" and value is not None and not value.ndim else None

    def total(self, node: Node, index: int) -> Node | None:
        """The sum at an input, of all elements or of the last axis."""
        found = self.input(node, index, "sum")
        return found if found and isinstance(found.op, ops.Sum) and found.op.axis in (None, -1) else None

    def products(self, node: Node, index: int) -> tuple[list[Node], list[str]] | None:
        """sum(a * b) or dot(a, b) at an input: its gates, and a and b."""
        dot = self.input(node, index, "dot") or self.input(node, index, "matmul")
        if dot is not None:
            return [dot], [self.source(name) for name in dot.inputs]
        total = self.total(node, index)
        product = total and self.input(total, 0, "multiply")
        if total is None or product is None:
            return None
        return [total, product], [self.source(name) for name in product.inputs]


def spelled_as(lines: tuple[Line, ...]) -> Pattern:
    """The pattern of gates that are wired as a decomposition spells them: of an add the inputs in any order."""
    parts = {name: (op, inputs) for name, op, inputs in lines}

    def gates(seen: Seen, node: Node, name: str, found: list[Node], inputs: dict[int, str]) -> bool:
        """Whether the line of that name stands at `node`; its gates are added to `found`."""
        op, wanted = parts[name]
        if node.op is None or not _same(node.op, op) or len(node.inputs) != len(wanted):
            return False
        for order in _orders(op, wanted):
            gathered, read = [node], dict(inputs)
            if all(part(seen, node.inputs[i], order[i], gathered, read) for i in range(len(order))):
                found += gathered
                inputs.update(read)
                return True
        return False

    def part(
        seen: Seen, source: str, wanted: int | float | str, found: list[Node], inputs: dict[int, str]
    ) -> bool:
        """Whether what is read from `source` is the input, the number or the line that is wanted."""
        source = seen.source(source)
        if isinstance(wanted, str):
            return gates(seen, seen.graph[source], wanted, found, inputs)
        if isinstance(wanted, int):
            return inputs.setdefault(wanted, source) == source
        return seen.number(source) == wanted

    def pattern(seen: Seen, last: Node) -> Matched:
        found: list[Node] = []
        inputs: dict[int, str] = {}
        if not gates(seen, last, "", found, inputs):
            return None
        return list(dict.fromkeys(found)), [inputs[index] for index in sorted(inputs)]

    return pattern


def _same(one: Op, other: Op) -> bool:
    """Of a sum only that it is of all elements or of the last axis: for a vector these are the same."""
    if isinstance(one, ops.Sum) and isinstance(other, ops.Sum):
        return one.axis in (None, -1)
    return one.name == other.name


def _orders(op: Op, inputs: tuple[int | float | str, ...]) -> list[tuple[int | float | str, ...]]:
    return [inputs, inputs[::-1]] if op is ops.ADD else [inputs]


SOFTMAX, LOGSUMEXP = spelled_as(DECOMPOSITIONS["softmax"]), spelled_as(DECOMPOSITIONS["logsumexp"])


def cross_entropy(seen: Seen, last: Node) -> Matched:
    """-sum(y * log(p)) and -log(sum(y * p)), p a softmax; logsumexp(z) - sum(y * z). A dot may be the sum."""
    if _is(last, "subtract"):
        whole = _any(seen, last, 0, "logsumexp", LOGSUMEXP)
        picked = whole and seen.products(last, 1)
        if whole is None or picked is None:
            return None
        gates, factors = picked
        z = whole[1][0]
        labels = [name for name in factors if name != z]
        return ([last, *whole[0], *gates], [z, *labels]) if z in factors and len(labels) == 1 else None
    log = seen.input(last, 0, "log") if _is(last, "negate") else None
    picked = seen.products(log or last, 0) if log or _is(last, "negate") else None
    if picked is None:
        return None
    gates, factors = [last, *picked[0], *([log] if log else [])], picked[1]
    for one, label in (factors, factors[::-1]):
        node = seen.graph[one]
        found: Matched = ([], []) if log else None
        if not log and _is(node, "log"):
            gates_here = [node]
            found = _any(seen, node, 0, "softmax", SOFTMAX)
        elif log:
            gates_here = []
            found = ([node], [seen.source(node.inputs[0])]) if _is(node, "softmax") else SOFTMAX(seen, node)
        if found is not None and seen.graph[label].op is None:
            return [*gates, *gates_here, *found[0]], [found[1][0], label]
    return None


def layer(seen: Seen, last: Node) -> Matched:
    """X @ W + b, and an activation of it."""
    gates = [last]
    z: Node | None = last
    if last.op is not None and last.op.name in ACTIVATIONS:
        z = seen.input(last, 0, "add")
        gates += [z] if z else []
    if z is None or not _is(z, "add") or len(z.inputs) != 2:
        return None
    for one, other in ((0, 1), (1, 0)):
        product = seen.input(z, one, "matmul")
        bias = seen.source(z.inputs[other])
        if product is not None and seen.graph[bias].op is None:
            return [*gates, product], [*map(seen.source, product.inputs), bias]
    return None


def attention(seen: Seen, last: Node) -> Matched:
    """softmax(Q @ K.T / sqrt(d)) @ V; it may be a number instead of the root, times one, or not be scaled at all."""
    weights = seen.input(last, 0, "softmax") if _is(last, "matmul") else None
    if weights is None or not isinstance(weights.op, ops.Softmax) or weights.op.axis == 0:
        return None
    product = seen.input(weights, 0, "matmul")
    gates, scale = [last, weights], []
    scaled = seen.input(weights, 0, "divide") or seen.input(weights, 0, "multiply")
    if scaled is not None:
        product = seen.input(scaled, 0, "matmul")
        gates.append(scaled)
        scale = [seen.source(scaled.inputs[1])]
        root = seen.input(scaled, 1, "sqrt")
        if root is not None:
            gates.append(root)
            scale = [seen.source(root.inputs[0])]
    turned = product and seen.input(product, 1, "transpose")
    if product is None or turned is None or (scale and seen.graph[scale[0]].op is not None):
        return None
    scale = [name for name in scale if seen.number(name) is None]  # a number goes inside
    query, key, value = product.inputs[0], turned.inputs[0], last.inputs[1]
    return [*gates, product, turned], [*map(seen.source, (query, key)), *scale, seen.source(value)]


def norm(seen: Seen, last: Node) -> Matched:
    """sqrt(sum(v ** 2)) or sqrt(sum(v * v))"""
    total = seen.total(last, 0) if _is(last, "sqrt") else None
    inside = None if total is None else squared_norm(seen, total)
    return None if inside is None else ([last, *inside[0]], inside[1])


def squared_norm(seen: Seen, last: Node) -> Matched:
    """sum(v ** 2) or sum(v * v)"""
    if not isinstance(last.op, ops.Sum) or last.op.axis is not None:
        return None
    square = seen.input(last, 0, "square") or seen.input(last, 0, "multiply")
    sources = {seen.source(name) for name in square.inputs} if square else set()
    return ([last, square], list(sources)) if square and len(sources) == 1 else None


def _is(node: Node, op: str) -> bool:
    return node.op is not None and node.op.name == op


def _any(seen: Seen, node: Node, index: int, op: str, spelled: Callable[[Seen, Node], Matched]) -> Matched:
    """At an input of a node: a gate of that name, or the gates that spell it."""
    found = seen.input(node, index, op)
    if found is not None:
        return [found], [seen.source(found.inputs[0])]
    return spelled(seen, seen.graph[seen.source(node.inputs[index])])


# The larger before the smaller that they contain.
PATTERNS: dict[str, Pattern] = {
    "softmax with cross-entropy": cross_entropy,
    **{
        name: spelled_as(DECOMPOSITIONS[name])
        for name in ("sigmoid", "tanh", "softmax", "softplus", "logsumexp")
    },
    "attention": attention,
    "layer": layer,
    "norm": norm,
    "squared norm": squared_norm,
}
