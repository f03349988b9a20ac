"""A race over a landscape is gone on with after a reload; what comes back from a browser is untrusted."""

import json
import zlib
from urllib.parse import parse_qsl

import numpy as np
import pytest
from landscape_desk import Desk, in_loop, maps_are_left_to_the_tests_of_maps  # noqa: F401

from engine.training.optimizers import OPTIMIZERS
from playground.compare.kept_race import pack, unpack
from playground.compare.landscape_walks import MOST_PLACES
from playground.shared import moment_keeper, moment_line
from playground.shared.refused import Refused

ALL = {"landscape_optimizers": ",".join(OPTIMIZERS)}
RESTING = {"landscape": "bowl", "landscape_rates": '{"SGD": 1000}', "landscape_optimizers": "SGD,Adam"}


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(moment_line, "PAUSE", 0.0)
    monkeypatch.setattr(moment_keeper, "SOON", 0.0)


def raced(steps=5, **query):
    desk = Desk(**query).come()
    for _ in range(steps):
        desk.ask("one_step")
    return desk


def state(desk):
    walks = desk.walks
    return {
        "steps": (walks.steps, [walk.steps for walk in walks.walks]),
        "points": walks.points.tobytes(),
        "state": [{name: one.tobytes() for name, one in walk.state.items()} for walk in walks.walks],
        "ways": [list(way.places) for way in walks.ways],
        "resting": walks.resting,
        "next": [look and look.point.tolist() for look in walks.looks()],
    }


def blob_of(desk, going=False):
    return pack(desk.controller._keep_race()._replace(going=going), desk.controller._of_race())


def again(desk, **blobs):
    """The same address opened anew, by another server."""
    desk.controller.send_address()
    other = Desk(**dict(parse_qsl(desk.last("address")["query"], keep_blank_values=True)))
    return other.come(**blobs)


SETTINGS = [
    ALL,
    RESTING,
    {"landscape": "expression", "landscape_expression": "a**2 + 3*b**2", "landscape_start": "[0.1,0.7]"},
    {"landscape": "line", "dataset": "line", "noise": "0.3", "seed": "3"},
    {"landscape": "neuron", "landscape_beta": "0.3", "landscape_rates": '{"Adam": 0.123}'},
    {"landscape_domain": "[-1,1,-0.5,0.25]", **ALL},
]


@pytest.mark.parametrize("query", SETTINGS, ids=lambda query: query.get("landscape", "ravine"))
def test_after_a_reload_the_race_is_as_it_was_and_goes_on_as_it_would_have(query):
    before = raced(150, **query)
    after = again(before, race=before.last("moment")["blob"])
    assert state(after) == state(before)
    assert after.last("landscape_ways")["step"] == 150
    assert after.last("landscape_ways")["places"].tolist() == before.last("landscape_ways")["places"].tolist()
    assert after.last("landscape_ways")["generation"] == after.last("landscape")["generation"]
    status = after.last("compared_status")
    assert (status["step"], status["message"], status["training"]) == (150, None, False)
    before.ask("one_step"), after.ask("one_step")
    assert state(after) == state(before)


def test_who_rests_goes_on_resting_and_is_not_told_of_once_more():
    before = raced(150, **RESTING)
    after = again(before, race=blob_of(before))
    assert after.walks.resting == [True, False]
    after.ask("one_step")
    assert after.last("compared_status")["message"] is None


def test_what_is_said_of_who_rests_is_no_question():
    desk = raced(0, **RESTING)
    while not desk.walks.resting[0]:
        desk.ask("one_step")
    assert desk.last("compared_status")["message"]["code"] == "walker_rests"
    assert not desk.controller._keep_race().going


def test_two_races_that_come_from_one_go_ways_of_their_own():
    first, second = raced(), Desk()
    second.walks.resume(first.walks.progress())
    before = state(first)
    second.ask("one_step")
    assert state(first) == before


def test_a_race_that_was_going_is_offered_to_go_on():
    desk = again(raced(), race=blob_of(raced(), going=True))
    status = desk.last("compared_status")
    assert (status["message"]["text"], status["kind"]) == (
        "Training was interrupted at step 5. Go on?",
        "question",
    )
    assert desk.controller._keep_race().going, "asked again after one more reload"
    desk.ask("one_step")
    assert not desk.controller._keep_race().going, "the visitor has gone on by himself"


