"""What is scaled for the network is told in the units of its file: errors, a sample, and what is answered for it."""

import math

import numpy as np
import pytest

from playground.network.controller import NetworkController
from playground.network.payloads import METRICS
from playground.session import Session
from playground.shared.seen_numbers import seen_number

PRICES = "size,rooms,price\n" + "".join(
    f"{45 + 5 * row},{1 + row % 5},{100_000 + 12_500 * row}\n" for row in range(20)
)
CLASSES = "width,height,kind\n" + "".join(f"{n},{n * n % 7},{'ab'[n % 2]}\n" for n in range(20))


class Desk:
    def __init__(self, file=PRICES):
        self.sent = []
        self.session = Session(layers=[2], activations=["tanh"])
        self.controller = NetworkController(self.session, self.sent.append, [])
        self.experiment = self.controller.experiment
        self.ask("ready")
        if file:
            self.ask("csv", name="mine.csv", bytes=file.encode())

    def ask(self, topic, **fields):
        self.controller.receive({"topic": topic, **fields})
        return self

    def last(self, topic):
        return next(one for one in reversed(self.sent) if one["topic"] == topic)

    @property
    def error(self):
        return self.last("history")["error"]

    def off(self, rows):
        """By how much the network is off in price, row by row."""
        data = self.experiment.data
        guessed = self.experiment.network.predict(data.X[rows])
        return (guessed - data.y[rows])[:, 0] * data.target_scale


@pytest.fixture
def desk():
    return Desk()


def test_a_loss_of_prices_is_told_in_prices(desk):
    assert desk.session.loss == "mean squared"
    assert desk.error == {
        "name": "root mean squared error",
        "short": "RMSE",
        "of": "price",
        "scaled": "(price − 218,750) / 118,750",
    }
    data = desk.experiment.data
    for rows, name in ((data.train, "train_error"), (data.validation, "validation_error")):
        expected = math.sqrt(np.mean(np.square(desk.off(rows))))
        assert desk.last("history")[name][-1] == pytest.approx(expected, rel=1e-5)
        assert expected > 1000


@pytest.mark.parametrize(
    ("loss", "short", "mean"),
    [
        ("half squared", "RMSE", lambda off: math.sqrt(np.mean(np.square(off)))),
        ("l1", "MAE", lambda off: np.mean(np.abs(off))),
    ],
)
def test_each_loss_means_an_error_of_its_own(desk, loss, short, mean):
    desk.ask("set", name="loss", value=loss).ask("one_epoch")
    assert desk.error["short"] == short
    metrics = desk.last("frames")["metrics"][0]
    data = desk.experiment.data
    assert len(metrics) == len(METRICS) + 2
    assert metrics[-2:] == pytest.approx(
        [mean(desk.off(rows)) for rows in (data.train, data.validation)], rel=1e-6
    )


def test_what_is_not_scaled_has_no_second_number():
    for desk in (Desk(file=None), Desk(CLASSES)):
        history = desk.last("history")
        assert history["error"] is None
        assert np.isnan(history["train_error"]).all()
        assert len(history["train_error"]) == len(history["train_loss"])
        assert np.isnan(desk.last("frames")["metrics"][0][-2:]).all()


def test_values_that_are_in_range_are_their_own_units():
    desk = Desk("x,y\n" + "".join(f"{n},{math.cos(math.pi * n / 20):.6f}\n" for n in range(21)))
    assert desk.experiment.data.kind == "regression"
    assert desk.error is None


@pytest.mark.parametrize("level", ["layer", "scalar"])
def test_a_samples_scaling_comes_out_as_it_is_written(desk, level):
    desk.ask("step_through", sample=3, level=level)
    sample = desk.last("trace")["sample"]
    assert sample["columns"] == ["size", "rooms", "price"]
    assert sample["values"] == [60, 4, 137_500]
    assert sample["given"][:2] == pytest.approx(sample["x"])
    assert sample["given"][2:] == pytest.approx(sample["y"])
    rows = zip(*(sample[name] for name in ("values", "offsets", "scales", "given", "digits")), strict=True)
    for value, offset, scale, given, digits in rows:
        seen = [float(f"{one:.{max(6, digits)}g}") for one in (value, offset, scale)]
        assert seen_number((seen[0] - seen[1]) / seen[2], 3) == pytest.approx(seen_number(given, 3), abs=0.01)
        assert digits >= 3


@pytest.mark.parametrize("level", ["layer", "scalar"])
@pytest.mark.parametrize("output", ["linear", "tanh"])
def test_what_is_answered_is_told_in_the_files_units(desk, level, output):
    desk.ask("activation", layer=1, name=output)
    desk.ask("step_through", sample=3, level=level)
    trace = desk.last("trace")
    answer, data = trace["sample"]["answer"], desk.experiment.data
    node = next(node for node in trace["nodes"] if node["name"] == answer["node"])
    assert node["place"][:2] == ["a" if output == "tanh" else "z", 1]
    guessed = float(desk.experiment.network.predict(data.X[3:4])[0, 0])
    assert answer["given"] == pytest.approx(guessed)
    assert answer["value"] == pytest.approx(guessed * 118_750 + 218_750)
    assert (answer["column"], answer["target"]) == ("price", 137_500)
    assert answer["off"] == pytest.approx(abs(answer["value"] - 137_500))
    written = seen_number(answer["given"], answer["digits"]) * answer["scale"] + answer["offset"]
    assert abs(written - answer["value"]) <= 0.5


def test_small_values_come_out_to_their_last_digit():
    desk = Desk("x,y\n" + "".join(f"{n},{5 + math.sin(n):.4f}\n" for n in range(20)))
    desk.ask("step_through", sample=4, level="layer")
    answer = desk.last("trace")["sample"]["answer"]
    terms = [float(f"{answer[name]:.{max(6, answer['digits'])}g}") for name in ("scale", "offset")]
    written = seen_number(answer["given"], answer["digits"]) * terms[0] + terms[1]
    assert abs(written - answer["value"]) <= 0.005


def test_very_long_numbers_are_written_with_as_many_digits_as_their_difference_needs():
    rows = "".join(f"{n},{n % 3},{5_000_000_000 + 7 * n}\n" for n in range(20))
    desk = Desk("x,z,y\n" + rows)
    desk.ask("step_through", sample=4, level="layer")
    sample = desk.last("trace")["sample"]
    assert sample["values"][-1] == 5_000_000_028
    assert sample["digits"][-1] > 6
    assert sample["digits"][1] == 3


def test_classes_have_scaled_features_and_no_answer_in_units():
    desk = Desk(CLASSES)
    desk.ask("step_through", sample=2, level="layer")
    sample = desk.last("trace")["sample"]
    assert sample["columns"] == ["width", "height"]
    assert "answer" not in sample


def test_a_point_on_the_middle_is_scaled_to_0():
    desk = Desk("a,b,y\n" + "".join(f"{n},{n % 5},{100 * n}\n" for n in range(21)))
    desk.ask("step_through", sample=10, level="layer")
    sample = desk.last("trace")["sample"]
    assert sample["given"][0] == sample["given"][2] == 0
    assert sample["digits"] == [3, 3, 3]
