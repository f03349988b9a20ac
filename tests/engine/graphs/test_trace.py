"""A recorded pass: what is held in memory at each step, and the update at its end."""

import dataclasses

import numpy as np
import pytest

import engine
from engine.graphs.trace import parameter_states

TEXT = "0.5 * (w2 * relu(w1 * relu(w0 * x)) - y) ** 2"
NUMBERS = {"x": 1.0, "w0": 2.0, "w1": 3.0, "w2": 3.0, "y": 10.0}


def one_dimensional_network():
    """1 -> 1 -> 1 -> 1 with ReLUs, linear output and half squared loss, no biases: all numbers are small."""
    network = engine.Network([1, 1, 1, 1], activation="relu", output="linear", bias=False)
    network.parameters[:] = [2.0, 3.0, 3.0]
    return network


def test_the_output_is_a_float_or_an_array():
    trace = engine.backpropagate(engine.parse(TEXT), NUMBERS)
    assert isinstance(trace.output, float)
    assert trace.values["x"].dtype == np.float64
    assert engine.backpropagate(engine.parse("exp(v)"), {"v": [0, 0]}).output.tolist() == [1.0, 1.0]


def test_what_is_held_and_freed_by_hand():
    trace = engine.backpropagate(engine.parse("exp(x * y)"), {"x": 2.0, "y": 3.0})
    told = [(step.node, step.input, step.held, step.freed, step.held_bytes) for step in trace.steps]
    assert told == [
        ("q", None, ("x", "y", "q"), (), 24),
        ("f", None, ("x", "y", "f"), ("q",), 24),  # exp reads its output backward, not its input
        ("f", None, ("x", "y", "f", "df"), (), 32),
        ("f", "q", ("x", "y", "f", "dq"), ("df",), 32),
        ("q", "x", ("x", "y", "f", "dq", "dx"), (), 40),
        ("q", "y", ("x", "y", "f", "dx", "dy"), ("dq",), 40),
    ]
    assert trace.peak_bytes == 40
    assert trace.peak_step == 4


def test_a_copy_gate_holds_nothing_of_its_own():
    trace = engine.backpropagate(engine.parse("x * x"), {"x": 3.0})
    assert {name for step in trace.steps for name in step.held} == {"x", "f", "df", "dx"}


def test_activations_are_held_until_the_way_back_has_read_them():
    network = one_dimensional_network()
    graph = network.graph([1.0], [10.0], loss="half squared")
    trace = engine.backpropagate(graph)
    freed = {name: (step.phase, step.node, step.input) for step in trace.steps for name in step.freed}
    # z feeds a ReLU, whose way back asks whether it was above 0; a feeds the next product.
    assert freed["z2"] == ("backward", "a2", "z2")
    assert freed["a2"] == ("backward", "z3", "W3")
    assert freed["z1"] == ("backward", "a1", "z1")
    assert freed["dz3"] == ("backward", "z3", "a2")
    assert {"dW1", "dW2", "dW3", "dx"} <= set(trace.steps[-1].held)


def test_bytes_are_those_of_the_arrays():
    graph = engine.Network([3, 5, 2], output="softmax").graph(
        [1.0, 2.0, 3.0], [0.0, 1.0], loss="cross-entropy"
    )
    trace = engine.backpropagate(graph)
    sizes = {name: value.nbytes for name, value in trace.values.items()}
    for step in trace.steps:
        assert step.held_bytes == sum(sizes.get(name) or sizes[name[1:]] for name in step.held)
    assert trace.peak_bytes == max(step.held_bytes for step in trace.steps)
    assert trace.steps[trace.peak_step].held_bytes == trace.peak_bytes


@pytest.mark.parametrize("level", ["layer", "scalar"])
@pytest.mark.parametrize("penalty", [None, engine.L2(0.1)])
def test_buffers_are_never_read_after_they_were_freed(level, penalty):
    network = engine.Network([2, 3, 2, 1], activation=["maxout", "elu"])
    trace = engine.backpropagate(
        network.graph([0.5, -1.0], [1.0], penalty=penalty, level=level), optimizer=engine.SGD(0.1)
    )
    gone: set[str] = set()
    for step in trace.steps:
        assert not gone & set(step.held)
        gone |= set(step.freed)
    assert set(trace.graph.leaves) <= set(trace.steps[-1].held)
    assert not {f"d{name}" for name in trace.graph.parameters} & set(trace.steps[-1].held)


