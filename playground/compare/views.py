"""The parts of the Compare page that are drawn."""

from typing import Any

import param

from playground.landscape_settings import LandscapeSettings
from playground.optimizer_options import OPTION_NAMES
from playground.setting_choices import choices
from playground.shared.view import View

SETTINGS = (
    *("speed", "target_epochs", "compare_seeds", "compare_look"),
    *("compare_measure", "compare_axis", "compare_log", "compare_smooth"),
)


class LandscapeTabsView(View):
    """What the page compares: networks, or the ways of optimizers over a landscape.

    Draws topic "settings"; asks to "set"."""

    drawing = "compare/landscape_tabs"
    choices = param.Dict(doc="What the choice may hold, by its name.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"choices": choices(("compare_view",)), **params})


class LandscapeSettingsView(View):
    """Which landscape it is, and how much of it is seen.

    Draws topics "landscape" and "error"; asks to "choose_landscape", to "type_landscape", for a "landscape_part" and
    for the landscape's own "landscape_start"."""

    drawing = "compare/landscape_settings"
    sheets = ("compare/set_up_row",)
    choices = param.Dict(doc="What each field may hold, by the setting's name.")

    def __init__(self, **params: Any) -> None:
        names = ("landscape_plane", "landscape_first", "landscape_second")
        super().__init__(**{"choices": choices(names), **params})


class LandscapeView(View):
    """The map of a landscape with the ways over it.

    Draws topics "landscape", "landscape_map", "landscape_ways", "landscape_walked", "landscape_steps" and
    "landscape_seen"; tells on "landscape_moment" which moment is shown, and on "walker_lit" who is looked at. Asks for
    another "landscape_start" and for a "landscape_look"."""

    drawing = "compare/landscape"
    sheets = ("shared/progress",)


class WalkersView(View):
    """The optimizers that go over a landscape, and the arithmetic of one's next step.

    Draws topics "landscape", "landscape_moment", "landscape_steps", "walker_lit", "settings" and "error"; asks who
    "landscape_goes", for a "landscape_rate" and to "set"."""

    drawing = "compare/landscape_walkers"
    sheets = ("compare/line_sample",)
    choices = param.Dict(doc="What each field may hold, by the setting's name.")

    def __init__(self, **params: Any) -> None:
        names = (*LandscapeSettings.names("learning"), *OPTION_NAMES)
        super().__init__(**{"choices": choices(names), **params})


class SetUpView(View):
    """What is compared: one setting, or two that make a grid, what is looked at in each cell, and
    whether each has several seeds.

    Draws topics "comparison", "settings" and "error"; asks for a "compared_setting", to "set", and to learn an
    "own_function" or a curve that one "draw_curve"s."""

    drawing = "compare/set_up"
    sheets = ("compare/set_up_row", "shared/curve_pad")
    choices = param.Dict(doc="What each field may hold, by the setting's name.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"choices": choices(SETTINGS), **params})


class CellsView(View):
    """The runs side by side, with the values in which they differ on the margins.

    Draws topics "comparison" and "compared"; tells on "compared_moment" which moment is shown, and on "lit" which cell
    is pointed at. Asks for a "value", "value_away" and "value_move"."""

    drawing = "compare/cells"
    sheets = ("compare/line_sample", "compare/values")


class TrainingView(View):
    """The one bar that trains all runs.

    Draws topics "compared_status" and "compared_moment"; asks to "train", "pause", "one_step", "one_epoch", "reset" and
    "set"."""

    drawing = "compare/training"
    sheets = ("shared/training_bar",)


class CurvesView(View):
    """The curves of all runs in one plot, and under it the way back in time.

    Draws topics "compared_history", "compared_moment", "compared_status" and "lit"; asks to "go_to" a step and to
    "set"."""

    drawing = "compare/curves"
    sheets = ("shared/scrubber",)


class ResultsView(View):
    """What the runs have come to, in a table that can be sorted and saved.

    Draws topic "compared_results" and "lit"; asks for a "comparison_file"."""

    drawing = "compare/results"
