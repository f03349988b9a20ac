"""The parts of the screen that more than one page has: those with which a trace is stepped, and rails."""

import param

from playground.shared.view import View


class GraphView(View):
    """The computational graph of a trace, drawn and stepped.

    Draws the topic "trace" at the playback cursor; knows nothing of where the trace came from."""

    drawing = "shared/stepping/graph"


class ArithmeticView(View):
    """The arithmetic of a step, with what is in memory beside it.

    Sets the numbers of the step under the playback cursor in large type."""

    drawing = "shared/stepping/arithmetic"


class PredictView(View):
    """Predict, then reveal: the number of the next step is asked for before it is shown.

    Draws topics "cursor" and "settings"; asks to "set" predict, and after a wrong answer for the "slips" on the way to
    the number. Moves the cursor by itself."""

    drawing = "shared/stepping/predict"


class TransportView(View):
    """The transport bar: to start, back, play, forward, to end, the slider, speed and level; one bar drives all
    drawings."""

    drawing = "shared/stepping/transport"


class RailView(View):
    """What is left of a part of the page that projector mode has folded away: its name, which opens it again.

    Says on the page's element which part is open; app.css shows it."""

    drawing = "shared/rail"

    of = param.String(doc="The part, by its name in app.css.")
    title = param.String(doc="What it is called.")
