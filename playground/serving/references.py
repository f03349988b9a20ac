"""A message costs no more on a page of many models than on one of few.

Before Bokeh writes a message down, it writes a reference to each model of the page, in case that the message names it:
160 of them five times a second for each visitor who trains, which is an eighth of all the server does then. Ours name
one, and a reference is written when a model is named. Tried with Bokeh 3.9.2.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bokeh.core.serialization import Serializer
from bokeh.model import Model

from playground.serving.wrapping import Method, wrap

NAMED = "models_to_refer_to"  # on a serializer: those that the other side has


def install() -> None:
    """Has a serializer write a reference when it is asked for."""
    wrap(Serializer, "__init__", _begin)
    wrap(Serializer, "get_ref", _reference)
    wrap(Serializer, "has_ref", _has_reference)


def _begin(
    method: Method, serializer: Serializer, *, references: Collection[Model] = (), **named: Any
) -> None:
    method(serializer, **named)
    vars(serializer)[NAMED] = references


def _reference(method: Method, serializer: Serializer, value: Any) -> Any:
    if isinstance(value, Model) and value in vars(serializer)[NAMED]:
        return value.ref
    return method(serializer, value)


def _has_reference(method: Method, serializer: Serializer, value: Any) -> bool:
    return bool(method(serializer, value)) or (isinstance(value, Model) and value in vars(serializer)[NAMED])
