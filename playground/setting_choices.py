"""What a field may hold, as the browser's fields want to know it, read from the session's table."""

from typing import Any

import param

from playground.session import Session


def choices(names: tuple[str, ...], session: Session | type[Session] = Session) -> dict[str, dict[str, Any]]:
    """By name: label, kind, options, called, low, high, step, whole, empty, doc; JSON throughout."""
    return {name: _choice(session.param[name]) for name in names}


def _choice(parameter: param.Parameter[Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {"label": parameter.label, "doc": parameter.doc or ""}
    if isinstance(parameter, param.Boolean):
        return {**entry, "kind": "switch"}
    if isinstance(parameter, param.Selector):
        called = dict(getattr(parameter, "called", {}))
        return {**entry, "kind": "choice", "options": list(parameter.objects), "called": called}
    if isinstance(parameter, param.String):
        return {**entry, "kind": "text"}
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
