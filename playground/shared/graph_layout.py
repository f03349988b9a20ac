"""Where the nodes of a computational graph stand: layered, left to right, inputs from top to bottom in order.

`fast_sugiyama` finds the columns (network simplex, so that a leaf stands right before the gate that reads it)
and proposes an order within each. A large graph gets plain columns instead: the library keeps Python's lock while it
works, and its time grows with the square of the edges. The order in which the gates read is taken where it does not
cross many more edges, because a reader expects the first input on top. Heights then follow by least squares: every
node as near as it can be to the mean of its neighbours without touching the next one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import fast_sugiyama

_SWEEPS = 12
_BEND = 0.5  # room, in rows, that an edge takes where it passes through a column
_MORE_CROSSINGS = 1.25  # what the readers' order may cost
_MOST_EDGES = 250  # that the library is given: some 50 ms
_MOST_PASSED = 1000  # columns that they pass through
_MOST_CUTS = 2000  # of edges, where they pass through columns; with more, edges are not cut


@dataclass(frozen=True)
class Layout:
    """Places in node units: ``x`` is a column (an integer), ``y`` a row (a real number), both from 0."""

    places: dict[str, tuple[float, float]]
    bends: dict[tuple[str, str], list[tuple[float, float]]]
    columns: float
    rows: float


def layered(inputs: Mapping[str, Sequence[str]], sizes: Mapping[str, float] | None = None) -> Layout:
    """Lays out the graph whose node names map to the names of their inputs, inputs before their readers.

    ``sizes`` gives the height of a node in rows where it is not 1. Raises ``KeyError`` for an unknown input.
    """
    names = list(inputs)
    number = {name: place for place, name in enumerate(names)}
    pairs = list(dict.fromkeys((number[source], number[name]) for name in names for source in inputs[name]))
    height = [1.0 if sizes is None else sizes.get(name, 1.0) for name in names]

    column = dict.fromkeys(range(len(names)), 0)
    proposed: list[list[int]] = [list(column)]
    segments: list[tuple[int, int]] = []
    if pairs:
        column, proposed, segments = _columns(pairs, len(names))
    above: dict[int, list[int]] = {node: [] for node in column}
    below: dict[int, list[int]] = {node: [] for node in column}
    for source, target in segments:
        above[target].append(source)
        below[source].append(target)
    _order_inputs(above, names, inputs, number)

    read = _reading_order(column, above, below, len(proposed))
    kept = _crossings(proposed, segments, column)
    tidy = _crossings(read, segments, column) <= _MORE_CROSSINGS * kept + 2
    layers = read if tidy else _upright(proposed, read)

    space = [height[node] if node < len(names) else _BEND for node in range(max(column) + 1)]
    rows = _heights(layers, above, below, space)
    top = min((rows[node] - space[node] / 2 for node in rows), default=0.0)
    bottom = max((rows[node] + space[node] / 2 for node in rows), default=0.0)
    place = {node: (float(column[node]), rows[node] - top) for node in rows}
    return Layout(
        places={name: place[number[name]] for name in names},
        bends=_bends(pairs, names, below, place),
        columns=float(len(proposed)),
        rows=bottom - top,
    )


def _columns(
    pairs: list[tuple[int, int]], count: int
) -> tuple[dict[int, int], list[list[int]], list[tuple[int, int]]]:
    """Column of each node, the proposed order in each column, and the edges cut where they pass through one.

    Nodes from ``count`` on are the cuts; where there would be very many, edges are not cut. Parts that hang
    together stand one below the other; a node without edges stands by itself in the first column.
    """
    column: dict[int, int] = {}
    layers: list[list[int]] = []
    segments: list[tuple[int, int]] = []
    spare = count
    plain = _plain_columns(pairs, count)
    passed = sum(plain[target] - plain[source] - 1 for source, target in pairs)
    if len(pairs) > _MOST_EDGES or passed > _MOST_PASSED:
        return _cut(plain, pairs, cutting=passed <= _MOST_CUTS)
    # A part at a time, its nodes counted from 0: of several at once the library gives cuts the numbers of other nodes.
    for part in _parts(pairs):
        members = list(dict.fromkeys(node for pair in part for node in pair))
        own = {node: place for place, node in enumerate(members)}
        ((positions, _, depth, cut),) = fast_sugiyama.from_edges(
            [(own[source], own[target]) for source, target in part],
            vertex_spacing=1, dummy_vertices=True, ranking_type="minimize", check_layout=False,
        )  # fmt: skip
        known: dict[int, int] = {}
        for node, (_, rank) in sorted(positions, key=lambda position: position[1][0]):
            if int(node) < len(members):
                mine = members[int(node)]
            else:
                spare, mine = spare + 1, spare
            known[int(node)] = mine
            column[mine] = round(depth - rank)
            while len(layers) <= column[mine]:
                layers.append([])
            layers[column[mine]].append(mine)
        for source, target in cut if cut is not None else ():
            segments.append((known[int(source)], known[int(target)]))
    if not segments:
        segments = list(pairs)
    for node in range(count):
        if node not in column:
            column[node] = 0
            layers[0].append(node)
    return column, layers, segments


def _parts(pairs: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The edges of each part that hangs together."""
    part: dict[int, list[int]] = {}
    for source, target in pairs:
        one, other = part.setdefault(source, [source]), part.setdefault(target, [target])
        if one is not other:
            one += other
            for node in other:
                part[node] = one
    edges: dict[int, list[tuple[int, int]]] = {}
    for pair in pairs:
        edges.setdefault(id(part[pair[0]]), []).append(pair)
    return list(edges.values())


