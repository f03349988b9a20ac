"""Confusion matrix, worst mistakes, accuracy by class."""

from playground.views.component import View


class JudgeView(View):
    """Confusion matrix, worst mistakes, accuracy by class."""
