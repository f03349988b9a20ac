"""Which inputs of a graph are numbers, which vectors and which matrices, and of what sizes, by what is done with them.

What the gates ask for comes first: `W @ x` has no numbers in it. Where they leave a choice it is made as the lectures
write: a capital letter is a matrix, a small one a vector, what is added to a matrix is a bias, a vector.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, product

from engine import ops
from engine.graphs.graph import Graph, Node
from engine.graphs.shape_rules import Misfit, Size, Sizes, is_meant, reach, shape_after
from engine.ops import COPY, Op, Shape
from engine.ops.shaping import Index, Join

Domain = frozenset[int]  # of numbers of axes
Domains = dict[str, Domain]

ANY: Domain = frozenset((0, 1, 2))
MOST_TRIES = 60  # of choices, before the next best is given up
MOST_LISTED = 3  # inputs of a gate whose combinations are listed
SIDES = (3, 2)  # sizes that nothing asks for, in turns, so that rows and columns are told apart
NUMBER_NAMES = re.compile(
    "(?i)(eps(ilon)?|lr|rate|learning_?rate|lam(b|bd|bda)?_?|alpha|reg|decay|momentum|margin|delta|tau|temp"
    "(erature)?|d|d_?k|d_?model|dim|n|step|std|sigma)"
)
MATRIX_NAMES = re.compile("[A-Z]|weight|kernel|table|embedding")
BIAS_NAMES = re.compile("b([_0-9]|ias|eta|$)|gamma|scale|shift|gain|mu$|mean")
SAMPLES_NAMES = re.compile("X|data|batch|inputs")
ATTENDING = ("q", "k", "v")  # together these are queries, keys and values, a row each


def likely_shapes(graph: Graph, known: Mapping[str, Shape], meant: bool = True) -> dict[str, Shape]:
    """The shape of every leaf of which none is known. Raises Misfit when there is none that fits.

    `known` has the shapes of the other leaves. With `meant`, nothing is taken that nobody would write, such as the sum
    of a single number.
    """
    ranks = {name: len(shape) for name, shape in known.items()}
    for assignment in _Ranks(graph, ranks, meant).assignments():
        try:
            return _sized(graph, known, assignment)
        except Misfit:
            continue
    raise Misfit


def shapes_after(graph: Graph, known: Mapping[str, Shape]) -> dict[str, Shape]:
    """The shape of every node, of those of the leaves. Raises Misfit when they do not fit together."""
    sizes = _sizes(graph, {name: tuple(map(Size, shape)) for name, shape in known.items()})
    return {name: tuple(size.settled(1) for size in shape) for name, shape in sizes.items()}


def _sized(graph: Graph, known: Mapping[str, Shape], ranks: Mapping[str, int]) -> dict[str, Shape]:
    """The leaves' shapes with so many axes: all sizes found that follow from others, the rest chosen."""
    leaves = {name: tuple(map(Size, shape)) for name, shape in known.items()}
    leaves |= {name: tuple(Size() for _ in range(rank)) for name, rank in ranks.items()}
    shapes = _sizes(graph, leaves)
    turn = 0
    for size in (size for name in graph.leaves for size in shapes[name]):
        if size.value is None:
            size.settled(SIDES[turn % len(SIDES)])
            turn += 1
    return {name: tuple(size.settled(1) for size in leaves[name]) for name in ranks}


def _sizes(graph: Graph, leaves: Mapping[str, Sizes]) -> dict[str, Sizes]:
    """The sizes of every node, with what the gates say of them."""
    read: dict[str, list[Index]] = {}
    for node in graph.operations:
        if isinstance(node.op, Index):
            read.setdefault(node.inputs[0], []).append(node.op)
    shapes: dict[str, Sizes] = {}
    for node in graph.nodes:
        if node.op is not None:
            shapes[node.name] = shape_after(node.op, [shapes[name] for name in node.inputs])
        elif node.name in leaves:
            shapes[node.name] = leaves[node.name]
        else:
            shapes[node.name] = tuple(map(Size, graph.defaults[node.name].shape))
        for op in read.get(node.name, ()):
            reach(op, shapes[node.name])
    return shapes