def _cut(
    plain: list[int], pairs: list[tuple[int, int]], cutting: bool
) -> tuple[dict[int, int], list[list[int]], list[tuple[int, int]]]:
    """The plain columns in the order of the nodes; `cutting`: with each edge cut where it passes through one."""
    column = dict(enumerate(plain))
    layers: list[list[int]] = [[] for _ in range(max(plain) + 1)]
    for node, mine in enumerate(plain):
        layers[mine].append(node)
    segments: list[tuple[int, int]] = []
    for source, target in pairs:
        before = source
        for mine in range(plain[source] + 1, plain[target]) if cutting else ():
            spare = len(column)
            column[spare] = mine
            layers[mine].append(spare)
            segments.append((before, spare))
            before = spare
        segments.append((before, target))
    return column, layers, segments


def _plain_columns(pairs: list[tuple[int, int]], count: int) -> list[int]:
    """Column of each node: right of all its inputs, and a leaf right before its first reader."""
    column, first = [0] * count, [count] * count
    for source, target in sorted(pairs, key=lambda pair: pair[1]):  # inputs come before their readers
        column[target] = max(column[target], column[source] + 1)
    for source, target in pairs:
        first[source] = min(first[source], column[target] - 1)
    read = {target for _, target in pairs}
    return [mine if node in read or first[node] == count else first[node] for node, mine in enumerate(column)]


def _order_inputs(
    above: dict[int, list[int]], names: list[str], inputs: Mapping[str, Sequence[str]], number: dict[str, int]
) -> None:
    """Sorts what stands left of each node as its inputs are ordered; a cut stands for the input behind it."""

    def origin(node: int) -> int:
        while node >= len(names):
            node = above[node][0]
        return node

    for place, name in enumerate(names):
        order = {number[source]: at for at, source in reversed(list(enumerate(inputs[name])))}
        above[place].sort(key=lambda node, order=order: order[origin(node)])  # type: ignore[misc]


