"""The training bar of the Digits page: the models, train, pause, stop early, reset, and what training is set to."""

from typing import Any

import param

from playground.setting_choices import choices
from playground.views.component import View

NAMES = ("digits_epochs", "digits_optimizer", "digits_rate", "digits_batch")


class DigitsTrainingView(View):
    """Draws topics "digits", "digits_status", "settings" and "error"; asks for a "model", to "digits_train",
    "digits_pause", "digits_stop", "digits_reset", to "set", and acknowledges what it was told while training."""

    choices = param.Dict(doc="What each field may hold, by the setting's name.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"choices": choices(NAMES), **params})
