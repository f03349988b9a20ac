"""Loss and accuracy of the training run, side by side."""

from playground.views.component import View


class DigitsCurvesView(View):
    """Draws topic "digits_history", with the lecture's accuracy from "digits" beside it."""
