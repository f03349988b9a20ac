"""The computational graph of a trace, drawn and stepped."""

from playground.views.component import View


class GraphView(View):
    """Draws the topic "trace" at the playback cursor; knows nothing of where the trace came from."""
