"""The digit large, with the gradient on its pixels."""

from playground.views.component import View


class PixelsView(View):
    """Draws topics "reading", "gradient", "followed" and "cursor"; asks to "follow" and to "step_through".
    Tells on "followed_at" which picture of the way is shown."""
