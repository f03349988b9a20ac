"""Large networks and large batches: the same steps as of any other, in less memory."""

import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest
from small_trainers import make

import engine


@pytest.mark.parametrize("dropout", [0.0, 0.4])
@pytest.mark.parametrize("optimizer", [engine.SGD(0.1), engine.Momentum(0.1), engine.Adam(0.02)])
def test_a_large_network_takes_the_same_steps_to_the_bit(monkeypatch, optimizer, dropout):
    """Their gradients are found before what is gone back to is put by."""
    whole, apart = [make(batch_size=8, optimizer=optimizer) for _ in range(2)]
    whole.dropout = apart.dropout = dropout
    whole.step(10)
    monkeypatch.setattr("engine.training.bound_steps.LARGE", 5)
    assert apart.step(10) == 10
    assert (apart.iteration, apart.epochs, apart.optimizer.steps) == (10, whole.epochs, 10)
    assert apart.network.parameters.tobytes() == whole.network.parameters.tobytes()
    assert apart.next_batch.tolist() == whole.next_batch.tolist()


def test_a_large_network_that_diverges_is_where_it_was(monkeypatch):
    apart, whole = [make(batch_size=8, shuffle=False, optimizer=engine.Momentum(0.1)) for _ in range(2)]
    for t in (apart, whole):
        t.data.X[t.data.train[20]] = np.nan
    assert [whole.step() for _ in range(5)] == [1, 1, 0, 0, 0]  # the third batch has it
    monkeypatch.setattr("engine.training.bound_steps.LARGE", 5)
    assert apart.step(5) == 2
    assert apart.network.parameters.tobytes() == whole.network.parameters.tobytes()
    assert apart.optimizer.state["v"].tobytes() == whole.optimizer.state["v"].tobytes()
    assert apart.diverged is not None


@pytest.mark.parametrize(
    "optimizer", [engine.Momentum(0.1), engine.AdaGrad(0.1), engine.RMSprop(0.1), engine.Adam(0.02)]
)
def test_of_a_large_network_nothing_is_kept_to_go_back_to_where_a_step_is_sure_to_be_sound(
    monkeypatch, optimizer
):
    monkeypatch.setattr("engine.training.bound_steps.LARGE", 5)
    t = make(batch_size=8, optimizer=optimizer)
    moment, kept = t._moment, []
    monkeypatch.setattr(t, "_moment", lambda: kept.append(t.iteration) or moment())
    t.step(3)
    assert kept == []
    for array in t.optimizer.state.values():
        array[0] = 1e16
        t.step()
        array[0] = 0
    t.network.parameters[0] = 1e16
    t.step()
    assert kept == [3 + number for number in range(len(t.optimizer.state) + 1)]


@np.errstate(over="ignore", invalid="ignore")
def test_a_step_that_overflows_or_is_of_no_numbers_is_not_sure():
    optimizer = engine.Adam(0.01)
    w, g = np.ones(4, np.float32), np.ones(4, np.float32)
    optimizer.begin(w)
    assert optimizer.is_sure(w, g, 0.01)
    for wild in (np.nan, np.inf, 1e20, -1e20):
        assert not optimizer.is_sure(w, np.float32([1, wild, 1, 1]), 0.01)
        assert not optimizer.is_sure(np.float32([1, wild, 1, 1]), g, 0.01)
    assert not optimizer.is_sure(w, g, 1e7)  # 1e-8 under the fraction
    optimizer.state["v"][2] = -1e-9
    assert not optimizer.is_sure(w, g, 0.01)


@pytest.mark.parametrize("large", [5, 1 << 18])
def test_what_is_there_for_the_steps_alone_is_made_anew_when_it_was_let_go(monkeypatch, large):
    monkeypatch.setattr("engine.training.bound_steps.LARGE", large)
    on, anew = [make(batch_size=8, optimizer=engine.Adam(0.02)) for _ in range(2)]
    on.step(9)
    for _ in range(3):
        anew.step(3)
        anew.let_go()
        assert anew._bound is None
    assert anew.network.parameters.tobytes() == on.network.parameters.tobytes()
    assert anew.next_batch.tolist() == on.next_batch.tolist()


@pytest.mark.parametrize("batch_size", [3000, 256])
def test_neither_a_step_nor_an_evaluation_of_many_samples_takes_much_memory(batch_size):
    """Of a network of large layers: 3,000 samples at once would be 100 MB."""
    data = mnist_like(3000)
    network = engine.Network([784, 256, 256, 256, 256, 10], "maxout", "softmax", dtype=np.float32)
    trainer = engine.Trainer(network, data, "cross-entropy", engine.Adam(0.001), batch_size)
    tracemalloc.start()
    try:
        trainer.step()
        trainer.record()
        assert tracemalloc.get_traced_memory()[1] < 32e6
    finally:
        tracemalloc.stop()


def mnist_like(samples):
    X = np.random.default_rng(0).random((samples, 784), np.float32)
    y = np.eye(10, dtype=np.float32)[np.arange(samples) % 10]
    rows = np.arange(samples)
    return SimpleNamespace(kind="classes", X=X, y=y, train=rows, validation=rows)
