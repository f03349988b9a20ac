"""The graph of one sample through a network: its gradients, averaged, are those that training uses."""

import numpy as np
import pytest
from autograd import grad
from each import of_each
from independent import COMBINATIONS, loss_of_parameters

import engine

SAMPLES = 2


def averaged(network, X, y, loss, penalty, level):
    """Mean over the samples of the gradients of their graphs, in the layout of the parameters."""
    flat = np.zeros(network.parameters.size)
    blocks = network.blocks(flat)
    for sample, target in zip(X, y, strict=True):
        trace = engine.backpropagate(network.graph(sample, target, loss=loss, penalty=penalty, level=level))
        for name in trace.graph.parameters:
            kind, layer, *element = trace.graph[name].place
            part = blocks[layer][:, -1] if kind == "bias" else blocks[layer][:, : network.widths[layer]]
            part[tuple(element) or ...] += trace.gradients[name] / len(X)
    return flat


@of_each(COMBINATIONS)
def test_graphs_training_and_autograd_agree(combination):
    loss, output, outputs, activation, penalty = combination
    random = np.random.default_rng(len(loss) + len(activation))
    network = engine.Network([2, 3, 2, outputs], activation, output, seed=3, bias=activation != "elu")
    network.parameters += 0.1 * random.normal(size=network.parameters.size)
    X = random.normal(size=(SAMPLES, 2))
    if outputs == 1:
        kind, y = "binary", random.integers(0, 2, (SAMPLES, 1)).astype(float)
    else:
        kind, y = "classes", np.eye(outputs)[random.integers(0, outputs, SAMPLES)]
    every = np.arange(SAMPLES)
    data = engine.datasets.Dataset("drawn", kind, X, y, X, every, every, ("a", "b", "c")[: max(2, outputs)])
    trainer = engine.Trainer(network, data, loss=loss, penalty=penalty, batch_size=SAMPLES)
    training = trainer.gradient(every)
    expected = grad(loss_of_parameters(network, X, y, loss, penalty))(network.parameters)
    size = np.abs(expected).max()
    assert np.abs(training - expected).max() <= 1e-9 * size, combination
    for level in ("layer", "scalar"):
        traced = averaged(network, X, y, loss, penalty, level)
        assert np.abs(traced - expected).max() <= 1e-9 * size, (combination, level)


def network_and_graph(level, **options):
    network = engine.Network([2, 3, 1], seed=1)
    return network, network.graph([0.5, -1.0], [1.0], level=level, **options)


def test_names_and_places_at_layer_level():
    _, graph = network_and_graph("layer")
    assert [(node.name, node.place) for node in graph.nodes] == [
        ("x", ("input",)),
        ("W1", ("weights", 0)),
        ("b1", ("bias", 0)),
        ("W1x", ("product", 0)),
        ("z1", ("z", 0)),
        ("a1", ("a", 0)),
        ("W2", ("weights", 1)),
        ("b2", ("bias", 1)),
        ("W2x", ("product", 1)),
        ("z2", ("z", 1)),
        ("a2", ("a", 1)),
        ("y", ("target",)),
        ("loss", ("loss",)),
    ]
    assert graph["loss"].inputs == ("z2", "y")
    assert graph.parameters == ("W1", "b1", "W2", "b2")


def test_the_prediction_stands_aside_of_a_loss_on_the_logits():
    network, graph = network_and_graph("layer")
    trace = engine.backpropagate(graph)
    assert trace.values["a2"] == pytest.approx(network.predict(np.array([[0.5, -1.0]]))[0])
    assert "a2" not in trace.gradients
    assert "y" not in trace.gradients
    assert trace.gradients["z2"] == pytest.approx(trace.values["a2"] - 1.0)


def test_the_layer_level_walks_layer_by_layer():
    trace = engine.backpropagate(network_and_graph("layer")[1])
    backward = [(step.node, step.input) for step in trace.steps if step.phase == "backward"]
    assert backward == [
        ("loss", None),
        ("loss", "z2"),
        ("z2", "W2x"),
        ("z2", "b2"),
        ("W2x", "W2"),
        ("W2x", "a1"),
        ("a1", "z1"),
        ("z1", "W1x"),
        ("z1", "b1"),
        ("W1x", "W1"),
        ("W1x", "x"),
    ]


