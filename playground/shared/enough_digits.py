"""With how many digits numbers stand in a formula, so that it comes out.

Whoever puts the numbers that stand there into the formula that stands there gets the result that stands there. So what
is rounded for reading is put through the very op again: the fewest digits are taken with which that gives the result to
half a unit of its last digit. Where mathematics says 0 and only rounding is left, no digits help: that is found too.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.graphs.backprop import Step, forward
from engine.graphs.expression import parse
from engine.graphs.graph import Graph, Node
from engine.graphs.trace import Trace
from engine.ops import COPY, Array
from engine.ops.base import Elementwise, unbroadcast
from playground.shared.seen_numbers import (
    last_place,
    last_place_apart,
    last_place_of_change,
    seen,
    seen_apart,
)
from playground.shared.written_numbers import DIGITS

MOST_DIGITS = 17  # with so many a number is told from every other
MOST_WRITTEN = 16  # elements of an array of which each is written; a larger one is a picture
EPSILON = (
    2.0**-50
)  # a result this much smaller than what it was made of has no digit that rounding left alone
ZERO = 0.01
ADDING = {"add", "subtract", "sum", "mean", "dot", "matmul", "cumsum"}

Compute = Callable[[Sequence[Array]], Array]
Noise = NDArray[np.bool_]


class Sums:
    """The sums of one trace, to be looked at step by step, in order."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._values: dict[
            str, Noise
        ] = {}  # which elements are what rounding left of 0, of nodes that have such
        self._gradients: dict[str, Noise] = {}

    def look(self, step: Step) -> tuple[int, list[int]]:
        """The digits of the numbers from which the step's result is computed; and which elements of that result,
        counted row by row, are only what rounding left of 0."""
        if step.phase == "update" or (step.phase == "backward" and step.input is None):
            return DIGITS, []
        node = self._trace.graph[step.node]
        if step.phase == "forward" and node.op is COPY:
            if node.inputs[0] in self._values:
                self._values[node.name] = self._values[node.inputs[0]]
            return DIGITS, []
        with np.errstate(all="ignore"):
            compute, operands, result, noise = (self._forward if step.phase == "forward" else self._backward)(
                step, node
            )
            digits: int | None = DIGITS
            if all(operand.size <= MOST_WRITTEN for operand in operands):
                digits, open_ = enough_digits(compute, operands, result, noise)
                if digits is None:  # with every digit it comes out otherwise: rounding is what it is made of
                    noise |= open_
                    digits, _ = enough_digits(compute, operands, result, noise)
            return digits or DIGITS, np.flatnonzero(noise).tolist()

    def _forward(self, step: Step, node: Node) -> tuple[Compute, list[Array], Array, Noise]:
        op = node.op
        assert op is not None
        operands, result = [self._trace.values[name] for name in node.inputs], self._trace.values[node.name]

        def compute(inputs: Sequence[Array]) -> Array:
            return op.forward(*inputs)

        size = None
        if op.name in ADDING:
            size = (
                abs(operands[0]) + abs(operands[1])
                if op.name == "subtract"
                else compute(list(map(abs, operands)))
            )
        elif isinstance(op, Elementwise) and len(operands) == 1:
            size = abs(operands[0] * op.local(0, operands, result))
        noise = _noise(result, size)
        if any(name in self._values for name in node.inputs):
            rest = [
                _without(operand, self._values.get(name))
                for operand, name in zip(operands, node.inputs, strict=True)
            ]
            noise |= (compute(rest) == 0) & (result != 0)
        if noise.any():
            self._values[node.name] = noise
        return compute, operands, result, noise

    def _backward(self, step: Step, node: Node) -> tuple[Compute, list[Array], Array, Noise]:
        assert step.input is not None
        result, upstream = np.asarray(step.downstream), np.asarray(step.upstream)
        if node.op is COPY:
            operands: list[Array] = list(step.parts)
            compute: Compute = _added
        else:
            compute, operands = self._meeting(step, node)
        cancelling = node.op is COPY or any(
            operand.ndim for operand in operands
        )  # a product of numbers has no terms
        noise = _noise(result, compute(list(map(abs, operands))) if cancelling else None)
        if node.op is COPY and node.name in self._gradients:
            noise |= self._gradients[node.name] & (result != 0)
        elif node.name in self._gradients:
            rest = [_without(upstream, self._gradients[node.name]), *operands[1:]]
            noise |= (compute(rest) == 0) & (result != 0)
        first = step.gradient is not None and np.array_equal(step.gradient, result)
        before = self._gradients.pop(step.input, None)
        together = noise if first or before is None else noise & before
        if together.any() and (first or before is not None):
            self._gradients[step.input] = together
        return compute, operands, result, noise

    def _meeting(self, step: Step, node: Node) -> tuple[Compute, list[Array]]:
        """How upstream meets what else stands in the line, as the step's form says it."""
        op, form = node.op, step.form
        assert op is not None
        assert form is not None
        assert step.index is not None
        index, shape = step.index, self._trace.values[node.inputs[step.index]].shape
        upstream, local = np.asarray(step.upstream), np.asarray(step.local)
        inputs = [self._trace.values[name] for name in node.inputs]
        output = self._trace.values[node.name]
        names = [factor.rstrip("ᵀ") for factor in form.factors]
        if "local" not in names:

            def move(operands: Sequence[Array]) -> Array:
                return op.vjp(index, operands[0], inputs, output)

            return move, [upstream]
        if "∗" in names:

            def convolve(operands: Sequence[Array]) -> Array:
                other = np.flip(operands[1]) if index == 0 else operands[1]
                seen_inputs = [inputs[0], other] if index == 0 else [other, inputs[1]]
                return op.vjp(index, operands[0], seen_inputs, output)

            return convolve, [upstream, local]
        if local.ndim > 2:  # a table for each row, or for each column

            def each(operands: Sequence[Array]) -> Array:
                turn = "ijk,ij->ik" if form.summed == "rows" else "ijk,ji->ki"
                return np.asarray(np.einsum(turn, operands[1], operands[0]))

            return each, [upstream, local]
        if local.ndim > upstream.ndim == 1 and "@" not in names:  # spread along the axis that was reduced
            spread = upstream[:, None] * local if len(upstream) == len(local) else None
            axis = (
                1
                if spread is not None and np.allclose(spread, np.asarray(step.downstream), equal_nan=True)
                else 0
            )

            def stretched(operands: Sequence[Array]) -> Array:
                return np.asarray(np.expand_dims(operands[0], axis) * operands[1])

            return stretched, [upstream, local]
        others = {"x": 0, "W": 1}
        read = [name for name in names if name in others]

        def meet(operands: Sequence[Array]) -> Array:
            known = dict(zip(["upstream", "local", *read], operands, strict=True))
            return met(form.factors, form.summed, known, shape)

        return meet, [upstream, local, *(inputs[others[name]] for name in read)]

    def of_terms(
        self,
        terms: Sequence[tuple[str, str, Array]],
        known: Mapping[str, Array],
        settings: Mapping[str, float],
    ) -> list[list[int]]:
        """For each line of an optimizer's arithmetic (label, formula, value) the digits of the numbers in it, of each
        element: `known` are the arrays by name, which the lines themselves add to, and `settings` the numbers that are
        written as they were typed."""
        numbers, found = dict(known), []
        for label, formula, value in terms:
            graph = _read_formula(formula)
            place = last_place_of_change(known["w"], value) if label == "w" else last_place_apart(value)
            told = all(name in numbers or name in settings for name in graph.leaves)
            found.append(
                _term_digits(graph, numbers, settings, value, place) if told else [DIGITS] * value.size
            )
            numbers[label] = value
        return found


