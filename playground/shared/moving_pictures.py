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
from numpy.typing import NDArray

from playground.messages import Message
from playground.shared.packing import Packed, spelled_number
from playground.shared.pictured_plane import Coded

ARRAYS = {
    "int8": "Int8Array",
    "uint8": "Uint8Array",
    "uint16": "Uint16Array",
    "float32": "Float32Array",
    "float64": "Float64Array",
}


def deflated(message: Message, sides: Mapping[str, int]) -> Packed:
    """The message, and as its `wire` its topic and id, by which it is known before it is opened, and `deflated`: its
    bytes as `bytes_of` has them."""
    result = Packed(message)
    result.wire = {
        "topic": message["topic"],
        "id": message["id"],
        "deflated": bytes_of(message, sides),
    }
    return result


def bytes_of(message: Message, sides: Mapping[str, int]) -> bytes:
    """By raw deflate, a line of JSON and then the bytes of all arrays, end to end.

    The line is the message with null where an array stands, "$number" for a number that JSON has no word for, and
    `arrays`: of each its place, a list of names and numbers where it stands in something, its kind in JavaScript, its
    number of elements, and, of pictures in whole numbers, how many moments there are and how wide a row is; 0 where the
    numbers are as they are. `sides` names the width of the pictures, whose arrays are (moments, pixels)."""
    arrays: list[list[Any]] = []
    bodies: list[bytes] = []
    head = {**_without_arrays(message, (), sides, arrays, bodies), "arrays": arrays}
    text = json.dumps(head, allow_nan=False, separators=(",", ":")).encode()
    return _pressed([text + b"\n", *bodies])


# No function within `bytes_of`: one that calls itself would keep all bytes until the garbage collector comes.
def _without_arrays(
    value: Any,
    place: tuple[str | int, ...],
    sides: Mapping[str, int],
    arrays: list[list[Any]],
    bodies: list[bytes],
) -> Any:
    """The value with None where an array stands; what is to be known of each is added to `arrays`, and its bytes to
    `bodies`."""
    if isinstance(value, np.ndarray):
        name = place[0] if len(place) == 1 else list(place)
        side = sides.get(str(name), 0) if value.dtype.kind == "u" else 0
        arrays.append([name, ARRAYS[value.dtype.name], value.size, len(value), side])
        bodies.append(
            (in_planes(differences(value, side)) if side else np.ascontiguousarray(value)).tobytes()
        )
        return None
    if isinstance(value, Mapping):
        return {
            name: _without_arrays(entry, (*place, name), sides, arrays, bodies)
            for name, entry in value.items()
        }
    if isinstance(value, list):
        return [_without_arrays(entry, (*place, at), sides, arrays, bodies) for at, entry in enumerate(value)]
    return spelled_number(value) if isinstance(value, float) else value


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
    Three differences of everything would be larger: what rounding to bytes leaves doubles with each. Of numbers of two
    bytes it leaves less than what bends: they are taken from the row above twice."""
    values = pictures.reshape(len(pictures), -1, side)
    for _ in range(values.itemsize):
        values = np.diff(values, axis=1, prepend=np.zeros_like(values[:, :1]))
    first = np.diff(values[:1], axis=2, prepend=np.zeros_like(values[:1, :, :1]))
    return np.concatenate([first, np.diff(values, axis=0)])


def in_planes(values: Coded) -> NDArray[np.uint8]:
    """Differences of one byte as they are. Of two bytes: 0, -1, 1, -2, ... as 0, 1, 2, 3, ..., the lower bytes of all
    and then the higher ones, which are nearly all 0."""
    if values.dtype == np.uint8:
        return values
    signed = values.astype(np.int16)
    counted = ((signed << 1) ^ (signed >> 15)).astype("<u2")
    return np.ascontiguousarray(counted.reshape(-1, 1).view(np.uint8).T)
