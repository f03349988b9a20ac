"""The settings row: fields for what stands in the session's table."""

from typing import Any

import param

from playground.session import Session
from playground.views.component import View

NAMES = (
    *("rate", "optimizer", "batch", "seed", "schedule", "decay"),
    *("loss", "penalty", "strength", "initializer", "bias"),
    *("speed", "target_epochs", "target_loss"),
)


def choices(session: Session | type[Session] = Session) -> dict[str, dict[str, Any]]:
    """What each field may hold: label, kind, options, low, high, step, whole, empty, doc; JSON throughout."""
    return {name: _choice(session.param[name]) for name in NAMES}


def _choice(parameter: param.Parameter) -> dict[str, Any]:
    entry: dict[str, Any] = {"label": parameter.label, "doc": parameter.doc or ""}
    if isinstance(parameter, param.Boolean):
        return {**entry, "kind": "switch"}
    if isinstance(parameter, param.Selector):
        return {**entry, "kind": "choice", "options": list(parameter.objects)}
    low, high = parameter.bounds or (None, None)
    return {
        **entry,
        "kind": "number",
        "low": low,
        "high": high,
        "step": parameter.step,
        "whole": isinstance(parameter, param.Integer),
        "empty": bool(parameter.allow_None),
    }


class SettingsView(View):
    """Draws topics "settings" and "error"; asks to "set".

    Which losses are allowed at the moment stands in the settings themselves; what never changes comes with
    the page, also for the training bar.
    """

    choices = param.Dict(doc="choices(), by the setting's name.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"choices": choices(), "sizing_mode": "stretch_width", "margin": 0, **params})
