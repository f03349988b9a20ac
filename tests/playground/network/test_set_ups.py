"""Choosing a dataset brings the set-up that learns it, unless something was changed by hand; then it is offered."""

from urllib.parse import parse_qsl

import numpy as np
import pytest

from engine import datasets
from playground import address
from playground.network.controller import NetworkController
from playground.session import Session

FILE = ("u,v,label\n" + "\n".join(f"{i},{i * i % 7},{'ab'[i % 2]}" for i in range(40))).encode()
VALUES = ("u,v,price\n" + "\n".join(f"{i},{i * i % 7},{i / 3}" for i in range(40))).encode()


class Desk:
    """The controller of a page that was opened with a query."""

    def __init__(self, query=""):
        self.sent = []
        self.session = Session()
        problems = address.read(self.session, dict(parse_qsl(query, keep_blank_values=True)))
        self.controller = NetworkController(self.session, self.sent.append, problems)
        self.experiment = self.controller.experiment

    def ask(self, topic, **fields):
        self.sent.clear()
        self.controller.receive({"topic": topic, **fields})
        assert [one["text"] for one in self.sent if one["topic"] == "error" and one["text"]] == []
        return self

    def choose(self, name):
        return self.ask("set", name="dataset", value=name)

    def last(self, topic):
        return [message for message in self.sent if message["topic"] == topic][-1]

    @property
    def doubt(self):
        self.ask("ready")
        doubt = self.last("status")["doubt"]
        return doubt and doubt["text"]

    @property
    def way(self):
        session = self.session
        return (session.layers, session.activations[0], session.optimizer, session.rate, session.batch)


@pytest.mark.parametrize("name", datasets.NAMES)
def test_a_dataset_chosen_on_a_page_as_it_opened_takes_the_set_up_that_learns_it(name):
    desk = Desk().choose("moons").choose(name)
    set_up, session = datasets.describe(name).set_up, desk.session
    assert desk.way == (list(set_up.layers), set_up.activation, set_up.optimizer, set_up.rate, set_up.batch)
    assert len(set(session.activations)) == 1
    assert tuple(session.features) == (set_up.features or desk.experiment.data.input_names)
    assert desk.experiment.network.widths == [
        len(session.features),
        *set_up.layers,
        desk.experiment.data.outputs,
    ]
    assert (desk.experiment.trainer.batch_size, desk.experiment.trainer.optimizer.rate) == (
        set_up.batch,
        set_up.rate,
    )
    assert desk.doubt is None


@pytest.mark.parametrize(
    ("topic", "fields"),
    [
        ("width", {"layer": 0, "width": 5}),
        ("activation", {"layer": 0, "name": "relu"}),
        ("features", {"names": ["x1"]}),
        ("set", {"name": "rate", "value": 0.1}),
        ("set", {"name": "optimizer", "value": "Adam"}),
        ("set", {"name": "batch", "value": 20}),
        ("set", {"name": "initializer", "value": "zeros"}),
        ("set", {"name": "bias", "value": False}),
        ("set", {"name": "loss", "value": "half squared"}),
        ("set", {"name": "penalty", "value": "L2"}),
        ("set", {"name": "schedule", "value": "exponential"}),
    ],
)
def test_after_a_change_by_hand_everything_stays_and_the_set_up_is_offered(topic, fields):
    desk = Desk().ask(topic, **fields)
    before = {name: getattr(desk.session, name) for name in desk.experiment.set_up}
    assert desk.doubt is None  # nobody doubts what is being tried on the data at hand
    desk.choose("spiral")
    assert {name: getattr(desk.session, name) for name in desk.experiment.set_up} == before
    assert desk.doubt == "Another set-up is known to learn the spiral."
    assert desk.ask("take_set_up").last("status")["doubt"] is None
    assert desk.way == ([16, 16], "relu", "Adam", 0.01, 20)
    assert desk.experiment.network.widths == [2, 16, 16, 1]
    assert "layers=16,16" in desk.last("address")["query"]


@pytest.mark.parametrize(
    "change", [("noise", 0.3), ("samples", 200), ("split", 0.7), ("seed", 4), ("speed", "fastest")]
)
def test_other_points_and_another_seed_are_no_change_of_the_set_up(change):
    desk = Desk().ask("set", name=change[0], value=change[1]).choose("spiral")
    assert desk.way == ([16, 16], "relu", "Adam", 0.01, 20)
    assert getattr(desk.session, change[0]) == change[1]


def test_what_was_changed_and_changed_back_is_not_changed():
    desk = Desk().ask("width", layer=0, width=5).ask("width", layer=0, width=4).choose("sine")
    assert desk.way[0] == [8, 8, 4]


def test_more_arms_of_the_spiral_bring_the_output_and_the_loss_of_several_classes():
    desk = Desk().choose("spiral").ask("set", name="arms", value=4)
    assert (desk.session.output, desk.session.loss) == ("softmax", "cross-entropy")
    assert desk.experiment.network.widths == [2, 16, 16, 4]
    desk.choose("circle")
    assert (desk.session.output, desk.way[0]) == ("sigmoid", [4, 4])


