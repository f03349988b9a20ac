"""A run that is given back to a visitor who comes again: the same weights, epoch and curves, and the same way on."""

import asyncio
import json
from urllib.parse import parse_qsl

import numpy as np
import own_loop
import pytest

from playground import address
from playground.network.controller import NetworkController
from playground.session import Session
from playground.shared import moment_keeper, moment_line


class Page:
    """A page that keeps what it is given, as the browser does, and answers what it is asked."""

    def __init__(self, kept=None, **values):
        self.kept = {} if kept is None else kept
        self.sent = []
        self.controller = NetworkController(Session(**values), self.hear, [])
        self.say("ready")

    def hear(self, message):
        self.sent.append(message)
        if message["topic"] == "moment_wanted":
            self.say("kept", of=message["of"], blob=self.kept.get(message["of"]))
        elif message["topic"] == "moment":
            self.kept[message["of"]] = message["blob"]

    def say(self, topic, **fields):
        self.controller.receive({"topic": topic, **fields})

    def last(self, topic):
        return [message for message in self.sent if message["topic"] == topic][-1]

    @property
    def trainer(self):
        return self.controller.experiment.trainer

    def again(self):
        """The same address opened anew, by another server, in the same tab."""
        session = Session()
        query = self.last("address")["query"] if self.count("address") else ""
        address.read(session, dict(parse_qsl(query, keep_blank_values=True)))
        page = Page.__new__(Page)
        page.kept, page.sent = dict(self.kept), []
        page.controller = NetworkController(session, page.hear, [])
        page.say("ready")
        return page

    def count(self, topic):
        return sum(message["topic"] == topic for message in self.sent)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(moment_line, "PAUSE", 0.0)
    monkeypatch.setattr(moment_keeper, "SOON", 0.0)


def told(page):
    trainer = page.trainer
    return (
        trainer.network.parameters.tobytes(),
        trainer.history,
        trainer.epochs,
        trainer.iteration,
        trainer.best[:2],
        {name: array.tobytes() for name, array in trainer.optimizer.state.items()},
        page.controller.experiment.start.parameters.tobytes(),
    )


def trained(**values):
    page = Page(**values)
    page.say("one_epoch")
    page.say("one_step")
    return page


@pytest.mark.parametrize(
    "values", [{}, {"optimizer": "Adam", "batch": 7}, {"dataset": "sine"}, {"layers": [], "activations": []}]
)
def test_weights_epoch_and_curves_come_back_and_the_run_goes_on_to_the_same_bits(values):
    page = trained(**values)
    again = page.again()
    assert told(again) == told(page)
    for one in (page, again):
        one.say("one_epoch")
        one.say("one_epoch")
    assert told(again) == told(page)
    for one in (page, again):
        one.say("reset")
    assert told(again) == told(page)


def test_a_run_whose_points_were_exchanged_in_the_middle_of_an_epoch_comes_back():
    """The epoch begins anew with them, and so the curves go back to its beginning."""
    page = trained()
    page.say("set", name="noise", value=0.2)
    page.say("one_step")
    assert told(page.again()) == told(page)


def test_what_was_drawn_is_drawn_again():
    page = trained()
    again = page.again()
    assert again.last("status")["epoch"] == page.last("status")["epoch"]
    curve = np.float32(page.trainer.history["train_loss"])
    assert again.last("history")["train_loss"].tolist() == curve.tolist()
    assert again.last("frames")["parameters"].tobytes() == page.last("frames")["parameters"].tobytes()
    assert again.last("status")["message"] is None


def test_a_run_that_was_being_trained_asks_whether_to_go_on():
    page = trained()

    async def train():
        page.say("train")
        while page.trainer.epochs < 2 or page.count("moment") < 4:
            if page.count("frames"):
                page.say("ack", id=page.last("frames")["id"])
            await asyncio.sleep(0.01)
        page.controller.loop.stop()  # the server is gone

    own_loop.run(train())
    kept_at = len(page.sent) - 1 - [m["topic"] for m in reversed(page.sent)].index("moment")
    frames = [message for message in page.sent[:kept_at] if message["topic"] == "frames"][-1]

    again = page.again()

    status = again.last("status")
    assert (status["kind"], status["training"]) == ("question", False)
    assert (
        status["message"]["text"] == f"Training was interrupted at epoch {int(again.trainer.epochs)}. Go on?"
    )
    assert again.last("frames")["parameters"].ravel().tobytes() == frames["parameters"][-1].tobytes()
    assert again.again().last("status")["kind"] == "question"  # until it is answered
    again.say("one_step")
    assert again.last("status")["message"] is None
    assert again.again().last("status")["message"] is None


def test_within_the_first_epoch_the_step_is_named():
    page = Page()
    page.say("one_step")
    page.controller.message_kind = "question"
    page.say("set", name="theme", value="dark")
    assert page.again().last("status")["message"]["text"] == "Training was interrupted at step 1. Go on?"


def test_reset_is_kept_too():
    page = trained()
    page.say("reset")
    again = page.again()
    assert again.trainer.iteration == 0
    assert told(again) == told(page)


