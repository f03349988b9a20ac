"""Expressions whose value NumPy and whose gradients autograd find again, and the same text damaged.

The grammar's text is Python too: run with the functions of autograd's NumPy it is what the engine is held against.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from functools import reduce
from random import Random
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
from grammar import LABEL, NAMES, Grammar
from mutations import damaged
from tally import Tally

import engine
from engine.graphs.composites import can_unfold, fold, folds, unfold
from engine.graphs.evaluation_counts import count_evaluations
from engine.graphs.jacobian import jacobian
from engine.graphs.likely_inputs import likely_inputs

PIECES = (
    *"xyvbWk()+-*/@,=;.0123456789 ", "**", "\n", "exp(", "softmax(", "max(", "sum(", "axis=0", "cross_entropy(", "q = ",
    "g(t) = ", "1e", "1e308", "0.0", "__", "[", "]", "{", "#", ":", "if", "lambda", "é", "\x00", "\ud800", "²", "f",
    "))))", "((((", "x = ", "s = x", "; ", "norm(", "maxout(", "transpose(", "1/0", "--", "log(0)", "x**-1",
)  # fmt: skip
LARGE = 1e8  # gradients above this have lost too many digits on the way to be compared
NEAR = 1e-6  # how near to a kink two right answers may differ


def draw(random: Random) -> Any:
    """A text with the values of its names; `sound`: nobody has damaged it; `shown`: try all that is shown of it."""
    text, shown = Grammar(random).text(), random.random() < 0.3  # which costs more than all the rest
    if sound := random.random() < 0.6:
        inputs = {name: numbers(random, shape) for shape, names in NAMES.items() for name in names}
        return {
            "text": text,
            "sound": sound,
            "shown": shown,
            "inputs": {**inputs, LABEL: random.choice((0.0, 1.0))},
        }
    return {"text": damaged(random, text, PIECES), "sound": sound, "shown": shown, "inputs": {}}


def numbers(random: Random, shape: tuple[int, ...]) -> Any:
    if shape:
        return [numbers(random, shape[1:]) for _ in range(shape[0])]
    return random.choice((0.0, 1.0, -1.0)) if random.random() < 0.05 else round(random.uniform(-3, 3), 3)


async def run(case: Any, tally: Tally) -> None:
    """The engine and NumPy agree; what is no expression is refused with its place."""
    text = case["text"]
    with tally.one(case):
        try:
            graph = engine.parse(text)
            # What a line gives a value has that.
            inputs = {name: graph.defaults.get(name, case["inputs"].get(name, 0.5)) for name in graph.leaves}
            trace = engine.backpropagate(graph, inputs)
        except ValueError as problem:  # an ExpressionError is one
            # As log(0) or 2 / 0, which are refused as they are typed.
            infinite = getattr(problem, "code", "") in (
                "value_not_finite",
                "zero_divides",
                "number_too_large",
            )
            if (case["sound"] and not infinite) or not is_told(problem, text):
                raise
            return
    if case["shown"] and len(graph.nodes) < 200:
        all_that_is_shown(graph, trace, inputs)
    if case["sound"]:
        engine.backpropagate(graph, likely_inputs(graph))  # there are shapes that fit, and they are found
        the_same_elsewhere(text, graph, trace, inputs)


def is_told(problem: ValueError, text: str) -> bool:
    """Whether the problem is in words, and where it has a place, that this is one of the text."""
    if not isinstance(problem, engine.ExpressionError):
        return bool(str(problem))
    lines = re.split(r"\r\n|\r|\n", text)
    return bool(problem.message) and 1 <= problem.line <= len(lines) and problem.column >= 1


def all_that_is_shown(graph: engine.Graph, trace: engine.Trace, inputs: Mapping[str, Any]) -> None:
    """Code, check, counts, Jacobians and folding go through, and none of them changes the gradients."""
    assert [step.phase for step in trace.steps].count("forward") == len(graph.operations)
    assert trace.peak_bytes > 0
    for name, gradient in trace.gradients.items():
        assert gradient.shape == trace.values[name].shape, name
    assert set(trace.gradients) >= set(graph.leaves) - graph.labels
    space: dict[str, Any] = {}
    with np.errstate(all="ignore"):
        exec(engine.flat_code(graph, inputs), space)
    for name in graph.leaves:
        if f"d{name}" in space and name in trace.gradients:
            the_same_in_the_code(trace, space[f"d{name}"], name)
    count_evaluations(graph)
    engine.check_gradients(graph, inputs)
    for node, _, positions in graph.walk:
        for index in positions[:1]:
            jacobian(trace, node.name, index)
    drawn = graph
    for one in folds(graph):
        drawn = fold(drawn, one)
    opened = drawn
    for node in drawn.operations:
        if can_unfold(node):
            opened = unfold(opened, node.name, trace.shapes)
    for other in (drawn, opened):
        if len(other.nodes) < 600:
            again = engine.backpropagate(other, inputs)
            if overflows(again) and not overflows(trace):
                continue  # the exponentials of a softmax that is taken apart are not those that it computes itself
            for name in graph.leaves:
                if name in trace.gradients:
                    assert_near(trace, again.gradients[name], name)


def the_same_elsewhere(
    text: str, graph: engine.Graph, trace: engine.Trace, inputs: Mapping[str, Any]
) -> None:
    """Value and gradients are those of the same text as a Python program."""
    leaves = [
        name
        for name in graph.leaves
        if name in trace.gradients and name not in graph.labels | {*graph.defaults}
    ]
    program = compile(re.sub(r"\bg\(t\) =", "g = lambda t:", text.replace("; ", "\n")), "<text>", "exec")
    last = re.split(r"; |\n", text)[-1].split(" = ")[0]
    if last not in {node.name for node in graph.nodes}:
        return  # it has no name, or is a number, which is an input that nothing reads

    def output(*values: Any) -> Any:
        space = {**FUNCTIONS, **{name: np.array(value) for name, value in inputs.items()}}
        space |= dict(zip(leaves, values, strict=True))
        exec(program, space)
        return space[last]

    given = [np.array(inputs[name], dtype=float) for name in leaves]
    here = trace.values[graph.output]
    size = float(np.max([np.abs(one).max() for one in trace.values.values()]))  # NaN where there is one
    if not np.isfinite(size) or size > LARGE:
        return  # where numbers overflow on the way, another way may lead round it; and Python divides no 3 by 0
    with np.errstate(all="ignore"):
        value = output(*given)
    np.testing.assert_allclose(here, value, rtol=1e-9, atol=1e-9 * max(1.0, size))
    if not leaves or not np.all(
        np.isfinite(np.concatenate([np.ravel(one) for one in trace.gradients.values()]))
    ):
        return
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # autograd warns of an output that no input moves
        found = autograd.grad(lambda *values: anp.sum(1.0 * output(*values)), tuple(range(len(leaves))))(
            *given
        )
    for name, gradient in zip(leaves, found, strict=True):
        if not agrees(trace, gradient, name):
            # Both are right where a slope is another on each side.
            assert engine.find_kinks(graph, inputs, NEAR) or flat_powers(trace), name
            return


def flat_powers(trace: engine.Trace) -> bool:
    """Whether somewhere a base is so near to 0 that a power, a root or a norm of it has no slope to speak of."""
    return any(
        node.op.name in ("power", "sqrt", "norm", "divide", "square", "log", "1/x")
        and bool(np.any(np.abs(trace.values[node.inputs[0]]) < NEAR))
        for node in trace.graph.operations
    )


def overflows(trace: engine.Trace) -> bool:
    return not all(np.all(np.isfinite(value)) for value in trace.values.values())


def not_a_number_wins(trace: engine.Trace) -> bool:
    """Whether a max or min meets NaN, which is greater than nothing: masks find no winner, argmax finds it."""
    return any(
        node.op.name in ("max", "min", "maxout")
        and any(bool(np.isnan(trace.values[name]).any()) for name in node.inputs)
        for node in trace.graph.operations
    )


def agrees(trace: engine.Trace, gradient: Any, name: str) -> bool:
    here = trace.gradients[name]
    size = max(float(np.abs(one).max(initial=0.0)) for one in trace.gradients.values())
    if not all(np.isfinite(one).all() for one in trace.gradients.values()) or size > LARGE:
        return True
    return bool(np.allclose(here, gradient, rtol=1e-6, atol=1e-9 * max(1.0, size)))


def assert_near(trace: engine.Trace, gradient: Any, name: str) -> None:
    if not agrees(trace, gradient, name):
        assert engine.find_kinks(
            trace.graph, {n: trace.values[n] for n in trace.graph.leaves}, NEAR
        ) or flat_powers(trace), f"{name}: {trace.gradients[name]} and {gradient}"


def the_same_in_the_code(trace: engine.Trace, gradient: Any, name: str) -> None:
    """What the code gives for a gradient is the engine's, and not finite where that is not."""
    here = trace.gradients[name]
    assert np.shape(gradient) == here.shape, name
    if not_a_number_wins(trace):
        return
    finite = np.isfinite(here)
    assert bool(np.all(finite == np.isfinite(gradient))), f"{name}: {here} and {gradient}"
    close = np.allclose(here[finite], np.asarray(gradient)[finite], rtol=1e-6)
    assert close or flat_powers(trace), f"{name}: {here} and {gradient}"


