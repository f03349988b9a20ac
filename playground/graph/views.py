"""The parts of the Graph page that are drawn, but for those of stepping, which other pages have too."""

from typing import Any

import param

from playground.setting_choices import choices
from playground.shared.view import View


class ExpressionView(View):
    """The left column: examples, the expression, its inputs, the given upstream gradient.

    Draws topics "examples" and "expression"; asks for an "example", an "expression", an "input", an "upstream". An
    "input" that could only fit together with others that were refused carries them as ``also``."""

    drawing = "graph/expression"


class TakeawayView(View):
    """Takes the graph along: as a picture, as code, as a worksheet, as one file that plays.

    Draws topics "expression" and "code" as files to keep; asks to "take" what the server writes."""

    drawing = "graph/takeaway"
    sheets = ("shared/progress", "shared/export_menu")


class TabsView(View):
    """The tabs of the right column. Publishes topic "tab", the part that is wanted; the parts show themselves."""

    drawing = "graph/tabs"
    sheets = ("shared/tab_list",)


class CodeView(View):
    """The graph as flat code. Draws topic "code", and lights the line of the step under the playback cursor."""

    drawing = "graph/code"


class CheckView(View):
    """The gradients beside their numerical ones. Draws topic "check", which it asks for while it is in sight, and sets
    the step h."""

    drawing = "graph/check"
    sheets = ("shared/progress",)


class JacobianView(View):
    """The Jacobian of one gate, and the product that is done in its place.

    Draws topic "jacobian" of the step's edge or a chosen one, as far as the playback cursor has come."""

    drawing = "graph/jacobian"


class DescentView(View):
    """Gradient descent on the inputs that are marked: how far, at which rate, and how the loss went.

    Draws topics "descent", "settings" and "error"; asks to "mark" inputs, to "descend", to "pause", to go back to the
    "descent_start", and to "set" rate, steps and loss."""

    drawing = "graph/descent"
    choices = param.Dict(doc="What each field may hold, by the setting's name.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"choices": choices(("rate", "descent_steps", "descent_loss")), **params})


class CountsView(View):
    """How often each node is computed, and how much is held in memory.

    Draws topic "counts", and the held bytes of the trace with the playback cursor in them."""

    drawing = "graph/counts"
