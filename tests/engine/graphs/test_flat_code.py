"""Flat code: it runs without the engine, and its numbers are those of the trace."""

import subprocess
import sys

import numpy as np
import pytest

import engine
from engine.graphs.flat_code import code_lines

EXAMPLES = [
    ("(x + y) * z", {"x": -2.0, "y": 5.0, "z": -4.0}, None),
    ("1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))", {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}, None),
    ("relu(x)", {"x": [1.0, -2.0, 3.0, -1.0]}, [4.0, -1.0, 5.0, 9.0]),
    ("sum((W @ x) ** 2)", {"W": [[0.1, 0.5], [-0.3, 0.8]], "x": [0.2, 0.4]}, None),
    ("x @ w", {"x": [[2, 1, -3], [-3, 4, 2]], "w": [[3, 2], [2, 1], [3, 2]]}, [[2, 3], [-8, 1]]),
    ("relu(X @ W + b)", {"X": [[1.0, 2.0]], "W": [[1.0, -1.0], [0.5, 2.0]], "b": [0.1, 0.2]}, None),
    ("sigmoid(dot(x, w) + b)", {"x": [1.0, 2.0], "w": [0.3, -0.1], "b": 0.2}, None),
    ("cross_entropy(s, k) + hinge(s, k)", {"s": [3.2, 5.1, -1.7], "k": 0}, None),
    ("softplus((1 - 2*y) * z)", {"y": 1, "z": 0.3}, None),
    ("-z_k + logsumexp(z)", {"z": [3.2, 5.1, -1.7], "z_k": 3.2}, None),
    ("a = x; b = -2; a * b ** 2 + max(x, 0, a) * np + dx / fit", {"x": 3.0, "np": 2.0, "dx": 4.0, "fit": 5.0}, None),
    ("x ** 0.5 + 1e-30 * mean(m, axis=0)", {"x": 2.0, "m": [[1.0, 2.0], [3.0, 4.0]]}, None),
]  # fmt: skip


def test_one_line_an_operation_and_its_mirror_line():
    source = engine.flat_code(engine.parse("(x + y) * z"), {"x": -2.0, "y": 5.0, "z": -4.0})
    assert source == (
        "import numpy as np\n"
        "\n"
        "x = np.array(-2.0)\n"
        "y = np.array(5.0)\n"
        "z = np.array(-4.0)\n"
        "\n"
        "# forward\n"
        "q = x + y\n"
        "f = q * z\n"
        "\n"
        "# backward\n"
        "df = 1.0\n"
        "dq = df * z\n"
        "dz = df * q\n"
        "dx = dq\n"
        "dy = dq\n"
    )


def test_a_program_that_prints_says_the_output_and_the_gradients_of_the_leaves_that_have_one():
    graph = engine.parse("side = u * 2; w * x + w")
    lines = code_lines(graph, {"u": 1.0, "w": 2.0, "x": 3.0}, updated=["w"], rate=0.1, printed=True)
    output = graph.output
    assert [line.text for line in lines[-5:]] == [
        "w = w - 0.1 * dw",
        "",
        f'print("{output} =", {output})',
        'print("dw =", dw)',
        'print("dx =", dx)',
    ]
    source = "\n".join(line.text for line in lines)
    assert engine.parse(source).output == output  # it is read back


def test_a_value_used_twice_adds_up():
    lines = engine.flat_code(engine.parse("x * x + x"), {"x": 3.0}).splitlines()
    assert lines[-3:] == ["dx = df", "dx = dx + dq * x", "dx = dx + dq * x"]


def test_what_learns_is_updated_at_the_end_if_a_gradient_reaches_it():
    graph = engine.parse("side = u * 2; w * x + w")
    lines = code_lines(graph, {"u": 1.0, "w": 2.0, "x": 3.0}, updated=["w", "u"], rate=0.1)
    assert [(line.text, line.phase, line.node) for line in lines[-2:]] == [
        ("# update", "", ""),
        ("w = w - 0.1 * dw", "update", "w"),
    ]
    space: dict = {}
    exec("\n".join(line.text for line in lines), space)
    assert space["w"] == pytest.approx(2 - 0.1 * 4)


