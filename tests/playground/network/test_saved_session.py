"""All of the page goes into one file and comes back from it; a file that somebody has made is refused in words, and
nothing is changed then."""

import json
from typing import get_type_hints

import pytest
from undoing_desk import CSV, Desk

from playground.messages.files import TakenFor
from playground.network import saved_session
from playground.network.saved_session import SavedSession, pack, unpack
from playground.shared.refused import Refused


def saved(desk):
    return desk.say("save_session").last("session_saved")["bytes"]


def on_file(**values):
    return Desk(**values).say("csv", name="mine.csv", bytes=CSV).say("one_epoch").say("one_step")


def everything(desk):
    told = desk.everything()
    return {name: value for name, value in told.items() if name != "doubt"}


def test_address_file_and_run_come_back_in_another_browser_and_go_on_to_the_same_bits():
    desk = on_file().say("point_add", x=1.0, y=2.0, target=1).say("one_epoch")
    other = Desk().say("open_session", bytes=saved(desk))
    assert other.last("error") == {
        "topic": "error", "field": "csv", "code": "", "arguments": {}, "text": ""
    }  # fmt: skip
    assert other.last("data")["name"] == "mine.csv"
    assert other.last("file_to_keep")["name"] == "mine.csv"
    assert everything(other) == everything(desk)
    assert everything(other.say("one_epoch")) == everything(desk.say("one_epoch"))
    assert everything(other.say("reset")) == everything(desk.say("reset"))


def test_weights_that_an_address_cannot_hold_come_back():
    desk = Desk(layers=[32] * 4, activations=["tanh"] * 4).say("one_step")
    desk.controller.send_address()
    assert desk.last("address")["lacks"]
    other = Desk().say("open_session", bytes=saved(desk))
    assert other.weights == desk.weights
    assert everything(other) == everything(desk)


def test_a_sample_that_is_stepped_through_comes_back():
    other = Desk().say("open_session", bytes=saved(Desk().say("step_through", sample=3)))
    assert other.last("trace")["sample"]["index"] == 3


def test_opening_is_one_step_that_is_taken_back():
    desk = Desk().say("one_epoch")
    before = everything(desk)
    desk.say("open_session", bytes=saved(on_file()))
    assert desk.last("changes")["undo"] == "Undo: saved session opened. (Ctrl+Z)"
    assert everything(desk.say("undo")) == before
    assert desk.say("redo").session.dataset == "csv"


def hostile():
    good = saved(on_file())
    head, _, body = good.partition(b"\n")
    facts = json.loads(head)

    def with_facts(**changed):
        return json.dumps({**facts, **changed}).encode() + b"\n" + body

    yield b""
    yield b"1,2,a\n" * 20
    yield b"[" * 30_000 + b"\n"
    yield b"x" * 100_000
    yield good[:-7]
    yield good[: len(head) + 1]
    yield json.dumps([facts]).encode() + b"\n" + body
    for changed in (
        {"format": "backprop playground session 2"},
        {"query": 3},
        {"query": "x" * 30_000},
        {"query": "page=graph"},
        {"query": "page=network&dataset=csv"},
        {"query": facts["query"] + "&rate=nan"},
        {"query": facts["query"] + "&sample=4000"},
        {"query": facts["query"] + "&layers=32,32&activations=tanh,tanh"},
        {"query": facts["query"] + "&points_added=[[1]]"},
        {"query": "&".join(f"n{at}=1" for at in range(500))},
        {"run": -1},
        {"run": True},
        {"run": 10**12},
        {"run": 0},
        {"file": []},
        {"file": {}},
        {"file": {**facts["file"], "roles": ["feature", "feature", "boss"]}},
        {"file": {**facts["file"], "name": "x" * 100}},
        {"file": {**facts["file"], "header": not facts["file"]["header"]}},
        {"file": None},
    ):
        yield with_facts(**changed)


def test_a_hostile_one_is_refused_in_words_and_changes_nothing():
    desk = on_file()
    before = everything(desk)
    for data in hostile():
        desk.say("open_session", bytes=data)
        told = desk.last("error")
        assert told["field"] == "csv", data[:300]
        assert told["text"].startswith(
            ("This is not a saved session", "This saved session cannot be opened. ")
        ), told["text"]
        assert everything(desk) == before
        assert desk.controller.history.last.change.kind != "open_session"


def test_a_network_of_another_size_than_its_run_is_refused():
    good = unpack(saved(Desk().say("one_step")))
    other = unpack(saved(Desk(layers=[3], activations=["relu"])))
    desk = Desk().say("open_session", bytes=pack(good._replace(run=other.run)))
    assert desk.last("error")["code"] == "session_unusable"


def test_what_would_not_come_back_in_one_message_is_not_saved(monkeypatch):
    monkeypatch.setattr(saved_session, "MOST_BYTES", 100)
    desk = Desk().say("save_session")
    assert desk.last("session_saved") is None
    assert desk.last("error")["code"] == "session_too_large"
    with pytest.raises(Refused):
        pack(SavedSession("", b"x" * 100, None))


def test_what_is_saved_is_what_the_file_was():
    kept = unpack(saved(on_file()))
    assert (kept.file["name"], kept.file["bytes"]) == ("mine.csv", CSV)
    assert "dataset=csv" in kept.query


def test_of_a_file_its_name_and_what_it_was_taken_for_stand_in_the_first_line():
    facts = json.loads(saved(on_file()).partition(b"\n")[0])
    assert set(facts["file"]) == {"name", *get_type_hints(TakenFor)}
