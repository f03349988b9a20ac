"""What a foldable group of gates looks like: one function a kind.

A pattern is given the last gate of a group and answers with the gates of the group and the nodes that it
reads, or None. It looks through copy gates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine import ops
from engine.graphs.graph import Graph, Node

Matched = tuple[list[Node], list[str]] | None  # the gates inside, the inputs in order
Group = tuple[tuple[str, ...], tuple[str, ...]]
ACTIVATIONS = (
    "relu", "leaky relu", "elu", "sigmoid", "tanh", "softplus", "softmax", "maxout of halves",
)  # fmt: skip


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

    def plus_one(self, node: Node | None) -> Node | None:
        """exp(...) of a node that is 1 + exp(...)."""
        if node is None or len(node.inputs) != 2:
            return None
        for one, other in ((0, 1), (1, 0)):
            if self.number(node.inputs[one]) == 1.0:
                return self.input(node, other, "exp")
        return None

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


def sigmoid(seen: Seen, last: Node) -> Matched:
    """1 / (1 + exp(-a))"""
    below = seen.input(last, 0, "add") if _is(last, "reciprocal") else None
    exp = seen.plus_one(below)
    minus = exp and seen.input(exp, 0, "negate")
    if below is None or exp is None or minus is None:
        return None
    return [last, below, exp, minus], [seen.source(minus.inputs[0])]


def tanh(seen: Seen, last: Node) -> Matched:
    """(exp(a) - exp(-a)) / (exp(a) + exp(-a))"""
    above = seen.input(last, 0, "subtract") if _is(last, "divide") else None
    below = above and seen.input(last, 1, "add")
    if above is None or below is None or len(below.inputs) != 2:
        return None
    gates = [last, above, below]
    sources = set()
    for node, index in ((above, 0), (above, 1), (below, 0), (below, 1)):
        exp = seen.input(node, index, "exp")
        if exp is None:
            return None
        gates.append(exp)
        if index == 1:
            minus = seen.input(exp, 0, "negate")
            if minus is None:
                return None
            gates.append(minus)
            exp = minus
        sources.add(seen.source(exp.inputs[0]))
    return (gates, list(sources)) if len(sources) == 1 else None


def softplus(seen: Seen, last: Node) -> Matched:
    """log(1 + exp(a))"""
    above = seen.input(last, 0, "add") if _is(last, "log") else None
    exp = seen.plus_one(above)
    return None if above is None or exp is None else ([last, above, exp], [seen.source(exp.inputs[0])])


def softmax(seen: Seen, last: Node) -> Matched:
    """exp(z) / sum(exp(z))"""
    above = seen.input(last, 0, "exp") if _is(last, "divide") else None
    total = above and seen.total(last, 1)
    exp = total and seen.input(total, 0, "exp")
    if above is None or total is None or exp is None:
        return None
    z = seen.source(above.inputs[0])
    return ([last, above, total, exp], [z]) if z == seen.source(exp.inputs[0]) else None


def logsumexp(seen: Seen, last: Node) -> Matched:
    """log(sum(exp(z)))"""
    total = seen.total(last, 0) if _is(last, "log") else None
    exp = total and seen.input(total, 0, "exp")
    return None if total is None or exp is None else ([last, total, exp], [seen.source(exp.inputs[0])])


def cross_entropy(seen: Seen, last: Node) -> Matched:
    """-sum(y * log(p)) and -log(sum(y * p)), p a softmax; logsumexp(z) - sum(y * z). A dot may be the sum."""
    if _is(last, "subtract"):
        whole = _any(seen, last, 0, "logsumexp", logsumexp)
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
            found = _any(seen, node, 0, "softmax", softmax)
        elif log:
            gates_here = []
            found = ([node], [seen.source(node.inputs[0])]) if _is(node, "softmax") else softmax(seen, node)
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


def norm(seen: Seen, last: Node) -> Matched:
    """sqrt(sum(v ** 2))"""
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
PATTERNS: dict[str, Callable[[Seen, Node], Matched]] = {
    "softmax with cross-entropy": cross_entropy,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "softmax": softmax,
    "softplus": softplus,
    "logsumexp": logsumexp,
    "layer": layer,
    "norm": norm,
    "squared norm": squared_norm,
}
