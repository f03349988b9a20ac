"""The parts of the Digits page that are drawn, but for those of stepping, which other pages have too."""

from typing import Any

import param

from playground.digits.route import ROUTE
from playground.setting_choices import choices
from playground.shared.view import View

TRAINING = ("digits_epochs", "digits_optimizer", "digits_rate", "digits_batch", "digits_speed")


class PadView(View):
    """The pad on which a digit is drawn, and what the network sees of it.

    Draws topic "reading"; asks to "draw" strokes and to "pick" a digit of MNIST."""

    drawing = "digits/pad"


class RouteView(View):
    """The lecture's route as a lesson: a step at a time, with buttons that act on the page.

    Draws the steps of the route with the numbers of topics "reading", "digits", "settings" and "digits_status"; asks
    what the steps' buttons ask."""

    drawing = "digits/route"
    steps = param.List(doc="RouteStep.message() of each.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"steps": [step.message() for step in ROUTE], **params})


class LayersView(View):
    """The layers of the network that reads digits: built by dragging, with the activations for the digit at hand.

    Draws topics "digits" and "reading"; asks for "width", "insert_layer", "remove_layer", "move_layer" and
    "activation"."""

    drawing = "digits/layers"
    sheets = ("shared/network_columns",)


class TabsView(View):
    """The tabs under the layers. Publishes topic "tab", the part that is wanted: the weights, the curves of the run, or
    the judgement. The first training of a visit brings the curves into sight, or the templates that take shape."""

    drawing = "digits/tabs"
    sheets = ("shared/tab_list",)


class InsideView(View):
    """Weights from the pixels as pictures: templates, or the first layer, with scores and activations.

    Draws topics "pictures", "digits" and "reading"; asks for "pictures" while it is in sight."""

    drawing = "digits/inside"


class CurvesView(View):
    """Loss and accuracy of the training run, side by side.

    Draws topic "digits_history", with the lecture's accuracy from "digits" beside it."""

    drawing = "digits/curves"


class JudgeView(View):
    """How the model at hand reads the test digits: confusion matrix, accuracy by class, and the mistakes as pictures.

    Draws topics "judgement", "cell", "digits", "digits_status" and "reading"; asks to "judge", for a "cell", and to
    "pick" a digit and step through it."""

    drawing = "digits/judge"
    sheets = ("shared/progress",)


class TrainingView(View):
    """The training bar: the models, train, pause, stop early, reset, and what training is set to.

    Draws topics "digits", "digits_status", "settings" and "error"; asks to "train", "pause", "stop",
    "reset" and "set"."""

    drawing = "digits/training"
    sheets = ("shared/choice_row", "shared/training_bar")
    choices = param.Dict(doc="What each field may hold, by the setting's name.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"choices": choices(TRAINING), **params})


class BarsView(View):
    """The ten probabilities, the scores, the label and the loss.

    Draws topics "reading", "settings", "cursor" and "followed_at"; sets the label."""

    drawing = "digits/bars"


class PixelsView(View):
    """The digit large, with the gradient on its pixels.

    Draws topics "reading", "gradient", "followed" and "cursor"; asks to "follow" and to "step_through". Tells on
    "followed_at" which picture of the way is shown."""

    drawing = "digits/pixels"
