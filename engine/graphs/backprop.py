"""Backpropagation, one step at a time: forward a node a step, then backward an edge a step.

The chain rule is the whole of it: downstream = upstream × local, and where paths meet the gradients add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np

from engine.graphs.graph import Graph
from engine.ops import COPY, Array, Shape
from engine.ops.base import Form
from engine.problem import LabelError, Problem, ShapeError, size_text

Term = tuple[str, str, Array]


class Step(NamedTuple):
    """What happens at one place of the cursor.

    forward: `node` is computed; `value` is its output.
    backward: the edge from `node` to its `input`, the one at `index`, is walked: `upstream` meets `local` as
      `form` says (`rule` says in words why `local` is what it is), `downstream` arrives, `gradient` is what has
      gathered at `input` so far. At a copy gate `parts` are the gradients that its readers sent back, and
      `upstream` is their sum. The first backward step, the seed, has no input: `upstream` and `gradient`
      are the output's own.
    update: `node` is a parameter, `gradient` its gradient, `terms` the optimizer's arithmetic as (label,
      formula, number), `value` the new weight.
    `held` names the buffers in memory after the step ("z1" a value, "dz1" its gradient), `freed` those
    given back at its end; `held_bytes` is the size of the held ones.
    """

    phase: Literal["forward", "backward", "update"]
    node: str
    input: str | None = None
    index: int | None = None  # type: ignore[assignment]  # hides tuple.index, which no step needs
    value: Array | None = None
    upstream: Array | None = None
    local: Array | None = None
    downstream: Array | None = None
    gradient: Array | None = None
    rule: str = ""
    form: Form | None = None
    parts: tuple[Array, ...] = ()
    terms: tuple[Term, ...] = ()
    held: tuple[str, ...] = ()
    freed: tuple[str, ...] = ()
    held_bytes: int = 0


def forward(graph: Graph, values: dict[str, Array]) -> Iterator[Step]:
    """Compute every node into `values`, which holds the leaves. ShapeError on shapes that do not fit,
    LabelError on the number of a class that there is not."""
    for node in graph.operations:
        inputs = [values[name] for name in node.inputs]
        try:
            values[node.name] = node.op.forward(*inputs)  # type: ignore[union-attr]
        except ValueError as error:
            reason = error if isinstance(error, Problem) else _misfit(error, inputs)
            refusal = LabelError if isinstance(reason, LabelError) else ShapeError
            raise refusal("gate_refuses", gate=node.text or node.name, reason=reason) from error
        yield Step("forward", node.name, value=values[node.name])


def _misfit(error: ValueError, inputs: Sequence[Array]) -> ShapeError:
    """What NumPy refuses, in our words."""
    sizes = [size_text(value.shape) for value in inputs]
    if isinstance(error, np.exceptions.AxisError) and error.axis is not None:
        return ShapeError("axis_missing", axis=error.axis, size=sizes[0])
    for place, value in enumerate(inputs):
        for before, other in enumerate(inputs[:place]):
            if not _broadcast(other.shape, value.shape):
                return ShapeError("sizes_differ", left=sizes[before], right=sizes[place])
    return ShapeError("pieces_differ", sizes=", ".join(sizes))


def _broadcast(one: Shape, other: Shape) -> bool:
    return all(a == b or 1 in (a, b) for a, b in zip(one[::-1], other[::-1], strict=False))


def backward(
    graph: Graph, values: dict[str, Array], gradients: dict[str, Array], upstream: Array
) -> Iterator[Step]:
    """Walk from the output, where `upstream` arrives, to the leaves, adding up in `gradients`."""
    gradients[graph.output] = upstream
    # At an output that is itself a copy, another name for a value, what arrives is the only part.
    parts: dict[str, list[Array]] = {graph.output: [upstream]}
    yield Step("backward", graph.output, upstream=upstream, gradient=upstream)
    for node, op, positions in graph.walk:
        inputs = [values[name] for name in node.inputs]
        output, arriving = values[node.name], gradients[node.name]
        for index in positions:
            name = node.inputs[index]
            local, downstream = op.back(index, arriving, inputs, output)
            gradients[name] = np.asarray(gradients[name] + downstream) if name in gradients else downstream
            parts.setdefault(name, []).append(downstream)
            yield Step(
                "backward", node.name, name, index, None, arriving, local, downstream, gradients[name],
                op.rule(index), op.form(index, *inputs), tuple(parts[node.name]) if op is COPY else (),
            )  # fmt: skip