def _reading_order(
    column: dict[int, int], above: dict[int, list[int]], below: dict[int, list[int]], count: int
) -> list[list[int]]:
    """Each column in the order in which the next ones read it: first inputs above second ones.

    From right to left, a node stands where its readers are on average, an input taking its part of the
    place. Where nothing is read twice, no edges cross.
    """
    layers: list[list[int]] = [[] for _ in range(count)]
    rank: dict[int, float] = {}
    for node in sorted(column):
        layers[column[node]].append(node)
    for layer in reversed(layers):
        turn = {}
        for node in layer:
            turns = [
                rank[reader] + (place + 0.5) / len(above[reader])
                for reader in below[node]
                for place, source in enumerate(above[reader])
                if source == node
            ]
            turn[node] = sum(turns) / len(turns) if turns else -1.0
        layer.sort(key=lambda node, turn=turn: (turn[node], node))  # type: ignore[misc]
        rank.update({node: float(place) for place, node in enumerate(layer)})
    return layers


def _upright(layers: list[list[int]], read: list[list[int]]) -> list[list[int]]:
    """The proposed order, or its mirror image when that is nearer to the order of reading."""
    agreement = 0
    for proposed, wanted in zip(layers, read, strict=True):
        rank = {node: place for place, node in enumerate(wanted)}
        for place, first in enumerate(proposed):
            agreement += sum(1 if rank[first] < rank[second] else -1 for second in proposed[place + 1 :])
    return layers if agreement >= 0 else [proposed[::-1] for proposed in layers]


def _crossings(layers: list[list[int]], segments: list[tuple[int, int]], column: dict[int, int]) -> int:
    """How many pairs of edges cross between neighbouring columns."""
    rank = {node: place for layer in layers for place, node in enumerate(layer)}
    ends: dict[int, list[tuple[int, int]]] = {}
    for source, target in segments:
        ends.setdefault(column[source], []).append((rank[source], rank[target]))
    total = 0
    for between in ends.values():
        between.sort()
        for place, (first, to) in enumerate(between):
            total += sum(1 for second, other in between[place + 1 :] if second > first and other < to)
    return total


def _heights(
    layers: list[list[int]], above: dict[int, list[int]], below: dict[int, list[int]], space: list[float]
) -> dict[int, float]:
    """Rows of all nodes: each column in its order, as near as may be to the neighbours on both sides."""
    rows: dict[int, float] = {}
    for layer in layers:
        at = 0.0
        for node in layer:
            rows[node] = at + space[node] / 2
            at += space[node]
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 else layers[::-1]:
            wanted = []
            for node in layer:
                near = above[node] + below[node]
                # The last sweeps centre a node on what it reads: a gate stands at the middle of its inputs.
                if sweep >= _SWEEPS - 2 and above[node]:
                    near = above[node]
                wanted.append(sum(rows[other] for other in near) / len(near) if near else rows[node])
            for node, row in zip(layer, _spread(wanted, [space[node] for node in layer]), strict=True):
                rows[node] = row
    return rows


def _spread(wanted: list[float], space: list[float]) -> list[float]:
    """Least-squares rows in the given order, neighbours at least half the sum of their spaces apart.

    Pool adjacent violators: taking away the room that is needed in between leaves an isotonic regression.
    """
    offsets, offset = [], 0.0
    for place, room in enumerate(space):
        offset += room / 2 + (space[place - 1] / 2 if place else -room / 2)
        offsets.append(offset)
    blocks: list[tuple[float, int]] = []
    for row, offset in zip(wanted, offsets, strict=True):
        total, count = row - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before, many = blocks.pop()
            total, count = total + before, count + many
        blocks.append((total, count))
    levels = [total / count for total, count in blocks for _ in range(count)]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]


def _bends(
    pairs: list[tuple[int, int]],
    names: list[str],
    below: dict[int, list[int]],
    place: dict[int, tuple[float, float]],
) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """The places through which an edge goes that is longer than one column."""
    bends: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for source in {source for source, _ in pairs}:
        for first in below[source]:
            points, node = [], first
            while node >= len(names):
                points.append(place[node])
                node = below[node][0]
            if points:
                bends[names[source], names[node]] = points
    return bends
