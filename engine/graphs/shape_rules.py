"""What shape a gate gives for the shapes that go into it, while some sizes are not known yet.

`shape_after` says it for every op. Sizes that must be equal become one `Size`; where the size that comes out is worked
out from those that go in, as in a convolution, these are settled then and there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from types import EllipsisType

from engine import ops
from engine.ops import Op
from engine.ops.losses import Hinge, Loss
from engine.ops.normalizing import LogSumExpOf
from engine.ops.pair_losses import PairLoss
from engine.ops.reductions import MaxoutHalves, Reduction
from engine.ops.shaping import Index, Join, Reshape

KERNEL, PICTURE, PIECES, SLICED = 3, 5, 4, 4  # sizes that show what such a gate does


class Misfit(Exception):
    """These shapes do not go through this gate."""


class Size:
    """A number of elements, rows or columns: known, or not yet and then at least `least`."""

    def __init__(self, value: int | None = None, least: int = 1) -> None:
        self._value, self._least = value, least
        self._same: Size | None = None

    @property
    def root(self) -> Size:
        """The one that stands for all that are equal to it."""
        found = self
        while found._same is not None:
            found = found._same
        return found

    @property
    def value(self) -> int | None:
        return self.root._value

    def equal(self, other: Size) -> None:
        """From now on the two are one. Misfit when they are known to differ."""
        kept, gone = self.root, other.root
        if kept is gone:
            return
        if kept._value is None:
            kept, gone = gone, kept
        kept.at_least(gone._least)
        if None not in (kept._value, gone._value) and kept._value != gone._value:
            raise Misfit
        gone._same = kept

    def at_least(self, least: int) -> None:
        """Misfit when it is known to be less."""
        root = self.root
        root._least = max(root._least, least)
        if root._value is not None and root._value < least:
            raise Misfit

    def settled(self, likely: int) -> int:
        """Its value; the likely one, or the least that it may be, if it was not known."""
        root = self.root
        if root._value is None:
            root._value = max(likely, root._least)
        return root._value


Sizes = tuple[Size, ...]


def shape_after(op: Op, shapes: Sequence[Sizes]) -> Sizes:
    """The shape that an op gives of inputs of these shapes. Raises Misfit when they do not go through it."""
    for kind, rule in RULES:
        if isinstance(op, kind):
            return rule(op, *shapes)
    return _broadcast(shapes)


def is_meant(op: Op, ranks: Sequence[int]) -> bool:
    """Whether anybody would write it of such inputs: the sum of a single number is a sum, but not what is meant."""
    if isinstance(op, Reduction):
        return ranks[0] > 0
    if isinstance(op, type(ops.TRANSPOSE)):
        return ranks[0] == 2
    if op is ops.DOT or isinstance(op, type(ops.OUTER)):
        return tuple(ranks) == (1, 1)
    return True


def _broadcast(shapes: Sequence[Sizes]) -> Sizes:
    """Aligned at their ends; a size of 1 is stretched."""
    result: list[Size] = []
    for place in range(1, max(map(len, shapes)) + 1):
        sizes = [shape[-place] for shape in shapes if len(shape) >= place]
        wide = [size for size in sizes if size.value != 1] or sizes[:1]
        for other in wide[1:]:
            wide[0].equal(other)
        result.insert(0, wide[0])
    return tuple(result)


def _need(holds: bool) -> None:
    if not holds:
        raise Misfit


def _same(*shapes: Sizes) -> Sizes:
    for other in shapes[1:]:
        _need(len(other) == len(shapes[0]))
        for one, two in zip(shapes[0], other, strict=True):
            one.equal(two)
    return shapes[0]


def _axis(axis: int, rank: int) -> int:
    """Counted from the first."""
    _need(-rank <= axis < rank)
    return axis % rank


def _matmul(op: Op, a: Sizes, b: Sizes) -> Sizes:
    _need(len(a) > 0 and len(b) > 0)
    a[-1].equal(b[0])
    return (*a[:-1], *b[1:])


def _transpose(op: Op, x: Sizes) -> Sizes:
    return x[::-1]


def _outer(op: Op, a: Sizes, b: Sizes) -> Sizes:
    def count(shape: Sizes) -> Size:
        return shape[0] if len(shape) == 1 else Size(prod(size.settled(KERNEL) for size in shape))

    return count(a), count(b)


def _trace(op: Op, x: Sizes) -> Sizes:
    _need(len(x) == 2)
    return ()


def _reduction(op: Reduction, x: Sizes) -> Sizes:
    if op.axis is None:
        return tuple(Size(1) for _ in x) if op.keep else ()
    axis = _axis(op.axis, len(x))
    return (*x[:axis], *([Size(1)] if op.keep else []), *x[axis + 1 :])


def _along(op: ops.Softmax | ops.CumulativeSum, x: Sizes) -> Sizes:
    _axis(op.axis, len(x))
    return x


def _labelled(op: Op, scores: Sizes, label: Sizes) -> Sizes:
    """The number of a class for each row, or targets of the shape of the scores."""
    if isinstance(op, Hinge) and (not scores or scores[-1].value == 1):
        if label:
            _same(scores, label)
        return ()
    _need(len(scores) > 0)
    _same(scores if len(label) == len(scores) else scores[:-1], label)
    return scores[:-1] if op is ops.PICK else ()


def _pair(op: Op, a: Sizes, y: Sizes) -> Sizes:
    _same(a, y)
    return ()


def _cosine(op: Op, a: Sizes, b: Sizes) -> Sizes:
    _need(len(a) > 0)
    return _same(a, b)[:-1]


def _of_axes(op: Index, rank: int) -> list[int | slice | None]:
    """The places of an index with one for each axis, new axes between them."""
    left = rank - sum(place is not None and place is not ... for place in op.places)
    _need(left >= 0)
    at = op.places.index(...) if ... in op.places else len(op.places)
    places = [*op.places[:at], *[slice(None)] * left, *op.places[at + 1 :]]
    return [place for place in places if not isinstance(place, EllipsisType)]


def reach(op: Index, x: Sizes) -> None:
    """Has sizes that are not known be so large that there is something at every place that is read."""
    for size, place in zip(x, (one for one in _of_axes(op, len(x)) if one is not None), strict=True):
        ends = [place.start, place.stop] if isinstance(place, slice) else [place + 1 if place >= 0 else place]
        if size.value is None:
            size.at_least(max((end if end >= 0 else 1 - end for end in ends if end is not None), default=1))


def _index(op: Index, x: Sizes) -> Sizes:
    sizes, result = list(x), []
    for place in _of_axes(op, len(x)):
        if place is None:
            result.append(Size(1))
            continue
        size = sizes.pop(0)
        if isinstance(place, int):
            size.at_least(place + 1 if place >= 0 else -place)
        else:
            result.append(size if place == slice(None) else Size(len(range(size.settled(SLICED))[place])))
    _need(len(result) <= 2)
    return tuple(result)


def _rows(op: Op, numbers: Sizes, table: Sizes) -> Sizes:
    _need(len(table) > 0 and len(numbers) + len(table) <= 3)
    return (*numbers, *table[1:])


def _one_hot(op: ops.OneHot, number: Sizes) -> Sizes:
    _need(len(number) <= 1)
    return (*number, Size(op.classes))


def _reshape(op: Reshape, x: Sizes) -> Sizes:
    known = prod(size for size in op.shape if size >= 0)
    unknown = [size for size in x if size.value is None]
    if unknown and known:
        others = prod(size.value for size in x if size.value is not None)
        for size in unknown[1:]:
            others *= size.settled(2)
        unknown[0].settled(max(1, (2 * known if -1 in op.shape else known) // (others or 1)))
    count = prod(size.settled(2) for size in x)
    if -1 not in op.shape:
        _need(count == known)
    else:
        _need(known > 0 and count % known == 0)
    return tuple(Size(count // known if size == -1 else size) for size in op.shape)


def _join(op: Join, *pieces: Sizes) -> Sizes:
    rank = len(pieces[0])
    if op.stacked:
        _need(rank < 2)
        axis = _axis(op.axis, rank + 1)
        shape = _same(*pieces)
        return (*shape[:axis], Size(len(pieces)), *shape[axis:])
    axis = _axis(op.axis, rank)
    _need(all(len(piece) == rank for piece in pieces))
    _same(*((*piece[:axis], *piece[axis + 1 :]) for piece in pieces))
    joined = Size(sum(piece[axis].settled(2) for piece in pieces))
    return (*pieces[0][:axis], joined, *pieces[0][axis + 1 :])


def _convolution(op: ops.Convolution, x: Sizes, kernel: Sizes) -> Sizes:
    _need(len(x) == len(kernel) == op.dimensions)
    result = []
    for size, side in zip(x, kernel, strict=True):
        within = KERNEL if size.value is None else min(KERNEL, size.value + 2 * op.padding)
        side.settled(within)
        room = size.settled(max(PICTURE, side.settled(KERNEL))) + 2 * op.padding - side.settled(KERNEL)
        _need(room >= 0)
        result.append(Size(room // op.stride + 1))
    return tuple(result)


def _pool(op: ops.MaxPool, x: Sizes) -> Sizes:
    _need(len(x) > 0)
    rooms = [size.settled(op.size + op.stride) - op.size for size in x]
    _need(min(rooms) >= 0)
    return tuple(Size(room // op.stride + 1) for room in rooms)


def _halves(op: Op, x: Sizes) -> Sizes:
    _need(len(x) > 0)
    size = x[-1].settled(PIECES)
    _need(size % 2 == 0)
    return (*x[:-1], Size(size // 2))


def _alike(op: Op, *shapes: Sizes) -> Sizes:
    return _same(*shapes)


# Of what stands in no line the inputs are broadcast.
RULES: Sequence[tuple[type[Op], Callable[..., Sizes]]] = (
    (ops.MatMul, _matmul),
    (type(ops.TRANSPOSE), _transpose),
    (type(ops.OUTER), _outer),
    (type(ops.TRACE), _trace),
    (Reduction, _reduction),
    (ops.Softmax, _along),
    (ops.CumulativeSum, _along),
    (Loss, _labelled),
    (type(ops.PICK), _labelled),
    (PairLoss, _pair),
    (type(ops.COSINE_SIMILARITY), _cosine),
    (Index, _index),
    (type(ops.ROWS), _rows),
    (ops.OneHot, _one_hot),
    (Reshape, _reshape),
    (Join, _join),
    (ops.Convolution, _convolution),
    (ops.MaxPool, _pool),
    (MaxoutHalves, _halves),
    (LogSumExpOf, _alike),
)
