"""The parts of the screen with which a trace is stepped, on whichever page."""

from playground.shared.view import View


class GraphView(View):
    """The computational graph of a trace, drawn and stepped.

    Draws the topic "trace" at the playback cursor; knows nothing of where the trace came from."""

    drawing = "shared/stepping/graph"


class ArithmeticView(View):
    """The arithmetic of a step, with what is in memory beside it.

    Sets the numbers of the step under the playback cursor in large type."""

    drawing = "shared/stepping/arithmetic"


class TransportView(View):
    """The transport bar: to start, back, play, forward, to end, the slider, speed and level; one bar drives all
    drawings."""

    drawing = "shared/stepping/transport"
