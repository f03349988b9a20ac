"""The engine's Trace as the browser plays it: one message, its numbers in one binary array.

Sent once; to and fro through the steps never asks the server again. A ref is ``None`` or ``{"at", "shape"}``,
the place of an array in ``numbers``; ``at`` is None when the array was too large to send, and ``coarse`` is
then a small picture of it. Equal arrays share one ref. What is in memory is sent as what each step takes and
gives back, because listing all of it at every step would be most of the message.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from engine.graphs.backprop import Step
from engine.graphs.conventions import conventions
from engine.graphs.element_sums import largest_element, result_of
from engine.graphs.graph import Graph, Node
from engine.graphs.not_finite import causes
from engine.graphs.odd_targets import odd_targets
from engine.graphs.trace import Trace
from engine.ops import Op
from engine.ops.base import Named, parts_of
from engine.ops.reductions import Reduction
from engine.training.explained_update import formula_parts
from playground.messages.trace import (
    Level,
    Ref,
    TraceEdge,
    TraceNode,
    TraceRule,
    TraceSample,
    TraceStep,
    TraceTerm,
    TraceTermPart,
)
from playground.messages.trace import Trace as TraceMessage
from playground.shared.card_label import card_label
from playground.shared.element_payload import has_sum, written_sum
from playground.shared.enough_digits import Sums
from playground.shared.graph_layout import Layout, layered
from playground.shared.prediction_payload import asked_element
from playground.shared.refused import told
from playground.shared.written_numbers import DIGITS

Array = NDArray[np.float64]
COARSE = (64, 112)  # rows and columns of the picture of a larger matrix, at most
Carried = Literal["value", "upstream", "local", "downstream", "gradient"]
CARRIED: tuple[Carried, ...] = get_args(Carried)  # the arrays of a step, under the names that it has for them


def trace_message(
    trace: Trace,
    *,
    level: Level = "scalar",
    levels: Sequence[Level] = (),
    sample: TraceSample | None = None,
    loss: str = "",
    optimizer: object | None = None,
    rate: float | None = None,
    states: Mapping[str, Mapping[str, Array]] | None = None,
    update: int = 1,
    cursor: int = 0,
    most: int | None = None,
) -> TraceMessage:
    """The message of topic "trace".

    ``level`` is "layer" or "scalar", ``levels`` those that may be switched to, ``sample`` says which one it
    is ("index", "x", "y"), ``cursor`` the number of steps already made. ``optimizer``, ``rate``,
    ``states`` (the state before the update, by parameter) and ``update`` (its number, from 1) are what the
    update steps were made with; their numbers are shown in the arithmetic. Of an array of more than
    ``most`` elements only the shape is sent, and a picture where it is a matrix.
    """
    numbers = _Numbers(most)
    layout = _layout(trace)
    nodes: list[TraceNode] = []
    updated = {step.node for step in trace.steps if step.phase == "update"}
    why = causes(trace)
    for node in trace.graph.nodes:
        x, y = layout.places[node.name]
        drawn = _node(trace.graph, node, trace.values[node.name], numbers, x, y)
        if node.name in updated:
            drawn["kind"] = (
                "parameter"  # a typed expression has leaves only; those that learn are drawn as such
            )
        if node.name in why.values:
            drawn["value_cause"] = told(why.values[node.name].reason)
        if node.name in why.gradients:
            drawn["gradient_cause"] = told(why.gradients[node.name].reason)
        nodes.append(drawn)
    edges: list[TraceEdge] = []
    for source, target, index in trace.graph.edges:
        edge: TraceEdge = {"from": source, "to": target, "index": index}
        if (source, target) in layout.bends:
            edge["points"] = [list(point) for point in layout.bends[source, target]]
        edges.append(edge)
    odd, kinks = odd_targets(trace), conventions(trace)
    held: set[str] = set()
    constants = _constants(optimizer, rate, update)
    steps: list[TraceStep] = []
    sums = Sums(trace)
    for number, step in enumerate(trace.steps):
        # State that there is none of yet counts as zero.
        zeros = {name: np.zeros_like(trace.values[step.node]) for name in getattr(optimizer, "names", ())}
        state = zeros | dict((states or {}).get(step.node, {}))
        steps.append(_step(number, step, trace, numbers, sums, held, state, constants))
        if number in why.steps:
            steps[-1]["cause"] = told(why.steps[number].reason)
        elif step.node in odd and step.phase == "forward":
            steps[-1]["cause"] = told(odd[step.node])
        if step.node in kinks and step.phase == "backward":
            steps[-1]["convention"] = told(kinks[step.node])
        held = set(step.held)
    message: TraceMessage = {
        "topic": "trace",
        "nodes": nodes,
        "edges": edges,
        "steps": steps,
        "numbers": numbers.packed(),
        "buffers": _buffers(trace),
        "output": trace.graph.output,
        "peak_bytes": trace.peak_bytes if trace.steps else 0,
        "peak_step": trace.peak_step if trace.steps else 0,
        "level": level,
        "levels": list(levels) or [level],
        "columns": layout.columns,
        "rows": layout.rows,
        "sample": sample,
        "loss": loss,
        "optimizer": type(optimizer).__name__ if optimizer is not None else "",
        "rate": rate if rate is not None else getattr(optimizer, "rate", None),
        "constants": constants,
        "cursor": cursor,
    }
    if (pictures := numbers.pictures()) is not None:
        message["coarse"] = pictures
    return message


class _Numbers:
    """Arrays laid end to end, each distinct one once; of one that is too large its shape and a coarse picture."""

    def __init__(self, most: int | None) -> None:
        self._most = most
        self._places: dict[tuple[tuple[int, ...], bytes], Ref] = {}
        self._arrays: list[Array] = []
        self._end = 0
        self._coarse: list[NDArray[np.int8]] = []
        self._coarse_end = 0

    def ref(self, array: Array | None) -> Ref | None:
        if array is None:
            return None
        if self._most is not None and np.size(array) > self._most:
            return self._too_large(np.asarray(array))
        values = np.ascontiguousarray(array, dtype=np.float64)
        shape = np.shape(array)  # ascontiguousarray makes a scalar a vector
        key = (shape, values.tobytes())
        if key not in self._places:
            self._places[key] = {"at": self._end, "shape": list(shape)}
            self._arrays.append(values.reshape(-1))
            self._end += values.size
        return self._places[key]

    def _too_large(self, array: Array) -> Ref:
        key = (array.shape, array.tobytes())
        if key not in self._places:
            self._places[key] = {"at": None, "shape": list(array.shape)}
            if array.ndim == 2:
                picture = coarse(array)
                rows, columns = picture.shape
                self._places[key]["coarse"] = {"at": self._coarse_end, "rows": rows, "columns": columns}
                self._coarse.append(picture.reshape(-1))
                self._coarse_end += picture.size
        return self._places[key]

    def pictures(self) -> NDArray[np.int8] | None:
        return np.concatenate(self._coarse) if self._coarse else None

    def packed(self) -> Array:
        return np.concatenate(self._arrays) if self._arrays else np.zeros(0)


def coarse(matrix: Array) -> NDArray[np.int8]:
    """A small picture of a matrix: the means of its blocks, -127 to 127, the largest of them being one of these."""
    rows, columns = (
        np.unique(np.arange(min(side, most)) * side // min(side, most))
        for side, most in zip(matrix.shape, COARSE, strict=True)
    )
    sums = np.add.reduceat(np.add.reduceat(matrix, rows, axis=0), columns, axis=1)
    counts = np.outer(np.diff([*rows, matrix.shape[0]]), np.diff([*columns, matrix.shape[1]]))
    means = sums / counts
    largest = float(np.abs(means).max())
    return np.asarray(np.rint(means / (largest or 1.0) * 127), np.int8)


def _node(graph: Graph, node: Node, value: Array, numbers: _Numbers, x: float, y: float) -> TraceNode:
    message: TraceNode = {
        "name": node.name,
        "op": node.op.name if node.op is not None else None,
        "symbol": node.op.symbol if node.op is not None else "",
        "label": card_label(graph, node),
        "kind": node.kind,
        "place": list(node.place) if node.place is not None else None,
        "shape": list(value.shape),
        "pattern": node.op.pattern if node.op is not None else None,
        "inputs": list(node.inputs),
        "x": x,
        "y": y,
    }
    if node.op is not None:
        message["written"] = written(node.op, len(node.inputs))
        if isinstance(node.op, Reduction) and node.op.axis is not None:
            message["axis"] = node.op.axis
    else:
        message["value"] = numbers.ref(value)  # known before the first step
    return message


def written(op: Op, count: int) -> list[str | int]:
    """What a gate of so many inputs computes as one types it, their names left open."""
    return parts_of(op.written(*(f"{{{place}}}" for place in range(count))))


def rule_message(named: Named) -> TraceRule:
    """The rule of a step, to be said with the names of its graph."""
    rule: TraceRule = {"formula": parts_of(named.formula)}
    if named.where:
        rule["where"] = parts_of(named.where)
    if named.otherwise:
        rule["otherwise"] = parts_of(named.otherwise)
    if named.each:
        rule["each"] = True
    return rule


def _step(
    number: int,
    step: Step,
    trace: Trace,
    numbers: _Numbers,
    sums: Sums,
    held: Iterable[str],
    state: Mapping[str, Array],
    constants: Mapping[str, float],
) -> TraceStep:
    known = set(held)
    message: TraceStep = {
        "phase": step.phase,
        "node": step.node,
        "held_bytes": step.held_bytes,
        "taken": [name for name in (*step.held, *step.freed) if name not in known],
        "freed": list(step.freed),
    }
    if step.input is not None:
        message |= {"input": step.input, "index": step.index, "rule": step.rule}
        if step.form is not None:
            message["form"] = {"factors": list(step.form.factors), "summed": step.form.summed}
        op, inputs = trace.graph[step.node].op, trace.graph[step.node].inputs
        if op is not None and step.index is not None:
            named = op.named(step.index, [trace.values[name] for name in inputs], trace.values[step.node])
            if named is not None:
                message["named"] = rule_message(named)
            if op.pattern:
                message["pattern"] = op.pattern
    for name in CARRIED:
        array = getattr(step, name)
        if array is not None:
            message[name] = numbers.ref(array)
    if step.parts:
        message["parts"] = [numbers.ref(part) for part in step.parts]
    digits, rounding = sums.look(step)
    if digits > DIGITS:
        message["digits"] = digits
    if rounding:
        message["rounding"] = rounding
    if has_sum(trace, step):
        found = written_sum(trace, step, largest_element(result_of(step)))
        if found is not None:
            message["sum"], message["sum_numbers"] = found[0], numbers.ref(found[1])
    if step.phase != "update" and result_of(step).size > 1:
        message["asks"] = (
            message["sum"]["element"] if "sum" in message else asked_element(number, result_of(step).size)
        )
    if step.terms:
        message["terms"] = _terms(step, trace, numbers, sums, state, constants)
    return message


def _terms(
    step: Step,
    trace: Trace,
    numbers: _Numbers,
    sums: Sums,
    state: Mapping[str, Array],
    constants: Mapping[str, float],
) -> list[TraceTerm]:
    """The lines of an update, the names in their formulas with the numbers that they stand for: the weight w, its
    gradient g, the state as it is by then, or one of the optimizer's settings."""
    arrays = {**state, "w": trace.values[step.node], "g": np.asarray(step.gradient)}
    known = {label: numbers.ref(array) for label, array in arrays.items()}
    lines: list[TraceTerm] = []
    for (label, formula, value), digits in zip(
        step.terms, sums.of_terms(step.terms, arrays, constants), strict=True
    ):
        parts: list[TraceTermPart] = []
        for kind, text in formula_parts(formula):
            part: TraceTermPart = {"kind": kind, "text": text}
            if kind == "name" and text in known:
                part["value"] = known[text]
            elif kind == "name" and text in constants:
                part["setting"] = constants[text]
            parts.append(part)
        known[label] = numbers.ref(value)
        line: TraceTerm = {"label": label, "formula": formula, "parts": parts, "value": known[label]}
        if max(digits, default=0) > DIGITS:
            line["digits"] = digits
        lines.append(line)
    return lines


