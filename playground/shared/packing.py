"""Large messages made ready for the line by whoever makes them, a worker where it takes longer than a moment.

Bokeh would walk a message object by object, in Python and on the server's own thread: half a second for a large trace.
Packed, it is one text and its arrays. `static/frame/channel.js` unpacks it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from playground.messages import Message

AT_ONCE = 100  # entries of a list that are written by one call, in a millisecond or two
LONG = 100_000  # characters of a text that are


class Packed(dict[str, Any]):
    """A message as it is; `wire` is what goes over the line in its place."""

    wire: Message


def packed(message: Message) -> Packed:
    """`wire` has the arrays of the message under their own names, those that stand deeper end to end in `deep`, and
    `text`, UTF-8 bytes of JSON in which [at, length] under "$deep" stands for one of these and "$number" for a number
    that JSON has no word for."""
    arrays = {key: value for key, value in message.items() if isinstance(value, np.ndarray)}
    rest = {key: value for key, value in message.items() if key not in arrays}
    deep: list[np.ndarray] = []
    end = 0

    def placed(value: object) -> object:
        nonlocal end
        if not isinstance(value, np.ndarray):
            raise TypeError(f"{type(value).__name__} cannot be sent")
        deep.append(np.asarray(value, np.float64).ravel())
        end += value.size
        return {"$deep": [end - value.size, value.size]}

    try:
        text = written(rest, placed)
    except ValueError:
        deep, end = [], 0
        text = written(_spelled(rest), placed)
    result = Packed(message)
    result.wire = {"topic": "packed", "text": np.frombuffer(text.encode(), np.uint8), **arrays}
    if deep:
        result.wire["deep"] = np.concatenate(deep)
    return result


def written(message: Message, default: Callable[[object], object] | None = None) -> str:
    """The message as JSON, its long lists and texts piece by piece: the library keeps Python's lock while it writes,
    and the server's thread waits as long. `default` as in json.dumps; ValueError for a number that is not finite."""

    def piece(value: object) -> str:
        return json.dumps(value, default=default, allow_nan=False, separators=(",", ":"))

    def entry(value: object) -> str:
        if isinstance(value, str) and len(value) > LONG:
            texts = (piece(value[at : at + LONG])[1:-1] for at in range(0, len(value), LONG))
            return f'"{"".join(texts)}"'
        if not isinstance(value, list) or len(value) <= AT_ONCE:
            return piece(value)
        pieces = (piece(value[at : at + AT_ONCE])[1:-1] for at in range(0, len(value), AT_ONCE))
        return f"[{','.join(pieces)}]"

    return f"{{{','.join(f'{piece(key)}:{entry(value)}' for key, value in message.items())}}}"


def spelled_number(value: float) -> float | dict[str, str]:
    """A number for JSON, which has no word for one that is not finite."""
    if math.isfinite(value):
        return value
    return {"$number": "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"}


def _spelled(value: Any) -> Any:
    """The same without numbers that are not finite."""
    if isinstance(value, float):
        return spelled_number(value)
    if isinstance(value, dict):
        return {key: _spelled(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_spelled(entry) for entry in value]
    return value
