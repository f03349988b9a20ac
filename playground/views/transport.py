"""The transport bar: every way to move through a trace."""

from playground.views.component import View


class TransportView(View):
    """To start, back, play, forward, to end, the slider, speed and level; one bar drives all drawings."""
