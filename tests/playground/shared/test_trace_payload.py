"""What the browser is sent of a trace: every figure of the engine, each found again through its ref."""

import json
from collections import defaultdict
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import engine
from playground.shared.graph_layout import layered
from playground.shared.trace_payload import coarse, trace_message


def numbers(message: dict[str, Any], ref: dict[str, Any] | None) -> np.ndarray | None:
    if ref is None:
        return None
    size = int(np.prod(ref["shape"]))
    return message["numbers"][ref["at"] : ref["at"] + size].reshape(ref["shape"])


def sample_trace(
    level: str = "scalar", widths: tuple[int, ...] = (2, 3, 1), optimizer: Any = None
) -> engine.Trace:
    network = engine.Network(list(widths), activation="tanh", output="sigmoid", seed=4)
    graph = network.graph(np.array([0.8, -1.4]), np.array([1.0]), loss="binary cross-entropy", level=level)
    return engine.backpropagate(graph, optimizer=optimizer)


@pytest.mark.parametrize("level", ["layer", "scalar"])
def test_every_figure_of_every_step_is_found_through_its_ref(level: str) -> None:
    trace = sample_trace(level, optimizer=engine.SGD(0.1))
    message = trace_message(trace, level=level)
    assert len(message["steps"]) == len(trace.steps)
    for sent, step in zip(message["steps"], trace.steps, strict=True):
        assert (sent["phase"], sent["node"]) == (step.phase, step.node)
        assert (sent.get("input"), sent.get("index")) == (step.input, step.index)
        for name in ("value", "upstream", "local", "downstream", "gradient"):
            expected, got = getattr(step, name), numbers(message, sent.get(name))
            if expected is None:
                assert got is None
            else:
                assert np.shape(got) == np.shape(expected)
                np.testing.assert_array_equal(got, expected)
        for part, ref in zip(step.parts, sent.get("parts", []), strict=True):
            np.testing.assert_array_equal(numbers(message, ref), part)
        for term, sent_term in zip(step.terms, sent.get("terms", []), strict=True):
            assert (sent_term["label"], sent_term["formula"]) == term[:2]
            np.testing.assert_array_equal(numbers(message, sent_term["value"]), term[2])


def test_leaves_carry_their_value_and_nothing_else_does() -> None:
    trace = sample_trace()
    message = trace_message(trace)
    for node in message["nodes"]:
        if node["op"] is None:
            np.testing.assert_array_equal(numbers(message, node["value"]), trace.values[node["name"]])
        else:
            assert "value" not in node


def test_equal_arrays_share_a_ref_and_a_scalar_is_no_vector_of_one() -> None:
    trace = engine.backpropagate(engine.parse("x + y"), {"x": 2.0, "y": 2.0})
    message = trace_message(trace)
    values = {node["name"]: node["value"] for node in message["nodes"] if node["op"] is None}
    assert values["x"] == values["y"]
    assert values["x"]["shape"] == []
    vector = trace_message(engine.backpropagate(engine.parse("sum(x)"), {"x": [2.0]}))
    assert vector["nodes"][0]["value"]["shape"] == [1]


def test_numbers_are_one_binary_array_of_doubles_and_the_rest_is_plain_json() -> None:
    message = trace_message(sample_trace(), sample={"index": 3, "x": [0.8, -1.4], "y": [1.0]})
    packed = message.pop("numbers")
    assert packed.dtype == np.float64
    assert packed.ndim == 1
    assert packed.flags.c_contiguous
    json.dumps(message)


def test_edges_name_the_inputs_in_their_order() -> None:
    message = trace_message(engine.backpropagate(engine.parse("x - y"), {"x": 1, "y": 2}))
    assert [(edge["from"], edge["index"]) for edge in message["edges"]] == [("x", 0), ("y", 1)]


@pytest.mark.parametrize("level", ["layer", "scalar"])
def test_what_is_taken_and_given_back_adds_up_to_what_is_held(level: str) -> None:
    trace = sample_trace(level, optimizer=engine.Adam(0.1))
    message = trace_message(trace)
    held: set[str] = set()
    for sent, step in zip(message["steps"], trace.steps, strict=True):
        held = (held | set(sent["taken"])) - set(sent["freed"])
        assert held == set(step.held)
        assert sum(message["buffers"][name] for name in held) == sent["held_bytes"] == step.held_bytes
    assert message["peak_bytes"] == max(step.held_bytes for step in trace.steps)
    assert message["steps"][message["peak_step"]]["held_bytes"] == message["peak_bytes"]


