"""Changes on the Digits page are taken back and made again: strokes, settings, and the weights of one's own network."""

from functools import partial

import numpy as np
import pytest
from digits_desk import SEVEN, Desk, in_loop

from playground.digits.controller import DigitsController
from playground.digits.digits_moment import SETTINGS
from playground.messages import ASKED, NOT_OF_A_PAGE

ONE = [[0.5, 0.1, 0.5, 0.9]]
TWO = [*ONE, [0.2, 0.5, 0.8, 0.5]]


class UndoingDesk(Desk):
    """A page whose visitor takes more than a moment between two changes, unless the test says otherwise."""

    def __init__(self, **values):
        super().__init__(**values)
        self.now = 0.0
        self.controller.history._clock = lambda: self.now

    def ask(self, topic, wait=10.0, **fields):
        self.now += wait
        return super().ask(topic, **fields)

    def set(self, name, value, wait=10.0):
        return self.ask("set", wait, name=name, value=value)

    @property
    def said(self):
        return self.last("announce")["text"]

    @property
    def offered(self):
        return self.last("changes")

    @property
    def experiment(self):
        return self.controller.experiment

    @property
    def run(self):
        return self.experiment.run

    def everything(self):
        """All that a visitor could find to be another."""
        self.controller.send_address()
        trainer = self.run and self.run.trainer
        pixels = self.experiment.picture.pixels
        return {
            "settings": {name: getattr(self.session, name) for name in SETTINGS},
            "address": self.last("address")["query"],
            "picture": None if pixels is None else pixels.tobytes(),
            "run": self.run and self.run.network.parameters.tobytes(),
            "shape": self.run and self.run.network.widths,
            "read by": self.experiment.network.parameters.tobytes(),
            "curves": trainer and {name: list(values) for name, values in trainer.history.items()},
            "epochs": trainer and trainer.epochs,
            "best": trainer and trainer.best and trainer.best[:2],
            "optimizer": trainer
            and {name: array.tobytes() for name, array in trainer.optimizer.state.items()},
        }


async def trained(**values):
    """One's own network of a few neurons, in the middle of its training."""
    desk = UndoingDesk(digits_layers=[6, 4], digits_model="own", **values)
    desk.ask("train")
    await desk.until(lambda: desk.run.trainer and desk.run.trainer.iteration > 5)
    await desk.did("pause")
    await desk.until(lambda: not desk.controller.busy)
    return desk


CHANGES = [
    ({"topic": "set", "name": "digits_rate", "value": 0.5}, "Learning rate changed from 0.001 to 0.5"),
    ({"topic": "set", "name": "digits_optimizer", "value": "SGD"}, "Optimizer changed from Adam to SGD"),
    ({"topic": "set", "name": "digits_batch", "value": 10}, "Batch size changed from 64 to 10"),
    ({"topic": "set", "name": "digits_epochs", "value": 9}, "Epochs changed from 3 to 9"),
    ({"topic": "set", "name": "digits_label", "value": 3}, "Label changed from none to 3"),
    ({"topic": "set", "name": "digits_speed", "value": "1 epoch in 4 s"}, "Speed changed from fastest to 4 s"),
    ({"topic": "set", "name": "digits_model", "value": "softmax"}, "Model changed from Your own to Softmax classifier"),
    ({"topic": "width", "layer": 0, "width": 9}, "layer 1 changed from 6 to 9 neurons"),
    ({"topic": "insert_layer", "at": 1, "width": 3}, "layer 2 added"),
    ({"topic": "remove_layer", "layer": 0}, "layer 1 removed"),
    ({"topic": "move_layer", "layer": 0, "to": 1}, "layer 1 moved to position 2"),
    ({"topic": "activation", "layer": 0, "name": "tanh"}, "activation of layer 1 changed from relu to tanh"),
    ({"topic": "reset"}, "run reset"),
    ({"topic": "draw", "strokes": SEVEN, "thickness": 0.07, "id": 1}, "stroke drawn"),
    ({"topic": "pick", "index": 60_003}, "digit 60,003 chosen"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), CHANGES, ids=[str(change) for change, _ in CHANGES])
@in_loop
async def test_each_kind_of_change_is_taken_back_and_made_again_to_the_bit(change, words):
    desk = await trained()
    before = desk.everything()
    await desk.did(**change)
    assert desk.offered["undo"] == f"Undo: {words}. (Ctrl+Z)"
    after = desk.everything()
    assert after != before

    await desk.did("undo")
    assert desk.said.startswith(f"Undone: {words}.")
    assert desk.offered == {"topic": "changes", "undo": None, "redo": f"Redo: {words}. (Ctrl+Shift+Z)"}
    assert desk.everything() == before

    await desk.did("redo")
    assert desk.said.startswith(f"Redone: {words}.")
    assert desk.everything() == after


