"""The pad on which a digit is drawn, and what the network sees of it."""

from playground.views.component import View


class PadView(View):
    """The pad on which a digit is drawn, and what the network sees of it."""