def enough_digits(
    compute: Compute, operands: Sequence[Array], result: Array, aside: Noise
) -> tuple[int | None, Noise]:
    """The fewest significant digits, three at least, with which the operands as they are then seen give the result to
    half a unit of its last digit as it is seen; None where none do. And what does not come out with the most.
    Elements `aside`, or not finite, are passed over."""
    aside = aside | ~np.isfinite(result)
    # A 0 has no last digit: it comes out where what is added up to it leaves little beside that.
    of_zero = ZERO * min([1.0, *(float(np.abs(operand).max(initial=0.0)) for operand in operands)])
    place = np.where(result == 0, of_zero, last_place(result))
    wrong = aside
    if not result.ndim and aside:
        return DIGITS, ~aside
    for digits in range(DIGITS, MOST_DIGITS + 1):
        wrong = ~(
            (abs(compute([seen(operand, digits) for operand in operands]) - result) <= place / 2) | aside
        )
        if not wrong.any():
            return digits, wrong
    return None, wrong


def _term_digits(
    graph: Graph, known: Mapping[str, Array], settings: Mapping[str, float], value: Array, place: Array
) -> list[int]:
    found, missing = np.full(value.shape, DIGITS), np.isfinite(value)
    constants = {name: np.array(float(f"{settings[name]:.6g}")) for name in graph.leaves if name not in known}
    with np.errstate(all="ignore"):
        for digits in range(DIGITS, MOST_DIGITS + 1):
            arrays = {name: seen_apart(known[name], digits) for name in graph.leaves if name in known}
            values = {**graph.defaults, **constants, **arrays}
            for _ in forward(graph, values):
                pass
            missing &= ~(abs(values[graph.output] - value) <= place / 2)
            if not missing.any():
                break
            found[missing] = min(digits + 1, MOST_DIGITS)
    return [int(digits) for digits in found.ravel()]


