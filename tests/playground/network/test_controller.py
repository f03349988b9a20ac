"""What the browser asks is read as untrusted: it is done, or refused beside the field, and never raises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_desk import Desk

from engine.datasets import features
from playground.network.controller import NetworkController
from playground.session import Session
from playground.shared.refused import Refused, Remark


@pytest.fixture
def desk():
    return Desk()


def test_a_page_that_is_ready_gets_everything(desk):
    desk.ask("ready")
    topics = {message["topic"] for message in desk.sent}
    assert {"settings", "datasets", "network", "features", "data", "history", "frames", "status"} <= topics


def test_a_weight_set_by_hand_is_accepted_behind_the_numbers_with_it(desk):
    """Who turns it by keys goes on from it, and looks at what is drawn once it is answered."""
    desk.ask("ready").ask("weight", layer=0, row=0, column=0, value=2.0)
    topics = [message["topic"] for message in desk.sent]
    assert topics.index("error") > topics.index("frames")


def sent_of(desk):
    return {message["topic"] for message in desk.sent} & {"data", "features", "datasets"}


@pytest.mark.parametrize(
    "change",
    [
        {"topic": "width", "layer": 0, "width": 5},
        {"topic": "insert_layer", "at": 1, "width": 3},
        {"topic": "activation", "layer": 0, "name": "relu"},
        {"topic": "features", "names": ["x1"]},
        {"topic": "reset"},
        {"topic": "set", "name": "initializer", "value": "zeros"},
    ],
)
def test_another_network_sends_no_points_and_no_pictures_that_the_page_has(desk, change):
    desk.ask("ready").ask(**change)
    assert desk.error == ""
    assert sent_of(desk) == set()
    assert desk.last("network")["generation"] == desk.controller.experiment.generation


def test_other_points_are_sent_and_the_same_pictures_of_features_are_not(desk):
    desk.ask("ready").ask("set", name="noise", value=0.4)
    assert sent_of(desk) == {"data"}
    assert np.array_equal(desk.last("data")["points"], np.float32(desk.controller.experiment.data.points))
    desk.ask("set", name="dataset", value="sine")
    assert sent_of(desk) == {"data", "features"}


def test_points_that_only_train_or_validate_otherwise_are_sent(desk):
    desk.ask("ready").ask("set", name="split", value=0.7)
    assert sent_of(desk) == {"data"}


def test_a_page_that_is_connected_anew_gets_everything_again(desk):
    desk.ask("ready").ask("width", layer=0, width=5).ask("ready")
    assert sent_of(desk) == {"data", "features", "datasets"}


def test_a_point_that_was_put_where_it_was_is_told_as_it_was_taken(desk):
    desk.ask("ready").ask("point_move", index=0, x=1.0, y=1.0).ask("point_move", index=0, x=1.0, y=1.0)
    assert sent_of(desk) == {"data"}


@pytest.mark.parametrize("place", [[10**400, 0], [None, 0], ["x", 0], [[0], 0], {}, [0], [1, 2, 3, 4]])
def test_points_of_the_address_that_are_none_are_told_and_left_out(place):
    desk = Desk(points_moved={"3": place})
    assert desk.session.points_moved == {}
    assert desk.ask("ready").last("address_problems")["text"]


def test_everything_wrong_with_an_address_is_told():
    sent = []
    session = Session(loss="cross-entropy", weights=b"1234")
    NetworkController(session, sent.append, [Refused("address_value_unusable", label="Noise")]).receive(
        {"topic": "ready"}
    )
    told = next(message for message in sent if message["topic"] == "address_problems")["text"]
    assert "Noise" in told
    assert "weights in the link do not fit" in told
    assert "Loss in the address does not fit the data." in told
    assert session.loss == "binary cross-entropy"


def test_what_nobody_asked_for_is_changed_without_a_word():
    assert Desk(dataset="sine").ask("ready").last("address_problems") is None
    lost_file = Desk(dataset="csv", loss="cross-entropy", output="softmax").ask("ready")
    assert lost_file.last("address_problems")["text"] == (
        "This link was made with a file of data, which a link cannot contain. Choose the file again."
    )


def test_a_sample_that_the_data_does_not_have_is_told_and_not_stepped_through():
    desk = Desk(sample=10**6, cursor=3).ask("ready")
    assert "no sample" in desk.last("address_problems")["text"]
    assert not desk.last("status")["stepping"]
    assert desk.error == ""


def test_what_was_said_of_a_run_goes_when_another_begins(desk):
    desk.controller._stopped(Remark("epoch_reached", epoch=5))
    assert desk.ask("set", name="dataset", value="xor").last("status")["message"] is None


def test_a_setting_is_taken_and_the_drawing_follows(desk):
    desk.ask("set", name="rate", value=0.5)
    assert desk.session.rate == 0.5
    assert desk.last("error")["text"] == ""
    assert "rate=0.5" in desk.last("address")["query"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate", -1),
        ("rate", "0.1"),
        ("rate", float("nan")),
        ("rate", True),
        ("rate", None),
        ("batch", 0),
        ("batch", 2.5),
        ("noise", 2),
        ("seed", -1),
        ("loss", "eval"),
        ("loss", "cross-entropy"),
        ("loss", {"a": 1}),
        ("optimizer", ["SGD"]),
        ("dataset", "csv"),
        ("bias", 1),
        ("target_epochs", 0),
        ("page", "admin"),
    ],
)
def test_a_bad_setting_is_refused_beside_its_field_and_the_former_stays(desk, name, value):
    before = getattr(desk.session, name)
    desk.ask("set", name=name, value=value)
    assert desk.last("error")["field"] == name
    assert desk.error
    assert getattr(desk.session, name) == before
    desk.ask("one_step")
    assert desk.controller.experiment.trainer.iteration == 1


def test_only_settings_of_the_table_can_be_set(desk):
    for name in ("weights", "layers", "name", "param", "__class__", None, 3):
        desk.ask("set", name=name, value="x")
        assert desk.error


def test_one_step_is_one_mini_batch_and_one_epoch_the_rest(desk):
    assert desk.ask("one_step").last("status")["iteration"] == 1
    assert desk.ask("one_epoch").last("status")["epoch"] == 1.0


def test_a_rate_that_is_too_high_stops_with_a_plain_message_and_offers_a_lower_one():
    desk = Desk(dataset="plane", rate=100.0, activations=["linear", "linear"])
    for _ in range(50):
        desk.ask("one_epoch")
    status = desk.last("status")
    assert status["kind"] == "error"
    assert "rate" in status["message"]["text"]
    assert 0 < status["suggested_rate"] < 100
    assert np.isfinite(desk.controller.experiment.network.parameters).all()

    desk.ask("lower_rate")
    assert desk.session.rate == status["suggested_rate"]
    assert desk.last("status")["message"]["code"] == "back_at_start"


def test_the_probe_shows_a_neuron_in_the_big_map(desk):
    message = desk.ask("probe", layer=0, unit=2).last("frames")
    assert message["probe"] == {"layer": 0, "unit": 2}
    assert desk.ask("probe", layer=0, unit=4).error
    assert desk.ask("probe", layer=0).error == "This neuron does not exist."
    assert desk.ask("probe", layer=None).last("frames")["probe"] is None


def test_the_probe_of_a_neuron_that_is_gone_goes_back_to_the_output(desk):
    desk.ask("probe", layer=0, unit=3)
    assert desk.ask("width", layer=0, width=2).last("frames")["probe"] is None


def test_step_through_sends_the_trace_once_with_every_step(desk):
    trace = desk.ask("step_through", sample=None, level="scalar").last("trace")
    assert trace["level"] == "scalar"
    assert trace["sample"]["index"] == desk.controller.experiment.next_sample()
    assert {step["phase"] for step in trace["steps"]} == {"forward", "backward", "update"}
    assert "sample=" in desk.last("address")["query"]
    assert desk.ask("close_trace").last("trace_closed") is not None


def test_a_big_network_is_shown_by_layers_only():
    desk = Desk(layers=[32, 32], activations=["tanh", "tanh"])
    trace = desk.ask("step_through", sample=3, level="scalar").last("trace")
    assert (trace["level"], trace["levels"]) == ("layer", ["layer"])


def test_the_bars_of_a_mini_batch_average_to_the_gradient_of_the_batch(desk):
    message = desk.ask("batch", layer=1, row=0, column=2).last("batch")
    experiment = desk.controller.experiment
    gradient = experiment.network.blocks(experiment.trainer.gradient())[1][0, 2]
    assert message["mean"] == pytest.approx(float(gradient), rel=1e-4, abs=1e-7)
    assert len(message["gradients"]) == len(message["samples"]) == 10


def test_points_are_placed_moved_and_removed(desk):
    data = desk.ask("point_add", x=1.23456, y=-2, target=1).last("data")
    assert data["points"].reshape(-1, 2)[-1] == pytest.approx([1.235, -2])
    added = len(data["targets"]) - 1
    data = desk.ask("point_move", index=added, x=3, y=3).last("data")
    assert data["points"].reshape(-1, 2)[-1] == pytest.approx([3, 3])
    data = desk.ask("point_move", index=5, x=-3, y=3).last("data")
    assert data["points"].reshape(-1, 2)[5] == pytest.approx([-3, 3])
    desk.ask("point_remove", index=added)
    data = desk.ask("point_remove", index=5).last("data")
    assert len(data["targets"]) == added - 1


@pytest.mark.parametrize("place", [{"x": 99, "y": 0}, {"x": "1", "y": 0}, {"x": None, "y": 0}, {"y": 0}])
def test_a_point_outside_the_plot_is_refused(desk, place):
    before = len(desk.controller.experiment.data.points)
    desk.ask("point_add", target=0, **place)
    assert desk.error
    assert len(desk.controller.experiment.data.points) == before


def test_points_of_a_curve_can_be_placed_and_dragged():
    desk = Desk(dataset="sine", features=["x"], loss="mean squared", output="linear")
    data = desk.ask("point_add", x=1, y=0.5, target=0).last("data")
    assert (data["points"][-1], data["targets"][-1]) == (1, 0.5)
    data = desk.ask("point_move", index=len(data["targets"]) - 1, x=2, y=-0.5).last("data")
    assert (data["points"][-1], data["targets"][-1]) == (2, -0.5)
    data = desk.ask("point_move", index=3, x=-1, y=0.75).last("data")
    assert (data["points"][3], data["targets"][3]) == (-1, 0.75)


def test_a_csv_file_becomes_the_data(desk):
    rows = "\n".join(f"{i},{i * i % 7},{'ab'[i % 2]}" for i in range(20))
    desk.ask("csv", name="mine.csv", bytes=("u,v,label\n" + rows).encode())
    assert desk.error == ""
    assert desk.session.dataset == "csv"
    assert desk.last("data")["classes"] == ["a", "b"]
    desk.ask("one_epoch")


def test_a_sample_of_a_file_goes_by_the_names_of_its_columns(desk):
    rows = "\n".join(f"{10 * i},{i * i},{i % 2}" for i in range(20))
    desk.ask("csv", name="mine.csv", bytes=("width,height,label\n" + rows).encode())
    titles = [feature["title"] for feature in desk.last("network")["features"]]
    assert titles[:5] == ["width", "height", "width²", "height²", "width·height"]
    desk.ask("features", names=["x1", "x1*x2"])
    desk.ask("set", name="layers", value=[2])
    desk.ask("step_through", sample=3, level="scalar")
    trace = desk.last("trace")
    assert (trace["sample"]["names"], trace["sample"]["scaled"]) == (["width", "width·height"], True)
    assert (trace["sample"]["columns"], trace["sample"]["values"]) == (["width", "height"], [30, 9])
    assert [node["label"] for node in trace["nodes"] if node["kind"] == "leaf"] == ["width", "width·height"]


def test_what_is_answered_at_a_place_is_told_with_every_digit(desk):
    desk.ask("set", name="dataset", value="blobs")
    desk.ask("answer_at", x=1.5, y=-2.0)
    experiment = desk.controller.experiment
    place = features.expand(np.array([[1.5, -2.0]]), desk.session.features)
    told = desk.last("answer")
    assert (told["x"], told["y"]) == (1.5, -2.0)
    assert told["values"] == experiment.network.predict(place)[0].tolist()
    assert len(told["values"]) == 3
    desk.ask("probe", layer=0, unit=1)
    desk.ask("answer_at", x=1.5, y=-2.0)
    assert desk.last("answer")["values"] == [experiment.network.forward(place)[0][1][0, 1]]
    desk.ask("answer_at", x="far", y=0)
    assert desk.last("error")["field"] == "answer_at"


def test_what_is_answered_along_a_line_is_of_its_one_coordinate(desk):
    desk.ask("set", name="dataset", value="sine")
    desk.ask("answer_at", x=0.5, y=0)
    network = desk.controller.experiment.network
    place = features.expand(np.array([[0.5]]), desk.session.features)
    assert desk.last("answer")["values"] == network.predict(place)[0].tolist()


def test_a_bad_csv_file_leaves_what_was_there(desk):
    desk.ask("csv", name="mine.csv", bytes=b"\xff\xfe\x00")
    assert desk.last("error")["field"] == "csv"
    assert desk.error
    assert desk.session.dataset == "circle"
    assert len(desk.controller.experiment.data.points) == 400


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=10) | st.binary(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = ("name", "value", "layer", "unit", "width", "at", "to", "row", "column", "index", "x", "y", "target")


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_nothing_that_a_browser_can_send_fails_unforeseen_or_breaks_the_session(data):
    desk = Desk()
    topics = [*sorted(set(desk.controller.topics) - {"train"}), "nonsense"]
    for _ in range(3):
        fields = data.draw(
            st.dictionaries(st.sampled_from((*FIELDS, "names", "bytes", "sample", "level")), json_values)
        )
        desk.controller.receive({**fields, "topic": data.draw(st.sampled_from(topics))})
    desk.controller.receive(data.draw(json_values))
    assert (
        "An error occurred, and your last change was not made. Everything else is unchanged; please try again."
        not in [message.get("text") for message in desk.sent]
    )
    assert desk.ask("one_step").last("status") is not None


def test_a_curve_that_is_drawn_is_data_stroke_by_stroke_and_can_be_taken_back():
    desk = Desk(dataset="sine", features=["x"], noise=0.0)
    desk.ask("draw_curve", stroke=[-6, -1, 6, 1], anew=True)
    data = desk.last("data")
    assert (data["source"], data["name"], data["kind"]) == ("drawn", "drawn curve", "regression")
    assert data["targets"] == pytest.approx(data["points"][:, 0] / 6, abs=0.01)
    assert data["truth"][[0, 200, 400]] == pytest.approx([-1, 0, 1], abs=0.01)
    desk.ask("draw_curve", stroke=[0, 1, 6, 1], anew=False)
    assert desk.last("data")["truth"][[0, 300, 400]] == pytest.approx([-1, 1, 1], abs=0.01)
    assert "dataset=drawn" in desk.last("address")["query"]
    assert desk.ask("draw_curve", stroke=[0] * 802, anew=False).error
    desk.ask("undo")
    assert desk.last("data")["truth"][300] == pytest.approx(0.5, abs=0.01)
