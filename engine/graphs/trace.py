"""A pass through a graph, recorded: every step with its numbers, forward, backward, and the update."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from engine.graphs.backprop import Step, Term, backward, forward
from engine.graphs.graph import Graph, Move, Node
from engine.graphs.memory import Holding, graph_holdings, held_bytes, holdings, last_uses
from engine.graphs.straight_line_passes import numbers_of, straight_line_passes
from engine.ops import Array, Shape
from engine.problem import ShapeError, size_text


class Explains(Protocol):
    """What `trace_update` asks of an optimizer: the arithmetic of one update, last the new weight."""

    def explain(
        self, w: Array, g: Array, state: Mapping[str, Array], step: int, rate: float | None = None
    ) -> list[Term]: ...


@dataclass(frozen=True)
class Trace:
    """The recorded pass. All arrays are float64 and shared among the steps: read them, do not write to them.

    `values` holds every node's value, `gradients` the gradient of every node that one reaches, each of
    the shape of its value; a leaf that does not touch the output has a gradient of zeros, a constant or a
    label has none. `record` makes the steps of what has been computed; they are made when first read.
    """

    graph: Graph
    values: Mapping[str, Array]
    gradients: Mapping[str, Array]
    record: Callable[[], tuple[Step, ...]]

    def __repr__(self) -> str:
        """Trace(loss = 0.5 of x, y: 9 steps)"""
        leaves = ", ".join(self.graph.leaves)
        return f"Trace({self.graph.output} = {self.output} of {leaves}: {len(self.graph.moves)} steps)"

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step, in order: forward, backward, updates."""
        return self.record()

    @property
    def output(self) -> Any:
        """The value of the output: a float, or an array when it is not a single number."""
        value = self.values[self.graph.output]
        return value if value.ndim else float(value)

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        return {name: value.shape for name, value in self.values.items()}

    @cached_property
    def peak_step(self) -> int:
        """The first step after which the most memory is held."""
        return max(range(len(self.steps)), key=lambda number: self.steps[number].held_bytes)

    @property
    def peak_bytes(self) -> int:
        return self.steps[self.peak_step].held_bytes


def backpropagate(
    graph: Graph,
    inputs: Mapping[str, Any] | None = None,
    upstream: Any = None,
    optimizer: Explains | None = None,
    optimizer_state: Mapping[str, Mapping[str, Array]] | None = None,
    at_once: bool = False,
) -> Trace:
    """Run `graph` forward and backward in float64, and with an optimizer the update of its parameters.

    `inputs` are the values of the leaves by name (numbers, lists, arrays); a graph of a network has its own.
    `upstream` is the gradient that arrives at the output, ones if it is not given: an array, or {output:
    array}. `at_once`: see `trace_update`. Raises ValueError when a leaf has no value or an unknown name is
    given, and when shapes do not fit together. Overflow is not an error: infinities and NaNs travel through
    as what they are.
    """
    values = _leaf_values(graph, inputs or {})
    trace = _of_numbers(graph, values, upstream) or _of_arrays(graph, values, upstream)
    if optimizer is None:
        return trace
    return trace_update(trace, optimizer, optimizer_state or {}, at_once=at_once)


def _of_arrays(graph: Graph, values: dict[str, Array], upstream: Any) -> Trace:
    """A pass by the ops themselves, step by step."""
    gradients: dict[str, Array] = {}
    with np.errstate(all="ignore"):
        steps = list(forward(graph, values))
        steps += backward(graph, values, gradients, _upstream(graph, values[graph.output], upstream))
    for name in graph.untouched:
        gradients[name] = np.zeros_like(values[name])
    return Trace(
        graph, values, gradients, lambda: _with_memory(graph, steps, graph.derived(graph_holdings), values)
    )


def _of_numbers(graph: Graph, values: dict[str, Array], upstream: Any) -> Trace | None:
    """The same by compiled code, None when not all of the leaves are single numbers."""
    leaves = numbers_of(graph.sources, values)
    passes = None if leaves is None else graph.derived(straight_line_passes)
    if passes is None or leaves is None:
        return None
    seed = 1.0 if upstream is None else _upstream(graph, np.zeros(()), upstream).item()
    return Trace(graph, *passes.run(leaves, seed))


