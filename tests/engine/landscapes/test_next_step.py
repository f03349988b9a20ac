"""The next step of a run, as it is seen on a plane through its weights."""

import numpy as np
import pytest

import engine
from engine.landscapes.next_step import next_step
from engine.landscapes.planes import plane_of_ways, plane_of_weights
from engine.training.optimizers import OPTIMIZERS


@pytest.mark.parametrize("dropout", [0.0, 0.4])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_it_leads_where_the_run_then_goes(name, dropout):
    data = engine.datasets.load("circle", samples=60, noise=0.2, seed=0)
    setup = engine.Setup(
        data, [4], optimizer=OPTIMIZERS[name](0.05), penalty=engine.L2(0.01), schedule=engine.Exponential(0.1),
        dropout=dropout,
    )  # fmt: skip
    comparison = engine.compare(setup)
    (run,) = comparison.runs[0]
    comparison.step(3)
    comparison.record()
    comparison.step(2)
    for plane in (plane_of_ways(comparison.timeline.ways()), plane_of_weights(run.network, 1, 3)):
        step, before = next_step(run, plane), run.network.parameters.copy()
        trial = setup.trainer()
        trial.go_back(run.progress())
        trial.step(1)
        led = trial.network.parameters
        assert step.point == pytest.approx(plane.points(led[None])[0], abs=1e-9)
        assert step.split.move == pytest.approx(plane.directions @ (led - before), abs=1e-9)
        assert np.array_equal(run.network.parameters, before), "it is only looked at"
    assert step.terms[-1][2] == pytest.approx(step.point)
    assert step.gradient == pytest.approx(run.gradient()[[1, 3]])
