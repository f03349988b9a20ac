"""What a run has come to, gone on with by another trainer: the same bits, and nothing taken that cannot be."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.training.batches import Mark
from engine.training.progress import FIELDS, Best

OPTIMIZERS = [
    engine.SGD(0.1),
    engine.Momentum(0.05),
    engine.Nesterov(0.05),
    engine.AdaGrad(0.1),
    engine.RMSprop(0.01),
    engine.Adam(0.03),
]


def circle(samples=40, validation=10):
    rng = np.random.default_rng(0)
    X = rng.uniform(-2, 2, size=(samples, 2))
    y = (np.hypot(*X.T) < 1.2).astype(float)[:, None]
    rows = rng.permutation(samples)
    return SimpleNamespace(kind="binary", X=X, y=y, train=rows[validation:], validation=rows[:validation])


def make(optimizer=None, batch_size=8, dtype=np.float32, **options):
    network = engine.Network([2, 4, 2, 1], seed=3, dtype=dtype)
    return engine.Trainer(network, circle(), optimizer=optimizer, batch_size=batch_size, seed=3, **options)


def told(trainer):
    """All that can be seen of a trainer."""
    return (
        trainer.network.parameters.tobytes(),
        {name: list(values) for name, values in trainer.history.items()},
        trainer.iteration,
        trainer.epochs,
        trainer.best and (trainer.best[:2], trainer.best.parameters.tobytes()),
        {name: array.tobytes() for name, array in trainer.optimizer.state.items()},
        trainer.optimizer.steps,
        trainer.next_batch.tolist(),
        str(trainer.diverged),
        trainer.suggested_rate,
    )


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda optimizer: type(optimizer).__name__)
@pytest.mark.parametrize(
    "steps", [0, 3, 4, 41]
)  # the beginning, within an epoch, at its end, within a later one
def test_another_trainer_goes_on_with_the_same_bits(optimizer, steps):
    first, second = make(optimizer), make(optimizer)
    first.record()
    first.step(steps)
    first.record()

    second.resume(first.progress())

    assert told(second) == told(first)
    for trainer in (first, second):
        trainer.step(9)
        trainer.record()
        trainer.run(epochs=3)
    assert told(second) == told(first)


@settings(max_examples=25)
@given(steps=st.integers(0, 60), batch_size=st.integers(1, 31), more=st.integers(0, 60))
def test_whatever_the_place_in_the_order_of_samples(steps, batch_size, more):
    first, second = make(batch_size=batch_size), make(batch_size=batch_size)
    first.step(steps)
    second.step(more)  # what it has done itself does not matter
    second.resume(first.progress())
    assert second.next_batch.tolist() == first.next_batch.tolist()
    first.step(11)
    second.step(11)
    assert told(second) == told(first)


def test_a_run_that_went_back_within_an_epoch_can_be_gone_on_with():
    first = make(engine.SGD(1e30), loss="mean squared")
    first.run(epochs=50)
    assert first.diverged
    second = make(engine.SGD(1e30), loss="mean squared")
    second.resume(first.progress())
    assert told(second) == told(first)
    for trainer in (first, second):
        trainer.lower_rate()
        trainer.step(7)
    assert second.network.parameters.tobytes() == first.network.parameters.tobytes()


def test_progress_does_not_change_with_the_run_it_was_taken_from():
    first, second = make(engine.Adam(0.03)), make(engine.Adam(0.03))
    first.run(epochs=2)
    progress, before = first.progress(), told(first)
    first.run(epochs=3)
    second.resume(progress)
    assert told(second) == before
    second.run(epochs=1)
    assert len(progress.history["epoch"]) == 3


def test_an_optimizer_without_its_state_begins_anew():
    first, second = make(engine.Adam(0.03)), make(engine.Adam(0.03))
    first.run(epochs=2)
    second.run(epochs=1)
    second.resume(first.progress()._replace(optimizer=(first.optimizer.steps, {})))
    assert second.optimizer.steps == 0
    assert not second.optimizer.state["m"].any()
    assert second.network.parameters.tobytes() == first.network.parameters.tobytes()


def with_column(progress, name, values):
    return progress._replace(history={**progress.history, name: values})


DRAW = (5, 0, 0)
BAD = {
    "other weights": (lambda p: p._replace(parameters=p.parameters[1:]), "another network"),
    "weights of two dimensions": (lambda p: p._replace(parameters=p.parameters[None]), "another network"),
    "a weight that is no number": (lambda p: p._replace(parameters=p.parameters * math.nan), "finite"),
    "a boundless weight": (lambda p: p._replace(parameters=p.parameters + math.inf), "finite"),
    "another optimizer": (lambda p: p._replace(optimizer=(1, {"s": p.parameters})), "another optimizer"),
    "half a state": (lambda p: p._replace(optimizer=(1, {"m": p.parameters})), "another optimizer"),
    "a state of another size": (
        lambda p: p._replace(optimizer=(1, {"m": p.parameters[1:], "v": p.parameters})),
        "another network",
    ),
    "a state that is no number": (
        lambda p: p._replace(optimizer=(1, {"m": p.parameters, "v": p.parameters * math.nan})),
        "finite",
    ),
    "steps below zero": (lambda p: p._replace(optimizer=(-1, p.optimizer[1])), "number of steps"),
    "iterations below zero": (lambda p: p._replace(iteration=-1), "number of steps"),
    "iterations without end": (lambda p: p._replace(iteration=10**400), "number of steps"),
    "an epoch below zero": (lambda p: p._replace(mark=Mark(-1, 0, DRAW)), "no such place"),
    "an epoch without end": (lambda p: p._replace(mark=Mark(10**400, 0, DRAW)), "no such place"),
    "a place behind the last sample": (lambda p: p._replace(mark=Mark(0, 30, DRAW)), "no such place"),
    "a place before the first": (lambda p: p._replace(mark=Mark(0, -1, DRAW)), "no such place"),
    "a generator too large": (lambda p: p._replace(mark=Mark(0, 0, (1 << 128, 0, 0))), "generator"),
    "a generator below zero": (lambda p: p._replace(mark=Mark(0, 0, (-1, 0, 0))), "generator"),
    "two halves": (lambda p: p._replace(mark=Mark(0, 0, (1, 2, 0))), "generator"),
    "a half too large": (lambda p: p._replace(mark=Mark(0, 0, (1, 1, 1 << 32))), "generator"),
    "a column fewer": (lambda p: p._replace(history={"epoch": [0.0]}), "incomplete"),
    "columns of two lengths": (lambda p: with_column(p, "epoch", [0.0]), "incomplete"),
    "an epoch that is none": (lambda p: with_column(p, "epoch", [0.0, None, 2.0]), "epoch of the curves"),
    "epochs that fall": (lambda p: with_column(p, "epoch", [0.0, 2.0, 1.0]), "out of order"),
    "a loss that is no number": (lambda p: with_column(p, "train_loss", [1.0, math.nan, 1.0]), "not finite"),
    "a best of another size": (
        lambda p: p._replace(best=Best(1.0, 0.5, p.parameters[1:])),
        "another network",
    ),
    "a best that is no number": (lambda p: p._replace(best=Best(1.0, math.nan, p.parameters)), "best loss"),
    "a best at no epoch": (lambda p: p._replace(best=Best(math.inf, 0.5, p.parameters)), "best loss"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_no_run_can_have_come_to_is_refused_and_changes_nothing(name):
    spoil, words = BAD[name]
    first, second = make(engine.Adam(0.03)), make(engine.Adam(0.03))
    first.run(epochs=2)
    before = told(second)
    with pytest.raises(ValueError, match=words):
        second.resume(spoil(first.progress()))
    assert told(second) == before


def test_the_curves_may_have_gaps():
    first, second = make(), make()
    first.run(epochs=2)
    second.resume(with_column(first.progress(), "validation_accuracy", [None] * 3))
    assert second.history["validation_accuracy"] == [None] * 3
    assert list(second.history) == list(FIELDS)