@in_loop
async def test_the_bar_answers_and_what_goes_is_kept_as_going():
    desk = Desk().come(race=blob_of(raced(), going=True)).ask("train")
    assert desk.last("compared_status")["training"]
    await desk.until(lambda: desk.walks.steps > 5 and desk.last("moment"))
    desk.controller.race_keeper.now()
    kept = unpack(desk.last("moment")["blob"], desk.controller._of_race(), desk.walks)
    assert kept.going
    assert kept.race.steps == desk.walks.steps > 5
    desk.ask("pause")
    assert not desk.controller._keep_race().going


def test_the_runs_and_a_race_are_both_kept_and_both_come_back():
    desk = Desk(compare_view="networks", compare_values="[0.03,0.3]").come().ask("one_step")
    runs = desk.last("moment")["blob"]
    desk.ask("set", name="compare_view", value="landscape").ask("one_step").ask("one_step")
    race = desk.last("moment")["blob"]
    other = again(desk, runs=runs, race=race)
    assert (other.runs.comparison.steps, other.walks.steps) == (1, 2)
    assert other.last("compared_status")["step"] == 2, "what one looks at"
    only = again(desk, runs=runs)
    assert (only.runs.comparison.steps, only.walks.steps) == (1, 0)


def test_a_race_comes_back_while_one_looks_at_the_networks_and_is_shown_once_one_looks_at_it():
    desk = Desk(compare_view="networks").come(race=blob_of(raced(), going=True))
    assert (desk.walks.steps, desk.last("landscape_ways")) == (5, None)
    assert desk.last("compared_status")["message"] is None
    desk.ask("set", name="compare_view", value="landscape")
    assert desk.last("landscape_ways")["step"] == 5
    assert desk.last("compared_status")["kind"] == "question"


def test_an_answer_to_what_nobody_asked_for_is_left():
    desk = Desk().come()
    desk.ask("kept", of="another", blob=blob_of(raced()))
    assert (desk.walks.steps, desk.error) == (0, "")


def test_nothing_is_kept_of_a_race_that_has_not_begun_or_was_left_for_another():
    desk = Desk().come()
    assert desk.last("moment") is None
    first = desk.ask("one_step").last("moment")["of"]
    moment = desk.ask("choose_landscape", name="bowl").last("moment")
    assert (moment["blob"], moment["of"] == first) == (None, False)
    moment = desk.ask("choose_landscape", name="ravine").last("moment")
    assert (moment["blob"], moment["of"] == first) == (None, True), "it begins anew, after a reload too"
    desk.ask("one_step")
    assert desk.ask("reset").last("moment")["blob"] is None


def test_of_the_weights_of_the_networks_no_race_is_kept():
    desk = raced().ask("choose_landscape", name="runs")
    assert desk.walks.steps == 5
    assert desk.controller._keep_race() is None


@pytest.mark.parametrize(
    "query",
    [
        {"landscape": "bowl"},
        {"landscape": "expression"},
        {"landscape": "expression", "landscape_expression": "x + y"},
        {"landscape_start": "[1,2]"},
        {"landscape_rates": '{"SGD": 0.5}'},
        {"landscape_optimizers": "SGD"},
        {"landscape_beta": "0.5"},
        {"landscape_beta1": "0.5"},
        {"landscape_beta2": "0.5"},
        {"landscape_epsilon": "0.1"},
        {"landscape": "line"},
        {"landscape": "line", "noise": "0.3"},
        {"landscape": "line", "samples": "50"},
        {"landscape": "line", "data_seed": "3"},
    ],
)
def test_a_race_of_other_settings_is_another(query):
    others = [{}, {"landscape": "expression"}, {"landscape": "line"}]
    own = Desk(**query).controller._of_race()
    assert all(Desk(**other).controller._of_race() != own for other in others if other != query)


@pytest.mark.parametrize(
    "query",
    [{"landscape_domain": "[-1,1,-1,1]"}, {"noise": "0.3"}, {"seed": "4"}, {"compare_values": "[0.1,0.2]"}],
)
def test_what_does_not_matter_to_a_race_is_left_out(query):
    assert Desk(**query).controller._of_race() == Desk().controller._of_race()


def test_points_that_change_while_one_looks_away_leave_the_race_what_it_was():
    desk = Desk(landscape="line").come().ask("one_step")
    of = desk.controller._of_race()
    desk.session.noise = 0.4
    assert desk.controller._of_race() == of
    desk.ask("ready")
    assert desk.controller._of_race() != of
    assert desk.controller._keep_race() is None


