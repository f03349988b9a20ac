"""Messages that say the same to everybody: files, which a browser fetches once and keeps.

Over the line goes where the file is, named by its content; `static/frame/kept_messages.js` fetches it. A page names its
own in its page.py, and the server knows no other: playground/serving/kept_messages.py.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.messages import Message
from playground.shared.moving_pictures import bytes_of
from playground.shared.packing import Packed

ROOM = "playground-kept"  # the first part of the addresses, beside the page's own


class KeptMessage(Packed):
    """A message as it is, `content`, the bytes of its file (raw deflate, as moving_pictures.bytes_of has them), and the
    `name` of these."""

    content: bytes
    name: str


def kept(message: Message) -> KeptMessage:
    """Made once and sent to many: nobody may change its arrays."""
    result = KeptMessage(message)
    result.content = _pressed(bytes_of(message, {}))
    result.name = hashlib.sha256(result.content).hexdigest()[:20]
    result.wire = {"topic": message["topic"], "kept": f"./{ROOM}/{result.name}"}
    _lock(result)
    return result


def _pressed(quickly: bytes) -> bytes:
    """The same as small as may be: it is done once."""
    press = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return press.compress(zlib.decompress(quickly, -zlib.MAX_WBITS)) + press.flush()


def _lock(value: Any) -> None:
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, Mapping):
        for entry in value.values():
            _lock(entry)
    elif isinstance(value, list):
        for entry in value:
            _lock(entry)
