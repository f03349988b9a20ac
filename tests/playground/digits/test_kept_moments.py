"""The visitor's own network for digits comes back with its epoch and curves, and is trained on to the same bits."""

import asyncio
import functools
import time
from urllib.parse import parse_qsl

import numpy as np
import own_loop
import pytest

from playground import address
from playground.digits.controller import DigitsController
from playground.session import Session
from playground.shared import moment_keeper, moment_line

WAIT = 30.0  # seconds after which an answer is not coming
SMALL = {"digits_model": "own", "digits_layers": [8], "digits_activations": ["relu"]}


class Page:
    """A page that keeps what it is given, as the browser does, and answers what it is asked."""

    def __init__(self, kept=None, session=None, **values):
        self.kept = dict(kept or {})
        self.sent = []
        self.session = session or Session(page="digits", **values)
        self.controller = DigitsController(self.session, self.hear, [])
        self.say("ready")

    def hear(self, message):
        self.sent.append(message)
        loop = asyncio.get_running_loop()
        if message["topic"] == "moment_wanted":
            of = message["of"]
            loop.call_soon(self.say, "kept", {"of": of, "blob": self.kept.get(of)})
        elif message["topic"] == "moment":
            self.kept[message["of"]] = message["blob"]
        if message.get("acknowledge"):
            loop.call_soon(self.say, "ack", {"id": message["acknowledge"]})

    def say(self, topic, fields=None):
        self.controller.receive({"topic": topic, **(fields or {})})

    def last(self, topic):
        found = [message for message in self.sent if message["topic"] == topic]
        return found[-1] if found else None

    async def until(self, happened):
        began = time.perf_counter()
        while not (found := happened()):
            assert time.perf_counter() - began < WAIT, [message["topic"] for message in self.sent[-9:]]
            await asyncio.sleep(0.01)
        return found

    async def rests(self):
        """Until a slice that was under way has ended, and the page is told."""
        await self.until(lambda: not self.run.going and not self.last("digits_status")["training"])

    async def again(self):
        """The same address opened anew, by another server, in the same tab."""
        session = Session()
        query = address.write(self.session)
        address.read(session, dict(parse_qsl(query, keep_blank_values=True)))
        page = Page(self.kept, session)
        await page.until(lambda: page.run and page.run.trainer)
        return page

    @property
    def run(self):
        return self.controller.experiment.run


def in_loop(test):
    @functools.wraps(test)
    def run(*arguments, **named):
        return own_loop.run(test(*arguments, **named))

    return run


def told(run):
    trainer = run.trainer
    return (
        run.network.parameters.tobytes(),
        run.seen.parameters.tobytes(),
        trainer.history,
        trainer.epochs,
        trainer.iteration,
        trainer.best[:2],
        {name: array.tobytes() for name, array in trainer.optimizer.state.items()},
        run.begun,
        run.target,
    )


async def trained(**values):
    """A page that has trained for a while and rests."""
    page = Page(**{**SMALL, **values})
    page.say("train")
    await page.until(lambda: page.run.epoch > 0.05)
    page.say("pause")
    await page.rests()
    return page


@in_loop
async def test_weights_epoch_and_curves_come_back_and_the_run_goes_on_to_the_same_bits():
    page = await trained()
    again = await page.again()
    assert told(again.run) == told(page.run)
    assert again.last("digits_status")["epoch"] == page.run.epoch
    assert (
        again.last("digits_history")["epoch"].tolist()
        == np.float32(page.run.trainer.history["epoch"]).tolist()
    )
    assert again.last("digits_status")["message"] is None
    assert again.session.digits_model == "own"
    for run in (page.run, again.run):
        run.trainer.step(7)
        run.trainer.record()
        run.look()
    assert told(again.run) == told(page.run)


@in_loop
async def test_a_run_that_rests_holds_nothing_that_only_its_steps_need():
    page = await trained()
    assert page.run.trainer._bound is None


@in_loop
async def test_it_is_tested_on_the_test_digits_again():
    page = await trained()
    tested = await page.until(lambda: page.run.tested)
    again = await page.again()
    assert await again.until(lambda: again.run.tested) == tested


@in_loop
async def test_a_run_that_was_being_trained_asks_whether_to_go_on_and_goes_on_to_its_target():
    page = Page(**SMALL, digits_epochs=2)
    page.say("train")
    await page.until(lambda: page.run.epoch > 0 and any(page.kept.values()))
    page.controller.close()  # the server is gone
    page.run.rest()

    again = await page.again()
    status = again.last("digits_status")
    assert (status["kind"], status["training"]) == ("question", False)
    assert status["message"]["text"] == f"Training was interrupted at epoch {again.run.epoch:.2f}. Go on?"
    assert (await again.again()).last("digits_status")["kind"] == "question"  # until it is answered

    again.say("train")
    await again.until(lambda: again.last("digits_status")["training"])
    assert again.run.target == page.run.target
    assert again.last("digits_status")["message"] is None
    again.say("pause")
    await again.rests()


