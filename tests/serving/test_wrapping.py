"""What is put around a method of a library stands there once, whatever stands there already."""

import functools

import pytest
from bokeh.core.has_props import HasProps

from playground.serving.wrapping import wrap


@pytest.fixture
def door():
    def announced(method):
        @functools.wraps(method)
        def decorated(*given):
            return ["announced", *method(*given)]

        return decorated

    class Door:
        @announced
        def open(self, who):
            return [who]

    return Door


def knock(method, door, who):
    return ["knock", *method(door, who)]


def ring(method, door, who):
    return ["ring", *method(door, who.upper())]


def test_what_is_put_around_a_method_is_called_in_its_place(door):
    wrap(door, "open", knock)
    assert door().open("you") == ["knock", "announced", "you"]


def test_twice_the_same_stands_there_once(door):
    wrap(door, "open", knock)
    wrap(door, "open", ring)
    wrap(door, "open", knock)
    wrap(door, "open", ring)
    assert door().open("you") == ["ring", "knock", "announced", "YOU"]


@pytest.mark.parametrize(
    ("owner", "called"), [(HasProps, "bokeh.core.has_props.HasProps"), (functools, "functools")]
)
def test_a_method_that_is_not_there_any_more_stops_the_start(owner, called):
    with pytest.raises(RuntimeError, match=rf"^{called} has no method close: {__name__} needs it$"):
        wrap(owner, "close", knock)
