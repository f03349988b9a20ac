"""Kinks: where a function has no derivative, so that a difference across it is no gradient.

ReLU, leaky ReLU, abs, sign and threshold have one at 0, max, min, maxout and max pooling where the two largest
(smallest) are equal, the hinge loss where a margin is 0, the norm at 0, comparisons and the absolute error where both
sides are equal, clip at its bounds. ELU and the Huber loss have none: their slopes are the same from both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine import ops
from engine.graphs.composite_op import Folded
from engine.graphs.graph import Graph
from engine.ops import Array, Op
from engine.ops.losses import one_hot

AT_ZERO = (ops.RELU, ops.LEAKY_RELU, ops.ABS, ops.SIGN, ops.THRESHOLD)


@dataclass(frozen=True)
class Kink:
    """A gate `node` (of `op`) whose `element` is `distance` away from a kink. `crossed_by` names the inputs
    of the graph of which a step of h, up or down, is enough to get to its other side."""

    node: str
    op: str
    element: tuple[int, ...]
    distance: float
    crossed_by: tuple[str, ...]

    def __str__(self) -> str:
        where = f"{self.node}{list(self.element)}" if self.element else self.node
        told = "at its kink" if self.distance == 0 else f"{self.distance:.3g} from its kink"
        crossed = f", and h crosses it by {', '.join(self.crossed_by)}" if self.crossed_by else ""
        return f"{self.op} {where} is {told}{crossed}"


@dataclass(frozen=True)
class Sides:
    """For each element of a gate its distance from the kink, and on which side of it it is."""

    distance: Array
    side: Array


def sides(graph: Graph, values: Mapping[str, Array]) -> Iterator[tuple[str, Op, Sides]]:
    """The gates of a graph that have kinks, those inside folded gates too, at the given values."""
    for node in graph.operations:
        if node.op is None:
            continue
        inputs = [values[name] for name in node.inputs]
        if isinstance(node.op, Folded) and node.op.like is None:
            yield from sides(node.op.inside, node.op.values(inputs))
            continue
        found = _sides(node.op, inputs)
        if found is not None:
            yield node.name, node.op, found


def _sides(op: Op, inputs: Sequence[Array]) -> Sides | None:
    if op in AT_ZERO:
        return _about_zero(inputs[0])
    if isinstance(op, ops.Extreme):
        return _rivals(np.stack(np.broadcast_arrays(*inputs)), smallest=op is ops.MINIMUM)
    if isinstance(op, ops.Largest):
        axis = op.axis
        lines = inputs[0].ravel() if axis is None else np.moveaxis(inputs[0], axis, 0)
        return _rivals(lines, smallest=not op.largest)
    if isinstance(op, ops.MaxPool):
        return _rivals(np.moveaxis(op.seen(inputs[0]), -1, 0), smallest=False)
    if op is ops.MAXOUT_HALVES:
        return _rivals(np.stack(np.split(inputs[0], 2, axis=-1)), smallest=False)
    if op is ops.L1_LOSS or isinstance(op, (ops.AbsoluteError, ops.Comparison)):
        return _about_zero(inputs[0] - inputs[1])
    if op is ops.L1_PENALTY:
        return _about_zero(np.concatenate([weights.ravel() for weights in inputs[1:]]))
    if isinstance(op, ops.Clip):
        bounds = [bound for bound in (op.low, op.high) if bound is not None]
        return _about_zero(np.stack([inputs[0] - bound for bound in bounds]))
    if isinstance(op, ops.Norm):
        length = np.linalg.norm(inputs[0], axis=op.axis)
        return Sides(np.asarray(length), np.zeros(length.shape))
    if op is ops.HINGE_LOSS:
        return _hinge(*inputs)
    return None


def _about_zero(values: Array) -> Sides:
    return Sides(np.abs(values), np.sign(values))


def _rivals(stack: Array, smallest: bool) -> Sides:
    """The gap between the first and the second along the first axis, and who is first."""
    stack = -stack if smallest else stack
    if len(stack) < 2:
        return Sides(np.full(stack.shape[1:], np.inf), np.zeros(stack.shape[1:]))
    ordered = np.sort(stack, axis=0)
    return Sides(np.asarray(ordered[-1] - ordered[-2]), np.asarray(np.argmax(stack, axis=0), np.float64))


def _hinge(a: Array, y: Array) -> Sides:
    if a.ndim == 0 or a.shape[-1] == 1:
        return _about_zero(np.asarray(1.0 - (2.0 * y - 1.0) * a))
    y = one_hot(y, a)
    margin = a - np.sum(a * y, axis=-1, keepdims=True) + 1.0
    found = _about_zero(margin)
    return Sides(np.where(y > 0, np.inf, found.distance), np.where(y > 0, 0.0, found.side))