def _of_elements_or_inputs(of_elements: Any, of_two: Any) -> Any:
    return lambda *parts: of_elements(parts[0]) if len(parts) == 1 else reduce(of_two, parts)


def _logsumexp(x: Any) -> Any:
    largest = anp.max(x, axis=-1, keepdims=True)
    return anp.sum(anp.log(anp.sum(anp.exp(x - largest), axis=-1, keepdims=True)) + largest, axis=-1)


def _softmax(x: Any) -> Any:
    shares = anp.exp(x - anp.max(x, axis=-1, keepdims=True))
    return shares / anp.sum(shares, axis=-1, keepdims=True)


def _cross_entropy(z: Any, k: Any) -> Any:
    return _logsumexp(z) - z[int(np.round(getattr(k, "_value", k)))]


def _hinge(z: Any, k: Any) -> Any:
    return anp.sum(anp.maximum(0.0, z - z[int(np.round(getattr(k, "_value", k)))] + 1.0)) - 1.0


FUNCTIONS: dict[str, Any] = {
    "exp": anp.exp, "log": anp.log, "sqrt": anp.sqrt, "abs": anp.abs, "sin": anp.sin, "cos": anp.cos, "tanh": anp.tanh,
    "relu": lambda x: anp.where(x > 0, x, 0.0),
    "leaky_relu": lambda x: anp.where(x > 0, x, 0.1 * x),
    "elu": lambda x: anp.where(x > 0, x, anp.exp(anp.where(x > 0, 0.0, x)) - 1),
    "sigmoid": lambda x: anp.exp(-anp.logaddexp(0.0, -x)),
    "softplus": lambda x: anp.logaddexp(0.0, x),
    "softmax": _softmax,
    "max": _of_elements_or_inputs(anp.max, anp.maximum),
    "min": _of_elements_or_inputs(anp.min, anp.minimum),
    "maxout": _of_elements_or_inputs(None, anp.maximum),
    "logsumexp": _of_elements_or_inputs(_logsumexp, anp.logaddexp),
    "sum": anp.sum, "mean": anp.mean, "dot": anp.dot, "transpose": anp.transpose,
    "norm": lambda x: anp.sqrt(anp.sum(x * x)),
    "cross_entropy": _cross_entropy, "hinge": _hinge,
}  # fmt: skip