@in_loop
async def test_a_trained_layer_that_was_removed_comes_back_with_its_weights_and_epoch():
    desk = await trained()
    weights, epochs = desk.run.network.parameters.copy(), desk.run.epoch
    await desk.did("remove_layer", layer=1)
    assert desk.run.epoch == 0
    await desk.did("undo")
    assert desk.run.epoch == epochs
    assert np.array_equal(desk.run.network.parameters, weights)
    assert "The run is back at epoch" in desk.said
    assert desk.last("digits")["layers"] == [6, 4]


@in_loop
async def test_best_weights_that_were_taken_are_given_back():
    desk = await trained()
    trainer = desk.run.trainer
    trainer.record()
    trainer.step(3)
    desk.run.look()
    before = desk.everything()
    await desk.did("stop")
    assert desk.offered["undo"] == "Undo: best weights restored. (Ctrl+Z)"
    await desk.did("undo")
    assert desk.everything() == before


@in_loop
async def test_a_network_of_ones_own_that_train_begins_is_taken_back_with_its_training():
    desk = UndoingDesk()
    desk.draw()
    await desk.did("set", name="digits_model", value="softmax")
    desk.ask("train")
    assert desk.offered["undo"] == "Undo: network of your own started. (Ctrl+Z)"
    await desk.until(lambda: desk.run.trainer and desk.run.trainer.iteration)
    await desk.did("undo")
    assert (desk.session.digits_model, desk.run, desk.controller.loop.running) == ("softmax", None, False)
    assert not desk.last("digits_status")["training"]
    await desk.did("redo")
    assert desk.session.digits_model == "own"
    assert desk.run.epoch > 0
    assert not desk.controller.loop.running


@in_loop
async def test_a_layer_changed_while_it_trains_is_taken_back_and_training_goes_on():
    desk = UndoingDesk(digits_layers=[6], digits_activations=["relu"], digits_model="own", digits_epochs=50)
    desk.ask("train")
    await desk.until(lambda: desk.run.trainer and desk.run.trainer.iteration > 5)
    await desk.did("width", layer=0, width=3)
    await desk.until(lambda: desk.run.trainer and desk.run.trainer.iteration > 5)
    await desk.did("undo")
    assert desk.run.network.widths[1] == 6
    assert desk.controller.loop.running
    done = desk.run.trainer.iteration
    await desk.until(lambda: desk.run.trainer.iteration > done)
    await desk.did("pause")


@in_loop
async def test_a_setting_is_taken_back_and_the_run_that_went_on_stays():
    desk = await trained()
    await desk.did("set", name="digits_rate", value=0.01)
    desk.run.trainer.step(2)
    weights = desk.run.network.parameters.copy()
    await desk.did("undo")
    assert desk.run.trainer.optimizer.rate == desk.session.digits_rate == 0.001
    assert np.array_equal(desk.run.network.parameters, weights)


def strokes_on_pad(desk):
    message = desk.last("drawing")
    assert message["again"] is True
    return [np.round(stroke, 4).tolist() for stroke in message["strokes"]]


@in_loop
async def test_strokes_go_one_by_one_however_slowly_they_were_drawn_and_a_cleared_pad_comes_back():
    desk = UndoingDesk()
    desk.ask("draw", strokes=[[0.5, 0.1]], thickness=0.07)
    desk.ask("draw", wait=30.0, strokes=ONE, thickness=0.07)
    desk.ask("draw", wait=0.1, strokes=TWO, thickness=0.07)
    desk.ask("draw", strokes=[], thickness=0.07)
    assert desk.offered["undo"] == "Undo: pad cleared. (Ctrl+Z)"
    pads = []
    for _ in range(3):
        desk.ask("undo")
        pads.append(strokes_on_pad(desk))
    assert pads == [TWO, ONE, []]
    assert desk.offered["undo"] is None
    assert desk.last("reading")["picture"] is None
    assert "digits_drawing" not in desk.last("address")["query"]
    desk.ask("redo")
    assert strokes_on_pad(desk) == ONE
    assert desk.last("reading")["digit"] is not None
    assert "digits_drawing" in desk.last("address")["query"]


@in_loop
async def test_a_stroke_taken_back_and_the_pen_are_changes_of_their_own():
    desk = UndoingDesk()
    changes = (
        (TWO, 0.07, "stroke drawn"),
        (TWO, 0.1, "pen thickness changed"),
        (ONE, 0.1, "stroke removed"),
    )
    for strokes, thickness, words in changes:
        desk.ask("draw", strokes=strokes, thickness=thickness)
        assert desk.offered["undo"] == f"Undo: {words}. (Ctrl+Z)"
    desk.ask("undo").ask("undo")
    assert desk.last("drawing")["thickness"] == 0.07


