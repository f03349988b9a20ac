"""What stands in the right column of the Graph page: the check of the gradients, a Jacobian, the counts."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.gradient_check import check_gradients, numerical_gradients
from playground.experiment import Refused
from playground.typed_graph import TypedGraph

Message = dict[str, Any]
Array = NDArray[np.float64]
SWEEP = 10.0 ** -np.arange(12, 0, -1)  # the steps h that are tried, rising
MOST_DRAWN = 1600  # elements of a Jacobian; more could not be told apart on a screen


def check(typed: TypedGraph, h: float) -> Message:
    graph, trace = typed.graph, typed.trace
    numeric = numerical_gradients(graph, typed.values, h, typed.upstream)
    leaves = list(numeric)
    rows = [check_gradients(graph, typed.values, float(one), typed.upstream) for one in SWEEP]
    chosen = check_gradients(graph, typed.values, h, typed.upstream)
    return {
        "topic": "check",
        "leaves": leaves,
        "shapes": {name: list(trace.values[name].shape) for name in leaves},
        "h": SWEEP,
        "errors": np.array([[row[name] for row in rows] for name in leaves], dtype=np.float64).ravel(),
        "analytic": {name: np.ravel(trace.gradients[name]) for name in leaves},
        "numeric": {name: np.ravel(numeric[name]) for name in leaves},
        "chosen": h,
        "chosen_errors": chosen,
        "kinks": [],
        "verdict": "",
    }


def jacobian(typed: TypedGraph, name: str, index: int) -> Message:
    graph, trace = typed.graph, typed.trace
    if name not in graph or graph[name].op is None or not 0 <= index < len(graph[name].inputs):
        raise Refused("There is no such edge.")
    node = graph[name]
    source = node.inputs[index]
    inputs = [trace.values[one] for one in node.inputs]
    output, upstream = trace.values[name], trace.gradients[name]
    rows, columns = output.size, inputs[index].size
    matrix = None
    if rows * columns <= MOST_DRAWN:
        matrix = np.empty((rows, columns))
        for row in range(rows):
            one = np.zeros(output.size)
            one[row] = 1.0
            matrix[row] = node.op.vjp(index, one.reshape(output.shape), inputs, output).ravel()
    return {
        "topic": "jacobian",
        "node": name,
        "input": source,
        "index": index,
        "rows": rows,
        "columns": columns,
        "matrix": None if matrix is None else matrix.ravel(),
        "parts": None if matrix is None else (np.ravel(upstream)[:, None] * matrix).ravel(),
        "nonzero": None if matrix is None else int(np.count_nonzero(matrix)),
        "reason": None if matrix is not None else "too large",
        "explicit_bytes": rows * columns * 8,
        "implicit_bytes": 8 * output.size,
        "large": {"text": "N = 64, D = M = 4096, float32", "explicit_bytes": 2**38, "implicit_bytes": 2**26},
        "form": node.op.form(index, *inputs),
        "rule": node.op.rule(index),
    }


def counts(typed: TypedGraph) -> Message:
    times: dict[str, int] = {typed.graph.output: 1}
    for node in reversed(typed.graph.nodes):
        for one in node.inputs:
            times[one] = times.get(one, 0) + times.get(node.name, 0)
    nodes = [node for node in typed.graph.operations if node.op.name != "copy"]
    return {
        "topic": "counts",
        "with_table": len(nodes),
        "without_table": sum(times.get(node.name, 0) for node in nodes),
        "per_node": [{"name": node.name, "text": node.text, "with": 1, "without": times.get(node.name, 0)} for node in nodes],
    }