@pytest.mark.parametrize(("text", "inputs", "upstream"), EXAMPLES, ids=[text for text, _, _ in EXAMPLES])
def test_it_runs_and_agrees(text, inputs, upstream):
    graph = engine.parse(text)
    trace = engine.backpropagate(graph, inputs, upstream)
    space: dict = {}
    exec(engine.flat_code(graph, inputs, upstream), space)
    for leaf in graph.leaves:
        if leaf in trace.gradients:
            # An input may be called dx itself: then the gradient of x is dx_.
            gradient = space[f"d{leaf}_" if f"d{leaf}" in graph else f"d{leaf}"]
            np.testing.assert_allclose(gradient, trace.gradients[leaf], rtol=1e-12)
            assert np.shape(gradient) == trace.gradients[leaf].shape


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("x / 0", {"x": 5.0}),
        ("sum(v) / 0", {"v": [1.0, 2.0]}),
        ("x / (1 - 1) + y", {"x": -1.0, "y": 2.0}),
        ("1 / x", {"x": 0.0}),
        ("x / y", {"x": 3.0, "y": 0.0}),
        ("x ** -1", {"x": 0.0}),
        ("log(x)", {"x": -2.0}),
        ("sqrt(x)", {"x": 0.0}),
        ("exp(x)", {"x": 1000.0}),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_it_runs_where_something_is_not_finite_and_agrees(text, inputs):
    graph = engine.parse(text)
    trace = engine.backpropagate(graph, inputs)
    space: dict = {}
    exec(engine.flat_code(graph, inputs), space)
    np.testing.assert_array_equal(space[graph.output], trace.output)
    for leaf in graph.leaves:
        np.testing.assert_allclose(space[f"d{leaf}"], trace.gradients[leaf], rtol=1e-12)
    assert engine.parse(engine.flat_code(graph, inputs)).output == graph.output


def test_the_code_of_a_label_brings_the_helper_that_it_calls_and_no_other():
    inputs = {"s": [3.2, 5.1], "k": 0}
    entropy = engine.flat_code(engine.parse("cross_entropy(s, k)"), inputs)
    assert entropy.count("def one_hot(") == 1
    assert "def hinge(" not in entropy
    both = engine.flat_code(engine.parse("cross_entropy(s, k) + hinge(s, k)"), inputs)
    assert (both.count("def one_hot("), both.count("def hinge(")) == (1, 1)


def test_without_numbers_the_names_are_set_before_it_runs():
    graph = engine.parse("relu(X @ W + b)")
    inputs = {"X": [[1, 2], [3, 4]], "W": [[1, -1], [0, 2]], "b": [1, 1]}
    space: dict = dict(inputs)
    exec(engine.flat_code(graph), space)
    trace = engine.backpropagate(graph, inputs)
    for leaf in inputs:
        np.testing.assert_array_equal(space[f"d{leaf}"], trace.gradients[leaf])


def test_a_network_as_code_runs_in_a_process_without_the_engine(tmp_path):
    programs, expected = [], []
    for level in ("layer", "scalar"):
        for loss, output, y in [("cross-entropy", "softmax", [0, 1, 0]), ("hinge", "linear", [0, 1, 0])]:
            network = engine.Network([2, 4, 3], activation="maxout", output=output, seed=3)
            graph = network.graph([0.5, -1.0], y, loss=loss, penalty=engine.L2(0.1), level=level)
            trace = engine.backpropagate(graph)
            names = [name for name in graph.leaves if name in trace.gradients]
            shown = ", ".join(f"np.asarray(d{name}).ravel().tolist()" for name in names)
            programs.append(f"{engine.flat_code(graph)}\nprint(repr([{shown}]))\n")
            expected.append([trace.gradients[name].ravel().tolist() for name in names])
    for number, program in enumerate(programs):
        (tmp_path / "flat.py").write_text(program)
        run = subprocess.run(
            [sys.executable, "-I", "flat.py"], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        for got, wanted in zip(eval(run.stdout), expected[number], strict=True):
            np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-15)


def test_a_line_is_found_from_a_step():
    graph = engine.parse("y = x * x; exp(y) / y")
    trace = engine.backpropagate(graph, {"x": 0.5})
    lines = {(line.phase, line.node, line.input): line.text for line in code_lines(graph, {"x": 0.5})}
    for step in trace.steps:
        if step.node.endswith("_copy"):
            continue  # a copy gate is the variable read again
        assert (step.phase, step.node, step.input) in lines
    assert lines["forward", "y", None] == "y = x * x"
    assert lines["backward", "q", "y_copy"] == "dy = dy + dq * q"


def test_gates_of_numbers_alone_reckon_with_floats():
    """NumPy takes no negative power of a whole number, and a maximum of whole numbers is one."""
    graph = engine.parse("relu(2) ** (-1) - t + 1")
    source = engine.flat_code(graph, {"t": 0.25})
    assert "np.maximum(2.0, 0)" in source
    assert "+ 1\n" in source  # beside a float it stays as it was typed
    space = {}
    exec(source, space)
    assert (space["f"], space["dt"]) == (1.25, -1.0)
