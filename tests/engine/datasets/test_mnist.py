"""MNIST: what the file holds, and that everybody shares one copy of it."""

import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import engine
from engine.datasets.make_mnist import MD5, read
from engine.datasets.mnist import mnist


def test_all_the_digits_are_there():
    digits = mnist()
    assert digits.images.shape == (70_000, 784)
    assert (digits.images.min(), digits.images.max()) == (0, 255)
    assert (len(digits.train), len(digits.test)) == (60_000, 10_000)
    assert digits.train[0] == 0
    assert digits.test[-1] == 69_999
    # The counts that the page of the database and its readers have published.
    counts = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert np.bincount(digits.labels[digits.train]).tolist() == counts
    assert digits.labels[digits.test[:10]].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    shades = np.arange(256) / 255
    often = sum(
        np.bincount(part.ravel(), minlength=256) for part in np.array_split(digits.images[:60_000], 60)
    )
    mean = np.average(shades, weights=often)
    assert digits.train.tolist() == list(range(60_000))
    assert mean == pytest.approx(0.1307, abs=5e-5)
    assert np.average((shades - mean) ** 2, weights=often) ** 0.5 == pytest.approx(0.3081, abs=5e-5)


def test_a_dataset_keeps_the_test_digits_apart():
    data = mnist().dataset()
    assert (data.kind, data.outputs, data.classes) == ("classes", 10, tuple("0123456789"))
    assert (data.X.dtype, data.X.min(), data.X.max()) == (np.float32, 0, 1)
    assert data.labels.tolist() == mnist().labels.tolist()
    assert (len(data.train), len(data.validation)) == (55_000, 5000)
    assert np.intersect1d(data.train, data.validation).size == 0
    assert max(data.train[-1], data.validation[-1]) < 60_000
    few = mnist().dataset(train=1000, validation=0)
    assert (len(few.train), len(few.validation)) == (1000, 0)
    loaded = engine.datasets.load("mnist")
    assert (loaded.kind, loaded.X.shape[1]) == ("classes", engine.datasets.describe("mnist").dimensions)


@pytest.mark.parametrize(("train", "validation"), [(0, 0), (60_000, 1), (None, 60_000), (10, -1)])
def test_more_digits_than_there_are_or_none_are_refused(train, validation):
    with pytest.raises(ValueError, match="60,000 training digits"):
        mnist().dataset(train, validation)


def test_there_is_one_copy_for_all_and_nobody_can_write_in_it():
    with ThreadPoolExecutor(4) as pool:
        everybody = list(pool.map(lambda _: mnist().dataset(), range(8)))
    assert len({id(data.X) for data in everybody}) == 1
    assert len({id(data.y) for data in everybody}) == 1
    for array in (mnist().images, mnist().labels, mnist().train, everybody[0].X, everybody[0].y):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def held_by(make):
    """Bytes that are held by what `make` returns."""
    tracemalloc.start()
    kept = make()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return held


def test_a_further_dataset_costs_nearly_nothing_and_a_training_no_copy_of_it():
    data = mnist().dataset()
    assert held_by(mnist().dataset) < 100_000

    def training():
        network = engine.Network([784, 128, 64, 10], "relu", "softmax", "he", dtype=np.float32)
        trainer = engine.Trainer(network, data, "cross-entropy", engine.Adam(0.001), 64, evaluate_on=100)
        trainer.step(3)
        trainer.record()
        return trainer

    # The parameters eight times (their gradient, start, best, and Adam's), a megabyte of batches, an order.
    assert held_by(training) < 6e6


def test_a_file_that_is_not_mnists_is_refused(tmp_path):
    name = next(iter(MD5))
    (tmp_path / name).write_bytes(b"\0\0\x08\x01\0\0\0\x01\x05")
    with pytest.raises(ValueError, match="is not MNIST's"):
        read(tmp_path, name)
