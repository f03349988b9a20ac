"""Whoever puts the numbers that stand there into the formula that stands there gets the result that stands there.

The lines are those that the page writes, taken as text: static/shared/stepping makes them of the messages that the
browser is sent, and a calculator which knows only these texts does the sums again.
"""

import math
import re
import shutil
from random import Random
from typing import Any

import numpy as np
import pytest
from grammar import LABEL, NAMES, Grammar
from written_steps import lines_of, opened

import engine
from engine.graphs.composites import fold, folds
from engine.graphs.element_sums import result_of
from engine.graphs.trace import parameter_states
from engine.training.explained_update import named_state
from engine.training.optimizers import OPTIMIZERS
from playground.graph.examples import EXAMPLES
from playground.shared.element_payload import has_sum, written_sum
from playground.shared.trace_payload import trace_message

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs node")


# What stands there, read again ---------------------------------------------------------------------------------------


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", "").replace("∞", "inf"))


def unit(text: str) -> float:
    """One in the last digit of a text; a whole number is taken for one of three digits at least."""
    mantissa, _, power = text.replace("−", "-").replace(",", "").partition("e")
    decimals = len(mantissa.partition(".")[2])
    if decimals or power:
        return 10.0 ** (int(power or 0) - decimals)
    return 10.0 ** min(0, len(mantissa.lstrip("-")) - 3)


def shown(part: dict[str, Any]) -> np.ndarray:
    """A number, or an array as it is drawn: a vector upright."""
    values = np.array([number(text) for text in part["texts"]])
    return values.reshape(-1, part["columns"]) if "columns" in part else values[0]


def comes_out(sum_: list[Any], computed: Any, aside: set[int]) -> None:
    result = sum_[-1]
    assert sum_[-2] == "="
    values = np.asarray(computed)
    if values.size != len(result["texts"]):
        values = np.broadcast_to(values, np.shape(shown(result)))
    operands = [abs(shown(part)).ravel() for part in sum_[:-2] if isinstance(part, dict)]
    smallest = min(
        [1.0, *(max((one for one in numbers if one < math.inf), default=0.0) for numbers in operands)]
    )
    for at, (text, value) in enumerate(zip(result["texts"], values.ravel(), strict=True)):
        if at in aside or not math.isfinite(number(text)):
            continue
        allowed = 0.01 * smallest if text == "0" else unit(text)
        assert abs(value - number(text)) <= allowed * (1 + 1e-9), f"{value} is not {text}: {sum_}"


# What is done again -----------------------------------------------------------------------------------------------


def check(trace: engine.Trace, message: dict[str, Any], written: list[Any]) -> int:
    """Does every sum of a trace again; how many there were."""
    done = 0
    for step, sent, line in zip(trace.steps, message["steps"], written, strict=True):
        if step.phase != "update":
            for told in line["elements"]:
                done += check_element(trace, step, sent, told)
        if step.phase == "update":
            settings = message["constants"]
            for terms in line:
                for term in terms:
                    comes_out(term["sum"], by_formula(term, settings), set())
                    done += 1
            continue
        parts = [part for part in line["sum"] if isinstance(part, dict)]
        node = trace.graph[step.node]
        if any("picture" in part for part in parts) or (step.phase == "backward" and step.input is None):
            continue
        aside = set(sent.get("rounding", []))
        assert ("The exact result is 0" in line["rule"]) == bool(aside)
        if step.phase == "forward":
            if node.op.name != "copy":
                comes_out(line["sum"], forward(trace, node, parts), aside)
                done += 1
        elif node.op.name == "copy" or "local" in " ".join(step.form.factors):
            comes_out(line["sum"], backward(trace, step, line["sum"], parts), aside)
            done += 1
        elif step.form.factors == ("upstream", "through the gates inside"):
            # No sum stands there: who wants it opens the gate, which says so.
            assert line["sum"][1:3] == ["through the gates inside", "="]
            assert "the gates inside" in line["rule"]
        else:  # numbers that move: each of those that arrive is one of those that left, or 0
            left = {0.0, *(number(text) for text in parts[0]["texts"] if math.isfinite(number(text)))}
            for text in parts[1]["texts"]:
                if math.isfinite(number(text)):
                    assert min(abs(number(text) - one) for one in left) <= unit(text), line
    return done


