"""The Jacobian of a gate, written out: what backpropagation multiplies by and never forms.

For y = op(..., x, ...) it has a row for each element of y and a column for each element of x, both in the
order of `ravel()`: for N samples of D features and M outputs a matrix product has (N·M) x (N·D) entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from engine import ops
from engine.graphs.trace import Trace
from engine.ops import Array, Op, Shape
from engine.problem import Problem

MOST_ENTRIES = 10_000


@dataclass(frozen=True)
class Memory:
    """Bytes of the explicit Jacobian, and of what the implicit product needs: the upstream gradient, the
    values that the op reads and the downstream gradient."""

    explicit: int
    implicit: int

    @property
    def together(self) -> int:
        """Bytes of the explicit way: the Jacobian is made of the values, and multiplied by the upstream gradient."""
        return self.explicit + self.implicit


@dataclass(frozen=True)
class Jacobian:
    """`matrix` (elements of the output, elements of the input); `touches` (the same shape) tells where the
    input has any influence by the structure of the op, whatever the numbers: elsewhere is always 0."""

    node: str
    input: str
    index: int
    matrix: Array
    touches: NDArray[np.bool_]
    output_shape: Shape
    input_shape: Shape
    memory: Memory


@dataclass(frozen=True)
class Touch:
    """One element of the output that an element of the input touches: `local` is d output/d input, and
    `part` = upstream × local what it adds to the downstream gradient of that input element."""

    element: tuple[int, ...]
    local: float
    part: float


def jacobian(trace: Trace, node: str, index: int) -> Jacobian:
    """The explicit Jacobian of a node by the input at `index`, at the values of the trace.

    Raises KeyError when there is no such node, ValueError when it has no such input, when the input gets no
    gradient, or when the matrix would have more than MOST_ENTRIES entries.
    """
    op, inputs, output = _at(trace, node, index)
    rows, columns = output.size, inputs[index].size
    if rows * columns > MOST_ENTRIES:
        raise Problem(
            "jacobian_too_large",
            node=node,
            input=trace.graph[node].inputs[index],
            rows=rows,
            columns=columns,
            size=readable(rows * columns * 8),
            most=MOST_ENTRIES,
        )
    with np.errstate(all="ignore"):
        matrix = _rows(op, index, inputs, output)
        touches = _structure(op, index, inputs, output) | (matrix != 0)
    name = trace.graph[node].inputs[index]
    memory = Memory(matrix.nbytes, _implicit(op, index, [value.shape for value in inputs], output.shape, 8))
    return Jacobian(node, name, index, matrix, touches, output.shape, inputs[index].shape, memory)


def touched(trace: Trace, written: Jacobian, element: Sequence[int]) -> list[Touch]:
    """The elements of the output that one element of the input touches, in order; the `part`s add up to the
    gradient that goes down this edge to that element. ValueError for an index outside the input."""
    place = tuple(element)
    inside = len(place) == len(written.input_shape) and all(
        0 <= i < size for i, size in zip(place, written.input_shape, strict=True)
    )
    if not inside:
        raise ValueError(f"{place} is no element of {written.input}, of shape {written.input_shape}")
    column = int(np.ravel_multi_index(place, written.input_shape)) if place else 0
    upstream = trace.gradients.get(written.node)
    found = []
    for row in np.flatnonzero(written.touches[:, column]):
        output = np.unravel_index(int(row), written.output_shape) if written.output_shape else ()
        local = float(written.matrix[row, column])
        part = 0.0 if upstream is None else float(upstream.ravel()[row]) * local
        found.append(Touch(tuple(int(i) for i in output), local, part))
    return found


def memory(trace: Trace, node: str, index: int, itemsize: int = 8) -> Memory:
    """The memory of both ways at the shapes of the trace, for numbers of `itemsize` bytes (8 is float64)."""
    op, inputs, output = _at(trace, node, index)
    explicit = output.size * inputs[index].size * itemsize
    return Memory(explicit, _implicit(op, index, [value.shape for value in inputs], output.shape, itemsize))


def product_memory(n: int = 64, d: int = 4096, m: int = 4096, itemsize: int = 4) -> Memory:
    """The memory of both ways for dL/dx of the matrix product x (n, d) @ w (d, m).

    With the figures given, in float32, the Jacobian has 262,144 x 262,144 entries: 256 GiB.
    """
    return Memory(n * m * n * d * itemsize, _implicit(ops.MATMUL, 0, [(n, d), (d, m)], (n, m), itemsize))


def readable(size: int) -> str:
    """A size in bytes as text: 72 B, 1.5 KiB, 256 GiB."""
    number, unit = float(size), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB", "PiB"):
        if number < 1024:
            break
        number, unit = number / 1024, larger
    return f"{number:.3g} {unit}" if number < 1000 else f"{number:.0f} {unit}"


def _at(trace: Trace, node: str, index: int) -> tuple[Op, list[Array], Array]:
    found = trace.graph[node]
    if found.op is None or not 0 <= index < len(found.inputs):
        raise ValueError(f"{node} has no input {index}")
    if not found.op.differentiable(index):
        raise ValueError(f"no gradient goes from {node} to {found.inputs[index]}")
    return found.op, [trace.values[name] for name in found.inputs], trace.values[node]


def _rows(op: Op, index: int, inputs: Sequence[Array], output: Array) -> Array:
    """The Jacobian row by row: the vjp of each unit vector."""
    matrix = np.empty((output.size, inputs[index].size))
    for row in range(output.size):
        unit = np.zeros(output.size)
        unit[row] = 1.0
        matrix[row] = op.vjp(index, unit.reshape(output.shape), inputs, output).ravel()
    return matrix


def _structure(op: Op, index: int, inputs: Sequence[Array], output: Array) -> NDArray[np.bool_]:
    """Where the Jacobian can be other than zero, as far as the kind of the op tells."""
    if isinstance(op, ops.MatMul):
        matrix = _rows(op, index, [np.ones_like(value) for value in inputs], np.ones_like(output))
    elif op.broadcasts:
        matrix = _rows(ops.ADD, index, inputs, output)
    else:
        matrix = np.zeros((output.size, inputs[index].size))
    return np.asarray(matrix != 0)


def _implicit(op: Op, index: int, shapes: Sequence[Shape], output: Shape, itemsize: int) -> int:
    positions, reads_output = op.reads(index, len(shapes))
    sizes = [prod(shapes[i]) for i in positions] + [prod(output)] * (1 + reads_output) + [prod(shapes[index])]
    return sum(sizes) * itemsize
