"""Anything that has a value can be the output: an input, a number, a copy, another name, what others read too."""

import numpy as np
import pytest

import engine
from engine.graphs.composites import can_unfold, fold, folds, unfold
from engine.graphs.evaluation_counts import count_evaluations
from engine.graphs.jacobian import jacobian

Z, X, Y = [1.0, 2.0], [3.0, -1.0], [0.5, 4.0]
MATRIX = [[1.0, 2.0], [3.0, 4.0]]

# text, inputs, value, gradients with ones arriving at the output
OUTPUTS = {
    "an input": ("z", {"z": Z}, Z, {"z": [1, 1]}),
    "an input that is a number": ("z", {"z": 2.0}, 2, {"z": 1}),
    "a number": ("3", {}, 3, {}),
    "a number with a name": ("s = 3", {}, 3, {"s": 1}),
    "a name of a name of a number": ("a = 3; b = a; b", {}, 3, {"a": 1}),
    "a negative number": ("-3", {}, -3, {}),
    "a number after an input": ("z; 3", {"z": Z}, 3, {"z": [0, 0]}),
    "another name": ("s = z", {"z": Z}, Z, {"z": [1, 1]}),
    "another name of a number": ("s = z", {"z": 2.0}, 2, {"z": 1}),
    "another name of a matrix": ("s = z", {"z": MATRIX}, MATRIX, {"z": [[1, 1], [1, 1]]}),
    "another name, read once more": ("s = z; s", {"z": Z}, Z, {"z": [1, 1]}),
    "an input with another name": ("s = z; z", {"z": Z}, Z, {"z": [1, 1]}),
    "a name of a name": ("a = z; b = a", {"z": Z}, Z, {"z": [1, 1]}),
    "the first of two names": ("a = z; b = a; a", {"z": Z}, Z, {"z": [1, 1]}),
    "one of two names of an input": ("a = z; b = z; a", {"z": Z}, Z, {"z": [1, 1]}),
    "the sum of both names": ("a = x; b = a; b + a", {"x": X}, [6, -2], {"x": [2, 2]}),
    "the second of two inputs": ("x; y", {"x": X, "y": Y}, Y, {"x": [0, 0], "y": [1, 1]}),
    "a gate that another reads": ("q = x*y; r = q + 1; q", {"x": X, "y": Y}, [1.5, -4], {"x": Y, "y": X}),
    "a gate that several read": ("q = x*y; r = q * q; t = r + q; q", {"x": X, "y": Y}, [1.5, -4], {"x": Y, "y": X}),
    "a name of a gate": ("q = x*y; s = q", {"x": X, "y": Y}, [1.5, -4], {"x": Y, "y": X}),
    "a name of a gate's name": ("q = x*y; s = q; t = s; s", {"x": X, "y": Y}, [1.5, -4], {"x": Y, "y": X}),
    "a product of a gate and its name": ("q = x*y; s = q; s*q", {"x": 2.0, "y": 3.0}, 36, {"x": 36, "y": 24}),
    "an input that a gate reads": ("u = x + 1; x", {"x": X}, X, {"x": [1, 1]}),
    "a name of an input that a gate reads": ("u = x + 1; s = x", {"x": X}, X, {"x": [1, 1]}),
    "a function that changes nothing": ("g(t) = t; a = g(z)", {"z": Z}, Z, {"z": [1, 1]}),
    "a number that a function gives back": ("g(t) = t; a = g(g(3))", {}, 3, {}),
    "a vector that a function gives back": ("def g(t): return t\ny = g([1, 2])", {}, [1, 2], {}),
    "an input with a value that a function gives back": ("x = 2; g(t) = t; y = g(x)", {}, 2, {"x": 1}),
    "a label": ("cross_entropy(s, k); k", {"s": Z, "k": 1.0}, 1, {"s": [0, 0], "k": 1}),
    "a loss": ("k = 1; hinge(s, k)", {"s": [1.0, 4.0]}, 0, {"s": [0, 0]}),
}  # fmt: skip
EACH = pytest.mark.parametrize(("text", "inputs", "value", "gradients"), OUTPUTS.values(), ids=OUTPUTS)


@EACH
def test_it_has_its_value_and_its_gradient_brings_the_upstream_one_along(text, inputs, value, gradients):
    graph = engine.parse(text)
    trace = engine.backpropagate(graph, inputs)
    assert np.array_equal(trace.output, value)
    assert {
        name: trace.gradients[name].tolist() for name in graph.leaves if name in trace.gradients
    } == gradients
    upstream = np.arange(2.0, 2.0 + np.size(value)).reshape(np.shape(value))
    arrived = engine.backpropagate(graph, inputs, upstream)
    for name, gradient in gradients.items():
        elementwise = np.shape(gradient) == np.shape(value)
        assert np.array_equal(arrived.gradients[name], upstream * gradient if elementwise else np.zeros(2))


