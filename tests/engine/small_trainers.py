"""Small data, and a trainer of a small network on it."""

from types import SimpleNamespace

import numpy as np

import engine


def circle(samples=40, validation=10, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.uniform(-2, 2, size=(samples, 2))
    y = (np.hypot(*X.T) < 1.2).astype(float)[:, None]
    rows = rng.permutation(samples)
    return SimpleNamespace(kind="binary", X=X, y=y, train=rows[validation:], validation=rows[:validation])


def line(samples=20):
    X = np.linspace(-1, 1, samples)[:, None]
    rows = np.arange(samples)
    return SimpleNamespace(kind="regression", X=X, y=2 * X + 1, train=rows, validation=rows[:0])


def make(data=None, seed=0, **options):
    data = circle() if data is None else data
    return engine.Trainer(engine.Network([2, 4, 2, 1], seed=seed), data, seed=seed, **options)
