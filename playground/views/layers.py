"""The layers from the 784 pixels to the ten outputs."""

from playground.views.component import View


class LayersView(View):
    """The layers from the 784 pixels to the ten outputs."""
