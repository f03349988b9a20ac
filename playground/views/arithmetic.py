"""The arithmetic of a step, with what is in memory beside it."""

from playground.views.component import View


class ArithmeticView(View):
    """Sets the numbers of the step under the playback cursor in large type."""
