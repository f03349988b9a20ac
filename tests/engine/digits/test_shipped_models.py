"""The models that are shipped: what they read right, of MNIST and of digits drawn on a pad."""

import numpy as np
import pytest
from drawn_digits import drawn

import engine
from engine.datasets.mnist import mnist
from engine.digits import train as train_digits
from engine.digits.augmentation import augmented
from engine.digits.rasterize import as_digit, reading_problem, strokes_to_picture
from engine.digits.shipped_models import FOLDER, shipped, write
from engine.training.metrics import accuracy

LEAST = {"softmax": 0.92, "network": 0.987}


@pytest.mark.parametrize("name", LEAST)
def test_they_read_the_test_digits(name):
    test = mnist().test
    assert accuracy(shipped(name).predict(mnist().X[test]), mnist().y[test]) >= LEAST[name]


def test_the_network_reads_what_is_drawn_small_large_off_centre_thick_and_thin():
    right, wrong = 0, []
    for digit in range(10):
        for number, (strokes, thickness) in enumerate(drawn(digit)):
            pad = strokes_to_picture(strokes, thickness)
            assert reading_problem(pad) is None
            answer = shipped("network").predict(as_digit(pad).reshape(1, 784)).argmax()
            right += answer == digit
            wrong += [(digit, number, int(answer))] if answer != digit else []
    assert right >= 0.98 * (right + len(wrong)), wrong
    assert all(sum(one[0] == digit for one in wrong) < 4 for digit in range(10)), wrong


@pytest.mark.parametrize("thickness", [0.03, 0.06, 0.1])
@pytest.mark.parametrize("flag", [0.35, 0.4, 0.45])
def test_a_1_with_a_long_flag_is_a_1(flag, thickness):
    one = np.array([(0.3, 0.1 + 0.8 * flag), (0.62, 0.1), (0.62, 0.9)])
    pad = strokes_to_picture([one], thickness)
    assert shipped("network").predict(as_digit(pad).reshape(1, 784)).argmax() == 1


def test_a_small_digit_in_a_corner_is_read_like_a_big_one_in_the_middle():
    big = [np.array([(0.2, 0.1), (0.8, 0.08), (0.4, 0.9)])]
    small = [0.65 + 0.3 * big[0]]
    answers = [
        shipped("network").predict(as_digit(strokes_to_picture(strokes, thickness)).reshape(1, 784))
        for strokes, thickness in ((big, 0.09), (small, 0.027))
    ]
    assert [answer.argmax() for answer in answers] == [7, 7]
    assert np.abs(answers[0] - answers[1]).max() < 0.05


def test_they_are_shared_and_only_a_copy_can_be_trained():
    network = shipped("network")
    assert network is shipped("network")
    assert (network.widths, network.activations) == ([784, 128, 64, 10], ["relu", "relu"])
    for array in (network.parameters, network.weights[0], network.biases[0]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    before = network.parameters.copy()
    data = mnist().dataset(train=200, validation=0)
    engine.Trainer(network.copy(), data, "cross-entropy", engine.Adam(0.001)).epoch()
    assert np.array_equal(network.parameters, before)
    assert network.reshaped([784, 128, 32, 10]).parameters.flags.writeable


def test_they_are_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.npz")) < 300_000


def test_another_name_is_refused():
    with pytest.raises(ValueError, match="softmax, network"):
        shipped("own")


def test_what_is_written_is_what_was_trained(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.digits.shipped_models.FOLDER", tmp_path)
    few = mnist().dataset(train=500, validation=100)
    network = train_digits.deep_network(few, epochs=1, drawn=5)
    with np.load(write("network", network)) as file:
        assert np.array_equal(file["parameters"], network.parameters)
    again = train_digits.deep_network(few, epochs=1, drawn=5)
    assert again.parameters == pytest.approx(network.parameters, abs=1e-3)


def test_augmented_digits_are_pictures_of_the_same_digits():
    pictures = mnist().X[:300]
    changed = augmented(pictures, np.random.default_rng(0))
    assert (changed.shape, changed.dtype) == (pictures.shape, np.float32)
    assert (changed.min(), changed.max()) == (0, 1)
    assert np.array_equal(changed, augmented(pictures, np.random.default_rng(0)))
    assert np.abs(changed - pictures).mean() > 0.02
    answers = shipped("network").predict(changed).argmax(axis=1)
    assert np.mean(answers == mnist().labels[:300]) > 0.95
