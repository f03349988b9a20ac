"""How often each node is computed, and how much is held in memory."""

from playground.views.component import View


class CountsView(View):
    """Draws topic "counts", and the held bytes of the trace with the playback cursor in them."""