class _Ranks:
    """Finds out how many axes each node has, and where that is open chooses the likeliest first."""

    def __init__(self, graph: Graph, known: Mapping[str, int], meant: bool) -> None:
        self.graph, self.meant = graph, meant
        self.readers: dict[str, list[Node]] = {}
        for node in graph.operations:
            for name in set(node.inputs):
                self.readers.setdefault(name, []).append(node)
        self._tables: dict[tuple[Op, int], list[tuple[int, ...]]] = {}
        self.first: Domains = {}
        for node in graph.nodes:
            self.first[node.name] = ANY
            if node.kind == "constant":
                self.first[node.name] = frozenset((graph.defaults[node.name].ndim,))
            elif node.name in known:
                self.first[node.name] = frozenset((known[node.name],))
        self.open = [name for name in graph.leaves if name not in known]
        self.uses = {name: list(self._uses(name)) for name in self.open}

    def assignments(self) -> Iterator[Mapping[str, int]]:
        """The number of axes of each leaf that is open, the likeliest first. Misfit when there is none at all."""
        domains = dict(self.first)
        self._narrow(domains, self.graph.operations)
        if self._all_numbers(domains):
            yield dict.fromkeys(self.open, 0)
        # Choices that are still to be tried: what was known before, the leaf and what else it may be.
        waiting: list[tuple[Domains, str, list[int]]] = []
        for _ in range(MOST_TRIES + len(self.open)):
            leaf = self._next(domains)
            if leaf is None:
                yield {name: min(domains[name]) for name in self.open}
            else:
                waiting.append((domains, leaf, self._preferred(leaf, domains)))
            while waiting:
                before, leaf, ranks = waiting[-1]
                if not ranks:
                    waiting.pop()
                    continue
                domains = {**before, leaf: frozenset((ranks.pop(0),))}
                try:
                    self._narrow(domains, self.readers.get(leaf, ()))
                except Misfit:
                    continue
                break
            else:
                return

    def _all_numbers(self, domains: Domains) -> bool:
        """Whether nothing in the graph is an array: then nothing in it need be one."""
        return all(0 in domain for domain in domains.values())

    # What follows from what is known

    def _narrow(self, domains: Domains, nodes: Sequence[Node]) -> None:
        """Takes out of the domains what cannot be. Misfit when nothing is left."""
        queue = list(nodes)
        waiting = {node.name for node in queue}
        while queue:
            node = queue.pop()
            waiting.discard(node.name)
            for name, left in self._left(node, domains).items():
                if left == domains[name]:
                    continue
                if not left:
                    raise Misfit
                domains[name] = left
                near = [*self.readers.get(name, ()), *([self.graph[name]] if self.graph[name].op else [])]
                for other in near:
                    if other.name not in waiting:
                        waiting.add(other.name)
                        queue.append(other)

    def _left(self, node: Node, domains: Domains) -> dict[str, Domain]:
        """The domains of a gate's inputs and output, each without what no other agrees to."""
        assert node.op is not None
        names = (*node.inputs, node.name)
        if len(node.inputs) > MOST_LISTED:
            return self._left_of_many(node, domains)
        fitting = [
            ranks for ranks in self._table(node.op, len(node.inputs))
            if all(rank in domains[name] for rank, name in zip(ranks, names, strict=True))
        ]  # fmt: skip
        left: dict[str, Domain] = {}
        for place, name in enumerate(names):
            left[name] = left.get(name, ANY) & frozenset(ranks[place] for ranks in fitting)
        return left

    def _left_of_many(self, node: Node, domains: Domains) -> dict[str, Domain]:
        """The same of a gate with many inputs, which are broadcast, or have as many axes each."""
        inputs = [domains[name] for name in node.inputs]
        output = domains[node.name]
        if node.op is not None and node.op.broadcasts:
            least, most = max(map(min, inputs)), max(map(max, inputs))
            output = frozenset(rank for rank in output if least <= rank <= most)
            highest = max(output, default=-1)
            return {node.name: output} | {
                name: frozenset(rank for rank in domains[name] if rank <= highest) for name in node.inputs
            }
        more = int(isinstance(node.op, Join) and node.op.stacked)
        common = frozenset.intersection(*inputs, frozenset(rank - more for rank in output))
        return dict.fromkeys(node.inputs, common) | {node.name: frozenset(rank + more for rank in common)}

    def _table(self, op: Op, count: int) -> list[tuple[int, ...]]:
        """How many axes the inputs of an op may have, and its output then."""
        if (op, count) not in self._tables:
            table = []
            for ranks in product((0, 1, 2), repeat=count):
                if self.meant and not is_meant(op, ranks):
                    continue
                try:
                    output = shape_after(op, [tuple(Size() for _ in range(rank)) for rank in ranks])
                except Misfit:
                    continue
                table.append((*ranks, len(output)))
            self._tables[op, count] = table
        return self._tables[op, count]

    # What is likely

    def _uses(self, name: str) -> Iterator[tuple[Node, int]]:
        """The gates that a value goes into, and as which input; through those that leave its shape as it is."""
        for node in self.readers.get(name, ()):
            op = node.op
            if op is COPY or (op is not None and op.broadcasts and len(node.inputs) == 1):
                yield from self._uses(node.name)
            else:
                yield node, node.inputs.index(name)

    def _next(self, domains: Domains) -> str | None:
        """The leaf to decide about next: one of which the gates tell the most."""
        undecided = [name for name in self.open if len(domains[name]) > 1]
        others = [name for name in undecided if name not in self.graph.labels]
        asked = (name for name in others if 0 not in domains[name])
        beside = (name for name in others if self._beside(name, domains))
        return next(chain(asked, beside, others, undecided), None)

    def _beside(self, name: str, domains: Domains) -> int:
        """How many axes the largest array has that it is put together with element by element, or that shall come of
        it, as far as is known."""
        return max(
            (min(domains[other]) for node, _ in self.uses[name] if node.op is not None and node.op.broadcasts
             for other in (*node.inputs, node.name)),
            default=0,
        )  # fmt: skip

    def _preferred(self, name: str, domains: Domains) -> list[int]:
        """What a leaf may be, the likeliest first."""
        if name in self.graph.labels:
            order = self._order_of_label(name, domains)
        else:
            order = self._order(name, self._beside(name, domains), 0 in domains[name])
        return [rank for rank in order if rank in domains[name]]

    def _order(self, name: str, beside: int, may_be_number: bool) -> tuple[int, ...]:
        if may_be_number and (NUMBER_NAMES.fullmatch(name) or (beside == 1 and self._of_all_samples(name))):
            return 0, 1, 2
        matrix = bool(MATRIX_NAMES.match(name)) or (
            name in ATTENDING and set(ATTENDING) <= set(self.graph.leaves)
        )
        if not may_be_number or beside == 1:
            return (2, 1, 0) if matrix and not may_be_number else (1, 2, 0)
        if beside == 2:
            added = any(node.op is ops.ADD for node, _ in self.uses[name])
            row = not matrix and (added or BIAS_NAMES.match(name))
            return (1, 2, 0) if row else (2, 1, 0)
        return 0, 1, 2

    def _order_of_label(self, name: str, domains: Domains) -> tuple[int, ...]:
        """The numbers of classes rather than ones and zeros: the fewest axes. Of rows to be read there are several."""
        rows = any(node.op is ops.ROWS and 2 in domains[node.inputs[1]] for node, _ in self.uses[name])
        return (1, 0, 2) if rows else (0, 1, 2)

    def _of_all_samples(self, name: str) -> bool:
        """Whether it is the bias of X @ w, which has a number for each sample: one number for all of them."""
        for node, _ in self.uses[name]:
            for other in node.inputs if node.op is ops.ADD else ():
                if self.graph[other].op is ops.MATMUL and SAMPLES_NAMES.match(self.graph[other].inputs[0]):
                    return True
        return False