def test_names_and_places_at_scalar_level():
    network, graph = network_and_graph("scalar")
    assert graph["w1_12"].place == ("weight", 0, 0, 1)
    assert graph["b1_3"].place == ("bias", 0, 2)
    assert graph["p1_32"].place == ("product", 0, 2, 1)
    assert graph["z1_2"].place == ("z", 0, 1)
    assert graph["z1_2"].inputs == ("p1_21", "p1_22", "b1_2")
    assert graph["a1_2"].inputs == ("z1_2",)
    assert graph["x1_copy"].place == ("copy", "input", 0)
    assert graph["y1"].place == ("target", 0)
    trace = engine.backpropagate(graph)
    assert trace.values["w1_12"] == network.weights[0][0, 1]
    assert trace.values["a2_1"] == pytest.approx(network.predict(np.array([[0.5, -1.0]]))[0, 0])


def test_wide_layers_keep_their_names_apart():
    names = [node.name for node in engine.Network([2, 12, 11, 1]).graph([1, 2], [1], level="scalar").nodes]
    assert len(set(names)) == len(names)
    assert "w2_1_12" in names


def test_a_penalty_is_added_to_the_total():
    network, graph = network_and_graph("layer", penalty=engine.L2(0.1))
    trace = engine.backpropagate(graph)
    assert graph.output == "total"
    assert trace.values["penalty"] == pytest.approx(0.1 * sum((w**2).sum() for w in network.weights))
    assert trace.output == pytest.approx(float(trace.values["loss"] + trace.values["penalty"]))
    assert graph["W1_copy"].place == ("copy", "weights", 0)


def test_without_biases_the_product_is_z():
    graph = engine.Network([2, 3, 1], bias=False).graph([1.0, 2.0], [0.0])
    assert graph["z1"].inputs == ("W1", "x")
    assert graph["z1"].place == ("z", 0)


def test_a_linear_layer_has_no_gate_of_its_own():
    graph = engine.Network([2, 3, 1], "linear", "linear").graph([1.0, 2.0], [0.0], loss="l1")
    assert "a1" not in graph
    assert graph["W2x"].inputs == ("W2", "z1")
    assert graph["loss"].inputs == ("z2", "y")


def test_no_hidden_layers_and_float32_parameters_are_traced_in_float64():
    network = engine.Network([2, 1], dtype=np.float32)
    trace = engine.backpropagate(network.graph([1.0, 2.0], [1.0], level="scalar"))
    assert all(value.dtype == np.float64 for value in trace.values.values())
    assert isinstance(trace.output, float)


def test_training_on_does_not_change_a_graph():
    network, graph = network_and_graph("layer")
    before = engine.backpropagate(graph).output
    network.parameters += 1.0
    assert engine.backpropagate(graph).output == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"x": [1.0], "y": [1.0]}, "2 inputs and 1 targets"),
        ({"x": [1.0, 2.0], "y": [1.0, 0.0]}, "2 inputs and 1 targets"),
        ({"x": [1.0, 2.0], "y": [1.0], "loss": "cross-entropy"}, "softmax"),
        ({"x": [1.0, 2.0], "y": [1.0], "level": "neuron"}, "level must be"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        engine.Network([2, 3, 1]).graph(**arguments)


def test_inputs_are_labelled_with_the_names_given_and_keep_their_own():
    network = engine.Network([2, 2, 1], output="sigmoid", seed=0)
    named = network.graph([1.0, 2.0], [1.0], level="scalar", names=("sepal", "petal"))
    assert [(node.name, node.label) for node in named.nodes if node.kind == "leaf"] == [
        ("x1", "sepal"),
        ("x2", "petal"),
    ]
    plain = network.graph([1.0, 2.0], [1.0], level="scalar")
    assert [node.label for node in plain.nodes if node.kind == "leaf"] == ["x1", "x2"]
    with pytest.raises(ValueError, match="1 names of 2 inputs"):
        network.graph([1.0, 2.0], [1.0], names=("sepal",))
