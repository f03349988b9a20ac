"""Why a value or a gradient is infinite, or no number at all: the gate in which it arose, and the reason.

What comes after has the same reason: log(x) of −2 is not a number, and so is all that is computed of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine import ops
from engine.graphs.backprop import Step
from engine.graphs.composite_op import Folded
from engine.graphs.graph import Graph
from engine.graphs.trace import Trace
from engine.ops import Array, Op
from engine.problem import Problem


@dataclass(frozen=True)
class Cause:
    """The reason for what is not finite, and the gate in which it arose."""

    gate: str
    reason: Problem


@dataclass(frozen=True)
class Causes:
    """By step, counted from 0, why what it brings is not finite, or not what it seems: a gradient of something that has
    no value. `values` and `gradients` have the same by node."""

    steps: Mapping[int, Cause]
    values: Mapping[str, Cause]
    gradients: Mapping[str, Cause]


NONE = Causes({}, {}, {})


def causes(trace: Trace) -> Causes:
    """The causes of all in a trace that is not finite; none at all where everything is."""
    if all(_is_finite(array) for numbers in (trace.values, trace.gradients) for array in numbers.values()):
        return NONE
    with np.errstate(all="ignore"):  # a folded gate is computed again, to see inside
        values = _of_values(trace.graph, trace.values)
    gradients: dict[str, Cause] = {}
    steps: dict[int, Cause] = {}
    for number, step in enumerate(trace.steps):
        if step.phase == "forward" and step.node in values:
            steps[number] = values[step.node]
        elif step.phase == "backward" and step.input is not None:
            found = _of_gradient(trace, step, values, gradients)
            if found is not None:
                steps[number] = found
                gradients.setdefault(step.input, found)
    return Causes(steps, values, gradients)


def _is_finite(array: Array) -> bool:
    return bool(np.isfinite(array).all())


def _of_values(graph: Graph, values: Mapping[str, Array]) -> dict[str, Cause]:
    found: dict[str, Cause] = {}
    for node in graph.operations:
        if node.op is None or _is_finite(values[node.name]):
            continue
        before = next((found[name] for name in node.inputs if name in found), None)
        inputs = [values[name] for name in node.inputs]
        found[node.name] = before or Cause(
            node.name, _of_gate(node.op, inputs, values[node.name], node.text or node.name)
        )
    return found


def _of_gradient(
    trace: Trace, step: Step, values: Mapping[str, Cause], gradients: Mapping[str, Cause]
) -> Cause | None:
    """Why what goes back along an edge is not finite; or, where it is, that there is no slope to speak of."""
    assert step.downstream is not None
    assert step.local is not None
    assert step.upstream is not None
    before = gradients.get(step.node)
    gate = trace.graph[step.node].text or step.node
    if _is_finite(step.downstream):
        if step.node in values:
            reason = values[step.node].reason
            return Cause(values[step.node].gate, Problem("rule_alone", reason=reason))
        return before if before is not None and before.reason.code == "rule_alone" else _of_sum(step, gate)
    if before is not None or step.node in values:
        return values.get(step.node) or before
    if _is_finite(step.local):
        return Cause(step.node, Problem("gradient_overflow", gate=gate))
    base = step.index == 1 and trace.graph[step.node].op is ops.POWER
    if base and np.isnan(step.local).any():
        negative = trace.values[trace.graph[step.node].inputs[0]]
        negative = negative[negative < 0]
        if negative.size:
            return Cause(step.node, Problem("power_without_slope", base=_said(negative)))
    if np.isnan(step.downstream).any():
        return Cause(step.node, Problem("zero_times_infinite_slope", gate=gate))
    return Cause(step.node, Problem("slope_infinite", gate=gate))


def _of_sum(step: Step, gate: str) -> Cause | None:
    """Parts that are finite may add up to more than a float can be."""
    if step.gradient is None or _is_finite(step.gradient):
        return None
    return Cause(step.node, Problem("gradient_overflow", gate=gate))


# The reasons, gate by gate


def _of_gate(op: Op, inputs: Sequence[Array], output: Array, gate: str) -> Problem:
    """Why a gate with finite inputs gives something that is not."""
    if isinstance(op, Folded) and op.like is None:
        inside = _of_values(op.inside, op.values(inputs))
        if op.inside.output in inside:
            return inside[op.inside.output].reason
    like = op.like if isinstance(op, Folded) else op
    if isinstance(like, ops.Variance) and np.isnan(output).any():
        return Problem("too_few_to_spread", gate=gate)
    if isinstance(like, ops.ProbabilityCrossEntropy):
        outside = ~((inputs[0] > 0) & (inputs[0] < 1))
        return (
            Problem("probability_outside", value=_said(inputs[0][outside]))
            if outside.any()
            else _other(output, gate)
        )
    reason = REASONS.get(like) if like is not None else None
    if reason is None or output.shape != np.broadcast_shapes(*(value.shape for value in inputs)):
        return _other(output, gate)
    bad = ~np.isfinite(output)
    first = [np.broadcast_to(value, output.shape)[bad][:1] for value in inputs]
    return reason(*first) or _other(output, gate)


def _other(output: Array, gate: str) -> Problem:
    return Problem("not_a_number", gate=gate) if np.isnan(output).any() else Problem("overflow", gate=gate)


def _said(numbers: Array) -> float:
    """The first of some numbers."""
    return float(numbers.flat[0])


def _log(x: Array) -> Problem:
    return Problem("log_of_zero") if x[0] == 0 else Problem("log_of_negative", value=_said(x))


def _log1p(x: Array) -> Problem:
    return _log(1.0 + x)


def _sqrt(x: Array) -> Problem:
    return Problem("root_of_negative", value=_said(x))


def _divide(a: Array, b: Array) -> Problem | None:
    if b[0] != 0:
        return None
    return Problem("zero_by_zero") if a[0] == 0 else Problem("division_by_zero", value=_said(a))


def _reciprocal(x: Array) -> Problem | None:
    return _divide(np.ones(1), x)


def _power(a: Array, b: Array) -> Problem | None:
    if a[0] == 0:
        return Problem("power_of_zero", exponent=_said(b))
    if a[0] < 0 and b[0] != np.floor(b[0]):
        return Problem("power_of_negative", base=_said(a), exponent=_said(b))
    return None


def _too_large(function: str) -> Callable[[Array], Problem]:
    return lambda x: Problem("function_overflow", function=function, value=_said(x))


REASONS: Mapping[Op, Callable[..., Problem | None]] = {
    ops.LOG: _log,
    ops.LOG1P: _log1p,
    ops.SQRT: _sqrt,
    ops.DIVIDE: _divide,
    ops.RECIPROCAL: _reciprocal,
    ops.POWER: _power,
    **{op: _too_large(op.name) for op in (ops.EXP, ops.EXPM1, ops.SINH, ops.COSH)},
}
