"""Websocket frames leave at once."""

import inspect

from bokeh.server.views.ws import WSHandler

from playground.serving import nodelay


class Handler:
    """Stands for a websocket that opens."""

    def __init__(self):
        self.said = []

    def set_nodelay(self, value):
        self.said.append(value)


def test_a_websocket_that_opens_sends_without_delay(monkeypatch):
    monkeypatch.setattr(WSHandler, "open", lambda handler: handler.said.append("open"))
    nodelay.install()
    handler = Handler()
    WSHandler.open(handler)
    assert handler.said == [True, "open"]


def test_installing_twice_wraps_once(monkeypatch):
    monkeypatch.setattr(WSHandler, "open", lambda handler: None)
    nodelay.install()
    once = WSHandler.open
    nodelay.install()
    assert WSHandler.open is once


def test_bokeh_itself_still_leaves_the_delay_on():
    source = inspect.getsource(inspect.getmodule(WSHandler))
    assert "set_nodelay" not in source, "Bokeh does it now: playground/serving/nodelay.py can go"