@EACH
def test_every_step_of_it_is_told_and_a_copy_adds_up_to_its_sum(text, inputs, value, gradients):
    graph = engine.parse(text)
    trace = engine.backpropagate(graph, inputs, np.full(np.shape(value), 5.0))
    assert sum(step.phase == "forward" for step in trace.steps) == len(graph.operations)
    for step in trace.steps:
        if step.input is not None and graph[step.node].op.name == "copy":
            assert np.array_equal(sum(step.parts), step.upstream)
    held = trace.steps[trace.peak_step].held
    assert trace.peak_bytes == 8 * sum(
        np.size(trace.values[name] if name in trace.values else trace.values[name[1:]]) for name in held
    )


@EACH
def test_its_code_runs_and_gives_the_same(text, inputs, value, gradients, run_elsewhere):
    graph = engine.parse(text)
    source = engine.flat_code(graph, inputs)
    names = ["d" + name for name in gradients if f"d{name} = " in source]
    found = run_elsewhere(source, names)
    for name in gradients:
        if "d" + name in found:
            assert np.array_equal(found["d" + name], gradients[name])
        else:
            assert not np.any(gradients[name]), (
                name
            )  # nothing comes back to it, so the code does not speak of it


@EACH
def test_it_can_be_checked_counted_folded_and_written_out(text, inputs, value, gradients):
    graph = engine.parse(text)
    trace = engine.backpropagate(graph, inputs)
    assert all(error < 1e-6 for error in engine.check_gradients(graph, inputs).values())
    assert engine.sweep_gradients(graph, inputs).errors.keys() == engine.check_gradients(graph, inputs).keys()
    assert count_evaluations(graph).with_table <= len(graph.operations)
    for node, _, positions in graph.walk:
        for index in positions:
            written = jacobian(trace, node.name, index)
            down = np.ravel(trace.gradients[node.name]) @ written.matrix
            assert down.size == trace.values[node.inputs[index]].size
    other = graph
    for one in folds(graph):
        other = fold(other, one)
    for node in other.operations:
        if can_unfold(node):
            other = unfold(other, node.name, trace.shapes)
    assert np.allclose(engine.backpropagate(other, inputs).output, value)


def test_a_copy_that_is_the_output_has_the_upstream_gradient_as_its_only_part():
    for number in (2.0, [2.0, 2.0]):
        steps = engine.backpropagate(engine.parse("s = z"), {"z": number}).steps
        assert [np.array(part).tolist() for part in steps[-1].parts] == [np.ones_like(number).tolist()]


@pytest.mark.parametrize(
    "text", ["cross_entropy(s, k) * k", "cross_entropy(s, k * 1)", "j = k; cross_entropy(s, j)"]
)
def test_a_label_is_not_moved_to_check_it_wherever_else_it_is_used(text):
    graph = engine.parse(text)
    assert set(engine.check_gradients(graph, {"s": [1.0, 2.0], "k": 1.0})) == {"s"}
    assert graph.labels >= {"k"}


def test_what_a_label_is_computed_from_has_no_gradient():
    graph = engine.parse("cross_entropy(s, k * 1)")
    assert set(engine.backpropagate(graph, {"s": [1.0, 2.0], "k": 1.0}).gradients) == {"f", "s"}


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("cross_entropy(x, k)", "k", "one for each class, not a single number"),
        ("hinge(x, v)", "v", "must be a single number, 0 or 1"),
    ],
)
def test_a_loss_of_scores_of_the_wrong_shape_is_refused_in_words(text, label, words):
    with pytest.raises(ValueError, match=words):
        engine.backpropagate(engine.parse(text), {"x": 1.0, label: [0.0, 1.0] if label == "v" else 1.0})


def test_an_opened_gate_is_opened_again_behind_a_copy_that_came_with_it():
    graph = engine.parse("cross_entropy(z, 0) + sum(z)")
    inputs = {"z": [1.0, 2.0]}
    trace = engine.backpropagate(graph, inputs)
    loss = next(node.name for node in graph.operations if node.label == "cross-entropy")
    opened = unfold(graph, loss, trace.shapes)
    twice = unfold(opened, f"{loss}_p", trace.shapes)
    assert np.allclose(engine.backpropagate(twice, inputs).gradients["z"], trace.gradients["z"])
