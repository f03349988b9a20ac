"""What runs side by side cost beside one, and a map of the loss: one thread, paired rounds in one run.

A figure is the median of the ratios of paired rounds, so that a machine that is busy slows both alike. A map has no
pair: its figure is the median of the times.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"  # read when NumPy loads

import statistics
import time

import numpy as np
import pytest

import engine

DATA = engine.datasets.load("circle", samples=500, seed=0)
STEPS = 500


def clocked(function, *arguments):
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def compared(runs, **options):
    """That many runs of 2-8-8-1 at batch 10, which differ in their rates."""
    setup = engine.Setup(DATA, [8, 8], batch_size=10, dtype=np.float32, **options)
    return engine.compare(setup, rate=[0.01 + 0.002 * run for run in range(runs)])


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
@pytest.mark.parametrize(("runs", "at_most"), [(8, 5), (12, 7)])
def test_stacked_runs_beside_one(benchmark, runs, at_most, optimizer):
    alone = compared(1, optimizer=optimizer).runs[0][0]
    together = compared(runs, optimizer=optimizer)
    alone.step(STEPS), together.step(STEPS)  # warm up
    pairs = []

    def pair():
        pairs.append((clocked(alone.step, STEPS), clocked(together.step, STEPS)))

    benchmark.pedantic(pair, rounds=31)
    ratio = statistics.median(all_of_them / one for one, all_of_them in pairs)
    one, all_of_them = (statistics.median(column) / STEPS * 1e6 for column in zip(*pairs, strict=True))
    benchmark.extra_info.update(ratio=round(ratio, 2), one=round(one, 2), together=round(all_of_them, 2))
    print(f"\n{runs} runs cost {ratio:.2f} times one: {all_of_them:.1f} us a step beside {one:.1f}")
    assert ratio <= at_most


@pytest.mark.parametrize("name", ["circle", "line"])
def test_a_map_of_a_model_with_two_parameters(benchmark, name):
    """120 x 120 heights over 400 points."""
    data = engine.datasets.load(name, samples=400, split=0.999, seed=0)
    network = engine.Network([2, 1], bias=False) if name == "circle" else engine.Network([1, 1], (), "linear")
    loss = "binary cross-entropy" if name == "circle" else "mean squared"
    surface = engine.landscapes.NetworkSurface(network, data, loss)
    surface.map()  # warm up
    times = []
    benchmark.pedantic(lambda: times.append(clocked(surface.map)), rounds=31)
    milliseconds = statistics.median(times) * 1e3
    print(f"\n{loss}: {milliseconds:.1f} ms")
    assert milliseconds <= 60
