"""Cases as small text files: JSON, with marks for what JSON has not."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent / "cases"
REQUIRED = (
    "text",
    "sound",
    "shown",
    "bytes",
    "split",
    "seed",
    "page",
    "messages",
    "topic",
    "inputs",
    "query",
    "going_on",
)
PLAIN = (str, int, float, bool, type(None))


def keep(kind: str, case: Any) -> Path:
    """Writes a case that failed, once, where the tests find it."""
    text = json.dumps({"kind": kind, "case": _marked(case)}, indent=1) + "\n"
    path = FOLDER / f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:10]}.json"
    path.write_text(text)
    return path


def kept() -> Iterator[tuple[str, str, Any]]:
    """(file, kind, case) of every case that ever failed."""
    for path in sorted(FOLDER.glob("*.json")):
        content = json.loads(path.read_text())
        yield path.stem, content["kind"], _unmarked(content["case"])


def plain(case: Any) -> Any:
    """The case as it will be read back."""
    return _unmarked(_marked(case))


def smaller(case: Any) -> Iterator[Any]:
    """Cases like this one with something left out."""
    if isinstance(case, dict):
        for key, value in case.items():
            for less in smaller(value) if key != "page" else ():
                yield {**case, key: less}
            if key not in REQUIRED:
                yield {other: value for other, value in case.items() if other != key}
    elif isinstance(case, (str, bytes, list)):
        size = len(case)
        while size := size // 2:
            for start in range(0, len(case), size):
                yield case[:start] + case[start + size :]
        if isinstance(case, list):
            for at, value in enumerate(case):
                for less in smaller(value):
                    yield [*case[:at], less, *case[at + 1 :]]


def _marked(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {"array": value.tolist(), "dtype": str(value.dtype)}
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"bytes": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, (set, frozenset)):
        return {"set": [_marked(one) for one in value]}
    if isinstance(value, Mapping):
        return {"map": [[_marked(key), _marked(one)] for key, one in value.items()]}
    if isinstance(value, (list, tuple)):
        return [_marked(one) for one in value]
    if isinstance(value, PLAIN):
        return value
    raise TypeError(f"a case cannot hold {type(value).__name__}")


def _unmarked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmarked(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "array" in value:
        return np.array(value["array"], dtype=value["dtype"])
    if "bytes" in value:
        return base64.b64decode(value["bytes"])
    if "set" in value:
        return {_unmarked(one) for one in value["set"]}
    return {_unmarked(key): _unmarked(one) for key, one in value["map"]}
