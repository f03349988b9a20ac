"""Runs that train as one array have the numbers that each has alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from independent import PAIRS

import engine
from engine.activations import ACTIVATIONS
from engine.networks.bound_passes import StackedProducts
from engine.training.stack import Stack, Together, shape_of

PLANE = engine.datasets.load("circle", samples=60, seed=0)
OTHER = engine.datasets.load("circle", samples=60, seed=1)
BLOBS = engine.datasets.load("blobs", samples=60, seed=0)
CURVE = engine.datasets.load("plane", samples=60, seed=0)
OPTIMIZERS = [
    engine.SGD(0.02),
    engine.Momentum(0.005),
    engine.Momentum(0.01, beta=0.5),
    engine.Nesterov(0.005),
    engine.AdaGrad(0.02),
    engine.RMSprop(0.003),
    engine.Adam(0.01),
    engine.Adam(0.01, beta1=0.5, epsilon=1e-3),
]
SCHEDULES = [engine.Constant(), engine.Exponential(0.1), engine.InverseTime(0.5)]
PENALTIES = [None, engine.L1(0.001), engine.L1(0.0), engine.L2(0.001), engine.L2(0.01)]
TIGHT = {np.float32: 1e-5, np.float64: 1e-12}

# What may differ between the runs of a stack: optimizer, penalty, schedule, dropout, data, seed.
runs = st.lists(
    st.tuples(
        st.sampled_from(OPTIMIZERS),
        st.sampled_from(PENALTIES),
        st.sampled_from(SCHEDULES),
        st.sampled_from([0.0, 0.0, 0.3]),
        st.booleans(),
        st.integers(0, 2),
    ),
    min_size=2,
    max_size=4,
)


def trainer(
    optimizer="SGD", penalty=None, schedule=None, dropout=0.0, moved=False, seed=0, data=PLANE, **options
):
    widths = options.pop("widths", [2, 4, 3, data.outputs])
    batch_size, loss = options.pop("batch_size", 10), options.pop("loss", "binary cross-entropy")
    network = engine.Network(widths, seed=seed, dropout=dropout, **options)
    data = OTHER if moved and data is PLANE else data
    return engine.Trainer(network, data, loss, optimizer, batch_size, penalty, schedule, seed)


def apart(one, other):
    """How far the weights of two runs are from each other, next to their size."""
    w, v = one.network.parameters, other.network.parameters
    return np.abs(w - v).max() / np.abs(v).max()


def assert_equal_progress(one, other):
    """That two runs have come to the same place, and to the same state as far as rounding goes."""
    assert (one.iteration, one.epochs, one.optimizer.steps) == (
        other.iteration, other.epochs, other.optimizer.steps,
    )  # fmt: skip
    assert one.next_batch.tolist() == other.next_batch.tolist()
    assert apart(one, other) <= TIGHT[one.network.dtype.type]
    for name, state in one.optimizer.state.items():
        np.testing.assert_allclose(state, other.optimizer.state[name], rtol=1e-4, atol=1e-6)


@settings(max_examples=20)
@given(
    runs,
    st.sampled_from(PAIRS),
    st.lists(st.sampled_from(list(ACTIVATIONS)), min_size=2, max_size=2),
    st.sampled_from([1, 7, 10, 30, 64]),
    st.sampled_from([np.float32, np.float64]),
    st.booleans(),
    st.booleans(),
)
def test_a_run_out_of_a_stack_is_the_run_alone(drawn, pair, activation, batch_size, dtype, bias, alike):
    loss, output, outputs = pair
    data = PLANE if outputs == 1 else BLOBS
    common = {"data": data, "loss": loss, "output": output, "activation": activation, "bias": bias}
    if alike:  # one order of batches for all
        drawn = [(*one[:4], False, 0) for one in drawn]
    stacked, alone = (
        [trainer(*one, batch_size=batch_size, dtype=dtype, **common) for one in drawn] for _ in range(2)
    )
    together = Together(stacked)
    together.step(120)
    together.step(80)
    for one, other in zip(stacked, alone, strict=True):
        other.step(200)
        assert_equal_progress(one, other)


@pytest.mark.parametrize("dtype", TIGHT)
@pytest.mark.parametrize("optimizer", engine.OPTIMIZERS)
def test_every_optimizer_in_one_stack_with_others(optimizer, dtype):
    def made():
        return [
            trainer(engine.OPTIMIZERS[name](0.01), dtype=dtype)
            for name in (optimizer, "SGD", optimizer, "Adam")
        ]

    stacked, alone = made(), made()
    Stack(stacked).step(200)
    for one, other in zip(stacked, alone, strict=True):
        other.step(200)
        assert_equal_progress(one, other)


def test_regression_and_layers_without_hidden_ones():
    for widths in ([2, 1], [2, 5, 1]):
        options = {"data": CURVE, "loss": "mean squared", "output": "linear", "widths": widths}
        stacked, alone = ([trainer(seed=seed, **options) for seed in range(3)] for _ in range(2))
        Together(stacked).step(50)
        for one, other in zip(stacked, alone, strict=True):
            other.step(50)
            assert_equal_progress(one, other)


def test_the_samples_that_all_runs_see_are_gathered_once():
    assert Stack([trainer(rate) for rate in ("SGD", "Adam")])._shared
    assert not Stack([trainer(), trainer(seed=1)])._shared
    assert not Stack([trainer(), trainer(moved=True)])._shared


def test_runs_of_other_shapes_batches_or_places_are_not_of_one_stack():
    first = shape_of(trainer())
    assert shape_of(trainer("Adam", engine.L2(0.1), dropout=0.5, moved=True, seed=4)) == first
    ahead = trainer()
    ahead.step()
    others = [
        trainer(widths=[2, 3, 4, 1]),
        trainer(batch_size=9),
        trainer(activation="relu"),
        trainer(bias=False),
        trainer(dtype=np.float32),
        trainer(loss="mean squared"),
        trainer(data=engine.datasets.load("circle", samples=50)),
        ahead,
    ]
    assert all(shape_of(other) != first for other in others)


def test_all_of_them_step_together_all_the_same():
    def made():
        return [trainer(widths=[2, width, 1], batch_size=size) for width in (2, 3) for size in (4, 10, 10)]

    stacked, alone = made(), made()
    Together(stacked).step(40)
    for one, other in zip(stacked, alone, strict=True):
        other.step(40)
        assert_equal_progress(one, other)


def test_a_run_that_diverges_rests_where_it_was_last_sound_and_the_others_go_on():
    def made():
        rates = [engine.SGD(0.01), engine.SGD(1e12), engine.Momentum(0.01)]
        return [
            trainer(rate, data=CURVE, loss="mean squared", output="linear", activation="relu")
            for rate in rates
        ]

    stacked, alone = made(), made()
    together = Together(stacked)
    together.step(100)
    for one, other in zip(stacked, alone, strict=True):
        other.step(100)
        assert (str(one.diverged), one.suggested_rate) == (str(other.diverged), other.suggested_rate)
        assert_equal_progress(one, other)
    assert [one.diverged is None for one in stacked] == [True, False, True]
    assert stacked[1].iteration < 100
    resting = stacked[1].network.parameters.copy()
    together.step(10)
    assert (stacked[1].network.parameters == resting).all()
    assert stacked[0].iteration == 110
    stacked[1].lower_rate()
    stacked[1].optimizer.rate = 0.01
    before = stacked[1].iteration
    together.step(10)
    assert stacked[1].iteration == before + 10


def test_what_is_changed_between_steps_counts():
    def changed(one, step):
        step(15)
        one.optimizer.rate = 0.2
        step(15)
        one.penalty = engine.L1(0.01)
        step(15)
        one.network.weights[0][0, 0] = 3.0
        one.batch_size = 7
        step(15)
        one.optimizer = "Adam"
        step(15)
        one.data = OTHER
        step(15)
        one.schedule = engine.Exponential(0.5)
        step(15)
        one.network.initialize(seed=5)
        one.reset()
        step(15)

    stacked, alone = [trainer(), trainer("Adam")], trainer()
    changed(stacked[0], Together(stacked).step)
    changed(alone, alone.step)
    assert_equal_progress(stacked[0], alone)


def test_steps_in_turns_with_others_are_the_same_steps():
    stacked, alone = [trainer(seed=seed, dropout=0.3) for seed in (0, 1)], trainer(dropout=0.3)
    together = Together(stacked)
    together.step(9)
    stacked[0].step(4)  # out of the stack's step for a while
    together.step(3)
    stacked[1].step(4)
    together.step(20)
    alone.step(36)
    assert_equal_progress(stacked[0], alone)


def test_products_by_run_are_each_runs_own():
    random = np.random.default_rng(0)
    products = StackedProducts(3)
    blocks, x = random.normal(size=(3, 4, 5)), random.normal(size=(5, 6))
    own = random.normal(size=(3, 5, 6))
    columns = own.transpose(1, 0, 2).reshape(5, 18).copy()
    z = np.empty((4, 18))
    by_run = z.reshape(4, 3, 6).transpose(1, 0, 2)
    for seen, each in ((x, [x] * 3), (own, own), (columns, own)):
        for call in products.forward(blocks, seen, z):
            call()
        np.testing.assert_allclose(by_run, [block @ one for block, one in zip(blocks, each, strict=True)])
        gradient = np.empty_like(blocks)
        for call in products.gradient(z, seen, gradient):
            call()
        np.testing.assert_allclose(gradient, [d @ one.T for d, one in zip(by_run, each, strict=True)])
    back = np.empty((5, 18))
    for call in products.back(blocks, z, back):
        call()
    expected = [block.T @ d for block, d in zip(blocks, by_run, strict=True)]
    np.testing.assert_allclose(back.reshape(5, 3, 6).transpose(1, 0, 2), expected)