def test_a_link_to_a_dataset_alone_shows_the_network_of_old_links_and_offers_its_set_up():
    desk = Desk("dataset=spiral")
    assert desk.experiment.network.widths == [2, 4, 2, 1]
    assert desk.doubt == "Another set-up is known to learn the spiral."


def test_nobody_doubts_what_is_learned_already():
    desk = Desk("dataset=circle&layers=8,8&activations=tanh,tanh&optimizer=Adam&rate=0.01")
    assert desk.doubt == "Another set-up is known to learn the circle."
    for _ in range(40):
        desk.ask("one_epoch")
    assert desk.experiment.trainer.history["validation_accuracy"][-1] >= 0.95
    assert desk.last("status")["doubt"] is None
    assert Desk(desk.last("address")["query"]).doubt is None  # its weights are in the address


def test_values_are_learned_where_their_squared_error_is_small_and_under_another_loss_nobody_knows():
    desk = Desk("dataset=line&layers=8&activations=tanh")
    assert desk.doubt == "Another set-up is known to learn the line."
    for _ in range(40):
        desk.ask("one_epoch")
    assert desk.last("status")["doubt"] is None
    assert (
        desk.ask("set", name="loss", value="l1").last("status")["doubt"]["text"]
        == "Another set-up is known to learn the line."
    )


def test_a_file_takes_a_wide_network_and_is_doubted_by_nobody():
    desk = Desk().ask("csv", name="mine.csv", bytes=FILE)
    assert desk.way == ([16, 16], "relu", "Adam", 0.01, 10)
    assert (desk.session.output, desk.doubt) == ("sigmoid", None)
    desk.ask("csv", name="values.csv", bytes=VALUES)
    assert (desk.session.output, desk.session.loss) == ("linear", "mean squared")
    assert desk.choose("circle").way[0] == [4, 4]
    touched = Desk().ask("width", layer=0, width=5).ask("csv", name="mine.csv", bytes=FILE)
    assert (touched.session.layers, touched.doubt) == ([5, 4], None)


def test_reset_brings_back_the_beginning_of_the_set_up_that_was_taken():
    desk = Desk("dataset=spiral").ask("take_set_up")
    began = desk.experiment.network.parameters.copy()
    desk.ask("one_epoch").ask("reset")
    assert np.array_equal(desk.experiment.network.parameters, began)
    assert desk.experiment.network.widths == [2, 16, 16, 1]


def test_a_walk_is_closed_when_another_network_is_taken():
    desk = Desk("dataset=spiral&sample=7").ask("take_set_up")
    assert desk.session.sample is None
    assert desk.last("status")["stepping"] is False


# Seeds of points and of weights


def seeds(desk):
    return desk.session.seed, desk.session.data_seed


def test_new_data_are_other_points_for_the_same_weights_that_go_on():
    desk = Desk().ask("one_epoch").ask("point_remove", index=0)
    points, weights = desk.experiment.data.points, desk.experiment.network.parameters.copy()
    desk.ask("new_data")
    assert seeds(desk) == (0, 1)
    assert len(desk.experiment.data.points) == 400
    assert not np.array_equal(desk.experiment.data.points[:399], points)
    assert np.array_equal(desk.experiment.network.parameters, weights)
    assert desk.experiment.trainer.iteration == 20
    assert np.array_equal(desk.experiment.trainer.data.points, desk.experiment.data.points)
    assert "data_seed=1" in desk.last("address")["query"]
    assert (
        Desk(desk.last("address")["query"]).experiment.data.points.tolist()
        == desk.experiment.data.points.tolist()
    )


def test_new_weights_begin_a_run_on_the_same_points_those_that_were_touched_too():
    desk = Desk().ask("point_remove", index=0).ask("one_epoch")
    points, weights = desk.experiment.data.points, desk.experiment.network.parameters.copy()
    desk.ask("new_weights")
    assert seeds(desk) == (1, 0)
    assert np.array_equal(desk.experiment.data.points, points)
    assert not np.array_equal(desk.experiment.network.parameters, weights)
    assert desk.experiment.trainer.iteration == 0
    assert "seed=1&data_seed=0" in desk.last("address")["query"]


def test_the_seed_draws_points_and_weights_until_the_points_have_one_of_their_own():
    desk = Desk("dataset=circle&seed=3")
    assert np.array_equal(desk.experiment.data.points, datasets.load("circle", 400, 0.1, seed=3).points)
    desk.ask("new_data")
    drawn = desk.experiment.data.points
    assert np.array_equal(drawn, datasets.load("circle", 400, 0.1, seed=4).points)
    desk.ask("set", name="seed", value=9)
    assert np.array_equal(desk.experiment.data.points, drawn)
    assert desk.experiment.network.seed == 9
    desk.ask("set", name="data_seed", value=None)
    assert np.array_equal(desk.experiment.data.points, datasets.load("circle", 400, 0.1, seed=9).points)


