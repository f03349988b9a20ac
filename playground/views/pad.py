"""The pad on which a digit is drawn, and what the network sees of it."""

from playground.views.component import View


class PadView(View):
    """Draws topic "reading"; asks to "draw" strokes and to "pick" a digit of MNIST."""