@in_loop
async def test_it_comes_back_too_where_another_model_reads():
    page = await trained()
    page.say("set", {"name": "digits_model", "value": "softmax"})
    again = await page.again()
    assert told(again.run) == told(page.run)
    assert again.session.digits_model == "softmax"
    assert [model["exists"] for model in again.last("digits")["models"]] == [True, True, True]


@in_loop
async def test_layers_changed_before_any_training_keep_their_weights():
    page = Page(**SMALL)
    page.say("width", {"layer": 0, "width": 9})
    session = Session()
    address.read(session, dict(parse_qsl(page.last("address")["query"])))
    await page.until(lambda: any(page.kept.values()))
    again = Page(page.kept, session)
    await again.until(lambda: again.run.network.parameters.tobytes() == page.run.network.parameters.tobytes())
    assert again.run.trainer is None


@in_loop
async def test_a_change_at_rest_is_kept_at_once_however_large_the_network(monkeypatch):
    """Whoever pauses it and loads the page anew loses nothing."""
    monkeypatch.setattr(moment_line, "PAUSE", 3600.0)
    monkeypatch.setattr(moment_keeper, "LIGHT", 0)
    page = await trained()
    assert told((await page.again()).run) == told(page.run)
    page.say("set", {"name": "digits_rate", "value": 0.002})
    of = page.controller.keeper._of()
    await page.until(lambda: page.kept.get(of))
    assert told((await page.again()).run) == told(page.run)


@in_loop
async def test_while_a_large_moment_is_on_its_way_no_other_is_sent_until_it_is_there(monkeypatch):
    monkeypatch.setattr(moment_line, "PAUSE", 0.0)
    monkeypatch.setattr(moment_keeper, "LIGHT", 0)
    monkeypatch.setattr(moment_keeper, "PATIENCE", 3600.0)
    page = Page(**SMALL, digits_epochs=50, digits_speed="fastest")
    answer, withheld = page.say, []

    def say(topic, fields=None):
        if topic == "ack" and fields["id"] < 0:
            withheld.append(fields)
        else:
            answer(topic, fields)

    page.say = say
    answer("train")
    await page.until(lambda: withheld)
    number = len([message for message in page.sent if message["topic"] == "moment"])
    epoch = page.run.epoch
    await page.until(lambda: page.run.epoch > epoch + 0.5)
    assert len([message for message in page.sent if message["topic"] == "moment"]) == number
    answer("ack", {"id": withheld[-1]["id"] + 1})  # of another
    answer("ack", withheld[-1])
    # It took long, and so long others have the line.
    assert page.controller.keeper._rest > moment_keeper.TIMES * 0.01
    await page.until(lambda: len(withheld) > 1)
    answer("pause")
    await page.rests()


@in_loop
async def test_what_was_on_its_way_when_the_line_broke_is_sent_again():
    page = await trained()
    page.kept.clear()
    page.say("ready")
    await page.until(lambda: any(page.kept.values()))
    assert told((await page.again()).run) == told(page.run)


@in_loop
async def test_after_a_reset_nothing_of_the_former_run_comes_back():
    page = await trained()
    page.say("reset")
    await page.until(lambda: page.last("moment")["blob"] is None)
    assert not any(page.kept.values())


@in_loop
async def test_a_page_that_nobody_trains_on_sends_nothing_to_be_kept():
    page = Page(digits_model="own")
    await page.until(lambda: page.last("digits"))
    page.say("drawn")
    assert page.last("moment") is None


def spoiled(blob, at, to):
    return blob[:at] + to + blob[at + len(to) :]


@in_loop
async def test_what_was_spoiled_is_refused_in_words_and_the_page_is_as_new():
    page = await trained()
    (of,) = (of for of, blob in page.kept.items() if blob)
    blob = page.kept[of]
    nan = np.float32(np.nan).tobytes()
    head = blob.index(b"\n") + 1
    for spoil in (
        b"",
        blob[:-1],
        spoiled(blob, head, nan),
        blob.replace(b'"begun": 0', b'"begun": 9', 1),
        blob.replace(b'"position": ', b'"position": 9999', 1),
    ):
        other = Page({of: spoil}, **SMALL)
        await other.until(lambda other=other: other.last("digits_status")["kind"] == "error")
        assert (
            "The training that this browser saved cannot be used"
            in other.last("digits_status")["message"]["text"]
        )
        assert other.run.trainer is None
        assert other.run.plain


@in_loop
async def test_a_run_that_has_begun_meanwhile_is_not_taken_away():
    page = await trained()
    (blob,) = (blob for blob in page.kept.values() if blob)
    other = Page(**SMALL)
    other.say("train")
    run = other.run
    other.say("kept", {"of": other.last("moment_wanted")["of"], "blob": blob})
    await other.until(lambda: run.epoch > 0)
    other.say("pause")
    assert other.run is run


@pytest.mark.parametrize("name", ["digits_rate", "digits_batch"])
@in_loop
async def test_settings_that_make_another_run_have_another_name(name):
    page = Page()
    parameter = page.session.param[name]
    other = Page(**{name: parameter.bounds[1]})
    assert other.last("moment_wanted")["of"] != page.last("moment_wanted")["of"]
