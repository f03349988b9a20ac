"""Templates and first-layer weights as pictures."""

from playground.views.component import View


class InsideView(View):
    """Templates and first-layer weights as pictures."""