def test_an_update_carries_the_settings_and_the_state_it_was_made_with() -> None:
    optimizer = engine.Momentum(0.1, beta=0.8)
    trace = sample_trace("layer")
    states = {name: {"v": np.full_like(trace.values[name], 0.5)} for name in trace.graph.parameters}
    updated = engine.trace_update(trace, optimizer, states, step=7, rate=0.05)
    message = trace_message(updated, optimizer=optimizer, rate=0.05, states=states, update=7)
    assert message["optimizer"] == "Momentum"
    assert message["constants"] == {"rate": 0.05, "beta": 0.8, "step": 7.0}
    step = next(step for step in message["steps"] if step["phase"] == "update")
    velocity, weight = step["terms"]
    beta, times, before, plus, gradient = velocity["parts"]
    assert (beta["setting"], times["text"].strip(), plus["text"].strip()) == (0.8, "×", "+")
    expected = 0.8 * numbers(message, before["value"]) + numbers(message, gradient["value"])
    np.testing.assert_allclose(numbers(message, velocity["value"]), expected)
    old, _, rate, _, new_velocity = weight["parts"]
    assert new_velocity["value"] == velocity["value"]  # the line before has changed what v is
    assert rate["setting"] == 0.05
    np.testing.assert_array_equal(numbers(message, old["value"]), trace.values[step["node"]])


@pytest.mark.parametrize("name", engine.OPTIMIZERS)
def test_every_name_in_an_optimizers_formulas_stands_for_a_number(name: str) -> None:
    optimizer = engine.OPTIMIZERS[name](0.1)
    message = trace_message(sample_trace("layer", optimizer=optimizer), optimizer=optimizer)
    steps = [step for step in message["steps"] if step["phase"] == "update"]
    named = [
        part for step in steps for term in step["terms"] for part in term["parts"] if part["kind"] == "name"
    ]
    assert named
    assert all(("setting" in part) != ("value" in part) for part in named)


def test_the_gate_of_a_backward_step_is_named() -> None:
    message = trace_message(engine.backpropagate(engine.parse("(x + y) * z"), {"x": -2, "y": 5, "z": -4}))
    patterns = {step["node"]: step.get("pattern") for step in message["steps"] if step["phase"] == "backward"}
    by_op = {node["name"]: node["op"] for node in message["nodes"]}
    assert {by_op[name]: pattern for name, pattern in patterns.items()} == {
        "add": "distributes",
        "multiply": "swaps",
    }


def test_a_scalar_trace_of_the_largest_network_is_a_small_message() -> None:
    message = trace_message(sample_trace("scalar", (2, 4, 4, 1), engine.SGD(0.1)))
    packed = message.pop("numbers")
    assert len(json.dumps(message)) + packed.nbytes < 200_000