@in_loop
async def test_what_drew_itself_is_nobodys_change_and_does_not_come_back():
    desk = UndoingDesk()
    desk.ask("draw", strokes=SEVEN, thickness=0.07, example=True)
    assert desk.offered is None
    desk.controller.send_address()
    assert "digits_drawing" not in desk.last("address")["query"]
    desk.ask("draw", strokes=ONE, thickness=0.07)
    desk.ask("undo")
    assert strokes_on_pad(desk) == []


@in_loop
async def test_the_drawing_comes_back_that_a_digit_was_picked_in_place_of():
    desk = UndoingDesk()
    desk.draw(TWO)
    await desk.did("pick", index=60_000)
    assert desk.last("reading")["source"]["index"] == 60_000
    await desk.did("undo")
    assert strokes_on_pad(desk) == TWO
    assert desk.last("reading")["source"] == "drawing"
    await desk.did("redo")
    assert desk.last("reading")["source"]["index"] == 60_000


@in_loop
async def test_a_walk_of_what_is_not_there_any_more_is_closed():
    desk = UndoingDesk()
    desk.draw()
    await desk.did("step_through", sample=None, level=None)
    assert desk.session.digits_stepping
    await desk.did("undo")
    assert not desk.session.digits_stepping
    assert desk.last("trace_closed")


@in_loop
async def test_fifty_changes_of_a_network_as_large_as_the_one_that_came_along_are_remembered():
    desk = UndoingDesk()
    desk.draw()
    for number in range(52):
        await desk.did("activation", layer=0, name=("tanh", "relu")[number % 2])
        # Each as heavy as a trained one: weights, two arrays of Adam's, the best weights.
        progress = desk.run.keep(False).progress
        flat = progress.parameters
        heavy = progress._replace(optimizer=(1, {"m": flat.copy(), "v": flat.copy()}))
        kept = desk.run.keep(False)._replace(progress=heavy)
        desk.run.keep = partial(lambda kept, training: kept, kept)
    history = desk.controller.history
    assert history.bytes <= desk.controller.most_bytes
    assert len(history._back) >= 50
    newest, oldest = history._back[-1].moment.kept, history._back[2].moment.kept
    assert newest.progress.optimizer[1]
    assert not oldest.progress.optimizer[1]
    for _ in range(50):
        await desk.did("undo")
    assert desk.session.digits_activations[0] in ("tanh", "relu")


@in_loop
async def test_what_a_stop_keeps_is_copied_when_what_is_there_for_the_steps_is_gone():
    desk = await trained()
    found = []
    keep, leave_room = desk.run.keep, desk.controller.history.leave_room
    desk.run.trainer.step()
    desk.controller.history.leave_room = lambda size: found.append(size) or leave_room(size)
    desk.run.keep = lambda training: found.append(desk.run.trainer._bound) or keep(training)
    await desk.did("stop")
    # And there is room for the weights and the two arrays of Adam's.
    assert found[:2] == [3 * desk.run.network.parameters.nbytes, None]
    assert sum(size for _, size in desk.controller.history.last.moment.held()) == pytest.approx(
        found[0], abs=4000
    )


@in_loop
async def test_of_a_large_run_less_is_remembered_and_yet_a_whole_moment_of_the_largest():
    desk = UndoingDesk(digits_model="own", digits_layers=[256] * 4, digits_activations=["maxout"] * 4)
    for number in range(8):
        await desk.did("activation", layer=0, name=("tanh", "maxout")[number % 2])
    history, weights = desk.controller.history, desk.run.network.parameters.nbytes
    most = history.most_bytes
    assert 3 * weights < most < 3.3 * weights < desk.controller.most_bytes
    assert 0.7 * most < history.bytes <= most
    assert len(history._back) < 8


@in_loop
async def test_what_only_looks_is_no_change():
    desk = await trained()
    desk.draw()
    for message in (
        {"topic": "pictures", "which": "templates"},
        {"topic": "drawn"},
        {"topic": "judge"},
        {"topic": "follow"},
        {"topic": "step_through", "sample": None, "level": None},
        {"topic": "close_trace"},
        {"topic": "set", "name": "cursor", "value": 0},
    ):
        await desk.did(**message)
    assert len(desk.controller.history._back) == 1


def test_every_wish_of_the_page_is_a_change_or_is_known_to_be_none():
    changing = {change["topic"] for change, _ in CHANGES} | {"train", "stop"}
    known = changing | DigitsController.no_steps | NOT_OF_A_PAGE | {"undo", "redo"}
    assert set(ASKED["digits"]) == known


@in_loop
async def test_a_name_that_is_an_array_is_refused_like_any_that_is_no_setting():
    desk = UndoingDesk()
    desk.ask("set", name=np.array([1.0, 2.0]), value=3)
    assert desk.last("error")
    assert not desk.offered or desk.offered["undo"] is None
