"""How one element of what a gate computes is made of elements of its inputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import cast

import numpy as np

from engine import ops
from engine.graphs.composite_op import Folded
from engine.graphs.sum_pieces import Number, Part, Pieces
from engine.ops import Array, Op
from engine.ops.base import Elementwise, parts_of
from engine.ops.losses import L1_LOSS, HalfSquared, Loss, MeanSquared, Penalty, one_hot
from engine.ops.normalizing import LogSumExpOf
from engine.ops.pair_losses import PairLoss
from engine.ops.reductions import MaxoutHalves, Norm, Reduction

Read = Callable[[int, int], Number]  # of an input's number and a place in it

MOVES = (type(ops.TRANSPOSE), ops.Index, type(ops.ROWS), ops.Reshape, ops.Join)
# Linear in each input while the others stay: an element is the sum of those of an input, each times what it counts.
LINEAR = (ops.MatMul, type(ops.OUTER), ops.Convolution, ops.Sum, ops.CumulativeSum, type(ops.TRACE))


def unit(like: Array, place: int) -> Array:
    """Zeros, and a one at one place."""
    made = np.zeros(like.size)
    made[place] = 1.0
    return made.reshape(like.shape)


def counted(like: Array) -> Array:
    """The place of each element, from 1."""
    return np.arange(1.0, like.size + 1).reshape(like.shape)


def is_elementwise(op: Op, inputs: Sequence[Array], output: Array) -> bool:
    """Whether each element of the output is made of one element of each input."""
    return op.broadcasts or (isinstance(op, LogSumExpOf) and all(one.shape == output.shape for one in inputs))


def forward_pieces(op: Op, element: int, inputs: Sequence[Array], output: Array, read: Read) -> Pieces | None:
    """The pieces of the sum of one element of the output; None where it is not one sum."""
    if isinstance(op, Folded):
        return _of_folded(op, element, inputs, output, read)
    if is_elementwise(op, inputs, output):
        return _elementwise(op, element, inputs, output, read)
    if isinstance(op, MOVES):
        return _moved(op, element, inputs, output, read)
    if isinstance(op, LINEAR):
        return _linear(op, element, inputs, output, read)
    if isinstance(op, (Loss, PairLoss, Penalty)):
        return _loss(op, inputs, read)
    if op is ops.PICK:
        chosen = np.flatnonzero(unit_of_output(op, element, inputs, output))
        return Pieces([[read(0, int(at))] for at in chosen])
    return _reduced(op, element, inputs, output, read)


def unit_of_output(op: Op, element: int, inputs: Sequence[Array], output: Array) -> Array:
    """What each element of the first input counts in one element of the output."""
    return op.vjp(0, unit(output, element), inputs, output).ravel()


def _elementwise(op: Op, element: int, inputs: Sequence[Array], output: Array, read: Read) -> Pieces:
    places = [np.broadcast_to(counted(one), output.shape).ravel()[element] - 1 for one in inputs]
    numbers = [read(index, int(place)) for index, place in enumerate(places)]
    return of_template(op.written(*(f"{{{at}}}" for at in range(len(inputs)))), numbers,
                       lambda values: float(op.forward(*map(np.asarray, values))))  # fmt: skip


def of_template(text: str, numbers: Sequence[Number], compute: Callable[[Sequence[float]], float]) -> Pieces:
    """A formula of one term, with {0}, {1} for its numbers, each as often as it stands there."""
    parts = parts_of(text)
    places = [part for part in parts if isinstance(part, int)]
    first = [places.index(at) for at in range(len(numbers))]  # where each is read from
    return Pieces(
        [[numbers[at] for at in places]],
        [None if isinstance(part, int) else part for part in parts],
        term=lambda values: compute([values[at] for at in first]),
    )


def _moved(op: Op, element: int, inputs: Sequence[Array], output: Array, read: Read) -> Pieces:
    ends = np.cumsum([0, *(one.size for one in inputs)])
    tables = [counted(one) + end for one, end in zip(inputs, ends, strict=False)]
    if op is ops.ROWS:
        tables[0] = inputs[0]
    place = int(op.forward(*tables).ravel()[element]) - 1
    index = 1 if op is ops.ROWS else int(np.searchsorted(ends, place, side="right")) - 1
    return Pieces([[read(index, place - int(ends[index]))._replace(which="moved")]])


def _linear(op: Op, element: int, inputs: Sequence[Array], output: Array, read: Read) -> Pieces:
    one = unit(output, element)
    counts = op.vjp(0, one, inputs, output).ravel()
    places = np.flatnonzero(counts)
    if isinstance(op, (ops.Sum, ops.CumulativeSum, type(ops.TRACE))):
        return Pieces([[read(0, int(at))] for at in places])
    others = op.vjp(0, one, [inputs[0], counted(inputs[1])], output).ravel()
    return Pieces(
        [[read(0, int(at)), read(1, int(others[at]) - 1)] for at in np.flatnonzero(others)],
        (None, " × ", None),
    )


def _along(op: Op, element: int, inputs: Sequence[Array], output: Array) -> list[int]:
    """The places of the elements that are reduced to one."""
    x = inputs[0]
    if isinstance(op, MaxoutHalves):
        width = output.shape[-1]
        row, column = divmod(element, width)
        return [row * 2 * width + column, row * 2 * width + width + column]
    if isinstance(op, ops.MaxPool):
        return [int(at) for at in op.seen(counted(x) - 1).reshape(output.size, -1)[element]]
    axis = op.axis if isinstance(op, (Reduction, ops.Softmax)) else None
    if axis is None:
        return list(range(x.size))
    lines = np.moveaxis(counted(x) - 1, axis, -1).reshape(-1, x.shape[axis])
    which = element
    if isinstance(op, ops.Softmax):
        which = int(np.flatnonzero((lines == element).any(axis=-1))[0])
    return [int(at) for at in lines[which]]


def _reduced(op: Op, element: int, inputs: Sequence[Array], output: Array, read: Read) -> Pieces | None:
    if len(inputs) != 1:
        return None
    along = _along(op, element, inputs, output)
    numbers = [read(0, at) for at in along]
    terms, count = [[number] for number in numbers], len(numbers)
    values = np.array([number.value for number in numbers])
    exps = ("exp(", None, ")")
    if isinstance(op, ops.Softmax):
        own = read(0, element)
        if isinstance(op, ops.LogSoftmax):
            return Pieces(
                terms,
                exps,
                (own, " − log("),
                (")",),
                term=_exp,
                whole=lambda all_, own: own[0] - np.log(sum(all_)),
            )
        return Pieces(
            terms,
            exps,
            ("exp(", own, ") / ("),
            (")",),
            term=_exp,
            whole=lambda all_, own: np.exp(own[0]) / np.float64(sum(all_)),
        )
    if isinstance(op, type(ops.LOGSUMEXP)):
        return Pieces(terms, exps, ("log(",), (")",), term=_exp, whole=lambda all_, own: np.log(sum(all_)))
    if isinstance(op, ops.Mean):
        return _meant(terms, (None,), count)
    if isinstance(op, Norm):
        return Pieces(
            terms, (None, "²"), ("√(",), (")",), term=_square, whole=lambda all_, own: np.sqrt(sum(all_))
        )
    if isinstance(op, ops.Product):
        return Pieces(terms, sign="×", whole=lambda all_, own: prod(all_))
    if isinstance(op, ops.Variance):
        centre = Number(float(values.mean()))
        less = count - op.fewer
        root = isinstance(op, ops.Deviation)
        return Pieces(
            [[number, centre] for number in numbers], ("(", None, " − ", None, ")²"),
            ("√((" if root else "(",), (f") / {less})" if root else f") / {less}",), term=_square_of_difference,
            whole=lambda all_, own: np.sqrt(sum(all_) / less) if root else sum(all_) / less,
        )  # fmt: skip
    if isinstance(op, (ops.Largest, MaxoutHalves, ops.MaxPool)):
        smallest = isinstance(op, ops.Largest) and not op.largest
        choose = min if smallest else max
        return Pieces(terms, before=("min(" if smallest else "max(",), after=(")",), sign=",", smallest=smallest,
                      whole=lambda all_, own: choose(all_))  # fmt: skip
    return None


def _exp(numbers: Sequence[float]) -> float:
    return float(np.exp(numbers[0]))


def _square(numbers: Sequence[float]) -> float:
    return numbers[0] * numbers[0]


def _square_of_difference(numbers: Sequence[float]) -> float:
    return (numbers[0] - numbers[1]) ** 2


def _meant(terms: Sequence[Sequence[Number]], template: Sequence[str | None], count: int,
           term: Callable[[Sequence[float]], float] = prod) -> Pieces:  # fmt: skip
    """A mean, of so many."""
    if count == 1:
        return Pieces(terms, template, term=term)
    return Pieces(
        terms, template, ("(",), (f") / {count}",), term=term, whole=lambda all_, own: sum(all_) / count
    )


def _loss(op: Op, inputs: Sequence[Array], read: Read) -> Pieces | None:
    if isinstance(op, Penalty):
        weights = [[read(index, at)] for index, one in enumerate(inputs) if index for at in range(one.size)]
        squared = op is ops.L2_PENALTY
        return Pieces(weights, (None, "²") if squared else ("|", None, "|"), (read(0, 0), " × ("), (")",),
                      term=_square if squared else lambda one: abs(one[0]),
                      whole=lambda all_, own: own[0] * sum(all_))  # fmt: skip
    a, y = inputs
    if op is ops.CROSS_ENTROPY and a.ndim == 1:
        label = one_hot(y, a)
        chosen = np.flatnonzero(label)
        if len(chosen) != 1 or label[chosen[0]] != 1:
            return None
        return Pieces([[read(0, at)] for at in range(a.size)], ("exp(", None, ")"), ("log(",),
                      (") − ", read(0, int(chosen[0]))), term=_exp,
                      whole=lambda all_, own: float(np.log(sum(all_))) - own[0])  # fmt: skip
    if a.shape != y.shape:
        return None
    pairs = [[read(0, at), read(1, at)] for at in range(a.size)]
    square = ("(", None, " − ", None, ")²")
    if isinstance(op, MeanSquared):
        return _meant(pairs, square, a.size, _square_of_difference)
    if isinstance(op, HalfSquared):
        return Pieces(
            pairs,
            square,
            ("½ × (",),
            (")",),
            term=_square_of_difference,
            whole=lambda all_, own: sum(all_) / 2,
        )
    size = ("|", None, " − ", None, "|")
    if op is L1_LOSS:
        return Pieces(pairs, size, term=_apart)
    if isinstance(op, PairLoss):
        count = a.size if op.reduction == "mean" else 1
        if isinstance(op, ops.SquaredError):
            return _meant(pairs, square, count, _square_of_difference)
        if isinstance(op, ops.AbsoluteError):
            return _meant(pairs, size, count, _apart)
        return _meant([[Number(float(one))] for one in op.each(a, y).ravel()], (None,), count)
    return None


def _apart(numbers: Sequence[float]) -> float:
    return abs(numbers[0] - numbers[1])


def _of_folded(op: Folded, element: int, inputs: Sequence[Array], output: Array, read: Read) -> Pieces | None:
    """A gate that stands for several, where they come to one that is known or to a layer."""
    if op.like is not None:
        return _elementwise(op.like, element, inputs, output, read)
    if op.name == "layer":
        return _layer(op, element, inputs, output, read)
    known = {"softmax": ops.SOFTMAX, "logsumexp": ops.LOGSUMEXP, "norm": ops.NORM}.get(op.name)
    if known is not None and len(inputs) == 1 and known.forward(*inputs).shape == output.shape:
        return _reduced(known, element, inputs, output, read)
    if op.name == "softmax with cross-entropy" and len(inputs) == 2:
        return _loss(ops.CROSS_ENTROPY, inputs, read)
    if op.name == "squared norm" and len(inputs) == 1:
        return Pieces([[read(0, at)] for at in range(inputs[0].size)], (None, "²"), term=_square)
    return None


def _layer(op: Folded, element: int, inputs: Sequence[Array], output: Array, read: Read) -> Pieces:
    """act(x @ W + b), of one unit."""
    product = _linear(ops.MATMUL, element, inputs[:2], output, read)
    last = cast(Op, op.inside[op.inside.output].op)
    before: list[Part] = []
    after: list[Part] = []
    if len(inputs) > 2:
        place = int(np.broadcast_to(counted(inputs[2]), output.shape).ravel()[element]) - 1
        after += [" + ", read(2, place)]
    bends = isinstance(last, Elementwise) and len(op.inside[op.inside.output].inputs) == 1
    if bends:
        around = parts_of(last.written("{0}"))
        name_ends = around.index(0)
        before += cast(list[Part], around[:name_ends])
        after += cast(list[Part], around[name_ends + 1 :])

    def whole(values: Sequence[float], own: Sequence[float]) -> float:
        total = np.asarray(sum(values) + sum(own))
        return float(last.forward(total) if bends else total)

    return Pieces(product.terms, product.template, before, after, whole=whole)
