"""The ten probabilities, the scores, the label and the loss."""

from playground.views.component import View


class BarsView(View):
    """Draws topics "reading", "settings", "cursor" and "followed_at"; asks for a "label"."""
