"""What stands in the right column of the Graph page: the check of the gradients, a Jacobian, the counts."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.graphs.evaluation_counts import Counts, count_evaluations
from engine.graphs.gradient_check import compare_gradients
from engine.graphs.jacobian import jacobian as written_out
from engine.graphs.jacobian import memory, product_memory
from engine.graphs.kinks import Kink
from engine.graphs.not_finite import causes
from engine.graphs.trace import Trace
from engine.numbers_in_words import WORDS
from engine.ops import Op
from engine.ops.base import PRODUCT
from playground.graph.expression_graph import ExpressionGraph
from playground.messages import graph as messages
from playground.messages.trace import TraceForm
from playground.shared.enough_digits import enough_digits
from playground.shared.packing import Packed, packed
from playground.shared.refused import Refused
from playground.shared.written_numbers import DIGITS

Array = NDArray[np.float64]
SWEEP = np.asarray(10.0 ** -np.arange(12, 0, -1), np.float64)  # the steps h that are tried, rising
MOST_KINKS = 3  # that are told one by one
AGREED = 1e-6  # the largest relative error of gradients that are called equal
MOST_TERMS = 8  # of a sum that is written beside a Jacobian
STEPS_OF_A_CHECK = len(SWEEP) + 3  # each, the chosen one, and what is near to kinks
LARGE = "x @ w, N = 64, D = M = 4096, float32"


def check(typed: ExpressionGraph, h: float) -> Generator[float, None, Packed]:
    """The analytic gradients beside the numerical ones at step `h`, and how their errors go with the step. Yields the
    share that is done."""
    trace = typed.trace
    compared = yield from compare_gradients(typed.graph, typed.values, h, typed.upstream, SWEEP.tolist())
    numeric, chosen, near = compared.numeric, dict(compared.errors), compared.kinks
    leaves = list(numeric)
    errors = np.array([compared.sweep.errors[name] for name in leaves], dtype=np.float64)
    message: messages.Check = {
        "topic": "check",
        "leaves": leaves,
        "shapes": {name: list(trace.values[name].shape) for name in leaves},
        "h": SWEEP,
        "errors": errors.ravel(),
        "analytic": {name: np.ravel(trace.gradients[name]) for name in leaves},
        "numeric": {name: np.ravel(numeric[name]) for name in leaves},
        "chosen": h,
        "chosen_errors": chosen,
        "kinks": _kinks(near, compared.sweep.kinks),
        "verdict": _verdict(chosen, h, errors, bool(near), _cause(trace)),
    }
    return packed(message)


def _cause(trace: Trace) -> str:
    """Why something is not finite, where it first is not; "" where all is."""
    why = causes(trace)
    first = next(iter((*why.values.values(), *why.gradients.values())), None)
    return first.reason.sentence if first is not None else ""


def _kinks(near: Sequence[Kink], further: Sequence[Kink]) -> list[str]:
    """The gates at or near a kink, in words: those that the chosen step comes near to, else those that larger ones
    do."""
    told = [_kink(kink) for kink in near[:MOST_KINKS]]
    if len(near) > MOST_KINKS:
        more = len(near) - MOST_KINKS
        told.append(
            "1 more gate is just as close to its kink."
            if more == 1
            else f"{more} more gates are just as close to theirs."
        )
    if not near and further:
        first = min(further, key=lambda kink: kink.distance)
        told.append(
            WORDS.format(
                "{place} is {distance:.2g} from its kink: a larger h crosses it, and the error jumps.",
                place=_place(first),
                distance=first.distance,
            )
        )
    return told


def _kink(kink: Kink) -> str:
    if kink.distance == 0:
        return f"{_place(kink)} is exactly at its kink: its slopes on the two sides differ, so it has no gradient."
    crossed = (
        f"changing {' or '.join(kink.crossed_by)} by h crosses it"
        if kink.crossed_by
        else "this is less than h"
    )
    return WORDS.format(
        "{place} is {distance:.2g} from its kink, and {crossed}.",
        place=_place(kink),
        distance=kink.distance,
        crossed=crossed,
    )


def _place(kink: Kink) -> str:
    element = ", ".join(str(place + 1) for place in kink.element)
    return f"{kink.op} ({kink.node}{f', element {element}' if element else ''})"


def _verdict(chosen: Mapping[str, float], h: float, errors: Array, kinked: bool, cause: str) -> str:
    """Whether the two agree, in words; and if not, what stands in the way: a kink within h, when it is `kinked`, or the
    `cause` of what is not finite."""
    if not chosen:
        return "There are no inputs to check."
    worst = max(chosen.values(), key=lambda error: np.inf if np.isnan(error) else error)
    if not np.isfinite(worst):
        return f"There is nothing to compare: {cause or 'a gradient is not a finite number here'}."
    if worst <= AGREED:
        return f"They agree: the largest relative error is {worst:.1e}."
    each = np.max(errors, axis=0)
    each[~np.isfinite(each)] = np.inf
    best = int(np.argmin(each))
    if each[best] <= AGREED:
        side = "a kink" if kinked else "truncation" if h > SWEEP[best] else "rounding"
        return f"They differ by {worst:.1e} because of {side} at this h. They agree at h = {SWEEP[best]:.0e}."
    return f"They differ by {worst:.1e}" + (" because of a kink." if kinked else ".")


def jacobian(typed: ExpressionGraph, name: str, index: int) -> messages.Jacobian:
    """The Jacobian of the gate `name` by its input at `index`, written out unless it is too large for that, with
    the memory that it takes and the memory of the product that is done in its place.

    `parts` is upstream × local, element by element: each column adds up to what goes down to that element.
    Raises Refused when no gradient goes along such an edge.
    """
    trace = typed.trace
    try:
        here = memory(trace, name, index)
        upstream = trace.gradients[name]
    except (KeyError, ValueError):
        raise Refused("edge_without_gradient") from None
    node = trace.graph[name]
    inputs = [trace.values[one] for one in node.inputs]
    large = product_memory()
    message: messages.Jacobian = {
        "topic": "jacobian",
        "node": name,
        "input": node.inputs[index],
        "index": index,
        "rows": trace.values[name].size,
        "columns": inputs[index].size,
        "matrix": None,
        "touches": None,
        "parts": None,
        "digits": [],
        "nonzero": None,
        "reason": None,
        "explicit_bytes": here.explicit,
        "implicit_bytes": here.implicit,
        "together_bytes": here.together,
        "large": {
            "text": LARGE,
            "explicit_bytes": large.explicit,
            "implicit_bytes": large.implicit,
            "together_bytes": large.together,
        },
        "form": _form(node.op, index, inputs),
        "rule": node.op.rule(index) if node.op is not None else "",
    }
    try:
        written = written_out(trace, name, index)
    except ValueError as problem:
        return {**message, "reason": f"Too large to write out: {problem}."}
    with np.errstate(all="ignore"):
        parts = np.ravel(upstream)[:, None] * written.matrix
        columns = zip(written.matrix.T, written.touches.T, strict=True)
        digits = [_digits_of_column(np.ravel(upstream)[seen], column[seen]) for column, seen in columns]
    return {
        **message,
        "matrix": written.matrix.ravel(),
        "touches": written.touches.ravel().astype(np.uint8),
        "parts": parts.ravel(),
        "digits": digits,
        "nonzero": int(np.count_nonzero(written.matrix)),
    }


def _digits_of_column(upstream: Array, column: Array) -> int:
    """With how many digits the products of what one column touches stand, so that their sum comes out; of a long one
    only the first are written, whose sum is another."""
    if not 0 < len(column) <= MOST_TERMS:
        return DIGITS
    result, none = np.array(upstream @ column), np.zeros((), bool)

    def added(values: Sequence[Array]) -> Array:
        return np.asarray(sum(left * right for left, right in zip(values[::2], values[1::2], strict=True)))

    operands = [np.array(number) for pair in zip(upstream, column, strict=True) for number in pair]
    return enough_digits(added, operands, result, none)[0] or DIGITS


def counts(typed: ExpressionGraph) -> messages.Counts:
    """How often each gate is evaluated, forward and backward together: once with the table of intermediate values,
    and without it wherever its value is read."""
    graph = typed.graph
    counted = count_evaluations(graph)
    rows: list[messages.NodeCount] = [
        {"name": name, "text": graph[name].text, "with": min(1, times), "without": _countable(times)}
        for name, times in counted.times.items()
    ]
    return {
        "topic": "counts",
        "with_table": counted.with_table,
        "without_table": _countable(counted.without_table),
        "forward_without": _countable(counted.forward_without),
        "backward_without": _countable(counted.backward_without),
        "paths": _countable(counted.paths),
        "per_node": rows,
        "text": _saving(counted),
    }


def _form(op: Op | None, index: int, inputs: Sequence[Array]) -> TraceForm:
    form = PRODUCT if op is None else op.form(index, *inputs)
    return {"factors": list(form.factors), "summed": form.summed}


def _countable(times: int) -> int | float:
    """A count that the browser can hold; beyond 2^53 only its size is told."""
    return times if times < 2**53 else float(times)


def _saving(counted: Counts) -> str:
    """What the table saves, in words."""
    if counted.without_table <= counted.with_table:
        return "No value is used twice here, so the table saves no work."
    paths = "one path" if counted.paths == 1 else f"{_written(counted.paths)} paths"
    return (
        f"Without the table: {_written(counted.forward_without)} for the output and "
        f"{_written(counted.backward_without)} more for the gradients, along {paths} to the leaves."
    )


def _written(times: int) -> str:
    return f"{times:,}" if times < 10**9 else f"{float(times):.1e}"
