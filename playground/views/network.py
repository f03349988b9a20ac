"""The network drawn from its features to its output: built by dragging, watched while it trains, stepped through."""

from playground.views.component import View


class NetworkView(View):
    """Draws topics "network", "features", "frame" and "cursor"; asks for "width", "insert_layer", "remove_layer",
    "move_layer", "activation", "features", "weight", "probe" and, while a sample is stepped, "batch"."""

    sheets = ("network_columns",)