def check_element(trace: engine.Trace, step: Any, sent: dict[str, Any], told: dict[str, Any]) -> int:
    """Does the sum of one element again, which stands beside a picture."""
    result = result_of(step)
    value = result.ravel()[told["element"]]
    sum_ = told["sum"]
    assert abs(number(sum_[-1]["texts"][0]) - value) <= unit(sum_[-1]["texts"][0]) or not math.isfinite(value)
    if len(sum_) == 1:
        assert value == 0 or not math.isfinite(value)
        return 0
    if sum_[0] == "=":  # it only moves
        assert re.search(r"element \S.* of ", told["words"]), told
        return 0
    if "which is 0 apart from rounding error" not in told["words"]:
        comes_out(sum_, element_again(sum_[:-2]), set())
    return 1


def element_again(sum_: list[Any]) -> float:
    """What stands there, typed into the playground."""
    numbers = [one for one in sum_ if isinstance(one, dict)]
    names = iter(f"n{at}" for at in range(len(numbers)))
    code = "".join(next(names) if isinstance(one, dict) else f" {one} " for one in sum_)
    for sign, typed in (("×", "*"), ("−", "-"), ("²", "** 2"), ("√", "sqrt"), ("½", "0.5"), (", …", "")):
        code = code.replace(sign, typed)
    code = re.sub(r"\|([^|]*)\|", r"abs(\1)", code)
    values = {f"n{at}": number(one["texts"][0]) for at, one in enumerate(numbers)}
    alone = re.fullmatch(r"[\s()]*(n\d+)[\s()]*", code)
    if alone:
        return values[alone[1]]
    with np.errstate(all="ignore"):
        return float(engine.backpropagate(engine.parse(code.strip()), values).output)


def forward(trace: engine.Trace, node: Any, parts: list[dict[str, Any]]) -> np.ndarray:
    """The op again, of what is shown: signs by the calculator, functions by their own names."""
    values = [
        shown(part).reshape(trace.values[name].shape) for part, name in zip(parts, node.inputs, strict=False)
    ]
    with np.errstate(all="ignore"):
        known = FUNCTIONS.get(node.op.name, node.op.forward)
        return standing(np.asarray(known(*values)))


def standing(array: np.ndarray) -> np.ndarray:
    """An array as it is drawn."""
    return array.reshape(array.shape[0], -1) if array.ndim else array


FUNCTIONS = {
    "add": lambda *values: sum(values), "subtract": lambda a, b: a - b, "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b, "exp": np.exp, "log": np.log, "tanh": np.tanh, "sqrt": np.sqrt,
    "negate": lambda a: -a, "reciprocal": lambda a: 1 / a, "square": lambda a: a * a,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)), "relu": lambda a: np.where(a > 0, a, 0), "matmul": lambda a, b: a @ b,
    "dot": lambda a, b: a @ b, "sin": np.sin, "cos": np.cos,
}  # fmt: skip


class Drawn(np.ndarray[Any, Any]):
    """Arrays as they stand on paper: a vector beside a vector makes a table."""

    def __matmul__(self, other: Any) -> Any:
        return np.multiply.outer(self, other) if self.ndim == other.ndim == 1 else super().__matmul__(other)


def backward(trace: engine.Trace, step: Any, sum_: list[Any], parts: list[dict[str, Any]]) -> np.ndarray:
    """The product again, of what is shown, as arrays of the shapes that they have; a vector beside a vector makes a
    table, and what is broadcast is summed."""
    if trace.graph[step.node].op.name == "copy":
        return np.asarray(sum(map(shown, parts[:-1])))
    if "∗" in sum_:
        return windows_again(trace, step, parts)
    if step.local.ndim > 2:
        upstream, local = (
            shown(part).reshape(array.shape)
            for part, array in zip(parts[1::-1], (step.upstream, step.local), strict=True)
        )
        return standing(
            np.einsum("ijk,ij->ik" if step.form.summed == "rows" else "ijk,ji->ki", local, upstream)
        )
    shapes = {"upstream": step.upstream, "local": step.local}
    inputs = trace.graph[step.node].inputs
    shapes |= {name: trace.values[inputs[at]] for at, name in enumerate("xW") if at < len(inputs)}
    code, arrays = "", []
    for part, factor in zip(sum_[:-2], step.form.factors, strict=True):
        if isinstance(part, str):
            code += {"×": "*", "[": "np.hstack([", "]": "])"}.get(part, part)
        else:
            array = shown(part)
            code += f"arrays[{len(arrays)}]"
            real = np.asarray(shapes[factor.rstrip("ᵀ")])
            # A column may lie, for want of height: its shape stands beside it.
            array = (
                array.ravel() if real.ndim == 1 else array.reshape((real.T if "ᵀ" in factor else real).shape)
            )
            arrays.append(np.asarray(array).view(Drawn))
    if step.local.ndim > step.upstream.ndim == 1 and "@" not in sum_:
        along = 1 if step.local.shape[0] == len(arrays[0]) and arrays[1].shape[1] != len(arrays[0]) else 0
        square = step.local.shape[0] == step.local.shape[1]
        if square and np.allclose(step.upstream[:, None] * step.local, step.downstream):
            along = 1
        return standing(np.expand_dims(arrays[0], along) * arrays[1])
    if step.form.summed == "rows":
        result = arrays[1] @ arrays[0].T
    else:
        result = np.asarray(eval(code, {"np": np, "arrays": arrays}))
    shape = trace.values[step.input].shape
    while result.ndim > len(shape):
        result = result.sum(axis=0)
    for axis, side in enumerate(shape):
        if side == 1 and result.shape[axis] != 1:
            result = result.sum(axis=axis, keepdims=True)
    return standing(np.broadcast_to(result, shape))


