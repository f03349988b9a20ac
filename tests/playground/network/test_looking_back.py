"""Back in time on the Network page: the run is looked at as it was, returned from, and gone on with from there."""

import asyncio

import numpy as np
import own_loop
import pytest

from playground.network import experiment as experiment_module
from playground.network.controller import NetworkController
from playground.session import Session
from playground.shared.kept_run import unpack

NOT_DRAWN = ("topic", "error")  # the latter says in which unit errors are


class Desk:
    """A page whose run has made so many steps, one at a time."""

    def __init__(self, steps=6, **values):
        self.sent = []
        self.controller = NetworkController(Session(**values), self.sent.append, [])
        self.say("ready").say("kept", of=self.last("moment_wanted")["of"], blob=None)
        for _ in range(steps):
            self.say("one_step")

    def say(self, topic, **fields):
        self.sent.clear()
        self.controller.receive({"topic": topic, **fields})
        return self

    def back(self, step):
        return self.say("go_to", step=step)

    def last(self, topic):
        return next((one for one in reversed(self.sent) if one["topic"] == topic), None)

    def topics(self):
        return {one["topic"] for one in self.sent}

    @property
    def experiment(self):
        return self.controller.experiment

    @property
    def trainer(self):
        return self.experiment.trainer

    @property
    def picture(self):
        """All that is drawn of a moment, as it was sent last."""
        frame, curves = self.last("frames"), self.last("history")
        drawn = [frame[name] for name in ("metrics", "parameters", "thumbnails", "map")]
        return [*drawn, *(curves[name] for name in sorted(curves) if name not in NOT_DRAWN)]

    @property
    def address(self):
        self.controller.send_address()
        return self.last("address")["query"]

    def moment(self):
        """What training goes on from."""
        trainer = self.trainer
        state = {name: array.tobytes() for name, array in trainer.optimizer.state.items()}
        return trainer.network.parameters.tobytes(), state, trainer.epochs, trainer.next_batch.tolist()


async def until(happened):
    async with asyncio.timeout(60):
        while not happened():
            await asyncio.sleep(0.002)


def same(one, other):
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))


def test_the_run_is_drawn_as_it_was_and_back_and_forth_gives_the_same_pictures():
    desk = Desk(0, optimizer="Adam")
    desk.back(0)
    seen, moments = [desk.picture], [desk.moment()]
    for step in range(1, 6):
        desk.say("one_step").back(step)
        seen.append(desk.picture)
        moments.append(desk.moment())
    assert desk.last("status")["moments"] == [0, 1, 2, 3, 4, 5]
    assert desk.last("status")["moment_epochs"] == pytest.approx([0, 0.05, 0.1, 0.15, 0.2, 0.25])
    for step in (1, 4, 0, 5, 2, 2, 3):
        desk.back(step)
        assert same(desk.picture, seen[step])
        assert desk.moment() == moments[step]
        assert len(desk.last("history")["epoch"]) == step + 1
        assert desk.last("status")["iteration"] == step
        assert desk.last("status")["moments"] == [0, 1, 2, 3, 4, 5]


def test_the_nearest_moment_is_gone_to_whatever_step_is_asked_for():
    desk = Desk(3)
    assert desk.back(-7).trainer.iteration == 0
    assert desk.back(10**9).trainer.iteration == 3
    assert "error" in desk.say("go_to", step="x").topics()


def test_the_address_and_what_the_browser_keeps_stay_those_of_the_run_as_it_is():
    desk = Desk()
    address = desk.address
    desk.back(2)
    assert "address" not in desk.topics()
    assert desk.address == address
    desk.controller.keeper._sent = None
    desk.controller.keeper.now()
    moment = desk.last("moment")
    run = unpack(moment["blob"], moment["of"])
    assert (run.progress.iteration, len(run.progress.history["epoch"])) == (6, 7)
    assert desk.trainer.iteration == 2


def test_a_sample_is_stepped_through_with_the_weights_of_then():
    desk = Desk()
    desk.back(2)
    then = desk.trainer.network.weights[0].copy()
    desk.say("step_through", sample=3)
    address = desk.last("address")["query"]
    assert "sample=3" in address
    assert first_weights(desk.last("trace")) == pytest.approx(then.ravel())
    desk.back(4)  # what is stepped through follows
    assert first_weights(desk.last("trace")) == pytest.approx(desk.trainer.network.weights[0].ravel())
    assert desk.last("address")["query"] == address
    desk.say("close_trace").back(6)
    assert desk.trainer.iteration == 6


def first_weights(trace):
    value = next(node["value"] for node in trace["nodes"] if node["name"] == "W1")
    return trace["numbers"][value["at"] : value["at"] + int(np.prod(value["shape"]))]


@pytest.mark.parametrize("topic", ["train", "one_step", "one_epoch"])
def test_who_trains_in_the_past_goes_on_from_there_and_undo_brings_back_what_came_after(topic):
    async def went_on():
        desk = Desk()
        newest, steps = desk.moment(), desk.experiment.timeline.steps
        third = Desk(3).moment()
        desk.back(2).say(topic)
        if topic == "train":
            desk.say("pause")
        await until(lambda: not desk.controller.busy)
        assert max(desk.last("status")["moments"][:3]) == 2
        if topic == "one_step":
            assert desk.moment() == third  # as it went then
        assert "training continued from epoch 0.1" in desk.controller.history.last.change.said("undo")
        desk.say("undo")
        assert desk.moment() == newest
        assert desk.last("status")["moments"] == steps
        assert len(desk.last("history")["epoch"]) == 7
        desk.back(1)
        assert desk.trainer.iteration == 1
        desk.controller.close()

    own_loop.run(went_on())


