"""All of the Network page in one file: its address, the visitor's own file, and the run. What is opened is untrusted.

A line of JSON, then the run as the browser keeps one, then the file as it was brought.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from engine.datasets.csv.bounds import MOST_BYTES
from playground.messages.files import KeptFile
from playground.shared.reading import read
from playground.shared.refused import Refused

FORMAT = "backprop playground session 1"
MOST_HEAD = 40_000  # bytes of the line of JSON
MOST_QUERY = 20_000  # letters
MEGABYTE = 1024 * 1024


class SavedSession(NamedTuple):
    """query: of the address. run: packed. file: as a page says that it has kept it; None where there is none."""

    query: str
    run: bytes
    file: KeptFile | None


def pack(saved: SavedSession) -> bytes:
    """Raises Refused where the page could not be given it back in one message."""
    facts = {name: value for name, value in (saved.file or {}).items() if name not in ("topic", "bytes")}
    head = {
        "format": FORMAT,
        "query": saved.query,
        "run": len(saved.run),
        "file": None if saved.file is None else facts,
    }
    data = (saved.file and saved.file["bytes"]) or b""
    packed = json.dumps(head).encode() + b"\n" + saved.run + data
    if len(packed) > MOST_BYTES:
        raise Refused("session_too_large", most=MOST_BYTES // MEGABYTE)
    return packed


def unpack(data: bytes) -> SavedSession:
    """What `pack` made these bytes of. Raises Refused when they cannot be such."""
    head, separator, body = data.partition(b"\n")
    if not separator or len(head) > MOST_HEAD:
        raise Refused("not_a_session")
    try:
        facts = json.loads(head)
    except (ValueError, RecursionError):
        raise Refused("not_a_session") from None
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise Refused("not_a_session")
    query, size, file = facts.get("query"), facts.get("run"), facts.get("file")
    if not isinstance(query, str) or len(query) > MOST_QUERY or not (file is None or isinstance(file, dict)):
        raise Refused("not_a_session")
    if type(size) is not int or not 0 <= size <= len(body):
        raise Refused("not_a_session")
    kept = None if file is None else read(KeptFile, {**file, "topic": "kept_file", "bytes": body[size:]})
    return SavedSession(query, body[:size], kept)
