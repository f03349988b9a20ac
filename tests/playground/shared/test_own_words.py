"""A step speaks of the graph at hand: its names, its numbers, and what was typed; of no letter that is not in it."""

import re
import shutil
from typing import Any

import pytest
from written_steps import lines_of, opened

import engine
from engine.graphs.composites import fold, folds
from playground.graph.examples import EXAMPLES
from playground.shared.trace_payload import trace_message

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs node")

# What may stand in a rule beside names: functions, what counts elements, and the words between them.
FUNCTIONS = (
    "exp log sqrt sin cos tan sinh cosh sign mean clip softmax one_hot gelu eye flip σ Φ π axis k i j T"
)
WORDS = (
    "where else as for each element of zeros elsewhere in the part it that belongs to summed over and spread along "
    "shape row column by put back was read"
)
X = {
    "X": [[1.0, 2.0, 3.0], [4.0, 5.0, -6.0]],
    "x": [1.0, 2.0, -3.0],
    "y": [0.5, 0.1, 0.2],
    "a": 2.0,
    "b": -1.5,
    "t": 1.0,
}


def rules(text: str, **inputs: Any) -> list[str]:
    """What is said of each step backward of an expression, but of copies."""
    graph = engine.parse(text)
    _, message = opened(graph, {name: {**X, **inputs}[name] for name in graph.leaves})
    return [line["own"] for line in lines_of([message])[0] if line["own"]]


def words(text: str, **inputs: Any) -> list[str]:
    """What is said of each step forward."""
    graph = engine.parse(text)
    trace, message = opened(graph, {name: {**X, **inputs}[name] for name in graph.leaves})
    count = sum(step.phase == "forward" for step in trace.steps)
    return [line["words"].rpartition(": ")[2] for line in lines_of([message])[0][:count]]