def met(factors: Sequence[str], summed: str, known: Mapping[str, Array], shape: tuple[int, ...]) -> Array:
    """The product that a line of the backward pass writes, of the `shape` of what it goes to: `factors` are names and
    signs in order, with ᵀ where an array is turned; a vector beside a vector makes a table of products."""
    return np.asarray(unbroadcast(_product(list(factors), summed, known), shape))


# No functions within `met`: two that call each other would keep all arrays until the garbage collector comes.


def _factor(left: list[str], summed: str, known: Mapping[str, Array]) -> Array:
    """The next of what is `left`, taken off it: an array, or what stands in brackets."""
    token = left.pop(0)
    if token == "(":
        inside = _product(left, summed, known)
        left.pop(0)
        return inside
    if token == "[":
        first = _product(left, summed, known)
        left.pop(0)
        pair = np.concatenate([first, _product(left, summed, known)], axis=-1)
        left.pop(0)
        return pair
    array = known[token.rstrip("ᵀ")]
    return array.T if token.endswith("ᵀ") else array


def _product(left: list[str], summed: str, known: Mapping[str, Array]) -> Array:
    result = _factor(left, summed, known)
    while left and left[0] in ("×", "@"):
        sign, other = left.pop(0), _factor(left, summed, known)
        if sign == "×":
            result = np.asarray(result * other)
        elif summed == "rows":
            result = other @ result.T if other.ndim == 2 and result.ndim == 2 else result
        else:
            result = np.multiply.outer(result, other) if result.ndim == other.ndim == 1 else result @ other
    return result


def _added(parts: Sequence[Array]) -> Array:
    return np.asarray(sum(parts))


def _noise(result: Array, size: Array | None) -> Noise:
    if size is None:
        return np.zeros(result.shape, bool)
    return np.asarray((result != 0) & np.isfinite(result) & (abs(result) <= EPSILON * size))


def _without(values: Array, noise: Noise | None) -> Array:
    return values if noise is None else np.where(noise, 0.0, values)


@functools.cache
def _read_formula(formula: str) -> Graph:
    """The graph of an optimizer's formula; there are as many as optimizers have lines."""
    return parse(formula.replace("×", "*").replace("^", "**").replace("²", "**2"))