def test_an_update_a_parameter_with_the_arithmetic_of_sgd():
    graph = one_dimensional_network().graph([1.0], [10.0], loss="half squared")
    trace = engine.backpropagate(graph, optimizer=engine.SGD(0.01))
    updates = [step for step in trace.steps if step.phase == "update"]
    assert [step.node for step in updates] == ["W1", "W2", "W3"]
    assert updates[0].gradient.tolist() == [[72.0]]
    assert updates[0].value.tolist() == [[2.0 - 0.01 * 72.0]]
    label, formula, number = updates[0].terms[-1]
    assert (label, number.tolist()) == ("w", [[1.28]])
    assert "rate" in formula
    assert trace.values["W1"].tolist() == [[2.0]]


def test_an_update_with_state_at_both_levels():
    network = engine.Network([2, 2, 1], seed=1)
    states = {
        name: {"m": np.full(array.shape, 0.1), "v": np.full(array.shape, 0.2)}
        for name, array in network.named(network.parameters).items()
    }
    after = []
    for level in ("layer", "scalar"):
        trace = engine.backpropagate(network.graph([1.0, -2.0], [1.0], level=level))
        trace = engine.trace_update(trace, engine.Adam(0.03), states, step=7, rate=0.02)
        again = engine.trace_update(trace, engine.Adam(0.03), states, step=7, rate=0.02)
        assert [step.node for step in again.steps] == [step.node for step in trace.steps]
        after.append({step.node: step.value for step in trace.steps if step.phase == "update"})
    layer, scalar = after
    for n in (1, 2):
        for i, row in enumerate(layer[f"W{n}"], 1):
            for j, weight in enumerate(row, 1):
                assert scalar[f"w{n}_{i}{j}"] == pytest.approx(weight, rel=1e-12)
        for i, bias in enumerate(layer[f"b{n}"], 1):
            assert scalar[f"b{n}_{i}"] == pytest.approx(bias, rel=1e-12)


def test_the_state_of_a_single_weight_stands_in_that_of_its_layer():
    network = engine.Network([2, 2, 1], seed=1)
    states = {
        "W1": {"m": np.array([[1.0, 2.0], [3.0, 4.0]])},
        "b1": {"m": np.array([5.0, 6.0])},
        "W2": {"m": np.array([[7.0, 8.0]])},
        "b2": {"m": np.array([9.0])},
    }
    scalar = parameter_states(network.graph([1.0, -2.0], [1.0], level="scalar"), states)
    assert {name: float(state["m"]) for name, state in scalar.items()} == {
        "w1_11": 1, "w1_12": 2, "w1_21": 3, "w1_22": 4, "b1_1": 5, "b1_2": 6, "w2_11": 7, "w2_12": 8, "b2_1": 9
    }  # fmt: skip
    layer = parameter_states(network.graph([1.0, -2.0], [1.0], level="layer"), states)
    assert layer["W1"]["m"].tolist() == [[1, 2], [3, 4]]
    assert layer["b2"]["m"].tolist() == [9]


@pytest.mark.parametrize("level", ["layer", "scalar"])
def test_the_update_of_a_mini_batch_is_the_one_that_the_trainer_makes(level):
    data = engine.datasets.load("circle", samples=40)
    network = engine.Network([2, 3, 1], seed=2)
    trainer = engine.Trainer(network, data, optimizer=engine.Momentum(0.1), batch_size=5)
    trainer.step(3)
    first = trainer.next_batch[0]
    trace = engine.backpropagate(network.graph(data.X[first], data.y[first], level=level))
    gradients = network.named(trainer.gradient(trainer.next_batch))
    trace = engine.trace_update(
        trace, trainer.optimizer, trainer.named_state(), trainer.iteration + 1, gradients=gradients
    )
    trainer.step()
    new = network.named(network.parameters)
    for step in trace.steps:
        if step.phase == "update":
            place = trace.graph[step.node].place
            letter = "b" if place[0] == "bias" else "W"
            now = new[f"{letter}{place[1] + 1}"][place[2:] if level == "scalar" else ...]
            np.testing.assert_allclose(step.value, now, rtol=1e-12, atol=1e-15)


def test_a_step_and_a_trace_cannot_be_written_to():
    trace = engine.backpropagate(engine.parse("x * 2"), {"x": 1.0})
    with pytest.raises(dataclasses.FrozenInstanceError):
        trace.steps = ()
    with pytest.raises(AttributeError):
        trace.steps[0].value = None


def test_the_numbers_given_are_not_shared_with_the_trace():
    x = np.array([1.0, 2.0])
    trace = engine.backpropagate(engine.parse("sum(x)"), {"x": x})
    x[0] = 99.0
    assert trace.values["x"].tolist() == [1.0, 2.0]


