"""Finds the Firefox that one of the browser tests drives, or says why there is none to be driven."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

MISSING = """No Firefox is installed (apt-get install firefox-esr, say), or name its program in the variable FIREFOX."""


def find() -> str | None:
    """The path of the one that the variable FIREFOX names, which must be there, else of an installed one."""
    if named := os.environ.get("FIREFOX"):
        assert shutil.which(named), f"FIREFOX={named} is no program"
        return named
    return next(_installed(), None)


def _installed() -> Iterator[str]:
    for name in ("firefox", "firefox-esr"):
        if path := shutil.which(name):
            yield path
    on_a_mac = Path("/Applications/Firefox.app/Contents/MacOS/firefox")
    if on_a_mac.exists():
        yield str(on_a_mac)