def trace_update(
    trace: Trace,
    optimizer: Explains,
    states: Mapping[str, Mapping[str, Array]] | None = None,
    step: int = 1,
    rate: float | None = None,
    gradients: Mapping[str, Array] | None = None,
    at_once: bool = False,
    parameters: Sequence[str] | None = None,
) -> Trace:
    """The trace with one update step a parameter, at its end; or, `at_once`, each as soon as the gradient is
    whole and nothing that comes reads the old weight, so that gradients are freed on the way.

    `parameters` are the leaves to update, the graph's own parameters if not given (a typed expression has
    none of its own).

    `states` is the optimizer's state a parameter, {parameter: {state: array of the parameter's shape}};
    what is not given is zero, as at the beginning. `step` counts updates from 1; `rate` is the
    optimizer's own if not given. `gradients`, if given, are what the update uses instead of the trace's
    own: the mean of a mini-batch. A graph of single weights ("w1_12") also takes states and gradients of
    whole layers ("W1", "b1").
    """
    states = states or {}
    steps = [one for one in trace.steps if one.phase != "update"]
    updates = []
    for name in trace.graph.parameters if parameters is None else parameters:
        layer, element = _in_layer(trace.graph[name], states.keys() | (gradients or {}).keys())
        state = {key: np.asarray(value)[element] for key, value in states.get(layer, {}).items()}
        gradient = trace.gradients[name] if gradients is None else np.asarray(gradients[layer][element])
        terms = tuple(optimizer.explain(trace.values[name], gradient, state, step, rate))
        updates.append(Step("update", name, value=terms[-1][2], gradient=gradient, terms=terms))
    steps = _placed(steps, updates, trace.graph) if at_once else [*steps, *updates]
    moves: list[Move] = [one[:4] for one in steps]
    holding = holdings(trace.graph.nodes, moves)
    recorded = _with_memory(trace.graph, steps, holding, trace.values)
    return replace(trace, record=lambda: recorded)


def parameter_states(graph: Graph, states: Mapping[str, Mapping[str, Array]]) -> dict[str, dict[str, Array]]:
    """The optimizer's state of each of the graph's parameters, {parameter: {state: array of its shape}}; for a graph
    of single weights ("w1_12") they are taken out of those of whole layers ("W1", "b1")."""
    found = {}
    for name in graph.parameters:
        layer, element = _in_layer(graph[name], states.keys())
        found[name] = {key: np.asarray(value)[element] for key, value in states.get(layer, {}).items()}
    return found


def _placed(steps: Sequence[Step], updates: Sequence[Step], graph: Graph) -> list[Step]:
    """The steps with each update after the last one that adds to its gradient or reads its weight."""
    last = last_uses(graph.nodes, [one[:4] for one in steps])
    after: dict[int, list[Step]] = {}
    for update in updates:
        place = max(last.get(name, 0) for name in (update.node, "d" + update.node))
        after.setdefault(place if "d" + update.node in last else len(steps) - 1, []).append(update)
    return [one for number, step in enumerate(steps) for one in (step, *after.get(number, ()))]


def _with_memory(
    graph: Graph, steps: Sequence[Step], holding: Sequence[Holding], values: Mapping[str, Array]
) -> tuple[Step, ...]:
    sizes = held_bytes(graph.nodes, holding, values)
    return tuple(
        step._replace(held=held, freed=freed, held_bytes=size)
        for step, (held, _, freed), size in zip(steps, holding, sizes, strict=True)
    )


def _in_layer(node: Node, given: Set[str]) -> tuple[str, tuple[Any, ...]]:
    """The name under which a parameter's numbers are given, and where in that array they stand."""
    if node.name not in given and node.place is not None and len(node.place) > 2:
        kind, layer, *element = node.place
        return f"{'W' if kind == 'weight' else 'b'}{int(layer) + 1}", tuple(element)
    return node.name, (...,)


def _leaf_values(graph: Graph, inputs: Mapping[str, Any]) -> dict[str, Array]:
    unknown = [name for name in inputs if name not in graph.leaves] if inputs else []
    if unknown:
        raise ValueError(f"not an input of this graph: {', '.join(map(str, unknown))}")
    values = dict(graph.defaults)
    for name, given in inputs.items():
        try:
            values[name] = np.array(given, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name} must be a number, a vector or a matrix") from error
        if values[name].ndim > 2:
            shape = values[name].shape
            raise ValueError(f"{name} must be a number, a vector or a matrix, not of shape {shape}")
    missing = [name for name in graph.sources if name not in values]
    if missing:
        raise ValueError(f"no value is given for {', '.join(missing)}")
    return values


def _upstream(graph: Graph, output: Array, upstream: Any) -> Array:
    if isinstance(upstream, Mapping):
        if len(upstream) != 1 or (graph.output not in upstream and next(iter(upstream)) in graph):
            raise ValueError(
                f"an upstream gradient is given for the output, {graph.output}, and for it alone"
            )
        upstream = next(iter(upstream.values()))  # an output without a name of its own may be called anything
    if upstream is None:
        return np.ones_like(output)
    gradient = np.array(upstream, dtype=np.float64)
    if gradient.shape != output.shape:
        raise ShapeError("upstream_shape", given=size_text(gradient.shape), output=size_text(output.shape))
    return gradient
