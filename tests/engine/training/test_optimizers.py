"""Optimizers: updates worked by hand, and the explanation shown equals the update made."""

import numpy as np
import pytest

import engine
from engine.bound_calls import run, scalar
from engine.training.update_blocks import blocks

ALL = [
    engine.SGD(0.1),
    engine.Momentum(0.1, beta=0.5),
    engine.Nesterov(0.1, beta=0.5),
    engine.AdaGrad(0.1),
    engine.RMSprop(0.1, beta=0.75),
    engine.Adam(0.1),
]


def name(optimizer):
    return type(optimizer).__name__


def updates(optimizer, w, gradients, dtype=np.float64):
    """The weights after each of the gradients, by the compiled update."""
    optimizer = optimizer.fresh()
    w, g = np.array(w, dtype), np.empty(len(w), dtype)
    calls = optimizer.compile(w, g, scalar(optimizer.rate, dtype))
    after = []
    for gradient in gradients:
        g[:] = gradient
        run(calls)
        after.append(w.copy())
    return after


@pytest.mark.parametrize(
    ("optimizer", "expected"),
    [
        (engine.SGD(0.1), [0.8, 0.7]),
        (engine.Momentum(0.1, beta=0.5), [0.8, 0.6]),  # v = 2, then 0.5 * 2 + 1 = 2
        (engine.Nesterov(0.1, beta=0.5), [0.7, 0.5]),  # 2 + 0.5 * 2 = 3, then 1 + 0.5 * 2 = 2
        (engine.AdaGrad(0.1), [0.9, 0.9 - 0.1 / 5**0.5]),  # s = 4, then 5
        (engine.RMSprop(0.1, beta=0.75), [0.8, 0.7]),  # s = 1, then 0.75 + 0.25 = 1
        (
            engine.Adam(0.1),
            [0.9, 0.8067820391],
        ),  # m_hat = 2, then 0.28 / 0.19; v_hat = 4, then 0.004996 / 0.001999
    ],
    ids=name,
)
def test_two_updates_worked_by_hand(optimizer, expected):
    """From w = 1 with the gradients 2 and 1."""
    after = updates(optimizer, [1.0], [2.0, 1.0])
    np.testing.assert_allclose(np.ravel(after), expected, rtol=1e-7)


@pytest.mark.parametrize("optimizer", ALL, ids=name)
def test_the_explanation_equals_the_update(optimizer):
    rng = np.random.default_rng(0)
    gradients = rng.normal(size=(6, 5))
    w = rng.normal(size=5)
    after = updates(optimizer, w, gradients)
    state = {}
    for step, (g, expected) in enumerate(zip(gradients, after, strict=True), 1):
        terms = optimizer.explain(w, g, state, step)
        values = {label: value for label, _, value in terms}
        assert terms[-1][0] == "w"
        np.testing.assert_allclose(values["w"], expected, rtol=1e-13)
        state = {key: values[key] for key in optimizer.names}
        w = values["w"]


@pytest.mark.parametrize("optimizer", ALL, ids=name)
def test_explaining_changes_nothing(optimizer):
    w, g = np.ones(2), np.full(2, 2.0)
    state = {key: np.full(2, 3.0) for key in optimizer.names}
    optimizer.explain(w, g, state, 1)
    assert (w == 1).all()
    assert (g == 2).all()
    assert all((value == 3).all() for value in state.values())


def test_the_rate_may_be_refilled_without_compiling_again():
    w, rate = np.array([1.0]), scalar(0.1, np.float64)
    calls = engine.SGD(0.1).compile(w, np.array([1.0]), rate)
    rate[()] = 0.5
    run(calls)
    assert w[0] == 0.5


@pytest.mark.parametrize("optimizer", ALL, ids=name)
def test_a_snapshot_brings_back_the_same_bits(optimizer):
    optimizer = optimizer.fresh()
    w, g = np.array([1.0, -2.0]), np.array([0.3, 0.7])
    calls = optimizer.compile(w, g, scalar(optimizer.rate, np.float64))
    run(calls)
    held, held_w = optimizer.snapshot(), w.copy()
    run(calls)
    after = w.copy()
    run(calls)
    optimizer.restore(held)
    w[:] = held_w
    run(calls)
    assert w.tobytes() == after.tobytes()


@pytest.mark.parametrize("rate", [-0.1, float("nan"), float("inf")])
def test_a_rate_that_makes_no_sense_is_refused(rate):
    with pytest.raises(ValueError, match="rate"):
        engine.SGD(rate)


def test_a_share_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="beta"):
        engine.Momentum(0.1, beta=1.0)
    with pytest.raises(ValueError, match="beta"):
        engine.RMSprop(0.1, beta=-0.1)


@pytest.mark.parametrize("epsilon", [0.0, -1e-8, float("nan")])
def test_an_epsilon_that_is_not_above_0_is_refused(epsilon):
    for optimizer in (engine.AdaGrad, engine.RMSprop, engine.Adam):
        with pytest.raises(ValueError, match="epsilon"):
            optimizer(0.1, epsilon=epsilon)


def test_what_is_given_to_an_optimizer_counts():
    g = np.array([2.0])
    large = [
        engine.AdaGrad(0.1, epsilon=2.0),  # 2 / (2 + 2)
        engine.RMSprop(0.1, beta=0.75, epsilon=1.0),  # 2 / (1 + 1)
        engine.Adam(0.1, beta1=0.5, beta2=0.5, epsilon=2.0),  # 2 / (2 + 2)
    ]
    moved = [1 - optimizer.explain(np.array([1.0]), g, {}, 1)[-1][2][0] for optimizer in large]
    assert moved == pytest.approx([0.05, 0.1, 0.05])
    assert [1 - updates(optimizer, [1.0], [2.0])[0][0] for optimizer in large] == pytest.approx(moved)


@pytest.mark.parametrize("optimizer", ALL[1:], ids=name)
def test_the_usual_settings_are_told(optimizer):
    words = " ".join(type(optimizer).__doc__.split()).replace(" is ", " ")
    for setting, usual in vars(type(optimizer)(0.1)).items():
        if setting in ("beta", "beta1", "beta2", "epsilon"):
            assert f"{setting} {usual:g}".replace("1e-08", "1e-8") in words


@pytest.mark.parametrize("rate", [np.float32(0.1), np.linspace(0.1, 0.2, 100, dtype=np.float32)])
@pytest.mark.parametrize("optimizer", ALL, ids=name)
def test_block_by_block_an_update_gives_the_same_bits_in_less_room(monkeypatch, optimizer, rate):
    def weights():
        fresh, w = optimizer.fresh(), np.linspace(-1, 1, 100, dtype=np.float32)
        g = np.linspace(3, -2, 100, dtype=np.float32) ** 3
        calls = fresh.compile(w, g, np.asarray(rate))
        for _ in range(3):
            run(calls)
        return w.tobytes(), {key: state.tobytes() for key, state in fresh.state.items()}

    whole = weights()
    monkeypatch.setattr("engine.training.update_blocks.BLOCK", 7)
    assert weights() == whole
    (block, *_) = blocks(np.zeros(100), np.zeros(100), scalar(1, np.float64), {}, ())
    assert block.part.base.size == 14
