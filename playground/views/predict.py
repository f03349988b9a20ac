"""Predict, then reveal: the number of the next step is asked for before it is shown."""

from playground.views.component import View


class PredictView(View):
    """Draws topics "trace", "cursor" and "settings"; asks to "set" predict. Moves the cursor by itself."""
