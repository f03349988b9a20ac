"""The big map of what the network, or one of its neurons, answers, with the data over it."""

from playground.views.component import View


class BoundaryView(View):
    """Draws topics "frame" and "data"; asks for "step_through", "point_add", "point_move", "point_remove"."""
