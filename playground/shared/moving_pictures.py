"""Frames made small for the line: neighbours, in place and in time, differ little, so what is sent is how they differ.

A chunk stands for itself: its first frame is whole, and the others follow from it. One that is lost, or frames that
a page is too late to paint, therefore spoil nothing that comes after. `static/frame/frames.js` makes the frames again
by adding.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from playground.shared.packing import Packed
from playground.shared.pictured_plane import Coded

ARRAYS = {
    "uint8": "Uint8Array",
    "uint16": "Uint16Array",
    "float32": "Float32Array",
    "float64": "Float64Array",
}


def deflated(message: dict[str, Any], sides: Mapping[str, int]) -> Packed:
    """The message, and as its `wire` its topic and id, by which it is known before it is opened, and `deflated`.

    That is, by raw deflate, a line of JSON and then the bytes of all arrays, end to end. The line is the rest of the
    message and `arrays`: of each its name, its kind in JavaScript, its number of elements, and, of pictures in whole
    numbers, how many moments there are and how wide a row is; 0 where the numbers are as they are. `sides` names the
    width of the pictures, whose arrays are (moments, pixels)."""
    arrays = {name: value for name, value in message.items() if isinstance(value, np.ndarray)}
    head: dict[str, Any] = {name: value for name, value in message.items() if name not in arrays}
    head["arrays"] = []
    bodies = []
    for name, values in arrays.items():
        side = sides.get(name, 0) if values.dtype.kind == "u" else 0
        head["arrays"].append([name, ARRAYS[values.dtype.name], values.size, len(values), side])
        bodies.append((differences(values, side) if side else np.ascontiguousarray(values)).tobytes())
    text = json.dumps(head, allow_nan=False, separators=(",", ":")).encode()
    result = Packed(message)
    result.wire = {
        "topic": message["topic"],
        "id": message["id"],
        "deflated": np.frombuffer(_pressed([text + b"\n", *bodies]), np.uint8),
    }
    return result


def _pressed(parts: Iterable[bytes]) -> bytes:
    """The parts in one stream of raw deflate, each in a block of its own, which has a code for its own kind of numbers.
    Differences are many small numbers and runs of zeros: to look for anything that repeats otherwise finds less in five
    times the time."""
    press = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_RLE)
    blocks = [press.compress(part) + press.flush(zlib.Z_BLOCK) for part in parts]
    return b"".join([*blocks, press.flush()])


def differences(pictures: Coded, side: int) -> Coded:
    """Pictures (moments, pixels) in rows of `side`, each as its difference from the moment before, and that from the
    row above; of the first moment, before which there is none, from the pixel to its left instead. All modulo what they
    can count to.
    Three differences of everything would be larger: what rounding to bytes leaves doubles with each."""
    values = pictures.reshape(len(pictures), -1, side)
    values = np.diff(values, axis=1, prepend=np.zeros_like(values[:, :1]))
    first = np.diff(values[:1], axis=2, prepend=np.zeros_like(values[:1, :, :1]))
    return np.concatenate([first, np.diff(values, axis=0)])
