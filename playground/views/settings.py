"""The settings row: fields for what stands in the session's table."""

from typing import Any

import param

from playground.setting_choices import choices
from playground.views.component import View

NAMES = (
    *("rate", "optimizer", "batch", "seed", "schedule", "decay"),
    *("loss", "penalty", "strength", "initializer", "bias"),
    *("speed", "target_epochs", "target_loss"),
)


class SettingsView(View):
    """Draws topics "settings" and "error"; asks to "set".

    Which losses are allowed at the moment stands in the settings themselves; what never changes comes with
    the page, also for the training bar.
    """

    choices = param.Dict(doc="What each field may hold, by the setting's name.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"choices": choices(NAMES), "sizing_mode": "stretch_width", "margin": 0, **params})
