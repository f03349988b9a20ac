"""The graph as flat code."""

from playground.views.component import View


class CodeView(View):
    """Draws topic "code", and lights the line of the step under the playback cursor."""
