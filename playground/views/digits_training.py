"""The training bar of the Digits page."""

from playground.views.component import View


class DigitsTrainingView(View):
    """The training bar of the Digits page."""
