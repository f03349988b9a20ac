"""Steps are taken back and made again, each with the moment that it leads to; how many are kept is bounded."""

import re
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.session import Session
from playground.shared.changes import CHANGES, SENTENCES, Change, setting_changed
from playground.shared.history import MOST_STEPS, ONE_MOVE, History


@dataclass(frozen=True)
class Number:
    """A moment of something that is a number."""

    value: int
    size: int = 1
    shared: object = None

    def held(self):
        yield self.shared or self, self.size

    def thinner(self):
        return replace(self, size=self.size // 10) if self.size > 50 and self.shared is None else None


class Counter:
    """A number that is set, with its history and a clock that goes as it is told."""

    def __init__(self):
        self.value, self.now = 0, 0.0
        self.history = History(lambda: self.now)

    def set(self, value, thing=None, wait=10.0, dropped=False):
        self.now += wait
        before, self.value = self.value, value

        def described(before, now):
            return Change("other", {"way": (before.value, now.value)}, thing)

        self.history.add(Number(before), Number(value), described, dropped)

    def undo(self):
        step = self.history.undo(Number(self.value))
        if step is not None:
            self.value = step.moment.value
        return step

    def redo(self):
        step = self.history.redo(Number(self.value))
        if step is not None:
            self.value = step.moment.value
        return step


@pytest.fixture
def counter():
    return Counter()


def test_where_nothing_was_changed_there_is_nothing_to_take_back(counter):
    assert counter.undo() is None
    assert counter.redo() is None
    assert (counter.history.last, counter.history.next) == (None, None)


@given(st.lists(st.integers(), min_size=1, max_size=30))
def test_all_that_is_taken_back_can_be_made_again(values):
    counter = Counter()
    for value in values:
        counter.set(value)
    on_the_way = [counter.value]
    while counter.undo():
        on_the_way.append(counter.value)
    assert counter.value == 0
    back = [counter.value]
    while counter.redo():
        back.append(counter.value)
    assert back == on_the_way[::-1]
    assert counter.value == values[-1]


def test_a_change_after_taking_back_ends_what_could_be_made_again(counter):
    counter.set(1)
    counter.set(2)
    counter.undo()
    counter.set(3)
    assert counter.redo() is None
    counter.undo()
    assert counter.value == 1


def test_what_was_there_when_a_step_was_taken_back_is_what_it_leads_to_when_made_again(counter):
    counter.set(1)
    counter.value = 17  # by training, say, which is no step
    counter.undo()
    assert counter.value == 0
    counter.value = 5
    counter.redo()
    assert counter.value == 17
    counter.undo()
    assert counter.value == 5


def test_a_change_that_changes_nothing_is_no_step(counter):
    counter.set(0)
    assert counter.history.last is None


def test_a_thing_that_is_dragged_is_one_step_from_its_beginning_to_its_end(counter):
    counter.set(1, thing="noise")
    for value in range(2, 40):
        counter.set(value, thing="noise", wait=ONE_MOVE)
    assert counter.history.last.change.arguments["way"] == (0, 39)
    counter.undo()
    assert counter.value == 0
    counter.redo()
    assert counter.value == 39


def test_a_thing_that_is_dragged_back_to_where_it_was_is_no_step(counter):
    counter.set(1)
    counter.set(2, thing="noise")
    counter.set(1, thing="noise", wait=0.1)
    counter.undo()
    assert counter.value == 0


@pytest.mark.parametrize(
    ("first", "second", "wait"),
    [("noise", "samples", 0.1), ("noise", "noise", ONE_MOVE + 0.1), (None, None, 0.1)],
)
def test_another_thing_a_later_time_and_what_is_done_at_once_are_steps_of_their_own(
    first, second, wait, counter
):
    counter.set(1, thing=first)
    counter.set(2, thing=second, wait=wait)
    counter.undo()
    assert counter.value == 1


@pytest.mark.parametrize("again", [False, True])
def test_what_is_dragged_after_taking_back_is_a_step_of_its_own(again, counter):
    counter.set(1, thing="noise")
    counter.set(2, thing="noise", wait=ONE_MOVE + 1)
    counter.undo()
    if again:
        counter.redo()
    before = counter.value
    counter.set(3, thing="noise", wait=0.1)
    counter.undo()
    assert counter.value == before


def test_of_a_thing_that_is_dragged_it_counts_whether_anything_on_the_way_dropped_the_run(counter):
    counter.set(1, thing="width", dropped=True)
    counter.set(2, thing="width", wait=0.1)
    assert counter.history.last.dropped
    assert counter.undo().dropped
    assert counter.redo().dropped


def test_the_oldest_steps_go_where_there_are_too_many(counter):
    for value in range(1, MOST_STEPS + 11):
        counter.set(value)
    while counter.undo():
        pass
    assert counter.value == 10
    assert MOST_STEPS >= 50


def test_the_oldest_steps_go_where_their_moments_are_too_many_bytes():
    history = History(lambda: 0.0, most_bytes=100)
    for value in range(5):
        history.add(Number(value, 30), Number(value + 1, 30), lambda *_: Change("other"), False)
        assert history.bytes <= 100
    assert history.undo(Number(5, 30)).moment == Number(4, 30)
    assert history.bytes == 90
    history.undo(Number(4, 40))  # what is made again counts as well
    assert history.bytes <= 100


def test_room_is_left_for_what_is_about_to_be_kept():
    history = History(lambda: 0.0, most_bytes=100)
    for value in range(3):
        history.add(Number(value, 30), Number(value + 1, 30), lambda *_: Change("other"), False)
    history.leave_room(40)
    assert history.bytes <= 60
    history.add(Number(3, 30), Number(4, 30), lambda *_: Change("other"), False)
    assert 60 < history.bytes <= 100


def test_the_oldest_moments_are_made_thinner_before_any_of_them_goes():
    history = History(lambda: 0.0, most_bytes=100)
    for value in range(4):
        history.add(Number(value, 60), Number(value + 1, 60), lambda *_: Change("other"), value == 0)
        assert history.bytes <= 100
    assert [step.moment.size for step in history._back] == [6, 6, 6, 60]
    assert [step.dropped for step in history._back] == [True, False, False, False]
    history.undo(Number(4, 90))
    assert [step.moment.size for step in (*history._back, *history._forward)] == [6, 6, 6, 9]


def test_a_move_that_is_unbroken_is_one_step_however_long_it_takes(counter):
    for value in (1, 2, 3):
        before, counter.value = counter.value, value
        counter.now += 60.0
        change = Change("other", thing="stroke", unbroken=True)
        counter.history.add(Number(before), Number(value), lambda *_, change=change: change, False)
    assert counter.undo().moment == Number(0)
    assert counter.history.last is None


def test_what_several_moments_share_counts_once():
    file = object()
    history = History(lambda: 0.0, most_bytes=100)
    for value in range(5):
        history.add(Number(value, 80, file), Number(value + 1, 80, file), lambda *_: Change("other"), False)
    assert history.bytes == 80
    assert [history.undo(Number(value, 80, file)).moment.value for value in (5, 4, 3, 2, 1)] == [
        4,
        3,
        2,
        1,
        0,
    ]


def test_who_has_left_has_no_history(counter):
    counter.set(1)
    counter.set(2)
    counter.undo()
    counter.history.clear()
    assert counter.history.bytes == 0
    assert counter.undo() is counter.redo() is None


# Words


def test_every_kind_of_change_is_said_in_a_whole_sentence():
    words = dict.fromkeys(
        (
            "label",
            "number",
            "before",
            "after",
            "layer",
            "to",
            "row",
            "column",
            "function",
            "file",
            "title",
            "name",
            "sample",
            "value",
            "step",
            "epoch",
            "formula",
        ),
        "X",
    ) | {"epoch": 3.0}
    for kind in CHANGES:
        for sentence in SENTENCES:
            said = Change(kind, words).said(sentence, epoch="12")
            assert said.startswith(("Undo", "Redo"))
            assert "{" not in said
            assert re.search(r"\.( \(Ctrl\+(Shift\+)?Z\))?$", said)


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("rate", 0.03, 0.1, "Learning rate changed from 0.03 to 0.1"),
        ("target_epochs", None, 100, "Until epoch changed from none to 100"),
        ("initializer", "xavier", "zeros", "Initializer changed from Xavier (Glorot) to zeros"),
        ("bias", True, False, "Biases switched off"),
        ("bias", False, True, "Biases switched on"),
    ],
)
def test_a_setting_is_called_as_its_field_is(name, before, after, said):
    assert str(setting_changed(Session.param[name], before, after)) == said


def test_only_a_number_is_set_many_times_in_one_move():
    assert setting_changed(Session.param.noise, 0.1, 0.2).thing == "noise"
    assert setting_changed(Session.param.samples, 100, 200).thing == "samples"
    assert setting_changed(Session.param.bias, True, False).thing is None
    assert setting_changed(Session.param.loss, "l1", "half squared").thing is None
