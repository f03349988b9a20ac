"""Moments that browsers keep come every second, and large ones of many visitors more seldom."""

import gc

import pytest

from playground.shared import moment_line
from playground.shared.moment_line import LIGHT, OF_ALL, OF_ONE, PAUSE, MomentLine


class Visitor:
    pass


USUAL = 4 * 109_386 * 3  # bytes of the usual network for digits, with the two arrays of Adam


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(moment_line.time, "monotonic", lambda: now[0])
    return now


def test_alone_a_visitor_has_one_every_second_of_the_usual_network_too():
    line, one = MomentLine(), Visitor()
    assert line.rest(one, 0) == line.rest(one, LIGHT) == line.rest(one, USUAL) == PAUSE == 1
    assert line.rest(one, 4 * OF_ONE) == 4


def test_all_visitors_together_are_sent_no_more_than_the_line_has_for_them(clock):
    line, visitors = MomentLine(), [Visitor() for _ in range(30)]
    for _ in range(2):
        rests = [line.rest(visitor, USUAL) for visitor in visitors]
    assert 30 * USUAL / rests[-1] == pytest.approx(OF_ALL)
    assert line.rest(visitors[0], LIGHT) == PAUSE  # what is light does not wait for what is heavy
    clock[0] += 30
    assert line.rest(visitors[0], USUAL) == rests[-1]


@pytest.mark.parametrize("how", ["left", "gone", "silent"])
def test_who_is_sent_nothing_more_does_not_count(clock, how):
    line, one, others = MomentLine(), Visitor(), [Visitor() for _ in range(30)]
    for other in others:
        line.rest(other, USUAL)
    if how == "left":
        for other in others:
            line.leave(other)
    elif how == "gone":
        del other
        others.clear()
        gc.collect()
    else:
        clock[0] += moment_line.REMEMBERED
    assert line.rest(one, USUAL) == PAUSE
    line.leave(Visitor())  # who was never there