def test_points_that_were_touched_are_forgotten_with_a_seed_that_draws_others_and_only_then():
    desk = Desk().ask("point_remove", index=0).ask("set", name="seed", value=2)
    assert desk.session.points_removed == []
    desk.ask("new_weights").ask("point_remove", index=0).ask("set", name="seed", value=5)
    assert desk.session.points_removed == [0]
    assert len(desk.experiment.data.points) == 399


def test_after_the_last_seed_comes_the_first():
    desk = Desk("seed=999999").ask("new_weights").ask("new_data")
    assert seeds(desk) == (0, 0)


# A function of one's own


def test_a_function_that_is_typed_becomes_the_data_with_a_network_for_it():
    desk = Desk().ask("own_function", text=" sin(3*x) ")
    assert (desk.session.dataset, desk.session.function) == ("function", "sin(3*x)")
    assert desk.way == ([16, 16, 16], "relu", "Adam", 0.005, 10)
    assert (desk.session.features, desk.session.output) == (["x", "sin(x)"], "linear")
    data = desk.last("data")
    assert (data["source"], data["name"], data["dimension"]) == ("function", "sin(3*x)", 1)
    places = np.linspace(-6, 6, len(data["truth"]))
    assert data["truth"] == pytest.approx(np.sin(3 * places), abs=1e-5)
    assert desk.doubt is None
    desk.ask("own_function", text="x2 > x1")
    assert desk.way == ([16, 16], "relu", "Adam", 0.01, 10)
    assert "truth" not in desk.last("data")
    assert desk.choose("circle").way[0] == [4, 4]


def test_a_function_comes_back_from_the_address_with_its_noise_and_its_samples():
    desk = Desk().ask("own_function", text="x2 > 0.5*x1**3 - x1").ask("set", name="noise", value=0.3)
    desk.ask("set", name="samples", value=60).ask("new_data")
    again = Desk(desk.last("address")["query"])
    assert again.experiment.data.points.tolist() == desk.experiment.data.points.tolist()
    assert len(again.experiment.data.points) == 60
    assert again.experiment.data.name == "x2 > 0.5*x1**3 - x1"


@pytest.mark.parametrize("text", ["x2 > foo(x1)", "log(x)", "", "x1 > 100", "3"])
def test_what_is_no_function_is_refused_and_changes_nothing(text):
    desk = Desk().ask("point_remove", index=0)
    points = desk.experiment.data.points
    desk.controller.receive({"topic": "own_function", "text": text})
    error = next(one for one in desk.sent if one["topic"] == "error" and one["text"])
    assert error["field"] == "own_function"
    assert (desk.session.dataset, desk.session.points_removed) == ("circle", [0])
    assert desk.experiment.data.points is points


def test_a_link_with_a_bad_function_says_why_and_opens_what_it_can():
    desk = Desk("dataset=function&function=foo(x)").ask("ready")
    assert "there is no function 'foo'" in desk.last("address_problems")["text"]
    assert desk.session.dataset == "circle"


def test_a_function_may_be_doubted_like_other_data():
    desk = Desk().ask("width", layer=0, width=2).ask("own_function", text="x1*x2")
    assert desk.doubt == "Another set-up is made for functions like this one."


def test_the_rows_of_a_table_are_one_set_and_points_that_are_divided_are_two():
    desk = Desk().choose("xor table")
    assert desk.last("data")["undivided"] is True
    assert desk.choose("moons").last("data")["undivided"] is False


LINE = "The decision boundary of this network is always a straight line, and no straight line puts more than "


@pytest.mark.parametrize("layers", ["layers=&activations=", "layers=3,2&activations=linear,linear"])
def test_where_a_straight_line_cannot_do_it_the_page_says_so(layers):
    desk = Desk(f"dataset=circle&{layers}")
    assert desk.doubt == LINE + "70% of these points on the correct side."
    # Another input bends the boundary, and other points need no bend.
    assert LINE not in desk.ask("features", names=["x1", "x2", "x1^2", "x2^2"]).doubt
    assert LINE in desk.ask("features", names=["x1", "x2"]).doubt
    assert LINE not in (desk.choose("and").doubt or "")
    assert desk.choose("xor table").doubt == LINE + "75% of these points on the correct side."


def test_a_layer_that_bends_is_not_told_of_lines():
    assert LINE not in Desk("dataset=circle&layers=3&activations=tanh").doubt


def test_what_is_said_of_a_network_without_hidden_layers_on_the_blobs_does_not_doubt_it():
    desk = Desk("dataset=blobs&layers=")
    assert desk.experiment.network.widths == [2, 3]
    assert desk.doubt == "Another set-up is known to learn the blobs."
    desk.ask("one_epoch")
    assert desk.experiment.trainer.history["validation_accuracy"][-1] == 1.0
    assert desk.last("status")["doubt"] is None