class TestLayout:
    def test_inputs_stand_from_top_to_bottom_in_the_order_of_the_text(self) -> None:
        places = layered({"x": (), "y": (), "z": (), "q": ("x", "y"), "f": ("q", "z")}).places
        assert places["x"][1] < places["y"][1]
        assert places["q"][1] < places["z"][1]

    def test_edges_go_from_left_to_right(self) -> None:
        graph = sample_trace("scalar", (2, 4, 4, 1)).graph
        places = layered({node.name: node.inputs for node in graph.nodes}).places
        for source, target, _ in graph.edges:
            assert places[source][0] < places[target][0]

    def test_neurons_stand_in_their_order(self) -> None:
        graph = sample_trace("scalar", (2, 4, 4, 1)).graph
        places = layered({node.name: node.inputs for node in graph.nodes}).places
        for layer in (0, 1):
            rows = [
                places[node.name][1] for node in graph.nodes if node.place and node.place[:2] == ("z", layer)
            ]
            assert rows == sorted(rows)

    @pytest.mark.parametrize("height", [1.0, 2.5])
    def test_no_two_nodes_of_a_column_touch(self, height: float) -> None:
        graph = sample_trace("scalar", (2, 4, 4, 1)).graph
        inputs = {node.name: node.inputs for node in graph.nodes}
        columns = defaultdict(list)
        for x, y in layered(inputs, dict.fromkeys(inputs, height)).places.values():
            columns[x].append(y)
        for rows in columns.values():
            assert all(below - above >= height - 1e-9 for above, below in pairwise(sorted(rows)))

    def test_an_edge_over_several_columns_goes_around_what_stands_there(self) -> None:
        layout = layered({"a": (), "c": ("a",), "e": ("c",), "g": ("e",), "m": ("c", "g")})
        bends = layout.bends["c", "m"]
        assert [x for x, _ in bends] == [2.0, 3.0]
        assert all(abs(y - layout.places[name][1]) > 0.25 for (_, y), name in zip(bends, "eg", strict=True))

    @pytest.mark.parametrize(
        "text", ["x*" * 480 + "y", " + ".join(f"w{place}*x{place}" for place in range(100))]
    )
    def test_the_longest_expressions_are_laid_out_left_to_right_too(self, text: str) -> None:
        graph = engine.parse(text)
        places = layered({node.name: node.inputs for node in graph.nodes}).places
        assert all(places[source][0] < places[target][0] for source, target, _ in graph.edges)
        assert len(set(places.values())) == len(graph.nodes)

    def test_parts_that_do_not_hang_together_and_single_nodes_find_room(self) -> None:
        layout = layered({"a": (), "b": ("a",), "c": (), "d": ("c",), "e": ()})
        assert len(set(layout.places.values())) == 5
        assert layered({"x": ()}).places == {"x": (0.0, 0.5)}

    def test_the_same_graph_always_stands_the_same_way(self) -> None:
        inputs = {node.name: node.inputs for node in sample_trace("scalar", (2, 4, 4, 1)).graph.nodes}
        assert layered(inputs) == layered(inputs)

    def test_nothing_crosses_in_an_expression_without_repeated_names(self) -> None:
        graph = engine.parse("1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))")
        layout = layered({node.name: node.inputs for node in graph.nodes})
        edges = [(layout.places[source], layout.places[target]) for source, target, _ in graph.edges]
        for a, b in edges:
            for c, d in edges:
                if a[0] == c[0] and b[0] == d[0]:
                    assert (a[1] - c[1]) * (b[1] - d[1]) >= 0


def test_the_coarse_picture_of_a_matrix_is_the_means_of_its_blocks():
    matrix = np.random.default_rng(0).standard_normal((128, 224))
    picture = coarse(matrix)
    means = matrix.reshape(64, 2, 112, 2).mean(axis=(1, 3))
    assert picture.shape == (64, 112)
    assert picture == pytest.approx(np.rint(means / np.abs(means).max() * 127))
    assert coarse(np.zeros((3, 784))).tolist() == np.zeros((3, 112)).tolist()


def test_what_is_not_finite_says_why_at_its_node_and_its_step() -> None:
    message = trace_message(engine.backpropagate(engine.parse("y = log(x); y * z"), {"x": -2, "z": 3}))
    nodes = {node["name"]: node for node in message["nodes"]}
    assert {name: node["value_cause"]["code"] for name, node in nodes.items() if "value_cause" in node} == {
        "y": "log_of_negative", "f": "log_of_negative",
    }  # fmt: skip
    assert nodes["z"]["gradient_cause"]["code"] == "log_of_negative"
    assert nodes["x"]["gradient_cause"]["code"] == "rule_alone"
    assert nodes["x"]["gradient_cause"]["arguments"]["reason"]["code"] == "log_of_negative"
    first = message["steps"][0]
    assert first["cause"]["text"] == "log(−2) is not a number: log needs a positive number"
    assert [step["node"] for step in message["steps"] if "cause" not in step] == ["f"], (
        "where backward begins"
    )


def test_a_trace_that_is_finite_says_nothing_of_the_kind() -> None:
    message = trace_message(sample_trace())
    assert not any("value_cause" in node or "gradient_cause" in node for node in message["nodes"])
    assert not any("cause" in step for step in message["steps"])


def test_an_edge_over_several_columns_is_cut_into_nodes_of_its_own_beside_other_parts() -> None:
    # 0 to 1 is one part; in the other, 2 to 5 passes two columns.
    inputs = {"a": [], "b": ["a"], "c": [], "d": ["c"], "e": ["d"], "f": ["e", "c"]}
    layout = layered(inputs)
    assert [layout.places[name][0] for name in "abcdef"] == [0, 1, 0, 1, 2, 3]
    assert [column for column, _ in layout.bends["c", "f"]] == [1, 2]
    below = {name: row for name, (_, row) in layout.places.items()}
    assert max(below["a"], below["b"]) < min(below[name] for name in "cdef")
