"""The layers of the network that reads digits: built by dragging, with the activations for the digit at hand."""

from playground.views.component import View


class LayersView(View):
    """Draws topics "digits" and "reading"; asks for "width", "insert_layer", "remove_layer", "move_layer" and
    "activation"."""

    sheets = ("network_columns",)