def windows_again(trace: engine.Trace, step: Any, parts: list[dict[str, Any]]) -> np.ndarray:
    """A convolution of what is shown, by its response to each element of the input that is asked for."""
    op, inputs = trace.graph[step.node].op, [trace.values[name] for name in trace.graph[step.node].inputs]
    upstream = shown(parts[step.index]).reshape(step.upstream.shape)
    local = shown(parts[1 - step.index]).reshape(step.local.shape)
    fixed = [inputs[0], np.flip(local)] if step.index == 0 else [local, inputs[1]]
    result = np.zeros(inputs[step.index].shape)
    for at in np.ndindex(*result.shape):
        one = [np.zeros_like(value) if place == step.index else value for place, value in enumerate(fixed)]
        one[step.index][at] = 1.0
        result[at] = (op.forward(*one) * upstream).sum()
    return standing(result)


def by_formula(term: dict[str, Any], settings: dict[str, float]) -> float:
    """A line of an optimizer: its formula as it is written, each name its number in the order in which they stand."""
    numbers, code = [], ""
    for part in term["sum"][:-2]:
        if isinstance(part, dict):
            code += f"numbers[{len(numbers)}]"
            numbers.append(number(part["texts"][0]))
        else:
            code += part
    for sign, python in (("×", "*"), ("−", "-"), ("^", "**"), ("²", "**2")):
        code = code.replace(sign, python)
    code = re.sub(r"√\s*(\(?numbers\[\d+\]\)?)", r"math.sqrt(\1)", code)
    return float(eval(code, {"math": math, "numbers": numbers}))


# Of what -------------------------------------------------------------------------------------------------------------


def everything(traces: list[tuple[engine.Trace, dict[str, Any]]]) -> int:
    messages = [message for _, message in traces]
    for trace, message in traces:
        for step, sent in zip(trace.steps, message["steps"], strict=True):
            assert ("sum" in sent) <= has_sum(trace, step)
            sent["asked"] = [
                {"sum": found[0], "numbers": found[1]}
                for element in asked_for(step, sent)
                if (found := written_sum(trace, step, element)) is not None
            ]
    written = lines_of(messages)
    return sum(check(trace, message, lines) for (trace, message), lines in zip(traces, written, strict=True))


