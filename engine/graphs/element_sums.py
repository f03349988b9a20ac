"""How one element of what a step brings is made: the sum that stands behind it, of single numbers.

An array is too much to be read at once; one of its elements is not. Of a matrix product it is a row times a column, of
a reduction its terms; going backward it is the upstream gradients of all that the element went into, each times its
local gradient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from engine import ops
from engine.graphs.backprop import Step
from engine.graphs.composite_op import INSIDE
from engine.graphs.forward_sums import LINEAR, MOVES, counted, forward_pieces, is_elementwise, unit
from engine.graphs.sum_pieces import Number, Part, Pieces
from engine.graphs.trace import Trace
from engine.ops import Array, Op

MOST_ROWS = 400  # of a Jacobian, one of whose columns is found row by row


@dataclass(frozen=True)
class ElementSum:
    """The sum of element `element`, counted as in `ravel()`: signs and numbers in order, and what they come to.
    `compute` does it again with other numbers in their places. Without parts nothing goes into it."""

    element: int
    parts: tuple[Part, ...]
    result: float
    compute: Callable[[Sequence[float]], float]

    @property
    def numbers(self) -> list[Number]:
        """The numbers among the parts, in order."""
        return [part for part in self.parts if isinstance(part, Number)]


def result_of(step: Step) -> Array:
    """What a step forward or backward brings."""
    found = step.value if step.phase == "forward" else step.downstream
    return np.asarray(step.upstream if found is None else found)


def largest_element(result: Array) -> int:
    """The element of the largest size among those that are finite."""
    sizes = np.abs(result.ravel())
    return int(np.argmax(np.where(np.isfinite(sizes), sizes, -1.0)))


def element_sum(trace: Trace, step: Step, element: int) -> ElementSum | None:
    """The sum of one element of what a step forward or backward brings; None where no one sum makes it, as in a gate
    that stands for a whole block of others. ValueError where there is no such element."""
    result = result_of(step)
    if not 0 <= element < result.size:
        raise ValueError(f"{element} is no element of an array of shape {result.shape}")
    with np.errstate(all="ignore"):
        pieces = (_forward if step.phase == "forward" else _backward)(trace, step, element)
        if pieces is None:
            return None
        parts, compute = pieces.written() if pieces.terms else ([], sum)
    return ElementSum(element, tuple(parts), float(result.ravel()[element]), compute)


def terms_backward(trace: Trace, step: Step, element: int) -> list[tuple[Number, ...]] | None:
    """What such an element of a step backward is the sum of, all of it: each term the numbers that are multiplied, the
    upstream gradients among them "gradient" (or "moved"). None as above."""
    with np.errstate(all="ignore"):
        pieces = _backward(trace, step, element)
    return None if pieces is None else [tuple(term) for term in pieces.terms]


def _forward(trace: Trace, step: Step, element: int) -> Pieces | None:
    node = trace.graph[step.node]
    if node.op is None or node.op is ops.COPY:
        return None
    inputs = [trace.values[name] for name in node.inputs]

    def read(index: int, place: int) -> Number:
        return Number(float(inputs[index].flat[place]), "value", node.inputs[index], place)

    return forward_pieces(node.op, element, inputs, trace.values[node.name], read)


def _backward(trace: Trace, step: Step, element: int) -> Pieces | None:
    node = trace.graph[step.node]
    op, form, index = node.op, step.form, step.index
    if op is None or form is None or index is None:
        return None
    if op is ops.COPY:
        return Pieces([[Number(float(part.flat[element]), "gradient")] for part in step.parts])
    inputs, output = [trace.values[name] for name in node.inputs], trace.values[node.name]
    upstream = np.asarray(step.upstream)

    def arriving(place: int) -> Number:
        return Number(float(upstream.flat[place]), "gradient", node.name, place)

    def other(value: float, place: int) -> Number:
        """A local gradient that is an element of the other factor."""
        return Number(value, "value", node.inputs[1 - index], place) if place >= 0 else Number(value)

    if "Wᵀ" in form.factors or "xᵀ" in form.factors or form.summed == "bias":
        return _layer(step, element, inputs, output, arriving, other)
    if form is INSIDE:
        return None
    names = [factor.rstrip("ᵀ") for factor in form.factors]
    column = _column(op, index, element, inputs, output, step)
    if column is None:
        return None
    found = list(column)
    if "local" not in names:
        terms = [[arriving(at)] for at, _, _ in found]
        return Pieces([[terms[0][0]._replace(which="moved")]] if len(terms) == 1 else terms)
    turned = names.index("local") < names.index("upstream")
    pairs = [(arriving(at), other(value, place)) for at, value, place in found]
    return Pieces([pair[::-1] if turned else pair for pair in pairs], (None, " × ", None))


Column = Iterable[tuple[int, float, int]]


def _column(
    op: Op, index: int, element: int, inputs: Sequence[Array], output: Array, step: Step
) -> Column | None:
    """What one element of an input counts in each element of the output that it goes into: (element of the output,
    local gradient, its place in the other factor or -1)."""
    local = np.asarray(step.local)
    if is_elementwise(op, inputs, output):
        reached = np.broadcast_to(counted(inputs[index]), output.shape).ravel() == element + 1
        return [(int(at), float(local.flat[at]), -1) for at in np.flatnonzero(reached)]
    if isinstance(op, (*LINEAR, *MOVES)):
        return _of_linear(op, index, element, inputs)
    if output.size == 1 and local.shape == inputs[index].shape:
        return [(0, float(local.flat[element]), -1)]
    if output.size > MOST_ROWS:
        return None
    rows = (op.vjp(index, unit(output, at), inputs, output).flat[element] for at in range(output.size))
    return [(at, float(value), -1) for at, value in enumerate(rows) if value != 0]


def _of_linear(op: Op, index: int, element: int, inputs: Sequence[Array]) -> Column:
    one = unit(inputs[index], element)
    if isinstance(op, ops.Join):
        others = [np.zeros_like(value) for value in inputs]
        return _found(op.forward(*(one if at == index else value for at, value in enumerate(others))))
    if len(inputs) == 1:
        return _found(op.forward(one))
    if op is ops.ROWS:
        return _found(op.forward(inputs[0], one))
    other = inputs[1 - index]
    places = op.forward(*((one, counted(other)) if index == 0 else (counted(other), one)))
    return [
        (int(at), float(other.flat[int(places.flat[at]) - 1]), int(places.flat[at]) - 1)
        for at in np.flatnonzero(places)
    ]


def _found(counts: Array) -> Column:
    return [(int(at), float(counts.flat[at]), -1) for at in np.flatnonzero(counts)]


def _layer(
    step: Step,
    element: int,
    inputs: Sequence[Array],
    output: Array,
    arriving: Callable[[int], Number],
    other: Callable[[float, int], Number],
) -> Pieces:
    """Of a folded layer: upstream times the slope of its activation, then as in a matrix product."""
    slopes = np.asarray(step.local)

    def slope(at: int) -> Number:
        return Number(float(slopes.flat[at]))

    if step.index == 2:
        reached = np.broadcast_to(counted(inputs[2]), output.shape).ravel() == element + 1
        return Pieces(
            [(arriving(int(at)), slope(int(at))) for at in np.flatnonzero(reached)], (None, " × ", None)
        )
    assert step.index is not None
    column = _of_linear(ops.MATMUL, step.index, element, inputs[:2])
    if step.index == 0:
        return Pieces([(arriving(at), slope(at), other(value, place)) for at, value, place in column],
                      ("(", None, " × ", None, ") × ", None))  # fmt: skip
    return Pieces([(other(value, place), arriving(at), slope(at)) for at, value, place in column],
                  (None, " × (", None, " × ", None, ")"))  # fmt: skip
