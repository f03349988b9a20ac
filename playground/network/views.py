"""The parts of the Network page that are drawn."""

from typing import Any

import param

from playground.setting_choices import choices
from playground.shared.view import View

IN_THE_ROW = (
    *("rate", "optimizer", "batch", "seed", "schedule", "decay", "dropout"),
    *("loss", "penalty", "strength", "initializer", "bias"),
)
SETTINGS = (
    *IN_THE_ROW,
    *("speed", "target_epochs", "target_loss"),
    *("noise", "samples", "split", "function"),
)


class DataView(View):
    """The data column: datasets as thumbnails, noise, size, training share, and a CSV file.

    Draws topics "datasets", "settings", "data"; asks to "set" dataset, noise, samples, split, arms, classes, and to
    read a "csv", and to take an "own_function" or a curve that one "draw_curve"s. Of a "file_read" it has the
    "file_columns" chosen, which "file_open" shows again; "file_header" takes the first row for the other."""

    drawing = "network/data"
    sheets = ("shared/choice_row", "shared/curve_pad")


class SettingsView(View):
    """The settings row: fields for what stands in the session's table.

    Draws topics "settings" and "error"; asks to "set". Which losses are allowed at the moment stands in the settings
    themselves; what never changes comes with the page, also for the training bar."""

    drawing = "network/settings"
    choices = param.Dict(doc="What each field may hold, by the setting's name.")
    order = param.List(
        list(IN_THE_ROW), doc="The settings whose fields stand in the row, one after the other."
    )

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"choices": choices(SETTINGS), **params})


class NetworkView(View):
    """The network drawn from its features to its output: built by dragging, watched while it trains, stepped through.

    Draws topics "network", "features", "frame" and "cursor"; asks for "width", "insert_layer", "remove_layer",
    "move_layer", "activation", "features", "weight", "probe", for the network of a "network_code" and, while a sample
    is stepped, for its "batch"."""

    drawing = "network/network"
    sheets = ("shared/network_columns",)


class TrainingView(View):
    """The training bar: train, pause, one step, one epoch, reset, speed, targets, and what is to be told.

    Draws topics "status", "frame", "settings", "error"; asks to "train", "pause", "one_step", "one_epoch", "reset",
    "step_through", and to "set" speed and targets."""

    drawing = "network/training"
    sheets = ("shared/training_bar",)


class InsideView(View):
    """The choice of what is seen beside the network, and all of it but the boundary: spaces, layers, functions.

    Draws topics "settings", "data", "spaces", "layer_facts" and "unit_curves"; asks to "set" view and space."""

    drawing = "network/inside"
    sheets = ("shared/choice_row",)


class BoundaryView(View):
    """The big map of what the network, or one of its neurons, answers, with the data over it.

    Draws topics "frame" and "data"; asks for "step_through", "point_add", "point_move", "point_remove"."""

    drawing = "network/boundary"


class CurvesView(View):
    """The losses and accuracies of this moment, and their course in curves.

    Draws topics "history", "frame" and "data"."""

    drawing = "network/curves"


class PastView(View):
    """The way back in time: to any earlier moment of the run, to now again, and on from there.

    Draws topic "status"; asks to "go_to" a step and to "train"."""

    drawing = "network/past"
    sheets = ("shared/scrubber",)


class UpdateView(View):
    """What becomes of the update that is stepped through: it is only shown, until it is made.

    Draws topics "cursor" and "status"; asks to "apply_update"."""

    drawing = "network/update"


class BatchView(View):
    """The gradient of one weight over the mini-batch.

    A bar a sample and their mean, of the topic "batch"; a click on a bar asks to step through that sample."""

    drawing = "network/batch"
