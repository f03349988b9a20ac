"""The ten probabilities, the scores, the label and the loss."""

from playground.views.component import View


class BarsView(View):
    """The ten probabilities, the scores, the label and the loss."""
