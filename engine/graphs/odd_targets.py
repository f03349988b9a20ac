"""Targets for which a loss is not defined, though it can be computed: its number then means nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine import ops
from engine.graphs.trace import Trace
from engine.ops import Array, Op
from engine.problem import Problem

NEAR = 1e-6  # to 1, of shares whose decimals were rounded


def odd_targets(trace: Trace) -> dict[str, Problem]:
    """What is wrong with the targets of each loss, by its gate."""
    found = {}
    for node in trace.graph.operations:
        if node.op is not None and len(node.inputs) == 2:
            inputs = [trace.values[name] for name in node.inputs]
            problem = _told(node.op, inputs, node.text or node.name)
            if problem is not None:
                found[node.name] = problem
    return found


def _told(op: Op, inputs: Sequence[Array], gate: str) -> Problem | None:
    scores, targets = inputs
    if op in (ops.CROSS_ENTROPY, ops.HINGE_LOSS) and scores.ndim and scores.shape == targets.shape:
        if op is ops.HINGE_LOSS:
            single = np.all((targets == 0) | (targets == 1)) and np.all(targets.sum(axis=-1) == 1)
            return None if single or scores.shape[-1] == 1 else Problem("targets_not_one", gate=gate)
        return _shares(targets, gate)
    two = isinstance(op, ops.ProbabilityCrossEntropy | ops.LogitCrossEntropy)
    if two or op is ops.BINARY_CROSS_ENTROPY:
        outside = targets[(targets < 0) | (targets > 1)]
        return Problem("target_outside", gate=gate, value=float(outside[0])) if outside.size else None
    return None


def _shares(targets: Array, gate: str) -> Problem | None:
    negative = targets[targets < 0]
    if negative.size:
        return Problem("target_negative", gate=gate, value=float(negative[0]))
    totals = np.atleast_1d(targets.sum(axis=-1))
    odd = totals[np.abs(totals - 1.0) > NEAR]
    return Problem("targets_not_shares", gate=gate, total=float(odd[0])) if odd.size else None
