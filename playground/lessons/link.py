"""A lesson in a link: its file deflated, in letters that an address may have. What comes from a link is untrusted."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib

from playground.lessons.lesson_file import MOST_BYTES
from playground.shared.refused import Refused

MOST_LETTERS = 8_192  # of a packed lesson: longer addresses do not pass everywhere
OF_LINK = "-link-"  # the names of lessons that have come in a link begin so, and those of files do not
LETTERS = re.compile(r"[A-Za-z0-9_-]+")
RAW = -15  # deflate without a header


def packed(file: str) -> str:
    """The letters of a file."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, RAW)
    data = deflate.compress(file.encode()) + deflate.flush()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unpacked(letters: str) -> bytes:
    """The file of these letters; never more of it than a file may have is inflated. Raises Refused."""
    if len(letters) > MOST_LETTERS:
        raise Refused("lesson_link_long", most=MOST_LETTERS)
    if not LETTERS.fullmatch(letters):
        raise Refused("lesson_link_damaged")
    inflate = zlib.decompressobj(RAW)
    try:
        data = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
        file = inflate.decompress(data, MOST_BYTES + 1)
    except (binascii.Error, zlib.error):
        raise Refused("lesson_link_damaged") from None
    if len(file) > MOST_BYTES:
        raise Refused("lesson_link_large", most=MOST_BYTES)
    if not inflate.eof or inflate.unused_data:
        raise Refused("lesson_link_damaged")
    return file


def name_of(file: bytes) -> str:
    """What the lesson of a link is called: the same for the same file, and no name of the course."""
    return OF_LINK + hashlib.sha256(file).hexdigest()[:12]