def test_looking_back_alone_is_nothing_to_undo_and_now_is_what_comes_next():
    desk = Desk()
    newest = desk.moment()
    desk.back(2).back(6)
    assert desk.controller.history.last is None
    assert desk.moment() == newest
    desk.say("one_step")
    assert desk.controller.history.last is None
    assert desk.last("status")["moments"] == [0, 1, 2, 3, 4, 5, 6, 7]


def test_a_layer_removed_in_the_past_comes_back_with_the_whole_run_and_its_moments():
    desk = Desk()
    newest = desk.moment()
    desk.back(2).say("remove_layer", layer=1)
    assert desk.last("status")["moments"] == [0]
    desk.say("undo")
    assert desk.moment() == newest
    assert desk.last("status")["moments"] == [0, 1, 2, 3, 4, 5, 6]


def test_a_setting_that_is_taken_back_leaves_the_moments_of_the_run():
    desk = Desk()
    desk.say("set", name="rate", value=0.5)
    assert desk.last("status")["moments"] == [0, 1, 2, 3, 4, 5, 6]
    desk.say("undo")
    assert desk.trainer.optimizer.rate == 0.03
    assert desk.last("status")["moments"] == [0, 1, 2, 3, 4, 5, 6]
    desk.back(1).say("set", name="rate", value=0.5)
    desk.say("one_step").say("one_step")
    desk.controller.history._clock = lambda: 1e9
    desk.say("undo").say("undo")
    assert desk.experiment.timeline.steps == [0, 1, 2, 3, 4, 5, 6]


def test_after_another_optimizer_one_goes_back_and_on_with_its_own_fresh_state():
    desk = Desk(4, optimizer="Adam")
    then = Desk(2, optimizer="Adam").trainer.network.parameters
    desk.say("set", name="optimizer", value="momentum").back(2)
    assert desk.trainer.network.parameters.tobytes() == then.tobytes()
    assert desk.trainer.optimizer.steps == 0
    assert not any(array.any() for array in desk.trainer.optimizer.state.values())
    desk.say("one_step")
    assert desk.trainer.iteration == 3


def test_other_points_leave_no_moments_of_those_before():
    desk = Desk(3)
    desk.say("point_add", x=1.0, y=2.0, target=1)
    assert desk.last("status")["moments"] == [3]
    desk.say("undo")
    assert desk.last("status")["moments"] == [0, 1, 2, 3]


def test_from_the_best_that_there_was_the_moments_before_it_are_still_there(monkeypatch):
    desk = Desk(3)
    desk.trainer.best = desk.trainer.best._replace(epoch=0.1)
    desk.experiment.lower_rate(0.001)
    assert desk.experiment.timeline.steps == [0, 1, 2]
    desk.back(1)
    assert desk.trainer.iteration == 1


def test_a_run_that_is_trained_stops_where_one_goes_back_and_loses_nothing():
    async def trained():
        desk = Desk(0)
        desk.say("train")
        await until(lambda: desk.trainer.iteration > 0)
        now = desk.trainer.iteration
        desk.back(0)
        assert not desk.controller.loop.running
        assert desk.trainer.iteration == 0
        assert desk.last("status")["training"] is False
        assert desk.last("status")["moments"][-1] == now
        desk.controller.close()

    own_loop.run(trained())


def test_a_run_that_had_diverged_says_so_again_where_it_is_returned_to():
    desk = Desk(0, dataset="sine", features=["x"], layers=[4], activations=["relu"], output="linear",
                loss="mean squared", rate=100.0)  # fmt: skip
    for _ in range(40):
        desk.say("one_step")
    assert desk.trainer.diverged
    last = desk.experiment.timeline.steps[-1]
    assert desk.back(0).last("status")["message"] is None
    assert desk.back(last).last("status")["message"]["code"] == "diverged"
    assert desk.last("status")["kind"] == "error"


def test_what_is_kept_is_bounded_in_number_and_in_bytes():
    desk = Desk(0)
    for _ in range(200):
        desk.trainer.step(1)
        desk.experiment.record()
    assert len(desk.experiment.timeline.steps) == experiment_module.MOMENTS
    assert (desk.experiment.timeline.steps[0], desk.experiment.timeline.steps[-1]) == (0, 200)
    large = Desk(0, layers=[32] * 8, activations=["tanh"] * 8).experiment
    for _ in range(60):
        large.trainer.step(1)
        large.record()
    moments = large.timeline.moments
    assert len(moments) * large.network.parameter_count <= experiment_module.MOST_KEPT
    assert len(moments) > 20


def test_curves_that_are_thinned_out_still_end_where_each_moment_was(monkeypatch):
    monkeypatch.setattr(experiment_module, "HISTORY_LENGTH", 20)
    desk = Desk(30)
    for step in (5, 17, 30, 0):
        desk.back(step)
        epochs = desk.last("history")["epoch"]
        assert epochs[-1] <= desk.trainer.epochs + 1e-6
        assert desk.trainer.epochs - epochs[-1] <= 4 / 20 + 1e-6
        assert len(epochs) <= 21
    assert desk.back(30).last("history")["epoch"][-1] == pytest.approx(1.5)
