"""Trains the two models that are shipped and writes their parameters: python -m engine.digits.train [EPOCHS]

Both are seeded, and the test digits are looked at only in the end. Takes a few minutes on two cores.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import numpy as np

import engine
from engine.datasets.base import Dataset
from engine.datasets.mnist import PIXELS, mnist
from engine.digits.augmentation import augmented
from engine.digits.handwriting import drawings
from engine.digits.shipped_models import write
from engine.training.metrics import accuracy

SEED = 7
DRAWN = 1500  # drawings of each digit beside MNIST's


def softmax_classifier(data: Dataset, epochs: int) -> engine.Network:
    """One layer, from zeros, on the digits as they are: each row of W becomes the template of a digit. The rate
    sinks to a hundredth."""
    network = engine.Network([PIXELS, 10], (), "softmax", "zeros", dtype=np.float32)
    trainer = engine.Trainer(
        network,
        data,
        "cross-entropy",
        engine.Momentum(0.02),
        batch_size=100,
        penalty=engine.L2(2e-5),
        schedule=engine.Exponential(np.log(100) / epochs),
        seed=SEED,
    )
    for epoch in range(epochs):
        trainer.epoch()
        tell("softmax", epoch, network, data)
    return network


def deep_network(data: Dataset, epochs: int, drawn: int = DRAWN) -> engine.Network:
    """784-128-64-10 on MNIST's digits and so many drawings of each, all changed a little, anew in each epoch, as
    handwritings differ. The rate sinks to a hundredth."""
    network = engine.Network([PIXELS, 128, 64, 10], "relu", "softmax", "he", seed=SEED, dtype=np.float32)
    trainer = engine.Trainer(
        network,
        data,
        "cross-entropy",
        engine.Adam(0.002),
        batch_size=100,
        penalty=engine.L2(2e-6),
        schedule=engine.Exponential(np.log(100) / epochs),
        seed=SEED,
    )
    generator = np.random.default_rng(SEED)
    pictures, labels = drawings(drawn, generator)
    given = np.concatenate([data.X_train, pictures])
    y = np.concatenate([data.y_train, np.eye(10, dtype=np.float32)[labels]])
    changed = replace(data, y=y, train=np.arange(len(y)), validation=np.arange(0))
    for epoch in range(epochs):
        X = augmented(given, generator)
        trainer.data = replace(changed, X=X, points=X)
        trainer.epoch()
        tell("network", epoch, network, data)
    return network


def tell(name: str, epoch: int, network: engine.Network, data: Dataset) -> None:
    """One line on how far it is: accuracy on what was kept for validation, of the digits as they are."""
    share = accuracy(network.predict(data.X_validation), data.y_validation)
    print(f"{name}, epoch {epoch + 1}: {share:.2%} of {len(data.validation):,} validation digits", flush=True)


def main(epochs: int = 30) -> None:
    """Train both, write them, and tell how much of the test digits each reads right."""
    data = mnist().dataset(train=58_000, validation=2000)
    test = mnist().test
    for name, train in (("softmax", softmax_classifier), ("network", deep_network)):
        start = time.perf_counter()
        network = train(data, epochs)
        path = write(name, network)
        share = accuracy(network.predict(data.X[test]), data.y[test])
        size = path.stat().st_size
        print(f"{name}: {share:.2%} of the test digits, {time.perf_counter() - start:.0f} s, {size:,} bytes")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
