"""The way of an optimizer over a landscape."""

import numpy as np
import pytest

import engine
from engine import landscapes

OPTIMIZERS = [
    engine.SGD(0.01),
    engine.Momentum(0.02, beta=0.8),
    engine.Nesterov(0.02, beta=0.8),
    engine.AdaGrad(0.5),
    engine.RMSprop(0.05, beta=0.75),
    engine.Adam(0.1, beta1=0.8, beta2=0.95),
]


def name(optimizer):
    return type(optimizer).__name__


class TestWalks:
    @pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=name)
    def test_a_walk_is_the_training_of_the_model(self, optimizer):
        data = engine.datasets.load("line", samples=30, seed=0)
        network = engine.Network([1, 1], (), "linear", seed=0)
        surface = landscapes.NetworkSurface(network, data, "mean squared")
        way = landscapes.Walk(surface, optimizer).go(20)
        run = engine.Trainer(network, data, "mean squared", optimizer, batch_size=1000)
        for step, point in enumerate(way):
            np.testing.assert_allclose(point, network.parameters, rtol=1e-9, err_msg=str(step))
            run.step()
        assert len(way) == 21

    @pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=name)
    def test_the_parts_of_the_next_step_add_up_to_it(self, optimizer):
        walk = landscapes.Walk(landscapes.named("Himmelblau"), optimizer, [0.5, 1.0])
        for _ in range(6):
            next_step = walk.look()
            split, before = next_step.split, walk.point
            np.testing.assert_allclose(before + split.move, next_step.point, rtol=1e-12)
            np.testing.assert_allclose(split.move, split.scale * (split.memory + split.fresh))
            memory, fresh = split.parts
            np.testing.assert_allclose(memory + fresh, split.move)
            np.testing.assert_allclose(memory, split.scale * split.memory)
            np.testing.assert_allclose(next_step.gradient, walk.surface.gradient(before))
            assert (walk.go()[1] == next_step.point).all()
        assert walk.steps == 6

    def test_the_parts_worked_by_hand(self):
        g, state = np.array([2.0]), {"v": np.array([3.0]), "m": np.array([5.0]), "s": np.array([12.0])}
        split = engine.Momentum(0.1, beta=0.5).split(g, state, 2)
        assert (split.memory, split.fresh, split.scale) == (-0.1 * 0.5 * 3, -0.1 * 2, 1)
        split = engine.Nesterov(0.1, beta=0.5).split(g, state, 2)
        assert (split.memory, split.fresh, split.scale) == pytest.approx((-0.1 * 0.25 * 3, -0.1 * 1.5 * 2, 1))
        split = engine.AdaGrad(0.1, epsilon=1.0).split(g, state, 2, rate=0.2)
        assert (split.memory, split.fresh, split.scale) == (0, -0.4, 1 / (4 + 1))
        split = engine.RMSprop(0.1, beta=0.5, epsilon=1.0).split(g, {"s": np.array([14.0])}, 2)
        assert (split.memory, split.fresh, split.scale) == (0, -0.2, 1 / (3 + 1))
        split = engine.Adam(0.1, beta1=0.5, beta2=0.5, epsilon=1.0).split(g, state, 2)
        assert split.memory == pytest.approx(-0.1 * 0.5 * 5 / 0.75)
        assert split.fresh == pytest.approx(-0.1 * 0.5 * 2 / 0.75)
        assert split.scale == pytest.approx(1 / (np.sqrt((1.5 + 2) / 0.75) + 1))
        split = engine.SGD(0.1).split(g, {}, 1)
        assert (split.memory, split.fresh, split.scale) == (0, -0.2, 1)

    def test_downhill_from_the_start_of_the_surface_or_another(self):
        walk = landscapes.Walk(landscapes.named("bowl"), engine.SGD(0.25))
        assert walk.go(2).tolist() == [[-2, 2], [-1, 1], [-0.5, 0.5]]
        assert walk.go(1).tolist() == [[-0.5, 0.5], [-0.25, 0.25]]
        assert landscapes.Walk(landscapes.named("bowl"), "Adam", [1, 1]).optimizer.rate == 0.03

    def test_a_way_ends_before_what_is_not_finite(self):
        walk = landscapes.Walk(landscapes.named("Rosenbrock"), engine.SGD(1.0))
        way = walk.go(50)
        assert 1 < len(way) < 51
        assert np.isfinite(way).all()
        assert walk.steps == len(way) - 1
        assert len(walk.go(5)) == 1

    @pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=name)
    def test_what_it_has_come_to_is_gone_on_with_elsewhere(self, optimizer):
        walk, other = (landscapes.Walk(landscapes.named("ravine"), optimizer) for _ in range(2))
        walk.go(7)
        other.resume(walk.progress())
        assert other.steps == 7
        assert other.go(5).tolist() == walk.go(5).tolist()

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"state": {}}, "another optimizer"),
            ({"state": {"v": np.zeros(2)}}, "another optimizer"),
            ({"state": {"m": np.zeros(2), "v": np.zeros(3)}}, "not finite"),
            ({"state": {"m": np.zeros(2), "v": np.array([1, np.inf])}}, "not finite"),
            ({"point": np.zeros(3)}, "not finite"),
            ({"point": np.array([np.nan, 0])}, "not finite"),
            ({"steps": -1}, "not valid"),
            ({"steps": 10**12 + 1}, "not valid"),
        ],
    )
    def test_what_it_cannot_have_come_to_is_refused_and_it_stays_where_it_is(self, changed, why):
        walk, other = (landscapes.Walk(landscapes.named("ravine"), "Adam") for _ in range(2))
        walk.go(3)
        with pytest.raises(engine.Problem, match=why):
            other.resume(walk.progress()._replace(**changed))
        assert (other.steps, other.point.tolist()) == (0, list(other.surface.start))
        assert other.go(3).tolist() == landscapes.Walk(other.surface, "Adam").go(3).tolist()
