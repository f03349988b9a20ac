"""Values to begin with for the inputs of a graph: of shapes that fit, labels within their range, and such that neither
the value nor a gradient is infinite or none at all, as the logarithm of a negative number is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod

import numpy as np

from engine import ops
from engine.graphs.graph import Graph, Node
from engine.graphs.likely_shapes import NUMBER_NAMES, SIDES, likely_shapes, shapes_after
from engine.graphs.shape_rules import Misfit
from engine.graphs.trace import Trace, backpropagate
from engine.ops import Array, Op, Shape
from engine.ops.losses import Loss
from engine.problem import ShapeError

NUMBERS = (2.0, -3.0, 0.5, 4.0, -1.0, 1.5, -0.5, 3.0)
# So many that no two rows of some matrices are the same.
ELEMENTS = (
    *(0.5, -1.0, 1.5, 0.8, -0.4, 1.2, -0.6, 2.0, 0.3, -1.4, 0.9, -0.2),
    *(1.1, 0.7, -1.2, 0.4, 1.8, -0.8, 0.6, 1.4, -0.3, 0.2, 1.6),
)
PARTS = (0.6, 0.3, 0.8, 0.2, 0.5, 0.7, 0.4)  # of one, as probabilities are
TINY = 1e-5  # what is called epsilon
LONGEST = 100  # rows or columns of a value that nobody gave
MOST_EVALUATED = 2_000  # gates, while a value without infinities is looked for
MOST_COMPUTED = 200_000  # numbers, likewise

Values = dict[str, Array]


def likely_inputs(
    graph: Graph,
    given: Mapping[str, Array] | None = None,
    before: Mapping[str, Array] | None = None,
    longest: int = LONGEST,
) -> Values:
    """A value for every leaf of a graph.

    Those in `given` stay as they are; those in `before` stay where they fit what is done with them. ShapeError when no
    shapes fit, with the gate where that shows, and when one would have to be longer than `longest`.
    """
    given, before = dict(given or {}), dict(before or {})
    before = {name: value for name, value in before.items() if name not in given}
    shapes = _shapes(graph, given, before)
    for name, shape in shapes.items():
        if max(shape, default=0) > longest:
            raise ShapeError("input_too_long", name=name, count=max(shape), most=longest)
    values = dict(given)
    for place, name in enumerate(graph.leaves):
        if name not in values:
            kept = before.get(name)
            values[name] = (
                kept if kept is not None and kept.shape == shapes[name] else _value(name, place, shapes[name])
            )
    free = [name for name in graph.leaves if name not in given]
    chosen = _choose(graph, values, free, before)
    return _finite(graph, values, [name for name in free if name not in chosen])


def _shapes(graph: Graph, given: Values, before: Values) -> dict[str, Shape]:
    """Of all leaves that are not given."""
    for meant in (True, False):
        for known in ({**given, **before}, given) if before else (given,):
            try:
                found = likely_shapes(graph, {name: np.shape(value) for name, value in known.items()}, meant)
            except Misfit:
                continue
            return {**{name: value.shape for name, value in before.items()}, **found}
    raise _reason(graph, given)


def _reason(graph: Graph, given: Values) -> ShapeError:
    """Why no shapes fit: what the first gate says that does not go together with those before it."""
    fitting, misfit = 0, len(graph.nodes)  # so many nodes still do, and no longer do
    values: Values = {}
    while fitting + 1 < misfit:
        middle = (fitting + misfit) // 2
        part = _first_part(graph, middle)
        known = {name: value for name, value in given.items() if name in part}
        try:
            shapes = likely_shapes(part, {name: value.shape for name, value in known.items()}, meant=False)
        except Misfit:
            misfit = middle
        else:
            fitting = middle
            values = {**known, **{name: _value(name, 0, shape) for name, shape in shapes.items()}}
    part = _first_part(graph, misfit)
    missing = {name: given.get(name, np.array(1.0)) for name in part.leaves if name not in values}
    try:
        backpropagate(part, {**values, **missing})
    except ShapeError as problem:
        return problem
    return ShapeError("shapes_differ")


def _first_part(graph: Graph, count: int) -> Graph:
    return Graph(graph.nodes[:count], graph.nodes[count - 1].name, graph.defaults)


def _value(name: str, place: int, shape: Shape) -> Array:
    """Some numbers, others at every place among the leaves."""
    if shape:
        return np.resize(np.roll(ELEMENTS, -6 * place), shape)
    if name.lower() in ("eps", "epsilon"):
        return np.array(TINY)
    if name.lower() in ("d", "d_k", "dk", "dim", "n"):
        return np.array(float(SIDES[-1]))  # as many as there are
    number = NUMBERS[place % len(NUMBERS)]
    return np.array(abs(number) if NUMBER_NAMES.fullmatch(name) else number)


# Labels, targets and masks


def _choose(graph: Graph, values: Values, free: Sequence[str], before: Values) -> set[str]:
    """Gives labels the numbers of classes that there are, and targets and masks ones and zeros. Returns which they
    are."""
    labels = {name for name in free if name in graph.labels}
    chosen = set(labels)
    for name in labels:
        if name not in before:
            values[name] = np.ones(values[name].shape)  # whatever is computed from it
    shapes = shapes_after(graph, {name: values[name].shape for name in graph.leaves})
    for name in _written_answers(graph) & set(free):
        chosen.add(name)
        values[name] = _answer(values[name], name in before)
    for node in graph.operations:
        for index, name in enumerate(node.inputs):
            if name in labels and node.op is not None and node.op.labelled(index):
                classes = _classes(node, shapes)
                if not _is_number_of_class(values[name], classes) or name not in before:
                    values[name] = _label(node, values[name].shape, shapes, classes)
            elif name in free and _is_yes_or_no(node.op, index):
                chosen.add(name)
                values[name] = _answer(values[name], name in before)
    return chosen


def _classes(node: Node, shapes: Mapping[str, Shape]) -> int:
    """How many classes, or rows, there are to choose from."""
    if isinstance(node.op, ops.OneHot):
        return node.op.classes
    if node.op is ops.ROWS:
        return shapes[node.inputs[1]][0]
    scores = shapes[node.inputs[0]]
    return scores[-1] if scores and scores[-1] > 1 else 2  # of a single score: no or yes


def _is_number_of_class(value: Array, classes: int) -> bool:
    return bool(np.all((value == np.floor(value)) & (value >= 0) & (value < classes)))


def _label(node: Node, shape: Shape, shapes: Mapping[str, Shape], classes: int) -> Array:
    """Another class for each row, counted or as ones and zeros."""
    one_hot = (
        isinstance(node.op, Loss | type(ops.PICK)) and shape == shapes[node.inputs[0]] and shape[-1:] > (1,)
    )
    numbers = (1 + np.arange(prod(shape[:-1] if one_hot else shape))) % classes
    return np.asarray((np.eye(classes)[numbers] if one_hot else numbers).reshape(shape), np.float64)


def _is_yes_or_no(op: Op | None, index: int) -> bool:
    """Whether an input is a mask, or the answer that a probability is held against."""
    return (op is ops.WHERE and index == 0) or (
        isinstance(op, ops.ProbabilityCrossEntropy | ops.LogitCrossEntropy) and index == 1
    )


def _answer(value: Array, kept: bool) -> Array:
    """Ones and zeros, unless what is kept can be an answer: with any other number a cross-entropy means nothing."""
    return value if kept and np.all((value >= 0) & (value <= 1)) else np.resize([1.0, 0.0], value.shape)


def _written_answers(graph: Graph) -> set[str]:
    """What is held against a probability where the cross-entropy is written out: y in y*log(p) + (1 - y)*log(1 - p)."""
    ones = {name for name, value in graph.defaults.items() if not value.ndim and value == 1}

    def meant(name: str) -> str:
        """Whose value it is, without a sign."""
        while graph[name].op in (ops.COPY, ops.NEGATE):
            name = graph[name].inputs[0]
        return name

    taken, weighed = set(), set()
    for node in graph.operations:
        if node.op is ops.SUBTRACT and node.inputs[0] in ones:
            taken.add(meant(node.inputs[1]))
        elif node.op is ops.MULTIPLY:
            for one, other in (node.inputs, node.inputs[::-1]):
                if graph[meant(other)].op is ops.LOG:
                    weighed.add(meant(one))
    return taken & weighed


# Finite values


def _finite(graph: Graph, values: Values, free: Sequence[str]) -> Values:
    """The same values where they and all gradients are finite; else, as far as it helps, others for some that are
    free."""
    numbers = sum(
        map(prod, shapes_after(graph, {name: value.shape for name, value in values.items()}).values())
    )
    left = min(MOST_EVALUATED // len(graph.nodes), MOST_COMPUTED // max(1, numbers))
    found = _first_not_finite(backpropagate(graph, values))
    while found is not None and left > 0:
        step, gate = found
        places = {name: place for place, name in enumerate(_leaves_of(graph, gate)) if name in free}
        for change in CHANGES:
            tried = {**values, **{name: change(values[name], place) for name, place in places.items()}}
            left -= 1
            now = _first_not_finite(backpropagate(graph, tried))
            if now is None or now[0] > step:
                values, found = tried, now
                break
        else:
            break
    return values


def _first_not_finite(trace: Trace) -> tuple[int, str] | None:
    """The first step that brings something infinite, or no number at all, and its gate."""
    for number, step in enumerate(trace.steps):
        brought = step.value if step.phase == "forward" else step.downstream
        if brought is not None and not np.isfinite(brought).all():
            return number, step.node
    return None


def _leaves_of(graph: Graph, gate: str) -> list[str]:
    """The leaves that a gate is computed from, in their order."""
    found, waiting = set(), [gate]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += graph[name].inputs
    return [name for name in graph.leaves if name in found]


def _positive(value: Array, place: int) -> Array:
    return np.abs(value)


def _part(value: Array, place: int) -> Array:
    """Between 0 and 1."""
    return np.resize(np.roll(PARTS, -2 * place), value.shape)


def _falling(value: Array, place: int) -> Array:
    """Positive, and smaller the later it stands: what comes first is larger than what is taken from it."""
    return _part(value, place) + 4.0 / (1.0 + place)


def _small(value: Array, place: int) -> Array:
    return value / 10.0


CHANGES: Sequence[Callable[[Array, int], Array]] = (_positive, _part, _falling, _small)