def test_a_run_that_diverged_comes_back_with_what_was_said_of_it():
    page = Page(dataset="sine", rate=100.0, activations=["relu", "relu"])
    while not page.trainer.diverged:
        page.say("one_epoch")
    again = page.again()
    assert again.last("status")["kind"] == "error"
    assert again.last("status")["message"]["text"] == str(page.trainer.diverged)
    assert again.last("status")["suggested_rate"] == 10
    again.say("lower_rate")
    assert again.controller.session.rate == 10


def test_a_sample_that_is_being_stepped_through_is_that_of_the_run():
    page = trained()
    page.say("step_through", sample=3)
    again = page.again()
    assert again.last("trace")["sample"]["index"] == 3
    np.testing.assert_equal(again.last("trace"), page.last("trace"))


def test_an_address_with_other_settings_is_offered_nothing():
    page = trained()
    other = Page(kept=page.kept, rate=0.5)
    assert other.trainer.iteration == 0
    assert other.last("status")["message"] is None


@pytest.mark.parametrize("name", ["noise", "samples", "split", "seed", "batch", "strength", "decay"])
def test_settings_that_make_another_run_have_another_name(name):
    page = Page()
    parameter = page.controller.session.param[name]
    page.say("set", name=name, value=parameter.bounds[1])
    assert page.last("moment")["of"] not in [m["of"] for m in page.sent if m["topic"] == "moment_wanted"]


def spoiled(page, **facts):
    (of, blob), *_ = page.kept.items()
    head, _, body = blob.partition(b"\n")
    return of, json.dumps({**json.loads(head), **facts}).encode() + b"\n" + body


def test_what_was_spoiled_is_refused_in_words_and_the_page_is_as_new():
    page = Page()
    page.say("set", name="theme", value="dark")
    for spoil in (
        b"",
        b"nonsense\nnonsense",
        spoiled(page, iteration=-1)[1],
        spoiled(page, position=10**9)[1],
        spoiled(page, start=False)[1],
    ):
        other = Page(kept=dict.fromkeys(page.kept, spoil))
        status = other.last("status")
        assert status["kind"] == "error"
        assert status["message"]["text"].startswith("The training that this browser saved cannot be used. ")
        assert told(other) == told(Page())
        other.say("one_epoch")
        assert other.trainer.iteration > 0


def test_the_weights_that_a_run_began_with_are_checked():
    page = trained()
    kept = page.controller.experiment.keep(False)
    fresh = Page()
    for start in (None, kept.start[1:], kept.start * np.nan):
        with pytest.raises(ValueError, match="initial weights"):
            fresh.controller.experiment.resume(kept._replace(start=start))
    assert fresh.trainer.iteration == 0


def test_a_run_that_has_begun_is_not_taken_away():
    page = trained()
    other = trained(kept=None)
    before = told(other)
    of = other.last("moment_wanted")["of"]
    other.say("kept", of=of, blob=page.last("moment")["blob"])
    other.say("kept", of=of, blob=other.last("moment")["blob"])
    assert told(other) == before


def test_a_page_that_has_not_answered_loses_nothing_of_what_it_has_kept():
    page = trained()
    silent = Page.__new__(Page)
    silent.kept, silent.sent = dict(page.kept), []
    silent.controller = NetworkController(Session(), silent.sent.append, [])
    silent.say("ready")
    silent.say("one_epoch")
    assert silent.count("moment_wanted") == 1
    assert silent.count("moment") == 0


def test_a_page_is_asked_before_there_is_anything_to_click():
    assert trained().sent[0]["topic"] == "moment_wanted"


def test_a_page_that_is_connected_anew_is_not_asked_again():
    page = trained()
    page.say("ready")
    assert page.count("moment_wanted") == 1


def test_while_it_trains_a_moment_is_sent_no_more_than_once_a_pause(monkeypatch):
    monkeypatch.setattr(moment_line, "PAUSE", 3600.0)
    page = Page()
    sent = [page.count("moment")]

    async def train():
        page.say("train")
        while page.count("frames") < 3:
            page.say("ack", id=page.last("frames")["id"])
            await asyncio.sleep(0.01)
        sent.append(page.count("moment"))
        page.say("pause")
        page.controller.close()
        sent.append(page.count("moment"))

    own_loop.run(train())
    # The first, and then what rests at once.
    assert [number - sent[0] for number in sent] == [0, 1, 2]
    assert page.again().trainer.iteration == page.trainer.iteration


def test_what_changes_within_the_pause_is_sent_when_it_is_over(monkeypatch):
    page = Page()
    monkeypatch.setattr(moment_keeper, "SOON", 0.05)

    async def change():
        page.say("one_step")
        page.say("one_step")
        page.say("one_step")
        early = page.count("moment")
        while page.count("moment") == early:
            await asyncio.sleep(0.01)

    own_loop.run(change())
    assert page.again().trainer.iteration == 3


def test_nothing_is_sent_to_a_visitor_who_has_left(monkeypatch):
    page = Page()
    monkeypatch.setattr(moment_keeper, "SOON", 0.02)

    async def leave():
        page.say("one_step")
        page.say("one_step")
        page.controller.close()
        sent = len(page.sent)
        await asyncio.sleep(0.06)
        assert len(page.sent) == sent

    own_loop.run(leave())
