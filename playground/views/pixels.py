"""The digit large, with the gradient on its pixels."""

from playground.views.component import View


class PixelsView(View):
    """The digit large, with the gradient on its pixels."""