def _buffers(trace: Trace) -> dict[str, int]:
    """Bytes of every buffer ever held: a value under its node's name, a gradient with a d before it."""
    sizes = {name: value.nbytes for name, value in trace.values.items()}
    sizes |= {"d" + name: size for name, size in sizes.items() if "d" + name not in sizes}
    return {name: sizes[name] for step in trace.steps for name in (*step.held, *step.freed)}


def _constants(optimizer: object | None, rate: float | None, update: int) -> dict[str, float]:
    """The numbers by which an optimizer's formulas call its settings: rate, beta, eps, step ..."""
    if optimizer is None:
        return {}
    settings = {
        name.lstrip("_"): value for name, value in vars(optimizer).items() if isinstance(value, float)
    }
    if rate is not None:
        settings["rate"] = float(rate)
    return settings | {"step": float(update)}


def _layout(trace: Trace) -> Layout:
    graph: Graph = trace.graph
    sizes = {name: _rows(value.shape) for name, value in trace.values.items()}
    return layered({node.name: node.inputs for node in graph.nodes}, sizes)


def _rows(shape: tuple[int, ...]) -> float:
    """About how much taller than a scalar's card the card of an array is: it shows rows of numbers."""
    if not shape:
        return 1.0
    lines = min(shape[0], 8) * (2 if len(shape) > 1 and shape[1] > 1 else 1)
    return max(1.0, 0.45 + 0.3 * lines)