def asked_for(step: Any, sent: dict[str, Any]) -> list[int]:
    """Some elements, besides the one that came with the step."""
    if "sum" not in sent:
        return []
    size = result_of(step).size
    return sorted({0, size // 3, size // 2, size - 1} - {sent["sum"]["element"]})


def test_every_sum_of_every_worked_example_comes_out() -> None:
    traces = []
    for example in EXAMPLES:
        graph = engine.parse(example.expression)
        traces.append(opened(graph, example.inputs, example.upstream))
        while groups := folds(graph):
            graph = fold(graph, groups[0])
            traces.append(opened(graph, example.inputs, example.upstream))
    assert everything(traces) > 400


def test_every_sum_of_drawn_graphs_comes_out() -> None:
    traces = []
    for seed in range(100, 250):
        text = Grammar(Random(seed)).text()
        random = np.random.default_rng(seed)
        try:
            graph = engine.parse(text)
        except engine.ExpressionError:
            continue
        shapes = {name: shape for shape, names in NAMES.items() for name in names}
        if not shapes.keys() | {LABEL} >= set(graph.leaves):
            continue
        inputs = {
            name: 1.0 if name == LABEL else random.normal(size=shapes[name]) * 10.0 ** random.integers(-3, 4)
            for name in graph.leaves
        }
        try:
            traces.append(opened(graph, inputs))
        except engine.Problem:
            continue
    assert len(traces) > 100
    assert everything(traces) > 1000


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_every_sum_of_networks_comes_out_with_every_optimizer(name: str) -> None:
    traces = []
    for seed, level, widths in (
        (1, "scalar", [2, 4, 2, 1]),
        (2, "layer", [2, 3, 3, 1]),
        (3, "layer", [2, 8, 8, 1]),
        (4, "layer", [4, 5, 3]),
    ):
        several = widths[-1] > 1
        data = engine.datasets.load("circle", samples=40, seed=seed) if widths[0] == 2 else None
        network = engine.Network(
            widths,
            activation=("tanh", "relu", "sigmoid", "tanh")[seed - 1],
            output="softmax" if several else "sigmoid",
            seed=seed,
        )
        loss = "cross-entropy" if several else "binary cross-entropy"
        optimizer = OPTIMIZERS[name](0.03)
        states: dict[str, Any] = {}
        step = 1
        if data is not None:
            trainer = engine.Trainer(network, data, loss=loss, optimizer=optimizer, batch_size=10, seed=seed)
            trainer.step(12)
            x, y, step = data.X[0], data.y[0], optimizer.steps + 1
            states = named_state(network, optimizer)
        else:
            x, y = np.array([0.3, -1.2, 0.7, 2.0]), np.array([0.0, 1.0, 0.0])
        graph = network.graph(x, y, loss=loss, level=level)
        trace = engine.trace_update(engine.backpropagate(graph), optimizer, states, step)
        of_each = parameter_states(graph, states) if states else {}
        traces.append(
            (trace, trace_message(trace, level=level, optimizer=optimizer, states=of_each, update=step))
        )
    assert everything(traces) > 300


def test_the_sum_of_an_element_comes_out_where_arrays_are_pictures() -> None:
    random = np.random.default_rng(5)
    traces = []
    for text in (
        "h = relu(X @ W + b); L = sum(h ** 2)", "p = softmax(X @ W, axis=1); L = mean(p * X[:, 0:12])",
        "L = norm(x) * var(x)", "L = cross_entropy(W[0] * b, 3) + mse(x, b)",
        "L = sum(max(X, axis=1)) + logsumexp(x)", "L = sum(outer(x, b) / 7.3)",
        "L = sum(tanh(X.T[1:9] * 1e-4))", "L = sum(cumsum(x) * b) + mae(x, b) + max(x)", "L = prod(x) + std(b)",
        "L = sum(conv1d(x, b[0:3]) * 0.3) + sum(max_pool(X, 2))", "L = sum(log_softmax(x) * b)",
    ):  # fmt: skip
        graph = engine.parse(text)
        shapes = {"X": (12, 12), "W": (12, 12), "x": (12,), "b": (12,)}
        for size in (1.0, 1e-3):
            inputs = {name: random.normal(size=shapes[name]) * size for name in graph.leaves}
            traces.append(opened(graph, inputs))
            if found := [one for one in folds(graph) if one.kind in ("layer", "softmax")]:
                traces.append(opened(fold(graph, found[0]), inputs))
    assert all(any("sum" in step for step in message["steps"]) for _, message in traces)
    assert everything(traces) > 500


def test_the_walk_of_a_digit_has_sums_that_come_out() -> None:
    """Its arrays are too large to be sent, and its sums have hundreds of terms."""
    random = np.random.default_rng(6)
    network = engine.Network([784, 128, 64, 10], activation="relu", output="softmax", seed=1)
    graph = network.graph(
        random.random(784) * (random.random(784) > 0.8), np.eye(10)[7], loss="cross-entropy"
    )
    trace = engine.backpropagate(graph)
    message = trace_message(trace, level="layer", most=2000)
    assert everything([(trace, message)]) > 60


def test_what_rounding_leaves_of_zero_is_told_as_such() -> None:
    trace, message = opened(
        engine.parse("q = x + y; d = q - z; f = d * w"), {"x": 0.1, "y": 0.2, "z": 0.3, "w": 3.0}
    )
    lines = lines_of([message])[0]
    assert lines[1]["rule"] == "The exact result is 0; 5.55e−17 is rounding error."
    assert [part["texts"][0] for part in lines[1]["sum"] if isinstance(part, dict)] == [
        "0.300",
        "0.300",
        "5.55e−17",
    ]
    assert lines[2]["rule"] == "The exact result is 0; 1.67e−16 is rounding error."
    assert trace.output != 0