def letters(text: str) -> set[str]:
    """The names in a text as they are typed: an index below the line is one after it, and dx is x."""
    plain = re.sub("[ᵀⱼᵢₖ²³≠∏Σ]", "", text.translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")))
    return set(re.findall(r"(?:(?<=/)d|\bd(?=\w+/)|)([^\W\d]\w*)", re.sub(r"\d+(\.\d+)?e−?\d+", "", plain)))


def everything() -> list[tuple[str, engine.Trace, dict[str, Any]]]:
    traces = []
    for example in EXAMPLES:
        graph = engine.parse(example.expression)
        traces.append((example.expression, *opened(graph, example.inputs, example.upstream)))
        while groups := folds(graph):
            graph = fold(graph, groups[0])
            traces.append((f"{example.expression}, folded", *opened(graph, example.inputs, example.upstream)))
    for level in ("scalar", "layer"):
        for activation in ("tanh", "relu", "maxout"):
            network = engine.Network([2, 4, 3], activation=activation, output="softmax", seed=1)
            graph = network.graph([0.3, -1.2], [0.0, 1.0, 0.0], loss="cross-entropy", level=level)
            trace = engine.backpropagate(graph)
            traces.append((f"{activation}, {level}", trace, trace_message(trace, level=level)))
    return traces


def test_no_rule_names_a_letter_that_is_not_in_the_graph() -> None:
    traces = everything()
    written = lines_of([message for _, _, message in traces])
    known, said = {*FUNCTIONS.split(), *WORDS.split()}, 0
    for (about, trace, _), lines in zip(traces, written, strict=True):
        names = {"L"} | {
            form for node in trace.graph.nodes for form in (node.name, node.name.replace("_", ""))
        }
        for step, line in zip(trace.steps, lines, strict=True):
            if line["own"] and step.form.factors != ("upstream", "through the gates inside"):
                strange = letters(line["own"]) - names - known
                assert not strange, f"{line['own']} in {about}"
                said += 1
            elif step.input is not None and trace.graph[step.node].op.name != "copy":
                assert step.form.factors[1:] == ("through the gates inside",), f"nothing is said: {about}"
            # The general rule stands beside it where none of its letters is the name of something else.
            general = {letter.removeprefix("d") for letter in letters(line["law"])}
            assert not general & {node.name for node in trace.graph.nodes}, f"{line['law']} in {about}"
    assert said > 600


def test_a_rule_is_said_with_the_names_and_numbers_of_the_graph() -> None:
    assert rules("q = a * b; f = q + t") == [
        "∂f/∂q = 1",
        "∂f/∂t = 1",
        "∂q/∂a = b = −1.50",
        "∂q/∂b = a = 2",
    ]
    assert rules("f = exp(a) / b") == [
        "∂f/∂q = 1/b = −0.667", "∂f/∂b = −q/b² = −3.28", "∂q/∂a = exp(a) = 7.39",
    ]  # fmt: skip
    assert rules("f = relu(b)") == ["∂f/∂b = 0, as b ≤ 0"]
    assert rules("f = leaky_relu(a)") == ["∂f/∂a = 1, as a > 0"]
    assert rules("f = max(a, b)") == ["∂f/∂a = 1, as a ≥ b", "∂f/∂b = 0, as a ≥ b"]
    assert rules("f = min(b, b * t)")[:2] == ["∂f/∂b = 1, as b ≤ q", "∂f/∂q = 0, as b ≤ q"]
    assert rules("f = max(a, b, t)") == [
        "∂f/∂a = 1, as a = f",
        "∂f/∂b = 0, as a ≥ b",
        "∂f/∂t = 0, as a ≥ t",
    ]


def test_the_rule_of_an_array_is_said_of_gradients() -> None:
    assert rules("q = W @ x; f = sum(q ** 2)", W=[[1.0, 0, 2]]) == [
        "∂f/∂q2 = 1, for each element of q2", "df/dq = df/dq2 × 2·q", "df/dW = df/dq @ xᵀ", "df/dx = Wᵀ @ df/dq",
    ]  # fmt: skip
    assert rules("relu(x)") == ["dL/dx = dL/df where x > 0, else 0"]
    assert rules("elu(x)") == ["dL/dx = dL/df where x > 0, else dL/df × exp(x)"]
    assert rules("tanh(x)") == ["dL/dx = dL/df × (1 − f²)"]
    assert rules("X + y") == ["dL/dX = dL/df", "dL/dy = dL/df, summed over axis 0"]
    assert rules("softmax(x)") == ["∂fᵢ/∂xⱼ = fᵢ·([i = j] − fⱼ)"]
    assert rules("X.T") == ["dL/dX = (dL/df)ᵀ"]
    assert rules("X[:, 1]") == ["dL/dX[:, 1] = dL/df, zeros elsewhere in X"]
    assert rules("concatenate([x, y])")[1] == "dL/dy = dL/df, the part of it that belongs to y"
    assert rules("reshape(X, (3, 2))") == ["dL/dX = dL/df, in the shape of X"]
    assert rules("cross_entropy(x, t)") == ["∂f/∂x = softmax(x) − one_hot(t)"]
    assert rules("mse(x, y)") == ["∂f/∂x = 2·(x − y)/3", "∂f/∂y = −2·(x − y)/3"]


def test_a_sum_or_a_mean_over_an_axis_says_the_axis() -> None:
    text = "s = sum(X, axis=0); m = mean(X, axis=1); f = sum(s) + sum(m)"
    assert words(text)[1:3] == ["s = sum(X, axis=0)", "m = mean(X, axis=1)"]
    assert rules(text)[-2:] == [
        "df/dX = df/dm × 1/3, spread along axis 1", "df/dX = df/ds, spread along axis 0",
    ]  # fmt: skip


def test_a_number_is_called_by_its_value_and_an_op_as_it_was_typed() -> None:
    text = "q = -a; q2 = exp(q); q3 = 1 + q2; f = 1 / q3"
    assert words(text) == ["q = −a", "q2 = exp(q)", "q3 = 1 + q2", "f = 1 / q3"]
    assert words("f = x ** 2 * (-2) + a ** 3") == [
        "q = x ** 2", "q2 = q × (−2)", "q3 = a ** 3", "f = q2 + q3",
    ]  # fmt: skip
    assert words("logsumexp(X, axis=0) + softmax(x)")[:2] == [
        "q = logsumexp(X, axis=0)",
        "q2 = softmax(x)",
    ]


def test_a_network_calls_its_loss_by_one_name() -> None:
    network = engine.Network([2, 3, 1], output="sigmoid", seed=0)
    trace = engine.backpropagate(network.graph([0.3, 0.2], [1.0], loss="binary cross-entropy"))
    lines = lines_of([trace_message(trace)])[0]
    assert not [line for line in lines if re.search(r"\bloss\b|dloss", line["words"] + line["own"])]
    assert "L = binary_cross_entropy(z2, y)" in " ".join(line["words"] for line in lines)
    assert "∂L/∂z2 = σ(z2) − y" in [line["own"] for line in lines]


def test_an_input_goes_by_its_name_in_the_file() -> None:
    network = engine.Network([2, 2, 1], output="sigmoid", seed=0)
    graph = network.graph([1.5, 2.0], [1.0], level="scalar", names=("sepal", "petal²"))
    lines = lines_of([trace_message(engine.backpropagate(graph))])[0]
    said = " ".join(line["words"] + line["own"] for line in lines)
    assert "p1₁₁ = w1₁₁ × sepal" in said
    assert "∂p1₁₂/∂w1₁₂ = petal² = 2" in said
    assert "x1" not in said


def test_relu_is_said_to_route_as_relu_does() -> None:
    _, message = opened(engine.parse("relu(x)"), {"x": X["x"]})
    assert (
        "ReLU routes: the gradient passes where its input was above 0" in lines_of([message])[0][-1]["rule"]
    )


def test_an_update_is_said_of_the_weight_by_its_name() -> None:
    _, message = opened(engine.parse("f = b3 * x"), {"b3": 2.0, "x": 1.0}, rate=0.1)
    [[terms]] = [line for line in lines_of([message])[0] if isinstance(line, list)]
    assert terms[-1]["formula"] == "b3 ← b3 − rate × g ="
