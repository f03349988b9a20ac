"""Websocket frames leave at once."""

import inspect

import pytest
from bokeh.server.views.ws import WSHandler
from unwrapped import unwrapped

from playground.serving import nodelay


class Handler:
    """Stands for a websocket that opens."""

    current_user = "a visitor"

    def __init__(self):
        self.said = []

    def set_nodelay(self, value):
        self.said.append(value)


@pytest.fixture
def bokehs_own(monkeypatch):
    """Bokeh's own way of opening, as it is without what other tests may have put around it."""
    own = unwrapped(WSHandler, "open")
    monkeypatch.setattr(WSHandler, "open", own)
    return own


def test_a_websocket_that_opens_sends_without_delay(monkeypatch):
    monkeypatch.setattr(WSHandler, "open", lambda handler: handler.said.append("open"))
    nodelay.install()
    handler = Handler()
    WSHandler.open(handler)
    assert handler.said == [True, "open"]


def test_it_stands_around_bokehs_own_way_of_opening(bokehs_own):
    nodelay.install()
    handler = Handler()
    with pytest.raises(AttributeError):  # Bokeh looks for the token, which this one has not
        WSHandler.open(handler)
    assert handler.said == [True]


def test_installing_twice_wraps_once(bokehs_own):
    nodelay.install()
    once = WSHandler.open
    nodelay.install()
    assert WSHandler.open is once


def test_bokeh_itself_still_leaves_the_delay_on():
    source = inspect.getsource(inspect.getmodule(WSHandler))
    assert "set_nodelay" not in source, "Bokeh does it now: playground/serving/nodelay.py can go"
