"""The big map at rest is drawn once more in full resolution, and says what the network answers."""

import numpy as np
import pytest
from network_desk import Desk

from engine.datasets import features
from playground.network.experiment import Experiment
from playground.network.heat_maps import FINE, HeatMaps
from playground.session import Session
from playground.shared.pictured_plane import coded, places


def trained(**settings):
    experiment = Experiment(Session(**settings))
    experiment.trainer.step(200)
    return experiment


def made(work):
    steps = work()
    shares = []
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as end:
            return end.value, shares


def answers(experiment):
    """(outputs, places) all over the plane, from the top row down."""
    everywhere = features.expand(places(experiment.plane, FINE), experiment.session.features)
    return experiment.network.predict(everywhere).T


@pytest.mark.parametrize("names", [["x1", "x2"], ["x1", "x1^2", "sin(x2)"]])
def test_each_place_of_it_is_the_networks_answer_in_two_bytes(names):
    experiment = trained(features=names)
    picture, _ = made(HeatMaps(experiment).finer(None))
    assert (picture["map"].shape, picture["map"].dtype) == ((FINE**2,), np.uint16)
    centre, reach = picture["range"]
    told = centre + (picture["map"].astype(float) - 32768) / 32767 * reach
    np.testing.assert_allclose(told, answers(experiment)[0], atol=2e-5)


def test_of_several_classes_it_has_the_winner_and_by_how_much_it_leads():
    experiment = trained(dataset="blobs")
    picture, _ = made(HeatMaps(experiment).finer(None))
    expected = answers(experiment)
    np.testing.assert_array_equal(picture["map"], expected.argmax(axis=0))
    second, first = np.sort(expected, axis=0)[-2:]
    np.testing.assert_allclose(picture["confidence"], 255 * (first - second), atol=1.01)
    assert "range" not in picture


@pytest.mark.parametrize(
    ("activation", "expected"), [("sigmoid", [0.5, 0.5]), ("tanh", [0, 1]), ("threshold", [0.5, 0.5])]
)
def test_the_colours_of_a_neuron_reach_as_far_as_its_function_can_or_its_largest_value(activation, expected):
    maps = HeatMaps(trained(activations=[activation, "linear"]))
    assert maps.draw((0, 1), False)["range"].tolist() == expected
    codes = maps.draw((1, 0), False)["map"].astype(int)
    assert max(codes.max() - 128, 128 - codes.min()) == 127  # of the largest value there is


def test_it_is_made_in_many_pieces_of_the_network_as_it_was_when_it_was_asked_for():
    experiment = trained()
    before = coded(answers(experiment)[0], 0.5, 0.5, np.uint16).astype(int)
    work = HeatMaps(experiment).finer(None)
    experiment.trainer.step(50)
    picture, shares = made(work)
    assert np.abs(picture["map"].astype(int) - before).max() <= 1
    assert len(shares) == 64
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_two_bytes_have_their_middle_and_their_ends_where_one_has_them():
    values = np.array([-9.0, -1.0, 0.0, 1.0, 9.0])
    assert coded(values).tolist() == [1 - 1, 1, 128, 255, 255]
    assert coded(values, kind=np.uint16).tolist() == [0, 1, 32768, 65535, 65535]


def test_the_page_is_sent_it_when_it_asks():
    desk = Desk()
    desk.ask("one_epoch")
    rough = desk.last("frames")
    fine = desk.ask("finer_map").last("frames")
    assert (rough["grid"], fine["grid"]) == (100, FINE)
    for name in ("metrics", "parameters", "thumbnails"):
        np.testing.assert_array_equal(fine[name], rough[name])
    desk.ask("probe", layer=0, unit=1)
    assert desk.ask("finer_map").last("frames")["probe"] == {"layer": 0, "unit": 1}


def test_there_is_none_of_a_line_of_a_page_that_is_away_or_of_what_has_moved_on():
    assert Desk(dataset="sine").ask("finer_map").last("frames") is None
    desk = Desk()
    seen = desk.controller._seen()
    desk.ask("one_step")
    frame = desk.last("frames")
    desk.sent.clear()
    desk.controller._show_finer(frame, seen)
    assert desk.sent == []
    desk.controller._show_finer(frame, desk.controller._seen())
    assert desk.sent == [frame]
    desk.controller.sleep()
    assert desk.ask("finer_map").last("frames") is None
