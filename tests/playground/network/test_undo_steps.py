"""What counts as one step that can be taken back on the Network page, and how many are kept."""

import numpy as np
import own_loop
import pytest
from undoing_desk import CSV, Desk, trained, training

from playground.shared import history as history_module

# What a step is


def test_a_slider_that_is_dragged_is_one_step():
    desk = Desk()
    for value in range(10, 60):
        desk.set("noise", value / 100, wait=0.05)
    desk.say("undo")
    assert desk.said.startswith("Undone: Noise changed from 0.1 to 0.59.")
    assert desk.session.noise == 0.1
    assert desk.controller.history.last is None


def test_a_slider_that_is_dragged_slowly_is_one_step():
    """The browser says that the hand has not let go; however long it rests, or the line takes."""
    desk = Desk().set("noise", 0.2)
    for number, value in enumerate((0.3, 0.4, 0.5)):
        desk.say("set", 60.0, name="noise", value=value, **({"same_move": True} if number else {}))
    desk.say("undo")
    assert desk.said.startswith("Undone: Noise changed from 0.2 to 0.5.")
    assert desk.session.noise == 0.2
    desk.say("undo")
    assert desk.session.noise == 0.1


@pytest.mark.parametrize("same_move", [False, None, 1, "yes", [True]])
def test_what_is_not_said_of_a_move_of_the_hand_parts_two_steps(same_move):
    desk = Desk().set("noise", 0.2).say("set", 60.0, name="noise", value=0.3, same_move=same_move).say("undo")
    assert desk.session.noise == 0.2


def test_a_point_that_is_dragged_is_one_step_and_another_point_another():
    desk = Desk()
    for place in range(5):
        desk.say("point_move", 0.1, index=3, x=place / 10, y=1.0)
    desk.say("point_move", 0.1, index=4, x=0.0, y=0.0)
    desk.say("undo")
    assert desk.session.points_moved == {"3": [0.4, 1.0]}
    desk.say("undo")
    assert desk.session.points_moved == {}


def test_layers_of_several_widths_on_the_way_are_one_step():
    desk = Desk()
    for width in (5, 6, 7):
        desk.say("width", 0.1, layer=0, width=width)
    assert desk.last("changes")["undo"] == "Undo: layer 1 changed from 4 to 7 neurons. (Ctrl+Z)"
    assert desk.say("undo").session.layers == [4, 2]


def test_a_value_chosen_and_another_chosen_soon_after_are_two_steps():
    desk = Desk().set("optimizer", "Adam", wait=0.1).set("optimizer", "RMSprop", wait=0.1)
    assert desk.say("undo").session.optimizer == "Adam"


def test_a_file_that_is_read_by_a_worker_is_a_step_with_the_weights_of_its_end():
    async def work():
        desk = Desk().say("train")
        desk.say("csv", name="large.csv", bytes=(CSV + b"\n") * 100)
        await training(desk, lambda: desk.session.dataset == "csv" and not desk.controller.busy)
        assert desk.controller.history.last.moment.iteration > 0
        desk.controller.loop.stop()
        desk.say("undo")
        assert desk.session.dataset == "circle"
        assert desk.trainer.iteration > 0
        assert desk.say("redo").session.dataset == "csv"
        desk.controller.close()

    own_loop.run(work())


def test_a_file_is_still_there_when_it_is_gone_back_to():
    desk = Desk().say("csv", name="mine.csv", bytes=CSV)
    points = desk.trainer.data.points
    desk.set("dataset", "moons").say("csv", name="other.csv", bytes=CSV.replace(b"4,", b"9,"))
    desk.say("undo").say("undo")
    np.testing.assert_array_equal(desk.trainer.data.points, points)
    desk.say("undo")
    assert desk.session.dataset == "circle"
    assert desk.set("dataset", "csv").last("error")["text"] == "Choose a file first."


def test_a_file_that_differs_in_the_names_of_its_columns_alone_is_a_step():
    desk = Desk().say("csv", name="a.csv", bytes=b"left,right,side\n" + CSV)
    desk.say("csv", name="b.csv", bytes=b"east,west,side\n" + CSV)
    assert list(desk.last("data")["names"]) == ["east", "west"]
    assert list(desk.say("undo").last("data")["names"]) == ["left", "right"]


def test_a_sample_that_is_stepped_through_is_shown_in_the_network_that_came_back():
    desk = trained()
    desk.say("step_through", sample=3)
    shown = desk.last("trace")
    desk.say("width", layer=0, width=6).say("undo")
    np.testing.assert_equal(desk.last("trace"), shown)


def test_a_sample_that_the_data_no_longer_has_is_closed():
    desk = Desk(samples=40).set("samples", 400).say("step_through", sample=300).say("undo")
    assert desk.last("trace_closed")
    assert desk.session.sample is None


def test_what_a_page_is_sent_leads_to_it_again():
    desk = trained()
    desk.say("kept", of=desk.controller.keeper._wanted, blob=None).say("remove_layer", layer=0).say("undo")
    assert "layers=" not in desk.last("address")["query"]
    assert desk.last("moment")["blob"]  # the browser keeps what came back
    assert desk.last("settings")["rate"] == 0.03


def test_fifty_changes_of_the_largest_network_that_there_is_are_kept(monkeypatch):
    """Eight layers of 32, Adam, and curves that are full: each moment has all of its weights."""
    desk = Desk(layers=[32] * 8, activations=["relu"] * 8, optimizer="Adam", samples=20)
    desk.trainer.step(20)
    random = np.random.default_rng(0)
    for _ in range(2000):
        for values in desk.trainer.history.values():
            values.append(float(values[-1] + random.random()))
    for step in range(50):
        desk.trainer.step(1)
        desk.say("weight", layer=0, row=0, column=0, value=step)
    assert len(desk.controller.history._back) == 50
    assert desk.controller.history.bytes <= history_module.MOST_BYTES
    desk.undo_all()
    assert desk.trainer.iteration == 21


def test_a_file_counts_once_however_many_moments_have_it():
    desk = Desk().say("csv", name="mine.csv", bytes=(CSV + b"\n") * 20)
    before = desk.controller.history.bytes
    desk.set("rate", 0.5)
    with_file = desk.controller.history.bytes - before
    assert with_file > 800 * 3 * 8  # points and targets
    desk.set("rate", 0.6)
    assert desk.controller.history.bytes - before - with_file < 800 * 3 * 8


def test_settings_changed_without_training_share_one_run():
    desk = trained()
    for value in range(20, 70):
        desk.set("batch", value)
    runs = {id(step.moment.run) for step in desk.controller.history._back}
    assert len(runs) == 1


def test_who_has_left_keeps_no_moments():
    desk = Desk().set("rate", 0.5)
    desk.controller.close()
    assert desk.controller.history.bytes == 0


def test_undo_and_redo_with_nothing_to_do_change_nothing():
    desk = trained()
    before = desk.everything()
    desk.say("undo").say("redo")
    assert desk.everything() == before
    assert desk.last("announce") is None
