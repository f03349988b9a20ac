"""Dropout: what it drops follows from seed, step and place; training, graphs and the readable pass drop the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.activations import ACTIVATIONS
from engine.networks.masks import Masks, Uniforms

DATA = engine.datasets.load("circle", samples=60, seed=0)


def network(dropout=0.5, widths=(2, 6, 4, 1), **options):
    return engine.Network(widths, seed=3, dropout=dropout, **options)


def test_a_network_is_a_list_of_layers_with_dropout_where_it_has_a_share():
    layers = network([0.5, 0.0]).layers
    assert [repr(layer) for layer in layers] == [
        "Dense(2 -> 6, tanh)",
        "Dropout(6, 0.5)",
        "Dense(6 -> 4, tanh)",
        "Dense(4 -> 1, sigmoid)",
    ]
    assert repr(network([0.5, 0.25])) == "Network(2-6-4-1, tanh, dropout 0.5-0.25, sigmoid, 51 parameters)"
    assert network(0.5).dropout == [0.5, 0.5]
    assert [type(layer).__name__ for layer in network(0.0).layers] == ["Dense"] * 3


def test_what_stays_is_divided_by_what_is_left():
    layer = network([0.2, 0.0]).layers[1]
    assert layer.mask(np.array([0.0, 0.19, 0.2, 0.9])).tolist() == [0, 0, 1.25, 1.25]


def test_about_the_share_of_the_units_is_dropped_and_the_mean_stays():
    mask, none = network([0.3, 0.0], widths=(2, 500, 4, 1)).masks(0, 200)
    assert none is None
    assert np.mean(mask == 0) == pytest.approx(0.3, abs=0.01)
    assert mask.mean() == pytest.approx(1, abs=0.02)


def test_a_mask_follows_from_seed_step_and_place_alone():
    one = network()
    first = one.masks(7, 10)
    assert all((a == b).all() for a, b in zip(first, network().masks(7, 10), strict=True))
    assert all((a[:4] == b).all() for a, b in zip(first, one.masks(7, 4), strict=True))
    assert (first[0] != one.masks(8, 10)[0]).any()
    assert (first[0] != engine.Network([2, 6, 4, 1], seed=4, dropout=0.5).masks(7, 10)[0]).any()
    assert (first[0][0] != first[0][1]).any()


def test_the_numbers_of_a_step_are_there_without_those_before():
    one, other = Uniforms(5), Uniforms(5)
    numbers = [np.empty((3, 4), np.float32) for _ in range(3)]
    for step, row in enumerate(numbers):
        one.fill(step, row)
    again = np.empty((3, 4), np.float32)
    other.fill(2, again)
    assert (again == numbers[2]).all()
    assert len(np.unique(numbers)) == 36


def test_evaluating_drops_nothing():
    one, plain = network(), network(0.0)
    X = DATA.X
    assert (one.predict(X) == plain.predict(X)).all()
    assert (one.maps(X)[-1] == plain.maps(X)[-1]).all()
    assert (one.predict(X, "training", step=2) != plain.predict(X)).any()
    assert engine.backpropagate(one.graph(X[0], DATA.y[0])).output == pytest.approx(
        engine.backpropagate(plain.graph(X[0], DATA.y[0])).output
    )
    assert "mask1" not in one.graph(X[0], DATA.y[0])


def test_a_training_pass_worked_by_hand():
    one = engine.Network([1, 2, 1], "relu", "linear", dropout=0.5, seed=1)
    one.parameters[:] = [1, 0, 2, 0, 3, 5, 7]  # h = (x, 2x), y = 3 h1 + 5 h2 + 7
    (mask, *_) = one.masks(4, 2)
    expected = [3 * mask[i, 0] * x + 5 * mask[i, 1] * 2 * x + 7 for i, x in enumerate([1, 10])]
    assert one.predict(np.array([[1.0], [10.0]]), "training", step=4)[:, 0].tolist() == expected


@pytest.mark.parametrize("level", ["layer", "scalar"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_training_and_the_graphs_of_its_samples_have_the_same_gradient(activation, level):
    one = network([0.5, 0.25], activation=activation, bias=activation != "elu")
    trainer = engine.Trainer(one, DATA, batch_size=8)
    trainer.step(3)
    rows = trainer.next_batch
    total = np.zeros_like(one.parameters)
    blocks = one.blocks(total)
    for place, row in enumerate(rows):
        graph = one.graph(DATA.X[row], DATA.y[row], level=level, mode="training", step=3, place=place)
        trace = engine.backpropagate(graph)
        for name in graph.parameters:
            kind, layer, *element = graph[name].place
            part = blocks[layer][:, -1] if kind == "bias" else blocks[layer][:, : one.widths[layer]]
            part[tuple(element) or ...] += trace.gradients[name] / len(rows)
    np.testing.assert_allclose(trainer.gradient(), total, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(trainer.sample_gradients(rows).mean(axis=0), total, rtol=1e-9, atol=1e-12)
    before = one.parameters.copy()
    trainer.step()
    np.testing.assert_allclose(one.parameters, before - trainer.rate * total, rtol=1e-9, atol=1e-12)


def test_the_masks_are_gates_of_the_graph_and_not_learned():
    one = network([0.5, 0.0])
    graph = one.graph(DATA.X[0], DATA.y[0], mode="training", step=1, place=2)
    assert graph["mask1"].kind == "constant"
    assert graph["drop1"].inputs == ("a1", "mask1")
    assert (graph["mask1"].place, graph["drop1"].place) == (("mask", 0), ("drop", 0))
    assert graph["W2x"].inputs == ("W2", "drop1")
    assert "mask2" not in graph
    assert (graph.defaults["mask1"] == one.masks(1, 3)[0][2]).all()
    scalar = one.graph(DATA.X[0], DATA.y[0], level="scalar", mode="training", step=1, place=2)
    assert scalar["drop1_3"].inputs == ("a1_3", "mask1_3")
    assert scalar["drop1_3"].place == ("drop", 0, 2)
    trace = engine.backpropagate(scalar)
    for unit, kept in enumerate(one.masks(1, 3)[0][2], 1):
        assert trace.values[f"drop1_{unit}"] == trace.values[f"a1_{unit}"] * kept
        assert (trace.gradients[f"z1_{unit}"] == 0) == (kept == 0)


@settings(max_examples=30)
@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=3),
    st.sampled_from(list(ACTIVATIONS)),
    st.integers(1, 12),
    st.sampled_from([np.float32, np.float64]),
    st.data(),
)
def test_a_step_is_the_gradient_of_the_readable_training_pass(hidden, activation, batch, dtype, data):
    shares = data.draw(st.lists(st.sampled_from([0.0, 0.3, 0.8]), min_size=len(hidden), max_size=len(hidden)))
    one = engine.Network([2, *hidden, 1], activation, seed=2, dtype=dtype, dropout=shares)
    trainer = engine.Trainer(one, DATA, batch_size=batch)
    trainer.step(5)
    rows, y = trainer.next_batch, DATA.y[trainer.next_batch]
    masks = one.masks(5, len(rows))
    wide = engine.Network([2, *hidden, 1], activation, seed=2, dropout=shares)
    wide.parameters[:] = one.parameters
    # dL/d(bias of the output) is the mean of sigmoid(z) - y over what the pass with masks gives.
    outputs = wide.predict(DATA.X[rows], "training", step=5)
    assert trainer.gradient()[-1] == pytest.approx(float((outputs - y).mean()), abs=1e-5)
    assert [mask is None for mask in masks] == [share == 0 for share in shares]
    assert all(mask.dtype == dtype for mask in masks if mask is not None)


def test_the_same_bits_however_the_steps_are_cut_and_after_a_reset_and_from_progress():
    def trainer():
        return engine.Trainer(network(), DATA, optimizer="Adam", batch_size=7)

    one, other = trainer(), trainer()
    one.step(33)
    for count in (1, 2, 10, 20):
        other.step(count)
    assert one.network.parameters.tobytes() == other.network.parameters.tobytes()
    other.reset()
    other.step(20)
    kept = other.progress()
    other.step(13)
    assert one.network.parameters.tobytes() == other.network.parameters.tobytes()
    third = trainer()
    third.resume(kept)
    third.step(13)
    assert one.network.parameters.tobytes() == third.network.parameters.tobytes()


def test_a_network_that_is_drawn_anew_drops_by_its_new_seed():
    one = engine.Trainer(network(), DATA, batch_size=7)
    one.step(9)
    one.network.initialize(seed=8)
    one.reset()
    one.network.initialize(seed=8)
    other = engine.Trainer(engine.Network([2, 6, 4, 1], seed=8, dropout=0.5), DATA, batch_size=7)
    assert one.step(9) == other.step(9) == 9
    assert one.network.parameters.tobytes() == other.network.parameters.tobytes()


def test_a_copy_and_another_shape_keep_the_shares():
    one = network([0.5, 0.25])
    assert one.copy().dropout == [0.5, 0.25]
    assert one.reshaped([2, 6, 3, 4, 1], sources=[0, None, 1]).dropout == [0.5, 0, 0.25]


def test_runs_side_by_side_have_their_own_masks():
    shares, widths = [[0.5, 0.0], [0.0, 0.0], [0.8, 0.3]], [6, 4]
    buffers = engine.Network([2, 6, 4, 1], dropout=0.5).buffers(3 * 5)
    Masks([3, 4, 5], shares, widths).next(buffers)
    for run, (seed, share) in enumerate(zip([3, 4, 5], shares, strict=True)):
        alone = engine.Network([2, 6, 4, 1], seed=seed, dropout=share).masks(0, 5)
        for i, width in enumerate(widths):
            mask = buffers.mask[i][:width].reshape(width, 3, 5)[:, run].T
            assert (mask == (1 if alone[i] is None else alone[i])).all()
            assert (buffers.mask[i][width:] == 1).all()


@pytest.mark.parametrize(
    ("dropout", "says"),
    [
        (1.0, "below 1, not 1.0"),
        (-0.1, "at least 0"),
        ([0.5], "2 hidden layers need 2 shares of dropout, not 1"),
    ],
)
def test_a_share_that_makes_no_sense_is_refused(dropout, says):
    with pytest.raises(ValueError, match=says):
        network(dropout)


def test_a_run_goes_on_with_another_share_as_one_that_had_it_at_this_moment():
    data = engine.datasets.load("circle", samples=60, seed=0)
    went = engine.Trainer(engine.Network([2, 6, 1], seed=1), data, batch_size=10, seed=2)
    went.step(7)
    other = engine.Network([2, 6, 1], seed=1, dropout=0.5)
    other.parameters[:] = went.network.parameters
    had = engine.Trainer(other, data, batch_size=10, seed=2)
    had.resume(went.progress())
    went.network.maps(data.X)
    went.dropout = 0.5
    assert went.dropout == [0.5]
    for trainer in (went, had):
        trainer.step(9)
    np.testing.assert_array_equal(went.network.parameters, had.network.parameters)
    went.dropout = [0.0]
    assert went.network.masks(0, 3) == [None]
    np.testing.assert_allclose(went.network.maps(data.X)[-1].T, went.network.predict(data.X), rtol=1e-12)
    with pytest.raises(ValueError, match="below 1"):
        went.dropout = 1.0
