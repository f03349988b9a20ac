"""Weights from the pixels as pictures: templates, or the first layer, with scores and activations."""

from playground.views.component import View


class InsideView(View):
    """Draws topics "pictures", "digits" and "reading"; asks for "pictures" while it is in sight."""
