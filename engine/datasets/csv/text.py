"""The bytes of a file -> its text, in whatever encoding a spreadsheet has written it."""

from __future__ import annotations

import codecs
import re

from engine.datasets.base import DataError
from engine.datasets.csv.bounds import MOST_BYTES

# A byte order mark says it; the longer ones first, since that of UTF-16 begins that of UTF-32.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = "cp1252"  # what a spreadsheet on Windows writes where it is not told otherwise
_LOOKED_AT = 4096  # bytes
_SEPARATORS_ONLY = re.compile(r'[\s,;|"]*')
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


def text_of(data: bytes | str) -> tuple[str, bool]:
    """The text, and whether its encoding had to be guessed. Raises DataError for what is none."""
    if len(data) > MOST_BYTES:
        raise DataError("file_too_large", megabytes=MOST_BYTES // 1024**2)
    text, guessed = (data, False) if isinstance(data, str) else _decoded(data)
    text = text.removeprefix("\ufeff")
    if "\0" in text or (guessed and _NO_TEXT.search(text)):
        raise DataError("file_not_text")
    if not text.strip():
        raise DataError("file_empty")
    if _SEPARATORS_ONLY.fullmatch(text):
        raise DataError("file_without_data")
    return text, guessed


def _decoded(data: bytes) -> tuple[str, bool]:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _without_mark(data)
    try:
        return data.decode(encoding), False
    except UnicodeDecodeError:
        if encoding != "utf-8" or data.startswith(codecs.BOM_UTF8):
            raise DataError("file_not_text") from None
    try:
        return data.decode(_OLD), True
    except UnicodeDecodeError:
        raise DataError("file_not_text") from None


def _without_mark(data: bytes) -> str:
    """Where every other byte is zero, the letters are of two bytes each."""
    head = data[:_LOOKED_AT]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.7 * len(head[1::2]) and even == 0:
        return "utf-16-le"
    if even > 0.7 * len(head[::2]) and odd == 0:
        return "utf-16-be"
    return "utf-8"
