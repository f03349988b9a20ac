"""The training bar: train, pause, one step, one epoch, reset, speed, targets, and what is to be told."""

from typing import Any

from playground.views.component import View


class TrainingView(View):
    """Draws topics "status", "frame", "settings", "error"; asks to "train", "pause", "one_step", "one_epoch",
    "reset", "step_through", and to "set" speed and targets."""

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"sizing_mode": "stretch_width", "margin": 0, **params})