ORDER = "z1 = w0 * x; x1 = relu(z1); z2 = w1 * x1; x2 = relu(z2); z3 = w2 * x2; 0.5 * (z3 - y) ** 2"


def updated_at_once(**options):
    trace = engine.backpropagate(engine.parse(ORDER), NUMBERS)
    return engine.trace_update(trace, engine.SGD(0.01), parameters=("w0", "w1", "w2"), **options)


def test_each_weight_is_updated_as_soon_as_its_gradient_is_whole():
    trace = updated_at_once(at_once=True)
    told = []
    for step in trace.steps[trace.steps.index(next(s for s in trace.steps if s.input == "z3")) :]:
        if step.phase == "update":
            told.append(f"update {step.node}")
        elif step.input != "y":
            told.append(f"d{step.input}")
        told += [f"free {name}" for name in step.freed]
    # With the gate of each ReLU a step of its own: its dx2 becomes dz2, its dx1 dz1.
    assert told == [
        "dz3",
        "free dq",  # q = z3 - y
        "dw2", "free x2", "dx2", "free dz3", "update w2", "free dw2",
        "dz2", "free dx2", "free z2", "dw1", "free x1", "dx1", "free dz2", "update w1", "free dw1",
        "dz1", "free dx1", "free z1", "dw0", "dx", "free dz1", "update w0", "free dw0",
    ]  # fmt: skip


def test_what_is_held_when_updates_come_at_once_by_hand():
    network = one_dimensional_network()
    graph = network.graph([1.0], [10.0], loss="half squared")
    trace = engine.backpropagate(graph, optimizer=engine.SGD(0.01), at_once=True)
    always = {"x", "W1", "W2", "W3", "y", "loss"}
    told = [
        (step.phase[0], step.node, step.input, set(step.held) - always, step.held_bytes)
        for step in trace.steps[6:]
    ]
    assert told == [
        ("b", "loss", None, {"z1", "a1", "z2", "a2", "z3", "dloss"}, 96),
        ("b", "loss", "z3", {"z1", "a1", "z2", "a2", "dz3"}, 88),
        ("b", "z3", "W3", {"z1", "a1", "z2", "dz3", "dW3"}, 88),
        ("b", "z3", "a2", {"z1", "a1", "z2", "dW3", "da2"}, 88),
        ("u", "W3", None, {"z1", "a1", "z2", "da2"}, 80),
        ("b", "a2", "z2", {"z1", "a1", "dz2"}, 72),
        ("b", "z2", "W2", {"z1", "dz2", "dW2"}, 72),
        ("b", "z2", "a1", {"z1", "dW2", "da1"}, 72),
        ("u", "W2", None, {"z1", "da1"}, 64),
        ("b", "a1", "z1", {"dz1"}, 56),
        ("b", "z1", "W1", {"dz1", "dW1"}, 64),
        ("b", "z1", "x", {"dW1", "dx"}, 64),
        ("u", "W1", None, {"dx"}, 56),
    ]
    assert (trace.peak_bytes, trace.peak_step) == (96, 6)
    values = [step.value.item() for step in trace.steps if step.phase == "update"]
    assert values == [3 - 0.01 * 48, 3 - 0.01 * 48, 2 - 0.01 * 72]


def test_updates_at_once_change_the_memory_and_not_the_numbers():
    graph = engine.Network([4, 16, 16, 16, 1], seed=1).graph(
        [1.0, 2.0, 3.0, 4.0], [1.0], penalty=engine.L2(0.1)
    )
    late = engine.backpropagate(graph, optimizer=engine.SGD(0.1))
    soon = engine.backpropagate(graph, optimizer=engine.SGD(0.1), at_once=True)
    assert soon.peak_bytes < late.peak_bytes
    after = [{s.node: s.value.tolist() for s in t.steps if s.phase == "update"} for t in (late, soon)]
    assert after[0] == after[1]
    assert set(after[0]) == set(graph.parameters)
    for number, step in enumerate(soon.steps):
        if step.phase == "update":
            rest = soon.steps[number + 1 :]
            assert all(step.node not in (later.node, later.input) for later in rest)


def test_a_weight_that_does_not_touch_the_output_is_updated_at_the_end():
    trace = engine.backpropagate(engine.parse("side = u * 2; w * 3"), {"u": 1.0, "w": 2.0})
    trace = engine.trace_update(trace, engine.SGD(0.1), parameters=("u", "w"), at_once=True)
    assert [step.phase for step in trace.steps[-2:]] == ["update", "update"]
    assert {step.node: float(step.value) for step in trace.steps[-2:]} == {"u": 1.0, "w": 1.7}