def test_a_long_way_is_kept_whole_and_in_little_room():
    desk = Desk(**ALL).come()
    for way in desk.walks.ways:
        for at in range(MOST_PLACES + 100):
            way.add(at % 7 / 3 + at / 9, float(at % 2))
    desk.ask("one_step")
    blob = blob_of(desk)
    assert len(blob) < 120_000
    assert state(again(desk, race=blob)) == state(desk)


def damaged():
    whole = blob_of(raced(3))
    head, _, body = whole.partition(b"\n")
    facts = json.loads(head)
    assert facts["places"][0] > 1

    def other(**changes):
        return json.dumps({**facts, **changes}).encode() + b"\n" + body

    def with_way(places):
        kept = unpack(whole, facts["of"], Desk().walks)
        kept.race.places[2][:] = places
        return pack(kept, facts["of"])

    def number(at, value):
        numbers = np.frombuffer(zlib.decompress(body), "<f8").copy()
        numbers[at] = value
        return head + b"\n" + zlib.compress(numbers.tobytes())

    yield "nothing", b"", "not a saved run"
    yield "no head", body, "not a saved run"
    yield "cut", whole[:-5], "incomplete"
    yield "more", whole + b"x", "incomplete"
    yield "not deflated", head + b"\nxxxx", "damaged"
    yield "other version", other(format=2), "another version"
    yield "other settings", other(of="x"), "different settings"
    yield "one of them", other(steps=[3]), "damaged"
    yield "one way", other(places=facts["places"][:1]), "damaged"
    yield "no way", with_way([]), "incomplete"
    yield "less than no way", other(places=[-8] * 4), "incomplete"
    yield "too long a way", with_way([(0.0, 0.0)] * (MOST_PLACES + 1)), "incomplete"
    yield "another length", other(places=[2] * 4), "incomplete"
    yield "huge step", other(step=10**30, steps=[10**30] * 4), "damaged"
    yield "no whole step", other(step=3.5), "damaged"
    yield "further than all", other(steps=[3, 3, 3, 4]), "damaged"
    yield "before the first", other(steps=[3, 3, 3, -1]), "not valid"
    yield "going", other(going="yes"), "damaged"
    yield "infinite place", number(-1, np.inf), "damaged"
    yield "no point", number(0, np.nan), "damaged"


@pytest.mark.parametrize(("blob", "why"), [pytest.param(*rest, id=name) for name, *rest in damaged()])
def test_what_cannot_be_such_a_race_is_refused_and_all_stand_at_the_start(blob, why):
    desk = Desk().come(race=blob)
    status = desk.last("compared_status")
    assert status["kind"] == "error"
    assert status["message"]["text"].startswith("The training that this browser saved cannot be used.")
    assert why in status["message"]["text"]
    assert state(desk) == state(raced(0))
    desk.ask("one_step")
    assert desk.walks.steps == 1, "the page goes on"
    assert desk.last("moment")["blob"]


def test_a_race_that_has_begun_meanwhile_is_not_taken_away():
    blob = blob_of(raced())
    desk = Desk().ask("ready")
    of = desk.last("moment_wanted")["of"]
    desk.ask("one_step").ask("kept", of=of, blob=blob)
    assert desk.walks.steps == 1
    assert "started in the meantime" in desk.last("compared_status")["message"]["text"]


@in_loop
async def test_a_race_that_goes_already_is_not_taken_away():
    blob = blob_of(raced())
    desk = Desk(speed="1 step/s").ask("ready")
    of = desk.last("moment_wanted")["of"]
    desk.ask("train").ask("kept", of=of, blob=blob)
    assert desk.walks.steps == 0
    desk.ask("pause")


def test_the_state_of_other_optimizers_is_not_one():
    other = raced(3, landscape_optimizers="SGD,momentum,RMSprop,AdaGrad")
    desk = Desk()
    with pytest.raises(Refused):
        unpack(pack(other.controller._keep_race(), "x"), "x", desk.walks)


@in_loop
async def test_who_leaves_keeps_nothing_more(monkeypatch):
    monkeypatch.setattr(moment_keeper, "SOON", 3600.0)
    desk = raced(2)
    keeper = desk.controller.race_keeper
    assert keeper._timer is not None, "the second step is kept a while later"
    desk.controller.close()
    assert keeper._timer is None
