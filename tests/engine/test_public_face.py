"""What others script against: everything by name or by object, and objects that say what they are."""

import numpy as np
import pytest

import engine

DATA = engine.datasets.load("circle", samples=40, seed=0)


def trained(**options):
    trainer = engine.Trainer(engine.Network([2, 3, 1], seed=0), DATA, **options)
    trainer.step(3)
    return trainer.network.parameters


def test_a_loss_an_optimizer_and_an_activation_are_given_by_name_or_as_objects():
    by_name = trained(loss="binary cross-entropy", optimizer="Adam")
    by_object = trained(loss=engine.LOSSES["binary cross-entropy"], optimizer=engine.Adam(0.03))
    assert by_name.tobytes() == by_object.tobytes()
    assert not np.array_equal(by_name, trained(optimizer="SGD"))
    one, other = (engine.Network([2, 3, 1], relu, seed=0) for relu in ("relu", engine.ACTIVATIONS["relu"]))
    assert one.predict(DATA.X).tobytes() == other.predict(DATA.X).tobytes()


def test_an_unknown_optimizer_is_refused_with_the_choices():
    with pytest.raises(ValueError, match="unknown optimizer 'Adamax'; choose one of SGD, momentum"):
        engine.Trainer(engine.Network([2, 1]), DATA, optimizer="Adamax")


@pytest.mark.parametrize("name", engine.OPTIMIZERS)
def test_every_optimizer_counts_its_steps(name):
    trainer = engine.Trainer(engine.Network([2, 3, 1]), DATA, optimizer=name)
    trainer.step(7)
    assert trainer.optimizer.steps == trainer.iteration == 7
    trainer.epoch()
    assert trainer.optimizer.steps == trainer.iteration == 8  # the epoch under way had one step left


def test_a_new_optimizer_counts_from_the_start():
    trainer = engine.Trainer(engine.Network([2, 1]), DATA)
    trainer.step(5)
    trainer.optimizer = "SGD"
    assert trainer.optimizer.steps == 0


def test_objects_say_what_they_are():
    network = engine.Network([2, 4, 2, 1], "tanh", "sigmoid")
    assert repr(network) == "Network(2-4-2-1, tanh, sigmoid, 25 parameters)"
    assert repr(engine.Network([2, 1])) == "Network(2-1, sigmoid, 3 parameters)"
    assert repr(engine.Network([2, 3, 3, 1], ["relu", "tanh"])).startswith("Network(2-3-3-1, relu, tanh, ")
    assert repr(network.layers[0]) == "Dense(2 -> 4, tanh)"
    trainer = engine.Trainer(network, DATA, optimizer=engine.Adam(0.01))
    trainer.epoch()
    assert repr(trainer) == (
        "Trainer(Network(2-4-2-1, tanh, sigmoid, 25 parameters), binary cross-entropy, Adam(0.01), "
        f"{trainer.iteration} steps, 1 epochs)"
    )


def test_a_dataset_a_graph_and_a_trace_say_what_they_are_in_a_line():
    assert repr(DATA) == "Dataset(circle, binary, 40 samples, 2 inputs, 20 for training)"
    graph = engine.parse("(x + y) * z")
    assert repr(graph) == f"Graph({graph.output} of x, y, z: 5 nodes)"
    trace = engine.backpropagate(graph, {"x": -2, "y": 5, "z": -4})
    assert repr(trace) == f"Trace({graph.output} = -12.0 of x, y, z: {len(trace.steps)} steps)"


def test_an_activation_of_ones_own_is_the_output_and_the_gate_of_a_graph():
    class Steep(type(engine.ACTIVATIONS["tanh"])):
        name = "steep"

    network = engine.Network([2, 3, 1], Steep(), Steep(), seed=0)
    trainer = engine.Trainer(network, DATA, "mean squared")
    assert trainer.step(2) == 2
    graph = network.graph(DATA.X[0], DATA.y[0], "mean squared")
    assert engine.backpropagate(graph).values["a2"] == pytest.approx(network.predict(DATA.X[:1])[0])
    scalar = network.graph(DATA.X[0], DATA.y[0], "mean squared", level="scalar")
    assert engine.backpropagate(scalar).values["a2_1"] == pytest.approx(network.predict(DATA.X[:1])[0, 0])


def test_the_names_that_are_promised_are_there():
    for name in ("Dataset", "jacobian", "metrics", "Loss", "Activation", "Optimizer"):
        assert hasattr(engine, name)
    assert isinstance(DATA, engine.Dataset)
    assert engine.metrics.confusion([0, 1], [0, 0], 2).tolist() == [[1, 0], [1, 0]]
