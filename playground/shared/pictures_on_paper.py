"""Pictures of pixels on paper: what a network answers over its plane, a digit, each as a PNG within the page."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from playground.shared.paper_look import rgb

Bytes = NDArray[np.uint8]
HALF = 127  # of the bytes of a signed map: 128 is its middle
PALE = 0.45  # how much white is in the strongest colour of a map: points are seen on it, and ink is saved


def png(pixels: Bytes) -> str:
    """The address of a picture (rows, columns, 3), the top row first, which has all of it within."""
    height, width, _ = pixels.shape
    lines = np.zeros((height, 1 + 3 * width), np.uint8)  # each begins with a 0: nothing is filtered
    lines[:, 1:] = pixels.reshape(height, -1)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (
        _chunk(b"IHDR", head),
        _chunk(b"IDAT", zlib.compress(lines.tobytes(), 6)),
        _chunk(b"IEND", b""),
    )
    return "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(chunks)).decode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def signed(coded: Bytes, pale: float = PALE) -> Bytes:
    """The colours of numbers coded about 128: orange below it, blue above."""
    shares = (coded.astype(np.float64) - HALF - 1) / HALF
    return _mixed(np.where(shares[..., None] < 0, rgb("--negative"), rgb("--positive")), np.abs(shares), pale)


def winners(classes: Bytes, lead: Bytes, pale: float = PALE) -> Bytes:
    """The colours of classes, the stronger the further each leads."""
    names = np.stack([rgb(f"--class-{number}") for number in range(10)])
    return _mixed(names[classes % 10], 0.25 + 0.75 * lead / 255.0, pale)


def grey(ink: NDArray[np.floating]) -> Bytes:
    """Black ink on white paper, of so much ink as there is, 0 to 1."""
    shades = np.rint(255 * (1 - np.clip(ink, 0, 1))).astype(np.uint8)
    return np.repeat(shades[..., None], 3, axis=-1)


def _mixed(colours: NDArray[np.floating], shares: NDArray[np.floating], pale: float) -> Bytes:
    share = (shares * (1 - pale))[..., None]
    mixed: Bytes = np.rint(255 * (1 - share) + colours * share).astype(np.uint8)
    return mixed
