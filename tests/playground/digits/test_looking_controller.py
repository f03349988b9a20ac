"""The network that reads digits, looked at: its weights as pictures, how it judges, where the gradient leads."""

import numpy as np
import pytest
from digits_desk import Desk, in_loop

from engine.datasets.mnist import mnist
from engine.digits.shipped_models import shipped
from playground.digits.experiment import judge, judged, judging
from playground.digits.payloads import kept_pictures


@pytest.fixture
def desk():
    return Desk()


# Looking inside


def test_templates_are_the_rows_of_w(desk):
    message = desk.ask("pictures", which="templates").last("pictures")
    assert (message["count"], message["side"], message["model"]) == (10, 28, "softmax")
    assert message["names"] == list("0123456789")
    pictures = message["pictures"].reshape(10, 784)
    assert pictures.dtype == np.int8
    rows = shipped("softmax").weights[0]
    for picture, row in zip(pictures, rows, strict=True):
        assert np.abs(picture).max() == 127
        assert picture / 127 == pytest.approx(row / np.abs(row).max(), abs=0.004)


def test_the_first_layer_is_that_of_the_model_in_use(desk):
    message = desk.ask("pictures", which="first_layer").last("pictures")
    assert (message["count"], message["model"]) == (128, "network")
    assert (
        desk.ask("set", name="digits_model", value="softmax").last("pictures")["count"] == 10
    )  # as long as they are looked at
    assert desk.ask("pictures", which=None).last("pictures") is None
    assert desk.ask("set", name="digits_model", value="network").last("pictures") is None


def test_pictures_of_a_model_that_came_along_are_where_everybody_finds_them(desk):
    kept = {message.wire["kept"] for message in kept_pictures()}
    for model in ("network", "softmax"):
        desk.ask("set", name="digits_model", value=model)
        for which in ("templates", "first_layer"):
            message = desk.ask("pictures", which=which).last("pictures")
            assert message["which"] == which
            assert message.wire["kept"] in kept


def test_those_of_a_network_of_ones_own_are_sent(desk):
    desk.ask("pictures", which="first_layer").ask("width", layer=0, width=64)
    message = desk.last("pictures")
    assert (message["model"], message["count"]) == ("own", 64)
    assert not hasattr(message, "wire")
    assert hasattr(
        desk.ask("pictures", which="templates").last("pictures"), "wire"
    )  # of the softmax classifier


def test_a_reading_is_small_since_there_are_many_of_them(desk):
    message = desk.draw().last("reading")
    assert message["digit"] is not None
    assert len(message.wire["deflated"]) < 1200


@in_loop
async def test_a_digit_turns_into_another_along_its_gradient():
    desk = Desk().draw().ask("set", name="digits_label", value=3)
    reading = desk.last("reading")
    message = await desk.ask("follow").answer("followed")
    count = message["count"]
    pictures = message["pictures"].reshape(count, 784)
    assert (message["label"], message["model"], message["generation"]) == (3, "network", 0)
    np.testing.assert_array_equal(pictures[0], reading["picture"])
    assert len(message["losses"]) == count > 10
    assert pictures.dtype == np.uint8
    assert message["losses"][-1] < message["losses"][0] / 2
    assert message["probabilities"].reshape(count, 10)[-1].argmax() == 3
    assert sum(array.nbytes for array in message.values() if isinstance(array, np.ndarray)) < 300_000


@in_loop
async def test_a_way_is_that_of_the_model_by_which_it_was_asked_for():
    desk = Desk().draw().ask("set", name="digits_label", value=3).ask("remove_layer", layer=1).ask("follow")
    message = await desk.ask("set", name="digits_model", value="softmax").answer("followed")
    assert (message["model"], message["generation"]) == ("own", 1)
    assert desk.session.digits_model == "softmax"


def test_without_a_label_nothing_is_followed():
    desk = Desk().draw().ask("follow")
    assert desk.error == "First choose a label: the digit that the picture should become."


# Judging


@in_loop
async def test_the_confusion_matrix_counts_every_test_digit():
    desk = Desk().ask("judge")
    message = await desk.answer("judgement")
    confusion = message["confusion"].reshape(10, 10)
    digits = mnist()
    assert (confusion.sum(axis=1) == np.bincount(digits.labels[digits.test], minlength=10)).all()
    assert message["accuracy"] == pytest.approx(np.trace(confusion) / 10_000)
    assert message["by_class"] == pytest.approx(np.diagonal(confusion) / confusion.sum(axis=1))
    mistakes = message["mistakes"]
    assert (mistakes["labels"] != mistakes["predictions"]).all()
    assert (mistakes["labels"] == digits.labels[mistakes["indices"]]).all()
    assert (mistakes["pictures"].reshape(-1, 784) == digits.images[mistakes["indices"]]).all()
    assert (mistakes["confidences"] > 0.3).all()

    wrong = confusion - np.diag(np.diagonal(confusion))
    row, column = (int(place) for place in np.unravel_index(wrong.argmax(), wrong.shape))
    desk.ask("cell", row=row, column=column)
    cell = await desk.answer("cell")
    assert cell["count"] == wrong[row, column]
    assert (digits.labels[cell["indices"]] == row).all()
    assert shipped("network").predict(digits.X[cell["indices"]]).argmax(axis=1).tolist() == [column] * len(
        cell["indices"]
    )


def test_a_network_of_large_layers_reads_fewer_digits_at_a_time(monkeypatch):
    network = shipped("network")
    at_once = list(judging(network))
    monkeypatch.setattr("engine.networks.network.MOST_NUMBERS", 600_000)
    assert network.most_samples < 500
    pieces = list(judging(network))
    assert (len(at_once), len(pieces)) == (10, -(-10_000 // network.most_samples))
    assert pieces[-1] == 1.0
    assert judge(network).confusion.tolist() == judged("network").confusion.tolist()
